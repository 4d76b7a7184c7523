"""The files of a corpus folder, found by one quick scan; none is opened.

Hidden files and folders are left out; linked folders are followed, each once. An id is the path in POSIX style made
harmless; two paths that come to the same get ~2, ~3 at their ends.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from search.corpus.readers import is_mail_name, suffixes
from search.model import Problem
from search.text.sanitise import sanitise_line

_MAX_ENTRIES = 200_000  # entries that are looked at before a folder without documents is believed to have some


class FileStat(NamedTuple):
    """A file of the corpus as the folder shows it. `id` is the document's, `size` in bytes, `mtime_ns` nanoseconds."""

    id: str
    place: str
    size: int
    mtime_ns: int

    @property
    def path(self) -> Path:
        """Where it lies; made when asked for, since most scans find nothing to read."""
        return Path(self.place)


def files_in(root: Path) -> tuple[tuple[FileStat, ...], tuple[Problem, ...]]:
    """Every file with a known ending, or of a mail folder, below `root`, sorted by id; what cannot be looked at.

    Raises OSError where `root` itself cannot.
    """
    problems: list[Problem] = []
    files = sorted(_walk(root, problems))
    if len({file.id for file in files}) < len(files):
        files = _distinct_ids(files)
    return tuple(files), tuple(problems)


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
    """Whether there is any file with a known ending; believed of a very large folder. Raises OSError as `files_in`."""
    return any(True for _ in _walk(root, [], limit=_MAX_ENTRIES))


def _walk(root: Path, problems: list[Problem], limit: int | None = None) -> Iterator[FileStat]:
    """Every file, in no order, ids not yet told apart; what cannot be looked at goes to `problems`.

    Raises OSError for the root only. With a `limit`, that many entries are looked at and one made-up result follows.
    """
    seen: set[tuple[int, int]] = set()
    folders: list[tuple[str, str]] = [(str(root), "")]
    known = suffixes()
    looked = 0
    while folders:
        folder, prefix = folders.pop()
        try:
            info = Path(folder).stat()
            if (info.st_dev, info.st_ino) in seen:
                continue
            seen.add((info.st_dev, info.st_ino))
            entries = os.scandir(folder)
        except OSError as error:
            if not prefix:
                raise
            problems.append(_unreadable(prefix.rstrip("/"), error))
            continue
        with entries:
            for entry in entries:
                looked += 1
                name = entry.name
                if name.startswith("."):
                    continue
                ends = name.lower().endswith(known) or is_mail_name(name)
                try:
                    if not ends or entry.is_dir():
                        if entry.is_dir():
                            folders.append((entry.path, prefix + _harmless(name) + "/"))
                        continue
                    info = entry.stat()
                except OSError as error:
                    problems.append(_unreadable(prefix + _harmless(name), error))
                    continue
                if stat.S_ISREG(info.st_mode):
                    yield FileStat(prefix + _harmless(name), entry.path, info.st_size, info.st_mtime_ns)
        if limit is not None and looked > limit:
            yield FileStat("", "", 0, 0)
            return


def _harmless(name: str) -> str:
    if name.isascii() and name.isprintable() and "  " not in name and name[0] != " " and name[-1] != " ":
        return name
    clean = sanitise_line(name)
    return f"unnamed{clean}" if clean[:1] in ("", ".") else clean


def _unreadable(name: str, error: OSError) -> Problem:
    return Problem(
        "Not readable", f"{name}: {error.strerror or error}.", "Check the link, or get leave to read it.", name
    )
