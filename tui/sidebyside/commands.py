"""Side by side: the marked sources, or those of the row under the cursor, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.session.context import CommandGroup
from tui.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.model import Alignment
    from tui.session.messages import Failed


class SideBySideCommands(CommandGroup):
    """Side by side: the marked sources, or those of the row under the cursor, in columns."""

    def do_side_by_side(self) -> None:
        """Put the marked sources, else those of the row under the cursor, side by side."""
        docs, note = self._sources()
        explorer = self.explorer
        if len(docs) < 2:
            explorer.say(note)
            return
        from tui.sidebyside.screen import SideBySide

        screen = SideBySide([explorer.documents[doc] for doc in docs], note, explorer.places)
        library = explorer.library

        def read() -> tuple[Alignment, Mapping[str, str]]:
            return library.aligned(docs), {doc: library.text(doc).text for doc in docs}

        def failed(trouble: Failed) -> None:
            screen.dismiss(None)
            explorer.trouble(trouble.title, trouble.message, trouble.hint)

        explorer.ask(screen, lambda spot: explorer.open_spot(spot) if spot is not None else None)
        explorer.fetch("aligned", read, lambda found: screen.show(*found), failed)

    def _sources(self) -> tuple[Sequence[str], str]:
        """The documents to put side by side, and what is to be said of them; fewer than two: why there are none."""
        documents = self.explorer.documents
        marked = self._marked()
        gone = sum(doc not in documents for doc in self.explorer.view.marked)
        here = [doc for doc in self.explorer.pane.docs_here if doc in documents]
        if len(marked) < 2 <= len(here):
            return _at_most(here, "in this row", "")
        note = f"{counted(gone, 'marked source')} no longer there" if gone else ""
        if len(marked) < 2:
            key = self.explorer.keymap.first("mark")
            one = "One source is marked" if marked else "Nothing is marked"
            note = f"{note + '. ' if note else ''}{one}: {key} marks a source; two or more are read side by side."
        return _at_most(marked, "marked", note)

    def _marked(self) -> list[str]:
        """The marked documents that are there; of one that is marked alone, it and the one that is looked at."""
        documents, spot = self.explorer.documents, self.explorer.pane.spot
        marked = [doc for doc in self.explorer.view.marked if doc in documents]
        if len(marked) == 1 and spot is not None and spot.doc in documents and spot.doc not in marked:
            marked.append(spot.doc)
        return marked


def _at_most(docs: Sequence[str], which: str, note: str) -> tuple[Sequence[str], str]:
    """As many as can be shown, with `note`, or where there are more, how many of how many."""
    from search.model import MAX_SIDE_BY_SIDE

    if len(docs) > MAX_SIDE_BY_SIDE:  # the heading has little room for it at 80 columns
        return docs[:MAX_SIDE_BY_SIDE], f"{MAX_SIDE_BY_SIDE} of {len(docs):,} {which}"
    return docs, note
