"""What an export is made of, fetched when a format asks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from search.model import ClaimGrid, Comparison, Document, Entity, Event, Mention, Places
from search.text.wording import citation, counted, date_words
from search.views.claims.grid import claims
from search.views.comparison import comparison
from search.views.selection import Selection


@dataclass(frozen=True, slots=True)
class Made:
    """An export's text, how many rows it has, and what was left out or widened, in words."""

    text: str
    rows: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventGroup:
    """One event: its statements, the most precise first. `lead` is the one it is read by."""

    statements: tuple[Event, ...]

    @property
    def lead(self) -> Event:
        """The first and most precise statement."""
        return self.statements[0]

    @property
    def stretch(self) -> str:
        """The heading it stands under: its year, or its decade where that is all that is known."""
        date = self.lead.date
        return date_words(date.edtf) if date.precision in ("decade", "century") else (date.start or date.end or "")[:4]


class ExportSelection:
    """The documents, entities and events that `query` selects of a corpus.

    `docs` are the sources to compare, by id; without them all that are selected.
    """

    def __init__(self, selection: Selection, query: str = "", docs: Sequence[str] | None = None) -> None:
        self._selection = selection
        self._workspace = selection.workspace
        self.query = query
        self.docs = docs

    @property
    def title(self) -> str:
        """The corpus's title."""
        return self._workspace.title

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Every document of the corpus by id: an event may be narrowed by other means than its document."""
        return {document.id: document for document in self._selection.documents()}

    @cached_property
    def places(self) -> Places:
        """On which pages characters of the documents stand."""
        return self._workspace.store.places(self.documents.values())

    def cited(self, doc: str, start: int, end: int, quote: str = "") -> str:
        """The citation of characters `start`–`end` of a document, with their page; its id where it is not known."""
        document = self.documents.get(doc)
        return citation(document, quote, self.places.words(doc, start, end)) if document else quote or doc

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """The entities selected, most mentions first."""
        return self._selection.entities(self.query)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of all entities of the corpus by id."""
        return {entity.id: entity.name for entity in self.all_entities}

    @cached_property
    def all_entities(self) -> tuple[Entity, ...]:
        """All entities of the corpus, most mentions first."""
        return self._selection.entities()

    def text(self, doc: str) -> str:
        """A document's cleaned text. Raises CorpusError when there is no such document."""
        return self._workspace.text(doc).text

    def claims(self, subject: str, docs: Sequence[str]) -> ClaimGrid:
        """What `docs` answer to the questions about a subject. Raises CorpusError for one that is not there."""
        return claims(self._selection, subject, self.query, docs)

    def mentions(self, entity: Entity) -> Sequence[Mention]:
        """Where an entity is named, in the documents selected."""
        within = set(entity.documents)
        return [mention for mention in self._workspace.store.mentions(entity.id) if mention.doc in within]

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The dated statements selected, in their order; those dated by the day of publication alone come last of all.

        Exports leave them out: nobody stated that date.
        """
        return tuple(event for event in self._selection.events(self.query) if event.date.basis != "publication")

    @cached_property
    def comparison(self) -> Comparison:
        """What the sources say about the same things."""
        return comparison(self._selection, self.query, self.docs)

    @cached_property
    def undated(self) -> int:
        """How many statements have no date but the day of publication."""
        return len(self._selection.events(self.query)) - len(self.events)

    @cached_property
    def event_groups(self) -> tuple[EventGroup, ...]:
        """The events, each with all its statements, in the order of the chronology."""
        clusters: dict[str, list[Event]] = {}
        for event in self.events:
            clusters.setdefault(event.cluster or event.id, []).append(event)
        return tuple(
            EventGroup(tuple(sorted(own, key=lambda e: e.date.basis != "stated"))) for own in clusters.values()
        )


def left_out(parts: Iterable[tuple[int, str]]) -> str:
    """A note on what is not in an export: "Left out: 2 statements of what is denied, 1 …"; empty for nothing."""
    told = [f"{counted(count, 'statement')} {why}" for count, why in parts if count]
    return f"Left out: {', '.join(told)}." if told else ""


UNDATED = "with no date but the day of publication"


def excerpt(event: Event, most: int = 90) -> str:
    """A headline for a statement: its sentence, or as much of it as has room, on one line."""
    text = " ".join(event.text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:—–- ") + "…"


def file_name(title: str, what: str, suffix: str) -> str:
    """A file name for an export, of letters, digits and hyphens: "foreign-agents-in-mexico-timeline.csv"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "corpus"
    return f"{slug}-{what}.{suffix}"
