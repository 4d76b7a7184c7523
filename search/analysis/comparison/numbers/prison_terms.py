"""Prison terms: who was sentenced to how long. "Jailed for six years", "is serving 35 years", "got 30 months"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.pronouns import is_oblique, persons_in, subject_before
from search.analysis.quantities.tagger import Quantity
from search.model import Span
from search.text.folding import fold

_MONTHS = {"measure:year": 12.0, "measure:month": 1.0}
_VERB = re.compile(
    r"\b(?:sentenced|jailed|imprisoned|condemned|gaoled|sent (?:down|to (?:prison|jail|gaol))|given|got|gets|received"
    r"|handed|serving|serves|sentence of|term of|gave)\b[^.;:\d]{0,60}\Z"
)
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
_NOT = re.compile(
    r"\b(?:reduc\w+|cut|lengthen\w*|rais\w+|increas\w+|upheld|overturn\w*|quash\w*|commut\w*|ask(?:s|ed|ing) for"
    r"|demand\w*|sought|seek\w*|fac(?:e|es|ed|ing)|could|may|might|would|up to|maximum|minimum|at least|served"
    r"|having|spent|after|carries|punishable|request\w*|calls? for|called for|each|recommend\w*|from)\b"
)
_PRONOUN = re.compile(r"\b(?:he|she|him|her)\b")
_RELATIVE = re.compile(r", (?:who|whose|whom|which)\b")
_REACH = 90


@dataclass(frozen=True, slots=True)
class Term:
    """A prison term of `months`, written as `quantity`, given to the person `entity`."""

    entity: str
    months: float
    quantity: Quantity


def terms_in(doc: str, span: Span, found: Sequence[Quantity], context: ComparisonContext) -> list[Term]:
    """The prison terms of a sentence whose quantities are `found`, each with whom it was given to."""
    text = context.texts[doc]
    out = []
    for one in found:
        factor = _MONTHS.get(one.unit)
        if factor is None or one.hedged or one.value > 300:
            continue
        lead, tail = fold(text[max(span.start, one.start - _REACH) : one.start]), fold(text[one.end : one.end + 40])
        verb = _VERB.search(lead)
        behind = _BEHIND.match(tail) is not None
        before = max(0, context.docs[doc].sentence_number(span.start) - 1)
        opens = max(context.docs[doc].sentences[before].start, span.start - 400)
        court = _COURT.search(fold(text[opens : min(span.end, span.start + 600)])) is not None
        if verb is None or not (_SURE.search(lead) or behind or court) or _NOT.search(lead[verb.start() :]):
            continue
        if re.search(r"\b(?:reduc|appeal court|court of appeal|commut)", fold(text[span.start : span.end][:1_000])):
            continue
        if _NOT.search(lead[max(0, verb.start() - 24) : verb.start()]):
            continue
        at = one.start - (len(lead) - verb.start())
        entity = _given_to(context, doc, span, at, one.start)
        if entity:
            out.append(Term(entity, one.value * factor, one))
    return out


def _given_to(context: ComparisonContext, doc: str, span: Span, verb: int, number: int) -> str:
    """The person a verb of sentencing at `verb` is said of: named behind it, before it, or by a pronoun."""
    behind = [m for m in persons_in(context, doc, verb, number) if not is_oblique(context, m, verb)]
    if behind:
        return behind[0].entity if len({m.entity for m in behind}) == 1 else ""
    text = context.texts[doc]
    for pronoun in _PRONOUN.finditer(fold(text[verb:number])):
        if pronoun.group() in ("him", "her"):
            return subject_before(context, doc, verb)
    before = [m for m in persons_in(context, doc, span.start, verb) if not is_oblique(context, m, span.start)]
    spoken = list(re.finditer(r"\b(?:he|she)\b", text[span.start : verb], re.IGNORECASE))
    if spoken and (not before or before[-1].end < span.start + spoken[-1].start()):
        return subject_before(context, doc, span.start + spoken[-1].start())
    # "X, whose ship ran down Y, was jailed": the name before the clause that the last comma ends.
    clause = list(_RELATIVE.finditer(text, span.start, verb))
    if clause and before and re.search(r", (?:was|has|is|had)\b[^,]*\Z", text[span.start : verb]):
        before = [m for m in before if m.end <= clause[-1].start() + 1] or before
    return before[-1].entity if before else ""
