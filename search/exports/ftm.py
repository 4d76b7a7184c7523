"""FollowTheMoney (OCCRP's model, version 4): one JSON object a line, for Aleph and its kin.

Documents, the people and bodies named in them, a Mention for each pair of the two, and Events with who takes part.
Places and laws have no schema that fits what is known of them; places are named where an event has them. A Mention has
no property for a page; of an Event, `notes` say on which page of which file its statements stand.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from search.exports.selection import UNDATED, EventGroup, ExportSelection, Made, excerpt, left_out
from search.model import Document, Entity, EntityType, Places
from search.text.wording import counted, reason_words

Json = dict[str, Any]
SCHEMATA: dict[EntityType, str] = {"person": "Person", "organization": "Organization"}
_PREFIX = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")  # the model's dates: ISO 8601, cut off where unknown


def entities(selection: ExportSelection) -> Made:
    """Documents, people and bodies, mentions."""
    known = [entity for entity in selection.entities if entity.type in SCHEMATA]
    docs = dict.fromkeys(doc for entity in known for doc in entity.documents)
    lines = [_document(selection.documents[doc]) for doc in docs if doc in selection.documents]
    for entity in known:
        lines.append(_entity(entity))
        lines += _mentions(selection, entity)
    rest = len(selection.entities) - len(known)
    note = f"Left out: {counted(rest, 'place or law', 'places and laws')}; the model has no schema for them."
    return Made(_text(lines), len(known), note if rest else "")


def timeline(selection: ExportSelection) -> Made:
    """Documents, the people and bodies that take part, and the events; what is denied or merely possible is not one."""
    by_id = {entity.id: entity for entity in selection.all_entities}
    kept = [one for one in selection.event_groups if not one.lead.negated and one.lead.modality != "hypothetical"]
    statements = [event for one in kept for event in one.statements]
    docs = dict.fromkeys(event.doc for event in statements)
    named = dict.fromkeys(ident for event in statements for ident in event.entities)
    lines = [_document(selection.documents[doc]) for doc in docs if doc in selection.documents]
    lines += [_entity(by_id[ident]) for ident in named if ident in by_id and by_id[ident].type in SCHEMATA]
    lines += [_event(one, by_id, selection.places) for one in kept]
    doubtful = len(selection.events) - len(statements)
    note = left_out([(doubtful, "of what is denied or merely possible"), (selection.undated, UNDATED)])
    return Made(_text(lines), len(kept), note)


def _entity(entity: Entity) -> Json:
    schema = SCHEMATA[entity.type]
    proof = [_ident(doc) for doc in entity.documents]
    return _row(_ident(entity.id), schema, name=[entity.name], alias=list(entity.aliases), proof=proof)


def _mentions(selection: ExportSelection, entity: Entity) -> Iterable[Json]:
    names: dict[str, dict[str, None]] = {}
    for mention in selection.mentions(entity):
        names.setdefault(mention.doc, {})[" ".join(mention.text.split())] = None
    for doc, used in names.items():
        yield _row(
            _ident(entity.id, doc), "Mention",
            document=[_ident(doc)], name=list(used), resolved=[_ident(entity.id)],
            detectedSchema=[SCHEMATA[entity.type]],
        )  # fmt: skip


def _document(document: Document) -> Json:
    # A day that was worked out is no statement of the document's: it stays in the summary.
    published, inferred = _date(document.published), document.published_inferred
    return _row(
        _ident(document.id), "PlainText" if document.format == "txt" else "Document",
        fileName=[document.id.rpartition("/")[2]], title=[document.title],
        publisher=_some(document.source), author=_some(document.author),
        sourceUrl=_some(document.url), publishedAt=[] if inferred else _some(published),
        summary=[f"Published {published}: worked out, not given."] if inferred and published else [],
    )  # fmt: skip


def _event(one: EventGroup, by_id: dict[str, Entity], places: Places) -> Json:
    lead = one.lead
    pages = {event: places.words(event.doc, event.start_char, event.end_char) for event in one.statements}
    people = dict.fromkeys(ident for event in one.statements for ident in event.entities if ident in by_id)
    exact = lead.date.precision in ("day", "month", "year")
    return _row(
        _ident(lead.id), "Event",
        name=[excerpt(lead)],
        date=_some(_date(lead.date.edtf)) if exact else [],
        startDate=[] if exact else _some(lead.date.start), endDate=[] if exact else _some(lead.date.end),
        description=[" ".join(event.text.split()) for event in one.statements],
        summary=[f"The date was worked out: {reason_words(lead.date.why)}"] if lead.date.basis != "stated" else [],
        notes=list(dict.fromkeys(f"{event.doc}, {page}" for event, page in pages.items() if page)),
        keywords=[word for word in (lead.kind, "planned" if lead.modality == "planned" else "") if word],
        involved=[_ident(ident) for ident in people if by_id[ident].type in SCHEMATA],
        locationMentioned=[by_id[ident].name for ident in people if by_id[ident].type == "place"],
        proof=list(dict.fromkeys(_ident(event.doc) for event in one.statements)),
    )  # fmt: skip


def _row(ident: str, schema: str, **properties: Sequence[str]) -> Json:
    kept = {name: list(values) for name, values in properties.items() if values}
    return {"id": ident, "schema": schema, "properties": kept}


def _ident(*parts: str) -> str:
    """An id of the model, the same for the same corpus: letters and digits only, whatever a file is called."""
    return "sb-" + hashlib.sha1("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _date(edtf: str | None) -> str | None:
    """As much of an EDTF value as is a plain year, month or day."""
    value = (edtf or "").rstrip("~?%")
    return value if _PREFIX.fullmatch(value) and int(value[5:7] or 1) <= 12 else None


def _some(value: str | None) -> list[str]:
    return [value] if value else []


def _text(lines: Iterable[Json]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
