"""What is said of the files that are not read: by index and doctor in full, by other commands in a note."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from search.corpus.reasons import grouped
from search.model import GUESSED, FolderAccount, Problem, Status, Unread
from search.paths import config_dir
from tests.cli.conftest import FakeLibrary
from tests.search import corpora, messy
from tui.__main__ import main

Captured = pytest.CaptureFixture[str]
Fake = type[FakeLibrary]

LOCKED = Unread("locked.pdf", "unreadable", "Encrypted document", "locked.pdf is encrypted.", "Give its password.")
PICTURES = tuple(Unread(f"{n:02}.png", "ignored", "No document", f"{n:02}.png is a picture.") for n in range(40))


def account(*unread: Unread) -> FolderAccount:
    files = {one.file for one in unread}
    return FolderAccount(
        2 + len(files), 2, 2, unread=unread, groups=grouped(unread), holding={"one.txt": 1, "sub/two.md": 1}
    )


@pytest.fixture
def mess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    corpora.without_model(monkeypatch)
    return messy.make(tmp_path)


def test_index_counts_names_what_cannot_be_read_and_groups_the_rest(fake: Fake, capsys: Captured) -> None:
    fake.accounted = account(LOCKED, Unread("empty.txt", "set aside", "Empty document", "It is empty."), *PICTURES)
    assert main(["index"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "44 files: 2 read (2 documents), 1 cannot be read, 1 set aside, 40 no documents" in said
    assert "cannot be read: locked.pdf is encrypted. Give its password." in said
    assert "set aside: empty.txt: It is empty." in said
    assert "no document: 40 pictures" in said
    assert not any("07.png" in line for line in said)
    assert main(["index", "--verbose"]) == 0
    assert "no document: 07.png is a picture." in capsys.readouterr().out


@pytest.mark.parametrize("command", ["index", "doctor"])
def test_what_is_left_out_is_counted(command: str, fake: Fake, capsys: Captured) -> None:
    rows = [Unread(f"{n:02}.pdf", "unreadable", "Encrypted document", f"{n:02}.pdf is encrypted.") for n in range(33)]
    fake.accounted = account(*rows)
    main([command])
    said = capsys.readouterr().out
    assert ("19.pdf" in said, "20.pdf" in said) == (True, False)
    assert "13 more rows" in said
    assert f"sourcebook {command} --verbose" in said
    main([command, "-v"])
    said = capsys.readouterr().out
    assert "32.pdf" in said
    assert "more rows" not in said


def test_a_part_of_a_file_is_named_by_its_place(fake: Fake, capsys: Captured) -> None:
    fake.accounted = account(replace(LOCKED, file="post.zip", member="in/locked.pdf"))
    main(["index"])
    assert "cannot be read: post.zip/in/locked.pdf: locked.pdf is encrypted." in capsys.readouterr().out


def test_doctor_is_well_where_files_are_set_aside_and_encodings_guessed(
    fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    guessed = Problem(GUESSED, "one.txt does not say its encoding: read as KOI8-R.", "Set it.", "one.txt")
    fake.accounted = replace(account(*PICTURES), notes=(guessed,))
    monkeypatch.setattr(fake, "problems", lambda _: (guessed,))
    main(["doctor", "--json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [row["verdict"] for row in checks if row["name"] == "one.txt"] == ["note"]
    assert all(row["verdict"] == "ok" for row in checks if row["group"] == "Folder" and row["name"] != "one.txt")


@pytest.mark.parametrize("line", [["index", "--json"], ["doctor", "--json"]], ids=str)
def test_a_folder_never_read_before_is_accounted_for_in_json(line: list[str], mess: Path, capsys: Captured) -> None:
    main([*line, "-c", str(mess)])
    folder = json.loads(capsys.readouterr().out)["folder"]
    assert folder["files"] == len(messy.files_below(mess))
    assert {row["file"] for row in folder["unreadable"] if "member" not in row} == {
        "locked.pdf", "broken.txt", "binary.txt", "pictures.zip",
    }  # fmt: skip
    assert {row["file"] for row in folder["read"]} >= {"plain.txt", "post.mbox", "posts.csv", "letters.zip"}


def test_doctor_reads_what_has_changed(mess: Path, capsys: Captured) -> None:
    main(["doctor", "-c", str(mess)])
    (mess / "locked.pdf").unlink()
    (mess / "new.txt").write_text(messy.WORDS)
    capsys.readouterr()
    main(["doctor", "-c", str(mess), "--json"])
    folder = json.loads(capsys.readouterr().out)["folder"]
    assert "new.txt" in {row["file"] for row in folder["read"]}
    assert "locked.pdf" not in {row["file"] for row in folder["unreadable"]}


def test_other_commands_say_it_once_and_where_nothing_is_found(mess: Path, capsys: Captured) -> None:
    told = "files are not read; sourcebook doctor says which"
    assert main(["search", "bridge", "-c", str(mess)]) == 0
    assert told in (said := capsys.readouterr()).err
    assert told not in said.out
    assert main(["search", "bridge", "-c", str(mess)]) == 0
    assert told not in capsys.readouterr().err
    assert main(["search", "zeppelin", "-c", str(mess)]) == 1
    assert told in capsys.readouterr().err
    assert main(["search", "bridge", "-c", str(mess), "--json"]) == 0
    assert "hits" in json.loads(capsys.readouterr().out)


def test_links_are_followed_where_the_command_or_the_settings_say_so(mess: Path, capsys: Captured) -> None:
    line = ["search", "far", "-c", str(mess)]
    assert main(line) == 1
    assert main([*line, "--follow-links"]) == 0
    (config_dir() / "config.yaml").write_text("follow_links: yes\n")
    assert main(line) == 0
    assert "outward.txt" in capsys.readouterr().out


def test_a_folder_of_which_nothing_can_be_read_names_the_first_reasons(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "locked.pdf").write_bytes(messy.LOCKED.read_bytes())
    (tmp_path / "empty.txt").touch()
    (tmp_path / "a.png").touch()
    for line in (["search", "x"], ["index"], ["timeline"]):
        assert main([*line, "-c", str(tmp_path)]) == 2
        said = capsys.readouterr().err
        assert "3 files, none of which is read: locked.pdf is encrypted" in said
        assert "empty.txt has no text" in said
        assert "a picture" in said
        assert "passwords:" in said
    assert main(["doctor", "-c", str(tmp_path), "--json"]) == 1
    folder = json.loads(capsys.readouterr().out)["folder"]
    assert (folder["files"], folder["documents"], len(folder["unreadable"])) == (3, 0, 1)


def test_nothing_set_aside_says_nothing(fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake, "status", lambda _: Status(documents=2, searchable=2, analysed=2, revision=1))
    main(["entities"])
    assert "not read" not in capsys.readouterr().err
