"""`sourcebook index --watch`: a line a file, trouble is said and it goes on, Ctrl-C ends it well."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue, SimpleQueue

import pytest

from search.errors import CancelledError, CorpusError
from search.model import FileChange, FileChangeKind, FolderNews, Problem, Status
from tests.conftest import ROOT
from tests.search import corpora
from tui.cli.watching import Watcher

Captured = pytest.CaptureFixture[str]


class Folder:
    """A library that does as it is told; what it was asked to do is in `did`."""

    def __init__(self, said: SimpleQueue[FolderNews | None]) -> None:
        self.said = said
        self.did: list[str] = []
        self.stale = False
        self.error: CorpusError | None = None
        self.meanwhile: list[FolderNews | None] = []
        self.found = (Problem("Empty document", "b.md has no text.", "Fill it.", "b.md"),)

    def changed(self) -> bool:
        return self.stale

    def problems(self) -> tuple[Problem, ...]:
        return self.found

    def update(self, show: object, *, analyse: bool, cancelled: object) -> Status:
        self.did.append("analyse" if analyse else "read")
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        if analyse and self.meanwhile:
            self.said.put(self.meanwhile.pop(0))
            assert cancelled()  # type: ignore[operator]
            raise CancelledError
        return Status()


def news(*changes: tuple[str, FileChangeKind], note: str = "", begun: bool = False) -> FolderNews:
    return FolderNews(tuple(FileChange(*change) for change in changes), begun, note)


def told(*rows: FolderNews, as_json: bool = False, **state: object) -> Folder:
    """A watcher that is told these and then asked to end."""
    said: SimpleQueue[FolderNews | None] = SimpleQueue()
    folder = Folder(said)
    for name, value in state.items():
        setattr(folder, name, value)
    for row in rows:
        said.put(row)
    said.put(None)
    Watcher(folder, said, lambda: said.empty() and not folder.meanwhile, as_json).run()  # type: ignore[arg-type]
    return folder


def test_every_file_is_one_line_with_what_is_wrong_with_it(capsys: Captured) -> None:
    folder = told(news(("a.md", "new"), ("b.md", "changed"), ("c\x1b.md", "gone")))
    assert capsys.readouterr().out == "new\ta.md\nchanged\tb.md\tb.md has no text.\ngone\tc.md\n"
    assert folder.did == ["read", "analyse"]


def test_as_json_every_line_is_an_object(capsys: Captured) -> None:
    told(news(("a.md", "new"), ("b.md", "changed")), as_json=True)
    assert [json.loads(row) for row in capsys.readouterr().out.splitlines()] == [
        {"change": "new", "doc": "a.md", "problem": None},
        {"change": "changed", "doc": "b.md", "problem": "b.md has no text."},
    ]


def test_what_changed_before_the_watch_began_is_read_without_a_line(capsys: Captured) -> None:
    assert told(news(begun=True)).did == []
    assert told(news(begun=True), stale=True).did == ["read", "analyse"]
    assert capsys.readouterr().out == ""


def test_trouble_is_said_and_the_rest_goes_on(capsys: Captured) -> None:
    error = CorpusError("Codebook not read", "corpus.yaml, line 2", "Correct it.")
    folder = told(news(("corpus.yaml", "changed")), news(("a.md", "new"), note="Looked at."), error=error)
    said = capsys.readouterr()
    assert "corpus.yaml, line 2 Correct it." in said.err
    assert "Looked at." in said.err
    assert said.out == "changed\tcorpus.yaml\nnew\ta.md\n"
    assert folder.did == ["read", "read", "analyse"]


def test_an_analysis_that_gives_way_is_begun_again_whatever_comes() -> None:
    folder = told(news(("a.md", "new")), meanwhile=[news(("b.md", "new")), news(note="Looked at.")])
    assert folder.did == ["read", "analyse", "read", "analyse", "read", "analyse"]


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Queue[str]]]:
    """The command on a small folder, and the lines it prints."""
    folder = corpora.make(tmp_path / "letters")
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "index", "--watch", "--json", "--corpus", str(folder)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    rows: Queue[str] = Queue()

    def listen() -> None:
        assert process.stdout is not None
        for row in process.stdout:
            rows.put(row)

    threading.Thread(target=listen, daemon=True).start()
    yield process, rows
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_on_until_it_is_asked_to_end(
    lines: tuple[subprocess.Popen[str], Queue[str]], tmp_path: Path, number: signal.Signals
) -> None:
    process, rows = lines
    assert json.loads(rows.get(timeout=120))["documents"] == 3
    new = tmp_path / "letters" / "west.md"
    seen = None
    for attempt in range(100):  # the watch begins after the first line
        new.write_text(f"Attempt {attempt}.", "utf-8")
        try:
            seen = json.loads(rows.get(timeout=1))
            break
        except Empty:
            continue
    assert seen is not None
    assert (seen["doc"], seen["problem"]) == ("west.md", None)
    process.send_signal(number)
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
