"""What the numbers of one sentence have in common: its names, its dates, its sums, and whom the ones beside it name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.comparison.context import ComparisonContext
from search.analysis.doc import Doc
from search.analysis.quantities.tagger import Quantity
from search.model import DateValue, Span

_ANYBODY = re.compile(r"(?:he|she|they|it)\b|(?:his|her|their|its) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSentence:
    """A sentence (`span`) with its people and where they stand, other entities, places, and the words of all names.

    `neighbours` are the entities of the sentences beside it; `sums` are its exact numbers, each with where it stands.
    """

    span: Span
    people: tuple[tuple[str, int], ...]
    entities: frozenset[str]
    places: frozenset[str]
    name_words: frozenset[str]
    neighbours: frozenset[str]
    dates: tuple[DateValue, ...]
    sums: tuple[tuple[int, str], ...]


def number_sentence(doc: Doc, span: Span, read: Sequence[Quantity], context: ComparisonContext) -> NumberSentence:
    """The names, dates and sums of a sentence and of those beside it in its paragraph."""
    mentions = doc.mentions_in(span.start, span.end)
    named = {m.entity for m in mentions}
    before, after = _beside(doc, span)
    if before is not None and _ANYBODY.match(doc.text, span.start):
        named |= {m.entity for m in doc.mentions_in(before.start, before.end)}
    beside = [one for one in (before, after) if one is not None]
    neighbours = {m.entity for one in beside for m in doc.mentions_in(one.start, one.end)}
    places = frozenset(e for e in named if context.kind(e) == "place")
    return NumberSentence(
        span=span,
        people=tuple((m.entity, m.start) for m in mentions if context.kind(m.entity) == "person"),
        entities=frozenset(named) - places,
        places=places,
        name_words=frozenset(word for e in named for word in context.name_words(e)),
        neighbours=frozenset(neighbours - named),
        dates=context.dates(doc.id, span),
        sums=tuple((one.start, f"={one.unit}:{one.value:g}") for one in read if _tells(one)),
    )


def _beside(doc: Doc, span: Span) -> tuple[Span | None, Span | None]:
    """The sentences before and after one in its paragraph, None where there is none."""
    spans, n = doc.sentences, doc.sentence_number(span.start)
    before = after = None
    if n and "\n" not in doc.text[spans[n - 1].end : span.start].strip(" "):
        before = spans[n - 1]
    if n + 1 < len(spans) and "\n" not in doc.text[span.end : spans[n + 1].start]:
        after = spans[n + 1]
    return before, after


def _tells(one: Quantity) -> bool:
    """Whether a number tells one affair from another: an exact one of two or more digits that count."""
    digits = f"{one.value:g}".replace(".", "").rstrip("0")
    return bool(one.unit.startswith("money") or not one.unit) and one.value >= 100 and len(digits) >= 2
