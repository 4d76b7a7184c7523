"""What the date grammar works with and yields: tokens, points of the calendar, relations, findings."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from typing import Literal

Unit = Literal["day", "week", "fortnight", "weekend", "month", "year", "decade"]
Told = Literal["publication", "narrative", "event"]

# A number with its ordinal or plural ending, a word with its apostrophes, or one other character.
_TOKEN = re.compile(r"[0-9]+(?:st|nd|rd|th|s)?(?![^\W_])|[0-9]+|[^\W\d_]+(?:['’][^\W\d_]+)*+|\S")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign: `low` is lower case without a possessive ending."""

    start: int
    end: int
    text: str
    low: str

    @property
    def number(self) -> int | None:
        """The value of a plain number of at most four digits."""
        return int(self.text) if len(self.text) <= 4 and self.text.isascii() and self.text.isdigit() else None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the calendar as far as the words give it; `code` is a season, quarter or half of EDTF."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    _: KW_ONLY
    code: int | None = None
    wide: Literal["", "decade", "century"] = ""
    approximate: bool = False
    year_shift: int | None = None  # "14 September last year": counted from the publication's year
    told_shift: int | None = None  # "April of that year": counted from the year told just before
    order: Literal["", "either", "month first", "day first"] = ""  # 05/10/2020 reads both ways, 10/25/2020 only one
    style: Literal["", "month first", "day first"] = ""  # "May 3, 1994" or "3 May 1994": how the document writes
    nth: int = 0  # which weekday of the month, -1 the last: "the first Monday in September"


@dataclass(frozen=True, slots=True)
class Relative:
    """A time told from another: `amount` units of `unit` from the `anchor` (`count`: the stretch between them)."""

    kind: Literal["offset", "unit", "count", "weekday", "weekdays", "month", "season", "part", "anniversary", "instant"]
    anchor: Told
    amount: int = 0
    unit: Unit = "day"
    _: KW_ONLY
    value: int = 0  # weekday, month or season code; the month of a part of a year; days added to an anniversary
    approximate: bool = False
    named: str = ""  # the words of the event it is counted from: "three days after the collapse"


@dataclass(frozen=True, slots=True)
class Found:
    """An expression over tokens `first`–`last` (end exclusive)."""

    first: int
    last: int
    rule: str
    point: Point | None = None
    until: Point | None = None
    _: KW_ONLY
    open: Literal["", "since", "until"] = ""
    relative: Relative | None = None


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`, their places counted in `text`."""
    out = []
    for hit in _TOKEN.finditer(text, start, end):
        word = hit.group()
        low = word.lower().replace("’", "'")
        if low.endswith("'s") and len(low) > 2:
            low = low[:-2]
        out.append(Token(hit.start(), hit.end(), word, low))
    return out
