"""Record linkage: which statements of different sources are of one thing.

Every kind of comparison goes the same way (Fellegi and Sunter 1969): blocking finds candidate pairs by what rows share,
features say what a pair has in common and what sets it apart, a model weighs them, pairs that reach the threshold and
are each other's best choice are linked, and what is linked is merged into groups. Weights and thresholds are data
(`models/<kind>.toml`), fitted by `python -m bench.fit`.
"""

from __future__ import annotations

import tomllib
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Generic, TypeAlias, TypeVar

from search.analysis.entities.union_find import UnionFind

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)
Pair: TypeAlias = tuple[int, int]
# What two rows share and what sets them apart: name of the feature → how much of it.
FeatureVector: TypeAlias = dict[str, float]

# The score of what cannot be of one thing.
NEVER = float("-inf")
# Sums over sets come out a hair's breadth apart from run to run, and would order equals by chance.
_DECIMALS = 6
# A kind of happening that half of all statements have still tells this much.
_MIN_RARITY = 0.1


@dataclass(frozen=True, slots=True)
class Model:
    """How much each feature adds to the logarithm of the odds that two rows are of one thing.

    A pair is linked from `threshold` up; among documents on many matters from `threshold_of_many` up. `origin` says
    what the weights were fitted on and how well they do.
    """

    kind: str
    weights: Mapping[str, float]
    threshold: float
    threshold_of_many: float
    origin: str

    def total(self, features: FeatureVector) -> float:
        """The weighted sum of features."""
        weights = self.weights
        return sum(weights[name] * much for name, much in features.items())

    def score(self, features: FeatureVector) -> float:
        """The weighted sum of features, rounded to six decimals."""
        return round(self.total(features), _DECIMALS)

    def enough(self, one_matter: bool) -> float:
        """The threshold, for a corpus on one matter or on many."""
        return self.threshold if one_matter else self.threshold_of_many

    def explain(self, features: FeatureVector) -> list[tuple[str, float]]:
        """(feature, what it adds to the score), what tells most first; features that add nothing are left out."""
        added = ((name, round(self.weights[name] * much, _DECIMALS)) for name, much in features.items())
        return sorted((row for row in added if row[1]), key=lambda row: (-abs(row[1]), row[0]))


