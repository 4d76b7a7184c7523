"""Each subcommand prints greppable lines in a pipe and tables on a terminal, and its exit code says what it found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from search.errors import BusyError, CancelledError
from search.model import Comparison, Entity, Results, Status, Topic
from search.text.wording import FINDS_NOTHING
from tests.cli.conftest import ONE, FakeLibrary
from tui.__main__ import main

Fake = type[FakeLibrary]
Captured = pytest.CaptureFixture[str]
X = "[bold]not markup[/] [31mred[0m gnol :smile:"  # HOSTILE, made harmless
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")

LINES = {
    "search": ["search", "arrest"],
    "entities": ["entities"],
    "mentions": ["entities", "--mentions"],
    "entity": ["entity", "y"],
    "timeline": ["timeline", "--undated"],
    "audit": ["audit"],
    "compare": ["compare"],
    "index": ["index"],
    "overview": [],
    "doctor": ["doctor"],
    "keys": ["keys"],
    "themes": ["themes"],
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_pipe_gets_no_escapes_and_no_traceback(line: list[str], fake: Fake, capsys: Captured) -> None:
    assert main(line) in (0, 1)
    said = capsys.readouterr()
    assert said.out
    assert not CONTROL.search(said.out + said.err)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_terminal_gets_tables_without_markup(
    line: list[str], fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not line:
        pytest.skip("on a terminal the explorer opens")
    monkeypatch.setenv("COLUMNS", "200")
    for module in ("search", "entities", "entity", "audit", "timeline", "compare", "doctor", "keys", "themes"):
        monkeypatch.setattr(f"tui.cli.subcommands.{module}.is_rich", lambda: True)
    assert main(line) in (0, 1)
    said = capsys.readouterr().out
    assert not CONTROL.search(said)
    if line[0] in ("search", "entities"):
        assert "[bold]not markup[/]" in said
        assert ":smile:" in said


@pytest.mark.parametrize(
    "line", [["search", "x"], ["entities"], ["entity", "y"], ["timeline"], ["audit"], ["compare"], ["index"]], ids=str
)
def test_json_is_one_object(line: list[str], fake: Fake, capsys: Captured) -> None:
    assert main([*line, "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_search_prints_id_title_and_snippet(fake: Fake, capsys: Captured) -> None:
    assert main(["search", "garcia", "luna", "--limit", "3", "--any"]) == 0
    said = capsys.readouterr()
    doc, title, snippet = said.out.rstrip("\n").split("\t")
    assert (doc, snippet) == ("one.txt", "an arrest in [1mOctober")
    assert title.startswith("First")
    assert ("search", "garcia luna", 3, True) in fake.asked
    assert "no document has both" in said.err
    assert "did you mean: arrests" in said.err
    assert "foo:" in said.err


def test_search_that_finds_nothing_exits_with_one(fake: Fake, capsys: Captured) -> None:
    fake.found = Results("zebra")
    assert main(["search", "zebra"]) == 1
    assert capsys.readouterr().out == ""
    assert main(["search", "zebra", "--json"]) == 1


def test_search_waits_for_the_analysis_only_when_the_query_needs_it(fake: Fake) -> None:
    main(["search", "arrest"])
    assert ("update", False) in fake.asked
    main(["search", "entity:DEA arrest"])
    assert ("update", True) in fake.asked


def test_what_is_current_is_not_read_again(fake: Fake) -> None:
    fake.stale = False
    main(["timeline"])
    assert not any(row[0] == "update" for row in fake.asked)
    assert fake.asked[-1] == ("close",)


def test_options_reach_the_library(fake: Fake, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    main(["entities", "--corpus", str(folder), "--codebook", "demo", "--no-corrections"])
    assert fake.asked[0] == ("open", str(folder), "demo", False, False)
    main(["topics", "--corpus", str(folder), "--follow-links"])
    assert ("open", str(folder), None, True, True) in fake.asked


def test_timeline_leaves_out_what_only_bears_the_day_of_publication(fake: Fake, capsys: Captured) -> None:
    main(["timeline"])
    said = capsys.readouterr()
    assert [row.split("\t")[:3] for row in said.out.splitlines()] == [["2020-10", "stated", "one.txt"]]
    assert "--undated" in said.err
    main(["timeline", "--undated"])
    assert "2020-12-09\tpublication, planned\tone.txt" in capsys.readouterr().out
    main(["timeline", "--json"])
    assert len(json.loads(capsys.readouterr().out)["events"]) == 2


def test_entities_of_one_type(fake: Fake, capsys: Captured) -> None:
    assert main(["entities", "--type", "law"]) == 0
    assert capsys.readouterr().out == f"law\tThe Law\t1\t1\t\t2019-03-01\t{X}\n"
    assert main(["entities", "--type", "place"]) == 1


def test_a_narrowing_query_that_is_not_understood_is_named(fake: Fake, capsys: Captured) -> None:
    for command in ("entities", "timeline", "compare"):
        main([command, "--in", "a foo:b"])
        assert "foo:” (character 3)" in capsys.readouterr().err


def test_compare_takes_parts_of_names(fake: Fake, capsys: Captured) -> None:
    assert main(["compare", "BROOKINGS", "one"]) == 0
    assert ("compare", "", ["sub/two.md", "one.txt"]) in fake.asked
    assert main(["compare", "tow.md"]) == 2
    assert "Did you mean sub/two.md?" in capsys.readouterr().err
    assert main(["compare", "t"]) == 2
    assert "Give more of the name" in capsys.readouterr().err


def test_compare_prints_a_line_a_statement(fake: Fake, capsys: Captured) -> None:
    main(["compare"])
    out = capsys.readouterr().out.splitlines()
    kinds = [line.split("\t")[0] for line in out]
    assert list(dict.fromkeys(kinds)) == [
        "conflict", "update", "agreement", "dismissed", "topic", "copy", "described", "only", "silent",
    ]  # fmt: skip
    assert "copy\tversion\tone.txt, sub/two.md\t9 of 10 sentences are the same" in out
    assert "silent\tsub/two.md\tThe Law\t(not found in this source)" in out


def test_compare_says_what_it_cannot_tell(fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["compare"])
    assert "sub/two.md has no date of publication" in capsys.readouterr().err
    alone = Comparison((ONE,))
    monkeypatch.setattr(fake, "comparison", lambda *_: alone)
    assert main(["compare", "one"]) == 1
    assert "only one.txt is compared" in capsys.readouterr().err


def test_compare_says_where_a_topic_was_not_found(fake: Fake, capsys: Captured) -> None:
    main(["compare"])
    assert "topic\tImmunity\tsub/two.md\t(not found in this source)" in capsys.readouterr().out


def test_compare_says_nothing_of_sources_where_a_topic_could_not_be_looked_for(
    fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Topic("Broken", "", '"unclosed', problem="this quotation mark is not closed")
    nowhere = Topic("Fishing", "", "fishing", problem=FINDS_NOTHING)
    monkeypatch.setattr(fake, "comparison", lambda *_: Comparison((ONE,), topics=(wrong, nowhere)))
    main(["compare"])
    said = capsys.readouterr()
    assert "topic\tBroken" not in said.out
    assert "topic\tFishing\tone.txt\t(not found in this source)" in said.out
    assert "the topic “Broken”: this quotation mark is not closed" in said.err


def test_the_overview_is_printed_in_a_pipe(fake: Fake, capsys: Captured, tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "documents: 2" in said
    assert "the sources differ on: 1" in said


def test_an_empty_folder_is_trouble_with_a_remedy(fake: Fake, capsys: Captured) -> None:
    fake.empty = True
    for line in (["search", "x"], ["entities"], ["index"]):
        assert main(line) == 2
        assert "No document can be used" in capsys.readouterr().err


def test_another_process_at_work_is_no_trouble_when_something_is_there(fake: Fake, capsys: Captured) -> None:
    fake.raises = BusyError("Busy", "Another Sourcebook is reading this corpus.", "Wait for it.")
    assert main(["entities"]) == 0
    assert "Showing what is there" in capsys.readouterr().err


def test_ctrl_c_says_what_was_kept(fake: Fake, capsys: Captured) -> None:
    fake.raises = CancelledError()
    assert main(["index"]) == 130
    said = capsys.readouterr().err
    assert "Kept: 2 documents searchable" in said
    assert "Traceback" not in said


def test_no_corpus_says_how_to_name_one(capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["entities"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("sourcebook: No corpus: ")
    assert "--corpus demo" in said


def test_a_folder_with_a_corpus_yaml_is_the_corpus(fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SOURCEBOOK_CORPUS")
    (tmp_path / "corpus.yaml").touch()
    monkeypatch.chdir(tmp_path)
    main(["entities"])
    assert fake.asked[0][1] == "."  # type: ignore[index]


def test_missing_folders_and_files_name_the_nearest(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "mexico").mkdir()
    (tmp_path / "a.txt").touch()
    assert main(["entities", "-c", str(tmp_path / "mexcio")]) == 2
    assert f"Did you mean {tmp_path / 'mexico'}?" in capsys.readouterr().err
    assert main([str(tmp_path / "a.txt")]) == 2
    assert "is a file" in capsys.readouterr().err
    assert main(["entities", "-c", str(tmp_path), "--codebook", str(tmp_path / "no.yaml")]) == 2
    assert "No such codebook" in capsys.readouterr().err


def test_doctor_finds_what_is_wrong(fake: Fake, capsys: Captured) -> None:
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "WRONG  bad.txt: Not text" in said
    assert "Take it out." in said
    assert main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_doctor_names_a_folder_that_cannot_be_used(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 1
    assert "XDG_DATA_HOME" in capsys.readouterr().out


def test_a_theme_that_cannot_be_used_is_named(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "config" / "sourcebook" / "themes"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("name: mine\nvariant: neon\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert main(["themes"]) == 1
    assert "mine.yaml" in capsys.readouterr().out


def test_a_key_that_cannot_be_used_is_named(capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "sourcebook"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("keys: {qiut: x}\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert main(["keys"]) == 0
    assert "Did you mean quit?" in capsys.readouterr().err


def test_entities_in_another_order(fake: Fake, capsys: Captured) -> None:
    for order, first in (("name", "person"), ("documents", "person"), ("first", "law"), ("mentions", "person")):
        main(["entities", "--sort", order])
        assert capsys.readouterr().out.startswith(first), order


def test_an_ambiguous_name_is_marked_on_a_terminal(
    fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("tui.cli.subcommands.entities.is_rich", lambda: True)
    main(["entities", "--type", "law"])
    said = capsys.readouterr().out
    assert "The Law ?" in said
    assert f"may be {X}" in said


def test_an_entity_is_one_line_a_fact(fake: Fake, capsys: Captured) -> None:
    assert main(["entity", "y", "--sort", "right", "--in", "arrest"]) == 0
    said = capsys.readouterr()
    lines = [row.split("\t") for row in said.out.splitlines()]
    assert [row[0] for row in lines] == [
        *("entity", "name", "name", "reason", "link", "unsure", "described", "event", "event", "with", "said", "about"),
        *("context", "context"),
    ]
    assert ["name", "X", "one.txt", "2"] in lines
    assert ["link", "renamed to", "The Law", "the text says so"] in lines
    assert ["about", "sub/two.md", "4-12", "The Law", "of it"] in lines
    assert [row[-1] for row in lines[-2:]] == ["barn owls", "zebra came"]
    assert ("profile", "person:x", "arrest") in fake.asked
    assert "3 later statements left out" in said.err


def test_contexts_are_sorted_by_what_stands_nearest(fake: Fake, capsys: Captured) -> None:
    main(["entity", "person:x", "--sort", "left"])
    assert [row.split("\t")[3] for row in capsys.readouterr().out.splitlines()[-2:]] == ["an aunt of", "the old"]


@pytest.mark.parametrize(
    ("name", "told"), [("the lew", "Did you mean The Law?"), ("nothing like it", "sourcebook entities")]
)
def test_an_unknown_name_is_an_error_with_the_nearest(fake: Fake, capsys: Captured, name: str, told: str) -> None:
    assert main(["entity", name]) == 2
    assert told in capsys.readouterr().err


def test_a_name_of_several_lists_them(fake: Fake, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    two = (Entity("person:a", "Ana Ruiz", "person"), Entity("person:b", "Eva Ruiz", "person", ("Eva",)))
    monkeypatch.setattr(fake, "entities", lambda self, query="": two)
    assert main(["entity", "ruiz"]) == 2
    said = capsys.readouterr().err
    assert "person:a" in said
    assert "person:b" in said


def test_an_entity_that_the_selection_does_not_name_exits_with_one(fake: Fake, capsys: Captured) -> None:
    fake.empty = True
    fake.stale = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            fake, "status", lambda self: Status(documents=2, searchable=2, analysed=2, revision=1, model="a model")
        )
        assert main(["entity", "y", "--in", "x"]) == 1
    assert "is not named" in capsys.readouterr().err


def test_the_audit_is_one_line_a_date(fake: Fake, capsys: Captured) -> None:
    assert main(["audit", "--in", "x"]) == 0
    lines = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in lines] == ["published", "ambiguous", "stale"]
    assert lines[1][1:5] == ["one.txt", "2020-04-03 or 2020-03-04", "3/4/2020", "0"]
    assert ("audit", "x") in fake.asked
