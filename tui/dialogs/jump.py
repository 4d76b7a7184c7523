"""A letter on every pane; the letter goes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from textual.app import ComposeResult
from textual.geometry import Offset

from tui.panes.line import OneLine
from tui.session.context import PaneName
from tui.widgets.cells import Cell
from tui.widgets.modal import Modal

LETTERS = "asdfghjkl"

JumpTarget = PaneName | Literal["search"]


class Jump(Modal[JumpTarget]):
    """Labels over the panes at `places` (name → top left corner). The answer is a name, or None."""

    DEFAULT_CSS = """
    Jump { align: left top; }
    Jump .label { position: absolute; height: 1; }
    """

    def __init__(self, places: Mapping[JumpTarget, Offset]) -> None:
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

    def on_mount(self) -> None:
        """Do what was pressed before the labels were there."""
        self.catch_up()

    def done(self, key: str) -> bool:
        """A letter goes there, anything else back."""
        self.dismiss(self._names.get(key))
        return True
