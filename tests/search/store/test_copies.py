"""Of what is one text in several documents, a view shows what its own documents have of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from search.model import Copied, Document, Statement
from search.store.copies import chosen_copies, store_copies
from search.store.reader import SCHEMA
from search.text.wording import voices_words

DAYS = {"first": "2020-03-02", "gazette": "2020-03-03", "second": "2020-03-04", "herald": "2020-03-05", "monthly": None}
KNOWN = {doc: Document(doc, doc.title(), published=day) for doc, day in DAYS.items()}
SAID = tuple(Statement(doc, "The vessel flooded.", 10, 29) for doc in ("first", "gazette", "monthly"))
ROWS = (
    Copied("c-1", "copy", ("first", "gazette"), 0.9, why="why"),
    Copied("c-2", "copy", ("second", "herald")),
    Copied("c-3", "version", ("first", "second"), 0.8),
    Copied("c-4", "passage", ("first", "gazette", "monthly"), 1.0, SAID),
)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA.read_text("utf-8"))
    store_copies(connection, ROWS)
    yield connection
    connection.close()


def test_everything_comes_back_as_it_was_stored(db: sqlite3.Connection) -> None:
    found, voices = chosen_copies(db, KNOWN, set(DAYS))
    assert found == ROWS
    assert voices == {"gazette": "first", "second": "first", "herald": "first"}


def test_a_version_is_told_by_the_chosen_document_that_has_it(db: sqlite3.Connection) -> None:
    found, voices = chosen_copies(db, KNOWN, {"gazette", "herald"})
    assert [(one.kind, one.docs) for one in found] == [("version", ("gazette", "herald"))]
    assert voices == {"herald": "gazette"}


def test_one_document_of_a_text_is_no_copy_and_has_its_own_voice(db: sqlite3.Connection) -> None:
    assert chosen_copies(db, KNOWN, {"gazette"}) == ((), {})
    assert chosen_copies(db, KNOWN, {"monthly", "herald"}) == ((), {})


def test_a_passage_needs_two_texts_and_keeps_the_chosen_statements(db: sqlite3.Connection) -> None:
    found, _ = chosen_copies(db, KNOWN, {"first", "gazette"})
    assert [one.kind for one in found] == ["copy"]
    found, voices = chosen_copies(db, KNOWN, {"gazette", "monthly"})
    assert [(one.docs, one.statements) for one in found] == [(("gazette", "monthly"), SAID[1:])]
    assert voices == {}


def test_a_document_that_is_gone_is_left_out(db: sqlite3.Connection) -> None:
    known = {doc: KNOWN[doc] for doc in KNOWN if doc != "first"}
    _, voices = chosen_copies(db, known, set(known))
    assert voices == {"second": "gazette", "herald": "gazette"}


def test_sources_and_texts_are_counted() -> None:
    voices = {"gazette": "first", "second": "first"}
    assert voices_words(("first", "gazette", "second"), voices) == "3 sources, 1 text"
    assert voices_words(("first", "gazette", "monthly"), voices) == "3 sources, 2 texts"
    assert voices_words(("first", "monthly", "monthly"), voices) == "2 sources"
    assert voices_words(("gazette",), voices) == "1 source"
