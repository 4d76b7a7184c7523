"""What travels up to the screen: answers of the library, and the values that rows stand for.

What a pane asks for is a message of the pane itself (`Pane.OpenPlace`).

The loader never delivers an answer that a newer question made stale; answers name their query all the same.
Neither compared nor printed, so neither is generated: that takes half of the time that importing this takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from search.model import (
    NO_PLACES,
    Comparison,
    Document,
    Entity,
    Event,
    FolderNews,
    Places,
    Progress,
    Results,
    Status,
)

# ---- answers -----------------------------------------------------------------------------------------------------


@dataclass(eq=False, repr=False)
class ResultsFound(Message):
    """A window of search results from `offset` on; `query` is the whole effective query."""

    query: str
    offset: int
    results: Results
    documents: tuple[Document, ...] | None = None  # for an empty query: every document
    completed: str = ""  # the query these are the results of, where its last word had to become a prefix


@dataclass(eq=False, repr=False)
class EntitiesFound(Message):
    """The entities of the narrowed view."""

    query: str
    entities: tuple[Entity, ...]


@dataclass(eq=False, repr=False)
class EventsFound(Message):
    """The dated statements of the narrowed view."""

    query: str
    events: tuple[Event, ...]


@dataclass(eq=False, repr=False)
class ComparisonFound(Message):
    """The comparison of the narrowed view."""

    query: str
    comparison: Comparison


@dataclass(eq=False, repr=False)
class DocumentsKnown(Message):
    """Every document of the corpus: who speaks, and where its pages begin."""

    documents: tuple[Document, ...]
    places: Places = NO_PLACES


@dataclass(eq=False, repr=False)
class StatusKnown(Message):
    """What the library holds just now, and the corpus's title; `changed` says whether the folder differs from that."""

    status: Status
    title: str
    changed: bool | None = None


@dataclass(eq=False, repr=False)
class Worked(Message):
    """Progress of reading and analysing; only the newest matters."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """A flood collapses to the last, but an end or a trouble is never replaced by what came before it."""
        return isinstance(message, Worked) and not message.progress.error and message.progress.stage != "done"


@dataclass(eq=False, repr=False)
class FolderChanged(Message):
    """Files have come, changed or gone."""

    news: FolderNews


@dataclass(eq=False, repr=False)
class Failed(Message):
    """A question to the library ended in trouble."""

    channel: str
    title: str
    message: str
    hint: str = ""


@dataclass(eq=False, repr=False)
class Ready(Message):
    """What was asked is known: `do` goes on with it."""

    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Spot:
    """The words behind a row: characters `start`–`end` of a document; both 0 for the document as a whole.

    `hit` is the character of the words for which a document as a whole was found, -1 where it was not searched for.
    """

    doc: str
    start: int = 0
    end: int = 0
    text: str = ""
    hit: int = -1


@dataclass(frozen=True, slots=True)
class Dated:
    """The date behind a row: its words at `start` of the document (-1: none), the sentence, its value.

    `row` names the row; `reason` says why a row of the date audit is there, `correction` which one no longer applies.
    """

    doc: str
    words: str = ""
    start: int = -1
    text: str = ""
    edtf: str = ""
    row: str = ""
    reason: str = ""
    correction: str = ""
