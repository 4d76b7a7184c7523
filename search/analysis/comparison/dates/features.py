"""How likely two dated statements tell of one happening: a sum of what they share and of what sets them apart.

The weights are those of a logistic regression over all pairs of dated statements of 24 invented stories, of which those
are positive that the references plant as conflicts (but "object", too rare in them, by hand); the score is the
logarithm of the odds. Measured on each story with weights fitted to all others: see `ENOUGH`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log

from search.analysis.comparison.context import ComparisonContext, close_numbers
from search.analysis.comparison.dates.event_types import one_family
from search.analysis.comparison.dates.statements import Telling
from search.model import Event

# What two statements share, and what sets them apart: how much each adds to the logarithm of the odds.
WEIGHTS: Mapping[str, float] = {
    "one": -4.2,  # any two statements
    "near": 0.6,  # words of both clauses, by rarity, up to three
    "wide": 0.6,  # other words of both sentences
    "names": 0.4,  # words of names, up to four
    "kind": 1.6,  # one kind of happening in both clauses, by its rarity
    "only": 1.1,  # to which both sources give one date
    "family": 0.2,  # kinds that are told for one another: "begun", "opened"
    "apart": -1.1,  # kinds of which none is
    "whose": 1.6,  # a kind, and a word or name for whose or what it is
    "beside": 0.3,  # words next to what happened: its subject or object, up to two
    "head": 1.4,  # what the date belongs to: "the certificate of"
    "person": 1.2,
    "body": 0.4,
    "place": 0.3,
    "another": -1.1,  # words in both clauses of which the other sentence has none
    "object": -2.5,  # nouns right after what happened, none in common: "left the board", "left the firm"
    "once": 0.5,  # what happens once to a person or body that both name
    "first": 0.5,  # the first, the last
    "slip": 2.0,  # dates that differ like a slip of the pen
    "days": 1.2,  # dates at most three days apart
    "weeks": 1.1,  # dates at most a month apart
    "months": -1.9,  # days or months further apart, and no slip: in full from three months on
    "years": -0.5,  # for each year that they lie apart beyond the first
    "known": -1.1,  # each source that tells of something on the other's date as well
    "weekday": -1.4,  # a day told without its number
    "worked out": -0.9,  # a month or year worked out from the day of publication
}
# What a pair must reach. On each story with weights fitted to all others: 64 of 65 shown are right, 63 of 75 are found.
ENOUGH = -0.4
# Those of them that tell of the dates.
_OF_DATES = frozenset(("slip", "days", "weeks", "months", "years", "known", "weekday", "worked out"))
# What happens but once, or nearly so.
_ONCE = frozenset(("die", "born", "found", "marry", "open", "build"))
# Most words counted of each sort: a long sentence shares much with any other.
_MAX_NEAR, _MAX_WIDE, _MAX_NAMES, _MAX_BESIDE, _MAX_YEARS = 3.0, 3.0, 4.0, 2, 10.0
_DAYS, _WEEKS, _MONTHS = 3, 31, 92
# Dates of one time of the year: the year of one may be worked out wrongly.
_YEAR_OFF = 300
_DIGIT = re.compile(r"\d")
# Odds that no date can make good.
_NEVER = -99.0


class Around:
    """The dated statements that two are compared among: how usual a kind of happening is, what each source dates."""

    def __init__(self, told: Sequence[Telling], events: Iterable[Event] = ()) -> None:
        self._count = Counter(kind for one in told for kind in one.happened)
        self._bits = log(max(4, len(told)))
        self._kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._dates: set[tuple[str, str]] = {(e.doc, e.date.edtf) for e in events if e.date.basis != "publication"}
        for one in told:
            self._dates.add((one.event.doc, one.event.date.edtf))
            for kind in one.happened:
                self._kinds[one.event.doc, kind].add(one.event.date.edtf)

    def rarity(self, kind: str) -> float:
        """How much a kind tells: 1 for one that a pair of statements has, next to nothing for a usual one."""
        return max(0.1, 1.0 - log(max(1.0, self._count[kind] / 2)) / self._bits)

    def once(self, doc: str, kind: str) -> bool:
        """Whether a source gives a kind of happening one date."""
        return len(self._kinds[doc, kind]) < 2

    def knows(self, doc: str, other: Event) -> bool:
        """Whether a source tells of anything on the date of another's statement."""
        return (doc, other.date.edtf) in self._dates


def likeness(a: Telling, b: Telling, context: ComparisonContext, around: Around) -> float:
    """The logarithm of the odds that two statements with different dates tell of one happening."""
    if set_apart(a, b) or not alike_at_all(a, b):
        return _NEVER
    # Rounded: sums over sets come out a hair's breadth apart from run to run, and would order equals by chance.
    return round(sum(WEIGHTS[name] * value for name, value in features(a, b, context, around).items()), 6)


def content(a: Telling, b: Telling, context: ComparisonContext, around: Around) -> float:
    """The part of `likeness` that the dates have no part in."""
    found = features(a, b, context, around)
    return sum(WEIGHTS[name] * value for name, value in found.items() if name not in _OF_DATES)


def alike_at_all(a: Telling, b: Telling) -> bool:
    """Whether two statements share anything that can make them one: a happening, a word, what the date belongs to."""
    return not (
        a.happened.isdisjoint(b.happened)
        and a.near.isdisjoint(b.near)
        and a.beside.isdisjoint(b.beside)
        and a.verbs.isdisjoint(b.verbs)
    )


