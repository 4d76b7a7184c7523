"""Questions to the library on threads of their own: the screen never waits, and stale answers are dropped.

One thread a channel. A channel answers one question at a time and keeps only the newest that waits, so typing fast
never piles up work; each question has a generation number, and an answer whose number is not the newest any more
is not delivered (Textual's exclusive thread workers would run on: FACTS, Textual).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from textual.message import Message

from search.errors import CancelledError, SourcebookError
from tui.session.messages import Failed

log = logging.getLogger(__name__)

Question = Callable[[], Message]


class Target(Protocol):
    """Where answers go: a widget, screen or app."""

    def post_message(self, message: Message) -> bool:
        """Queue a message; safe from any thread."""
        ...


class Channel:
    """A thread that answers the newest question asked of it."""

    def __init__(self, name: str, target: Target) -> None:
        self.name = name
        self._target = target
        self._wake = threading.Condition()
        self._waiting: tuple[int, Question] | None = None
        self._running = False
        self._generation = 0
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a question is being answered or waits."""
        with self._wake:
            return self._running or self._waiting is not None

    def ask(self, question: Question) -> int:
        """Answer `question` after the one at hand, in place of any that waits; returns its generation."""
        with self._wake:
            self._generation += 1
            self._waiting = (self._generation, question)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=f"sourcebook-{self.name}", daemon=True)
                self._thread.start()
            self._wake.notify()
            return self._generation

    def forget(self) -> None:
        """Deliver nothing that was asked before now."""
        with self._wake:
            self._generation += 1
            self._waiting = None

    def close(self) -> None:
        """Answer nothing any more; the thread ends after the question at hand."""
        with self._wake:
            self._closed = True
            self._generation += 1
            self._waiting = None
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._running = False
                while self._waiting is None and not self._closed:
                    self._wake.wait()
                if self._closed or self._waiting is None:
                    return
                generation, question = self._waiting
                self._waiting = None
                self._running = True
            answer = self._answer(question)
            with self._wake:
                if answer is not None and generation == self._generation:
                    self._target.post_message(answer)

    def _answer(self, question: Question) -> Message | None:
        try:
            return question()
        except CancelledError:
            return None
        except SourcebookError as error:
            return Failed(self.name, error.title, error.message, error.hint)
        except OSError as error:
            log.warning("channel %s: %s", self.name, error)
            what = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
            hint = "It may have been moved, or its disk taken out. What was read before can still be searched."
            return Failed(self.name, "Could not be read", f"{what}.", hint)
        except Exception as error:
            # A fault of ours must not take the screen down with it: it is said, and written to the log.
            log.exception("channel %s", self.name)
            return Failed(
                self.name,
                "Something went wrong",
                f"{self.name}: {type(error).__name__}: {error}",
                "The rest goes on. Please report it with what you did just before.",
            )


class Loader:
    """The channels of one screen."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._channels: dict[str, Channel] = {}
        self._closed = False

    def ask(self, channel: str, question: Question) -> None:
        """Ask on a channel; the answer comes as the message the question returns, unless a newer one is asked."""
        if self._closed:
            return
        if channel not in self._channels:
            self._channels[channel] = Channel(channel, self._target)
        self._channels[channel].ask(question)

    def forget(self, channel: str) -> None:
        """Drop what a channel was asked."""
        if channel in self._channels:
            self._channels[channel].forget()

    @property
    def busy(self) -> bool:
        """Whether any channel has something to answer."""
        return any(channel.busy for channel in self._channels.values())

    def close(self) -> None:
        """Stop delivering."""
        self._closed = True
        for channel in self._channels.values():
            channel.close()
