"""What the reader keeps of a corpus: bookmarks and searches. A part of the face of `search.library.Library`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.model import Bookmark, SavedSearch
    from search.userdata.bookmarks import UserData
    from search.workspace import Workspace


class Keeping:
    """Bookmarks and saved searches of the corpus of a workspace, which whoever inherits this has."""

    _workspace: Workspace

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The reader's bookmarks in this corpus, oldest first. Raises StorageError."""
        return self._own().bookmarks()

    def add_bookmark(self, doc: str, start: int = 0, end: int = 0, text: str = "", note: str = "") -> Bookmark:
        """Keep a place: characters `start`–`end` of a document, its words and a note. Raises StorageError."""
        return self._own().add_bookmark(doc, start, end, text, note)

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Forget a place; nothing happens when it is not kept. Raises StorageError."""
        self._own().remove_bookmark(bookmark)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """The reader's saved searches in this corpus, oldest first. Raises StorageError."""
        return self._own().saved_searches()

    def save_search(self, query: str, name: str = "") -> SavedSearch:
        """Keep a query under a name (the query itself where none is given), replacing one of that name."""
        return self._own().save_search(query, name)

    def remove_saved_search(self, name: str) -> None:
        """Forget a saved search; nothing happens when there is none of that name. Raises StorageError."""
        self._own().remove_saved_search(name)

    def _own(self) -> UserData:
        from search.userdata.bookmarks import UserData

        return UserData(self._workspace.own_folder(), self._workspace.root)
