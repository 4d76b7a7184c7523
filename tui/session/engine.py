"""What the explorer asks of the engine, as protocols: `search.Library` satisfies them, and so does the tests' fake.

Only what is used stands here, so that both can be held to it by the type checker and neither drifts. What each method
returns and raises is said in full where it is done: in `search.library`, `search.curation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from search.exports import Exported, Format
    from search.model import (
        Alignment,
        Arrival,
        AuditRow,
        Bookmark,
        ClaimGrid,
        Comparison,
        Conflict,
        Correction,
        DateValue,
        Document,
        Entity,
        Event,
        FolderAccount,
        FolderNews,
        Mention,
        Passage,
        Places,
        Problem,
        Profile,
        Progress,
        Results,
        SavedSearch,
        Settlement,
        Span,
        Status,
        Text,
        Topic,
        Verdict,
    )


class BackgroundWork(Protocol):
    """An analysis that goes on in a process of its own."""

    @property
    def running(self) -> bool:
        """Whether it has neither ended nor been stopped."""
        ...

    def stop(self, grace: float = 1.5, /) -> None:
        """End it; what was finished is kept. It has `grace` seconds to end by itself."""
        ...


class FolderWatch(Protocol):
    """What tells of changes in the folder."""

    def stop(self) -> None:
        """Tell no more."""
        ...


class CorrectionService(Protocol):
    """The reader's corrections and verdicts. Every method raises CorpusError or StorageError."""

    def all(self) -> tuple[Correction, ...]:
        """The corrections, oldest first."""
        ...

    def make(self, correction: Correction, /) -> Correction:
        """Keep a correction; returns it with its id and time."""
        ...

    def judge(self, verdict: Verdict, conflict: Conflict, /) -> Correction:
        """Keep a verdict on a conflict."""
        ...

    def unjudge(self, conflict: Conflict, /) -> Correction | None:
        """Take the verdict on a conflict back; None where there is none."""
        ...

    def undo(self) -> Correction | None:
        """Take the latest correction or verdict back; None where there is none."""
        ...

    def remove(self, ident: str, /) -> Correction | None:
        """Take one back by its id; None where there is none of that id."""
        ...

    def date(self, words: str, /) -> DateValue:
        """The date that somebody typed."""
        ...


class TriedQuery(Protocol):
    """What a topic's query finds before the topic is kept."""

    @property
    def topic(self) -> Topic:
        """The topic, with its passages and counts."""
        ...

    @property
    def documents(self) -> int:
        """How many documents the query selects."""
        ...

    @property
    def looked(self) -> int:
        """In how many of them passages were looked for."""
        ...


class KeptTopic(Protocol):
    """A topic as it was kept."""

    @property
    def name(self) -> str:
        """Its name, put in order."""
        ...


class TopicService(Protocol):
    """The topics by which sources are compared. Every method raises CorpusError or StorageError."""

    def listed(self) -> tuple[Topic, ...]:
        """The topics that are kept."""
        ...

    def proposed(self) -> tuple[Topic, ...]:
        """The topics proposed from the documents."""
        ...

    def hidden(self) -> tuple[str, ...]:
        """The names of the codebook's topics that are left out."""
        ...

    def tried(self, query: str, name: str = "", /) -> TriedQuery:
        """What a query finds, as a topic of that name."""
        ...

    def save(self, name: str, description: str, query: str, was: str = "") -> KeptTopic:
        """Keep a topic, in place of the one that was called `was`; returns it."""
        ...

    def accept(self, names: Iterable[str] = (), /) -> Sequence[object]:
        """Keep proposed topics, all of them without names; returns those kept."""
        ...

    def remove(self, name: str, /) -> None:
        """Remove a topic; one of the codebook is left out."""
        ...

    def restore(self, name: str, /) -> None:
        """Take a topic of the codebook in again."""
        ...

    def undo(self) -> tuple[str, ...]:
        """Take the latest change back; returns the names of the topics that it changes."""
        ...

    def passage_at(self, doc: str, start: int, end: int, /) -> Passage:
        """The passage around characters `start`–`end` of a document."""
        ...

    def holding(self, passage: Passage, /) -> tuple[str, ...]:
        """The names of the topics that have a passage."""
        ...

    def add(self, name: str, passage: Passage, /, *, new: bool = False) -> None:
        """Put a passage into a topic, which is made where it is `new`."""
        ...

    def drop(self, name: str, passage: Passage, /) -> None:
        """Take a passage out of a topic."""
        ...


