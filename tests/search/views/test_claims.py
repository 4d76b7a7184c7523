"""The claim grid: values as written with their places, marks that agree with the stored conflicts, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from search.analysis.quantities.tagger import quantities_in
from search.errors import CorpusError
from search.exports import json_contract as export
from search.library import Library
from search.model import ClaimGrid, ClaimRow, Correction, Statement
from search.model.edtf import date_value
from search.views.claims import scope as claimscope
from search.views.claims.grid import MAX_ROWS, QUESTIONS
from search.views.claims.rows import SourceAnswer, row
from tests.search import corpora

FIRE = {
    "post.md": """---
title: Fire at the Kestrel Mill
source: Morning Post
published: 2019-06-12
---
The mill owner Edwin Marlow was arrested in Halden on 10 June 2019 after the fire at the Kestrel Mill. At least 12
people were killed in the fire at the Kestrel Mill. “I never locked a single door of that mill,” Edwin Marlow said.
""",
    "echo.md": """---
title: Mill owner held
source: Evening Echo
published: 2019-06-14
---
Edwin Marlow, the owner of the Kestrel Mill, was arrested in June 2019 in Halden. The fire at the Kestrel Mill killed
12 people. It stood for forty years.
""",
    "review.md": """---
title: The mill a year on
source: County Review
published: 2020-06-20
---
Edwin Marlow was arrested in Halden on 3 July 2019 after the fire at the Kestrel Mill in which twelve people were
killed.
""",
    "copy.md": """---
title: Mill owner held
source: Daily Copy
published: 2019-06-15
---
Edwin Marlow, the owner of the Kestrel Mill, was arrested in June 2019 in Halden. The fire at the Kestrel Mill killed
12 people. It stood for forty years.
""",
    "ferry.md": """---
