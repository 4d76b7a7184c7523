"""The way from a folder to a screen: read, index, analyse; only what is new or changed, one writer at a time.

Text first: everything is read and made searchable before anything is analysed. A batch is stored (SQLite), then indexed
(Whoosh), then marked as indexed: a process killed in between leaves documents that are indexed again, never one
that is in the index and not in the store.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from search.errors import CorpusError, SourcebookError, StorageError
from search.identity.opening import note
from search.identity.renames import follow_renames
from search.index.gc_pause import gc_paused
from search.model import Problem, Progress, Unread
from search.pipeline.progress import Reporter
from search.pipeline.publication_dates import with_corrected_date
from search.pipeline.recognisable import recognisable
from search.pipeline.staleness import pending, reading_version
from search.store.documents import Read, Reading
from search.store.lock import writer_lock
from search.store.reader import INDEX_DAMAGED, REMEDY, Store
from search.store.writer import Writer
from search.userdata import corrections_file, topics_file
from search.workspace import Workspace

if TYPE_CHECKING:
    from search.corpus.corpus import Loaded
    from search.corpus.scan import FileStat
    from search.index.index import Index
    from search.pipeline.publication_dates import Inferences

FIRST_BATCH = 50  # documents: small, so that search works at once
BATCH = 500  # documents a commit; FACTS.md: 0.7 s at worst, and a third of the memory of one large commit
BATCH_CHARACTERS = 20_000_000  # of a batch: some 80 MB in memory
BATCH_SECONDS = 2.0  # a file that takes long to read keeps the others no longer from being found
PAUSE = 0.25  # seconds between looks at another process's work

REBUILT = "The store was made anew"
REINDEXED = "The index was rebuilt"


class Pipeline:
    """Brings one profile of one corpus up to date, with its codebook as it is on disk when this is made.

    The workspace's folder holds the profile's store and index, its parent the stage cache of the corpus.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._corpus, self._codebook_digest = workspace.current_corpus()
        self._folder = workspace.folder
        self._own = workspace.corrections_folder()

    # ---- the work ----------------------------------------------------------------------------------------------

    def run(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        analyse: bool = True,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Do what is pending. Raises CancelledError, CorpusError and StorageError; what was finished is kept."""
        reporter = Reporter(on_progress, cancelled)
        with self._turn(reporter, analyse) as mine:
            if not mine:
                return
            self._follow_renames()
            fixed = corrections_file.load(self._own)
            with Writer(self._folder) as writer:
                self._read_and_index(writer, reporter, fixed)
                if analyse:
                    from search.pipeline.analysis_run import Analysis

                    with Analysis(self._corpus, writer, fixed, reporter, topics_file.load(self._own)) as analysis:
                        analysis.run(lambda: self._index_waiting(writer, reporter))
                self._finish(writer)
        store = Store(self._folder)
        try:
            note(self._workspace.key, self._workspace.root, store)
            status = store.status()
        finally:
            store.close()
        documents = f"{status.documents} document{'s' * (status.documents != 1)}"
        problems = f", {status.problems} problem{'s' * (status.problems != 1)}" if status.problems else ""
        reporter.tell(Progress("done", status.documents, status.documents, documents + problems), always=True)

    def _follow_renames(self) -> None:
        """Let the reader's work follow documents that lie in the folder under other names now."""
        store = Store(self._folder)
        try:
            follow_renames(self._workspace.key, self._corpus, store)
        finally:
            store.close()

    @contextmanager
    def _turn(self, reporter: Reporter, analyse: bool) -> Iterator[bool]:
        """Wait until no other process writes here. False: the other one did all that was wanted."""
        revision = -1
        while True:
            with writer_lock(self._folder) as mine:
                if mine:
                    yield True
                    return
            store = Store(self._folder)
            try:
                status = store.status()
            finally:
                store.close()
            if not analyse and status.documents and not pending(self._workspace, analysis=False):
                yield False
                return
            reporter.check()
            if status.revision != revision:
                revision = status.revision
                text = status.searchable < status.documents
                reporter.tell(
                    Progress(
                        "indexing" if text else "names",
                        status.searchable if text else status.analysed,
                        status.documents,
                        "Another Sourcebook is reading this corpus; its results are shown here.",
                    ),
                    always=True,
                )
            time.sleep(PAUSE)

    def _read_and_index(self, writer: Writer, reporter: Reporter, fixed: corrections_file.OwnCorrections) -> None:
        """Make the store and the index agree with the folder."""
        reporter.tell(Progress("reading", message="Looking through the folder"), always=True)
        files = {file.id: file for file in self._corpus.files()}
        if writer.rebuilt:
            message = f"{writer.path.name} could not be used: {writer.rebuilt}. Everything is read again."
            writer.note(Problem(REBUILT, message, "Nothing of yours was in it."))
        else:
            writer.forget_problems(REBUILT)
        self._check_index(writer)
        reading = reading_version(self._corpus.codebook.reading_digest)
        if writer.meta("reading") != reading:
            writer.forget_files(reading)
        known = writer.files()
        removed = [file for file in known if file not in files]
        if removed:
            self._remove(writer, removed)
        writer.set_folder_unread(self._corpus.unread)
        redated = corrections_file.published_by((*self._corpus.codebook.corrections, *fixed.rows))
        other = writer.files_of(_changed_keys(writer.corrected_dates(), redated)) | recognisable(writer.db)
        fresh = [file for name, file in files.items() if name in other or known.get(name) != (file.size, file.mtime_ns)]
        self._index_waiting(writer, reporter)
        self._read(writer, fresh, reporter, redated)
        writer.set_meta({"mended": fixed.digest})
        writer.set_meta({"title": self._corpus.title, "codebook_bytes": self._codebook_digest}, visible=True)
        if not files:
            from search.corpus.reasons import first_reasons

            reasons = first_reasons(self._corpus.root, self._corpus.follow_links)
            raise CorpusError(
                "No documents",
                f"{self._corpus.root} holds no document that Sourcebook can read{f': {reasons}' if reasons else ''}.",
                "Put documents into it, or give another folder.",
            )

    def _index(self) -> Index:
        from search.index.index import Index

        return Index(self._folder / "index")

    def _check_index(self, writer: Writer) -> None:
        """Do away with an index that is damaged, of another version, or of a store that is no more."""
        index = self._index()
        try:
            stored = len(writer.documents())
            reason = ""
            if index.exists():
                suspect = self._folder / INDEX_DAMAGED
                reason = index.verify(full=suspect.exists()) if stored else ""
                if reason or not stored:
                    index.destroy()
                suspect.unlink(missing_ok=True)
            elif stored and len(writer.unindexed()) < stored:
                reason = "it was missing"
        finally:
            index.close()
        if reason:
            writer.clear_indexed()
            writer.note(Problem(REINDEXED, f"The full-text index could not be used: {reason}.", "It is whole again."))
        else:
            writer.forget_problems(REINDEXED)

    def _remove(self, writer: Writer, files: list[str]) -> None:
        """Take files out of the index, then out of the store: killed in between, it is done again."""
        self._unindex(writer.documents_of(files))
        writer.remove(files)

    def _unindex(self, ids: list[str]) -> None:
        """Take documents out of the index."""
        index = self._index()
        try:
            if ids and index.exists():
                changes = index.writer()
                try:
                    for doc in ids:
                        changes.delete(doc)
                    changes.commit()
                except BaseException:
                    changes.cancel()
                    raise
        finally:
            index.close()

    def _read(self, writer: Writer, files: list[FileStat], reporter: Reporter, published: Mapping[str, str]) -> None:
        """Read files batch by batch, each batch searchable before the next is read.

        `published` are the days of publication that the reader gave.
        """
        if not files:
            return
        from search.corpus.read_ahead import ReadAhead
        from search.pipeline.publication_dates import Inferences

        done = 0
        batch = _Batch(FIRST_BATCH)

        def keep() -> None:
            nonlocal batch
            self._unindex(writer.losing(batch.readings))
            writer.put(batch.readings)
            self._index_waiting(writer, reporter, done, len(files))
            batch = _Batch(BATCH)

        def meanwhile() -> None:
            """The next file takes long: what there is becomes searchable before it."""
            reporter.tell(Progress("reading", done, len(files), "The next file takes long; scans are read last"))
            if batch.readings:
                keep()

        ahead = ReadAhead(self._corpus, files, meanwhile=meanwhile)
        with Inferences(self._folder.parent) as inferences, ahead, gc_paused():
            for file, found in ahead:
                reporter.tell(Progress("reading", done, len(files)))
                done += 1
                for reading in self._readings(file, found, inferences, published):
                    reporter.check()
                    batch.add(reading)
                    if batch.is_full() or (reading.last and done == len(files)):
                        keep()

    def _readings(
        self,
        file: FileStat,
        parts: Iterable[Loaded | Unread],
        inferences: Inferences,
        published: Mapping[str, str],
    ) -> Iterator[Reading]:
        """One file, read; what cannot be used is accounted for, and the rest goes on. Several pieces of a large one."""
        piece = _Piece(file)
        try:
            for found in parts:
                if isinstance(found, Unread):
                    piece.unread.append(found)
                    continue
                if piece.is_full():
                    yield piece.reading(last=False)
                    piece = piece.after()
                document = found.document
                sha = hashlib.sha256(found.text.text.encode()).hexdigest()
                if document.id in published:
                    document = with_corrected_date(document, published[document.id])
                elif document.published is None:
                    document = inferences.with_known_date(document, sha)
                piece.documents.append(Read(document=document, text=found.text, text_sha=sha))
                piece.problems += found.problems
        except (SourcebookError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - one file must not stop a corpus; it is told of, and logged
            traceback.print_exc()
            why = f"{file.id}: {type(error).__name__}: {error}"
            piece.unread.append(Unread(file.id, "unreadable", "Document not readable", why, "Please report this."))
        yield piece.reading(last=True)

    def _index_waiting(self, writer: Writer, reporter: Reporter, done: int = 0, total: int = 0) -> None:
        """Put every document that waits for it into the index, ≤ BATCH a commit."""
        waiting = writer.unindexed()
        if not waiting:
            return
        index = self._index()
        try:
            for at in range(0, len(waiting), BATCH):
                part = waiting[at : at + BATCH]
                reporter.tell(Progress("indexing", done or at, total or len(waiting)), always=True)
                changes = index.writer()
                try:
                    for document, text in writer.full(part):
                        reporter.check()
                        changes.add(document, text)
                    changes.commit()
                except BaseException:
                    changes.cancel()
                    raise
                writer.set_indexed(part)
        except OSError as error:
            raise StorageError(
                "Cannot store", f"The index in {self._folder} cannot be written: {error}.", REMEDY
            ) from error
        finally:
            index.close()

    def _finish(self, writer: Writer) -> None:
        """Keep the write-ahead log small."""
        writer.db.execute("PRAGMA wal_checkpoint(PASSIVE)")


class _Piece:
    """What has been read of a file since its last piece."""

    def __init__(self, file: FileStat, earlier: frozenset[str] = frozenset()) -> None:
        self.file, self.earlier = file, earlier
        self.documents: list[Read] = []
        self.unread: list[Unread] = []
        self.problems: list[Problem] = []

    def is_full(self) -> bool:
        """Whether what there is should be stored before more is read."""
        if len(self.documents) < 2:
            return False
        return len(self.documents) >= BATCH or sum(len(one.text.text) for one in self.documents) >= BATCH_CHARACTERS

    def after(self) -> _Piece:
        """The piece that follows."""
        return _Piece(self.file, self.earlier.union(one.document.id for one in self.documents))

    def reading(self, *, last: bool) -> Reading:
        """The piece as it is stored."""
        return Reading(
            id=self.file.id,
            size=self.file.size,
            mtime_ns=self.file.mtime_ns,
            documents=tuple(self.documents),
            unread=tuple(self.unread),
            problems=tuple(self.problems),
            last=last,
            earlier=self.earlier,
        )


class _Batch:
    """Files that are stored and indexed together: bounded in number, in characters, and in the time they take."""

    def __init__(self, most: int) -> None:
        self.readings: list[Reading] = []
        self._left = most
        self._characters = 0
        self._begun = time.monotonic()

    def add(self, reading: Reading) -> None:
        """Take one more in."""
        self.readings.append(reading)
        self._left -= max(len(reading.documents), 1)
        self._characters += reading.characters

    def is_full(self) -> bool:
        """Whether what there is should be searchable before more is read."""
        return (
            self._left <= 0 or self._characters >= BATCH_CHARACTERS or time.monotonic() - self._begun >= BATCH_SECONDS
        )


def _changed_keys(one: Mapping[str, str], other: Mapping[str, str]) -> frozenset[str]:
    """Keys that two mappings do not share, or whose values differ."""
    return frozenset(key for key in {*one, *other} if one.get(key) != other.get(key))
