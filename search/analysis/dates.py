"""Dates in English texts: what the grammar finds, completed and resolved, with words, rule, anchor and reason.

A date the text writes out is *stated*. A year-less date, a weekday or a relative expression is completed with the
publication date or with a date told just before, and is *inferred*, with its anchor and why. Without an anchor it
yields nothing: what cannot be known is left to the words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.analysis import datewords as dw
from search.analysis.dategrammar import Found, Point, Relative, Token, tokens_of
from search.analysis.daterelative import expressions
from search.analysis.edtf import date_value, month_end
from search.model import DateValue, Span
from search.text import paragraphs

DATES_VERSION = "1"

# A year-less date this far back (days) is rather one soon to come, if that lies within NEAR_FUTURE days.
_FAR_PAST, _NEAR_FUTURE = 320, 45
# Where the words look ahead, a day at most this far off (days).
_COMING = 270
# A story told of a year this long before publication keeps its year for the year-less dates that follow.
_STORY_YEARS = 2


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time: its place in the text and its value."""

    span: Span
    value: DateValue


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A date to count from: as many of its parts as are known."""

    value: DateValue
    year: int
    month: int | None
    day: int | None

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or month_end(self.year, month))


def _anchor(value: DateValue | None) -> _Anchor | None:
    if value is None or value.start is None or value.precision not in ("day", "month", "year"):
        return None
    first = date.fromisoformat(value.start)
    month = first.month if value.precision != "year" else None
    return _Anchor(value, first.year, month, first.day if value.precision == "day" else None)


def expressions_in(text: str, published: DateValue | None) -> tuple[Dated, ...]:
    """Every expression of time in `text` that can be placed in the calendar, in order, not overlapping.

    Spans are exact: `text[span.start:span.end]` are the value's words. Never raises; time linear in the text.
    """
    found: list[tuple[list[Token], Found]] = []
    for part in paragraphs(text):
        tokens = tokens_of(text, part.start, part.end)
        found.extend((tokens, one) for one in expressions(tokens))
    resolver = _Resolver(published, [one for _, one in found])
    out: list[Dated] = []
    before: list[Token] | None = None
    previous: list[Token] | None = None
    for tokens, one in found:
        if tokens is not before:
            previous, before = before, tokens
        first, last = tokens[one.first], tokens[one.last - 1]
        words = text[first.start : last.end]
        gap = resolver.gap(tokens, previous, one.first)
        if gap == "near" and _present(tokens, one):
            gap = "same"
        value = resolver.value(one, words, gap, _future(tokens, one))
        if value is not None:
            out.append(Dated(Span(first.start, last.end), value))
            resolver.remember(value, tokens, one)
    return tuple(out)


def full_date_in(words: str) -> DateValue | None:
    """The value of `words` when they are one date with day, month and year and nothing else; None otherwise."""
    tokens = tokens_of(words, 0, len(words))
    found = expressions(tokens)
    if len(found) != 1 or found[0].first != 0 or found[0].last != len(tokens):
        return None
    value = _Resolver(None, []).value(found[0], words, "", False)
    return value if value is not None and value.precision == "day" else None


def _future(tokens: list[Token], found: Found) -> bool:
    """Whether the words just before the expression, in its sentence, speak of what is to come."""
    if found.first and tokens[found.first - 1].low in ("by", "before"):
        return not any(t.low in ("had", "was", "were") for t in _sentence(tokens, found))
    for k in range(found.first - 1, max(-1, found.first - 15), -1):
        low = tokens[k].low
        if low in (".", "!", "?", ";"):
            return False
        if low in dw.FUTURE_CUES:
            return True
    return False


def _sentence(tokens: list[Token], found: Found) -> list[Token]:
    """The tokens of the expression's sentence, at most forty on either side."""
    first, last = found.first, found.last
    while first > max(0, found.first - 40) and tokens[first - 1].low not in (".", "!", "?"):
        first -= 1
    while last < min(len(tokens), found.last + 40) and tokens[last].low not in (".", "!", "?"):
        last += 1
    return tokens[first:last]


def _present(tokens: list[Token], found: Found) -> bool:
    """Whether the sentence speaks from its own day, so that a story's year does not reach it."""
    return bool(found.open) or _future(tokens, found) or any(t.low in dw.PRESENT for t in _sentence(tokens, found))


