"""The reader's files of one corpus added to those of another: nothing doubled, nothing lost."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml

from search.errors import StorageError
from search.model import Correction
from search.userdata.bookmarks import UserData
from search.userdata.corrections_file import CorrectionFile, corrections_in
from search.userdata.handover import hand_over, kinds_in

ROOT = Path("/new")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    UserData(folder, Path("/old")).add_bookmark("a.md", 1, 2, "x", "")
    UserData(folder, Path("/old")).save_search("law", "")
    CorrectionFile(folder, Path("/old")).add((Correction("hide", ("Subscribe",)), Correction("hide", ("Share",))))
    file = folder / "corrections.yaml"
    file.write_text("# mine\n" + file.read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def test_an_empty_folder_gets_the_files_whole(source: Path, target: Path) -> None:
    assert hand_over(source, target, ROOT)
    assert (target / "corrections.yaml").read_text("utf-8") == (source / "corrections.yaml").read_text("utf-8").replace(
        "corpus: /old", "corpus: /new"
    )
    assert [one.doc for one in UserData(target, ROOT).bookmarks()] == ["a.md"]
    assert stat.S_IMODE((target / "corrections.yaml").stat().st_mode) == 0o600
    assert kinds_in(target) == kinds_in(source) == ("corrections", "bookmarks")


def test_rows_are_added_to_those_that_are_there(source: Path, target: Path) -> None:
    CorrectionFile(target, ROOT).add((Correction("rename", ("Ana",), "Bea"),))
    UserData(target, ROOT).save_search("ferry", "")
    before = {file.name: file.read_bytes() for file in source.iterdir()}
    for _ in range(2):
        hand_over(source, target, ROOT)
        assert [row.names for row in corrections_in(target)] == [("Ana",), ("Subscribe",), ("Share",)]
        assert [one.query for one in UserData(target, ROOT).saved_searches()] == ["ferry", "law"]
    assert {file.name: file.read_bytes() for file in source.iterdir() if file.name in before} == before


def test_nothing_is_made_of_nothing(target: Path, tmp_path: Path) -> None:
    assert not hand_over(tmp_path / "none", target, ROOT)
    assert list(target.iterdir()) == []
    assert kinds_in(None) == ()


def test_a_file_of_a_later_sourcebook_is_told_of(source: Path, target: Path) -> None:
    (target / "reader.yaml").write_text("version: 99\n", "utf-8")
    with pytest.raises(StorageError, match="later Sourcebook"):
        hand_over(source, target, ROOT)
    assert (target / "reader.yaml").read_text("utf-8") == "version: 99\n"


def test_a_file_that_cannot_be_read_is_handed_on_as_it_is(source: Path, target: Path) -> None:
    (source / "topics.yaml").write_text("topics: [", "utf-8")
    assert hand_over(source, target, ROOT)
    assert (target / "topics.yaml").read_text("utf-8") == "topics: ["
    CorrectionFile(target, ROOT)
    assert yaml.safe_load((target / "reader.yaml").read_text("utf-8"))["corpus"] == "/new"
