"""Points of the calendar with names: seasons, quarters, decades, centuries, holidays; and any point, with its part."""

from __future__ import annotations

import re
from dataclasses import replace

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.calendar_points import CalendarPoints, real_day
from search.analysis.dates.tokens import CLAUSE_END, DASHES, Tokens
from search.analysis.dates.types import Point
from search.analysis.lexicon import ENGLISH, words

_DAY_CALLS = words("on since until till by before after")
_AFTER_DAY = ENGLISH.words("dates", "after a day")
_ENDINGS = frozenset(["st", "nd", "rd", "th"])
_HOLIDAY_HEADS = frozenset(key[0] for key in (*dw.HOLIDAYS, *dw.MOVING_HOLIDAYS))
_EDGES = words("first opening last final closing early")
_SEASON_THINGS = ENGLISH.words("dates", "after a season")
_SEASON_CALLS = words("in before by during until till since over through throughout after")


class NamedDates:
    """The rules that read one point of the calendar, with whatever name and whatever part of it."""

    def __init__(self, tokens: Tokens, calendar: CalendarPoints) -> None:
        self.tokens, self.size = tokens.tokens, tokens.size
        # What the rules ask at every token, under its own name.
        self.low, self.joined, self.number, self.day = tokens.low, tokens.joined, tokens.number, tokens.day
        self.month, self.after_month, self.plain_year = tokens.month, tokens.after_month, tokens.plain_year
        self.short_year, self.bare_year, self.circa = tokens.short_year, tokens.bare_year, tokens.circa
        self.glued_left, self.has_before = tokens.glued_left, tokens.has_before
        self.numeric, self.dated, self.bare_month = calendar.numeric, calendar.dated, calendar.bare_month
        self.year_after, self.with_year_told = calendar.year_after, calendar.with_year_told
        self._read: dict[tuple[int, bool, bool], tuple[Point, int] | None] = {}  # several rules ask for one place

    def season(self, i: int) -> tuple[Point, int] | None:
        """Spring 2021, the summer of 1969; the first quarter of 2020, Q1 2020; the second half of 2019."""
        code = dw.SEASONS.get(self.low(i))
        if code is not None:
            year, after = self.year_after(i + 1)
            if year is not None and self.low(i - 1) == "a":
                return None  # "a fall of 1990 points"
            if year is not None and self.low(after) in DASHES | {"/"} and self.joined(after) and self.joined(after + 1):
                short = self.low(after + 1)  # the winter of 1990-91
                after += 2 if len(short) == 2 and short.isdigit() and (year + 1) % 100 == int(short) else 0
            return (Point(year, code=code), after) if year is not None else None
        ordinal, noun = dw.ORDINALS.get(self.low(i)), self.low(i + 1)
        if re.fullmatch(r"[1-4](st|nd|rd|th)", self.low(i)):
            ordinal = int(self.low(i)[0])
        if ordinal and ((noun == "quarter" and ordinal <= 4) or (noun == "half" and ordinal <= 2)):
            year, after = self.year_after(i + 2)
            code = (32 if noun == "quarter" else 39) + ordinal
            told = self.with_year_told((Point(code=code), i + 2))
            return (Point(year, code=code), after) if year is not None else told if told[1] > i + 2 else None
        return self.business_time(i)

    def business_time(self, i: int) -> tuple[Point, int] | None:
        """Q1 2020, 1Q 2020, H1 2020; fiscal 2023, FY2023 (approximate: such a year need not begin in January)."""
        word = self.low(i)
        if (
            word in ("q", "h")
            and self.joined(i + 1)
            and self.number(i + 1) in ((1, 2, 3, 4) if word == "q" else (1, 2))
        ):
            part, k = self.number(i + 1) or 1, i + 2
        elif self.number(i) in (1, 2, 3, 4) and self.low(i + 1) == "q" and self.joined(i + 1):
            word, part, k = "q", self.number(i) or 1, i + 2
        elif word in ("fiscal", "fy") and self.low(i - 1) not in ("each", "every"):
            k = i + 2 if self.low(i + 1) == "year" else i + 1
            year = self.number(k) if self.joined(k) else self.plain_year(k)
            return (Point(year, approximate=True), k + 1) if year is not None and 1900 <= year <= 2190 else None
        else:
            return None
        year, after = self.year_after(k)
        return (Point(year, code=(32 if word == "q" else 39) + part), after) if year is not None else None

    def nth_weekday(self, i: int) -> tuple[Point, int] | None:
        """The first Monday in September 1990, the last Friday of June."""
        k = i + 1 if self.low(i) == "the" else i
        if self.low(k + 1) not in dw.FULL_WEEKDAYS:
            return None
        nth = -1 if self.low(k) == "last" else dw.ORDINALS.get(self.low(k), 0)
        month = self.month(k + 3)
        if not -1 <= nth <= 5 or not nth:
            return None
        if month is None or self.low(k + 2) not in ("in", "of") or not self.tokens[k + 3].capital:
            return None
        year, after = self.year_after(self.after_month(k + 3))
        point = Point(year, month, weekday=dw.WEEKDAYS[self.low(k + 1)], nth=nth)
        return self.with_year_told((point, after))

    def holiday(self, i: int) -> tuple[Point, int] | None:
        """Christmas Eve 1990; without a year only after a word that calls for a day: on Boxing Day."""
        if self.low(i) not in _HOLIDAY_HEADS or not self.tokens[i].capital:
            return None
        for size in (3, 2, 1):
            key = tuple(self.low(i + n) for n in range(size))
            fixed, moving = dw.HOLIDAYS.get(key), dw.MOVING_HOLIDAYS.get(key)
            if fixed is None and moving is None:
                continue
            year, after = self.year_after(i + size)
            called = self.low(i - 1) in _DAY_CALLS and key != ("christmas",) and not self._names(i + size)
            if year is None and (not called or self.low(i - 2) in dw.UNITS or self.low(i - 2) in dw.WEEKDAYS):
                return None  # "the Friday before Labor Day"
            if moving:
                return Point(year, moving[0], weekday=moving[1], nth=moving[2]), after
            month, day = fixed or (12, 25)
            return Point(year, month, day, approximate=key == ("christmas",)), after
        return None

    def _names(self, i: int) -> bool:
        """Whether a word follows that makes what stands before it part of a name or a thing: Boxing Day sales."""
        return self.low(i) not in CLAUSE_END and self.low(i) not in _AFTER_DAY

    def spelled_day(self, i: int) -> tuple[Point, int] | None:
        """The third of May, the twenty-first of June 1990."""
        k = i + 1
        day = dw.ORDINALS.get(self.low(k), 0)
        if self.low(k) in ("twenty", "thirty") and self.low(k + 1) in DASHES:
            unit = dw.ORDINALS.get(self.low(k + 2), 0)
            day, k = (20 if self.low(k) == "twenty" else 30) + unit if 1 <= unit <= 9 else 0, k + 2
        month = self.month(k + 2)
        if not day or self.low(k + 1) != "of" or month is None or not self.tokens[k + 2].capital:
            return None
        if not real_day(2000, month, day):
            return None
        year, after = self.year_after(self.after_month(k + 2))
        return Point(year, month, day), after

    def lone_day(self, i: int) -> tuple[Point, int] | None:
        """ "On the 7th", "by the 21st of the month", "on the twenty-ninth": a day of the month that is told of."""
        if self.low(i - 1) not in ("on", "until", "by") or self.low(i) != "the":
            return None
        day, k = self.day(i + 1) if self.low(i + 1)[-2:] in _ENDINGS else None, i + 2
        if self.low(i + 1) in ("twenty", "thirty") and self.low(i + 2) in DASHES:
            unit = dw.ORDINALS.get(self.low(i + 3), 0)
            day, k = (20 if self.low(i + 1) == "twenty" else 30) + unit if 1 <= unit <= 9 else None, i + 4
            day = day if day and day <= 31 else None
        elif day is None and 4 <= dw.ORDINALS.get(self.low(i + 1), 0) <= 20:
            day = dw.ORDINALS[self.low(i + 1)]
        if self.low(k) == "of" and self.low(k + 1) in ("the", "that", "this") and self.low(k + 2) == "month":
            return (Point(day=day), k + 3) if day else None
        following = self.low(k).split("'")[0]
        return (Point(day=day), k) if day and (following in CLAUSE_END or following in _AFTER_DAY) else None

    def wide(self, i: int) -> tuple[Point, int] | None:
        """1970s, the '70s, the seventies, the nineteenth century, 19th-century."""
        text = self.low(i)
        if text.endswith("s") and text[:-1].isdigit():
            return self._decade_in_figures(i)
        if year := self._plural_year(i):
            return Point(year, wide="decade"), i + 3  # "the 1990's", as some newspapers write it
        if text in dw.DECADE_WORDS and self.decade_called(i):
            return Point(1900 + 10 * dw.DECADE_WORDS[text], wide="decade"), i + 1
        return self._century(i)

    def _decade_in_figures(self, i: int) -> tuple[Point, int] | None:
        """1970s, the '70s, in the mid-90s; not "a man in his 70s", "-40s"."""
        text = self.low(i)
        if self.glued_left(i) or self.low(i - 1) in dw.AGE_BEFORE:
            return None
        if len(text) == 5 and text[3] == "0" and 1000 <= int(text[:4]) <= 2190:
            return Point(int(text[:4]), wide="decade"), i + 1
        if self.has_before(i, dw.DEGREES, 8):
            return None
        quoted = self.low(i - 1) in ("'", "’", "‘") and self.joined(i)
        if len(text) == 3 and text[1] == "0" and int(text[:2]) >= 20 and (quoted or self.decade_called(i)):
            return Point(1900 + int(text[:2]), wide="decade"), i + 1
        return None

    def _plural_year(self, i: int) -> int | None:
        """The first year of a decade written with an apostrophe, "1990's"."""
        year = self.plain_year(i)
        plural = self.low(i + 1) in ("'", "’") and self.low(i + 2) == "s" and self.joined(i + 1) and self.joined(i + 2)
        if not year or year % 10 or not plural or not self.decade_called(i) or self.low(i + 3).isalpha():
            return None
        return year

    def _century(self, i: int) -> tuple[Point, int] | None:
        """The nineteenth century, 19th-century, the twenty-first century."""
        text = self.low(i)
        ordinal = dw.ORDINALS.get(text) or (int(text[:-2]) if re.fullmatch(r"[0-9]{1,2}(st|nd|rd|th)", text) else None)
        k = i + 2 if self.low(i + 1) in DASHES else i + 1
        if text == "twenty" and self.low(i + 1) in DASHES and self.low(i + 2) == "first":
            ordinal, k = 21, i + 4 if self.low(i + 3) in DASHES else i + 3
        if ordinal and 10 <= ordinal <= 22 and self.low(k) == "century":
            return Point((ordinal - 1) * 100, wide="century"), k + 1
        return None

    def decade_called(self, i: int) -> bool:
        """Whether "the", not an age, leads up to a decade written short; "in mid-90s" does without."""
        if self.low(i - 1) in ("and", "or", "to", "/", *DASHES) and self.low(i - 2)[-2:] == "0s":
            return True  # "the 1940s and 50s"
        k = i - 1
        while self.low(k) in ("early", "mid", "late", "-", "–", "'", "’", "‘") and k > i - 4:
            k -= 1
        if self.low(k) == "the":
            return self.low(k - 1) not in ("into", "with")
        return k < i - 1 and self.low(k) not in dw.AGE_BEFORE and self.low(i - 1) not in ("'", "’", "‘")

    def point(self, i: int, bare: bool = True) -> tuple[Point, int] | None:
        """Any of these at `i`, with "early", "mid-", "the end of" and the like before it."""
        k = self.part(i)
        if k != i:
            inner = self.season_year(k, self.low(i) in ("late", "end") or self.low(i + 1) in ("late", "end"))
            inner = inner or self.plain_point(k, bare=True, called=True)
            return (replace(inner[0], approximate=inner[0].wide == ""), inner[1]) if inner else None
        found = self.plain_point(i, bare)
        return None if found and found[0].year is None and self.recurs(i, found[1]) else found

    def season_year(self, i: int, end: bool) -> tuple[Point, int] | None:
        """1960-61 or 2010/11 after a part: the end of it lies in the second year, its beginning in the first."""
        year = self.plain_year(i)
        short = self.low(i + 2)
        if year is None or self.low(i + 1) not in DASHES | {"/"} or len(short) != 2 or not short.isdigit():
            return None
        if not self.joined(i + 1) or not self.joined(i + 2) or (year + 1) % 100 != int(short):
            return None
        return Point(year + 1 if end else year), i + 3

    def recurs(self, first: int, last: int) -> bool:
        """Whether what stands around a year-less date says that it comes again: "every 3 May", "on 3 May each year"."""
        if self.low(last) in ("each", "every") and self.low(last + 1) == "year":
            return True
        k = first - 2 if self.low(first - 1) in ("on", "in", "of", "year") else first - 1
        if self.low(first - 1) == "of" and self.low(k) in dw.ORDINALS:
            k -= 1  # "every tenth of October"
        return self.low(k) in ("every", "each") or (self.low(k) == "year" and self.low(k - 1) in ("every", "each"))

    def part(self, i: int) -> int:
        """The place after "early", "mid-", "the end of" …; `i` where there is none."""
        k = i + 1 if self.low(i) == "the" else i
        if self.low(k) in ("early", "mid", "late"):
            k += 1
            while self.low(k) in ("in", "-", "–", "‐") and k < i + 4:
                k += 1
            return k + 1 if self.low(k) == "the" else k
        if self.low(k) in _EDGES and self.low(k + 1) in ("day", "days", "week", "weeks", "months"):
            if self.low(k + 2) == "of":  # "in the first days of March"
                return k + 3 if self.low(k + 3) != "the" else k + 4
            return i
        if self.low(k) in dw.PARTS and self.low(k + 1) == "of":
            return k + 2 if self.low(k + 2) != "the" else k + 3
        return i

    def plain_point(self, i: int, bare: bool, called: bool = False) -> tuple[Point, int] | None:
        """A point without such a word; `called`: a time is expected here, so a lone year needs no more."""
        key = i, bare, called
        if key not in self._read:
            self._read[key] = self._plain_point(i, bare, called)
        return self._read[key]

    def _plain_point(self, i: int, bare: bool, called: bool) -> tuple[Point, int] | None:
        found = self.numeric(i) or self.dated(i) or self.season(i) or self.wide(i)
        found = found or self.nth_weekday(i) or self.holiday(i)
        if found is None and self.low(i) == "the":
            found = self.spelled_day(i) or self.lone_day(i)
        if found:
            return self.with_year_told(found)
        if not bare:
            return None
        if called and (short := self.short_year(i)) is not None:
            return Point(short), i + 2
        year = self.plain_year(i) if called else self.bare_year(i)
        if year is not None and (self.low(i + 1) not in dw.NUMBER_AFTER or not called):
            return Point(year, approximate=self.about(i)), i + 1
        month = self.bare_month(i, called) or self.bare_season(i)
        return self.with_year_told(month) if month else None

    def about(self, i: int) -> bool:
        """Whether a year is only given about: "circa 1850", "c. 1850", "around 1850"."""
        if self.low(i - 1) == ".":
            return self.circa(i - 2)
        return self.low(i - 1) in ("circa", "around", "about", "roughly", "approximately") or self.circa(i - 1)

    def bare_season(self, i: int) -> tuple[Point, int] | None:
        """A season without a year, where a time is called for: "before the autumn", "in the spring"."""
        code = dw.SEASONS.get(self.low(i))
        if code is not None and self.with_year_told((Point(code=code), i + 1))[1] > i + 1:
            return Point(code=code), i + 1
        called = self.low(i - 1) == "the" and self.low(i - 2) in _SEASON_CALLS
        following = self.tokens[i + 1] if i + 1 < self.size else None
        if code is None or not called or (following and following.low in ("of", "and", "or", "-", "from")):
            return None
        if following and following.text[0].isalpha() and (following.capital or following.low in _SEASON_THINGS):
            return None
        return Point(code=code), i + 1
