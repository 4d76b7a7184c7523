"""Names of people that are taken for each other, or are one name in two spellings."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from search.analysis.comparison.spelling import another_spelling, from_arabic, misspelt, skeleton
from search.analysis.lexicon.gazetteer import gazetteer
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
# How alike two surnames behind one first name are that are taken for each other.
_ALIKE_THRESHOLD = 0.5
# In which way two names are alike; "" for names that are one, or not alike.
Way: TypeAlias = Literal["", "spelt", "both", "surname", "first", "last", "other", "word"]
# In which way two names are alike, and the words of each that differ.
NameAlikeness: TypeAlias = tuple[Way, str, str]
NOT_ALIKE: NameAlikeness = ("", "", "")


def alike(one: str, two: str) -> NameAlikeness:
    """In which way two names of people are alike."""
    a, b = name_words(one), name_words(two)
    if not a or not b or _within(a, b) or _within(b, a):
        return NOT_ALIKE
    arabic = from_arabic(map(fold, (*a, *b)))
    if len(a) == 1 or len(b) == 1:
        return ("surname", a[-1], b[-1]) if _spelt(a[-1], b[-1], arabic) else NOT_ALIKE
    # A second surname that one leaves out: “Ana Ruiz Peña” and “Ana Ruis”.
    for x, y in dict.fromkeys(((a[-1], b[-1]), (a[1], b[1]))):
        found = _alike_in(a[0], b[0], x, y, arabic)
        if found != NOT_ALIKE:
            return found
    return NOT_ALIKE


def _within(one: list[str], two: list[str]) -> bool:
    return set(map(fold, one)) <= set(map(fold, two))


def _alike_in(first: str, other_first: str, last: str, other_last: str, arabic: bool) -> NameAlikeness:
    """In which way two names of a first name and a surname are alike."""
    one_first, one_last = fold(first) == fold(other_first), fold(last) == fold(other_last)
    if one_first and not one_last:
        if _spelt(last, other_last, arabic):
            return "spelt", last, other_last
        confused = not misspelt(fold(last), fold(other_last)) and _surnames_alike(last, other_last)
        return ("last", last, other_last) if confused else NOT_ALIKE
    if one_last and not one_first:
        if _spelt(first, other_first, arabic):
            return "spelt", first, other_first
        if misspelt(fold(first), fold(other_first)) or min(len(first), len(other_first)) <= 2:
            return NOT_ALIKE
        return ("first" if fold(first)[0] == fold(other_first)[0] else "other"), first, other_first
    both = not one_first and _spelt(first, other_first, arabic) and _spelt(last, other_last, arabic)
    return ("both", first, other_first) if both else NOT_ALIKE


def _spelt(one: str, two: str, arabic: bool) -> bool:
    """Whether two words are one name in two spellings; of Arabic names the vowels do not count."""
    return another_spelling(one, two) and not (arabic and skeleton(fold(one)) == skeleton(fold(two)))


@lru_cache(maxsize=50_000)
def taken_for(one: str, two: str) -> bool:
    """Whether two names of people are taken for each other, or are one name in two spellings."""
    return alike(one, two)[0] in ("spelt", "both", "first", "last")


def _surnames_alike(one: str, two: str) -> bool:
    """Whether two surnames behind one first name are taken for each other."""
    a, b = fold(one), fold(two)
    return a[0] == b[0] and SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE_THRESHOLD


def name_words(name: str) -> list[str]:
    """The words of a person's name as written, without titles."""
    return [word for word in _WORD.findall(name) if fold(word) not in _titles()]


def folded_name_words(name: str) -> list[str]:
    """The folded words of a person's name without titles."""
    return list(map(fold, name_words(name)))


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in gazetteer().titles if len(row) == 1)
