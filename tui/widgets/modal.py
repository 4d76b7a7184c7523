"""Screens that ask for something: every key is done in the order it came, however fast a burst of them is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.line_list import LineList

STEPS = {"down": 1, "ctrl+n": 1, "up": -1}  # rows
PAGES = {"pagedown": 1, "pageup": -1}  # screenfuls
LETTERS = {"j": "down", "k": "up", "space": "pagedown", "home": "g", "end": "G"}

T = TypeVar("T")


def walked(rows: LineList, key: str, *, letters: bool = False) -> bool:
    """Move the cursor of a list; False for a key that moves none. `letters`: nothing is typed here, they move too."""
    key = LETTERS.get(key, key) if letters else key
    if key in STEPS:
        rows.action_move(STEPS[key])
    elif key in PAGES:
        rows.action_page(PAGES[key])
    elif letters and key == "g":
        rows.action_first()
    elif letters and key == "G":
        rows.action_last()
    else:
        return False
    return True


class Typed(Input):
    """The line of such a screen. It leaves every key that is no text to the screen, at once and not by way of the app.

    Keys of a burst are with the line before the screen has answered: what comes after the answer is not for this one.
    """

    def __init__(self, value: str = "") -> None:
        super().__init__(value, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def on_key(self, event: Key) -> None:
        """Enter, Esc, arrows, and whatever comes late."""
        screen = self.screen
        if isinstance(screen, Modal) and screen.does(event):
            event.stop()
            event.prevent_default()


class Modal(ModalScreen[T | None], Generic[T]):
    """A screen that answers once, with a T or with None. `late` is given the keys that come after the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = False
        self.late: Callable[[Key], None] = lambda event: None
        self._early: list[Key] = []
        self._held = False
        self._above: Modal[Any] | None = None

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer; a second answer, to a key that was on its way already, is none."""
        if self.answered:
            return AwaitComplete()
        self.answered = True
        return super().dismiss(result)

    @property
    def ready(self) -> bool:
        """Whether there is something that keys could be done to."""
        return self.is_mounted

    def done(self, key: str) -> bool:
        """Do a key that is no text; False where it means nothing here."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Text that was typed before the line had the keys; a screen without a line leaves it."""

    def does(self, event: Key) -> bool:
        """Whether a key was no text for the line, or has to wait."""
        if self.answered:
            self.late(event)
            return True
        if self._above is not None:
            self._above.take(event)
            return True
        if self._held:
            self._early.append(event)
            return True
        return self.done(event.key)

    def take(self, event: Key) -> None:
        """A key that was pressed before the line had the keys."""
        if not self.ready and not self.answered:
            self._early.append(event)
        elif not self.does(event) and event.is_printable and event.character:
            self.type(event.character)

    def put_over(self, modal: Modal[Any]) -> None:
        """Show something above this screen. Keys that were on their way here are for it, until it is closed."""

        def closed(_: object) -> None:
            self._above = None

        self._above = modal
        self.app.push_screen(modal, closed)

    def hold(self) -> None:
        """Let keys wait until `catch_up`: what they are done to is being changed."""
        self._held = True

    def catch_up(self) -> None:
        """Do what was pressed before there was anything to be seen, or while it was being changed."""
        self._held = False
        early, self._early = self._early, []
        for event in early:
            if not self.does(event) and event.is_printable and event.character:
                self.type(event.character)

    def on_key(self, event: Key) -> None:
        """What comes before the line has the focus is done all the same; what the line leaves means nothing here."""
        self.take(event)
