"""CSV (RFC 4180): one heading line, one row a thing. Cells are data, never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from search.exports.selection import UNDATED, ExportSelection, Made, left_out
from search.model import Document
from search.text.concordance import context

# Spreadsheets run a cell that begins with one of these; an apostrophe before it makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MANY = "; "


def entities(selection: ExportSelection) -> Made:
    """A row an entity."""
    names = selection.names
    head = ("id", "type", "name", "other_names", "mentions", "documents", "first", "may_be", "linked", "reasons", "in")
    rows = (
        (
            e.id,
            e.type,
            e.name,
            _MANY.join(e.aliases),
            e.mentions,
            len(e.documents),
            e.first,
            _MANY.join(names.get(other, other) for other in e.unsure),
            _MANY.join(f"{link.how} {names.get(link.entity, link.entity)}" for link in e.links),
            _MANY.join(e.reasons),
            _MANY.join(e.documents),
        )
        for e in selection.entities
    )
    return _table(head, rows)


def mentions(selection: ExportSelection) -> Made:
    """A row a mention, by entity, document and place, with the words on either side."""
    head = ("id", "name", "type", "left", "words", "right", "doc", "page", "start_char", "end_char", "citation")
    texts: dict[str, str] = {}
    page = selection.places.page

    def rows() -> Iterable[Sequence[object]]:
        for entity in selection.entities:
            for at in selection.mentions(entity):
                if at.doc not in texts:
                    texts[at.doc] = selection.text(at.doc)
                left, right = context(texts[at.doc], at.start, at.end)
                yield (
                    entity.id, entity.name, entity.type, left.rstrip(), at.text, right.lstrip(),
                    at.doc, page(at.doc, at.start), at.start, at.end, selection.cited(at.doc, at.start, at.end),
                )  # fmt: skip

    return _table(head, rows())


def timeline(selection: ExportSelection) -> Made:
    """A row a dated statement, in the order of the chronology; `event` is alike for statements of one event."""
    names, documents, page = selection.names, selection.documents, selection.places.page
    head = (
        "date", "first_day", "last_day", "precision", "basis", "why", "date_words", "kind", "modality", "negated",
        "statement", "who_and_what", "event", "doc", "page", "start_char", "end_char", "source", "published",
        "citation",
    )  # fmt: skip
    unknown = Document("", "")
    rows = (
        (
            e.date.edtf, e.date.start, e.date.end, e.date.precision, e.date.basis, e.date.why, e.date.words, e.kind,
            e.modality, "yes" if e.negated else "", e.text, _MANY.join(names.get(one, one) for one in e.entities),
            e.cluster, e.doc, page(e.doc, e.start_char), e.start_char, e.end_char,
            documents.get(e.doc, unknown).source, documents.get(e.doc, unknown).published,
            selection.cited(e.doc, e.start_char, e.end_char),
        )
        for e in selection.events
    )  # fmt: skip
    return _table(head, rows, left_out([(selection.undated, UNDATED)]))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], note: str = "") -> Made:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return Made(out.getvalue(), count, note)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str):
        flat = " ".join(value.split())
        return f"'{flat}" if flat.startswith(_FORMULA) else flat
    return value
