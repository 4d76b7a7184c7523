"""The façade: what a query leaves of documents, entities, events and the comparison, and what it says in trouble."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.errors import CorpusError, SourcebookError, StorageError
from search.library import Library
from search.model import Document
from search.query import clause
from tests.search import corpora


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.make(tmp_path_factory.mktemp("corpora") / "letters")


@pytest.fixture
def library(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    corpora.without_model(monkeypatch)
    with Library(folder) as made:
        made.update()
        yield made


def ids(documents: tuple[Document, ...]) -> list[str]:
    return [doc.id for doc in documents]


# ---- before anything is known -----------------------------------------------------------------------------------


def test_a_library_that_was_never_read_is_empty_and_does_not_fail(folder: Path) -> None:
    with Library(folder) as library:
        assert library.title == "Bridges"
        assert library.changed()
        assert library.status().documents == 0
        assert library.search("bridge").hits == ()
        assert library.documents() == library.documents("bridge") == ()
        assert library.entities() == library.entities("bridge") == ()
        assert library.events("entity:x") == ()
        assert library.comparison("bridge").sources == ()
        assert library.facets("bridge", "source") == {}
        assert library.problems() == ()
        assert library.diagnose()


def test_text_alone_is_searchable_without_analysis(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    with Library(folder) as library:
        library.update(analyse=False)
        assert library.search("bridge").total == 2
        assert not library.changed(analysis=False)
        assert library.changed()


def test_what_cannot_be_opened_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file.md").write_text("x")
    for wrong in (tmp_path / "nowhere", tmp_path / "file.md"):
        with pytest.raises(CorpusError) as caught:
            Library(wrong)
        assert caught.value.hint
    with pytest.raises(CorpusError):
        Library(tmp_path, codebook=tmp_path / "nowhere.yaml")


def test_a_broken_codebook_is_told_of_at_once_and_again(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters", "title: x\ntopics: 3\n")
    for _ in range(2):
        with pytest.raises(CorpusError, match=r"corpus\.yaml"):
            Library(folder)


def test_a_home_that_cannot_be_written_is_told_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(StorageError) as caught:
        Library(folder)
    assert "XDG_CACHE_HOME" in caught.value.hint


def test_a_home_for_the_readers_own_that_cannot_be_written_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpora.without_model(monkeypatch)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with Library(folder) as library:
        library.update()
        assert library.search("bridge").total == 2
        (problem,) = library.problems()
        assert "XDG_DATA_HOME" in problem.hint
        with pytest.raises(StorageError):
            library.save_search("bridge")


def test_a_file_of_the_readers_that_was_set_aside_stays_told_of(library: Library) -> None:
    from search import paths

    own = paths.data_dir(library.key)
    (own / "corrections.yaml").write_text("corrections: [")
    assert library.changed()
    library.update()
    assert not library.changed()
    assert [p.title for p in library.problems()] == ["A file of yours cannot be read"]
    next(own.glob("corrections.broken-*")).unlink()
    assert library.problems() == ()


def test_the_corpus_is_never_written_to(library: Library, folder: Path) -> None:
    assert sorted(file.name for file in folder.iterdir()) == ["corpus.yaml", "east.txt", "north.md", "south.md"]


def test_its_description_makes_it_again(library: Library) -> None:
    spec = pickle.loads(pickle.dumps(library.spec))
    with Library(spec.corpus, codebook=spec.codebook, curated=spec.curated) as again:
        assert again.folder == library.folder
        assert again.documents() == library.documents()


# ---- documents and search ---------------------------------------------------------------------------------------


def test_documents_and_texts(library: Library) -> None:
    assert ids(library.documents()) == ["east.txt", "north.md", "south.md"]
    north = library.document("north.md")
    assert (north.title, north.source, north.published) == ("A bridge is closed", "Northern Post", "2021-03-04")
    assert library.text("north.md").text.count("Ruiz") == 3
    for wrong in (library.document, library.text):
        with pytest.raises(CorpusError, match=r"nowhere\.md"):
            wrong("nowhere.md")


def test_search_shows_the_stored_metadata_and_text(library: Library) -> None:
    results = library.search("cracks", limit=1)
    assert (results.total, len(results.hits)) == (2, 1)
    hit = results.hits[0]
    assert hit.document == library.document(hit.document.id)
    assert [hit.snippet[m.start : m.end] for m in hit.matches]
    assert len(library.search("cracks", limit=1, offset=1).hits) == 1


def test_highlights_are_exact(library: Library) -> None:
    text = library.text("north.md").text
    assert [text[s.start : s.end] for s in library.highlights('"harbor authority"', "north.md")] == [
        "Harbor Authority"
    ] * 2


def test_facets_count_the_documents_of_a_query(library: Library) -> None:
    assert dict(library.facets("bridge", "source")) == {"Northern Post": 1, "Southern Times": 1}


# ---- narrowing --------------------------------------------------------------------------------------------------


def test_words_and_fields_select_documents(library: Library) -> None:
    assert ids(library.documents("cracks")) == ["north.md", "south.md"]
    assert ids(library.documents('source:"northern post"')) == ["north.md"]
    assert ids(library.documents("date:2021-03-10")) == ["south.md"]
    assert ids(library.documents("ferry OR cracks")) == ["east.txt", "north.md", "south.md"]


def test_an_entity_is_found_by_name_alias_id_and_part(library: Library) -> None:
    authority = next(e for e in library.entities() if "Harbor Authority" in (e.name, *e.aliases))
    for value in (authority.id, "harbor authority", "HARBOR  Authority", "harbor"):
        query = clause("entity", value)
        assert ids(library.documents(query)) == ["north.md", "south.md"], query
    assert ids(library.documents('-entity:"harbor authority"')) == ["east.txt"]


def test_an_unknown_entity_is_a_problem_and_no_crash(library: Library) -> None:
    results = library.search("entity:nobody bridge")
    assert results.problems
    assert library.entities("entity:nobody") is not None


def test_an_entity_narrows_events_to_those_naming_it(library: Library) -> None:
    authority = next(e for e in library.entities() if "Harbor Authority" in (e.name, *e.aliases))
    events = library.events('entity:"harbor authority"')
    assert events
    assert all(authority.id in event.entities for event in events)
    assert len(events) < len(library.events())


def test_a_stretch_of_time_narrows_documents_and_events(library: Library) -> None:
    assert ids(library.documents("mentions:2019")) == ["north.md"]
    assert {e.date.edtf for e in library.events("mentions:2021-03-03..2021-03-05")} == {"2021-03-03"}
    assert library.events("mentions:1850..1860") == ()


def test_a_topic_narrows_to_its_passages(library: Library) -> None:
    assert ids(library.documents("topic:cracks")) == ["north.md", "south.md"]
    passages = {
        (p.doc, p.start_char, p.end_char) for t in library.comparison().topics for c in t.cells.values() for p in c
    }
    for event in library.events("topic:cracks"):
        assert any(
            doc == event.doc and start < event.end_char and end > event.start_char for doc, start, end in passages
        )
    whole = {e.id: e.mentions for e in library.entities()}
    part = {e.id: e.mentions for e in library.entities("topic:cracks")}
    assert part
    assert set(part) <= set(whole)
    assert sum(part.values()) < sum(whole.values())
    assert [t.name for t in library.comparison("topic:cracks").topics] == ["Cracks"]


def test_a_type_narrows_the_entities(library: Library) -> None:
    kinds = {e.type for e in library.entities("type:organization")}
    assert kinds == {"organization"}
    assert library.entities("type:organisations") == library.entities("type:organization")


def test_counts_are_those_of_the_view(library: Library) -> None:
    for query in ("", "cracks", 'source:"southern times"'):
        for entity in library.entities(query):
            places = [m for m in library.mentions(entity.id) if m.doc in entity.documents]
            assert entity.mentions == len(places), (query, entity.name)
    counts = [e.mentions for e in library.entities()]
    assert counts == sorted(counts, reverse=True)


def test_every_span_holds_its_words(library: Library) -> None:
    for doc in library.documents():
        text = library.text(doc.id).text
        assert all(text[m.start : m.end] == m.text for m in library.mentions_in(doc.id))
        assert all(text[e.start_char : e.end_char] == e.text for e in library.events() if e.doc == doc.id)
    for topic in library.comparison().topics:
        for cells in topic.cells.values():
            assert all(library.text(p.doc).text[p.start_char : p.end_char] == p.text for p in cells)


def test_events_come_in_the_order_of_time(library: Library) -> None:
    days = [event.date.start or event.date.end or "" for event in library.events()]
    assert days == sorted(days)


def test_the_comparison_keeps_to_its_sources(library: Library) -> None:
    whole = library.comparison()
    assert [doc.id for doc in whole.sources] == ["north.md", "south.md", "east.txt"], "by day of publication"
    assert any(c.kind == "date" and len(c.values) > 1 for c in whole.conflicts), "2 March here, 3 March there"
    two = library.comparison(docs=["south.md", "north.md", "nowhere.md"])
    assert [doc.id for doc in two.sources] == ["south.md", "north.md"]
    assert two.conflicts == whole.conflicts
    one = library.comparison(docs=["north.md"])
    assert one.conflicts == one.agreements == ()
    assert all(set(t.cells) <= {"north.md"} for t in one.topics)
    assert all(set(d.by) <= {"north.md"} for d in one.described)
    assert ids(library.comparison('source:"northern post"').sources) == ["north.md"]


def test_an_entity_narrows_conflicts_to_those_about_it(library: Library) -> None:
    conflicts = library.comparison(clause("entity", "Ana Ruiz")).conflicts
    assert conflicts
    assert library.comparison("entity:marigold").conflicts == ()


def test_one_entity_and_its_mentions(library: Library) -> None:
    ana = next(e for e in library.entities() if e.name == "Ana Ruiz")
    assert library.entity(ana.id).mentions == len(library.mentions(ana.id)) == ana.mentions
    assert {m.doc for m in library.mentions(ana.id, "north.md")} == {"north.md"}
    with pytest.raises(CorpusError, match="nobody"):
        library.entity("nobody")


# ---- ways of opening --------------------------------------------------------------------------------------------


def test_without_curated_names_the_aliases_are_left_out(folder: Path, library: Library) -> None:
    with Library(folder, curated=False) as bare:
        bare.update()
        assert bare.folder != library.folder
        assert [t.name for t in bare.comparison().topics] == ["Cracks", "Ferries"], "topics stay"


def test_a_further_codebook_adds_its_topics(folder: Path, library: Library, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("topics:\n  - {name: Speaking, description: '', query: speak*}\n")
    with Library(folder, codebook=tmp_path / "more.yaml") as more:
        more.update()
        assert [t.name for t in more.comparison().topics] == ["Cracks", "Ferries", "Speaking"]


def test_corrections_are_applied_and_can_be_left_out(folder: Path, library: Library) -> None:
    from search import paths

    (paths.data_dir(library.key) / "corrections.yaml").write_text(
        "version: 1\ncorrections:\n"
        "  - {rename: Harbor Authority, to: The Port}\n  - {hide: Bridge Act}\n  - {what: ever}\n"
    )
    assert library.changed()
    library.update()
    assert "The Port" in {e.name for e in library.entities()}
    old_name = clause("entity", "harbor authority")
    assert ids(library.documents(old_name)) == ["north.md", "south.md"]
    assert [p.title for p in library.problems()] == ["A correction makes no sense"]
    with Library(folder, curated=False) as bare:
        bare.update()
        assert "The Port" not in {e.name for e in bare.entities()}


def test_the_bundled_corpus_opens_by_name() -> None:
    with Library("demo") as demo:
        assert demo.title
        assert demo.root.name == "seeds"


# ---- many hands -------------------------------------------------------------------------------------------------


def test_from_many_threads_at_once_while_it_is_updated(library: Library, folder: Path) -> None:
    stop = threading.Event()
    failed: list[BaseException] = []

    def look() -> None:
        try:
            while not stop.is_set():
                library.search("bridge")
                library.entities("cracks")
                library.events()
                library.comparison()
        except BaseException as error:  # noqa: BLE001 - to be seen by the test, whatever it is
            failed.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    extra = folder / "west.txt"
    try:
        for number in range(4):
            extra.write_text(f"The bridge, part {number}, was seen on May {number + 1}, 2021.")
            library.update()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        extra.unlink()
    assert failed == []


def test_closed_twice_and_asked_afterwards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    library = Library(folder)
    library.update()
    library.close()
    library.close()
    assert len(library.documents()) == 3, "it is opened again where it is asked after all"
    library.close()


def test_damage_met_while_searching_is_mended_by_the_next_update(library: Library) -> None:
    library.close()
    for file in (library.folder / "index").iterdir():
        if file.suffix != ".toc":
            file.write_bytes(b"\x00" * file.stat().st_size)
    with Library(library.root) as again:
        with pytest.raises(SourcebookError):
            again.search("bridge")
        assert again.changed()
        again.update()
        assert again.search("bridge").total == 2


def test_diagnosis_names_versions_places_and_soundness(library: Library) -> None:
    rows = dict(library.diagnose())
    assert rows["index"] == rows["store"] == "sound"
    assert rows["up to date"] == "yes"
    assert rows["whoosh"] == "2.7.4"
    assert str(library.folder) in rows["index and analysis"]
    assert rows["documents"] == "3"


def test_bookmarks_and_saved_searches(library: Library) -> None:
    kept = library.add_bookmark("north.md", 0, 4, "On M")
    library.save_search("bridge", "the bridge")
    assert library.bookmarks() == (kept,)
    assert [s.query for s in library.saved_searches()] == ["bridge"]
    library.remove_bookmark(kept)
    library.remove_saved_search("the bridge")
    assert library.bookmarks() == library.saved_searches() == ()
