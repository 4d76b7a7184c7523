"""One batch of changes to the index, from taking its lock to the commit or its undoing."""

# ruff: noqa: I001 - search.text.analyzer, which segment_writer imports, comes first: it silences what Python warns of when it compiles Whoosh

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from search.index import manifest, segment_writer as segments
from search.errors import BusyError, StorageError
from search.model import Document, Text
from search.index.gc_pause import gc_paused
from search.index.postings import Terms
from search.index.schema import schema
from search.index.segment_reader import SegmentFile, segment_row
from search.text.sanitise import sanitise_line
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError

_WAIT = 2.0  # seconds to wait for another writer's lock


class Batch:
    """Additions and removals that are committed together. Holds the index's lock until `commit` or `cancel`.

    Raises BusyError while another writer holds it, and StorageError where the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._terms: list[tuple[Terms, int]] | None = None
        self._added: dict[str, int] = {}
        self._gc_paused = contextlib.ExitStack()  # put back as it was at the end
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            storage = FileStorage(str(path))
            if manifest.generation(path) < 0:
                index = FileIndex.create(storage, schema(), manifest.NAME)
                self._first_manifest(path)
            else:
                index = FileIndex(storage, indexname=manifest.NAME)
            self._writer: Any = segments.BatchWriter(index, self._manifest, timeout=_WAIT, delay=0.05)
        except LockError as error:
            raise BusyError(
                "The index is being written",
                f"Another Sourcebook is writing to {path}.",
                "Wait for it to end, then try again.",
            ) from error
        except OSError as error:
            raise _unwritable(path, error) from error
        self._gc_paused.enter_context(gc_paused())

    def _first_manifest(self, path: Path) -> None:
        name = f"_{manifest.NAME}_0.toc"
        manifest.write(path, 0, [], [], (name, (path / name).read_bytes()))

    def _manifest(self, name: str, content: bytes, kept: list[Any]) -> None:
        """Written between the new generation's files and its table of contents."""
        prefixes = tuple(f"{segment.segment_id()}." for segment in kept)
        names = [file.name for file in self.path.iterdir() if file.name.startswith(prefixes)] if prefixes else []
        rows = [segment_row(segment) for segment in kept]
        manifest.write(self.path, self._writer.generation, rows, names, (name, content))

    # ---- changes -----------------------------------------------------------------------------------------------

    def add(self, document: Document, text: Text) -> None:
        """Add a document, in place of one of the same id."""
        self.delete(document.id)
        title = sanitise_line(document.title)
        self._added[document.id] = self._writer.docnum
        try:
            self._writer.add(
                {"body": text.text, "title": title},
                {"id": document.id},
                {
                    "id": document.id,
                    "title": title,
                    "source": document.source or "",
                    "author": document.author or "",
                    "published": document.published or "",
                    "format": document.format,
                },
            )
        except OSError as error:
            self.cancel()
            raise _unwritable(self.path, error) from error

    def delete(self, doc: str) -> None:
        """Remove a document, of an earlier commit or of this batch."""
        writer = self._writer
        number = self._added.pop(doc, None)
        if number is not None:
            writer.withdraw(number)
        key = doc.encode()
        for terms, base in self._open():
            entry = terms.find("id", key)
            if entry is not None:
                for number in terms.postings(entry)[0]:
                    writer.delete_document(base + number)

    def _open(self) -> list[tuple[Terms, int]]:
        """The terms of the segments that there are, with their first documents' numbers."""
        if self._terms is None:
            writer = self._writer
            files = [SegmentFile(self.path, segment_row(segment)) for segment in writer.segments]
            self._terms = [(file.terms, base) for file, base in zip(files, writer._doc_offsets, strict=True)]
        return self._terms

    # ---- ending ------------------------------------------------------------------------------------------------

    def commit(self, compact: bool) -> None:
        """Write everything; what fails leaves the index as it was, and the lock free."""
        try:
            self._writer.commit(optimize=compact)
            manifest.tidy(self.path, self._writer.generation)
        except OSError as error:
            self.cancel()
            raise _unwritable(self.path, error) from error
        except BaseException:
            self.cancel()
            raise
        finally:
            self._gc_paused.close()

    def cancel(self) -> None:
        """Undo everything. After a full disk Whoosh's own cancelling raises and leaves its lock held: not this one."""
        writer = self._writer
        if not writer.is_closed:
            # Each step for itself: one that fails must not keep the others from letting go.
            with contextlib.suppress(Exception):
                writer.abandon()
            if writer.writelock:
                with contextlib.suppress(OSError, AttributeError):
                    writer.writelock.release()
            writer.is_closed = True
            self._sweep()
        self._gc_paused.close()

    def _sweep(self) -> None:
        """Remove files that no generation has: of this batch, and of batches that were killed."""
        content = manifest.read(self.path, manifest.generation(self.path))
        kept = set(content["files"]) if content else None
        for file in self.path.glob(f"{manifest.NAME}_*"):
            if kept is not None and file.name not in kept and not file.name.endswith("LOCK"):
                with contextlib.suppress(OSError):
                    file.unlink()


def _unwritable(path: Path, error: OSError) -> StorageError:
    import errno

    if error.errno == errno.ENOSPC:
        return StorageError(
            "The disk is full", f"The index in {path} cannot be written.", "Make room; what was indexed before is kept."
        )
    return StorageError(
        "Cannot write the index",
        f"{path}: {error.strerror or error}.",
        "Set XDG_CACHE_HOME to a folder that can be written.",
    )
