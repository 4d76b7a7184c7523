"""Calendar arithmetic for dates told from another date: anchors, nearest years, shifted units, as EDTF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.analysis.dates.types import Point, Relative
from search.model import DateValue
from search.model.edtf import month_end

# A year-less date this far back (days) is rather one soon to come, if that lies within NEAR_FUTURE days.
_FAR_PAST, _NEAR_FUTURE = 320, 45
# Where the words look ahead, a day at most this far off (days).
_MAX_COMING_DAYS = 270


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date to count from: as many of its parts as are known."""

    value: DateValue
    year: int
    month: int | None
    day: int | None

    @property
    def first(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or month_end(self.year, month))


def anchor_of(value: DateValue | None) -> Anchor | None:
    """A date as something to count from; None for ranges, decades and what is not known."""
    if value is None or value.start is None:
        return None
    if value.precision == "range":  # "from 2008 to 2015 … a year later": the end counts
        return Anchor(value, int(value.end[:4]), None, None) if value.end else None
    if value.precision in ("season", "quarter"):
        return Anchor(value, int(value.start[:4]), None, None)
    if value.precision not in ("day", "month", "year"):
        return None
    first = date.fromisoformat(value.start)
    month = first.month if value.precision != "year" else None
    return Anchor(value, first.year, month, first.day if value.precision == "day" else None)


def publication(anchor: Anchor) -> str:
    """The publication date in words, marked where it was itself worked out."""
    note = " (itself inferred)" if anchor.value.basis == "inferred" else ""
    return f"the publication date {anchor.value.edtf}{note}"


def exists(p: Point) -> bool:
    """Whether the point is a day of the calendar."""
    return bool(
        p.year
        and p.month
        and p.day
        and 1 <= p.year <= 9998
        and 1 <= p.month <= 12
        and p.day <= month_end(p.year, p.month)
    )


def edtf_of(p: Point) -> str:
    """The EDTF value of a point whose year is known."""
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


def nth_day(p: Point) -> Point:
    """The point with its day where it is told as a weekday of the month; ValueError where the month has no such day."""
    if not p.nth or p.weekday is None or p.year is None or p.month is None:
        return p
    length = month_end(p.year, p.month)
    if p.nth > 0:
        day = 1 + (p.weekday - date(p.year, p.month, 1).weekday()) % 7 + 7 * (p.nth - 1)
    else:
        day = length - (date(p.year, p.month, length).weekday() - p.weekday) % 7
    if day > length:
        raise ValueError(f"no such day in the month: {p}")
    return replace(p, day=day, nth=0)


def ends_of(value: DateValue) -> tuple[str, str]:
    """What to write at the beginning and at the end of an interval: EDTF has no wide values or seasons there."""
    plain = value.edtf.rstrip("~")
    if value.precision in ("day", "month", "year"):
        return value.edtf, value.edtf
    if value.precision in ("decade", "century"):
        return plain.replace("X", "0"), plain.replace("X", "9")
    return (value.start or plain)[:7], (value.end or plain)[:7]


def nearest_year(p: Point, published: Anchor, future: bool) -> int | None:
    """The year of a year-less point: nearest to the publication, the past favoured unless the words look ahead."""
    if published.month is None:
        return published.year
    month, day = p.month or 1, p.day
    if p.code and p.month:  # a season or quarter: by its middle
        day = None
    if p.nth:
        day = 7 * max(p.nth, 1) if p.nth > 0 else 25
        p = replace(p, weekday=None, day=day)
    if p.weekday is not None and day is not None:  # the weekday decides where it can
        for year in (published.year, published.year - 1, published.year + 1):
            fits = day <= month_end(year, month) and date(year, month, day).weekday() == p.weekday
            if fits and (year <= published.year or future or date(year, month, day) <= published.last):
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
    if future and days_on <= _MAX_COMING_DAYS:
        return coming
    return coming if days_back > _FAR_PAST and days_on <= _NEAR_FUTURE else past


def shifted_month(r: Relative, anchor: Anchor) -> str | None:
    """Last October, next March; "that October" (amount 2) is the anchor's year's."""
    if r.amount == 2:
        return f"{anchor.year:04}-{r.value:02}"
    if anchor.month is None:  # "in 1999 …, and reopened the following March"
        return f"{anchor.year + r.amount:04}-{r.value:02}" if r.anchor == "narrative" else None
    year = anchor.year
    if r.amount < 0:
        year -= 1 if r.value >= anchor.month else 0
    elif r.amount > 0:
        year += 1 if r.value <= anchor.month else 0
    return f"{year:04}-{r.value:02}"


# The middle months of the seasons, by their EDTF codes.
SEASON_MONTHS = {21: 4, 22: 7, 23: 10, 24: 1}


def part_of_unit(r: Relative, anchor: Anchor) -> str | None:
    """The end of the year, the beginning of this month; `value` is the month for a part of a year."""
    if r.unit == "year":
        return f"{anchor.year + r.amount:04}-{r.value:02}~"
    if r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, r.amount)
        return f"{year:04}-{month:02}~"
    return None


