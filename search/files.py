"""Bounded reading of files, and compact JSON.

Reading what others put where we look never waits for a pipe and never fills the memory from a device.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

MAX_CODEBOOK = 16 * 1024 * 1024  # bytes


def read_file(path: Path | str, most: int) -> bytes:
    """The bytes of a regular file, up to one more than `most`: that many tell that it is too large.

    Raises OSError, for a pipe, a device or a folder too.
    """
    # Opening a pipe waits for its other end; with O_NONBLOCK it does not, and a regular file is read as ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        info = os.fstat(descriptor)
        if stat.S_ISDIR(info.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(info.st_mode):
            raise OSError(errno.EINVAL, "it is a device or a pipe", str(path))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            # Room is made for as much as is asked for; some mounted folders give every size as 0.
            return file.read(min(info.st_size or most, most) + 1)
    finally:
        os.close(descriptor)


def dumps(value: object) -> str:
    """Compact JSON; characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
