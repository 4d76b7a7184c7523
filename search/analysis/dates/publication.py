"""When a text was published, worked out from the text itself where nothing else says so.

Always *inferred*, with its reason, and only as precise as the evidence: a line or dateline that is a date gives the
day; the latest date told gives the month. Where there is nothing of the kind the date stays unknown.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.expressions import expressions
from search.analysis.dates.types import Found, Point, Token, tokens_of
from search.analysis.lexicon import ENGLISH
from search.model import DateValue, Span
from search.model.edtf import date_value, month_end
from search.text.segmentation import paragraphs_of, parts

# How many paragraphs at either end of a text can hold its date.
_MAX_EDGE = 6
# A weekday with day and month fixes the year within this many years after the latest year told.
_MAX_YEARS_AHEAD = 3
_LABEL = re.compile(
    r"(?:first |originally |last )?(published|posted|updated|modified|date|dated|issued|filed|released|written)\b"
    r"(?: on)?:?\s*",
    re.IGNORECASE,
)
_NOT_YET = frozenset(["before", "by", "until", "till", "would", "could", "might", "may"])


@dataclass(frozen=True, slots=True)
class _Told:
    point: Point
    words: str
    future: bool


def infer(text: str) -> DateValue | None:
    """The publication date as far as `text` betrays it, with `why`; None where it does not.

    In this order: a line that is a full date, alone or after "Published"; a dateline; a heading that says what the text
    is and of which day ("Minutes of the meeting held on …"); the latest full date that is not told as still to come;
    the latest date without a year, its year found from its weekday or the latest year told.
    """
    rest = paragraphs_of(text)
    head = list(islice(rest, _MAX_EDGE))
    edge = [*head, *deque(rest, maxlen=_MAX_EDGE)]
    return _dated_line(text, edge) or _dateline(text, head) or _heading(text, head) or _latest(text)


def _value(edtf: str, words: str, why: str, anchor: str | None = None) -> DateValue:
    return date_value(edtf, basis="inferred", words=words, rule="publication", anchor=anchor, why=why)


def _full(point: Point | None) -> date | None:
    if point is None or not point.year or not point.month or not point.day or point.order == "either":
        return None
    if point.day > month_end(point.year, point.month):
        return None
    return date(point.year, point.month, point.day)


def _dated_line(text: str, edge: Sequence[Span]) -> DateValue | None:
    best: tuple[int, DateValue] | None = None
    for part in edge:
        line = text[part.start : part.end]
        if len(line) > 80:
            continue
        label = _LABEL.match(line)
        tokens = tokens_of(line, label.end() if label else 0, len(line))
        found = expressions(tokens)
        day = _full(found[0].point) if len(found) == 1 and not found[0].until and not found[0].open else None
        if day is None or found[0].first > 0 or (len(tokens) - found[0].last > (6 if label else 0)):
            continue
        kind = label.group(1).lower() if label else ""
        rank = 2 if kind in ("updated", "modified") else 0 if label else 1
        if best is None or rank < best[0]:
            best = rank, _value(day.isoformat(), line.strip(), f"a line of the text is a date: “{line.strip()}”")
    return best[1] if best else None


def _dateline(text: str, head: Sequence[Span]) -> DateValue | None:
    """LISBON, 5 March 2019 (Agency) — …"""
    for part in head[:4]:
        line = text[part.start : min(part.end, part.start + 90)]
        tokens = tokens_of(line, 0, len(line))
        if not tokens or not tokens[0].capital or len(tokens[0].text) < 3:
            continue
        for found in expressions(tokens):
            day = _full(found.point)
            place = all(t.capital or not t.text.isalpha() for t in tokens[: found.first]) and 0 < found.first <= 6
            after = [t.text for t in tokens[found.last : found.last + 6]]
            if day and place and not found.until and any(sign in after for sign in ("—", "–", "-", ":")):
                words = line[: tokens[found.last - 1].end]
                return _value(day.isoformat(), words, f"the text begins with a dateline: “{words}”")
    return None


# Texts that were spoken or decided on a day, and say so at their head.
_KIND = re.compile(
    rf"\b{ENGLISH.pattern('dates', 'dated kinds of document')}\b",
    re.IGNORECASE,
)


def _heading(text: str, head: Sequence[Span]) -> DateValue | None:
    """MINUTES of a meeting of the council held on Friday, 14 November 1958."""
    for part in head[:4]:
        line = text[part.start : part.end]
        if len(line) > 300 or not _KIND.search(line):
            continue
        days = [(f, day) for f in expressions(tokens_of(line, 0, len(line))) if (day := _full(f.point)) and not f.until]
        if len(days) == 1:
            tokens = tokens_of(line, 0, len(line))
            words = line[tokens[days[0][0].first].start : tokens[days[0][0].last - 1].end]
            return _value(days[0][1].isoformat(), words, f"the text's heading is dated: “{words}”")
    return None


def _told(text: str) -> tuple[list[_Told], bool]:
    """The points told, and whether the text speaks from its own day ("on Tuesday", "last week")."""
    out: list[_Told] = []
    speaks = False
    for part in parts(text):
        tokens = tokens_of(text, part.start, part.end)
        for found in expressions(tokens):
            if found.relative is not None:
                speaks = speaks or found.relative.anchor == "publication"
                continue
            words = text[tokens[found.first].start : tokens[found.last - 1].end]
            future = _ahead(tokens, found)
            out.extend(_Told(p, words, future) for p in (found.point, found.until) if p is not None)
            speaks = speaks or (found.point is not None and found.point.year is None)
    return out, speaks


def _ahead(tokens: list[Token], found: Found) -> bool:
    for k in range(found.first - 1, max(-1, found.first - 9), -1):
        low = tokens[k].low
        if low in (".", "!", "?", ";"):
            return False
        if low in dw.FUTURE_CUES or (low in _NOT_YET and (k == found.first - 1 or low not in ("before", "by"))):
            return True
    return tokens[found.first].low in ("until", "till")


def _latest(text: str) -> DateValue | None:
    told, speaks = _told(text)
    if not speaks:
        return None  # nothing speaks from the day of writing: a history, a statute, a biography
    past = [t for t in told if not t.future and not t.point.wide]
    years = [t.point.year for t in past if t.point.year]
    latest_year = max(years, default=None)
    full = max(((day, t) for t in past if (day := _full(t.point))), key=lambda pair: pair[0], default=None)
    if full and full[0].year == latest_year:
        day, row = full
        month = max([day.month, *(t.point.month or 0 for t in past if t.point.year == latest_year)])
        why = f"the latest full date told is “{row.words}”"
        return _value(f"{day.year:04}-{month:02}", row.words, why, day.isoformat())
    if latest_year is None:
        return None
    return _completed([t for t in past if t.point.year is None and t.point.month and t.point.day], latest_year)


def _completed(rows: list[_Told], latest_year: int) -> DateValue | None:
    """The latest day without a year, its year worked out."""
    fixed: dict[int, _Told] = {}
    for row in rows:
        p = row.point
        if p.weekday is None:
            continue
        for year in range(latest_year, latest_year + _MAX_YEARS_AHEAD + 1):
            if _weekday(year, p) == p.weekday:
                fixed.setdefault(year, row)
                break
    if len(fixed) > 1:
        return None
    if fixed:
        year, row = next(iter(fixed.items()))
        how = f"“{row.words}” is such a weekday in {year}, and {latest_year} is the latest year told"
    else:
        year = latest_year
        how = f"{latest_year} is the latest year told"
    if not rows:
        return None
    last = max(rows, key=lambda t: (t.point.month or 0, t.point.day or 0))
    why = f"the latest date told is “{last.words}”; {how}"
    return _value(f"{year:04}-{last.point.month or 1:02}", last.words, why)


def _weekday(year: int, p: Point) -> int | None:
    month, day = p.month or 1, p.day or 1
    return date(year, month, day).weekday() if 1 <= year <= 9998 and day <= month_end(year, month) else None
