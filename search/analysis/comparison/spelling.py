"""Spellings of words and names: when two are one word written in two ways, and how far apart two words are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from search.analysis.lexicon import ENGLISH
from search.text.folding import fold

MIN_LETTERS = 4  # letters of a name that has another spelling
_MIN_LETTERS_TWO_WRONG = 8  # and of one that may have two letters wrong
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "œ": "oe", "ñ": "ny"}
# First letters that are written one for the other, and endings that are another person's or a pet name.
_FIRSTS = frozenset(map(frozenset, ("ck", "jy", "gj", "vw", "iy", "sz", "ij", "kq", "cq", "sc")))
_PET = ("y", "i", "ie", "ey")
_SLAVIC = ("ov", "ev", "in", "yn", "sk")
# Two spellings of English: the American one stands for both.
_ENGLISH = (
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|able$|ite$|less$|hood)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e$|ed$|es$|ing$|ation)"), "iz"),
    (re.compile(r"(?<=[a-z]{3}t)re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{3})ence$"), "ense"),
    (re.compile(r"(?<=[a-z]{2}[aeiou])ll(?=ed$|ing$|er$|ers$)"), "l"),
    (re.compile(r"gramme(?=s?$)"), "gram"),
)


def american(word: str) -> str:
    """A folded word in American spelling: "neighbour" and "neighbor" are one."""
    if len(word) < 5:
        return word
    for pattern, plain in _ENGLISH:
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=50_000)
def another_spelling(one: str, two: str, kind: str = "person") -> bool:
    """Whether two words as written are one name in two spellings that differ in a letter (of long names, in two).

    False for accents, hyphens and transcriptions of letters; for plurals, pet names, and names of men and of women.
    """
    a, b = _bare(fold(one)), _bare(fold(two))
    if a == b or _transcribed(one) in (b, _transcribed(two)) or _transcribed(two) == a:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) < MIN_LETTERS or (short[0] != long[0] and frozenset((short[0], long[0])) not in _FIRSTS):
        return False
    if edits(short, long) > (2 if len(short) >= _MIN_LETTERS_TWO_WRONG else 1) or _another_form(short, long, kind):
        return False
    return _glides(short) != _glides(long) and (kind == "person" or american(short) != american(long))


def _another_form(short: str, long: str, kind: str) -> bool:
    """Whether two folded names are forms of one: a pet name, a man's and a woman's, a body's plural."""
    if {short[-1], long[-1]} == {"a", "o"} and short[:-1] == long[:-1]:
        return True
    if not long.startswith(short):
        return False
    ending = long[len(short) :]
    if kind != "person" and ending in ("s", "es", "n", "an", "al"):
        return True
    return ending in _PET or (ending == "a" and (short[-1] in "aeiou" or short.endswith(_SLAVIC)))


def _bare(word: str) -> str:
    """A folded word without what joins its parts."""
    return re.sub(r"[^\w]", "", word)


def _transcribed(word: str) -> str:
    """A word with its letters outside of English written as two: "Krüger" is "krueger"."""
    return _bare(fold("".join(_LETTERS.get(letter, letter) for letter in word.lower())))


def _glides(word: str) -> str:
    """A folded name with what transcriptions of Cyrillic write with a y or an i: "Aliyev" is "Aliev"."""
    word = re.sub(r"(?<=[aeiouy])y(?=[aeou])|(?<=[^aeiouy])y(?=[eaou])", "i", word)
    return re.sub(r"(?<=k)(?:iy|ii|yy|yi|y|i)$", "i", re.sub(r"i+(?=[eaou])", "", word))


# Names transcribed from Arabic differ in their vowels and doubled letters from paper to paper.
_ARABIC = ENGLISH.words("comparison_names", "Arabic names")


def from_arabic(names: Iterable[str]) -> bool:
    """Whether folded words are of a name transcribed from Arabic."""
    return any(word in _ARABIC or word.startswith(("al-", "el-", "abd")) for word in names)


def skeleton(word: str) -> str:
    """The consonants of a folded name, doubled ones once."""
    plain = re.sub(
        r"[aeiouy]", "", _bare(word).replace("q", "k").replace("ph", "f").replace("kh", "h").replace("gh", "g")
    )
    return re.sub(r"(.)\1+", r"\1", plain)


def edits(one: str, two: str) -> int:
    """Letters to insert, drop, change or exchange with the next to make one word the other; at most 3 are counted."""
    if abs(len(one) - len(two)) > 2 or max(len(one), len(two)) > 30:
        return 3
    last: list[int] = []
    row = list(range(len(two) + 1))
    for k, a in enumerate(one, 1):
        now = [k]
        for j, b in enumerate(two, 1):
            best = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if k > 1 and j > 1 and a == two[j - 2] and one[k - 2] == b:
                best = min(best, last[j - 2] + 1)
            now.append(best)
        last, row = row, now
    return min(3, row[-1])


def misspelt(one: str, two: str) -> bool:
    """Whether two names are one in two spellings: a letter more, less or other; or one begins the other."""
    if one == two or one.startswith(two) or two.startswith(one):
        return True
    if abs(len(one) - len(two)) > 1:
        return False
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return max(len(one), len(two)) - sum(block.size for block in blocks) <= 1
