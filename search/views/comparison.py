"""The comparison of a selection: what is stored of conflicts, topics and descriptions, as chosen sources state it.

Of the filters of a query, `entity:` leaves the conflicts about it or naming it in a statement; `mentions:`, `kind:` and
`topic:` those with a statement among the dated statements or passages that the filter leaves.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from search.files import dumps
from search.model import (
    Comparison,
    Conflict,
    Described,
    Document,
    Only,
    Passage,
    Silent,
    Statement,
    Topic,
)
from search.store import serialization as rows
from search.store.copies import chosen_copies
from search.store.reader import Store
from search.text.folding import name_key
from search.userdata.verdicts import META, Verdicts, verdicts_from_json
from search.views.selection import Selection
from search.views.selection_filter import SelectionFilter, array, event_condition

Places = Mapping[str, Sequence[tuple[int, int]]]
"""Document → stretches of characters."""

MAX_PASSAGES_SHOWN = 3  # of a document on a topic; of the others, their places are stored (search.analysis.topics)
MAX_SILENT = 12  # names that a source is said not to have; the list of entities has the rest


def comparison(selection: Selection, query: str = "", docs: Sequence[str] | None = None) -> Comparison:
    """What the sources that a query selects say about the same things; `docs` restricts them and gives their order.

    Without `docs`, sources come by day of publication, the unknown ones last.
    """
    store = selection.workspace.store
    criteria = selection.filter(query)
    own = selection.workspace.verdicts()
    with store.reading() as db:
        known = {doc.id: doc for doc in store.documents()}
        if docs is not None:
            order = [doc for doc in dict.fromkeys(docs) if doc in known]
        else:
            order = sorted(known, key=lambda doc: (known[doc].published or "~", doc))
        sources = [known[doc] for doc in order if criteria.docs is None or doc in criteria.docs]
        chosen = frozenset(doc.id for doc in sources)
        stated, agreements, updates = _findings(db, criteria, chosen)
        verdicts = Verdicts((*verdicts_from_json(store.meta(META)), *own))
        shown, aside = verdicts.divide(stated)
        topics = _topics(db, criteria, order, chosen)
        copies, voices = chosen_copies(db, known, chosen)
        return Comparison(
            sources=tuple(sources),
            conflicts=shown,
            agreements=tuple(one for one in agreements if len(_voices_of(one, voices)) > 1),
            topics=topics,
            described=_described(db, chosen, _entities_of(db, criteria, chosen)),
            only=_only(db, chosen),
            updates=updates,
            dismissed=aside,
            copies=copies,
            silent=_silent(db, sources, topics, voices),
            voices=voices,
        )


def _voices_of(one: Conflict, voices: Mapping[str, str]) -> frozenset[str]:
    """The texts that state it: copies are one voice, and one voice agrees with nobody."""
    return frozenset(voices.get(said.doc, said.doc) for value in one.values for said in value.statements)


def conflicts(store: Store) -> tuple[Conflict, ...]:
    """Every conflict of the corpus, those put aside too."""
    with store.reading() as db:
        docs = frozenset(row[0] for row in db.execute("SELECT id FROM documents"))
        return _findings(db, SelectionFilter(), docs)[0]


# ---- what is stated --------------------------------------------------------------------------------------------


def _findings(
    db: sqlite3.Connection, criteria: SelectionFilter, chosen: frozenset[str]
) -> tuple[tuple[Conflict, ...], ...]:
    """Conflicts with two values or more left, agreements of two documents or more, updates like conflicts."""
    lists: tuple[list[Conflict], ...] = ([], [], [])
    tests = [_touching(db, ids) for ids in criteria.entities] + _within(db, criteria)
    for row in db.execute("SELECT id, kind, why, about, stated, agree FROM conflicts ORDER BY rank"):
        narrowed = rows.conflict_of(row, row[5] == 1, chosen, update=row[5] == 2)
        if narrowed is not None and all(test(narrowed) for test in tests):
            lists[row[5]].append(narrowed)
    return tuple(map(tuple, lists))


def _touching(db: sqlite3.Connection, entities: frozenset[str]) -> Callable[[Conflict], bool]:
    """Whether a conflict is about one of some entities: by name, or because a statement mentions it."""
    ids = (array(entities),)
    names = frozenset(
        row[0] for row in db.execute("SELECT folded FROM names WHERE entity IN (SELECT value FROM json_each(?))", ids)
    )
    named = _places(
        db.execute(
            "SELECT d.id, m.start, m.stop FROM mentions m JOIN documents d USING (n)"
            " WHERE m.entity IN (SELECT value FROM json_each(?))",
            ids,
        )
    )
    return lambda one: any(name_key(name) in names for name in one.about) or _meets(one, named)


def _within(db: sqlite3.Connection, criteria: SelectionFilter) -> list[Callable[[Conflict], bool]]:
    """Whether a statement of a conflict is among the dated statements, or the topic's passages, of a selection."""
    tests: list[Callable[[Conflict], bool]] = []
    if criteria.spans or criteria.kinds:
        condition, values = event_condition(criteria)
        asked = f"SELECT d.id, e.start, e.stop FROM events e JOIN documents d USING (n) {condition}"
        told = _places(db.execute(asked, values))
        tests.append(lambda one: _meets(one, told))
    for ranks in criteria.topics:
        passages = _places(
            db.execute(
                "SELECT d.id, p.start, p.stop FROM passages p JOIN documents d USING (n)"
                " WHERE p.topic IN (SELECT value FROM json_each(?))",
                (dumps(sorted(ranks)),),
            )
        )
        tests.append(lambda one, passages=passages: _meets(one, passages))  # type: ignore[misc]
    return tests


