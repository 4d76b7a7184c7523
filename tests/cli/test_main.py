"""The command as a process: quick to start, quiet when a pipe closes or Ctrl-C is pressed, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tui.__main__ import main
from tui.cli.output import is_rich

SOURCEBOOK = [sys.executable, "-m", "tui"]

# Heavy packages that a search in a pipe has no use for.
HEAVY = ("textual", "rich", "spacy", "httpx", "frontmatter", "asyncio")


def run(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with the test's folders."""
    return subprocess.run([*SOURCEBOOK, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of two documents, one of them hostile in every way a file can be."""
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "plain.txt").write_text("The agents were arrested in October 2020.\n\nNobody was charged with anything.\n")
    name = "bad\x1b[31m\u202e[bold]name[b].txt"
    (made / name).write_text(
        "Title \x1b]0;owned\x07 [red]agents[/red] \u202eesrever\n\nAgents \x1b[2J\x9b31m met :smile: on 5 May 2021.\n"
    )
    return made


def test_help_and_version_exit_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    for line in (["--help"], ["search", "--help"], ["--version"]):
        with pytest.raises(SystemExit) as ended:
            main(line)
        assert ended.value.code == 0
    assert "sourcebook" in capsys.readouterr().out


def test_trouble_is_told_in_two_lines_and_exits_with_two() -> None:
    done = run("entities", "--corpus", "/no/such/folder")
    assert done.returncode == 2
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("sourcebook: No such folder: ")
    assert second.startswith("  ")


def test_an_error_of_ours_is_logged_and_told_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    def broken(_arguments: object) -> int:
        raise RuntimeError("this is \x1b[31mours")

    monkeypatch.setattr("tui.cli.subcommands.keys.run", broken)
    assert main(["keys"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "\x1b" not in said
    (log,) = own_folders.rglob("sourcebook.log")
    assert str(log) in said
    assert "Traceback" in log.read_text()


def test_search_imports_nothing_heavy(folder: Path) -> None:
    assert run("search", "agents", "--corpus", str(folder)).returncode == 0
    code = (
        "import sys; from tui.__main__ import main; main(sys.argv[1:]); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "search", "agents", "--corpus", str(folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout
    assert not set(HEAVY) & set(done.stderr.split())


def test_hostile_names_and_texts_are_shown_harmlessly(folder: Path) -> None:
    for line in (["search", "agents"], ["entities"], ["timeline"], ["compare"], ["doctor"], ["index"]):
        done = run(*line, "--corpus", str(folder))
        assert "Traceback" not in done.stderr
        assert not set("\x1b\x07\x9b\u202e") & set(done.stdout + done.stderr), line
    done = run("search", "agents", "--corpus", str(folder), "--json")
    assert not set("\x1b\x07\x9b\u202e") & set(done.stdout)
    assert any("[bold]name[b]" in hit["doc"] for hit in json.loads(done.stdout)["hits"])


def test_exit_codes_are_those_of_grep(folder: Path) -> None:
    assert run("search", "arrested", "--corpus", str(folder)).returncode == 0
    nothing = run("search", "zebra", "--corpus", str(folder))
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert run("search").returncode == 2


def test_a_pipe_that_closes_early_is_no_trouble(folder: Path) -> None:
    run("index", "--corpus", str(folder))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*SOURCEBOOK, "search", "agents", "--corpus", str(folder)], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", [("search", "agents"), ("timeline",), ("timeline", "--json")], ids=" ".join)
def test_a_full_disk_behind_the_output_is_told_as_such(folder: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*SOURCEBOOK, *words, "--corpus", str(folder)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith("sourcebook: Cannot write the output: ")


def test_an_output_that_is_closed_is_told_as_such(folder: Path) -> None:
    line = f'"{sys.executable}" -m tui search agents --corpus "{folder}" >&-'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("sourcebook: Cannot write the output: ")


def test_the_overview_says_what_there_is(folder: Path) -> None:
    done = run(str(folder))
    assert done.returncode == 0
    assert "documents: 2" in done.stdout


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for line in (["search", "x", "--corpus", str(tmp_path / "empty")], [str(tmp_path / "empty")]):
        done = run(*line)
        assert done.returncode == 2
        assert done.stderr.startswith("sourcebook: No documents: ")
        assert "Text, Markdown, PDF" in done.stderr.splitlines()[1]


def test_a_folder_of_which_nothing_can_be_used_names_the_first_problem(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "blob.txt").write_bytes(bytes(range(256)) * 40)
    for _ in range(2):
        done = run("search", "x", "--corpus", str(tmp_path / "corpus"))
        assert done.returncode == 2
        assert "blob.txt" in done.stderr
        assert "doctor" in done.stderr


def test_ctrl_c_keeps_what_was_done_and_the_next_start_goes_on(tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(1500):
        (many / f"{number:04}.txt").write_text(f"Agent number {number} was arrested in May 2020 in Mexico.\n" * 20)
    process = subprocess.Popen(
        [*SOURCEBOOK, "index", "--corpus", str(many)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    first = process.stderr.readline()  # the first line of progress: work has begun
    threading.Thread(target=process.send_signal, args=(signal.SIGINT,)).start()
    _, rest = process.communicate(timeout=120)
    assert process.returncode == 130, first + rest
    assert "Traceback" not in rest
    assert "Kept:" in rest
    done = run("search", "agent", "--corpus", str(many), "--limit", "1")
    assert done.returncode == 0


def test_the_originals_that_name_garcia_luna_are_found(originals: Path) -> None:
    done = run("search", "garcia luna", "--corpus", str(originals))
    found = [line.split("\t")[0] for line in done.stdout.splitlines()]
    named = [file.name for file in sorted(originals.glob("*.txt")) if "García Luna" in file.read_text()]
    assert sorted(found) == named
    assert len(named) == 2


def test_output_to_a_file_is_plain() -> None:
    assert not is_rich()
