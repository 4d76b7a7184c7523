"""What a claim grid rests on: the documents, sentences, events, quotations and findings that are about its subject.

Only so many documents are read; which ones were not is told, for of them nobody may say “not found in this source”.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from search.analysis.doc import meets, sentence_at, with_next
from search.errors import CorpusError
from search.files import dumps
from search.model import (
    Comparison,
    Conflict,
    Document,
    Entity,
    Event,
    Mention,
    QuotationSpan,
    Span,
    Statement,
    SubjectKind,
    Topic,
)
from search.text.folding import fold
from search.text.wording import date_words
from search.views.claims.reads import MAX_EVENTS, entities_of, events_where, mentions_in, narrowing, quotations_in
from search.views.comparison import comparison
from search.views.selection import Selection
from search.workspace import Workspace

MAX_READ = 48  # documents whose texts are read, all of them
MAX_BEST_READ = 24  # where there are more: those with most to say
MAX_MORE = 16  # further documents that stored findings bring in
MAX_CHARACTERS = 3_000_000  # of those texts
MAX_RINGS = 24  # happenings of a name that are looked at, those that most sources tell first
MAX_NAMED = 60  # places in one document where a name is looked at
MAX_FINDINGS = 80  # findings that touch the subject


@dataclass(frozen=True)
class Scope:
    """The ground of one grid. `spans` are by document: sentences or passages about the subject, in order.

    `events` tell of the subject, `others` of what else happened in the same affair, `beside` are dated otherwise by a
    stored finding. `main` are ids of the entities it
    is about. `found` is the comparison of `documents`, `touching` its findings on the subject. `unread` counts
    documents that have something on it and were not read; they are not among `documents`.
    """

    kind: SubjectKind
    title: str
    documents: tuple[Document, ...]
    texts: Mapping[str, str]
    spans: Mapping[str, tuple[Span, ...]]
    events: tuple[Event, ...]
    others: tuple[Event, ...]
    beside: tuple[Event, ...]
    main: tuple[str, ...]
    entities: Mapping[str, Entity]
    mentions: Mapping[str, tuple[Mention, ...]]
    quotations: tuple[QuotationSpan, ...]
    found: Comparison
    touching: tuple[Conflict, ...]
    asked: Conflict | None
    unread: int

    def holds(self, doc: str, start: int, end: int) -> bool:
        """Whether a stretch of a document meets one that is about the subject."""
        return meets(self.spans.get(doc, ()), start, end)

    def voice(self, doc: str) -> str:
        """The document whose text a document repeats, else itself."""
        return self.found.voices.get(doc, doc)


@dataclass
class _Gathered:
    """What is known of the subject before any text is read."""

    title: str
    events: list[Event]
    others: list[Event]
    main: list[str]
    spans: dict[str, list[Span]]
    asked: Conflict | None = None
    named: Mapping[str, int] | None = None


def scope_of(selection: Selection, subject: str, query: str, docs: Sequence[str] | None) -> Scope:
    """The ground of a subject among the documents that a query selects, or `docs`. Raises CorpusError."""
    kind, _, name = subject.partition(":")
    if kind not in ("entity", "event", "topic", "conflict") or not name:
        raise CorpusError(
            "Not a subject",
            f"Nothing is known as “{subject}”.",
            "Ask for entity:ID, event:ID, topic:NAME, conflict:ID.",
        )
    workspace = selection.workspace
    chosen = _chosen(selection, query, docs)
    found = comparison(selection, "", chosen)
    with workspace.store.reading() as db:
        match kind:
            case "entity":
                met = _entity(workspace, db, name, chosen)
            case "event":
                met = _event(workspace, db, name, chosen)
            case "topic":
                met = _topic(db, name, found, chosen)
            case _:
                met = _conflict(db, name, found, chosen)
        return _read(workspace, db, cast(SubjectKind, kind), met, found)


def _chosen(selection: Selection, query: str, docs: Sequence[str] | None) -> list[str] | None:
    """Ids of the documents to compare, in their order; None for all of them."""
    if not query.strip():
        return None if docs is None else list(docs)
    selected = {one.id: one for one in selection.documents(query)}
    if docs is not None:
        return [doc for doc in docs if doc in selected]
    return sorted(selected, key=lambda doc: (selected[doc].published or "~", doc))


# ---- subjects ---------------------------------------------------------------------------------------------------


def _entity(workspace: Workspace, db: sqlite3.Connection, name: str, chosen: Sequence[str] | None) -> _Gathered:
    entity = workspace.entity(name)
    where, values = narrowing(chosen)
    counts: dict[str, int] = dict(
        db.execute(
            f"SELECT d.id, g.mentions FROM naming g JOIN documents d USING (n) WHERE g.entity = ?{where}",
            (name, *values),
        ).fetchall()
    )
    voices: dict[str, set[str]] = defaultdict(set)
    often: Counter[str] = Counter()
    told: set[str] = set()
    for ident, cluster, doc, kind in db.execute(
        "SELECT e.id, e.cluster, d.id, e.kind FROM naming g JOIN events e USING (n) JOIN documents d USING (n)"
        f" WHERE g.entity = ? AND instr(e.entities, ?) > 0{where}",
        (name, dumps(name), *values),
    ):
        voices[cluster or ident].add(doc)
        often[cluster or ident] += 1
        if kind and kind != "say":
            told.add(cluster or ident)
    rings = sorted(voices, key=lambda one: (-len(voices[one]), one not in told, -often[one], one))[:MAX_RINGS]
    wanted = "(e.cluster IN (SELECT value FROM json_each(?)) OR e.id IN (SELECT value FROM json_each(?)))"
    events = events_where(db, wanted, (dumps(rings), dumps(rings)), chosen)
    return _Gathered(entity.name, events, [], [name], {}, named=counts)


def _event(workspace: Workspace, db: sqlite3.Connection, name: str, chosen: Sequence[str] | None) -> _Gathered:
    events = events_where(db, "e.cluster = ?", (name,), chosen) or events_where(db, "e.id = ?", (name,), chosen)
    if not events:
        raise _gone("event", "It may have been dropped, or no chosen source tells of it.")
    others = _affair(db, events, chosen)
    main = _main(db, events)
    lead = events[0]
    names = [workspace.entity(one).name for one in main[:1]]
    title = " · ".join([*([lead.trigger] if lead.trigger else []), *names, date_words(lead.date.edtf)])
    return _Gathered(title, events, others, main, _sentences_of(events))


def _topic(db: sqlite3.Connection, name: str, found: Comparison, chosen: Sequence[str] | None) -> _Gathered:
    topic = next((one for one in found.topics if one.name == name), None)
    topic = topic or next((one for one in found.topics if fold(one.name) == fold(name)), None)
    if topic is None:
        raise CorpusError(
            "No such topic", f"No topic is called “{name}”.",
            "There are: " + ", ".join(one.name for one in found.topics[:8]) if found.topics else "There are none yet.",
        )  # fmt: skip
    return _Gathered(topic.name, _within(db, topic, chosen), [], [], _passages(topic))


def _within(db: sqlite3.Connection, topic: Topic, chosen: Sequence[str] | None) -> list[Event]:
    """The events whose sentences meet a topic's passages."""
    spans = {doc: tuple(Span(p.start_char, p.end_char) for p in row) for doc, row in topic.cells.items()}
    told = events_where(db, "d.id IN (SELECT value FROM json_each(?))", (dumps(list(spans)),), chosen, most=0)
    return [e for e in told if meets(spans.get(e.doc, ()), e.start_char, e.end_char)][:MAX_EVENTS]


