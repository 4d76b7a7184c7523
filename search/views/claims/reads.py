"""What a claim grid asks the store: events, mentions, entities and quotations of chosen documents."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from search.files import dumps
from search.model import Entity, Event, Mention, QuotationSpan, Span
from search.store import serialization as rows

MAX_EVENTS = 600
_WITHIN = " AND d.id IN (SELECT value FROM json_each(?))"


def events_where(
    db: sqlite3.Connection,
    where: str,
    values: tuple[object, ...],
    chosen: Sequence[str] | None,
    most: int = MAX_EVENTS,
) -> list[Event]:
    """Events in the order of the chronology, at most `most` (0: all)."""
    narrow, more = chosen_condition(chosen)
    limit = f" LIMIT {most}" if most else ""
    return [
        rows.event_of(row)
        for row in db.execute(
            f"SELECT {rows.EVENT_COLUMNS} FROM events e JOIN documents d USING (n) WHERE {where}{narrow}"
            f" ORDER BY e.rank{limit}",
            (*values, *more),
        )
    ]


def mentions_in(db: sqlite3.Connection, texts: Mapping[str, str]) -> dict[str, tuple[Mention, ...]]:
    """The mentions of some documents, by document and place."""
    out: dict[str, list[Mention]] = defaultdict(list)
    for row in db.execute(
        "SELECT m.entity, d.id, m.start, m.stop, m.text FROM documents d JOIN mentions m USING (n)"
        " WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id, m.start, m.stop",
        (dumps(list(texts)),),
    ):
        out[row[1]].append(Mention(*row))
    return {doc: tuple(row) for doc, row in out.items()}


def entities_of(db: sqlite3.Connection, wanted: Iterable[str]) -> dict[str, Entity]:
    """Entities by id, without counts."""
    found = db.execute(
        f"SELECT {rows.ENTITY_COLUMNS} FROM entities WHERE id IN (SELECT value FROM json_each(?))",
        (dumps(sorted(wanted)),),
    )
    return {row[0]: rows.entity_of(row, 0, ()) for row in found}


def quotations_in(db: sqlite3.Connection, texts: Mapping[str, str]) -> tuple[QuotationSpan, ...]:
    """The quotations of some documents, by document and place."""
    return tuple(
        QuotationSpan(doc, Span(start, stop), Span(around, around_stop), speaker, cue, tuple(json.loads(about)))
        for doc, start, stop, speaker, cue, around, around_stop, about in db.execute(
            "SELECT d.id, q.start, q.stop, q.speaker, q.cue, q.around, q.around_stop, q.about"
            " FROM quotations q JOIN documents d USING (n) WHERE d.id IN (SELECT value FROM json_each(?))"
            " ORDER BY d.id, q.start",
            (dumps(list(texts)),),
        )
    )


def chosen_condition(chosen: Sequence[str] | None) -> tuple[str, tuple[object, ...]]:
    """The SQL condition that a row `d` is of the chosen documents, and its values; nothing for all of them."""
    return ("", ()) if chosen is None else (_WITHIN, (dumps(list(chosen)),))
