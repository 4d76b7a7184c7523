"""Reading a segment of a Whoosh index: postings block by block, coded lengths and columns as a whole.

Whoosh's own readers give one posting, one length, one value a call. The layout is that of W3Codec in Whoosh 2.7.4;
the tests hold that what is read here is what Whoosh reads.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import columns
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo

Postings = tuple[Sequence[int], Sequence[float], Sequence[bytes]]
"""Document numbers, weights and encoded positions (none for a field without positions)."""

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


def blocks(terms: Any, info: Any) -> Iterator[tuple[Sequence[int], Any, Any, int]]:
    """(differences of document numbers, weights, values, count) of each block of a term's postings.

    `terms` is a segment's W3TermsReader. The weights are None where all are 1, one float where all are the same; the
    values None for a field without positions.
    """
    file = terms._postfile
    position, _ = info.extent()
    position += len(WHOOSH3_HEADER_MAGIC)
    last = False
    while not last:
        length = file.get_int(position)
        position += 4
        if length < 0:
            last, length = True, -length
        file.seek(position)
        head = file.read_pickle()
        begin = file.tell()
        data = file.get(begin, position + length - begin)
        if head[3]:
            import zlib

            data = zlib.decompress(data)
        ids, weights, values = pickle.loads(data)  # noqa: S301 - our own folder only, see index.py
        position += length
        yield ids, weights, values, head[0]


def postings(terms: Any, info: Any) -> Postings:
    """All of a term's postings in one segment."""
    numbers: list[int] = []
    weights: list[float] = []
    values: list[bytes] = []
    at = 0
    for deltas, row, block_values, count in blocks(terms, info):
        at = 0  # each block begins with a whole number
        for delta in deltas:
            at += delta
            numbers.append(at)
        weights.extend([1.0] * count if row is None else [row] * count if isinstance(row, float) else row)
        if block_values is not None:
            values.extend(block_values)
    return numbers, weights, values


def term_info(terms: Any, field: str, text: bytes) -> Any | None:
    """A term's entry in one segment, or None."""
    found = terms._tindex.get(terms._keycoder(field, text))
    return None if found is None else W3TermInfo.from_bytes(found)


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
