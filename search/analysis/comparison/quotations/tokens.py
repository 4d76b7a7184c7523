"""The words of a quotation as they are compared: which of them tell, and whether two rows of words are one wording.

A shortened or elided quotation is the same wording, and so are spellings, contractions and figures for words. Words
that are left out or put in silently within it, and words in place of others, are another wording.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from search.analysis.comparison.spelling import american
from search.analysis.lexicon import ENGLISH
from search.analysis.quantities.vocabulary import NUMERALS
from search.text.analyzer import stem
from search.text.folding import fold

# Words, marks of what is left out, and what an editor put in brackets.
_PIECE = re.compile(r"\[[^\[\]\n]{0,60}\]|\(\.\.\.\)|\.{3,}|…|[^\W_]+(?:['’][^\W_]+)?")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
NOT = ENGLISH.words("comparison_quotations", "denials")
NEGATION = "not"
_NOT_ONE = re.compile(r"\bno one\b|\bno-one\b|n['’]t\b")
_ANY = {
    "any": "any", "anyone": "any", "anybody": "any", "someone": "some", "somebody": "some", "everyone": "every",
    "everybody": "every",
}  # fmt: skip
QUANTIFIERS = frozenset(_ANY.values())
_FORMS = ENGLISH.forms("comparison_quotations", "irregular forms")
_EMPTY = ENGLISH.words("comparison_quotations", "empty words")
_SHORT = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
# Word for word alike from this share of aligned words up.
_SAME_THRESHOLD = 0.9
_MAX_WORDS = 400  # words of a quotation that are aligned


@dataclass(frozen=True, slots=True)
class Row:
    """Words to align: folded, contractions resolved, figures for numerals; `gaps` are places something was left out."""

    words: tuple[str, ...]
    gaps: frozenset[int]


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """What a folded word is compared by: the stem of its everyday form."""
    return stem(american(_FORMS.get(word, word)))


def telling(text: str) -> frozenset[str]:
    """The stems of a quotation's telling words; whatever denies is one of them."""
    low = fold(text)
    out: set[str] = set()
    if _NOT_ONE.search(low):
        out.add(NEGATION)
    for word in _WORD.findall(_NOT_ONE.sub(" ", low)):
        word, _, tail = word.partition("'" if "'" in word else "’")
        word = "" if f"'{tail}" in _SHORT else word
        if word in NOT:
            out.add(NEGATION)
            if word == "nothing":
                out.add("nothing")
        elif word in _ANY:
            out.add(_ANY[word])
        elif len(word) > 2 and word not in _EMPTY:
            out.add(key(word))
    return frozenset(out)


def row_of(parts: Sequence[str]) -> Row:
    """The words of a quotation that is printed in one or more parts; between two parts something may be left out."""
    out: list[str] = []
    gaps: set[int] = set()
    for part in parts:
        gaps.add(len(out))
        for hit in _PIECE.finditer(fold(part)):
            piece = hit.group()
            if not piece[0].isalnum():
                gaps.add(len(out))
            else:
                out.extend(_plain(piece.replace("’", "'")))
    return Row(tuple(out), frozenset(gaps))


def _plain(word: str) -> list[str]:
    if word.endswith("n't"):
        return [{"wo": "will", "ca": "can", "sha": "shall"}.get(word[:-3], word[:-3]), "not"]
    head, mark, tail = word.partition("'")
    if mark:
        known = _SHORT.get("'" + tail)
        return [american(head), known] if known else [american(head if tail == "s" else head + tail)]
    if word == "cannot":
        return ["can", "not"]
    return [str(NUMERALS[word])] if word in NUMERALS and word != "one" else [american(word)]


def aligned(one: Sequence[str], two: Sequence[str]) -> float:
    """How much of the shorter row of words stands in the other in order: 1 for a shortened quotation."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    blocks = SequenceMatcher(None, few[:_MAX_WORDS], many[:_MAX_WORDS], autojunk=False).get_matching_blocks()
    # Scattered words are no excerpt: runs of two words and more count.
    same = sum(block.size for block in blocks if block.size > 1 or len(few) < 4)
    return same / max(1, len(few[:_MAX_WORDS]))


def same_words(one: Row, two: Row) -> bool:
    """Whether two quotations are one wording, whole or in part."""
    if aligned(one.words, two.words) < _SAME_THRESHOLD:
        return False
    a, b = one.words[:_MAX_WORDS], two.words[:_MAX_WORDS]
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    inner = [n for n, step in enumerate(steps) if step[0] == "equal"]
    if not inner:
        return False
    for tag, low, high, start, stop in steps[inner[0] : inner[-1] + 1]:
        if tag == "equal":
            continue
        here, there = a[low:high], b[start:stop]
        if "".join(here) == "".join(there) or (tag == "replace" and _spelt(here, there)):
            continue
        # One of the sides must say that it leaves words out there.
        if not _near(one.gaps, low, high) and not _near(two.gaps, start, stop) and (_tells(here) or _tells(there)):
            return False
    return True


def _near(gaps: frozenset[int], low: int, high: int) -> bool:
    """Whether a mark of what is left out stands within two words of a stretch; the beginning is no such mark."""
    return any(low - 2 <= gap <= high + 2 for gap in gaps if gap)


def _spelt(here: Sequence[str], there: Sequence[str]) -> bool:
    """Whether two rows are the same words with an ending or a letter other."""
    if len(here) != len(there):
        return False
    return all(_alike(x, y) for x, y in zip(here, there, strict=True))


def _alike(one: str, two: str) -> bool:
    if one == two or key(one) == key(two):
        return True
    if one.isdigit() or two.isdigit() or min(len(one), len(two)) < 5 or abs(len(one) - len(two)) > 1:
        return False
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return one[0] == two[0] and max(len(one), len(two)) - sum(block.size for block in blocks) <= 1


def _tells(row: Sequence[str]) -> bool:
    return any(word in NOT or word.isdigit() or (len(word) > 2 and word not in _EMPTY) for word in row)
