"""Searching and reading, key by key: what is typed, hits, the documents found."""

from __future__ import annotations

from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS
from tui.dialogs.info import About


async def test_typing_finds_and_enter_opens_at_the_hit() -> None:
    async with explorer() as it:
        await it.press("slash", *"storm")
        assert it.main.results.order == ["harbour.md", "gazette.md"]
        assert it.shows("2 documents", "Captains protest")
        await it.press("enter")
        assert it.main.place == "results"
        await it.press("enter")
        assert it.main.place == "reader"
        assert it.main.reader.document == DOCUMENTS[0]
        reader = it.main.reader.reader
        assert reader.current == 0
        mark = reader.hits[0]
        assert TEXTS["harbour.md"][mark.start : mark.end] == "storm"


async def test_a_word_typed_faster_than_answers_come_is_not_lost() -> None:
    """Keys are done one by one: "/" and a word and Enter Enter may arrive in one read."""
    async with explorer() as it:
        await it.pilot.press("slash", *"storm", "enter", "enter")
        await it.until(lambda: it.main.reader.document is not None, "the document")
        await it.calm()
        assert it.main.view.words == "storm"
        assert it.main.reader.document == DOCUMENTS[0]


async def test_hits_are_walked_across_documents_and_round() -> None:
    async with explorer() as it:
        await it.type("report")
        seen = []
        for _ in range(5):
            await it.press("n")
            reader = it.main.reader
            assert reader.document is not None
            seen.append((reader.document.id, reader.reader.current))
        found = it.main.results.order
        assert [doc for doc, _ in seen[:3]] == found
        assert seen[3] == seen[0]
        assert "first" in it.main.status.message or seen[4][0] == found[1]
        await it.press("N")
        assert it.main.reader.document is not None
        assert it.main.reader.document.id == found[0]


async def test_typing_again_replaces_the_words() -> None:
    async with explorer() as it:
        await it.type("storm")
        await it.type("repeal")
        assert it.main.view.words == "repeal"
        assert it.main.results.order == ["review.md"]


async def test_an_answer_to_an_older_question_is_dropped() -> None:
    from search.model import Hit, Results
    from tui.session.messages import ResultsFound

    async with explorer() as it:
        await it.type("repeal")
        stale = Results("storm", (Hit(DOCUMENTS[0], 1.0, "stale"),), 1)
        it.main.post_message(ResultsFound("storm", 0, stale))
        await it.calm()
        assert it.main.results.order == ["review.md"]


async def test_a_suggestion_is_shown_and_taken() -> None:
    async with explorer() as it:
        await it.type("harbor")
        assert it.shows("Did you mean harbour?")
        await it.press("S")
        assert it.main.view.words == "harbour"
        assert it.main.results.total == 3


async def test_furniture_is_greyed_at_the_end_when_asked_for() -> None:
    async with explorer() as it:
        await it.type("captain")
        await it.press("enter")
        assert not it.shows("SEE ALSO")
        await it.press("F")
        assert it.shows("SEE ALSO")
        await it.press("F")
        assert not it.shows("SEE ALSO")


async def test_metadata_say_where_they_come_from() -> None:
    async with explorer() as it:
        await it.type("protested")
        await it.press("i")
        assert isinstance(it.app.screen, About)
        assert it.shows("May 2019", "inferred, from the text: the latest date in the text", "not known")
        await it.press("escape")
        assert it.app.screen is it.main
