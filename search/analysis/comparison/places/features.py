"""What two statements with a place share, and what sets them apart: the features of `models/places.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.linkage import FeatureVector, Model, PairStats, Scorer
from search.model import Mention, Span

# What happens once to one person or thing, or nearly so.
_ONCE = frozenset(("die", "born", "sink", "attack", "found", "build", "marry", "bury", "sign"))
_MAX_WORDS = 3.0
# Days that two sources may put one happening apart, and of so few that they do.
_NEAR_DAYS, _SLIP_DAYS = 31, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStatement:
    """A sentence (`span`) of a document that puts something at `place`, with what it can be known by.

    `kinds`: what happened; `clause`, `stems`: stems of its clause and sentence; `before`: of the sentence before, where
    a pronoun stands for something; `names`: words of the names beside the place; `entities`, `people`: whom it speaks
    of; `people_words`: words of the names of its people; `level`: how large the place is (`granularity`); `body`: who
    is there.
    """

    doc: str
    span: Span
    place: Mention
    kinds: frozenset[str]
    stems: frozenset[str]
    clause: frozenset[str]
    before: frozenset[str]
    names: frozenset[str]
    entities: frozenset[str]
    people: frozenset[str]
    people_words: frozenset[str]
    level: str
    body: str = ""


def pair_stats(rows: Sequence[PlaceStatement], context: ComparisonContext) -> PairStats:
    """How usual each kind of happening is among statements with a place, and the entities that each source names."""
    named = ((id_, m.entity) for id_, doc in context.docs.items() for m in doc.mentions)
    return PairStats([(row.doc, row.kinds, row.place.entity) for row in rows], named)


class PlaceScorer(Scorer[PlaceStatement]):
    """How likely two statements put one happening, or one body, somewhere."""

    def __init__(self, context: ComparisonContext, stats: PairStats, model: Model) -> None:
        super().__init__(model)
        self._context = context
        self._stats = stats

    def comparable(self, a: PlaceStatement, b: PlaceStatement) -> bool:
        """Whether two statements share a body, a happening or a word of their clauses: names alone make no thing."""
        return bool(a.body) or not (a.kinds.isdisjoint(b.kinds) and a.clause.isdisjoint(b.clause))

    def features(self, a: PlaceStatement, b: PlaceStatement) -> FeatureVector:
        """What two statements share and what sets them apart, by the names of the model's weights."""
        return {
            "one": 1.0,
            **self._words(a, b),
            **self._happenings(a, b),
            **self._people(a, b),
            **self._surroundings(a, b),
        }

    def _words(self, a: PlaceStatement, b: PlaceStatement) -> FeatureVector:
        """The words that two statements have in common, by idf."""
        idf = self._context.idf
        shared = a.clause & b.clause
        half = (a.clause & b.stems) | (b.clause & a.stems)
        wide = 0.5 * sum(map(idf, half - shared)) + 0.5 * sum(map(idf, (a.stems & b.stems) - half))
        before = (a.before & b.stems) - a.stems
        return {
            "near": min(_MAX_WORDS, sum(map(idf, shared))),
            "wide": min(_MAX_WORDS, wide),
            "before": min(_MAX_WORDS, sum(map(idf, before))),
            "names": min(_MAX_WORDS, sum(map(idf, a.names & b.names))),
        }

    def _happenings(self, a: PlaceStatement, b: PlaceStatement) -> FeatureVector:
        stats, kinds = self._stats, a.kinds & b.kinds
        return {
            "kind": max(map(stats.rarity, kinds), default=0.0),
            "only": float(any(stats.only_one(a.doc, kind) and stats.only_one(b.doc, kind) for kind in kinds)),
            "once": float(bool(kinds & _ONCE)),
            "apart": float(bool(a.kinds and b.kinds and not kinds)),
        }

    def _people(self, a: PlaceStatement, b: PlaceStatement) -> FeatureVector:
        people = [{e for e in row.entities if self._context.kind(e) == "person"} for row in (a, b)]
        person = any(map(self._context.rare, people[0] & people[1])) or not a.people_words.isdisjoint(b.people_words)
        return {
            "body": float(a.body == b.body != ""),
            "person": float(person),
            "others": float(bool(people[0] and people[1]) and not person),
        }

    def _surroundings(self, a: PlaceStatement, b: PlaceStatement) -> FeatureVector:
        """The dates of two sentences, and which source names the other's place as well."""
        days = same_days(self._days(a), self._days(b))
        known = 0
        if a.place.entity != b.place.entity:
            known = self._stats.knows(a.doc, b.place.entity) + self._stats.knows(b.doc, a.place.entity)
        return {"day": float(days > 0), "other_day": float(days < 0), "known": float(known)}

    def _days(self, row: PlaceStatement) -> list[tuple[str, str]]:
        """The first and last days of the bounded dates of a statement."""
        return [(day.start, day.end) for day in self._context.dates(row.doc, row.span) if day.start and day.end]


def same_days(one: Sequence[tuple[str, str]], two: Sequence[tuple[str, str]]) -> int:
    """1 where two sentences tell of days in common, -1 where both tell of days and have none in common, else 0.

    Days that lie close together may be of one happening: sources differ in them, too.
    """
    if not one or not two:
        return 0
    if any(a[0] <= b[1] and b[0] <= a[1] for a in one for b in two):
        return 1
    apart = min(abs((date.fromisoformat(a[0]) - date.fromisoformat(b[0])).days) for a in one for b in two)
    return 1 if apart <= _SLIP_DAYS else 0 if apart <= _NEAR_DAYS else -1
