"""Questions to the reader and what has to be found out for them, one after another; and keys in their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from textual.events import Key
from textual.message import Message
from textual.screen import Screen

from search.errors import CancelledError
from tui.session.loader import OWN, Loader, failure
from tui.session.messages import Failed, Ready
from tui.widgets.modal import Modal

T = TypeVar("T")


class Dialogue:
    """Between a question and what is done about its answer no key is a command, nor while one is prepared.

    What is typed faster than the questions come is for the next of them. When nothing more is asked, what was typed
    for an answered question is dropped; what was pressed while one was prepared that then did not come is a command.
    """

    def __init__(self, screen: Screen[Any], loader: Loader, failed: Callable[[Failed], object]) -> None:
        self._screen = screen
        self._loader = loader
        self._failed = failed
        self._asked: list[Modal[Any]] = []  # until their answers have been dealt with, the last on top
        self._preparing = 0
        self._held: list[tuple[Key, bool]] = []  # a key, and whether it was typed for a question

    @property
    def busy(self) -> bool:
        """Whether keys are no commands just now."""
        return bool(self._asked) or self._preparing > 0

    @property
    def preparing(self) -> bool:
        """Whether something is looked up that is to be asked then."""
        return self._preparing > 0

    # ---- asking the reader ---------------------------------------------------------------------------------------

    def ask(self, modal: Modal[T], then: Callable[[T | None], object]) -> None:
        """Ask for something. Keys that came faster than the screen are its own, in the order in which they came."""
        self._asked.append(modal)
        modal.late = partial(self.take, late=True)
        early, self._held = self._held, []
        for event, _ in early:
            modal.take(event)

        def answered(value: T | None) -> None:
            self._asked.remove(modal)
            then(value)
            self._settle()

        self._screen.app.push_screen(modal, answered)

    def take(self, event: Key, *, late: bool = False) -> None:
        """A key that is no command now. `late`: it was with a question that had its answer."""
        if self._asked and not self._asked[-1].answered:
            self._asked[-1].take(event)
        elif self.busy:
            self._held.append((event, late or bool(self._asked)))

    def _settle(self) -> None:
        if self.busy:
            return
        held, self._held = self._held, []
        for event, typed in held:
            if not typed:
                self._screen.app.post_message(Key(event.key, event.character))

    # ---- asking the library --------------------------------------------------------------------------------------

    def fetch(
        self,
        channel: str,
        question: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Ask the library for what is to be shown; a newer question on the channel takes the place of this one."""
        self._loader.ask(channel, _job(channel, question, then, failed) if failed else lambda: _ready(question, then))

    def perform(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Do what the reader wants kept, in the order of the commands. Trouble is said, unless `failed` does so."""
        self._loader.do(_job(OWN, work, then, failed or self._failed))

    def prepare(self, question: Callable[[], T], then: Callable[[T], object]) -> None:
        """Find out what is needed to ask the reader; keys that come meanwhile are for what is asked then."""
        self._preparing += 1

        def end(value: Any, do: Callable[[Any], object]) -> None:
            self._preparing -= 1
            do(value)
            self._settle()

        self._loader.do(_job(OWN, question, lambda value: end(value, then), lambda trouble: end(trouble, self._failed)))


def _ready(question: Callable[[], T], then: Callable[[T], object]) -> Message:
    value = question()
    return Ready(lambda: then(value))


def _job(
    channel: str, work: Callable[[], T], then: Callable[[T], object], failed: Callable[[Failed], object]
) -> Callable[[], Message]:
    """A question that comes to an end on the screen, whatever happens to it on its thread."""

    def run() -> Message:
        try:
            return _ready(work, then)
        except CancelledError as error:  # the corpus is being closed
            trouble = Failed(channel, error.title, error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - it is logged and told
            trouble = failure(channel, error)
        return Ready(lambda: failed(trouble))

    return run
