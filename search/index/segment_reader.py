"""One segment of a Whoosh index, opened by mapping its file: terms, coded lengths, columns.

A segment is a compound file (`whoosh.filedb.compound`): the parts one after the other, and a directory of them. What
is not in it – how many documents it has, which are deleted, how many words its fields have in all – comes from the
manifest. Nothing of Whoosh is imported.
"""

from __future__ import annotations

import mmap
import pickle
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from struct import Struct
from typing import Any

from search.index.postings import Terms

_HEAD = Struct("!qi")
_SIZES = {"B": 1, "H": 2, "i": 4, "I": 4}


class SegmentFile:
    """An open segment. Raises FileNotFoundError when its file is gone, and almost anything when it is damaged.

    `row` is the segment's row of the manifest (see `segment_row`).
    """

    def __init__(self, folder: Path, row: Mapping[str, Any]) -> None:
        self.name = str(row["name"])
        self.documents = int(row["documents"])
        self.deleted: Iterable[int] = row["deleted"]
        self.words: Mapping[str, int] = row["words"]
        with (folder / f"{self.name}.seg").open("rb") as file:
            self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        at, _ = _HEAD.unpack_from(self._bytes)
        self._parts: Mapping[str, Mapping[str, int]] = pickle.loads(self._bytes[at:])  # noqa: S301 - see index.py
        self.terms = Terms(self._part(".trm"), self._part(".pst"))
        self._columns: dict[str, tuple[memoryview, list[int]] | None] = {}

    def _part(self, suffix: str) -> memoryview:
        row = self._parts.get(self.name + suffix)
        return self._bytes[:0] if row is None else self._bytes[row["offset"] : row["offset"] + row["length"]]

    def length_codes(self, field: str) -> bytes:
        """The coded length of a field (see `length_of`) for each document.

        Shorter than the segment where its last documents have no such field.
        """
        return bytes(self._part(f"._{field}_len.col"))

    def column(self, field: str) -> list[str]:
        """The values of a column for each document, empty where there is none."""
        return [self.value(field, number) for number in range(self.documents)]

    def value(self, field: str, number: int) -> str:
        """A column's value for one document, empty where there is none."""
        column = self._columns[field] if field in self._columns else self._column(field)
        return str(column[0][column[1][number] : column[1][number + 1]], "utf-8") if column else ""

    def _column(self, field: str) -> tuple[memoryview, list[int]] | None:
        """(bytes of all values, where each begins) of a `whoosh.columns.VarBytesColumn`; None where there is none."""
        part = self._part(f".{field}.col")
        found: tuple[memoryview, list[int]] | None = None
        if len(part):
            end = len(part) - 1
            if part[end] == ord("X"):  # where each begins is written too, for large columns; it is not needed
                end -= 2
                end -= _SIZES[chr(part[end + 1])] * self.documents
                kind = chr(part[len(part) - 3])
            else:
                kind = chr(part[end])
            size = _SIZES[kind] * self.documents
            lengths = Struct(f"!{self.documents}{kind}").unpack(part[end - size : end])
            found = part, [0, *accumulate(lengths)]
        self._columns[field] = found
        return found


def segment_row(segment: Any) -> dict[str, Any]:
    """A segment of Whoosh's as a row for the manifest: name, documents, deleted ones, words of each field in all."""
    return {
        "name": segment.segment_id(),
        "documents": segment.doc_count_all(),
        "deleted": sorted(segment.deleted_docs()),
        "words": dict(segment._fieldlengths),
    }


def length_of(code: int) -> int:
    """The length that a code stands for: exact up to 10 words, then within 1.7 % (`whoosh.util.numeric`)."""
    return round((1.033**code - 1) * 27)
