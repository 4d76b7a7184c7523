"""One test in a real terminal for each promise made of the terminal (the design, § 5)."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.terminal.conftest import EXPLORER, Open, homes
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal


def ready(terminal: Terminal) -> Terminal:
    """The explorer with its panes filled and nothing more to come."""
    terminal.wait_for("Results")
    terminal.settle(1.0)
    return terminal


# ---- bytes on the wire, 120×40, true colour --------------------------------------------------------------------


def test_doing_nothing_sends_nothing(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        assert terminal.idle(2) == 0


@pytest.mark.parametrize("pane", ["1", "e", "t", "c"])
def test_a_cursor_move_costs_at_most_400_bytes(explorer: Open, pane: str) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.cost(pane)
        costs = [terminal.cost(key) for key in ("down", "down", "up", "j", "k")]
        assert 0 < max(costs) <= 400, costs


@pytest.mark.parametrize("pane", ["1", "e", "t"])
def test_a_cursor_move_costs_no_more_in_a_pane_on_the_whole_screen(explorer: Open, pane: str) -> None:
    """The comparison is left out: there a move changes the passages shown beside the grid, which are what is read."""
    with explorer() as terminal:
        ready(terminal)
        terminal.cost(pane)
        terminal.cost("z")
        costs = [terminal.cost(key) for key in ("down", "up")]
        assert max(costs) <= 400, costs


def test_a_typed_letter_costs_at_most_400_bytes_beside_the_results_it_changes(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.send("/")
        for letter in "zzqx":  # from the second letter on nothing is found before or after
            terminal.cost(letter)
        costs = [terminal.cost(letter) for letter in "zqzx"]
        assert 0 < max(costs) <= 400, costs


def test_a_change_of_focus_costs_at_most_20_kilobytes(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        costs = [terminal.cost("tab") for _ in range(6)]
        assert 0 < max(costs) <= 20_000, costs


# ---- the ends --------------------------------------------------------------------------------------------------


def nothing_runs_in(session: int) -> bool:
    """Whether no process of the session is left: the explorer's own and those it started."""
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was_found(explorer: Open, number: signal.Signals) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.left_on() == []


def test_a_signal_while_the_corpus_is_analysed_ends_that_too(tmp_path: Path) -> None:
    with Terminal([*EXPLORER, "demo"], folder=ROOT, environ=homes(tmp_path)) as terminal:
        terminal.wait_for("Results")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert terminal.left_on() == []
        terminal.wait_until(lambda: nothing_runs_in(terminal.process.pid), "end of the analysing process")


