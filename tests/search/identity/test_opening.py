"""A folder that was moved, renamed or copied: what comes along, what is asked, and that nothing is lost."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from search import paths
from search.analysis.names import recognizer
from search.corpus import scan
from search.errors import CorpusError
from search.identity import registry
from search.library import Library
from search.model import Correction, Settlement
from tests.search import corpora
from tests.search.identity.folders import NONE, WORK, kept, letter, make, read, worked_on

ANSWERS: tuple[Settlement, ...] = ("adopt", "copy", "afresh")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder that the reader has worked on."""
    folder = make(tmp_path / "place" / "News")
    worked_on(folder)
    return folder


def moved(old: Path, new: Path) -> Path:
    new.parent.mkdir(parents=True, exist_ok=True)
    return old.rename(new)


# ---- moved -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["place/Archive", "elsewhere/deep/News", "place/news", "place/NEWS", "öst/Nyheter ´24"]
)
def test_a_moved_folder_keeps_analysis_and_work(news: Path, tmp_path: Path, where: str) -> None:
    key = paths.corpus_key(news)
    new = moved(news, tmp_path / where)
    with Library(new) as library:
        assert library.key == key
        assert not library.changed(analysis=False)  # nothing is read again
        assert library.search("ferry").total == 6
        assert library.title == new.name
        arrival = library.arrival
        assert arrival is not None
        assert (arrival.kind, arrival.name, arrival.place) == ("moved", "News", str(news))
        assert arrival.brings == ("topics", "bookmarks", "the analysis")
    assert kept(new) == WORK


def test_nothing_is_analysed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    folder = corpora.make(tmp_path / "letters", codebook="")  # messages about its topics would name the file's path
    with Library(folder) as library:
        library.update()
        library.corrections.make(Correction("rename", ("Harbor Authority",), "The Port"))
        library.corrections.make(Correction("published", docs=("east.txt",), to="2021-05-06"))
        library.update()
        entities, events = library.entities(), library.events()
    with Library(moved(folder, tmp_path / "Archive")) as library:
        assert library.arrival is not None
        assert library.arrival.brings == ("corrections", "the analysis")
        assert not library.changed()
        assert (library.entities(), library.events()) == (entities, events)
        assert "The Port" in {entity.name for entity in entities}
        assert library.document("east.txt").published == "2021-05-06"


def test_a_copy_begins_with_what_was_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    folder = corpora.make(tmp_path / "letters")
    with Library(folder) as library:
        library.update()
        library.corrections.make(Correction("rename", ("Harbor Authority",), "The Port"))
        library.update()
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    with Library(copy) as library:
        library.settle("copy")
        monkeypatch.setattr(recognizer, "mentions_in", lambda *_: pytest.fail("it was analysed again"))
        library.update()
        assert library.status().problems == 0
        assert "The Port" in {entity.name for entity in library.entities()}
        assert sorted(file.name for file in library.folder.parent.glob("stages*.new*")) == []


