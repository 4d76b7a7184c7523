"""What the reader keeps: places in documents, and searches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.session.context import CommandGroup
from tui.session.messages import Spot
from tui.session.view import back_to_view
from tui.wording import byline

if TYPE_CHECKING:
    from search.model import Bookmark, SavedSearch

MAX_LEN_LABEL = 200  # characters of a passage in the list


class KeepCommands(CommandGroup):
    """Bookmarks and kept searches."""

    # ---- places --------------------------------------------------------------------------------------------------

    def do_bookmark(self) -> None:
        """Keep this place, or forget it."""
        spot = self.explorer.pane.spot
        if spot is None:
            self.explorer.say("There is nothing to bookmark here: go to a document or a statement.")
            return
        library, document = self.explorer.library, self.explorer.documents.get(spot.doc)
        title = document.title if document is not None else spot.doc

        def toggle() -> bool:
            kept = next((one for one in library.bookmarks() if _same_place(one, spot)), None)
            if kept is not None:
                library.remove_bookmark(kept)
            else:
                library.add_bookmark(spot.doc, spot.start, spot.end, spot.text or title)
            return kept is None

        put_on = f"Bookmarked. {self.explorer.keymap.first('bookmarks')} lists the bookmarks."
        self.explorer.perform(toggle, lambda on: self.explorer.say(put_on if on else "The bookmark was taken off."))

    def do_bookmarks(self) -> None:
        """The bookmarks."""
        library = self.explorer.library
        self.explorer.prepare(library.bookmarks, self._choose_bookmark)

    def _choose_bookmark(self, kept: Sequence[Bookmark]) -> None:
        from tui.dialogs.picker import Choice, Picker

        choices = [Choice(one, _one_line(one.text or one.doc), self._where(one)) for one in kept]
        empty = f"Nothing is bookmarked yet.\n\n{self.explorer.keymap.first('bookmark')} keeps a place."

        def chosen(one: Bookmark | None) -> None:
            if one is not None:
                self.explorer.open_spot(Spot(one.doc, one.start, one.end, one.text))

        self.explorer.ask(Picker("Bookmarks", choices, empty=empty), chosen)

    def _where(self, bookmark: Bookmark) -> str:
        document = self.explorer.documents.get(bookmark.doc)
        page = self.explorer.places.words(bookmark.doc, bookmark.start)
        where = f"{document.title} · {byline(document)}" if document else bookmark.doc
        return f"{where} · {page}" if page and bookmark.end else where

    # ---- searches ------------------------------------------------------------------------------------------------

    def do_keep_search(self) -> None:
        """Keep the query."""
        if self.explorer.view.empty:
            self.explorer.say("Nothing is searched for, so there is no query to keep.")
            return
        library, query = self.explorer.library, self.explorer.view.query
        said = f"Kept. {self.explorer.keymap.first('searches')} lists the kept searches."
        self.explorer.perform(lambda: library.save_search(query), lambda _: self.explorer.say(said))

    def do_searches(self) -> None:
        """The kept searches."""
        library = self.explorer.library
        self.explorer.prepare(library.saved_searches, self._choose_search)

    def _choose_search(self, kept: Sequence[SavedSearch]) -> None:
        from tui.dialogs.picker import Choice, Picker

        choices = [Choice(one.query, _one_line(one.name)) for one in kept]
        empty = f"No search is kept yet.\n\n{self.explorer.keymap.first('keep_search')} keeps the query."

        def chosen(query: str | None) -> None:
            if query is not None:
                self.explorer.set_view(back_to_view(query))
                self.explorer.go_to_pane("results")

        self.explorer.ask(Picker("Kept searches", choices, empty=empty), chosen)


def _same_place(bookmark: Bookmark, spot: Spot) -> bool:
    return (bookmark.doc, bookmark.start, bookmark.end) == (spot.doc, spot.start, spot.end)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:MAX_LEN_LABEL]
