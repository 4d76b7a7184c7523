"""Type-ahead: a line above a list; what is typed filters it, Enter goes to the row, Esc leaves it as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Blur, Key
from textual.message import Message
from textual.widgets import Input

from tui.panes.line import OneLine
from tui.widgets.cells import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = {"down": 1, "ctrl+n": 1, "up": -1, "pagedown": 10, "pageup": -10}  # rows


class FinderInput(Input):
    """The line itself. Every key is done here, in the order they come: a burst of them may end with a command."""

    def __init__(self, left: Callable[[bool, bool], None], late: Callable[[str], None]) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._left, self._late = left, late
        self.open = False

    def on_key(self, event: Key) -> None:
        """Enter, Esc and the arrows; a key that was on its way when the line was left is no text any more."""
        step = STEPS.get(event.key, 0)
        if self.open and event.key not in ("enter", "escape") and not step:
            return
        event.stop()
        event.prevent_default()
        if not self.open:
            self._late(event.key)
        elif step:
            self.post_message(Finder.Step(step))
        else:
            self._left(event.key == "enter", True)

    def on_blur(self, event: Blur) -> None:
        """Whoever goes elsewhere is done."""
        if self.open:
            self._left(False, False)


class Finder(Container):
    """Hidden until `begin`.

    `left(go, focus)` is called when it is done: `go` where the row under the cursor was chosen, `focus` where the keys
    go back to the list. `late(key)` is called with keys that came after that.
    """

    DEFAULT_CSS = """
    Finder { layout: horizontal; height: 1; display: none; }
    Finder OneLine { width: 3; }
    Finder Input { width: 1fr; background: $background; }
    """

    class Typed(Message):
        """The list is to be filtered by what is typed now."""

    class Step(Message):
        """The list's cursor is to move."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, left: Callable[[bool, bool], None], late: Callable[[str], None]) -> None:
        super().__init__()
        self.input = FinderInput(left, late)

    def compose(self) -> ComposeResult:
        """A sign and the line."""
        yield OneLine((Cell(" › ", "key"),))
        yield self.input

    @property
    def words(self) -> str:
        """What is typed."""
        return self.input.value.strip()

    def begin(self) -> None:
        """Show an empty line."""
        self.input.value = ""
        self.input.open = self.display = True

    def end(self) -> None:
        """Hide it."""
        self.input.open = self.display = False

    def on_input_changed(self, message: Input.Changed) -> None:
        """Filter."""
        message.stop()
        self.post_message(self.Typed())
