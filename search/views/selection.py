"""From a query to a view: which documents, entities, events and rows of the comparison it leaves.

A query's words and filters select documents. Of the filters that every result fulfils, `entity:` also narrows events
and conflicts to those naming it, `type:` the entities to that type, `mentions:` the events to that stretch of time,
`kind:` the events to that kind, and `topic:` events, mentions and topics to that topic's passages.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search.files import dumps
from search.model import Comparison, Conflict, Correction, Entity, Event
from search.store import serialization as rows
from search.store.reader import Store
from search.text.folding import name_key
from search.views import event_kinds as kinds
from search.views.event_kinds import kind_of
from search.views.filters import FIRST, LAST, TYPES, StoreResolver

REMEMBERED = 8  # queries whose documents are kept: the panes ask for the same one, one after the other

Naming = list[tuple[str, str, int]]
_NAMING = "SELECT g.entity, d.id, g.mentions FROM naming g JOIN documents d USING (n)"
_IN_TOPICS = (
    "EXISTS (SELECT 1 FROM passages p WHERE p.n = m.n AND p.topic IN (SELECT value FROM json_each(?))"
    " AND p.start <= m.start AND p.stop >= m.stop)"
)


@dataclass(frozen=True, slots=True)
class View:
    """What a query leaves. `docs` None: every document. Of each other list, all must hold."""

    docs: frozenset[str] | None = None
    entities: tuple[frozenset[str], ...] = ()
    types: tuple[str, ...] = ()
    spans: tuple[tuple[str | None, str | None], ...] = ()
    topics: tuple[frozenset[int], ...] = ()
    kinds: tuple[str, ...] = ()


class Narrowing:
    """Views of one store. `matching` gives the documents that a non-empty query selects.

    `verdicts` gives the reader's verdicts on conflicts, oldest first, as they are now.
    """

    def __init__(
        self,
        store: Store,
        matching: Callable[[str], frozenset[str]],
        verdicts: Callable[[], Sequence[Correction]] = tuple,
    ) -> None:
        self.resolver = StoreResolver(store)
        self._verdicts = verdicts
        self._store = store
        self._matching = matching
        self._known: dict[tuple[str, str], View] = {}

    def documents(self, query: str) -> frozenset[str] | None:
        """Ids of the documents a query selects; None for every one."""
        return self.view(query).docs

    def view(self, query: str) -> View:
        """What a query leaves."""
        query = query.strip()
        if not query:
            return View()
        key = (query, self._store.meta("revision"))
        known = self._known.get(key)
        if known is None:
            known = self._made(query)
            if len(self._known) >= REMEMBERED:
                self._known = {}
            self._known[key] = known
        return known

    def _made(self, query: str) -> View:
        from search.query import parse

        entities: list[frozenset[str]] = []
        topics: list[frozenset[int]] = []
        types: list[str] = []
        happened: list[str] = []
        spans: list[tuple[str | None, str | None]] = []
        parsed = parse(query)
        if parsed.empty:
            return View()
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
                happened.append(kind)
            elif part.field == "mentions":
                spans.append((part.first, part.last))
        return View(self._matching(query), tuple(entities), tuple(types), tuple(spans), tuple(topics), tuple(happened))

    # ---- entities ----------------------------------------------------------------------------------------------

    def entities(self, query: str) -> tuple[Entity, ...]:
        """Entities of a view, most mentions first, then by name."""
        view = self.view(query)
        with self._store.reading() as db:
            if view.topics:
                named = _named_in_topics(db, view)
            elif view.docs is None:
                named = db.execute(_NAMING).fetchall()
            else:
                named = db.execute(
                    f"{_NAMING} WHERE d.id IN (SELECT value FROM json_each(?))",
                    (array(view.docs),),
                ).fetchall()
            known = db.execute(f"SELECT {rows.ENTITY_COLUMNS} FROM entities").fetchall()
        counts: dict[str, dict[str, int]] = {}
        for entity, doc, mentions in named:
            counts.setdefault(entity, {})[doc] = mentions
        found = []
        for row in known:
            documents = counts.get(row[0])
            if documents and all(row[2] == kind for kind in view.types):
                order = sorted(documents, key=lambda doc: (-documents[doc], doc))
                found.append(rows.entity_of(row, sum(documents.values()), order))
        found.sort(key=lambda e: (-e.mentions, name_key(e.name), e.id))
        return tuple(found)

    # ---- events ------------------------------------------------------------------------------------------------

    def events(self, query: str) -> tuple[Event, ...]:
        """Events of a view, in the order of the chronology."""
        view = self.view(query)
        condition, values = event_condition(view)
        with self._store.reading() as db:
            found = db.execute(
                f"SELECT {rows.EVENT_COLUMNS} FROM events e JOIN documents d USING (n) {condition} ORDER BY e.rank",
                values,
            ).fetchall()
        events = map(rows.event_of, found)
        return tuple(e for e in events if all(not ids.isdisjoint(e.entities) for ids in view.entities))

    def kinds(self, query: str) -> tuple[tuple[str, int], ...]:
        """The kinds of a view's events with how many there are of each, the commonest first."""
        view = self.view(query)
        condition, values = event_condition(view)
        counts: Counter[str] = Counter()
        with self._store.reading() as db:
            for kind, modality, negated, named in db.execute(
                "SELECT e.kind, e.modality, e.negated, e.entities FROM events e JOIN documents d USING (n)"
                f" {condition}",
                values,
            ):
                if all(not ids.isdisjoint(json.loads(named)) for ids in view.entities):
                    counts.update(each for each in (kind, modality, "negated" * negated) if each and each != "fact")
        return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))

    # ---- comparison --------------------------------------------------------------------------------------------

    def comparison(self, query: str, docs: Sequence[str] | None) -> Comparison:
        """What the sources of a view say about the same things; `docs` restricts them and gives their order.

        Without `docs`, sources come by day of publication, the unknown ones last.
        """
        from search.views.comparison import comparison

        return comparison(self._store, self.view(query), docs, self._verdicts())

    def conflicts(self) -> tuple[Conflict, ...]:
        """Every conflict of the corpus, those put aside too."""
        from search.views.comparison import conflicts

        return conflicts(self._store)


