"""Ranking agrees with Whoosh's own BM25F on the same index: one segment and several, deletions, both fields."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh.scoring import BM25F

from search.index import bm25 as ranking
from search.index.index import Index
from search.model import Document, Text
from search.query.request import SearchRequest
from tests.search.indexes import made_up, write


class SameIdf(BM25F):  # type: ignore[misc]
    """Whoosh's BM25F with the idf that `search.ranking` gives reasons for."""

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        parent = searcher.get_parent()
        found, size = parent.doc_frequency(fieldname, text), parent.doc_count_all()
        return math.log(1 + (size - found + 0.5) / (found + 0.5))


def whooshs(path: Path, terms: list[str], every: bool, weighting: BM25F) -> dict[str, float]:
    """Document → score, by Whoosh's searcher."""
    words = [
        whoosh_query.Or(
            [
                whoosh_query.Term("body", term, boost=ranking.WEIGHTS["body"]),
                whoosh_query.Term("title", term, boost=ranking.WEIGHTS["title"]),
            ]
        )
        for term in terms
    ]
    joined = whoosh_query.And(words) if every else whoosh_query.Or(words)
    opened = whoosh_index.open_dir(str(path))
    with opened.searcher(weighting=weighting) as searcher:
        results = searcher.search(joined, limit=None)
        column = searcher.reader().column_reader("id")
        return {column[hit.docnum]: hit.score for hit in results}


def ours(index: Index, terms: list[str], every: bool) -> dict[str, float]:
    results = index.search(SearchRequest(" ".join(terms), limit=10_000, any_word=not every))
    return {} if results.relaxed else {hit.document.id: hit.score for hit in results.hits}


def one(path: Path) -> Index:
    index = Index(path)
    write(index, made_up(300), 300)
    return index


def several(path: Path) -> Index:
    index = Index(path)
    write(index, made_up(300), 60)
    assert len(list(path.glob("*.seg"))) == 5
    return index


def with_deletions(path: Path) -> Index:
    index = several(path)
    with index.writer() as changes:
        for number in range(0, 300, 11):
            changes.delete(f"{number:04}.txt")
    return index


def merged(path: Path) -> Index:
    index = with_deletions(path)
    index.compact()
    return index


@pytest.mark.parametrize("make", [one, several, with_deletions, merged])
def test_scores_are_whooshs(make: Callable[[Path], Index], tmp_path: Path) -> None:
    index = make(tmp_path / "index")
    from search.text.analyzer import TERMS

    words = sorted({word for _, text in made_up(40, seed=1) for word in text.text.split() if TERMS[word] == word})[:120]
    compared = 0
    for at in range(0, len(words) - 2, 2):
        terms = words[at : at + 2]
        for every in (True, False):
            mine, other = ours(index, terms, every), whooshs(index.path, terms, every, SameIdf())
            assert mine.keys() == other.keys()
            assert list(mine.values()) == pytest.approx([other[doc] for doc in mine], abs=2e-3)
            scores = [other[doc] for doc in mine]
            assert all(after <= before + 2e-3 for before, after in pairwise(scores))
            compared += len(mine)
    assert compared > 500


def test_with_whooshs_idf_the_scores_are_those_of_its_stock_scorer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking.Collection, "idf", lambda self, found: math.log(self.size / (found + 1)) + 1)
    index = several(tmp_path / "index")
    for _, text in made_up(8):
        terms = [word for word in text.text.split() if len(word) == 2][:2]
        mine, other = ours(index, terms, False), whooshs(index.path, terms, False, BM25F())
        assert mine.keys() == other.keys()
        assert list(mine.values()) == pytest.approx([other[doc] for doc in mine], abs=2e-3)


def test_the_title_counts_more_than_nothing_and_less_than_everything(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    filler = " ".join(f"filler{number}" for number in range(40))
    with index.writer() as changes:
        changes.add(Document("title", "zebra in the title"), Text("title", f"zebra {filler}"))
        changes.add(Document("body", "something else here"), Text("body", f"zebra {filler}"))
        changes.add(Document("often", "something else here"), Text("often", "zebra zebra zebra zebra " + filler))
        for number in range(20):
            changes.add(Document(f"other{number}", "another one here"), Text(f"other{number}", filler))
    scores = {hit.document.id: hit.score for hit in index.search(SearchRequest("zebra")).hits}
    assert scores["title"] > scores["body"] > 0
    assert scores["often"] > scores["body"]


def test_the_best_are_the_largest_with_ties_by_number() -> None:
    numbers = np.arange(10)
    keys = np.array([1, 5, 5, 2, 5, 0, 5, 3, 5, 1], dtype=np.float32)
    assert ranking.best(numbers, keys, 3).tolist() == [1, 2, 4]
    assert ranking.best(numbers, keys, 6).tolist() == [1, 2, 4, 6, 8, 7]
    assert ranking.best(numbers, keys, 99).tolist() == [1, 2, 4, 6, 8, 7, 3, 0, 9, 5]
    assert ranking.best(numbers[:0], keys[:0], 5).tolist() == []


def test_what_is_kept_stays_within_its_bound() -> None:
    cache = ranking.Cache(1_000)
    for number in range(100):
        cache.put(number, number, 100)
    assert cache.size <= 1_000
    assert cache.get(99) == 99
    assert cache.get(0) is None
    cache.put("large", 0, 900)
    assert cache.get("large") is None


def test_decoded_postings_stay_within_their_bound(tmp_path: Path) -> None:
    index = several(tmp_path / "index")
    index.search(SearchRequest("anything"))
    searcher = index._searcher
    assert searcher is not None
    searcher.collection.cache = ranking.Cache(20_000)
    for _, text in made_up(60):
        index.search(SearchRequest(text.text[:300], any_word=True))
    assert 0 < searcher.collection.cache.size <= 20_000
