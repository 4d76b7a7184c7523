"""Topics from the keyboard: the list, the editor with what a query finds while it is typed, passages put in by hand."""

from __future__ import annotations

import pytest

from tests.tui.driving import Driver, explorer
from tui.dialogs.picker import Picker
from tui.dialogs.prompt import Prompt
from tui.topics.editor import TopicEditor
from tui.topics.list import TopicList

SIZES = [(80, 24), (120, 40)]


async def listed(it: Driver) -> TopicList:
    """The list of topics, open and set."""
    await it.pilot.press("M")
    await it.until(lambda: isinstance(it.app.screen, TopicList) and it.app.screen.ready, "the list")
    shown = it.app.screen
    assert isinstance(shown, TopicList)
    return shown


async def editing(it: Driver) -> TopicEditor:
    """The editor, open, with what its query finds."""
    await it.until(lambda: isinstance(it.app.screen, TopicEditor) and it.app.screen.settled, "the editor")
    shown = it.app.screen
    assert isinstance(shown, TopicEditor)
    return shown


async def reading(it: Driver) -> None:
    """A hit is under the cursor."""
    await it.type("voyage")
    await it.press("enter")
    await it.press("n")


# ---- the list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_shows_whose_a_topic_is_how_much_it_has_and_what_is_wrong(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await listed(it)
        assert it.shows("Reports", "codebook", "1 in 1/3", "Storms", "your own", "! its query finds nothing")
        assert it.shows("proposed from the documents", "Old pier")
        await it.pilot.press("escape")
        await it.until(lambda: it.app.screen is it.main, "back")
        assert it.library.started == 0, "looking changes nothing"


async def test_a_proposed_topic_is_accepted_and_the_comparison_follows() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("G", "a")
        await it.until(lambda: it.library.topics.done == ["accept Old pier"], "accepted")
        assert it.library.started == 1
        assert it.shows("1 topic accepted", "u undoes")


async def test_only_a_proposed_topic_is_accepted() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("a")
        await it.until(lambda: it.shows("It is no proposed topic"), "told so")
        assert not it.library.topics.done


async def test_a_codebook_topic_is_left_out_and_taken_in_again() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("x")
        await it.until(lambda: it.shows("left out", "is left out"), "left out")
        await it.pilot.press("G", "enter")
        await it.until(lambda: it.library.topics.done[-1:] == ["restore Reports"], "in again")
        assert not it.shows("⏎ takes it in again")


async def test_a_change_is_taken_back_in_the_list() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("u")
        await it.until(lambda: it.shows("Taken back: “Reports”"), "taken back")
        assert it.library.started == 1


# ---- the editor --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_topic_is_made_with_what_it_finds_below_the_lines(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await listed(it)
        await it.pilot.press("n")
        await editing(it)
        await it.pilot.press(*"Piers", "tab", "tab", *"broke")
        await it.until(lambda: isinstance(it.app.screen, TopicEditor) and it.app.screen.settled, "tried")
        await it.until(lambda: it.shows("2 passages in 2 documents", "Sea Gazette"), "found")
        await it.pilot.press("enter")
        await it.until(lambda: isinstance(it.app.screen, TopicList) and it.app.screen.ready, "the list again")
        assert it.library.topics.kept["Piers"].query == "broke"
        assert it.shows("Piers")
        assert it.library.started == 1


async def test_every_key_of_a_burst_is_for_the_line_that_has_its_turn() -> None:
    """Nothing is waited for: list, editor, three lines, the end."""
    async with explorer() as it:
        for key in ("M", "n", *"Piers", "tab", *"wood", "tab", *"broke", "enter"):
            it.app.simulate_key(key)
        await it.until(lambda: "save Piers" in it.library.topics.done, "kept")
        made = it.library.topics.kept["Piers"]
        assert (made.description, made.query) == ("wood", "broke")


async def test_what_a_topic_lacks_is_said_in_place_and_the_cursor_goes_there() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("n")
        editor = await editing(it)
        await it.pilot.press(*"Piers", "enter")
        await it.until(lambda: it.shows("! A topic needs a query."), "told")
        assert editor.current is editor.fields["query"]
        await it.pilot.press(*"pier", "enter")
        await it.until(lambda: "save Piers" in it.library.topics.done, "kept")


async def test_escape_leaves_the_editor_without_keeping() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("enter")
        editor = await editing(it)
        assert editor.fields["name"].value == "Reports"
        await it.pilot.press(*"xyz", "escape")
        await it.until(lambda: isinstance(it.app.screen, TopicList), "the list")
        assert not it.library.topics.done
        assert it.library.started == 0


async def test_a_query_that_finds_nothing_says_so_while_it_is_typed() -> None:
    async with explorer() as it:
        await listed(it)
        await it.pilot.press("n")
        await editing(it)
        await it.pilot.press("tab", "tab", *"zebra")
        await it.until(lambda: it.shows("! Its query finds nothing"), "told")


# ---- by hand -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_passage_is_put_into_a_topic_and_taken_out_again(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await reading(it)
        await it.pilot.press("#")
        await it.until(lambda: isinstance(it.app.screen, Picker), "the topics")
        await it.pilot.press(*"storms", "enter")
        await it.until(lambda: it.library.topics.done == ["add Storms"], "put in")
        assert it.library.topics.hand[0][1] == "gazette.md"
        assert it.library.started == 1
        await it.pilot.press("#")
        await it.until(lambda: it.shows("it is in"), "the topic it is in")
        await it.pilot.press("enter")
        await it.until(lambda: it.library.topics.done[-1] == "drop Storms", "taken out")
        assert not it.library.topics.hand


async def test_a_passage_begins_a_topic_of_its_own() -> None:
    async with explorer() as it:
        await reading(it)
        await it.pilot.press("#")
        await it.until(lambda: isinstance(it.app.screen, Picker), "the topics")
        await it.pilot.press(*"new", "enter")
        await it.until(lambda: isinstance(it.app.screen, Prompt), "its name")
        await it.pilot.press(*"Voyages", "enter")
        await it.until(lambda: it.library.topics.done == ["add Voyages"], "begun")
        assert it.library.topics.kept["Voyages"].origin == "own"


async def test_where_there_is_no_passage_it_says_so() -> None:
    async with explorer() as it:
        await it.press("#")
        assert it.shows("There is no passage here")
