"""A reader's verdict on a conflict takes effect at once, holds through an analysis, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from search import paths
from search.codebook.correction_rows import RowError, content_of, correction_of, row_of
from search.errors import CorpusError
from search.library import Library
from search.model import Conflict, Correction, StatedValue, Statement
from search.userdata.verdicts import Verdicts, verdict_on, verdicts_from_json, verdicts_to_json
from tests.search import corpora

NORTH = "---\nsource: North\npublished: 2019-06-01\n---\nThe bridge\n\nAda Kovel was arrested in Marne in March 2016.\n"
SOUTH = "---\nsource: South\npublished: 2019-06-02\n---\nThe river\n\nAda Kovel was arrested in Marne in April 2017.\n"
EAST = "---\nsource: East\npublished: 2019-06-03\n---\nThe mill\n\nAda Kovel was arrested in Marne in May 2018.\n"


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "letters"
    made.mkdir()
    (made / "north.md").write_text(NORTH)
    (made / "south.md").write_text(SOUTH)
    return made


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library(folder) as made:
        made.update()
        yield made


def only(library: Library) -> Conflict:
    (one,) = library.comparison().conflicts
    return one


def test_a_dismissed_conflict_is_put_aside_at_once_and_nothing_is_analysed_again(library: Library) -> None:
    conflict = only(library)
    library.corrections.judge("dismiss", conflict)
    told = library.comparison()
    assert (told.conflicts, told.dismissed) == ((), (conflict,))
    assert not library.changed()
    library.update()
    assert library.comparison().dismissed == (conflict,)


def test_the_last_verdict_holds_and_undo_takes_it_back(library: Library) -> None:
    conflict = only(library)
    library.corrections.judge("dismiss", conflict)
    library.corrections.judge("confirm", conflict)
    assert library.comparison().conflicts == (replace(conflict, confirmed=True),)
    undone = library.corrections.undo()
    assert undone is not None
    assert undone.kind == "confirm"
    assert library.comparison().dismissed == (conflict,)
    assert library.corrections.unjudge(conflict) is not None
    assert library.comparison().conflicts == (conflict,)
    assert library.corrections.unjudge(conflict) is None


def test_a_conflict_that_gains_a_value_is_shown_again(library: Library, folder: Path) -> None:
    library.corrections.judge("dismiss", only(library))
    (folder / "east.md").write_text(EAST)
    library.update()
    told = library.comparison()
    assert [len(conflict.values) for conflict in told.conflicts] == [3]
    assert told.dismissed == ()
    # Of the two documents alone, it is the one that was put aside.
    assert len(library.comparison(docs=("north.md", "south.md")).dismissed) == 1
    (row,) = library.corrections.all()
    assert row.problem.startswith("there is no such conflict")


def test_undo_takes_back_the_latest_of_corrections_and_verdicts(library: Library) -> None:
    library.corrections.make(Correction("hide", ("Marne",)))
    library.corrections.judge("dismiss", only(library))
    kinds = [row.kind for row in library.corrections.all()]
    assert kinds == ["hide", "dismiss"]
    assert [getattr(library.corrections.undo(), "kind", None) for _ in range(3)] == ["dismiss", "hide", None]


def test_verdicts_travel_with_the_corrections(library: Library, folder: Path, tmp_path: Path) -> None:
    conflict = only(library)
    library.corrections.judge("dismiss", conflict)
    file = tmp_path / "mine.yaml"
    file.write_text(library.corrections.text())
    book = library.corrections.codebook()
    (taken,) = library.corrections.all()
    assert library.corrections.remove(taken.id) is not None
    assert library.comparison().conflicts == (conflict,)
    assert [content_of(row) for row in library.corrections.take(file)] == [content_of(taken)]
    assert library.comparison().dismissed == (conflict,)
    assert library.corrections.undo() is not None
    # And in the corpus.yaml that is made of them.
    (folder / "corpus.yaml").write_text(book)
    library.update()
    assert library.comparison().dismissed == (conflict,)


def test_without_corrections_nothing_is_put_aside(library: Library, folder: Path) -> None:
    library.corrections.judge("dismiss", only(library))
    with Library(folder, curated=False) as bare:
        bare.update()
        assert len(bare.comparison().conflicts) == 1


def test_a_broken_file_of_verdicts_is_set_aside_and_told_of(library: Library) -> None:
    conflict = only(library)
    (paths.data_dir(library.key) / "verdicts.yaml").write_text("corrections: [")
    assert library.comparison().conflicts == (conflict,)
    assert any("set aside" in problem.message for problem in library.problems())


def test_rows() -> None:
    row = correction_of(
        yaml.safe_load("{dismiss: ['12', '14 people'], kind: number, about: [Marne], files: [a.md, b.md]}")
    )
    assert (row.names, row.to, row.words, row.docs) == (("12", "14 people"), "number", "Marne", ("a.md", "b.md"))
    assert correction_of(row_of(row)) == row
    assert verdicts_from_json(verdicts_to_json([row, Correction("hide", ("x",))])) == (row,)


@pytest.mark.parametrize(
    "text",
    [
        "{dismiss: ['12'], kind: number, files: [a.md]}",
        "{dismiss: ['12', '14'], files: [a.md, b.md]}",
        "{confirm: ['12', '14'], kind: colour, files: [a.md, b.md]}",
        "{confirm: ['12', '14'], kind: number}",
    ],
)
def test_rows_that_make_no_sense(text: str) -> None:
    with pytest.raises(RowError):
        correction_of(yaml.safe_load(text))


def conflict(about: str, *values: str, kind: str = "number") -> Conflict:
    said = [StatedValue(value, (Statement(f"{n}.md", "words", 0, 5),)) for n, value in enumerate(values)]
    return Conflict("c", kind, (about,), tuple(said))  # type: ignore[arg-type]


def test_a_verdict_is_on_one_conflict_alone() -> None:
    row = verdict_on("dismiss", conflict("Marne", "12", "14"))
    asked = Verdicts([row])
    assert asked.on(conflict("Marne", "14", "12")) == row  # which of the two says which is not asked
    assert asked.on(conflict("Marne", "12", "14")) == row
    assert asked.on(conflict("Aube", "12", "14")) is None
    assert asked.on(conflict("Marne", "12", "15")) is None
    assert asked.on(conflict("Marne", "12", "14", kind="date")) is None


def test_long_quotations_are_known_by_their_beginning() -> None:
    told = conflict("Ada", "so it was " * 60, "so it is " * 60, kind="quotation")
    row = verdict_on("dismiss", told)
    assert Verdicts([row]).on(told) == row


def test_a_verdict_on_a_document_that_is_not_there(library: Library) -> None:
    with pytest.raises(CorpusError):
        library.corrections.make(Correction("dismiss", ("1", "2"), to="number", docs=("nowhere.md",)))
