"""The date audit: which dates of a corpus rest on something that may be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from search.model import AuditRow, Correction, DateValue, Document, Event
from search.views.selection import Selection

OF_DATES = frozenset({"redate", "drop", "published"})  # corrections that are about dates
CORRECTED = "correction"  # `DateValue.rule` of a date that the reader gave


def audit(selection: Selection, query: str, corrections: Callable[[], Iterable[Correction]]) -> tuple[AuditRow, ...]:
    """Days of publication that were worked out, then inferred and ambiguous dates by document and place, then what
    is stale.

    A statement that bears no date but the day of publication is no row of its own: it rests on that day's row. What
    the reader has put right is none. `corrections` gives the reader's corrections with what is wrong with each.
    """
    documents = selection.documents(query)
    chosen = {document.id for document in documents}
    dates = selection.events(query)
    resting = Counter((event.doc, event.date.anchor) for event in dates if event.date.anchor)
    for event in dates:
        if event.date.basis == "publication":
            resting[event.doc, event.date.edtf] += event.date.anchor is None
    rows = [
        _published(document, resting[document.id, document.published])
        for document in documents
        if document.published and document.published_inferred
    ]
    seen: set[tuple[str, int, str]] = set()
    for event in sorted(dates, key=lambda event: (event.doc, event.date_start, event.start_char)):
        key = event.doc, event.date_start, event.date.edtf
        if _doubtful(event) and key not in seen:
            seen.add(key)
            rows.append(_dated(event, resting[event.doc, event.date.edtf] - (event.date.anchor == event.date.edtf)))
    rows.extend(_stale(corrections(), chosen, everything=not query.strip()))
    return tuple(rows)


def _doubtful(event: Event) -> bool:
    date = event.date
    if date.rule == CORRECTED or date.basis == "publication":
        return False
    return date.basis == "inferred" or date.otherwise is not None


def _published(document: Document, rests: int) -> AuditRow:
    from search.model import edtf

    date: DateValue | None
    try:
        date = edtf.date_value(document.published or "", basis="inferred")
    except ValueError:  # a value that no calendar knows is shown without one
        date = None
    why = document.provenance["published"].why
    return AuditRow(f"published:{document.id}", "published", document.id, date, why, rests=rests)


def _dated(event: Event, rests: int) -> AuditRow:
    date = event.date
    ambiguous = date.otherwise is not None
    why = date.why
    if ambiguous and not why:
        why = f"day and month could be exchanged: {date.edtf} or {date.otherwise}"
    return AuditRow(
        id=event.id,
        reason="ambiguous" if ambiguous else "inferred",
        doc=event.doc,
        date=date,
        why=why,
        text=event.text,
        start_char=event.start_char,
        end_char=event.end_char,
        words=date.words,
        date_start=event.date_start,
        rests=rests,
    )


def _stale(corrections: Iterable[Correction], chosen: set[str], *, everything: bool) -> list[AuditRow]:
    """Corrections of dates that change nothing now; those of documents that are gone only where nothing narrows."""
    from search.analysis.corrections.merges import OVERRULED

    rows = []
    for correction in corrections:
        # What a later correction says otherwise is no doubt: the reader has changed their mind.
        if not correction.problem or correction.problem == OVERRULED or correction.kind not in OF_DATES:
            continue
        doc = correction.docs[0] if correction.docs else ""
        if doc in chosen or everything:
            rows.append(
                AuditRow(
                    id=f"stale:{correction.id}",
                    reason="stale",
                    doc=doc,
                    date=None,
                    why=correction.problem,
                    text=correction.text,
                    words=correction.words,
                    date_start=correction.start,
                    correction=correction.id,
                )
            )
    return rows
