"""Whether a folder differs from what is stored of it. Every command asks, so nothing is imported but for a scan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from search.index import manifest
from search.pipeline import code_versions as fingerprints
from search.store.reader import INDEX_DAMAGED, Store

if TYPE_CHECKING:
    from search.corpus.scan import FileStat


def reading_version(codebook: str = "") -> str:
    """What stored documents rest on beside their files: the readers, and a codebook, by its digest."""
    return f"{fingerprints.code_version('reading')}:{codebook}"


def unread(store: Store, files: Iterable[FileStat], codebook: str | None, corrections: str = "") -> bool:
    """Whether anything is to be read or indexed, by a few SELECTs and a look at the index's files.

    `codebook` is the digest of the corpus's codebook, None where its files are known to be those that were read.
    `corrections` is the state of the reader's corrections: they may change days of publication.
    """
    with store.reading() as db:
        stored = set(db.execute("SELECT id, size, mtime_ns FROM files"))
        reading = (db.execute("SELECT value FROM meta WHERE key = 'reading'").fetchone() or ("",))[0]
        mended = (db.execute("SELECT value FROM meta WHERE key = 'mended'").fetchone() or ("",))[0]
        waiting = db.execute("SELECT 1 FROM documents WHERE indexed = 0 LIMIT 1").fetchone() is not None
        indexed = db.execute("SELECT 1 FROM documents WHERE indexed = 1 LIMIT 1").fetchone() is not None
    if waiting or (store.folder / INDEX_DAMAGED).exists() or (indexed and manifest.verify(store.folder / "index")):
        return True
    if mended != corrections:
        return True
    same_code = reading.startswith(reading_version()) if codebook is None else reading == reading_version(codebook)
    return not same_code or {(file.id, file.size, file.mtime_ns) for file in files} != stored
