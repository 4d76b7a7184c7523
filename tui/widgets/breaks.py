"""Places in a text at which a thin line with a label stands, as where a page begins.

Such a line is no part of the text: it has a screen line, and no characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from tui.widgets.cells import width_of
from tui.widgets.wrap import wrap

STROKE = 8  # columns of the line on either side of its label: one across the whole measure costs thrice a line of text


@dataclass(frozen=True, slots=True)
class Break:
    """A line with `label` above the character `at`, which begins a screen line of its own."""

    at: int
    label: str


def wrap_broken(
    text: str, width: int, breaks: Sequence[Break], *, spaced: bool = False
) -> tuple[list[int], list[int], dict[int, str]]:
    """As `wrap`; and the labels by the number of the screen line that is theirs: it begins and ends at its character.

    `breaks` come in the order of the text. One at the text's end or beyond has nothing below it, and is left out.
    """
    breaks = [one for one in breaks if 0 <= one.at < len(text)]
    letters = list(text) if breaks else []
    for one in breaks:
        if one.at and letters[one.at - 1] == " ":
            letters[one.at - 1] = "\n"  # the line before ends here, and what follows is set anew
    starts, ends = wrap("".join(letters) if breaks else text, width, spaced=spaced)
    labels: dict[int, str] = {}
    for one in breaks:
        line = bisect_left(starts, one.at)
        if line and starts[line - 1] < one.at < ends[line - 1]:  # within a word, or after a hyphen
            starts.insert(line, one.at)
            ends.insert(line, ends[line - 1])
            ends[line - 1] = one.at
        if not (line + 1 < len(starts) and starts[line] == starts[line + 1] == one.at):  # else: the space put there
            starts.insert(line, one.at)
            ends.insert(line, one.at)
        labels[line] = one.label
    return starts, ends, labels


def break_line(label: str, left: int, measure: int, base: Style, style: Style) -> list[Segment]:
    """How the line of a break is drawn, `left` columns from the edge."""
    stroke = "─" * max(0, min(STROKE, (measure - width_of(label) - 2) // 2))
    return [Segment(" " * left, base), Segment(f"{stroke} {label} {stroke}", base + style)]
