"""The full-text index of a corpus: adding and removing documents, and answering queries.

The interface speaks of windows of hits, counts, partial answers and deadlines. Behind it is a Whoosh 2.7.4 index in a
folder of ours. Opening one unpickles what lies in it, so a folder that belongs to somebody else is refused. Whoosh
and numpy are imported when an index is written or searched; `exists` and `verify` need neither.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from search.errors import BusyError, SourcebookError, StorageError
from search.index import manifest
from search.model import Document, Results, Text
from search.query.ast import Query, Resolver
from search.query.request import SearchRequest

if TYPE_CHECKING:
    from search.index.searcher import Searcher

T = TypeVar("T")
Documents = Callable[[Sequence[str]], Mapping[str, Document]]
Texts = Callable[[Sequence[str]], Mapping[str, str]]

_MAX_OPENINGS = 3  # a reader may meet a file that a commit has just replaced (measured: once in 250–775)


class Index:
    """The index in a folder, which is made when first written to. All methods may be called from any thread.

    `documents` gives the metadata of documents by id, for hits; without it, what the index itself keeps is shown.
    `text_of` gives cleaned texts by id, for snippets and for phrases with stop words; without it, hits have none.
    """

    def __init__(self, path: Path, documents: Documents | None = None, text_of: Texts | None = None) -> None:
        self.path = path
        self._documents, self._text_of = documents, text_of
        self._lock = threading.RLock()
        self._searcher: Searcher | None = None

    # ---- its state ---------------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether there is an index to search; damaged ones count."""
        return manifest.generation(self.path) >= 0

    def verify(self, full: bool = False) -> str:
        """Why the index must be rebuilt, in a few words for people; empty when it is sound.

        Cheap: sizes and times of change, digests where those differ. `full` compares every byte.
        """
        return manifest.verify(self.path, full)

    def documents(self) -> int:
        """How many documents it holds."""
        return manifest.documents(self.path)

    def size(self) -> int:
        """Its size on disk in bytes."""
        if not self.path.is_dir():
            return 0
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())

    def destroy(self) -> None:
        """Remove everything in the folder. Raises StorageError when that is not allowed."""
        self.close()
        if self.path.exists():
            self._check_owner()
            try:
                shutil.rmtree(self.path)
            except OSError as error:
                raise StorageError("Cannot remove the index", f"{self.path}: {error}.", "Remove it by hand.") from error

    def close(self) -> None:
        """Let go of the files; the next search opens them again."""
        with self._lock:
            self._searcher = None  # the maps go with the last that looks at them

    def refresh(self) -> None:
        """Make the next search see what has been committed since. Cheap when nothing has."""
        with self._lock:
            if self._searcher is not None and self._searcher.generation != manifest.generation(self.path):
                self.close()

    def _check_owner(self) -> None:
        if hasattr(os, "getuid") and self.path.exists() and self.path.stat().st_uid != os.getuid():
            raise StorageError(
                "Not our index",
                f"{self.path} belongs to another user, and opening an index can run code.",
                "Set XDG_CACHE_HOME to a folder of your own.",
            )

    # ---- writing -----------------------------------------------------------------------------------------------

    def writer(self) -> IndexWriter:
        """A writer, which holds the index's one lock until it is committed or cancelled.

        Raises BusyError while another writer is at work, and StorageError where the folder cannot be written.
        """
        return IndexWriter(self.path, self._check_owner)

    def compact(self) -> None:
        """Join all segments into one. Raises as `writer`."""
        with self.writer() as changes:
            changes.commit(compact=True)

    # ---- searching ---------------------------------------------------------------------------------------------

    def search(self, request: SearchRequest, resolver: Resolver | None = None) -> Results:
        """A window of hits, best first; without words to rank by, newest first. Raises StorageError for damage."""
        began = time.perf_counter()
        prepared = request.prepared()
        return self._ask(lambda searcher: searcher.search(prepared, resolver, began))

    def matching(self, query: str | Query, resolver: Resolver | None = None) -> frozenset[str]:
        """The ids of all documents that a query finds, as `search` would. Raises StorageError."""
        parsed = SearchRequest(query).parsed()
        return self._ask(lambda searcher: searcher.matching(parsed, resolver))

    def facets(self, query: str | Query, field: str, resolver: Resolver | None = None) -> Mapping[str, int]:
        """For the documents a query finds, how many have each value of `field`, the commonest first.

        `field` is "source", "author", "type" (the format) or "date" (the year of publication). Raises StorageError.
        """
        parsed = SearchRequest(query).parsed()
        return self._ask(lambda searcher: searcher.facets(parsed, field, resolver))

    def _ask(self, question: Callable[[Searcher], T]) -> T:
        """Put a question to the searcher; opened anew once where a commit has just replaced its files."""
        with self._lock:
            try:
                return question(self._opened())
            except SourcebookError:
                raise
            except (MemoryError, KeyboardInterrupt):
                raise
            except Exception as error:
                # Damaged files raise almost anything; a sound index means a bug of ours, which is not hidden.
                self.close()
                reason = self.verify(full=True)
                if not reason:
                    if isinstance(error, FileNotFoundError):
                        return question(self._opened())
                    raise
                raise StorageError(
                    "Damaged index", f"The full-text index cannot be used: {reason}.", "Run: sourcebook index"
                ) from error

    def _opened(self) -> Searcher:
        if self._searcher is None:
            from search.index.searcher import Searcher

            self._check_owner()
            for left in reversed(range(_MAX_OPENINGS)):
                try:
                    self._searcher = Searcher(self.path, self._documents, self._text_of)
                    break
                except FileNotFoundError:
                    if not left:
                        raise
        assert self._searcher is not None
        return self._searcher


class IndexWriter:
    """Adds and removes documents; nothing is seen by searches until `commit`. Use it from one thread.

    As a context manager it commits at the end, and cancels when an exception leaves it.
    """

    def __init__(self, path: Path, check_owner: Callable[[], None]) -> None:
        from search.index.writer import Batch

        check_owner()
        self._path = path
        self._batch: Batch | None = Batch(path)

    def add(self, document: Document, text: Text) -> None:
        """Add a document, in place of one of the same id. Raises StorageError."""
        self._open().add(document, text)

    def delete(self, doc: str) -> None:
        """Remove a document; nothing happens when there is none of that id. Raises StorageError."""
        self._open().delete(doc)

    def commit(self, compact: bool = False) -> None:
        """Write everything and let the lock go; with `compact`, into one segment. Raises StorageError, all undone."""
        batch, self._batch = self._open(), None
        batch.commit(compact)

    def cancel(self) -> None:
        """Undo everything and let the lock go; nothing happens after a commit."""
        batch, self._batch = self._batch, None
        if batch is not None:
            batch.cancel()

    def _open(self) -> Any:
        if self._batch is None:
            raise BusyError("The index is closed", "This writer has already ended.", "Ask for another one.")
        return self._batch

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._batch is None:
            return
        if kind is None:
            self.commit()
        else:
            self.cancel()
