"""On a real terminal the commands print tables; NO_COLOR and TERM=dumb are obeyed; the explorer refuses politely."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.terminal

COLOUR = re.compile(rb"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m")


def shown(*words: str, stdin: int | None = None, **variables: str) -> bytes:
    """What a command writes to a terminal of 100 columns."""
    master, terminal = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "100"} | variables
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", *words],
        stdin=terminal if stdin is None else stdin, stdout=terminal, stderr=terminal, env=environment,
    )  # fmt: skip
    os.close(terminal)
    written = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux says EIO where the other end has closed
            break
        if not part:
            break
        written += part
    process.wait(timeout=60)
    os.close(master)
    return written


@pytest.mark.parametrize("line", [["keys"], ["themes"], ["doctor"]], ids=str)
def test_tables_obey_no_color_and_dumb_terminals(line: list[str]) -> None:
    assert b"\x1b[1m" in shown(*line)
    assert not COLOUR.search(shown(*line, NO_COLOR="1"))
    assert b"\x1b" not in shown(*line, TERM="dumb")


def test_hits_are_emphasised_and_the_text_is_no_markup(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The [red]agents[/red] :smile: met \x1b[31min\x1b[0m October.\n")
    written = shown("search", "agents", "--corpus", str(tmp_path))
    assert re.search(rb"\x1b\[1;4magents", written)
    assert b"[red]" in written
    assert b":smile:" in written
    assert b"\x1b[31m" not in written


def test_a_dumb_terminal_gets_the_overview_instead_of_the_explorer(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The agents met on 5 May 2020.\n")
    written = shown(str(tmp_path), TERM="dumb")
    assert b"documents: 1" in written
    assert b"\x1b" not in written


def test_the_explorer_needs_keys(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The agents met.\n")
    written = shown(str(tmp_path), stdin=subprocess.DEVNULL)
    assert b"standard input is not a terminal" in written
    assert b"Traceback" not in written
