"""One line to be typed: a name, a date, a file. What is wrong with it is said below it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input

from tui.panes.line import OneLine
from tui.widgets.cells import Cell
from tui.widgets.modal import Modal, Typed

T = TypeVar("T")


class LinePrompt(Modal[T], Generic[T]):
    """Enter answers with what the line means, Esc with None. Subclasses say what it means: `read`."""

    DEFAULT_CSS = """
    LinePrompt { align: center middle; }
    LinePrompt .dialog { width: 90%; max-width: 100; height: auto; background: $background; border: round $sb-rule; }
    LinePrompt .typed { layout: horizontal; height: 1; }
    LinePrompt .typed Input { width: 1fr; background: $background; }
    LinePrompt .prompt { width: 3; }
    """

    def __init__(self, title: str, label: str = "", initial: str = "", hint: str = "") -> None:
        """`label` says what is asked for, above the line; `initial` stands in it; `hint` is advice below it."""
        super().__init__()
        self._title = title
        self._label = label
        self._hint = hint
        self.input = Typed(initial)
        self.foot = OneLine()

    def compose(self) -> ComposeResult:
        """Title, what is asked for, the line, and what is wrong with it."""
        with Container(classes="dialog"):
            yield OneLine((Cell(f" {self._title}", "tab-active"), Cell("⏎ done  Esc back ", "dim", align="right")))
            if self._label:
                yield OneLine((Cell(f" {self._label}", "dim", grow=True),))
            with Container(classes="typed"):
                yield OneLine((Cell(" › ", "key"),), classes="prompt")
                yield self.input
            yield self.foot

    def on_mount(self) -> None:
        """The line has the keys, the cursor stands at its end."""
        self._advise()
        self.input.cursor_position = len(self.input.value)
        self.input.focus()
        self.catch_up()

    def _advise(self, trouble: str = "") -> None:
        text, style = (trouble, "warn") if trouble else (self._hint, "dim")
        self.foot.show((Cell(f" {text}" if text else "", style, grow=True),))

    def trouble(self, typed: str) -> str:
        """What is wrong with what is typed, or "" where nothing is."""
        raise NotImplementedError

    def read(self, typed: str) -> T:
        """What the line means, where nothing is wrong with it."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Add to what is typed."""
        self.input.insert_text_at_cursor(text)

    def done(self, key: str) -> bool:
        """Enter answers, unless something is wrong with what is typed; Esc answers nothing."""
        if key == "escape":
            self.dismiss(None)
        elif key == "enter":
            trouble = self.trouble(self.input.value)
            if trouble:
                self._advise(trouble)
            else:
                self.dismiss(self.read(self.input.value))
        return key in ("escape", "enter")

    def on_input_changed(self, message: Input.Changed) -> None:
        """What was wrong is being put right."""
        message.stop()
        self._advise()


class Prompt(LinePrompt[str]):
    """A line of text. `check` says what is wrong with it, or "" where nothing is."""

    def __init__(
        self, title: str, label: str = "", initial: str = "", hint: str = "", check: Callable[[str], str] | None = None
    ) -> None:
        super().__init__(title, label, initial, hint)
        self._check = check

    def trouble(self, typed: str) -> str:
        """What `check` says."""
        return self._check(typed) if self._check is not None else ""

    def read(self, typed: str) -> str:
        """The text as it is."""
        return typed
