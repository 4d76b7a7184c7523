"""A row for what several documents say otherwise, or alike: what it is about, and every value in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.model import Conflict
from tui.panes.base import folded
from tui.panes.statements import value_words
from tui.widgets.cells import Cell, width_of
from tui.widgets.linelist import Row

MOST_ABOUT = 2  # names that a row is said to be about
MOST_LINES = 4  # of values in a row; its statements have the rest
KINDS = {"date": "when", "number": "how many", "name": "by what name", "place": "where", "quotation": "in what words"}
TELLING = ("person", "law", "organization", "place")


def conflict_row(conflict: Conflict, width: int, mark: str, types: Mapping[str, str]) -> Row:
    """The row at a width: the values beside what it is about, else on lines of their own, never cut.

    `types` are those of entities by name: of several names a person's says most.
    """
    style = "differ" if mark == "≠" else "agree"
    key = f"{mark}{conflict.id}"
    values = [value_words(conflict, value.value) for value in conflict.values]
    short = " · ".join(values)
    abouts = [", ".join(conflict.about[:MOST_ABOUT]), subject(conflict, types)] if conflict.about else []
    abouts = abouts or [conflict.why or KINDS[conflict.kind]]
    room = width - width_of(short) - 6
    # Beside the name only where both fit: the right edge of a line may take two thirds of it.
    fitting = next((one for one in abouts if width_of(one) <= room and width_of(short) + 3 <= width * 2 // 3), None)
    if fitting is not None:
        line = (Cell(f"{mark} ", style), Cell(fitting, grow=True), Cell(f"  {short} ", "date", align="right"))
        return Row(key, (line,), data=conflict)
    about = next((one for one in abouts if width_of(one) + 3 <= width), abouts[-1])
    head = (Cell(f"{mark} ", style), Cell(about, "", grow=True))
    lines = [(Cell("  "), Cell(line, "date", grow=True)) for line in value_lines(values, width - 3)]
    return Row(key, (head, *lines), data=conflict)


def subject(conflict: Conflict, types: Mapping[str, str]) -> str:
    """The most telling name: a person's, a law's, an organization's, a place's; for another name the shortest."""
    if conflict.kind == "name":
        return min(conflict.about, key=len)

    def rank(name: str) -> int:
        kind = types.get(name, "")
        return TELLING.index(kind) if kind in TELLING else len(TELLING)

    return min(conflict.about, key=rank)


def value_lines(values: Sequence[str], width: int) -> list[str]:
    """Values on as few lines as hold them whole; a value longer than a line goes on on the next."""
    lines: list[str] = []
    for number, value in enumerate(values):
        text = value + (" ·" if number < len(values) - 1 else "")
        if lines and width_of(f"{lines[-1]} {text}") <= width:
            lines[-1] += f" {text}"
        else:
            lines += folded(text, width)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"]
