"""From where words stand on a page to lines, columns and running heads.

Columns are found by a recursive cut along what is empty (Nagy and Seth's XY cut): a run of lines is cut at a gutter
that all of them leave free and that has prose on either side; tables leave gutters too, but their cells are no prose.
All lengths are in points (1/72 inch); y grows upwards, as in PDF.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from statistics import median
from typing import NamedTuple

HYPHEN = "\ufffe"  # where a word is parted at a line's end

_OUTER = 0.1  # of a page's height: where running heads stand
_MIN_COLUMN_LINES = 3
_MIN_COLUMN_TEXT = 14  # characters of a line, on average
_MIN_FULL = 0.55  # of a column's width: what its lines have, in the middle
_GUTTER = 0.6  # of a line's height
_SPACE = 0.15  # of a line's height: a gap wider than that parts words
CELL = 1.3  # of a line's height: a gap wider than that parts cells, where the next line has one too
_MAX_DEPTH = 12
_LABEL = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[•▪●◦‣–—·*\uf0b7\uf0a7]")  # of a list's item
_ASCENDS = re.compile(r"[A-Zbdfhklt0-9ÄÖÜÉÁÀÂÈÊ“”’\"'&!?()\[\]/ﬁﬂ]")
_DESCENDS = re.compile(r"[gjpqyQ,;()\[\]/]")


class Piece(NamedTuple):
    """Text that stands in a box: a line of a column, or a part of one."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


_left, _right = itemgetter(0), itemgetter(2)  # of a Piece


@dataclass(slots=True)
class Line:
    """Pieces at one height, from left to right. `row` tells that gaps part it into the cells of a table."""

    pieces: list[Piece]
    top: float
    bottom: float
    left: float = 0.0
    right: float = 0.0
    row: bool = False
    measured: float = 0.0

    def settle(self) -> None:
        """Sorts the pieces and measures the line."""
        if len(self.pieces) > 1:
            self.pieces.sort(key=_left)
        self.left = self.pieces[0].left
        self.right = max(map(_right, self.pieces))

    @property
    def size(self) -> float:
        """The size of its largest letters; measured when it is first asked for."""
        if not self.measured:
            self.measured = max(0.1, *map(size_of, self.pieces))
        return self.measured

    @property
    def height(self) -> float:
        """From the deepest to the highest letter, at least a point."""
        return max(1.0, self.top - self.bottom)

    @property
    def text(self) -> str:
        """The words, gaps as spaces, the gaps of a table's row as |."""
        out = ""
        end = self.pieces[0].left
        for piece in self.pieces:
            gap = piece.left - end
            if out and gap > CELL * self.height and self.row:
                out = out.rstrip() + " | "
            elif out and not out.endswith((" ", HYPHEN)) and self._is_space(gap, piece.text, out):
                out += " "
            if not _is_note_mark(piece, self, out):
                out += piece.text if out else piece.text.lstrip()
            end = max(end, piece.right)
        return " ".join(out.split())

    def _is_space(self, gap: float, text: str, before: str) -> bool:
        closes = text[0] in ",.;:)]’”»" and gap < 0.5 * self.height
        return (gap > _SPACE * self.height and not closes) or _LABEL.fullmatch(before) is not None


@dataclass(slots=True)
class Page:
    """A page's pieces and the box that holds them."""

    pieces: list[Piece]
    bottom: float
    top: float
    lines: list[Line] = field(default_factory=list)


def size_of(piece: Piece) -> float:
    """The letters' size: a box is as high as its highest letter and as deep as its deepest."""
    ascends, descends = _ASCENDS.search(piece.text), _DESCENDS.search(piece.text)
    share = 0.98 if ascends and descends else 0.77 if ascends else 0.72 if descends else 0.5
    return (piece.top - piece.bottom) / share


