"""A file of the reader's: a YAML mapping that is read and replaced whole.

None of it can be derived again, so it is written to a new file that replaces the old one, which stays as `.bak`. A file
that cannot be read is set aside under another name, never written over. Two processes take turns (flock).
"""

from __future__ import annotations

import copy
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from search.errors import StorageError
from search.model import Problem

VERSION = 1

Data = dict[str, Any]


def mark(path: Path | None) -> str:
    """The state of a file of the reader's: a digest of its bytes, "" without one. Parses nothing."""
    if path is None:
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"unreadable: {error.errno}"  # reading it tells of it


class OwnFile:
    """A YAML mapping with a `version`, read and replaced whole."""

    def __init__(self, path: Path, version: int = VERSION) -> None:
        self.path = path
        self.version = version

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files that had to be set aside and lie there still."""
        return tuple(
            Problem(
                "A file of yours cannot be read",
                f"It was set aside as {aside}; the copy from before its last change is used, where there was one.",
                f"Repair it and rename it to {self.path.name}, or remove it.",
            )
            for aside in sorted(self.path.parent.glob(f"{self.path.stem}.broken-*{self.path.suffix}"))
        )

    def read(self) -> Data:
        """The mapping; empty without a file. A broken file is set aside and its backup taken, if that is sound."""
        if not self.path.exists():
            return {}
        data = self._parsed(self.path)
        if data is not None:
            return data
        backup = self._backup()
        rescued = self._parsed(backup) if backup.exists() else None
        try:
            self._set_aside()
        except OSError as error:
            raise self._unwritable(error) from error
        if rescued is not None:
            self._replace(rescued)
        return rescued or {}

    def peek(self) -> Data:
        """The mapping; empty where the file cannot be read as one: nothing is set aside. Raises StorageError."""
        return (self._parsed(self.path) or {}) if self.path.exists() else {}

    def rewrite(self, how: Callable[[Data], Data]) -> bool:
        """Put `how` of the mapping in its place, in the copy from before the last change too; whether it is another.

        So the last change can be taken back as before. A file that cannot be read stays as it is. Raises StorageError.
        """
        with self._alone():
            before = self.peek()
            if (after := how(before)) == before:
                return False
            backup = self._backup()
            earlier = self._parsed(backup) if backup.exists() else None
            old = self._text(how(earlier), earlier, backup) if earlier is not None else ""
            self._write(self.path, self._text(after, before, self.path))
            if old:
                self._write(backup, old)
            return True

    def _parsed(self, path: Path) -> Data | None:
        """The mapping in a file, None when it is none; raises StorageError when it is of a later version."""
        import yaml

        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
            return None
        except OSError as error:
            raise StorageError(
                "Cannot read a file of yours", f"{path}: {error.strerror}.", "Make it readable, or move it away."
            ) from error
        if not isinstance(data, dict) or not isinstance(data.get("version"), int):
            return None
        if data["version"] > self.version:
            raise StorageError(
                "Made by a later Sourcebook",
                f"{path} has version {data['version']}; this Sourcebook knows {self.version}.",
                "Use the later Sourcebook, or set XDG_DATA_HOME to another folder.",
            )
        return data

    def _backup(self) -> Path:
        return self.path.with_name(self.path.name + ".bak")

    def _set_aside(self) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        self.path.rename(self.path.with_name(f"{self.path.stem}.broken-{moment}{self.path.suffix}"))

    def change(self, how: Callable[[Data], None]) -> None:
        """Read, change, replace: alone among all processes. Raises StorageError when it cannot be written."""
        with self._alone():
            before = self.read()
            data = copy.deepcopy(before)
            how(data)
            if data != before:
                self._replace(data, before)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            descriptor = os.open(
                self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _text(self, data: Mapping[str, Any], before: Mapping[str, Any], path: Path) -> str:
        """New text for the file at `path`, which says `before`: the old one changed where that will do.

        Rows are added or taken out and single values put in place of others, so that comments stay.
        """
        import yaml

        from search.codebook.yaml_edit import edited
        from search.userdata.scalar_edit import with_values

        head = {"version": self.version}
        data = head | dict(data) | head
        kept: str | None = None
        if before:
            # Values first, then rows: the head may name another folder while a row is added.
            other = {key: data[key] for key in before if key in data and _is_change_of_values(before[key], data[key])}
            try:
                kept = path.read_text(encoding="utf-8")
            except OSError:
                kept = None  # no old text: a new one
            if kept is not None and other:
                kept = with_values(kept, before, {**before, **other})
            kept = edited(kept, {**before, **other}, data) if kept is not None else None
        return kept or yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)

    def _replace(self, data: Mapping[str, Any], before: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Write a new file in the old one's place; the old one becomes `.bak`."""
        self._write(self.path, self._text(data, before, self.path), keep=True)

    def _write(self, path: Path, text: str, *, keep: bool = False) -> None:
        """Write a new file, whole and on the disk, then put it in the old one's place. Raises StorageError.

        With `keep` the old one becomes `.bak`.
        """
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if keep and path.exists():
                kept = path.with_name(f"{path.name}.{os.getpid()}.bak")
                kept.unlink(missing_ok=True)
                os.link(path, kept)
                kept.replace(self._backup())
            fresh.replace(path)
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StorageError:
        return StorageError(
            "Cannot keep this",
            f"{self.path}: {error.strerror}. What was there before is untouched.",
            "Free some space, or set XDG_DATA_HOME to a folder of your own that can be written.",
        )


def _is_change_of_values(old: object, new: object) -> bool:
    """Whether one value differs from another in text alone, or in the text of as many rows."""
    if isinstance(old, list) and isinstance(new, list):
        return old != new and len(old) == len(new)
    return old != new and isinstance(old, str) and isinstance(new, str)
