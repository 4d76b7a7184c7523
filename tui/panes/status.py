"""The last line: what narrows the view, what is going on, and the keys that mean something here."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.keys.commands import ACTIONS, Place, applies
from tui.keys.keymap import Keymap
from tui.panes.line import OneLine
from tui.session.view import View
from tui.widgets.cells import Cell, cut, width_of


class StatusBar(OneLine):
    """Chips and messages on the left, keys on the right. Repainted only when one of them changes."""

    @dataclass(eq=False, repr=False)
    class DropChip(Message):
        """Take a chip off."""

        index: int

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(id="status", classes="bar")
        self._keymap = keymap
        self._view = View()
        self._place: Place = "results"
        self._message = ""
        self._message_style = ""
        self._progress = ""
        self._problems = ""
        self._spots: list[tuple[int, int, int]] = []  # (first column, after the last, index of the chip)
        self._dead: frozenset[str] = frozenset()

    # ---- what it says --------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """The chips and the number of marked sources."""
        self._view = view
        self.set_line()

    def show_place(self, place: Place, dead: frozenset[str] = frozenset()) -> None:
        """The keys of a place; commands in `dead` have nothing to do just now."""
        self._place, self._dead = place, dead
        self.set_line()

    def say(self, message: str, style: str = "") -> None:
        """A line for the reader, until the next key; empty takes it away."""
        self._message, self._message_style = message, style
        self.set_line()

    def show_progress(self, text: str) -> None:
        """What is being worked at; empty when nothing is."""
        self._progress = text
        self.set_line()

    def show_problems(self, text: str) -> None:
        """How many documents could not be read; empty when all could."""
        self._problems = text
        self.set_line()

    @property
    def message(self) -> str:
        """What it says just now."""
        return self._message

    # ---- setting it ----------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Other widths have room for other keys."""
        self.set_line()

    def set_line(self) -> None:
        """Set the line anew from what is known."""
        width = self.size.width
        if not width:
            return
        left, taken = self._left(width)
        keys = self._keys(width - taken - 1)
        # A filler rather than a right edge, which never takes more than two thirds of a line.
        filler = width - taken - sum(width_of(cell.text) for cell in keys)
        self.show((*left, Cell(" " * max(0, filler)), *keys))

    def _left(self, width: int) -> tuple[list[Cell], int]:
        cells: list[Cell] = [Cell(" ")]
        column = 1
        self._spots = []
        for index, chip in enumerate(self._view.chips):
            text = f" {cut(chip.label, max(12, width // 3))} ⨯ "
            cells += [Cell(text, "chip"), Cell(" ")]
            self._spots.append((column, column + width_of(text), index))
            column += width_of(text) + 1
        notes: list[tuple[str, str]] = []
        if self._view.marked:
            notes.append((f"● {len(self._view.marked)} marked", "mark"))
        if self._message:
            notes.append((self._message, self._message_style))
        else:
            notes += [(text, style) for text, style in ((self._progress, "dim"), (self._problems, "warn")) if text]
        for text, style in notes:
            text = cut(text, max(0, width - column - 2))
            cells += [Cell(text, style), Cell("  ")]
            column += width_of(text) + 2
        return cells, column

    def _keys(self, room: int) -> list[Cell]:
        """As many of the place's keys as there is room for, most wanted first; "? keys" always goes with them."""
        wanted = sorted((a for a in ACTIONS if a.footer and applies(a, self._place)), key=lambda a: a.footer)
        wanted = [a for a in wanted if a.id not in self._dead]
        if self._place == "search":
            wanted = [a for a in wanted if a.where or not self._text_key(a.id)]
        kept: list[tuple[int, str, str]] = []
        last = next((a for a in wanted if a.id == "help"), None)
        for action in ([last] if last else []) + [a for a in wanted if a is not last]:
            key = self._shown(action.id)
            size = width_of(key) + width_of(action.label) + 3
            if size <= room:
                room -= size
                kept.append((action.footer, key, action.label))
        cells: list[Cell] = []
        for _, key, label in sorted(kept):
            cells += [Cell(f"  {key}", "key"), Cell(f" {label}", "dim")]
        return [*cells, Cell(" ")] if cells else []

    def _text_key(self, action: str) -> bool:
        return all(len(key) == 1 or key == "space" for key in self._keymap.of(action))

    def _shown(self, action: str) -> str:
        from tui.keys.keymap import shown

        keys = self._keymap.of(action)
        if self._place == "search":
            keys = tuple(key for key in keys if len(key) > 1 and key != "space") or keys
        return shown(keys[0])

    # ---- mouse ---------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click on a chip takes it off."""
        for begin, end, index in self._spots:
            if begin <= event.x < end:
                event.stop()
                self.post_message(self.DropChip(index))
                return
