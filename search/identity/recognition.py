"""Which known corpus the documents of a folder are: by one scan, and the digests of a few files.

Sizes come first: a document of the sketch without a file of its size is not there. What might be there is sampled,
the files that have fewest rivals of their size first, and hashed within bounds.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from search.identity.record import Record, Seen, alike

if TYPE_CHECKING:
    from search.corpus.scan import FileStat

SURE = 0.8  # share of the sketch that makes a folder the corpus
SOME = 0.3  # share from which it may be
MAX_HASHED = 20  # files of one folder, and …
MAX_HASHED_BYTES = 20_000_000  # … bytes, whichever is reached first; two files are read in any case
TELLING = 1024  # bytes from which one document alone tells a corpus
GROWN = 2  # times as many files as the corpus had: it may have been put among others


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a folder holds a corpus. `share` of its sketch, 0–1; `proved`: the documents found by their digests.

    `earlier`: it is what lay at the corpus's place before other documents came there.
    """

    record: Record
    share: float
    proved: tuple[Seen, ...]
    earlier: bool = False


class Folder:
    """The files of a folder, scanned when first needed, each hashed once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._by_size: dict[int, list[FileStat]] | None = None
        self._digests: dict[str, str] = {}
        self.count = 0

    @property
    def by_size(self) -> dict[int, list[FileStat]]:
        """Size in bytes → the files that have it; nothing where the folder cannot be looked through."""
        if self._by_size is None:
            from search.corpus.scan import files_in

            made: dict[int, list[FileStat]] = defaultdict(list)
            with suppress(OSError):
                for file in files_in(self.root)[0]:
                    self.count += 1
                    if not file.leads_out:
                        made[file.size].append(file)
            self._by_size = dict(made)
        return self._by_size

    def may_have(self, document: Seen) -> list[FileStat]:
        """The files that may be a document, the likeliest first: of its id, of its name, of its size."""
        name = document.id.rpartition("/")[2]
        found = self.by_size.get(document.size, ())
        return sorted(found, key=lambda file: (file.id != document.id, file.id.rpartition("/")[2] != name, file.id))

    def digest(self, file: FileStat) -> str:
        """The SHA-256 of a file's bytes, "" where it cannot be read."""
        if file.id not in self._digests:
            self._digests[file.id] = digest_of(file)
        return self._digests[file.id]


