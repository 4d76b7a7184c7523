"""What the widgets send over the wire in a real terminal, 120×40, true colour (budgets: the design, § 5)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal([sys.executable, "-m", "tests.terminal.sample", str(tmp_path / "log")], folder=ROOT) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        yield terminal


def test_moving_costs_little_and_resting_nothing(sample: Terminal) -> None:
    assert 0 < sample.cost("down") <= 400
    assert 0 < sample.cost("up") <= 400
    assert sample.idle(2) == 0


def test_walking_hits_in_view_costs_little(sample: Terminal) -> None:
    sample.cost("n")
    assert 0 < sample.cost("n") <= 700  # two lines of the text at most


def test_moving_the_focus_does_not_repaint_the_screen(sample: Terminal) -> None:
    assert 0 < sample.cost("tab") <= 1000


def test_nothing_harmful_is_passed_on(sample: Terminal) -> None:
    """The sample shows a hostile string in a title, a row and at the end of the text."""
    sample.send("down", "down", "tab", "end")
    sample.settle()
    assert "evil" in sample.text
    for harmful in (b"\x1b]0;", b"owned\x07", "\u202e".encode(), "\u2066".encode(), "\x9b".encode()):
        assert harmful not in sample.raw
    assert "[bold red]markup[/]" in sample.text


def test_the_wheel_and_clicks_work(sample: Terminal) -> None:
    sample.click(5, 20, button=65)
    sample.wait_gone("Minutes no. 0 ")
    sample.settle()  # a frame may come in two reads: only then are places on the screen to be trusted
    column, line = sample.find("Minutes no. 5")
    sample.click(column, line)
    sample.wait_for("▸ Minutes no. 5")


def test_a_smaller_window_is_drawn_anew(sample: Terminal) -> None:
    sample.resize(80, 24)
    sample.settle()
    sample.send("down")
    sample.wait_for("▸ Minutes no. 1")
    assert len(sample.lines) == 24
