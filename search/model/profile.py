"""An entity's page: its names, contexts, companions and quotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.model.entities import Entity, EntityType
from search.model.events import Event


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name as written, and how often each document uses it: (document id, mentions), most first."""

    name: str
    by: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """A mention with the words around it on one line (keyword in context); `start`–`end` are of the document."""

    doc: str
    start: int
    end: int
    left: str
    text: str
    right: str


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity named in the same passages: in how many of them, and in which documents."""

    entity: str
    name: str
    type: EntityType
    passages: int
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: `text` is `start_char`–`end_char` of `doc`, quotation marks left out.

    `speaker` is an entity's id, None where the text does not say or nobody known is meant; `cue` is the word that
    introduces it ("said", "according to"), empty where there is none. `around` is the sentence or sentences it stands
    in. `about` are ids of the entities named within the quoted words.
    """

    doc: str
    start_char: int
    end_char: int
    text: str
    speaker: str | None = None
    cue: str = ""
    around: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything known of one entity, for its page.

    `contexts` come by document and place, `events` by date, `companions` most shared passages first. `said` are
    quotations by it, `about` quotations of others that name it. `described` is how each document introduces it,
    `described_at` where each phrase stands (see `Described`).

    What is named very often is not listed whole: `contexts` and `companions` rest on the `read` of its documents that
    name it most; `more_events`, `more_said` and `more_about` count what is there beyond the rows given.
    """

    entity: Entity
    names: tuple[NameUse, ...] = ()
    contexts: tuple[Context, ...] = ()
    events: tuple[Event, ...] = ()
    companions: tuple[Companion, ...] = ()
    described: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    described_at: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    said: tuple[Quotation, ...] = ()
    about: tuple[Quotation, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    """Names of the entities that `links`, `unsure` and the quotations speak of, by id."""
    read: int = 0
    more_events: int = 0
    more_said: int = 0
    more_about: int = 0
