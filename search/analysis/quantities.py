"""Quantities in a text: digits and words, bounds, ranges and rounding → an interval, and what is counted.

"At least twelve" and 12 meet, "some 200" and 197, "1.2m" and 1,180,000: each number stands for the interval that its
way of writing shows. Dates, times, addresses, numbers of laws and telephones are no quantities. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import quantitywords as qw
from search.analyzer import stem
from search.text import fold

INFINITE = float("inf")
# Hedged words ("some", "about") allow a tenth more or less; a rounded number half the step it is rounded to.
_ROUNDED_FROM = 100
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?(?![\d])|\d{1,15}(?:\.\d{1,6})?)"
    r"|(?P<sign>(?:US|AU|CA|NZ|S/|R)?[$£€¥₹₽₩])|(?P<percent>%)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)|(?P<other>[^\s\w])"
)
_LONGEST = 2_000  # characters of a sentence that are read for quantities


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
    unit: str = ""
    counted: str = ""
    noun: str = ""
    part: bool = False
    hedged: bool = False

    def meets(self, other: Quantity) -> bool:
        """Whether one number can be both."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the tokens `first`–`last` (exclusive) of the value `value`, rounded to `step`."""

    value: float
    step: float
    last: int
    low: float = 0.0
    high: float = 0.0
    glued: str = ""


