"""The reader's own work is never lost: not by a crash, not by a broken file, not by two explorers at once."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
import yaml

from search.errors import StorageError
from search.model import Bookmark
from search.userdata.bookmarks import FILE, UserData


@pytest.fixture
def own(tmp_path: Path) -> UserData:
    return UserData(tmp_path, Path("/corpus"))


def test_bookmarks_and_searches_come_back(own: UserData, tmp_path: Path) -> None:
    own.add_bookmark("a.md", 3, 9, "García", "see also")
    own.save_search("entity:DEA date:2020", "agency")
    again = UserData(tmp_path, Path("/corpus"))
    (bookmark,) = again.bookmarks()
    assert (bookmark.doc, bookmark.start, bookmark.end, bookmark.text, bookmark.note) == (
        "a.md",
        3,
        9,
        "García",
        "see also",
    )
    (saved,) = again.saved_searches()
    assert (saved.name, saved.query) == ("agency", "entity:DEA date:2020")
    again.remove_bookmark(bookmark)
    again.remove_saved_search("agency")
    assert own.bookmarks() == own.saved_searches() == ()


def test_a_place_is_kept_once_and_gets_the_new_note(own: UserData) -> None:
    own.add_bookmark("a.md", 3, 9, "x", "first")
    own.add_bookmark("a.md", 3, 9, "x", "second")
    assert [b.note for b in own.bookmarks()] == ["second"]


def test_removing_what_is_not_there_is_harmless(own: UserData) -> None:
    own.remove_bookmark(Bookmark("a.md"))
    own.remove_saved_search("none")
    assert own.bookmarks() == ()


def test_the_file_says_which_corpus_it_belongs_to(own: UserData, tmp_path: Path) -> None:
    own.save_search("x", "")
    assert yaml.safe_load((tmp_path / FILE).read_text())["corpus"] == "/corpus"


def test_a_broken_file_is_set_aside_and_the_copy_taken(own: UserData, tmp_path: Path) -> None:
    own.add_bookmark("a.md", 0, 1, "a", "")
    own.add_bookmark("b.md", 0, 1, "b", "")
    (tmp_path / FILE).write_text("version: 1\nbookmarks: [")
    assert [b.doc for b in own.bookmarks()] == ["a.md"], "the copy from before the last change"
    (problem,) = own.problems
    (aside,) = tmp_path.glob("reader.broken-*")
    assert str(aside) in problem.message
    assert aside.read_text() == "version: 1\nbookmarks: ["


def test_a_broken_file_without_a_copy_starts_empty_and_is_kept(own: UserData, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    own.save_search("x", "x")
    assert len(own.saved_searches()) == 1
    (aside,) = tmp_path.glob("reader.broken-*")
    assert aside.read_bytes() == b"\xff\xfe\x00"


def test_a_later_version_is_not_touched(own: UserData, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("version: 99\nnew: thing\n")
    with pytest.raises(StorageError, match="99"):
        own.save_search("x", "x")
    assert (tmp_path / FILE).read_text() == "version: 99\nnew: thing\n"


def test_a_full_disk_leaves_the_old_file(own: UserData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.save_search("old", "old")
    before = (tmp_path / FILE).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        own.save_search("new", "new")
    assert (tmp_path / FILE).read_bytes() == before
    assert not list(tmp_path.glob("*.new"))


def test_rows_that_make_no_sense_are_passed_over_and_kept(own: UserData, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("version: 1\nbookmarks: [3, {doc: 4}, {doc: a.md, start: x}]\nmine: yes\n")
    assert own.bookmarks() == (Bookmark("a.md"),)
    own.save_search("x", "x")
    assert yaml.safe_load((tmp_path / FILE).read_text())["mine"] is True


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    def add(number: int) -> None:
        for at in range(10):
            UserData(tmp_path, Path("/c")).add_bookmark(f"{number}.md", at, at + 1, "", "")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(UserData(tmp_path, Path("/c")).bookmarks()) == 30
