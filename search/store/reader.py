"""The store, read side: what was read and worked out, in SQLite (WAL), one connection a thread.

A reader never makes or repairs a store. Where there is none yet, or one of another version, or a damaged one, it reads
as empty until the writer (`search.store.writer`) has put a new file in its place, which every reader notices.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from search.errors import CancelledError, StorageError
from search.model import NO_PLACES, Document, Entity, Event, Mention, Places, Problem, Status, Text, Unread
from search.store import serialization as rows

SCHEMA_VERSION = 6
SCHEMA = Path(__file__).with_name("schema.sql")
FILE = "store.sqlite"
DAMAGED = "store.damaged"  # left by a reader that met damage; the writer makes the store anew
INDEX_DAMAGED = "index.damaged"  # the same for the index, which is then checked byte by byte

# Characters of text kept in memory for snippets: about 5,000 documents of 3 KB.
MAX_CACHED_CHARACTERS = 16_000_000
MAX_CACHED_DOCUMENTS = 20_000
# SQLite takes 999 parameters on its oldest builds.
CHUNK = 500
REMEDY = "Is the disk full, or the file not yours to read and write? XDG_CACHE_HOME can name another place."
CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is not a sound database (of ours)."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in CORRUPT or (isinstance(error, sqlite3.OperationalError) and "no such " in str(error))


def leave_mark(folder: Path, name: str) -> None:
    """Tell the next writer of damage. Where the mark cannot be left, the damage will be met again."""
    with suppress(OSError):
        (folder / name).touch()


def storage_error(error: sqlite3.Error, path: Path) -> StorageError:
    """A message for an error of SQLite that is neither damage nor an interruption."""
    return StorageError("Cannot store", f"{path}: {error}.", REMEDY)


class Store:
    """Reads of one profile's store in `folder`. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: set[sqlite3.Connection] = set()
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._documents: dict[str, Document] = {}
        self._cached = 0
        self._cached_at = ""

    # ---- connections -------------------------------------------------------------------------------------------

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, to the file that is there now; an empty store in memory where there is none."""
        try:
            inode = os.stat(self.path).st_ino  # noqa: PTH116 - half the time of Path.stat, and on every read's way
        except OSError:
            inode = 0
        local = self._local
        db: sqlite3.Connection | None = getattr(local, "db", None)
        if db is not None and local.inode == inode:
            return db
        if db is not None:
            self._drop(db)
        db = self._sound() if inode else None
        if db is None:
            db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            db.executescript(SCHEMA.read_text(encoding="utf-8"))
        local.db, local.inode = db, inode
        with self._lock:
            self._open.add(db)
        return db

    def _sound(self) -> sqlite3.Connection | None:
        """A connection to the file, or None where it cannot serve."""
        db: sqlite3.Connection | None = None
        try:
            db = sqlite3.connect(
                f"{self.path.as_uri()}?mode=rw", uri=True, timeout=10.0, isolation_level=None, check_same_thread=False
            )
            if db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
                db.executescript("PRAGMA query_only = 1; PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456;")
                return db
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                if db is not None:
                    db.close()
                raise storage_error(error, self.path) from error
        if db is not None:
            db.close()
        return None

    def _drop(self, db: sqlite3.Connection) -> None:
        with self._lock:
            self._open.discard(db)
        db.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection inside one read transaction: every statement sees the same moment.

        Raises CancelledError when interrupted and StorageError when the store cannot be read.
        """
        db = self._connection()
        outer = not db.in_transaction
        try:
            if outer:
                db.execute("BEGIN")
            yield db
        except sqlite3.ProgrammingError as error:
            raise StorageError("Closed", "This library was closed.", "Open the corpus again.") from error
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                raise CancelledError from error
            if is_damage(error):
                leave_mark(self.folder, DAMAGED)
                raise StorageError(
                    "The store is damaged",
                    f"{self.path} cannot be read ({error}).",
                    "Nothing of yours is lost: it is made anew from the documents when the corpus is next read.",
                ) from error
            raise storage_error(error, self.path) from error
        finally:
            if outer and self._is_open(db) and db.in_transaction:
                db.execute("ROLLBACK")

    def _is_open(self, db: sqlite3.Connection) -> bool:
        with self._lock:
            return db in self._open

    def interrupt(self) -> None:
        """Stop what the connections of all threads are doing."""
        with self._lock:
            for db in self._open:
                db.interrupt()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for db in self._open:
                db.close()
            self._open.clear()
        self._local = threading.local()

    # ---- what stands -------------------------------------------------------------------------------------------

    def meta(self, key: str) -> str:
        """A remembered value, or an empty string."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def status(self) -> Status:
        """Counts and the revision."""
        with self.reading() as db:
            known = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('revision', 'model', 'analyser')"))
            total, waiting, analysed, problems, unread = db.execute(
                "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM documents WHERE indexed = 0),"
                " (SELECT count(*) FROM documents WHERE analysed != '' AND analysed = ?),"
                " (SELECT count(*) FROM problems) + (SELECT count(*) FROM unread WHERE outcome = 'unreadable'),"
                " (SELECT count(DISTINCT file) FROM unread WHERE outcome IN ('unreadable', 'set aside')"
                "  AND title != 'Codebook' AND (member = '' OR NOT EXISTS"
                "   (SELECT 1 FROM documents WHERE documents.file != '' AND documents.file = unread.file)))",
                (known.get("analyser", ""),),
            ).fetchone()
        return Status(
            documents=total,
            searchable=total - waiting,
            analysed=analysed,
            revision=int(known.get("revision", "0")),
            model=known.get("model", ""),
            problems=problems,
            unread=unread,
        )

    def any_indexed(self) -> bool:
        """Whether a document is searchable."""
        with self.reading() as db:
            return db.execute("SELECT 1 FROM documents WHERE indexed = 1 LIMIT 1").fetchone() is not None

    def problems(self) -> tuple[Problem, ...]:
        """What could not be used, or not as it is."""
        with self.reading() as db:
            found = db.execute(
                "SELECT title, message, hint, doc, n FROM problems UNION ALL"
                " SELECT title, why, hint, file || iif(member = '', '', '/' || member), 0 FROM unread"
                " WHERE outcome = 'unreadable' ORDER BY 4, 5"
            ).fetchall()
        return tuple(Problem(*row[:4]) for row in found)

    def unread(self) -> tuple[Unread, ...]:
        """Files, and parts of files, that are no documents, by file, then by member."""
        with self.reading() as db:
            found = db.execute(
                "SELECT file, outcome, title, why, hint, member FROM unread ORDER BY file, member"
            ).fetchall()
        return tuple(Unread(*row) for row in found)

    def accounted(self) -> frozenset[str]:
        """The ids of all files that were seen, and of what lies beside them."""
        with self.reading() as db:
            return frozenset(row[0] for row in db.execute("SELECT id FROM files UNION SELECT file FROM unread"))

    def holding(self) -> dict[str, int]:
        """The files that hold documents, by id, and how many each."""
        with self.reading() as db:
            return dict(db.execute("SELECT iif(file = '', id, file), count(*) FROM documents GROUP BY 1 ORDER BY 1"))

    def recognised(self) -> tuple[tuple[str, str], ...]:
        """Documents whose letters were recognised in pictures, by id, and by what."""
        key = "recognised by"
        with self.reading() as db:
            found = db.execute(
                "SELECT id, json_extract(details, ?) FROM documents WHERE instr(details, ?) > 0 ORDER BY id",
                (f'$."{key}"', f'"{key}"'),
            ).fetchall()
        return tuple((doc, by) for doc, by in found if by)

    # ---- documents ---------------------------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """All documents, by id."""
        with self.reading() as db:
            found = db.execute(f"SELECT {rows.DOCUMENT_COLUMNS} FROM documents ORDER BY id").fetchall()
        return tuple(map(rows.document_of, found))

    def documents_of(self, ids: Sequence[str]) -> Mapping[str, Document]:
        """Documents by id, in that order; unknown ids are left out. Kept in memory until the corpus changes."""
        with self.reading() as db:
            moment = self._forget_when_changed(db)
            with self._lock:
                kept = self._documents if moment == self._cached_at else {}
                found = {doc: kept[doc] for doc in ids if doc in kept}
            missing = [doc for doc in ids if doc not in found]
            fetched = _by_id(db, f"SELECT {rows.DOCUMENT_COLUMNS} FROM documents WHERE id IN", missing)
        fresh = {row[0]: rows.document_of(row) for row in fetched}
        found.update(fresh)
        with self._lock:
            if moment == self._cached_at:
                if len(self._documents) > MAX_CACHED_DOCUMENTS:
                    self._documents = {}
                self._documents.update(fresh)
        return {doc: found[doc] for doc in ids if doc in found}

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Cleaned texts by id; unknown ids are left out. The last ones asked for stay in memory, up to a bound."""
        found: dict[str, str] = {}
        with self.reading() as db:
            moment = self._forget_when_changed(db)
            with self._lock:
                for doc in ids if moment == self._cached_at else ():
                    text = self._texts.get(doc)
                    if text is not None:
                        found[doc] = text
                        self._texts.move_to_end(doc)
            missing = [doc for doc in ids if doc not in found]
            fetched = _by_id(db, "SELECT id, text FROM documents JOIN texts USING (n) WHERE id IN", missing)
        found.update((row[0], row[1]) for row in fetched)
        with self._lock:
            if moment != self._cached_at:
                return found  # another thread keeps what is of another moment
            for doc, text in fetched:
                if doc not in self._texts:
                    self._texts[doc] = text
                    self._cached += len(text)
            while self._cached > MAX_CACHED_CHARACTERS and self._texts:
                self._cached -= len(self._texts.popitem(last=False)[1])
        return found

    def _forget_when_changed(self, db: sqlite3.Connection) -> str:
        """Drop what is kept in memory when a document was replaced or taken out since (new ones do no harm).

        Returns the moment that `db` sees: only while `_cached_at` is the same is it the one of what is kept.
        """
        row = db.execute("SELECT value FROM meta WHERE key = 'replaced'").fetchone()
        moment = f"{self._local.inode}:{row[0] if row else ''}"
        with self._lock:
            if moment != self._cached_at:
                self._texts.clear()
                self._cached = 0
                self._documents = {}
                self._cached_at = moment
        return moment

    def text(self, doc: str) -> Text | None:
        """One document's text with its furniture; None when there is no such document."""
        with self.reading() as db:
            row = db.execute(
                "SELECT text, furniture, pages FROM documents JOIN texts USING (n) WHERE id = ?", (doc,)
            ).fetchone()
        return Text(doc, row[0], tuple(json.loads(row[1])), tuple(json.loads(row[2]))) if row else None

    def pages(self, ids: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
        """Where the pages of documents begin, by id; documents without pages are left out."""
        with self.reading() as db:
            found = _by_id(db, "SELECT id, pages FROM documents WHERE pages != '[]' AND id IN", ids)
        return {doc: tuple(json.loads(pages)) for doc, pages in found}

    def places(self, documents: Iterable[Document]) -> Places:
        """On which pages the characters of these documents stand; nothing is asked where none of them has pages."""
        units = {document.id: unit for document in documents if (unit := document.page_unit)}
        slides = frozenset(doc for doc, unit in units.items() if unit == "slide")
        return Places(self.pages(list(units)), slides) if units else NO_PLACES

    # ---- entities ----------------------------------------------------------------------------------------------

    def entity(self, entity: str) -> Entity | None:
        """One entity, counted over the whole corpus."""
        with self.reading() as db:
            row = db.execute(f"SELECT {rows.ENTITY_COLUMNS} FROM entities WHERE id = ?", (entity,)).fetchone()
            if row is None:
                return None
            named = db.execute(
                "SELECT d.id, g.mentions FROM naming g JOIN documents d USING (n) WHERE g.entity = ?"
                " ORDER BY g.mentions DESC, d.id",
                (entity,),
            ).fetchall()
        return rows.entity_of(row, sum(count for _, count in named), (doc for doc, _ in named))

    def mentions(self, entity: str, doc: str | None = None) -> tuple[Mention, ...]:
        """Where an entity is named, by document and place."""
        where, values = ("AND d.id = ?", (entity, doc)) if doc is not None else ("", (entity,))
        with self.reading() as db:
            found = db.execute(
                "SELECT m.entity, d.id, m.start, m.stop, m.text FROM mentions m JOIN documents d USING (n)"
                f" WHERE m.entity = ? {where} ORDER BY d.id, m.start",
                values,
            ).fetchall()
        return tuple(Mention(*row) for row in found)

    def mentions_in(self, doc: str) -> tuple[Mention, ...]:
        """Every mention in one document, in the order of the text."""
        with self.reading() as db:
            found = db.execute(
                "SELECT m.entity, d.id, m.start, m.stop, m.text FROM documents d JOIN mentions m USING (n)"
                " WHERE d.id = ? ORDER BY m.start, m.stop",
                (doc,),
            ).fetchall()
        return tuple(Mention(*row) for row in found)

    def events_in(self, doc: str) -> tuple[Event, ...]:
        """Every dated statement in one document, in the order of the chronology."""
        with self.reading() as db:
            found = db.execute(
                f"SELECT {rows.EVENT_COLUMNS} FROM documents d JOIN events e USING (n) WHERE d.id = ? ORDER BY e.rank",
                (doc,),
            ).fetchall()
        return tuple(map(rows.event_of, found))


def _by_id(db: sqlite3.Connection, statement: str, ids: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows of `… WHERE id IN` for any number of ids."""
    found: list[tuple[str, ...]] = []
    for at in range(0, len(ids), CHUNK):
        part = ids[at : at + CHUNK]
        found += db.execute(f"{statement} ({','.join('?' * len(part))})", tuple(part)).fetchall()
    return found