def set_apart(a: Telling, b: Telling) -> bool:
    """Whether two tell of what recurs or of other people, one of a bound or a plan, or a worked-out year differs."""
    if a.again or b.again or a.bound != b.bound or a.meant != b.meant or year_guessed(a.event, b.event):
        return True
    if a.close and b.close and not (a.close & b.who or b.close & a.who or a.bare & b.called or b.bare & a.called):
        return True
    guessed = any("without a year" in t.event.date.rule for t in (a, b))
    return guessed and _apart(a.event, b.event) > _YEAR_OFF


def features(a: Telling, b: Telling, context: ComparisonContext, around: Around) -> dict[str, float]:
    """What two statements share and what sets them apart, by the names of `WEIGHTS`."""
    rarity = context.idf
    one, two = a.event, b.event
    shared = a.near & b.near
    near = sum(map(rarity, shared))
    half = (a.near & b.stems) | (b.near & a.stems)
    wide = sum(map(rarity, (a.stems & b.stems) - half))
    names = sum(map(rarity, a.names & b.names))
    names += 0.5 * sum(map(rarity, (a.names & b.near) | (b.names & a.near)))
    kinds = a.happened & b.happened
    family = not kinds and one_family(a.kinds, b.kinds)
    who = [context.kind(e) for e in a.who & b.who if context.rare(e)]
    namesakes = bool(a.bare & b.called or b.bare & a.called)
    person, body = "person" in who or namesakes, "organization" in who
    gap = _gap(one, two)
    slip = is_slip(one.date.edtf, two.date.edtf) or _year_off(one, two)
    fine = "year" not in (one.date.precision, two.date.precision)
    beside = len(a.beside & b.beside)
    days = one.date.precision == two.date.precision == "day"
    return {
        "one": 1.0,
        "near": min(near, _MAX_NEAR),
        "wide": min(wide, _MAX_WIDE),
        "names": min(names, _MAX_NAMES),
        "kind": max(map(around.rarity, kinds), default=0.0),
        "only": float(any(around.once(one.doc, kind) and around.once(two.doc, kind) for kind in kinds)),
        "family": float(family),
        "apart": float(bool(a.happened and b.happened and not kinds and not family)),
        "beside": float(min(_MAX_BESIDE, beside)),
        "whose": float(bool(kinds) and (near > 0 or beside > 0 or names > 0 or bool(who) or namesakes)),
        "head": float(any(rarity(word) >= 0.5 for word in a.head & b.head)),
        "person": float(person),
        "body": float(body),
        "place": float(bool(a.where & b.where)),
        "another": float(bool(a.near and b.near) and not half and beside == 0),
        "object": float(bool(kinds and a.objects and b.objects) and a.objects.isdisjoint(b.objects)),
        "once": float(bool(kinds & _ONCE) and (person or body)),
        "first": float(bool(a.order & b.order)),
        "slip": float(slip),
        "days": float(days and gap <= _DAYS),
        "weeks": float(fine and gap <= _WEEKS and not (days and gap <= _DAYS)),
        "months": min(1.0, (gap - _WEEKS) / (_MONTHS - _WEEKS)) if fine and gap > _WEEKS and not slip else 0.0,
        "years": 0.0 if slip else min(_MAX_YEARS, max(0.0, gap / 366 - 1)),
        "known": float(around.knows(one.doc, two) + around.knows(two.doc, one)),
        "weekday": float(any(not _DIGIT.search(e.date.words) for e in (one, two)) and days),
        "worked out": float(_thin(one, context) or _thin(two, context)),
    }


def is_slip(one: str, two: str) -> bool:
    """Whether two EDTF dates of one shape differ in day, month or year alone, and that like a slip of the pen."""
    a, b = one.split("-"), two.split("-")
    if len(a) != len(b):
        return False
    wrong = [n for n in range(len(a)) if a[n] != b[n]]
    if len(wrong) != 1:
        return False
    x, y = a[wrong[0]], b[wrong[0]]
    return close_numbers(x, y) or (x.isdigit() and y.isdigit() and abs(int(x) - int(y)) == 1)


def year_guessed(a: Event, b: Event) -> bool:
    """Whether two dates are of one day or month and the year of one is worked out: no difference to speak of."""
    guessed = any("without a year" in e.date.rule for e in (a, b))
    return guessed and a.date.edtf[4:] == b.date.edtf[4:] != ""


def begun(event: Event) -> date:
    """The first day of an event."""
    return date.fromisoformat(event.date.start or "0001-01-01")


def _apart(a: Event, b: Event) -> int:
    return abs((begun(a) - begun(b)).days)


def _gap(a: Event, b: Event) -> int:
    """Days from the end of the earlier date to the begin of the later."""
    first, second = sorted((a, b), key=begun)
    return max(0, (begun(second) - date.fromisoformat(first.date.end or "0001-01-01")).days)


def _year_off(a: Event, b: Event) -> bool:
    """Whether two dates, one wider than the other, are of one time of the year in neighbouring years."""
    if "year" in (a.date.precision, b.date.precision) or a.date.precision == b.date.precision:
        return False
    first, second = sorted((a, b), key=begun)
    if begun(second).year - begun(first).year != 1:
        return False
    low, high = (f"{int(str(day)[:4]) + 1:04}{str(day)[4:]}" for day in (first.date.start, first.date.end))
    return low <= str(second.date.end) and str(second.date.start) <= high


def _thin(event: Event, context: ComparisonContext) -> bool:
    """A month or a year worked out from the day of publication: a day so told is exact."""
    if event.date.basis == "stated" or event.date.precision == "day":
        return False
    day = context.published.get(event.doc)
    return event.date.anchor is None or day is None or event.date.anchor == day.edtf