def digest_of(file: FileStat) -> str:
    """The SHA-256 of a file's bytes, "" where it cannot be read or is no regular file any more."""
    try:
        descriptor = os.open(file.place, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        with os.fdopen(descriptor, "rb") as opened:
            regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
            return hashlib.file_digest(opened, "sha256").hexdigest() if regular else ""
    except OSError:
        return ""


def by_size(folder: Folder, sketch: Sequence[Seen]) -> float:
    """The share of a sketch for which the folder has a file of the size: no less than the share that it holds."""
    return sum(document.size in folder.by_size for document in sketch) / len(sketch) if sketch else 0.0


def likeness(folder: Folder, record: Record) -> Likeness | None:
    """How far a folder holds a corpus, or what lay at its place before; None where it is too little to speak of."""
    sketches = [(record.sketch, False), *((sketch, True) for sketch in record.earlier)]
    found = [
        Likeness(record, share, proved, earlier)
        for sketch, earlier in sketches
        if by_size(folder, sketch) >= SOME
        for share, proved in (_proved(folder, sketch),)
        if share >= SOME and proved
    ]
    return max(found, key=lambda one: (one.share, not one.earlier), default=None)


def _proved(folder: Folder, sketch: Sequence[Seen]) -> tuple[float, tuple[Seen, ...]]:
    """(share of a sketch that the folder holds, the documents found by their digests)."""
    likely = [(document, files) for document in sketch if (files := folder.may_have(document))]
    likely.sort(key=lambda row: (len(row[1]), row[0].sha256))  # in the order of digests: a fair sample
    proved: list[Seen] = []
    looked = files_read = bytes_read = 0
    for document, files in likely:
        if files_read >= MAX_HASHED or (bytes_read + document.size > MAX_HASHED_BYTES and looked >= 2):
            break
        looked += 1
        for file in files[: MAX_HASHED - files_read]:
            files_read += 1
            bytes_read += file.size
            if folder.digest(file) == document.sha256:
                proved.append(document)
                break
    if not looked:
        return 0.0, ()
    return len(likely) / len(sketch) * len(proved) / looked, tuple(proved)


class Verdict(NamedTuple):
    """The corpus that a folder most likely is; `sure`: it is, and lies nowhere else; `copied`: it lies there still."""

    record: Record
    sure: bool
    copied: bool


def verdict_on(folder: Folder, records: Iterable[Record]) -> Verdict | None:
    """Which of the known corpora the documents of a folder are; None for none of them."""
    known = list(records)
    found = sorted(
        filter(None, (likeness(folder, record) for record in known)),
        key=lambda one: (-one.share, one.earlier, one.record.key),
    )
    whole = [one for one in found if one.share >= SURE]
    for one in whole:
        if not one.earlier and same_folder(one.record.place, folder.root):
            return Verdict(one.record, sure=True, copied=False)
    there = {one.record.key: _is_there(one.record) for one in whole}
    gone = [one for one in whole if not there[one.record.key]]
    named = [one for one in gone if Path(one.record.place).name == folder.root.name]
    gone = named if len(named) == 1 else gone  # of copies that all were moved, the one of this folder's name
    if gone:
        one = gone[0]
        sure = len(gone) == 1 and not one.earlier and folder.count <= GROWN * max(one.record.files, 1)
        return Verdict(one.record, sure and _tells(one, known), copied=False)
    copies = [one for one in whole if not overlap(Path(one.record.place), folder.root)]
    if copies:
        return Verdict(copies[0].record, sure=False, copied=not copies[0].earlier)
    some = [one for one in found if one.share < SURE and len(one.proved) > 1 and not _is_there(one.record)]
    return Verdict(some[0].record, sure=False, copied=False) if some else None


def came_from(one: Record, records: Iterable[Record]) -> Record | None:
    """The corpus whose documents one corpus has now, where it is a single one and has gone from its own place."""
    found = [
        other
        for other in records
        if other.key != one.key
        and min(alike(other.sketch, one.sketch), alike(one.sketch, other.sketch)) >= SURE
        and not _is_there(other)
    ]
    return found[0] if len(found) == 1 else None


def _is_there(record: Record) -> bool:
    """Whether the corpus lies at its old place still, by the sizes of the files there."""
    place = Path(record.place)
    if not record.place or not place.is_dir():
        return False
    as_they_were = sum(_size(place / document.id) == document.size for document in record.sketch)
    # Looked through only where they are not: it may be a large folder by now.
    return as_they_were >= SOME * len(record.sketch) or by_size(Folder(place), record.sketch) >= SOME


def _size(path: Path) -> int:
    """The size of a file in bytes, -1 where there is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return -1


def _tells(one: Likeness, known: Sequence[Record]) -> bool:
    """Whether what was found is enough to be sure: two documents, or a large one that no other corpus has."""
    if len(one.proved) > 1:
        return True
    others = {seen.sha256 for record in known if record.key != one.record.key for seen in record.sketch}
    return all(document.size > TELLING and document.sha256 not in others for document in one.proved)


def same_folder(place: str, root: Path) -> bool:
    """Whether a path is the folder itself, written in other capitals or reached another way."""
    with suppress(OSError, ValueError):
        return bool(place) and Path(place).samefile(root)
    return False


def overlap(one: Path, other: Path) -> bool:
    """Whether one folder lies in the other."""
    return one == other or one in other.parents or other in one.parents


def matches(files: Iterable[FileStat], lost: Sequence[Seen], taken: Iterable[Seen]) -> Iterator[tuple[str, str]]:
    """(old id, new id) of files that lie in the folder under other names: exactly one has their bytes.

    `files` are those that are new or changed, `lost` those that are missing, `taken` those that were there before: a
    file that had the same bytes beside the lost one is another.
    """
    had = {(seen.id, seen.sha256) for seen in taken}
    sizes = {document.size for document in lost}
    digests: dict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.size in sizes and (digest := digest_of(file)) and (file.id, digest) not in had:
            digests[digest].append(file.id)
    for document in lost:
        found = digests.get(document.sha256, [])
        if len(found) > 1:
            name = document.id.rpartition("/")[2]
            found = [each for each in found if each.rpartition("/")[2] == name]
        if len(found) == 1:
            yield document.id, found[0]
