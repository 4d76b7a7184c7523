"""Only what changed is done again, and a process killed at any moment leaves nothing wrong."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from search.analysis.dates import tagger as dates
from search.analysis.names import recognizer as names
from search.errors import CancelledError, CorpusError, StorageError
from search.index import manifest
from search.library import Library
from search.model import Progress
from search.pipeline import analysis_run as analysing
from search.pipeline import code_versions as fingerprints
from search.pipeline import document_stages
from search.pipeline import runner as pipeline
from search.store.lock import writer_lock
from search.store.writer import Stored
from search.workspace import Workspace
from tests.search import corpora


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpora.make(tmp_path / "letters")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library(folder) as made:
        yield made


class Counted:
    """A function that counts its calls."""

    def __init__(self, function: object) -> None:
        self.function = function
        self.calls = 0

    def __call__(self, *args: object, **kwargs: object) -> object:
        self.calls += 1
        return self.function(*args, **kwargs)  # type: ignore[operator]


def test_stages_come_in_order_and_search_works_first(library: Library) -> None:
    stages: list[str] = []
    found: dict[str, int] = {}

    def watch(progress: Progress) -> None:
        if not stages or stages[-1] != progress.stage:
            stages.append(progress.stage)
            found[progress.stage] = library.search("bridge").total

    library.update(watch)
    assert stages[:3] == ["reading", "indexing", "names"]
    assert stages[-1] == "done"
    assert found["names"] == 2, "searchable before it is analysed"
    assert library.events()


def test_an_unchanged_corpus_is_not_opened_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.update()
    opened: list[str] = []
    real_open, real_io = builtins.open, Path.open

    def note(path: object) -> None:
        if str(path).startswith(str(folder)) and not str(path).endswith("corpus.yaml"):
            opened.append(str(path))

    def spy(path: object, *args: object, **kwargs: object) -> object:
        note(path)
        return real_open(path, *args, **kwargs)  # type: ignore[call-overload]

    def spy_path(path: Path, *args: object, **kwargs: object) -> object:
        note(path)
        return real_io(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", spy)
    monkeypatch.setattr(Path, "open", spy_path)
    with Library(folder) as again:
        assert not again.changed()
        before = again.status()
        assert again.update() == before
    assert opened == []


def test_whether_files_changed_is_told_without_parsing_the_codebook(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every search asks; parsing YAML would take as long as the search."""
    library.update(analyse=False)
    with Library(folder) as again, monkeypatch.context() as patch:
        patch.setattr(Workspace, "corpus", lambda _: pytest.fail("the codebook was parsed"))
        assert not again.changed(analysis=False)
    (folder / "new.txt").write_text("A new letter about the harbor and its cranes.\n", encoding="utf-8")
    assert library.changed(analysis=False)
    library.update(analyse=False)
    assert not library.changed(analysis=False)
    (folder / "corpus.yaml").write_text("title: Another\n", encoding="utf-8")
    assert library.changed(analysis=False)


def test_an_index_of_another_version_is_made_anew_before_it_is_searched(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.update(analyse=False)
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "SCHEMA_VERSION", "another")
        assert library.changed(analysis=False)
        library.update(analyse=False)
        assert not library.changed(analysis=False)
        assert library.search("bridge").total == 2


def test_a_changed_document_is_replaced_everywhere(library: Library, folder: Path) -> None:
    library.update()
    (folder / "east.txt").write_text("Notes on ferries\n\nThe ferry Primrose sails on June 1, 2022.\n")
    assert library.changed()
    library.update()
    assert library.documents("marigold") == ()
    assert [d.id for d in library.documents("primrose")] == ["east.txt"]
    assert "Primrose" in library.text("east.txt").text
    assert [e.date.edtf for e in library.events() if e.doc == "east.txt"] == ["2022-06-01"]
    assert library.mentions_in("east.txt") == tuple(
        m for m in library.mentions_in("east.txt") if library.text("east.txt").text[m.start : m.end] == m.text
    )