def _passages(topic: Topic) -> dict[str, list[Span]]:
    return {
        doc: sorted((Span(p.start_char, p.end_char) for p in row), key=lambda span: span.start)
        for doc, row in topic.cells.items()
    }


def _conflict(db: sqlite3.Connection, name: str, found: Comparison, chosen: Sequence[str] | None) -> _Gathered:
    everything = (*found.conflicts, *found.updates, *found.agreements, *found.dismissed)
    one = next((one for one in everything if one.id == name), None)
    if one is None:
        raise _gone("conflict", "The documents may have been analysed anew, or fewer of them are chosen.")
    spans: dict[str, list[Span]] = defaultdict(list)
    for value in one.values:
        for said in value.statements:
            spans[said.doc].append(Span(said.start_char, said.end_char))
    told = events_where(db, "d.id IN (SELECT value FROM json_each(?))", (dumps(list(spans)),), chosen, most=0)
    starts = {(doc, span.start) for doc, row in spans.items() for span in row}
    here = [e for e in told if (e.doc, e.start_char) in starts]
    clusters = {e.cluster for e in here if e.cluster} if one.kind == "date" else set()
    events = events_where(db, "e.cluster IN (SELECT value FROM json_each(?))", (dumps(sorted(clusters)),), chosen)
    events = list({e.id: e for e in (*here, *events)}.values())
    return _Gathered(", ".join(one.about[:3]), events, [], _main(db, here), spans, asked=one)


