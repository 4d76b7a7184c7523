"""Which path holds which corpus: one small file in the data folder, corpora.json.

    {"version": 1,
     "keys": {"/home/me/archive/news": "news-0f3c…"},     path → the key of its per-user folders
     "unsettled": {"/home/me/copy": "news-0f3c…"}}        path → the key of the corpus that it may be

A path that is not in it has the key of its name and path (`paths.corpus_key`), as long as no other path has that key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from search import paths
from search.errors import StorageError
from search.userdata import json_file

FILE = "corpora.json"
RECORD = "identity.json"  # in the data folder of one corpus (`search.identity.record`)
VERSION = 1
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")  # what `paths.corpus_key` makes: never a way out of the per-user folders


@dataclass(slots=True)
class Registry:
    """The file's content. `keys`: path → key. `unsettled`: path → key of the corpus that the reader is asked about."""

    keys: dict[str, str] = field(default_factory=dict)
    unsettled: dict[str, str] = field(default_factory=dict)

    def holder(self, key: str) -> str:
        """The path that has a key by this file, "" where none has."""
        return next((place for place, held in self.keys.items() if held == key), "")

    def known_key(self, root: Path) -> str | None:
        """The key of a folder that was opened before, None for another. Costs a look at two folders at most."""
        place = str(root)
        if place in self.keys:
            return self.keys[place]
        own = paths.corpus_key(root)
        return own if not self.holder(own) and paths.is_kept(own) else None

    def free_key(self, root: Path) -> str:
        """A key for a folder that nobody has: that of its path, else the same with a number."""
        own = key = paths.corpus_key(root)
        number = 2
        while self.holder(key) not in ("", str(root)):
            key, number = f"{own}-{number}", number + 1
        return key

    def give(self, root: Path, key: str) -> None:
        """Let a folder have a key; whichever path had it has it no more, and nothing is left to be asked."""
        self.keys = {place: held for place, held in self.keys.items() if held != key}
        self.keys[str(root)] = key
        self.unsettled.pop(str(root), None)


def read() -> Registry:
    """The file as it is now; an empty one where it is missing or cannot be read."""
    folder = paths.data_seen()
    data = json_file.read(folder / FILE) if folder is not None else {}
    return Registry(_strings(data.get("keys")), _strings(data.get("unsettled")))


def change(how: Callable[[Registry], None]) -> None:
    """Read, change, replace: alone among all processes. Raises StorageError where it cannot be kept."""
    path = paths.data_dir() / FILE
    try:
        with json_file.alone(path):
            book = read()
            before = (dict(book.keys), dict(book.unsettled))
            how(book)
            if (book.keys, book.unsettled) != before:
                json_file.write(path, {"version": VERSION, "keys": book.keys, "unsettled": book.unsettled})
    except OSError as error:
        raise StorageError(
            "Cannot keep this",
            f"{path}: {error.strerror}. Where the corpus lies now is not remembered.",
            "Free some space, or set XDG_DATA_HOME to a folder of your own that can be written.",
        ) from error


def _strings(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {place: key for place, key in value.items() if isinstance(key, str) and _KEY.fullmatch(key)}
