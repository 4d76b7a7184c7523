"""The terminal is left as it was found, whatever ends the program; a crash is told in words."""

from __future__ import annotations

import base64
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.terminal.terminal import Terminal
from tui.terminal import clipboard, guard

pytestmark = pytest.mark.terminal


def sample(tmp_path: Path, theme: str = "", **environ: str) -> Terminal:
    command = [sys.executable, "-m", "tests.terminal.sample", str(tmp_path / "state" / "crash.log"), theme]
    return Terminal(command, folder=ROOT, environ=environ)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signals_leave_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    with sample(tmp_path) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        assert terminal.left_on()  # the alternate screen, at least: the test can see what it looks for
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.left_on() == []


def test_a_stuck_program_still_ends_and_restores_the_terminal(tmp_path: Path) -> None:
    with sample(tmp_path) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        terminal.send("b")
        terminal.settle()
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit(15) == 128 + signal.SIGTERM
        assert terminal.left_on() == []


def test_a_crash_is_told_in_words_and_logged(tmp_path: Path) -> None:
    with sample(tmp_path) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        terminal.send("x")
        assert terminal.wait_exit() == 2
        assert terminal.left_on() == []
        shown = "".join(terminal.lines)
        assert "Sourcebook had to stop: KeyError" in shown
        assert "crash.log" in shown
        assert "Traceback" not in shown
        assert b"thought of \x1b[2J" not in terminal.raw
    log = tmp_path / "state" / "crash.log"
    assert "action_crash" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_an_error_one_can_mend_is_shown_with_its_hint_and_not_logged(tmp_path: Path) -> None:
    with sample(tmp_path) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        terminal.send("X")
        assert terminal.wait_exit() == 2
        assert "No room: The disk is full." in terminal.text
        assert "Delete something." in terminal.text
    assert not (tmp_path / "state").exists()


def test_an_unwritable_log_is_admitted(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with sample(tmp_path) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        terminal.send("x")
        assert terminal.wait_exit() == 2
        assert "could not be written" in "".join(terminal.lines)


def test_the_shell_gets_the_terminal_back_while_stopped(tmp_path: Path) -> None:
    with sample(tmp_path) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        terminal.send("ctrl+z")
        stat = Path(f"/proc/{terminal.process.pid}/stat")
        if not stat.exists():
            pytest.skip("no /proc to see a stopped process in")
        terminal.wait_until(lambda: stat.read_text().rsplit(")", 1)[1].split()[0] == "T", "stopped process")
        terminal.settle()
        assert terminal.left_on() == []
        terminal.kill(signal.SIGCONT)
        terminal.wait_until(lambda: bool(terminal.left_on()), "alternate screen")
        terminal.wait_for("Minutes no. 1")
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert terminal.left_on() == []


def test_copying_goes_through_the_terminal_and_says_so(tmp_path: Path) -> None:
    with sample(tmp_path, TMUX="/tmp/tmux,1,0") as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.settle()
        terminal.send("y")
        terminal.wait_for("set-clipboard")
        assert [base64.b64decode(data) for data in terminal.clipboard] == [b"a citation"]


class Clip:
    """An app that remembers what was copied."""

    def __init__(self) -> None:
        self.copied: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)


def test_what_a_terminal_would_drop_is_refused_in_words() -> None:
    clip = Clip()
    said = clipboard.copy(clip, "é" * 40_000, "The table", {})
    assert clip.copied == []
    assert "too long" in said
    assert "74,994" in said
    assert clipboard.copy(clip, "", environ={}) == "There is nothing to copy here."
    assert clipboard.copy(clip, "é" * 37_497, environ={}) == "The text was copied."
    assert len(clip.copied) == 1


def test_dumb_terminals_and_pipes_are_seen() -> None:
    assert guard.is_dumb({"TERM": "dumb"})
    assert guard.is_dumb({})
    assert not guard.is_dumb({"TERM": "linux"})
    assert not guard.is_interactive({"TERM": "xterm"}) or os.isatty(0)
    assert guard.is_too_small(59, 40)
    assert guard.is_too_small(80, 14)
    assert not guard.is_too_small(60, 15)
