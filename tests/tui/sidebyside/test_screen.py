"""Side by side: what opens it, what is linked, moving through matters and sources, narrow terminals, bad input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from search.errors import CorpusError
from search.model import Alignment, Document
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.sidebyside.screen import SideBySide

FILLER = "\n\n".join(f"Nothing happened on day {number}, and nobody wrote a line of it down." for number in range(60))


class Long(FakeLibrary):
    """The fake library with long texts: its passages stand far from each other."""

    def __init__(self) -> None:
        super().__init__({doc: f"{FILLER}\n\n{text}\n\n{FILLER}" for doc, text in TEXTS.items()})


class Unlinked(FakeLibrary):
    """Nothing in common."""

    def aligned(self, docs: Sequence[str]) -> Alignment:
        return Alignment(super().aligned(docs).documents)


class Gone(FakeLibrary):
    """A document was deleted since."""

    def aligned(self, docs: Sequence[str]) -> Alignment:
        raise CorpusError("No such document", "harbour.md is not there any more.")


def many(count: int) -> FakeLibrary:
    """A library of so many documents of one text."""
    documents = [replace(DOCUMENTS[0], id=f"{n:03}.md", source=f"Source {n}") for n in range(count)]
    return FakeLibrary({one.id: TEXTS["harbour.md"] for one in documents}, documents)


async def beside(driver: Driver, *docs: str) -> SideBySide:
    """Mark documents and put them side by side."""
    for doc in docs:
        driver.main.results.lines.move_to_key(doc)
        await driver.press("space")
    await driver.press("vertical_line")
    screen = driver.app.screen
    assert isinstance(screen, SideBySide)
    await driver.until(lambda: screen.ready, "the texts")
    await driver.pilot.pause()
    return screen


def rows(driver: Driver, words: str) -> list[int]:
    """The screen rows that have these words."""
    return [number for number, line in enumerate(driver.screen().split("\n")) if words in line]


# ---- opening ------------------------------------------------------------------------------------------------------


async def test_marked_sources_stand_side_by_side_with_their_passages_numbered() -> None:
    async with explorer((120, 40)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md", "review.md")
        assert [column.document.id for column in screen.columns] == ["harbour.md", "gazette.md", "review.md"]
        assert driver.shows("Alder Post", "Sea Gazette", "Coast Review", "4 linked passages, 2 differ")
        assert driver.screen().count("▸1  ") == 3, "one number in every column that has the matter"
        assert driver.shows("3≠", "4≠", "2=")


async def test_a_passage_begins_a_line_of_its_own() -> None:
    async with explorer((120, 40)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        for column in screen.columns:
            reader = column.reader
            assert all(one.start in reader._starts for one in reader.passages)
            assert reader.text == TEXTS[column.document.id], "the text itself stays as it is"


async def test_nothing_marked_says_what_to_do() -> None:
    async with explorer((120, 40)) as driver:
        await driver.press("vertical_line")
        assert not isinstance(driver.app.screen, SideBySide)
        assert "␣ marks a source" in driver.main.status.message


async def test_one_mark_and_the_source_under_the_cursor_are_two() -> None:
    async with explorer((120, 40)) as driver:
        driver.main.results.lines.move_to_key("review.md")
        await driver.press("space")
        driver.main.results.lines.move_to_key("harbour.md")
        await driver.press("vertical_line")
        screen = driver.app.screen
        assert isinstance(screen, SideBySide)
        assert [one.id for one in screen.documents] == ["review.md", "harbour.md"]


async def test_the_row_of_the_comparison_says_which_sources() -> None:
    async with explorer((120, 40)) as driver:
        await driver.press("c")
        pane = driver.main.comparison
        key = next(row.key for row in pane.lines.rows if getattr(row.data, "id", "") == "storm")
        pane.lines.move_to_key(key)
        await driver.press("vertical_line")
        screen = driver.app.screen
        assert isinstance(screen, SideBySide)
        assert {one.id for one in screen.documents} == {"harbour.md", "gazette.md"}


async def test_of_two_hundred_marks_the_first_eight_are_shown_and_it_is_said() -> None:
    async with explorer((200, 50), many(200)) as driver:
        driver.main.selection.view = replace(driver.main.view, marked=tuple(f"{n:03}.md" for n in range(200)))
        await driver.press("vertical_line")
        screen = driver.app.screen
        assert isinstance(screen, SideBySide)
        assert len(screen.columns) == 8
        await driver.until(lambda: driver.shows("8 of 200 marked"), "the note")


async def test_a_source_that_is_gone_leads_back_and_is_named() -> None:
    async with explorer((120, 40), Gone()) as driver:
        for doc in ("harbour.md", "gazette.md"):
            driver.main.results.lines.move_to_key(doc)
            await driver.press("space")
        await driver.press("vertical_line")
        await driver.until(lambda: driver.app.screen is driver.main, "the explorer")
        assert "harbour.md is not there any more" in driver.main.status.message


async def test_no_links_are_said_to_be_none() -> None:
    async with explorer((120, 40), Unlinked()) as driver:
        await beside(driver, "harbour.md", "gazette.md")
        assert driver.shows("No two of these sources have a passage")
        await driver.press("n")
        await driver.press("i")
        await driver.press("right_square_bracket")
        assert driver.shows("No two of these sources")


# ---- moving -------------------------------------------------------------------------------------------------------


async def test_differences_are_walked_and_told() -> None:
    async with explorer((120, 40)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md", "review.md")
        await driver.press("n")
        assert screen.number == 3
        assert driver.shows("3/4 ≠ 1984 · 1985")
        await driver.press("n")
        assert screen.number == 4
        await driver.press("n")
        assert screen.number == 3
        assert driver.shows("on from the first")
        await driver.press("N", "N")
        assert screen.number == 3
        await driver.press("right_square_bracket")
        assert screen.number == 4
        await driver.press("left_square_bracket", "left_square_bracket")
        assert screen.number == 2


async def test_the_passages_of_a_matter_come_into_view_on_one_row() -> None:
    async with explorer((120, 40), Long()) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        assert screen.columns[0].reader.scroll_offset.y > 0, "they stand far down"
        (row,) = rows(driver, "▸1  ")
        assert driver.screen().split("\n")[row].count("▸1  ") == 2


async def test_what_is_on_the_screen_already_does_not_scroll() -> None:
    async with explorer((120, 40), Long()) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        before = [column.reader.scroll_offset.y for column in screen.columns]
        await driver.press("n")
        assert screen.number == 3
        assert [column.reader.scroll_offset.y for column in screen.columns] == before


async def test_scrolling_one_source_brings_the_linked_passage_of_the_others() -> None:
    async with explorer((120, 40), Long()) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        await driver.press("g", "s")  # from the beginning, each by itself
        other = screen.columns[1].reader
        before = other.scroll_offset.y
        for _ in range(3):
            await driver.press("pagedown")
        assert other.scroll_offset.y == before
        await driver.press("s", "pagedown", "pagedown")
        matter = screen.matter
        assert matter is not None
        assert matter.spans[1] is not None
        top = other.scroll_offset.y
        assert top <= other.line_at(matter.spans[1].start) < top + other.size.height


async def test_every_passage_of_a_source_is_passed_by_scrolling() -> None:
    async with explorer((80, 24), Long()) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        seen = {screen.number}
        await driver.press("g")
        reader = screen.columns[0].reader
        for _ in range(reader.lines):
            await driver.pilot.press("j")
            seen.add(screen.number)
            if reader.scroll_offset.y + reader.size.height >= reader.lines:
                break
        await driver.press("G")
        assert {one.number for one in reader.passages} <= seen | {screen.number}


async def test_keys_lead_on_where_a_text_is_too_short_to_scroll() -> None:
    async with explorer((120, 40)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        assert screen.number == 1
        await driver.press("j")
        assert screen.number == 2
        await driver.press("k")
        assert screen.number == 1


async def test_sources_beyond_the_edge_are_reached_sideways() -> None:
    async with explorer((80, 24)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md", "review.md")
        assert screen.shown == (0, 1)
        await driver.press("tab", "tab")
        assert screen.shown == (1, 2)
        assert driver.shows("▸3/3 Coast Review")
        await driver.press("left", "left")
        assert screen.active == 0
        assert driver.shows("▸1/3 Alder Post")
        assert driver.screen().split("\n")[1].count("▸") == 1, "one source is the active one"


async def test_a_matter_brings_the_sources_that_speak_of_it() -> None:
    async with explorer((80, 24)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md", "review.md")
        await driver.press("n", "n")  # of gazette and review
        assert screen.number == 4
        assert screen.shown == (1, 2)
        assert driver.screen().count("▸4≠") == 2


# ---- the passage --------------------------------------------------------------------------------------------------


async def test_enter_opens_the_passage_in_the_reader() -> None:
    async with explorer((120, 40)) as driver:
        await beside(driver, "harbour.md", "gazette.md")
        await driver.press("n", "tab", "enter")
        await driver.until(lambda: driver.main.reader.document is not None, "the reader")
        reader = driver.main.reader
        assert reader.document is not None
        assert reader.document.id == "gazette.md"
        assert reader.flash is not None
        assert TEXTS["gazette.md"][reader.flash.start : reader.flash.end].startswith("The storm of 1985")


async def test_the_citation_quotes_the_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer((120, 40)) as driver:
        copied: list[str] = []
        monkeypatch.setattr(driver.app, "copy_to_clipboard", copied.append)
        await beside(driver, "harbour.md", "gazette.md")
        await driver.press("n", "y")
        assert "In 1984 a storm had broken the old pier." in copied[0]
        assert "Alder Post" in copied[0]


async def test_why_shows_every_source_of_the_matter_and_who_has_none() -> None:
    async with explorer((120, 40)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md", "review.md")
        await driver.press("n", "i")
        await driver.until(lambda: driver.shows("the storm that broke the pier"), "why")
        assert driver.shows("values differ", "No passage linked in: Coast Review")
        await driver.press("escape")
        assert driver.app.screen is screen


async def test_help_lists_the_keys_and_q_leaves() -> None:
    async with explorer((80, 24)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        await driver.press("question_mark")
        await driver.until(lambda: driver.shows("Keys, side by side"), "keys")
        await driver.press("q")
        assert driver.app.screen is screen
        await driver.press("q")
        assert driver.app.screen is driver.main


# ---- sizes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "count"), [(76, 2), (80, 2), (120, 3), (200, 5), (60, 3)])
async def test_as_many_sources_as_fit_are_shown(width: int, count: int) -> None:
    async with explorer((width, 24), many(6)) as driver:
        screen = await beside(driver, *(f"{n:03}.md" for n in range(6)))
        assert len(screen.shown) == count
        least = min(screen.columns[place].reader.size.width for place in screen.shown)
        assert least >= 36
        assert screen.stacked == (width < 76)


async def test_the_reader_may_turn_the_sources() -> None:
    async with explorer((120, 40)) as driver:
        screen = await beside(driver, "harbour.md", "gazette.md")
        await driver.press("n", "v")
        assert screen.stacked
        assert screen.number == 3
        regions = [screen.columns[place].region for place in screen.shown]
        assert regions[0].y < regions[1].y
        await driver.press("v")
        assert not screen.stacked


async def test_keys_pressed_before_the_texts_are_there_are_done_in_order() -> None:
    async with explorer((120, 40)) as driver:
        for doc in ("harbour.md", "gazette.md"):
            driver.main.results.lines.move_to_key(doc)
            await driver.press("space")
        await driver.pilot.press("vertical_line", "n", "tab", "enter")
        await driver.until(lambda: driver.app.screen is driver.main, "the explorer")
        await driver.until(lambda: driver.main.reader.flash is not None, "the passage")
        document: Document | None = driver.main.reader.document
        assert document is not None
        assert document.id == "gazette.md"
