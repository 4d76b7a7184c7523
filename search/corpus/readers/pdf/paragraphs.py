"""From the lines of a page to paragraphs, headings, items and rows; the notes at the foot of its columns apart."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from search.corpus.readers.pdf.layout import CELL, HYPHEN, Line, Page, columns_of, size_of

_PITCH = 1.25  # of the usual distance of lines: more begins a paragraph
_SIZE = 1.15  # a change of the letters' size beyond it begins a paragraph
_SMALL = 0.92  # of the usual size: notes at the foot of a page
_ENDS = re.compile(r"[.!?:;…][”\"’'»)\]]*$")
_BULLET = re.compile(r"[•▪●◦‣–—·*\uf0b7\uf0a7-](?:\s|$)")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§a-z])[.)]?\s")
# What follows a word that goes on over the page stays on that page with it: signs, and the blank after them.
_PARTED = re.compile(r"(\w+)\ufffe(?:(\s*\f)(\w*)([^\w\s\ufffe\f]* ?)|(\w*))")


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or row as it stands on one page."""

    text: str
    size: float
    kind: str = "paragraph"  # "row" and "item" too


def usual_size(pages: Sequence[Page]) -> float:
    """The size of most letters of a document."""
    counts: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            counts[round(size_of(piece))] += len(piece.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def blocks_of(page: Page, body: float) -> tuple[list[Block], list[Block]]:
    """The blocks of a page in reading order, and the notes at the foot of its columns; `body` is the usual size."""
    blocks: list[Block] = []
    notes: list[Block] = []
    for lines in columns_of(page.pieces):
        foot = _foot(lines, body)
        here = list(_paragraphs(lines[:foot]))
        if blocks and here and goes_on(blocks[-1], here[0]):
            blocks[-1].text = joined(blocks[-1].text, here.pop(0).text)
        blocks.extend(here)
        notes.extend(_paragraphs(lines[foot:]))
    return blocks, notes


def _foot(lines: Sequence[Line], body: float) -> int:
    """Where the notes of a column begin: small lines at its end, the first of them marked."""
    at = len(lines)
    while at > 0 and lines[at - 1].size < _SMALL * body:
        at -= 1
    while at < len(lines) and not _NOTE.match(lines[at].text):
        at += 1
    return at if at else len(lines)  # a whole column of small letters is no note


def goes_on(before: Block, after: Block) -> bool:
    """Whether a paragraph at the end of a column or page goes on in the next one."""
    if before.kind == "row" or after.kind != "paragraph" or abs(before.size - after.size) > 0.15 * before.size:
        return False
    if before.text.endswith(HYPHEN):
        return True
    return not _ENDS.search(before.text) and after.text[:1].islower()


def joined(before: str, after: str, between: str = " ") -> str:
    """Two lines as one; a hyphen that is the word's own stays."""
    if before.endswith(HYPHEN) or (before.endswith("-") and before[-2:-1].isalpha()):
        return before + between.strip(" ") + after
    return before + between + after


def _paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """The lines of a column joined into paragraphs."""
    if not lines:
        return
    _mark_rows(lines)
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    pitches = [upper.top - lower.top for upper, lower in itertools.pairwise(lines)]
    # Distances grow with the letters: a title's lines are farther apart.
    usual = max(1.0, median(line.size for line in lines))
    pitch = max(0.9, median(pitches) / usual) if pitches else 0.9
    block = Block("", 0.0)
    before: Line | None = None
    for line in lines:
        text = line.text
        if not text:
            continue
        if before is None or _starts(before, line, text, block.text, (left, right), pitch):
            if block.text:
                yield block
            kind = "row" if line.row else "item" if _BULLET.match(text) or _NUMBERED.match(text) else "paragraph"
            block = Block(text, line.size, kind)
        else:
            block.text = joined(block.text, text)
        before = line
    if block.text:
        yield block


def _mark_rows(lines: Sequence[Line]) -> None:
    """Lines with wide gaps, two or more under each other, are rows of a table."""
    gaps = [_has_cells(line) for line in lines]
    for at, line in enumerate(lines):
        line.row = gaps[at] and any(gaps[max(0, at - 1) : at] + gaps[at + 1 : at + 2])


def _has_cells(line: Line) -> bool:
    end = line.pieces[0].right
    for piece in line.pieces[1:]:
        if piece.left - end > CELL * line.height:
            return not _BULLET.match(line.pieces[0].text)
        end = max(end, piece.right)
    return False


def _starts(before: Line, line: Line, text: str, block: str, edges: tuple[float, float], pitch: float) -> bool:
    """Whether a paragraph begins with a line, after another line of the column."""
    left, right = edges
    em = max(min(line.size, before.size), 1.0)
    if line.row or before.row or _BULLET.match(text):
        return True
    if before.top - line.top > _PITCH * pitch * em:
        return True
    # Some fonts have boxes of one height whatever the letters: then sizes are told by the boxes alone.
    changed = _differs(line.size / max(before.size, 1.0), _SIZE) and _differs(line.height / before.height, 1.08)
    if len(text) > 3 and changed:
        return True
    ended = _ENDS.search(block) is not None
    if _NUMBERED.match(text) and (ended or _NUMBERED.match(block)):
        return True
    indented = 0.8 * em < line.left - before.left < 6 * em and abs(before.left - left) < 0.5 * em
    hanging = any(abs(line.left - piece.left) < 0.3 * em for piece in before.pieces[1:])
    if indented and not hanging and not _BULLET.match(block) and not _NUMBERED.match(block):
        return True
    short = before.right < right - 0.2 * (right - left)
    return short and ended and not text[:1].islower()


def _differs(ratio: float, most: float) -> bool:
    return not 1 / most < ratio < most


def unparted(text: str) -> str:
    """Words parted at line ends whole again: without the hyphen, unless the text has the word with one elsewhere."""
    if HYPHEN not in text:
        return text
    known = {word.casefold() for word in re.findall(r"\w+(?:-\w+)+", text)}

    def whole(match: re.Match[str]) -> str:
        before, feed, after = match[1], (match[2] or "").strip(" "), match[3] or match[5] or ""
        own = f"{before}-{after}".casefold() in known or before[-1].isdigit() or after[:1].isupper()
        return f"{before}{'-' if own or not after else ''}{after}{match[4] or ''}{feed}"

    return _PARTED.sub(whole, text).replace(HYPHEN, "-")
