"""Words and their terms: what the index keeps of a text, and what a query is compared with.

A *word* is a run of letters and digits of the folded text (see `search.text.fold`) with the marks that belong to them
(UAX #29); a possessive ending or the dots of an acronym ("Mexico's", "U.S.") belong to it. Its *term* is what is
indexed: the ending and the dots off, letters that stand for two written out, points left out (`expanded`), stemmed by
Porter's algorithm, empty for a stop word. Where a script has no spaces – Chinese, Japanese, Korean, Thai, Lao, Khmer,
Burmese – each letter with its marks is a word of its own, so that a query of several is a phrase and is found wherever
it stands; what parts two of them, but for a line's end, is an empty word without a term, so that no phrase goes
across. What several words make together (a number with separators, "C++", "e-mail") is added by
`search.text.compounds`. Everything that compares words goes through this module: index, query, highlights.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.text.compounds import Compound, compounds, signed
from search.text.folding import expanded, fold
from search.text.sanitise import sanitise
from search.text.scripts import CJK, COMPLEX, IGNORED, is_mark, marks
from search.text.wordlists import ENGLISH

# Whoosh 2.7.4 has escapes that newer Pythons warn of when they first compile it; this is the first import of it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*whoosh")

from whoosh.lang.porter import stem as _porter  # noqa: E402

_TAIL = r"(?:'s\b|(?<=\b[^\W\d_])(?:\.[^\W\d_]\b)+)?"
_WORDS = re.compile(r"[^\W_]+" + _TAIL)


@lru_cache(maxsize=1)
def _all_scripts() -> re.Pattern[str]:
    """The words of a text that is not ASCII when folded: 5 ms to make, seldom needed."""
    single, mark = CJK + COMPLEX, f"[{marks()}]"
    between = rf"(?<=[{single}{marks()}])(?>(?:[^\w\n{marks()}]|_)+)(?=[{single}])"
    return re.compile(rf"(?!{mark})[{single}]{mark}*|{between}|[^\W_{single}]+(?:{mark}+[^\W_{single}]*)*{_TAIL}")


@lru_cache(maxsize=1)
def _singles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that are a letter of a script without spaces; of one where the letter may have marks."""
    other = f"(?![{marks()}])"
    return re.compile(f"{other}[{CJK}{COMPLEX}]"), re.compile(f"{other}[{COMPLEX}]")


_LONGEST = 64  # characters of a word that count: a longer run is no word of any language
_STEMMED = 30  # longer ones are left unstemmed, so that Porter's rules never meet a megabyte of letters
_MAX_KNOWN = 400_000  # words remembered with their terms, about 60 MB; then it starts afresh

STOP_WORDS = ENGLISH.words("analyzer", "stop words")


def bare(word: str) -> str:
    """A folded word without its possessive ending, dots and points: what the vocabulary keeps, unstemmed."""
    if not word[:1].isalnum():
        return ""
    if word.endswith("'s"):
        word = word[:-2]
    if "." in word:
        word = word.replace(".", "")
    return expanded(word)[:_LONGEST]


def stem(word: str) -> str:
    """The term of a bare word, stop word or not."""
    if len(word) > _STEMMED or not word.isascii() or not word.isalnum():
        return word
    return sys.intern(_porter(word) or word)


class _Terms(dict[str, str]):
    """Word as found in folded text → its term, worked out when first met; empty for a stop word."""

    def __missing__(self, word: str) -> str:
        plain = bare(word)
        term = "" if plain in STOP_WORDS else stem(plain)
        if len(self) > _MAX_KNOWN:
            self.clear()
        if len(word) <= _LONGEST:
            self[word] = term
        return term


TERMS = _Terms()
"""Word as found in folded text → its term; empty for a stop word."""


def words(folded: str) -> list[str]:
    """The words of a folded text in their order; a word's place in the list is its position."""
    return _pattern(folded).findall(folded)


def spans(folded: str) -> Iterator[re.Match[str]]:
    """The same words as `words`, as matches with their places."""
    return _pattern(folded).finditer(folded)


def spans_from(folded: str, start: int) -> Iterator[re.Match[str]]:
    """The words of a folded text from the one that begins at `start` on."""
    return _pattern(folded).finditer(folded, start)


