"""Rows of the store ⇄ the frozen types of `search.model`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from search.files import dumps
from search.model import (
    Conflict,
    ConflictKind,
    DateValue,
    Described,
    Document,
    Entity,
    EntityType,
    Event,
    Link,
    Modality,
    Origin,
    Provenance,
    StatedValue,
    Statement,
)

if TYPE_CHECKING:
    from search.model import Quotation

DOCUMENT_COLUMNS = (
    "id, title, source, author, published, language, url, format, words, sha256, file, provenance, details"
)
DOCUMENT_WIDTH = DOCUMENT_COLUMNS.count(",") + 1
ENTITY_COLUMNS = "id, name, type, aliases, reasons, links, unsure, first"
EVENT_COLUMNS = (
    "e.id, e.date, e.modality, d.id, e.text, e.start, e.stop, e.entities, e.cluster, e.trigger_word,"
    " e.kind, e.negated, e.affair, e.date_start, e.date_stop"
)

Row = tuple[Any, ...] | sqlite3.Row


def provenance_to_json(provenance: Mapping[str, Provenance]) -> str:
    """`Document.provenance` as JSON: field → [origin, inferred, why]."""
    return dumps({name: [row.origin, row.inferred, row.why] for name, row in provenance.items()})


@lru_cache(maxsize=512)
def provenance_from_json(text: str) -> Mapping[str, Provenance]:
    """The opposite of `provenance_to_json`. Most documents of a corpus share one of few values: kept."""
    return {
        name: Provenance(cast(Origin, origin), bool(inferred), str(why))
        for name, (origin, inferred, why) in json.loads(text).items()
    }


def document_row(document: Document) -> tuple[object, ...]:
    """The values of DOCUMENT_COLUMNS."""
    return (
        document.id,
        document.title,
        document.source,
        document.author,
        document.published,
        document.language,
        document.url,
        document.format,
        document.words,
        document.sha256,
        document.file,
        provenance_to_json(document.provenance),
        dumps(document.details),
    )


def document_of(row: Row) -> Document:
    """A document from the values of DOCUMENT_COLUMNS."""
    doc, title, source, author, published, language, url, kind, words, sha256, file, provenance, details = row
    known = provenance_from_json(provenance)
    more = json.loads(details) if details != "{}" else {}
    return Document(doc, title, source, author, published, language, url, kind, words, sha256, known, file, more)


def date_to_json(date: DateValue) -> str:
    """A date as a JSON list in the order of its fields."""
    return dumps(astuple(date))


@lru_cache(maxsize=4096)
def date_from_json(text: str) -> DateValue:
    """The opposite of `date_to_json`."""
    return DateValue(*json.loads(text))


def event_of(row: Row) -> Event:
    """An event from the values of EVENT_COLUMNS."""
    return Event(
        id=row[0],
        date=date_from_json(row[1]),
        modality=cast(Modality, row[2]),
        doc=row[3],
        text=row[4],
        start_char=row[5],
        end_char=row[6],
        entities=tuple(json.loads(row[7])),
        cluster=row[8],
        trigger=row[9],
        kind=row[10],
        negated=bool(row[11]),
        affair=row[12],
        date_start=row[13],
        date_end=row[14],
    )


def quotation_of(row: Row, text: str) -> Quotation:
    """A quotation from (document, start, stop, speaker, cue, around, around_stop, about) and its document's text."""
    doc, start, stop, speaker, cue, around, around_stop, about = row
    named = tuple(json.loads(about))
    from search.model import Quotation

    return Quotation(doc, start, stop, text[start:stop], speaker, cue, text[around:around_stop], named)


def entity_of(row: Row, mentions: int, documents: Iterable[str]) -> Entity:
    """An entity from the values of ENTITY_COLUMNS with the counts of a view."""
    return Entity(
        id=row[0],
        name=row[1],
        type=cast(EntityType, row[2]),
        aliases=tuple(json.loads(row[3])),
        mentions=mentions,
        documents=tuple(documents),
        reasons=tuple(json.loads(row[4])),
        links=tuple(Link(*link) for link in json.loads(row[5])),
        unsure=tuple(json.loads(row[6])),
        first=row[7],
    )


def statement_to_json(statement: Statement) -> list[object]:
    """[doc, text, start, end], and who says so where it is not the source itself."""
    told = [statement.doc, statement.text, statement.start_char, statement.end_char]
    return [*told, statement.speaker] if statement.speaker else told


def stated_to_json(values: Iterable[StatedValue]) -> str:
    """The values of a conflict with their statements."""
    return dumps([[value.value, [statement_to_json(s) for s in value.statements]] for value in values])


def conflict_of(row: Row, agree: bool, docs: Collection[str], update: bool = False) -> Conflict | None:
    """A conflict (an update), or with `agree` an agreement, from (id, kind, why, about, stated), as far as
    `docs` state it.

    Values that none of them states are gone. None when too little is left: a conflict needs two values, an agreement
    the statements of two documents.
    """
    values = []
    voices: set[str] = set()
    for value, statements in json.loads(row[4]):
        kept = [statement for statement in statements if statement[0] in docs]
        if kept:
            values.append((value, kept))
            voices.update(statement[0] for statement in kept)
    if (len(voices) if agree else len(values)) < 2:
        return None
    return Conflict(
        id=row[0],
        kind=cast(ConflictKind, row[1]),
        about=tuple(json.loads(row[3])),
        values=tuple(StatedValue(value, tuple(Statement(*each) for each in kept)) for value, kept in values),
        why=row[2],
        update=update,
    )


def described_row(found: Described) -> str:
    """How documents describe an entity, as JSON: document id → [phrase, its first character] rows."""
    return dumps({doc: list(zip(own, _at(found, doc), strict=True)) for doc, own in found.by.items()})


def _at(found: Described, doc: str) -> Sequence[int]:
    return found.at.get(doc) or [-1] * len(found.by[doc])


def described_of(entity: str, phrases: str, docs: Container[str]) -> Described:
    """What `described_row` has made, as far as it is of `docs`; of a store that has no places too."""
    told = {
        doc: [(one, -1) if isinstance(one, str) else one for one in own]
        for doc, own in json.loads(phrases).items()
        if doc in docs
    }
    return Described(
        entity,
        {doc: tuple(phrase for phrase, _ in own) for doc, own in told.items()},
        {doc: tuple(at for _, at in own) for doc, own in told.items()},
    )
