"""Where the sentences of documents say that something happened, or that a body is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.analysis.comparison.context import BREAK, ComparisonContext, clause_around
from search.analysis.comparison.event_types import OPENS, antecedent, asks, kinds_in, label, people_of
from search.analysis.comparison.places.features import PlaceStatement
from search.analysis.comparison.places.granularity import levels
from search.analysis.doc import Doc
from search.analysis.lexicon import ENGLISH
from search.model import Mention, Span

_IN = re.compile(
    r"\b(?:in|at)\s+(?:the\s+)?"
    rf"(?:(?:[\w'’-]+\s+){{0,4}}{ENGLISH.pattern('comparison_places', 'settlements before of')} of\s+)?\Z"
    # "in the lobby of the Bay Hotel", "off the coast of Fife", "on the road to Hume", "a native of Leith"
    r"|\b(?:in|at|outside)\s+(?:the|a)\s+(?:[\w'’-]+\s+){1,2}of\s+(?:the\s+)?\Z"
    r"|\boff\s+(?:the\s+)?(?:coast\s+of\s+|island\s+of\s+)?(?:the\s+)?\Z"
    r"|\bon\s+the\s+(?:road|way|path|track)\s+(?:to|from)\s+\Z"
    r"|\b(?:native|son|daughter)\s+of\s+\Z",
    re.IGNORECASE,
)
_NATIVE = re.compile(r"\b(?:native|son|daughter)\s+of\s+\Z", re.IGNORECASE)
_BORN = re.compile(r"-born\b")
# "It was tipped at …": what it stands for is in the sentence before.
_PRONOUN = re.compile(r"\W*(?:\d+\W+)?(?:It|They|He|She|This|These)\b")
_BODY_IN = re.compile(r",? (?:in|at|of) \Z")
# What may stand between a happening and its place: "on May 3, 1994, in the lobby of …".
_BESIDE = re.compile(r"\s*(?:(?:at|in|on|near|outside|by)\b|\d)")
_WHERE = re.compile(r",? where\b")
_PREPOSED = re.compile(r"\b(?:in|at|near|off|from|to|of|outside|across|for)\s+(?:the\s+)?\Z", re.IGNORECASE)
_UNCERTAIN = re.compile(rf"\b{ENGLISH.pattern('comparison_places', 'uncertain')}\b")


def place_statements(context: ComparisonContext) -> list[PlaceStatement]:
    """The statements of all documents that put something somewhere, by document and place in it."""
    level = levels(context)
    return [
        row
        for doc in sorted(context.docs)
        for mention in context.docs[doc].mentions
        if (size := level.get((doc, mention.start), ""))
        for row in _statements(mention, size, context)
    ]


@dataclass(frozen=True, slots=True)
class _Locative:
    """A place that a sentence puts something at: the clause, without what it says of what happens later there."""

    doc: Doc
    place: Mention
    sentence: Span
    clause: Span
    named: list[Mention]

    def native(self) -> bool:
        """Whether somebody is said to be of the place by birth."""
        text = self.doc.text
        return bool(_NATIVE.search(text, self.clause.start, self.place.start) or _BORN.match(text, self.place.end))


def _statements(mention: Mention, size: str, context: ComparisonContext) -> Iterator[PlaceStatement]:
    """What a sentence puts at a place: what happened, and the body that it says to be there."""
    at = _locative(mention, context)
    if at is None:
        return
    doc, span, clause, text = at.doc, at.sentence, at.clause, at.doc.text
    entities, about = _entities(at, context)
    people = frozenset(e for e in entities if context.kind(e) == "person")
    names = frozenset(word for m in at.named for word in context.name_words(m.entity))
    pronoun = _PRONOUN.match(text, span.start)
    row = PlaceStatement(
        doc=doc.id,
        span=span,
        place=mention,
        kinds=frozenset({"born"}) if at.native() else _kinds(text, span, clause, mention),
        stems=context.stems(doc.id, span.start, span.end) - names,
        clause=context.stems(doc.id, clause.start, clause.end) - names,
        before=context.stems_before(doc.id, span) - names if pronoun else frozenset(),
        names=frozenset(w for m in at.named if m.entity != mention.entity for w in context.name_words(m.entity)),
        entities=entities | about,
        people=people,
        people_words=frozenset(word for e in people | about for word in context.name_words(e)),
        level=size,
    )
    yield row
    if body := next((m.entity for m in at.named if _directly(text, m, mention, context)), ""):
        yield replace(row, kinds=frozenset(), body=body)


def _locative(mention: Mention, context: ComparisonContext) -> _Locative | None:
    """The clause that says that something is or was at a place, None where none does so for certain."""
    doc = context.docs[mention.doc]
    text, n = doc.text, doc.sentence_number(mention.start)
    if n >= len(doc.sentences):
        return None
    span = doc.sentences[n]
    lead = text[max(span.start, mention.start - 80) : mention.start]
    if asks(text[span.start : span.end]) or not (_BORN.match(text, mention.end) or _IN.search(lead)):
        return None
    clause = clause_around(text, span, mention.start, mention.end)
    certain = clause
    if _WHERE.match(text, clause.end, span.end):
        # "A plant in Bray, where it was baked": what follows happened there too.
        certain = clause_around(text, span, clause.end + 7, clause.end + 7)
        clause = Span(clause.start, certain.end)
    if _UNCERTAIN.search(text, certain.start, clause.end):
        return None
    named = [m for m in doc.mentions_in(span.start, span.end) if not label(text, m)]
    return _Locative(doc, mention, span, clause, named)


def _entities(at: _Locative, context: ComparisonContext) -> tuple[frozenset[str], frozenset[str]]:
    """(those who take part in what happened at a place, the people whom the sentence is about)."""
    text, span, clause = at.doc.text, at.sentence, at.clause
    taking_part = frozenset(
        m.entity for m in at.named if context.kind(m.entity) != "place" or _takes_part(text, m, at.place, span)
    )
    if OPENS.match(text, span.start) and (meant := antecedent(context, at.doc.id, span)):
        # "He was born in Bergen and climbed with Orde": of him, and of those in the clause.
        about = frozenset(meant) | {m.entity for m in at.named if clause.start <= m.start < clause.end}
        taking_part = frozenset(e for e in taking_part if context.kind(e) != "person" or e in about)
        return taking_part, frozenset(e for e in about if context.kind(e) == "person")
    return taking_part, people_of(context, at.doc.id, span, clause)


def _kinds(text: str, sentence: Span, clause: Span, place: Mention) -> frozenset[str]:
    """What happened at a place: told in its clause, or in the one before a date or "at the inn" that stands between."""
    kinds = kinds_in(text[clause.start : place.start] + text[place.end : clause.end])
    low = clause.start
    while not kinds and low > sentence.start and text[low - 1] == "," and _BESIDE.match(text, low, place.start):
        cuts = [sentence.start, *(hit.end() for hit in BREAK.finditer(text, sentence.start, low - 1))]
        kinds = kinds_in(text[cuts[-1] : low])
        low = cuts[-1]
    return kinds


def _takes_part(text: str, one: Mention, place: Mention, span: Span) -> bool:
    """Whether a name that reads as a place is rather what something happened to: a ship, a mill."""
    lead = text[max(span.start, one.start - 12) : one.start]
    return one.entity != place.entity and _PREPOSED.search(lead) is None


def _directly(text: str, body: Mention, place: Mention, context: ComparisonContext) -> bool:
    """Whether a body stands right before "in" and a place: "the Harbour Bank in Genoa"."""
    if context.kind(body.entity) != "organization" or not 0 < place.start - body.end <= 8:
        return False
    return _BODY_IN.fullmatch(text[body.end : place.start]) is not None
