"""The comparison pane: every section, who says what, and verdicts on conflicts that take effect at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import Comparison, Conflict, Passage, Silent, StatedValue, Topic
from tests.tui.driving import Driver, explorer
from tests.tui.fake import compare as fakecompare
from tests.tui.fake.compare import DEAD, DOCUMENTS, FULL, TOLL, many
from tests.tui.fake.library import FakeLibrary
from tui.evidence.statements import NotHere, Statements
from tui.evidence.summary import MAX_ROWS, Summary
from tui.evidence.values import MAX_NAMED, days_words, named, value_spans
from tui.session.messages import Spot
from tui.widgets.line_list import Row
from tui.wording import short_names


def library(comparison: Comparison = FULL) -> FakeLibrary:
    made = FakeLibrary(texts=fakecompare.TEXTS, documents=DOCUMENTS)
    made.compared = comparison
    return made


def words(rows: tuple[Row, ...]) -> str:
    return "\n".join("".join(cell.text for cell in line).rstrip() for row in rows for line in row.lines)


def summary(comparison: Comparison, width: int = 60, **more: object) -> str:
    documents = {one.id: one for one in comparison.sources}
    return words(
        Summary(
            comparison=comparison,
            documents=documents,
            short=short_names(comparison.sources),
            names={},
            kinds={},
            width=width,
            **more,
        ).rows()
    )  # type: ignore[arg-type]


def statements(item: object, width: int = 60, comparison: Comparison = FULL) -> tuple[Row, ...]:
    documents = {one.id: one for one in comparison.sources}
    docs = list(documents)
    return Statements(
        documents=documents, short=short_names(comparison.sources), sources=docs, width=width, voices=comparison.voices
    ).of(item)


async def at(it: Driver, key: str) -> None:
    await it.press("c")
    assert it.main.comparison.lines.move_to_key(key), key


# ---- the list ----------------------------------------------------------------------------------------------------


def test_the_sections_come_in_their_order_each_with_its_count() -> None:
    said = summary(replace(FULL, dismissed=(replace(DEAD, id="x"),)), dismissed=True)
    heads = [line.strip() for line in said.split("\n")]
    order = [name for name in heads if name.rstrip("0123456789 ") in {
        "differ", "updates", "agree", "copies", "not found", "dismissed", "topics", "described as"}]  # fmt: skip
    assert order == ["differ2", "updates1", "agree1", "copies2", "not found1", "dismissed1"]


def test_what_was_confirmed_comes_first_and_says_so() -> None:
    kept = replace(FULL, conflicts=(DEAD, replace(fakecompare.NAMED, confirmed=True)))
    said = summary(kept)
    assert said.index("≠✓ the witness") < said.index("≠ sailors")


def test_an_update_says_what_follows_what_and_when() -> None:
    assert "12 → 14, 20 Mar → 22 Mar" in summary(FULL)


def test_what_copies_of_one_text_say_alike_counts_as_one_voice() -> None:
    assert "3 sources, 2 texts" in summary(FULL)
    assert "texts" not in summary(replace(FULL, voices={}))


def test_copies_and_versions_name_their_sources() -> None:
    said = summary(FULL)
    assert "≡ 2 sources, 1 text" in said
    assert "Alder → Coast" in said


def test_silence_reads_not_found_in_this_source() -> None:
    assert "not found in this source: person:tomas-reed; topics Reports are due" in " ".join(summary(FULL).split())


def test_a_topic_with_a_query_that_is_wrong_says_so_with_its_passages() -> None:
    """Else an empty row reads as if no source spoke of it."""
    broken = Topic("Broken", "", '"unclosed', problem="this quotation mark is not closed")
    said = words(statements(broken))
    assert "! this quotation mark is not closed" in said
    assert "not found in" not in said


async def test_an_empty_cell_of_the_grid_speaks_of_others_only_where_there_are_some() -> None:
    nowhere = Topic("Fishing rights", "", "fishing", {})
    async with explorer(library=library(replace(FULL, topics=(nowhere,)))) as it:
        await it.press("c", "z")
        assert it.main.comparison.shows_matrix
        assert it.shows("not found in:")
        assert not it.shows("others say")


@pytest.mark.parametrize("width", [30, 36, 60, 120])
def test_no_row_is_wider_than_the_list(width: int) -> None:
    long = replace(DEAD, values=(*DEAD.values, StatedValue("a very long value of many words indeed", ())))
    rows = Summary(
        comparison=replace(FULL, conflicts=(long,)), documents={}, short={}, names={}, kinds={}, width=width
    ).rows()
    for row in rows:
        for line in row.lines:
            assert sum(len(cell.text) for cell in line if not cell.grow) <= width, line


def test_one_source_alone_is_said_to_have_nothing_beside_it() -> None:
    said = " ".join(summary(Comparison(DOCUMENTS[:1])).split())
    assert "Only one source here: there is nothing to compare it with." in said
    assert "Only one source is marked" in " ".join(summary(Comparison(DOCUMENTS[:1]), marked=1).split())


def test_sources_without_a_date_are_said_once() -> None:
    assert summary(FULL).count("1 source without a date: which is later is not known") == 1
    assert "without a date" not in summary(replace(FULL, sources=DOCUMENTS[:3]))
    undated = tuple(replace(one, published=None) for one in DOCUMENTS)
    assert "No source has a date" in summary(replace(FULL, sources=undated))


async def test_a_long_section_tells_of_the_rest_and_opens_it() -> None:
    async with explorer(library=library(many(500))) as it:
        await it.press("c")
        pane = it.main.comparison
        assert len(pane.lines.rows) < 2 * MAX_ROWS + 30
        assert it.shows("500 differ")
        await at(it, "more differ")
        assert it.shows("… 300 more")
        await it.press("enter")
        assert sum(isinstance(row.data, Conflict) and row.key[0] == "≠" for row in pane.lines.rows) == 2 * MAX_ROWS


async def test_the_heading_counts_what_differs_changed_and_agrees_as_room_allows() -> None:
    async with explorer((80, 24), library()) as it:
        await it.press("c")
        assert it.shows("2 differ · 1 update · 1 agree")
    async with explorer((120, 40), library()) as it:
        await it.press("c")
        assert it.shows("2 differ · 1 update")


# ---- statements --------------------------------------------------------------------------------------------------


def test_values_are_marked_where_they_stand_as_whole_words() -> None:
    text = "A witness, Ada Finch, counted 2012 lamps and 12 dead, 1,200 in all."
    (span,) = value_spans("number", "12", text)
    assert text[span.start : span.end] == "12"
    assert span.start == text.index("12 dead")
    (span,) = value_spans("number", "1,200 people", text)
    assert text[span.start : span.end] == "1,200"
    assert value_spans("number", "7", text) == ()
    (span,) = value_spans("quotation", "It's  ours", "He said “It’s ours”.")
    assert span.end - span.start == len("It’s ours")


@pytest.mark.parametrize(
    ("edtf", "text", "found"),
    [
        ("1986", "tortured to death in 1986, he", "1986"),
        ("2020-12-15", "On 15 December the house", "15 December"),
        ("2020-12-15", "On Dec. 15, 2020, it", "Dec. 15, 2020"),
        ("2020-10", "in October 2020 he was", "October 2020"),
        ("2020-10", "in October he was", "October"),
        ("198X", "in the 1980s he was", "1980s"),
    ],
)
def test_a_date_is_marked_however_it_is_written(edtf: str, text: str, found: str) -> None:
    assert [text[span.start : span.end] for span in value_spans("date", edtf, text)] == [found]


def test_statements_say_who_speaks_and_in_which_source() -> None:
    said = words(statements(DEAD))
    assert "Ada Finch, in Coast Review · 22 Mar 2020" in said
    assert "\nAlder Post · 20 Mar 2020" in said
    assert "each gives a number of dead" in said
    assert "2 sources, 1 text" in said
    assert "not found in: Port" in said


def test_updates_come_in_the_order_of_time_and_say_later() -> None:
    said = words(statements(TOLL))
    assert said.index("12 · first stated 20 Mar 2020") < said.index("↦ later: 14 · first stated 22 Mar 2020")
    assert "≠" not in said


def test_values_of_one_day_have_no_days_beside_them() -> None:
    assert days_words(("2020-03-20", "2020-03-20")) == ""
    assert days_words(("2020-03-20", "")) == ""
    assert days_words(("2020-03-20", "2020-03-22")) == "20 Mar → 22 Mar"
    assert days_words(("2020-03-20", "2021-03-22")) == "20 Mar 2020 → 22 Mar 2021"
    assert days_words(("2020", "2021")) == "2020 → 2021"
    assert days_words(("2020-03", "2020-04")) == "Mar → Apr"


def test_a_long_list_of_sources_is_cut_with_its_number() -> None:
    docs = [f"d{number}" for number in range(200)]
    assert named(docs, {}).endswith(f"and {200 - MAX_NAMED} more")
    assert named(docs[:3], {}) == "d0, d1, d2"


async def test_a_name_not_found_leads_to_its_page_and_a_topic_narrows() -> None:
    made = FakeLibrary()
    silent = Silent("review.md", ("person:tomas-reed",), ("Reports are due",))
    made.compared = replace(made.comparison(), silent=(silent,))
    async with explorer(library=made) as it:
        await at(it, "silent review.md")
        assert it.main.comparison.docs_here == ("review.md",)
        await it.press("enter")
        assert it.shows("not found in this source; names", "Tomas Reed")
        assert it.main.comparison.subject == "entity:person:tomas-reed"
        assert isinstance(it.main.comparison.lines.cursor_row.data, NotHere)  # type: ignore[union-attr]
        await it.press("enter")
        assert it.main.place == "page"
        await it.press("backspace", "c", "down", "enter")
        assert it.main.view.query == 'topic:"Reports are due"'


async def test_every_row_knows_its_subject_and_documents() -> None:
    async with explorer() as it:
        pane = it.main.comparison
        await at(it, "≠storm")
        assert (pane.subject, pane.docs_here) == ("conflict:storm", ("harbour.md", "gazette.md"))
        assert pane.conflict is not None
        await it.press("enter")
        assert pane.conflict is not None
        assert pane.subject == "conflict:storm"
        await it.press("backspace")
        await at(it, "#Repeal")
        assert (pane.subject, pane.docs_here, pane.conflict) == ("topic:Repeal", ("review.md",), None)
        await at(it, "as Ines Valdo")
        assert pane.subject == "entity:Ines Valdo"
        await at(it, "only review.md")
        assert (pane.subject, pane.docs_here) == ("", ("review.md",))


# ---- verdicts ----------------------------------------------------------------------------------------------------


async def test_a_conflict_is_put_aside_at_once_and_undone() -> None:
    async with explorer(library=library()) as it:
        await at(it, "≠dead")
        started = it.library.started
        await it.press("x")
        assert it.shows("Put aside: 12 ≠ 15 (sailors)", "u undoes", "1 differ")
        assert it.main.comparison.lines.cursor_row.key == "≠named"  # type: ignore[union-attr]
        await it.press("u")
        assert it.shows("Taken back", "2 differ")
        assert it.library.started == started, "no analysis is needed for it"


async def test_what_was_put_aside_is_listed_on_asking_and_taken_back() -> None:
    async with explorer(library=library()) as it:
        await at(it, "≠dead")
        await it.press("full_stop")
        assert it.shows("No conflict here is put aside")
        await it.press("x")
        assert "×dead" not in [row.key for row in it.main.comparison.lines.rows]
        await it.press("full_stop")
        assert it.shows("1 conflict put aside")
        await at(it, "×dead")
        await it.press("x")
        assert it.shows("Taken back: 12 ≠ 15")
        assert [one.id for one in it.main.comparison.comparison.conflicts] == ["dead", "named"]
        assert not it.library.corrections.rows


async def test_a_conflict_is_confirmed_and_no_longer() -> None:
    async with explorer(library=library()) as it:
        await at(it, "≠named")
        await it.press("exclamation_mark")
        assert it.shows("≠✓", "Looked at and kept: Tomas Reed ≠ Ada Finch")
        assert it.main.comparison.lines.cursor_row.key == "≠named"  # type: ignore[union-attr]
        await it.press("enter")
        assert it.shows("✓ looked at, and kept")
        await it.press("backspace", "exclamation_mark")
        assert not it.shows("≠✓")
        assert not it.library.corrections.rows


@pytest.mark.parametrize(
    ("key", "why"), [("↦toll", "an update"), ("=alike", "an agreement"), ("≡c1", "no conflict here")]
)
async def test_only_what_differs_is_put_aside(key: str, why: str) -> None:
    async with explorer(library=library()) as it:
        await at(it, key)
        await it.press("x")
        assert it.shows(why)
        assert not it.library.corrections.rows


async def test_the_statements_close_when_their_conflict_is_put_aside() -> None:
    async with explorer(library=library()) as it:
        await at(it, "≠dead")
        await it.press("enter", "m")
        assert it.shows("Put it aside", "Keep it")
        await it.press("enter")
        assert it.main.place == "comparison"
        assert "≠dead" not in [row.key for row in it.main.comparison.lines.rows]


async def test_a_conflict_of_dates_offers_its_dates() -> None:
    async with explorer() as it:
        await at(it, "≠storm")
        await it.press("m")
        assert it.shows("It is the date “1984” …", "It is the date “1985” …")
        await it.press("down", "down", "enter")
        assert it.shows("“1984” is read as 1984")


async def test_a_statement_of_a_conflict_of_dates_is_redated_where_it_stands() -> None:
    async with explorer() as it:
        await at(it, "≠storm")
        await it.press("enter", "down")
        dated = it.main.comparison.dated
        assert dated is not None
        assert (dated.doc, dated.words) == ("gazette.md", "1985")
        await it.press("r")
        assert it.shows("“1985” is read as 1985")


async def test_what_the_engine_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer(library=library()) as it:
        it.library.corrections.refuse = lambda correction: "The disk is full."
        await at(it, "≠dead")
        await it.press("x")
        assert it.shows("Not kept", "The disk is full.")
        assert len(it.main.comparison.comparison.conflicts) == 2


# ---- marks, and beside the chronology ----------------------------------------------------------------------------


async def test_a_marked_document_that_is_gone_is_compared_no_more() -> None:
    made = FakeLibrary()
    async with explorer(library=made) as it:
        await it.press("space", "space")
        gone = it.main.view.marked[0]
        made.all = tuple(one for one in made.all if one.id != gone)
        it.main.refresh_all()
        await it.calm()
        assert gone not in it.main.view.marked
        assert it.shows("gone from the folder, and no longer marked", gone)
        assert len(it.main.comparison.comparison.sources) == 1
        await it.press("c")
        assert it.shows("Only one source is marked")


async def test_rows_that_came_while_the_pane_was_hidden_have_its_width() -> None:
    async with explorer((80, 24), library=library()) as it:
        await it.press("c")
        before = words(tuple(it.main.comparison.lines.rows))
        await it.press("1", "space", "space", "c")
        assert it.main.comparison.restricted == 2
        assert words(tuple(it.main.comparison.lines.rows)) == before


async def test_passages_beside_a_grid_that_came_while_zoomed_have_their_width() -> None:
    made = library(replace(FULL, topics=()))
    async with explorer((120, 40), library=made) as it:
        await it.press("c", "z")
        pane = it.main.comparison
        assert not pane.shows_matrix
        passage = Passage("wire.md", "one word after another " * 20, 0, 9, 1.0)
        long = Topic("Rescue", "", "rescue", {"wire.md": (passage,)})
        made.compared = replace(FULL, topics=(long,))
        it.main.compare_again()
        await it.calm()
        await it.until(lambda: pane.matrix.size.width and pane.passages.rows, "the grid, laid out")

        def widest() -> int:
            return max(sum(len(cell.text) for cell in line) for row in pane.passages.rows for line in row.lines)

        await it.until(
            lambda: pane.passages.room - 10 <= widest() <= pane.passages.room, "passages that fill the width there is"
        )


async def test_two_hundred_marked_sources_are_counted_and_walked() -> None:
    docs = tuple(replace(DOCUMENTS[0], id=f"d{n}.md", source=f"Source {n}", title=f"T {n}") for n in range(200))
    made = FakeLibrary(texts={one.id: "Words." for one in docs}, documents=docs)
    made.compared = Comparison(docs, topics=(Topic("Boats", "", "boat", {}),))
    async with explorer(library=made) as it:
        it.main.set_view(replace(it.main.view, marked=tuple(one.id for one in docs)))
        await it.calm()
        assert it.shows("200 marked")
        await it.press("c", "z", *["right"] * 5)
        assert it.main.comparison.matrix.column == 5
        assert it.shows("and 188 more")


async def test_the_chronology_marks_dates_that_differ_and_nothing_else() -> None:
    async with explorer() as it:
        chronology = it.main.chronology
        date = it.main.comparison.comparison.conflicts[0]
        third = StatedValue("1983", date.values[0].statements)
        chronology.show_conflicts((date, replace(date, values=(date.values[0], third)), TOLL, fakecompare.NAMED))
        place = (date.values[0].statements[0].doc, date.values[0].statements[0].start_char)
        assert chronology._conflicts[place] == ("1985", "1983", "1984")
        assert all(doc in ("harbour.md", "gazette.md") for doc, _ in chronology._conflicts)


async def test_a_version_leads_side_by_side_and_a_copy_to_its_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer(library=library()) as it:
        asked: list[tuple[str, ...]] = []
        group = next(one for one in it.main.groups if one.command("side_by_side") is not None)
        monkeypatch.setattr(group, "do_side_by_side", lambda: asked.append(it.main.comparison.docs_here))
        await at(it, "≡c2")
        await it.press("enter")
        assert asked == [("wire.md", "later.md")]
        await at(it, "≡c1")
        await it.press("enter")
        assert it.shows("2 sources, 1 text", "the same words throughout")
        assert it.main.comparison.lines.cursor_row.data == Spot("wire.md")  # type: ignore[union-attr]
