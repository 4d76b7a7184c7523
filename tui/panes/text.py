"""Text as lines of a row: wrapped, shortened, with the words that were found in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from search.model import Document, Span
from tui.widgets.cells import Cell, Line, clean, cut, width_of
from tui.widgets.wrap import wrap
from tui.wording import called, published_words, speaker


def text_lines(
    text: str, width: int, spans: Sequence[Span] = (), *, most: int = 3, style: str = "", indent: int = 0
) -> tuple[Line, ...]:
    """`text` wrapped into at most `most` lines of cells, `spans` in the style of hits; … where something is left."""
    flat = text.replace("\n", " ").replace("\t", " ")
    measure = max(8, width - indent)
    cut_text = flat[: measure * (most + 1)]
    starts, ends = wrap(cut_text, measure)
    lines: list[Line] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if number == most:
            break
        last = number == most - 1 and (len(starts) > most or len(cut_text) < len(flat))
        if last:
            end = min(end, start + measure - 1)
        cells = [Cell(" " * indent)] if indent else []
        cells += _marked(flat, start, end, spans, style)
        if last:
            cells.append(Cell("…", style))
        lines.append(tuple(cells))
    return tuple(lines)


def phrase_lines(phrase: str, width: int, place: str = "") -> tuple[Line, ...]:
    """A phrase in quotation marks on at most three lines; its page (`place`) at the right end of the first."""
    right = width_of(place) + 2 if place else 0
    first, *rest = text_lines(f"“{phrase}”", width - right, most=3) or ((),)
    return ((*first, Cell(f"  {place}", "dim", align="right")) if place else first, *rest)


def byline_within(document: Document | None, width: int, place: str = "", *, titled: bool = False) -> str:
    """The byline in at most `width` columns: who speaks is shortened, date and page (`place`) never. Empty for none.

    `titled`: the title stands beside it, so an unknown source is the file's name, or said to be unknown where the
    title is that name already.
    """
    if document is None:
        return ""
    date = published_words(document)
    who = called(document)
    if titled and not speaker(document):
        named = document.title in (document.id, PurePosixPath(document.id).name, PurePosixPath(document.id).stem)
        who = document.id if not named else "" if date else "source unknown"
    told = " · ".join(part for part in (date, place) if part)
    if not who or not told:
        return cut(clean(who or told), width)
    return cut(clean(who), max(1, width - width_of(told) - 3)) + f" · {told}"


def _marked(text: str, start: int, end: int, spans: Sequence[Span], style: str) -> list[Cell]:
    cells: list[Cell] = []
    at = start
    for span in spans:
        begin, stop = max(span.start, at), min(span.end, end)
        if begin >= stop:
            continue
        if begin > at:
            cells.append(Cell(text[at:begin], style))
        cells.append(Cell(text[begin:stop], "hit"))
        at = stop
    if at < end:
        cells.append(Cell(text[at:end], style))
    return cells


def folded(text: str, width: int) -> list[str]:
    """`text` wrapped into lines."""
    starts, ends = wrap(text, width)
    return [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
