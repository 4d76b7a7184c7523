"""Word lists: plain text files, one folder a language, so that another language is another folder.

A file has sections, each below a line `[name]`. A section holds entries parted by commas (a comma and white space, or a
comma at the end of a line), or rows `name = entry, entry`, one a line. Lines that begin with `#` are comments: what a
section is for, and where its words come from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_BETWEEN = re.compile(r",(?:\s+|$)")


class WordLists:
    """The word lists of one language: the `.txt` files of a folder, each of them read once and when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def words(self, file: str, section: str) -> frozenset[str]:
        """The entries of a section as a set."""
        return frozenset(self.entries(file, section))

    def entries(self, file: str, section: str) -> tuple[str, ...]:
        """The entries of a section in the order of the file."""
        return tuple(entry for line in self.lines(file, section) for entry in _entries(line))

    def pattern(self, file: str, section: str) -> str:
        """A regular expression that matches any entry of a section: `(?:a|b|c)`.

        Entries are tried in the order of the file: of two that begin alike, the longer stands first. They may hold
        regular expressions themselves.
        """
        return f"(?:{'|'.join(self.entries(file, section))})"

    def table(self, file: str, section: str) -> dict[str, str]:
        """The `key = value` rows of a section; a row without a value stands for itself."""
        out: dict[str, str] = {}
        for line in self.lines(file, section):
            key, _, value = line.partition(" = ")
            out[key.strip()] = value.strip() or key.strip()
        return out

    def rows(self, file: str, section: str) -> dict[str, tuple[str, ...]]:
        """The `name = entry, entry` rows of a section: name → entries."""
        return {name: _entries(listed) for name, listed in self.table(file, section).items()}

    def forms(self, file: str, section: str) -> dict[str, str]:
        """The `name = form, form` rows of a section, turned round: form → name."""
        return {form: name for name, listed in self.rows(file, section).items() for form in listed}

    def sections(self, file: str) -> dict[str, tuple[str, ...]]:
        """All sections of a file: name → entries, in the order of the file."""
        return {section: self.entries(file, section) for section in self._file(file) if section}

    def lines(self, file: str, section: str = "") -> tuple[str, ...]:
        """The lines of a section, trimmed, without comments; those above the first section where none is named.

        Raises LookupError for a file or a section that does not exist.
        """
        sections = self._file(file)
        if section not in sections:
            raise LookupError(f"{self._path(file)} has no section [{section}]")
        return sections[section]

    def _file(self, file: str) -> Mapping[str, tuple[str, ...]]:
        path = self._path(file)
        try:
            return _sections(path)
        except FileNotFoundError:
            raise LookupError(f"There is no word list {path}") from None

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}.txt"


@cache
def _sections(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Section → its lines; "" for the lines above the first section."""
    out: dict[str, list[str]] = {"": []}
    lines = out[""]
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = out.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {section: tuple(listed) for section, listed in out.items()}


def _entries(line: str) -> tuple[str, ...]:
    return tuple(entry for entry in _BETWEEN.split(line.strip()) if entry)


def words(listed: str) -> frozenset[str]:
    """The words of a text, as a set: for sets of a few words, which stand where they are used."""
    return frozenset(listed.split())


ENGLISH = WordLists(Path(__file__).with_name("en"))
"""The lists that cutting and reading texts rests on."""
