"""The annotated text that every stage is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.doc import Doc, Span, annotate_mentions, docs_of, line_at, sentence_at
from search.analysis.quotations.marks import quoted, quoted_in
from search.model import Mention
from search.text import segmentation

TEXT = "Ana Ruiz resigned. She left.\n\n  The court met on Monday. “Enough,” it said.\n"


def test_a_document_is_cut_once() -> None:
    doc = Doc("a", TEXT)
    assert doc.sentences is doc.sentences
    assert [TEXT[s.start : s.end] for s in doc.sentences] == [
        "Ana Ruiz resigned.",
        "She left.",
        "The court met on Monday.",
        "“Enough,” it said.",
    ]
    assert [TEXT[p.start : p.end] for p in doc.paragraphs] == [
        "Ana Ruiz resigned. She left.",
        "The court met on Monday. “Enough,” it said.",
    ]


@pytest.mark.parametrize(("at", "number"), [(0, 0), (17, 0), (18, 0), (19, 1), (29, 1), (32, 2), (len(TEXT), 3)])
def test_the_sentence_at_a_character(at: int, number: int) -> None:
    """Between two sentences it is the one before."""
    doc = Doc("a", TEXT)
    assert doc.sentence_number(at) == number
    assert doc.sentence_at(at) == doc.sentences[number]


def test_before_the_first_sentence_there_is_none_and_the_first_is_the_nearest() -> None:
    doc = Doc("a", "  Ana resigned.")
    assert doc.sentence_before(0) == -1
    assert doc.sentence_number(0) == 0
    assert Doc("b", " … ").sentence_at(1) == Span(1, 1)


def test_mentions_are_in_the_order_of_the_text_and_belong_to_their_document() -> None:
    ana, court = Mention("person:ana", "a", 0, 8, "Ana Ruiz"), Mention("organization:court", "a", 32, 41, "The court")
    docs = docs_of({"a": TEXT, "b": "Nothing."}, [court, Mention("person:ana", "c", 0, 3, "Ana"), ana])
    assert list(docs["a"].mentions) == [ana, court]
    assert list(docs["a"].mentions_in(1, 40)) == [court]
    assert list(docs["a"].mentions_in(0, 32)) == [ana]
    assert not docs["b"].mentions
    annotate_mentions(docs.values(), [])
    assert not docs["a"].mentions


def test_a_statement_quotes_the_text() -> None:
    doc = Doc("a", TEXT)
    said = doc.statement(doc.sentences[1])
    assert (said.doc, said.text, said.start_char, said.end_char) == ("a", "She left.", 19, 28)


def test_quotation_marks_are_looked_for_once() -> None:
    doc = Doc("a", TEXT)
    assert doc.quoted is None
    assert quoted_in(doc) is quoted_in(doc)
    assert quoted_in(doc) == quoted(TEXT)


@given(st.text(alphabet="Ab. \n”“!", max_size=60), st.integers(0, 60))
def test_one_sentence_looked_up_alone_is_that_of_the_whole(text: str, at: int) -> None:
    """Nothing outside its paragraph tells where a sentence ends."""
    at = min(at, len(text))
    doc = Doc("a", text)
    line = line_at(text, at)
    n = doc.sentence_before(at)
    inside = n >= 0 and doc.sentences[n].start >= line.start
    assert sentence_at(text, at) == (doc.sentences[n] if inside else line)
    assert doc.sentences == segmentation.sentences(text)
    assert all(not text[low.end : high.start].strip("\n") for low, high in zip(doc.lines, doc.lines[1:], strict=False))
