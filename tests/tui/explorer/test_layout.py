"""The panes at every width, their tabs and the focus."""

from __future__ import annotations

import pytest

from tests.tui.driving import explorer
from tui.dialogs.jump import Jump


@pytest.mark.parametrize(
    ("size", "visible"),
    [
        ((80, 24), {"results"}),
        ((99, 60), {"results"}),
        ((100, 30), {"results", "reader"}),
        ((120, 40), {"results", "reader", "entities"}),
        ((200, 50), {"results", "reader", "entities", "chronology", "comparison"}),
    ],
)
async def test_layouts_by_size(size: tuple[int, int], visible: set[str]) -> None:
    async with explorer(size) as it:
        assert it.main.arrangement.visible == visible
        shown = {name for name, pane in it.main.panes.items() if pane.region.area}
        assert shown == visible
        lines = it.screen().splitlines()
        assert len(lines) <= size[1]
        assert max(map(len, lines)) <= size[0]


async def test_one_pane_at_a_time_is_fully_usable() -> None:
    async with explorer((80, 24)) as it:
        assert it.shows("[1] 2  3  4  5")
        await it.press("tab", "tab")
        assert it.main.active == "entities"
        assert it.shows("Entities", "[3]", "Ines Valdo")
        await it.press("enter", "enter")
        assert it.main.active == "reader"
        await it.press("escape")
        assert it.main.active == "entities"


async def test_two_columns_keep_the_list_in_use_beside_the_reader() -> None:
    async with explorer((100, 30)) as it:
        await it.press("t")
        assert it.main.arrangement.visible == {"reader", "chronology"}
        await it.press("G", "enter")
        assert it.main.arrangement.visible == {"reader", "chronology"}
        assert it.main.active == "reader"


async def test_zoom_gives_a_pane_the_whole_screen_and_back() -> None:
    async with explorer() as it:
        await it.press("t", "z")
        assert it.main.arrangement.visible == {"chronology"}
        assert it.shows("A S C"), "a column for each source"
        await it.press("z")
        assert "results" in it.main.arrangement.visible


async def test_resizing_is_followed_live() -> None:
    async with explorer((120, 40)) as it:
        await it.pilot.resize_terminal(80, 24)
        await it.calm()
        assert it.main.arrangement.alone
        await it.pilot.resize_terminal(40, 10)
        await it.calm()
        assert it.shows("Too small: needs 60×15, has 40×10.")
        await it.pilot.resize_terminal(200, 50)
        await it.calm()
        assert len(it.main.arrangement.visible) == 5


async def test_a_jump_label_leads_to_its_pane() -> None:
    async with explorer() as it:
        await it.press("ctrl+g")
        assert isinstance(it.app.screen, Jump)
        await it.press("d")
        assert it.main.active == "reader"
