"""The store, write side: one writer a profile, held by a lock that dies with its process.

What several tables say about one thing changes in one transaction, so that a process killed at any moment leaves
a store that is right, if older. Every transaction that changes what a view shows raises `revision`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.errors import StorageError
from search.files import dumps
from search.model import Document, Problem, Text, Topic, Unread
from search.store import serialization as rows
from search.store.documents import UNFINISHED, Changes, Reading, stored_in
from search.store.findings import StoredFindings
from search.store.reader import (
    CHUNK,
    DAMAGED,
    FILE,
    REMEDY,
    SCHEMA,
    SCHEMA_VERSION,
    is_damage,
    leave_mark,
    storage_error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A document as the pipeline needs it."""

    n: int
    id: str
    sha256: str
    text_sha: str
    published: str | None
    inferred: bool
    indexed: bool
    analysed: str


class Writer:
    """Writes to the store in `folder`. To be used by the holder of `writer_lock` alone.

    A store that is missing, of another version or damaged is made anew; `rebuilt` says in words why, or is empty.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.rebuilt = self._reason()
        if self.rebuilt or not self.path.exists():
            self._make()
        try:
            self.db = self._connect()
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30.0, isolation_level=None)
        # NORMAL in WAL mode: a crash of the machine may lose the last transactions, never the soundness of the file.
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
        return db

    def _reason(self) -> str:
        """Why the store must be made anew; empty when it is sound or not there at all."""
        if (self.folder / DAMAGED).exists():
            return "it was damaged"
        if not self.path.exists():
            return ""
        try:
            db = sqlite3.connect(self.path, timeout=30.0)
            try:
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if version != SCHEMA_VERSION:
                    return f"it was written by another version of Sourcebook (layout {version})"
                db.execute("SELECT count(*) FROM meta, (SELECT count(*) FROM documents)").fetchone()
                if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    return "it was damaged"
            finally:
                db.close()
        except sqlite3.Error as error:
            if is_damage(error):
                return "it was damaged"
            raise storage_error(error, self.path) from error
        return ""

    def _make(self) -> None:
        """Put an empty store in place, whole from its first moment, as a new file that readers notice."""
        fresh = self.folder / f"{FILE}.new"
        try:
            fresh.unlink(missing_ok=True)
            db = sqlite3.connect(fresh)
            try:
                db.executescript(SCHEMA.read_text(encoding="utf-8"))
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                db.commit()
            finally:
                db.close()
            # A journal left of the old file would be played into the new one.
            for old in (self.path, self.folder / f"{FILE}-wal", self.folder / f"{FILE}-shm"):
                old.unlink(missing_ok=True)
            fresh.replace(self.path)
            (self.folder / DAMAGED).unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as error:
            raise StorageError("Cannot store", f"{self.path}: {error}.", REMEDY) from error

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self, *, visible: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction; `visible` ones raise the revision. Raises StorageError."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                if visible:
                    self._bump("revision")
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            if is_damage(error):
                leave_mark(self.folder, DAMAGED)
            raise storage_error(error, self.path) from error

    def _bump(self, key: str) -> None:
        self.db.execute(
            "INSERT INTO meta VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
            (key,),
        )

    # ---- small values ------------------------------------------------------------------------------------------

    def meta(self, key: str) -> str:
        """A remembered value, or an empty string."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, values: Mapping[str, str], *, visible: bool = False) -> None:
        """Remember values; nothing is written when they are known already."""
        known = dict(self.db.execute("SELECT key, value FROM meta").fetchall())
        fresh = [(key, value) for key, value in values.items() if known.get(key) != value]
        if fresh:
            with self.writing(visible=visible) as db:
                db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", fresh)

    def note(self, problem: Problem) -> None:
        """Tell of a problem, in place of an earlier one of that title about the same document (or none)."""
        with self.writing() as db:
            db.execute("DELETE FROM problems WHERE doc IS ? AND title = ?", (problem.doc, problem.title))
            db.execute(
                "INSERT INTO problems (doc, title, message, hint) VALUES (?, ?, ?, ?)",
                (problem.doc, problem.title, problem.message, problem.hint),
            )

    def forget_problems(self, title: str) -> None:
        """Take every problem of one title off the list."""
        if self.db.execute("SELECT 1 FROM problems WHERE title = ? LIMIT 1", (title,)).fetchone():
            with self.writing() as db:
                db.execute("DELETE FROM problems WHERE title = ?", (title,))

    def set_folder_problems(self, problems: Iterable[Problem], kind: str) -> None:
        """Replace what was wrong with what the reader keeps of the folder (`kind`: whose list it is) by these."""
        told = dumps([[p.title, p.message, p.hint, p.doc] for p in problems])
        if told == (self.meta(f"problems:{kind}") or "[]"):
            return
        with self.writing() as db:
            for title, message, hint, doc in json.loads(self.meta(f"problems:{kind}") or "[]"):
                db.execute(
                    "DELETE FROM problems WHERE title = ? AND message = ? AND hint = ? AND doc IS ?",
                    (title, message, hint, doc),
                )
            db.executemany(
                "INSERT INTO problems (title, message, hint, doc) VALUES (?, ?, ?, ?)",
                [tuple(row) for row in json.loads(told)],
            )
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"problems:{kind}", told))

    def set_folder_unread(self, unread: Iterable[Unread]) -> None:
        """Replace what of the folder is there beside its files, or out of reach, by these."""
        rows_now = sorted((u.file, u.member, u.outcome, u.title, u.why, u.hint) for u in unread)
        beside = "file NOT IN (SELECT id FROM files)"
        known = self.db.execute(
            f"SELECT file, member, outcome, title, why, hint FROM unread WHERE {beside} ORDER BY 1, 2"
        ).fetchall()
        if known != rows_now:
            with self.writing() as db:
                db.execute(f"DELETE FROM unread WHERE {beside}")
                db.executemany("INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?, ?)", rows_now)

    # ---- files and documents -----------------------------------------------------------------------------------

    def files(self) -> dict[str, tuple[int, int]]:
        """Every file as it was last seen: id → (size, mtime_ns)."""
        return {doc: (size, mtime) for doc, size, mtime in self.db.execute("SELECT id, size, mtime_ns FROM files")}

    def documents(self) -> list[Stored]:
        """All documents, by id, without their texts."""
        found = self.db.execute(
            "SELECT n, id, sha256, text_sha, published, provenance, indexed, analysed FROM documents ORDER BY id"
        )
        return [
            Stored(
                n=n,
                id=doc,
                sha256=sha,
                text_sha=text_sha,
                published=published,
                inferred=_inferred(provenance),
                indexed=bool(indexed),
                analysed=analysed,
            )
            for n, doc, sha, text_sha, published, provenance, indexed, analysed in found
        ]

    def corrected_dates(self) -> dict[str, str]:
        """Documents whose day of publication is the reader's: id → EDTF."""
        found = self.db.execute(
            "SELECT id, published, provenance FROM documents WHERE instr(provenance, '\"correction\"') > 0"
        )
        return {
            doc: published
            for doc, published, provenance in found
            if (row := rows.provenance_from_json(provenance).get("published")) and row.origin == "correction"
        }

    def full(self, ids: Sequence[str]) -> Iterator[tuple[Document, Text]]:
        """Documents with their texts, one by one: together they may be larger than the memory."""
        for at in range(0, len(ids), CHUNK):
            part = tuple(ids[at : at + CHUNK])
            for row in self.db.execute(
                f"SELECT {rows.DOCUMENT_COLUMNS}, text, furniture, pages FROM documents JOIN texts USING (n)"
                f" WHERE id IN ({','.join('?' * len(part))}) ORDER BY id",
                part,
            ):
                text, furniture, pages = row[rows.DOCUMENT_WIDTH :]
                body = Text(row[0], text, tuple(json.loads(furniture)), tuple(json.loads(pages)))
                yield rows.document_of(row[: rows.DOCUMENT_WIDTH]), body

    def called(self) -> tuple[dict[str, str | None], dict[str, str]]:
        """(sources, titles) of all documents, by id."""
        found = self.db.execute("SELECT id, source, title FROM documents ORDER BY id").fetchall()
        return {doc: source for doc, source, _ in found}, {doc: title for doc, _, title in found}

    def text(self, n: int) -> str:
        """The cleaned text of one document."""
        row = self.db.execute("SELECT text FROM texts WHERE n = ?", (n,)).fetchone()
        return str(row[0]) if row else ""

    def losing(self, readings: Sequence[Reading]) -> list[str]:
        """The ids of the documents that some files held and, as they were just read, hold no more."""
        read = {one.document.id for reading in readings for one in reading.documents}
        read.update(*(reading.earlier for reading in readings))
        return [doc for doc in self.documents_of([one.id for one in readings if one.last]) if doc not in read]

    def put(self, readings: Sequence[Reading]) -> None:
        """Store what was just read, in one transaction; documents are new or replaced whole, and not yet indexed.

        A document whose metadata and text are as before keeps everything; one whose metadata alone changed keeps what
        was found in its text until that is worked out again.
        """
        changes = Changes.of(self.db, readings)
        with self.writing() as db:
            changes.store(db)
            if changes.gone or changes.relabelled:
                self._bump("replaced")
            if changes.gone or changes.relabelled or changes.added:
                db.execute("DELETE FROM meta WHERE key = 'wide'")

    def set_published(self, documents: Sequence[Document]) -> None:
        """Store days of publication that were worked out; the index entries must follow."""
        with self.writing() as db:
            db.executemany(
                "UPDATE documents SET published = ?, provenance = ?, indexed = 0 WHERE id = ?",
                [(doc.published, rows.provenance_to_json(doc.provenance), doc.id) for doc in documents],
            )
            self._bump("replaced")
            db.execute("DELETE FROM meta WHERE key = 'wide'")

    def files_of(self, ids: Iterable[str]) -> frozenset[str]:
        """The files that hold some documents; an unknown id is taken for a file's."""
        within = dict(self.db.execute("SELECT id, file FROM documents WHERE file != ''"))
        return frozenset(within.get(doc, doc) for doc in ids)

    def documents_of(self, files: Sequence[str]) -> list[str]:
        """The ids of the documents that some files hold."""
        return stored_in(self.db, files)

    def remove(self, files: Sequence[str]) -> None:
        """Take files and their documents out, with everything that rests on them."""
        with self.writing() as db:
            for doc in stored_in(db, files):
                for table, column in (("documents", "id"), ("problems", "doc")):
                    db.execute(f"DELETE FROM {table} WHERE {column} = ?", (doc,))
            one = [(file,) for file in files]
            for table, column in (("files", "id"), ("unread", "file"), ("problems", "doc")):
                db.executemany(f"DELETE FROM {table} WHERE {column} = ?", one)
            db.execute("DELETE FROM names WHERE entity NOT IN (SELECT entity FROM naming)")
            db.execute("DELETE FROM entities WHERE id NOT IN (SELECT entity FROM naming)")
            self._bump("replaced")
            db.execute("DELETE FROM meta WHERE key = 'wide'")

    def forget_files(self, reading: str) -> None:
        """Make every file look new, for readers and codebook of version `reading`.

        All are read again; documents that come out as before keep everything.
        """
        with self.writing(visible=False) as db:
            db.execute("UPDATE files SET mtime_ns = ?", (UNFINISHED,))
            db.execute("INSERT OR REPLACE INTO meta VALUES ('reading', ?)", (reading,))

    def unindexed(self) -> list[str]:
        """Ids of the documents that the index does not hold as they are now."""
        return [row[0] for row in self.db.execute("SELECT id FROM documents WHERE indexed = 0 ORDER BY n")]

    def set_indexed(self, ids: Sequence[str]) -> None:
        """The index holds these documents as they are now."""
        with self.writing() as db:
            db.executemany("UPDATE documents SET indexed = 1 WHERE id = ?", [(doc,) for doc in ids])

    def clear_indexed(self) -> None:
        """The index is gone."""
        with self.writing() as db:
            db.execute("UPDATE documents SET indexed = 0 WHERE indexed != 0")

    def set_analysed(self, ids: Sequence[str], version: str) -> None:
        """The stage cache holds these documents' results of this analyser version."""
        with self.writing() as db:
            db.executemany("UPDATE documents SET analysed = ? WHERE id = ?", [(version, doc) for doc in ids])

    # ---- corpus-wide -------------------------------------------------------------------------------------------

    def viewed(self) -> int:
        """How many documents what is stored of the corpus as a whole is about: those in which somebody is named."""
        return int(self.db.execute("SELECT count(DISTINCT n) FROM naming").fetchone()[0])

    def replace_findings(self, findings: StoredFindings, meta: Mapping[str, str]) -> None:
        """Replace everything that is worked out from the corpus as a whole, in one transaction."""
        with self.writing() as db:
            findings.store(db)
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def replace_topics(self, topics: Sequence[Topic], meta: Mapping[str, str]) -> None:
        """Replace the topics and their passages alone, in one transaction."""
        from search.store.findings import replace_topics

        with self.writing() as db:
            replace_topics(db, topics)
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta.items())

    def proposed(self) -> list[tuple[str, str, str]]:
        """(name, description, query) of the topics that the corpus suggests, the best first."""
        return self.db.execute("SELECT name, description, query FROM proposed ORDER BY rank").fetchall()


def _inferred(provenance: str) -> bool:
    row = rows.provenance_from_json(provenance).get("published")
    return bool(row and row.inferred and row.origin == "text")
