"""Questions, keys and the library: no key is lost or done twice, and nothing is asked on the screen's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from search.errors import StorageError
from search.model import Bookmark, Correction
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import FakeLibrary
from tui.dialogs.picker import Picker
from tui.dialogs.prompt import Prompt
from tui.session.context import CommandGroup
from tui.sidebyside.screen import SideBySide
from tui.sidebyside.why import Why
from tui.widgets.modal import Modal


class Slow(FakeLibrary):
    """Sources are counted, and bookmarks listed, only when the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.asked_for = threading.Event()

    def facets(self, query: str, field: str) -> Mapping[str, int]:
        self.asked_for.set()
        self.gate.wait(10)
        return super().facets(query, field)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        self.asked_for.set()
        self.gate.wait(10)
        return super().bookmarks()


def burst(it: Driver, *keys: str) -> None:
    """Keys that a terminal sends in one read: all of them are there before the first is done."""
    for key in keys:
        text = {"enter": "\r", "escape": "\x1b", "space": " "}.get(key, key)
        it.app.post_message(Key(key, text if len(text) == 1 else None))


# ---- keys --------------------------------------------------------------------------------------------------------


async def test_what_is_typed_while_a_list_is_looked_up_is_for_the_list() -> None:
    library = Slow()
    async with explorer(library=library) as it:
        burst(it, "s", *"gaz", "enter")
        await it.until(library.asked_for.is_set, "the question")
        library.gate.set()
        await it.until(lambda: it.main.view.query == 'source:"Sea Gazette"', "the source that was typed")
        assert it.app.screen is it.main


async def test_a_key_that_turns_out_to_be_for_no_question_is_a_command() -> None:
    """There are no corrections to list: what was pressed meanwhile is not lost."""
    async with explorer() as it:
        burst(it, "C", "j")
        await it.until(lambda: it.main.results.lines.cursor == 1, "the move")
        assert it.app.screen is it.main
        await it.press("j")
        assert it.main.results.lines.cursor == 2


async def test_a_list_that_cannot_be_looked_up_leaves_the_keys_alive() -> None:
    class Broken(FakeLibrary):
        def bookmarks(self) -> tuple[Bookmark, ...]:
            raise StorageError("Not readable", "bookmarks.json is damaged.")

    async with explorer(library=Broken()) as it:
        await it.press("B")
        assert "bookmarks.json is damaged" in it.main.status.message
        assert not it.main.dialogue.busy
        await it.press("j")
        assert it.main.results.lines.cursor == 1


async def test_a_fault_while_something_is_looked_up_is_said_and_leaves_the_keys_alive() -> None:
    class Faulty(FakeLibrary):
        def facets(self, query: str, field: str) -> Mapping[str, int]:
            raise KeyError(field)

    async with explorer(library=Faulty()) as it:
        await it.press("s")
        assert it.shows("Something went wrong", "KeyError")
        await it.press("j")
        assert it.main.results.lines.cursor == 1


async def test_a_bookmark_that_is_put_on_is_in_the_list_asked_for_at_once() -> None:
    library = Slow()
    async with explorer(library=library) as it:
        burst(it, "b", "B")
        await it.until(library.asked_for.is_set, "the first of them")
        library.gate.set()
        await it.until(lambda: isinstance(it.app.screen, Picker) and it.app.screen.is_mounted, "the list")
        screen = it.app.screen
        assert isinstance(screen, Picker)
        assert [choice.value.doc for choice in screen.shown] == [one.doc for one in library.kept]
        assert len(library.kept) == 1


async def test_leaving_at_once_still_keeps_the_bookmark() -> None:
    library = Slow()
    async with explorer(library=library) as it:
        burst(it, "b", "q")
        await it.until(library.asked_for.is_set, "the bookmark being looked for")
        threading.Timer(0.05, library.gate.set).start()
        await it.until(lambda: not it.app.is_running or it.app._exit, "the end")
    assert len(library.kept) == 1


