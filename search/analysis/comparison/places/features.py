"""How likely two statements put one happening, or one body, somewhere: what they share and what sets them apart.

The weights are those of a logistic regression, as in `datelikeness`: over all pairs of statements with a place of the
stories' documents, of which those are positive that the references plant as conflicts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from search.analysis.comparison.context import ComparisonContext
from search.model import DateValue, Mention, Span

# What two statements share, and what sets them apart: how much each adds to the logarithm of the odds.
WEIGHTS: Mapping[str, float] = {
    "one": -3.1,  # any two statements
    "near": 1.0,  # words of both clauses, by rarity, up to three
    "wide": 0.1,  # other words of both sentences
    "before": 0.6,  # words of the sentence before, where "it" or "they" stand for something
    "names": 1.5,  # words of names beside the places
    "kind": 1.5,  # one kind of happening, by its rarity
    "only": 1.4,  # which both sources put in one place
    "once": 0.4,  # that happens once
    "apart": -0.5,  # kinds, and none in common
    "body": 0.1,  # a body that both say to be there
    "person": 1.6,
    "others": -1.3,  # people in both, none in common
    "day": 1.2,  # dates in common, or nearly
    "other day": -1.4,
    "known": -0.6,  # each source that names the other's place too
}
# What a pair must reach. At 0, on each story with weights fitted to all others, 14 of 15 shown are right and 14 of 21
# are found; on three stories that nobody had read the only pair shown was a wrong one, at 0.23, hence a little more.
ENOUGH = 0.4
# What happens once to one person or thing, or nearly so.
_ONCE = frozenset(("die", "born", "sink", "attack", "found", "build", "marry", "bury", "sign"))
_MOST = 3.0
# Odds that nothing can make good.
_NEVER = -99.0
# Days that two sources may put one happening apart, and of so few that they do.
_NEAR_DAYS, _SLIP_DAYS = 31, 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence (`span`) of a document that puts something at `place`, with what it can be known by.

    `kinds`: what happened; `near`, `stems`: stems of its clause and sentence; `before`: of the sentence before, where a
    pronoun stands for something; `names`: words of the names beside the place; `who`, `people`: entities it speaks of;
    `called`: words of the names of its people; `level`: how large the place is (`placelevels`); `body`: who is there.
    """

    doc: str
    span: Span
    place: Mention
    kinds: frozenset[str]
    stems: frozenset[str]
    near: frozenset[str]
    before: frozenset[str]
    names: frozenset[str]
    who: frozenset[str]
    people: frozenset[str]
    called: frozenset[str]
    level: str
    body: str = ""


class Among:
    """The statements that two are compared among: how usual a kind of happening is, and what each source puts where."""

    def __init__(self, told: Sequence[Placed], context: ComparisonContext) -> None:
        self._count = Counter(kind for one in told for kind in one.kinds)
        self._bits = log(max(4, len(told)))
        self._kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in told:
            for kind in one.kinds:
                self._kinds[one.doc, kind].add(one.place.entity)
        self._named = {(doc, m.entity) for doc, annotated in context.docs.items() for m in annotated.mentions}

    def rarity(self, kind: str) -> float:
        """How much a kind tells: 1 for one that a pair of statements has, next to nothing for a usual one."""
        return max(0.1, 1.0 - log(max(1.0, self._count[kind] / 2)) / self._bits)

    def once(self, doc: str, kind: str) -> bool:
        """Whether a source puts a kind of happening in one place."""
        return len(self._kinds[doc, kind]) < 2

    def knows(self, doc: str, other: Placed) -> bool:
        """Whether a source names the place of another's statement."""
        return (doc, other.place.entity) in self._named


def likeness(a: Placed, b: Placed, context: ComparisonContext, among: Among) -> float:
    """The logarithm of the odds that two statements put one thing somewhere; names alone make no such thing."""
    if not a.body and a.kinds.isdisjoint(b.kinds) and a.near.isdisjoint(b.near):
        return _NEVER
    # Rounded: sums over sets come out a hair's breadth apart from run to run, and would order equals by chance.
    return round(sum(WEIGHTS[name] * value for name, value in features(a, b, context, among).items()), 6)


def features(a: Placed, b: Placed, context: ComparisonContext, among: Among) -> dict[str, float]:
    """What two statements share and what sets them apart, by the names of `WEIGHTS`."""
    rarity = context.idf
    shared, kinds = a.near & b.near, a.kinds & b.kinds
    half = (a.near & b.stems) | (b.near & a.stems)
    wide = 0.5 * sum(map(rarity, half - shared)) + 0.5 * sum(map(rarity, (a.stems & b.stems) - half))
    before = (a.before & (b.stems | b.before)) | (b.before & a.stems)
    people = [{e for e in row.who if context.kind(e) == "person"} for row in (a, b)]
    person = any(map(context.rare, people[0] & people[1])) or not a.called.isdisjoint(b.called)
    days = same_days(*([(str(d.start), str(d.end)) for d in dated(r, context)] for r in (a, b)))
    other = a.place.entity != b.place.entity
    return {
        "one": 1.0,
        "near": min(_MOST, sum(map(rarity, shared))),
        "wide": min(_MOST, wide),
        "before": min(_MOST, sum(map(rarity, before - a.stems & b.stems))),
        "names": min(_MOST, sum(map(rarity, a.names & b.names))),
        "kind": max(map(among.rarity, kinds), default=0.0),
        "only": float(any(among.once(a.doc, kind) and among.once(b.doc, kind) for kind in kinds)),
        "once": float(bool(kinds & _ONCE)),
        "apart": float(bool(a.kinds and b.kinds and not kinds)),
        "body": float(a.body == b.body != ""),
        "person": float(person),
        "others": float(bool(people[0] and people[1]) and not person),
        "day": float(days > 0),
        "other day": float(days < 0),
        "known": float(other and among.knows(a.doc, b)) + float(other and among.knows(b.doc, a)),
    }


def dated(row: Placed, context: ComparisonContext) -> list[DateValue]:
    """The bounded dates of a statement."""
    return [day for day in context.dates(row.doc, row.span) if day.start and day.end]


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
