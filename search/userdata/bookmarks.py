"""The reader's own: bookmarks and saved searches of one corpus, in a YAML file of the user's data folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from search.model import Bookmark, Problem, SavedSearch
from search.userdata.yaml_file import Data, OwnFile

FILE = "reader.yaml"


class UserData:
    """Bookmarks and saved searches of the corpus at `root`, kept in `folder`."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._file = OwnFile(folder / FILE)
        self._root = root

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What had to be set aside."""
        return self._file.problems

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """Oldest first; rows that make no sense are passed over."""
        return tuple(
            Bookmark(
                row["doc"],
                _count(row.get("start")),
                _count(row.get("end")),
                str(row.get("text") or ""),
                str(row.get("note") or ""),
                str(row.get("created") or ""),
            )
            for row in _rows(self._file.read(), "bookmarks")
            if isinstance(row.get("doc"), str)
        )

    def add_bookmark(self, doc: str, start: int, end: int, text: str, note: str) -> Bookmark:
        """Keep a place; one that is kept already gets the new note."""
        fresh = Bookmark(doc, start, end, text, note, _now())

        def add(data: Data) -> None:
            self._head(data)
            kept = [row for row in _rows(data, "bookmarks") if not _is_place(row, fresh)]
            row = {"doc": doc, "start": start, "end": end, "text": text, "note": note, "created": fresh.created}
            data["bookmarks"] = [*kept, row]

        self._file.change(add)
        return fresh

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Forget a place."""

        def remove(data: Data) -> None:
            data["bookmarks"] = [row for row in _rows(data, "bookmarks") if not _is_place(row, bookmark)]

        self._file.change(remove)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """Oldest first; rows that make no sense are passed over."""
        return tuple(
            SavedSearch(str(row.get("name") or row["query"]), row["query"], str(row.get("created") or ""))
            for row in _rows(self._file.read(), "searches")
            if isinstance(row.get("query"), str)
        )

    def save_search(self, query: str, name: str) -> SavedSearch:
        """Keep a query under a name, or under itself."""
        fresh = SavedSearch(name.strip() or query.strip(), query.strip(), _now())

        def add(data: Data) -> None:
            self._head(data)
            kept = [row for row in _rows(data, "searches") if (row.get("name") or row.get("query")) != fresh.name]
            data["searches"] = [*kept, {"name": fresh.name, "query": fresh.query, "created": fresh.created}]

        self._file.change(add)
        return fresh

    def remove_saved_search(self, name: str) -> None:
        """Forget a saved search."""

        def remove(data: Data) -> None:
            data["searches"] = [row for row in _rows(data, "searches") if (row.get("name") or row.get("query")) != name]

        self._file.change(remove)

    def _head(self, data: Data) -> None:
        """Say in the file which corpus it belongs to: the folder's name is a digest."""
        data["corpus"] = str(self._root)


def _rows(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _is_place(row: Mapping[str, Any], place: Bookmark) -> bool:
    return (row.get("doc"), row.get("start"), row.get("end")) == (place.doc, place.start, place.end)


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
