"""Dates in queries and metadata → the first and the last day that they may mean.

Understood are EDTF values of levels 0 and 1 (Library of Congress, EDTF 2019: years, months, days, X digits, seasons and
quarters, `?` `~` `%`, intervals) and dates in plain words ("21 December 2020", "december-2020", "2020s").
Days are ISO strings, so they compare as text.
"""

from __future__ import annotations

import re
from calendar import monthrange

from search.text.wordlists import ENGLISH

Range = tuple[str | None, str | None]

_MONTHS = {name: int(number) for name, number in ENGLISH.forms("calendar", "months").items()}
# EDTF's sub-year numbers: seasons 21–24 (here of the northern half, as newspapers use them), quarters 33–36.
_PARTS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
_ISO = re.compile(r"(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?", re.IGNORECASE | re.ASCII)
_DECADE = re.compile(r"([0-9]{3})0s")
_QUARTER = re.compile(r"(?:([0-9]{4})-?q([1-4])|q([1-4])-?([0-9]{4}))")
_COMPARED = re.compile(r"(<=|>=|<|>|≤|≥)\s*(.+)")


def date_range(value: str) -> Range | None:
    """The days of a `date:` value – a date, `first..last`, `..last`, `first..`, `>date`, `<=date` – or None.

    A relation excludes the whole date: `>2019` begins with 1 January 2020.
    """
    value = value.strip()
    compared = _COMPARED.fullmatch(value)
    if compared:
        return _relation(compared.group(1), compared.group(2))
    if ".." in value:
        left, _, right = value.partition("..")
        return _between(left.strip(), right.strip())
    return days(value)


def _relation(sign: str, value: str) -> Range | None:
    known = days(value)
    if known is None:
        return None
    first, last = known
    if sign in (">=", "≥"):
        return first, None
    if sign in ("<=", "≤"):
        return None, last
    if sign == ">":
        return (_step(last, 1), None) if last else None
    return (None, _step(first, -1)) if first else None


def _between(left: str, right: str) -> Range | None:
    first = days(left) if left else (None, None)
    last = days(right) if right else (None, None)
    if first is None or last is None or not (left or right):
        return None
    return (last[0], first[1]) if first[0] and last[1] and first[0] > last[1] else (first[0], last[1])


def days(value: str) -> Range | None:
    """The first and last day of one date or EDTF value; None when it is no date, an end None when it is open."""
    value = value.strip().rstrip("?~%").lower().replace(",", " ")
    if "/" in value:
        left, _, right = value.partition("/")
        return _between("" if left in ("", "..") else left, "" if right in ("", "..") else right)
    if iso := _ISO.fullmatch(value):
        return _iso(iso.group(1), iso.group(2), iso.group(3))
    if decade := _DECADE.fullmatch(value):
        return f"{decade.group(1)}0-01-01", f"{decade.group(1)}9-12-31"
    if quarter := _QUARTER.fullmatch(value):
        return _iso(quarter.group(1) or quarter.group(4), str(32 + int(quarter.group(2) or quarter.group(3))), None)
    return _words(re.findall(r"[a-z]+|[0-9]+", value))


def _iso(year: str, month: str | None, day: str | None) -> Range | None:
    low, high = year.replace("x", "0"), year.replace("x", "9")
    if low == "0000":
        low = "0001"
    if high == "0000":
        return None
    if month is None or month == "xx":
        return f"{low}-01-01", f"{high}-12-31"
    number = int(month)
    if number in _PARTS and day is None:
        begin, end = _PARTS[number]
        after = min(int(high) + (end > 12), 9999)
        return f"{low}-{begin:02}-01", _last_day(f"{after:04}", (end - 1) % 12 + 1)
    if not 1 <= number <= 12:
        return None
    if day is None or day == "xx":
        return f"{low}-{month}-01", _last_day(high, number)
    last = _last_day(high, number)
    return (f"{low}-{month}-{day}", f"{high}-{month}-{day}") if "01" <= day <= last[8:] else None


def _words(parts: list[str]) -> Range | None:
    """A date in plain words: a month's name and a year, with or without a day, in any order."""
    months = [_MONTHS[part] for part in parts if part in _MONTHS]
    years = [part for part in parts if part.isdigit() and len(part) == 4]
    others = [part for part in parts if part not in _MONTHS and part not in years]
    if len(months) != 1 or len(years) != 1 or len(others) > 1:
        return None
    if not others:
        return _iso(years[0], f"{months[0]:02}", None)
    number = re.fullmatch("[0-9]{1,2}", others[0])
    return _iso(years[0], f"{months[0]:02}", f"{int(others[0]):02}") if number else None


def _last_day(year: str, month: int) -> str:
    return f"{year}-{month:02}-{monthrange(int(year), month)[1]:02}"


def _step(day: str, by: int) -> str:
    """The day after or before; the ends of the calendar stay where they are."""
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
    except OverflowError:
        return day
