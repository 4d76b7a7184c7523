"""What the analysis finds: statements gathered under their values, with ids that stay; and all of it together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.codebook.topic_rows import TopicRow
from search.model import Comparison, Conflict, ConflictKind, Entity, Event, Mention, StatedValue, Statement

# What is told in more ways than this is a form that is filled in again and again, or recurs; it is no conflict.
MAX_VERSIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in a corpus as a whole; the dates and quotations of a document are with its `Doc`.

    `events` come in the order of the chronology. Of `comparison`, the sources are left out: they are the documents.
    """

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    comparison: Comparison
    suggested: tuple[TopicRow, ...] = ()
    """Topics that the corpus itself suggests."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    """Correction, by id → why it changes nothing; "" where it does."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What sources state differently, alike, and as one after the other (a later statement replaces an earlier)."""

    conflicts: tuple[Conflict, ...] = ()
    agreements: tuple[Conflict, ...] = ()
    updates: tuple[Conflict, ...] = ()


def finding_id(*parts: str) -> str:
    """An id made of what makes a finding this one."""
    return "c-" + hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def make_finding(
    kind: ConflictKind, about: Iterable[str], values: Sequence[StatedValue], why: str, update: bool = False
) -> Conflict:
    """A conflict (an agreement, with one value; an update) of these values."""
    names = tuple(dict.fromkeys(name for name in about if name))
    places = (f"{s.doc}:{s.start_char}" for v in values for s in v.statements)
    told = (kind, *(("update",) if update else ()), *names, *(v.value for v in values), *places)
    return Conflict(finding_id(*told), kind, names, tuple(values), why, update)


def statement_value(value: str, statements: Iterable[Statement]) -> StatedValue:
    """A value with its statements, each once, by document and place."""
    once = dict.fromkeys(sorted(statements, key=lambda s: (s.doc, s.start_char)))
    return StatedValue(value, tuple(once))


def quoted_list(words: Sequence[str], most: int = 4) -> str:
    """Words in quotation marks, with commas."""
    return ", ".join(f"“{word}”" for word in words[:most])
