"""The reader's own files of one corpus given to another: whole where there are none, row by row where there are."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from search.errors import StorageError
from search.userdata.document_ids import OWN_FILES
from search.userdata.yaml_file import Data, OwnFile

_KINDS = {
    "corrections.yaml": "corrections", "verdicts.yaml": "verdicts", "topics.yaml": "topics", "reader.yaml": "bookmarks",
}  # fmt: skip


def kinds_in(folder: Path | None) -> tuple[str, ...]:
    """In words, what the reader's files in `folder` hold: corrections, verdicts, topics, bookmarks."""
    if folder is None:
        return ()
    return tuple(kind for name, kind in _KINDS.items() if (folder / name).exists())


def hand_over(source: Path, target: Path, root: Path) -> bool:
    """Add what the files in `source` hold to those in `target`, of the corpus at `root`; whether there was any.

    `source` stays as it is. A row that `target` has already is not added again; a file that cannot be read as YAML is
    copied under its own name where there is none of that name. Raises StorageError where one cannot be read or written.
    """
    given = [name for name in OWN_FILES if (source / name).exists()]
    for name in given:
        here, there = OwnFile(source / name), OwnFile(target / name)
        if not there.path.exists():
            _copied(here.path, there.path)
        elif data := here.peek():
            there.change(partial(_add, given=data))
        if there.peek():
            there.rewrite(lambda kept: {**kept, "corpus": str(root)} if "corpus" in kept else kept)
    return bool(given)


def _add(kept: Data, given: Data) -> None:
    """Put the rows of one file after those of another; what is there in both is not doubled."""
    for key, value in given.items():
        have: Any = kept.get(key)
        if isinstance(value, list) and (have is None or isinstance(have, list)):
            kept[key] = [*(have or []), *(row for row in value if row not in (have or []))]
        elif key not in kept:
            kept[key] = value


def _copied(here: Path, there: Path) -> None:
    fresh = there.with_name(f"{there.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(here.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(there)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise StorageError(
            "Cannot keep this",
            f"{there}: {error.strerror}. {here} is untouched.",
            "Free some space, or set XDG_DATA_HOME to a folder of your own that can be written.",
        ) from error
