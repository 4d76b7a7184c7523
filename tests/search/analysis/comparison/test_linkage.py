"""The engine of linkage: blocks, pairs, best choices, groups, and models that name every feature."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.comparison import linkage
from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates import pairs as date_pairs
from search.analysis.comparison.linkage import (
    Model,
    Pair,
    PairStats,
    best_of_each,
    blocks,
    covering,
    merged,
    model,
    mutual_best,
    pairs_in,
)
from search.analysis.comparison.numbers import conflicts as number_conflicts
from search.analysis.comparison.places import conflicts as place_conflicts
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster
from search.analysis.events.extractor import events_in
from search.analysis.names.recognizer import mentions_in
from search.model import Event

KINDS = sorted(path.stem for path in (Path(linkage.__file__).parent / "models").glob("*.toml"))


def test_every_kind_with_weights_has_a_model_that_says_where_it_comes_from() -> None:
    assert KINDS == ["dates", "numbers", "places"]
    for kind in KINDS:
        found = model(kind)
        assert found.weights
        assert found.threshold_of_many >= found.threshold
        assert "stories" in found.origin


def corpus(*texts: str) -> tuple[ComparisonContext, list[Event]]:
    """Documents of one storyline as they are compared, and their events."""
    head = "Mayor Sam Adler, Judge Ruth Okafor and Pavle Ostoja met at the National Water Authority. \n"
    told = {f"{n}": head + text for n, text in enumerate(texts)}
    entities, mentions = resolve({doc: (text, mentions_in(text, None)) for doc, text in told.items()})
    docs = docs_of(told, mentions)
    for doc in docs.values():
        doc.dates = expressions_in(doc.text, None)
    events = list(cluster([e for doc in docs.values() for e in events_in(doc)], entities))
    return ComparisonContext(entities, docs, events), events


def test_features_are_those_that_the_models_weigh() -> None:
    """A feature without a weight would break the sum; a weight without a feature would say what is not looked at."""
    context, events = corpus(
        "Sam Adler was born in Wick on 3 May 1971. The dam in Wick cost 604 million pounds and 43 people died.",
        "Sam Adler was born in Thurso on 4 May 1971. The dam in Thurso cost 640 million pounds and 34 people died.",
    )
    (dates,) = {frozenset(scorer.features(a, b)) for a, b, scorer in date_pairs.candidates(events, context)}
    assert dates == model("dates").weights.keys()
    (places,) = {frozenset(scorer.features(a, b)) for a, b, scorer in place_conflicts.candidates(context)}
    assert places == model("places").weights.keys()
    # Of numbers only what holds is kept.
    numbers = {name for a, b, scorer in number_conflicts.candidates(context) for name in scorer.features(a, b)}
    assert {"swapped", "swapped_two", "words"} <= numbers <= model("numbers").weights.keys()


def test_a_score_is_explained_by_what_adds_most() -> None:
    found = Model("any", {"one": -1.0, "word": 0.5, "name": 2.0, "day": 1.0}, 0.0, 0.5, "")
    features = {"one": 1.0, "word": 3.0, "name": 1.0, "day": 0.0}
    assert found.score(features) == 2.5
    assert found.explain(features) == [("name", 2.0), ("word", 1.5), ("one", -1.0)]
    assert (found.enough(one_matter=True), found.enough(one_matter=False)) == (0.0, 0.5)


def test_blocks_are_bounded_and_each_pair_comes_once() -> None:
    found = blocks([("a", "b"), ("a", "b"), ("b",), ("a",)], 3)
    assert found == {"a": [0, 1, 3], "b": [0, 1, 2]}
    assert list(pairs_in(found.values(), lambda one, two: True)) == [(0, 1), (0, 3), (1, 3), (0, 2), (1, 2)]
    assert list(pairs_in(found.values(), lambda one, two: two - one == 1)) == [(0, 1), (1, 2)]
    assert blocks([("a",)] * 5, 2) == {"a": [0, 1]}


def test_each_must_be_the_best_of_the_other() -> None:
    """Row 0 of one source and rows 1 and 2 of another: 0 prefers 2, and 1 is left alone."""
    source = {0: "x", 1: "y", 2: "y", 3: "z"}
    scores: dict[Pair, float] = {(0, 1): 1.0, (0, 2): 2.0, (1, 3): 0.5, (0, 3): 3.0}
    assert mutual_best(scores, source.__getitem__) == [(0, 3), (0, 2), (1, 3)]
    assert mutual_best({(0, 1): 1.0, (0, 2): 1.0}, source.__getitem__) == [(0, 1)]
    assert best_of_each(scores, lambda one, two: source[two]) == {(0, 2): 2.0, (0, 3): 3.0}


def test_what_may_not_be_joined_stays_apart() -> None:
    assert merged(6, [(0, 1), (4, 5), (1, 2)]) == [[0, 1, 2], [4, 5]]
    assert merged(4, [(0, 1), (1, 2)], lambda one, two: len(one) + len(two) < 3) == [[0, 1]]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_groups_hold_whatever_is_joined_and_nothing_twice(pairs: list[Pair]) -> None:
    groups = merged(10, pairs)
    rows = [n for group in groups for n in group]
    assert len(rows) == len(set(rows))
    assert all(one == two or any({one, two} <= set(group) for group in groups) for one, two in pairs)
    assert groups == sorted(sorted(group) for group in groups)


def test_a_row_that_says_nothing_of_its_own_is_left_out() -> None:
    rows = ["ab", "abc", "d"]
    parts = {row: {letter: frozenset(row) for letter in row} for row in rows}
    assert covering(rows, len, parts.__getitem__) == ["abc", "d"]


def test_a_kind_of_happening_tells_less_the_more_often_it_is() -> None:
    rows = [("x", ("meet",), f"2001-01-{n:02}") for n in range(1, 9)] + [("y", ("die",), "2001-02-01")]
    stats = PairStats(rows, [("y", "2001-01-01")])
    assert stats.rarity("die") == 1.0
    assert stats.rarity("meet") < 0.5
    assert (stats.only_one("y", "die"), stats.only_one("x", "meet")) == (True, False)
    assert (stats.knows("y", "2001-01-01"), stats.knows("x", "2001-01-01")) == (True, False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_of_one_kind_is_read_once(kind: str) -> None:
    assert model(kind) is model(kind)
