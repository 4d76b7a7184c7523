"""Watching a folder: what comes, changes and goes is told, what is no document is not; limits are met by looking."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import watching
from search.library import Library
from search.model import FileChange, FolderNews
from search.watching import Every, Notified, Watch, is_remote, why_not_notified
from tests.conftest import ROOT
from tests.search import corpora

PATIENCE = 30.0  # seconds; nothing here takes that long


class Told:
    """What a watch tells, as it comes."""

    def __init__(self) -> None:
        self.queue: queue.Queue[FolderNews] = queue.Queue()

    def next(self) -> FolderNews:
        return self.queue.get(timeout=PATIENCE)

    def begun(self) -> None:
        assert self.next() == FolderNews(begun=True)

    def changes(self) -> set[tuple[str, str]]:
        """What is told next of files."""
        news = self.next()
        assert not news.note
        assert list(news.changes) == sorted(news.changes, key=lambda change: change.doc)
        return {(change.doc, change.kind) for change in news.changes}

    def note(self) -> str:
        news = self.next()
        assert not news.changes
        return news.note


Start = Callable[..., Told]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = corpora.make(tmp_path / "letters")
    for file in made.iterdir():
        os.utime(file, (1_600_000_000, 1_600_000_000))  # none is just being written
    return made


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Watches the folder."""
    watches: list[Watch] = []

    def begin(codebook: Path | None = None) -> Told:
        told = Told()
        watches.append(Watch(folder, codebook, told.queue.put))
        return told

    yield begin
    for watch in watches:
        watch.stop()
        assert not watch.running


