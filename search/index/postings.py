"""A segment's terms and their postings, block by block, read from the mapped bytes of its file.

The layout is that of W3Codec in Whoosh 2.7.4, whose own readers give one posting a call; the tests hold that what is
read here is what Whoosh reads. Nothing of Whoosh is imported, which would take a search's process 50 ms.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import sub
from struct import Struct
from typing import Any, NamedTuple, TypeAlias

Postings: TypeAlias = tuple[Sequence[int], Sequence[float], Sequence[bytes]]
"""Document numbers, weights and encoded positions (none for a field without positions)."""

# Whoosh's structures, by their names there.
INFO = Struct("!BfIBBfII")  # W3TermInfo._struct: inlined, weight, documents, lengths, heaviest, first and last document
MAGIC = b"W3Bl"  # WHOOSH3_HEADER_MAGIC
_POINTER = Struct("!Iq")  # filetables._pointer
_PAIR = Struct("!ii")  # filetables._lengths
_BUCKET = Struct("!qi")  # filetables._dir_entry
_OFFSET = Struct("!q")
_INT = Struct("!i")
_FIRST = 13  # bytes before the first term: magic, kind of hash, two unused numbers
_FRAMED = b"\x80\x04\x95"  # how a pickle of protocol 4 begins, before the eight bytes of its frame's length
_FRAME = 11


def decoded(value: bytes) -> list[int]:
    """The positions of one posting."""
    places: list[int] = []
    at = 0
    for delta in pickle.loads(value[4:]):  # noqa: S301 - our own folder only, see index.py
        at += delta
        places.append(at)
    return places


class Entry(NamedTuple):
    """What the table of terms says of a term: in how many documents it is, and where its postings begin."""

    documents: int
    start: int
    inlined: Postings | None = None


Block: TypeAlias = tuple[Sequence[int], Sequence[float] | float | None, Sequence[bytes] | None, int]
"""Differences of document numbers, weights (None: all 1; one number: all that), values (None: no positions), count."""


class Terms:
    """A segment's terms and postings. Raises ValueError for bytes that are no such thing."""

    def __init__(self, table: memoryview, postings: memoryview) -> None:
        if bytes(table[:4]) != b"HSH3" or table[4] != 0:
            raise ValueError("not a table of terms hashed by MD5")
        self._terms, self._postings = table, postings
        extras = len(table) - _INT.size
        extras -= _INT.unpack_from(table, extras)[0]
        begin = extras - 256 * _BUCKET.size
        self._buckets: list[tuple[int, int]] = list(_BUCKET.iter_unpack(table[begin:extras]))
        self._end = self._buckets[0][0]
        self._fields: dict[str, int] = pickle.loads(table[extras:])["fieldmap"]  # noqa: S301 - see index.py
        self._names = {number: name for name, number in self._fields.items()}

    def find(self, field: str, text: bytes) -> Entry | None:
        """A term's entry, or None. The hashing is that of `whoosh.filedb.filetables.HashReader`."""
        number = self._fields.get(field)
        if number is None:
            return None
        key = number.to_bytes(2, "big") + text
        hashed = int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")
        start, slots = self._buckets[hashed & 255]
        for step in range(slots):
            slot = ((hashed >> 8) + step) % slots
            stored, at = _POINTER.unpack_from(self._terms, start + slot * _POINTER.size)
            if not at:
                return None
            if stored == hashed:
                size, _ = _PAIR.unpack_from(self._terms, at)
                at += _PAIR.size
                if self._terms[at : at + size] == key:
                    return self._entry(at + size)
        return None

    def items(self) -> Iterator[tuple[str, bytes, Entry]]:
        """Field, term and entry of every term, in order of field and term."""
        at = _FIRST
        while at < self._end:
            size, length = _PAIR.unpack_from(self._terms, at)
            at += _PAIR.size
            number = int.from_bytes(self._terms[at : at + 2], "big")
            yield self._names[number], bytes(self._terms[at + 2 : at + size]), self._entry(at + size)
            at += size + length

    def _entry(self, at: int) -> Entry:
        inlined, _, documents, *_ = INFO.unpack_from(self._terms, at)
        at += INFO.size
        if inlined:
            return Entry(documents, 0, pickle.loads(self._terms[at:]))  # noqa: S301 - our own folder, see index.py
        return Entry(documents, _OFFSET.unpack_from(self._terms, at)[0])

    def blocks(self, entry: Entry) -> Iterator[Block]:
        """A term's postings, block by block; each block's first difference is a whole number."""
        if entry.inlined is not None:
            numbers, weights, values = entry.inlined
            yield (numbers[0], *map(sub, numbers[1:], numbers)), weights, values, len(numbers)
            return
        file = self._postings
        at = entry.start + len(MAGIC)
        last = False
        while not last:
            length: int = _INT.unpack_from(file, at)[0]
            at += _INT.size
            if length < 0:
                last, length = True, -length
            block = file[at : at + length]
            at += length
            if block[:3] == _FRAMED:  # written by us: the head's frame says how long it is
                end = _FRAME + int.from_bytes(block[3:_FRAME], "little")
                head = pickle.loads(block[:end])  # noqa: S301 - our own folder, see index.py
            else:
                stream = io.BytesIO(block)
                head = pickle.load(stream)  # noqa: S301
                end = stream.tell()
            data: Any = block[end:]
            if head[3]:
                import zlib

                data = zlib.decompress(data)
            ids, weights, values = pickle.loads(data)  # noqa: S301
            yield ids, weights, values, head[0]

    def postings(self, entry: Entry) -> Postings:
        """All of a term's postings."""
        numbers: list[int] = []
        weights: list[float] = []
        values: list[bytes] = []
        for deltas, row, block_values, count in self.blocks(entry):
            numbers.extend(accumulate(deltas))
            weights.extend([1] * count if row is None else [row] * count if isinstance(row, float) else row)
            if block_values is not None:
                values.extend(block_values)
        return numbers, weights, values
