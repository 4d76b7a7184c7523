"""Prison terms: who was sentenced to how long. "Jailed for six years", "is serving 35 years", "got 30 months"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.pronouns import is_oblique, persons_in, subject_before
from search.analysis.lexicon import ENGLISH
from search.analysis.quantities.tagger import Quantity
from search.model import Span
from search.text.folding import fold

_MONTHS = {"measure:year": 12.0, "measure:month": 1.0}
_VERB = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'sentencing')}\b[^.;:\d]{{0,60}}\Z")
_SURE = re.compile(
    r"\b(?:sentenced to|jailed for|imprisoned for|gaoled for|(?:is|was|still|now) serving|serves"
    r"|sentence of|prison term of)\b[^.;:\d]{0,30}\Z"
)
_BEHIND = re.compile(
    r"[ -]*(?:in|of|a)? ?(?:\w+ ){0,2}?(?:prison|jail|gaol|imprisonment|custody|behind bars|suspended|sentence|term"
    r"|hard labou?r|penitentiary|probation)\b"
)
_COURT = re.compile(
    r"\b(?:judge|court|magistrate|justice|jury|tribunal|trial|appeal)s?\b|\b(?:sentenced|convicted|guilty)\b"
)
# No sentence, or one that a higher court changed.
_NOT = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'no sentence')}\b")
_OBJECT, _SUBJECT = re.compile(r"\b(?:him|her)\b"), re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_RELATIVE = re.compile(r", (?:who|whose|whom|which)\b")
_GOES_ON = re.compile(r", (?:was|has|is|had)\b[^,]*\Z")
# A term that a higher court changed.
_CHANGED = re.compile(r"\b(?:reduc|appeal court|court of appeal|commut)")
_REACH = 90
_MAX_TERM = 300  # years or months


@dataclass(frozen=True, slots=True)
class Term:
    """A prison term of `months`, written as `quantity`, given to the person `entity`."""

    entity: str
    months: float
    quantity: Quantity


def terms_in(doc: str, span: Span, found: Sequence[Quantity], context: ComparisonContext) -> list[Term]:
    """The prison terms of a sentence whose quantities are `found`, each with whom it was given to."""
    out = []
    for one in found:
        factor = _MONTHS.get(one.unit)
        if factor is None or one.hedged or one.value > _MAX_TERM:
            continue
        at = _sentenced(doc, span, one, context)
        entity = _given_to(context, doc, span, at, one.start) if at is not None else ""
        if entity:
            out.append(Term(entity, one.value * factor, one))
    return out


def _sentenced(doc: str, span: Span, one: Quantity, context: ComparisonContext) -> int | None:
    """Where the verb stands by which a time is a prison term; None for any other time, and one that was changed."""
    text = context.texts[doc]
    lead, tail = fold(text[max(span.start, one.start - _REACH) : one.start]), fold(text[one.end : one.end + 40])
    verb = _VERB.search(lead)
    if verb is None or _NOT.search(lead[verb.start() :]) or _NOT.search(lead[max(0, verb.start() - 24) : verb.start()]):
        return None
    if _CHANGED.search(fold(text[span.start : span.end][:1_000])):
        return None
    sure = _SURE.search(lead) or _BEHIND.match(tail) or _in_court(doc, span, context)
    return one.start - (len(lead) - verb.start()) if sure else None


def _in_court(doc: str, span: Span, context: ComparisonContext) -> bool:
    """Whether a sentence, or the one before it, speaks of a court."""
    annotated = context.docs[doc]
    before = max(0, annotated.sentence_number(span.start) - 1)
    opens = max(annotated.sentences[before].start, span.start - 400)
    return _COURT.search(fold(annotated.text[opens : min(span.end, span.start + 600)])) is not None


def _given_to(context: ComparisonContext, doc: str, span: Span, verb: int, number: int) -> str:
    """The person a verb of sentencing at `verb` is said of: named behind it, before it, or by a pronoun."""
    behind = [m for m in persons_in(context, doc, verb, number) if not is_oblique(context, m, verb)]
    if behind:
        return behind[0].entity if len({m.entity for m in behind}) == 1 else ""
    text = context.texts[doc]
    if _OBJECT.search(fold(text[verb:number])):
        return subject_before(context, doc, verb)
    before = [m for m in persons_in(context, doc, span.start, verb) if not is_oblique(context, m, span.start)]
    spoken = next(_SUBJECT.finditer(text, span.start, verb), None)
    if spoken and (not before or before[-1].end < spoken.start()):
        return subject_before(context, doc, spoken.start())
    # "X, whose ship ran down Y, was jailed": the name before the clause that the last comma ends.
    clause = list(_RELATIVE.finditer(text, span.start, verb))
    if clause and before and _GOES_ON.search(text[span.start : verb]):
        before = [m for m in before if m.end <= clause[-1].start() + 1] or before
    return before[-1].entity if before else ""
