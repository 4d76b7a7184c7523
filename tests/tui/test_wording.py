"""Words for values: dates, names, citations."""

from __future__ import annotations

import pytest

from search.model import DateValue, Document, Provenance, Span
from tui.wording import (
    around,
    byline,
    citation,
    clause_value,
    counted,
    date_words,
    initials,
    merged,
    reason_words,
    short_names,
)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2020-12-17", "17 Dec 2020"),
        ("2020-12", "Dec 2020"),
        ("2020", "2020"),
        ("199X", "1990s"),
        ("19XX", "1900s"),
        ("2020-22", "summer 2020"),
        ("2020-34", "Q2 2020"),
        ("2020~", "about 2020"),
        ("2020-10-05/2020-10-07", "5–7 Oct 2020"),
        ("2020-10/2021-01", "Oct 2020–Jan 2021"),
        ("2010/2014", "2010–2014"),
        ("1985/..", "since 1985"),
        ("../1985", "until 1985"),
        ("2020-13-45", "2020-13-45"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_are_said_as_people_say_them(edtf: str | None, words: str) -> None:
    assert date_words(edtf) == words


def test_a_date_becomes_what_mentions_takes() -> None:
    assert clause_value(DateValue("2020-10", "2020-10-01", "2020-10-31", "month")) == "2020-10"
    assert clause_value(DateValue("199X", "1990-01-01", "1999-12-31", "decade")) == "1990-01-01..1999-12-31"
    assert clause_value(DateValue("1985/..", "1985-01-01", None, "range")) == "1985-01-01.."


def test_an_inferred_date_has_a_star_and_an_unknown_one_nothing() -> None:
    inferred = Document("a", "T", "Post", None, "2020-12", provenance={"published": Provenance("text", True, "x")})
    assert byline(inferred) == "Post · Dec 2020*"
    assert byline(Document("notes/a.txt", "T")) == "notes/a.txt"


def test_a_citation_leaves_out_what_is_not_known() -> None:
    assert citation(Document("a.txt", "T")) == "“T” [a.txt]"
    full = Document("a", "T", "Post", "Jo", "2020", url="https://example.org")
    assert citation(full, "two\n words") == "“two words” — Jo, “T”, Post, 2020, https://example.org"


def test_sources_are_shortened_only_as_far_as_they_stay_apart() -> None:
    docs = [Document("1", "", "New Times"), Document("2", "", "New Post"), Document("3", "", "Gazette")]
    assert short_names(docs) == {"1": "New Times", "2": "New Post", "3": "Gazette"}
    assert initials(docs) == {"1": "N", "2": "E", "3": "G"}


def test_a_short_name_ends_neither_in_a_comma_nor_in_the_middle_of_a_phrase() -> None:
    """It stands in lists with commas: "not found in: Tent, a, Wayfarer" reads as three sources."""
    docs = [Document("1", "A Tent, a Pen and Two Sheikhs"), Document("2", "Report of the Committee")]
    assert short_names(docs) == {"1": "Tent, a Pen", "2": "Report of the Committee"}


def test_short_names_are_surnames_first_words_and_never_the_same() -> None:
    docs = [
        Document("1", "", "The Harbour Gazette"),
        Document("2", "", None, "Ada Finch and Jo March"),
        Document("3", "", "Ines Valdo", "Ines Valdo"),
        Document("4", "A storm over the pier"),
        Document("7_f3.txt", "7_f3"),
        Document("5", "", "Coast Review", None, "2019"),
        Document("6", "", "Coast Review", None, "2024-06"),
    ]
    short = short_names(docs)
    assert list(short.values()) == ["Harbour", "Finch", "Valdo", "storm over", "7", "Coast 2019", "Coast 2024"]
    twice = short_names([Document("a", "", "Post"), Document("b", "", "Post"), Document("c", "", "Post Office")])
    assert len(set(twice.values())) == 3


def test_words_in_context_are_cut_at_words_and_found_again() -> None:
    text = "one two three four five six seven eight nine ten"
    piece, (span,) = around(text, text.index("five"), text.index("five") + 4, 20)
    assert piece[span.start : span.end] == "five"
    assert piece.startswith("…")
    assert piece.endswith("…")
    assert len(piece) <= 24
    whole, (span,) = around("only\nthis", 5, 9, 40)
    assert whole == "only this"
    assert span == Span(5, 9)


def test_spans_are_joined_where_they_overlap() -> None:
    assert merged([Span(5, 9), Span(0, 3), Span(7, 12), Span(12, 14)]) == (Span(0, 3), Span(5, 12), Span(12, 14))


def test_counts() -> None:
    assert counted(1, "document") == "1 document"
    assert counted(1204, "document") == "1,204 documents"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("counted from the publication date 2020-12-21 (itself inferred)",
         "counted from the publication date 21 Dec 2020 (itself inferred)"),
        ("“2020-12-21” is counted from 2020-12", "“2020-12-21” is counted from Dec 2020"),
        ("either 1994-04-05 or 1994-05-04.", "either 5 Apr 1994 or 4 May 1994."),
        ("from 197X, 1985~, 2014/2016 and 1741/..", "from 1970s, about 1985, 2014–2016 and since 1741"),
        ("of file-2020-10-05.md, 12,416 in 1999", "of file-2020-10-05.md, 12,416 in 1999"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_reason_has_dates_as_people_write_them_and_its_quotations_untouched(why: str, words: str) -> None:
    assert reason_words(why) == words
