"""The comparison: conflicts, topics, copies, silences, versions, passages side by side, the claim grid.

Every span counts characters of a document's cleaned text, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from search.model.documents import Document, Span

ConflictKind = Literal["date", "number", "name", "place", "quotation"]
CONFLICT_KINDS: tuple[ConflictKind, ...] = ("date", "number", "name", "place", "quotation")
TopicOrigin = Literal["codebook", "own", "proposed"]
CopyKind = Literal["copy", "version", "passage"]
ChangeKind = Literal["added", "removed", "changed"]
MatterKind = Literal["same", "like", "differ"]
Question = Literal["when", "where", "how many", "who", "in which words", "described as"]
Mark = Literal["=", "≠", "≈", "·"]
SubjectKind = Literal["entity", "event", "topic", "conflict"]

MAX_SIDE_BY_SIDE = 8  # documents that `Library.aligned` takes


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
    """How each document introduces an entity: document id → phrases as written.

    `at` has for each phrase the character at which it stands first; -1, or no document, where that is not known.
    """

    entity: str
    by: Mapping[str, tuple[str, ...]]
    at: Mapping[str, tuple[int, ...]] = field(default_factory=dict, compare=False)


def placed(phrases: Sequence[str], at: Sequence[int]) -> list[tuple[str, int]]:
    """Phrases with the characters at which they stand; -1 where that is not known."""
    return [(phrase, at[number] if number < len(at) else -1) for number, phrase in enumerate(phrases)]


@dataclass(frozen=True, slots=True)
class Only:
    """What one document alone states."""

    doc: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """One text in several documents: one voice, however many sources print it.

    copy: the documents have the same text. version: each follows the one before, changed. passage: a passage of
    otherwise different documents, at `statements`, one a document (empty for the other kinds). `docs` come by day of
    publication, the earliest first. `shared` is the share (0–1) of the shorter text that any two neighbours share.
    """

    id: str
    kind: CopyKind
    docs: tuple[str, ...]
    shared: float = 1.0
    statements: tuple[Statement, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a later version changed: `before` are characters of the earlier text, `after` of the later.

    An addition has an empty `before` at the place it was added to; a removal an empty `after`.
    """

    kind: ChangeKind
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class Silent:
    """What is not found in a source though two or more of the others (two voices) have it.

    `entities` are ids, the ones most others name first; `topics` are names.
    """

    doc: str
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """Passages of several documents on the same matter; `spans` has one a document, None where it has none.

    same: word for word, or nearly. like: on the same thing. differ: values in them differ; `marks` has for each
    document the spans of those values. `why` says why they are thought to be on the same matter.
    """

    kind: MatterKind
    spans: tuple[Span | None, ...]
    marks: tuple[tuple[Span, ...], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Documents side by side: `matters` in the order of the first document that has them."""

    documents: tuple[Document, ...]
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one document says in answer to a question: the value as written, and the passage it stands in.

    `start`–`end` are the value's characters in the document, both -1 where it stands in no one place. `value` is the
    value for comparing (EDTF, a figure), empty where there is none but the words.
    """

    words: str
    mark: Mark
    statement: Statement
    start: int = -1
    end: int = -1
    value: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A question with each document's answers, best first; a document without one is absent: not found in it.

    `label` says what is asked where the question alone does not ("how many killed"). `mark` sums the row up: "≠" where
    any two differ, else "≈" where one is more precise, else "=" where two voices agree, else "·".
    """

    question: Question
    label: str
    mark: Mark
    cells: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGrid:
    """Questions × sources about one subject. `subject` is what `Library.claims` was asked: "entity:person:x" …

    `more` counts rows that were found beyond those given; `unread` documents that speak of the subject and were not
    looked through, for there are too many: they are not among `documents`, and nothing is said of them.
    """

    subject: str
    kind: SubjectKind
    title: str
    documents: tuple[Document, ...]
    rows: tuple[ClaimRow, ...] = ()
    more: int = 0
    unread: int = 0


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
