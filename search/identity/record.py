"""What a corpus is known by: identity.json in the folder of the reader's own files of it.

    {"version": 1, "files": 812,
     "places": [["/home/me/news", "2024-05-01"]],       paths it was seen at, the last one first, and since when
     "sketch": [["a.md", 5120, "9f86d0…"]],             files with documents: id, size in bytes, SHA-256 of the bytes
     "named": [["b.md", 812, "2c26b4…"]],               files with documents that the reader's files name
     "earlier": [],                                     sketches of what lay at the place before, where it was replaced
     "renamed": [["old.md", "new.md", "2024-05-02"]]}   how the reader's files were rewritten

The sketch is of the files with the lowest digests ("bottom-k", Broder 1997): a fair sample of any corpus that stays
the same when files are renamed and nearly so when some are added. No word of a document is in the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from search import paths
from search.errors import StorageError
from search.identity.registry import RECORD
from search.store.reader import CHUNK, Store
from search.userdata import json_file
from search.userdata.document_ids import named_in

VERSION = 1
MAX_SKETCH = 100  # files; a share of 80 % is then known to 8 points (95 % interval of a binomial)
MAX_PLACES = 8
MAX_EARLIER = 2  # sketches
MAX_RENAMED = 1000
_FILED = "documents d JOIN files f ON f.id = CASE d.file WHEN '' THEN d.id ELSE d.file END"
OTHER = 0.2  # share of the sketch below which a folder is said to hold something else than before


class Seen(NamedTuple):
    """A file with documents as it was last read: its id, size in bytes, and the SHA-256 of its bytes."""

    id: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """What one corpus is known by; see above."""

    key: str
    places: tuple[tuple[str, str], ...] = ()
    files: int = 0
    sketch: tuple[Seen, ...] = ()
    named: tuple[Seen, ...] = ()
    earlier: tuple[tuple[Seen, ...], ...] = ()
    renamed: tuple[tuple[str, str, str], ...] = ()

    @property
    def place(self) -> str:
        """The path it was last seen at, "" where that is not known."""
        return self.places[0][0] if self.places else ""

    def at(self, root: Path) -> Record:
        """The same, seen at `root`."""
        if self.place == str(root):
            return self
        others = [row for row in self.places if row[0] != str(root)]
        return replace(self, places=((str(root), today()), *others)[:MAX_PLACES])

    def before(self) -> Record:
        """The same as it was before other documents took the place of its own."""
        sketch, *older = self.earlier
        files = len(sketch) if len(sketch) < MAX_SKETCH else self.files
        return replace(self, sketch=sketch, earlier=tuple(older), files=files)


def today() -> str:
    """The day, in UTC, as an ISO date."""
    return datetime.now(UTC).date().isoformat()


# ---- the file ------------------------------------------------------------------------------------------------------


def load(key: str) -> Record:
    """The record of a key; an empty one where there is none or it cannot be read."""
    folder = paths.data_seen(key)
    data = json_file.read(folder / RECORD) if folder is not None else {}
    files = data.get("files")
    return Record(
        key,
        tuple((place, since) for place, since in _rows(data.get("places"), str, str)),
        files if isinstance(files, int) else 0,
        _seen(data.get("sketch")),
        _seen(data.get("named")),
        tuple(map(_seen, data["earlier"])) if isinstance(data.get("earlier"), list) else (),
        tuple((old, new, day) for old, new, day in _rows(data.get("renamed"), str, str, str)),
    )


def every() -> tuple[Record, ...]:
    """The records of all corpora, by key."""
    home = paths.data_seen()
    found = sorted(file.parent.name for file in home.glob(f"*/{RECORD}")) if home is not None else ()
    return tuple(map(load, found))


def keep(record: Record) -> None:
    """Write a record where it is another than the one that is there. Raises StorageError."""
    if load(record.key) == record:
        return
    path = paths.data_dir(record.key) / RECORD
    data = {
        "version": VERSION,
        "files": record.files,
        "places": record.places,
        "sketch": record.sketch,
        "named": record.named,
        "earlier": record.earlier,
        "renamed": record.renamed,
    }
    try:
        json_file.write(path, data)
    except OSError as error:
        raise StorageError(
            "Cannot keep this",
            f"{path}: {error.strerror}. If the folder is moved, it will not be known again.",
            "Free some space, or set XDG_DATA_HOME to a folder of your own that can be written.",
        ) from error


def _rows(value: object, *types: type) -> Iterator[tuple[Any, ...]]:
    """The rows of a list that have values of these types."""
    for row in value if isinstance(value, list) else ():
        if isinstance(row, list) and len(row) == len(types) and all(map(isinstance, row, types)):
            yield tuple(row)


def _seen(value: object) -> tuple[Seen, ...]:
    return tuple(Seen(*row) for row in _rows(value, str, int, str))


# ---- made from what is stored --------------------------------------------------------------------------------------


def remember(key: str, root: Path, store: Store) -> bool:
    """Keep what the corpus at `root` is known by, as it is stored now; whether other documents lie there than before.

    Where it cannot be kept, nothing happens.
    """
    with store.reading() as db:
        files = db.execute("SELECT count(*) FROM files").fetchone()[0]
        found = db.execute(
            f"SELECT min(f.id), f.size, d.sha256 FROM {_FILED} GROUP BY d.sha256 ORDER BY d.sha256 LIMIT ?",
            (MAX_SKETCH,),
        ).fetchall()
    if not found:
        return False
    sketch = tuple(Seen(*row) for row in found)
    before = load(key)
    replaced = len(before.sketch) > 1 and alike(before.sketch, sketch) < OTHER
    earlier = (before.sketch, *before.earlier) if replaced else before.earlier
    kept = [one for one in earlier if alike(one, sketch) < OTHER][:MAX_EARLIER]
    with suppress(StorageError):
        named = named_in(paths.data_dir(key))
        known = {**_holding(before.named, named), **seen_in(store, named)}
        keep(replace(before.at(root), files=files, sketch=sketch, named=by_id(known.values()), earlier=tuple(kept)))
        return replaced
    return False


def seen_in(store: Store, docs: Iterable[str]) -> dict[str, Seen]:
    """Documents as they are stored, each with the file that it lies in; those that are not are left out."""
    ids = sorted(docs)
    found: dict[str, Seen] = {}
    with store.reading() as db:
        for at in range(0, len(ids), CHUNK):
            part = ids[at : at + CHUNK]
            marks = ",".join("?" * len(part))
            rows = db.execute(f"SELECT d.id, f.id, f.size, d.sha256 FROM {_FILED} WHERE d.id IN ({marks})", part)
            found |= {row[0]: Seen(*row[1:]) for row in rows}
    return found


def file_of(doc: str, files: Collection[str]) -> str | None:
    """The file that a document is or lies in, among `files`: that of the document's id, or of a path it begins with."""
    name = doc
    while name:
        if name in files:
            return name
        name = name.rpartition("/")[0]
    return None


