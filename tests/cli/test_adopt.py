"""A moved folder is told of on standard error; `sourcebook adopt` answers where it is not sure."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from search.library import Library
from search.model import Arrival
from tests.cli.conftest import FakeLibrary
from tests.search import corpora
from tests.search.identity.folders import WORK, kept, make, worked_on
from tui.__main__ import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = make(tmp_path / "News")
    worked_on(folder)
    return folder


def test_a_moved_folder_is_told_of_once(news: Path, tmp_path: Path, capsys: Captured) -> None:
    new = news.rename(tmp_path / "Archive")
    assert main(["search", "ferry", "-c", str(new), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["total"] == 6
    came = "sourcebook: “News” was moved: your topics, bookmarks and the analysis came along"
    assert said.err == f"{came} from {tmp_path / 'News'}.\n"
    assert main(["search", "ferry", "-c", str(new)]) == 0
    assert capsys.readouterr().err == ""


def test_a_copy_is_told_of_with_the_command_that_answers(news: Path, tmp_path: Path, capsys: Captured) -> None:
    copy = Path(shutil.copytree(news, tmp_path / "A copy"))
    for _ in range(2):
        assert main(["search", "ferry", "-c", str(copy)]) == 0
        said = capsys.readouterr().err
        assert f"sourcebook adopt -c '{copy}'" in said
        assert f"“News” at {news} holds these documents too, and you have topics and bookmarks there." in said
    assert main(["adopt", "--copy", "-c", str(copy)]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"A copy: topics and bookmarks copied from {news}\n", "")
    assert main(["search", "ferry", "-c", str(copy)]) == 0
    assert capsys.readouterr().err == ""
    assert kept(copy) == kept(news) == WORK


def test_it_is_left_alone_where_that_is_wanted(news: Path, tmp_path: Path, capsys: Captured) -> None:
    copy = Path(shutil.copytree(news, tmp_path / "copy"))
    assert main(["adopt", "--afresh", "-c", str(copy)]) == 0
    assert capsys.readouterr().out == f"copy: begins afresh; {news} keeps what is known of it\n"
    assert main(["search", "ferry", "-c", str(copy)]) == 0
    assert capsys.readouterr().err == ""


def test_the_other_may_be_named(news: Path, tmp_path: Path, capsys: Captured) -> None:
    new = news.rename(tmp_path / "Archive")
    for file in new.rglob("*.txt"):
        file.write_text(file.read_text("utf-8") + " Edited.", "utf-8")
    assert main(["adopt", str(news), "-c", str(new)]) == 0
    said = capsys.readouterr()
    assert said.out == f"Archive: topics, bookmarks and the analysis taken over from {news}\n"
    assert kept(new) == WORK


def test_a_folder_that_was_known_at_once_is_no_error(news: Path, tmp_path: Path, capsys: Captured) -> None:
    new = news.rename(tmp_path / "Archive")
    assert main(["adopt", "-c", str(new)]) == 0
    assert f"taken over from {news}" in capsys.readouterr().out
    assert main(["adopt", str(news), "-c", str(new)]) == 0  # once more changes nothing
    assert kept(new) == WORK


def test_what_cannot_be_done_is_said_with_what_can(news: Path, tmp_path: Path, capsys: Captured) -> None:
    other = make(tmp_path / "other", range(30, 33))
    assert main(["adopt", "-c", str(other)]) == 2
    assert str(news) in capsys.readouterr().err
    assert main(["adopt", str(tmp_path / "nowhere"), "-c", str(other)]) == 2
    assert f"Nothing is known of {tmp_path / 'nowhere'}" in capsys.readouterr().err
    assert main(["adopt", str(news), "--copy", "--afresh", "-c", str(other)]) == 2
    assert "--copy and --afresh" in capsys.readouterr().err
    with Library(other) as library:
        assert library.arrival is None


def test_names_that_would_move_the_cursor_are_harmless(fake: type[FakeLibrary], capsys: Captured) -> None:
    fake.arrival = Arrival("copy", "\x1b[31mred", "/x/\x1b[31mred\n", ("bookmarks",))
    main(["search", "word"])
    assert "\x1b" not in capsys.readouterr().err
