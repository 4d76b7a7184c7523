"""A row for a conflict, an update or an agreement: what it is about, and every value in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.model import Conflict
from tui.evidence.values import value_words
from tui.panes.text import folded
from tui.widgets.cells import Cell, Line, width_of
from tui.widgets.line_list import Row
from tui.wording import ASKS, reason_words

MAX_ABOUT = 2  # names that a row is said to be about
MAX_LINES = 4  # of values in a row; its statements have the rest
TELLING = ("person", "law", "organization", "place")
DIFFERS, LATER, AGREES, ASIDE, CONFIRMED = "≠", "↦", "=", "×", "✓"
STYLES = {DIFFERS: "differ", LATER: "date", AGREES: "agree", ASIDE: "dim"}


def conflict_row(
    conflict: Conflict, width: int, mark: str, types: Mapping[str, str], *, days: str = "", note: str = ""
) -> Row:
    """The row at a width: the values beside what it is about, else on lines of their own, never cut.

    `types` are those of entities by name: of several names a person's says most. `days` say when the values of an
    update were told; `note` is a line below.
    """
    style = STYLES[mark]
    sign = f"{mark}{CONFIRMED}" if conflict.confirmed else mark
    key = f"{mark}{conflict.id}"
    values = [value_words(conflict, value.value) for value in conflict.values]
    between = " → " if mark == LATER else " · "
    short = between.join(values) + (f", {days}" if days else "")
    names = about_of(conflict)
    abouts = [", ".join(names[:MAX_ABOUT]), subject(conflict, types)] if names else []
    abouts = abouts or [ASKS[conflict.kind] if conflict.about else reason_words(conflict.why) or ASKS[conflict.kind]]
    room = width - width_of(short) - len(sign) - 5
    below: tuple[Line, ...] = ((Cell("  "), Cell(note, "dim", grow=True)),) if note else ()
    # Beside the name only where both fit: the right edge of a line may take two thirds of it.
    fitting = next((one for one in abouts if width_of(one) <= room and width_of(short) + 3 <= width * 2 // 3), None)
    if fitting is not None:
        line = (Cell(f"{sign} ", style), Cell(fitting, grow=True), Cell(f"  {short} ", "date", align="right"))
        return Row(key, (line, *below), data=conflict)
    about = next((one for one in abouts if width_of(one) + len(sign) + 2 <= width), abouts[-1])
    head = (Cell(f"{sign} ", style), Cell(about, "", grow=True))
    told = [*values[:-1], f"{values[-1]}, {days}"] if days else values
    lines = [(Cell("  "), Cell(line, "date", grow=True)) for line in value_lines(told, width - 3, between.rstrip())]
    return Row(key, (head, *lines, *below), data=conflict)


def about_of(conflict: Conflict) -> tuple[str, ...]:
    """The names a conflict is about, without those that are its values."""
    values = {value.value for value in conflict.values}
    return tuple(name for name in conflict.about if name not in values)


def subject(conflict: Conflict, types: Mapping[str, str]) -> str:
    """The most telling name: a person's, a law's, an organization's, a place's; for another name the shortest."""
    names = about_of(conflict) or conflict.about
    if conflict.kind == "name":
        return min(names, key=len)

    def rank(name: str) -> int:
        kind = types.get(name, "")
        return TELLING.index(kind) if kind in TELLING else len(TELLING)

    return min(names, key=rank)


def value_lines(values: Sequence[str], width: int, between: str = " ·") -> list[str]:
    """Values on as few lines as hold them whole; a value longer than a line goes on on the next."""
    lines: list[str] = []
    for number, value in enumerate(values):
        text = value + (between if number < len(values) - 1 else "")
        if lines and width_of(f"{lines[-1]} {text}") <= width:
            lines[-1] += f" {text}"
        else:
            lines += folded(text, width)
    return lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES - 1], "…"]
