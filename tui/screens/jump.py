"""A letter on every pane; the letter goes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen

from tui.panes.line import OneLine
from tui.widgets.cells import Cell

LETTERS = "asdfghjkl"


class Jump(ModalScreen[str | None]):
    """Labels over the panes at `places` (name → top left corner). The answer is a name, or None."""

    DEFAULT_CSS = """
    Jump { align: left top; }
    Jump .label { position: absolute; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, places: Mapping[str, Offset]) -> None:
        super().__init__()
        self._names = dict(zip(LETTERS, places, strict=False))
        self._places = places

    def compose(self) -> ComposeResult:
        """A label a place."""
        for letter, name in self._names.items():
            label = OneLine((Cell(f" {letter} ", "cursor"), Cell(f" {name} ", "chip")), classes="label")
            label.styles.offset = self._places[name]
            label.styles.width = len(name) + 5
            yield label

    def on_key(self, event: events.Key) -> None:
        """A letter goes there, anything else back."""
        event.stop()
        self.dismiss(self._names.get(event.key))

    def action_leave(self) -> None:
        """Stay."""
        self.dismiss(None)