def quantities_in(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The quantities of `text[start:end]` (a sentence), in order; spans are of `text`."""
    stop = min(len(text) if end is None else end, start + _LONGEST)
    tokens = [
        _Token(hit.lastgroup or "", hit.group(), fold(hit.group()), hit.start(), hit.end())
        for hit in _TOKEN.finditer(text, start, stop)
    ]
    out: list[Quantity] = []
    n = 0
    while n < len(tokens):
        found = _at(text, tokens, n, start)
        if found is None:
            n += 1
            continue
        quantity, n = found
        if quantity is not None:
            out.append(quantity)
    return tuple(out)


def _at(text: str, tokens: Sequence[_Token], n: int, floor: int) -> tuple[Quantity | None, int] | None:
    """The quantity that begins at token `n` and the token after it; None where none begins."""
    first = n
    money = ""
    if tokens[n].kind == "sign" and n + 1 < len(tokens) and tokens[n + 1].start <= tokens[n].end + 1:
        money, n = qw.CURRENCY_SIGNS.get(tokens[n].text[-1], "money"), n + 1
    number = _number(text, tokens, n, bool(money))
    if number is None:
        return None
    if not money and _names_a_thing(text, tokens, n, number):
        return None, number.last
    ranged = _range(text, tokens, number, bool(money))
    last = ranged.last if ranged else number.last
    skipped = _after_bound(tokens, last)
    unit, counted, noun, part, last = _unit(text, tokens, skipped or last, money, number)
    if unit == "skip" or (unit == "" and not counted and _looks_like_a_year(tokens[n], number)):
        return None, last
    ended = tokens[skipped - 3].end if skipped else tokens[last - 1].end
    low, high, hedged, begins = _bounds(text, tokens[first].start, ended, floor, number, ranged)
    ends = tokens[last - 1].end
    value = (number.value + ranged.value) / 2 if ranged else number.value
    if unit == "share":
        value, low, high = (value, low, high) if number.glued == "ratio" else (value / 100, low / 100, high / 100)
    return Quantity(begins, ends, value, low, high, unit, counted, noun, part, hedged), last


def _after_bound(tokens: Sequence[_Token], n: int) -> int:
    """The token behind "or more", "or so", "or fewer" at token `n`; 0 where there is none."""
    row = tuple(t.low for t in tokens[n : n + 2])
    return n + 2 if row in (("or", "more"), ("or", "so"), ("or", "fewer"), ("or", "less"), ("and", "more")) else 0


# ---- the number itself ------------------------------------------------------------------------------------------


def _number(text: str, tokens: Sequence[_Token], n: int, money: bool) -> _Number | None:
    """Digits or words from token `n` on, with their multipliers."""
    if n >= len(tokens):
        return None
    one = tokens[n]
    if one.kind == "number":
        if _glued_before(text, one) and not money:
            return None
        value = float(one.text.replace(",", ""))
        return _multiplied(text, tokens, n + 1, value, _step(one.text, value), money)
    if one.kind != "word":
        return None
    if one.low in qw.PLURALS and n + 1 < len(tokens) and tokens[n + 1].low == "of":
        base = qw.PLURALS[one.low]
        return _Number(2 * base, 0, n + 1, 2 * base, 10 * base)
    return _worded(text, tokens, n)


def _glued_before(text: str, one: _Token) -> bool:
    """Whether digits are part of a longer sign: "M25", "071-555", "4:40", "2-1", "#5", "3.1"."""
    before = text[one.start - 1 : one.start]
    if before == "-":
        return text[one.start - 2 : one.start - 1].isalnum()
    return before.isalnum() or before in tuple("_#/:.’'@&")


def _step(written: str, value: float) -> float:
    """What a number is rounded to, as its writing shows: 0.1 for "4.2", 100 for "2,300", nothing for "47"."""
    if "." in written:
        return float(10 ** -len(written.partition(".")[2]))
    digits = written.replace(",", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10**zeros) if value >= _ROUNDED_FROM and zeros else 0.0


def _multiplied(text: str, tokens: Sequence[_Token], n: int, value: float, step: float, money: bool) -> _Number:
    if n < len(tokens):
        one = tokens[n]
        glued = one.start == tokens[n - 1].end or (
            one.text == "-" and n + 1 < len(tokens) and tokens[n + 1].low in qw.MULTIPLIERS
        )
        if one.text == "-" and glued and n + 1 < len(tokens) and tokens[n + 1].low not in qw.GLUED:
            n, one = n + 1, tokens[n + 1]
        factor = qw.MULTIPLIERS.get(one.low)
        if factor and (one.low not in qw.GLUED or glued or money) and one.low not in ("score",):
            if one.low == "m" and not money and not _million(tokens, n + 1):
                return _Number(value, step, n, glued="")
            if value < 1e6 or factor < 1e3:
                return _Number(value * factor, (step or 1.0) * factor, n + 1)
        if one.low == "b" and glued and money:
            return _Number(value * 1e9, (step or 1.0) * 1e9, n + 1)
    return _Number(value, step, n)


def _million(tokens: Sequence[_Token], n: int) -> bool:
    """Whether a glued m is a million rather than metres: something countable follows it."""
    after = tokens[n].low if n < len(tokens) else ""
    return bool(_plural(after)) or after in qw.CURRENCIES


def _worded(text: str, tokens: Sequence[_Token], n: int) -> _Number | None:
    """A number in words: "seventeen", "two hundred and four", "a dozen", "one in five", "half a million"."""
    low = tokens[n].low
    following = tokens[n + 1].low if n + 1 < len(tokens) else ""
    if low in ("a", "an", "half") and n + 1 < len(tokens):
        start, factor = n + 1, 0.5 if low == "half" else 1.0
        if low == "half" and following in ("a", "an"):
            start += 1
        word = tokens[start].low if start < len(tokens) else ""
        if word in ("hundred", "thousand", "million", "billion", "dozen", "score"):
            value = factor * qw.MULTIPLIERS[word]
            return _goes_on(tokens, start + 1, value, value / 10 if word != "dozen" else 0.0)
        return None
    if low not in qw.NUMERALS:
        return None
    if low in ("one", "two", "three", "four", "nine") and following in ("in", "out"):
        ratio = _ratio(tokens, n, following)
        if ratio:
            return ratio
    value, k = float(qw.NUMERALS[low]), n + 1
    if low in qw.TENS and k < len(tokens):
        joined = k + 1 if tokens[k].text == "-" else k
        if joined < len(tokens) and tokens[joined].low in qw.TEENS and 0 < qw.NUMERALS[tokens[joined].low] < 10:
            value, k = value + qw.NUMERALS[tokens[joined].low], joined + 1
    if low == "one" and following not in ("hundred", "thousand", "million", "billion", "dozen"):
        return None if not _plural(following) and following not in ("person", "man", "woman") else _Number(1, 0, k)
    if k < len(tokens) and tokens[k].low == "and" and _words_at(tokens, k + 1, "a", "half"):
        value, k = value + 0.5, k + 3
    return _goes_on(tokens, k, value, 0.0)


def _words_at(tokens: Sequence[_Token], n: int, *wanted: str) -> bool:
    return tuple(t.low for t in tokens[n : n + len(wanted)]) == wanted


def _ratio(tokens: Sequence[_Token], n: int, link: str) -> _Number | None:
    """ "One in five", "three out of four": a share."""
    at = n + 2 if link == "in" else n + 3
    if link == "out" and not _words_at(tokens, n + 1, "out", "of"):
        return None
    of = tokens[at].low if at < len(tokens) else ""
    whole = qw.NUMERALS.get(of) or (int(of) if of.isdigit() and len(of) < 7 else 0)
    part = qw.NUMERALS[tokens[n].low]
    return _Number(part / whole, 0.1, at + 1, glued="ratio") if whole > part else None


def _goes_on(tokens: Sequence[_Token], k: int, value: float, step: float) -> _Number:
    """Multipliers and smaller numbers that follow: hundred, thousand, "and four"."""
    total, current = 0.0, value
    while k < len(tokens):
        word = tokens[k].low
        if not current and total and 0 < qw.NUMERALS.get(word, 0) < 20 and _words_at(tokens, k + 1, "hundred"):
            current, step, k = float(qw.NUMERALS[word]), 0.0, k + 1
            continue
        if word == "hundred":
            current, step, k = current * 100, 100.0, k + 1
        elif word in ("thousand", "million", "billion", "dozen"):
            total, step, current, k = total + current * qw.MULTIPLIERS[word], qw.MULTIPLIERS[word], 0.0, k + 1
            step = 0.0 if word == "dozen" else step
        elif step >= 100 and (word in qw.NUMERALS or _words_at(tokens, k, "and")):
            at = k + 1 if word == "and" else k
            if at >= len(tokens) or tokens[at].low not in qw.NUMERALS:
                break
            current, step, k = current + qw.NUMERALS[tokens[at].low], 0.0, at + 1
            joined = k + 1 if k < len(tokens) and tokens[k].text == "-" else k
            ten = tokens[at].low in qw.TENS
            if ten and joined < len(tokens) and 0 < qw.NUMERALS.get(tokens[joined].low, 0) < 10:
                current, k = current + qw.NUMERALS[tokens[joined].low], joined + 1
            if k < len(tokens) and tokens[k].low == "hundred":
                break
        else:
            break
    return _Number(total + current, step, k)


def _range(text: str, tokens: Sequence[_Token], one: _Number, money: bool) -> _Number | None:
    """The second number of "12 to 15", "12–15", "between 12 and 15"."""
    n = one.last
    if n + 1 >= len(tokens):
        return None
    link = tokens[n]
    between = link.low == "and" and re.search(r"\bbetween\s+\S{1,20}\s*\Z", text[max(0, link.start - 36) : link.start])
    if not (link.text in "-–—" or link.low == "to" or between):
        return None
    if link.low == "to" and re.search(r"\bfrom\s+\S{1,20}\s*\Z", text[max(0, link.start - 36) : link.start]):
        return None
    at = n + 1 + (tokens[n + 1].kind == "sign")
    other = _number(text, tokens, at, money) if link.text not in "-–—" else _plain(text, tokens, at, link)
    if other is None or other.value <= one.value:
        return None
    return other


def _plain(text: str, tokens: Sequence[_Token], n: int, link: _Token) -> _Number | None:
    """Digits right behind a dash."""
    if n >= len(tokens) or tokens[n].kind != "number" or tokens[n].start != link.end:
        return None
    value = float(tokens[n].text.replace(",", ""))
    return _multiplied(text, tokens, n + 1, value, _step(tokens[n].text, value), False)


# ---- what is no quantity ----------------------------------------------------------------------------------------


def _names_a_thing(text: str, tokens: Sequence[_Token], n: int, number: _Number) -> bool:
    """Whether a number is a date, a time, a name's or a law's: "4 June", "4:40", "Boeing 747", "section 8"."""
    one, before = tokens[n], tokens[n - 1] if n else None
    after = tokens[number.last] if number.last < len(tokens) else None
    if after and after.low.rstrip(".") in qw.MONTHS and after.text[0].isupper():
        return True
    if one.kind == "number":
        tail = text[one.end : one.end + 2]
        if tail[:1] in (":", "/", "_") or (tail[:1] == "." and tail[1:].isdigit()):
            return True
        if tail[:1] == "-" and tail[1:].isdigit() and len(one.text) > 2 and not _dimension(tokens, number.last):
            return True  # a telephone number
        if after and after.start == one.end and after.low in ("st", "nd", "rd", "th"):
            return True
        if after and after.low in ("am", "pm", "o'clock", "o’clock"):
            return True
        if text[one.end : one.end + 5].lower() in (" a.m.", " p.m."):
            return True
        glued = after is not None and after.start == one.end and after.kind == "word"
        if after and glued and after.low not in qw.MULTIPLIERS and after.low not in qw.MEASURES:
            return True  # "14b", "1980s"
        month = tokens[n - 2] if before and before.text == "." and n > 1 else before
        if month and month.kind == "word" and month.low in qw.MONTHS and month.text[0].isupper():
            return True
        # A capital before or behind without a plural noun: "Boeing 747", "14 Lowndes Crescent".
        if before and before.kind == "word" and before.text[0].isupper() and n > 1 and before.low not in qw.STOPS:
            counted = after is not None and (_plural(after.low) or after.low in qw.MULTIPLIERS or after.low in qw.STOPS)
            return not counted or tokens[n - 2].kind == "word"
        if after and after.kind == "word" and after.text[0].isupper() and not after.text.isupper():
            return after.low not in qw.PEOPLE
    if before and before.low in qw.NAMING and (before.text[0].isupper() or before.low not in ("day", "year", "week")):
        return before.low not in ("age", "aged", "number", "numbers", "pages", "class", "house")
    return bool(before and before.text == "." and n > 1 and tokens[n - 2].low in ("no", "nos", "tel", "p", "pp"))


def _dimension(tokens: Sequence[_Token], n: int) -> bool:
    return n < len(tokens) and tokens[n].low in qw.MEASURES


def _looks_like_a_year(one: _Token, number: _Number) -> bool:
    return one.kind == "number" and "," not in one.text and "." not in one.text and 1000 <= number.value <= 2200


# ---- what is counted --------------------------------------------------------------------------------------------


def _unit(text: str, tokens: Sequence[_Token], n: int, money: str, number: _Number) -> tuple[str, str, str, bool, int]:
    """(unit, stem of what is counted, the noun, part, the token after it) behind a number."""
    if money:
        return f"money:{money}", "", "", False, n
    if number.glued == "ratio":
        return "share", "", "", False, n
    dash = n < len(tokens) and tokens[n].text == "-"
    at = n + 1 if dash else n
    one = tokens[at] if at < len(tokens) else None
    if one is None:
        return "", "", "", False, n
    if one.low == "percentage":
        return "skip", "", "", False, at + 1
    if one.low in qw.SHARES or one.kind == "percent":
        points = at + 1 < len(tokens) and tokens[at + 1].low.startswith("point")
        return ("skip" if points else "share"), "", "", False, at + 1
    if one.low == "per" and _words_at(tokens, at, "per", "cent"):
        points = _words_at(tokens, at, "per", "cent", "points") or _words_at(tokens, at, "per", "cent", "point")
        return ("skip" if points else "share"), "", "", False, at + 2
    if one.low in ("year", "years") and _is_old(tokens, at + 1):
        end = next(k for k in range(at, len(tokens)) if tokens[k].low in ("old", "olds"))
        return "age", "", "", False, end + 1
    if one.low in ("of", "out"):
        unit, counted, noun, part, last = _part(tokens, at)
        return unit, counted, noun, part and not number.low, last
    if dash:  # "a 12-storey tower", "a three-day strike": "a 12-metre wall" is a measure
        if one.low in qw.MEASURES:
            return f"measure:{qw.MEASURES[one.low]}", "", "", False, at + 1
        return "skip", "", "", False, at + 1
    if one.low in qw.CURRENCIES and (not one.text[0].isupper() or one.text.isupper()):
        return f"money:{qw.CURRENCIES[one.low]}", "", "", False, at + 1
    # "2.4 million soles" and "300 Peruvian soles"; "12 square metres"
    if at + 1 < len(tokens) and tokens[at + 1].low in qw.CURRENCIES and one.text[0].isupper():
        return f"money:{qw.CURRENCIES[tokens[at + 1].low]}", "", "", False, at + 2
    if one.low in ("square", "cubic", "sq", "cu", "nautical") and at + 1 < len(tokens):
        name = qw.MEASURES.get(tokens[at + 1].low)
        if name:
            return f"measure:{one.low[:2]} {name}", "", "", False, at + 2
    if one.low in qw.MEASURES or (one.low == "m" and number.glued == ""):
        name = qw.MEASURES.get(one.low, "metre")
        return f"measure:{name}", "", "", False, at + 1
    return _noun(tokens, at)


def _is_old(tokens: Sequence[_Token], n: int) -> bool:
    row = [t for t in tokens[n : n + 2] if t.text != "-"]
    return bool(row) and row[0].low in ("old", "olds")


def _part(tokens: Sequence[_Token], at: int) -> tuple[str, str, str, bool, int]:
    """ "31 of the 48 helicopters": some of what is counted."""
    k = at + (2 if tokens[at].low == "out" else 1)
    for token in tokens[k : k + 5]:
        if _plural(token.low):
            return "", stem(token.low), token.low, True, at
        if token.kind == "other":
            break
    return "", "", "", True, at


def _noun(tokens: Sequence[_Token], at: int) -> tuple[str, str, str, bool, int]:
    """The first plural within three words that no small word or sign cuts off: "48 new helicopters"."""
    for k in range(at, min(at + 4, len(tokens))):
        one = tokens[k]
        if one.kind != "word" or one.low in qw.STOPS:
            break
        if _plural(one.low):
            # "three hundred villagers' houses": the last of a row of plurals.
            if one.low.endswith("s") and k + 1 < len(tokens) and tokens[k + 1].text in ("'", "’"):
                continue
            return "", "people" if one.low in ("person", "persons") else stem(one.low), one.low, False, k + 1
    return "", "", "", False, at


def _plural(word: str) -> bool:
    if word in qw.IRREGULAR or word in qw.PEOPLE or (len(word) > 5 and word.endswith("men")):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


# ---- bounds ------------------------------------------------------------------------------------------------------


def _bounds(
    text: str, start: int, end: int, floor: int, number: _Number, ranged: _Number | None
) -> tuple[float, float, bool, int]:
    """(least, most, hedged, where the words begin) with what stands before and behind the number."""
    lead = fold(text[max(floor, start - qw.BOUND_REACH) : start])
    for pattern, low, high in qw.BEFORE:
        found = pattern.search(lead)
        if found and len(lead) == start - max(floor, start - qw.BOUND_REACH):
            begins = start - (len(lead) - found.start())
            while begins < start and not text[begins].isalnum():
                begins += 1
            top, half = ranged.value if ranged else number.value, number.step / 2
            least = min(low * number.value, number.value - half) if high is None or high > 1 else low * number.value
            most = INFINITE if high is None else max(high * top, top + half) if high > 1 else top
            return least, most, True, begins
    if number.low:
        return number.low, number.high, True, start
    tail = fold(text[end : end + 16])
    for pattern, low, high in qw.AFTER:
        if pattern.match(tail):
            return low * number.value, INFINITE if high is None else high * number.value, True, start
    half = number.step / 2
    if ranged:
        return number.value - half, ranged.value + ranged.step / 2, True, start
    return number.value - half, number.value + half, False, start
