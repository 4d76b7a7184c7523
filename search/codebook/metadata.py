"""What is known of a document: canonical keys, harmless values, publication dates as EDTF."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from search.text.folding import fold
from search.text.sanitise import sanitise_line
from search.text.wordlists import WordLists

KEYS = ("title", "source", "author", "published", "language", "url", "published_basis", "published_why")
MAX_CHARACTERS = 500

ENGLISH = WordLists(Path(__file__).with_name("en"))
SYNONYMS: Mapping[str, str] = {**{key: key for key in KEYS}, **ENGLISH.forms("metadata", "synonyms")}

DATES_ACCEPTED = (
    "Accepted are 2020, 2020-12, 2020-12-21, 21 December 2020, December 21, 2020 and EDTF (2020-12~, 202X)."
)


def canonical(key: str) -> str | None:
    """The canonical name of a metadata key, or None for one that says nothing we keep."""
    return SYNONYMS.get(key.strip().lower().replace(" ", "_").replace("-", "_"))


def value_of(raw: str) -> str:
    """A metadata value made harmless: one line, at most 500 characters."""
    line = sanitise_line(raw[: 4 * MAX_CHARACTERS])
    return line if len(line) <= MAX_CHARACTERS else line[: MAX_CHARACTERS - 1].rstrip() + "…"


# ---- publication dates -----------------------------------------------------------------------------------------

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:[t\s,]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,30})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WORDED = tuple(
    re.compile(_WEEKDAY + pattern + _CLOCK)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[\s,]+{_MONTH}\s+(?P<day>\d{{1,2}})",
        rf"(?P<day>){_MONTH}[\s,]+(?:of\s+)?(?P<year>\d{{4}})",
    )
)
_NUMERIC = re.compile(
    r"(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?"
    r"|(?P<packed_month>\d{2})(?P<packed_day>\d{2}))" + _CLOCK
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ABOUT = re.compile(r"(?:circa|ca?\.|about|around)\s*(?=\d|[a-z])")
_EDTF = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?[?~%]?")


def published_of(raw: str) -> str | None:
    """A date as people write it → EDTF (ISO 8601-2): a day, a month, a year or an interval; None when it is none.

    The time of day is left off. 03/04/2020 is none: it may mean two days.
    """
    value = raw.strip()
    if not value or len(value) > 100:
        return None
    if (edtf := _edtf(value)) is not None:
        return edtf
    low = " ".join(fold(value).split())
    about = _ABOUT.match(low)
    if about:
        found = published_of(low[about.end() :])
        return f"{found}~" if found and found[-1] not in "?~%" else found
    for pattern in _WORDED:
        if match := pattern.fullmatch(low):
            month = _MONTHS.index(match["month"][:3]) + 1
            return _iso(match["year"], month, int(match["day"]) if match["day"] else None)
    if match := _NUMERIC.fullmatch(low):
        day = match["day"] or match["packed_day"]
        return _iso(match["year"], int(match["month"] or match["packed_month"]), int(day) if day else None)
    if match := _DAY_FIRST.fullmatch(low):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return _iso(match[3], second, first)
        if second > 12:
            return _iso(match[3], first, second)
    return None


def _iso(year: str, month: int, day: int | None) -> str | None:
    try:
        date(int(year), month, day or 1)
    except ValueError:
        return None
    return f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"


def _edtf(value: str) -> str | None:
    """`value` where it is EDTF already: level 0 and 1 dates, seasons and intervals."""
    start, slash, end = value.partition("/")
    if not slash:
        return value if _edtf_date(value) else None
    open_ends = ("", "..")
    if start in open_ends and end in open_ends:
        return None
    if not all(part in open_ends or _edtf_date(part) for part in (start, end)):
        return None
    first, last = start.rstrip("?~%"), end.rstrip("?~%")
    if first[:4].isdigit() and last[:4].isdigit() and first[: len(last)] > last:
        return None
    return value


def _edtf_date(value: str) -> bool:
    """Whether `value` is a year, month, season or day of EDTF, perhaps with X for unknown digits and ?, ~ or %."""
    match = _EDTF.fullmatch(value)
    if not match or value.startswith("0000"):
        return False
    year, month, day = match.groups()
    if month is None:
        return True
    if not year.isdigit():
        return False
    if month == "XX":
        return day in (None, "XX")
    if day is None and 21 <= int(month) <= 41:
        return True  # seasons, quarters and halves of the year
    return _iso(year, int(month), None if day in (None, "XX") else int(day)) is not None


# ---- both together ---------------------------------------------------------------------------------------------


def normalised(raw: Mapping[str, str], trouble: Callable[[str, str], None]) -> dict[str, str]:
    """Canonical metadata made harmless, the publication date as EDTF.

    `trouble(key, value)` is called for a date that is none; its value is then left out.
    """
    clean = {key: line for key, value in raw.items() if key in KEYS and (line := value_of(value))}
    if "published" in clean:
        day = published_of(clean["published"])
        if day is None:
            trouble("published", clean.pop("published"))
        else:
            clean["published"] = day
    return clean