class Engine(Protocol):
    """An open corpus: documents, search, what was found in them, and what the reader keeps."""

    @property
    def root(self) -> Path:
        """The folder of the documents."""
        ...

    @property
    def title(self) -> str:
        """The corpus's title."""
        ...

    @property
    def arrival(self) -> Arrival | None:
        """What is known of a folder that is new here and was known elsewhere."""
        ...

    def settle(self, answer: Settlement, /) -> Arrival:
        """Take over, copy or leave what `arrival` asks about; returns what came along."""
        ...

    @property
    def revision(self) -> int:
        """A number that rises whenever something new was stored."""
        ...

    @property
    def corrections(self) -> CorrectionService:
        """The reader's corrections."""
        ...

    @property
    def topics(self) -> TopicService:
        """The topics to compare by."""
        ...

    @property
    def formats(self) -> tuple[Format, ...]:
        """What can be exported as what."""
        ...

    def status(self) -> Status:
        """Counts of documents and findings."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """What could not be used, or not as it is."""
        ...

    def account(self) -> FolderAccount:
        """Every file below the folder accounted for."""
        ...

    def changed(self, *, analysis: bool = True) -> bool:
        """Whether there is something to read or, with `analysis`, to analyse."""
        ...

    def start_work(self, on_progress: Callable[[Progress], None], /) -> BackgroundWork:
        """Bring the corpus up to date; `on_progress` is called on another thread."""
        ...

    def watch(self, on_news: Callable[[FolderNews], None], /) -> FolderWatch:
        """Tell of files that come, change or go; `on_news` is called on another thread."""
        ...

    def documents(self, query: str = "", /) -> tuple[Document, ...]:
        """The documents a query selects."""
        ...

    def document(self, doc: str, /) -> Document:
        """One document by its id."""
        ...

    def text(self, doc: str, /) -> Text:
        """A document's text."""
        ...

    def places(self, documents: Iterable[Document], /) -> Places:
        """On which pages the characters of documents stand."""
        ...

    def search(self, query: str, /, *, limit: int = 20, offset: int = 0, as_you_type: bool = False) -> Results:
        """A window of the hits of a query, best first."""
        ...

    def highlights(self, query: str, doc: str, /) -> tuple[Span, ...]:
        """The hits of a query in one document, in the order of the text."""
        ...

    def facets(self, query: str, field: str, /) -> Mapping[str, int]:
        """How many of the documents a query selects have each value of a field."""
        ...

    def entities(self, query: str = "", /) -> tuple[Entity, ...]:
        """The entities named in what a query selects, most mentions first."""
        ...

    def mentions(self, entity: str, doc: str | None = None, /) -> tuple[Mention, ...]:
        """Where an entity is named, in one document with `doc`."""
        ...

    def events(self, query: str = "", /) -> tuple[Event, ...]:
        """The dated statements of what a query selects, by date."""
        ...

    def kinds(self, query: str = "", /) -> tuple[tuple[str, int], ...]:
        """The kinds of these statements with their counts, the commonest first."""
        ...

    def comparison(self, query: str = "", docs: Sequence[str] | None = None, /) -> Comparison:
        """What the sources a query selects (or `docs`) say about the same things."""
        ...

    def claims(self, subject: str, query: str = "", docs: Sequence[str] | None = None, /) -> ClaimGrid:
        """Questions × sources about one subject."""
        ...

    def aligned(self, docs: Sequence[str], /) -> Alignment:
        """Documents with the passages in which they correspond."""
        ...

    def profile(self, entity: str, query: str = "", /) -> Profile:
        """Everything known of one entity, within what a query selects."""
        ...

    def audit(self, query: str = "", /) -> tuple[AuditRow, ...]:
        """The dates that want a look."""
        ...

    def export(self, what: str, form: str, query: str = "", docs: Sequence[str] | None = None, /) -> Exported:
        """What a query selects, in one of `formats`."""
        ...

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The reader's bookmarks, oldest first."""
        ...

    def add_bookmark(self, doc: str, start: int = 0, end: int = 0, text: str = "", /) -> Bookmark:
        """Keep a place."""
        ...

    def remove_bookmark(self, bookmark: Bookmark, /) -> None:
        """Forget a place."""
        ...

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """The searches that were saved, oldest first."""
        ...

    def save_search(self, query: str, /) -> SavedSearch:
        """Save a search."""
        ...

    def interrupt(self) -> None:
        """Abandon reads that are running in other threads; they raise CancelledError."""
        ...

    def close(self) -> None:
        """Close it; harmless when done twice."""
        ...


if TYPE_CHECKING:
    from search import Library

    _library: type[Engine] = Library