@cache
def model(kind: str) -> Model:
    """The model of a kind of comparison: `models/<kind>.toml` beside this module."""
    text = files("search.analysis.comparison").joinpath("models", f"{kind}.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    threshold = float(read["threshold"])
    return Model(
        kind=kind,
        weights={name: float(weight) for name, weight in read["weights"].items()},
        threshold=threshold,
        threshold_of_many=float(read.get("threshold_of_many", threshold)),
        origin=str(read["origin"]),
    )


class Scorer(ABC, Generic[Row]):
    """The score of two rows of one kind by a model."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @abstractmethod
    def comparable(self, a: Row, b: Row) -> bool:
        """Whether two rows can be of one thing at all."""

    @abstractmethod
    def features(self, a: Row, b: Row) -> FeatureVector:
        """What two comparable rows share and what sets them apart, by the names of the model's weights."""

    def score(self, a: Row, b: Row) -> float:
        """The logarithm of the odds that two rows are of one thing; `NEVER` where they cannot be."""
        return self.model.score(self.features(a, b)) if self.comparable(a, b) else NEVER


class PairStats:
    """What two statements are weighed against: how usual a kind of happening is, and what each source says of it.

    `rows` are (document, kinds of happening, what they are given: a date, a place); `known` are (document, value) of
    all that a document gives, whatever happened.
    """

    def __init__(self, rows: Sequence[tuple[str, Iterable[str], str]], known: Iterable[tuple[str, str]]) -> None:
        self._known = set(known)
        self._bits = log(max(4, len(rows)))
        self._count: Counter[str] = Counter()
        self._values: dict[tuple[str, str], set[str]] = defaultdict(set)
        for doc, kinds, value in rows:
            for kind in kinds:
                self._count[kind] += 1
                self._values[doc, kind].add(value)

    def rarity(self, kind: str) -> float:
        """How much a kind tells: 1 for one that a single pair of statements has, next to nothing for a usual one."""
        return max(_MIN_RARITY, 1.0 - log(max(1.0, self._count[kind] / 2)) / self._bits)

    def only_one(self, doc: str, kind: str) -> bool:
        """Whether a source gives a kind of happening one value."""
        return len(self._values[doc, kind]) < 2

    def knows(self, doc: str, value: str) -> bool:
        """Whether a source gives a value to anything."""
        return (doc, value) in self._known


def blocks(keys: Iterable[Iterable[Key]], most: int | None = None) -> dict[Key, list[int]]:
    """Rows, by number, under each of their keys, at most `most` of them: keeps the number of pairs linear."""
    out: dict[Key, list[int]] = defaultdict(list)
    for n, row in enumerate(keys):
        for key in row:
            block = out[key]
            if most is None or len(block) < most:
                block.append(n)
    return out


def pairs_in(found: Iterable[Sequence[int]], may_pair: Callable[[int, int], bool]) -> Iterator[Pair]:
    """The candidate pairs of some blocks, each once, in the order of the blocks."""
    seen: set[Pair] = set()
    for block in found:
        for at, one in enumerate(block):
            for two in block[at + 1 :]:
                pair = (one, two) if one < two else (two, one)
                if pair in seen or not may_pair(*pair):
                    continue
                seen.add(pair)
                yield pair


def mutual_best(scores: Mapping[Pair, float], source: Callable[[int], Hashable]) -> list[Pair]:
    """The pairs of which each row is the other's best in its source, the best pairs first.

    Of equals the first of `scores` is the best.
    """
    best: dict[tuple[int, Hashable], tuple[float, int]] = {}
    for (one, two), score in scores.items():
        for mine, other in ((one, two), (two, one)):
            slot = mine, source(other)
            if slot not in best or score > best[slot][0]:
                best[slot] = score, other
    return [
        (one, two)
        for (one, two), _ in sorted(scores.items(), key=lambda row: (-row[1], row[0]))
        if best[one, source(two)][1] == two and best[two, source(one)][1] == one
    ]


def best_of_each(scores: Mapping[Pair, float], slot: Callable[[int, int], Hashable]) -> dict[Pair, float]:
    """The best pair of each slot; of equals the first of `scores`."""
    best: dict[Hashable, Pair] = {}
    for pair, score in scores.items():
        key = slot(*pair)
        if key not in best or score > scores[best[key]]:
            best[key] = pair
    return {pair: scores[pair] for pair in best.values()}


def merged(
    size: int, pairs: Iterable[Pair], may_join: Callable[[Sequence[int], Sequence[int]], bool] | None = None
) -> list[list[int]]:
    """Groups of two and more of the rows below `size` that pairs join, directly or through others.

    Each group in order, by its first row; `may_join` is asked about the members of two groups before they are joined.
    """
    union = UnionFind(size)
    for one, two in pairs:
        if union.find(one) != union.find(two) and (
            may_join is None or may_join(union.members(one), union.members(two))
        ):
            union.join(one, two)
    return [group for group in union.sets().values() if len(group) > 1]


def covering(
    rows: Sequence[Row], weight: Callable[[Row], int], parts: Callable[[Row], Mapping[Key, frozenset[Hashable]]]
) -> list[Row]:
    """Rows without those that say nothing which another does not say as well; the heavier is kept, the order stays.

    `parts` are what a row says, by what it is looked up by: a row is covered where one of its parts lies within the
    part that a kept row has under the same key.
    """
    kept: set[int] = set()
    said: dict[Key, list[frozenset[Hashable]]] = defaultdict(list)
    for n, row in sorted(enumerate(rows), key=lambda found: (-weight(found[1]), found[0])):
        mine = parts(row)
        if any(part <= other for key, part in mine.items() for other in said[key]):
            continue
        kept.add(n)
        for key, part in mine.items():
            said[key].append(part)
    return [row for n, row in enumerate(rows) if n in kept]
