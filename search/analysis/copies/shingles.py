"""Sentences as keys, so that the same ones and nearly the same ones of a corpus are found without comparing any two.

A sentence's key is its folded words. Keys that differ in a few words are of one class: their word trigrams are
sketched (MinHash, Broder 1997), sketches that share a band are candidates (locality-sensitive hashing, Indyk and
Motwani 1998), and candidates are compared word by word. All of it takes time linear in the texts.
"""

from __future__ import annotations

import random
import re
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.analysis.dates import vocabulary as dw
from search.analysis.doc import Doc
from search.analysis.quantities.vocabulary import NUMERALS
from search.analysis.quotations.marks import quoted_in
from search.model import Span
from search.text.folding import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A sentence of so many words outside of quotation marks is not written twice by chance. Shorter ones are ("Police
# arrested three men on Monday"), and the same quoted words in two articles were heard twice.
MIN_TELLING_WORDS = 12
# Two sentences of at least _MIN_SKETCHED_WORDS words are one with changes where so many of their words (Dice) and of
# their trigrams (Jaccard) are the same: of twelve words, one changed leaves .92 and .54, two .83 and about .3.
_MIN_SKETCHED_WORDS = 8
_WORDS_THRESHOLD, _TRIGRAMS_THRESHOLD = 0.75, 0.25
# 16 bands of 2 rows: sentences that share a quarter of their trigrams meet in a band with 64 %, half with 99 %.
_BANDS, _ROWS = 16, 2
_SEED = 20
_NOTHING = 2**64 - 1
_MAX_WORDS = 400  # of a sentence are sketched: what is longer is a table, or has no full stops

_WORD = re.compile(r"\w+(?:['-]\w+)*+")
_CAPITAL = re.compile(r"(?<![\w'’])[A-ZÀ-ÖØ-Þ][\w'’-]*")
_FIGURE = re.compile(r"\d[\d.,:]*")
_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*(?:\[\d{1,3}\])*\Z")
# "LIMA, Peru (AP) — ", "(Reuters) - ", "MEXICO CITY, Oct. 5 – ": put before a wire's first sentence by each outlet.
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?:[ ,/]{1,2}[\w.'’]{1,20}){0,5},? ?(?:\([^()\n]{2,40}\) ?)?|\([^()\n]{2,40}\) ?)"
    r"[-–—]{1,2} "
)
_DAYS = frozenset(word for word in (*dw.MONTHS, *dw.WEEKDAYS))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: its place and the number of its key."""

    span: Span
    key: int


@dataclass(frozen=True, slots=True)
class Key:
    """The folded words of a sentence.

    `own` are how many of them stand outside of quotation marks; `prose`: it ends as sentences do, headings do not.
    `names` are its capitalised words but the first, without days and months; `figures` its numbers in digits.
    """

    words: tuple[str, ...]
    own: int
    prose: bool
    names: frozenset[str]
    figures: frozenset[str]

    @property
    def telling(self) -> bool:
        """Whether it is long enough, quoted words aside, that two who have it have it from one."""
        return self.own >= MIN_TELLING_WORDS


class Sentences:
    """The sentences of a corpus. `classes` has for each key the number of the first key that is nearly the same."""

    def __init__(self, docs: Iterable[Doc]) -> None:
        self.keys: list[Key] = []
        self._numbers: dict[str, int] = {}
        self.of = {doc.id: self._read(doc) for doc in docs}
        words = [key.words for key in self.keys]
        self._hashes, self._starts = _trigram_hashes(words)
        self.classes: Sequence[int] = _classes(words, self._hashes, self._starts)

    def trigrams(self, keys: Sequence[int]) -> NDArray[np.uint64]:
        """The trigrams of some sentences as numbers of 32 bits, each once."""
        import numpy as np

        starts, hashes = self._starts, self._hashes
        parts = [hashes[starts[key] : starts[key + 1]] for key in dict.fromkeys(keys)]
        found: NDArray[np.uint64] = np.unique(np.concatenate(parts)) if parts else hashes[:0]
        kept: NDArray[np.uint64] = found[found != np.uint64(_NOTHING)] & np.uint64(0xFFFFFFFF)
        return kept

    def _read(self, doc: Doc) -> tuple[Sentence, ...]:
        text = doc.text
        folded = fold(text)
        marks = quoted_in(doc)
        closes = [mark.closes for mark in marks]
        out = []
        for span in doc.sentences:
            dateline = _DATELINE.match(text, span.start, min(span.end, span.start + 120))
            start = dateline.end() if dateline else span.start
            words = _WORD.findall(folded, start, span.end)
            if not words:
                continue
            joined = " ".join(words)
            number = self._numbers.get(joined)
            if number is None:
                inside = 0
                for mark in marks[bisect_left(closes, start) :]:
                    if mark.opens >= span.end:
                        break
                    inside += len(_WORD.findall(folded, max(start, mark.opens), min(span.end, mark.closes)))
                number = self._numbers[joined] = len(self.keys)
                self.keys.append(_key(text[start : span.end], words, inside))
            out.append(Sentence(span, number))
        return tuple(out)


def _key(told: str, words: Sequence[str], inside: int) -> Key:
    capitals = [fold(hit.group()) for hit in _CAPITAL.finditer(told, 0, 20_000)]
    first = words[0]
    names = frozenset(word.removesuffix("'s") for word in capitals if word != first) - _DAYS
    figures = frozenset(figure.rstrip(".,:").replace(",", "") for figure in _FIGURE.findall(told))
    figures |= {str(NUMERALS[word]) for word in words if word in NUMERALS}
    return Key(tuple(words), len(words) - inside, _ENDS.search(told[-60:]) is not None, names, figures)


def same_words(one: Sequence[str], two: Sequence[str]) -> float:
    """The share of words that two sentences have in common (Dice, each counted as often as it occurs)."""
    both = sum((Counter(one) & Counter(two)).values())
    return 2 * both / (len(one) + len(two))


def _alike(one: Sequence[str], two: Sequence[str]) -> bool:
    if min(len(one), len(two)) < 0.6 * max(len(one), len(two)) or same_words(one, two) < _WORDS_THRESHOLD:
        return False
    mine, theirs = trigrams(one), trigrams(two)
    return len(mine & theirs) >= _TRIGRAMS_THRESHOLD * len(mine | theirs)


def trigrams(words: Sequence[str]) -> set[tuple[str, str, str]]:
    """Every three words that follow each other."""
    return set(zip(words, words[1:], words[2:], strict=False))


def _trigram_hashes(sentences_of: Sequence[Sequence[str]]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """(hashes, starts): a number for every word and its two followers, and where each sentence begins and all end.

    Words without two followers in their sentence have the highest number there is. Sentences have a word or more.
    """
    import numpy as np

    crc: dict[str, int] = {}
    flat: list[int] = []
    starts: list[int] = []
    for words in sentences_of:
        starts.append(len(flat))
        for word in words[:_MAX_WORDS]:
            known = crc.get(word)
            if known is None:
                known = crc[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
            flat.append(known)
    bounds = np.array([*starts, len(flat)], dtype=np.int64)
    if not flat:
        return np.zeros(0, dtype=np.uint64), bounds
    at = np.array([*flat, 0, 0], dtype=np.uint64)
    mixed = at[:-2] * np.uint64(0x9E3779B97F4A7C15) + at[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed += at[2:] * np.uint64(0x165667B19E3779F9)
    mixed ^= mixed >> np.uint64(31)  # the finaliser of SplitMix64 (Steele, Lea and Flood 2014)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    for back in (1, 2):
        last = bounds[1:] - back
        mixed[last[last >= bounds[:-1]]] = np.uint64(_NOTHING)
    return mixed, bounds


def _classes(keys: Sequence[Sequence[str]], hashes: NDArray[np.uint64], starts: NDArray[np.int64]) -> Sequence[int]:
    """For each key the number of the first that it is nearly the same as, mostly itself."""
    import numpy as np

    classes = list(range(len(keys)))
    long = np.array([number for number, words in enumerate(keys) if len(words) >= _MIN_SKETCHED_WORDS], dtype=np.int64)
    if len(long) < 2:
        return classes
    nothing = hashes == np.uint64(_NOTHING)
    draw = random.Random(_SEED)
    candidates: dict[int, set[int]] = defaultdict(set)
    for _ in range(_BANDS):
        band = np.zeros(len(long), dtype=np.uint64)
        for _ in range(_ROWS):
            turned = hashes * np.uint64(draw.getrandbits(64) | 1) + np.uint64(draw.getrandbits(64))
            turned[nothing] = np.uint64(_NOTHING)
            band = band * np.uint64(0x9E3779B97F4A7C15) + np.minimum.reduceat(turned, starts[:-1])[long]
        _, first, which = np.unique(band, return_index=True, return_inverse=True)
        earliest = first[which]
        for at in np.nonzero(earliest != np.arange(len(long)))[0].tolist():
            candidates[int(long[at])].add(int(long[earliest[at]]))
    for number in sorted(candidates):
        tried = set()
        for other in sorted(candidates[number]):
            leader = classes[other]
            if leader not in tried and _alike(keys[leader], keys[number]):
                classes[number] = leader
                break
            tried.add(leader)
    return classes
