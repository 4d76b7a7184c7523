"""Days, months and years as texts write them, in figures and in words."""

from __future__ import annotations

import calendar
from dataclasses import replace

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.tokens import CLAUSE_END, DASHES, Tokens, full_year
from search.analysis.dates.types import Point
from search.analysis.lexicon import ENGLISH, words

_PREPOSITIONS = ENGLISH.words("dates", "before a point in time")
_SHORT_CALLS = words("on dated by since until till from of date before after")
_MONTH_CALLS = ENGLISH.words("dates", "before a month")


class CalendarPoints:
    """The rules that read days, months and years, over a paragraph's tokens."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.size = tokens.tokens, tokens.size
        # What the rules ask at every token, under its own name: they run over every word of a text.
        self.low, self.joined, self.number, self.day = tokens.low, tokens.joined, tokens.number, tokens.day
        self.month, self.after_month, self.plain_year = tokens.month, tokens.after_month, tokens.plain_year
        self.short_year, self.glued_left = tokens.short_year, tokens.glued_left
        self.sentence_start = tokens.sentence_start

    def numeric(self, i: int) -> tuple[Point, int] | None:
        """2020-10-05, 2020/10/05, 5/10/2020, 05.10.2020, 5-Oct-2020, and after a preposition 5/10/20."""
        if year_month := self._year_and_month(i):
            year, month = year_month
            return (Point(year, month), i + 3) if month <= year % 100 else None
        if not self._has_three_parts(i):
            return None
        sign = self.low(i + 1)
        a, b, c = (self.number(i + k) for k in (0, 2, 4))
        widths = tuple(len(self.tokens[i + k].text) for k in (0, 2, 4))
        if a is not None and c is not None and widths[2] == 4 and (named := self.month(i + 2)):
            return (Point(c, named, a), i + 5) if real_day(c, named, a) else None
        if a is None or b is None or c is None:
            return None
        if widths[2] == 2 and max(widths[:2]) <= 2 and sign != "-" and self.low(i - 1) in _SHORT_CALLS:
            return _either_order(a, b, full_year(c), i)
        if widths[0] == 4 and max(widths[1:]) <= 2 and real_day(a, b, c):
            return Point(a, b, c), i + 5
        if widths[2] != 4 or max(widths[:2]) > 2 or (sign == "." and self._is_version(i)):
            return None
        if sign == "." and real_day(c, b, a):
            return Point(c, b, a), i + 5  # with full stops the day comes first
        return _either_order(a, b, c, i)

    def _year_and_month(self, i: int) -> tuple[int, int] | None:
        """The year and month of "in 2020-10"; 2009-10 is rather a season of two years."""
        if self.number(i) is None or self.low(i + 1) != "-" or self.low(i - 1) not in _MONTH_CALLS:
            return None
        whole = self.joined(i + 1) and self.joined(i + 2) and not (self.joined(i + 3) and self.low(i + 3) in DASHES)
        month = self.number(i + 2)
        if not whole or len(self.low(i + 2)) != 2 or not month or not 1 <= month <= 12:
            return None
        year = self.plain_year(i)
        return (year, month) if year else None

    def _has_three_parts(self, i: int) -> bool:
        """Whether three parts with one sign between them stand at `i`, and are no piece of something longer."""
        if not all(self.joined(k) for k in range(i + 1, i + 5)) or i + 5 > self.size or self.glued_left(i):
            return False
        sign = self.low(i + 1)
        if self.low(i + 3) != sign or sign not in {"-", "/", "."}:
            return False
        if i and self.joined(i) and self.low(i - 1) in {"-", "."}:
            return False
        tail = self.low(i + 5)
        return not (self.joined(i + 5) and (tail in {"-", "/"} or (tail.isalnum() and tail[0] != "t")))

    def _is_version(self, i: int) -> bool:
        """Whether three numbers with full stops are those of a version or an address."""
        goes_on = self.joined(i + 5) and self.low(i + 5) == "." and self.joined(i + 6)
        return self.low(i - 1) in dw.NUMBER_BEFORE or goes_on

    def with_year_told(self, found: tuple[Point, int]) -> tuple[Point, int]:
        """A year-less date with "last year", "of this year", "of that year", "of the following year" after it."""
        point, k = found
        if point.year is not None:
            return found
        if self.low(k) == "of":
            k += 1
        shift = {"last": -1, "this": 0, "next": 1}.get(self.low(k))
        if shift is not None and self.low(k + 1) == "year":
            return replace(point, year_shift=shift), k + 2
        if self.low(k) == "the" and self.low(k - 1) != "of" and self.low(k + 1) != "same":
            return (replace(point, told_shift=1), k + 3) if self._ends(k, ("the", "year", "after")) else found
        if self.low(k) == "the":
            k += 1
        told = {"that": 0, "same": 0, "following": 1, "next": 1, "previous": -1, "preceding": -1}.get(self.low(k))
        if told is not None and self.low(k + 1) == "year":
            return replace(point, told_shift=told), k + 2
        return found

    def _ends(self, i: int, wanted: tuple[str, ...]) -> bool:
        """Whether these words stand at `i` and their clause ends with them."""
        here = tuple(self.low(i + n) for n in range(len(wanted)))
        return here == wanted and self.low(i + len(wanted)) in CLAUSE_END

    def year_after(self, i: int) -> tuple[int | None, int]:
        """A year that completes a date, after a comma or "of": the year, and the place after it."""
        k = i + 1 if self.low(i) in (",", "of") else i
        short = self.short_year(k)
        if short is not None:
            return short, k + 2
        year = self.plain_year(k)
        if year is None or (self.low(i) == "," and not self.low(k)):
            return None, i
        return year, k + 1

    def dated(self, i: int) -> tuple[Point, int] | None:
        """Weekday, day, month and year in their English orders; at least a day and a month, or a month and a year."""
        weekday, k = None, i
        if self.low(i) in dw.WEEKDAYS and self.tokens[i].capital:
            weekday = dw.WEEKDAYS[self.low(i)]
            k = i + 1
            while self.low(k) in (",", ".", "the", "morning", "afternoon", "evening", "night") and k < i + 4:
                k += 1
        elif self.low(k) == "the" and self.day(k + 1):
            k += 1
        day = self.day(k)
        if day is not None:  # 15 December 2020, the 15th of December
            m = k + 2 if self.low(k + 1) == "of" else k + 1
            if self.joined(m) and self.low(m - 1) in DASHES:
                return None
            month = self.month(m)
            if month is None or not real_day(2000, month, day) or self.low(m + 1) in ("street", "avenue", "road"):
                return None
            year, after = self.year_after(self.after_month(m))
            return Point(year, month, day, weekday, style="day first"), after
        month = self.month(k)
        if month is None or self.blocked_month(k):
            return None
        after = self.after_month(k)
        d = after + 1 if self.low(after) == "the" else after
        day = self.day(d)
        if (
            day is not None and real_day(2000, month, day) and self.low(d + 1) not in dw.NUMBER_AFTER
        ):  # December 15, 2020
            year, after = self.year_after(d + 1)
            if year is not None and self.low(d + 1) == "of":
                year, after = None, d + 1
            return Point(year, month, day, weekday, style="month first"), after
        if weekday is not None:
            return None
        year, after = self.year_after(after)
        return (Point(year, month), after) if year is not None else None

    def blocked_month(self, i: int) -> bool:
        """Whether a month's name is part of another name: October Revolution, Red October."""
        if self.low(i + 1) in dw.AFTER_MONTH_NO_DATE and self.tokens[i + 1].capital:
            return True
        before = self.tokens[i - 1] if i else None
        if self.day(i - 1) is not None and not real_day(2000, self.month(i) or 1, self.day(i - 1) or 1):
            return True  # 30 February
        return bool(
            before and before.capital and before.text.isalpha() and not self.sentence_start(i - 1)
            and before.low not in _PREPOSITIONS and before.low not in dw.WEEKDAYS and before.low not in dw.MONTHS
            and self.day(i + 1) is None
        )  # fmt: skip

    def bare_month(self, i: int, called: bool = False) -> tuple[Point, int] | None:
        """A month without a day or a year: a common word only where a time is called for."""
        month = self.month(i)
        if month is None or not self.tokens[i].capital or self.blocked_month(i):
            return None
        if self.low(i - 1) in ("every", "each") or self.low(i + 1) in ("street", "avenue", "road"):
            return None
        if self.joined(i) and self.low(i - 1) in DASHES and self.low(i - 2) in dw.MONTHS:
            return None  # "a May-December romance"
        if self.tokens[i].text.isupper() and len(self.tokens[i].text) > 3:
            return None
        if self.low(i) in dw.AMBIGUOUS_MONTHS and not called:
            part_before = self.low(i - 1) in DASHES and self.low(i - 2) in dw.PARTS
            if not (
                self.low(i - 1) in _MONTH_CALLS
                or part_before
                or (self.low(i - 1) == "of" and self.low(i - 2) in dw.PARTS)
                or self.with_year_told((Point(month=month), self.after_month(i)))[1] != self.after_month(i)
            ):
                return None
        return Point(month=month), self.after_month(i)


def real_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has such a day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(min(max(year, 1), 9998), month)[1]


def _either_order(a: int, b: int, year: int, i: int) -> tuple[Point, int] | None:
    """5/10/2020 at `i`: day first where it can be, marked where both orders could be meant."""
    either, other = real_day(year, b, a), real_day(year, a, b)
    if either:
        return Point(year, b, a, order="day first" if not other else "either" if a != b else ""), i + 5
    return (Point(year, a, b, order="month first"), i + 5) if other else None
