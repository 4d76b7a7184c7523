"""What a claim grid rests on: the documents, sentences, events, quotations and findings that are about its subject.

Only so many documents are read; which ones were not is told, for of them nobody may say “not found in this source”.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
)
from search.text.folding import fold
from search.views.claims.reads import entities_of, events_where, mentions_in, quotations_in
from search.views.claims.subjects import Subject, subject_of
from search.views.comparison import comparison
from search.views.selection import Selection
from search.workspace import Workspace

MAX_READ = 48  # documents whose texts are read, all of them
MAX_BEST_READ = 24  # where there are more: those with most to say
MAX_MORE = 16  # further documents that stored findings bring in
MAX_CHARACTERS = 3_000_000  # of those texts
MAX_NAMED = 60  # places in one document where a name is looked at
MAX_FINDINGS = 80  # findings that touch the subject


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What one grid rests on. `spans` are by document: sentences or passages about the subject, in order.

    `events` tell of the subject, `others` of what else happened in the same storyline, `beside` are dated otherwise by
    a stored finding. `main` are ids of the entities it is about. `found` is the comparison of `documents`, `touching`
    its findings on the subject. `unread` counts documents that have something on it and were not read; they are not
    among `documents`.
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


def scope_of(selection: Selection, subject: str, query: str, docs: Sequence[str] | None) -> Scope:
    """What a subject rests on among the documents that a query selects, or `docs`. Raises CorpusError."""
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
        read = subject_of(workspace, db, cast(SubjectKind, kind), name, found, chosen)
        return _read(workspace, db, read, found)


def _chosen(selection: Selection, query: str, docs: Sequence[str] | None) -> list[str] | None:
    """Ids of the documents to compare, in their order; None for all of them."""
    if not query.strip():
        return None if docs is None else list(docs)
    selected = {one.id: one for one in selection.documents(query)}
    if docs is not None:
        return [doc for doc in docs if doc in selected]
    return sorted(selected, key=lambda doc: (selected[doc].published or "~", doc))


# ---- reading ----------------------------------------------------------------------------------------------------


def _read(workspace: Workspace, db: sqlite3.Connection, subject: Subject, found: Comparison) -> Scope:
    chosen = {doc.id for doc in found.sources}
    wanted = _wanted(subject, chosen)
    texts = _texts(workspace, wanted if len(wanted) <= MAX_READ else wanted[:MAX_BEST_READ])
    spans = _spans_about(db, subject, texts)
    touching = _findings_on(workspace, subject, found, spans)
    more = _brought_in(touching, texts, chosen)
    texts.update(_texts(workspace, more[:MAX_MORE]))
    beside = _dated_otherwise(db, touching, {e.id for e in (*subject.events, *subject.others)})
    if subject.kind == "event":
        _add_statements(spans, _statements_dated_otherwise(touching, subject.events), texts)
    unread = {doc for doc in (*wanted, *more) if doc not in texts}
    mentions = mentions_in(db, texts)
    return Scope(
        kind=subject.kind,
        title=subject.title,
        documents=tuple(doc for doc in found.sources if doc.id not in unread),
        texts=texts,
        spans=spans,
        events=tuple(e for e in subject.events if e.doc in texts),
        others=tuple(e for e in subject.others if e.doc in chosen),
        beside=tuple(e for e in beside if e.doc in texts),
        main=tuple(subject.main),
        entities=entities_of(db, {m.entity for row in mentions.values() for m in row} | set(subject.main)),
        mentions=mentions,
        quotations=quotations_in(db, texts),
        found=found,
        touching=tuple(touching),
        asked=subject.asked,
        unread=len(unread),
    )


def _wanted(subject: Subject, chosen: Collection[str]) -> list[str]:
    """The chosen documents that have something on the subject: those of its events and stretches, then most naming."""
    wanted = [*(e.doc for e in subject.events), *subject.spans]
    if subject.named is not None:
        counts = subject.named
        wanted += sorted(counts, key=lambda doc: (-counts[doc], doc))
    return [doc for doc in dict.fromkeys(wanted) if doc in chosen]


def _spans_about(db: sqlite3.Connection, subject: Subject, texts: Mapping[str, str]) -> dict[str, tuple[Span, ...]]:
    """The stretches of the texts that are about the subject, by document, in order."""
    spans = {doc: list(row) for doc, row in subject.spans.items() if doc in texts}
    if subject.named is not None:
        spans = _named_in(db, subject.main[0], texts)
    if subject.kind == "event":
        spans = {doc: with_next(texts[doc], row) for doc, row in spans.items()}
    return {doc: _in_order(row) for doc, row in spans.items()}


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Stretches by place, each once."""
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end)))


def _findings_on(
    workspace: Workspace, subject: Subject, found: Comparison, spans: Mapping[str, Sequence[Span]]
) -> list[Conflict]:
    """The findings that touch the subject; the one that was asked for first."""
    touching = _touching(found, spans, _names_of(workspace, subject) if subject.kind == "entity" else frozenset())
    if subject.asked is None:
        return touching
    return [subject.asked, *(one for one in touching if one.id != subject.asked.id)]


def _brought_in(touching: Iterable[Conflict], texts: Mapping[str, str], chosen: Collection[str]) -> list[str]:
    """Further chosen documents that findings on the subject have statements of."""
    stating = (said.doc for one in touching for value in one.values for said in value.statements)
    return [doc for doc in dict.fromkeys(stating) if doc not in texts and doc in chosen]


def _add_statements(
    spans: dict[str, tuple[Span, ...]], statements: Iterable[Statement], texts: Mapping[str, str]
) -> None:
    """Add statements, each with the sentence after it, to the stretches about an event."""
    for said in statements:
        if said.doc in texts:
            stretch = with_next(texts[said.doc], [Span(said.start_char, said.end_char)])
            spans[said.doc] = _in_order((*spans.get(said.doc, ()), *stretch))


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


def _statements_dated_otherwise(touching: Sequence[Conflict], events: Sequence[Event]) -> list[Statement]:
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


def _names_of(workspace: Workspace, subject: Subject) -> frozenset[str]:
    entity = workspace.entity(subject.main[0])
    return frozenset(fold(name) for name in (entity.name, *entity.aliases))