def shifted_season(r: Relative, anchor: Anchor) -> str | None:
    """Last summer, this spring; "the spring of that year" (amount 2)."""
    if r.amount == 2:
        return f"{anchor.year:04}-{r.value}"
    if anchor.month is None:  # "it began in 1990, and the following spring …"
        return f"{anchor.year + r.amount:04}-{r.value}" if r.anchor == "narrative" else None
    ends = {21: 5, 22: 8, 23: 11, 24: 2}[r.value]
    year = anchor.year
    if r.amount < 0:
        over = anchor.month > ends
        year -= (1 if r.value == 24 else 0) if over else (2 if r.value == 24 else 1)
    elif r.amount > 0:
        starts = {21: 3, 22: 6, 23: 9, 24: 12}[r.value]
        year += 0 if anchor.month < starts else 1
    return f"{year:04}-{r.value}"


def _add_months(anchor: Anchor, months: int) -> tuple[int, int]:
    index = anchor.year * 12 + (anchor.month or 1) - 1 + months
    return index // 12, index % 12 + 1


def unit_shifted(r: Relative, anchor: Anchor) -> str | None:
    """Last week, next month, the following day; None where the anchor is too coarse."""
    mark = "~" if r.approximate else ""
    if r.unit == "year":
        return f"{anchor.year + r.amount:04}{mark}"
    if r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, r.amount)
        return f"{year:04}-{month:02}{mark}"
    if anchor.day is None:
        return None
    day = anchor.first
    if r.unit == "weekend" and r.amount == 9:  # "over the weekend": this one on its own days, else the last
        r = replace(r, amount=0 if day.weekday() >= 5 else -1)
    if r.unit == "day":
        return (day + timedelta(days=r.amount)).isoformat()
    if r.unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=r.amount)
        first = monday if r.unit == "week" else monday + timedelta(days=5)
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    return None


def offset_by(r: Relative, anchor: Anchor) -> str | None:
    """Five years ago, two days later; None where the anchor is too coarse."""
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
    if r.anchor == "event":
        return day.isoformat() + mark
    if r.anchor == "narrative":
        return day.isoformat() + "~"
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def turned(r: Relative, anchor: Anchor) -> str | None:
    """Four years ago tomorrow, ten years ago this week: the same day, week or month of another year."""
    if r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, r.value + 12 * r.amount)
        return f"{year:04}-{month:02}"
    if anchor.day is None:
        return None
    day = anchor.first + timedelta(days=r.value if r.unit == "day" else 7 * r.value)
    year = day.year + r.amount
    then = date(year, day.month, min(day.day, month_end(year, day.month)))
    if r.unit == "day":
        return then.isoformat()
    monday = then - timedelta(days=then.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def day_told(day: int, anchor: Anchor, ahead: bool) -> str | None:
    """ "On the 7th": the next such day of the month after a date told (`ahead`), the last before a publication."""
    if anchor.month is None:
        return None
    year, month = anchor.year, anchor.month
    if anchor.day is not None and ahead and day < anchor.day:
        year, month = _add_months(anchor, 1)
    elif anchor.day is not None and not ahead and day > anchor.day:
        year, month = _add_months(anchor, -1)
    return date(year, month, day).isoformat()


def instant(r: Relative, anchor: Anchor) -> str | None:
    """ "The 3rd instant", "the 21st ultimo": `value` is the day, of the month of writing or the one before."""
    if anchor.month is None:
        return None
    year, month = _add_months(anchor, r.amount)
    return date(year, month, r.value).isoformat()


def weekdays_told(r: Relative, anchor: Anchor, future: bool) -> str | None:
    """From Monday to Wednesday: `value` to `amount`, up to the publication, or after it where the words look ahead."""
    if anchor.day is None:
        return None
    day = anchor.first
    if future:
        first = day + timedelta(days=(r.value - day.weekday()) % 7)
        last = first + timedelta(days=(r.amount - r.value) % 7)
    else:
        last = day - timedelta(days=(day.weekday() - r.amount) % 7)
        first = last - timedelta(days=(r.amount - r.value) % 7)
    return f"{first.isoformat()}/{last.isoformat()}"


_DAYS: Mapping[str, int] = {"day": 1, "week": 7, "fortnight": 14}


def stretch_to(r: Relative, anchor: Anchor) -> str | None:
    """In the last three years: from there to the anchor, or on from it."""
    amount = r.amount
    if r.unit in ("year", "decade"):
        years = amount * (10 if r.unit == "decade" else 1)
        pair = [f"{anchor.year + years:04}", f"{anchor.year:04}"]
    elif r.unit == "month" and anchor.month:
        year, month = _add_months(anchor, amount)
        pair = [f"{year:04}-{month:02}", f"{anchor.year:04}-{anchor.month:02}"]
    elif anchor.day is not None and r.unit in _DAYS:
        days = timedelta(days=amount * _DAYS[r.unit])
        pair = [(anchor.first + days).isoformat(), anchor.first.isoformat()]
    else:
        return None
    return "/".join(sorted(pair))