@pytest.fixture
def polling(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network drive, only quicker."""
    monkeypatch.setenv(watching.FORCED, "1")
    monkeypatch.setattr(watching, "POLL", 0.05)


@pytest.fixture(params=["notified", "polling"])
def told(request: pytest.FixtureRequest, start: Start) -> Told:
    if request.param == "polling":
        request.getfixturevalue("polling")
    told = start()
    told.begun()
    return told


def test_a_file_that_comes_changes_and_goes(folder: Path, told: Told) -> None:
    new = folder / "west.md"
    new.write_text("Hello.", "utf-8")
    assert told.changes() == {("west.md", "new")}
    new.write_text("Hello again.", "utf-8")
    assert told.changes() == {("west.md", "changed")}
    new.unlink()
    assert told.changes() == {("west.md", "gone")}


def test_a_name_that_changes_is_one_gone_and_one_new(folder: Path, told: Told) -> None:
    (folder / "north.md").rename(folder / "far-north.md")
    assert told.changes() == {("north.md", "gone"), ("far-north.md", "new")}


def test_a_folder_moved_in_and_out_is_all_its_documents(folder: Path, told: Told, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    (beside / "deep" / "deeper").mkdir(parents=True)
    for number in range(50):
        (beside / "deep" / "deeper" / f"{number:02}.txt").write_text("Words.", "utf-8")
    names = {f"more/deep/deeper/{number:02}.txt" for number in range(50)}
    beside.rename(folder / "more")
    assert told.changes() == {(name, "new") for name in names}
    (folder / "more" / "deep" / "one.txt").write_text("In a folder that came later.", "utf-8")
    assert told.changes() == {("more/deep/one.txt", "new")}
    (folder / "more").rename(beside)
    assert told.changes() == {(name, "gone") for name in {*names, "more/deep/one.txt"}}


def test_what_editors_leave_beside_a_file_is_not_told_of(folder: Path, told: Told) -> None:
    """Swap files, backups, hidden files, other endings: the next that is told is the document itself."""
    (folder / ".north.md.swp").write_bytes(b"b0VIM")
    (folder / "4913").write_text("", "utf-8")
    (folder / "4913").unlink()
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "note.md").write_text("Not for the corpus.", "utf-8")
    north = folder / "north.md"
    north.rename(folder / "north.md~")
    (folder / ".north.tmp.md").write_text("Rewritten.", "utf-8")
    (folder / ".north.tmp.md").rename(north)
    (folder / "north.md~").unlink()
    changed: set[tuple[str, str]] = set()
    while ("north.md", "changed") not in changed and ("north.md", "new") not in changed:
        changed |= told.changes()
    assert {doc for doc, _ in changed} == {"north.md"}


def test_touching_what_is_the_same_is_one_change_and_looking_at_it_none(folder: Path, told: Told) -> None:
    (folder / "north.md").read_bytes()
    (folder / "north.md").chmod(0o600)
    os.utime(folder / "south.md", (1, 1))
    assert told.changes() == {("south.md", "changed")}


def test_codebooks_count(folder: Path, start: Start, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text("title: Elsewhere\n", "utf-8")
    told = start(elsewhere)
    told.begun()
    (folder / "corpus.yaml").write_text("title: Other letters\n", "utf-8")
    assert told.changes() == {("corpus.yaml", "changed")}
    (tmp_path / "draft.yaml").write_text("title: Elsewhere again\n", "utf-8")
    (tmp_path / "draft.yaml").replace(elsewhere)
    assert told.changes() == {(str(elsewhere), "changed")}
    elsewhere.unlink()
    assert told.changes() == {(str(elsewhere), "gone")}


def test_a_file_is_told_of_when_it_is_whole_or_is_never_still(
    folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "HOLD", 1.0)
    monkeypatch.setattr(watching, "SETTLED", 0.5)
    told = start()
    told.begun()
    whole = threading.Event()

    def write() -> None:
        with (folder / "slow.txt").open("w", encoding="utf-8") as out:
            while not whole.wait(0.05):
                out.write("more ")
                out.flush()

    writer = threading.Thread(target=write)
    writer.start()
    begun = time.monotonic()
    try:
        assert told.changes() == {("slow.txt", "new")}
        assert time.monotonic() - begun >= 1.0
    finally:
        whole.set()
        writer.join()


def test_the_folder_may_go_and_come_back(folder: Path, told: Told) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    assert str(folder) in told.note()
    (away / "west.md").write_text("Written meanwhile.", "utf-8")
    away.rename(folder)
    assert told.changes() == {("west.md", "new")}
    (folder / "west.md").unlink()
    assert told.changes() == {("west.md", "gone")}


def test_another_folder_in_its_place_is_watched(folder: Path, told: Told, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "east.txt").unlink()
    folder.rename(tmp_path / "old")
    other.rename(folder)
    changes: set[tuple[str, str]] = set()
    while ("east.txt", "gone") not in changes:
        changes |= {(change.doc, change.kind) for change in told.next().changes}
    (folder / "west.md").write_text("In the new one.", "utf-8")
    while ("west.md", "new") not in changes:
        changes |= {(change.doc, change.kind) for change in told.next().changes}


def test_our_own_folders_inside_a_corpus_give_no_reason_to_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    notices = Notified(folder, None, threading.Event(), lambda _: None)
    try:
        ours = folder / "cache" / "sourcebook" / "letters" / "store.sqlite"
        assert not notices.matters(str(ours))
        assert not notices.matters(str(ours.with_name("note.md")))
        assert notices.matters(str(folder / "north.md"))
        assert notices.matters(str(folder / "NORTH.MD"))
        assert notices.matters(str(folder / "corpus.yaml"))
        assert not notices.matters(str(folder / ".git" / "readme.md"))
        (folder / "picture.png").write_bytes(b"")
        assert not notices.matters(str(folder / "picture.png"))
        assert notices.matters(str(folder / "a-folder-that-is-gone"))
    finally:
        notices.close()


# ---- where there are no notifications ----------------------------------------------------------------------------


class Refused:
    """A system that watches no more."""

    error: Exception = OSError('OS file watch limit reached. about ["/x"] (Error { kind: MaxFilesWatch })')

    def __init__(self, *_: object) -> None:
        raise self.error


def test_at_the_limit_of_the_system_the_folder_is_looked_at_instead(
    folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchfiles._rust_notify.RustNotify", Refused)
    monkeypatch.setattr(watching, "POLL", 0.05)
    told = start()
    note = told.note()
    assert "max_user_watches" in note
    assert "looked at every" in note
    assert "\n" not in note
    told.begun()
    (folder / "west.md").write_text("Hello.", "utf-8")
    assert told.changes() == {("west.md", "new")}


def test_notifications_that_end_are_followed_by_looks(
    folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ends:
        def __init__(self, *_: object) -> None:
            pass

        def watch(self, *_: object) -> str:
            raise RuntimeError("error in underlying watcher: gone")

        def close(self) -> None:
            pass

    monkeypatch.setattr("watchfiles._rust_notify.RustNotify", Ends)
    monkeypatch.setattr(watching, "POLL", 0.05)
    told = start()
    told.begun()
    assert "tells of no changes" in told.note()
    (folder / "west.md").write_text("Hello.", "utf-8")
    assert told.changes() == {("west.md", "new")}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused.error, "max_user_watches"),
        (RuntimeError("Error creating recommended watcher: Too many open files (os error 24)"), "max_user_instances"),
        (PermissionError('Permission denied (os error 13) about ["/x"]'), "may not be read"),
        (OSError("Function not implemented (os error 38) about [x]"), "Function not implemented (os error 38))"),
    ],
)
def test_why_is_said_in_words(error: Exception, words: str) -> None:
    assert words in f"{why_not_notified(error)})"


LIMITED = """
import queue, sys
from pathlib import Path
from search.watching import Watch
told = queue.Queue()
watch = Watch(Path(sys.argv[1]), None, told.put)
first = told.get(timeout=30)
(Path(sys.argv[1]) / "late" / "later" / "latest").mkdir(parents=True)
while not first.note:
    first = told.get(timeout=30)
print(first.note)
watch.stop()
"""


@pytest.mark.parametrize("watches", [1, 4])
def test_the_real_limit_of_linux_is_met_at_once_or_when_folders_come(folder: Path, watches: int) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
    limit = f'echo {watches} > /proc/sys/user/max_inotify_watches && exec "$@"'
    try:
        done = subprocess.run(
            ["unshare", "-Ur", "sh", "-c", limit, "sh", sys.executable, "-c", LIMITED, str(folder)],
            capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("no unshare")
    if "max_inotify_watches" in done.stderr or "unshare" in done.stderr:
        pytest.skip("a process may not set limits of its own here")
    assert "max_user_watches" in done.stdout, done.stderr


MOUNTINFO = (
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    "30 22 0:44 / /mnt/share rw,relatime shared:2 - cifs //box/share rw\n"
    "31 30 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw\n"
    "32 22 0:45 / /mnt/my\\040drive rw - fuse.sshfs me@host:/ rw\n"
    "33 22 0:46 / /home/me/nfs rw shared:3 master:1 - nfs4 host:/export rw\n"
)


@pytest.mark.parametrize(
    ("place", "remote"),
    [
        ("/home/me/letters", False),
        ("/mnt/share", True),
        ("/mnt/share/letters", True),
        ("/mnt/share/local/letters", False),
        ("/mnt/shared", False),
        ("/mnt/my drive/letters", True),
        ("/home/me/nfs/letters", True),
    ],
)
def test_network_drives_are_known_by_their_mounts(place: str, remote: bool, tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTINFO, "utf-8")
    assert is_remote(Path(place), mounts) is remote


def test_where_the_system_does_not_tell_its_mounts_a_folder_is_taken_as_local(tmp_path: Path) -> None:
    assert not is_remote(tmp_path, tmp_path / "no-such-file")


def test_a_wait_is_over_when_watching_ends() -> None:
    stop = threading.Event()
    every = Every(stop, lambda: PATIENCE)
    threading.Timer(0.05, stop.set).start()
    assert not every.wait()


# ---- through the library -----------------------------------------------------------------------------------------


def test_what_is_told_of_can_be_read_and_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    told = Told()
    with Library(folder) as library:
        library.update(analyse=False)
        watch = library.watch(told.queue.put)
        told.begun()
        (folder / "west.md").write_text("Quicksilver was found in the western shaft.", "utf-8")
        assert told.next().changes == (FileChange("west.md", "new"),)
        library.update(analyse=False)
        assert [hit.document.id for hit in library.search("quicksilver").hits] == ["west.md"]
        watch.stop()
        watch.stop()
        assert not watch.running
        (folder / "west.md").unlink()
        assert told.queue.empty()


def test_an_interpreter_may_end_while_it_watches(folder: Path) -> None:
    code = (
        "import threading, sys\nfrom pathlib import Path\nfrom search.watching import Watch\n"
        "begun = threading.Event()\nWatch(Path(sys.argv[1]), None, lambda _: begun.set())\nassert begun.wait(30)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
