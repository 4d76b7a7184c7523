"""The types that travel: frozen dataclasses, plain values, no behaviour beyond what can be derived.

Every span counts characters of a document's cleaned text (see `Text`), end exclusive.
Dates are EDTF strings (ISO 8601-2); first and last days are ISO days ("2020-10-05") or None where open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from search.model.comparison import Copied, Silent

EntityType = Literal["person", "organization", "place", "law"]
Basis = Literal["stated", "inferred", "publication"]
Modality = Literal["fact", "planned", "hypothetical"]
Precision = Literal["day", "month", "season", "quarter", "year", "decade", "century", "range"]
ConflictKind = Literal["date", "number", "name", "place", "quotation"]
Origin = Literal["codebook", "front matter", "format", "text", "file", "correction"]
TopicOrigin = Literal["codebook", "own", "proposed"]

ENTITY_TYPES: tuple[EntityType, ...] = ("person", "organization", "place", "law")
CONFLICT_KINDS: tuple[ConflictKind, ...] = ("date", "number", "name", "place", "quotation")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a metadata value comes from; `inferred` ones say in `why` what they were worked out from."""

    origin: Origin
    inferred: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document's metadata. `id` is its path relative to the corpus, POSIX style.

    `published` is an EDTF value or None where it is not known. `format` is the reader's name ("txt", "md").
    `words` counts the cleaned text. `provenance` has a row for each of title, source, author, published,
    language and url that is known. `sha256` is of the file's bytes.
    """

    id: str
    title: str
    source: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    format: str = "txt"
    words: int = 0
    sha256: str = ""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    @property
    def published_inferred(self) -> bool:
        """Whether the publication date was worked out rather than given."""
        row = self.provenance.get("published")
        return bool(row and row.inferred)


@dataclass(frozen=True, slots=True)
class Text:
    """The cleaned text of a document and what was set aside as belonging to the site.

    `text` is NFC, free of control and direction characters, paragraphs separated by newlines.
    `furniture` lists the lines that were set aside, in their order; they are neither searched nor extracted.
    """

    doc: str
    text: str
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A document or file that could not be used, or not as it is; the rest goes on."""

    title: str
    message: str
    hint: str = ""
    doc: str | None = None


# ---- search ----------------------------------------------------------------------------------------------------


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


# ---- entities --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named."""

    entity: str
    doc: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another entity (its id) that this one is not, but belongs with: "renamed to", "formerly" …, and why."""

    entity: str
    how: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named. `reasons` say why its names were taken for one, a row a merge.

    `mentions` is a count; `documents` are ids; both are of the narrowed view where a view was asked for.
    `unsure` holds the ids of the entities that this name may mean; it was joined with none of them. `first` is the
    first day (ISO) of the earliest dated statement that names it, None without one.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    unsure: tuple[str, ...] = ()
    first: str | None = None


# ---- chronology ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as the text gives it. `words` are quoted from the text; `rule` names the grammar's rule.

    `start` and `end` are the first and last ISO day, None where open. `why` is empty for a stated date and says
    in words how any other was worked out; `anchor` is the date it was worked out from. `otherwise` is the EDTF value of
    the other reading where day and month could be exchanged, else None.
    """

    edtf: str
    start: str | None
    end: str | None
    precision: Precision
    basis: Basis = "stated"
    words: str = ""
    rule: str = ""
    anchor: str | None = None
    why: str = ""
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A dated statement: the sentence `text` is `start_char`–`end_char` of document `doc`.

    `trigger` is the word that says what happened, or empty, and `kind` its class ("arrest", "vote" …). Events of one
    `cluster` state the same event; those of one `affair` are happenings of neighbouring days that belong together.
    `negated`: the sentence denies that it happened. `date_start`–`date_end` are the date's words in the document, -1
    where it has none there (dated by the day of publication).
    """

    id: str
    date: DateValue
    modality: Modality
    doc: str
    text: str
    start_char: int
    end_char: int
    entities: tuple[str, ...] = ()
    cluster: str = ""
    trigger: str = ""
    kind: str = ""
    negated: bool = False
    affair: str = ""
    date_start: int = -1
    date_end: int = -1


# ---- comparison ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statement:
    """A quoted passage with its place.

    `speaker` is who says so, as the text names them ("Hope says …"), empty where the source says so itself.
    """

    doc: str
    text: str
    start_char: int
    end_char: int
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value as written, and who states it where."""

    value: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements about one affair that cannot all hold (or, with one value, that agree).

    `about` are names; `why` says why the statements are thought to be about the same thing. `update`: the values
    follow each other in time, earliest first, and the last replaces the others (a toll that rises): no conflict.
    `confirmed`: the reader has looked at it and keeps it.
    """

    id: str
    kind: ConflictKind
    about: tuple[str, ...]
    values: tuple[StatedValue, ...]
    why: str = ""
    update: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that a topic's query finds; `score` ranks passages of one topic only."""

    doc: str
    text: str
    start_char: int
    end_char: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of topics × sources. `cells` has a document's best passages first; a document without one is absent.

    `counts` are all passages that a document has on it, of which a cell holds the best. `origin`: of the codebook, the
    reader's own, or proposed from the corpus. `problem` says what is wrong with its query, and is empty where nothing.
    """

    name: str
    description: str
    query: str
    cells: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    origin: TopicOrigin = "codebook"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """How each document introduces an entity: document id → phrases as written."""

    entity: str
    by: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Only:
    """What one document alone states."""

    doc: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the chosen sources say about the same things.

    `dismissed` are conflicts that the reader has put aside. `voices` names for each document that repeats another's
    text (a copy, a version) the first of them, of those chosen; a document that speaks for itself is absent.
    """

    sources: tuple[Document, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    agreements: tuple[Conflict, ...] = ()
    topics: tuple[Topic, ...] = ()
    described: tuple[Described, ...] = ()
    only: tuple[Only, ...] = ()
    updates: tuple[Conflict, ...] = ()
    dismissed: tuple[Conflict, ...] = ()
    copies: tuple[Copied, ...] = ()
    silent: tuple[Silent, ...] = ()
    voices: Mapping[str, str] = field(default_factory=dict)


# ---- the reader's own ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place the reader keeps: characters `start`–`end` of document `doc`, the words there, a note.

    `created` is an ISO moment in UTC.
    """

    doc: str
    start: int = 0
    end: int = 0
    text: str = ""
    note: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query the reader keeps under a name; `created` is an ISO moment in UTC."""

    name: str
    query: str
    created: str = ""


# ---- work ------------------------------------------------------------------------------------------------------

Stage = Literal["reading", "indexing", "names", "dates", "events", "comparing", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `done` of `total` documents in `stage`.

    `message` is for people; `error` is set (title: message. hint) when the work ended in trouble.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    message: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What a library holds: counts of documents found, searchable and analysed, and of problems.

    `revision` grows whenever anything that a view shows has changed; `model` names the analyser's language model,
    empty where the rule layer ran alone.
    """

    documents: int = 0
    searchable: int = 0
    analysed: int = 0
    revision: int = 0
    model: str = ""
    problems: int = 0
