"""A list to choose from, filtered by typing: commands, themes, sources, names, bookmarks, problems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input

from tui.dialogs.modal import PAGES, STEPS, Asking, Typed, walked
from tui.panes.base import LazyRows, PlainList
from tui.panes.line import OneLine
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row

NARROW = 70  # columns below which a row's detail has a line of its own
MEASURED = 200  # rows looked at to see whether their labels leave room for details


@dataclass(frozen=True, slots=True)
class Choice:
    """A row: `label` is matched by what is typed, and so is `detail`; `hint` stands at the right edge."""

    value: str
    label: str
    detail: str = ""
    hint: str = ""
    style: str = ""


class Picker(Asking):
    """Type to filter, Enter to choose, Esc to leave. The answer is the value of the choice, or None."""

    DEFAULT_CSS = """
    Picker { align: center middle; }
    .dialog { width: 90%; max-width: 100; height: 80%; background: $background; border: round $sb-rule; }
    .typed { layout: horizontal; height: 1; }
    .typed Input { width: 1fr; background: $background; }
    .prompt { width: 3; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], *, empty: str = "", hint: str = "⏎ choose  Esc back",
                 current: str = "") -> None:  # fmt: skip
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._hint = hint
        self._current = current
        self._typed = ""  # what the rows are filtered by
        self.shown: list[Choice] = []
        self.input = Typed()
        self.rows = PlainList(empty=empty or "Nothing of that name.")
        self.foot = OneLine(classes="bar")

    def compose(self) -> ComposeResult:
        """Title, what is typed, the rows."""
        with Container(classes="dialog"):
            yield OneLine((Cell(f" {self._title}", "tab-active"), Cell(f"{self._hint} ", "dim", align="right")))
            with Container(classes="typed"):
                yield OneLine((Cell(" › ", "key"),), classes="prompt")
                yield self.input
            yield self.rows

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._show("")
        if self._current:
            self.rows.move_to_key(self._current)
        self.input.focus()
        self.catch_up()

    def type(self, text: str) -> None:
        """Add to what is typed."""
        self.input.insert_text_at_cursor(text)

    def done(self, key: str) -> bool:
        """Enter chooses, Esc leaves, arrows move; letters may have come faster than their rows."""
        if key not in ("enter", "escape") and key not in STEPS and key not in PAGES:
            return False
        if key == "escape":
            self.dismiss(None)
            return True
        self._filter(self.input.value)
        if key == "enter":
            if (row := self.rows.cursor_row) is not None:
                self.dismiss(row.key)
        else:
            walked(self.rows, key)
        return True

    def on_resize(self) -> None:
        """Set the rows for the width."""
        self.call_after_refresh(self._show, self.input.value)

    def _show(self, typed: str) -> None:
        self._typed = typed
        wanted = typed.casefold().split()
        self.shown = [
            choice for choice in self._choices
            if all(word in f"{choice.label} {choice.detail}".casefold() for word in wanted)
        ]  # fmt: skip
        if typed:
            begins = re.compile(r"\b" + re.escape(typed.casefold()))
            self.shown.sort(key=lambda choice: not begins.search(choice.label.casefold()))
        shown = self.shown
        tall = any(choice.detail for choice in shown) and (
            self.rows.room < NARROW or any(len(choice.label) > self.rows.room // 2 for choice in shown[:MEASURED])
        )
        keys = [choice.value for choice in shown]
        height = 2 if tall else 1
        self.rows.set_rows(LazyRows(keys, lambda i: self._row(shown[i], tall)), row_height=height)

    @staticmethod
    def _row(choice: Choice, tall: bool) -> Row:
        hint = Cell(f" {choice.hint} ", "key", align="right")
        if tall:
            first: Line = (Cell(choice.label, choice.style, grow=True), hint)
            return Row(choice.value, (first, (Cell(choice.detail, "dim", grow=True),)))
        if not choice.detail:
            return Row(choice.value, ((Cell(choice.label, choice.style, grow=True), hint),))
        line = (Cell(choice.label, choice.style), Cell("  "), Cell(choice.detail, "dim", grow=True), hint)
        return Row(choice.value, (line,))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Filter, by what is typed by now."""
        message.stop()
        self._filter(self.input.value)

    def _filter(self, typed: str) -> None:
        if typed != self._typed:
            self._show(typed)
            self.rows.action_first()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A double click chooses."""
        message.stop()
        self.dismiss(message.row.key)
