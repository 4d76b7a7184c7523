"""Commands of the explorer: every one does something, is listed, and says what it cannot do."""

from __future__ import annotations

from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS
from tui.dialogs.info import Help
from tui.dialogs.picker import Picker
from tui.keys.commands import ACTIONS, PLACES, applies


async def test_help_lists_every_command() -> None:
    async with explorer() as it:
        await it.press("question_mark")
        assert isinstance(it.app.screen, Help)
        keys = [row.key for row in it.app.screen.rows.rows if row.selectable]
        assert keys == [action.id for group in dict.fromkeys(a.group for a in ACTIONS)
                        for action in ACTIONS if action.group == group]  # fmt: skip


async def test_the_palette_finds_and_runs_a_command() -> None:
    async with explorer() as it:
        await it.press("colon")
        assert isinstance(it.app.screen, Picker)
        await it.pilot.press(*"chronol")
        await it.press("enter")
        assert it.main.active == "chronology"


async def test_every_command_does_something_wherever_the_table_says_it_applies() -> None:
    """A row of the table without a method behind it is a key that does nothing."""
    async with explorer() as it:
        main = it.main
        panes = {"matrix": "comparison", "statements": "comparison", "page": "entities", "audit": "chronology"}
        for place in PLACES:
            for action in ACTIONS:
                if not applies(action, place) or place == "search":
                    continue
                pane = main.panes[panes.get(place, place)]  # type: ignore[index]
                main.go_to_pane(pane.NAME)
                assert main.handler(action.id) is not None, f"{action.id} in {place}"
        for action in ACTIONS:
            if applies(action, "search"):
                main.do_search()
                assert main.handler(action.id) is not None, f"{action.id} in the search line"


async def test_a_rebound_key_runs_the_command_and_is_shown() -> None:
    async with explorer(keys={"zoom": "v"}) as it:
        await it.press("v")
        assert it.main.zoomed
        assert it.shows("v zoom")
        await it.press("z")
        assert it.main.zoomed


async def test_a_rebound_movement_key_holds_in_every_list() -> None:
    async with explorer(keys={"down": ["ctrl+n", "down"]}) as it:
        await it.press("j")
        assert it.main.results.lines.cursor == 0
        await it.press("ctrl+n")
        assert it.main.results.lines.cursor == 1


async def test_bookmarks_are_kept_listed_and_taken_off() -> None:
    async with explorer() as it:
        await it.type("repeal")
        await it.press("enter", "b")
        assert [mark.doc for mark in it.library.bookmarks()] == ["review.md"]
        await it.press("X", "1")
        await it.press("B")
        assert isinstance(it.app.screen, Picker)
        await it.press("enter")
        assert it.main.reader.document == DOCUMENTS[2]
        await it.press("b")
        assert it.library.bookmarks() == ()


async def test_a_kept_search_is_gone_back_to() -> None:
    async with explorer() as it:
        await it.type("storm")
        await it.press("K", "X", "L")
        assert isinstance(it.app.screen, Picker)
        await it.press("enter")
        assert it.main.view.query == "storm"


async def test_a_theme_is_chosen_and_remembered() -> None:
    async with explorer() as it:
        await it.press("T")
        await it.pilot.press(*"light")
        await it.press("enter")
        assert it.app.session.theme == "light"
        assert it.app.theme == "light"


async def test_entities_are_sorted_otherwise() -> None:
    async with explorer() as it:
        await it.press("e", "o", "o")
        assert it.shows("by name")
        names = [row.lines[0][0].text for row in it.main.entities.lines.rows if row.selectable]
        assert names[:3] == ["Ada Finch", "Ines Valdo", "Tomas Reed"]
