"""One of several sources read side by side: its name and date above its text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from search.model import Document
from tui.panes.line import OneLine
from tui.panes.steady import Steady
from tui.widgets.cells import Cell
from tui.widgets.linked_reader import LinkedReader
from tui.wording import called, published_words

UNLINKED = "·"  # in the heading of a source that has no passage of the current matter


class PlainLinked(Steady, LinkedReader, can_focus=False):
    """A linked reader that looks its base style up once a paint."""


class Column(Widget):
    """One source: its name and day above its text."""

    def __init__(self, document: Document, label: str) -> None:
        super().__init__(classes="column")
        self.document = document
        self.label = label
        self.heading = OneLine(classes="heading")
        self.reader = PlainLinked(empty="Reading …")

    def compose(self) -> ComposeResult:
        """Heading and text."""
        yield self.heading
        yield self.reader

    def head(self, page: str = "", *, active: bool, linked: bool) -> None:
        """Say who speaks, on which page, whether this is the source that moves, and whether it speaks of the matter."""
        right = " · ".join(part for part in (published_words(self.document), page) if part)
        self.heading.show((
            # What changes stands together: a move costs less on the wire.
            Cell(f"{'▸' if active else ' '}{self.label}{' ' if linked else UNLINKED}",
                 "tab-active" if active else "tab"),
            Cell(called(self.document), "source"),
            Cell(f" {right} ", "dim", align="right"),
        ))  # fmt: skip