class _Resolver:
    """Completes expressions; knows the publication date and what was told before."""

    def __init__(self, published: DateValue | None, found: list[Found]) -> None:
        self.published = _anchor(published)
        self.told: _Anchor | None = None
        self.told_in: list[Token] | None = None
        self.told_at = 0
        self.full_days = sorted({
            date(p.year, p.month, p.day) for f in found if (p := f.point) and p.year and p.month and p.day and _exists(p)
        })  # fmt: skip
        # Day first or month first: a date that can only be read one way decides for the document.
        self.month_first = any(f.point is not None and f.point.order == "month first" for f in found)

    def remember(self, value: DateValue, tokens: list[Token], found: Found) -> None:
        """Note a date as the one told last."""
        anchor = _anchor(value)
        if anchor is not None:
            self.told, self.told_in, self.told_at = anchor, tokens, found.last

    def gap(self, tokens: list[Token], previous: list[Token] | None, first: int) -> str:
        """Where the date told last stands: "near" (two sentences), "same" paragraph, the one "before", "" (too far)."""
        if self.told_in is None:
            return ""
        if self.told_in is not tokens:
            return "before" if self.told_in is previous else ""
        stops = 0
        for k in range(first - 1, max(self.told_at, first - 120) - 1, -1):
            stops += tokens[k].text in ".!?" and tokens[k + 1].capital and len(tokens[k - 1].text) > 3
        return "near" if stops <= 2 and first - self.told_at <= 120 else "same"

    # ---- putting a value together ----

    def value(self, found: Found, words: str, gap: str, future: bool) -> DateValue | None:
        """The value of an expression, or None where an anchor is missing or the calendar has no such day."""
        try:
            if found.relative is not None:
                return self.relative(found, found.relative, words, gap, future)
            if found.point is None:
                return None
            if found.until is not None:
                return self.range(found, found.point, found.until, words, gap, future)
            one = self.point(found, found.point, words, gap, future)
            if one is None or not found.open:
                return one
            edtf = f"{one.edtf}/.." if found.open == "since" else f"../{one.edtf}"
            return date_value(edtf, basis=one.basis, words=words, rule=found.rule, anchor=one.anchor, why=one.why)
        except (ValueError, OverflowError):
            return None  # 30 February, the year 0: no day of the calendar, so nothing to show

    def point(self, found: Found, p: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """A point, its year completed where the words lack it."""
        if p.year is not None:
            mark = "~" if p.approximate else ""
            if p.order == "either":
                return self.either_way(found, p, words)
            return date_value(_edtf(p) + mark, words=words, rule=found.rule)
        if p.month is None:
            return None
        chosen = self.year_for(p, gap, future)
        if chosen is None:
            return None
        year, anchor, why = chosen
        edtf = _edtf(replace(p, year=year)) + ("~" if p.approximate else "")
        return date_value(edtf, basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why)

    def either_way(self, found: Found, p: Point, words: str) -> DateValue:
        """05/10/2020: read as the document's other dates are, else day first; always marked."""
        read = "day first"
        if self.month_first:
            p, read = replace(p, month=p.day, day=p.month), "month first, as another date in the text must be"
        why = f"day and month of “{words}” could be the other way round; read {read}"
        return date_value(_edtf(p), basis="inferred", words=words, rule=found.rule, why=why)

    def range(self, found: Found, p: Point, q: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """From one point to another."""
        last = self.point(found, q, words, gap, future)
        if last is None:
            return None
        if p.year is None:
            year = int(last.edtf[:4])
            p = replace(p, year=year - 1 if (p.month or 0) > (q.month or 12) else year)
        first = self.point(found, p, words, gap, future)
        if first is None or first.start is None or last.end is None or first.start > last.end:
            return None
        edtf = f"{_ends(first)[0]}/{_ends(last)[1]}"
        return date_value(edtf, basis=last.basis, words=words, rule=found.rule, anchor=last.anchor, why=last.why)

    def year_for(self, p: Point, gap: str, future: bool) -> tuple[int, _Anchor, str] | None:
        """The year of a year-less day or month: of the story told, else nearest to the publication, past favoured."""
        told, published = self.told, self.published
        if p.year_shift is not None:
            why = "the year is counted from "
            return (published.year + p.year_shift, published, why + _publication(published)) if published else None
        if told and gap == "near" and (published is None or published.year - told.year >= _STORY_YEARS):
            year = told.year
            if told.month and p.month and (p.month < told.month - 6):
                year += 1
            return year, told, f"the year is that of the date told just before, “{told.value.words}”"
        if published is None:
            return None
        year = _nearest_year(p, published, future)
        return (year, published, f"the year is taken from {_publication(published)}") if year is not None else None

    # ---- relative expressions ----

    def relative(self, found: Found, r: Relative, words: str, gap: str, future: bool) -> DateValue | None:
        """A time told from another."""
        anchor = self.published if r.anchor == "publication" else self.told if gap else None
        if r.kind == "weekday":
            return self.weekday(found, r, words, gap, future)
        if anchor is None:
            return None
        if r.kind == "month":
            edtf = _shifted_month(r, anchor)
        elif r.kind == "season":
            edtf = _shifted_season(r, anchor)
        elif r.kind == "unit":
            edtf = _unit(r, anchor)
        elif r.kind == "count":
            edtf = _stretch(r, anchor)
        else:
            edtf = _offset(r, anchor)
        if edtf is None:
            return None
        source = (
            _publication(anchor) if r.anchor == "publication" else f"the date told just before, “{anchor.value.words}”"
        )
        why = f"“{words}” is counted from {source}"
        return date_value(edtf, basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why)

    def weekday(self, found: Found, r: Relative, words: str, gap: str, future: bool) -> DateValue | None:
        """The last such weekday up to the publication; the next where the words look ahead."""
        anchor = self.published
        if r.anchor == "narrative":
            anchor = self.told if gap else None
        if anchor is None:
            return None
        if anchor.day is None:
            return self.named_weekday(found, r, words, anchor)
        day = anchor.first
        back = (day.weekday() - r.value) % 7
        ahead = (r.value - day.weekday()) % 7
        if r.amount == -1:
            day -= timedelta(days=back or 7)
        elif r.amount == 1 or (r.amount == 9 and future and ahead):
            day += timedelta(days=ahead or 7)
        else:
            day -= timedelta(days=back)
        why = f"“{words}” is counted from {_publication(anchor)}"
        return date_value(
            day.isoformat(), basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why
        )

    def named_weekday(self, found: Found, r: Relative, words: str, anchor: _Anchor) -> DateValue | None:
        """Where only the month of publication is known: a full date of that month in the text, if it is such a weekday."""
        days = [
            d for d in self.full_days if d.weekday() == r.value and anchor.first - timedelta(days=7) <= d <= anchor.last
        ]
        if len(days) != 1 or r.amount == 1:
            return None
        day = days[0]
        why = f"the text names {day.day} {dw.MONTH_NAMES[day.month - 1]} {day.year}, a {dw.WEEKDAY_NAMES[r.value]}"
        why += f", in the month of {_publication(anchor)}"
        return date_value(
            day.isoformat(), basis="inferred", words=words, rule=found.rule, anchor=day.isoformat(), why=why
        )


# ---- helpers ----------------------------------------------------------------------------------------------------


def _publication(anchor: _Anchor) -> str:
    note = " (itself inferred)" if anchor.value.basis == "inferred" else ""
    return f"the publication date {anchor.value.edtf}{note}"


def _exists(p: Point) -> bool:
    return bool(
        p.year
        and p.month
        and p.day
        and 1 <= p.year <= 9998
        and 1 <= p.month <= 12
        and p.day <= month_end(p.year, p.month)
    )


def _edtf(p: Point) -> str:
    year = p.year or 0
    if p.wide == "decade":
        return f"{year // 10:03}X"
    if p.wide == "century":
        return f"{year // 100:02}XX"
    if p.code:
        return f"{year:04}-{p.code}"
    if not p.month:
        return f"{year:04}"
    return f"{year:04}-{p.month:02}" + (f"-{p.day:02}" if p.day else "")


def _ends(value: DateValue) -> tuple[str, str]:
    """What to write at the beginning and at the end of an interval: EDTF has no wide values or seasons there."""
    plain = value.edtf.rstrip("~")
    if value.precision in ("day", "month", "year"):
        return value.edtf, value.edtf
    if value.precision in ("decade", "century"):
        return plain.replace("X", "0"), plain.replace("X", "9")
    return (value.start or plain)[:7], (value.end or plain)[:7]


def _nearest_year(p: Point, published: _Anchor, future: bool) -> int | None:
    if published.month is None:
        return published.year
    month, day = p.month or 1, p.day
    if p.weekday is not None and day is not None:  # the weekday decides where it can
        for year in (published.year, published.year - 1, published.year + 1):
            if day <= month_end(year, month) and date(year, month, day).weekday() == p.weekday:
                if date(year, month, day) <= published.last or future or year <= published.year:
                    return year
    low = (month, day or 1)
    here = (published.month, published.day or 31)
    past = published.year if low <= here else published.year - 1
    coming = past + 1
    if p.day is None and p.month == published.month:
        return published.year
    probe = date(past, month, min(day or 1, month_end(past, month)))
    ahead = date(coming, month, min(day or 1, month_end(coming, month)))
    days_back, days_on = (published.last - probe).days, (ahead - published.last).days
    if future and days_on <= _COMING:
        return coming
    return coming if days_back > _FAR_PAST and days_on <= _NEAR_FUTURE else past


def _shifted_month(r: Relative, anchor: _Anchor) -> str | None:
    if anchor.month is None:
        return None
    year = anchor.year
    if r.amount < 0:
        year -= 1 if r.value >= anchor.month else 0
    elif r.amount > 0:
        year += 1 if r.value <= anchor.month else 0
    return f"{year:04}-{r.value:02}"


def _shifted_season(r: Relative, anchor: _Anchor) -> str | None:
    if anchor.month is None:
        return None
    ends = {21: 5, 22: 8, 23: 11, 24: 2}[r.value]
    year = anchor.year
    if r.amount < 0:
        over = anchor.month > ends
        year -= (1 if r.value == 24 else 0) if over else (2 if r.value == 24 else 1)
    elif r.amount > 0:
        starts = {21: 3, 22: 6, 23: 9, 24: 12}[r.value]
        year += 0 if anchor.month < starts else 1
    return f"{year:04}-{r.value}"


def _add_months(anchor: _Anchor, months: int) -> tuple[int, int]:
    index = anchor.year * 12 + (anchor.month or 1) - 1 + months
    return index // 12, index % 12 + 1


def _unit(r: Relative, anchor: _Anchor) -> str | None:
    if r.unit == "year":
        return f"{anchor.year + r.amount:04}"
    if r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, r.amount)
        return f"{year:04}-{month:02}"
    if anchor.day is None:
        return None
    day = anchor.first
    if r.unit == "day":
        return (day + timedelta(days=r.amount)).isoformat()
    if r.unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=r.amount)
        first = monday if r.unit == "week" else monday + timedelta(days=5)
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    return None


