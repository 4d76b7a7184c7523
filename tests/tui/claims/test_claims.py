"""Who says what: the claim grid by keys, at 80×24 and wider."""

from __future__ import annotations

import pytest

from search.model import Document
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.claims.screen import ClaimScreen
from tui.dialogs.picker import Picker


async def opened(it: Driver) -> ClaimScreen:
    """The grid of the entity under the cursor."""
    await it.press("e")
    await it.pilot.press("d")
    await it.until(lambda: isinstance(it.app.screen, ClaimScreen) and it.app.screen.ready, "the grid")
    screen = it.app.screen
    assert isinstance(screen, ClaimScreen)
    await it.pilot.pause()
    return screen


async def test_a_question_a_row_and_a_source_a_column_with_marks_that_need_no_colour() -> None:
    async with explorer((80, 24)) as it:
        await opened(it)
        assert it.shows("The pier of Port Alder", "≠ when: broke", "≠ 1984", "≠ 1985 (Tomas Reed)", "≈ 3 May 2019")
        assert it.shows("not found in 1 source", "2 questions with fewer answers left out")


async def test_the_words_behind_the_cell_stand_below_it_with_who_says_them() -> None:
    async with explorer((80, 24)) as it:
        await opened(it)
        assert it.shows("In 1984 a storm had broken the old pier.", "Alder Post", "Why they are compared")
        await it.pilot.press("l")
        await it.until(lambda: it.shows("The storm of 1985 broke the pier"), "the other cell's words")


async def test_an_empty_cell_says_that_nothing_was_found_and_what_others_say() -> None:
    async with explorer((80, 24)) as it:
        await opened(it)
        await it.pilot.press("j", "j")
        await it.until(lambda: it.shows("not found in this source (Alder Post"), "the empty cell")


async def test_a_value_that_does_not_fit_its_cell_is_whole_below_it() -> None:
    async with explorer((80, 24)) as it:
        screen = await opened(it)
        await it.pilot.press("j", "j", "l")
        await it.until(lambda: len(screen.words.rows) == 3, "its three claims")
        assert it.shows("+2 more")
        whole = " ".join("".join(cell.text for cell in line).strip() for line in screen.words.rows[0].lines)
        assert "The Sailors' Union called it a burden." in whole


async def test_enter_opens_the_passage_in_the_reader_and_the_grid_comes_back_at_its_cell() -> None:
    async with explorer((80, 24)) as it:
        await opened(it)
        await it.pilot.press("l", "enter")
        await it.until(lambda: it.main.reader.document is not None and it.main.active == "reader", "the reader")
        assert it.main.reader.document is not None
        assert it.main.reader.document.id == "gazette.md"
        await it.calm()
        again = await opened(it)
        assert again.at == ("when: broke", "gazette.md")


async def test_enter_on_several_claims_goes_to_their_list_and_escape_comes_back() -> None:
    async with explorer((80, 24)) as it:
        screen = await opened(it)
        await it.pilot.press("j", "j", "l", "enter")
        await it.until(lambda: screen.words.has_focus, "the list")
        await it.pilot.press("escape")
        await it.until(lambda: screen.table.has_focus, "the table")
        await it.pilot.press("escape")
        await it.until(lambda: it.app.screen is it.main, "the explorer")


async def test_keys_typed_faster_than_the_grid_comes_are_done_in_order() -> None:
    async with explorer((80, 24)) as it:
        await it.press("e")
        await it.pilot.press("d", "l", "j")
        await it.until(lambda: isinstance(it.app.screen, ClaimScreen) and it.app.screen.ready, "the grid")
        screen = it.app.screen
        assert isinstance(screen, ClaimScreen)
        await it.until(lambda: screen.at == ("when: passed", "gazette.md"), "both moves")


async def test_f_narrows_to_the_source_of_the_column() -> None:
    async with explorer((80, 24)) as it:
        await opened(it)
        await it.pilot.press("f")
        await it.until(lambda: any(chip.field == "source" for chip in it.main.view.chips), "the chip")
        assert it.app.screen is it.main


@pytest.mark.parametrize("key", ["E", "W"])
async def test_export_and_brief_are_reached_from_the_grid(key: str) -> None:
    async with explorer() as it:
        await opened(it)
        await it.press(key)
        assert isinstance(it.app.screen, Picker)
        assert it.shows("Export" if key == "E" else "A brief on")


async def test_only_the_marked_sources_are_compared() -> None:
    async with explorer((80, 24)) as it:
        await it.press("1", "space", "j", "j", "space")
        marked = it.main.view.marked
        screen = await opened(it)
        assert screen.grid is not None
        assert {one.id for one in screen.grid.documents} == set(marked)


async def test_a_subject_that_is_gone_is_said_and_nothing_stays_open() -> None:
    async with explorer((80, 24)) as it:
        await it.press("e")
        it.main.claims.open_claims("entity:person:tomas-reed")
        await it.until(lambda: it.app.screen is it.main and it.shows("No such name"), "the message")


async def test_two_hundred_sources_make_columns_only_where_they_answer() -> None:
    texts = {**TEXTS, **{f"{n:03}.md": "Nothing of it here." for n in range(200)}}
    documents = (*DOCUMENTS, *(Document(f"{n:03}.md", f"Paper {n}", f"Paper {n}") for n in range(200)))
    async with explorer((80, 24), FakeLibrary(texts, documents)) as it:
        screen = await opened(it)
        assert screen.table.shown == ("harbour.md", "gazette.md")
        assert it.shows("not found in 201 sources")
        await it.pilot.press("s")
        await it.until(lambda: it.shows("Not found in 201 sources", "Paper 0"), "the list")


async def test_from_the_chronology_and_the_comparison_too() -> None:
    async with explorer((80, 24)) as it:
        await it.press("t")
        assert it.main.chronology.subject.startswith("event:")
        await it.press("c")
        assert it.main.comparison.subject.startswith("conflict:")
        await it.pilot.press("d")
        await it.until(lambda: isinstance(it.app.screen, ClaimScreen), "the grid")


async def test_the_passages_stand_beside_the_table_where_there_is_room() -> None:
    async with explorer((200, 50)) as it:
        screen = await opened(it)
        assert screen.words.region.x >= screen.table.region.right
