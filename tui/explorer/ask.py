"""Questions of the main screen, one after another: what is typed faster than they come is for the next of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.events import Key

from tui.reader.commands import Reading

if TYPE_CHECKING:
    from tui.dialogs.modal import Asking


class Questions(Reading):
    """A main screen that asks. Between a question and what is done about its answer no key is a command."""

    _asking: Asking | None = None  # what was asked last, until its answer has been dealt with

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._held: list[Key] = []

    def ask(self, screen: Asking, then: Callable[[str | None], object]) -> None:
        """Ask for something. Keys that came faster than the screen are its own, in the order in which they came."""
        self._asking = screen
        screen.late = self._late_key
        early, self._held = self._held, []
        for event in early:
            screen.take(event)

        def answered(value: str | None) -> None:
            self._asking = None
            then(value)
            if self._asking is None:
                self._held = []  # nothing more is asked: what was typed for it is no command

        self.app.push_screen(screen, answered)

    def _late_key(self, event: Key) -> None:
        if self._asking is not None and not self._asking.answered:
            self._asking.take(event)
        elif self._asking is not None:
            self._held.append(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Between two questions no key is a command."""
        return False if action == "press" and self._asking is not None else super().check_action(action, parameters)

    def on_key(self, event: Key) -> None:
        """A key between two questions is for the next."""
        if self._asking is not None:
            event.stop()
            event.prevent_default()
            self._late_key(event)
