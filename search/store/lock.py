"""The lock that one process at a time writes under; it dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import StorageError

LOCK = "writer.lock"


@contextmanager
def writer_lock(folder: Path) -> Iterator[bool]:
    """Whether this process is now the one that writes in `folder`; given up at the end, or with the process (flock)."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise StorageError(
            "Cannot store",
            f"{folder / LOCK}: {error.strerror}.",
            "Set XDG_CACHE_HOME to a folder of your own that can be written.",
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
