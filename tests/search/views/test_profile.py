"""An entity's page and the date audit: what they count and show is of the view, and they say what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.corrections.merges import OVERRULED
from search.errors import CorpusError
from search.library import Library
from search.model import Correction
from search.text.concordance import context, left_order, right_order
from search.text.segmentation import passages
from search.views import profile
from tests.search import corpora

SPEECH = """---
title: The council meets
source: Southern Times
published: 2021-04-01
---
“Nobody asked the Harbor Authority,” Ana Ruiz said on Tuesday. The bridge was not opened on March 30, 2021.

The engineer John Smith told the council that Ana Ruiz “had warned of it twice”. If it rains, the bridge may be closed
on May 2, 2021.
"""

# Its day of publication is nowhere given, and can be worked out from the latest date told.
MINUTES = """Minutes of the ferrymen

The harbour council met on April 5, 2018. It had heard the ferrymen in February. On April 9, 2018, the bridge was
repaired, Ana Ruiz said.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The letters, minutes without a date and a report with quotations, analysed by rules."""
    base = tmp_path_factory.mktemp("profile")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
        corpora.without_model(patch)
        folder = corpora.make(base / "letters")
        (folder / "undated.txt").write_text(MINUTES, encoding="utf-8")
        (folder / "west.md").write_text(SPEECH, encoding="utf-8")
        with Library(folder) as library:
            library.update()
            yield library


def ident(library: Library, name: str) -> str:
    return next(one.id for one in library.entities() if one.name == name)


def test_a_page_tells_what_the_texts_say(opened: Library) -> None:
    ruiz = ident(opened, "Ana Ruiz")
    page = opened.profile(ruiz)
    assert page.entity.mentions == len(opened.mentions(ruiz)) == len(page.contexts)
    assert sum(count for use in page.names for _, count in use.by) == page.entity.mentions
    assert page.names[0].name == "Ana Ruiz"
    for at in page.contexts:
        text = opened.text(at.doc).text
        assert at.text == " ".join(text[at.start : at.end].split())
        assert text[: at.start].endswith(at.left)
        assert text[at.end :].startswith(at.right)
        assert len(at.left) <= profile.WIDTH >= len(at.right)
        assert "\n" not in at.left + at.right
    assert list(page.contexts) == sorted(page.contexts, key=lambda at: (at.doc, at.start))
    assert page.events == tuple(event for event in opened.events() if ruiz in event.entities)
    assert {doc for doc, phrases in page.described.items() if "The engineer" in " ".join(phrases)} <= {"south.md"}


def test_company_is_counted_in_passages(opened: Library) -> None:
    ruiz, harbor = ident(opened, "Ana Ruiz"), ident(opened, "Harbor Authority")
    together = 0
    for document in opened.documents():
        named = opened.mentions_in(document.id)
        for one in passages(opened.text(document.id).text):
            inside = {m.entity for m in named if one.start <= m.start < one.end}
            together += {ruiz, harbor} <= inside
    companion = next(one for one in opened.profile(ruiz).companions if one.entity == harbor)
    assert companion.passages == together > 1
    assert companion.type == "organization"
    assert next(one for one in opened.profile(harbor).companions if one.entity == ruiz).passages == together


def test_quotations_by_and_about(opened: Library) -> None:
    ruiz, harbor = ident(opened, "Ana Ruiz"), ident(opened, "Harbor Authority")
    (said,) = opened.profile(ruiz).said
    assert (said.text, said.cue, said.speaker) == ("Nobody asked the Harbor Authority,", "said", ruiz)
    assert said.around == "“Nobody asked the Harbor Authority,” Ana Ruiz said on Tuesday."
    page = opened.profile(harbor)
    assert (page.said, page.about) == ((), (said,))
    assert page.others[ruiz] == "Ana Ruiz"
    assert opened.profile(ruiz).about == ()


def test_a_query_narrows_a_page(opened: Library) -> None:
    ruiz = ident(opened, "Ana Ruiz")
    page = opened.profile(ruiz, "source:northern")
    assert page.entity.documents == ("north.md",)
    assert {at.doc for at in page.contexts} == {event.doc for event in page.events} == {"north.md"}
    assert page.entity.mentions == len(opened.mentions(ruiz, "north.md"))
    assert (page.said, page.read) == ((), 1)
    nothing = opened.profile(ruiz, "zebra")
    assert (nothing.entity.mentions, nothing.contexts, nothing.companions, nothing.events) == (0, (), (), ())


def test_what_is_left_out_is_counted(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ruiz = ident(opened, "Ana Ruiz")
    whole = opened.profile(ruiz)
    monkeypatch.setattr(profile, "MAX_READ", 1)
    monkeypatch.setattr(profile, "MAX_EVENTS", 1)
    monkeypatch.setattr(profile, "MAX_QUOTATIONS", 0)
    page = opened.profile(ruiz)
    assert (page.read, len({at.doc for at in page.contexts})) == (1, 1)
    assert page.entity == whole.entity
    assert (page.events, page.more_events) == (whole.events[:1], len(whole.events) - 1)
    assert (page.said, page.more_said) == ((), 1)


def test_nobody_of_that_id(opened: Library) -> None:
    with pytest.raises(CorpusError):
        opened.profile("person:nobody")


# ---- keyword in context ----------------------------------------------------------------------------------------


def test_contexts_are_cut_between_words_and_never_cross_a_line() -> None:
    text = "One line\nthe old harbour of Tarn was closed by night\nanother"
    at = text.index("Tarn")
    assert context(text, at, at + 4) == ("the old harbour of ", " was closed by night")
    assert context(text, at, at + 4, 7) == ("of ", " was")
    assert context(text, at, at + 4, 0) == ("", "")


@given(st.text("ab \n\t,é", max_size=40), st.integers(0, 40), st.integers(0, 9), st.integers(0, 12))
def test_a_context_is_part_of_its_text(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    left, right = context(text, start, end, width)
    plain = text.replace("\t", " ")
    assert plain[:start].endswith(left)
    assert plain[end:].startswith(right)
    assert len(left) <= width >= len(right)
    assert "\n" not in left + right


def test_contexts_are_sorted_by_their_nearest_words() -> None:
    assert left_order("the Old, Harbór ") == ("harbor", "old", "the")
    assert right_order(", was Closed") == ("was", "closed")


# ---- kinds -----------------------------------------------------------------------------------------------------


def test_kind_selects_documents_and_statements(opened: Library) -> None:
    arrests = opened.events("kind:arrest")
    assert {event.doc for event in arrests} == {"north.md", "south.md"}
    assert {event.kind for event in arrests} == {"arrest"}
    assert opened.events("kind:arrested") == arrests
    assert {document.id for document in opened.documents("kind:arrest")} == {"north.md", "south.md"}
    assert {document.id for document in opened.documents("-kind:arrest")} == {"east.txt", "undated.txt", "west.md"}


@pytest.mark.parametrize("word", ["planned", "plans", "future"])
def test_what_is_planned(opened: Library, word: str) -> None:
    planned = opened.events(f"kind:{word}")
    assert planned
    assert {event.modality for event in planned} == {"planned"}


def test_what_did_not_happen_or_may(opened: Library) -> None:
    assert [event.date.edtf for event in opened.events("kind:negated")] == ["2021-03-30"]
    assert [event.date.edtf for event in opened.events("kind:hypothetical")] == ["2021-05-02"]


def test_an_unknown_kind_is_told_of(opened: Library) -> None:
    (problem,) = opened.search("kind:arest").problems
    assert problem.message == "There is no kind of happening “arest”."
    assert "arrest" in problem.hint
    assert opened.search("kind:disaster").total == 0
    assert opened.search("kind:disaster").problems == ()


def test_kinds_are_counted_in_the_view(opened: Library) -> None:
    counts = dict(opened.kinds())
    assert counts["arrest"] == len(opened.events("kind:arrest"))
    assert counts["planned"] == len(opened.events("kind:planned"))
    assert counts["negated"] == 1
    assert dict(opened.kinds("source:northern"))["arrest"] == 1
    assert "negated" not in dict(opened.kinds("source:northern"))
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


# ---- the date audit --------------------------------------------------------------------------------------------


def test_the_audit_lists_what_was_worked_out(opened: Library) -> None:
    found = opened.audit()
    assert [row.reason for row in found][:1] == ["published"]
    first = found[0]
    assert (first.doc, first.text, first.date_start) == ("undated.txt", "", -1)
    assert first.date is not None
    assert (first.date.edtf, first.why) == (
        opened.document("undated.txt").published,
        opened.document("undated.txt").provenance["published"].why,
    )
    rest = found[1:]
    assert {row.reason for row in rest} == {"inferred"}
    assert [(row.doc, row.date_start) for row in rest] == sorted((row.doc, row.date_start) for row in rest)
    for row in rest:
        text = opened.text(row.doc).text
        assert text[row.date_start : row.date_start + len(row.words)] == row.words
        assert text[row.start_char : row.end_char] == row.text
    assert {"Tuesday", "February"} <= {row.words.removeprefix("on ").removeprefix("in ") for row in rest}


def test_the_audit_counts_what_rests_on_a_date(opened: Library) -> None:
    first = opened.audit()[0]
    assert first.date is not None
    anchored = [e for e in opened.events() if e.doc == first.doc and e.date.anchor == first.date.edtf]
    assert first.rests == len(anchored) > 0


def test_a_query_narrows_the_audit(opened: Library) -> None:
    assert {row.doc for row in opened.audit("ferrymen")} == {"undated.txt"}
    assert opened.audit("source:northern") == ()


def test_a_stale_correction_of_a_date_is_listed(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Correction("redate", to="2018", docs=("undated.txt",), words="May 3", start=4, id="c9", problem="gone")
    fine = Correction("redate", to="2018", docs=("undated.txt",), words="May 4", start=4, id="c8")
    name = Correction("hide", names=("Nobody",), id="c7", problem="nobody")

    old = Correction("drop", docs=("undated.txt",), words="May 5", start=4, id="c6", problem=OVERRULED)

    class Kept:
        def all(self) -> tuple[Correction, ...]:
            return (fine, gone, old, name)

    monkeypatch.setattr(Library, "corrections", Kept())
    last = opened.audit()[-1]
    assert (last.reason, last.correction, last.words, last.why) == ("stale", "c9", "May 3", "gone")
    assert sum(row.reason == "stale" for row in opened.audit()) == 1
    assert all(row.reason != "stale" for row in opened.audit("source:northern"))


def test_what_the_reader_put_right_is_no_longer_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    corpora.without_model(monkeypatch)
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "undated.txt").write_text(MINUTES, encoding="utf-8")
    with Library(folder) as library:
        library.update()
        row = next(row for row in library.audit() if row.reason == "inferred")
        redate = Correction("redate", to="2017-01-02", docs=(row.doc,), words=row.words, start=row.date_start)
        library.corrections.make(redate)
        library.corrections.make(Correction("published", to="2018-04-20", docs=(row.doc,)))
        library.update()
        left = library.audit()
    assert all(one.reason != "published" and one.date_start != row.date_start for one in left)
