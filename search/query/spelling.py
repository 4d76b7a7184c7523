"""How a piece of a query is spelt: a number with separators, a name with a sign, a hyphen, a pattern with stars."""

from __future__ import annotations

import re

from search.text.analyzer import bare, in_word, joins, words_of_query
from search.text.compounds import MIN_DIGITS, Compound, hyphenated, numbers, signed
from search.text.folding import expanded, fold
from search.text.sanitise import sanitise


def whole(text: str) -> tuple[str, ...]:
    """The one word that a text is with its separators or signs ("1,200,000", "AT&T", "C++"); empty where it is none."""
    if text.isalpha():
        return ()
    folded = fold(sanitise(text))
    for compound in (*numbers(folded), *signed(folded)):
        if _is_all(compound, folded) and not (compound.may_be_several or compound.hyphenated):
            return (compound.key,)
    return ()


def written_as_one(text: str) -> str:
    """What a text is without its hyphen, or without the one separator of a number; empty where it has none."""
    folded = fold(sanitise(text))
    for compound in (*hyphenated(folded), *numbers(folded)):
        if _is_all(compound, folded):
            return bare(compound.key)
    return ""


_DECIMAL = re.compile(r"(.+)[.,]([0-9]{1,2})")


def decimal(text: str) -> tuple[str, ...]:
    """(whole part, decimals) of a number of four digits or more that is written with decimals; else empty."""
    found = None if text.isalpha() else _DECIMAL.fullmatch(fold(text))
    if found is None:
        return ()
    number = found.group(1)
    key = (number,) if len(number) >= MIN_DIGITS and number.isdecimal() and number.isascii() else whole(number)
    return (*key, found.group(2)) if key and key[0].isdecimal() else ()


def _is_all(compound: Compound, folded: str) -> bool:
    """Whether nothing but signs stands around it."""
    return not any(map(in_word, (*folded[: compound.start], *folded[compound.end :].removeprefix("'s"))))


def starred(text: str) -> tuple[str, tuple[str, ...]]:
    """(pattern, words before it) of a text with stars; the pattern is empty where no letter stands beside a star.

    The pattern is the stretch of letters and stars at the end; words before it are words.
    """
    folded = "".join(char if char == "*" or _letter(char) else " " for char in fold(sanitise(text)))
    pieces = folded.split()
    patterns = [piece for piece in pieces if "*" in piece and piece.strip("*")]
    if not patterns:
        return "", ()
    heads = tuple(word for piece in pieces if "*" not in piece for word in words_of_query(piece))
    stars = re.sub(r"\*+", "*", "".join(expanded(part) for part in re.split(r"(\*+)", patterns[-1])))
    return (stars, heads) if stars.strip("*") else ("", ())


def _letter(char: str) -> bool:
    return char.isalnum() or joins(char)
