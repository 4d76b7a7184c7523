"""Pages that are pictures: drawn for a recogniser, and its words as pieces of the page.

From there on they are read as other pages are: columns, running heads, paragraphs and parted words (see `layout` and
`paragraphs`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import fmean, median
from typing import Any, NamedTuple

from search.corpus.readers.pdf.layout import CELL, HYPHEN, Page, Piece
from search.corpus.readers.recognition import MAX_PICTURES, MAX_PIXELS, Lack, Picture, recogniser
from search.text.sanitise import sanitise_line

RESOLUTION = 300  # dots an inch: what tesseract's models were trained on; less loses small print
MAX_LETTERS = 80  # of a page that is a picture all the same: a stamp, a page number
_MIN_COVER = 0.5  # of the page's area, that such a page's picture has
_MIN_SURE = 30.0  # per cent: lines below it are what dust, stamps and photographs look like
UNSURE = 75.0  # per cent: pages below it are told of
_MIN_SLOPE = 0.002
_MIN_WORDS = 4  # of a line that tells how a page lies
_MAX_WORDS = 20_000  # of a page
# A word: page, block, paragraph and line; number, place and size in dots; how sure; text.
_WORD = re.compile(
    r"5\t(\d{1,5}\t\d{1,5}\t\d{1,5}\t\d{1,5})\t\d+" + r"\t(\d{1,5})" * 4 + r"\t(\d{1,3}(?:\.\d+)?)\t(.+)"
)
_PARTED = re.compile(r"[^\W\d_][-‐¬]$")


@dataclass(slots=True)
class Recognised:
    """What became of the pages that are pictures, each by its number from 0.

    `by` is the program. `pages` are those with words, `sure` how sure they are, in per cent; `failed` came to nothing,
    `left` are beyond the bound. `lack` says why there is none of it.
    """

    by: str = ""
    pages: dict[int, Page] = field(default_factory=dict)
    sure: dict[int, float] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    lack: Lack | None = None


class _Word(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    text: str
    sure: float
    line: tuple[str, ...]


def is_scan(page: Any, pieces: Sequence[Piece]) -> bool:
    """Whether a page is a picture, with a stamp or a page number as its only text."""
    import pypdfium2.raw

    if sum(len(piece.text) for piece in pieces) > MAX_LETTERS:
        return False
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    if not pieces:
        return any(True for _ in pictures)
    width, height = page.get_size()
    boxes = (picture.get_bounds() for picture in pictures)
    return any((box[2] - box[0]) * (box[3] - box[1]) >= _MIN_COVER * width * height for box in boxes)


def recognised(document: Any, numbers: Sequence[int], languages: str, postpone: bool) -> Recognised:
    """The words on some pages of a document. Raises Postponed (see `recogniser`)."""
    if not numbers:
        return Recognised()
    reader = recogniser(languages, postpone)
    if isinstance(reader, Lack):
        return Recognised(lack=reader)
    found = Recognised(reader.name, left=list(numbers[MAX_PICTURES:]))
    drawn: list[tuple[int, int, float]] = []
    tables = reader.words(_pictures(document, numbers[:MAX_PICTURES], drawn, found.failed))
    for (number, resolution, height), table in zip(drawn, tables, strict=True):
        height = _height(table) * 72 / resolution or height
        words = _words(table, 72 / resolution, height)
        if words:
            found.sure[number] = fmean(word.sure for word in words)
            found.pages[number] = Page(list(_pieces(words)), 0.0, height)
        else:
            found.failed.append(number)
    return found


def _pictures(
    document: Any, numbers: Sequence[int], drawn: list[tuple[int, int, float]], failed: list[int]
) -> Iterator[Picture]:
    """The pages drawn; `drawn` gets number, dots an inch and height in points of each, `failed` the others."""
    import pypdfium2

    for number in numbers:
        try:
            page = document[number]
            width, height = page.get_size()
            scale = min(RESOLUTION / 72, math.sqrt(0.99 * MAX_PIXELS / max(1.0, width * height)))
            bitmap = page.render(scale=scale, grayscale=True)
            rows = memoryview(bitmap.buffer).cast("B")
            pixels = b"".join(
                rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)
            )
            picture = Picture(bitmap.width, bitmap.height, max(1, round(72 * scale)), pixels)
            bitmap.close()
            page.close()
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError):
            failed.append(number)
            continue
        drawn.append((number, picture.resolution, height))
        yield picture


def _words(table: str, scale: float, height: float) -> list[_Word]:
    """The words of tesseract's table, in points and with y upwards, on a page that lies straight."""
    words: list[_Word] = []
    for row in table.split("\n")[1 : 4 * _MAX_WORDS]:
        match = _WORD.fullmatch(row)
        if match is None or not (text := sanitise_line(match[7]).strip()):
            continue
        left, top, wide, high = (int(match[number]) * scale for number in range(2, 6))
        words.append(
            _Word(left, height - top - high, left + wide, height - top, text, float(match[6]), tuple(match[1].split()))
        )
    lines = [list(line) for _, line in groupby(words[:_MAX_WORDS], key=lambda word: word.line)]
    lines = [line for line in lines if fmean(word.sure for word in line) >= _MIN_SURE]
    slope = _slope(lines)
    return [
        word._replace(bottom=word.bottom - rise, top=word.top - rise)
        for line in lines
        for word in line
        for rise in (slope * (word.left + word.right) / 2,)
    ]


def _height(table: str) -> int:
    """The height of the picture in dots, as it was recognised: it may have been turned; 0 where none is told."""
    cells = next((row.split("\t") for row in table.split("\n", 2)[1:2]), [])
    return int(cells[9]) if len(cells) == 12 and cells[0] == "1" and re.fullmatch(r"\d{1,5}", cells[9]) else 0


def _slope(lines: Sequence[Sequence[_Word]]) -> float:
    """How much the lines rise, a point along: the middle one of all; 0 for a page that lies straight."""
    slopes = [
        (line[-1].top + line[-1].bottom - line[0].top - line[0].bottom)
        / (line[-1].left + line[-1].right - line[0].left - line[0].right)
        for line in lines
        if len(line) >= _MIN_WORDS and line[-1].left > line[0].right
    ]
    found = median(slopes) if slopes else 0.0
    return found if _MIN_SLOPE < abs(found) < 0.2 else 0.0


def _pieces(words: Sequence[_Word]) -> Iterator[Piece]:
    """The lines, wide gaps parting them; a hyphen at a line's end is marked as what parts a word."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        runs: list[list[_Word]] = []
        for word in line:
            gap = word.left - runs[-1][-1].right if runs else 0.0
            if runs and gap <= CELL * max(1.0, word.top - word.bottom):
                runs[-1].append(word)
            else:
                runs.append([word])
        for run in runs:
            text = " ".join(word.text for word in run)
            if run is runs[-1] and after is not None and after[0].line[:2] == line[0].line[:2] and _PARTED.search(text):
                text = text[:-1] + HYPHEN
            bottom, top = min(word.bottom for word in run), max(word.top for word in run)
            yield Piece(run[0].left, bottom, max(word.right for word in run), top, text)


def named(numbers: Sequence[int] | Mapping[int, object]) -> str:
    """Pages as people count them: "page 3", "pages 1–14, 16"."""
    ordered = sorted(numbers)
    runs: list[list[int]] = []
    for number in ordered:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0] + 1}–{run[-1] + 1}" if len(run) > 1 else f"{run[0] + 1}" for run in runs[:12])
    return f"page{'s' * (len(ordered) != 1)} {shown}{' …' * (len(runs) > 12)}"
