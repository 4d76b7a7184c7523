"""What is being looked at: the search line, the chips that narrow it, the marked sources. Pure values."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

ChipField = Literal["entity", "mentions", "source", "topic", "title", "author", "date", "type", "kind"]
# A document has one source, one title; a second stretch of time, or kind of event, would leave nothing: the newer takes
# the older's place.
SINGLE: frozenset[ChipField] = frozenset({"mentions", "source", "title", "author", "date", "kind"})


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows all panes: a clause of the query."""

    field: ChipField
    value: str

    @property
    def clause(self) -> str:
        """It as the query language has it: `entity:"García Luna"`."""
        from search import Library

        return Library.clause(self.field, self.value)

    @property
    def label(self) -> str:
        """What the status line shows: `entity:DEA`."""
        return f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class View:
    """The search line, the chips in the order they were put on, and the ids of documents marked for comparison."""

    words: str = ""
    chips: tuple[Chip, ...] = ()
    marked: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The one line that `sourcebook search` takes and that every pane is narrowed by."""
        words = self.words.strip()
        if words and self.chips and re.search(r"\bOR\b|\|", words):
            words = f"({words})"  # a chip narrows all of it, not only its last alternative
        return " ".join(part for part in (words, *(chip.clause for chip in self.chips)) if part)

    @property
    def narrowing(self) -> str:
        """The chips alone, as a query."""
        return " ".join(chip.clause for chip in self.chips)

    @property
    def empty(self) -> bool:
        """Whether nothing narrows the corpus."""
        return not self.words.strip() and not self.chips

    def with_words(self, words: str) -> View:
        """The same with another search line."""
        return replace(self, words=words)

    def with_chip(self, chip: Chip) -> View:
        """The same with one more chip; one of a field that can hold only one takes the older's place."""
        if chip in self.chips:
            return self
        kept = tuple(old for old in self.chips if old.field != chip.field or chip.field not in SINGLE)
        return replace(self, chips=(*kept, chip))

    def without_chip(self, index: int = -1) -> View:
        """The same without one chip (the last unless said otherwise); unchanged where there is none."""
        if not -len(self.chips) <= index < len(self.chips):
            return self
        chips = list(self.chips)
        del chips[index]
        return replace(self, chips=tuple(chips))

    def toggled(self, doc: str) -> View:
        """The same with a document's mark put on or taken off."""
        if doc in self.marked:
            return replace(self, marked=tuple(one for one in self.marked if one != doc))
        return replace(self, marked=(*self.marked, doc))


def back_to_view(query: str) -> View:
    """A view that shows a saved query: all of it in the search line."""
    return View(words=query)
