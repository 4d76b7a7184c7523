"""The JSON contract: what `--json` prints, as plain dictionaries. Field names stay; more may be added.

Spans count characters of a document's cleaned text, end exclusive; those of a hit's `matches` count characters of
its snippet. Dates are EDTF strings, first and last days ISO days or null. docs/command.md documents it for readers.

Where a document has pages (or slides), what stands at a place of it has `page`: the number, from 1, of the page on
which it begins. The field is absent where the format has none; phrases that describe a name have their `pages` beside
them, in the same order. Each function takes the `places` of its documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from search.model import (
    NO_PLACES,
    AuditRow,
    Claim,
    ClaimGrid,
    Comparison,
    Conflict,
    Document,
    Entity,
    Event,
    Mention,
    Passage,
    Places,
    Profile,
    QueryProblem,
    Quotation,
    Results,
    Statement,
)

Json = dict[str, Any]


def _page(places: Places, doc: str, at: int) -> Json:
    """The page of a character as a field; no field where there is none."""
    page = places.page(doc, at)
    return {} if page is None else {"page": page}


def search(results: Results, places: Places = NO_PLACES) -> Json:
    """Return results as JSON: query, total, took_ms, suggestion, hits; and relaxed, partial, problems.

    The page of a hit is that of its first match, else of its snippet.
    """
    return {
        "query": results.query,
        "total": results.total,
        "took_ms": round(results.took_ms, 2),
        "suggestion": results.suggestion,
        "relaxed": results.relaxed,
        "partial": results.partial,
        "problems": [_problem(problem) for problem in results.problems],
        "hits": [
            {
                "doc": hit.document.id,
                "title": hit.document.title,
                "source": hit.document.source,
                "published": hit.document.published,
                "published_inferred": hit.document.published_inferred,
                "score": round(hit.score, 4),
                "snippet": hit.snippet,
                "start_char": hit.start,
                **_page(places, hit.document.id, hit.at),
                "matches": [
                    {"start": span.start, "end": span.end, **_page(places, hit.document.id, hit.start + span.start)}
                    for span in hit.matches
                ],
            }
            for hit in results.hits
        ],
    }


def entities(
    found: Iterable[Entity],
    mentions_of: Callable[[str], Sequence[Mention]] | None = None,
    places: Places = NO_PLACES,
) -> Json:
    """Return entities as JSON. With `mentions_of` (an entity's id → its mentions) each has `spans` too."""
    rows = []
    for entity in found:
        row = _entity(entity)
        if mentions_of is not None:
            row["spans"] = [
                {
                    "doc": at.doc,
                    **_page(places, at.doc, at.start),
                    "start_char": at.start,
                    "end_char": at.end,
                    "text": at.text,
                }
                for at in mentions_of(entity.id)
            ]
        rows.append(row)
    return {"entities": rows}


def profile(found: Profile, places: Places = NO_PLACES) -> Json:
    """Return an entity's page as JSON: entity, names, contexts, events, companions, described, said, about, others.

    `more` counts what is there beyond the rows given; `read` is how many documents contexts and companions rest on.
    """
    return {
        "entity": _entity(found.entity),
        "names": [
            {"name": use.name, "mentions": sum(count for _, count in use.by), "by": dict(use.by)} for use in found.names
        ],
        "contexts": [
            {
                "doc": at.doc,
                **_page(places, at.doc, at.start),
                "start_char": at.start,
                "end_char": at.end,
                "left": at.left,
                "text": at.text,
                "right": at.right,
            }
            for at in found.contexts
        ],
        "events": [_event(event, places) for event in found.events],
        "companions": [
            {
                "id": one.entity,
                "name": one.name,
                "type": one.type,
                "passages": one.passages,
                "documents": list(one.documents),
            }
            for one in found.companions
        ],
        "described": {doc: list(phrases) for doc, phrases in found.described.items()},
        **({"described_pages": pages} if (pages := places.pages(found.described_at)) else {}),
        "said": [_quotation(one, places) for one in found.said],
        "about": [_quotation(one, places) for one in found.about],
        "others": dict(found.others),
        "read": found.read,
        "more": {
            "contexts": found.entity.mentions - len(found.contexts),
            "events": found.more_events,
            "said": found.more_said,
            "about": found.more_about,
        },
    }


def audit(rows: Iterable[AuditRow], places: Places = NO_PLACES) -> Json:
    """Return the date audit as JSON; `rests` counts the dates that were worked out from a row's.

    A day of publication stands on no page.
    """
    return {
        "audit": [
            {
                "id": row.id,
                "reason": row.reason,
                "doc": row.doc,
                **_page(places, row.doc, row.at),
                "date": row.date.edtf if row.date else None,
                "start": row.date.start if row.date else None,
                "end": row.date.end if row.date else None,
                "otherwise": row.date.otherwise if row.date else None,
                "anchor": row.date.anchor if row.date else None,
                "why": row.why,
                "words": row.words,
                "date_start": row.date_start,
                "text": row.text,
                "start_char": row.start_char,
                "end_char": row.end_char,
                "rests": row.rests,
                "correction": row.correction or None,
            }
            for row in rows
        ]
    }


def timeline(found: Iterable[Event], places: Places = NO_PLACES) -> Json:
    """Return events as JSON; `words`, `anchor`, `rule` and `trigger` say what the date and the event rest on."""
    return {"events": [_event(event, places) for event in found]}


def compare(comparison: Comparison, names: Mapping[str, str] | None = None, places: Places = NO_PLACES) -> Json:
    """Return a comparison as JSON: sources, conflicts, agreements, updates, dismissed, topics, described, only, copies,
    silent, voices.

    `names` are those of the entities by id, for what they are described as and not found in. `dismissed` are conflicts
    that the reader put aside; `voices` names for a document that repeats another's text the first of these.
    """
    names = names or {}
    return {
        "sources": [_source(document) for document in comparison.sources],
        "conflicts": [_conflict(conflict, places) for conflict in comparison.conflicts],
        "agreements": [_conflict(conflict, places) for conflict in comparison.agreements],
        "updates": [_conflict(conflict, places) for conflict in comparison.updates],
        "dismissed": [_conflict(conflict, places) for conflict in comparison.dismissed],
        "topics": [
            {
                "name": topic.name,
                "description": topic.description,
                "query": topic.query,
                "origin": topic.origin,
                "problem": topic.problem,
                "counts": dict(topic.counts),
                "cells": {doc: [_passage(passage, places) for passage in cell] for doc, cell in topic.cells.items()},
            }
            for topic in comparison.topics
        ],
        "described": [
            {
                "entity": row.entity,
                "name": names.get(row.entity, row.entity),
                "by": {doc: list(phrases) for doc, phrases in row.by.items()},
                **({"pages": pages} if (pages := places.pages(row.at)) else {}),
            }
            for row in comparison.described
        ],
        "only": [
            {"doc": row.doc, "statements": [_statement(statement, places) for statement in row.statements]}
            for row in comparison.only
        ],
        "copies": [
            {
                "id": row.id,
                "kind": row.kind,
                "docs": list(row.docs),
                "shared": round(row.shared, 3),
                "why": row.why,
                "statements": [_statement(statement, places) for statement in row.statements],
            }
            for row in comparison.copies
        ],
        "silent": [
            {
                "doc": row.doc,
                "entities": [{"id": entity, "name": names.get(entity, entity)} for entity in row.entities],
                "topics": list(row.topics),
            }
            for row in comparison.silent
        ],
        "voices": dict(comparison.voices),
    }


def _entity(entity: Entity) -> Json:
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "mentions": entity.mentions,
        "documents": list(entity.documents),
        "reasons": list(entity.reasons),
        "links": [{"entity": link.entity, "how": link.how, "why": link.why} for link in entity.links],
        "unsure": list(entity.unsure),
        "first": entity.first,
    }


