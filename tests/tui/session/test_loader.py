"""Questions on threads: the newest is answered, older answers are dropped, errors become messages."""

from __future__ import annotations

import threading

import pytest
from textual.message import Message

from search.errors import CancelledError, CorpusError
from tui.panes.base import Pane
from tui.session.loader import Channel, Loader
from tui.session.messages import Failed

Say = Pane.Say


class Inbox:
    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.arrived = threading.Semaphore(0)

    def post_message(self, message: Message) -> bool:
        self.messages.append(message)
        self.arrived.release()
        return True

    def wait(self) -> None:
        assert self.arrived.acquire(timeout=10)

    @property
    def said(self) -> list[str]:
        return [message.text for message in self.messages if isinstance(message, Say)]


def test_only_the_newest_waiting_question_is_answered() -> None:
    inbox, gate, ran = Inbox(), threading.Event(), []
    channel = Channel("test", inbox)

    def first() -> Message:
        ran.append("first")
        started.set()
        gate.wait(10)
        return Say("first")

    started = threading.Event()
    channel.ask(first)
    assert started.wait(10)
    for name in ("second", "third"):
        channel.ask(lambda name=name: ran.append(name) or Say(name))  # type: ignore[misc]
    gate.set()
    inbox.wait()
    assert ran == ["first", "third"]
    assert inbox.said == ["third"], "the first answer was stale, the second question was never asked"
    channel.close()


def test_errors_a_person_can_mend_become_messages() -> None:
    inbox = Inbox()
    loader = Loader(inbox)

    def broken() -> Message:
        raise CorpusError("Gone", "The folder is gone.", "Put it back.")

    loader.ask("documents", broken)
    inbox.wait()
    (message,) = inbox.messages
    assert isinstance(message, Failed)
    assert (message.title, message.hint) == ("Gone", "Put it back.")
    loader.close()


def test_a_fault_of_ours_is_said_and_logged_and_the_channel_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox()
    loader = Loader(inbox)
    loader.ask("search", lambda: {}["missing"])  # type: ignore[index]
    inbox.wait()
    assert isinstance(inbox.messages[0], Failed)
    assert "KeyError" in inbox.messages[0].message
    assert "search" in caplog.text
    loader.ask("search", lambda: Say("still here"))
    inbox.wait()
    assert inbox.said == ["still here"]
    loader.close()


def test_what_was_cancelled_says_nothing() -> None:
    inbox = Inbox()
    loader = Loader(inbox)

    def cancelled() -> Message:
        raise CancelledError

    loader.ask("search", cancelled)
    loader.ask("other", lambda: Say("done"))
    inbox.wait()
    assert inbox.said == ["done"]
    assert len(inbox.messages) == 1
    loader.close()


def test_nothing_is_delivered_after_the_end() -> None:
    inbox, gate, started = Inbox(), threading.Event(), threading.Event()
    loader = Loader(inbox)

    def slow() -> Message:
        started.set()
        gate.wait(10)
        return Say("late")

    loader.ask("search", slow)
    assert started.wait(10)
    thread = loader._channels["search"]._thread
    loader.close()
    gate.set()
    assert thread is not None
    thread.join(10)
    loader.ask("search", lambda: Say("later"))
    assert inbox.messages == []


# ---- what the reader does ----------------------------------------------------------------------------------------


def test_everything_the_reader_does_is_done_in_its_order() -> None:
    inbox, done = Inbox(), []
    loader = Loader(inbox)
    for name in ("first", "second", "third"):
        loader.do(lambda name=name: done.append(name) or Say(name))  # type: ignore[misc]
    for _ in range(3):
        inbox.wait()
    assert done == inbox.said == ["first", "second", "third"]
    loader.close()


def test_leaving_finishes_what_was_begun_and_delivers_nothing() -> None:
    inbox, gate, started, done = Inbox(), threading.Event(), threading.Event(), []
    loader = Loader(inbox)

    def slow() -> Message:
        started.set()
        gate.wait(10)
        done.append("slow")
        return Say("slow")

    loader.do(slow)
    loader.do(lambda: done.append("last") or Say("last"))  # type: ignore[func-returns-value]
    assert started.wait(10)
    threading.Timer(0.05, gate.set).start()
    loader.close()
    assert done == ["slow", "last"]
    assert inbox.messages == []


def test_trouble_does_not_stop_what_comes_after_it() -> None:
    inbox = Inbox()
    loader = Loader(inbox)

    def broken() -> Message:
        raise CorpusError("Not kept", "The disk is full.")

    loader.do(broken)
    loader.do(lambda: Say("kept"))
    inbox.wait()
    inbox.wait()
    assert isinstance(inbox.messages[0], Failed)
    assert inbox.said == ["kept"]
    loader.close()
