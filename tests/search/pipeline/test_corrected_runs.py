"""Runs that redo a correction's analysis and are cut short, crowded or out of room: what is the reader's stays, the
next run heals."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.errors import StorageError
from search.library import Library
from search.model import Correction
from search.paths import data_dir
from search.pipeline import runner as pipeline
from search.store import writer as storing
from search.store.findings import StoredFindings
from tests.search import corpora

ROOT = Path(__file__).resolve().parents[3]
RENAMED = Correction("rename", ("Ana Ruiz",), to="Ana R.")
DATED = Correction("published", docs=("east.txt",), to="2021-05-01")

ALONE = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from search.analysis.names import recognizer as names
from search.library import Library
from search.model.corrections import Correction
from search.pipeline import inputs
names.load_model = lambda: None
inputs.installed_model = lambda: ""
library = Library(sys.argv[2])
"""

KILLED = (
    ALONE
    + """
from search.store import findings, stage_cache as stages, writer as storing
from search.userdata import yaml_file
left = [int(sys.argv[3])]

def deadly(owner, name):
    real = getattr(owner, name)
    def step(*args, **kwargs):
        for moment in ("before", "after"):
            if moment == "after":
                result = real(*args, **kwargs)
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, step)

for owner, steps in (
    (yaml_file.OwnFile, "_replace"),
    (storing.Writer, "put set_indexed replace_findings set_meta"),
    (stages.Stages, "put"),
    (findings.StoredFindings, "_store_names _store_times _store_comparison"),
):
    for name in steps.split():
        deadly(owner, name)
library.corrections.make(Correction("rename", ("Harbor Authority",), to="Port Office"))
library.update()
print("end")
"""
)


@pytest.fixture(autouse=True)
def by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpora.make(tmp_path / "letters")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """Analysed, with two corrections that are not applied yet."""
    with Library(folder) as library:
        library.update()
        library.corrections.make(RENAMED)
        library.corrections.make(DATED)
        yield library


def _kinds(library: Library) -> list[str]:
    return [row.kind for row in library.corrections.all()]


def _people(library: Library) -> list[str]:
    return [entity.name for entity in library.entities() if entity.type == "person"]


def _shown(library: Library) -> dict[str, object]:
    library.update()
    assert not library.changed()
    return corpora.seen(library) | {
        "corrections": [(row.kind, row.names, row.to, row.problem) for row in library.corrections.all()]
    }