def word_at(folded: str, start: int) -> re.Match[str] | None:
    """The word that begins at `start` of a folded text; None inside a word, or where no word is."""
    if folded.isascii():
        before = folded[start - 1] if start else " "
        if before.isalnum():
            return None
        return _after_sign(folded, start) if before in ".'" else _WORDS.match(folded, start)
    if start and not is_single(folded[start : start + 1]):
        at = start - 1
        while at and joins(folded[at]):
            at -= 1
        before = folded[at]
        if before.isalnum():
            if not is_single(before):
                # A mark after a possessive ending belongs to no word, so that a letter after it begins one.
                match = _after_sign(folded, start) if at < start - 1 else None
                return match if match is not None and match.start() == start else None
        elif before in ".'" and at > 0:
            return _after_sign(folded, start)
    return _all_scripts().match(folded, start)


def _after_sign(folded: str, start: int) -> re.Match[str] | None:
    """The word at `start`, behind a dot or an apostrophe that may belong to the word before it."""
    low = start - 1
    while low and start - low < _LONGEST and (in_word(folded[low - 1]) or folded[low - 1] in ".'"):
        low -= 1
    return next(
        (match for match in _pattern(folded).finditer(folded, low, start + _LONGEST) if match.start() >= start), None
    )


def is_single(text: str) -> bool:
    """Whether a text begins with a word of a script without spaces: a letter that is a word of its own."""
    return not text.isascii() and _singles()[0].match(text) is not None


def may_go_on(word: str) -> bool:
    """Whether marks may still follow a word of a script without spaces while it is being typed."""
    return not word.isascii() and _singles()[1].match(word) is not None


def in_word(char: str) -> bool:
    """Whether a character is a letter, a digit or a mark: what a word can end with."""
    return char.isalnum() or (bool(char) and joins(char))


def joins(char: str) -> bool:
    """Whether a character belongs to the letter before it: a mark, a joiner, or another that is not to be seen."""
    return not char.isascii() and (is_mark(char) or char in IGNORED)


class _Plain(dict[str, bool]):
    """Character → whether words around it are found by the pattern for ASCII: no mark, no letter that is a word."""

    def __missing__(self, char: str) -> bool:
        plain = self[char] = not joins(char) and not is_single(char)
        return plain


_PLAIN = _Plain()
_OTHERS = re.compile(r"[^\x00-\x7f]")


def _pattern(folded: str) -> re.Pattern[str]:
    """The pattern that finds the words of a text: most that are not ASCII have but a sign or a letter more."""
    if folded.isascii() or all(map(_PLAIN.__getitem__, set(_OTHERS.findall(folded)))):
        return _WORDS
    return _all_scripts()


def otherwise(term: str) -> str:
    """The term of a word's other spelling, with a hyphen in it."""
    return "-" + term


def joined_terms(folded: str) -> list[tuple[Compound, str]]:
    """What words of a folded text make together (see `search.text.compounds`), each with its term."""
    return [(each, term) for each in compounds(folded) if (term := joined_term(each.key, each.hyphenated))]


@lru_cache(maxsize=50_000)
def joined_term(key: str, hyphenated: bool) -> str:
    """The term of what words make together, empty where it is a stop word."""
    plain = bare(key) if hyphenated else key
    if not plain or plain in STOP_WORDS:
        return ""
    return sys.intern(otherwise(stem(plain)) if hyphenated else stem(plain))


def counted(folded: str, ends: Sequence[int]) -> list[int]:
    """How many words end before each of some places of a folded text, which are in ascending order."""
    found: list[int] = []
    findall = _pattern(folded).findall
    count = at = 0
    for end in ends:
        count += len(findall(folded, at, end))
        at = end
        found.append(count)
    return found


@lru_cache(maxsize=2048)
def words_of_query(text: str) -> tuple[str, ...]:
    """The bare words of a piece of a query (any normal form, any case, accents or not), stop words included.

    A word with its sign ("C++") is one of them; so is the empty one between two letters that are words.
    """
    folded = fold(sanitise(text))
    names = {each.start: each for each in signed(folded)}
    found: list[str] = []
    for match in spans(folded):
        name = names.get(match.start()) or names.get(match.start() - 1)
        found.append(bare(match.group()) if name is None or "&" in name.key else name.key)
    return tuple(found)


def is_stop(word: str) -> bool:
    """Whether a bare word is left out of the index; the empty one is."""
    return not word or word in STOP_WORDS