def _gone(what: str, hint: str) -> CorpusError:
    return CorpusError(f"No such {what}", f"This {what} is not found among the chosen sources.", hint)


# ---- events and whom they are about -----------------------------------------------------------------------------


def _affair(db: sqlite3.Connection, events: Sequence[Event], chosen: Sequence[str] | None) -> list[Event]:
    """What else happened in the affairs of some events."""
    affairs = sorted({e.affair for e in events if e.affair})
    mine = {e.id for e in events}
    found = events_where(db, "e.affair IN (SELECT value FROM json_each(?))", (dumps(affairs),), chosen)
    return [e for e in found if e.id not in mine]


def _main(db: sqlite3.Connection, events: Iterable[Event]) -> list[str]:
    """Whom the events are about: people, laws and bodies, those that most sources name first; at most four."""
    docs: dict[str, set[str]] = defaultdict(set)
    near: Counter[str] = Counter()
    for event in events:
        for place, entity in enumerate(event.entities[:6]):
            docs[entity].add(event.doc)
            near[entity] += 6 - place
    kinds = dict(
        db.execute("SELECT id, type FROM entities WHERE id IN (SELECT value FROM json_each(?))", (dumps(list(docs)),))
    )
    ranked = sorted(
        (one for one in docs if kinds.get(one, "place") != "place"),
        key=lambda one: (-len(docs[one]), kinds[one] != "person", -near[one], one),
    )
    return ranked[:4]


