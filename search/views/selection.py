"""From a query to what it selects: documents, entities and events; `search.views.comparison` does the comparison.

A query's words and filters select documents. Of the filters that every result fulfils, `entity:` also narrows events
and conflicts to those naming it, `type:` the entities to that type, `mentions:` the events to that stretch of time,
`kind:` the events to that kind, and `topic:` events, mentions and topics to that topic's passages.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter

from search.files import dumps
from search.model import Document, Entity, Event
from search.store import serialization as rows
from search.text.folding import name_key
from search.views.event_kinds import kind_of
from search.views.filters import TYPES, StoreResolver
from search.views.selection_filter import SelectionFilter, array, event_condition
from search.workspace import Workspace

MAX_REMEMBERED = 8  # queries whose documents are kept: the panes ask for the same one, one after the other

Naming = list[tuple[str, str, int]]
_NAMING = "SELECT g.entity, d.id, g.mentions FROM naming g JOIN documents d USING (n)"
_IN_TOPICS = (
    "EXISTS (SELECT 1 FROM passages p WHERE p.n = m.n AND p.topic IN (SELECT value FROM json_each(?))"
    " AND p.start <= m.start AND p.stop >= m.stop)"
)


class Selection:
    """What queries select of one corpus. `resolver` says what the values of filters mean."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.resolver = StoreResolver(workspace.store)
        self._store = workspace.store
        self._known: dict[tuple[str, str], SelectionFilter] = {}

    # ---- documents ---------------------------------------------------------------------------------------------

    def documents(self, query: str = "") -> tuple[Document, ...]:
        """The documents a query selects, by id; all of them for an empty query."""
        ids = self.ids(query)
        return self._store.documents() if ids is None else tuple(self._store.documents_of(sorted(ids)).values())

    def ids(self, query: str) -> frozenset[str] | None:
        """Ids of the documents a query selects; None for every one."""
        return self.filter(query).docs

    def filter(self, query: str) -> SelectionFilter:
        """What a query leaves."""
        query = query.strip()
        if not query:
            return SelectionFilter()
        key = (query, self._store.meta("revision"))
        known = self._known.get(key)
        if known is None:
            known = self._filter_of(query)
            if len(self._known) >= MAX_REMEMBERED:
                self._known = {}
            self._known[key] = known
        return known

    def _filter_of(self, query: str) -> SelectionFilter:
        from search.query import parse

        entities: list[frozenset[str]] = []
        topics: list[frozenset[int]] = []
        types: list[str] = []
        kinds: list[str] = []
        spans: list[tuple[str | None, str | None]] = []
        parsed = parse(query)
        if parsed.empty:
            return SelectionFilter()
        # A value that nobody knows is a problem that the search tells of; like there, it does not narrow.
        for part in parsed.filters:
            if part.negated:
                continue
            if part.field == "entity" and (ids := self.resolver.entities(part.value)) is not None:
                entities.append(ids)
            elif part.field == "topic" and (ranks := self.resolver.topics(part.value)) is not None:
                topics.append(ranks)
            elif part.field == "type" and (entity_type := TYPES.get(name_key(part.value))):
                types.append(entity_type)
            elif part.field == "kind" and (kind := kind_of(part.value)):
                kinds.append(kind)
            elif part.field == "mentions":
                spans.append((part.first, part.last))
        return SelectionFilter(
            docs=self._matching(query),
            entities=tuple(entities),
            types=tuple(types),
            spans=tuple(spans),
            topics=tuple(topics),
            kinds=tuple(kinds),
        )

    def _matching(self, query: str) -> frozenset[str]:
        """Ids of the documents that the index finds for a query."""
        index = self.workspace.index()
        if index is None:
            return frozenset()
        with self.workspace.noting_damage():
            return index.matching(query, resolver=self.resolver)

    # ---- entities ----------------------------------------------------------------------------------------------

    def entities(self, query: str = "") -> tuple[Entity, ...]:
        """Entities named in what a query selects, most mentions first, then by name; counts are of that selection."""
        chosen = self.filter(query)
        with self._store.reading() as db:
            if chosen.topics:
                named = _named_in_topics(db, chosen)
            elif chosen.docs is None:
                named = db.execute(_NAMING).fetchall()
            else:
                named = db.execute(
                    f"{_NAMING} WHERE d.id IN (SELECT value FROM json_each(?))",
                    (array(chosen.docs),),
                ).fetchall()
            known = db.execute(f"SELECT {rows.ENTITY_COLUMNS} FROM entities").fetchall()
        counts: dict[str, dict[str, int]] = {}
        for entity, doc, mentions in named:
            counts.setdefault(entity, {})[doc] = mentions
        found = []
        for row in known:
            documents = counts.get(row[0])
            if documents and all(row[2] == kind for kind in chosen.types):
                order = sorted(documents, key=lambda doc: (-documents[doc], doc))
                found.append(rows.entity_of(row, sum(documents.values()), order))
        found.sort(key=lambda e: (-e.mentions, name_key(e.name), e.id))
        return tuple(found)

    # ---- events ------------------------------------------------------------------------------------------------

    def events(self, query: str = "") -> tuple[Event, ...]:
        """Dated statements of what a query selects, by first day, then the more precise first."""
        chosen = self.filter(query)
        condition, values = event_condition(chosen)
        with self._store.reading() as db:
            found = db.execute(
                f"SELECT {rows.EVENT_COLUMNS} FROM events e JOIN documents d USING (n) {condition} ORDER BY e.rank",
                values,
            ).fetchall()
        events = map(rows.event_of, found)
        return tuple(e for e in events if all(not ids.isdisjoint(e.entities) for ids in chosen.entities))

    def kinds(self, query: str = "") -> tuple[tuple[str, int], ...]:
        """The kinds of a selection's events with how many there are of each, the commonest first."""
        chosen = self.filter(query)
        condition, values = event_condition(chosen)
        counts: Counter[str] = Counter()
        with self._store.reading() as db:
            for kind, modality, negated, named in db.execute(
                "SELECT e.kind, e.modality, e.negated, e.entities FROM events e JOIN documents d USING (n)"
                f" {condition}",
                values,
            ):
                if all(not ids.isdisjoint(json.loads(named)) for ids in chosen.entities):
                    counts.update(each for each in (kind, modality, "negated" * negated) if each and each != "fact")
        return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def _named_in_topics(db: sqlite3.Connection, chosen: SelectionFilter) -> Naming:
    """(entity, document, mentions) within the passages of every topic of a selection."""
    where = [_IN_TOPICS] * len(chosen.topics)
    values: list[object] = [dumps(sorted(ranks)) for ranks in chosen.topics]
    if chosen.docs is not None:
        where.append("d.id IN (SELECT value FROM json_each(?))")
        values.append(array(chosen.docs))
    return db.execute(
        "SELECT m.entity, d.id, count(*) FROM documents d JOIN mentions m USING (n)"
        f" WHERE {' AND '.join(where)} GROUP BY m.entity, d.id",
        values,
    ).fetchall()
