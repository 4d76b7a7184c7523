"""Prison terms: who was sentenced to how long. "Jailed for six years", "is serving 35 years", "got 30 months"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.comparison.context import Setting
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
_PRONOUN = re.compile(r"\b(?:he|she|him|her)\b")
_RELATIVE = re.compile(r", (?:who|whose|whom|which)\b")
_REACH = 90


@dataclass(frozen=True, slots=True)
class Term:
    """A prison term of `months`, written as `quantity`, given to the person `entity`."""

    entity: str
    months: float
    quantity: Quantity


def terms_in(doc: str, span: Span, found: Sequence[Quantity], setting: Setting) -> list[Term]:
    """The prison terms of a sentence whose quantities are `found`, each with whom it was given to."""
    text = setting.texts[doc]
    out = []
    for one in found:
        factor = _MONTHS.get(one.unit)
        if factor is None or one.hedged or one.value > 300:
            continue
        lead, tail = fold(text[max(span.start, one.start - _REACH) : one.start]), fold(text[one.end : one.end + 40])
        verb = _VERB.search(lead)
        behind = _BEHIND.match(tail) is not None
        before = max(0, setting.number_at(doc, span.start) - 1)
        opens = max(setting.sentences(doc)[before].start, span.start - 400)
        court = _COURT.search(fold(text[opens : min(span.end, span.start + 600)])) is not None
        if verb is None or not (_SURE.search(lead) or behind or court) or _NOT.search(lead[verb.start() :]):
            continue
        if re.search(r"\b(?:reduc|appeal court|court of appeal|commut)", fold(text[span.start : span.end][:1_000])):
            continue
        if _NOT.search(lead[max(0, verb.start() - 24) : verb.start()]):
            continue
        at = one.start - (len(lead) - verb.start())
        entity = _given_to(setting, doc, span, at, one.start)
        if entity:
            out.append(Term(entity, one.value * factor, one))
    return out


def _given_to(setting: Setting, doc: str, span: Span, verb: int, number: int) -> str:
    """The person a verb of sentencing at `verb` is said of: named behind it, before it, or by a pronoun."""
    behind = [m for m in persons_in(setting, doc, verb, number) if not is_oblique(setting, m, verb)]
    if behind:
        return behind[0].entity if len({m.entity for m in behind}) == 1 else ""
    text = setting.texts[doc]
    for pronoun in _PRONOUN.finditer(fold(text[verb:number])):
        if pronoun.group() in ("him", "her"):
            return subject_before(setting, doc, verb)
    before = [m for m in persons_in(setting, doc, span.start, verb) if not is_oblique(setting, m, span.start)]
    spoken = list(re.finditer(r"\b(?:he|she)\b", text[span.start : verb], re.IGNORECASE))
    if spoken and (not before or before[-1].end < span.start + spoken[-1].start()):
        return subject_before(setting, doc, span.start + spoken[-1].start())
    # "X, whose ship ran down Y, was jailed": the name before the clause that the last comma ends.
    clause = list(_RELATIVE.finditer(text, span.start, verb))
    if clause and before and re.search(r", (?:was|has|is|had)\b[^,]*\Z", text[span.start : verb]):
        before = [m for m in before if m.end <= clause[-1].start() + 1] or before
    return before[-1].entity if before else ""
