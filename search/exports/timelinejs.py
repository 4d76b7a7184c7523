"""TimelineJS 3 (Knight Lab): its JSON has a slide an event with start and end dates and HTML text."""

from __future__ import annotations

import html
import json
from typing import Any

from search.exports.selection import UNDATED, EventGroup, ExportSelection, Made, excerpt, left_out
from search.text.wording import date_words

Json = dict[str, Any]


def timeline(selection: ExportSelection) -> Made:
    """A slide an event that has a first day; denied and merely possible ones are left out."""
    slides, without, doubtful = [], 0, 0
    for told in selection.event_groups:
        lead = told.lead
        if lead.negated or lead.modality == "hypothetical":
            doubtful += len(told.statements)
        elif lead.date.start is None:
            without += len(told.statements)
        else:
            slides.append(_slide(selection, told))
    story = {"title": {"text": {"headline": html.escape(selection.title)}}, "events": slides}
    note = left_out([
        (doubtful, "of what is denied or merely possible"),
        (without, "without a first day"),
        (selection.undated, UNDATED),
    ])  # fmt: skip
    return Made(json.dumps(story, ensure_ascii=False, indent=2) + "\n", len(slides), note)


def _slide(selection: ExportSelection, told: EventGroup) -> Json:
    lead = told.lead
    first, last, coarse = str(lead.date.start), lead.date.end, lead.date.precision
    slide: Json = {
        "unique_id": lead.id,
        "start_date": _date(first, coarse),
        "display_date": date_words(lead.date.edtf) + ("" if lead.date.basis == "stated" else " (inferred)"),
        "text": {"headline": html.escape(excerpt(lead)), "text": "".join(_statements(selection, told))},
    }
    if last is not None and last != first and coarse not in ("month", "year"):
        slide["end_date"] = _date(last, "day")
    if lead.kind:
        slide["group"] = lead.kind
    return slide


def _statements(selection: ExportSelection, told: EventGroup) -> list[str]:
    out = []
    for event in told.statements:
        cited = html.escape(selection.cited(event.doc, event.start_char, event.end_char))
        out.append(f"<blockquote>{html.escape(' '.join(event.text.split()))}</blockquote><p>{cited}</p>")
    return out


def _date(day: str, precision: str) -> Json:
    """A day as TimelineJS takes it, no more precise than the text is."""
    year, month, number = (int(part) for part in day.split("-"))
    date: Json = {"year": year}
    if precision != "year":
        date["month"] = month
    if precision not in ("year", "month"):
        date["day"] = number
    return date
