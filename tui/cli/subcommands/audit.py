"""`sourcebook audit`: the dates that were worked out, can be read two ways, or whose corrections no longer apply."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.library import bring_up_to_date, library, narrowed
from tui.cli.output import is_rich, line, note, print_json
from tui.wording import counted, date_words, reason_words, short_names

if TYPE_CHECKING:
    from search.model import AuditReason, AuditRow, Places

TITLES: Mapping[AuditReason, str] = {
    "published": "day of publication worked out",
    "inferred": "worked out",
    "ambiguous": "day and month could be exchanged",
    "stale": "correction that no longer applies",
}


def run(arguments: Namespace) -> int:
    """Print the date audit; returns 0 where there is something to look at, else 1."""
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        rows = opened.audit(narrowed(opened, arguments.within))
        documents = opened.documents()
        asked = {row.doc for row in rows}
        places = opened.places(document for document in documents if document.id in asked)
    if arguments.json:
        from search.exports import json_contract as export

        print_json(export.audit(rows, places))
    elif is_rich():
        show(rows, short_names(documents), places)
    else:
        for row in rows:
            where = places.named(row.doc, row.doc, row.at)
            line(row.reason, where, value(row), row.words, row.rests, row.why, row.text)
    if not rows:
        note("no date needs checking")
    return 0 if rows else 1


def value(row: AuditRow) -> str:
    """Return how a date is read now, with its other reading where it has one; empty where there is none."""
    if row.date is None:
        return ""
    return f"{row.date.edtf} or {row.date.otherwise}" if row.date.otherwise else row.date.edtf


def show(rows: Sequence[AuditRow], names: Mapping[str, str], places: Places) -> None:
    """Print a table for people."""
    from tui.cli.output import console, styled, table

    made = table("What", "Source", "Words", "Read as", "#Rests on it", "Why")
    for row in rows:
        read = date_words(row.date.edtf) if row.date else ""
        if row.date and row.date.otherwise:
            read += f" or {date_words(row.date.otherwise)}"
        made.add_row(
            styled(TITLES[row.reason]),
            styled(places.named(names.get(row.doc, row.doc), row.doc, row.at), "dim"),
            styled(row.words, "bold"),
            styled(read, "bold"),
            str(row.rests or ""),
            styled(reason_words(row.why)),
        )
    screen = console()
    screen.print(made)
    screen.print(styled(counted(len(rows), "date"), "dim"))
