"""What the reader puts right holds through every analysis, can be taken back whole, and can be handed on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import paths
from search.analysis.names import recognizer as names
from search.codebook.correction_rows import content_of
from search.codebook.parser import parsed_codebook, read_codebook
from search.corpus.corpus import Corpus
from search.curation.corrections import Corrections
from search.errors import CorpusError, StorageError
from search.library import Library
from search.model import Correction
from search.query.ast import clause
from tests.search import corpora


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = corpora.make(tmp_path / "letters")
    (made / "minutes.txt").write_text(corpora.UNDATED, encoding="utf-8")
    return made


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library(folder) as made:
        made.update()
        yield made


@pytest.fixture
def corrections(library: Library) -> Corrections:
    return library.corrections


def by_name(library: Library) -> dict[str, tuple[object, ...]]:
    """What names show, without ids and reasons."""
    return {
        e.name: (e.type, sorted(e.aliases), sorted((m.doc, m.start, m.end, m.text) for m in library.mentions(e.id)))
        for e in library.entities()
    }


def dated(library: Library) -> list[tuple[object, ...]]:
    """What the chronology shows, without ids."""
    return [(e.doc, e.start_char, e.date.edtf, e.date.words, e.date.basis, e.modality) for e in library.events()]


# ---- made, seen, taken back -------------------------------------------------------------------------------------


def test_a_correction_takes_effect_with_the_next_update_and_is_undone(
    library: Library, corrections: Corrections
) -> None:
    before = corpora.seen(library)
    made = corrections.make(Correction("rename", ("harbor authority",), "The Port"))
    assert made.id
    assert made.created
    assert "The Port" not in by_name(library)
    assert library.changed()
    assert library.changed(analysis=False), "a plain search may ask for days of publication"
    library.update()
    assert not library.changed()
    assert "The Port" in by_name(library)
    assert [d.id for d in library.documents(clause("entity", "Harbor Authority"))] == ["north.md", "south.md"]
    assert corrections.all() == (made,)
    assert corrections.undo() == made
    assert corrections.undo() is None
    library.update()
    assert corpora.seen(library) == before


def test_only_the_corpus_wide_stages_run_again(
    library: Library, corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrections.make(Correction("merge", ("Ana Ruiz", "Harbor Authority")))
    monkeypatch.setattr(names, "mentions_in", lambda *_: pytest.fail("a document was analysed again"))
    monkeypatch.setattr(names, "load_model", lambda: pytest.fail("the model was loaded"))
    monkeypatch.setattr(Corpus, "read", lambda *_: pytest.fail("a document was read again"))
    library.update()
    assert "Harbor Authority" not in by_name(library)


def test_identity_is_asked_again_only_where_it_is_told_something_new(
    library: Library, corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.analysis.entities import resolver as identity

    before = by_name(library)
    corrections.make(Correction("hide", ("Bridge Act",)))
    library.update()
    with monkeypatch.context() as patch:
        patch.setattr(identity, "resolve", lambda *_: pytest.fail("identity was asked again"))
        corrections.make(Correction("rename", ("Harbor Authority",), "The Port"))
        library.update()
        corrections.undo()
        library.update()
    assert by_name(library) == {name: row for name, row in before.items() if name != "Bridge Act"}
    corrections.make(Correction("merge", ("Harbor Authority", "Ana Ruiz")))
    library.update()
    assert "Ana Ruiz" not in by_name(library)


def test_corrections_hold_where_the_data_folder_is_read_only(
    library: Library, corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrections.make(Correction("hide", ("Bridge Act",)))

    def refused(*_: object) -> Path:
        raise StorageError("Cannot store", "the folder cannot be written.", "Set XDG_DATA_HOME.")

    monkeypatch.setattr(paths, "data_dir", refused)
    library.update()
    assert "Bridge Act" not in by_name(library)
    assert [row.kind for row in corrections.all()] == ["hide"]
    with pytest.raises(StorageError):
        corrections.undo()


def test_topics_stay_where_nothing_of_them_changed(
    library: Library, folder: Path, corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.pipeline import topic_run

    topics = library.comparison().topics
    assert topics
    with monkeypatch.context() as patch:
        patch.setattr(topic_run, "assign_topics", lambda *_: pytest.fail("topics were worked out again"))
        corrections.make(Correction("hide", ("Ana Ruiz",)))
        library.update()
    assert library.comparison().topics == topics
    (folder / "corpus.yaml").write_text("topics:\n  - {name: Ferries, query: ferry}\n")
    library.update()
    assert [topic.name for topic in library.comparison().topics] == ["Ferries"]


def test_a_day_of_publication_re_dates_what_rests_on_it(
    library: Library, corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = corpora.seen(library)
    read: list[str] = []
    real = Corpus.documents_in

    def note(self: Corpus, file: object, *process: object) -> object:
        read.append(file.id)  # type: ignore[attr-defined]
        return real(self, file, *process)  # type: ignore[arg-type]

    monkeypatch.setattr(Corpus, "documents_in", note)
    corrections.make(Correction("published", to="24 April 2018", docs=("minutes.txt",)))
    library.update(analyse=False)
    assert read == ["minutes.txt"], "only the document concerned is read again"
    document = library.document("minutes.txt")
    assert document.published == "2018-04-24"
    assert document.provenance["published"].origin == "correction"
    assert not document.published_inferred
    assert [d.id for d in library.documents("date:2018-04-24")] == ["minutes.txt"]
    library.update()
    tuesday = next(e for e in library.events() if e.date.words.endswith("Saturday"))
    assert tuesday.date.anchor == "2018-04-24"
    assert not library.changed()
    library.update()
    assert read == ["minutes.txt"]
    corrections.undo()
    library.update()
    assert corpora.seen(library) == before
    assert read == ["minutes.txt", "minutes.txt"]


def test_dates_are_redated_and_dropped(library: Library, corrections: Corrections) -> None:
    text = library.text("south.md").text
    corrections.make(
        Correction("redate", docs=("south.md",), words="March 3, 2021", start=text.index("March"), to="2021-03")
    )
    corrections.make(Correction("drop", docs=("north.md",), words="March 9, 2021"))
    library.update()
    (event,) = [e for e in library.events() if e.doc == "south.md"]
    assert (event.date.edtf, event.date.basis, event.date.rule) == ("2021-03", "stated", "correction")
    assert event.date.why == "dated so by you, the text says “March 3, 2021”"
    assert "2021-03-09" not in [e.date.edtf for e in library.events()]
    assert "north.md" not in [d.id for d in library.documents("mentions:2021-03-09")]
    assert [row.problem for row in corrections.all()] == ["", ""]


def test_what_no_longer_applies_is_told(library: Library, folder: Path, corrections: Corrections) -> None:
    corrections.make(Correction("hide", ("Bridge Act",)))
    corrections.make(Correction("drop", docs=("north.md",), words="March 9, 2021"))
    corrections.make(Correction("published", to="2021", docs=("east.txt",)))
    library.update()
    assert library.problems() == ()
    text = corpora.LETTERS["north.md"].replace("The Bridge Act obliges", "It obliges").replace("March 9, 2021", "soon")
    (folder / "north.md").write_text(text, encoding="utf-8")
    (folder / "east.txt").unlink()
    library.update()
    assert [row.problem for row in corrections.all()] == [
        "no name “Bridge Act” is found here any more",
        "“March 9, 2021” is no longer in north.md",
        "there is no document “east.txt” any more",
    ]
    stale = "A correction no longer applies"
    assert [problem.title for problem in library.problems() if "topic" not in problem.title] == [stale] * 3
    (folder / "north.md").write_text(corpora.LETTERS["north.md"], encoding="utf-8")
    library.update()
    told = [problem.title for problem in library.problems() if "topic" not in problem.title]
    assert told == [stale], "the others apply again"


def test_a_split_in_a_document_that_is_gone_says_so(library: Library, folder: Path, corrections: Corrections) -> None:
    """Not that the name is counted elsewhere already, which is true of all the other documents."""
    corrections.make(Correction("split", ("Ana Ruiz",), to="Bridge Act", docs=("east.txt",)))
    library.update()
    (folder / "east.txt").unlink()
    library.update()
    assert [row.problem for row in corrections.all()] == ["there is no document “east.txt” any more"]


def test_what_was_written_wrong_by_hand_is_told(library: Library, corrections: Corrections) -> None:
    """A row that makes no sense, and a file that is no YAML; the rest is as it was before."""
    corrections.make(Correction("hide", ("Ana Ruiz",)))
    corrections.make(Correction("hide", ("Bridge Act",)))
    file = corrections._file().path
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("corrections:\n", "corrections:\n- retype: Ana Ruiz\n  type: robot\n"), encoding="utf-8"
    )
    assert ["robot" in problem.message for problem in corrections.problems()] == [True]
    assert len(corrections.all()) == 2
    file.write_text("- hide: [unclosed", encoding="utf-8")
    assert [problem.title for problem in corrections.problems()] == ["A file of yours cannot be read"]
    assert [row.names for row in corrections.all()] == [("Ana Ruiz",)], "the copy from before its last change"


def test_corrections_are_left_out_where_that_is_asked_for(
    library: Library, folder: Path, corrections: Corrections
) -> None:
    corrections.make(Correction("hide", ("Ana Ruiz",)))
    corrections.make(Correction("published", to="2001", docs=("east.txt",)))
    with Library(folder, curated=False) as bare:
        bare.update()
        assert "Ana Ruiz" in by_name(bare)
        assert bare.document("east.txt").published is None
        assert not bare.changed()


def test_an_unreadable_file_does_not_stop_the_work(library: Library) -> None:
    own = paths.data_dir(library.key)
    (own / "corrections.yaml").write_text("version: 99\n")
    library.update()
    assert [problem.title for problem in library.problems()] == ["Made by a later Sourcebook"]
    with pytest.raises(StorageError):
        library.corrections.make(Correction("hide", ("Ana Ruiz",)))


# ---- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (Correction("merge", ("Ana Ruiz", "Ana Ruis")), "Did you mean “Ana Ruiz”?"),
        (Correction("merge", ("Ana Ruiz",)), "two names"),
        (Correction("merge", ("Ana Ruiz", "ana ruiz")), "written alike"),
        (Correction("rename", ("Harbor",), "X"), "Did you mean “Harbor Authority”?"),
        (Correction("rename", ("Harbor Authority",), "Ana Ruiz"), "Merge the two"),
        (Correction("rename", ("Harbor Authority",), "Harbor Authority"), "already"),
        (Correction("rename", ("Harbor Authority",), ""), "what the name is"),
        (Correction("retype", ("Harbor Authority",)), "of which type"),
        (Correction("hide", ("",)), "empty"),
        (Correction("hide", ()), "what to hide"),
        (Correction("split", ("Bridge Act",), docs=("south.md",)), "It is named in north.md"),
        (Correction("split", ("Ana Ruiz",), docs=("west.md",)), "west.md"),
        (Correction("redate", docs=("south.md",), words="March 3, 2021", to="soonish"), "Write it like"),
        (Correction("redate", docs=("south.md",), words="March 4, 2021", to="2021"), "does not say"),
        (Correction("drop", docs=("south.md",)), "It has no words"),
        (Correction("published", to="2021"), "document"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_with_a_remedy(
    corrections: Corrections, correction: Correction, said: str
) -> None:
    with pytest.raises(CorpusError) as refused:
        corrections.make(correction)
    assert said.lower() in f"{refused.value.message} {refused.value.hint}".lower()
    assert corrections.all() == ()


def test_names_that_corrections_gave_are_known_at_once(corrections: Corrections) -> None:
    corrections.make(Correction("rename", ("Harbor Authority",), "The Port"))
    assert corrections.make(Correction("retype", ("The Port",), type="place"))


def test_said_twice_is_kept_once(corrections: Corrections) -> None:
    first = corrections.make(Correction("hide", ("Ana Ruiz",)))
    assert corrections.make(Correction("hide", ("Ana Ruiz",), note="again")) == first
    assert len(corrections.all()) == 1


@pytest.mark.parametrize(
    ("typed", "edtf"), [("2020-12-15", "2020-12-15"), ("15 December 2020", "2020-12-15"), ("2020-12~", "2020-12~")]
)
def test_a_date_may_be_typed_as_people_write_it(corrections: Corrections, typed: str, edtf: str) -> None:
    assert corrections.date(typed).edtf == edtf


@pytest.mark.parametrize("typed", ["", "soon", "last Tuesday", "2021-02-30"])
def test_what_is_no_date_is_refused_with_examples(corrections: Corrections, typed: str) -> None:
    with pytest.raises(CorpusError) as refused:
        corrections.date(typed)
    assert "2020-12-15" in refused.value.hint


# ---- handing on -------------------------------------------------------------------------------------------------

MADE = (
    Correction("merge", ("Engineer Ruiz", "Ana Ruiz")),
    Correction("rename", ("Harbor Authority",), "The Port"),
    Correction("retype", ("Bridge Act",), type="organization"),
    Correction("split", ("Ana Ruiz",), "Ana Ruiz the Younger", docs=("south.md",)),
    Correction("redate", docs=("south.md",), words="March 3, 2021", to="2021-03-04"),
    Correction("drop", docs=("north.md",), words="March 9, 2021"),
    Correction("published", to="2018-04-24", docs=("minutes.txt",)),
    Correction("published", to="2021-03-20", docs=("south.md",)),
)


def make_all(library: Library) -> None:
    library.corrections.make(MADE[1])
    for correction in MADE:
        if correction.kind != "merge":
            library.corrections.make(correction)
    library.corrections._file().add(MADE[:1])  # a name that the texts do not hold
    library.update()


def test_exported_corrections_can_be_taken(library: Library, corrections: Corrections, tmp_path: Path) -> None:
    make_all(library)
    file = tmp_path / "theirs.yaml"
    file.write_text(corrections.text(), encoding="utf-8")
    kept = corrections.all()
    assert corrections.take(file) == ()
    assert corrections.remove(kept[2].id) is not None
    (added,) = corrections.take(file)
    assert content_of(added) == content_of(kept[2])
    while corrections.undo():
        pass
    assert len(corrections.take(file)) == len(kept)
    library.update()
    assert "The Port" in by_name(library)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("corrections:\n  - {hide: A}\n  - {rename: B}\n", "line 3"),
        ("corrections:\n  - {hide: A}\n  - {hiden: B}\n", "line 3"),
        ("corrections: [", "line "),
        ("corrections: soon\n", "line 1"),
        ("title: x\n", "line 1"),
        ("corrections:\n  - {merge: [A, [B]]}\n", "line 2"),
        ("corrections:\n  - {redate: x, file: a, to: soon}\n", "line 2"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_line(
    corrections: Corrections, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "theirs.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as refused:
        corrections.take(file)
    assert f"{file}, {said}" in refused.value.message
    assert refused.value.hint
    assert corrections.all() == ()
    with pytest.raises(CorpusError, match="No such file"):
        corrections.take(tmp_path / "none.yaml")


OWN = """# Kept by the archive.
title: Bridges   # and tunnels
documents:
  # the later one
  - {file: south.md, source: The Times, published: 2021-03-11, published_basis: inferred, published_why: a guess}
  - file: minutes.txt
    source: Council
