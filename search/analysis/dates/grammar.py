"""Where a paragraph speaks of time: a hand-written grammar over tokens, in one pass from left to right.

Nothing is resolved here: what is found may lack a year or hang on another date (see `search.analysis.dates`).
Every rule looks at a bounded number of tokens ahead, so the time is linear in the text, whatever it holds.
"""

from __future__ import annotations

from dataclasses import replace

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.calendar_points import CalendarPoints, real_day
from search.analysis.dates.named_dates import NamedDates
from search.analysis.dates.tokens import CURRENCY, DASHES, Tokens
from search.analysis.dates.types import Found, Point, Token

_LINKS = frozenset({*DASHES, "to", "until", "through", "till"})
_BETWEEN_LINKS = frozenset({"and", *DASHES})


class Grammar:
    """The rules over one paragraph's tokens: points, ranges and open ends."""

    def __init__(self, words: list[Token]) -> None:
        tokens = Tokens(words)
        calendar = CalendarPoints(tokens)
        named = NamedDates(tokens, calendar)
        self.tokens, self.size = tokens.tokens, tokens.size
        # What the rules ask at every token, under its own name.
        self.low, self.joined, self.number, self.day = tokens.low, tokens.joined, tokens.number, tokens.day
        self.month, self.after_month, self.plain_year = tokens.month, tokens.after_month, tokens.plain_year
        self.glued_left, self.sentence_start = tokens.glued_left, tokens.sentence_start
        self.dated, self.year_after, self.with_year_told = calendar.dated, calendar.year_after, calendar.with_year_told
        self.point, self.plain_point, self.wide, self.season = named.point, named.plain_point, named.wide, named.season

    def pair(self, i: int) -> Found | None:
        """2012-2018, 2012-18, 3-5 May 2020, May 3-5, 3 March to 5 April 2020, between 2012 and 2018, from … to …"""
        k, links, called = i, _LINKS, False
        if self.low(i) == "between":
            k, links, called = i + 1, _BETWEEN_LINKS, True
        elif self.low(i) == "from":
            k, called = i + 1, True
        if found := self.day_pair(k):
            return self._same_shift(Found(i, found[2], "range of days", found[0], found[1]))
        if found := self.month_pair(k, called):
            return self._same_shift(Found(i, found[2], "range", found[0], found[1]))
        if k == i and (first_months := self.first_months(i)):
            return first_months
        if self.low(k) == "the" and called and self.wide(k + 1):
            k += 1
        if self.plain_year(k) is not None and (called or self.year_pair_ok(k)):
            if years := self._linked_years(i, k, links, called):
                return years
            if self._is_slashed(k):
                return self._slashed_years(i, k)
        return self._point_pair(i, k, links, called)

    def _linked_years(self, i: int, k: int, links: frozenset[str], called: bool) -> Found | None:
        """2012-2018, 2012-18, 2012 to 2018."""
        first, link = self.plain_year(k) or 0, self.low(k + 1)
        if link not in links:
            return None
        sign_joined = self.joined(k + 1) and self.joined(k + 2)
        last, text = self.plain_year(k + 2), self.low(k + 2)
        if last is None and text.isdigit() and len(text) == 2 and sign_joined and link in DASHES:
            last = first - first % 100 + int(text)
        if not last or not first < last <= first + 400 or self.low(k + 3) in dw.NUMBER_AFTER:
            return None
        if not (sign_joined or called or link not in DASHES):
            return None
        return Found(i, k + 3, "range of years", Point(first), Point(last))

    def _is_slashed(self, k: int) -> bool:
        """Whether two figures follow a year at `k` behind a slash: 2012/13."""
        text = self.low(k + 2)
        return self.low(k + 1) == "/" and self.joined(k + 2) and len(text) == 2 and text.isdigit()

    def _slashed_years(self, i: int, k: int) -> Found | None:
        """2012/13: one year and the next; nothing else is meant by a slash."""
        first = self.plain_year(k) or 0
        if (first + 1) % 100 != int(self.low(k + 2)):
            return None
        return Found(i, k + 3, "range of years", Point(first), Point(first + 1))

    def _point_pair(self, i: int, k: int, links: frozenset[str], called: bool) -> Found | None:
        """3 March to 5 April 2020, from spring 2019 until 2021: any two points with a link between them."""
        one = self.point(k) or (self.plain_point(k, bare=True, called=True) if called else None)
        if one is None:
            return None
        point, k = one
        if self.low(k) not in links or (self.low(k) in DASHES and not called and self._is_loose(point, k)):
            return None
        two = self._second_point(k, point, called)
        if two is None or not _rank(point) <= _rank(two[0]) + 1:
            return None
        until, last = two
        if self.low(k) in DASHES and not called and (point.day is None) != (until.day is None):
            return None
        if point.year is None and until.year is not None and not until.wide:
            earlier = (point.month or 0, point.day or 0) <= (until.month or 0, until.day or 31)
            point = replace(point, year=until.year if earlier else until.year - 1)
        return Found(i, last, "range", point, until)

    def _is_loose(self, point: Point, k: int) -> bool:
        """Whether a dash at `k` behind a point without a day, with space before it, may be one of the sentence's."""
        return point.day is None and not point.wide and not self.joined(k)

    def _second_point(self, k: int, point: Point, called: bool) -> tuple[Point, int] | None:
        """The point behind the link at `k`; a year a few words on where the words before call for it."""
        two = (
            self.point(k + 1)
            or (self.point(k + 2) if self.low(k + 1) == "the" else None)
            or (self.plain_point(k + 1, bare=True, called=True) if called or point.year else None)
        )
        if two is None and called and point.year and self.low(k) in ("until", "to", "till"):
            return self.year_ahead(k + 1, point.year)
        return two

    def _same_shift(self, found: Found) -> Found:
        """The range with the year that is told after it: "April 23 and 24 of this year"."""
        point, until = found.point, found.until
        if point is None or until is None:
            return found
        until, last = self.with_year_told((until, found.last))
        point = replace(point, year_shift=until.year_shift, told_shift=until.told_shift)
        return replace(found, point=point, until=until, last=last)

    def month_pair(self, i: int, called: bool) -> tuple[Point, Point, int] | None:
        """June-August 1990, "between March and June", "in April-May"; "May-December romance" is none."""
        first = self.month(i)
        k = self.after_month(i)
        second = self.month(k + 1)
        if first is None or second is None or not self.tokens[i].capital or not self.tokens[k + 1].capital:
            return None
        if self.low(k) not in DASHES | {"to", "through", "until"} and not (called and self.low(k) == "and"):
            return None
        if self.day(self.after_month(k + 1)) is not None or self.day(i - 1) is not None:
            return None  # "to May 5": days are read as such
        year, after = self.year_after(self.after_month(k + 1))
        k = i - 2 if self.low(i - 1) == "the" else i - 1
        if year is None and not called and self.low(k) not in ("in", "during", "for", "of", "since"):
            return None
        head = year if year is None or first <= second else year - 1
        return Point(head, first), Point(year, second), after

    def first_months(self, i: int) -> Found | None:
        """The first six months of 1990, the first nine months of last year."""
        k = i + 1 if self.low(i) == "the" else i
        count = dw.CARDINALS.get(self.low(k + 1)) or self.number(k + 1)
        if self.low(k) not in ("first", "last", "final") or self.low(k + 2) != "months" or self.low(k + 3) != "of":
            return None
        if count is None or not 2 <= count <= 11:
            return None
        months = (1, count) if self.low(k) == "first" else (13 - count, 12)
        year = self.plain_year(k + 4)
        point, until = Point(year, months[0]), Point(year, months[1])
        if year is not None:
            return Found(i, k + 5, "range", point, until)
        if self.low(k + 4) == "the" and self.low(k + 5) == "year":
            point, until = replace(point, year_shift=0), replace(until, year_shift=0)
            return Found(i, k + 6, "range", point, until)
        found = self._same_shift(Found(i, k + 3, "range", point, until))
        return found if found.last > k + 3 else None

    def year_ahead(self, i: int, first: int) -> tuple[Point, int] | None:
        """ "… until her retirement in 1937": a year a few words on, in the same breath."""
        for k in range(i, i + 7):
            if self.low(k) in ("", ".", ",", ";", ":", "(", "and"):
                return None
            year = self.plain_year(k + 1) if self.low(k) == "in" else None
            if year is not None and year >= first:
                return Point(year), k + 2
        return None

    def year_pair_ok(self, i: int) -> bool:
        """Whether "2012-2018" at `i` can stand for years though nothing calls for one."""
        before = self.low(i - 1)
        if before == "." and self.low(i - 2) in dw.NUMBER_BEFORE:
            return False
        return (
            before not in dw.NUMBER_BEFORE
            and before not in CURRENCY
            and self.number(i - 1) is None
            and before not in DASHES
        )

    def day_pair(self, i: int) -> tuple[Point, Point, int] | None:
        """3-5 May 2020, 3 and 4 May, May 3-5, 2020."""
        first = self.day(i)
        if first is not None and self.low(i + 1) in (*DASHES, "and", "to"):
            second, month = self.day(i + 2), self.month(i + 3)
            if second is not None and month is not None and first < second and real_day(2000, month, second):
                year, after = self.year_after(self.after_month(i + 3))
                return Point(year, month, first), Point(year, month, second), after
        month = self.month(i)
        if month is None:
            return None
        k = self.after_month(i)
        first, second = self.day(k), self.day(k + 2)
        if first is None or second is None or first >= second or not real_day(2000, month, second):
            return None
        if (
            self.low(k + 1) in (*DASHES, "and", "to")
            and self.month(k + 3) is None
            and self.low(k + 3) not in dw.NUMBER_AFTER
        ):
            year, after = self.year_after(k + 3)
            return Point(year, month, first), Point(year, month, second), after
        return None

    def opened(self, i: int) -> Found | None:
        """Since 1992, ever since the 1970s, until 2018, from 1994 on."""
        word = self.low(i)
        k = i + 1
        while self.low(k) in ("about", "around", "at", "least", "the") and k < i + 4:
            k += 1
        found = self.point(i + 1) or self.point(k) or self.plain_point(k, bare=True, called=True)
        if found is None:
            return None
        point, last = found
        if word == "since":
            return Found(i, last, "since", point, open="since")
        if word in ("until", "till"):
            return Found(i, last, "until", point, open="until")
        if self.low(last) in ("on", "onward", "onwards"):
            return Found(i, last + 1, "from … on", point, open="since")
        return None


def _rank(point: Point) -> int:
    if point.day:
        return 0
    return 1 if point.month or point.code else 2 if not point.wide else 3


def rule_of(point: Point) -> str:
    """The name of the rule that reads such a point."""
    if point.wide:
        return point.wide
    if point.day:
        name = "day"
    elif point.month:
        name = "month"
    elif point.code:
        name = "season" if point.code < 30 else "part of a year"
    else:
        name = "year"
    return name if point.year is not None else f"{name} without a year"
