"""The grid of topics: labels are whole at every width, and a cell says how many passages, and how strong."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tui.comparison.matrix import GridRow, Matrix, sign

LABEL = "Foreign ministry present at meetings with foreign agents"


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.grid = Matrix()

    def compose(self) -> ComposeResult:
        yield self.grid


def lines(host: Host) -> list[str]:
    return [host.grid.render_line(y).text for y in range(host.grid.size.height)]


@pytest.mark.parametrize("width", [40, 52, 80, 120])
async def test_no_label_is_cut_and_the_cells_stand_on_its_first_line(width: int) -> None:
    host = Host()
    async with host.run_test(size=(width, 20)) as pilot:
        host.grid.set_grid(
            [GridRow("a", LABEL, ("●2", "·", "◐1")), GridRow("b", "Firearms", ("·", "●1", "·"))],
            ["One", "Two", "Three"],
        )
        await pilot.pause()
        shown = lines(host)
        told = " ".join(line[: host.grid._label_width].strip(" ▸") for line in shown[2:])
        assert LABEL in " ".join(told.split())
        assert "●2" in shown[2]
        assert "◐1" in shown[2]
        host.grid.move(1, 1)
        await pilot.pause()
        assert "[●1]" in next(line for line in lines(host) if "Firearms" in line)


async def test_the_cursor_stays_in_view_among_rows_of_several_lines() -> None:
    host = Host()
    async with host.run_test(size=(40, 8)) as pilot:
        host.grid.set_grid([GridRow(f"{n}", f"{n} {LABEL}", ("●1",)) for n in range(9)], ["One"])
        await pilot.pause()
        for n in range(1, 9):
            host.grid.move(1)
            await pilot.pause()
            assert any(line.startswith(f"▸ {n} ") for line in lines(host))


async def test_a_grid_that_has_room_again_shows_all_of_its_rows() -> None:
    """It was set while it had no height: the cursor's row alone was brought into view."""
    host = Host()
    async with host.run_test(size=(40, 8)) as pilot:
        host.grid.set_grid([GridRow(f"{n}", f"row {n}", ("●1",)) for n in range(9)], ["One"])
        await pilot.pause()
        host.grid.go(8, 0)
        await pilot.pause()
        assert "row 0" not in "\n".join(lines(host))
        await pilot.resize_terminal(40, 14)
        await pilot.pause()
        assert "row 0" in "\n".join(lines(host))


def test_a_sign_tells_number_and_strength_without_colour() -> None:
    assert [sign(3, True), sign(1, False), sign(0, False)] == ["●3", "◐1", "·"]