title: Ferries
source: Ferry Notes
published: 2019-07-01
---
The ferry Marigold sails twice a day from the old pier.
""",
}
BOOK = """title: The mill
topics:
  - {name: The fire, description: What burned, query: fire}
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Five reports of one fire, one of them a copy, one on something else; analysed by rules."""
    base = tmp_path_factory.mktemp("claims")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
        corpora.without_model(patch)
        folder = base / "mill"
        folder.mkdir()
        for name, text in FIRE.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "corpus.yaml").write_text(BOOK, encoding="utf-8")
        with Library(folder) as library:
            library.update()
            yield library


def marlow(library: Library) -> str:
    return next(f"entity:{one.id}" for one in library.entities() if one.name == "Edwin Marlow")


def asked(grid: ClaimGrid, label: str) -> ClaimRow:
    return next(one for one in grid.rows if one.label.startswith(label))


def test_every_claim_leads_to_its_words(opened: Library) -> None:
    subjects = [marlow(opened), "topic:The fire", *(f"event:{e.cluster or e.id}" for e in opened.events())]
    subjects += [f"conflict:{one.id}" for one in opened.comparison().conflicts]
    for subject in subjects:
        for one in opened.claims(subject).rows:
            for doc, cell in one.cells.items():
                text = opened.text(doc).text
                for claim in cell:
                    said = claim.statement
                    assert said.doc == doc
                    assert text[said.start_char : said.end_char] == said.text
                    assert claim.start < 0 or text[claim.start : claim.end] == claim.words


def test_a_month_holds_its_day_and_another_month_differs(opened: Library) -> None:
    conflict = next(one for one in opened.comparison().conflicts if one.kind == "date")
    grid = opened.claims(f"conflict:{conflict.id}")
    when = grid.rows[0]
    assert (when.question, when.mark) == ("when", "≠")
    words = {doc: cell[0].words for doc, cell in when.cells.items()}
    assert words["post.md"] == "10 June 2019"
    assert words["review.md"] == "3 July 2019"
    assert when.cells["review.md"][0].mark == "≠"
    assert "ferry.md" not in when.cells


def test_what_is_not_in_a_stored_conflict_never_differs(opened: Library) -> None:
    stored = {
        (said.doc, said.start_char)
        for one in opened.comparison().conflicts
        for value in one.values
        for said in value.statements
    }
    for subject in (marlow(opened), "topic:The fire"):
        for one in opened.claims(subject).rows:
            for doc, cell in one.cells.items():
                assert all(claim.mark != "≠" or (doc, claim.statement.start_char) in stored for claim in cell)


def test_a_dismissed_conflict_is_no_difference(opened: Library) -> None:
    conflict = next(one for one in opened.comparison().conflicts if one.kind == "date")
    subject = f"conflict:{conflict.id}"
    assert any(one.mark == "≠" for one in opened.claims(subject).rows)
    values = tuple(value.value for value in conflict.values)
    docs = tuple(sorted({said.doc for value in conflict.values for said in value.statements}))
    made = opened.corrections.make(Correction("dismiss", names=values, docs=docs, to=conflict.kind))
    try:
        dates = [one for one in opened.claims(marlow(opened)).rows if one.question == "when"]
        assert dates
        assert all(one.mark != "≠" for one in dates)
    finally:
        opened.corrections.remove(made.id)


def test_a_bound_and_its_number_agree_and_the_rest_is_counted(opened: Library) -> None:
    grid = opened.claims("topic:The fire")
    killed = next(one for one in grid.rows if one.question == "how many" and "killed" in one.label)
    assert killed.cells["post.md"][0].words == "At least 12 people"
    assert killed.mark in ("≈", "=")
    assert len(grid.rows) <= MAX_ROWS


def test_a_copy_is_no_second_voice(opened: Library) -> None:
    if not opened.comparison().voices:
        pytest.skip("copies are not told yet")
    only_copies = opened.claims(marlow(opened), docs=["echo.md", "copy.md"])
    assert only_copies.rows
    assert all(one.mark == "·" for one in only_copies.rows)


def test_rows_come_in_the_order_of_the_questions_and_answer_something(opened: Library) -> None:
    grid = opened.claims(marlow(opened))
    order = [QUESTIONS.index(one.question) for one in grid.rows]
    assert order == sorted(order)
    assert all(one.cells for one in grid.rows)
    assert {"when", "where", "who", "described as"} <= {one.question for one in grid.rows}
    where = asked(grid, "where")
    assert where.cells["post.md"][0].words == "in Halden"
    assert where.mark == "="


def test_docs_and_query_narrow_it(opened: Library) -> None:
    grid = opened.claims(marlow(opened), docs=["review.md", "ferry.md"])
    assert [one.id for one in grid.documents] == ["review.md", "ferry.md"]
    assert {doc for one in grid.rows for doc in one.cells} == {"review.md"}
    assert {one.id for one in opened.claims(marlow(opened), "source:morning").documents} == {"post.md"}


def test_what_was_not_read_is_not_said_to_be_silent(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimscope, "MAX_READ", 1)
    monkeypatch.setattr(claimscope, "MAX_BEST_READ", 1)
    monkeypatch.setattr(claimscope, "MAX_MORE", 1)
    grid = opened.claims(marlow(opened))
    assert grid.unread > 0
    named = set(opened.entity(marlow(opened).removeprefix("entity:")).documents)
    absent = {one.id for one in grid.documents} - {doc for one in grid.rows for doc in one.cells}
    assert not absent & named


@pytest.mark.parametrize(
    "subject", ["entity:person:nobody", "event:x", "topic:Nothing", "conflict:c-0", "x", "entity:"]
)
def test_a_subject_that_is_not_there_is_named_with_a_remedy(opened: Library, subject: str) -> None:
    with pytest.raises(CorpusError) as met:
        opened.claims(subject)
    assert met.value.message
    assert met.value.hint


def test_the_json_says_who_is_silent(opened: Library) -> None:
    made = export.claims(opened.claims(marlow(opened)))
    assert made["not_found"] == ["ferry.md"]
    assert {"subject", "kind", "title", "sources", "rows", "more", "unread"} <= set(made)
    claim = next(iter(made["rows"][0]["cells"].values()))[0]
    assert {"words", "value", "mark", "start_char", "end_char", "statement"} <= set(claim)


# ---- marks ------------------------------------------------------------------------------------------------------


def dated(doc: str, edtf: str) -> SourceAnswer:
    return SourceAnswer(
        words=edtf, statement=Statement(doc, edtf, 0, 4), start=0, end=4, value=edtf, date=date_value(edtf)
    )


def number(doc: str, words: str) -> SourceAnswer:
    return SourceAnswer(
        words=words,
        statement=Statement(doc, words, 0, len(words)),
        start=0,
        end=len(words),
        quantity=quantities_in(words)[0],
    )


def marks(sides: Sequence[Sequence[SourceAnswer]], how: str = "agree", voices: dict[str, str] | None = None) -> str:
    made = row("when", "", sides, lambda doc: (voices or {}).get(doc, doc), how)  # type: ignore[arg-type]
    assert made is not None
    return made.mark + " " + "".join(claim.mark for doc in sorted(made.cells) for claim in made.cells[doc])


def test_marks_follow_from_the_values() -> None:
    assert marks([[dated("a", "2019"), dated("b", "2019")]]) == "= =="
    assert marks([[dated("a", "2019-06"), dated("b", "2019-06-10")]]) == "≈ ≈≈"
    assert marks([[dated("a", "2019")]]) == "· ·"
    assert marks([[dated("a", "2018"), dated("b", "2019")]]) == "· ··"  # nobody says that they are of one thing
    assert marks([[number("a", "at least 12 people"), number("b", "12 people")]]) == "≈ ≈≈"
    assert marks([[number("a", "twelve people"), number("b", "12 people")]]) == "= =="


def test_in_a_conflict_the_majority_is_what_others_differ_from() -> None:
    sides = [[dated("a", "1985"), dated("b", "1985")], [dated("c", "1986")]]
    assert marks(sides, "differ") == "≠ ==≠"
    assert marks(sides, "differ", {"b": "a"}) == "≠ ≠≠≠"  # one text in two papers is no majority
    assert marks([[dated("a", "1985")], [dated("c", "1986")]], "differ") == "≠ ≠≠"
    assert marks([[dated("a", "1985")]], "differ") == "· ·"  # the other side is not among the chosen
    assert marks([[number("a", "4 people")], [number("b", "6 people")]], "follow") == "≈ ≈≈"


def test_copies_are_one_voice() -> None:
    assert marks([[dated("a", "2019"), dated("b", "2019")]], voices={"b": "a"}) == "· ··"


# ---- the originals ----------------------------------------------------------------------------------------------


def test_the_originals_differ_where_their_conflicts_do(originals: Path) -> None:
    """Every conflict opens a grid whose first row is that conflict, with both its values marked."""
    with Library(originals, codebook="demo") as library:
        library.update()
        found = library.comparison().conflicts
        assert found
        for one in found:
            first = library.claims(f"conflict:{one.id}").rows[0]
            assert first.mark == "≠"
            told = {said.doc for value in one.values for said in value.statements}
            assert told <= set(first.cells)
