"""The analysis runs in a process of its own: it reports, stops when asked, ends with its parent, and fails in words."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.library import Library, LibrarySpec
from search.model import Progress
from search.store.lock import writer_lock
from tests.search import corpora

PATIENCE = 60.0  # seconds; nothing here takes that long, and a test that hangs must end


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpora.make(tmp_path / "letters")


class Heard:
    """Events as they come."""

    def __init__(self) -> None:
        self.queue: queue.Queue[Progress] = queue.Queue()
        self.all: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.queue.put(progress)

    def until(self, stage: str) -> Progress:
        """The next event of a stage, or with an error."""
        while True:
            progress = self.queue.get(timeout=PATIENCE)
            self.all.append(progress)
            if progress.stage == stage or progress.error:
                return progress


def test_it_brings_the_library_up_to_date(folder: Path) -> None:
    heard = Heard()
    with Library(folder) as library:
        work = library.start_work(heard)
        last = heard.until("done")
        assert last.error == "", last.error
        assert work.wait(PATIENCE)
        assert not work.running
        work.stop()
        assert library.status().analysed == 3
        assert not library.changed()
        assert "spacy" not in sys.modules or "search.worker" not in sys.modules


def test_stopping_is_clean_and_may_be_done_twice(tmp_path: Path) -> None:
    heard = Heard()
    with Library(corpora.many(tmp_path / "many", 400)) as library:
        work = library.start_work(heard)
        heard.until("names")
        work.stop()
        work.stop()
        assert not work.running
        assert work.wait(PATIENCE)
        assert library.status().searchable == 400, "what was finished is kept"
        with writer_lock(library.folder) as free:
            assert free
        assert "Traceback" not in work.log.read_text()


def test_a_worker_that_is_killed_is_told_of(tmp_path: Path) -> None:
    heard = Heard()
    with Library(corpora.many(tmp_path / "many", 300)) as library:
        work = library.start_work(heard)
        heard.until("reading")
        os.kill(work.pid, signal.SIGKILL)
        while not (last := heard.queue.get(timeout=PATIENCE)).error:
            pass
        assert "signal 9" in last.error
        assert str(work.log) in last.error


def test_trouble_comes_back_as_words(folder: Path) -> None:
    heard = Heard()
    with Library(folder) as library:
        (folder / "corpus.yaml").write_text("title: [\n")
        library.start_work(heard)
        last = heard.until("done")
        assert "corpus.yaml" in last.error
        assert "Traceback" not in last.error


def test_a_second_explorer_reads_along_and_takes_over(folder: Path) -> None:
    heard = Heard()
    with Library(folder) as library:
        with writer_lock(library.folder) as mine:
            assert mine
            library.start_work(heard)
            while "Another Sourcebook" not in heard.until("names").message:
                pass
        assert heard.until("done").error == ""
        assert library.status().analysed == 3


def _worker(folder: Path, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "search.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3]), **(env or {})},
    )


def test_it_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    folder = corpora.many(tmp_path / "many", 2000)
    worker = _worker(folder)
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(LibrarySpec(str(folder)).to_json() + "\n")
    worker.stdin.flush()
    first = json.loads(worker.stdout.readline())
    assert first["stage"] == "reading"
    worker.stdin.close()
    # The pipe goes on being read, so nothing but the closed stdin can have ended it before the last document.
    stages = [json.loads(line)["stage"] for line in worker.stdout]
    assert worker.wait(PATIENCE) == 0
    assert "done" not in stages


def test_it_says_nothing_but_events_on_stdout_and_ends_on_sigterm(tmp_path: Path) -> None:
    folder = corpora.many(tmp_path / "many", 2000)
    worker = _worker(folder)
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(LibrarySpec(str(folder)).to_json() + "\n")
    worker.stdin.flush()
    worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    rest = worker.stdout.read()
    assert worker.wait(PATIENCE) == 0
    for line in rest.splitlines():
        Progress(**json.loads(line))
    assert worker.stderr is not None
    assert "Traceback" not in worker.stderr.read()


def test_nothing_is_imported_from_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus may hold files named like modules; the worker must not take them for such."""
    folder = corpora.make(tmp_path / "letters")
    for name in ("json.py", "search.py", "sqlite3.py", "yaml.py"):
        (folder / name).write_text("raise SystemExit('imported from the corpus')\n")
    monkeypatch.chdir(folder)
    heard = Heard()
    with Library(folder) as library:
        library.start_work(heard)
        assert heard.until("done").error == ""


def test_an_unreadable_description_is_told_of(tmp_path: Path) -> None:
    worker = _worker(tmp_path)
    out, _ = worker.communicate("not a library\n", timeout=PATIENCE)
    assert json.loads(out.splitlines()[-1])["error"]
    assert worker.returncode == 1


def test_nothing_on_stdin_is_nothing_to_do(tmp_path: Path) -> None:
    worker = _worker(tmp_path)
    out, err = worker.communicate("", timeout=PATIENCE)
    assert (worker.returncode, out, err) == (0, "", "")


def test_a_description_survives_the_way(folder: Path) -> None:
    spec = LibrarySpec(str(folder), None, False)
    assert LibrarySpec.from_json(spec.to_json()) == spec
    with Library(folder, curated=False) as library:
        assert library.spec == LibrarySpec(str(folder.resolve()), None, False)
