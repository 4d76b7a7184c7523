"""One line to be typed: a name, a date, a file. What is wrong with it is said below it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.panes.line import OneLine
from tui.widgets.cells import Cell


class Prompt(ModalScreen[str | None]):
    """Enter answers with what is typed, Esc with None. `check` says what is wrong with it, or "" where nothing is."""

    DEFAULT_CSS = """
    Prompt { align: center middle; }
    Prompt .dialog { width: 90%; max-width: 100; height: auto; background: $background; border: round $sb-rule; }
    Prompt .typed { layout: horizontal; height: 1; }
    Prompt .typed Input { width: 1fr; background: $background; }
    Prompt .prompt { width: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(
        self, title: str, label: str = "", initial: str = "", hint: str = "", check: Callable[[str], str] | None = None
    ) -> None:
        """`label` says what is asked for, above the line; `initial` stands in it; `hint` is advice below it."""
        super().__init__()
        self._title = title
        self._label = label
        self._hint = hint
        self._check = check
        self.input = Input(initial, compact=True, select_on_focus=False)
        self.input.cursor_blink = False
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

    def _advise(self, trouble: str = "") -> None:
        text, style = (trouble, "warn") if trouble else (self._hint, "dim")
        self.foot.show((Cell(f" {text}" if text else "", style, grow=True),))

    def on_key(self, event: Key) -> None:
        """Letters that come before the line has the focus are typed all the same."""
        if event.is_printable and event.character and self.focused is not self.input:
            event.stop()
            self.input.insert_text_at_cursor(event.character)

    def on_input_changed(self, message: Input.Changed) -> None:
        """What was wrong is being put right."""
        message.stop()
        self._advise()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Answer, unless something is wrong with it."""
        message.stop()
        trouble = self._check(message.value) if self._check is not None else ""
        if trouble:
            self._advise(trouble)
        else:
            self.dismiss(message.value)

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)
