"""Nothing is passed over in silence: every file of a folder is in exactly one place of its account."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.errors import CorpusError
from search.exports.json_account import folder as folder_json
from search.library import Library
from search.model import FolderAccount
from search.text.sanitise import sanitise_line
from tests.search import corpora, messy

LISTS = ("set_aside", "unreadable", "ignored")


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture(scope="module")
def mess(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return messy.make(tmp_path_factory.mktemp("messy"))


@pytest.fixture
def library(mess: Path) -> Iterator[Library]:
    with Library(mess) as made:
        made.update(analyse=False)
        yield made


def whole_files(account: FolderAccount) -> list[str]:
    """Every file that the account speaks of, once for each place it is in."""
    unread = {one.file for one in account.unread if one.file not in account.holding}
    wholes = [one.file for one in account.unread if not one.member]
    return sorted([*account.holding, *wholes, *(unread - set(wholes))])


def ids_below(mess: Path, *, follow: bool = False) -> list[str]:
    """The ids of every file below the folder: two names that come to the same are told apart."""
    taken: dict[str, int] = {}
    for place in messy.files_below(mess, follow=follow):
        name = "/".join(sanitise_line(part) for part in place.relative_to(mess).parts)
        taken[name] = taken.get(name, 0) + 1
    return sorted(f"{name}~{n}" if n > 1 else name for name, count in taken.items() for n in range(1, count + 1))


@pytest.mark.parametrize("follow", [False, True])
def test_every_file_is_in_exactly_one_place(mess: Path, follow: bool) -> None:
    with Library(mess, follow_links=follow) as library:
        library.update(analyse=False)
        account = library.account()
    assert whole_files(account) == ids_below(mess, follow=follow)
    assert account.files == len(whole_files(account)) == account.read + sum(account.outcomes.values())
    assert account.documents == sum(account.holding.values())
    rows = [(one.file, one.member) for one in account.unread]
    assert len(rows) == len(set(rows))
    assert all(one.title and one.why for one in account.unread)
    assert all(one.hint for one in account.unread if one.outcome == "unreadable")


def test_why_is_said_of_each(library: Library) -> None:
    account = library.account()
    said = {(one.file, one.member): (one.outcome, one.title) for one in account.unread}
    assert said["locked.pdf", ""] == ("unreadable", "Encrypted document")
    assert said["broken.txt", ""][0] == "unreadable"
    assert said["outward.txt", ""] == said["outfolder", ""] == ("set aside", "Link not followed")
    assert said["drafts/first.txt", ""] == ("set aside", "Excluded")
    assert said["empty.txt", ""] == ("set aside", "Empty document")
    assert said["nothing.zip", ""] == ("ignored", "Nothing in it")
    assert said["pictures.zip", ""] == ("unreadable", "Nothing in it")
    assert said["pipe.txt", ""] == ("ignored", "Not a file")
    assert said[".git/pipe", ""] == said[".link", ""] == said["deep/.cache/x.txt", ""] == ("ignored", "Hidden")
    assert said["binary.dat", ""] == said["one.png", ""] == ("ignored", "No document")
    assert said["letters.zip", "in/photo.jpg"] == ("ignored", "No document")
    assert said["letters.zip", "in/locked.pdf"] == ("unreadable", "Encrypted document")
    assert said["letters.zip", "__MACOSX/._letter.txt"] == said["old.tar", ".dotted"] == ("ignored", "Hidden")
    assert said["old.tar", "link.txt"] == ("ignored", "Not a file")
    assert account.holding["post.mbox"] == 2
    assert account.holding["posts.csv"] == 2
    assert not any(one.file == "inward.txt" for one in account.unread)


def test_a_file_of_parts_counts_as_the_worst_of_them(library: Library) -> None:
    account = library.account()
    assert {one.member for one in account.unread if one.file == "pictures.zip"} == {"", "photo.jpg", "locked.pdf"}
    assert account.outcomes["unreadable"] == len(
        {one.file for one in account.unread if one.outcome == "unreadable" and one.file not in account.holding}
    )
    assert account.parts["unreadable"] >= 1


def test_the_part_after_which_nothing_could_be_read_is_called_the_rest(library: Library) -> None:
    """A file that holds documents is never said to be unreadable as a whole."""
    account = library.account()
    cut, rest = [one for one in account.unread if one.file == "cut.tar"]
    assert account.holding["cut.tar"] == 1
    assert (cut.member, rest.member) == ("second.txt", "the rest")
    assert cut.outcome == rest.outcome == "unreadable"
    assert not [one for one in account.unread if not one.member and one.file in account.holding]


def test_groups_hold_every_row_once_and_say_how_many(library: Library) -> None:
    account = library.account()
    rows = [one for group in account.groups for one in group.rows]
    assert sorted(rows, key=repr) == sorted(account.unread, key=repr)
    outcomes = [group.outcome for group in account.groups]
    assert outcomes == sorted(outcomes, key=("unreadable", "set aside", "ignored").index)
    labels = {group.reason: group.label for group in account.groups}
    assert labels["a picture"] == "4 pictures"
    assert labels["a film"] == "a film"
    assert labels["Hidden"] == f"{len(next(g.rows for g in account.groups if g.reason == 'Hidden'))} hidden files"


def test_the_header_counts_files_that_were_to_be_read(library: Library) -> None:
    account, status = library.account(), library.status()
    expected = {
        one.file
        for one in account.unread
        if one.outcome != "ignored" and one.title != "Codebook" and one.file not in account.holding
    }
    assert status.unread == len(expected)
    assert status.documents == account.documents


def test_as_json_the_lists_and_the_read_files_are_the_folder(library: Library, mess: Path) -> None:
    folder = folder_json(library.account())["folder"]
    listed = {row["file"] for name in LISTS for row in folder[name] if "member" not in row}
    parts = {row["file"] for name in LISTS for row in folder[name] if "member" in row}
    read = {row["file"] for row in folder["read"]}
    assert not listed & read
    assert sorted(listed | read | parts) == ids_below(mess)
    assert folder["files"] == len(listed | read | parts)
    assert folder["documents"] == sum(row["documents"] for row in folder["read"])
    assert all(row["why"] for name in LISTS for row in folder[name])
    assert all("hint" in row for row in folder["unreadable"])


def test_what_comes_and_goes_beside_the_files_is_noticed(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters", codebook="")
    with Library(folder) as library:
        library.update(analyse=False)
        assert library.account().unread == ()
        os.mkfifo(folder / "pipe")
        assert library.changed(analysis=False)
        library.update(analyse=False)
        assert [(one.file, one.title) for one in library.account().unread] == [("pipe", "Not a file")]
        assert not library.changed(analysis=False)
        (folder / "pipe").unlink()
        (folder / "pipe").write_text(messy.WORDS)
        library.update(analyse=False)
        assert "pipe" in library.account().holding
        assert library.account().unread == ()
        (folder / "pipe").unlink()
        (folder / "pipe").symlink_to(tmp_path / "nowhere")
        library.update(analyse=False)
        assert [(one.file, one.outcome) for one in library.account().unread] == [("pipe", "unreadable")]
        assert not library.changed(analysis=False)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folders_that_may_not_be_looked_into_are_named(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters", codebook="")
    for name in ("closed", ".hidden/closed"):
        (folder / name).mkdir(parents=True)
        (folder / name).chmod(0)
    with Library(folder) as library:
        library.update(analyse=False)
        found = {one.file: one.outcome for one in library.account().unread}
    assert found == {"closed": "unreadable", ".hidden/closed": "unreadable"}


def test_a_folder_of_nothing_but_other_things_says_what_it_holds(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c.mp3", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(CorpusError, match=r"2 pictures, a sound recording, a hidden file") as caught:
        Library(tmp_path)
    assert caught.value.hint
    (tmp_path / "none").mkdir()
    with pytest.raises(CorpusError, match="it is empty"):
        Library(tmp_path / "none")


def test_what_no_update_has_seen_is_not_read_yet(mess: Path, tmp_path: Path) -> None:
    with Library(mess, codebook=corpus_yaml(tmp_path)) as library:
        account = library.account()
        assert whole_files(account) == ids_below(mess)
        assert account.read == 0
        titles = {one.file: one.title for one in account.unread}
        assert titles["plain.txt"] == titles["letters.zip"] == "Not read yet"
        assert titles["one.png"] == "No document"
        assert titles["corpus.yaml"] == "Codebook"
        assert titles["pipe.txt"] == "Not a file"
        assert library.status().unread == 0, "the header does not count what nobody has looked at"


def corpus_yaml(folder: Path) -> Path:
    """Another codebook, so that the library is one that was never read."""
    (folder / "more.yaml").write_text("title: Another\n")
    return folder / "more.yaml"


def test_an_archive_within_an_archive_is_accounted_for_by_its_path(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", messy.WORDS)
        archive.writestr("b.png", b"x")
    folder = tmp_path / "letters"
    folder.mkdir()
    with zipfile.ZipFile(folder / "outer.zip", "w") as archive:
        archive.write(inner, "inner.zip")
    with Library(folder) as library:
        library.update(analyse=False)
        account = library.account()
    assert account.holding == {"outer.zip": 1}
    assert [(one.file, one.member) for one in account.unread] == [("outer.zip", "inner.zip/b.png")]