def test_quitting_leaves_the_terminal_as_it_was_found(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert terminal.left_on() == []


def test_the_shell_gets_the_terminal_back_while_stopped(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        state = Path(f"/proc/{terminal.process.pid}/stat")
        if not state.exists():
            pytest.skip("no /proc to see a stopped process in")
        terminal.send("ctrl+z")
        terminal.wait_until(lambda: state.read_text().rsplit(")", 1)[1].split()[0] == "T", "stopped process")
        terminal.settle()
        assert terminal.left_on() == []
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("Results")


# ---- terminals that can do less --------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "environ"), [
    (("demo", "--theme", "mono"), {}),
    (("demo",), {"NO_COLOR": "1"}),
    (("demo", "--theme", "light"), {"NO_COLOR": "1"}),
])  # fmt: skip
def test_no_colour_code_is_sent_where_none_may_be(
    explorer: Open, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    with explorer(*arguments, environ=environ) as terminal:
        ready(terminal)
        terminal.send("/")
        terminal.type("immunity")
        terminal.settle()
        terminal.send("enter", "enter", "n", "e", "t", "c", "?")
        terminal.settle()
        terminal.send("escape", ":")
        terminal.settle()
        assert terminal.colours_sent() == []


def test_a_dumb_terminal_gets_plain_text(explorer: Open) -> None:
    with explorer(term="dumb") as terminal:
        terminal.wait_exit()
        assert b"\x1b" not in terminal.raw
        assert terminal.text.strip()


def test_a_pipe_gets_plain_text(prepared: Path) -> None:
    environ = {**Terminal.inherited(), **homes(prepared), "TERM": "xterm-256color"}
    done = subprocess.run(
        [*EXPLORER, "demo"], cwd=ROOT, env=environ, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 0
    assert done.stdout.strip()
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (100, 30), (120, 40), (200, 50)])
def test_searching_reading_and_coming_back_works_at_every_size(explorer: Open, columns: int, rows: int) -> None:
    with explorer(columns=columns, rows=rows) as terminal:
        ready(terminal)
        assert len(terminal.text) > columns * rows // 20
        terminal.send("/")
        terminal.type("immunity")
        terminal.wait_for("immunity")
        terminal.settle()
        terminal.send("enter", "enter")
        terminal.settle()
        assert "▸" in terminal.text
        for key in ("n", "N", "e", "t", "c", "1", "z", "z"):
            terminal.send(key)
            terminal.settle(0.15)
        terminal.send("?")
        terminal.settle()
        terminal.send("escape")
        terminal.settle()
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_a_window_too_small_says_so_and_recovers(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.resize(50, 12)
        terminal.wait_for("oo small")
        terminal.resize(80, 24)
        terminal.wait_for("Results")
        terminal.wait_gone("oo small")


# ---- nothing from the corpus is trusted ------------------------------------------------------------------------

TITLE = "Sealed\x1b]0;owned\x07 [bold red]Minutes[/] \u202eevil\u2066 \x9b31m"
BODY = (
    "On 3 May 1921 \x1b[2J\x1b[31;7mHarriet Quill\x1b]52;c;b3duZWQ=\x07 of the [link=file:///x]Harbour Board[/link] "
    "signed\u202e the \u200bregister of \x9b5mvessels\x90q\x9c in Port Ellery. "
    "[@click=app.quit]Press[/] \x1b[6n\x05\n\n"
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A corpus whose names, titles and texts try to reach the terminal."""
    folder = tmp_path / "cor\x1b[5mpus"
    folder.mkdir()
    front = '---\ntitle: {}\nsource: "A\\e[7mpaper[/b]"\nauthor: "[red]Nobody\\x07"\ndate: 1921-05-04\n---\n'
    (folder / "one.md").write_text(front.format('"' + TITLE.encode("unicode_escape").decode() + '"') + BODY * 20,
                                   encoding="utf-8")  # fmt: skip
    (folder / "two\x1b[2J\u202e[b].txt").write_text("Harriet Quill left on 5 May 1921.\n" + BODY, encoding="utf-8")
    (folder / "raw.txt").write_bytes(b"The Harbour Board met on 6 May 1921.\xff\xfe\x9b31m \x1b[?1049l\n" * 50)
    return folder


HARMFUL = (
    b"\x1b]0;", b"owned\x07", b"\x1b]52", b"\x1b[2J\x1b[31", b"\x1b[5m", b"\x1b[6n", b"\x05", b"\xc2\x9b",
    b"\xc2\x90", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x80\x8b", b"\x1b[31;7m",
)  # fmt: skip


def test_nothing_harmful_from_a_document_reaches_the_terminal(hostile: Path, tmp_path: Path) -> None:
    with Terminal([*EXPLORER, str(hostile)], folder=ROOT, environ=homes(tmp_path / "home")) as terminal:
        terminal.wait_for("Results")
        terminal.wait_for("Minutes", 60)
        terminal.settle(2.0, 120)
        terminal.send("/")
        terminal.type("harbour")
        terminal.settle()
        terminal.send("enter", "enter")
        terminal.settle()
        for key in ("n", "N", "]", "]", "i", "escape", "e", "down", "enter", "t", "down", "enter", "c", "enter", "D"):
            terminal.send(key)
            terminal.settle(0.2)
        assert terminal.process.poll() is None, terminal.text
        for harmful in HARMFUL:
            assert harmful not in terminal.raw, harmful
        terminal.send("escape", "q")
        terminal.settle()


def test_a_document_of_one_line_of_a_megabyte_opens(tmp_path: Path) -> None:
    """While it is still being analysed, too."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "long.txt").write_text("Harriet Quill kept 中文 the harbour. " * 30_000, encoding="utf-8")
    (folder / "short.txt").write_text("The harbour was closed on 5 May 1921.", encoding="utf-8")
    with Terminal([*EXPLORER, str(folder)], folder=ROOT, environ=homes(tmp_path / "home")) as terminal:
        terminal.wait_for("short")
        terminal.send("/")
        terminal.type("kept")
        terminal.wait_for("kept 中文")
        terminal.send("enter", "enter")
        terminal.wait_for("hit 1/")
        terminal.send("G")
        terminal.wait_until(lambda: "harbour." in terminal.lines[-2], "end of the text")
        terminal.send("q")
        assert terminal.wait_exit() == 0
