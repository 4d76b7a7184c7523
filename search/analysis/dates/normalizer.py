"""Expressions of time put into the calendar: with the day of publication, the dateline, or a date told just before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.arithmetic import (
    SEASON_MONTHS,
    Anchor,
    anchor_of,
    day_told,
    edtf_of,
    ends_of,
    exists,
    instant,
    nearest_year,
    nth_day,
    offset_by,
    part_of_unit,
    publication,
    shifted_month,
    shifted_season,
    stretch_to,
    turned,
    unit_shifted,
    weekdays_told,
)
from search.analysis.dates.types import Found, Point, Relative, Token
from search.analysis.lexicon import words
from search.analysis.lexicon.event_triggers import trigger_class
from search.model import DateValue
from search.model.edtf import date_value

# A story told of a year this long before publication keeps its year for the year-less dates that follow.
_MIN_STORY_YEARS = 2

_TOLD_FROM: Mapping[str, Callable[[Relative, Anchor], str | None]] = {
    "anniversary": turned,
    "instant": instant,
    "month": shifted_month,
    "part": part_of_unit,
    "season": shifted_season,
    "unit": unit_shifted,
    "count": stretch_to,
    "offset": offset_by,
}
"""How a value is worked out, by the kind of a relative expression."""


# Tokens between a date and one that it may still be counted from.
_NEAR = 120


def _nearness(tokens: list[Token], told_at: int, first: int) -> str:
    """ "near" where at most two sentences end between tokens `told_at` and `first`, else "same"."""
    stops = 0
    for k in range(first - 1, max(told_at, first - _NEAR) - 1, -1):
        stops += tokens[k].text in ".!?" and tokens[k + 1].capital and len(tokens[k - 1].text) > 3
    return "near" if stops <= 2 and first - told_at <= _NEAR else "same"


class Resolver:
    """Completes expressions; knows the publication date and what was told before."""

    def __init__(self, published: DateValue | None, found: list[Found]) -> None:
        self.published = anchor_of(published)
        self.told: Anchor | None = None
        self.told_in: list[Token] | None = None
        self.told_at = 0
        self.term = False  # whether it was a span of years: a term or a life, not the year a story has come to
        self.full_days = sorted({
            date(p.year, p.month, p.day) for f in found if (p := f.point) and p.year and p.month and p.day and exists(p)
        })  # fmt: skip
        self.happened: dict[str, Anchor | None] = {}
        self.spoken = self.published  # the day "today" is counted from: the dateline's, where there is one
        self.order, self.order_why = _order_of([f.point for f in found if f.point])

    def dateline(self, line: tuple[Found, str] | None) -> None:
        """Take the date of a dateline, where it lies at most a week before the publication, as the day of writing."""
        if line is None or self.published is None or self.published.day is None or line[0].point is None:
            return
        value = self.value(line[0], line[1], "", False)
        anchor = anchor_of(value)
        if anchor and anchor.day and 0 <= (self.published.first - anchor.first).days <= 7:
            self.spoken = anchor

    def remember(self, value: DateValue, tokens: list[Token], found: Found) -> None:
        """Note a date as the one told last."""
        if found.open == "since":  # "since January 1995 … in April of that year"
            value = replace(date_value(value.edtf.removesuffix("/..")), words=value.words)
        anchor = anchor_of(value) if found.open != "until" else None
        if anchor is not None and anchor.day and found.relative is None:
            self.note(anchor, tokens, found)
        if anchor is not None:
            term = found.until is not None and len(value.edtf.split("/")[0]) == 4
            self.term = (
                term
                or _aside(tokens, found)
                or bool(found.open)
                or (found.relative is not None and found.relative.kind == "offset")
            )
            self.told, self.told_in, self.told_at = anchor, tokens, found.last

    def note(self, anchor: Anchor, tokens: list[Token], found: Found) -> None:
        """Keep what happened on a day, by the stems of the words near its date, for what is counted from it later.

        A happening told of two days is no anchor.
        """
        for token in tokens[max(0, found.first - 12) : found.last + 12]:
            kind = trigger_class(token.text) if token.text.isalpha() and len(token.text) > 3 else ""
            if kind and kind != "say":
                stem = token.low[:6]
                known = self.happened.get(stem, anchor)
                self.happened[stem] = anchor if known is not None and known.first == anchor.first else None

    def event(self, named: str) -> Anchor | None:
        """The day of the first happening among `named` words that is known."""
        for word in named.split():
            if word[:6] in self.happened:
                return self.happened[word[:6]]
        return None

    def gap(self, tokens: list[Token], previous: list[Token] | None, first: int) -> str:
        """Where the date told last stands: "near" (two sentences), "same" paragraph, the one "before", "" (too far)."""
        if self.told_in is None:
            return ""
        if self.told_in is not tokens:
            return "before" if self.told_in is previous else ""
        return _nearness(tokens, self.told_at, first)

    def gap_across(self, tokens: list[Token], first: int) -> str:
        """Where the date told last stands, when it is in the piece of the same paragraph before `tokens`."""
        told_in = self.told_in or []
        rest = told_in[max(0, self.told_at - 1) :]
        at = min(self.told_at, 1)
        return _nearness(rest + tokens[: first + 1], at, len(rest) + first) if len(rest) <= _NEAR else "same"

    # ---- putting a value together ----

    def value(self, found: Found, words: str, gap: str, future: bool, past: bool = False) -> DateValue | None:
        """The value of an expression, or None where an anchor is missing or the calendar has no such day.

        `gap` is how far the date told last stands; `future` and `past` are how the sentence tells.
        """
        try:
            if found.relative is not None:
                one = self.relative(found, found.relative, words, gap, future, past)
                if one is None or found.open != "since":
                    return one
                edtf = f"{one.edtf.split('/')[0]}/.."
                return replace(
                    date_value(edtf, basis=one.basis), words=words, rule="since", anchor=one.anchor, why=one.why
                )
            if found.point is None:
                return None
            if found.until is not None:
                return self.range(found, found.point, found.until, words, gap, future)
            one = self.point(found, found.point, words, gap, future)
            if one is None or not found.open:
                return one
            # "Until 2011" dates an end: it stands in the chronology where that end is.
            edtf = f"{one.edtf}/.." if found.open == "since" else one.edtf
            return date_value(edtf, basis=one.basis, words=words, rule=found.rule, anchor=one.anchor, why=one.why)
        except (ValueError, OverflowError):
            return None  # 30 February, the year 0: no day of the calendar, so nothing to show

    def point(self, found: Found, p: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """A point, its year completed where the words lack it."""
        if p.year is not None:
            mark = "~" if p.approximate else ""
            p = nth_day(p)
            if p.order == "either":
                return self.either_way(found, p, words)
            return date_value(edtf_of(p) + mark, words=words, rule=found.rule)
        if p.month is None and p.code is None:
            return self.lone_day(p, words, gap, future) if p.day else None
        chosen = self.year_for(p, gap, future)
        if chosen is None:
            return None
        year, anchor, why = chosen
        edtf = edtf_of(nth_day(replace(p, year=year))) + ("~" if p.approximate else "")
        return date_value(edtf, basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why)

    def either_way(self, found: Found, p: Point, words: str) -> DateValue:
        """05/10/2020: read as the document's other dates are, else day first; always marked."""
        other = replace(p, month=p.day, day=p.month)
        if self.order == "month first":
            p, other = other, p
        why = (
            f"day and month of “{words}” could be the other way round; read {self.order or 'day first'}{self.order_why}"
        )
        return date_value(edtf_of(p), basis="inferred", words=words, rule=found.rule, why=why, otherwise=edtf_of(other))

    def lone_day(self, p: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """ "On the 7th": of the month told, else of the publication's."""
        told = self.told if gap in ("near", "same") and self.told and self.told.month else None
        anchor = told or self.published
        edtf = day_told(p.day or 1, anchor, told is not None or future) if anchor else None
        if anchor is None or edtf is None:
            return None
        why = f"the month is taken from {self.source(anchor)}"
        return date_value(edtf, basis="inferred", words=words, rule="day of a month", anchor=anchor.value.edtf, why=why)

    def source(self, anchor: Anchor) -> str:
        """What an anchor is, in words, marked where it was itself worked out from one that was inferred."""
        if anchor is self.published:
            return publication(anchor)
        note = " (itself inferred)" if anchor.value.basis == "inferred" else ""
        if anchor is self.spoken:
            return f"the dateline, “{anchor.value.words}”{note}"
        told = "the date told just before" if anchor is self.told else "the day it was told of"
        return f"{told}, “{anchor.value.words}”{note}"

    def range(self, found: Found, p: Point, q: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """From one point to another."""
        last = self.point(found, q, words, gap, future)
        if last is None:
            return None
        if p.year is None and p.year_shift is None and p.told_shift is None:
            year = int(last.edtf[:4])
            p = replace(p, year=year - 1 if (p.month or 0) > (q.month or 12) else year)
        first = self.point(found, p, words, gap, future)
        if first is None or first.start is None or last.end is None or first.start > last.end:
            return None
        edtf = f"{ends_of(first)[0]}/{ends_of(last)[1]}"
        return date_value(edtf, basis=last.basis, words=words, rule=found.rule, anchor=last.anchor, why=last.why)

    def year_for(self, p: Point, gap: str, future: bool) -> tuple[int, Anchor, str] | None:
        """The year of a year-less day or month: of the story told, else nearest to the publication, past favoured."""
        told, published = self.told, self.published
        if p.year_shift is not None:
            why = "the year is counted from "
            return (published.year + p.year_shift, published, why + publication(published)) if published else None
        story = (
            published is None or (published.year - told.year >= _MIN_STORY_YEARS and not self.term) if told else False
        )
        if p.told_shift is not None:
            if told is None or not gap:
                return None
            return told.year + p.told_shift, told, f"the year is counted from {self.source(told)}"
        if told and gap == "near" and story:
            over = bool(told.month and p.month and p.month < told.month - 6)
            return told.year + over, told, f"the year is that of {self.source(told)}"
        if published is None:
            return None
        year = nearest_year(replace(p, month=p.month or SEASON_MONTHS.get(p.code or 0)), published, future)
        return (year, published, f"the year is taken from {publication(published)}") if year is not None else None

    # ---- relative expressions ----

    def relative(self, found: Found, r: Relative, words: str, gap: str, future: bool, past: bool) -> DateValue | None:
        """A time told from another."""
        if r.kind == "weekday":
            return self.weekday(found, r, words, gap, future or (r.amount == 0 and not past))
        anchor = self._anchor(r, gap, future, past)
        if anchor is None:
            return None
        edtf = weekdays_told(r, anchor, future) if r.kind == "weekdays" else _TOLD_FROM[r.kind](r, anchor)
        if edtf is None:
            return None
        why = f"“{words}” is counted from {self.source(anchor)}"
        return date_value(edtf, basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why)

    def _anchor(self, r: Relative, gap: str, future: bool, past: bool) -> Anchor | None:
        """What a time is told from: the publication, what was told just before, or a happening; None: it is not known.

        Where the words look back, a stretch ahead begins with what was told: "it was paid out over the next two years".
        The end of the year in a story of another year is that year's.
        """
        near = gap in ("near", "same")
        if r.kind == "part" and self.told and self.published and near and not future:
            if r.amount == 0 and self.told.year < self.published.year:
                return self.told
        elif r.kind == "count" and r.amount > 0 and past and not future and r.anchor == "publication":
            return self.told if near else None
        if r.anchor == "event":
            return self.event(r.named)
        if r.anchor == "publication":
            return self.spoken if r.unit == "day" else self.published
        return self.told if gap else None

    def weekday(self, found: Found, r: Relative, words: str, gap: str, future: bool) -> DateValue | None:
        """The last such weekday up to the publication; the next where the words look ahead."""
        anchor = self.spoken
        if r.anchor == "narrative":
            anchor = self.told if gap else None
        if anchor is None or (r.amount == 8 and (anchor.day is None or gap not in ("near", "same"))):
            return None
        if anchor.day is None:
            return self.named_weekday(found, r, words, anchor)
        day = anchor.first
        back = (day.weekday() - r.value) % 7
        ahead = (r.value - day.weekday()) % 7
        if r.amount == -1:
            day -= timedelta(days=back or 7)
        elif r.amount == 1 or (r.amount in (9, 0) and future and ahead):
            day += timedelta(days=ahead or 7)
        elif r.amount == 2:  # "Friday week"
            day += timedelta(days=(ahead or 7) + 7)
        elif r.amount == 8:  # "on the Friday": the next after what was told
            day += timedelta(days=ahead)
        else:
            day -= timedelta(days=back)
        why = f"“{words}” is counted from {self.source(anchor)}"
        return date_value(
            day.isoformat(), basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why
        )

    def named_weekday(self, found: Found, r: Relative, words: str, anchor: Anchor) -> DateValue | None:
        """Where only the month of publication is known: a full date in it that is such a weekday."""
        days = [
            d for d in self.full_days if d.weekday() == r.value and anchor.first - timedelta(days=7) <= d <= anchor.last
        ]
        if len(days) != 1 or r.amount == 1:
            return None
        day = days[0]
        why = f"the text names {day.day} {dw.MONTH_NAMES[day.month - 1]} {day.year}, a {dw.WEEKDAY_NAMES[r.value]}"
        why += f", in the month of {publication(anchor)}"
        return date_value(
            day.isoformat(), basis="inferred", words=words, rule=found.rule, anchor=day.isoformat(), why=why
        )


def _order_of(points: list[Point]) -> tuple[str, str]:
    """Day first or month first, and why: by a date that can only be read one way, else by how dates are written out."""
    for told, why in (
        ([p.order for p in points], ", as another date in the text must be"),
        ([p.style for p in points if p.year], ", as the text writes its other dates"),
    ):
        first = {order for order in told if order in ("day first", "month first")}
        if len(first) == 1:
            return first.pop(), why
    return "", ""


# "A ship built in 1978", "born in 1951": years of somebody's or something's past, not of the story that is told.
_MADE = words("born built founded established created launched erected incorporated formed invented rebuilt completed")


def _aside(tokens: list[Token], found: Found) -> bool:
    """Whether a bare year only says how old somebody or something is."""
    p = found.point
    return bool(p and p.year and not p.month and found.first >= 2 and tokens[found.first - 2].low in _MADE)
