"""Words and their terms: what the index keeps of a text, and what a query is compared with.

A *word* is a run of letters and digits of the folded text (see `search.text.fold`); a possessive ending or the dots of
an acronym ("Mexico's", "U.S.") belong to it. Its *term* is what is indexed: the ending and the dots off, stemmed
by Porter's algorithm, empty for a stop word. Chinese, Japanese and Korean characters are words of their own, so that
a query of several is a phrase. Everything that compares words goes through this module: index, query, highlights.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache

from search.text.folding import fold
from search.text.wordlists import ENGLISH

# Whoosh 2.7.4 has escapes that newer Pythons warn of when they first compile it; this is the first import of it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*whoosh")

from whoosh.lang.porter import stem as _porter  # noqa: E402

_TAIL = r"(?:'s\b|(?<=\b[^\W\d_])(?:\.[^\W\d_]\b)+)?"
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORDS = re.compile(r"[^\W_]+" + _TAIL)


@lru_cache(maxsize=1)
def _cjk() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters that are words of their own, and the words of a text that has them: 4 ms to compile, seldom needed."""
    return re.compile(f"[{_CJK}]"), re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+" + _TAIL)


_LONGEST = 64  # characters of a word that count: a longer run is no word of any language
_STEMMED = 30  # longer ones are left unstemmed, so that Porter's rules never meet a megabyte of letters
_MAX_KNOWN = 400_000  # words remembered with their terms, about 60 MB; then it starts afresh

STOP_WORDS = ENGLISH.words("analyzer", "stop words")


def bare(word: str) -> str:
    """A word without its possessive ending and dots: what the vocabulary keeps, unstemmed."""
    if word.endswith("'s"):
        word = word[:-2]
    if "." in word:
        word = word.replace(".", "")
    return word[:_LONGEST]


def stem(word: str) -> str:
    """The term of a bare word, stop word or not."""
    if len(word) > _STEMMED or not word.isascii():
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


def word_at(folded: str, start: int) -> re.Match[str] | None:
    """The word that begins at `start` of a folded text; None inside a word, or where no word is."""
    if start:
        before = folded[start - 1]
        if before.isalnum() and not _has_cjk(folded[start - 1 : start + 1]):
            return None
        if before in ".'" and start > 1 and folded[start - 2].isalnum() and not folded[start + 1 : start + 2].isalnum():
            return None  # the tail of an acronym or a possessive
    return _pattern(folded[start : start + 1]).match(folded, start)


def _has_cjk(folded: str) -> bool:
    return not folded.isascii() and _cjk()[0].search(folded) is not None


def _pattern(folded: str) -> re.Pattern[str]:
    return _cjk()[1] if _has_cjk(folded) else _WORDS


@lru_cache(maxsize=2048)
def words_of_query(text: str) -> tuple[str, ...]:
    """The bare words of a piece of a query (any normal form, any case, accents or not), stop words included."""
    import unicodedata

    return tuple(bare(word) for word in words(fold(unicodedata.normalize("NFC", text))))


def is_stop(word: str) -> bool:
    """Whether a bare word is left out of the index."""
    return word in STOP_WORDS