def _event(event: Event, places: Places) -> Json:
    """`date_start`–`date_end`: where the date's words stand, -1 where it has none; `otherwise`: its other reading."""
    return {
        "id": event.id,
        "date": event.date.edtf,
        "start": event.date.start,
        "end": event.date.end,
        "precision": event.date.precision,
        "basis": event.date.basis,
        "why": event.date.why,
        "words": event.date.words,
        "anchor": event.date.anchor,
        "rule": event.date.rule,
        "otherwise": event.date.otherwise,
        "modality": event.modality,
        "negated": event.negated,
        "kind": event.kind,
        "doc": event.doc,
        **_page(places, event.doc, event.start_char),
        "text": event.text,
        "start_char": event.start_char,
        "end_char": event.end_char,
        "date_start": event.date_start,
        "date_end": event.date_end,
        "entities": list(event.entities),
        "cluster": event.cluster,
        "affair": event.affair,
        "trigger": event.trigger,
    }


def _quotation(one: Quotation, places: Places) -> Json:
    return {
        "doc": one.doc,
        **_page(places, one.doc, one.start_char),
        "start_char": one.start_char,
        "end_char": one.end_char,
        "text": one.text,
        "speaker": one.speaker,
        "cue": one.cue,
        "around": one.around,
        "about": list(one.about),
    }


