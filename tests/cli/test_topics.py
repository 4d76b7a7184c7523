"""`sourcebook topics`: proposals are listed and taken in, a topic is taken out, all are handed on as YAML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.search import corpora
from tui.__main__ import main

Captured = pytest.CaptureFixture[str]
STORM = "The storm broke the old pier of Alder in March. Captains blamed the harbour council for the old pier."
TEXTS = {
    "one.txt": f"{STORM}\n\nThe harbour council met the captains about the ferry licence on Monday.\n",
    "two.txt": "Captains say the old pier was rotten before the storm.\n\nThe ferry licence was sold by the harbour "
    "council.\n",
    "three.txt": "Nobody repaired the old pier after the storm.\n\nA ferry licence costs more now, captains say.\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    corpora.without_model(monkeypatch)
    made = tmp_path / "alder"
    made.mkdir()
    for name, text in TEXTS.items():
        (made / name).write_text(text)
    monkeypatch.setenv("SOURCEBOOK_CORPUS", str(made))
    return made


def lines(capsys: Captured) -> list[list[str]]:
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_proposals_are_listed_taken_in_and_taken_out(folder: Path, capsys: Captured) -> None:
    assert main(["topics"]) == 1
    assert "topics proposed" in capsys.readouterr().err
    assert main(["topics", "proposed"]) == 0
    proposed = lines(capsys)
    assert proposed
    assert {row[0] for row in proposed} == {"proposed"}
    name = proposed[0][1]
    assert main(["topics", "accept", name]) == 0
    assert lines(capsys) == [["accepted", name, proposed[0][4]]]
    assert main(["topics"]) == 0
    assert [row[:2] for row in lines(capsys)] == [["own", name]]
    assert main(["topics", "codebook"]) == 0
    assert [row["name"] for row in yaml.safe_load(capsys.readouterr().out)["topics"]] == [name]
    assert main(["topics", "remove", name]) == 0
    capsys.readouterr()
    assert main(["topics", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"topics": []}


def test_a_query_that_finds_nothing_is_told_where_it_stands(folder: Path, capsys: Captured) -> None:
    (folder / "corpus.yaml").write_text("topics:\n  - name: Whales\n    query: whale\n")
    assert main(["topics"]) == 0
    ((origin, name, documents, passages, query, problem),) = lines(capsys)
    assert (origin, name, documents, passages, query) == ("codebook", "Whales", "0", "0", "whale")
    assert problem


@pytest.mark.parametrize("words", [["remove"], ["list", "x"], ["accept", "nowhere"], ["remove", "nowhere"]])
def test_what_cannot_be_done_says_why(folder: Path, capsys: Captured, words: list[str]) -> None:
    assert main(["topics", *words]) == 2
    assert "sourcebook: " in capsys.readouterr().err