def test_killed_at_any_moment_a_corrected_corpus_ends_as_if_uninterrupted(tmp_path: Path) -> None:
    def run(place: str, step: int) -> tuple[dict[str, object], int]:
        folder = corpora.make(tmp_path / place / "letters")
        with Library(folder) as library:
            library.update()
            library.corrections.make(RENAMED)
            library.corrections.make(DATED)
            done = subprocess.run(
                [sys.executable, "-c", KILLED, str(ROOT), str(folder), str(step)],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode in (0, -signal.SIGKILL), done.stderr
            kinds = _kinds(library)
            assert kinds[:2] == ["rename", "published"]
            assert library.problems() == ()
            if len(kinds) == 2:  # killed before it was kept: the reader saw no answer, and says it again
                library.corrections.make(Correction("rename", ("Harbor Authority",), to="Port Office"))
            return _shown(library), done.returncode

    expected, _ = run("whole", 0)
    for step in range(1, 100, 3):
        seen, code = run(f"cut{step}", step)
        assert seen == expected, step
        if code == 0:
            break
    assert code == 0
    assert step > 10


def test_two_processes_updating_while_corrections_are_made(library: Library, folder: Path) -> None:
    work = ALONE + "for _ in range(8):\n    library.update()\n"
    others = [subprocess.Popen([sys.executable, "-c", work, str(ROOT), str(folder)]) for _ in range(2)]
    made = 0
    try:
        while made < 8 or any(other.poll() is None for other in others):
            if made < 8:
                library.corrections.make(
                    Correction("rename", (f"Ana {made}" if made else "Ana R.",), to=f"Ana {made + 1}")
                )
                made += 1
            library.update()
            assert len(_people(library)) == 1
    finally:
        codes = [other.wait(timeout=60) for other in others]
    assert codes == [0, 0]
    assert len(_kinds(library)) == 10
    assert _people(library) == ["Ana 8"]
    assert not any(row.problem for row in library.corrections.all())


def test_corrections_that_are_removed_while_open_are_as_if_never_made(library: Library, folder: Path) -> None:
    library.update()
    assert _people(library) == ["Ana R."]
    (data_dir(library.key) / "corrections.yaml").unlink()
    assert library.changed()
    library.update()
    assert _people(library) == ["Ana Ruiz"]
    assert library.documents()[0].published != "2021-05-01"
    assert not library.changed()


def test_corrections_that_are_emptied_while_open_come_back_from_the_copy_and_that_is_told(library: Library) -> None:
    library.update()
    (data_dir(library.key) / "corrections.yaml").write_bytes(b"")
    assert library.changed()
    library.update()
    assert _people(library) == ["Ana R."]
    assert [problem.title for problem in library.problems()] == ["A file of yours cannot be read"]
    assert not library.changed()


@pytest.mark.parametrize("part", ["_store_names", "_store_times", "_store_quotations", "_store_comparison"])
def test_a_disk_that_fills_while_findings_are_stored_leaves_the_ones_before(
    library: Library, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    before = corpora.seen(library)

    def full(self: StoredFindings, db: sqlite3.Connection, *_: object) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        db.execute("CREATE TABLE filler AS SELECT zeroblob(10000000)")

    with monkeypatch.context() as patch:
        patch.setattr(StoredFindings, part, full)
        with pytest.raises(StorageError, match="full"):
            library.update()
    after = corpora.seen(library)
    for key in ("entities", "mentions", "events"):
        assert after[key] == before[key]
    assert _kinds(library) == ["rename", "published"]
    assert library.changed()
    library.update()
    assert _people(library) == ["Ana R."]
    assert not library.changed()


def test_a_day_of_publication_takes_nothing_off_the_panes_meanwhile(library: Library) -> None:
    before = library.mentions_in("east.txt")
    assert before
    library.update(analyse=False)
    assert library.document("east.txt").published == "2021-05-01"
    assert library.mentions_in("east.txt") == before
    assert [doc.id for doc in library.documents("date:2021-05")] == ["east.txt"]
    library.update()
    assert [row.text for row in library.mentions_in("east.txt")] == [row.text for row in before]
    assert not library.changed()


def test_a_store_of_the_layout_before_is_made_anew_and_the_readers_own_is_kept(library: Library, folder: Path) -> None:
    library.update()
    library.add_bookmark("north.md", 0, 4, "On M")
    library.close()
    with sqlite3.connect(library.folder / "store.sqlite") as db:
        db.execute("DROP TABLE quotations")
        db.execute("PRAGMA user_version = 1")
    db.close()
    with Library(folder) as again:
        assert again.entities() == ()
        assert again.changed()
        again.update()
        (problem,) = again.problems()
        assert problem.title == pipeline.REBUILT
        assert "another version" in problem.message
        assert _people(again) == ["Ana R."]
        assert _kinds(again) == ["rename", "published"]
        assert len(again.bookmarks()) == 1


@pytest.mark.parametrize("moment", [-5, 4_000_000_000])
def test_files_and_corrections_of_another_clock_are_read_once(library: Library, folder: Path, moment: int) -> None:
    os.utime(folder / "north.md", (moment, moment))
    assert library.changed()
    library.update()
    assert not library.changed()
    later = Correction("rename", ("Ana R.",), to="Ana", created="1970-01-01T00:00:00+00:00")
    library.corrections.make(later)  # what counts is the order of the rows
    library.update()
    assert _people(library) == ["Ana"]
    undone = library.corrections.undo()
    assert undone is not None
    assert undone.to == "Ana"


def test_a_correction_made_while_the_work_runs_is_applied_by_the_next(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_findings = storing.Writer.replace_findings
    late = Correction("rename", ("Harbor Authority",), to="Port Office")

    def meanwhile(self: storing.Writer, *found: object) -> None:
        library.corrections.make(late)
        replace_findings(self, *found)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(storing.Writer, "replace_findings", meanwhile)
        library.update()
    assert library.changed()
    library.update()
    assert "Port Office" in {entity.name for entity in library.entities()}
    assert not library.changed()
