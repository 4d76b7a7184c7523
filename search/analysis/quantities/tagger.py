"""Quantities in a text: digits and words, bounds, ranges and rounding → an interval, and what is counted.

"At least twelve" and 12 meet, "some 200" and 197, "1.2m" and 1,180,000: each number stands for the interval that its
way of writing shows. Dates, times, addresses, numbers of laws and telephones are no quantities. Linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from search.analysis.quantities import vocabulary as qw
from search.analysis.quantities.numerals import (
    Number,
    Token,
    beginnings,
    number_at,
    plural,
    range_at,
    tokens_in,
    words_at,
)
from search.text.analyzer import stem
from search.text.folding import fold

INFINITE = float("inf")
# How much of its value a rounded number may be off at most: 200,000 pounds are not 250,000, "two million" may be 1.6.
_MAX_SUM_ROUNDING, _MAX_COUNT_ROUNDING = 0.125, 0.25
_MAX_LEN_SENTENCE = 2_000  # characters of a sentence that are read for quantities


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity written at `start`–`end`: any number from `low` to `high`, `value` as written.

    `unit` is "" for a count, else "money:pound", "share", "measure:metre", "age". `counted` is the stem of what is
    counted ("page"), "" where the text does not say beside the number. `part`: some of a number of things ("31 of the
    helicopters"). `hedged`: its words say that it is a bound or an estimate.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    _: KW_ONLY
    unit: str = ""
    counted: str = ""
    noun: str = ""
    part: bool = False
    hedged: bool = False

    def meets(self, other: Quantity) -> bool:
        """Whether one number can be both."""
        return self.low <= other.high and other.low <= self.high


def quantities_in(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The quantities of `text[start:end]` (a sentence), in order; spans are of `text`."""
    stop = min(len(text) if end is None else end, start + _MAX_LEN_SENTENCE)
    tokens = tokens_in(text, start, stop)
    out: list[Quantity] = []
    free = 0  # the first token that belongs to no quantity yet
    for n in beginnings(tokens):
        found = _at(text, tokens, n, start) if n >= free else None
        if found is None:
            continue
        quantity, free = found
        if quantity is not None:
            out.append(quantity)
    return tuple(out)


def _at(text: str, tokens: Sequence[Token], n: int, floor: int) -> tuple[Quantity | None, int] | None:
    """The quantity that begins at token `n` and the token after it; None where none begins."""
    first = n
    money = ""
    if tokens[n].kind == "sign" and n + 1 < len(tokens) and tokens[n + 1].start <= tokens[n].end + 1:
        money, n = qw.CURRENCY_SIGNS.get(tokens[n].text[-1], "money"), n + 1
    number = number_at(text, tokens, n, bool(money))
    if number is None:
        return None
    if not money and _names_a_thing(text, tokens, n, number):
        return None, number.last
    ranged = range_at(text, tokens, number, bool(money))
    last = ranged.last if ranged else number.last
    skipped = _after_bound(tokens, last)
    unit, counted, noun, part, last = _unit(text, tokens, skipped or last, money, number)
    if unit == "skip" or (unit == "" and not counted and _looks_like_a_year(tokens[n], number)):
        return None, last
    ended = tokens[skipped - 3].end if skipped else tokens[last - 1].end
    money = money or ("money" if unit.startswith("money") else "")
    low, high, hedged, begins = _bounds(text, tokens[first].start, ended, floor, number, ranged, bool(money))
    ends = tokens[last - 1].end
    value = (number.value + ranged.value) / 2 if ranged else number.value
    if unit == "share":
        value, low, high = (value, low, high) if number.glued == "ratio" else (value / 100, low / 100, high / 100)
    quantity = Quantity(begins, ends, value, low, high, unit=unit, counted=counted, noun=noun, part=part, hedged=hedged)
    return quantity, last


def _after_bound(tokens: Sequence[Token], n: int) -> int:
    """The token behind "or more", "or so", "or fewer" at token `n`; 0 where there is none."""
    row = tuple(t.low for t in tokens[n : n + 2])
    return n + 2 if row in (("or", "more"), ("or", "so"), ("or", "fewer"), ("or", "less"), ("and", "more")) else 0


# ---- what is no quantity ----------------------------------------------------------------------------------------


