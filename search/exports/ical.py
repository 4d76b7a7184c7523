"""iCalendar (RFC 5545): an all-day entry an event; a month, season or year becomes the span of its days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from search.exports.selection import UNDATED, EventGroup, ExportSelection, Made, excerpt, left_out
from search.text.wording import date_words, reason_words

if TYPE_CHECKING:
    from icalendar.cal import Component

# A longer span tells no calendar anything, and some programs show it on every one of its days: a decade at most.
_MAX_LEN_LINE = timedelta(days=3653)


def timeline(selection: ExportSelection) -> Made:
    """The events that have a first and a last day; `note` says how many are spans, and what was left out."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Sourcebook//Chronology//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", selection.title)
    moment = datetime.now(UTC)
    count = spans = denied = unbounded = 0
    for told in selection.event_groups:
        days = _days(told)
        if told.lead.negated:
            denied += len(told.statements)
        elif days is None:
            unbounded += len(told.statements)
        else:
            calendar.add_component(_entry(selection, told, days, moment))
            count += 1
            spans += told.lead.date.precision != "day"
    note = left_out([
        (denied, "of what is denied"), (unbounded, "with an open date or one of more than ten years"),
        (selection.undated, UNDATED),
    ])  # fmt: skip
    if spans:
        many = f"{spans:,} entries have imprecise dates and span"
        some = "1 entry has an imprecise date and spans" if spans == 1 else many
        note = f"{some} all the days it may mean. {note}".strip()
    return Made(calendar.to_ical().decode("utf-8"), count, note)


def _days(told: EventGroup) -> tuple[date, date] | None:
    """First day and the day after the last (RFC 5545, 3.6.1: DTEND is exclusive); None where there are none to show."""
    start, end = told.lead.date.start, told.lead.date.end
    if start is None or end is None:
        return None
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return (first, last + timedelta(days=1)) if last - first <= _MAX_LEN_LINE else None


def _entry(selection: ExportSelection, told: EventGroup, days: tuple[date, date], moment: datetime) -> Component:
    from icalendar import Event

    lead = told.lead
    entry = Event()
    entry.add("uid", f"{lead.id}@sourcebook")
    entry.add("dtstamp", moment)
    entry.add("dtstart", days[0])
    entry.add("dtend", days[1])
    imprecise = "" if lead.date.precision == "day" else f"{date_words(lead.date.edtf)}: "
    entry.add("summary", f"{imprecise}{excerpt(lead)}")
    entry.add("description", "\n\n".join(_description(selection, told)))
    entry.add("status", "CONFIRMED" if lead.modality == "fact" else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    if lead.kind:
        entry.add("categories", [lead.kind])
    return entry


def _description(selection: ExportSelection, told: EventGroup) -> list[str]:
    out = []
    for event in told.statements:
        out.append(selection.cited(event.doc, event.start_char, event.end_char, event.text))
        if event.date.basis != "stated":
            out.append(f"The date was worked out: {reason_words(event.date.why)}.")
    return out