def by_id(files: Iterable[Seen]) -> tuple[Seen, ...]:
    """Files, each once, by id."""
    found = {one.id: one for one in files}
    return tuple(found[name] for name in sorted(found))


def _holding(files: Iterable[Seen], docs: Iterable[str]) -> dict[str, Seen]:
    """The files that documents are or lie in, by the documents' ids."""
    known = {one.id: one for one in files}
    return {doc: known[name] for doc in docs if (name := file_of(doc, known)) is not None}


def seen_of(record: Record, docs: Iterable[str]) -> Mapping[str, Seen]:
    """Documents of a corpus by id, each with its file, as any of its stores or its record knows them."""
    wanted = set(docs)
    found = _holding((*record.sketch, *record.named), wanted)
    for folder in profiles(record.key):
        store = Store(folder)
        try:
            found |= seen_in(store, wanted)
        except StorageError:
            continue  # a damaged store is made anew when it is next written
        finally:
            store.close()
    return found


def profiles(key: str) -> Sequence[Path]:
    """The cache folders of the ways in which a corpus was opened."""
    try:
        folder = paths.cache_dir()
    except StorageError:
        return ()
    return sorted(each for each in (folder / key).glob("*") if each.is_dir() and not each.is_symlink())


def alike(one: Sequence[Seen], other: Sequence[Seen]) -> float:
    """The share of the first sketch's contents, among those that the other's range holds, that the other has, 0–1.

    Of two samples by lowest digest only what lies below the lower of their highest digests can be compared.
    """
    if not one or not other:
        return 0.0
    has = {each.sha256 for each in other}
    most = max(has) if len(has) >= MAX_SKETCH else "~"
    compared = [each for each in one if each.sha256 <= most]
    return sum(each.sha256 in has for each in compared) / len(compared) if compared else 0.0
