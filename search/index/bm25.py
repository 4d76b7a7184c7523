"""BM25F over Whoosh's postings, vectorised, and documents' properties as columns and masks.

A term's postings are decoded once and kept as arrays of document numbers and scores, up to a bound in bytes. The score
is that of `whoosh.scoring.BM25F` on the same terms – coded field lengths, average length, deleted documents counted
until they are merged away – of each field by itself and summed with the field's weight, as Whoosh's MultifieldParser
has it; a test compares the two. One thing differs: the idf is Robertson and Spärck Jones's, as Lucene has it, not
Whoosh's log(N / (n + 1)) + 1, whose "+ 1" lets words that are everywhere weigh on long questions. (Measured on 6,000
docstrings found by their first lines with one word being enough: mean reciprocal rank .609, with Whoosh's .602.)

Documents are numbered through all segments: a segment's own number plus the documents of the segments before it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from search.index.postings import Entry, Terms
from search.index.segment_reader import SegmentFile, length_of
from search.query.date_ranges import days

K1, B = 1.2, 0.75
"""Robertson and Zaragoza, The Probabilistic Relevance Framework (2009): the usual values; Whoosh's too."""

WEIGHTS: Mapping[str, float] = {"title": 0.35, "body": 1.0}
"""What a field's score counts. A title is short, so a word in it scores as high as many in the body, and most texts
repeat it. Measured on 6,000 docstrings with their first lines as titles, found by a sentence that was taken out of
them: mean reciprocal rank .500 without titles, .511 at 0.2–0.35, .506 at 0.5, .470 at 1, .418 at 2."""

OTHER_SPELLING = 0.4
"""What another spelling of a word counts. BM25 gives a word at most K1 + 1 = 2.2 times what it gives it once, so that
where lengths are alike the typed spelling comes first however often the other one stands."""

MAX_CACHED_BYTES = 96 * 1024 * 1024
"""Decoded postings that are kept: 8 bytes each, so some 12 million."""

Array: TypeAlias = "np.ndarray[Any, Any]"
Scored: TypeAlias = tuple[Array, Array]
"""Document numbers (int32, ascending) and their scores (float32)."""

_LENGTHS = np.array([length_of(code) for code in range(256)], dtype=np.float32)
_NONE: Scored = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


