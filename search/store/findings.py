"""What was worked out from a corpus as a whole, and how it is stored: all tables replaced in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.codebook.topic_rows import TopicRow
from search.files import dumps
from search.model import Comparison, DateValue, Entity, Event, Mention, QuotationSpan, Topic
from search.store import serialization as rows
from search.store.copies import store_copies
from search.text.folding import name_key

TABLES = (
    "entities",
    "names",
    "mentions",
    "naming",
    "dated",
    "events",
    "quotations",
    "passages",
    "topics",
    "proposed",
    "conflicts",
    "copies",
    "described",
    "only_in",
)


@dataclass(frozen=True, slots=True)
class StoredFindings:
    """Who, when, and who says otherwise. `dated` are (document, date); `events` come in the order of the chronology.

    Of `comparison`, the sources are left out: they are the documents.
    """

    entities: Sequence[Entity]
    mentions: Sequence[Mention]
    dated: Sequence[tuple[str, DateValue]]
    events: Sequence[Event]
    comparison: Comparison
    quotations: Sequence[QuotationSpan] = ()
    keep_topics: bool = False
    """Whether the topics are those that are stored already."""
    proposed: Sequence[TopicRow] = ()

    def store(self, db: sqlite3.Connection) -> None:
        """Replace the tables. Rows that belong to a document that is no longer there are left out."""
        number: dict[str, int] = dict(db.execute("SELECT id, n FROM documents").fetchall())
        for table in TABLES:
            if not (self.keep_topics and table in ("topics", "passages")):
                db.execute(f"DELETE FROM {table}")
        self._store_names(db, number)
        self._store_times(db, number)
        self._store_quotations(db, number)
        if not self.keep_topics:
            store_topics(db, number, self.comparison.topics)
        db.executemany(
            "INSERT INTO proposed VALUES (?, ?, ?, ?)",
            ((rank, row.name, row.description, row.query) for rank, row in enumerate(self.proposed)),
        )
        self._store_comparison(db)

    def _first_days(self) -> Mapping[str, str]:
        """Entity → the first day of the earliest dated statement that names it."""
        first: dict[str, str] = {}
        for event in self.events:
            day = event.date.start
            if day is not None and event.date.basis != "publication":
                for entity in event.entities:
                    first[entity] = min(first.get(entity, day), day)
        return first

    def _store_names(self, db: sqlite3.Connection, number: Mapping[str, int]) -> None:
        first = self._first_days()
        db.executemany(
            f"INSERT OR IGNORE INTO entities ({rows.ENTITY_COLUMNS}) VALUES ({','.join('?' * 8)})",
            (
                (
                    e.id,
                    e.name,
                    e.type,
                    dumps(e.aliases),
                    dumps(e.reasons),
                    dumps([[link.entity, link.how, link.why] for link in e.links]),
                    dumps(e.unsure),
                    first.get(e.id),
                )
                for e in self.entities
            ),
        )
        db.executemany(
            "INSERT OR IGNORE INTO names VALUES (?, ?)",
            ((name_key(name), e.id) for e in self.entities for name in (e.name, *e.aliases)),
        )
        db.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?)",
            sorted((m.entity, number[m.doc], m.start, m.end, m.text) for m in self.mentions if m.doc in number),
        )
        db.execute("INSERT INTO naming SELECT entity, n, count(*) FROM mentions GROUP BY entity, n")

    def _store_times(self, db: sqlite3.Connection, number: Mapping[str, int]) -> None:
        db.executemany(
            "INSERT INTO dated VALUES (?, ?, ?)",
            ((number[doc], date.start, date.end) for doc, date in self.dated if doc in number),
        )
        db.executemany(
            f"INSERT OR IGNORE INTO events VALUES ({','.join('?' * 18)})",
            (
                (
                    rank,
                    e.id,
                    number[e.doc],
                    e.start_char,
                    e.end_char,
                    e.text,
                    e.date.start,
                    e.date.end,
                    rows.date_to_json(e.date),
                    e.modality,
                    e.cluster,
                    e.trigger,
                    dumps(e.entities),
                    e.kind,
                    e.negated,
                    e.affair,
                    e.date_start,
                    e.date_end,
                )
                for rank, e in enumerate(self.events)
                if e.doc in number
            ),
        )

    def _store_quotations(self, db: sqlite3.Connection, number: Mapping[str, int]) -> None:
        db.executemany(
            "INSERT OR IGNORE INTO quotations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    number[q.doc],
                    q.span.start,
                    q.span.end,
                    q.speaker,
                    q.cue,
                    q.around.start,
                    q.around.end,
                    dumps(q.about),
                )
                for q in self.quotations
                if q.doc in number
            ),
        )

    def _store_comparison(self, db: sqlite3.Connection) -> None:
        found = (self.comparison.conflicts, self.comparison.agreements, self.comparison.updates)
        both = [(kind, row) for kind, rows_of in enumerate(found) for row in rows_of]
        db.executemany(
            "INSERT INTO conflicts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (rank, c.id, agree, c.kind, c.why, dumps(c.about), rows.stated_to_json(c.values))
                for rank, (agree, c) in enumerate(both)
            ),
        )
        store_copies(db, self.comparison.copies)
        db.executemany(
            "INSERT INTO described VALUES (?, ?, ?)",
            ((rank, d.entity, rows.described_row(d)) for rank, d in enumerate(self.comparison.described)),
        )
        db.executemany(
            "INSERT INTO only_in VALUES (?, ?, ?)",
            (
                (rank, o.doc, dumps([rows.statement_to_json(s) for s in o.statements]))
                for rank, o in enumerate(self.comparison.only)
            ),
        )


def replace_topics(db: sqlite3.Connection, topics: Sequence[Topic]) -> None:
    """Replace the topics and their passages, and nothing else."""
    for table in ("passages", "topics"):
        db.execute(f"DELETE FROM {table}")
    store_topics(db, dict(db.execute("SELECT id, n FROM documents").fetchall()), topics)


def store_topics(db: sqlite3.Connection, number: Mapping[str, int], topics: Sequence[Topic]) -> None:
    """Store topics with all the passages in their cells; `number` are the documents' row numbers."""
    for rank, topic in enumerate(topics):
        db.execute(
            "INSERT INTO topics VALUES (?, ?, ?, ?, ?, ?, ?)",
            (rank, topic.name, name_key(topic.name), topic.description, topic.query, topic.origin, topic.problem),
        )
        db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (rank, number[doc], place, p.start_char, p.end_char, p.text, p.score)
                for doc, passages in topic.cells.items()
                if doc in number
                for place, p in enumerate(passages)
            ),
        )
