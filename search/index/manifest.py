"""What an index consists of: a list of its files with sizes, times and digests, to tell a damaged one from a sound one.

Whoosh notices little: with one byte changed it silently loses most of its terms. A manifest belongs to one
generation of the index and is written before that generation is put in place, so killed in between, the generation
before it still has its own. Importing this module imports nothing of Whoosh.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.errors import StorageError

SCHEMA_VERSION = "3"
"""Grows whenever fields, words, stems, folding or a file's format change; an index of another version is rebuilt."""

NAME = "MAIN"
"""Whoosh's own name for the one index of a folder."""

_TOC = re.compile(r"_MAIN_([0-9]+)\.toc")
_MANIFEST = re.compile(r"manifest-([0-9]+)\.json")
_CHUNK = 1 << 20


def generation(folder: Path) -> int:
    """The newest generation of the index in a folder, -1 where there is none. Raises StorageError."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names alone, at every search
    except FileNotFoundError:
        return -1
    except OSError as error:
        raise StorageError(
            "Index not readable",
            f"{folder}: {error.strerror or error}.",
            "Remove it: it is made anew from the documents.",
        ) from error
    return max((int(found.group(1)) for name in names if (found := _TOC.fullmatch(name))), default=-1)


def _file(folder: Path, number: int) -> Path:
    return folder / f"manifest-{number}.json"


def read(folder: Path, number: int) -> dict[str, Any] | None:
    """The manifest of a generation, None where there is none that can be read."""
    try:
        content = json.loads(_file(folder, number).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        return None
    return content if isinstance(content.get("segments"), list) else None


def write(folder: Path, number: int, segments: list[dict[str, Any]], names: list[str], toc: tuple[str, bytes]) -> None:
    """Write the manifest of a generation that is about to be put in place.

    `segments` are its segments, in order (see `segmentfile.segment_row`); `names` are its files, finished; `toc` is the
    name and content of its table of contents. Digests of files that the generation before had too are taken over.
    Raises OSError.
    """
    before = read(folder, number - 1)
    known: Mapping[str, Any] = before["files"] if before else {}
    files: dict[str, list[object]] = {}
    for name in sorted(names):
        stat = (folder / name).stat()
        row = known.get(name)
        same = row is not None and row[:2] == [stat.st_size, stat.st_mtime_ns]
        files[name] = [stat.st_size, stat.st_mtime_ns, row[2] if same and row else digest(folder / name)]
    content = {
        "version": SCHEMA_VERSION,
        "documents": sum(row["documents"] - len(row["deleted"]) for row in segments),
        "segments": segments,
        "toc": [toc[0], hashlib.blake2b(toc[1], digest_size=16).hexdigest()],
        "files": files,
    }
    temporary = _file(folder, number).with_suffix(".new")
    temporary.write_text(json.dumps(content), "utf-8")
    temporary.replace(_file(folder, number))


def tidy(folder: Path, number: int) -> None:
    """Remove the manifests of other generations."""
    for name in os.listdir(folder):  # noqa: PTH208
        found = _MANIFEST.fullmatch(name)
        if found and int(found.group(1)) != number:
            (folder / name).unlink(missing_ok=True)


def digest(file: Path) -> str:
    """BLAKE2b of a file's bytes (RFC 7693), 16 bytes in hex. Raises OSError."""
    state = hashlib.blake2b(digest_size=16)
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def verify(folder: Path, full: bool = False) -> str:
    """Why the index in a folder must be rebuilt, in a few words; empty when it need not be.

    Sizes and times of change are compared, and digests where the times differ; all digests with `full`.
    """
    number = generation(folder)
    if number < 0:
        return "there is no index yet"
    while reason := _fault(folder, number, full):
        latest = generation(folder)
        if latest == number:
            return reason
        number = latest  # a commit has replaced what was being looked at
    return ""


def _fault(folder: Path, number: int, full: bool) -> str:
    """What is wrong with a generation of the index; empty when nothing is."""
    content = read(folder, number)
    if content is None:
        return "the list of its files is missing or damaged"
    if content.get("version") != SCHEMA_VERSION:
        return "it was made by another version of Sourcebook"
    try:
        name, toc = content["toc"]
        if digest(folder / name) != toc:
            return f"{name} is damaged"
        for name, (size, changed, known) in content["files"].items():
            stat = (folder / name).stat()
            if stat.st_size != size:
                return f"{name} is damaged"
            if (full or stat.st_mtime_ns != changed) and digest(folder / name) != known:
                return f"{name} is damaged"
    except FileNotFoundError as error:
        return f"{Path(str(error.filename)).name} is missing"
    except (OSError, ValueError, TypeError, KeyError) as error:
        return f"it cannot be read ({error})"
    return ""


def documents(folder: Path) -> int:
    """How many documents the index holds, by its manifest; 0 where there is none."""
    content = read(folder, generation(folder))
    number = content.get("documents", 0) if content else 0
    return number if isinstance(number, int) else 0
