"""How long an analysis is left alone before files that have changed are read in its place."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

FREE = 20  # times that files are read at once, whatever is interrupted for it
FIRST = 15.0  # seconds that an analysis has after those, twice as long each further time


class Patience:
    """Interrupts an analysis at once, a few times; then leaves it twice as long each time, until it has come to an end.

    What an interrupted analysis has found of each document is kept, but it looks at the corpus as a whole from the
    beginning: in a folder that changes all the time it would never come to an end.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times = 0
        self._since = 0.0

    def begun(self) -> None:
        """Analysis has begun, now."""
        self._since = self._clock()

    def left(self) -> float:
        """Seconds until it may be interrupted; 0 when it may be now."""
        if self._times < FREE:
            return 0.0
        return max(0.0, self._since + FIRST * 2.0 ** (self._times - FREE) - self._clock())

    def interrupted(self) -> None:
        """It was interrupted."""
        self._times += 1

    def ended(self) -> None:
        """It has come to its end: from here on anew."""
        self._times = 0
