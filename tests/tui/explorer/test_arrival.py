"""A folder that is known from elsewhere: the explorer says what came along, or asks before it does anything."""

from __future__ import annotations

import pytest

from search.model import Arrival, Settlement
from tests.tui.driving import PATIENCE, Driver, explorer
from tests.tui.fake.library import FakeLibrary
from tui.app import SourcebookApp
from tui.dialogs.arrival import ArrivalQuestion
from tui.session.settings import Session

PLACE = "/home/me/a rather long way/to the folder/of the harbour/that was here before"
COPY = Arrival("copy", "Alder", PLACE, ("corrections", "bookmarks", "the analysis"))
MOVED = Arrival("moved", "Alder", PLACE, ("corrections", "bookmarks", "the analysis"))


class Asked:
    """The explorer on a folder that it asks about."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    async def answer(self, *keys: str) -> None:
        await self.driver.pilot.press(*keys)
        await self.driver.until(lambda: self.driver.main.work.begun, "work")
        await self.driver.calm()


def library(arrival: Arrival, changed: bool = True) -> FakeLibrary:
    made = FakeLibrary(changed=changed)
    made.arrival = arrival
    return made


async def asking(app: SourcebookApp, pilot: object) -> ArrivalQuestion:
    for _ in range(PATIENCE):
        if isinstance(app.screen, ArrivalQuestion) and app.screen.shown:
            return app.screen
        await pilot.pause(0.005)  # type: ignore[attr-defined]
    raise AssertionError("it was not asked")


async def test_what_came_along_is_said_in_the_status_line() -> None:
    async with explorer((80, 24), library(MOVED)) as driver:
        assert driver.shows("“Alder” was moved: your corrections, bookmarks and the analysis came along")


async def test_where_it_was_is_no_longer_listed_among_the_recent() -> None:
    fake = library(MOVED)
    app = SourcebookApp(fake, theme="mono", session=Session(recent=(PLACE, "/other")))
    async with app.run_test(size=(80, 24)) as pilot:
        await Driver(app, pilot, fake).until(lambda: len(app.session.recent) > 1 and PLACE not in app.session.recent)
        assert app.session.recent == (str(fake.root), "/other")


@pytest.mark.parametrize(
    ("keys", "answer", "said"),
    [
        (("enter",), "adopt", "Corrections, bookmarks and the analysis came along from /home/me"),
        (("down", "enter"), "copy", "Corrections and bookmarks came along from /home/me"),
        (("down", "down", "enter"), "afresh", "Nothing came along from /home/me"),
        (("a", "f", "r", "enter"), "afresh", "Nothing came along from /home/me"),
        (("escape",), None, "It is asked again when this folder is next opened."),
    ],
)
async def test_nothing_is_done_before_there_is_an_answer(
    keys: tuple[str, ...], answer: Settlement | None, said: str
) -> None:
    fake = library(COPY)
    app = SourcebookApp(fake, theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await asking(app, pilot)
        driver = Driver(app, pilot, fake)
        assert [choice.value for choice in screen.shown] == ["adopt", "copy", "afresh"]
        shown = " ".join(driver.screen().replace("│", " ").split())
        assert f"“Alder” at {PLACE} holds these documents too, and you have corrections and bookmarks there." in shown
        assert (fake.started, fake.asked, driver.main.work.begun) == (0, [], False)
        await Asked(driver).answer(*keys)
        await driver.until(lambda: fake.started == 1, "work was not begun")
        assert fake.settled == ([answer] if answer else [])
        assert driver.main.status.message.startswith(said)


async def test_an_answer_that_cannot_be_kept_is_told_and_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = library(COPY)
    app = SourcebookApp(fake, theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        await asking(app, pilot)
        driver = Driver(app, pilot, fake)
        fake.arrival = None
        await Asked(driver).answer("enter")
        assert "Which corpus?" in driver.main.status.message
        assert fake.settled == []
