"""One event with two dates, known by names, words and a kind of event that few other statements share.

"Vanished on 24 April" and "left Spain on April 22", of one lawyer; "inaugurated on 28 July 2018" and "on 28 July 2019".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates.features import (
    DateScorer,
    begun,
    pair_stats,
    share_anything,
)
from search.analysis.comparison.dates.statements import DatedStatement, dated_statement
from search.analysis.comparison.event_types import asks, kind_words
from search.analysis.comparison.linkage import Model, Pair, blocks, model, mutual_best, pairs_in
from search.analysis.findings import MAX_VERSIONS, make_finding, quoted_list, statement_value
from search.model import Conflict, Event, Statement
from search.model.edtf import date_value, span_days
from search.text.folding import fold

# A document that tells such a thing of the other's day as well may be this much less alike.
_BOTH_MARGIN = 1.0
# Statements that hold a word or a name, as far as they are compared: keeps the time linear.
_MAX_SAME = 20
# A longer sentence is a list or a table, and states nothing.
_MAX_LEN = 2_000
# "In force since", "closed since": the day when a state began is the day of what began it.
_STATE = re.compile(
    r"\b(?:in (?:force|effect|operation|service|use|office|custody|prison|jail|exile|hospital)|open|closed|shut"
    r"|missing|vacant|dead|married|divorced|on strike|on display)\s+\Z"
)
_SINCE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)/\.\.")
# A day and a month by name, in any order.
_YEARLESS = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3})(?!.*\d{4})(?!.*day\b).*", re.DOTALL)
# The rule of a day in the other source's year.
_TAKEN = "day in the year of another source"
# A year taken from the other source: the two must be alike beyond all others by this, and so many days apart at most.
_YEAR_TAKEN_MARGIN, _MAX_DAYS_APART = 0.5, 31
# A day of so many days before the publication is most likely of that year.
_FRESH_DAYS = 60


class _Candidates:
    """The dated statements of some events, and the pairs of them that may be of one happening."""

    def __init__(self, events: Sequence[Event], context: ComparisonContext, weights: Model) -> None:
        self.context = context
        self.rows = [dated_statement(e, context) for e in map(_begun_by, events) if _usable(e)]
        self.scorer = DateScorer(context, pair_stats(self.rows, events), weights)

    def pairs(self) -> Iterator[tuple[Pair, DatedStatement, DatedStatement]]:
        """The pairs, by number, with their statements as they are compared: one may be put in the other's year."""
        for a, b in self._blocked():
            one, two = self.rows[a], self.rows[b]
            if self.context.one_storyline:
                one, two = in_one_year(one, two, self.context)
            if not _overlap(self.rows[a].event, self.rows[b].event) and not _overlap(one.event, two.event):
                yield (a, b), one, two

    def _blocked(self) -> list[Pair]:
        """Pairs of two documents of one storyline that share a name, a word or a kind of happening which few have."""
        docs, same = [row.event.doc for row in self.rows], self.context.same_storyline
        found = blocks(map(self._keys, self.rows), _MAX_SAME)
        return sorted(pairs_in(found.values(), lambda a, b: docs[a] != docs[b] and same(docs[a], docs[b])))

    def _keys(self, row: DatedStatement) -> list[str]:
        keys = self.context.anchors((*row.clause, *row.names, *row.head), row.entities)
        # People whom a sentence does not name stand in many: known with what happened alone.
        usual = [word for word in (*row.people_words, *row.clause, *row.names) if word not in keys]
        return [*keys, *(f"{word} {kind}" for word in usual for kind in row.happenings), *row.happenings]


def candidates(
    events: Sequence[Event], context: ComparisonContext
) -> Iterator[tuple[DatedStatement, DatedStatement, DateScorer]]:
    """The pairs that are scored, with what scores them: what the weights are fitted on."""
    found = _Candidates(events, context, model("dates"))
    for _, one, two in found.pairs():
        if found.scorer.comparable(one, two):
            yield one, two, found.scorer


