"""Is this folder a corpus that is known from another place? Why it is asked, and what can be answered."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from search.model import Arrival, Settlement
from tui.dialogs.picker import Choice, Picker
from tui.panes.line import OneLine
from tui.panes.text import folded
from tui.widgets.cells import Cell
from tui.wording import resembled_words

MAX_LINES = 5  # of the reason; a path can be long


class ArrivalQuestion(Picker[Settlement]):
    """Take over, copy, or start afresh; Esc leaves it open."""

    DEFAULT_CSS = """
    ArrivalQuestion .dialog { height: auto; max-height: 80%; }
    ArrivalQuestion .why { height: 1; }
    ArrivalQuestion PlainList { height: 6; margin: 1 0 0 0; }
    """

    def __init__(self, arrival: Arrival) -> None:
        super().__init__(
            f"Is this “{arrival.name}”?",
            (
                Choice("adopt", "Take over", "work and analysis move here; the other begins anew"),
                Choice("copy", "Copy your work", "you have it here and there, each by itself"),
                Choice("afresh", "Start afresh", "nothing is taken along; this is not asked again"),
            ),
            hint="⏎ choose  Esc later",
        )
        self._why = resembled_words(arrival)

    def compose(self) -> ComposeResult:
        """Title, why it is asked, the answers."""
        width = min(self.app.size.width * 9 // 10, 100) - 6
        with Container(classes="dialog"):
            yield OneLine((Cell(f" {self._title}", "tab-active"), Cell(f"{self._hint} ", "dim", align="right")))
            for line in folded(self._why, max(width, 20))[:MAX_LINES]:
                yield OneLine((Cell(f" {line}"),), classes="why")
            yield self.rows
            with Container(classes="typed"):
                yield OneLine((Cell(" › ", "key"),), classes="prompt")
                yield self.input
