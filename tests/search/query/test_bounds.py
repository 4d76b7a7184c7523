"""The queries that hang Whoosh, each for over two seconds on 20,000 documents: each is answered, its cost bounded.

No time is measured: what is counted is how many words an expansion comes to, how many leaves a tree has, and how many
terms are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.index import evaluator as evaluation
from search.index import vocabulary
from search.index.bm25 import Collection
from search.index.index import Index
from search.model import Document, Text
from search.query import Fuzzy
from search.query import parser as parsing
from search.query.request import SearchRequest

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """20,000 different words, some of them in every document."""
    texts = {}
    for number in range(200):
        own = [f"{ALPHABET[(number + at) % 26]}{ALPHABET[at % 26]}w{number:03}{at:03}" for at in range(100)]
        texts[f"{number:03}"] = "kernel panic colonel " + " ".join(own)
    made = Index(tmp_path_factory.mktemp("hanging") / "index", text_of=lambda ids: {doc: texts[doc] for doc in ids})
    with made.writer() as changes:
        for doc, text in texts.items():
            changes.add(Document(doc, f"Document {doc}"), Text(doc, text))
    yield made
    made.close()


@pytest.fixture
def looked_up(index: Index, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The terms whose postings a query asked for, nothing kept from queries before."""
    index.close()
    asked: list[tuple[str, str]] = []
    scored = Collection.scored

    def counted(self: Collection, field: str, term: str) -> object:
        asked.append((field, term))
        return scored(self, field, term)

    monkeypatch.setattr(Collection, "scored", counted)
    return asked


def words_of(looked_up: list[tuple[str, str]]) -> int:
    """How many words were looked up; their hyphenated spellings, one a word or pattern at most, are not counted."""
    words = {term for _, term in looked_up if not term.startswith("-")}
    others = {term for _, term in looked_up if term.startswith("-")}
    assert len(others) <= parsing.MAX_WORDS + parsing.MAX_COSTLY
    return len(words)


@pytest.mark.parametrize("query", ["*", "**", "***", "* *", "* OR *"])
def test_a_wildcard_without_a_letter_is_everything(index: Index, looked_up: list[object], query: str) -> None:
    results = index.search(SearchRequest(query))
    assert (results.total, results.problems) == (200, ())
    assert looked_up == []


@pytest.mark.parametrize("query", ["a*", "s*", "un*", "k*", "*a*", "*1*", "a*1", "*a*w*1*", "*el"])
def test_an_expansion_is_of_the_commonest_few_at_one_score(
    index: Index, looked_up: list[tuple[str, str]], query: str
) -> None:
    results = index.search(SearchRequest(query, limit=300))
    assert words_of(looked_up) <= vocabulary.MAX_EXPANSIONS
    assert {hit.score for hit in results.hits} <= {1.0}


def test_a_common_word_is_among_the_expansions(index: Index) -> None:
    assert index.search(SearchRequest("k*")).total == 200


@pytest.mark.parametrize("query", ["kernel~9", "kernel~3", "kernel~", "kernal~", "krnl~2", "ab~2"])
def test_fuzzy_words_are_clamped(index: Index, looked_up: list[tuple[str, str]], query: str) -> None:
    parsed = parsing.parse(query)
    (leaf,) = parsed.tree.parts
    assert isinstance(leaf, Fuzzy)
    assert leaf.edits <= (2 if len(leaf.word) > 4 else 1)
    index.search(SearchRequest(query))
    assert words_of(looked_up) <= vocabulary.MAX_EXPANSIONS


def test_fuzzy_words_begin_alike(index: Index) -> None:
    assert index.search(SearchRequest("kernal~")).total == 200
    assert index.search(SearchRequest("vernel~")).total == 0


@pytest.mark.parametrize("query", ["body:[a TO z]", "[a TO z]", "title:[a TO z]"])
def test_there_are_no_ranges_of_words(index: Index, looked_up: list[object], query: str) -> None:
    index.search(SearchRequest(query))
    assert len(looked_up) <= 8


def test_2000_alternatives_are_cut_and_that_is_said(index: Index, looked_up: list[tuple[str, str]]) -> None:
    results = index.search(SearchRequest(" OR ".join(f"w{number}" for number in range(2_000))))
    assert words_of(looked_up) <= parsing.MAX_WORDS
    assert any("Only the first" in problem.message for problem in results.problems)


@pytest.mark.parametrize("query", ["(" * 2_000 + "kernel" + ")" * 2_000, "(" * 200 + "x" + ")" * 200, "-(" * 150 + "x"])
def test_2000_parentheses_are_no_recursion(index: Index, query: str) -> None:
    assert index.search(SearchRequest(query)).problems


@pytest.mark.parametrize(
    "query", ["kernel " * 15_000, "a* " * 33_000, "x" * 100_000, '"kernel panic" ' * 7_000, "kernel~ " * 12_000]
)
@pytest.mark.parametrize("as_you_type", [False, True])
def test_100_000_characters(index: Index, looked_up: list[tuple[str, str]], query: str, as_you_type: bool) -> None:
    results = index.search(SearchRequest(query, as_you_type=as_you_type))
    assert any("Only the first" in problem.message for problem in results.problems)
    assert words_of(looked_up) <= parsing.MAX_WORDS + parsing.MAX_COSTLY * vocabulary.MAX_EXPANSIONS


@pytest.mark.parametrize("query", ["/k.*l/", "r/kernel/"])
def test_regular_expressions_are_refused(index: Index, query: str) -> None:
    assert "slashes" in index.search(SearchRequest(query)).problems[0].message


@pytest.mark.parametrize("letter", "akswz")
def test_one_letter_being_typed_completes_to_eight_words(
    index: Index, looked_up: list[tuple[str, str]], letter: str
) -> None:
    assert index.search(SearchRequest(letter, as_you_type=True)).problems == ()
    assert words_of(looked_up) <= vocabulary.MAX_COMPLETIONS


def test_a_pattern_looks_at_a_bounded_number_of_words(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    monkeypatch.setattr(vocabulary, "MAX_EXAMINED", 10)
    assert index.search(SearchRequest("*el")).total == 0
    assert index.search(SearchRequest("kern*l")).total == 200


def test_phrases_of_stop_words_read_a_bounded_number_of_texts(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    monkeypatch.setattr(evaluation, "MAX_READ", 50)
    results = index.search(SearchRequest('"to be or not to be"'))
    assert (results.total, results.partial) == (0, True)
    assert "50 of 200 texts" in results.problems[0].message


def test_a_number_field_and_odd_ranges_say_what_is_wrong(index: Index) -> None:
    results = index.search(SearchRequest("mtime:bogus kernel date:99999999999999999999..1"))
    assert [problem.start for problem in results.problems] == [0, 19]
    assert results.total == 200


def test_a_deadline_holds_for_every_clause(index: Index, tmp_path: Path) -> None:
    results = index.search(SearchRequest("a* b* c* d* kernel~ *x*", deadline_ms=0))
    assert results.partial
