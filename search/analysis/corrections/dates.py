"""Corrections of dates, applied to a document's expressions of time.

A correction is kept by its words and by where they stood. The text may have changed since: the words are looked for in
the sentence they stood in, then near their old place. Where they are gone, the correction is stale and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis.corrections.merges import OVERRULED
from search.analysis.doc import Dated
from search.model import Correction, DateValue, Span
from search.model.edtf import date_value
from search.text.folding import fold

# Words found again this many characters from their old place, in another sentence, are taken for the same.
MAX_DISTANCE = 600


@dataclass(frozen=True, slots=True)
class CorrectedDates:
    """A document's dates as the reader wants them; `states`: id → why the row changes nothing, "" where it does."""

    dated: tuple[Dated, ...]
    states: Mapping[str, str] = field(default_factory=dict)


def corrected_dates(rows: Sequence[Correction], text: str, dated: Sequence[Dated]) -> CorrectedDates:
    """Rows of the kinds redate and drop about one document, oldest first, applied to its dates, in order."""
    places = _places(rows, text)
    states = {row.id: "" if row.id in places else f"“{row.words}” is no longer in {row.docs[0]}" for row in rows}
    last: dict[tuple[int, int], Correction] = {}
    for row in rows:
        span = places.get(row.id)
        if span is None:
            continue
        before = last.get((span.start, span.end))
        if before is not None:
            states[before.id] = OVERRULED
        last[span.start, span.end] = row
    kept = list(dated)
    for (start, end), row in last.items():
        touched = [one for one in kept if one.span.start < end and start < one.span.end]
        kept = [one for one in kept if one not in touched]
        if row.kind != "drop":
            kept.append(Dated(Span(start, end), _value(row, text[start:end])))
        elif not touched:
            states[row.id] = f"“{row.words}” in {row.docs[0]} is not read as a date any more"
    return CorrectedDates(tuple(sorted(kept, key=lambda one: one.span.start)), states)


def _value(row: Correction, words: str) -> DateValue:
    why = f"dated so by you, the text says “{words}”"
    return date_value(row.to, basis="stated", words=words, rule="correction", why=why)


def _places(rows: Sequence[Correction], text: str) -> Mapping[str, Span]:
    """Row id → where its words stand now. Rows of different old places never share one."""
    folded = fold(text)
    found = [
        (distance, order, row, span)
        for order, row in enumerate(rows)
        for distance, span in _candidates(row, text, folded)
    ]
    found.sort(key=lambda each: each[:2])
    taken: dict[tuple[int, int], int] = {}
    places: dict[str, Span] = {}
    for _, _, row, span in found:
        if row.id in places:
            continue
        if taken.setdefault((span.start, span.end), row.start) == row.start:
            places[row.id] = span
    return places


def _candidates(row: Correction, text: str, folded: str) -> Iterator[tuple[int, Span]]:
    """Where a row's words may stand now, each with its distance from the old place in characters.

    The sentence says more than the place: what stands in another sentence counts as farther than all that do not.
    """
    spans = _occurrences(text, folded, row.words)
    sentences = _occurrences(text, folded, row.text) if row.text else ()
    for span in spans:
        inside = any(s.start <= span.start and span.end <= s.end for s in sentences)
        far = abs(span.start - row.start) if row.start >= 0 else span.start
        if inside or len(spans) == 1 or row.start < 0 or far <= MAX_DISTANCE:
            yield (far if inside or not sentences else far + len(text)), span


def _occurrences(text: str, folded: str, words: str) -> tuple[Span, ...]:
    """Where words stand in a text, as whole words; letter by letter, else folded."""
    exact = _find(text, words)
    return exact or (_find(folded, fold(words)) if len(folded) == len(text) else ())


def _find(text: str, words: str) -> tuple[Span, ...]:
    """All places where words stand letter by letter, no letter or digit touching them."""
    out: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if not (at and text[at - 1].isalnum() and words[0].isalnum()) and not (
            end < len(text) and text[end].isalnum() and words[-1].isalnum()
        ):
            out.append(Span(at, end))
        at = text.find(words, end)
    return tuple(out)
