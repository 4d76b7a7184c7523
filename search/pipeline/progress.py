"""What is told of the work while it goes on, and whether it is to stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from search.errors import CancelledError
from search.model import Progress

QUIET = 0.05  # seconds between two events of one stage


class Reporter:
    """Hands on events, at most one each QUIET seconds within a stage, and asks whether to go on."""

    def __init__(self, on_progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self._report = on_progress
        self._cancelled = cancelled
        self._last = 0.0
        self._stage = ""

    def check(self) -> None:
        """Raise CancelledError when the work is to stop."""
        if self._cancelled is not None and self._cancelled():
            raise CancelledError

    def tell(self, progress: Progress, *, always: bool = False) -> None:
        """Hand on an event, unless one of its stage was handed on just now."""
        self.check()
        now = time.monotonic()
        due = always or progress.stage != self._stage or progress.done >= progress.total or now - self._last >= QUIET
        if self._report is not None and due:
            self._last, self._stage = now, progress.stage
            self._report(progress)
