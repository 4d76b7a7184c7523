"""What one source alone states: dated facts, and after them exact numbers and words of a named speaker without a date.

A short list a document, the most telling first; the rest of a text is read in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from search.analysis.comparison.attribution import Speakers, addressed
from search.analysis.comparison.context import ComparisonContext
from search.analysis.copies.duplicates import Copies
from search.analysis.doc import Doc
from search.analysis.quantities.tagger import quantities_in
from search.model import Entity, Event, Only, QuotationSpan, Span, Statement
from search.model.edtf import span_days

# The pane shows what a source alone states as a short list, of which so many are numbers and so many quoted words.
_MAX_STATEMENTS, _MAX_NUMBERS, _MAX_QUOTED = 12, 3, 3
# What more statements than this count or sum up tells no document from another.
_MAX_SAME = 40
# Two quotations that share this much of the shorter one's telling words may be one in two translations.
_SAME_WORDS = 0.5
# A number in figures, of two digits or more.
_FIGURE = re.compile(r"(?<![\w.,/-])\d[\d,.]*\d(?![\w/-])")
# A longer sentence is a list or a table, and states nothing.
_LONGEST = 600
# Quoted words that say something: so many telling words.
_MIN_QUOTED = 3


def unique_statements(
    events: Sequence[Event],
    entities: Sequence[Entity],
    docs: Mapping[str, Doc],
    copies: Copies | None = None,
) -> tuple[Only, ...]:
    """What one document alone states: dated facts of at most a year that share a cluster with no other document.

    The most telling first: those with a known happening, then those with more people and bodies, then the more precise.
    Then exact numbers that no other document gives for the like, and what a named speaker is quoted with in it alone.
    What stands word for word in another document too (`copies`) is not of one alone. Nothing for a single document,
    which has nobody to be silent.
    """
    if len(docs) < 2:
        return ()
    quotations = [one for doc in docs.values() for one in doc.quotations]
    context = ComparisonContext(entities, docs, events)
    speakers = Speakers(context, quotations, ())
    dated = _dated(events, docs, copies)
    dates = {_statement(event): event.date_start for event in reversed(events)}
    numbers, quoted = _numbers(context), _quoted(quotations, context)
    out = []
    for doc in sorted(docs):
        first = list(dict.fromkeys(dated.get(doc, ())))
        taken = {s.start_char for s in first}
        more: list[Statement] = []
        for rows, most in ((numbers.get(doc, ()), _MAX_NUMBERS), (quoted.get(doc, ()), _MAX_QUOTED)):
            free = [s for s in dict.fromkeys(rows) if s.start_char not in taken and not _elsewhere(s, copies)][:most]
            taken |= {s.start_char for s in free}
            more += free
        told = (*first[: _MAX_STATEMENTS - len(more)], *more)
        if told:
            out.append(speakers.alone(Only(doc, told), dates))
    return tuple(out)


def _statement(event: Event) -> Statement:
    return Statement(event.doc, event.text, event.start_char, event.end_char)


def _elsewhere(statement: Statement, copies: Copies | None) -> bool:
    return copies is not None and copies.elsewhere(statement.doc, statement.start_char)


def _dated(events: Sequence[Event], docs: Mapping[str, Doc], copies: Copies | None) -> dict[str, list[Statement]]:
    """The dated facts that one document alone tells, the most telling first, by document."""
    voices: dict[str, set[str]] = defaultdict(set)
    for event in events:
        voices[event.cluster].add(event.doc)
    ranked: dict[str, list[tuple[tuple[int, int, int, int], Statement]]] = defaultdict(list)
    for event in events:
        if event.doc not in docs or len(voices[event.cluster]) > 1 or event.modality != "fact":
            continue
        if event.date.start is None or event.date.end is None or span_days(event.date) > 366:
            continue
        told = _statement(event)
        if not _elsewhere(told, copies):
            rank = (not event.trigger, -min(len(event.entities), 5), span_days(event.date), event.start_char)
            ranked[event.doc].append((rank, told))
    return {doc: [row for _, row in sorted(rows, key=lambda pair: pair[0])] for doc, rows in ranked.items()}


def _numbers(context: ComparisonContext) -> dict[str, list[Statement]]:
    """Exact numbers in figures of undated sentences that stand in no other document, by document."""
    docs: dict[str, str | None] = {}
    for doc, text in context.texts.items():
        for number in {hit.group().replace(",", "") for hit in _FIGURE.finditer(text)}:
            docs[number] = doc if number not in docs else None
    ranked: dict[str, list[tuple[tuple[int, int, int], Statement]]] = defaultdict(list)
    for doc, text in context.texts.items():
        looked_at: set[int] = set()
        for hit in _FIGURE.finditer(text):
            if docs[hit.group().replace(",", "")] is None:
                continue
            span = context.docs[doc].sentence_at(hit.start())
            if span.start in looked_at or span.end - span.start > _LONGEST or context.dates(doc, span):
                continue
            looked_at.add(span.start)
            who = {
                m.entity
                for m in context.docs[doc].mentions_in(span.start, span.end)
                if context.kind(m.entity) != "place"
            }
            if who and (rank := _counted(text, span, hit.start())) is not None:
                place = (rank, -min(len(who), 5), span.start)
                ranked[doc].append((place, context.docs[doc].statement(span)))
    return {doc: [row for _, row in sorted(rows, key=lambda pair: pair[0])] for doc, rows in ranked.items()}


def _counted(text: str, sentence: Span, at: int) -> int | None:
    """0 for an exact number at a character that has a unit, 1 for one that counts something, None for any other."""
    for one in quantities_in(text, sentence.start, sentence.end):
        if one.start <= at < one.end and not one.hedged and (one.unit or one.counted) and one.unit != "age":
            return 0 if one.unit else 1
    return None


def _quoted(quotations: Sequence[QuotationSpan], context: ComparisonContext) -> dict[str, list[Statement]]:
    """The sentences with words of a named speaker that no other document quotes, the longest first, by document."""
    by_speaker: dict[str, list[tuple[QuotationSpan, frozenset[str]]]] = defaultdict(list)
    for one in quotations:
        if not one.speaker or one.doc not in context.texts or addressed(one, context):
            continue
        if len(by_speaker[one.speaker]) <= _MAX_SAME:
            by_speaker[one.speaker].append((one, context.stems(one.doc, one.span.start, one.span.end)))
    out: dict[str, list[tuple[int, int, Statement]]] = defaultdict(list)
    for speaker, rows in by_speaker.items():
        if len(rows) > _MAX_SAME:
            continue
        for one, stems in rows:
            others = [other for placed, other in rows if placed.doc != one.doc]
            if len(stems) < _MIN_QUOTED or any(_alike(stems, other) for other in others):
                continue
            said = replace(
                context.docs[one.doc].statement(context.docs[one.doc].sentence_at(one.span.start)),
                speaker=context.name(speaker),
            )
            out[one.doc].append((-len(stems), one.around.start, said))
    return {doc: [row for *_, row in sorted(rows, key=lambda r: r[:2])] for doc, rows in out.items()}


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    return len(one & two) > _SAME_WORDS * min(len(one), len(two)) - 1e-9 if one and two else False