async def test_enter_on_its_way_while_a_passage_is_explained_is_for_the_explanation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It used to answer the screen below, which then took no key any more."""
    async with explorer() as it:
        for doc in ("harbour.md", "gazette.md"):
            it.main.results.lines.move_to_key(doc)
            await it.press("space")
        await it.press("vertical_line")
        side = it.app.screen
        assert isinstance(side, SideBySide)
        await it.until(lambda: side.ready, "the texts")
        over: list[Modal[Any]] = []
        put_over = side.put_over
        monkeypatch.setattr(side, "put_over", lambda modal: (over.append(modal), put_over(modal)))
        burst(it, "i", "enter")
        await it.until(lambda: over and over[0].answered and it.app.screen is side, "the explanation to be over")
        assert not side.answered
        await it.press("i")
        await it.until(lambda: isinstance(it.app.screen, Why) and it.app.screen.ready, "the explanation again")
        await it.pilot.press("escape")
        await it.until(lambda: it.app.screen is side, "side by side again")
        await it.pilot.press("escape")
        await it.until(lambda: it.app.screen is it.main, "the explorer")


# ---- threads -----------------------------------------------------------------------------------------------------

AT_ONCE = {"interrupt", "close", "start_work", "analyse", "grow"}  # they only begin something, or end it


class Watched:
    """Any part of the library; what is called on the thread that made it is noted."""

    def __init__(self, part: Any, noted: list[str], name: str = "") -> None:
        self._part, self._noted, self._name = part, noted, name
        self._own = threading.current_thread()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._part, name)
        if name in ("corrections", "topics"):
            return Watched(value, self._noted, f"{name}.")
        if not callable(value) or name in AT_ONCE:
            return value

        def called(*args: Any, **named: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                self._noted.append(f"{self._name}{name}")
            return value(*args, **named)

        return called


async def test_the_library_is_never_asked_on_the_thread_of_the_screen(tmp_path: Path) -> None:
    """Corrections, verdicts, topics, bookmarks, searches, lists, claims, columns and files."""
    library, noted = FakeLibrary(), list[str]()
    library.corrections.rows = [Correction("hide", ("Subscribe",), id="one")]
    watched: Any = Watched(library, noted)
    async with explorer(library=watched) as it:
        await it.press("e", "m")
        await it.pilot.press(*"hide")
        await it.press("enter")
        await it.press("u", "C", "enter", "enter")
        await it.press("t", "A", "escape", "w", "escape", "r", "escape")
        await it.press("c", "x", "d")
        await it.pilot.press("escape")
        await it.press("M")
        await it.pilot.press("x", "u", "n", *"Piers", "tab", "tab", *"pier", "enter")
        await it.until(lambda: "save Piers" in library.topics.done, "the topic")
        await it.calm()
        await it.pilot.press("escape")
        await it.press("1", "enter", "b", "B", "enter", "hash", "escape", "s", "escape", "D", "T", "escape")
        await it.press("slash", *"storm", "enter", "K", "L", "enter", "R")
        await it.press("X", "1", "space", "space", "vertical_line")
        await it.pilot.press("escape")
        await it.press("E", "enter")
        await it.until(lambda: isinstance(it.app.screen, Prompt), "the file's name")
        screen = it.app.screen
        assert isinstance(screen, Prompt)
        screen.input.value = str(tmp_path / "names.csv")
        await it.press("enter")
        await it.until((tmp_path / "names.csv").is_file, "the file")
    assert library.kept
    assert library.searches
    assert not noted


# ---- groups ------------------------------------------------------------------------------------------------------


async def test_a_command_has_one_place() -> None:
    """Two groups, or a group and the screen, would hide each other."""
    async with explorer() as it:
        groups: list[object] = [*it.main.groups, it.main]
        names: Callable[[object], set[str]] = lambda one: {name for name in dir(one) if name.startswith("do_")}  # noqa: E731
        seen = [name for one in groups for name in names(one)]
        assert len(seen) == len(set(seen))
        assert all(isinstance(one, CommandGroup) for one in it.main.groups)
