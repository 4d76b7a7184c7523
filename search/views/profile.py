"""An entity's page: its names, its mentions in context, its time, its company, its words.

Everything is counted by the store, and only so much is read that a page is there at once however often somebody is
named (100,000 mentions in 20,000 documents: under half a second). What was left out is counted in the profile.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import cast

from search.files import dumps
from search.model import Companion, Context, Described, EntityType, Event, NameUse, Profile, Quotation, Span
from search.store import serialization as rows
from search.store.reader import Store
from search.text.concordance import context
from search.text.sanitise import sanitise_line
from search.text.segmentation import passages
from search.views.selection import Selection

MAX_READ = 300  # documents whose texts are read for contexts and company: those that name it most
MAX_CHARACTERS = 4_000_000  # of those texts
MAX_CONTEXTS = 2_000
MAX_EVENTS = 2_000
MAX_QUOTATIONS = 300
MAX_COMPANIONS = 200
WIDTH = 80  # characters on either side of a mention

_WITHIN = " AND d.id IN (SELECT value FROM json_each(?))"
_QUOTATION = "SELECT d.id, q.start, q.stop, q.speaker, q.cue, q.around, q.around_stop, q.about"


def profile_of(selection: Selection, ident: str, query: str) -> Profile:
    """Everything known of an entity within what a query selects; counts are of that selection.

    Raises CorpusError for an unknown id.
    """
    store = selection.workspace.store
    entity = selection.workspace.entity(ident)
    with store.reading() as db:
        page = _Page(store, db, entity.id, selection.ids(query))
        read = page.read()
        contexts, companions = page.surroundings(read)
        events, more_events = page.events()
        said, more_said = page.said()
        about, more_about = page.about()
        narrowed = replace(
            entity,
            mentions=sum(page.counts.values()),
            documents=tuple(sorted(page.counts, key=lambda doc: (-page.counts[doc], doc))),
        )
        described = page.described()
        others = {*(link.entity for link in entity.links), *entity.unsure}
        others |= {one.speaker for one in about if one.speaker}
        return Profile(
            entity=narrowed,
            names=page.names(),
            contexts=contexts,
            events=events,
            companions=companions,
            described=described.by,
            described_at=described.at,
            said=said,
            about=about,
            others={ident: name for ident, name, _ in page.known(others)},
            read=len(read),
            more_events=more_events,
            more_said=more_said,
            more_about=more_about,
        )


class _Page:
    """The questions of one page, asked in one read transaction; `docs` None: of every document."""

    def __init__(self, store: Store, db: sqlite3.Connection, entity: str, docs: Collection[str] | None) -> None:
        self.store, self.db, self.entity, self.docs = store, db, entity, docs
        self.narrow: tuple[str, tuple[object, ...]] = ("", ()) if docs is None else (_WITHIN, (_array(docs),))
        self.holds = dumps(entity)  # as it stands in a JSON list of ids
        where, values = self.narrow
        self.counts: dict[str, int] = dict(
            db.execute(
                f"SELECT d.id, g.mentions FROM naming g JOIN documents d USING (n) WHERE g.entity = ?{where}",
                (entity, *values),
            ).fetchall()
        )

    def names(self) -> tuple[NameUse, ...]:
        """The names as written, the commonest first, each with the documents that use it."""
        where, values = self.narrow
        uses: dict[str, Counter[str]] = defaultdict(Counter)
        for text, doc, count in self.db.execute(
            "SELECT m.text, d.id, count(*) FROM mentions m JOIN documents d USING (n)"
            f" WHERE m.entity = ?{where} GROUP BY m.text, m.n",
            (self.entity, *values),
        ):
            uses[sanitise_line(text)][doc] += count
        found = [
            NameUse(name, tuple(sorted(by.items(), key=lambda row: (-row[1], row[0])))) for name, by in uses.items()
        ]
        return tuple(sorted(found, key=lambda use: (-sum(count for _, count in use.by), use.name)))

    # ---- around its mentions -----------------------------------------------------------------------------------

    def read(self) -> Mapping[str, str]:
        """The texts of the documents that name it most, as many as are read."""
        order = sorted(self.counts, key=lambda doc: (-self.counts[doc], doc))[:MAX_READ]
        known = self.store.texts(order)
        kept: dict[str, str] = {}
        room = MAX_CHARACTERS
        for doc in order:
            room -= len(known.get(doc, ""))
            if doc in known and (room >= 0 or not kept):
                kept[doc] = known[doc]
        return kept

    def surroundings(self, texts: Mapping[str, str]) -> tuple[tuple[Context, ...], tuple[Companion, ...]]:
        """Its mentions in context, by document and place, and who is named in the same passages."""
        contexts: list[Context] = []
        shared: Counter[str] = Counter()
        where: dict[str, dict[str, None]] = defaultdict(dict)
        for doc in sorted(texts):
            text = texts[doc]
            named: list[tuple[str, int, int]] = self.db.execute(
                "SELECT m.entity, m.start, m.stop FROM mentions m JOIN documents d USING (n) WHERE d.id = ?"
                " ORDER BY m.start, m.stop",
                (doc,),
            ).fetchall()
            own = [(start, stop) for entity, start, stop in named if entity == self.entity]
            for start, stop in own[: MAX_CONTEXTS - len(contexts)]:
                left, right = context(text, start, stop, WIDTH)
                contexts.append(Context(doc, start, stop, left, sanitise_line(text[start:stop]), right))
            starts = [start for _, start, _ in named]
            for passage in _passages_of(text, [start for start, _ in own]):
                row = named[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]
                for entity in {entity for entity, _, _ in row if entity != self.entity}:
                    shared[entity] += 1
                    where[entity][doc] = None
        known = {ident: (name, kind) for ident, name, kind in self.known(shared)}
        found = [
            Companion(ident, *known[ident], count, tuple(where[ident]))
            for ident, count in shared.items()
            if ident in known
        ]
        found.sort(key=lambda one: (-one.passages, -len(one.documents), one.name, one.entity))
        return tuple(contexts), tuple(found[:MAX_COMPANIONS])

    def known(self, entities: Iterable[str]) -> list[tuple[str, str, EntityType]]:
        """(id, name, type) of entities by id."""
        found = self.db.execute(
            "SELECT id, name, type FROM entities WHERE id IN (SELECT value FROM json_each(?))", (_array(entities),)
        )
        return [(ident, name, cast(EntityType, kind)) for ident, name, kind in found]

    # ---- its time and its words --------------------------------------------------------------------------------

    def events(self) -> tuple[tuple[Event, ...], int]:
        """Dated statements that name it, in the order of the chronology, and how many more there are."""
        where, values = self.narrow
        joined = " JOIN documents d USING (n)" if where else ""
        # First which ones: only so many are read whole.
        ranks = self.db.execute(
            f"SELECT e.rank FROM naming g JOIN events e USING (n){joined}"
            f" WHERE g.entity = ? AND instr(e.entities, ?) > 0{where} ORDER BY e.rank",
            (self.entity, self.holds, *values),
        ).fetchall()
        kept = self.db.execute(
            f"SELECT {rows.EVENT_COLUMNS} FROM events e JOIN documents d USING (n)"
            " WHERE e.rank IN (SELECT value FROM json_each(?)) ORDER BY e.rank",
            (dumps([rank for (rank,) in ranks[:MAX_EVENTS]]),),
        )
        return tuple(map(rows.event_of, kept)), max(0, len(ranks) - MAX_EVENTS)

    def said(self) -> tuple[tuple[Quotation, ...], int]:
        """Quotations by it, by document and place, and how many more there are."""
        where, values = self.narrow
        return self._quotations(
            f"{_QUOTATION} FROM quotations q JOIN documents d USING (n) WHERE q.speaker = ?{where}"
            " ORDER BY d.id, q.start",
            (self.entity, *values),
        )

    def about(self) -> tuple[tuple[Quotation, ...], int]:
        """Quotations of others that name it, by document and place, and how many more there are."""
        where, values = self.narrow
        return self._quotations(
            f"{_QUOTATION} FROM naming g JOIN quotations q USING (n) JOIN documents d USING (n) WHERE g.entity = ?"
            f" AND instr(q.about, ?) > 0 AND q.speaker IS NOT ?{where} ORDER BY d.id, q.start",
            (self.entity, self.holds, self.entity, *values),
        )

    def _quotations(self, statement: str, values: tuple[object, ...]) -> tuple[tuple[Quotation, ...], int]:
        found = self.db.execute(statement, values)
        kept = list(islice(found, MAX_QUOTATIONS))
        more = sum(1 for _ in found)
        texts = self.store.texts(list(dict.fromkeys(row[0] for row in kept)))
        return tuple(rows.quotation_of(row, texts[row[0]]) for row in kept if row[0] in texts), more

    def described(self) -> Described:
        """How each document introduces it."""
        found = self.db.execute("SELECT phrases FROM described WHERE entity = ?", (self.entity,)).fetchone()
        return rows.described_of(self.entity, found[0] if found else "{}", self.counts)


def _passages_of(text: str, starts: Sequence[int]) -> list[Span]:
    """Those of a text's passages (as `search.text.segmentation.passages` cuts them) in which one of `starts` stands."""
    found: list[Span] = []
    line: Span | None = None
    cut: list[Span] = []
    begins: list[int] = []
    for at in starts:
        if line is None or at >= line.end:
            end = text.find("\n", at)
            line = Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)
            inside = passages(text[line.start : line.end])
            cut = [Span(line.start + span.start, line.start + span.end) for span in inside]
            begins = [span.start for span in cut]
        n = bisect_right(begins, at) - 1
        if n >= 0 and (not found or found[-1] != cut[n]):
            found.append(cut[n])
    return found


def _array(values: Iterable[str]) -> str:
    return dumps(list(values))