def _problem(problem: QueryProblem) -> Json:
    return {"message": problem.message, "start": problem.start, "end": problem.end, "hint": problem.hint}


def _source(document: Document) -> Json:
    return {
        "doc": document.id,
        "source": document.source,
        "published": document.published,
        "published_inferred": document.published_inferred,
        "title": document.title,
    }


def _conflict(conflict: Conflict, places: Places) -> Json:
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "about": list(conflict.about),
        "why": conflict.why,
        "confirmed": conflict.confirmed,
        "values": [
            {"value": value.value, "statements": [_statement(statement, places) for statement in value.statements]}
            for value in conflict.values
        ],
    }


def _statement(statement: Statement, places: Places) -> Json:
    return {
        "doc": statement.doc,
        **_page(places, statement.doc, statement.start_char),
        "text": statement.text,
        "start_char": statement.start_char,
        "end_char": statement.end_char,
        "speaker": statement.speaker,
    }


def _passage(passage: Passage, places: Places) -> Json:
    return {
        **_page(places, passage.doc, passage.start_char),
        "text": passage.text,
        "start_char": passage.start_char,
        "end_char": passage.end_char,
        "score": round(passage.score, 4),
    }


def claims(grid: ClaimGrid, places: Places = NO_PLACES) -> Json:
    """Return a claim grid as JSON: subject, kind, title, sources, rows, not_found, more, unread.

    A row's `cells` are by document id; a document without a claim is absent from them: not found in this source.
    `start_char`–`end_char` of a claim are the words' place in the document, those of its `statement` the sentence's.
    """
    answering = {doc for row in grid.rows for doc in row.cells}
    return {
        "subject": grid.subject,
        "kind": grid.kind,
        "title": grid.title,
        "sources": [_source(document) for document in grid.documents],
        "rows": [
            {
                "question": row.question,
                "label": row.label,
                "mark": row.mark,
                "why": row.why,
                "cells": {doc: [_claim(claim, places) for claim in cell] for doc, cell in row.cells.items()},
            }
            for row in grid.rows
        ],
        "not_found": [document.id for document in grid.documents if document.id not in answering],
        "more": grid.more,
        "unread": grid.unread,
    }


def _claim(claim: Claim, places: Places) -> Json:
    said = claim.statement
    return {
        "words": claim.words,
        "value": claim.value,
        "mark": claim.mark,
        **_page(places, said.doc, claim.start if claim.start >= 0 else said.start_char),
        "start_char": claim.start,
        "end_char": claim.end,
        "statement": _statement(said, places),
    }
