"""Documents as they were just read, and what a batch of them changes in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from search.files import dumps
from search.model import Document, Problem, Text, Unread
from search.store import serialization as rows
from search.store.reader import CHUNK

UNFINISHED = -1
"""The time of change (nanoseconds) of a file that is to be read again: no file has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document as it was just read, with the fingerprint of its text."""

    document: Document
    text: Text
    text_sha: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as it was just read: its stat, its documents, what of it is none, and what was wrong with them.

    A file of very many documents comes in several pieces: `last` tells of the last one, `earlier` are the ids of the
    documents that came before. Until then the file is known, and looks new: killed in between, it is read again, and
    taken out with its documents where it has gone.
    """

    id: str
    size: int
    mtime_ns: int
    documents: tuple[Read, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()
    last: bool = True
    earlier: frozenset[str] = frozenset()

    @property
    def characters(self) -> int:
        """The length of its texts."""
        return sum(len(one.text.text) for one in self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What `readings` change: ids of documents that are `gone` or replaced whole, and the documents to be stored.

    Of `relabelled` ones the metadata alone is other; `added` are new, or take the place of what is gone.
    """

    readings: Sequence[Reading]
    gone: Sequence[str]
    relabelled: Sequence[Read]
    added: Sequence[Read]

    @staticmethod
    def of(db: sqlite3.Connection, readings: Sequence[Reading]) -> Changes:
        """The changes against what is stored; a document that came out as it is stored is none."""
        columns = f"{rows.DOCUMENT_COLUMNS}, text_sha, pages"
        before = stored_in(db, [reading.id for reading in readings if reading.last])
        earlier = frozenset().union(*(reading.earlier for reading in readings))
        read = {one.document.id: one for reading in readings for one in reading.documents}
        known = {str(row[0]): row for row in _chosen(db, columns, list(dict.fromkeys((*before, *read))))}
        fresh = [one for doc, one in read.items() if not _is_stored(known.get(doc), one)]
        relabelled = [one for one in fresh if _has_text(known.get(one.document.id), one)]
        kept = {one.document.id for one in relabelled}
        added = [one for one in fresh if one.document.id not in kept]
        replaced = {one.document.id for one in added}
        gone = [doc for doc in known if (doc not in read and doc not in earlier) or doc in replaced]
        return Changes(readings=readings, gone=gone, relabelled=relabelled, added=added)

    def store(self, db: sqlite3.Connection) -> None:
        """Write files, problems and documents, within a transaction."""
        about = {
            *self.gone,
            *(r.id for r in self.readings),
            *(d.document.id for r in self.readings for d in r.documents),
        }
        db.executemany("DELETE FROM problems WHERE doc = ?", [(doc,) for doc in about])
        db.executemany("DELETE FROM unread WHERE file = ?", [(r.id,) for r in self.readings if not r.earlier])
        db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
            [(r.id, r.size, r.mtime_ns if r.last else UNFINISHED) for r in self.readings],
        )
        db.executemany("DELETE FROM documents WHERE id = ?", [(doc,) for doc in self.gone])
        db.executemany(
            "INSERT INTO problems (doc, title, message, hint) VALUES (?, ?, ?, ?)",
            [(p.doc or r.id, p.title, p.message, p.hint) for r in self.readings for p in r.problems],
        )
        db.executemany(
            "INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?, ?)",
            [(u.file, u.member, u.outcome, u.title, u.why, u.hint) for r in self.readings for u in r.unread],
        )
        self._relabel(db)
        self._add(db)

    def _relabel(self, db: sqlite3.Connection) -> None:
        """Give documents other metadata; what rests on it is to be worked out again."""
        columns = rows.DOCUMENT_COLUMNS.split(",")
        db.executemany(
            f"UPDATE documents SET {','.join(f'{column} = ?' for column in columns)}, pages = ?, indexed = 0,"
            " analysed = '' WHERE id = ?",
            [(*rows.document_row(r.document), dumps(r.text.pages), r.document.id) for r in self.relabelled],
        )
        db.executemany(
            "UPDATE texts SET furniture = ? WHERE n = (SELECT n FROM documents WHERE id = ?)",
            [(dumps(r.text.furniture), r.document.id) for r in self.relabelled],
        )

    def _add(self, db: sqlite3.Connection) -> None:
        """Store documents that are new, or replaced whole."""
        first = db.execute("SELECT coalesce(max(n), 0) + 1 FROM documents").fetchone()[0]
        documents = [
            (first + at, r.text_sha, dumps(r.text.pages), *rows.document_row(r.document))
            for at, r in enumerate(self.added)
        ]
        marks = ",".join("?" * (rows.DOCUMENT_WIDTH + 3))
        db.executemany(
            f"INSERT INTO documents (n, text_sha, pages, {rows.DOCUMENT_COLUMNS}) VALUES ({marks})", documents
        )
        db.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)",
            [(first + at, r.text.text, dumps(r.text.furniture)) for at, r in enumerate(self.added)],
        )


def stored_in(db: sqlite3.Connection, files: Sequence[str]) -> list[str]:
    """The ids of the stored documents that some files hold."""
    found: list[str] = []
    for at in range(0, len(files), CHUNK):
        part = tuple(files[at : at + CHUNK])
        marks = ",".join("?" * len(part))
        for where in (f"id IN ({marks}) AND file = ''", f"file IN ({marks}) AND file != ''"):
            found += (row[0] for row in db.execute(f"SELECT id FROM documents WHERE {where}", part))
    return found


def _is_stored(known: tuple[object, ...] | None, one: Read) -> bool:
    """Whether a document came out as it is stored: every column, its text and its pages."""
    return known is not None and tuple(known) == (
        *rows.document_row(one.document),
        one.text_sha,
        dumps(one.text.pages),
    )


def _has_text(known: tuple[object, ...] | None, one: Read) -> bool:
    return known is not None and known[rows.DOCUMENT_WIDTH] == one.text_sha


def _chosen(db: sqlite3.Connection, columns: str, ids: Sequence[str]) -> list[tuple[object, ...]]:
    """Columns of documents by id."""
    found: list[tuple[object, ...]] = []
    for at in range(0, len(ids), CHUNK):
        part = tuple(ids[at : at + CHUNK])
        marks = ",".join("?" * len(part))
        found += db.execute(f"SELECT {columns} FROM documents WHERE id IN ({marks})", part).fetchall()
    return found
