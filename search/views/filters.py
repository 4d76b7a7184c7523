"""What the values of a query's filters mean here: which entities and topics, and which documents those select."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search.files import dumps
from search.model import ENTITY_TYPES
from search.store.reader import Store
from search.text.folding import name_key
from search.views.event_kinds import condition, kind_of, known

# How people call the four types.
TYPES: Mapping[str, str] = {
    **{name: name for name in ENTITY_TYPES},
    "people": "person",
    "persons": "person",
    "organisation": "organization",
    "organisations": "organization",
    "organizations": "organization",
    "org": "organization",
    "places": "place",
    "location": "place",
    "laws": "law",
}

# “Since 2019” mentions 2019, and not every year since: an open end counts as the end that is known.
FIRST, LAST = "coalesce({0}.first, {0}.last)", "coalesce({0}.last, {0}.first)"


class StoreResolver:
    """What the filters that rest on the analysis select, asked of the store (a `search.query.ast.Resolver`)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def documents(self, field: str, value: str) -> frozenset[str] | None:
        """The ids of the documents for which `field` is `value`; None where there is no such value."""
        if field == "entity":
            entities = self.entities(value)
            return None if entities is None else self._naming(entities)
        if field == "type":
            kind = TYPES.get(name_key(value))
            if kind is None:
                return None
            return self._ids(
                "SELECT DISTINCT d.id FROM entities e JOIN naming g ON g.entity = e.id JOIN documents d USING (n)"
                " WHERE e.type = ?",
                (kind,),
            )
        if field == "topic":
            topics = self.topics(value)
            return (
                None
                if topics is None
                else self._ids(
                    "SELECT DISTINCT d.id FROM passages p JOIN documents d USING (n)"
                    " WHERE p.topic IN (SELECT value FROM json_each(?))",
                    (dumps(sorted(topics)),),
                )
            )
        if field == "kind":
            kind = kind_of(value)
            if kind is None:
                return None
            where, values = condition(kind)
            return self._ids(f"SELECT DISTINCT d.id FROM events e JOIN documents d USING (n) WHERE {where}", values)
        if field == "mentions":
            first, _, last = value.partition("..")
            return self._ids(
                "SELECT DISTINCT d.id FROM dated t JOIN documents d USING (n)"
                f" WHERE (? = '' OR {LAST.format('t')} >= ?) AND (? = '' OR {FIRST.format('t')} <= ?)",
                (first, first, last, last),
            )
        return None

    def values(self, field: str) -> Iterable[str]:
        """The values that there are, the commonest first."""
        if field == "type":
            return ENTITY_TYPES
        if field == "kind":
            return (*dict.fromkeys((*self._kinds(), *known())),)
        statement = {
            "entity": "SELECT e.name FROM entities e JOIN naming g ON g.entity = e.id"
            " GROUP BY e.id ORDER BY sum(g.mentions) DESC",
            "topic": "SELECT name FROM topics ORDER BY rank",
        }.get(field)
        if statement is None:
            return ()
        with self._store.reading() as db:
            return tuple(row[0] for row in db.execute(statement))

    def _kinds(self) -> tuple[str, ...]:
        with self._store.reading() as db:
            found = db.execute(
                "SELECT kind FROM events WHERE kind != '' GROUP BY kind ORDER BY count(*) DESC"
            ).fetchall()
        return tuple(row[0] for row in found)

    def entities(self, value: str) -> frozenset[str] | None:
        """Entity ids that a value means: an id, else a name or alias, else names that hold its words. None: nobody.

        A value that fits several means all of them.
        """
        wanted = name_key(value)
        if not wanted:
            return None
        with self._store.reading() as db:
            if db.execute("SELECT 1 FROM entities WHERE id = ?", (value.strip(),)).fetchone():
                return frozenset((value.strip(),))
            exact = db.execute("SELECT entity FROM names WHERE folded = ?", (wanted,)).fetchall()
            if exact:
                return frozenset(row[0] for row in exact)
            near = db.execute("SELECT folded, entity FROM names WHERE instr(folded, ?) > 0", (wanted,)).fetchall()
        return frozenset(entity for folded, entity in near if _has_words(folded, wanted)) or None

    def topics(self, value: str) -> frozenset[int] | None:
        """Ranks of the topics that a value means, by the same rule. None: none."""
        wanted = name_key(value)
        with self._store.reading() as db:
            known: list[tuple[int, str]] = db.execute("SELECT rank, folded FROM topics").fetchall()
        exact = frozenset(rank for rank, folded in known if folded == wanted)
        near = frozenset(rank for rank, folded in known if wanted and _has_words(folded, wanted))
        return exact or near or None

    def _naming(self, entities: frozenset[str]) -> frozenset[str]:
        return self._ids(
            "SELECT DISTINCT d.id FROM naming g JOIN documents d USING (n)"
            " WHERE g.entity IN (SELECT value FROM json_each(?))",
            (dumps(sorted(entities)),),
        )

    def _ids(self, statement: str, values: tuple[object, ...]) -> frozenset[str]:
        with self._store.reading() as db:
            return frozenset(row[0] for row in db.execute(statement, values))


def _has_words(folded: str, wanted: str) -> bool:
    """Whether `wanted` stands in `folded` as whole words."""
    at = folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (at and folded[at - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum()):
            return True
        at = folded.find(wanted, at + 1)
    return False