aliases:
  - {name: Ana Ruiz, type: person, aliases: [the engineer of Tarn]}   # known
topics:
  - {name: Cracks, query: crack*}
"""


@pytest.mark.parametrize("own", [OWN, corpora.CODEBOOK, "", "{title: Bridges, aliases: []} # flow\n"])
def test_a_codebook_says_the_same_without_the_corrections(tmp_path: Path, own: str) -> None:
    folder = corpora.make(tmp_path / "letters", own)
    (folder / "minutes.txt").write_text(corpora.UNDATED, encoding="utf-8")
    with Library(folder) as library:
        library.update()
        make_all(library)
        text = library.corrections.codebook()
        assert read_codebook(folder / "corpus.yaml").corrections == () if own else True
        expected, events = by_name(library), dated(library)
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "corpus.yaml").write_text(text, encoding="utf-8")
    with Library(copy) as other:
        other.update()
        assert other.corrections.all() == ()
        assert by_name(other) == expected
        assert dated(other) == events
        assert other.document("south.md").published == "2021-03-20"
        assert not other.document("south.md").published_inferred
        assert other.problems() == ()
    with Library(copy, curated=False) as bare:
        bare.update()
        assert "The Port" not in by_name(bare)
    if own == OWN:
        assert all(kept in text for kept in ("# Kept by the archive.", "# and tunnels", "# the later one", "# known"))
        assert other.documents


def test_a_codebook_that_cannot_be_added_to_says_that_its_comments_are_lost(library: Library, folder: Path) -> None:
    (folder / "corpus.yaml").write_text("{title: x} # mine\n")
    library.corrections.make(Correction("hide", ("Bridge Act",)))
    text = library.corrections.codebook()
    assert "comments" in text.splitlines()[0]
    assert parsed_codebook(text, "x").title == "x"


def test_rows_of_a_codebook_that_make_no_sense_name_their_line(folder: Path) -> None:
    (folder / "corpus.yaml").write_text("title: x\ncorrections:\n  - {hide: A}\n  - {retype: A, type: robot}\n")
    with pytest.raises(CorpusError, match="line 4"):
        read_codebook(folder / "corpus.yaml")


def test_the_readers_rows_come_after_the_codebooks(library: Library, folder: Path, corrections: Corrections) -> None:
    (folder / "corpus.yaml").write_text(
        "corrections:\n  - {rename: Harbor Authority, to: Theirs}\n  - {hide: Nobody}\n"
    )
    corrections.make(Correction("rename", ("Harbor Authority",), "Mine"))
    library.update()
    assert "Mine" in by_name(library)
    (problem,) = library.problems()
    assert "Nobody" in problem.message
    assert "corpus.yaml" in problem.hint


def test_a_further_codebook_need_not_fit(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("corrections:\n  - {hide: Nobody}\n  - {rename: Harbor Authority, to: Port}\n")
    with Library(folder, codebook=tmp_path / "more.yaml") as more:
        more.update()
        assert "Port" in by_name(more)
        assert more.problems() == ()


def test_before_anything_was_read_corrections_can_be_listed(folder: Path) -> None:
    with Library(folder) as fresh:
        assert fresh.corrections.all() == ()
        made = fresh.corrections.make(Correction("hide", ("Whoever it is",)))
        assert fresh.corrections.all() == (made,)


# ---- any sequence ------------------------------------------------------------------------------------------------

KNOWN = st.sampled_from(["Ana Ruiz", "Ruiz", "Harbor Authority", "Bridge Act"])
FILES = st.sampled_from(["north.md", "south.md", "east.txt", "minutes.txt"])
ANY = st.one_of(
    st.builds(lambda a, b: Correction("merge", (a, b)), KNOWN, KNOWN),
    st.builds(lambda a, b: Correction("apart", (a, b)), KNOWN, KNOWN),
    st.builds(lambda a, t: Correction("rename", (a,), t), KNOWN, st.sampled_from(["X", "Y"])),
    st.builds(lambda a, d: Correction("split", (a,), docs=(d,)), KNOWN, FILES),
    st.builds(lambda a: Correction("retype", (a,), type="place"), KNOWN),
    st.builds(lambda d: Correction("published", to="2015-05-05", docs=(d,)), FILES),
    st.just(Correction("drop", docs=("north.md",), words="March 9, 2021")),
    st.just(Correction("redate", docs=("south.md",), words="March 3, 2021", to="2020")),
)


@given(st.lists(ANY, min_size=1, max_size=6))
@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sequence_keeps_every_mention_and_taking_all_back_gives_the_first_findings(
    tmp_path: Path, rows: list[Correction]
) -> None:
    # A folder each: hypothesis seeds `random`, from which Whoosh takes the names of an index's segments.
    folder = corpora.make(Path(tempfile.mkdtemp(dir=tmp_path)) / "letters")
    (folder / "minutes.txt").write_text(corpora.UNDATED, encoding="utf-8")
    with Library(folder) as library:
        library.update()
        before = corpora.seen(library)
        everything = places(library)
        for row in rows:
            with suppress(CorpusError):  # what makes no sense is refused
                library.corrections.make(row)
        library.update()
        assert places(library) == everything
        while library.corrections.undo():
            pass
        library.update()
        assert corpora.seen(library) == before


@given(st.lists(ANY, min_size=1, max_size=5))
@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sequence_as_a_codebook_says_the_same(tmp_path: Path, rows: list[Correction]) -> None:
    top = Path(tempfile.mkdtemp(dir=tmp_path))
    folder = corpora.make(top / "letters")
    (folder / "minutes.txt").write_text(corpora.UNDATED, encoding="utf-8")
    with Library(folder) as library:
        library.update()
        for row in rows:
            with suppress(CorpusError):
                library.corrections.make(row)
                library.update()
        text = library.corrections.codebook()
        expected, events = by_name(library), dated(library)
    copy = shutil.copytree(folder, top / "copy")
    (copy / "corpus.yaml").write_text(text, encoding="utf-8")
    with Library(copy) as other:
        other.update()
        assert by_name(other) == expected, text
        assert dated(other) == events


def places(library: Library) -> list[tuple[str, int, int]]:
    """Where anything is named."""
    return sorted({(m.doc, m.start, m.end) for d in library.documents() for m in library.mentions_in(d.id)})


def test_yaml_of_the_export_is_plain(corrections: Corrections) -> None:
    corrections.make(Correction("hide", ("Ana Ruiz",)))
    data = yaml.safe_load(corrections.text())
    assert data["version"] == 1
    assert data["corrections"][0]["hide"] == "Ana Ruiz"
