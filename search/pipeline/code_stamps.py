"""Versions of code that were worked out before, kept as long as none of the files they rest on has been touched.

Reading a hundred modules takes 15 ms of every command; looking at them takes less than one. A file is believed to be
the same by size, both times, and inode: whoever installs another version makes new files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from search import paths
from search.errors import StorageError

FILE = "code-versions.json"


class Worked(NamedTuple):
    """A version, and the files it is a digest of: paths below the root, POSIX style."""

    version: str
    files: Sequence[str]


def stamped(root: Path, stage: str, work_out: Callable[[], Worked]) -> str:
    """A stage's version: that of the last time where nothing was touched since, else worked out and kept."""
    try:
        place = paths.cache_dir() / FILE
    except StorageError:
        return work_out().version
    kept = _kept(place)
    key = f"{stage} {root}"
    with suppress(OSError, KeyError, TypeError, ValueError):  # a file is gone, or the row is none of ours
        known, files, state = kept[key]
        if state == _state(root, files):
            return str(known)
    worked = work_out()
    with suppress(OSError):  # where it cannot be kept, it is worked out again
        kept[key] = [worked.version, list(worked.files), _state(root, worked.files)]
        fresh = place.with_name(f"{FILE}.{os.getpid()}")
        fresh.write_text(json.dumps(kept), "utf-8")
        fresh.replace(place)
    return worked.version


def _kept(place: Path) -> dict[str, list[Any]]:
    try:
        found = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _state(root: Path, files: Sequence[str]) -> str:
    """What the files look like from outside, and their folders, where others may have come. Raises OSError."""
    folders = {file.rpartition("/")[0] for file in files}
    digest = hashlib.sha256()
    for name in (*files, *sorted(folders)):
        info = os.stat(f"{root}/{name}")  # noqa: PTH116 - a hundred of them before every answer
        digest.update(f"{name} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}\n".encode())
    return digest.hexdigest()[:16]
