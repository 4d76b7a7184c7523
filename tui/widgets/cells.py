"""Screen lines made of cells: measuring, cutting and setting text by the columns it takes on the terminal.

What the widgets draw goes through `clean` here, so that no control character can reach the terminal even if a
caller forgot to sanitise. Widths follow Rich's tables (as Textual does): wide characters take two columns,
combining marks none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style

ELLIPSIS = "…"

# C0 and C1 controls, bidi marks, embeddings, overrides and isolates (UAX #9), zero-width characters, line and
# paragraph separators, byte order mark, lone surrogates, tags.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BLANK = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")

# Anything that may not be exactly one column wide; outside of it a length is a width. The ranges hold no wide,
# combining or zero-width character (EastAsianWidth.txt, DerivedGeneralCategory.txt); ambiguous counts as narrow.
UNEVEN = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0530\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2199\u2500-\u25fc]"
)

# No line needs more characters than this for each column: beyond it are stacked combining marks.
MAX_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line.

    `style` names a group of the theme ("title", "dim", "hit" …). `align="right"` cells stick to the right edge,
    in their order. A `grow` cell takes the room that is left and is the first to be cut. `width` fixes the number
    of columns (0: as many as the text takes). An `optional` cell is left out, whole, where the line is too narrow
    for all of it. No gap is put between cells: text brings its own spaces.
    """

    text: str
    style: str = ""
    align: Literal["left", "right"] = "left"
    grow: bool = False
    width: int = 0
    _: KW_ONLY
    optional: bool = False


Line = tuple[Cell, ...]
StyleOf = Callable[[str], Style]


def clean(text: str) -> str:
    """The same number of characters, harmless: blanks for tabs and line ends, `�` for what may not be printed."""
    if text.isascii() and text.isprintable():
        return text
    return _FORBIDDEN.sub(lambda m: " " if m[0] in _BLANK else "\ufffd", text)


def clean_text(text: str) -> str:
    """The same number of characters, harmless, with line ends kept."""
    return "\n".join(clean(line) for line in text.split("\n"))


def width_of(text: str) -> int:
    """Columns that `text` takes."""
    return len(text) if text.isascii() or not UNEVEN.search(text) else cell_len(text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns, ending in … where something had to go."""
    if width <= 0:
        return ""
    text = text[: width * MAX_CHARACTERS + MAX_CHARACTERS]
    if width_of(text) <= width:
        return text
    return head(text, width - 1).rstrip() + ELLIPSIS


def head(text: str, width: int) -> str:
    """The longest beginning of `text` that takes at most `width` columns; marks stay with their letter."""
    if width <= 0:
        return ""
    if text.isascii() or not UNEVEN.search(text, 0, width + 1):
        return text[:width]
    total = end = 0
    for _, stop, columns in split_graphemes(text[: width * MAX_CHARACTERS + MAX_CHARACTERS])[0]:
        if total + columns > width:
            break
        total, end = total + columns, stop
    return text[:end]


def columns_of(character: str) -> int:
    """Columns of one character; a variation selector may widen what stands before it, so it counts as one."""
    return 1 if character == "\ufe0f" else get_character_cell_size(character)


def pad(text: str, width: int, align: str = "left") -> str:
    """`text` in exactly `width` columns."""
    text = cut(text, width)
    blank = " " * (width - width_of(text))
    return blank + text if align == "right" else text + blank


def _fit_left(cells: Sequence[Cell], room: int) -> list[tuple[str, str]]:
    """Texts and styles of left cells in at most `room` columns; `grow` cells are cut first, then the last ones."""
    texts = [pad(clean(cell.text), cell.width) if cell.width else clean(cell.text) for cell in cells]
    widths = [width_of(text) for text in texts]
    over = sum(widths) - room
    order = [i for i, cell in enumerate(cells) if cell.grow]
    grows = len(order)
    order += [i for i in reversed(range(len(cells))) if not cells[i].grow]
    for turn, i in enumerate([*order, *order[:grows]]):
        if over <= 0:
            break
        # A growing cell keeps a column, for the …, until nothing else is left to cut.
        keep = max(widths[i] - over, min(widths[i], 1 if turn < grows else 0))
        texts[i] = cut(texts[i], keep)
        over -= widths[i] - width_of(texts[i])
        widths[i] = width_of(texts[i])
    if over < 0:
        for i in order:
            if cells[i].grow:
                texts[i] += " " * -over
                break
    return [(text, cell.style) for text, cell in zip(texts, cells, strict=True) if text]


def set_line(line: Line, width: int) -> list[tuple[str, str]]:
    """A line as (text, group) pieces that take exactly `width` columns together."""
    if width <= 0:
        return []
    cells = list(line)

    def needed() -> int:
        """Columns that all the cells take uncut, with the gap before the right edge's."""
        right = any(cell.align == "right" for cell in cells)
        return sum(cell.width or width_of(clean(cell.text[: width * MAX_CHARACTERS])) for cell in cells) + right

    while needed() > width and (victim := next((c for c in reversed(cells) if c.optional), None)) is not None:
        cells.remove(victim)
    right = [c for c in cells if c.align == "right"]
    left = [c for c in cells if c.align != "right"]
    end: list[tuple[str, str]] = []
    room = width
    if right:
        # The right edge may take two thirds where there is something on the left to read.
        most = width if not left else max(1, width * 2 // 3)
        for cell in reversed(right):
            text = pad(clean(cell.text), cell.width, "right") if cell.width else clean(cell.text)
            text = cut(text, most)
            if text:
                end.insert(0, (text, cell.style))
                most -= width_of(text)
                room -= width_of(text)
    start = _fit_left(left, max(0, room - (1 if end else 0)))
    gap = room - sum(width_of(text) for text, _ in start)
    if gap > 0:
        start.append((" " * gap, ""))
    return start + end


def segments(pieces: Sequence[tuple[str, str]], base: Style, style_of: StyleOf) -> list[Segment]:
    """Pieces as segments, neighbours of one style joined: every change of style costs bytes on the wire."""
    out: list[Segment] = []
    for text, group in pieces:
        style = base + style_of(group) if group else base
        if out and (out[-1].style == style):
            out[-1] = Segment(out[-1].text + text, style)
        elif out and not text.strip() and _same_ground(out[-1].style, style):
            out[-1] = Segment(out[-1].text + text, out[-1].style)
        elif out and not out[-1].text.strip() and _same_ground(out[-1].style, style):
            out[-1] = Segment(out[-1].text + text, style)
        else:
            out.append(Segment(text, style))
    return out


def joined(drawn: Sequence[Segment]) -> list[Segment]:
    """The same with neighbours of one style made one; empty ones are left out."""
    out: list[Segment] = []
    for segment in drawn:
        if out and out[-1].style == segment.style:
            out[-1] = Segment(out[-1].text + segment.text, segment.style)
        elif segment.text:
            out.append(segment)
    return out


def _same_ground(one: Style | None, other: Style) -> bool:
    """Whether blanks look the same in both styles: the same background and no line through or under them."""
    if one is None or one.bgcolor != other.bgcolor:
        return False
    return not any((s.underline or s.reverse or s.strike or s.underline2 or s.overline) for s in (one, other))