def paired_dates(events: Sequence[Event], context: ComparisonContext, weights: Model | None = None) -> list[Conflict]:
    """Conflicts of date between two statements of one happening, each the other's best; `weights`: other than kept."""
    found = _Candidates(events, context, weights or model("dates"))
    enough = found.scorer.model.enough(context.one_storyline)
    scores: dict[Pair, float] = {}
    compared: dict[Pair, tuple[DatedStatement, DatedStatement]] = {}
    for (a, b), one, two in found.pairs():
        moved = one is not found.rows[a] or two is not found.rows[b]
        score = found.scorer.score(one, two)
        if score >= enough + _YEAR_TAKEN_MARGIN * moved:
            scores[a, b], compared[a, b] = score, (one, two)
    mates = _mates(found.rows, scores)
    versions: dict[int, set[str]] = defaultdict(set)
    for a, b in scores:
        versions[a].add(found.rows[b].event.date.edtf)
        versions[b].add(found.rows[a].event.date.edtf)
    both = _BothDates(found)
    out = []
    for a, b in mutual_best(scores, lambda n: found.rows[n].event.doc):
        if max(len(versions[a]), len(versions[b])) < MAX_VERSIONS and not both.given(*compared[a, b]):
            out.append(_conflict(*compared[a, b], mates, context))
    return out


class _BothDates:
    """Which document gives both dates of a pair: it tells of two happenings."""

    def __init__(self, found: _Candidates) -> None:
        self._scorer = found.scorer
        self._by_doc: dict[str, list[DatedStatement]] = defaultdict(list)
        for row in found.rows:
            self._by_doc[row.event.doc].append(row)

    def given(self, one: DatedStatement, two: DatedStatement) -> bool:
        """Whether the document of one tells of the date of the other as well, in words about as like."""
        like = self._scorer.content(one, two) - _BOTH_MARGIN
        return self._also(one, two, like) or self._also(two, one, like)

    def _also(self, one: DatedStatement, two: DatedStatement, like: float) -> bool:
        return any(
            other.event.id != one.event.id
            and _overlap(other.event, two.event)
            and span_days(other.event.date) <= span_days(two.event.date)
            and share_anything(other, two)
            and self._scorer.content(other, two) >= like
            for other in self._by_doc[one.event.doc]
        )


def _begun_by(event: Event) -> Event:
    """An event whose date only opens a state ("in force since 3 May", "missing since") as one of that day."""
    found = _SINCE.fullmatch(event.date.edtf) if event.date.rule == "since" else None
    lead = event.text[max(0, event.date_start - event.start_char - 24) : max(0, event.date_start - event.start_char)]
    if found is None or not _STATE.search(fold(lead)):
        return event
    day = date_value(found.group(1), basis=event.date.basis)
    return replace(event, date=replace(day, words=event.date.words, rule=event.date.rule, anchor=event.date.anchor))


def in_one_year(
    a: DatedStatement, b: DatedStatement, context: ComparisonContext
) -> tuple[DatedStatement, DatedStatement]:
    """Two statements, the day of one in the other's year where its own year is but guessed from a later publication.

    "He hung on until 18 June", said years later, of one who by another source resigned on 8 June 2018.
    """
    if (moved := _in_year_of(b, a, context)) is not None:
        return moved, b
    if (moved := _in_year_of(a, b, context)) is not None:
        return a, moved
    return a, b


def _in_year_of(sure: DatedStatement, guessed: DatedStatement, context: ComparisonContext) -> DatedStatement | None:
    """A statement whose year is guessed with its day in the year of another, None where that may not be meant."""
    if not _year_open(guessed.event) or sure.event.date.precision != "day":
        return None
    if begun(guessed.event).year <= begun(sure.event).year or not _told_later(guessed, sure, context):
        return None
    edtf = f"{begun(sure.event).year:04}{guessed.event.date.edtf[4:]}"
    if edtf.endswith("-02-29") or abs((date.fromisoformat(edtf) - begun(sure.event)).days) > _MAX_DAYS_APART:
        return None
    day = replace(guessed.event.date, edtf=edtf, start=edtf, end=edtf, rule=_TAKEN)
    return replace(guessed, event=replace(guessed.event, date=day))


