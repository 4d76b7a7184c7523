"""Reading a segment of a Whoosh index: postings block by block, coded lengths and columns as a whole.

Whoosh's own readers give one posting, one length, one value a call. The layout is that of W3Codec in Whoosh 2.7.4;
the tests hold that what is read here is what Whoosh reads.
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

from whoosh import columns
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo

Postings = tuple[Sequence[int], Sequence[float], Sequence[bytes]]
"""Document numbers, weights and encoded positions (none for a field without positions)."""

_POINTER = Struct("!Iq")  # whoosh.filedb.filetables._pointer
_LENGTHS = Struct("!ii")  # whoosh.filedb.filetables._lengths
_OFFSET = Struct("!q")
_INT = Struct("!i")
_INFO = W3TermInfo._struct
_FRAMED = b"\x80\x04\x95"  # how a pickle of protocol 4 begins, before the eight bytes of its frame's length
_FRAME = 11

TEXTS = columns.VarBytesColumn()
"""The kind of all our columns."""


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
    """A segment's terms and postings, read straight from its mapped file: an eighth of the time of a reader's calls."""

    def __init__(self, reader: Any) -> None:
        terms = reader._terms
        self._table = terms._tindex
        self._fields: dict[str, int] = terms._fieldmap
        self._names: list[str] = terms._fieldunmap
        self._terms = _mapped(self._table.dbfile)
        self._postings = _mapped(terms._postfile)

    def find(self, field: str, text: bytes) -> Entry | None:
        """A term's entry, or None. The hashing is that of `whoosh.filedb.filetables.HashReader`."""
        number = self._fields.get(field)
        if number is None:
            return None
        key = number.to_bytes(2, "big") + text
        hashed = int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")
        start, slots = self._table.tables[hashed & 255]
        for step in range(slots):
            slot = ((hashed >> 8) + step) % slots
            stored, at = _POINTER.unpack_from(self._terms, start + slot * _POINTER.size)
            if not at:
                return None
            if stored == hashed:
                size, _ = _LENGTHS.unpack_from(self._terms, at)
                at += _LENGTHS.size
                if self._terms[at : at + size] == key:
                    return self._entry(at + size)
        return None

    def items(self) -> Iterator[tuple[str, bytes, Entry]]:
        """Field, term and entry of every term, in order of field and term."""
        at, end = self._table.startofdata, self._table.endofdata
        while at < end:
            size, length = _LENGTHS.unpack_from(self._terms, at)
            at += _LENGTHS.size
            number = int.from_bytes(self._terms[at : at + 2], "big")
            yield self._names[number], bytes(self._terms[at + 2 : at + size]), self._entry(at + size)
            at += size + length

    def _entry(self, at: int) -> Entry:
        inlined, _, documents, *_ = _INFO.unpack_from(self._terms, at)
        at += _INFO.size
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
        at = entry.start + len(WHOOSH3_HEADER_MAGIC)
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


def _mapped(file: Any) -> memoryview:
    """The bytes of one of Whoosh's files: its map where it has one, else a copy."""
    mapped = getattr(file, "_buf", None)
    if mapped is None:
        file.seek(0)
        mapped = file.read()
    return memoryview(mapped)


def length_codes(reader: Any, field: str) -> bytes:
    """The coded length of a field (see `whoosh.util.numeric.byte_to_length`) for each document of a segment.

    Shorter than the segment where its last documents have no such field.
    """
    documents = reader._perdoc
    name = f"_{field}_len"
    if not documents.has_column(name):
        return b""
    file, offset, length = documents._get_column_file(name)
    try:
        return bytes(file.get(offset, length))
    finally:
        file.close()


def column_reader(reader: Any, field: str) -> Any | None:
    """What gives the bytes of a column's value by document number, None where no document of the segment has one."""
    documents = reader._perdoc
    return documents._cached_reader(field, TEXTS) if documents.has_column(field) else None


def column(reader: Any, field: str) -> list[str]:
    """The values of a column for each document of a segment, empty where there is none."""
    values = column_reader(reader, field)
    return [""] * reader.doc_count_all() if values is None else [bytes(value).decode() for value in values]
