"""What two dated statements share, and what sets them apart: the features of `models/dates.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from search.analysis.comparison.context import ComparisonContext, close_numbers
from search.analysis.comparison.dates.statements import DatedStatement
from search.analysis.comparison.event_types import one_family
from search.analysis.comparison.linkage import FeatureVector, Model, PairStats, Scorer
from search.model import Event

# What happens but once, or nearly so.
_ONCE = frozenset(("die", "born", "found", "marry", "open", "build"))
# Most words counted of each sort: a long sentence shares much with any other.
_MAX_NEAR, _MAX_WIDE, _MAX_NAMES, _MAX_NEIGHBOURS, _MAX_YEARS = 3.0, 3.0, 4.0, 2, 10.0
# What a date belongs to counts where it is as rare as this (idf).
_MIN_IDF = 0.5
_DAYS, _WEEKS, _MONTHS = 3, 31, 92
# Dates of one time of the year: the year of one may be worked out wrongly.
_YEAR_OFF_DAYS = 300
_DIGIT = re.compile(r"\d")


def pair_stats(rows: Sequence[DatedStatement], events: Iterable[Event] = ()) -> PairStats:
    """How usual each kind of happening is among dated statements, and the dates that each source gives anything."""
    known = {(e.doc, e.date.edtf) for e in events if e.date.basis != "publication"}
    return PairStats(
        [(row.event.doc, row.happenings, row.event.date.edtf) for row in rows],
        known | {(row.event.doc, row.event.date.edtf) for row in rows},
    )


class DateScorer(Scorer[DatedStatement]):
    """How likely two statements with different dates tell of one happening."""

    def __init__(self, context: ComparisonContext, stats: PairStats, model: Model) -> None:
        super().__init__(model)
        self._context = context
        self._stats = stats

    def comparable(self, a: DatedStatement, b: DatedStatement) -> bool:
        """Whether two statements share anything that can make them one, and nothing rules that out."""
        return not incompatible(a, b) and share_anything(a, b)

    def features(self, a: DatedStatement, b: DatedStatement) -> FeatureVector:
        """What two statements share and what sets them apart, by the names of the model's weights."""
        return {**self._content(a, b), **self._dates(a.event, b.event)}

    def content(self, a: DatedStatement, b: DatedStatement) -> float:
        """The part of the score that the dates have no part in."""
        return self.model.score(self._content(a, b))

    def _content(self, a: DatedStatement, b: DatedStatement) -> FeatureVector:
        idf = self._context.idf
        words = self._words(a, b)
        shared = [e for e in a.entities & b.entities if self._context.rare(e)]
        namesakes = _namesakes(a, b)
        anything = bool(words["near"] or words["neighbours"] or words["names"] or shared or namesakes)
        types = [self._context.kind(e) for e in shared]
        person, body = "person" in types or namesakes, "organization" in types
        return {
            "one": 1.0,
            **words,
            **self._happenings(a, b, anything, person or body),
            "head": float(any(idf(word) >= _MIN_IDF for word in a.head & b.head)),
            "person": float(person),
            "body": float(body),
            "place": float(not a.places.isdisjoint(b.places)),
            "first": float(not a.ordinals.isdisjoint(b.ordinals)),
        }

    def _words(self, a: DatedStatement, b: DatedStatement) -> FeatureVector:
        """The words that two statements have in common, by idf."""
        idf = self._context.idf
        half = (a.clause & b.stems) | (b.clause & a.stems)
        names = sum(map(idf, a.names & b.names))
        names += 0.5 * sum(map(idf, (a.names & b.clause) | (b.names & a.clause)))
        neighbours = len(a.neighbours & b.neighbours)
        return {
            "near": min(sum(map(idf, a.clause & b.clause)), _MAX_NEAR),
            "wide": min(sum(map(idf, (a.stems & b.stems) - half)), _MAX_WIDE),
            "names": min(names, _MAX_NAMES),
            "neighbours": float(min(_MAX_NEIGHBOURS, neighbours)),
            "another": float(bool(a.clause and b.clause) and not half and neighbours == 0),
        }

    def _happenings(self, a: DatedStatement, b: DatedStatement, anything: bool, named: bool) -> FeatureVector:
        """What is said to have happened; `anything` else is shared, somebody is `named` in both."""
        stats, docs = self._stats, (a.event.doc, b.event.doc)
        kinds = a.happenings & b.happenings
        family = not kinds and one_family(a.kinds, b.kinds)
        only = any(all(stats.only_one(doc, kind) for doc in docs) for kind in kinds)
        other_object = bool(kinds and a.objects and b.objects) and a.objects.isdisjoint(b.objects)
        return {
            "kind": max(map(stats.rarity, kinds), default=0.0),
            "only": float(only),
            "family": float(family),
            "apart": float(bool(a.happenings and b.happenings and not kinds and not family)),
            "whose": float(bool(kinds) and anything),
            "object": float(other_object),
            "once": float(named and not kinds.isdisjoint(_ONCE)),
        }

    def _dates(self, one: Event, two: Event) -> FeatureVector:
        """How far apart two dates lie, and how sure they are."""
        gap = _gap(one, two)
        slip = is_slip(one.date.edtf, two.date.edtf) or _year_off(one, two)
        fine = "year" not in (one.date.precision, two.date.precision)
        days = one.date.precision == two.date.precision == "day"
        close = days and gap <= _DAYS
        far = fine and gap > _WEEKS and not slip
        return {
            "slip": float(slip),
            "days": float(close),
            "weeks": float(fine and gap <= _WEEKS and not close),
            "months": min(1.0, (gap - _WEEKS) / (_MONTHS - _WEEKS)) if far else 0.0,
            "years": 0.0 if slip else min(_MAX_YEARS, max(0.0, gap / 366 - 1)),
            "known": float(self._stats.knows(one.doc, two.date.edtf) + self._stats.knows(two.doc, one.date.edtf)),
            "weekday": float(days and any(not _DIGIT.search(e.date.words) for e in (one, two))),
            "worked_out": float(self._worked_out(one) or self._worked_out(two)),
        }

    def _worked_out(self, event: Event) -> bool:
        """A month or a year worked out from the day of publication: a day so told is exact."""
        if event.date.basis == "stated" or event.date.precision == "day":
            return False
        day = self._context.published.get(event.doc)
        return event.date.anchor is None or day is None or event.date.anchor == day.edtf


