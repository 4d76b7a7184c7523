"""Driving the explorer in tests: start it on the fake library, press keys, wait for what should come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from textual.pilot import Pilot

from tests.tui.fake.library import FakeLibrary
from tui.app import SourcebookApp
from tui.explorer.main import MainScreen
from tui.keys.keymap import Keymap, keymap_from
from tui.session.settings import Settings

PATIENCE = 400  # rounds of the message loop to wait; each ends when nothing is left to do


class Driver:
    """The app, its screen, and keys."""

    def __init__(self, app: SourcebookApp, pilot: Pilot[int], library: FakeLibrary) -> None:
        self.app = app
        self.pilot = pilot
        self.library = library

    @property
    def main(self) -> MainScreen:
        main = self.app.main
        assert main is not None
        return main

    async def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait for a condition, not for time."""
        for _ in range(PATIENCE):
            if holds():
                return
            await self.pilot.pause(0.005)
        raise AssertionError(f"it did not come: {what}\n{self.screen()}")

    async def calm(self) -> None:
        """Wait until nothing is asked, typed or waiting."""
        main = self.main
        await self.until(
            lambda: not main.loader.busy and not main.dialogue.preparing and main.selection.settled,
            "calm",
        )
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all that follows has come."""
        await self.pilot.press(*keys)
        await self.calm()

    async def type(self, words: str) -> None:
        """Search for words from anywhere."""
        await self.press("slash", *[" " if letter == " " else letter for letter in words])
        await self.press("enter")

    def screen(self) -> str:
        """The screen as text."""
        lines = (strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())
        return "\n".join(lines)

    def shows(self, *words: str) -> bool:
        """Whether all of these are on the screen."""
        screen = self.screen()
        return all(word in screen for word in words)


@asynccontextmanager
async def explorer(
    size: tuple[int, int] = (120, 40),
    library: FakeLibrary | None = None,
    keys: dict[str, object] | None = None,
    theme: str = "mono",
) -> AsyncIterator[Driver]:
    """The explorer on the fake library, settled."""
    library = library or FakeLibrary()
    keymap: Keymap = keymap_from(keys)
    app = SourcebookApp(library, theme=theme, settings=Settings(keymap=keymap))
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, cast("Pilot[int]", pilot), library)
        await driver.until(lambda: app.main is not None and app.main.work.begun, "begun")
        await driver.calm()
        yield driver
