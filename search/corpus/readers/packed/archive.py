"""Archives as folders: zip and tar. Members are read as files are, within bounds; nothing is unpacked to a disk."""

from __future__ import annotations

import io
import lzma
import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from search.corpus.readers import DEFAULTS, Options, Part, Raw, Refusal
from search.corpus.readers.container import MAX_PARTS, MAX_RATIO, NEEDS_PASSWORD, broken
from search.corpus.readers.kinds import kind_of
from search.corpus.readers.parts import parts_of, the_one
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

MAX_MEMBER = 64 * 1024 * 1024  # bytes, as much as a file may have
MAX_UNPACKED = 512 * 1024 * 1024  # bytes of all members that are read
MAX_NESTED = 3  # archives inside archives
_RATIO_FROM = 1 << 20  # bytes
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    OverflowError, LookupError, NotImplementedError, RuntimeError,
)  # fmt: skip


class Archive:
    """Reads .zip and .tar: a document a member that holds one."""

    name = "archive"
    suffixes: Sequence[str] = (".zip", ".tar")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """All members as one document, each under its name."""
        return the_one(path.name, self.read_all(path, data, options))

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        """The members one by one. Raises CorpusError for what is no archive."""
        if options.nested >= MAX_NESTED:
            raise CorpusError(
                "Packed too deeply", f"{sanitise_line(path.name)} lies in {MAX_NESTED} archives.", "Unpack it."
            )
        inner = replace(options, nested=options.nested + 1)
        left = MAX_UNPACKED
        for number, member in enumerate(_members(path, data, options.passwords)):
            shown = member_name(member.name)
            if not shown or _is_hidden(shown):
                continue
            if number >= MAX_PARTS or member.size > left:
                message = f"{shown} lies beyond the {MAX_PARTS:,} files and {MAX_UNPACKED >> 20} MB that are read."
                yield Part(shown, Refusal("unreadable", "Archive too large", message, "Unpack it, or split it."))
                continue
            if kind := kind_of(shown):
                yield Part(shown, Refusal("ignored", "No document", f"{shown} is {kind}."))
                continue
            unpacked = _content(member)
            if isinstance(unpacked, Refusal):
                yield Part(shown, unpacked)
                continue
            left -= len(unpacked)
            for part in parts_of(shown, unpacked, inner):
                yield replace(part, name=posixpath.join(shown, part.name) if part.name else shown)


def member_name(name: str) -> str:
    """A member's path made harmless: relative, in POSIX style, its parts sanitised; "" for what names no file."""
    parts = (sanitise_line(part) for part in name.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


class _Member(NamedTuple):
    """A regular member: its name, its sizes in bytes as the archive says them, and a way to its bytes."""

    name: str
    size: int
    packed: int
    unpacked: Callable[[], bytes]


class _Locked(Exception):  # noqa: N818 (told of, not raised further)
    """No password opens it."""


def _content(member: _Member) -> bytes | Refusal:
    """A member's bytes, or why they are not to be had."""
    name = sanitise_line(member.name)
    too_large = Refusal(
        "unreadable", "Document too large", f"{name} unpacks to {member.size >> 20:,} MB.", "Unpack it and split it."
    )
    if member.size > MAX_MEMBER or member.size > max(_RATIO_FROM, MAX_RATIO * 4 * member.packed):
        return too_large
    try:
        data = member.unpacked()
    except _Locked:
        return Refusal("unreadable", "Encrypted document", f"{name} is encrypted.", NEEDS_PASSWORD)
    except _BROKEN:
        why = f"{name} is damaged within its archive, or packed in a way that is not known."
        return Refusal("unreadable", "Document not readable", why, "Unpack it.")
    return data if len(data) <= MAX_MEMBER else too_large


def _members(path: Path, data: bytes, passwords: Sequence[str]) -> Iterator[_Member]:
    """The regular members, in the archive's order."""
    if data.startswith(b"PK"):
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise broken(path, "a zip archive") from error
        with archive:
            for info in archive.infolist():
                if not info.is_dir():
                    unpacked = partial(_unzipped, archive, info, passwords)
                    yield _Member(info.filename, info.file_size, info.compress_size, unpacked)
        return
    try:
        tar = tarfile.TarFile(fileobj=io.BytesIO(data))
    except _BROKEN as error:
        raise broken(path, "an archive") from error
    with tar:
        try:
            for member in tar:
                if member.isreg():
                    yield _Member(member.name, member.size, member.size, partial(_untarred, tar, member))
        except _BROKEN as error:
            raise broken(path, "a whole archive") from error


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, passwords: Sequence[str]) -> bytes:
    if not info.flag_bits & 1:
        with archive.open(info) as file:
            return file.read(MAX_MEMBER + 1)
    for password in passwords:
        try:
            with archive.open(info, pwd=password.encode()) as file:
                return file.read(MAX_MEMBER + 1)
        except (RuntimeError, zlib.error, zipfile.BadZipFile, lzma.LZMAError, OSError):
            continue  # a wrong one is often told only by what comes out of it
    raise _Locked


def _untarred(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read(MAX_MEMBER + 1) if file is not None else b""