def _names_a_thing(text: str, tokens: Sequence[Token], n: int, number: Number) -> bool:
    """Whether a number is a date, a time, a name's or a law's: "4 June", "4:40", "Boeing 747", "section 8"."""
    one, before = tokens[n], tokens[n - 1] if n else None
    after = tokens[number.last] if number.last < len(tokens) else None
    if after and after.low.rstrip(".") in qw.MONTHS and after.text[0].isupper():
        return True
    if one.kind == "number":
        if _is_date_or_code(text, tokens, n, number):
            return True
        # A capital before or behind without a plural noun: "Boeing 747", "14 Lowndes Crescent". But "paid Moss 900
        # pounds", "34 Benin bronzes".
        if before and before.kind == "word" and before.text[0].isupper() and n > 1 and before.low not in qw.STOPS:
            counted = after is not None and (plural(after.low) or after.low in qw.MULTIPLIERS or after.low in qw.STOPS)
            return not counted or tokens[n - 2].low in qw.ARTICLES
        if after and after.kind == "word" and after.text[0].isupper() and not after.text.isupper():
            return after.low not in qw.PEOPLE and not _counted_behind_a_name(tokens, number.last)
    if before and before.low in qw.NAMING and (before.text[0].isupper() or before.low not in ("day", "year", "week")):
        return before.low not in ("age", "aged", "number", "numbers", "pages", "class", "house")
    return bool(before and before.text == "." and n > 1 and tokens[n - 2].low in ("no", "nos", "tel", "p", "pp"))


def _is_date_or_code(text: str, tokens: Sequence[Token], n: int, number: Number) -> bool:
    """Whether digits are part of a date, a time, a telephone number or a code: "4:40", "4th", "June 4", "14b"."""
    one = tokens[n]
    after = tokens[number.last] if number.last < len(tokens) else None
    tail = text[one.end : one.end + 2]
    if tail[:1] in (":", "/", "_") or (tail[:1] == "." and tail[1:].isdigit()):
        return True
    if tail[:1] == "-" and tail[1:].isdigit() and len(one.text) > 2 and not _dimension(tokens, number.last):
        return True  # a telephone number
    if after and _is_ending(one, after):
        return True
    return text[one.end : one.end + 5].lower() in (" a.m.", " p.m.") or _month_before(tokens, n)


def _is_ending(one: Token, after: Token) -> bool:
    """Whether what follows digits makes them an ordinal, an hour or a code: "4th", "4 pm", "14b", "1980s"."""
    joined = after.start == one.end
    if (joined and after.low in ("st", "nd", "rd", "th")) or after.low in ("am", "pm", "o'clock", "o’clock"):
        return True
    return joined and after.kind == "word" and after.low not in qw.MULTIPLIERS and after.low not in qw.MEASURES


def _month_before(tokens: Sequence[Token], n: int) -> bool:
    """Whether a month stands before: "June 4", "Oct. 4"."""
    month = tokens[n - 2] if n > 1 and tokens[n - 1].text == "." else tokens[n - 1] if n else None
    return month is not None and month.kind == "word" and month.low in qw.MONTHS and month.text[0].isupper()


def _counted_behind_a_name(tokens: Sequence[Token], n: int) -> bool:
    """Whether a name of one or two words at token `n` goes with a plural in small letters: "34 Benin bronzes"."""
    for token in tokens[n + 1 : n + 3]:
        if token.kind != "word" or token.low in qw.STOPS or token.low in qw.STREETS:
            return False
        if not token.text[0].isupper():
            return plural(token.low)
    return False


def _dimension(tokens: Sequence[Token], n: int) -> bool:
    return n < len(tokens) and tokens[n].low in qw.MEASURES


def _looks_like_a_year(one: Token, number: Number) -> bool:
    return one.kind == "number" and "," not in one.text and "." not in one.text and 1000 <= number.value <= 2200


# ---- what is counted --------------------------------------------------------------------------------------------


_Counted = tuple[str, str, str, bool, int]
"""What is counted: the unit, the noun's stem, the noun, whether it is a part, the token behind it."""


def _only(unit: str, last: int) -> _Counted:
    """A unit that needs no noun: up to token `last`."""
    return unit, "", "", False, last


def _unit(text: str, tokens: Sequence[Token], n: int, money: str, number: Number) -> _Counted:
    """(unit, stem of what is counted, the noun, part, the token after it) behind a number."""
    if money:
        return _only(f"money:{money}", n)
    if number.glued == "ratio":
        return _only("share", n)
    dash = n < len(tokens) and tokens[n].text == "-"
    at = n + 1 if dash else n
    one = tokens[at] if at < len(tokens) else None
    if one is None:
        return _only("", n)
    if found := _share(tokens, at):
        return found
    if one.low in ("year", "years") and _is_old(tokens, at + 1):
        return _only("age", next(k for k in range(at, len(tokens)) if tokens[k].low in ("old", "olds")) + 1)
    if one.low in ("of", "out"):
        unit, counted, noun, part, last = _part(tokens, at)
        return unit, counted, noun, part and not number.low, last
    if dash:  # "a 12-storey tower", "a three-day strike": "a 12-metre wall" is a measure
        return _only(f"measure:{qw.MEASURES[one.low]}" if one.low in qw.MEASURES else "skip", at + 1)
    return _money(tokens, at) or _measure(tokens, at, number) or _noun(tokens, at)


