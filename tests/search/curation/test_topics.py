"""The reader's own topics and the codebook's: kept, changed, put into the comparison, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from search import paths
from search.analysis.comparison import compare
from search.analysis.names import recognizer as names
from search.codebook.parser import parsed_codebook
from search.codebook.topic_rows import HandPassage, TopicRow, effective, place_of, topic_of
from search.errors import CorpusError
from search.library import Library
from search.model import Passage, Topic
from search.pipeline import analysis_run as analysing
from search.pipeline import inputs
from search.userdata.topics_file import FILE, TopicFile, load
from tests.search import corpora


@pytest.fixture(autouse=True)
def _rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No language model: topics rest on the texts."""
    monkeypatch.setattr(names, "load_model", lambda: None)
    monkeypatch.setattr(inputs, "installed_model", lambda: "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return corpora.make(tmp_path / "letters")


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library(folder) as made:
        made.update()
        yield made


def topic(library: Library, name: str) -> Topic:
    return next(one for one in library.comparison().topics if one.name == name)


def messages(library: Library) -> list[str]:
    return [problem.message for problem in library.problems()]


# ---- counts, cells, the filter -----------------------------------------------------------------------------------


def test_a_cell_has_the_best_three_passages_and_the_count_has_all(folder: Path) -> None:
    (folder / "long.txt").write_text("\n\n".join(f"The crack number {n} is long." for n in range(7)), encoding="utf-8")
    with Library(folder) as library:
        library.update()
        cracks = topic(library, "Cracks")
        total = sum("crack" in passage.text for passage in cracks.cells["long.txt"])
        assert len(cracks.cells["long.txt"]) == min(3, cracks.counts["long.txt"])
        assert total == len(cracks.cells["long.txt"]), "the best have their words"
        assert cracks.origin == "codebook"
        assert set(cracks.counts) == set(cracks.cells)


def test_the_topic_filter_goes_by_every_passage_of_own_topics_too(library: Library) -> None:
    library.topics.save("Arrests", "", "arrest")
    library.update()
    found = {document.id for document in library.documents("topic:Arrests")}
    assert found == {"north.md", "south.md"}
    events = library.events("topic:Arrests")
    assert any("arrested" in event.text for event in events)
    assert {event.doc for event in events} <= found
    assert "March 9" not in " ".join(event.text for event in events), "another passage of the same document"


# ---- the reader's own --------------------------------------------------------------------------------------------


def test_an_own_topic_is_compared_with_the_next_work_and_nothing_else_is_done(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not library.changed()
    library.topics.save("Arrests", "who was arrested", "arrest")
    assert library.changed(), "there is work"
    monkeypatch.setattr(compare, "compared", lambda *_: pytest.fail("events were compared anew"))
    monkeypatch.setattr(analysing.Analysis, "_whole", lambda *_, **__: pytest.fail("everything was done anew"))
    library.update()
    assert topic(library, "Arrests").origin == "own"
    assert set(topic(library, "Arrests").cells) == {"north.md", "south.md"}
    assert not library.changed()


def test_a_changed_topic_of_the_codebook_redoes_the_topics_alone(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "corpus.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("query: ferry", "query: bridge"), encoding="utf-8")
    monkeypatch.setattr(analysing.Analysis, "_whole", lambda *_, **__: pytest.fail("everything was done anew"))
    assert library.changed()
    library.update()
    assert set(topic(library, "Ferries").cells) == {"north.md", "south.md"}


def test_an_own_topic_replaces_the_codebooks_and_the_shared_file_stays(library: Library, folder: Path) -> None:
    before = (folder / "corpus.yaml").read_bytes()
    library.topics.save("Ferries", "ships", "Marigold", was="Ferries")
    library.update()
    assert topic(library, "Ferries").query == "Marigold"
    assert topic(library, "Ferries").origin == "own"
    library.topics.remove("Ferries")
    library.update()
    assert topic(library, "Ferries").query == "ferry", "the codebook's is back"
    library.topics.remove("Ferries")
    library.update()
    assert library.topics.hidden() == ("Ferries",)
    assert [one.name for one in library.comparison().topics] == ["Cracks"]
    library.topics.restore("Ferries")
    library.update()
    assert topic(library, "Ferries").origin == "codebook"
    assert (folder / "corpus.yaml").read_bytes() == before


def test_a_renamed_topic_of_the_codebook_is_not_there_twice(library: Library) -> None:
    library.topics.save("Ships", "", "ferry", was="Ferries")
    library.update()
    assert [one.name for one in library.comparison().topics] == ["Cracks", "Ships"]


def test_own_topics_are_left_out_where_corrections_are(library: Library, folder: Path) -> None:
    library.topics.save("Arrests", "", "arrest")
    with Library(folder, curated=False) as bare:
        bare.update()
        assert [one.name for one in bare.comparison().topics] == ["Cracks", "Ferries"]


def test_a_passage_is_put_in_and_taken_out_by_hand(library: Library) -> None:
    book = library.topics
    at = library.text("east.txt").text.index("Notes")
    passage = book.passage_at("east.txt", at, at + 5)
    assert "Cracks" not in book.holding(passage)
    book.add("Cracks", passage)
    library.update()
    assert topic(library, "Cracks").cells["east.txt"][0].text == passage.text
    assert "Cracks" in book.holding(passage)
    book.drop("Cracks", passage)
    library.update()
    assert "east.txt" not in topic(library, "Cracks").cells
    assert not load(paths.data_dir(library.key)).rows, "what was put in and taken out again leaves nothing behind"


def test_a_passage_that_the_query_finds_is_taken_out_and_put_in_again(library: Library) -> None:
    book = library.topics
    found = topic(library, "Cracks").cells["south.md"][0]
    book.drop("Cracks", found)
    library.update()
    assert "south.md" not in topic(library, "Cracks").cells
    book.add("Cracks", found)
    library.update()
    assert "south.md" in topic(library, "Cracks").cells


def test_a_topic_may_begin_with_a_passage(library: Library) -> None:
    passage = library.topics.passage_at("east.txt", 0, 5)
    library.topics.add("Ships", passage, new=True)
    library.update()
    assert topic(library, "Ships").cells["east.txt"][0].text == passage.text
    assert not topic(library, "Ships").problem


def test_a_passage_that_is_gone_is_told_of_and_shown_no_more(library: Library, folder: Path) -> None:
    library.topics.add("Cracks", library.topics.passage_at("east.txt", 0, 5))
    (folder / "east.txt").write_text("Another text about cranes and quays.\n", encoding="utf-8")
    library.update()
    assert "east.txt" not in topic(library, "Cracks").cells
    assert "is not found in east.txt any more" in topic(library, "Cracks").problem


def test_the_last_change_is_undone_and_done_again(library: Library) -> None:
    library.topics.save("Arrests", "", "arrest")
    library.topics.save("Boats", "", "ferry")
    assert library.topics.undo() == ("Boats",)
    assert [row.name for row in library.topics.rows()][2:] == ["Arrests"]
    assert library.topics.undo() == ("Boats",)
    assert [row.name for row in library.topics.rows()][2:] == ["Arrests", "Boats"]


def test_the_first_change_is_undone_too(library: Library) -> None:
    assert library.topics.undo() == ()
    library.topics.save("Arrests", "", "arrest")
    assert library.topics.undo() == ("Arrests",)
    assert [row.name for row in library.topics.rows()] == ["Cracks", "Ferries"]


def test_what_is_no_topic_is_refused_with_a_reason(library: Library) -> None:
    book = library.topics
    for name, query, words in (("", "x", "name"), ("A", "", "no words"), ("Cracks", "x", "already")):
        with pytest.raises(CorpusError) as error:
            book.save(name, "", query)
        assert words in error.value.message
        assert error.value.hint
    for act in (lambda: book.remove("Nowhere"), lambda: book.add("Nowhere", Passage("east.txt", "Notes", 0, 5))):
        with pytest.raises(CorpusError, match="no topic"):
            act()


def test_the_yaml_can_be_put_into_a_corpus_yaml(library: Library, tmp_path: Path) -> None:
    library.topics.save("Arrests", "who: and why", 'arrest "old bridge"')
    library.topics.add("Arrests", library.topics.passage_at("east.txt", 0, 5))
    again = parsed_codebook(library.topics.text(), "corpus.yaml")
    kept = {row.name: row for row in library.topics.rows()}
    assert {row.name: (row.query, row.add) for row in again.topics} == {
        name: (row.query, row.add) for name, row in kept.items()
    }


# ---- the file ----------------------------------------------------------------------------------------------------


def test_rows_that_make_no_sense_are_told_and_stay_in_the_file(library: Library) -> None:
    folder = paths.data_dir(library.key)
    (folder / FILE).write_text(
        "version: 1\ntopics:\n- nmae: Typo\n  query: x\n- {name: Boats, query: ferry}  # mine\n", encoding="utf-8"
    )
    library.update()
    assert topic(library, "Boats").cells
    told = next(one for one in messages(library) if "nmae" in one)
    assert f"{FILE}, line 4" in told or f"{FILE}, line 3" in told
    library.topics.save("Arrests", "", "arrest")
    text = (folder / FILE).read_text(encoding="utf-8")
    assert "nmae: Typo" in text
    assert "# mine" in text, "a row that is added leaves the others as they are written"


def test_a_broken_file_is_set_aside_and_told_of(library: Library) -> None:
    folder = paths.data_dir(library.key)
    (folder / FILE).write_text("version: 1\ntopics: [", encoding="utf-8")
    library.update()
    assert [one.name for one in library.comparison().topics] == ["Cracks", "Ferries"]
    assert any("cannot be read" in problem.title for problem in library.problems())
    assert list(folder.glob("topics.broken-*"))


def test_rows_keep_their_order_when_one_changes(tmp_path: Path) -> None:
    file = TopicFile(tmp_path)
    file.change(lambda _: [TopicRow(name, query="x", origin="own") for name in ("A", "B", "C")])
    file.change(lambda rows: [row if row.name != "B" else TopicRow("B", query="y", origin="own") for row in rows])
    assert [(row.name, row.query) for row in file.read()[0]] == [("A", "x"), ("B", "y"), ("C", "x")]


def test_an_own_row_without_a_query_has_the_codebooks_and_its_passages() -> None:
    curated = (TopicRow("A", "about", "x", (HandPassage("d", "one", 1),)),)
    own = (
        topic_of({"name": "a", "drop": [{"file": "d", "text": "one", "at": 1}], "add": [{"file": "e", "text": "two"}]}),
    )
    (row,) = effective(curated, own)
    assert (row.description, row.query, row.origin) == ("about", "x", "own")
    assert row.add == (HandPassage("e", "two"),)


def test_words_are_found_nearest_to_where_they_stood_whatever_the_blanks() -> None:
    text = "a b c. a  b c. a\nb c."
    place = place_of(HandPassage("d", "a b c.", 15), text)
    assert place is not None
    assert place.start == 15
    assert place_of(HandPassage("d", "nowhere", 3), text) is None


# ---- while typing ------------------------------------------------------------------------------------------------


def test_a_query_is_tried_before_it_is_kept(library: Library) -> None:
    tried = library.topics.tried("arrest -council")
    assert set(tried.topic.cells) == {"north.md", "south.md"}, "a word may stand in another passage of the document"
    assert tried.documents == 2
    assert not library.topics.tried("zebra").topic.cells
    assert "finds nothing" in library.topics.tried("zebra").topic.problem
    assert "not closed" in library.topics.tried('"ferry').topic.problem
    assert "no field" in library.topics.tried("foo:bar ferry").topic.problem
    assert "chooses documents" in library.topics.tried("source:Northern arrest").topic.problem


def test_what_is_tried_is_what_is_compared_later(library: Library) -> None:
    query = "(crack OR ferry) harbor"
    preview = library.topics.tried(query).topic
    library.topics.save("Both", "", query)
    library.update()
    kept = topic(library, "Both")
    assert {doc: [p.start_char for p in found] for doc, found in preview.cells.items()} == {
        doc: [p.start_char for p in found] for doc, found in kept.cells.items()
    }


# ---- proposals ---------------------------------------------------------------------------------------------------


def test_topics_are_proposed_where_nobody_has_any_and_accepted(folder: Path) -> None:
    (folder / "corpus.yaml").unlink()
    with Library(folder) as library:
        library.update()
        shown = library.comparison().topics
        assert shown
        assert {one.origin for one in shown} == {"proposed"}
        assert all(len(one.cells) > 1 for one in shown)
        first, *others = shown
        library.topics.accept((first.name,))
        library.update()
        assert [(one.name, one.origin) for one in library.comparison().topics] == [(first.name, "own")]
        assert [one.name for one in library.topics.proposed()] == [one.name for one in others]
        library.topics.accept()
        library.update()
        assert len(library.comparison().topics) == len(shown)
        assert not library.topics.proposed()


# ---- bad input ---------------------------------------------------------------------------------------------------

BAD = """title: Bridges
topics:
  - name: Unclosed
    query: '"old bridge'
  - name: Field
    query: colour:red bridge
  - name: Nothing
    query: zebra
  - name: Stop
    query: source:Northern
"""


def test_a_codebooks_bad_queries_are_named_with_file_line_and_remedy(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters", BAD)
    with Library(folder) as library:
        library.update()
        shown = library.comparison().topics
        assert [one.name for one in shown] == ["Unclosed", "Field", "Nothing", "Stop"], "an empty row is kept"
        assert all(one.problem for one in shown)
        told = {problem.message: problem.hint for problem in library.problems()}
        for line, name, words in (
            (4, "Unclosed", "not closed"),
            (6, "Field", "no field"),
            (8, "Nothing", "finds nothing"),
            (10, "Stop", "chooses documents"),
        ):
            message = next(one for one in told if f"“{name}”" in one)
            assert f"corpus.yaml, line {line}:" in message
            assert words in message
            assert told[message]
        (folder / "corpus.yaml").write_text(corpora.CODEBOOK, encoding="utf-8")
        library.update()
        assert not library.problems(), "what was put right is told of no more"


def test_a_query_that_finds_nearly_every_passage_is_named(folder: Path) -> None:
    lines = "\n\n".join(f"The pier number {n} was mended, and nobody spoke of it." for n in range(300))
    for name in (*corpora.LETTERS, "corpus.yaml"):
        (folder / name).unlink()
    (folder / "piers.txt").write_text(lines, encoding="utf-8")
    (folder / "corpus.yaml").write_text("topics:\n  - {name: All, query: pier}\n", encoding="utf-8")
    with Library(folder) as library:
        library.update()
        assert "nearly all" in topic(library, "All").problem
        assert "corpus.yaml, line 2" in messages(library)[0]


@pytest.mark.parametrize(
    "row",
    [
        "{name: A}",
        "{query: x}",
        "{name: A, query: x, add: [{file: a.md}]}",
        "{name: A, query: x, add: [{file: a, text: b, at: c}]}",
    ],
)
def test_a_codebooks_topic_that_lacks_something_is_an_error_with_its_line(row: str) -> None:
    with pytest.raises(CorpusError, match="line 2"):
        parsed_codebook(f"topics:\n  - {row}\n", "corpus.yaml")


def test_a_codebook_may_put_passages_in_and_take_them_out(tmp_path: Path) -> None:
    book = """topics:
  - name: Cracks
    query: crack
    add: [{file: east.txt, text: The ferry Marigold sails}]
    drop: [{file: south.md, text: Nobody at the Harbor Authority had heard}]
"""
    folder = corpora.make(tmp_path / "letters", book)
    with Library(folder) as library:
        library.update()
        assert set(topic(library, "Cracks").cells) == {"north.md", "east.txt"}
        assert topic(library, "Cracks").cells["east.txt"][0].text == "The ferry Marigold sails"
        assert yaml.safe_load(library.topics.text())["topics"][0]["add"][0]["file"] == "east.txt"
