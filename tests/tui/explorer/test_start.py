"""Without a corpus: the bundled one, those recently opened, a folder by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import Library
from tui.app import SourcebookApp, bundled
from tui.explorer.main import MainScreen
from tui.explorer.start import StartScreen
from tui.session.settings import Session


async def wait_for(pilot: object, holds: object) -> None:
    for _ in range(400):
        if holds():  # type: ignore[operator]
            return
        await pilot.pause(0.005)  # type: ignore[attr-defined]
    raise AssertionError("it did not come")


def folder_of_one(root: Path) -> Path:
    folder = root / "notes"
    folder.mkdir()
    (folder / "one.txt").write_text("The pier was mended in 1999.\n", encoding="utf-8")
    return folder


async def test_recent_corpora_are_listed_after_the_bundled_one() -> None:
    app = SourcebookApp(None, theme="mono", session=Session(recent=("/tmp/alpha", "/tmp/beta")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StartScreen)
        assert [row.key for row in screen.rows.rows if row.selectable] == ["demo", "/tmp/alpha", "/tmp/beta"]


async def test_a_folder_is_opened_by_typing_its_name(tmp_path: Path) -> None:
    folder = folder_of_one(tmp_path)
    app = SourcebookApp(None, theme="mono", work=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StartScreen)
        await pilot.press("slash")
        screen.input.value = str(folder)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, MainScreen))
        assert app.main is app.screen
        await wait_for(pilot, lambda: app.session.recent == (str(folder.resolve()),))
    app.close_corpus()


async def test_a_folder_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    app = SourcebookApp(None, theme="mono", session=Session(recent=(str(tmp_path / "gone"),)))
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StartScreen)
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: "does not exist" in screen.note.plain)
        assert app.screen is screen


async def test_another_corpus_takes_the_place_of_the_first(tmp_path: Path) -> None:
    folder = folder_of_one(tmp_path)
    library = Library(folder)
    app = SourcebookApp(library, theme="mono", session=Session(recent=(str(folder),)), work=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: app.main is not None and app.main.work.begun)
        first = app.main
        await pilot.press("O")
        await wait_for(pilot, lambda: isinstance(app.screen, StartScreen))
        await pilot.press("escape")
        await wait_for(pilot, lambda: app.screen is first)
        await pilot.press("O")
        await wait_for(pilot, lambda: isinstance(app.screen, StartScreen))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, MainScreen) and app.screen is not first)
        assert app.library is not None
        assert app.library.root == bundled()
    app.close_corpus()


@pytest.mark.parametrize(("said", "set_so"), [(True, False), (False, True), (False, False)])
def test_links_are_followed_where_the_command_or_the_settings_say_so(
    said: bool, set_so: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the corpus that is opened at the start, and in those that are opened later."""
    from search.paths import config_dir
    from tui import app
    from tui.terminal import guard

    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.txt").write_text("A letter about the bridge.")
    (config_dir() / "config.yaml").write_text(f"follow_links: {'on' if set_so else 'off'}\n")
    opened: list[tuple[bool, bool]] = []

    def instead(made: app.SourcebookApp, log: Path) -> int:
        assert isinstance(made.library, Library)
        opened.append((made.library.spec.follow_links, made.settings.follow_links))
        return 0

    monkeypatch.setattr(guard, "run", instead)
    assert app.run(folder, follow_links=said) == 0
    assert opened == [(said or set_so, said or set_so)]
