"""Fit the weights of a kind of comparison: `python -m bench.fit dates|places|numbers [--write] [--explain]`.

A logistic regression over the candidate pairs of the stories of tests/data, of which those are positive that the
references plant as differences. Printed are the weights that are kept and those that were fitted, and what is found
with either; of the fitted ones on each story with weights fitted to all others. `--write` puts the fitted ones into
`search/analysis/comparison/models/<kind>.toml`; `--explain` says of each planted difference that is not found why.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.fit.stories import HELD_OUT, Story, stories
from search.analysis.comparison import linkage
from search.analysis.comparison.dates import conflicts as dates
from search.analysis.comparison.dates import pairs as date_pairs
from search.analysis.comparison.linkage import FeatureVector, Model
from search.analysis.comparison.numbers import conflicts as numbers
from search.analysis.comparison.places import conflicts as places
from search.analysis.names.recognizer import load_model
from search.model import Conflict

MODELS = Path(linkage.__file__).resolve().parent / "models"
# How strongly weights are drawn to nothing (the L2 penalty of each but the constant).
_PENALTY = 1.0
# A feature that fewer pairs or fewer planted ones have is not fitted: its weight is kept.
_MIN_PAIRS, _MIN_PLANTED = 10, 2
_MAX_STEPS, _TOLERANCE = 50, 1e-8


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate pair of a story: what its values are, its features, and whether a reference plants it."""

    story: str
    values: tuple[tuple[str, str], tuple[str, str]]
    features: FeatureVector
    planted: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of comparison: what it is called in references, its candidate pairs, and the conflicts by a model."""

    name: str
    pairs: Callable[[Story], Iterator[tuple[tuple[str, str], tuple[str, str], FeatureVector]]]
    conflicts: Callable[[Story, Model], Sequence[Conflict]]


def _date_pairs(story: Story) -> Iterator[tuple[tuple[str, str], tuple[str, str], FeatureVector]]:
    for a, b, scorer in date_pairs.candidates(story.events, story.context):
        yield (a.event.date.edtf, a.event.doc), (b.event.date.edtf, b.event.doc), scorer.features(a, b)


def _place_pairs(story: Story) -> Iterator[tuple[tuple[str, str], tuple[str, str], FeatureVector]]:
    name = story.context.name
    for a, b, scorer in places.candidates(story.context):
        yield (name(a.place.entity), a.doc), (name(b.place.entity), b.doc), scorer.features(a, b)


def _number_pairs(story: Story) -> Iterator[tuple[tuple[str, str], tuple[str, str], FeatureVector]]:
    for a, b, scorer in numbers.candidates(story.context):
        # Numbers that agree are of one thing or not: no reference says which.
        if not a.quantity.meets(b.quantity):
            yield (a.words, a.doc), (b.words, b.doc), scorer.features(a, b)


KINDS = {
    "dates": Kind("date", _date_pairs, lambda s, m: dates.dates(s.events, s.entities, s.context, m)),
    "places": Kind("place", _place_pairs, lambda s, m: places.places(s.context, m).conflicts),
    "numbers": Kind("number", _number_pairs, lambda s, m: numbers.numbers(s.context, m).conflicts),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """How many differences were planted and found, how many were shown and right."""

    planted: int = 0
    found: int = 0
    shown: int = 0
    right: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.planted + other.planted,
            self.found + other.found,
            self.shown + other.shown,
            self.right + other.right,
        )

    def __str__(self) -> str:
        return f"{self.right} of {self.shown} shown are right, {self.found} of {self.planted} planted are found"


def figures(kind: Kind, story: Story, model: Model) -> Figures:
    """What a model finds in a story: the whole comparison of its kind, not pairs alone."""
    shown = kind.conflicts(story, model)
    right = sum(any(row.shown(one) for row in story.planted) for one in shown)
    found = sum(any(row.shown(one) for one in shown) for row in story.planted)
    return Figures(len(story.planted), found, len(shown), right)


def examples(kind: Kind, story: Story) -> list[Example]:
    """The candidate pairs of a story."""
    return [
        Example(story.name, (one, two), found, any(row.differ(one, two) for row in story.planted))
        for one, two, found in kind.pairs(story)
    ]


def fitted(rows: Sequence[Example], kept: Model) -> Model:
    """The model with weights fitted on examples, rounded to one decimal; what is too rare there keeps its weight.

    A model without a constant has its threshold moved by what was fitted as one.
    """
    names = [name for name in kept.weights if _is_common(name, rows)]
    fixed = {name: weight for name, weight in kept.weights.items() if name not in names}
    constant = "one" in names
    columns = names if constant else [*names, "one"]
    x = np.array([[1.0 if name == "one" else row.features.get(name, 0.0) for name in columns] for row in rows])
    offset = np.array([sum(fixed[name] * row.features.get(name, 0.0) for name in fixed) for row in rows])
    y = np.array([float(row.planted) for row in rows])
    penalty = np.array([0.0 if name == "one" else _PENALTY for name in columns])
    weights = dict(zip(columns, _logistic(x, y, offset, penalty), strict=True))
    # Without a constant of its own the model has it in the threshold, as far below even odds as that of the kept one.
    threshold = kept.threshold if constant else round(_even_odds(rows, weights, fixed), 1)
    merged = {name: round(float(weights.get(name, weight)), 1) for name, weight in kept.weights.items()}
    return replace(
        kept,
        weights=merged,
        threshold=threshold,
        threshold_of_many=round(threshold + kept.threshold_of_many - kept.threshold, 1),
    )


def _even_odds(rows: Sequence[Example], weights: Mapping[str, float], fixed: Mapping[str, float]) -> float:
    """The threshold at which the errors of the examples are fewest: planted pairs missed and others shown."""
    every = {**fixed, **{name: weight for name, weight in weights.items() if name != "one"}}
    scored = sorted((sum(every.get(n, 0.0) * v for n, v in row.features.items()), row.planted) for row in rows)
    errors = best = sum(not planted for _, planted in scored)
    threshold = scored[0][0]
    for score, planted in scored:
        # Just above this pair: it is not shown.
        errors += 1 if planted else -1
        if errors < best:
            best, threshold = errors, score + 0.05
    return float(threshold)


def _is_common(name: str, rows: Sequence[Example]) -> bool:
    having = [row for row in rows if row.features.get(name)]
    return len(having) >= _MIN_PAIRS and sum(row.planted for row in having) >= _MIN_PLANTED


def _logistic(x: Any, y: Any, offset: Any, penalty: Any) -> Any:
    """The weights of a logistic regression with an L2 penalty, by Newton's method."""
    weights = np.zeros(x.shape[1])
    for _ in range(_MAX_STEPS):
        odds = np.clip(x @ weights + offset, -30, 30)
        p = 1 / (1 + np.exp(-odds))
        gradient = x.T @ (y - p) - penalty * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < _TOLERANCE:
            break
    return weights