class Cache:
    """What was worked out last, up to a bound in bytes."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._rows: OrderedDict[Any, tuple[Any, int]] = OrderedDict()

    def get(self, key: Any) -> Any:
        """What was put there, or None."""
        row = self._rows.get(key)
        if row is None:
            return None
        self._rows.move_to_end(key)
        return row[0]

    def put(self, key: Any, value: Any, size: int) -> None:
        """Keep a value of `size` bytes; the longest unused go. One larger than a quarter of the bound is not kept."""
        if size > self.most // 4:
            return
        before = self._rows.pop(key, None)
        self.size += size - (before[1] if before else 0)
        self._rows[key] = (value, size)
        while self.size > self.most:
            _, (_, gone) = self._rows.popitem(last=False)
            self.size -= gone


class Collection:
    """The documents of several segments, as arrays. Everything is worked out when it is first needed."""

    def __init__(self, segments: Sequence[SegmentFile], cached_bytes: int = MAX_CACHED_BYTES) -> None:
        self.segments: list[tuple[SegmentFile, int]] = []
        self.size = 0
        for segment in segments:
            self.segments.append((segment, self.size))
            self.size += segment.documents
        self.live = np.ones(self.size, dtype=bool)
        for segment, base in self.segments:
            for number in segment.deleted:
                self.live[base + number] = False
        self.count = int(self.live.sum())
        self.cache = Cache(cached_bytes)
        self._norms: dict[str, Array] = {}
        self._columns: dict[str, list[str]] = {}
        self._numbers: dict[str, int] | None = None
        self._dates: tuple[Array, Array] | None = None
        self._order: Array | None = None

    # ---- scores ------------------------------------------------------------------------------------------------

    def norm(self, field: str) -> Array:
        """K1 · (1 − B + B · length / average length), for each document."""
        known = self._norms.get(field)
        if known is None:
            lengths = np.ones(self.size, dtype=np.float32)  # Whoosh takes a missing field for one word long
            for segment, base in self.segments:
                codes = np.frombuffer(segment.length_codes(field), dtype=np.uint8)
                row = _LENGTHS[codes]
                row[codes == 0] = 1
                lengths[base : base + len(row)] = row
            total = sum(segment.words.get(field, 0) for segment, _ in self.segments)
            average = total / self.size if self.size else 0
            known = self._norms[field] = (K1 * (1 - B + B * lengths / (average or 1))).astype(np.float32)
        return known

    def _entries(self, field: str, term: str) -> list[tuple[Terms, int, Entry]]:
        """(segment's terms, its first document, the term's entry) wherever the term is."""
        text = term.encode()
        rows = ((segment.terms, base, segment.terms.find(field, text)) for segment, base in self.segments)
        return [(terms, base, entry) for terms, base, entry in rows if entry is not None]

    def scored(self, field: str, term: str) -> Scored:
        """The documents that have a term in a field, and what it adds to their scores, the field's weight included."""
        key = (field, term)
        known: Scored | None = self.cache.get(key)
        if known is None:
            known = self._scored(field, term)
            self.cache.put(key, known, 200 + known[0].nbytes + known[1].nbytes)
        return known

    def _scored(self, field: str, term: str) -> Scored:
        numbers, frequencies = [], []
        for terms, base, entry in self._entries(field, term):
            deltas, counts, weights = [], [], []
            for ids, row, _, count in terms.blocks(entry):
                deltas.append(ids)
                counts.append(count)
                if row is None or isinstance(row, float):
                    weights.append(np.full(count, row or 1.0, dtype=np.float32))
                else:
                    weights.append(np.array(row, dtype=np.float32))
            numbers.append(_summed(deltas, counts) + base)
            frequencies.append(np.concatenate(weights))
        if not numbers:
            return _NONE
        docs, tf = np.concatenate(numbers), np.concatenate(frequencies)
        score = self.idf(len(docs)) * tf * (K1 + 1) / (tf + self.norm(field)[docs])
        return docs, (score * WEIGHTS.get(field, 1.0)).astype(np.float32)

    def idf(self, documents: int) -> float:
        """The inverse document frequency of a term that is in so many documents (Robertson and Spärck Jones 1976)."""
        return math.log(1 + (self.size - documents + 0.5) / (documents + 0.5))

    def with_other(self, typed: Scored, other: Scored) -> Scored:
        """What was typed, and its other spelling, which counts so much less that the typed one comes first."""
        if not len(other[0]):
            return typed
        rarer = self.idf(len(typed[0])) / self.idf(len(other[0])) if len(typed[0]) else 1.0
        return united([typed, weighted(other, min(1.0, rarer))], self.size, np.maximum)

    def positions(self, field: str, term: str) -> Mapping[int, bytes]:
        """Document number → the term's positions in that document, encoded (see `postings.decoded`)."""
        key = ("positions", field, term)
        known: dict[int, bytes] | None = self.cache.get(key)
        if known is None:
            known = {}
            for terms, base, entry in self._entries(field, term):
                numbers, _, values = terms.postings(entry)
                known.update(zip([base + number for number in numbers], values, strict=True))
            self.cache.put(key, known, 200 + 180 * len(known))
        return known

    # ---- columns -----------------------------------------------------------------------------------------------

    def column(self, field: str) -> list[str]:
        """A column's value for each document, empty where it has none."""
        known = self._columns.get(field)
        if known is None:
            known = list(chain.from_iterable(segment.column(field) for segment, _ in self.segments))
            self._columns[field] = known
        return known

    def values(self, field: str, numbers: Array) -> list[str]:
        """A column's values for a few documents, without reading all of it."""
        if field in self._columns or len(numbers) > 200:
            rows = self.column(field)
            return [rows[number] for number in numbers.tolist()]
        found: list[str] = []
        for number in numbers.tolist():
            segment, base = next(row for row in reversed(self.segments) if number >= row[1])
            found.append(segment.value(field, number - base))
        return found

    def numbers(self) -> Mapping[str, int]:
        """Document id → number, of the documents that are not deleted."""
        if self._numbers is None:
            live = self.live.tolist()
            self._numbers = {doc: number for number, doc in enumerate(self.column("id")) if live[number]}
        return self._numbers

    def mask_of(self, ids: frozenset[str]) -> Array:
        """A mask of the documents with these ids."""
        mask = np.zeros(self.size, dtype=bool)
        numbers = self.numbers()
        mask[[numbers[doc] for doc in ids if doc in numbers]] = True
        return mask

    def dates(self) -> tuple[Array, Array]:
        """The first and last day that each document may be published, as yyyymmdd; 0 where it is not known."""
        if self._dates is None:
            first, last = np.zeros(self.size, dtype=np.int32), np.zeros(self.size, dtype=np.int32)
            known: dict[str, tuple[int, int]] = {"": (0, 0)}
            for number, value in enumerate(self.column("published")):
                if value not in known:
                    begin, end = days(value) or (None, None)
                    dated = begin is not None or end is not None
                    known[value] = (_number(begin, 1), _number(end, 99991231)) if dated else (0, 0)
                first[number], last[number] = known[value]
            self._dates = first, last
        return self._dates

    def published_within(self, first: str | None, last: str | None) -> Array:
        """A mask of the documents that may be published from `first` to `last`; those without a date are not."""
        begins, ends = self.dates()
        mask: Array = (ends >= _number(first, 1)) & (begins <= _number(last, 99991231)) & (ends > 0)
        return mask

    def order(self) -> Array:
        """Each document's place in the listing: newest first, then by title; without a date last."""
        if self._order is None:
            begins, _ = self.dates()
            titles, ids = self.column("title"), self.column("id")
            rows = sorted(range(self.size), key=lambda number: (-int(begins[number]), titles[number], ids[number]))
            self._order = np.empty(self.size, dtype=np.int32)
            self._order[rows] = np.arange(self.size, dtype=np.int32)
        return self._order