def event_condition(view: View) -> tuple[str, list[object]]:
    """The SQL condition that events `e` of documents `d` fulfil in a view, entities left out, and its values."""
    where: list[str] = []
    values: list[object] = []
    if view.docs is not None:
        where.append("d.id IN (SELECT value FROM json_each(?))")
        values.append(array(view.docs))
    for first, last in view.spans:
        if first:
            where.append(f"{LAST.format('e')} >= ?")
            values.append(first)
        if last:
            where.append(f"{FIRST.format('e')} <= ?")
            values.append(last)
    if view.spans:
        # A day of publication is not a date that the text mentions.
        where.append("json_extract(e.date, '$[4]') != 'publication'")
    for ranks in view.topics:
        where.append(
            "EXISTS (SELECT 1 FROM passages p WHERE p.n = e.n AND p.topic IN (SELECT value FROM json_each(?))"
            " AND p.start < e.stop AND p.stop > e.start)"
        )
        values.append(dumps(sorted(ranks)))
    for kind in view.kinds:
        condition, asked = kinds.condition(kind)
        where.append(condition)
        values.extend(asked)
    return (f"WHERE {' AND '.join(where)}" if where else ""), values


def array(values: Iterable[str]) -> str:
    """Values as a JSON list for json_each."""
    return dumps(list(values))


def _named_in_topics(db: sqlite3.Connection, view: View) -> Naming:
    """(entity, document, mentions) within the passages of every topic of a view."""
    where = [_IN_TOPICS] * len(view.topics)
    values: list[object] = [dumps(sorted(ranks)) for ranks in view.topics]
    if view.docs is not None:
        where.append("d.id IN (SELECT value FROM json_each(?))")
        values.append(array(view.docs))
    return db.execute(
        "SELECT m.entity, d.id, count(*) FROM documents d JOIN mentions m USING (n)"
        f" WHERE {' AND '.join(where)} GROUP BY m.entity, d.id",
        values,
    ).fetchall()
