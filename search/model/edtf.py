"""EDTF values (ISO 8601-2:2019, levels 0 and 1, with the seasons, quarters and halves of level 2): what they span.

Only what the analysis writes and a codebook may hold is read: days, months, years, decades (`197X`), centuries
(`18XX`), seasons (`2020-21` … `-24`), quarters (`-33` … `-36`), halves (`-40`, `-41`), intervals and open ends.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from search.model.events import Basis, DateValue, Precision

FIRST_YEAR, LAST_YEAR = 1, 9999

_MARKS = "~?%"
_SIMPLE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?\Z")
_DECADE = re.compile(r"(?P<years>[0-9]{3})X\Z")
_CENTURY = re.compile(r"(?P<years>[0-9]{2})XX\Z")

# Northern, meteorological seasons: codes 21–24 of ISO 8601-2 leave the hemisphere open; English texts mean these.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
_QUARTER_MONTHS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
_HALF_MONTHS = {40: (1, 6), 41: (7, 12)}

# From narrow to wide; `span_days` breaks ties within "range".
ORDER: tuple[Precision, ...] = ("day", "month", "season", "quarter", "year", "range", "decade", "century")


def month_end(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year, month)[1]


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    return f"{year:04}-{first:02}-01", f"{end_year:04}-{end_month:02}-{month_end(end_year, end_month):02}"


def _simple(value: str) -> tuple[str, str, Precision]:
    if found := _DECADE.match(value):
        years = found["years"]
        return f"{years}0-01-01", f"{years}9-12-31", "decade"
    if found := _CENTURY.match(value):
        years = found["years"]
        return f"{years}00-01-01", f"{years}99-12-31", "century"
    found = _SIMPLE.match(value)
    if not found:
        raise ValueError(f"not an EDTF value: {value!r}")
    year = int(found["year"])
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise ValueError(f"no such year: {value!r}")
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"])).isoformat()
        return day, day, "day"
    if not found["month"]:
        return f"{year:04}-01-01", f"{year:04}-12-31", "year"
    month = int(found["month"])
    if 1 <= month <= 12:
        return (*_months(year, month, month), "month")
    if month in _SEASON_MONTHS:
        return (*_months(year, *_SEASON_MONTHS[month]), "season")
    if month in _QUARTER_MONTHS:
        return (*_months(year, *_QUARTER_MONTHS[month]), "quarter")
    if month in _HALF_MONTHS:
        return (*_months(year, *_HALF_MONTHS[month]), "range")
    raise ValueError(f"no such month: {value!r}")


def bounds(edtf: str) -> tuple[str | None, str | None, Precision]:
    """First day, last day (None where open) and precision of an EDTF value; ValueError where it is none."""
    first, slash, last = edtf.strip().partition("/")
    if not slash:
        return _simple(first.rstrip(_MARKS))
    start = None if first in ("..", "") else _simple(first.rstrip(_MARKS))[0]
    end = None if last in ("..", "") else _simple(last.rstrip(_MARKS))[1]
    if start is None and end is None:
        raise ValueError(f"an interval without ends: {edtf!r}")
    if start and end and start > end:
        raise ValueError(f"an interval that ends before it begins: {edtf!r}")
    return start, end, "range"


def date_value(
    edtf: str,
    *,
    basis: Basis = "stated",
    words: str = "",
    rule: str = "",
    anchor: str | None = None,
    why: str = "",
    otherwise: str | None = None,
) -> DateValue:
    """A `DateValue` with the first and last day of `edtf`; ValueError where it is no EDTF value."""
    start, end, precision = bounds(edtf)
    return DateValue(edtf, start, end, precision, basis, words, rule, anchor, why, otherwise)


def overlap(a: DateValue, b: DateValue) -> bool:
    """Whether two dates share a day; an open end reaches for ever."""
    return (a.start or "") <= (b.end or "9999") and (b.start or "") <= (a.end or "9999")


def span_days(value: DateValue) -> int:
    """How many days a value spans; an open one counts as a hundred years."""
    if value.start is None or value.end is None:
        return 36525
    return (date.fromisoformat(value.end) - date.fromisoformat(value.start)).days + 1


def sort_key(value: DateValue) -> tuple[str, int, str]:
    """By first day (an open start by the last), then from precise to vague."""
    return (value.start or value.end or "", ORDER.index(value.precision) * 100_000 + span_days(value), value.edtf)
