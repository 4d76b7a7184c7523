"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from search.model.documents import Document, Span


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """Something in a query that could not be taken literally: `start`–`end` are characters of the query."""

    message: str
    start: int
    end: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `matches` are spans of `snippet`; `start` is where the snippet begins in the document."""

    document: Document
    score: float
    snippet: str
    matches: tuple[Span, ...] = ()
    start: int = 0

    @property
    def at(self) -> int:
        """The character of the document at which its first match begins, else its snippet."""
        return self.start + (self.matches[0].start if self.matches else 0)


@dataclass(frozen=True, slots=True)
class Results:
    """A window of hits, best first, out of `total` documents.

    `suggestion` is a whole query to try instead, or None. `relaxed` says in words how the query was loosened
    ("no document has all three; showing any two"), or is empty. `problems` are shown and the search still ran.
    `partial` is true when a deadline cut the work short.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    took_ms: float = 0.0
    suggestion: str | None = None
    relaxed: str = ""
    problems: tuple[QueryProblem, ...] = ()
    partial: bool = False
