"""A list to choose from, filtered by typing: commands, themes, sources, names, bookmarks, problems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input

from tui.panes.line import OneLine
from tui.panes.lists import LazyRows, PlainList
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row
from tui.widgets.modal import PAGES, STEPS, Modal, Typed, walked

NARROW = 70  # columns below which a row's detail has a line of its own
MEASURED = 200  # rows looked at to see whether their labels leave room for details

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Choice(Generic[T_co]):
    """A row: `label` is matched by what is typed, and so is `detail`; `hint` stands at the right edge."""

    value: T_co
    label: str
    detail: str = ""
    hint: str = ""
    style: str = ""


class Chooser(Modal[R], Generic[T, R]):
    """Type to filter, Enter to choose, Esc to leave. What it answers with, subclasses say: `answer`."""

    DEFAULT_CSS = """
    Chooser { align: center middle; }
    .dialog { width: 90%; max-width: 100; height: 80%; background: $background; border: round $sb-rule; }
    .typed { layout: horizontal; height: 1; }
    .typed Input { width: 1fr; background: $background; }
    .prompt { width: 3; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[T]],
        *,
        empty: str = "",
        hint: str = "⏎ choose  Esc back",
        current: T | None = None,
    ) -> None:
        """`current` is the value of the row that the cursor begins on."""
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._hint = hint
        at = (str(n) for n, one in enumerate(choices) if current is not None and one.value == current)
        self._current = next(at, "")
        self._typed = ""  # what the rows are filtered by
        self.shown: list[Choice[T]] = []
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

    def answer(self, choice: Choice[T]) -> R:
        """What choosing a row answers with."""
        raise NotImplementedError

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
                self._choose(row)
        else:
            walked(self.rows, key)
        return True

    def _choose(self, row: Row) -> None:
        self.dismiss(self.answer(self._choices[int(row.key)]))

    def on_resize(self) -> None:
        """Set the rows for the width."""
        self.call_after_refresh(self._show, self.input.value)

    def _show(self, typed: str) -> None:
        self._typed = typed
        wanted = typed.casefold().split()
        found = [
            (number, choice) for number, choice in enumerate(self._choices)
            if all(word in f"{choice.label} {choice.detail}".casefold() for word in wanted)
        ]  # fmt: skip
        if typed:
            begins = re.compile(r"\b" + re.escape(typed.casefold()))
            found.sort(key=lambda one: not begins.search(one[1].label.casefold()))
        keys = [str(number) for number, _ in found]
        shown = self.shown = [choice for _, choice in found]
        tall = any(choice.detail for choice in shown) and (
            self.rows.room < NARROW or any(len(choice.label) > self.rows.room // 2 for choice in shown[:MEASURED])
        )
        height = 2 if tall else 1
        self.rows.set_rows(LazyRows(keys, lambda i: self._row(keys[i], shown[i], tall)), row_height=height)

    @staticmethod
    def _row(key: str, choice: Choice[T], tall: bool) -> Row:
        hint = Cell(f" {choice.hint} ", "key", align="right")
        if tall:
            first: Line = (Cell(choice.label, choice.style, grow=True), hint)
            return Row(key, (first, (Cell(choice.detail, "dim", grow=True),)))
        if not choice.detail:
            return Row(key, ((Cell(choice.label, choice.style, grow=True), hint),))
        line = (Cell(choice.label, choice.style), Cell("  "), Cell(choice.detail, "dim", grow=True), hint)
        return Row(key, (line,))

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
        self._choose(message.row)


class Picker(Chooser[T, T], Generic[T]):
    """One row is chosen; the answer is its value."""

    def answer(self, choice: Choice[T]) -> T:
        """The value of the row."""
        return choice.value
