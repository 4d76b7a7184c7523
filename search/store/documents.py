"""Documents as they were just read, and what a batch of them changes in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from search.files import dumps
from search.model import Document, Problem, Text
from search.store import serialization as rows
from search.store.reader import CHUNK


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as it was just read: its stat, and what came of it (no document when it could not be used)."""

    id: str
    size: int
    mtime_ns: int
    document: Document | None = None
    text: Text | None = None
    text_sha: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What `readings` change: ids of documents that are `gone` or replaced whole, and the readings to be stored.

    Of `relabelled` ones the metadata alone is other; `added` are new, or take the place of what is gone.
    """

    readings: Sequence[Reading]
    gone: Sequence[str]
    relabelled: Sequence[Reading]
    added: Sequence[Reading]

    @staticmethod
    def of(db: sqlite3.Connection, readings: Sequence[Reading]) -> Changes:
        """The changes against what is stored; a document that came out as it is stored is none."""
        columns = f"{rows.DOCUMENT_COLUMNS}, text_sha"
        known = {row[0]: row for row in _chosen(db, columns, [reading.id for reading in readings])}
        fresh = [r for r in readings if r.document is not None and not _is_stored(known.get(r.id), r)]
        relabelled = [r for r in fresh if r.id in known and known[r.id][-1] == r.text_sha]
        kept = {r.id for r in relabelled}
        added = [r for r in fresh if r.id not in kept]
        replaced = {r.id for r in added}
        gone = [r.id for r in readings if r.id in known and (r.document is None or r.id in replaced)]
        return Changes(readings=readings, gone=gone, relabelled=relabelled, added=added)

    def store(self, db: sqlite3.Connection) -> None:
        """Write files, problems and documents, within a transaction."""
        db.executemany("DELETE FROM problems WHERE doc = ?", [(r.id,) for r in self.readings])
        db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)", [(r.id, r.size, r.mtime_ns) for r in self.readings]
        )
        db.executemany("DELETE FROM documents WHERE id = ?", [(doc,) for doc in self.gone])
        db.executemany(
            "INSERT INTO problems (doc, title, message, hint) VALUES (?, ?, ?, ?)",
            [(p.doc or r.id, p.title, p.message, p.hint) for r in self.readings for p in r.problems],
        )
        self._relabel(db)
        self._add(db)

    def _relabel(self, db: sqlite3.Connection) -> None:
        """Give documents other metadata; what rests on it is to be worked out again."""
        columns = rows.DOCUMENT_COLUMNS.split(",")
        db.executemany(
            f"UPDATE documents SET {','.join(f'{column} = ?' for column in columns)}, indexed = 0, analysed = ''"
            " WHERE id = ?",
            [(*rows.document_row(r.document), r.id) for r in self.relabelled if r.document is not None],
        )
        db.executemany(
            "UPDATE texts SET furniture = ? WHERE n = (SELECT n FROM documents WHERE id = ?)",
            [(dumps(r.text.furniture), r.id) for r in self.relabelled if r.text],
        )

    def _add(self, db: sqlite3.Connection) -> None:
        """Store documents that are new, or replaced whole."""
        first = db.execute("SELECT coalesce(max(n), 0) + 1 FROM documents").fetchone()[0]
        documents = [
            (first + at, r.text_sha, *rows.document_row(r.document))
            for at, r in enumerate(self.added)
            if r.document is not None
        ]
        db.executemany(
            f"INSERT INTO documents (n, text_sha, {rows.DOCUMENT_COLUMNS}) VALUES ({','.join('?' * 13)})", documents
        )
        db.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)",
            [(first + at, r.text.text, dumps(r.text.furniture)) for at, r in enumerate(self.added) if r.text],
        )


def _is_stored(known: tuple[object, ...] | None, reading: Reading) -> bool:
    """Whether a document came out as it is stored: every column, and the text."""
    if known is None or reading.document is None:
        return False
    return tuple(known) == (*rows.document_row(reading.document), reading.text_sha)


def _chosen(db: sqlite3.Connection, columns: str, ids: Sequence[str]) -> list[tuple[object, ...]]:
    """Columns of documents by id."""
    found: list[tuple[object, ...]] = []
    for at in range(0, len(ids), CHUNK):
        part = tuple(ids[at : at + CHUNK])
        marks = ",".join("?" * len(part))
        found += db.execute(f"SELECT {columns} FROM documents WHERE id IN ({marks})", part).fetchall()
    return found
