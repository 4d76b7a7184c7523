"""The unstemmed words of a corpus, each with its number of documents: for completing, guessing and correcting words.

Each segment of the index has a file of its own beside it, written with the segment and gone with it. Counts are
those of the day the segment was written: documents deleted since still count until it is merged.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from search.errors import StorageError
from search.query.matcher import Distance, wildcard_pattern
from search.text.analyzer import STOP_WORDS, bare, is_single, stem
from search.text.compounds import is_signed

SUFFIX = ".voc"
MAX_COMPLETIONS = 8
MAX_EXPANSIONS = 16
MAX_EXAMINED = 20_000  # words looked at for one pattern or misspelling
_MAGIC = b"SBV1"
_MAX_LEN_WORD = 30  # longer runs are no words anybody types

Raw = tuple[list[str], "array[int]"]
"""Sorted words and their counts."""


def _tidied(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts of bare words: forms of one word together, stop words, single letters and what is no word left out."""
    tidy: dict[str, int] = {}
    for word, number in counts.items():
        plain = bare(word) if "'" in word or "." in word or not word.isascii() else word
        if (1 < len(plain) <= _MAX_LEN_WORD or is_single(plain)) and plain not in STOP_WORDS:
            tidy[plain] = tidy.get(plain, 0) + number
    return tidy


def save(storage: Any, segment: Any, counts: Mapping[str, int]) -> None:
    """Write a segment's words beside it."""
    tidy = _tidied(counts)
    words = sorted(tidy)
    numbers = array("I", [tidy[word] for word in words])
    with storage.create_file(segment.make_filename(SUFFIX)) as file:
        file.write(_MAGIC + len(words).to_bytes(4, "little") + numbers.tobytes() + "\n".join(words).encode())


def load(folder: Path, segment: str) -> Raw:
    """A segment's words and counts. Raises OSError, and StorageError where the file is not what was written."""
    name = segment + SUFFIX
    content = (folder / name).read_bytes()
    numbers = array("I")
    size = int.from_bytes(content[4:8], "little") * numbers.itemsize
    numbers.frombytes(content[8 : 8 + size])
    text = content[8 + size :].decode()
    words = text.split("\n") if text else []
    if content[:4] != _MAGIC or len(words) != len(numbers):
        raise StorageError("Damaged index", f"{name} is not what was written.", "It is rebuilt at the next update.")
    return words, numbers


def merge(raw: Raw, counts: dict[str, int]) -> None:
    """Add a segment's counts to others."""
    for word, number in zip(*raw, strict=True):
        counts[word] = counts.get(word, 0) + number


class Vocabulary:
    """The words of a whole index, sorted, with the number of documents each is in."""

    def __init__(self, segments: Iterable[Raw]) -> None:
        rows = list(segments)
        if len(rows) == 1:
            self.words, self.counts = rows[0]
        else:
            counts: dict[str, int] = {}
            for raw in rows:
                merge(raw, counts)
            self.words = sorted(counts)
            self.counts = array("I", [counts[word] for word in self.words])
        self._completed: dict[str, tuple[str, ...]] = {}
        self._known: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def documents(self, word: str) -> int:
        """How many documents a word is in, about."""
        at = bisect_left(self.words, word)
        return self.counts[at] if at < len(self.words) and self.words[at] == word else 0

    def _range(self, prefix: str) -> tuple[int, int]:
        return bisect_left(self.words, prefix), bisect_left(self.words, prefix + "\U0010ffff")

    def completions(self, prefix: str, most: int = MAX_COMPLETIONS) -> tuple[str, ...]:
        """The commonest words that begin so, the commonest first; the prefix itself comes first if it is a word."""
        key = f"{most} {prefix}"
        known = self._completed.get(key)
        if known is None:
            if len(self._completed) > 4096:
                self._completed.clear()
            first, last = self._range(prefix)
            known = tuple(self._commonest(range(first, last), most))
            if prefix in self and prefix not in known[:1]:
                known = (prefix, *[word for word in known if word != prefix])[:most]
            self._completed[key] = known
        return known

    def _commonest(self, places: Iterable[int], most: int) -> list[str]:
        import heapq

        counts, words = self.counts, self.words
        best = heapq.nlargest(most, places, key=counts.__getitem__)
        return [words[place] for place in best]

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The commonest words of a pattern with `*`, among the first `MAX_EXAMINED` that may fit."""
        head = pattern.split("*")[0]
        if pattern == head + "*":
            return self.completions(head, MAX_EXPANSIONS)
        first, last = self._range(head)
        fits = wildcard_pattern(pattern).fullmatch
        words = self.words
        return tuple(
            self._commonest(
                (place for place in range(first, min(last, first + MAX_EXAMINED)) if fits(words[place])),
                MAX_EXPANSIONS,
            )
        )

    def near(self, word: str, edits: int) -> tuple[str, ...]:
        """Words at most `edits` letters away with the same first letter: the nearest, then the commonest, first."""
        rows = [(distance, -number, other) for distance, number, other in self._near(word, edits)]
        return tuple(other for _, _, other in sorted(rows)[:MAX_EXPANSIONS])

    def _near(self, word: str, edits: int) -> Iterable[tuple[int, int, str]]:
        if not word:
            return
        if edits == 1:
            # All words one change away are few enough to be asked for one by one.
            for other in _edited(word, self._alphabet(word)):
                if other[:1] == word[:1] and (number := self.documents(other)):
                    yield (0 if other == word else 1), number, other
            return
        first, last = self._range(word[0])
        distance = Distance(word, edits).of
        shortest, longest = len(word) - edits, len(word) + edits
        letters = frozenset(word)
        words, counts = self.words, self.counts
        for place in range(first, min(last, first + MAX_EXAMINED)):
            other = words[place]
            # A word that shares too few letters cannot be near.
            if (
                shortest <= len(other) <= longest
                and len(letters.difference(other)) <= edits
                and (found := distance(other)) is not None
            ):
                yield found, counts[place], other

    @staticmethod
    def _alphabet(word: str) -> str:
        return "abcdefghijklmnopqrstuvwxyz0123456789" + "".join({char for char in word if not char.isascii()})

    def correction(self, word: str) -> str | None:
        """The word that was probably meant: the commonest at the smallest distance; None where none is near.

        One changed letter wherever it stands; two in words of five letters or more that begin alike.
        """
        if len(word) < 3 or word.isdigit() or is_signed(word):
            return None
        own = stem(word)
        near = [
            (-number, other)
            for other in _edited(word, self._alphabet(word))
            if (number := self.documents(other)) and stem(other) != own and len(other) > 1
        ]
        if near:
            return min(near)[1]
        if len(word) < 5:
            return None
        rows = [(distance, -number, other) for distance, number, other in self._near(word, 2)]
        return min(rows)[2] if rows else None


def _edited(word: str, alphabet: str) -> set[str]:
    """The word and all that are one letter changed, left out, added or swapped away."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {word}
    found.update(left + right[1:] for left, right in splits if right)
    found.update(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    for char in alphabet:
        found.update(left + char + right[1:] for left, right in splits if right)
        found.update(left + char + right for left, right in splits)
    return found