def _is_note_mark(piece: Piece, line: Line, before: str) -> bool:
    """Whether it is a raised small number after a word: the mark of a note, and not of a power or a measure."""
    text = piece.text.strip()
    if not (before and text.isdigit() and len(text) <= 3):
        return False
    raised = piece.bottom > line.bottom + 0.3 * line.height and piece.top - piece.bottom < 0.65 * line.height
    return raised and bool(re.search(r"(?:[^\W\d_]{3,}|[.,;:!?”’\"')\]])$", before.rstrip()))


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines from top to bottom. Pieces share one where the middle of the one is in the other and half of it too."""
    if not pieces:
        return []
    usual = median(piece.top - piece.bottom for piece in pieces)
    lines: list[Line] = []
    small: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.top - piece.bottom, piece.left)):
        if piece.top - piece.bottom < 0.65 * usual:
            small.append(piece)  # raised marks, dots, dashes: they join the lines that the others make
        elif not _join(lines[-3:], piece):
            lines.append(Line([piece], piece.top, piece.bottom))
    tops = [-line.top for line in lines]
    alone: list[Line] = []
    for piece in small:
        at = bisect(tops, -piece.top)
        if not _join(lines[max(0, at - 2) : at + 2], piece) and not _join(alone[-2:], piece):
            alone.append(Line([piece], piece.top, piece.bottom))
    for line in (*lines, *alone):
        line.settle()
    return sorted((*lines, *alone), key=lambda line: -line.top - line.bottom) if alone else lines


def _join(lines: Sequence[Line], piece: Piece) -> bool:
    """Adds a piece to the last of some lines that it stands in; whether there is one."""
    height = max(1.0, piece.top - piece.bottom)
    for line in reversed(lines):
        if not line.bottom <= (piece.top + piece.bottom) / 2 <= line.top:
            continue
        overlap = min(line.top, piece.top) - max(line.bottom, piece.bottom)
        if overlap > 0.5 * min(line.height, height):
            line.pieces.append(piece)
            if height > line.height:
                line.top, line.bottom = piece.top, piece.bottom
            return True
    return False


# ---- running heads -------------------------------------------------------------------------------------------------


def without_running_heads(pages: Sequence[Page]) -> None:
    """Takes what stands in the outer tenth of several pages, digits apart, and page numbers, from the pages' pieces."""
    found: list[list[tuple[str, Line]]] = []
    pages_with: Counter[str] = Counter()
    for page in pages:
        outer = [(_pattern(line.text), line) for line in lines_of(list(_outer(page)))]
        pages_with.update({pattern for pattern, _ in outer})
        found.append(outer)
    least = 2 if len(pages) <= 6 else 3
    for page, outer in zip(pages, found, strict=True):
        gone = {
            id(piece)
            for pattern, line in outer
            if pages_with[pattern] >= (2 if "#" in pattern else least) or _is_bare_number(pattern)
            for piece in line.pieces
        }
        page.pieces = [piece for piece in page.pieces if id(piece) not in gone]


def _outer(page: Page) -> Iterator[Piece]:
    edge = _OUTER * (page.top - page.bottom)
    return (piece for piece in page.pieces if piece.bottom > page.top - edge or piece.top < page.bottom + edge)


def _pattern(text: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]{1,6}\b", "#", " ".join(text.casefold().split()))


def _is_bare_number(pattern: str) -> bool:
    return re.fullmatch(r"[\W_]*(?:page|p\.?|seite)?\s*#(?:\s*(?:of|/|von)\s*#)?[\W_]*", pattern) is not None


# ---- columns -------------------------------------------------------------------------------------------------------


def columns_of(pieces: Sequence[Piece], depth: int = 0) -> list[list[Line]]:
    """The page's stretches of one column in reading order, each with its lines from top to bottom."""
    lines = lines_of(pieces)
    if depth >= _MAX_DEPTH or len(lines) < _MIN_COLUMN_LINES:
        return [lines] if lines else []
    stretches: list[list[Line]] = []
    single: list[Line] = []
    box = min(line.left for line in lines), max(line.right for line in lines)
    width = _GUTTER * median(line.height for line in lines)
    at = 0
    while at < len(lines):
        end, gutter = _run_with_gutter(lines, at, box, width)
        if gutter is None:
            single.append(lines[at])
            at += 1
            continue
        if single:
            stretches.append(single)
            single = []
        run = [piece for line in lines[at:end] for piece in line.pieces]
        for side in _parted(run, gutter):
            stretches.extend(columns_of(side, depth + 1))
        at = end
    if single:
        stretches.append(single)
    return stretches


def _parted(pieces: Sequence[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    left = [piece for piece in pieces if (piece.left + piece.right) / 2 < gutter]
    return left, [piece for piece in pieces if (piece.left + piece.right) / 2 >= gutter]


def _run_with_gutter(
    lines: Sequence[Line], start: int, box: tuple[float, float], width: float
) -> tuple[int, float | None]:
    """The end of the longest run of lines from `start` that a gutter parts into prose, and the gutter's middle.

    `box` is from where to where the lines go, `width` the least of a gutter's.
    """
    free = [box]
    end = start
    while end < len(lines):
        narrower = _less(free, lines[end], width)
        if not narrower:
            break
        free = narrower
        end += 1
    if end - start < _MIN_COLUMN_LINES:
        return start, None
    run = [piece for line in lines[start:end] for piece in line.pieces]
    inside = min(piece.left for piece in run), max(piece.right for piece in run)
    free = [gap for gap in free if inside[0] < gap[0] and gap[1] < inside[1]]
    for low, high in sorted(free, key=lambda gap: gap[0] - gap[1]):
        middle = (low + high) / 2
        if all(map(_is_prose, _parted(run, middle))):
            return end, middle
    return start, None


def _less(free: Sequence[tuple[float, float]], line: Line, width: float) -> list[tuple[float, float]]:
    """The free stretches without what the line covers; those narrower than `width` are none."""
    for piece in line.pieces:
        cut: list[tuple[float, float]] = []
        for low, high in free:
            if piece.right <= low or piece.left >= high:
                cut.append((low, high))
                continue
            if piece.left - low >= width:
                cut.append((low, piece.left))
            if high - piece.right >= width:
                cut.append((piece.right, high))
        free = cut
    return list(free)


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether pieces are a column: several lines, long ones, most of which fill its width."""
    lines = lines_of(pieces)
    if len(lines) < _MIN_COLUMN_LINES:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    characters = sum(len(piece.text) for line in lines for piece in line.pieces)
    return (
        characters >= _MIN_COLUMN_TEXT * len(lines)
        and median(line.right - line.left for line in lines) >= _MIN_FULL * width
    )