def explain(rows: Sequence[Example], story: Story, kind: Kind, model: Model) -> Iterator[str]:
    """Why the planted differences of a story that are not found are not: their best pair, feature by feature."""
    shown = kind.conflicts(story, model)
    for row in story.planted:
        if any(row.shown(one) for one in shown):
            continue
        pairs = [one for one in rows if row.differ(*one.values)]
        yield f"{story.name}: {' / '.join(row.values)}"
        if not pairs:
            yield "    no candidate pair: not read, not blocked, or ruled out"
            continue
        best = max(pairs, key=lambda one: model.score(one.features))
        told = ", ".join(f"{name} {much:+.1f}" for name, much in model.explain(best.features))
        yield f"    {model.score(best.features):+.2f} of {model.threshold:+.2f}: {told}"


def write(path: Path, model: Model, told: str) -> None:
    """Puts the weights, the thresholds and where they come from into a model's file; its comments stay."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'origin = """.*?"""', lambda _: f'origin = """\n{told}\n"""', text, count=1, flags=re.DOTALL)
    numbers_ = {"threshold": model.threshold, "threshold_of_many": model.threshold_of_many, **model.weights}
    for name, value in numbers_.items():
        text = re.sub(rf"^{name} = \S+", f"{name} = {value:.1f}", text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Fit and print, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit", description="Fit the weights of a comparison.")
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--write", action="store_true", help="put the fitted weights into the model's file")
    parser.add_argument("--explain", action="store_true", help="say why planted differences are not found")
    asked = parser.parse_args()
    kind, kept = KINDS[asked.kind], linkage.model(asked.kind)
    read = stories(kind.name, load_model())
    rows = {story.name: examples(kind, story) for story in read}
    tuned = [story for story in read if story.name not in HELD_OUT]
    held_out = [story for story in read if story.name in HELD_OUT]

    def rows_of(wanted: Sequence[Story]) -> list[Example]:
        return [row for story in wanted for row in rows[story.name]]

    def total(wanted: Sequence[Story], model: Callable[[Story], Model]) -> Figures:
        return sum((figures(kind, story, model(story)) for story in wanted), Figures())

    training = rows_of(tuned)
    new = fitted(training, kept)
    without = {one.name: fitted(rows_of([s for s in tuned if s is not one]), kept) for one in tuned}
    left_out = total(tuned, lambda story: without[story.name])
    print(f"{len(training):,} pairs of {len(tuned)} stories, {sum(row.planted for row in training)} of them planted")
    print(f"{'feature':<14}{'kept':>7}{'fitted':>8}{'pairs':>8}{'planted':>9}")
    for name, weight in kept.weights.items():
        having = [row for row in training if row.features.get(name)]
        fit = f"{new.weights[name]:8.1f}" if _is_common(name, training) else f"{'too rare':>8}"
        print(f"{name:<14}{weight:7.1f}{fit}{len(having):8,}{sum(row.planted for row in having):9,}")
    print(f"{'threshold':<14}{kept.threshold:7.1f}{new.threshold:8.1f}")
    print(f"kept weights, the stories fitted on: {total(tuned, lambda _: kept)}")
    print(f"kept weights, stories held out:      {total(held_out, lambda _: kept)}")
    print(f"fitted, each story by the others:    {left_out}")
    print(f"fitted, stories held out:            {total(held_out, lambda _: new)}")
    if asked.explain:
        for story in read:
            for line in explain(rows[story.name], story, kind, kept):
                print(line)
    if asked.write:
        path = MODELS / f"{asked.kind}.toml"
        write(path, new, _origin(len(training), len(tuned), left_out))
        print(f"written: {path}")


def _origin(pairs: int, of: int, left_out: Figures) -> str:
    return (
        f"Fitted by python -m bench.fit: a logistic regression over {pairs:,} pairs of statements of {of} invented\n"
        "stories (tests/data), of which those are positive that the references plant as differences; what is too rare\n"
        f"there kept its weight. On each story with weights fitted to all others, {left_out}."
    )


if __name__ == "__main__":
    main()
