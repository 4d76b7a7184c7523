"""Quotations as utterances to compare: their words, who speaks or may speak, and what is told around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.analysis.comparison.attribution import addressed
from search.analysis.comparison.context import ComparisonContext, stems_of
from search.analysis.comparison.quotations.tokens import Row, row_of, telling
from search.analysis.comparison.roles import RoleBearers
from search.analysis.lexicon import ENGLISH
from search.analysis.quotations.marks import quoted
from search.model import QuotationSpan, Span

_MAX_LEN = 700  # characters: longer ones are turns of a talk, of which no two are one
_MIN_WORDS = 3  # words of a quotation that is compared
_MAX_LEN_BETWEEN = 120  # characters between two quotations of one utterance ("…," he said. "…")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quotation with its telling words (stems), all its words, and the name of its speaker.

    `text` is the quotation as printed; of several parts ("…," he said. "…") they stand in `text` with "…" between.
    `perhaps` are the people named near words of nobody known, or meant by "the director"; `around` are the stems of
    what is told around the words.
    """

    placed: QuotationSpan
    text: str
    told: frozenset[str]
    row: Row
    speaker: str
    perhaps: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    @property
    def who(self) -> frozenset[str]:
        """Who speaks, or may speak."""
        return frozenset((self.placed.speaker,)) if self.placed.speaker else self.perhaps


def utterances(quotations: Sequence[QuotationSpan], context: ComparisonContext) -> list[Utterance]:
    """The utterances of quotations, by document and place; those of fewer words than tell anything are left out."""
    roles = RoleBearers(context)
    return [one for run in _runs(quotations, context) for one in _utterances(run, context, roles)]


def _runs(quotations: Sequence[QuotationSpan], context: ComparisonContext) -> list[list[QuotationSpan]]:
    """Quotations by document and place; what one speaker says with nothing but "he said" between is one run."""
    runs: list[list[QuotationSpan]] = []
    for one in sorted(quotations, key=lambda q: (q.doc, q.span.start, q.span.end)):
        if runs and _goes_on(runs[-1], one, context.texts[one.doc]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _goes_on(run: Sequence[QuotationSpan], one: QuotationSpan, text: str) -> bool:
    """Whether a quotation goes on with those before: “Rain is rain,” he said. “It asks nobody.”"""
    last = run[-1]
    if last.doc != one.doc or one.span.end - run[0].span.start > _MAX_LEN:
        return False
    between = text[last.span.end : one.span.start]
    same = last.speaker == one.speaker and last.cue == one.cue and bool(one.cue)
    ended = text[last.span.end - 1 : last.span.end] in tuple(",.!?…—–") or between[1:2] in (",", ".", ";")
    return (
        same
        and ended
        and 0 < len(between) <= _MAX_LEN_BETWEEN
        and "\n" not in between
        and one.span.start >= last.span.end
    )


def _utterances(run: Sequence[QuotationSpan], context: ComparisonContext, roles: RoleBearers) -> list[Utterance]:
    """A quotation as what is compared: itself, or of a turn in a transcript the words quoted within it."""
    placed, whole = run[0], context.texts[run[0].doc]
    if len(run) > 1:
        parts = [whole[q.span.start : q.span.end] for q in run]
        around = Span(min(q.around.start for q in run), max(q.around.end for q in run))
        joined = replace(placed, span=Span(placed.span.start, run[-1].span.end), around=around)
        one = _utterance(joined, parts, context, roles)
        return [one] if one else []
    text = whole[placed.span.start : placed.span.end]
    inner = quoted(text) if len(text) > _MAX_LEN or not placed.cue else ()
    if inner:
        shift = placed.span.start
        rows = [
            replace(placed, span=Span(shift + q.start, shift + q.end), speaker=None)
            for q in inner
        ]  # fmt: skip
        return [u for row in rows if (u := _utterance(row, [whole[row.span.start : row.span.end]], context, roles))]
    one = _utterance(placed, [text], context, roles) if len(text) <= _MAX_LEN else None
    return [one] if one else []


def _utterance(
    placed: QuotationSpan, parts: Sequence[str], context: ComparisonContext, roles: RoleBearers
) -> Utterance | None:
    row = row_of(parts)
    if len(row.words) < _MIN_WORDS:
        return None
    spoken_to = frozenset[str]()
    if placed.speaker and addressed(placed, context):
        placed, spoken_to = replace(placed, speaker=None), frozenset((str(placed.speaker),))
    text = " … ".join(part.rstrip(" ,;") if k + 1 < len(parts) else part for k, part in enumerate(parts))
    lead, tail = _surroundings(placed, parts, context)
    if not placed.speaker and (meant := roles.meant(placed.doc, tail)):
        placed = replace(placed, speaker=meant)
    speaker = context.name(placed.speaker) if placed.speaker else ""
    perhaps = frozenset[str]() if speaker else _named(placed, parts, context) - spoken_to
    told = stems_of(f"{lead} {tail}") - _SAYING - roles.stems
    named = context.docs[placed.doc].mentions_in(placed.around.start - len(lead), placed.around.end)
    names = frozenset[str]().union(*(stems_of(m.text) for m in named))
    return Utterance(placed, text, telling(text), row, speaker, perhaps, told - names)


def _surroundings(placed: QuotationSpan, parts: Sequence[str], context: ComparisonContext) -> tuple[str, str]:
    """(the two sentences before those of a quotation, in its paragraph; its sentences without the quoted words)."""
    doc, text, around = placed.doc, context.texts[placed.doc], placed.around
    spans, n = context.docs[doc].sentences, context.docs[doc].sentence_number(around.start)
    line = text.rfind("\n", 0, around.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    tail = text[around.start : around.end]
    for part in parts:
        tail = tail.replace(part, " ")
    return text[min(low, around.start) : around.start], tail


_SAYING = stems_of(" ".join(ENGLISH.entries("comparison_quotations", "saying")))


_HE = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")


def _named(placed: QuotationSpan, parts: Sequence[str], context: ComparisonContext) -> frozenset[str]:
    """Who may have spoken words of nobody known: the people named in the sentence and the two before it."""
    doc, text = placed.doc, context.texts[placed.doc]
    spans, n = context.docs[doc].sentences, context.docs[doc].sentence_number(placed.span.start)
    line = text.rfind("\n", 0, placed.span.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    found = _people_in(context, doc, low, placed.span.start)
    around = text[placed.around.start : placed.around.end]
    for part in parts:
        around = around.replace(part, " ")
    if found or not spans or line <= spans[0].start or not _HE.search(around):
        return found
    # Nobody is named in the paragraph so far: its "he" is of the one before.
    k = context.docs[doc].sentence_number(line - 1)
    return _people_in(context, doc, spans[max(0, k - 1)].start, line)


def _people_in(context: ComparisonContext, doc: str, start: int, end: int) -> frozenset[str]:
    return frozenset(m.entity for m in context.docs[doc].mentions_in(start, end) if context.kind(m.entity) == "person")