def _places(found: Iterable[tuple[str, int, int]]) -> Places:
    places: dict[str, list[tuple[int, int]]] = {}
    for doc, start, stop in found:
        places.setdefault(doc, []).append((start, stop))
    return places


def _meets(conflict: Conflict, places: Places) -> bool:
    """Whether a statement of a conflict overlaps one of some places."""
    return any(_overlaps(said, places) for value in conflict.values for said in value.statements)


def _overlaps(said: Statement, places: Places) -> bool:
    return any(start < said.end_char and said.start_char < stop for start, stop in places.get(said.doc, ()))


def _entities_of(db: sqlite3.Connection, criteria: SelectionFilter, chosen: frozenset[str]) -> frozenset[str]:
    """Entities that the chosen documents name, or of them those that the query asks for."""
    asked = frozenset.intersection(*criteria.entities) if criteria.entities else None
    found = frozenset(
        row[0]
        for row in db.execute(
            "SELECT DISTINCT g.entity FROM naming g JOIN documents d USING (n)"
            " WHERE d.id IN (SELECT value FROM json_each(?))",
            (array(chosen),),
        )
    )
    return found if asked is None else found & asked


# ---- topics, descriptions, what one alone says -----------------------------------------------------------------


def _topics(
    db: sqlite3.Connection, criteria: SelectionFilter, order: Sequence[str], chosen: frozenset[str]
) -> tuple[Topic, ...]:
    """The topics with the best passages of the chosen documents, and how many each of these has."""
    number: dict[int, str] = dict(
        db.execute(
            "SELECT n, id FROM documents WHERE id IN (SELECT value FROM json_each(?))", (array(chosen),)
        ).fetchall()
    )
    numbers = dumps(list(number))
    counts: dict[int, dict[str, int]] = {}
    for rank, n, count in db.execute(
        "SELECT topic, n, count(*) FROM passages WHERE n IN (SELECT value FROM json_each(?)) GROUP BY topic, n",
        (numbers,),
    ):
        counts.setdefault(rank, {})[number[n]] = count
    cells: dict[int, dict[str, list[Passage]]] = {}
    for rank, n, text, start, stop, score in db.execute(
        "SELECT topic, n, text, start, stop, score FROM passages WHERE n IN (SELECT value FROM json_each(?))"
        " AND place < ? ORDER BY topic, n, place",
        (numbers, MAX_PASSAGES_SHOWN),
    ):
        cells.setdefault(rank, {}).setdefault(number[n], []).append(Passage(number[n], text, start, stop, score))
    found = []
    for rank, name, description, query, origin, problem in db.execute(
        "SELECT rank, name, description, query, origin, problem FROM topics ORDER BY rank"
    ):
        if all(rank in ranks for ranks in criteria.topics):
            row, count = cells.get(rank, {}), counts.get(rank, {})
            docs = [doc for doc in order if doc in row]
            best = {doc: tuple(row[doc]) for doc in docs}
            found.append(Topic(name, description, query, best, {doc: count[doc] for doc in docs}, origin, problem))
    return tuple(found)


def _described(db: sqlite3.Connection, chosen: frozenset[str], entities: frozenset[str]) -> tuple[Described, ...]:
    found = []
    for entity, phrases in db.execute("SELECT entity, phrases FROM described ORDER BY rank"):
        if entity in entities:
            told = rows.described_of(entity, phrases, chosen)
            if told.by:
                found.append(told)
    return tuple(found)


def _only(db: sqlite3.Connection, chosen: frozenset[str]) -> tuple[Only, ...]:
    return tuple(
        Only(doc, tuple(Statement(*statement) for statement in json.loads(statements)))
        for doc, statements in db.execute("SELECT doc, statements FROM only_in ORDER BY rank")
        if doc in chosen
    )


def _naming(db: sqlite3.Connection, docs: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Entity → how often each of some documents names it."""
    naming: dict[str, dict[str, int]] = {}
    for entity, doc, mentions in db.execute(
        "SELECT g.entity, d.id, g.mentions FROM naming g JOIN documents d USING (n)"
        " WHERE d.id IN (SELECT value FROM json_each(?))",
        (array(docs),),
    ):
        naming.setdefault(entity, {})[doc] = mentions
    return naming


def _silent(
    db: sqlite3.Connection, sources: Sequence[Document], topics: Sequence[Topic], voices: Mapping[str, str]
) -> tuple[Silent, ...]:
    """What is not found in each source though most of the others have it: at least two voices and half of the others.

    Names that most others have come first.
    """
    docs = [source.id for source in sources]
    if len(docs) < 3:
        return ()

    def most_have(by: Collection[str]) -> bool:
        """Whether some documents are half of all or more, not all of them, and of two voices."""
        return len(docs) / 2 <= len(by) < len(docs) and len({voices.get(doc, doc) for doc in by}) > 1

    common = [(entity, by) for entity, by in _naming(db, docs).items() if most_have(by)]
    common.sort(key=lambda row: (-len(row[1]), -sum(row[1].values()), row[0]))
    told = [topic for topic in topics if most_have(topic.cells)]
    found = []
    for doc in docs:
        names = [entity for entity, by in common if doc not in by][:MAX_SILENT]
        lacking = [topic.name for topic in told if doc not in topic.cells]
        if names or lacking:
            found.append(Silent(doc, tuple(names), tuple(lacking)))
    return tuple(found)