def test_it_is_said_once(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    with Library(new) as library:
        assert library.arrival is not None
    with Library(new) as library:
        assert library.arrival is None


def test_it_may_be_moved_again_and_back(news: Path, tmp_path: Path) -> None:
    key = paths.corpus_key(news)
    here = news
    for name in ("Archive", "2024/Archive", "place/News"):
        here = moved(here, tmp_path / name)
        assert kept(here) == WORK
    with Library(here) as library:
        assert library.key == key
    assert registry.read().keys == {str(here): key}


def test_the_folder_it_lies_in_may_be_renamed(news: Path, tmp_path: Path) -> None:
    moved(news.parent, tmp_path / "shelf")
    assert kept(tmp_path / "shelf" / "News") == WORK


def test_files_and_subfolders_may_be_renamed_with_it(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    (new / "old").rename(new / "older")
    (new / "a2.txt").rename(new / "second.txt")
    (new / "a1.txt").rename(new / "first.txt")
    with Library(new) as library:
        assert library.arrival is not None
        assert library.arrival.kind == "moved"
        library.update(analyse=False)
        assert [one.doc for one in library.bookmarks()] == ["first.txt"]


def test_a_title_of_its_own_stays(news: Path, tmp_path: Path) -> None:
    (news / "corpus.yaml").write_text("title: News\n", "utf-8")  # as its folder is called, but said
    read(news)
    with Library(moved(news, tmp_path / "Archive")) as library:
        assert library.title == "News"


def test_documents_may_have_come_since(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    (new / "late.txt").write_text("It came late.", "utf-8")
    (new / "a5.txt").unlink()
    assert kept(new) == WORK


def test_one_document_is_enough_if_it_is_long(tmp_path: Path) -> None:
    long, short = make(tmp_path / "long", (1,), 40), make(tmp_path / "short", (1,), 2)
    for folder in (long, short):
        worked_on(folder)
    assert kept(moved(long, tmp_path / "L")) == WORK
    with Library(moved(short, tmp_path / "S")) as library:
        assert library.arrival is not None
        assert library.arrival.kind == "similar"


def test_what_lies_at_the_old_place_then_is_another_corpus(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    make(news, range(20, 26))
    assert kept(new) == WORK
    with Library(news) as library:
        assert library.arrival is None
        assert library.key not in (paths.corpus_key(news), "")
        key = library.key
        library.update(analyse=False)
        assert library.search("ferry").total == 6
    assert kept(news) == NONE
    with Library(news) as library:
        assert library.key == key
    assert kept(new) == WORK


def test_other_documents_at_the_old_place_do_not_hide_the_move(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    make(news, range(20, 26), paragraphs=5)
    with Library(new) as library:
        assert library.arrival is not None
        assert library.arrival.kind == "moved"


def test_the_same_folder_by_another_path_is_the_same_corpus(news: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(news)
    with Library(tmp_path / "link") as library:
        assert library.key == paths.corpus_key(news)
        assert library.arrival is None


def test_a_folder_known_under_other_capitals_is_taken_for_what_it_is(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a file system has it that does not tell capitals apart: both paths are there and are one folder.
    other = make(tmp_path / "place" / "news2")
    real = Path.samefile
    same = {str(news), str(other)}
    monkeypatch.setattr(Path, "samefile", lambda a, b: {str(a), str(b)} == same or real(a, b))
    with Library(other) as library:
        assert library.key == paths.corpus_key(news)


def test_of_two_copies_that_were_moved_the_name_tells_which(news: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(news, tmp_path / "place" / "Copy"))
    with Library(copy) as library:
        library.settle("copy")
        library.update(analyse=False)
        key = library.key
    moved(news, tmp_path / "elsewhere" / "News")
    with Library(moved(copy, tmp_path / "elsewhere" / "Copy")) as library:
        assert library.key == key
    with Library(moved(tmp_path / "elsewhere" / "News", tmp_path / "elsewhere" / "Other")) as library:
        assert library.key == paths.corpus_key(news)


def test_of_two_copies_that_were_renamed_it_is_asked(news: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(news, tmp_path / "place" / "Copy"))
    with Library(copy) as library:
        library.settle("copy")
        library.update(analyse=False)
    moved(copy, tmp_path / "one")
    moved(news, tmp_path / "two")
    with Library(tmp_path / "one") as library:
        assert library.arrival is not None
        assert library.arrival.kind == "similar"


# ---- known -----------------------------------------------------------------------------------------------------------


def test_a_known_folder_is_not_looked_through(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = moved(news, tmp_path / "Archive")
    read(new)
    make(tmp_path / "other", range(30, 33))
    read(tmp_path / "other")

    def scanned(root: Path) -> object:
        raise AssertionError(root)

    monkeypatch.setattr(scan, "files_in", scanned)
    for folder in (new, tmp_path / "other"):
        with Library(folder) as library:
            assert library.arrival is None


def test_the_first_corpus_is_not_looked_through_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path / "News")
    monkeypatch.setattr(scan, "files_in", None)
    with Library(folder) as library:
        assert library.key == paths.corpus_key(folder)


def test_a_corpus_read_before_there_were_records_gets_one_when_it_is_opened(news: Path, tmp_path: Path) -> None:
    record = paths.data_dir(paths.corpus_key(news)) / "identity.json"
    before = record.read_text("utf-8")
    record.unlink()
    with Library(news):
        pass
    assert record.read_text("utf-8") == before
    assert kept(moved(news, tmp_path / "Archive")) == WORK


def test_the_record_says_nothing_of_the_texts_and_is_closed_to_others(news: Path) -> None:
    with Library(news) as library:
        folder = paths.data_dir(library.key)
    record = folder / "identity.json"
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    data = json.loads(record.read_text("ascii"))
    assert set(data) == {"version", "files", "places", "sketch", "named", "earlier", "renamed"}
    assert sorted(row[0] for row in data["sketch"]) == ["a0.txt", "a1.txt", "a2.txt", "a4.txt", "a5.txt", "old/a3.txt"]
    assert all(len(row[2]) == 64 for row in data["sketch"])
    assert "ferry" not in record.read_text("ascii")


def test_the_registry_is_closed_to_others(news: Path, tmp_path: Path) -> None:
    read(moved(news, tmp_path / "Archive"))
    assert stat.S_IMODE((paths.data_dir() / "corpora.json").stat().st_mode) == 0o600


def test_the_record_is_written_only_when_it_changes(news: Path) -> None:
    record = paths.data_dir(paths.corpus_key(news)) / "identity.json"
    before = record.stat().st_ino
    read(news)
    assert record.stat().st_ino == before
    (news / "new.txt").write_text("Something new.", "utf-8")
    read(news)
    assert record.stat().st_ino != before


@pytest.mark.parametrize(
    "damage", [None, "", "{", "[]", '{"keys": {"x": 3}, "unsettled": []}', '{"keys": {"x": "../y"}}']
)
def test_a_lost_registry_is_made_up_for_by_the_records(news: Path, tmp_path: Path, damage: str | None) -> None:
    new = moved(news, tmp_path / "Archive")
    assert kept(new) == WORK
    file = paths.data_dir() / "corpora.json"
    if damage is None:
        file.unlink()
    else:
        file.write_text(damage, "utf-8")
    with Library(new) as library:
        assert library.key == paths.corpus_key(news)
        assert library.arrival is None
    assert registry.read().keys == {str(new): paths.corpus_key(news)}


@pytest.mark.parametrize("damage", ["", "{", '{"sketch": [["a", 1]], "places": 3, "earlier": {}}'])
def test_a_broken_record_is_none(news: Path, tmp_path: Path, damage: str) -> None:
    (paths.data_dir(paths.corpus_key(news)) / "identity.json").write_text(damage, "utf-8")
    new = moved(news, tmp_path / "Archive")
    with Library(new) as library:
        assert library.arrival is None


def test_without_a_place_to_keep_anything_a_corpus_can_be_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "home"))
    folder = make(tmp_path / "News")
    read(folder)
    new = moved(folder, tmp_path / "Archive")
    with Library(new) as library:
        library.update(analyse=False)
        assert library.search("ferry").total == 6


def test_where_the_mapping_cannot_be_kept_the_move_is_recognised_each_time(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = moved(news, tmp_path / "Archive")
    home = paths.data_dir()
    (home / "corpora.json.lock").unlink(missing_ok=True)
    (home / "corpora.json.lock").mkdir()  # stops root too, which no permission does
    for _ in range(2):
        with Library(new) as library:
            assert library.key == paths.corpus_key(news)
    assert kept(new) == WORK


def test_an_empty_folder_is_told_of_as_ever(news: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="No documents"):
        Library(tmp_path / "empty")


# ---- asked -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(news: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(news, tmp_path / "Copy"))


def test_a_copy_is_asked_about_until_there_is_an_answer(copy: Path, news: Path) -> None:
    for _ in range(2):
        with Library(copy) as library:
            arrival = library.arrival
            assert arrival is not None
            assert (arrival.kind, arrival.name, arrival.place) == ("copy", "News", str(news))
            assert library.key == paths.corpus_key(copy)
    assert kept(copy) == NONE


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_remembered(copy: Path, news: Path, answer: Settlement) -> None:
    with Library(copy) as library:
        done = library.settle(answer)
        assert done.place == str(news)
        assert library.arrival is None
        library.update(analyse=False)
    with Library(copy) as library:
        assert library.arrival is None
        assert library.search("ferry").total == 6
    assert kept(copy) == (NONE if answer == "afresh" else WORK)


@pytest.mark.parametrize("answer", ["copy", "afresh"])
def test_the_other_keeps_its_own(copy: Path, news: Path, answer: Settlement) -> None:
    with Library(copy) as library:
        library.settle(answer)
        library.add_bookmark("a2.txt", 0, 4, "here", "")
    assert kept(news) == WORK
    assert kept(copy)[0][-1] == "a2.txt"


def test_taking_over_leaves_the_other_to_be_asked_in_its_turn(copy: Path, news: Path) -> None:
    with Library(copy) as library:
        library.settle("adopt")
        assert library.key == paths.corpus_key(news)
    with Library(news) as library:
        assert library.arrival is not None
        assert (library.arrival.kind, library.arrival.place) == ("copy", str(copy))
        assert library.key not in (paths.corpus_key(news), paths.corpus_key(copy))
        library.settle("adopt")
    assert kept(news) == WORK


def test_what_was_kept_before_the_answer_is_added(copy: Path, news: Path) -> None:
    with Library(copy) as library:
        library.update(analyse=False)
        library.add_bookmark("a2.txt", 0, 4, "here", "")
        library.save_search("ferry")
        library.save_search("carts")
        library.settle("adopt")
    bookmarks, searches, topics = kept(copy)
    assert (bookmarks, set(searches), topics) == (["a1.txt", "a2.txt"], {"ferry", "carts"}, ["Carts"])
    other = [each.name for each in paths.data_dir().iterdir() if each.name.startswith("copy-")]
    assert len(other) == 1
    assert ".handed-over-" in other[0]  # where it came from stays, out of the way


def test_the_files_name_the_folder_they_are_of(copy: Path, news: Path) -> None:
    with Library(copy) as library:
        library.settle("copy")
        text = (paths.data_dir(library.key) / "reader.yaml").read_text("utf-8")
    assert f"corpus: {copy}" in text
    assert f"corpus: {news}" in (paths.data_dir(paths.corpus_key(news)) / "reader.yaml").read_text("utf-8")


def test_a_copy_of_what_the_reader_has_not_worked_on_is_not_asked_about(tmp_path: Path) -> None:
    folder = make(tmp_path / "News")
    read(folder)
    copy = Path(shutil.copytree(folder, tmp_path / "Copy"))
    with Library(copy) as library:
        assert library.arrival is None


def test_where_many_documents_are_others_it_is_asked(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    for number in (2, 4, 5):
        (new / f"a{number}.txt").write_text(letter(number + 40, 9), "utf-8")
    with Library(new) as library:
        assert library.arrival is not None
        assert (library.arrival.kind, library.arrival.name) == ("similar", "News")
        library.settle("adopt")
    assert kept(new) == WORK


def test_where_it_was_put_among_many_others_it_is_asked(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Shelf" / "News").parent
    make(new, range(50, 80))
    with Library(new) as library:
        assert library.arrival is not None
        assert library.arrival.kind == "similar"


def test_a_few_documents_in_common_are_no_reason_to_ask(news: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "Other", (0, *range(60, 66)))
    shutil.rmtree(news)
    with Library(other) as library:
        assert library.arrival is None


def test_a_folder_within_a_known_one_or_around_it_is_another(news: Path, tmp_path: Path) -> None:
    for number in (7, 8, 9):
        (news / "old" / f"a{number}.txt").write_text(letter(number), "utf-8")
    read(news)
    for folder in (news / "old", news.parent):
        with Library(folder) as library:
            assert library.arrival is None
            assert library.key == paths.corpus_key(folder)
    assert kept(news) == WORK


def test_documents_moved_into_a_subfolder_stay_with_their_folder(news: Path) -> None:
    (news / "all").mkdir()
    for file in news.glob("*.txt"):
        file.rename(news / "all" / file.name)
    with Library(news / "all") as library:
        assert library.arrival is None
    with Library(news) as library:
        library.update(analyse=False)
        assert [one.doc for one in library.bookmarks()] == ["all/a1.txt"]


def test_documents_that_others_took_the_place_of_are_known_still(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    make(news, range(20, 26), paragraphs=7)
    read(news)  # before the moved folder is opened: the old place is believed to be the corpus, and is read
    with Library(new) as library:
        assert library.arrival is not None
        assert (library.arrival.kind, library.arrival.place) == ("similar", str(news))
        library.settle("copy")
        library.update(analyse=False)
    assert kept(new) == WORK


@pytest.mark.parametrize("first", ["News", "Old news"])
def test_two_folders_that_took_each_others_names_are_told_apart(news: Path, tmp_path: Path, first: str) -> None:
    later = make(tmp_path / "place" / "Later", range(20, 26), paragraphs=7)
    with Library(later) as library:
        library.update(analyse=False)
        library.add_bookmark("a20.txt", 0, 0, "", "")
    old = moved(news, tmp_path / "place" / "Old news")
    assert moved(later, tmp_path / "place" / "News") == news
    if first == "News":  # it is believed to be what it was; then what it is now is seen
        with Library(news) as library:
            assert library.arrival is None
            library.update(analyse=False)
        with Library(news) as library:
            assert library.arrival is not None
            assert (library.arrival.kind, library.arrival.name) == ("similar", "Later")
            library.settle("adopt")
    for _ in range(2):
        read(old)
        read(news)
        assert kept(old) == WORK
        assert kept(news) == (["a20.txt"], [], [])


def test_the_bundled_documents_are_never_asked_about(tmp_path: Path, seeds: Path) -> None:
    copy = Path(shutil.copytree(seeds, tmp_path / "Copy"))
    with Library(copy) as library:
        library.update(analyse=False)
        library.save_search("law")
    with Library("demo") as library:
        assert library.arrival is None


# ---- told ------------------------------------------------------------------------------------------------------------


def test_a_folder_may_be_told_what_it_was(news: Path, tmp_path: Path) -> None:
    new = moved(news, tmp_path / "Archive")
    for file in new.glob("*.txt"):
        file.write_text(file.read_text("utf-8") + "\n\nEdited.", "utf-8")  # no document is what it was
    with Library(new) as library:
        assert library.arrival is None
        done = library.settle("adopt", news)
        assert done.brings[:2] == ("topics", "bookmarks")
    assert kept(new) == WORK


def test_it_may_be_named_by_any_place_it_was_at(news: Path, tmp_path: Path) -> None:
    first = moved(news, tmp_path / "one")
    assert kept(first) == WORK
    last = moved(first, tmp_path / "two")
    assert kept(last) == WORK
    other = make(tmp_path / "other", range(30, 36))
    with Library(other) as library:
        library.settle("copy", first)
    assert kept(other) == WORK


def test_a_place_of_which_nothing_is_known_is_refused_with_those_that_are(news: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other", range(30, 36))
    with Library(other) as library:
        with pytest.raises(CorpusError) as caught:
            library.settle("adopt", tmp_path / "nowhere")
        assert str(news) in caught.value.hint
        with pytest.raises(CorpusError, match="this corpus itself"):
            library.settle("adopt", other)
        with pytest.raises(CorpusError, match="Nothing is asked"):
            library.settle("adopt")