def _number(day: str | None, otherwise: int) -> int:
    return int(day.replace("-", "")) if day else otherwise


def _summed(deltas: list[Any], counts: list[int]) -> Array:
    """Document numbers from the differences of several blocks, each of which begins with a whole number."""
    if len(deltas) == 1:
        return np.cumsum(np.array(deltas[0], dtype=np.int32), dtype=np.int32)
    summed: Array = np.cumsum(np.fromiter(chain.from_iterable(deltas), dtype=np.int64, count=sum(counts)))
    starts = np.cumsum([0, *counts[:-1]])
    before = np.where(starts > 0, summed[starts - 1], 0)
    numbers: Array = (summed - np.repeat(before, counts)).astype(np.int32)
    return numbers


def weighted(other: Scored, factor: float = 1.0) -> Scored:
    """Documents with another spelling of a word, their scores as much less."""
    return other[0], (other[1] * np.float32(OTHER_SPELLING * factor)).astype(np.float32)


def united(rows: Sequence[Scored], size: int, join: np.ufunc) -> Scored:
    """Several terms' documents as one, the scores of a document joined. `size` is that of the collection."""
    if not rows:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    if len(rows) == 1:
        return rows[0]
    score = np.zeros(size, dtype=np.float32)
    mask = np.zeros(size, dtype=bool)
    for docs, part in rows:
        mask[docs] = True
        score[docs] = join(score[docs], part)
    numbers = np.flatnonzero(mask)
    return numbers.astype(np.int32), score[numbers]


def best(numbers: Array, key: Array, most: int) -> Array:
    """The `most` numbers with the largest keys, largest first, ties by number. `key` has one value a number."""
    if len(numbers) > most > 0:
        least = np.partition(key, len(key) - most)[len(key) - most]
        kept = key >= least
        numbers, key = numbers[kept], key[kept]
    return numbers[np.argsort(-key, kind="stable")][:most]
