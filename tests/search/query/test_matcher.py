"""The query language on a text itself: exact highlights, and passages for topics."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

from search.query import PassageMatcher, parse
from search.query.matcher import Distance, highlights, near_runs, wildcard_pattern
from search.text.segmentation import paragraphs

TEXT = (
    "The García Luna case: U.S. agents had immunity.\n"
    "Foreign agents must report every call; no immunity is left for a foreign agent.\n"
    "The DEA’s policies changed its policy. Rock, agents and foreign money."
)


def marked(query: str, text: str = TEXT, **options: bool) -> list[str]:
    return [text[span.start : span.end] for span in highlights(parse(query, **options), text)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("garcia", ["García"]),
        ("GARCI\u0301A luna", ["García", "Luna"]),
        ("us", ["U.S"]),
        ("dea", ["DEA’s"]),
        ("policy", ["policies", "policy"]),
        ('"foreign agents"', ["Foreign agents", "foreign agent"]),
        ("foreign-agents", ["Foreign agents", "foreign agent"]),
        ('"for a foreign"', ["for a foreign"]),
        ('"foreign money"', ["foreign money"]),
        ('"agents foreign"', []),
        ('"agents foreign"~1', ["Foreign", "agents", "foreign", "agent", "agents", "foreign"]),
        ("polic*", ["policies", "policy"]),
        ("*olic*", ["policies", "policy"]),
        ("imunity~", ["immunity", "immunity"]),
        ("immunity -dea", ["immunity", "immunity"]),
        ("NOT immunity", []),
        ("title:immunity", []),
        ("rock OR case", ["case", "Rock"]),
        ("entity:DEA", []),
        ('"the garcia"', ["The García"]),
    ],
)
def test_highlights_are_exact(query: str, expected: list[str]) -> None:
    assert marked(query) == expected


def test_a_phrase_is_one_span_and_its_words_alone_are_not_marked() -> None:
    assert marked('"immunity is left"') == ["immunity is left"]


def test_a_word_being_typed_marks_what_begins_so() -> None:
    assert marked("immu", as_you_type=True) == ["immunity", "immunity"]
    assert marked("immu") == []


def test_highlights_do_not_overlap() -> None:
    spans = highlights(parse('"foreign agents" foreign agents', any_word=True), TEXT)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("immunity agents", [1, 0]),
        ("immunity foreign", [1]),
        ('"foreign agents"', [1]),
        ('"foreign agent" OR polic*', [1, 2]),
        ("agents NOT immunity", [2]),
        ("agents -polic*", [1, 0]),
        ('"agents immunity"~2', [0]),
        ("(garcia OR dea) -case", [2]),
        ("zebra", []),
        ("agents entity:DEA", [1, 2, 0]),
        ("entity:DEA", []),
        ("", []),
        ("*", []),
    ],
)
def test_passages(query: str, expected: list[int]) -> None:
    spans = paragraphs(TEXT)
    found = PassageMatcher(query).find(TEXT, spans)
    assert sorted(spans.index(row[0]) for row in found) == sorted(expected)


def test_matches_lie_inside_their_passage_and_scores_fall() -> None:
    found = PassageMatcher("agents OR immunity").find(TEXT, paragraphs(TEXT))
    assert len(found) == 3
    assert [row[1] for row in found] == sorted((row[1] for row in found), reverse=True)
    for passage, score, matches in found:
        assert score > 0
        assert matches
        assert all(passage.start <= span.start < span.end <= passage.end for span in matches)


def test_any_word_is_enough_when_asked_for() -> None:
    spans = paragraphs(TEXT)
    assert PassageMatcher("garcia policy").find(TEXT, spans) == []
    assert len(PassageMatcher("garcia policy", any_word=True).find(TEXT, spans)) == 2


def test_near_runs_are_the_shortest_and_do_not_overlap() -> None:
    assert near_runs([[0, 10, 20], [1, 12]], 1) == [(0, 1), (10, 12)]
    assert near_runs([[0], [5]], 3) == []
    assert near_runs([[3], []], 9) == []


@pytest.mark.parametrize(
    ("word", "other", "most", "expected"),
    [
        ("cienfuegos", "cienfeugos", 2, 1),
        ("luna", "lunas", 1, 1),
        ("luna", "lunar", 1, 1),
        ("luna", "tuna", 1, 1),
        ("agents", "agent", 2, 1),
        ("agents", "patents", 2, 2),
        ("agents", "immunity", 2, None),
        ("same", "same", 1, 0),
        ("ab", "ba", 1, 1),
    ],
)
def test_distance(word: str, other: str, most: int, expected: int | None) -> None:
    assert Distance(word, most).of(other) == expected


@pytest.mark.parametrize(
    ("pattern", "word", "fits"),
    [
        ("immun*", "immunity", True),
        ("*mun*", "immunity", True),
        ("i*y", "immunity", True),
        ("i*m*y", "immunity", True),
        ("*ab*b", "aabcb", True),
        ("*x", "immunity", False),
        ("a*a", "a", False),
    ],
)
def test_patterns(pattern: str, word: str, fits: bool) -> None:
    assert bool(wildcard_pattern(pattern).fullmatch(word)) is fits


def test_matching_passages_needs_neither_index_nor_numpy() -> None:
    script = (
        "import sys; from search.query import PassageMatcher; from search.model.documents import Span;"
        "assert PassageMatcher('law').find('a law', [Span(0, 5)]);"
        "heavy = {'numpy', 'whoosh.index', 'whoosh.fields', 'sqlite3'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
