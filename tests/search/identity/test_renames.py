"""A document that is renamed or moved within its folder: bookmarks, corrections, verdicts and topics follow it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
import yaml

from search import paths
from search.codebook.topic_rows import HandPassage, TopicRow
from search.library import Library
from search.model import Correction
from search.userdata.corrections_file import VERDICTS_FILE, CorrectionFile, corrections_in
from search.userdata.topics_file import TopicFile
from tests.search.identity.folders import letter, make, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six letters, with a bookmark on each of two."""
    made = make(tmp_path / "letters")
    with Library(made) as library:
        library.update(analyse=False)
        library.add_bookmark("a1.txt", 3, 9, "words", "")
        library.add_bookmark("old/a3.txt", 0, 0, "", "")
    return made


def bookmarked(folder: Path) -> list[str]:
    """The documents that are bookmarked once the folder has been read again."""
    read(folder)
    with Library(folder) as library:
        return [one.doc for one in library.bookmarks()]


def own(folder: Path) -> Path:
    return paths.data_dir(paths.corpus_key(folder))


def test_bookmarks_follow_a_renamed_document(folder: Path) -> None:
    (folder / "a1.txt").rename(folder / "first.txt")
    assert bookmarked(folder) == ["first.txt", "old/a3.txt"]
    with Library(folder) as library:
        one = library.bookmarks()[0]
        assert (one.start, one.end, one.text) == (3, 9, "words")
        assert library.text(one.doc).text.startswith("Letter 1")


def test_and_a_renamed_subfolder(folder: Path) -> None:
    (folder / "old").rename(folder / "older, [much] 'so' #1: ä")
    assert bookmarked(folder) == ["a1.txt", "older, [much] 'so' #1: ä/a3.txt"]


def test_and_back_again(folder: Path) -> None:
    for old, new in (("a1.txt", "b.txt"), ("b.txt", "c.txt"), ("c.txt", "a1.txt")):
        (folder / old).rename(folder / new)
        assert bookmarked(folder) == [new, "old/a3.txt"]


def test_a_document_in_other_capitals(folder: Path) -> None:
    (folder / "a1.txt").rename(folder / "A1.TXT")
    assert bookmarked(folder) == ["A1.TXT", "old/a3.txt"]


def test_one_that_was_moved_while_it_was_edited_keeps_its_place(folder: Path) -> None:
    (folder / "a1.txt").unlink()
    (folder / "b1.txt").write_text(letter(1) + " Edited.", "utf-8")
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]


def test_one_that_comes_back_later_is_found_by_its_old_name(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "a1.txt", tmp_path)
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]
    shutil.move(tmp_path / "a1.txt", folder)
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]


def test_or_by_another(folder: Path, tmp_path: Path) -> None:
    """The store knows it no more by then; the record does."""
    shutil.move(folder / "a1.txt", tmp_path)
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]
    (folder / "new.txt").write_text("Something else is new.", "utf-8")
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]
    shutil.move(tmp_path / "a1.txt", folder / "back.txt")
    assert bookmarked(folder) == ["back.txt", "old/a3.txt"]


def test_one_that_was_half_copied_when_it_was_looked_for(folder: Path) -> None:
    text = letter(1)
    (folder / "a1.txt").unlink()
    (folder / "b1.txt").write_text(text[:40], "utf-8")
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]
    (folder / "b1.txt").write_text(text, "utf-8")
    assert bookmarked(folder) == ["b1.txt", "old/a3.txt"]


def test_without_the_cache_it_is_found_all_the_same(folder: Path) -> None:
    read(folder)
    shutil.rmtree(paths.cache_dir(paths.corpus_key(folder)))
    (folder / "a1.txt").rename(folder / "first.txt")
    assert bookmarked(folder) == ["first.txt", "old/a3.txt"]


def test_of_two_of_the_same_bytes_none_is_meant(folder: Path) -> None:
    (folder / "a1.txt").rename(folder / "one.txt")
    shutil.copy(folder / "one.txt", folder / "two.txt")
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]


def test_but_that_of_its_name(folder: Path) -> None:
    shutil.copy(folder / "a1.txt", folder / "two.txt")
    shutil.move(folder / "a1.txt", folder / "old")
    assert bookmarked(folder) == ["old/a1.txt", "old/a3.txt"]


def test_a_document_that_had_the_same_bytes_all_along_is_another(folder: Path) -> None:
    shutil.copy(folder / "a1.txt", folder / "twin.txt")
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]
    (folder / "a1.txt").unlink()
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]


def test_corrections_verdicts_and_topics_follow_and_comments_stay(folder: Path) -> None:
    CorrectionFile(own(folder), folder).add(
        (
            Correction("published", docs=("a1.txt",), to="2021-03-04"),
            Correction("split", ("Tarn",), docs=("a1.txt", "a2.txt")),
            Correction("rename", ("a1.txt",), to="The First"),  # a name, and no document's
        )
    )
    CorrectionFile(own(folder), folder, VERDICTS_FILE).add(
        (Correction("dismiss", ("10", "12"), to="number", docs=("a1.txt", "old/a3.txt")),)
    )
    topic = TopicRow("Carts", query="carts", add=(HandPassage("a1.txt", "the words", 3),), origin="own")
    TopicFile(own(folder), folder).change(lambda rows: [*rows, topic])
    file = own(folder) / "corrections.yaml"
    file.write_text("# mine\n" + file.read_text("utf-8"), "utf-8")
    (folder / "a1.txt").rename(folder / "first.txt")
    with Library(folder) as library:
        library.update(analyse=False)
        assert library.document("first.txt").published == "2021-03-04"  # with this very update
    rows = corrections_in(own(folder))
    assert [row.docs for row in rows] == [("first.txt",), ("first.txt", "a2.txt"), ()]
    assert rows[2].names == ("a1.txt",)
    assert corrections_in(own(folder), VERDICTS_FILE)[0].docs == ("first.txt", "old/a3.txt")
    assert TopicFile(own(folder)).read()[0][0].add[0].doc == "first.txt"
    assert file.read_text("utf-8").startswith("# mine\n")


