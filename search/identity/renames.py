"""Documents that were renamed or moved within the folder: the reader's work on them follows.

Asked at the start of every update, while the store still has the documents under their old names. It costs a scan of
the folder where the reader's files name documents, and nothing where they do not.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from search import paths
from search.errors import StorageError
from search.identity.recognition import matches
from search.identity.record import MAX_RENAMED, keep, load, seen_in, seen_of, today
from search.store.reader import Store
from search.userdata.document_ids import named_in, rename


def follow_renames(key: str, root: Path, store: Store) -> dict[str, str]:
    """Rewrite the reader's files where documents have other names now; returns old id → new id.

    A document that is gone keeps its id in the files, and what it was known by in the record: it may come back, under
    that name or another. Where the files cannot be written nothing happens: the documents can be read without that.
    """
    with suppress(StorageError):
        return _followed(key, root, store)
    return {}


def _followed(key: str, root: Path, store: Store) -> dict[str, str]:
    from search.corpus.scan import files_in

    folder = paths.data_seen(key)
    named = named_in(folder) if folder is not None else set()
    if folder is None or not named:
        return {}
    try:
        files = files_in(root)[0]
    except OSError:
        return {}
    # By the ids of a scan: a file may be found by a path that is not its name (in other capitals, on some systems).
    missing = named - {file.id for file in files}
    if not missing:
        return {}
    record = load(key)
    known = seen_of(record, missing)
    lost = [known[doc] for doc in sorted(missing) if doc in known]
    with store.reading() as db:
        read = {row[0]: (row[1], row[2]) for row in db.execute("SELECT id, size, mtime_ns FROM files")}
    others = [file for file in files if read.get(file.id) != (file.size, file.mtime_ns)]
    taken = seen_in(store, (file.id for file in others)).values() if lost else ()
    names = dict(matches(others, lost, (*record.sketch, *record.named, *taken)))
    if names:
        rename(folder, names)
        named = named_in(folder)
    rows = {one.id: one for one in (*record.named, *lost) if one.id in named}
    rows |= {new: known[old]._replace(id=new) for old, new in names.items()}
    trail = (*record.renamed, *((old, new, today()) for old, new in sorted(names.items())))[-MAX_RENAMED:]
    keep(replace(record, named=tuple(rows[doc] for doc in sorted(rows)), renamed=trail))
    return names
