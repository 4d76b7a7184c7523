"""Numbers as they are written: digits and words, multipliers, ratios and ranges, with what they are rounded to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import NamedTuple

from search.analysis.quantities import vocabulary as qw
from search.text.folding import fold

# A rounded number stands for half the step it is rounded to, on either side.
_MIN_ROUNDED = 100
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?(?![\d])|\d{1,15}(?:\.\d{1,6})?)"
    r"|(?P<sign>(?:US|AU|CA|NZ|S/|R)?[$£€¥₹₽₩])|(?P<percent>%)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)|(?P<other>[^\s\w])"
)


class Token(NamedTuple):
    """A number, sign or word of a text; `low` is folded."""

    kind: str
    text: str
    low: str
    start: int
    end: int


# Words a number can begin with.
_BEGINNING = frozenset((*qw.NUMERALS, *qw.PLURALS, "a", "an", "half"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number that ends before token `last`, rounded to `step`; `low`–`high` where it is written as a bound.

    `glued` is "ratio" for a share ("one in five").
    """

    value: float
    step: float
    last: int
    _: KW_ONLY
    low: float = 0.0
    high: float = 0.0
    glued: str = ""


def tokens_in(text: str, start: int, end: int) -> list[Token]:
    """Numbers, signs and words of a stretch, in order."""
    folded = fold(text[start:end])
    return [
        Token(hit.lastgroup or "", hit[0], folded[low - start : high - start], low, high)
        for hit in _TOKEN.finditer(text, start, end)
        for low, high in (hit.span(),)
    ]


def beginnings(tokens: Sequence[Token]) -> list[int]:
    """The tokens a quantity can begin with: digits, a sign of a currency or a word of a number."""
    return [n for n, one in enumerate(tokens) if one.kind in ("number", "sign") or one.low in _BEGINNING]


def number_at(text: str, tokens: Sequence[Token], n: int, money: bool) -> Number | None:
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
        return Number(2 * base, 0, n + 1, low=2 * base, high=10 * base)
    return _worded(text, tokens, n)


def _glued_before(text: str, one: Token) -> bool:
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
    return float(10**zeros) if value >= _MIN_ROUNDED and zeros else 0.0


def _multiplied(text: str, tokens: Sequence[Token], n: int, value: float, step: float, money: bool) -> Number:
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
                return Number(value, step, n, glued="")
            if value < 1e6 or factor < 1e3:
                return Number(value * factor, (step or 1.0) * factor, n + 1)
        if one.low == "b" and glued and money:
            return Number(value * 1e9, (step or 1.0) * 1e9, n + 1)
    return Number(value, step, n)


def _million(tokens: Sequence[Token], n: int) -> bool:
    """Whether a glued m is a million rather than metres: something countable follows it."""
    after = tokens[n].low if n < len(tokens) else ""
    return bool(plural(after)) or after in qw.CURRENCIES


def _worded(text: str, tokens: Sequence[Token], n: int) -> Number | None:
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
        return None if not plural(following) and following not in ("person", "man", "woman") else Number(1, 0, k)
    if k < len(tokens) and tokens[k].low == "and" and words_at(tokens, k + 1, "a", "half"):
        value, k = value + 0.5, k + 3
    return _goes_on(tokens, k, value, 0.0)


def words_at(tokens: Sequence[Token], n: int, *wanted: str) -> bool:
    """Whether these folded words stand at token `n`."""
    return tuple(t.low for t in tokens[n : n + len(wanted)]) == wanted


def _ratio(tokens: Sequence[Token], n: int, link: str) -> Number | None:
    """ "One in five", "three out of four": a share."""
    at = n + 2 if link == "in" else n + 3
    if link == "out" and not words_at(tokens, n + 1, "out", "of"):
        return None
    of = tokens[at].low if at < len(tokens) else ""
    whole = qw.NUMERALS.get(of) or (int(of) if of.isdigit() and len(of) < 7 else 0)
    part = qw.NUMERALS[tokens[n].low]
    return Number(part / whole, 0.1, at + 1, glued="ratio") if whole > part else None


def _goes_on(tokens: Sequence[Token], k: int, value: float, step: float) -> Number:
    """Multipliers and smaller numbers that follow: hundred, thousand, "and four"."""
    total, current = 0.0, value
    while k < len(tokens):
        word = tokens[k].low
        if not current and total and 0 < qw.NUMERALS.get(word, 0) < 20 and words_at(tokens, k + 1, "hundred"):
            current, step, k = float(qw.NUMERALS[word]), 0.0, k + 1
            continue
        if word == "hundred":
            current, step, k = current * 100, 100.0, k + 1
        elif word in ("thousand", "million", "billion", "dozen"):
            total, step, current, k = total + current * qw.MULTIPLIERS[word], qw.MULTIPLIERS[word], 0.0, k + 1
            step = 0.0 if word == "dozen" else step
        elif step >= 100 and (word in qw.NUMERALS or words_at(tokens, k, "and")):
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
    return Number(total + current, step, k)


def range_at(text: str, tokens: Sequence[Token], one: Number, money: bool) -> Number | None:
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
    other = number_at(text, tokens, at, money) if link.text not in "-–—" else _plain(text, tokens, at, link)
    if other is None or other.value <= one.value:
        return None
    return other


def _plain(text: str, tokens: Sequence[Token], n: int, link: Token) -> Number | None:
    """Digits right behind a dash."""
    if n >= len(tokens) or tokens[n].kind != "number" or tokens[n].start != link.end:
        return None
    value = float(tokens[n].text.replace(",", ""))
    return _multiplied(text, tokens, n + 1, value, _step(tokens[n].text, value), False)


def plural(word: str) -> bool:
    """Whether a folded word is a plural, as far as its form or the lists show."""
    if word in qw.IRREGULAR or word in qw.PEOPLE or (len(word) > 5 and word.endswith("men")):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
