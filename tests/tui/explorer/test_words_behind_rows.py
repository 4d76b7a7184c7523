"""Rows of the side panes lead to the words that they rest on."""

from __future__ import annotations

from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS


async def test_an_entity_leads_to_its_mentions_and_to_the_words() -> None:
    async with explorer() as it:
        await it.press("e", "enter")
        assert it.main.place == "page"
        assert it.shows("› Ines Valdo", "[mentions 3]", "names 2")
        await it.press("enter")
        assert it.main.place == "reader"
        assert it.main.reader.flash is not None
        span = it.main.reader.flash
        assert TEXTS["harbour.md"][span.start : span.end] in ("Ines Valdo", "Mayor Ines Valdo")
        await it.press("backspace")
        assert it.main.place == "page"
        await it.press("backspace")
        assert it.main.place == "entities"


async def test_an_event_leads_to_its_sentence() -> None:
    async with explorer() as it:
        await it.press("t", "G", "enter")
        assert it.main.place == "reader"
        span = it.main.reader.flash
        assert span is not None
        assert TEXTS["review.md"][span.start : span.end] == "In June 2024 Port Alder may repeal it."


async def test_an_event_of_several_sources_lists_their_statements() -> None:
    async with explorer() as it:
        await it.press("t", "enter")
        assert it.shows("2 statements", "Alder Post", "≠ 1985")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[1]


async def test_a_conflict_leads_to_both_statements() -> None:
    async with explorer() as it:
        await it.press("c", "enter")
        assert it.shows("≠ 1984", "≠ 1985", "Alder Post", "Sea Gazette")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[1]
        span = it.main.reader.flash
        assert span is not None
        assert "1985" in TEXTS["gazette.md"][span.start : span.end]


async def test_a_topic_says_where_it_was_not_found() -> None:
    async with explorer() as it:
        await it.press("c")
        it.main.comparison.lines.move_to_key("#Reports are due")
        await it.press("enter")
        assert it.shows("not found in: Coast")


async def test_a_description_leads_to_its_words() -> None:
    async with explorer() as it:
        await it.press("c")
        it.main.comparison.lines.move_to_key("as Ines Valdo")
        await it.press("enter", "enter")
        span = it.main.reader.flash
        assert span is not None
        assert TEXTS["harbour.md"][span.start : span.end] == "Mayor Ines Valdo"


async def test_the_grid_of_topics_is_walked_with_arrows() -> None:
    async with explorer() as it:
        await it.press("c", "z")
        assert it.main.place == "matrix"
        assert it.shows("Reports are due", "●1", "Alder Post")
        await it.press("right", "right")
        assert it.shows("not found in Coast")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[2]
        await it.press("backspace")
        assert it.main.place == "matrix"
