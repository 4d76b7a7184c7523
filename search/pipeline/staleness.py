"""Whether a folder differs from what is stored of it. Every command asks, so nothing is imported but for a scan."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from search.index import manifest
from search.pipeline import code_versions
from search.store.reader import INDEX_DAMAGED, Store

if TYPE_CHECKING:
    from search.corpus.scan import FileStat
    from search.workspace import Workspace


def reading_version(codebook: str = "") -> str:
    """What stored documents rest on beside their files: the readers, and a codebook, by its digest."""
    return f"{code_versions.code_version('reading')}:{codebook}"


def has_unread(store: Store, files: Iterable[FileStat], codebook: str | None, corrections: str = "") -> bool:
    """Whether anything is to be read or indexed, by a few SELECTs and a look at the index's files.

    `codebook` is the digest of the corpus's codebook, None where its files are known to be those that were read.
    `corrections` is the state of the reader's corrections: they may change days of publication.
    """
    with store.reading() as db:
        stored = set(db.execute("SELECT id, size, mtime_ns FROM files"))
        reading = (db.execute("SELECT value FROM meta WHERE key = 'reading'").fetchone() or ("",))[0]
        known_corrections = (db.execute("SELECT value FROM meta WHERE key = 'mended'").fetchone() or ("",))[0]
        waiting = db.execute("SELECT 1 FROM documents WHERE indexed = 0 LIMIT 1").fetchone() is not None
        indexed = db.execute("SELECT 1 FROM documents WHERE indexed = 1 LIMIT 1").fetchone() is not None
    if waiting or (store.folder / INDEX_DAMAGED).exists() or (indexed and manifest.verify(store.folder / "index")):
        return True
    if known_corrections != corrections:
        return True
    same_code = reading.startswith(reading_version()) if codebook is None else reading == reading_version(codebook)
    return not same_code or {(file.id, file.size, file.mtime_ns) for file in files} != stored


def changed(workspace: Workspace, *, analysis: bool = True) -> bool:
    """Whether the folder differs from what is stored, or (with `analysis`) its analysis is unfinished.

    One scan of the folder; opens no document. Raises CorpusError.
    """
    store = workspace.store
    if not analysis and store.meta("codebook_bytes") == workspace.codebook_digest():
        # The codebook is the one that was read: it need not be parsed again to look for changed files.
        from search.corpus.scan import files_in

        with contextlib.suppress(OSError):  # a folder that cannot be read is told of below
            files = files_in(workspace.root, workspace.follow_links)[0]
            if files and not has_unread(store, files, codebook=None, corrections=workspace.corrections_mark()):
                return False
    return pending(workspace, analysis=analysis)


def pending(workspace: Workspace, *, analysis: bool = True) -> bool:
    """The same with the codebook parsed: whether there is anything for the pipeline to do."""
    from search.userdata import corrections_file, topics_file

    corpus, _ = workspace.current_corpus()
    own = workspace.corrections_folder()
    store = Store(workspace.folder)  # one of its own: it is not to be interrupted with the reads of the screen
    try:
        mark = corrections_file.mark(own)
        if has_unread(store, corpus.files(), corpus.codebook.reading_digest, mark):
            return True
        if not analysis:
            return False
        from search.pipeline.inputs import TOPICS_OF, inputs_of

        with store.reading() as db:
            known: dict[str, str] = dict(db.execute("SELECT key, value FROM meta").fetchall())
        inputs = inputs_of(corpus, mark, known, topics_file.mark(own))
        return (known.get("wide"), known.get(TOPICS_OF)) != (inputs.digest, inputs.topics)
    finally:
        store.close()
