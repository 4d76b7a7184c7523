"""The files of a corpus folder, found by one quick scan; none is opened.

Hidden files and folders are left out; linked folders within the corpus are followed, each once, and what leads out of
it only where the reader said so. An id is the path in POSIX style made harmless; two paths that come to the same get
~2, ~3 at their ends.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from search.model import Problem
from search.text.sanitise import sanitise_line

_MAX_ENTRIES = 200_000  # entries that are looked at before a folder without documents is believed to have some
LINKS_REMEDY = "Copy it here, or say --follow-links to read what links lead to."


class FileStat(NamedTuple):
    """A file of the corpus as the folder shows it. `id` is the document's, `size` in bytes, `mtime_ns` nanoseconds.

    `leads_out` tells of a link to what lies outside of the corpus: it is not read.
    """

    id: str
    place: str
    size: int
    mtime_ns: int
    leads_out: bool = False

    @property
    def path(self) -> Path:
        """Where it lies; made when asked for, since most scans find nothing to read."""
        return Path(self.place)


def files_in(root: Path, follow_links: bool = False) -> tuple[tuple[FileStat, ...], tuple[Problem, ...]]:
    """Every file below `root` but hidden ones, sorted by id; what cannot be looked at.

    `follow_links`: those that lead out of the corpus too. Raises OSError where `root` itself cannot be looked at.
    """
    scan = _Scan(root, follow_links)
    files = sorted(scan.files())
    if len({file.id for file in files}) < len(files):
        files = _distinct_ids(files)
    return tuple(files), tuple(scan.problems)


def _distinct_ids(files: list[FileStat]) -> list[FileStat]:
    """The same files, those after the first of one id with ~2, ~3 … at its end."""
    taken: set[str] = set()
    told: list[FileStat] = []
    for file in files:
        unique, number = file.id, 2
        while unique in taken:
            unique, number = f"{file.id}~{number}", number + 1
        taken.add(unique)
        told.append(file._replace(id=unique))
    return told


def has_files(root: Path) -> bool:
    """Whether there is any file that may hold a document; believed of a very large folder. Raises OSError as above."""
    from search.codebook.codebook import FILE_NAME
    from search.corpus.readers.kinds import kind_of

    scan = _Scan(root, follow_links=True)
    return any(file.id != FILE_NAME and not kind_of(file.id) for file in scan.files(limit=_MAX_ENTRIES))


def hidden_in(root: Path) -> Iterator[str]:
    """The ids of hidden files and of those in hidden folders, which no scan looks at, in no order."""
    for folder, folders, files in os.walk(root):
        inside = Path(folder).relative_to(root)
        hidden = any(part.startswith(".") for part in inside.parts)
        folders.sort()
        for name in files:
            if hidden or name.startswith("."):
                yield "/".join(map(sanitise_line, (*inside.parts, name)))


class _Scan:
    """One look through a folder; `problems` are what could not be looked at."""

    def __init__(self, root: Path, follow_links: bool) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self._follows = follow_links
        self._home = os.path.realpath(root)
        self._seen: set[tuple[int, int]] = set()

    def files(self, limit: int | None = None) -> Iterator[FileStat]:
        """Every file, in no order, ids not yet told apart. Raises OSError for the root only.

        With a `limit`, that many entries are looked at and one made-up result follows.
        """
        folders: list[tuple[str, str]] = [(str(self.root), "")]
        looked = 0
        while folders:
            folder, prefix = folders.pop()
            try:
                info = os.stat(folder)  # noqa: PTH116 - a tenth of a scan would go into making paths
                if (info.st_dev, info.st_ino) in self._seen:
                    continue
                self._seen.add((info.st_dev, info.st_ino))
                entries = os.scandir(folder)
            except OSError as error:
                if not prefix:
                    raise
                self.problems.append(_unreadable(prefix.rstrip("/"), error))
                continue
            with entries:
                for entry in entries:
                    looked += 1
                    if entry.name.startswith("."):
                        continue
                    name = prefix + _harmless(entry.name)
                    try:
                        if entry.is_dir():
                            if self._is_within(entry):
                                folders.append((entry.path, name + "/"))
                            else:
                                self.problems.append(_leads_out(name))
                        elif (file := self._file(entry, name)) is not None:
                            yield file
                    except OSError as error:
                        self.problems.append(_unreadable(name, error))
            if limit is not None and looked > limit:
                yield FileStat("", "", 0, 0)
                return

    def _file(self, entry: os.DirEntry[str], name: str) -> FileStat | None:
        """A regular file; None for a pipe, a socket or a device. Raises OSError."""
        info = entry.stat()
        if not stat.S_ISREG(info.st_mode):
            self.problems.append(Problem("Not a file", f"{name} is a pipe, a socket or a device.", "", name))
            return None
        return FileStat(name, entry.path, info.st_size, info.st_mtime_ns, not self._is_within(entry))

    def _is_within(self, entry: os.DirEntry[str]) -> bool:
        """Whether an entry is no link, or one that stays within the corpus, or links may lead anywhere."""
        if self._follows or not entry.is_symlink():
            return True
        place = os.path.realpath(entry.path)
        return place == self._home or place.startswith(self._home.rstrip(os.sep) + os.sep)


def _harmless(name: str) -> str:
    if name.isascii() and name.isprintable() and "  " not in name and name[0] != " " and name[-1] != " ":
        return name
    clean = sanitise_line(name)
    return f"unnamed{clean}" if clean[:1] in ("", ".") else clean


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(
        "Not readable", f"{name}: {error.strerror or error}.", "Check the link, or get leave to read it.", name
    )


def _leads_out(name: str) -> Problem:
    return Problem("Link not followed", f"{name} leads out of the corpus.", LINKS_REMEDY, name)