def _sentences_of(events: Iterable[Event]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for event in events:
        spans[event.doc].append(Span(event.start_char, event.end_char))
    return spans


# ---- reading ----------------------------------------------------------------------------------------------------


def _read(workspace: Workspace, db: sqlite3.Connection, kind: SubjectKind, met: _Gathered, found: Comparison) -> Scope:
    chosen = {doc.id for doc in found.sources}
    wanted = [*dict.fromkeys(e.doc for e in met.events), *met.spans]
    if met.named is not None:
        wanted += sorted(met.named, key=lambda doc: (-met.named[doc], doc) if met.named else (0, doc))
    wanted = [doc for doc in dict.fromkeys(wanted) if doc in chosen]
    texts = _texts(workspace, wanted if len(wanted) <= MAX_READ else wanted[:MAX_BEST_READ])
    spans = {doc: list(row) for doc, row in met.spans.items() if doc in texts}
    if met.named is not None:
        spans = _named_in(db, met.main[0], texts)
    if kind == "event":
        spans = {doc: with_next(texts[doc], row) for doc, row in spans.items()}
    ordered = {doc: tuple(sorted(set(row), key=lambda s: (s.start, s.end))) for doc, row in spans.items()}
    touching = _touching(found, ordered, _names_of(workspace, met) if kind == "entity" else frozenset())
    if met.asked is not None:
        touching = [met.asked, *(one for one in touching if one.id != met.asked.id)]
    told_by = [s.doc for one in touching for value in one.values for s in value.statements]
    more = [doc for doc in dict.fromkeys(told_by) if doc not in texts and doc in chosen]
    texts.update(_texts(workspace, more[:MAX_MORE]))
    beside = _dated_otherwise(db, touching, {e.id for e in (*met.events, *met.others)})
    if kind == "event":
        for said in _told_otherwise(touching, met.events):
            if said.doc in texts:
                told = with_next(texts[said.doc], [Span(said.start_char, said.end_char)])
                ordered[said.doc] = tuple(sorted({*ordered.get(said.doc, ()), *told}, key=lambda s: (s.start, s.end)))
    unread = [doc for doc in dict.fromkeys((*wanted, *more)) if doc not in texts]
    placed = mentions_in(db, texts)
    return Scope(
        kind,
        met.title,
        tuple(doc for doc in found.sources if doc.id not in set(unread)),
        texts,
        ordered,
        tuple(e for e in met.events if e.doc in texts),
        tuple(e for e in met.others if e.doc in chosen),
        tuple(e for e in beside if e.doc in texts),
        tuple(met.main),
        entities_of(db, {m.entity for row in placed.values() for m in row} | set(met.main)),
        placed,
        quotations_in(db, texts),
        found,
        tuple(touching),
        met.asked,
        len(unread),
    )


def _texts(workspace: Workspace, wanted: Sequence[str]) -> dict[str, str]:
    """The texts of the first of these documents, as many as are read."""
    known = workspace.store.texts(list(wanted))
    kept: dict[str, str] = {}
    room = MAX_CHARACTERS
    for doc, text in known.items():
        room -= len(text)
        if room >= 0 or not kept:
            kept[doc] = text
    return kept


def _named_in(db: sqlite3.Connection, entity: str, texts: Mapping[str, str]) -> dict[str, list[Span]]:
    """The sentences that name an entity."""
    spans: dict[str, list[Span]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for doc, start in db.execute(
        "SELECT d.id, m.start FROM mentions m JOIN documents d USING (n) WHERE m.entity = ?"
        " AND d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id, m.start",
        (entity, dumps(list(texts))),
    ):
        seen[doc] += 1
        if seen[doc] <= MAX_NAMED and not (spans[doc] and spans[doc][-1].end > start):
            spans[doc].append(sentence_at(texts[doc], start))
    return spans


def _touching(found: Comparison, spans: Mapping[str, Sequence[Span]], names: frozenset[str]) -> list[Conflict]:
    """The findings of which a statement meets a stretch about the subject, or that are about it by name."""
    out = []
    for one in (*found.conflicts, *found.updates, *found.agreements):
        named = any(fold(name) in names for name in one.about)
        if named or any(
            meets(spans.get(said.doc, ()), said.start_char, said.end_char)
            for value in one.values
            for said in value.statements
        ):
            out.append(one)
            if len(out) == MAX_FINDINGS:
                break
    return out


def _dated_otherwise(db: sqlite3.Connection, touching: Sequence[Conflict], known: set[str]) -> list[Event]:
    """The events at the statements of findings of date, but for those that are known already."""
    at = {(s.doc, s.start_char) for one in touching if one.kind == "date" for v in one.values for s in v.statements}
    docs = dumps(sorted({doc for doc, _ in at}))
    found = events_where(db, "d.id IN (SELECT value FROM json_each(?))", (docs,), None, most=0) if at else []
    return [e for e in found if (e.doc, e.start_char) in at and e.id not in known]


def _told_otherwise(touching: Sequence[Conflict], events: Sequence[Event]) -> list[Statement]:
    """The statements that a conflict of date takes for statements of these events, dated otherwise."""
    at = {(e.doc, e.start_char, e.date.edtf) for e in events}
    return [
        said
        for one in touching
        if one.kind == "date"
        and len(one.values) > 1
        and any((s.doc, s.start_char, v.value) in at for v in one.values for s in v.statements)
        for value in one.values
        for said in value.statements
    ]


def _names_of(workspace: Workspace, met: _Gathered) -> frozenset[str]:
    entity = workspace.entity(met.main[0])
    return frozenset(fold(name) for name in (entity.name, *entity.aliases))
