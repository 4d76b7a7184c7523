"""Side by side: the marked sources, or those of the row under the cursor, in columns."""

from __future__ import annotations

from collections.abc import Sequence

from search.errors import SourcebookError
from search.model import Span
from tui.corrections.commands import Mending
from tui.session.messages import Ready, Spot
from tui.wording import counted


class Aligning(Mending):
    """Side by side: the marked sources, or those of the row under the cursor, in columns."""

    def do_side_by_side(self) -> None:
        """Put the marked sources, else those of the row under the cursor, side by side."""
        docs, note = self._beside()
        if len(docs) < 2:
            self.status.say(note)
            return
        from tui.sidebyside.screen import SideBySide

        screen = SideBySide([self.documents[doc] for doc in docs], note)
        library = self.library

        def failed(error: SourcebookError) -> None:
            screen.dismiss(None)
            self.trouble(error.title, error.message, error.hint)

        def read() -> Ready:
            try:
                alignment = library.aligned(docs)
                texts = {doc: library.text(doc).text for doc in docs}
            except SourcebookError as error:
                trouble = error
                return Ready(lambda: failed(trouble))
            return Ready(lambda: screen.show(alignment, texts))

        self.ask(screen, self._beside_answered)
        self.loader.ask("aligned", read)

    def _beside(self) -> tuple[Sequence[str], str]:
        """The documents to put side by side, and what is to be said of them; fewer than two: why there are none."""
        from search.model import MAX_SIDE_BY_SIDE

        marked = [doc for doc in self.view.marked if doc in self.documents]
        gone = len(self.view.marked) - len(marked)
        note = f"{counted(gone, 'marked source')} no longer there" if gone else ""
        spot = self.pane.spot
        if len(marked) == 1 and spot is not None and spot.doc in self.documents and spot.doc not in marked:
            marked.append(spot.doc)  # the one that is marked, and the one that is looked at
        here = [doc for doc in self.comparison.docs_here if doc in self.documents]
        if len(marked) < 2 and self.active == "comparison" and len(here) > 1:
            marked, note = here, ""
        if len(marked) > MAX_SIDE_BY_SIDE:
            what = "in this row" if marked is here else "marked"
            note = f"{MAX_SIDE_BY_SIDE} of {len(marked):,} {what}"  # the heading has little room for it at 80 columns
        if len(marked) < 2:
            key = self.keymap.first("mark")
            one = "One source is marked" if marked else "Nothing is marked"
            note = f"{note + '. ' if note else ''}{one}: {key} marks a source; two or more are read side by side."
        return marked[:MAX_SIDE_BY_SIDE], note

    def _beside_answered(self, value: str | None) -> None:
        """A passage was chosen to be read."""
        if value is None:
            return
        start, end, doc = value.split(":", 2)
        span = Span(int(start), int(end))
        self.open_spot(Spot(doc, span.start, span.end))
