"""Topics × sources: the passages that a codebook's queries find in each document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from search.model import Passage, Span, Topic
from search.query import PassageMatcher
from search.text import passages

# A cell holds a document's best passages; more are found by the topic's query itself.
PASSAGES_A_CELL = 3


class Row(Protocol):
    """A topic of a codebook."""

    @property
    def name(self) -> str:
        """What the row is called."""

    @property
    def description(self) -> str:
        """One line for people."""

    @property
    def query(self) -> str:
        """What finds its passages, in the language of the search bar."""


def topics(rows: Sequence[Row], texts: Mapping[str, str]) -> tuple[Topic, ...]:
    """Every row with its cells: document id → its best passages, best first. A document without one is absent."""
    if not rows:
        return ()
    cut: dict[str, tuple[Span, ...]] = {doc: passages(text) for doc, text in texts.items()}
    out = []
    for row in rows:
        matcher = PassageMatcher(row.query)
        cells: dict[str, tuple[Passage, ...]] = {}
        for doc in sorted(texts):
            text = texts[doc]
            found = matcher.find(text, cut[doc])[:PASSAGES_A_CELL]
            if found:
                cells[doc] = tuple(Passage(doc, text[s.start : s.end], s.start, s.end, score) for s, score, _ in found)
        out.append(Topic(row.name, row.description, row.query, cells))
    return tuple(out)
