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

        screen = SideBySide([explorer.documents[doc] for doc in docs], note)
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
        from search.model import MAX_SIDE_BY_SIDE

        documents, view, pane = self.explorer.documents, self.explorer.view, self.explorer.pane
        marked = [doc for doc in view.marked if doc in documents]
        gone = len(view.marked) - len(marked)
        note = f"{counted(gone, 'marked source')} no longer there" if gone else ""
        spot = pane.spot
        if len(marked) == 1 and spot is not None and spot.doc in documents and spot.doc not in marked:
            marked.append(spot.doc)  # the one that is marked, and the one that is looked at
        here = [doc for doc in pane.docs_here if doc in documents]
        if len(marked) < 2 <= len(here):
            marked, note = here, ""
        if len(marked) > MAX_SIDE_BY_SIDE:
            what = "in this row" if marked is here else "marked"
            note = f"{MAX_SIDE_BY_SIDE} of {len(marked):,} {what}"  # the heading has little room for it at 80 columns
        if len(marked) < 2:
            key = self.explorer.keymap.first("mark")
            one = "One source is marked" if marked else "Nothing is marked"
            note = f"{note + '. ' if note else ''}{one}: {key} marks a source; two or more are read side by side."
        return marked[:MAX_SIDE_BY_SIDE], note
