"""Documents that were renamed or moved within the folder: the reader's work on them follows.

Asked at the start of every update, while the store still has the documents under their old names. It costs a scan of
the folder where the reader's files name documents, and nothing where they do not.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from search import paths
from search.errors import StorageError
from search.identity.recognition import matches
from search.identity.record import MAX_RENAMED, by_id, file_of, keep, load, seen_in, seen_of, today
from search.store.reader import Store
from search.userdata.document_ids import named_in, rename

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus


def follow_renames(key: str, corpus: Corpus, store: Store) -> dict[str, str]:
    """Rewrite the reader's files where documents have other names now; returns old id → new id, of files.

    Documents that lie in one file with others follow it. A document that is gone keeps its id in the files, and what
    it was known by in the record: it may come back, under that name or another. Where the files cannot be written
    nothing happens: the documents can be read without that.
    """
    with suppress(StorageError):
        return _followed(key, corpus, store)
    return {}


def _followed(key: str, corpus: Corpus, store: Store) -> dict[str, str]:
    folder = paths.data_seen(key)
    named = named_in(folder) if folder is not None else set()
    if folder is None or not named:
        return {}
    try:
        files = corpus.files()
    except OSError:
        return {}
    # By the ids of a scan: a file may be found by a path that is not its name (in other capitals, on some systems).
    there = {file.id for file in files}
    missing = {doc for doc in named if file_of(doc, there) is None}
    if not missing:
        return {}
    record = load(key)
    known = seen_of(record, missing)
    lost = by_id(known.values())
    with store.reading() as db:
        read = {row[0]: (row[1], row[2]) for row in db.execute("SELECT id, size, mtime_ns FROM files")}
    others = [file for file in files if read.get(file.id) != (file.size, file.mtime_ns)]
    taken = seen_in(store, (file.id for file in others)).values() if lost else ()
    moved = dict(matches(others, lost, (*record.sketch, *record.named, *taken)))
    names = {doc: moved[one.id] + doc[len(one.id) :] for doc, one in known.items() if one.id in moved}
    if names:
        rename(folder, names)
        named = named_in(folder)
    gone = (
        one for one in (*record.named, *lost) if any(doc == one.id or doc.startswith(f"{one.id}/") for doc in named)
    )
    come = (one._replace(id=moved[one.id]) for one in lost if one.id in moved)
    trail = (*record.renamed, *((old, new, today()) for old, new in sorted(moved.items())))[-MAX_RENAMED:]
    keep(replace(record, named=by_id((*gone, *come)), renamed=trail))
    return moved