def _share(tokens: Sequence[Token], at: int) -> _Counted | None:
    """A share of a hundred at a token: "12 percent", "12 per cent"; percentage points are no share, and are skipped."""
    one = tokens[at]
    if one.low == "percentage":
        return _only("skip", at + 1)
    if one.low in qw.SHARES or one.kind == "percent":
        points = at + 1 < len(tokens) and tokens[at + 1].low.startswith("point")
        return _only("skip" if points else "share", at + 1)
    if one.low == "per" and words_at(tokens, at, "per", "cent"):
        points = words_at(tokens, at, "per", "cent", "points") or words_at(tokens, at, "per", "cent", "point")
        return _only("skip" if points else "share", at + 2)
    return None


def _money(tokens: Sequence[Token], at: int) -> _Counted | None:
    """A currency at a token: "2.4 million soles" and "300 Peruvian soles"."""
    one = tokens[at]
    if one.low in qw.CURRENCIES and (not one.text[0].isupper() or one.text.isupper()):
        return _only(f"money:{qw.CURRENCIES[one.low]}", at + 1)
    if at + 1 < len(tokens) and tokens[at + 1].low in qw.CURRENCIES and one.text[0].isupper():
        return _only(f"money:{qw.CURRENCIES[tokens[at + 1].low]}", at + 2)
    return None


def _measure(tokens: Sequence[Token], at: int, number: Number) -> _Counted | None:
    """A unit of measure at a token: "12 square metres", "12 m"."""
    one = tokens[at]
    if one.low in ("square", "cubic", "sq", "cu", "nautical") and at + 1 < len(tokens):
        name = qw.MEASURES.get(tokens[at + 1].low)
        if name:
            return _only(f"measure:{one.low[:2]} {name}", at + 2)
    if one.low in qw.MEASURES or (one.low == "m" and number.glued == ""):
        return _only(f"measure:{qw.MEASURES.get(one.low, 'metre')}", at + 1)
    return None


def _is_old(tokens: Sequence[Token], n: int) -> bool:
    row = [t for t in tokens[n : n + 2] if t.text != "-"]
    return bool(row) and row[0].low in ("old", "olds")


def _part(tokens: Sequence[Token], at: int) -> tuple[str, str, str, bool, int]:
    """ "31 of the 48 helicopters": some of what is counted."""
    k = at + (2 if tokens[at].low == "out" else 1)
    if tokens[at].low == "of" and k < len(tokens) and tokens[k].low in ("us", "them", "you"):
        return "", "people" if tokens[k].low == "us" else "", "people" if tokens[k].low == "us" else "", False, k + 1
    for token in tokens[k : k + 5]:
        if plural(token.low):
            return "", stem(token.low), token.low, True, at
        if token.kind == "other":
            break
    return "", "", "", True, at


def _noun(tokens: Sequence[Token], at: int) -> tuple[str, str, str, bool, int]:
    """The first plural within three words that no small word or sign cuts off: "48 new helicopters"."""
    for k in range(at, min(at + 4, len(tokens))):
        one = tokens[k]
        if one.kind != "word" or one.low in qw.STOPS:
            break
        if plural(one.low):
            # "three hundred villagers' houses": the last of a row of plurals.
            if one.low.endswith("s") and k + 1 < len(tokens) and tokens[k + 1].text in ("'", "’"):
                continue
            return "", "people" if one.low in ("person", "persons") else stem(one.low), one.low, False, k + 1
    return "", "", "", False, at


# ---- bounds ------------------------------------------------------------------------------------------------------


def _bounds(
    text: str, start: int, end: int, floor: int, number: Number, ranged: Number | None, money: bool
) -> tuple[float, float, bool, int]:
    """(least, most, hedged, where the words begin) with what stands before and behind the number."""
    lead = fold(text[max(floor, start - qw.MAX_BOUND_REACH) : start])
    for pattern, low, high in qw.BEFORE if qw.ANY_BEFORE.search(lead) else ():
        found = pattern.search(lead)
        if found and len(lead) == start - max(floor, start - qw.MAX_BOUND_REACH):
            begins = start - (len(lead) - found.start())
            while begins < start and not text[begins].isalnum():
                begins += 1
            top = ranged.value if ranged else number.value
            half = min(number.step / 2, number.value * (_MAX_SUM_ROUNDING if money else _MAX_COUNT_ROUNDING))
            least = min(low * number.value, number.value - half) if high is None or high > 1 else low * number.value
            most = INFINITE if high is None else max(high * top, top + half) if high > 1 else top
            return least, most, True, begins
    if number.low:
        return number.low, number.high, True, start
    tail = fold(text[end : end + 16])
    for pattern, low, high in qw.AFTER:
        if pattern.match(tail):
            return low * number.value, INFINITE if high is None else high * number.value, True, start
    half = min(number.step / 2, number.value * (_MAX_SUM_ROUNDING if money else _MAX_COUNT_ROUNDING))
    if ranged:
        return number.value - half, ranged.value + ranged.step / 2, True, start
    return number.value - half, number.value + half, False, start