def share_anything(a: DatedStatement, b: DatedStatement) -> bool:
    """Whether two statements share anything that can make them one: a happening, or a word about it."""
    return not (
        a.happenings.isdisjoint(b.happenings)
        and a.clause.isdisjoint(b.clause)
        and a.neighbours.isdisjoint(b.neighbours)
        and a.happening_stems.isdisjoint(b.happening_stems)
    )


def incompatible(a: DatedStatement, b: DatedStatement) -> bool:
    """Whether two tell of what recurs or of other people, one of a bound or a plan, or a worked-out year differs."""
    if a.recurring or b.recurring or a.bound != b.bound or a.planned != b.planned or year_guessed(a.event, b.event):
        return True
    if a.clause_people and b.clause_people and not _one_person(a, b):
        return True
    guessed = any("without a year" in row.event.date.rule for row in (a, b))
    return guessed and abs((begun(a.event) - begun(b.event)).days) > _YEAR_OFF_DAYS


def _one_person(a: DatedStatement, b: DatedStatement) -> bool:
    """Whether a person in the clause of one is in the sentence of the other."""
    return bool(a.clause_people & b.entities or b.clause_people & a.entities) or _namesakes(a, b)


def _namesakes(a: DatedStatement, b: DatedStatement) -> bool:
    """Whether one calls somebody by a single name that is part of a name in the other."""
    return not (a.single_names.isdisjoint(b.people_words) and b.single_names.isdisjoint(a.people_words))


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