def test_the_last_change_can_be_taken_back_as_if_nothing_had_been_renamed(folder: Path) -> None:
    with Library(folder) as library:
        library.topics.save("Carts", "", "carts")
        library.topics.save("Ferries", "", "ferry")
    TopicFile(own(folder), folder).change(
        lambda rows: [*rows, TopicRow("Third", query="x", add=(HandPassage("a1.txt", "the words"),), origin="own")]
    )
    TopicFile(own(folder), folder).change(lambda rows: rows[1:])
    (folder / "a1.txt").rename(folder / "first.txt")
    read(folder)
    TopicFile(own(folder), folder).undo()
    rows = TopicFile(own(folder)).read()[0]
    assert [row.name for row in rows] == ["Carts", "Ferries", "Third"]
    assert rows[2].add[0].doc == "first.txt"


def test_the_old_name_can_be_looked_up(folder: Path) -> None:
    (folder / "a1.txt").rename(folder / "first.txt")
    read(folder)
    assert '[["a1.txt", "first.txt", ' in (own(folder) / "identity.json").read_text("ascii")


def test_nothing_is_looked_for_while_nothing_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a2.txt").rename(folder / "b2.txt")  # one that the reader has nothing on
    read_by = "search.identity.renames.matches"
    monkeypatch.setattr(read_by, lambda *_: pytest.fail("it was hashed"))
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]


def test_a_file_of_the_readers_that_cannot_be_read_is_left_as_it_is(folder: Path) -> None:
    broken = own(folder) / "corrections.yaml"  # looked at between others
    broken.write_text("version: 99\ncorrections: []\n", "utf-8")
    (folder / "a1.txt").rename(folder / "first.txt")
    with Library(folder) as library:
        library.update(analyse=False)
        assert library.search("ferry").total == 6
    assert broken.read_text("utf-8") == "version: 99\ncorrections: []\n"
    kept = yaml.safe_load((own(folder) / "reader.yaml").read_text("utf-8"))["bookmarks"]
    assert [row["doc"] for row in kept] == ["first.txt", "old/a3.txt"]


@pytest.mark.parametrize("doc", ["x" * 300, "/etc/passwd", "..", "a\0b", ""])
def test_a_name_that_no_file_can_have_does_no_harm(folder: Path, doc: str) -> None:
    with Library(folder) as library:
        library.add_bookmark(doc, 0, 0, "", "")
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt", doc]


def test_a_copy_of_the_folder_finds_renamed_documents_too(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "a1.txt").rename(copy / "first.txt")
    with Library(copy) as library:
        library.settle("copy")
        library.update(analyse=False)
        assert [one.doc for one in library.bookmarks()] == ["first.txt", "old/a3.txt"]
    assert bookmarked(folder) == ["a1.txt", "old/a3.txt"]


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A folder with an archive of letters, one of them bookmarked, beside letters of their own."""
    made = make(tmp_path / "packed")
    with zipfile.ZipFile(made / "box.zip", "w") as archive:
        for number in (11, 12):
            archive.writestr(f"in/b{number}.txt", letter(number))
    with Library(made) as library:
        library.update(analyse=False)
        library.add_bookmark("box.zip/in/b12.txt", 0, 4, "here", "")
    return made


def test_documents_of_one_file_follow_it(packed: Path) -> None:
    (packed / "box.zip").rename(packed / "old" / "post.zip")
    assert bookmarked(packed) == ["old/post.zip/in/b12.txt"]
    with Library(packed) as library:
        assert library.text("old/post.zip/in/b12.txt").text.startswith("Letter 12")
    (packed / "old").rename(packed / "older")
    shutil.rmtree(paths.cache_dir(paths.corpus_key(packed)))
    assert bookmarked(packed) == ["older/post.zip/in/b12.txt"]


def test_and_their_corpus(packed: Path, tmp_path: Path) -> None:
    (packed / "picture.png").write_bytes(b"no document")
    read(packed)
    new = packed.rename(tmp_path / "new")
    (new / "box.zip").rename(new / "post.zip")
    with Library(new) as library:
        assert library.arrival is not None
        assert library.arrival.kind == "moved"
        library.update(analyse=False)
        assert [one.doc for one in library.bookmarks()] == ["post.zip/in/b12.txt"]


def test_a_box_alone_tells_its_corpus(tmp_path: Path) -> None:
    folder = tmp_path / "boxes"
    folder.mkdir()
    with zipfile.ZipFile(folder / "box.zip", "w", zipfile.ZIP_STORED) as archive:
        for number in range(20):
            archive.writestr(f"b{number}.txt", letter(number, 9))
    with Library(folder) as library:
        library.update(analyse=False)
        library.save_search("ferry")
    with Library(folder.rename(tmp_path / "new")) as library:
        assert library.arrival is not None
        assert library.arrival.kind == "moved"
