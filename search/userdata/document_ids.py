"""The documents that the reader's own files name, and those files rewritten where documents have other names now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from search.errors import StorageError
from search.userdata.yaml_file import Data, OwnFile

OWN_FILES = ("reader.yaml", "corrections.yaml", "verdicts.yaml", "topics.yaml")
"""The reader's files of one corpus."""

_NAMING = ("doc", "file")  # keys whose value is a document's id
_LISTING = ("files",)  # keys whose value is a list of them


def named_in(folder: Path) -> set[str]:
    """The ids of the documents that the reader's files in `folder` name. Files that cannot be read name none."""
    named: set[str] = set()

    def note(doc: str) -> str:
        named.add(doc)
        return doc

    for data in _contents(folder):
        _renamed(data, note)
    return named


def rename(folder: Path, names: Mapping[str, str]) -> bool:
    """Write other ids for documents, old → new, in the reader's files; whether any was changed.

    The copy from before the last change is rewritten too, so that this counts as no change of the reader's. A file that
    cannot be read or written stays as it is.
    """
    changed = False

    def other(doc: str) -> str:
        return names.get(doc, doc)

    for name in OWN_FILES:
        file = OwnFile(folder / name)
        if file.path.exists():
            with suppress(StorageError):
                changed = file.rewrite(lambda data: _renamed(data, other)) or changed
    return changed


def _contents(folder: Path) -> Iterator[Data]:
    for name in OWN_FILES:
        file = folder / name
        if file.exists():
            with suppress(StorageError):
                yield OwnFile(file).peek()


def _renamed(value: Any, other: Callable[[str], str]) -> Any:
    """The same with `other` of every document's id."""
    if isinstance(value, list):
        return [_renamed(one, other) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _value(key, one, other) for key, one in value.items()}


def _value(key: object, value: Any, other: Callable[[str], str]) -> Any:
    if key in _NAMING and isinstance(value, str):
        return other(value)
    if key in _LISTING and isinstance(value, list):
        return [other(one) if isinstance(one, str) else one for one in value]
    return _renamed(value, other)
