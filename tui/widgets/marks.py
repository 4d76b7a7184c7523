"""Highlighted stretches of a text: in the order of the text, found by the line that they touch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

_PAINTED = {"passage": 0, "entity": 1, "date": 2, "hit": 9}  # later ones are painted over earlier ones
_PAINTED_OTHERS = 3


class SpanLike(Protocol):
    """Anything with a start and an end, in characters of the text."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """Character after the last."""
        ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted stretch of the text. `kind` is a theme group: hit, entity, date, passage … Hits can be walked."""

    start: int
    end: int
    kind: str


class Marks:
    """The marks of a text of `size` characters: those that lie within it, sorted by their start."""

    def __init__(self, marks: Iterable[Mark] = (), size: int = 0) -> None:
        kept = (mark for mark in marks if 0 <= mark.start < mark.end <= size)
        self.all: tuple[Mark, ...] = tuple(sorted(kept, key=lambda mark: (mark.start, mark.end, mark.kind)))
        self.hits: tuple[Mark, ...] = tuple(mark for mark in self.all if mark.kind == "hit")
        self._starts = [mark.start for mark in self.all]
        self._reach = list(accumulate((mark.end for mark in self.all), max))  # the furthest end of the marks up to each

    def hit(self, index: int) -> Mark | None:
        """The hit of this index; None where there is none, as for -1."""
        return self.hits[index] if 0 <= index < len(self.hits) else None

    def hits_before(self, offset: int) -> int:
        """How many hits begin before a character."""
        return bisect_left([hit.start for hit in self.hits], offset)

    def on(self, start: int, end: int, flash: Mark | None = None) -> list[Mark]:
        """Marks that touch a stretch, `flash` among them, in the order in which they are painted."""
        found = []
        index = bisect_left(self._starts, end) - 1
        while index >= 0 and self._reach[index] > start:
            if self.all[index].end > start:
                found.append(self.all[index])
            index -= 1
        if flash is not None and flash.start < end and flash.end > start:
            found.append(flash)
        return sorted(found, key=lambda mark: (_PAINTED.get(mark.kind, _PAINTED_OTHERS), mark.start))
