"""What a benchmark reports: a measured value beside its yardstick's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """One figure. `ratio` is ours to the yardstick's in the direction that `target` speaks of."""

    name: str
    ours: float
    yardstick: float
    ratio: float
    unit: str
    target: str


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` (0–1) of the values lie, the nearest one taken."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def show(rows: Iterable[Row]) -> None:
    """Print figures one a line."""
    print(f"{'':44}{'ours':>10}{'yardstick':>12}{'':5}{'ratio':>7}   aim")
    for row in rows:
        print(f"{row.name:44}{row.ours:10.2f}{row.yardstick:12.2f} {row.unit:4}{row.ratio:7.2f}   {row.target}")
