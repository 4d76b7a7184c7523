"""The JSON contract: what `--json` prints, as plain dictionaries. Field names stay; more may be added.

Spans count characters of a document's cleaned text, end exclusive; those of a hit's `matches` count characters of
its snippet. Dates are EDTF strings, first and last days ISO days or null. docs/command.md documents it for readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from search.model import (
    Comparison,
    Conflict,
    Document,
    Entity,
    Event,
    Mention,
    Passage,
    QueryProblem,
    Results,
    Statement,
)

Json = dict[str, Any]


def search(results: Results) -> Json:
    """Return results as JSON: query, total, took_ms, suggestion, hits; and relaxed, partial, problems."""
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
                "matches": [{"start": span.start, "end": span.end} for span in hit.matches],
            }
            for hit in results.hits
        ],
    }


def entities(found: Iterable[Entity], mentions_of: Callable[[str], Sequence[Mention]] | None = None) -> Json:
    """Return entities as JSON. With `mentions_of` (an entity's id → its mentions) each has `spans` too."""
    rows = []
    for entity in found:
        row: Json = {
            "id": entity.id,
            "name": entity.name,
            "type": entity.type,
            "aliases": list(entity.aliases),
            "mentions": entity.mentions,
            "documents": list(entity.documents),
            "reasons": list(entity.reasons),
        }
        if mentions_of is not None:
            row["spans"] = [
                {"doc": at.doc, "start_char": at.start, "end_char": at.end, "text": at.text}
                for at in mentions_of(entity.id)
            ]
        rows.append(row)
    return {"entities": rows}


def timeline(found: Iterable[Event]) -> Json:
    """Return events as JSON; `words`, `anchor`, `rule` and `trigger` say what the date and the event rest on."""
    return {
        "events": [
            {
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
                "modality": event.modality,
                "doc": event.doc,
                "text": event.text,
                "start_char": event.start_char,
                "end_char": event.end_char,
                "entities": list(event.entities),
                "cluster": event.cluster,
                "trigger": event.trigger,
            }
            for event in found
        ]
    }


def compare(comparison: Comparison, names: Mapping[str, str] | None = None) -> Json:
    """Return a comparison as JSON: sources, conflicts, agreements, topics, described, only.

    `names` are those of the entities by id, for what they are described as.
    """
    names = names or {}
    return {
        "sources": [_source(document) for document in comparison.sources],
        "conflicts": [_conflict(conflict) for conflict in comparison.conflicts],
        "agreements": [_conflict(conflict) for conflict in comparison.agreements],
        "topics": [
            {
                "name": topic.name,
                "description": topic.description,
                "query": topic.query,
                "cells": {doc: [_passage(passage) for passage in cell] for doc, cell in topic.cells.items()},
            }
            for topic in comparison.topics
        ],
        "described": [
            {
                "entity": row.entity,
                "name": names.get(row.entity, row.entity),
                "by": {doc: list(phrases) for doc, phrases in row.by.items()},
            }
            for row in comparison.described
        ],
        "only": [
            {"doc": row.doc, "statements": [_statement(statement) for statement in row.statements]}
            for row in comparison.only
        ],
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


def _conflict(conflict: Conflict) -> Json:
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "about": list(conflict.about),
        "why": conflict.why,
        "values": [
            {"value": value.value, "statements": [_statement(statement) for statement in value.statements]}
            for value in conflict.values
        ],
    }


def _statement(statement: Statement) -> Json:
    return {
        "doc": statement.doc,
        "text": statement.text,
        "start_char": statement.start_char,
        "end_char": statement.end_char,
    }


def _passage(passage: Passage) -> Json:
    return {
        "text": passage.text,
        "start_char": passage.start_char,
        "end_char": passage.end_char,
        "score": round(passage.score, 4),
    }
