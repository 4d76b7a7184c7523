"""What the words around an expression of time say of it: that it is to come, past, or told from today."""

from __future__ import annotations

from itertools import pairwise

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.types import Found, Token


def looks_ahead(tokens: list[Token], found: Found) -> bool:
    """Whether the words just before the expression, in its sentence, speak of what is to come."""
    if found.first and tokens[found.first - 1].low in ("by", "before"):
        row = [t.low for t in _sentence(tokens, found)]
        to_be = any(one in ("was", "were") and two == "to" for one, two in pairwise(row))
        return to_be or not {"had", "was", "were"} & set(row)  # "it was to report by December"
    if found.first and tokens[found.first - 1].low in ("until", "till") and lasts_still(tokens, found):
        return True
    if (
        found.first
        and tokens[found.first - 1].low == "through"
        and not any(t.low == "from" for t in _sentence(tokens, found))
    ):
        return True  # "flags are lowered through Tuesday"
    for k in range(found.first - 1, max(-1, found.first - 15), -1):
        low = tokens[k].low
        if low in ("!", "?", ";") or (low == "." and _stop(tokens, k)):
            break
        if low in dw.FUTURE_CUES:
            return True
        if low == "to" and k and tokens[k - 1].low in ("is", "are", "was", "were", "going") and not _past(tokens, k):
            return True  # "he is to appear on Monday"
    return _announced(tokens, found) or _will_follows(tokens, found)


def _announced(tokens: list[Token], found: Found) -> bool:
    """Whether a beginning is told: "three days of mourning beginning on Tuesday", "to train there from January"."""
    before = [tokens[k].low for k in range(max(0, found.first - 2), found.first)]
    if "beginning" in before or "starting" in before or "effective" in before:
        return True
    row = [t.low for t in _sentence(tokens, found)]
    return before[-1:] == ["from"] and not dw.PRESENT.isdisjoint(row) and not {"was", "were", "had"} & set(row)


def _will_follows(tokens: list[Token], found: Found) -> bool:
    """Whether the expression opens its clause and what is to come follows: "on the twenty-ninth they will read …"."""
    opening = {"and", "but", "then", "on", "in", "at", "by", "the", ",", "—", "–", ".", "!", "?", "“", ":", ";"}
    if found.first >= 2 and not {tokens[found.first - 1].low, tokens[found.first - 2].low} <= opening:
        return False
    for token in tokens[found.last : found.last + 8]:
        if token.low in (".", "!", "?", ";", "and", "who", "which", "that"):
            return False
        if token.low in ("will", "shall") or token.low.endswith("'ll"):
            return True
    return False


def _past(tokens: list[Token], k: int) -> bool:
    """Whether "to have" follows: "he is to have said"."""
    return k + 1 < len(tokens) and tokens[k + 1].low == "have"


def _sentence(tokens: list[Token], found: Found) -> list[Token]:
    """The tokens of the expression's sentence, at most forty on either side."""
    first, last = found.first, found.last
    while first > max(0, found.first - 40) and tokens[first - 1].low not in (".", "!", "?"):
        first -= 1
    while last < min(len(tokens), found.last + 40) and tokens[last].low not in (".", "!", "?"):
        last += 1
    return tokens[first:last]


def speaks_now(tokens: list[Token], found: Found) -> bool:
    """Whether the sentence speaks from its own day, so that a story's year does not reach it."""
    return bool(found.open) or looks_ahead(tokens, found) or any(t.low in dw.PRESENT for t in _sentence(tokens, found))


def lasts_still(tokens: list[Token], found: Found) -> bool:
    """Whether what lasts until then lasts still: "it will", "would", "has been … until Tuesday"."""
    return any(t.low in dw.PRESENT or t.low in ("will", "would", "shall") for t in _sentence(tokens, found))


def _stop(tokens: list[Token], k: int) -> bool:
    """Whether the full stop at `k` ends a sentence: not that of "9 a.m. Saturday"."""
    return not (k and len(tokens[k - 1].text) <= 2)


def tells_past(tokens: list[Token], found: Found) -> bool:
    """Whether the sentence is told in the past: "was", "had", or a word that ends in -ed before the expression."""
    row = _sentence(tokens, found)
    return any(t.low in ("was", "were", "had") or (t.low.endswith("ed") and len(t.low) > 4) for t in row)
