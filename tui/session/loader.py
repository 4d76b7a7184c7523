"""Questions to the library on threads of their own: the screen never waits, and stale answers are dropped.

One thread a channel. A channel answers one question at a time and keeps only the newest that waits, so typing fast
never piles up work; each question has a generation number, and an answer whose number is not the newest any more
is not delivered (Textual's exclusive thread workers would run on: FACTS, Textual). What the reader does (a correction,
a bookmark, a file) goes into one line, where nothing is dropped and everything is done in its order.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from textual.message import Message

from search.errors import CancelledError, SourcebookError
from tui.session.messages import Failed

log = logging.getLogger(__name__)

Question = Callable[[], Message | None]

OWN = "own"  # the channel of what the reader does: corrections, topics, bookmarks, files
PATIENCE = 5.0  # seconds that leaving waits for what is still being written


class Target(Protocol):
    """Where answers go: a widget, screen or app."""

    def post_message(self, message: Message) -> bool:
        """Queue a message; safe from any thread."""
        ...


class Channel:
    """A thread that answers the newest question asked of it; with `every`, every one of them in their order."""

    def __init__(self, name: str, target: Target, *, every: bool = False) -> None:
        self.name = name
        self._target = target
        self._every = every
        self._wake = threading.Condition()
        self._waiting: deque[tuple[int, Question]] = deque()
        self._running = False
        self._generation = 0
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a question is being answered or waits."""
        with self._wake:
            return self._running or bool(self._waiting)

    def ask(self, question: Question) -> int:
        """Answer `question` after the one at hand, in place of any that waits unless every one is answered.

        Returns its generation.
        """
        with self._wake:
            self._generation += 1
            if not self._every:
                self._waiting.clear()
            self._waiting.append((self._generation, question))
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=f"sourcebook-{self.name}", daemon=True)
                self._thread.start()
            self._wake.notify()
            return self._generation

    def forget(self) -> None:
        """Deliver nothing that was asked before now."""
        with self._wake:
            self._generation += 1
            self._waiting.clear()

    def close(self) -> None:
        """Deliver nothing any more. The thread ends after the question at hand; with `every`, after all of them."""
        with self._wake:
            self._closed = True
            self._generation += 1
            if not self._every:
                self._waiting.clear()
            self._wake.notify()
        if self._every and self._thread is not None:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._running = False
                while not self._waiting and not self._closed:
                    self._wake.wait()
                if not self._waiting:
                    return
                generation, question = self._waiting.popleft()
                self._running = True
            answer = self._answer(question)
            with self._wake:
                wanted = not self._closed and (self._every or generation == self._generation)
                if answer is not None and wanted:
                    self._target.post_message(answer)

    def _answer(self, question: Question) -> Message | None:
        try:
            return question()
        except CancelledError:
            return None
        except Exception as error:  # noqa: BLE001
            # A fault of ours must not take the screen down with it: it is said, and written to the log.
            return failure(self.name, error)


def failure(channel: str, error: Exception) -> Failed:
    """What to say of an error, and for which channel; what no person can put right is written to the log."""
    if isinstance(error, SourcebookError):
        return Failed(channel, error.title, error.message, error.hint)
    if isinstance(error, OSError):
        log.warning("channel %s: %s", channel, error)
        what = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
        hint = "It may have been moved, or its disk taken out. What was read before can still be searched."
        return Failed(channel, "Could not be read", f"{what}.", hint)
    log.error("channel %s", channel, exc_info=error)
    return Failed(
        channel,
        "Something went wrong",
        f"{channel}: {type(error).__name__}: {error}",
        "The rest goes on. Please report it with what you did just before.",
    )


class Loader:
    """The channels of one screen, and the line of what the reader does: kept, and done in its order."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._channels: dict[str, Channel] = {}
        self._closed = False

    def ask(self, channel: str, question: Question) -> None:
        """Ask on a channel; the answer comes as the message the question returns, unless a newer one is asked."""
        self._channel(channel, question, every=False)

    def do(self, work: Question) -> None:
        """Do a piece of work after those given before it; none is left out, not even at the end."""
        self._channel(OWN, work, every=True)

    def _channel(self, name: str, question: Question, *, every: bool) -> None:
        if self._closed:
            return
        if name not in self._channels:
            self._channels[name] = Channel(name, self._target, every=every)
        self._channels[name].ask(question)

    def forget(self, channel: str) -> None:
        """Drop what a channel was asked."""
        if channel in self._channels:
            self._channels[channel].forget()

    @property
    def busy(self) -> bool:
        """Whether any channel has something to answer."""
        return any(channel.busy for channel in self._channels.values())

    def close(self) -> None:
        """Stop delivering; what the reader has done is finished first."""
        self._closed = True
        for channel in self._channels.values():
            channel.close()
