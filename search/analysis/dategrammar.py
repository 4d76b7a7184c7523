"""Where a paragraph speaks of time: a hand-written grammar over tokens, in one pass from left to right.

Nothing is resolved here: what is found may lack a year or hang on another date (see `search.analysis.dates`).
Every rule looks at a bounded number of tokens ahead, so the time is linear in the text, whatever it holds.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from typing import Literal

from search.analysis import datewords as dw
from search.analysis.datetypes import Found, Point, Token
from search.analysis.wordsets import words

_DASHES = frozenset("-–—‐‑−")
_CURRENCY = frozenset("$€£¥#№§©%°+=/\\_*@~^")
_PREPOSITIONS = words(
    """in since until till by before after from during of on last next this past early late mid through throughout"""
)
_EDGES = words("first opening last final closing early")
_SEASON_THINGS = words("months term session season holidays holiday sun heat break recess olympics games festival")
_SEASON_CALLS = words("in before by during until till since over through throughout after")
_MONTH_CALLS = words("in since until till during through throughout last next this past early late mid")


class Grammar:
    """The rules over one paragraph's tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.size = len(tokens)

    # ---- looking at tokens ----

    def low(self, i: int) -> str:
        """The token in lower case, or nothing beyond the ends."""
        return self.tokens[i].low if 0 <= i < self.size else ""

    def joined(self, i: int) -> bool:
        """Whether token `i` follows the one before it without a space."""
        return 0 < i < self.size and self.tokens[i].start == self.tokens[i - 1].end

    def number(self, i: int) -> int | None:
        """The number at `i`."""
        return self.tokens[i].number if 0 <= i < self.size else None

    def day(self, i: int) -> int | None:
        """A day of the month at `i`: 5, 05, 5th."""
        if not 0 <= i < self.size:
            return None
        text = self.tokens[i].text
        if text[-2:] in ("st", "nd", "rd", "th"):
            text = text[:-2]
        if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31):
            return None
        if self.glued_left(i) or (self.joined(i + 1) and self.low(i + 1) in ("%", "°", "/")):
            return None
        if (
            self.joined(i + 1)
            and self.low(i + 1) in (":", ".", ",")
            and self.joined(i + 2)
            and self.low(i + 2)[:1].isdigit()
        ):
            return None
        return int(text)

    def glued_left(self, i: int) -> bool:
        """Whether a number at `i` is the tail of something else: $5, 3.5, 2,018, #7."""
        if not self.joined(i):
            return False
        sign = self.low(i - 1)
        if sign in _CURRENCY or sign.isalnum():
            return True
        return sign in (".", ",", ":") and self.joined(i - 1) and self.low(i - 2)[:1].isdigit()

    def plain_year(self, i: int) -> int | None:
        """A number that can be a year, whatever stands before it."""
        value = self.number(i)
        if value is None or len(self.tokens[i].text) != 4 or not 1000 <= value <= 2199 or self.glued_left(i):
            return None
        if self.joined(i + 1) and (self.low(i + 1) in _CURRENCY - {"/"} or self.low(i + 1).isalpha()):
            return None
        sign = self.low(i + 1)
        if sign in (",", ".", ":") and self.joined(i + 1) and self.joined(i + 2) and self.low(i + 2)[:1].isdigit():
            return None
        if sign in _DASHES and self.joined(i + 1) and self.joined(i + 2):
            after = self.low(i + 2)
            if after.isalpha() and after not in ("era", "election", "elections"):
                return None
            if after.isdigit() and len(after) not in (2, 4):
                return None
        return value

    def bare_year(self, i: int) -> int | None:
        """A year that stands alone: only where the words around it call for one."""
        value = self.plain_year(i)
        if value is None or not 1200 <= value <= 2150:
            return None
        before, after = self.low(i - 1), self.low(i + 1)
        if i > 0 and before in _DASHES and self.joined(i):
            return None  # the tail of a range or a code; ranges are read from their head
        if before in dw.NUMBER_BEFORE or before in _CURRENCY or self.number(i - 1) is not None:
            return None
        if before == "." and self.low(i - 2) in dw.NUMBER_BEFORE:
            return None
        if before == ")" and self.low(i - 2) == "c":
            return None
        if before in ("copyright", "at") or self.number(i + 1) is not None:
            return None
        if after in dw.NUMBER_AFTER and before not in ("in", "since", "until", "during"):
            return None
        if after in dw.NUMBER_AFTER - {"people", "police", "workers", "members", "students", "voters", "local"}:
            return None
        if before in dw.YEAR_BEFORE:
            return value
        if before == "(" and (after in (")", ",", ";", ":", "-", "–", "—")):
            return value
        if before == "," and self.plain_year(i - 2) is not None and after in (",", "and", "or"):
            return value  # "in 1952, 1974 and 1998"
        if before in (",", ";", ":", "–", "—", "", "(") and after in (",", ";", ":", ")", "–", "—", ".", ""):
            return value if before != "" or after in (":", "–", "—") else None
        if i > 0 and self.tokens[i - 1].text.lower().replace("’", "'").endswith("'s"):
            return value
        return None

    def month(self, i: int) -> int | None:
        """A month's name at `i`, a full stop after a short one not included."""
        token = self.tokens[i] if 0 <= i < self.size else None
        if token is None or not (token.capital or token.low not in dw.AMBIGUOUS_MONTHS):
            return None
        return dw.MONTHS.get(token.low)

    def after_month(self, i: int) -> int:
        """The place after the month at `i`: past the full stop of an abbreviation."""
        if (
            len(self.low(i)) <= 4
            and self.low(i) not in ("may", "june", "july")
            and self.low(i + 1) == "."
            and self.joined(i + 1)
        ):
            return i + 2
        return i + 1

    def sentence_start(self, i: int) -> bool:
        """Whether `i` begins a sentence or a quotation."""
        return i == 0 or self.low(i - 1) in {".", "!", "?", '"', "“", "”", "‘", "(", ":", ";", "—", "–", "•", "-"}

    # ---- points ----

    def numeric(self, i: int) -> tuple[Point, int] | None:
        """2020-10-05, 2020/10/05, 5/10/2020, 05.10.2020."""
        if not all(self.joined(k) for k in range(i + 1, i + 5)) or i + 5 > self.size or self.glued_left(i):
            return None
        sign = self.low(i + 1)
        if (
            self.low(i + 3) != sign
            or sign not in {"-", "/", "."}
            or (i and self.joined(i) and self.low(i - 1) in {"-", "."})
        ):
            return None
        tail = self.low(i + 5)
        if self.joined(i + 5) and (tail in {"-", "/"} or (tail.isalnum() and tail[0] != "t")):
            return None
        a, b, c = (self.number(i + k) for k in (0, 2, 4))
        widths = tuple(len(self.tokens[i + k].text) for k in (0, 2, 4))
        if a is None or b is None or c is None:
            return None
        if widths[0] == 4 and max(widths[1:]) <= 2 and _real(a, b, c):
            return Point(a, b, c), i + 5
        if widths[2] != 4 or max(widths[:2]) > 2:
            return None
        either, other = _real(c, b, a), _real(c, a, b)
        if either:
            return Point(c, b, a, order="either" if other and a != b else ""), i + 5
        return (Point(c, a, b, order="month first"), i + 5) if other else None

    def with_year_told(self, found: tuple[Point, int]) -> tuple[Point, int]:
        """A year-less date with "last year", "this year" or "next year" after it."""
        point, k = found
        shift = {"last": -1, "this": 0, "next": 1}.get(self.low(k))
        if point.year is None and shift is not None and self.low(k + 1) == "year":
            return replace(point, year_shift=shift), k + 2
        return found

    def year_after(self, i: int) -> tuple[int | None, int]:
        """A year that completes a date, after a comma or "of": the year, and the place after it."""
        k = i + 1 if self.low(i) in (",", "of") else i
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
            if self.joined(m) and self.low(m - 1) in _DASHES:
                return None
            month = self.month(m)
            if month is None or not _real(2000, month, day):
                return None
            year, after = self.year_after(self.after_month(m))
            return Point(year, month, day, weekday), after
        month = self.month(k)
        if month is None or self.blocked_month(k):
            return None
        after = self.after_month(k)
        d = after + 1 if self.low(after) == "the" else after
        day = self.day(d)
        if day is not None and _real(2000, month, day) and self.low(d + 1) not in dw.NUMBER_AFTER:  # December 15, 2020
            year, after = self.year_after(d + 1)
            if year is not None and self.low(d + 1) == "of":
                year, after = None, d + 1
            return Point(year, month, day, weekday), after
        if weekday is not None:
            return None
        year, after = self.year_after(after)
        return (Point(year, month), after) if year is not None else None

    def blocked_month(self, i: int) -> bool:
        """Whether a month's name is part of another name: October Revolution, Red October."""
        if self.low(i + 1) in dw.AFTER_MONTH_NO_DATE and self.tokens[i + 1].capital:
            return True
        before = self.tokens[i - 1] if i else None
        if self.day(i - 1) is not None and not _real(2000, self.month(i) or 1, self.day(i - 1) or 1):
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
        if self.low(i - 1) in ("every", "each"):
            return None
        if self.tokens[i].text.isupper() and len(self.tokens[i].text) > 3:
            return None
        if self.low(i) in dw.AMBIGUOUS_MONTHS and not called:
            part_before = self.low(i - 1) in _DASHES and self.low(i - 2) in dw.PARTS
            if not (
                self.low(i - 1) in _MONTH_CALLS
                or part_before
                or (self.low(i - 1) == "of" and self.low(i - 2) in dw.PARTS)
            ):
                return None
        return Point(month=month), self.after_month(i)

    def season(self, i: int) -> tuple[Point, int] | None:
        """Spring 2021, the summer of 1969; the first quarter of 2020, Q1 2020; the second half of 2019."""
        code = dw.SEASONS.get(self.low(i))
        if code is not None:
            year, after = self.year_after(i + 1)
            return (Point(year, code=code), after) if year is not None else None
        ordinal, noun = dw.ORDINALS.get(self.low(i)), self.low(i + 1)
        if re.fullmatch(r"[1-4](st|nd|rd|th)", self.low(i)):
            ordinal = int(self.low(i)[0])
        if ordinal and ((noun == "quarter" and ordinal <= 4) or (noun == "half" and ordinal <= 2)):
            year, after = self.year_after(i + 2)
            base = 32 if noun == "quarter" else 39
            return (Point(year, code=base + ordinal), after) if year is not None else None
        if self.low(i) == "q" and self.joined(i + 1) and self.number(i + 1) in (1, 2, 3, 4):
            year, after = self.year_after(i + 2)
            return (Point(year, code=32 + (self.number(i + 1) or 1)), after) if year is not None else None
        return None

    def wide(self, i: int) -> tuple[Point, int] | None:
        """1970s, the '70s, the seventies, the nineteenth century, 19th-century."""
        text = self.low(i)
        if (
            text.endswith("s")
            and text[:-1].isdigit()
            and not self.glued_left(i)
            and self.low(i - 1) not in dw.AGE_BEFORE
        ):
            if len(text) == 5 and text[3] == "0" and 1000 <= int(text[:4]) <= 2190:
                wide: Literal["decade", "century"] = "decade"
                return Point(int(text[:4]), wide=wide), i + 1
            quoted = self.low(i - 1) in ("'", "’", "‘") and self.joined(i)
            if len(text) == 3 and text[1] == "0" and int(text[:2]) >= 20 and (quoted or self.decade_called(i)):
                return Point(1900 + int(text[:2]), wide="decade"), i + 1
        if text in dw.DECADE_WORDS and self.decade_called(i):
            return Point(1900 + 10 * dw.DECADE_WORDS[text], wide="decade"), i + 1
        ordinal = dw.ORDINALS.get(text) or (int(text[:-2]) if re.fullmatch(r"[0-9]{1,2}(st|nd|rd|th)", text) else None)
        k = i + 2 if self.low(i + 1) in _DASHES else i + 1
        if text == "twenty" and self.low(i + 1) in _DASHES and self.low(i + 2) == "first":
            ordinal, k = 21, i + 4 if self.low(i + 3) in _DASHES else i + 3
        if ordinal and 10 <= ordinal <= 22 and self.low(k) == "century":
            return Point((ordinal - 1) * 100, wide="century"), k + 1
        return None

    def decade_called(self, i: int) -> bool:
        """Whether "the", not an age, leads up to a decade written short."""
        k = i - 1
        while self.low(k) in ("early", "mid", "late", "-", "–", "'", "’", "‘") and k > i - 4:
            k -= 1
        return self.low(k) == "the" and self.low(k - 1) not in ("into", "with")

    def point(self, i: int, bare: bool = True) -> tuple[Point, int] | None:
        """Any of these at `i`, with "early", "mid-", "the end of" and the like before it."""
        k = self.part(i)
        if k != i:
            inner = self.plain_point(k, bare=True, called=True)
            return (replace(inner[0], approximate=inner[0].wide == ""), inner[1]) if inner else None
        return self.plain_point(i, bare)

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
        found = self.numeric(i) or self.dated(i) or self.season(i) or self.wide(i)
        if found:
            return self.with_year_told(found)
        if not bare:
            return None
        year = self.plain_year(i) if called else self.bare_year(i)
        if year is not None and (self.low(i + 1) not in dw.NUMBER_AFTER or not called):
            return Point(year), i + 1
        month = self.bare_month(i, called) or self.bare_season(i)
        return self.with_year_told(month) if month else None

    def bare_season(self, i: int) -> tuple[Point, int] | None:
        """A season without a year, where a time is called for: "before the autumn", "in the spring"."""
        code = dw.SEASONS.get(self.low(i))
        called = self.low(i - 1) == "the" and self.low(i - 2) in _SEASON_CALLS
        following = self.tokens[i + 1] if i + 1 < self.size else None
        if code is None or not called or (following and following.low in ("of", "and", "or", "-")):
            return None
        if following and following.text[0].isalpha() and (following.capital or following.low in _SEASON_THINGS):
            return None
        return Point(code=code), i + 1

    # ---- ranges and open ends ----

    def pair(self, i: int) -> Found | None:
        """2012-2018, 2012-18, 3-5 May 2020, May 3-5, 3 March to 5 April 2020, between 2012 and 2018, from … to …"""
        k, links = i, frozenset({*_DASHES, "to", "until", "through", "till"})
        called = False
        if self.low(i) == "between":
            k, links, called = i + 1, frozenset({"and", *_DASHES}), True
        elif self.low(i) == "from":
            k, called = i + 1, True
        if found := self.day_pair(k):
            point, until, last = found
            return Found(i, last, "range of days", point, until)
        if self.low(k) == "the" and called and self.wide(k + 1):
            k += 1
        if self.plain_year(k) is not None and (called or self.year_pair_ok(k)):
            first = self.plain_year(k) or 0
            if self.low(k + 1) in links:
                sign_joined = self.joined(k + 1) and self.joined(k + 2)
                last_year = self.plain_year(k + 2)
                text = self.low(k + 2)
                short = text.isdigit() and len(text) == 2 and sign_joined and self.low(k + 1) in _DASHES
                if last_year is None and short:
                    last_year = first - first % 100 + int(text)
                if (
                    last_year
                    and first < last_year <= first + 400
                    and (sign_joined or called or self.low(k + 1) not in _DASHES)
                ):
                    return Found(i, k + 3, "range of years", Point(first), Point(last_year))
            if (
                self.low(k + 1) == "/"
                and self.joined(k + 2)
                and len(self.low(k + 2)) == 2
                and self.low(k + 2).isdigit()
            ):
                if (first + 1) % 100 == int(self.low(k + 2)):
                    return Found(i, k + 3, "range of years", Point(first), Point(first + 1))
                return None
        one = self.point(k) if not called else (self.point(k) or self.plain_point(k, bare=True, called=True))
        if one is None:
            return None
        point, k = one
        if self.low(k) not in links or (
            self.low(k) in _DASHES and not called and point.day is None and not point.wide and not self.joined(k)
        ):
            return None
        two = (
            self.point(k + 1)
            or (self.point(k + 2) if self.low(k + 1) == "the" else None)
            or (self.plain_point(k + 1, bare=True, called=True) if called or point.year else None)
        )
        if two is None and called and point.year and self.low(k) in ("until", "to", "till"):
            two = self.year_ahead(k + 1, point.year)
        if two is None or not _rank(point) <= _rank(two[0]) + 1:
            return None
        until, last = two
        if self.low(k) in _DASHES and not called and (point.day is None) != (until.day is None):
            return None
        if point.year is None and until.year is not None and not until.wide:
            earlier = (point.month or 0, point.day or 0) <= (until.month or 0, until.day or 31)
            point = replace(point, year=until.year if earlier else until.year - 1)
        return Found(i, last, "range", point, until)

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
            and before not in _CURRENCY
            and self.number(i - 1) is None
            and before not in _DASHES
        )

    def day_pair(self, i: int) -> tuple[Point, Point, int] | None:
        """3-5 May 2020, 3 and 4 May, May 3-5, 2020."""
        first = self.day(i)
        if first is not None and self.low(i + 1) in (*_DASHES, "and", "to"):
            second, month = self.day(i + 2), self.month(i + 3)
            if second is not None and month is not None and first < second and _real(2000, month, second):
                year, after = self.year_after(self.after_month(i + 3))
                return Point(year, month, first), Point(year, month, second), after
        month = self.month(i)
        if month is None:
            return None
        k = self.after_month(i)
        first, second = self.day(k), self.day(k + 2)
        if first is None or second is None or first >= second or not _real(2000, month, second):
            return None
        if (
            self.low(k + 1) in (*_DASHES, "and", "to")
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


def _real(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(min(max(year, 1), 9998), month)[1]


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
