"""Which panes are shown at a size: a pure function of the terminal and of what the reader is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.session.context import PaneName

PANE_NAMES: tuple[PaneName, ...] = ("results", "reader", "entities", "chronology", "comparison")
SIDE_NAMES: tuple[PaneName, ...] = ("entities", "chronology", "comparison")

# DESIGN §5: three columns from 120, two from 100, one pane below; side panes stacked from 45 rows.
THREE, TWO, STACKED = 120, 100, 45
MIN_WIDTH, MIN_HEIGHT = 60, 15

Mode = Literal["tiny", "one", "two", "three"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is on the screen. `alone` says that one pane has it all."""

    mode: Mode
    visible: frozenset[PaneName]
    stacked: bool = False

    @property
    def alone(self) -> bool:
        """Whether one pane has the whole screen."""
        return len(self.visible) == 1


def mode_of(width: int, height: int) -> Mode:
    """The layout for a terminal of so many columns and rows."""
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        return "tiny"
    return "three" if width >= THREE else "two" if width >= TWO else "one"


def arrange(
    width: int, height: int, *, active: PaneName, side: PaneName, beside: PaneName, zoomed: bool = False
) -> Arrangement:
    """What to show.

    `active` has the keys (or had them before the search line); `side` is the side pane used last; `beside` is the
    list used last, which stays next to the reader where there is room for two.
    """
    mode = mode_of(width, height)
    if mode == "tiny":
        return Arrangement(mode, frozenset())
    if zoomed or mode == "one":
        return Arrangement(mode, frozenset({active}))
    if mode == "two":
        other = active if active != "reader" else beside
        return Arrangement(mode, frozenset({"reader", other}))
    stacked = height >= STACKED
    sides: tuple[PaneName, ...] = SIDE_NAMES if stacked else (side,)
    return Arrangement(mode, frozenset(("results", "reader", *sides)), stacked)
