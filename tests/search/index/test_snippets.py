"""Snippets: cut at the best hits, marked exactly, on one line, harmless; and that they find what the index found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index.snippets import LENGTH, Finder, contains, snippet
from search.query import Phrase, leaves, parse
from search.query.matcher import TextWords, highlights
from search.text import analyzer
from search.text.folding import fold

LONG = (
    "A first paragraph that speaks of nothing much, only of an arrest long ago.\n"
    + "Filling words stand here in great number. " * 30
    + "\nIn October the arrest of Salvador Cienfuegos, the former secretary, surprised both governments; "
    "the arrests that followed did not.\n" + "More filling words, and more of them. " * 30
)


def cut(query: str, text: str = LONG, **options: bool) -> tuple[str, list[str], int]:
    finder = Finder(leaves(parse(query, **options).tree, ""), {})
    piece, marks, start = snippet(text, finder.find(fold(text)))
    return piece, [piece[span.start : span.end] for span in marks], start


def test_the_best_place_shows_the_most_words() -> None:
    piece, marks, start = cut("cienfuegos arrest")
    assert marks == ["arrest", "Cienfuegos", "arrests"]
    assert LONG[start:].startswith(piece[:30])
    assert piece.startswith("In October")
    assert len(piece) <= LENGTH


def test_it_ends_at_a_word() -> None:
    piece, _, start = cut("filling")
    after = LONG[start + len(piece)]
    assert after.isspace() or not after.isalnum()


def test_without_a_hit_it_is_the_beginning() -> None:
    piece, marks, start = cut("zebra")
    assert (marks, start) == ([], 0)
    assert piece.startswith("A first paragraph")


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("garcia", "a García-Luna b", ["García"]),
        ("policy", "its policies and policy", ["policies", "policy"]),
        ("us", "the U.S. and us", ["us"]),
        ("us", "the U.S. law", ["U.S"]),
        ('"foreign agent"', "Foreign agents, no foreign body, an agent", ["Foreign agents"]),
        ('"king of spain"', "the king of Spain; king in Spain", ["king of Spain"]),
        ('"the who"', "who is the who?", ["the who"]),
        ('"a b"~3', "b x y a", ["b", "a"]),
        ("cien*", "Cienfuegos, ciento, acien", ["Cienfuegos", "ciento"]),
        ("law -drug", "drug law", ["law"]),
        ("中国", "在中国人", ["中国"]),
        ("dea", "idea DEA’s dea", ["DEA’s", "dea"]),
    ],
)
def test_marks(query: str, text: str, marks: list[str]) -> None:
    assert cut(query, text)[1] == marks


def test_lines_become_spaces_and_nothing_shifts() -> None:
    text = "one\ntwo\tthree\r\nfour \x1b[31mred\u202e five"
    piece, marks, start = cut("five", text)
    assert piece.isprintable()
    assert "\x1b" not in piece
    assert "\u202e" not in piece
    assert len(piece) == len(text.rstrip()) - start
    assert marks == ["five"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab é\n.'-\x1b\u202eAB", max_size=600), st.sampled_from(["a", "ab b", '"a b"', "a*", "b -a"]))
def test_whatever_the_text_marks_are_words_of_the_query(text: str, query: str) -> None:
    finder = Finder(leaves(parse(query).tree, ""), {})
    piece, marks, start = snippet(text, finder.find(fold(text)))
    assert all(unicodedata.category(char) != "Cc" for char in piece)
    assert 0 <= start <= len(text)
    before = 0
    for span in marks:
        assert before <= span.start < span.end <= len(piece)
        before = span.end
        assert fold(piece[span.start]) in "ab"


@pytest.mark.parametrize("query", ["cienfuegos", "arrest", '"the former secretary"', "fill*", "governments october"])
def test_what_snippets_find_is_what_highlights_find(query: str) -> None:
    parsed = parse(query)
    found = {(start, end) for start, end, _ in Finder(leaves(parsed.tree, ""), {}).find(fold(LONG))}
    assert found
    assert found <= {(span.start, span.end) for span in highlights(parsed, LONG)}


def test_all_forms_of_a_term_begin_like_it() -> None:
    """Snippets look for the term without its last letter; every form must begin so."""
    words = """policies policy dying dies agencies agency relational conformably visibility nationally hopping happily
        happy conditional rational digitizer operator feudalism hopefulness formality sensibility probate rate ceasing
        controlling rolled falling hissing fizzed failing filing generalizations immunities studies studied"""
    for word in words.split():
        term = analyzer.stem(word)
        assert word.startswith(term[: max(len(term) - 1, 2)]), (word, term)


@pytest.mark.parametrize("words", [("king", "of", "spain"), ("the", "who"), ("of", "the", "king")])
def test_contains_agrees_with_the_slow_way(words: tuple[str, ...]) -> None:
    leaf = Phrase(words)
    for text in ("the king of spain and the who", "king spain of the", "of the king’s men", "who the", ""):
        assert contains(fold(text), leaf) == bool(TextWords(text).runs(leaf)), text


def test_a_megabyte_without_a_space_is_cut_all_the_same() -> None:
    text = "x" * 1_000_000
    for query in ("x", "xy", "x*", '"x y"'):
        piece, marks, _ = cut(query, text)
        assert len(piece) <= LENGTH
        assert marks == ([piece] if query == "x*" else [])