def _offset(r: Relative, anchor: _Anchor) -> str | None:
    mark = "~" if r.approximate else ""
    if r.unit == "decade":
        return f"{anchor.year + 10 * r.amount:04}~"
    if r.unit == "year":
        return f"{anchor.year + r.amount:04}{mark}"
    if r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, r.amount)
        return f"{year:04}-{month:02}{mark}"
    if anchor.day is None:
        return None
    if r.unit == "day":
        return (anchor.first + timedelta(days=r.amount)).isoformat() + mark
    weeks = r.amount * (2 if r.unit == "fortnight" else 1)
    day = anchor.first + timedelta(weeks=weeks)
    if r.anchor == "narrative":
        return day.isoformat() + "~"
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _stretch(r: Relative, anchor: _Anchor) -> str | None:
    amount = r.amount
    if r.unit in ("year", "decade"):
        years = amount * (10 if r.unit == "decade" else 1)
        pair = [f"{anchor.year + years:04}", f"{anchor.year:04}"]
    elif r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, amount)
        pair = [f"{year:04}-{month:02}", f"{anchor.year:04}-{anchor.month:02}"]
    elif anchor.day is not None and r.unit in ("day", "week", "fortnight"):
        days = amount * {"day": 1, "week": 7, "fortnight": 14}[r.unit]
        pair = [(anchor.first + timedelta(days=days)).isoformat(), anchor.first.isoformat()]
    else:
        return None
    return "/".join(sorted(pair))