def test_a_removed_document_is_gone_everywhere(library: Library, folder: Path) -> None:
    library.update()
    (folder / "south.md").unlink()
    library.update()
    assert [d.id for d in library.documents()] == ["east.txt", "north.md"]
    assert "south.md" not in repr(corpora.seen(library))
    assert [d.id for d in library.documents("bridge")] == ["north.md"]


def test_a_renamed_document_is_not_analysed_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.update()
    counted = Counted(names.mentions_in)
    monkeypatch.setattr(names, "mentions_in", counted)
    (folder / "south.md").rename(folder / "renamed.md")
    library.update()
    assert counted.calls == 0
    assert "renamed.md" in [d.id for d in library.documents("bridge")]
    assert library.mentions_in("renamed.md")


def test_only_what_changed_is_analysed_again(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.update()
    counted_names, counted_dates = Counted(names.mentions_in), Counted(dates.expressions_in)
    monkeypatch.setattr(names, "mentions_in", counted_names)
    monkeypatch.setattr(dates, "expressions_in", counted_dates)
    text = (folder / "north.md").read_text()
    (folder / "north.md").write_text(text.replace("2021-03-04", "2021-03-05"))
    library.update()
    assert counted_names.calls == 0, "names do not depend on the metadata"
    assert counted_dates.calls == 1, "dates depend on the day of publication"
    assert library.document("north.md").published == "2021-03-05"


def test_a_changed_codebook_redoes_what_rests_on_it_alone(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.update()
    counted = Counted(names.mentions_in)
    monkeypatch.setattr(names, "mentions_in", counted)
    (folder / "corpus.yaml").write_text(corpora.CODEBOOK.replace("Ferries", "Boats").replace("Bridges", "Tarn"))
    assert library.changed()
    library.update()
    assert counted.calls == 0
    assert [t.name for t in library.comparison().topics] == ["Cracks", "Boats"]
    assert library.title == "Tarn"
    assert not library.changed()


def test_another_analyser_version_analyses_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.update()
    counted = Counted(names.mentions_in)
    monkeypatch.setattr(names, "mentions_in", counted)
    version = fingerprints.code_version
    monkeypatch.setattr(fingerprints, "code_version", lambda stage: "other" if stage == "names" else version(stage))
    assert library.changed()
    library.update()
    assert counted.calls == 3
    assert not library.changed()


def test_an_inferred_day_of_publication_is_stored_with_its_reason_and_found(folder: Path) -> None:
    (folder / "old.txt").write_text(corpora.UNDATED)
    with Library(folder) as library:
        library.update()
        document = library.document("old.txt")
        assert document.published_inferred
        assert document.provenance["published"].why
        assert "old.txt" in [d.id for d in library.documents("date:2018")]
        assert not library.changed()


@pytest.mark.parametrize("bad", [b"", b"\x00\x01\x02\xff" * 100])
def test_a_file_that_cannot_be_used_is_told_of_once_and_the_rest_goes_on(
    folder: Path, bad: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.txt").write_bytes(bad)
    with Library(folder) as library:
        library.update()
        assert len(library.documents()) == 3
        (unread,) = [one for one in library.account().unread if one.file == "bad.txt"]
        assert (unread.file, unread.outcome) == ("bad.txt", "unreadable" if bad else "set aside")
        assert unread.hint
        assert [problem.doc for problem in library.problems()] == (["bad.txt"] if bad else [])
        assert not library.changed(), "and it is not read again"
        (folder / "bad.txt").write_text("Now a text about a bridge.")
        library.update()
        assert library.problems() == ()
        assert len(library.documents()) == 4


def test_a_document_that_breaks_the_analysis_does_not_stop_the_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = names.mentions_in

    def breaks(text: str, model: object) -> object:
        if "Marigold" in text:
            raise ValueError("out of its depth")
        return real(text, None)

    monkeypatch.setattr(names, "mentions_in", breaks)
    library.update()
    (problem,) = library.problems()
    assert (problem.doc, problem.title) == ("east.txt", "Not analysed")
    assert "out of its depth" in problem.message
    assert library.events()
    assert not library.changed()


def test_a_file_without_spaces_is_no_name(library: Library, folder: Path) -> None:
    (folder / "joined.txt").write_text("Joined\n\n" + "Maria" * 4_000 + "\n\nAna Ruiz met the Harbor Authority.\n")
    library.update()
    assert library.problems() == ()
    assert max(len(entity.name) for entity in library.entities()) <= document_stages.MAX_LEN_NAME
    assert library.mentions_in("joined.txt")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError) as caught:
        Library(tmp_path / "empty").update()
    assert caught.value.hint


def test_cancelling_keeps_what_was_finished(tmp_path: Path) -> None:
    folder = corpora.many(tmp_path / "many", 120)
    with Library(folder) as library:
        events: list[Progress] = []

        with pytest.raises(CancelledError):
            library.update(events.append, cancelled=lambda: any(e.stage == "names" for e in events))
        assert library.status().searchable == 120
        assert library.changed()
        library.update()
        assert library.status().analysed == 120
        assert not library.changed()


def test_panes_fill_before_everything_is_analysed(tmp_path: Path) -> None:
    folder = corpora.many(tmp_path / "many", 130)
    with Library(folder) as library:
        counts: list[int] = []
        library.update(lambda progress: counts.append(len(library.events())))
        assert sorted(set(counts))[1] in range(50, 130), "some events are shown before all are known"
        assert len(library.events()) >= 130


def test_two_changed_documents_are_no_reason_for_a_view_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpora.many(tmp_path / "many", 60)
    views: list[bool] = []
    whole = analysing.Analysis._whole

    def counted(self: analysing.Analysis, *, partial: bool) -> object:
        views.append(partial)
        return whole(self, partial=partial)

    monkeypatch.setattr(analysing.Analysis, "_whole", counted)
    with Library(folder) as library:
        library.update()
        assert views == [True, False]
        for name in ("003.txt", "007.txt"):
            (folder / name).write_text("Report\n\nOn June 1, 2021, Maria Lopez left Lisbon.\n")
        views.clear()
        library.update()
    assert views == [False]


def test_views_before_the_end_take_a_small_share_of_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = corpora.many(tmp_path / "many", 230)
    clock = [0.0]
    views: list[int] = []
    whole, document = analysing.Analysis._whole, document_stages.DocumentStages.analyse

    def slow(self: analysing.Analysis, *, partial: bool) -> object:
        done = whole(self, partial=partial)
        if partial:
            clock[0] += 10
            views.append(round(clock[0]))
        return done

    def quick(self: document_stages.DocumentStages, doc: Stored) -> None:
        clock[0] += 1
        document(self, doc)

    monkeypatch.setattr(analysing.Analysis, "_whole", slow)
    monkeypatch.setattr(document_stages.DocumentStages, "analyse", quick)
    monkeypatch.setattr(analysing, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with Library(folder) as library:
        library.update()
    assert views == [60, 144], "after 50 documents; the second not after 100, when two would take 20 s of 110"


def test_the_first_batch_is_small(tmp_path: Path) -> None:
    folder = corpora.many(tmp_path / "many", pipeline.FIRST_BATCH + 30)
    with Library(folder) as library:
        searchable = set()
        library.update(lambda _: searchable.add(library.status().searchable), analyse=False)
    assert pipeline.FIRST_BATCH in searchable


@pytest.mark.parametrize("damage", ["store", "index", "index lost", "stages"])
def test_what_is_damaged_is_rebuilt_with_a_message(library: Library, folder: Path, damage: str) -> None:
    library.update()
    before = corpora.seen(library)
    library.close()
    if damage == "store":
        (library.folder / "store.sqlite").write_bytes(b"garbage" * 5000)
    elif damage == "stages":
        (library.folder.parent / "stages.sqlite").write_bytes(b"garbage" * 5000)
    elif damage == "index":
        largest = max((library.folder / "index").iterdir(), key=lambda file: file.stat().st_size)
        data = largest.read_bytes()
        largest.write_bytes(data[: len(data) // 2])
    else:
        for file in (library.folder / "index").iterdir():
            file.unlink()
    with Library(folder) as again:
        again.update()
        after = corpora.seen(again)
        told = after.pop("problems")
        before.pop("problems")
        assert after == before
        if damage == "stages":
            assert told == ()
        else:
            assert isinstance(told, tuple)
            assert [p.title for p in told] == [pipeline.REBUILT if damage == "store" else pipeline.REINDEXED]


def test_a_second_writer_waits_and_says_so(folder: Path) -> None:
    with Library(folder) as library:
        told: list[Progress] = []
        with writer_lock(library.folder), pytest.raises(CancelledError):
            library.update(told.append, cancelled=lambda: bool(told))
        assert "Another Sourcebook" in told[0].message


def test_a_full_disk_is_told_of(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.index.index import IndexWriter

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(IndexWriter, "add", full)
        with pytest.raises(StorageError, match="No space left"):
            library.update()
    library.update()
    assert library.search("bridge").total == 2


CHILD = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from search.analysis.names import recognizer as names
from search.index.index import IndexWriter
from search.pipeline import inputs
from search.store import stage_cache as stages, writer as storing
from search.library import Library
names.load_model = lambda: None
inputs.installed_model = lambda: ""
left = [int(sys.argv[3])]

def deadly(owner, name):
    real = getattr(owner, name)
    def step(*args, **kwargs):
        for moment in ("before", "after"):
            if moment == "after":
                result = real(*args, **kwargs)
            left[0] -= 1
            if left[0] == 0:
                print(name, moment, flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, step)

for owner, steps in (
    (storing.Writer, "put set_indexed set_published set_analysed replace_findings remove"),
    (IndexWriter, "commit"),
    (stages.Stages, "put"),
):
    for name in steps.split():
        deadly(owner, name)
Library(sys.argv[2]).update()
print("end")
"""


def _killed_at(folder: Path, step: int) -> str:
    """Bring a corpus up to date in a process that is killed at its `step`-th moment; the moment's name, or "end"."""
    root = str(Path(__file__).resolve().parents[3])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, root, str(folder), str(step)],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.stdout.strip()


def _half_known(folder: Path) -> Path:
    """A corpus that was analysed, and then had a document changed, one added and one removed."""
    corpora.make(folder)
    (folder / "gone.txt").write_text("This bridge will be removed.\n")
    with Library(folder) as library:
        library.update()
    (folder / "gone.txt").unlink()
    (folder / "east.txt").write_text(
        "Notes on ferries\n\nThe ferry Primrose sails on June 1, 2022. So said Ana Ruiz.\n"
    )
    (folder / "undated.txt").write_text(corpora.UNDATED)
    return folder


def test_killed_at_any_moment_it_ends_as_if_uninterrupted(tmp_path: Path) -> None:
    """Before and after each step that writes, a process is killed; the next one comes to what an unharmed one does."""
    with Library(_half_known(tmp_path / "unharmed" / "letters")) as library:
        library.update()
        wanted = corpora.seen(library)
    moments: list[str] = []
    while "end" not in moments:
        folder = _half_known(tmp_path / str(len(moments)) / "letters")
        moments.append(_killed_at(folder, len(moments) + 1))
        with Library(folder) as library:
            library.update()
            assert corpora.seen(library) == wanted, moments[-1]
            assert not library.changed()
    assert {moment.split()[0] for moment in moments} >= {
        "put",
        "commit",
        "set_indexed",
        "set_analysed",
        "replace_findings",
    }
