"""A small file of ours in JSON, read and replaced whole: what can be worked out again, if with some effort."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.files import read_file

MAX_BYTES = 16 * 1024 * 1024


def read(path: Path) -> dict[str, Any]:
    """The object in a file; empty where there is no such file, or none that can be read."""
    try:
        data = json.loads(read_file(path, MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def write(path: Path, data: dict[str, Any]) -> None:
    """Put a new file in the old one's place, whole and closed to others (0600). Raises OSError.

    A line a key; characters beyond ASCII are written as escapes: a path may hold bytes that are no text.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("{\n" + ",\n".join(f" {json.dumps(key)}: {json.dumps(data[key])}" for key in data) + "\n}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the one process that changes a file (flock). Raises OSError."""
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
