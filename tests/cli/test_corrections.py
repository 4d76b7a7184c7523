"""`sourcebook corrections` lists, hands on and takes back what the reader put right, for people and for pipes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from search import paths
from search.library import Library
from search.model import Correction
from tests.search import corpora
from tui.__main__ import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The letters, as the corpus of the environment."""
    corpora.without_model(monkeypatch)
    folder = corpora.make(tmp_path / "letters")
    monkeypatch.setenv("SOURCEBOOK_CORPUS", str(folder))
    return folder


@pytest.fixture
def made(corpus: Path) -> list[Correction]:
    """Two corrections, one of which will not apply."""
    with Library(corpus) as library:
        library.update()
        first = library.corrections.make(Correction("rename", ("Harbor Authority",), "The [red]Port[/]"))
        second = library.corrections.make(Correction("drop", docs=("north.md",), words="March 9, 2021"))
    text = corpora.LETTERS["north.md"].replace("March 9, 2021", "a day soon")
    (corpus / "north.md").write_text(text, encoding="utf-8")
    return [first, second]


def test_none_is_said_and_exits_with_one(capsys: Captured) -> None:
    assert main(["corrections"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "no corrections" in said.err
    assert main(["corrections", "undo"]) == 1


def test_a_pipe_gets_a_line_each_with_what_no_longer_applies(made: list[Correction], capsys: Captured) -> None:
    assert main(["corrections"]) == 0
    rows = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[1]) for row in rows] == [(each.id, each.kind) for each in made]
    assert rows[0][3:] == ["“Harbor Authority” is shown as “The [red]Port[/]”", ""]
    assert "no longer" in rows[1][4]


def test_a_terminal_gets_a_table(made: list[Correction], capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("tui.cli.subcommands.corrections.is_rich", lambda: True)
    assert main(["corrections", "list"]) == 0
    said = capsys.readouterr().out
    assert "[red]Port[/]" in said
    assert "no: “March 9, 2021” is no longer" in said


def test_json_has_every_field(made: list[Correction], capsys: Captured) -> None:
    assert main(["corrections", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["corrections"]
    assert (rows[0]["kind"], rows[0]["names"], rows[0]["problem"]) == ("rename", ["Harbor Authority"], "")
    assert rows[1]["problem"]


def test_export_import_and_remove(made: list[Correction], capsys: Captured, tmp_path: Path) -> None:
    assert main(["corrections", "export"]) == 0
    text = capsys.readouterr().out
    assert [row["id"] for row in yaml.safe_load(text)["corrections"]] == [each.id for each in made]
    file = tmp_path / "theirs.yaml"
    file.write_text(text, encoding="utf-8")
    assert main(["corrections", "import", str(file)]) == 1
    assert "already" in capsys.readouterr().err
    assert main(["corrections", "remove", made[0].id]) == 0
    assert "taken back" in capsys.readouterr().err
    assert main(["corrections", "undo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["removed"][0]["id"] == made[1].id
    assert main(["corrections", "import", str(file)]) == 0
    assert "2 corrections added" in capsys.readouterr().err


def test_a_file_that_makes_no_sense_is_named_with_its_line(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "theirs.yaml"
    file.write_text("corrections:\n  - {hide: A}\n  - {what: ever}\n", encoding="utf-8")
    assert main(["corrections", "import", str(file)]) == 2
    said = capsys.readouterr().err
    assert f"{file}, line 3" in said
    assert "what" in said


def test_a_wrong_id_names_the_nearest(made: list[Correction], capsys: Captured) -> None:
    assert main(["corrections", "remove", made[0].id[:-1] + "x"]) == 2
    assert made[0].id in capsys.readouterr().err


@pytest.mark.parametrize("line", [["import"], ["remove"], ["export", "x"], ["lst"]])
def test_what_is_missing_or_too_much_is_said(line: list[str], capsys: Captured) -> None:
    assert main(["corrections", *line]) == 2
    assert capsys.readouterr().err


def test_the_codebook_holds_the_corrections(made: list[Correction], capsys: Captured) -> None:
    assert main(["corrections", "codebook"]) == 0
    book = yaml.safe_load(capsys.readouterr().out)
    assert book["title"] == "Bridges"
    assert book["aliases"][0] == {"name": "The [red]Port[/]", "aliases": ["Harbor Authority"]}
    assert book["corrections"][0]["drop"] == "March 9, 2021"


def test_a_broken_file_is_set_aside_and_told(corpus: Path, capsys: Captured) -> None:
    with Library(corpus) as library:
        own = paths.data_dir(library.key)
    (own / "corrections.yaml").write_text("corrections: [", encoding="utf-8")
    assert main(["corrections"]) == 1
    assert main(["doctor"]) in (0, 1)
    assert "set aside" in capsys.readouterr().out


def test_a_file_that_was_broken_by_hand_is_told_with_the_list(corpus: Path, capsys: Captured) -> None:
    """A list that is empty because the file had to be set aside does not look like one that always was."""
    with Library(corpus) as library:
        library.update()
        file = library.corrections._file().path
        library.corrections.make(Correction("hide", ("Ana Ruiz",)))
    for copy in file.parent.glob("corrections.yaml*"):
        copy.write_text("- hide: [unclosed", encoding="utf-8")
    assert main(["corrections"]) == 1
    told = capsys.readouterr().err
    assert "set aside" in told
    assert "rename it to corrections.yaml" in told
