"""Changes interrupt an analysis at once, a few times; then it is left longer each time, until it has ended."""

from __future__ import annotations

from itertools import pairwise

from tui.session.patience import FIRST, FREE, Patience


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_changes_interrupt_at_once() -> None:
    patience = Patience(Clock())
    for _ in range(FREE):
        patience.begun()
        assert patience.left() == 0
        patience.interrupted()
    patience.begun()
    assert patience.left() == FIRST


def test_then_each_analysis_has_twice_as_long_until_one_has_ended() -> None:
    clock = Clock()
    patience = Patience(clock)
    for _ in range(FREE):
        patience.interrupted()
    waits = []
    for _ in range(6):
        patience.begun()
        waits.append(patience.left())
        clock.now += waits[-1] / 2
        assert patience.left() == waits[-1] / 2
        clock.now += waits[-1] / 2
        assert patience.left() == 0
        patience.interrupted()
    assert all(after == 2 * before for before, after in pairwise(waits))
    patience.ended()
    patience.begun()
    assert patience.left() == 0