def _told_later(guessed: DatedStatement, sure: DatedStatement, context: ComparisonContext) -> bool:
    """Whether a statement is no news of the last weeks, and the other's year is stated or was told before it."""
    mine, other = (context.published.get(row.event.doc) for row in (guessed, sure))
    if mine is None or mine.start is None:
        return False
    if 0 <= (date.fromisoformat(mine.start) - begun(guessed.event)).days <= _FRESH_DAYS:
        return False
    if "without a year" not in sure.event.date.rule and sure.event.date.basis == "stated":
        return True
    return other is not None and other.end is not None and other.end < mine.start


def _year_open(event: Event) -> bool:
    """Whether a day's year is in none of its words and worked out from the publication."""
    day = event.date
    return day.precision == "day" and day.basis == "inferred" and _YEARLESS.fullmatch(day.words) is not None


def _mates(rows: Sequence[DatedStatement], scores: Mapping[Pair, float]) -> dict[str, list[DatedStatement]]:
    """The statements of the same: those much alike, and those of one cluster, by the id of the event."""
    out: dict[str, list[DatedStatement]] = defaultdict(list)
    clusters: dict[str, list[DatedStatement]] = defaultdict(list)
    for row in rows:
        clusters[row.event.cluster].append(row)
    for row in rows:
        out[row.event.id].extend(other for other in clusters[row.event.cluster][:_MAX_SAME] if other is not row)
    for a, b in scores:
        out[rows[a].event.id].append(rows[b])
        out[rows[b].event.id].append(rows[a])
    return out


def _usable(event: Event) -> bool:
    date_of = event.date
    return (
        event.modality == "fact"
        and not event.negated
        and event.end_char - event.start_char <= _MAX_LEN
        and not asks(event.text)
        and date_of.start is not None
        and date_of.end is not None
        and date_of.precision in ("day", "month", "season", "quarter", "year")
        and span_days(date_of) <= 366
        and date_of.basis != "publication"
        and not date_of.edtf.endswith(("~", "?", "%"))
    )


def _overlap(a: Event, b: Event) -> bool:
    return str(a.date.start) <= str(b.date.end) and str(b.date.start) <= str(a.date.end)


def _says(one: DatedStatement) -> Statement:
    return Statement(one.event.doc, one.event.text, one.event.start_char, one.event.end_char)


def _conflict(
    one: DatedStatement,
    two: DatedStatement,
    mates: Mapping[str, Sequence[DatedStatement]],
    context: ComparisonContext,
) -> Conflict:
    first, second = sorted((one, two), key=lambda row: (begun(row.event), row.event.doc))
    values = []
    for side, other in ((first, second), (second, first)):
        docs, edtf = (side.event.doc, other.event.doc), side.event.date.edtf
        also = [m for m in mates.get(side.event.id, ()) if m.event.doc not in docs and m.event.date.edtf == edtf]
        values.append(statement_value(edtf, [_says(row) for row in (side, *also)]))
    names = sorted(context.name(e) for e in one.entities & two.entities)[:3]
    words = context.as_written(first.event.text, (one.clause & two.stems) | (two.clause & one.stems))
    happened = _happened(first, second)
    about = names or words[:3] or happened[:1] or sorted(one.kinds & two.kinds)
    reasons = [
        *([f"tells of {' and '.join(names)}"] if names else []),
        *([f"says what happened in words of one kind ({quoted_list(happened)})"] if happened else []),
        *([f"shares the words {quoted_list(words)}"] if words else []),
    ]
    why = f"each {', '.join(reasons)}, and the dates have no day in common"
    taken = [row.event.date.words for row in (first, second) if row.event.date.rule == _TAKEN]
    why += f"; the year of {quoted_list(taken)} is taken from the other" if taken else ""
    return make_finding("date", about, values, why)


def _happened(first: DatedStatement, second: DatedStatement) -> list[str]:
    """The words of two statements that say what happened, in kinds that both have."""
    kinds = first.kinds & second.kinds
    words = [word for row in (first, second) for word in kind_words(row.event.text, kinds)]
    if not words and first.classes & second.classes:
        words = [first.event.trigger, second.event.trigger]
    return list(dict.fromkeys(words))
