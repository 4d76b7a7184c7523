"""JSON: the contract of the command (`search.exports.json_contract`), with the documents that its ids speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable

from search.exports import json_contract as contract
from search.exports.selection import UNDATED, ExportSelection, Made, left_out
from search.model import Document
from search.text.wording import citation


def entities(selection: ExportSelection) -> Made:
    """The entities with every mention, and the documents they are named in."""
    found = selection.entities
    within = {entity.id: entity for entity in found}
    made = contract.entities(found, lambda ident: selection.mentions(within[ident]), selection.places)
    docs = dict.fromkeys(doc for entity in found for doc in entity.documents)
    return Made(_text({**_head(selection), **made, "documents": _documents(selection, docs)}), len(found))


def timeline(selection: ExportSelection) -> Made:
    """The dated statements, the names their ids speak of, and their documents."""
    events = selection.events
    names = {ident: selection.names.get(ident, ident) for event in events for ident in event.entities}
    docs = dict.fromkeys(event.doc for event in events)
    told = contract.timeline(events, selection.places)
    made = {**_head(selection), **told, "names": names, "documents": _documents(selection, docs)}
    return Made(_text(made), len(events), left_out([(selection.undated, UNDATED)]))


def _head(selection: ExportSelection) -> contract.Json:
    return {"corpus": selection.title, "query": selection.query}


def _documents(selection: ExportSelection, ids: Iterable[str]) -> list[contract.Json]:
    known = (selection.documents[doc] for doc in ids if doc in selection.documents)
    return [_document(document) for document in known]


def _document(document: Document) -> contract.Json:
    return {
        "doc": document.id,
        "title": document.title,
        "source": document.source,
        "author": document.author,
        "published": document.published,
        "published_inferred": document.published_inferred,
        "url": document.url,
        "sha256": document.sha256,
        "citation": citation(document),
    }


def _text(value: contract.Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
