"""The reader's own topics: topics.yaml in the folder of their data, read, added to and replaced whole.

Like the corrections: written to a new file that takes the old one's place, alone among all processes; rows that make no
sense are told as problems and stay in the file.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from search.codebook.topic_rows import TopicError, TopicRow, key_of, row_of, topic_of
from search.codebook.yaml_safe import nests_too_deep
from search.errors import StorageError
from search.model import Problem
from search.text.sanitise import sanitise_line
from search.userdata import yaml_file
from search.userdata.yaml_file import OwnFile

FILE = "topics.yaml"
KEY = "topics"
VERSION = 1
SENSELESS = "A topic makes no sense"


@dataclass(frozen=True, slots=True)
class OwnTopics:
    """The reader's topics, oldest first. `digest` is of the file they were read from, "" without one."""

    rows: tuple[TopicRow, ...] = ()
    digest: str = ""
    problems: tuple[Problem, ...] = ()


def mark(folder: Path | None) -> str:
    """The state of the topics kept in `folder`: a digest of the file's bytes, "" without one. Parses nothing."""
    return yaml_file.mark(folder and folder / FILE)


def load(folder: Path | None) -> OwnTopics:
    """The topics kept in `folder`; none where there is no file. What cannot be read becomes a problem."""
    digest = mark(folder)
    if folder is None or not digest:
        return OwnTopics()
    file = TopicFile(folder)
    try:
        rows, problems = file.read()
    except StorageError as error:
        return OwnTopics((), digest, (Problem(error.title, error.message, error.hint),))
    return OwnTopics(rows, mark(folder), problems)  # a broken file was set aside just now: what is left is another


class TopicFile:
    """The file itself."""

    def __init__(self, folder: Path, root: Path | None = None) -> None:
        self.path = folder / FILE
        self._file = OwnFile(self.path, VERSION)
        self._root = root

    def read(self) -> tuple[tuple[TopicRow, ...], tuple[Problem, ...]]:
        """The topics, each name once (the last one's), and the rows that make no sense. Raises StorageError."""
        data = self._file.read()
        lines = _lines(self.path) if data else {}
        rows: dict[str, TopicRow] = {}
        problems = []
        for number, row in enumerate(_listed(data)):
            line = lines.get(number, 0)
            try:
                topic = topic_of(row)
            except TopicError as error:
                place = f"{sanitise_line(str(self.path))}, line {line}"
                problems.append(Problem(SENSELESS, f"{place}: {error.message}. The row was passed over.", error.hint))
                continue
            rows[key_of(topic.name)] = replace(topic, file=sanitise_line(str(self.path)), line=line)
        return tuple(rows.values()), tuple(problems)

    def change(self, how: Callable[[list[TopicRow]], list[TopicRow]]) -> None:
        """Put other topics in place of those that are kept; rows that make no sense stay. Raises StorageError."""

        def changed(data: dict[str, Any]) -> None:
            rows = data.get(KEY)
            if rows is not None and not isinstance(rows, list):
                # Whatever else stood there is the reader's, and stays under a name of its own.
                data[f"{KEY}-before"] = rows
            if self._root is not None:
                data["corpus"] = str(self._root)
            data[KEY] = _rewritten(_listed(data), how)

        self._file.change(changed)

    def undo(self) -> bool:
        """Put back what was there before the last change; once more undoes that. False where nothing is known."""
        backup = self.path.with_name(self.path.name + ".bak")
        before = OwnFile(backup, VERSION)._parsed(backup) if backup.exists() else None
        if before is None and not (self.path.exists() and not backup.exists()):
            return False

        def changed(data: dict[str, Any]) -> None:
            data[KEY] = copy.deepcopy(_listed(before or {}))

        self._file.change(changed)
        return True


def _rewritten(listed: Sequence[Any], how: Callable[[list[TopicRow]], list[TopicRow]]) -> list[Any]:
    """The list as `how` changes its topics: a row that says what it said stays as it is written, and where it is."""
    known = [_topic(row) for row in listed]
    latest = {key_of(topic.name): topic for topic in known if topic is not None}
    wanted = {key_of(row.name): row for row in how(list(latest.values()))}
    rows: list[Any] = []
    for raw, topic in zip(listed, known, strict=True):
        if topic is None:
            rows.append(raw)
        elif latest.get(key_of(topic.name)) is topic and (row := wanted.pop(key_of(topic.name), None)) is not None:
            rows.append(raw if row == topic else row_of(row))
    return [*rows, *map(row_of, wanted.values())]


def _topic(row: object) -> TopicRow | None:
    try:
        return topic_of(row)
    except TopicError:
        return None


def _listed(data: Mapping[str, Any]) -> list[Any]:
    rows = data.get(KEY)
    return rows if isinstance(rows, list) else []


def _lines(path: Path) -> dict[int, int]:
    """For each row of the list, the line (from 1) where its query is written, else where it begins."""
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
        root = None if nests_too_deep(text) else yaml.compose(text, Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return {}  # it was read a moment ago; a message can do without its line
    if not isinstance(root, yaml.MappingNode):
        return {}
    listed = next((value for key, value in root.value if key.value == KEY), None)
    if not isinstance(listed, yaml.SequenceNode):
        return {}
    lines = {}
    for number, node in enumerate(listed.value):
        keys = node.value if isinstance(node, yaml.MappingNode) else ()
        query = next((key for key, _ in keys if key.value == "query"), node)
        lines[number] = query.start_mark.line + 1
    return lines
