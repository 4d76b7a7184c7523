"""`sourcebook timeline`: the dated statements in the order of their dates."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.library import bring_up_to_date, library, narrowed
from tui.cli.output import is_rich, line, note, print_json
from tui.wording import counted, date_words, reason_words, short_names

if TYPE_CHECKING:
    from search.model import Event, Places


def run(arguments: Namespace) -> int:
    """Print the timeline; returns 0 where there is one, else 1."""
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        events = opened.events(narrowed(opened, arguments.within))
        documents = opened.documents()
        shown: Sequence[Event] = events
        if not arguments.json and not arguments.undated:
            shown = [event for event in events if event.date.basis != "publication"]
        hidden = len(events) - len(shown)
        shown = shown[: arguments.limit]
        told = {event.doc for event in shown}
        places = opened.places(document for document in documents if document.id in told)
    if arguments.json:
        from search.exports import json_contract as export

        print_json(export.timeline(shown, places))
    elif is_rich():
        show(shown, short_names(documents), places)
    else:
        for event in shown:
            line(event.date.edtf, how(event), places.named(event.doc, event.doc, event.start_char), event.text)
    if not shown:
        note("no dated statements found")
    if hidden:
        note(f"{counted(hidden, 'statement')} with no date but the day of publication left out: --undated shows them")
    return 0 if shown else 1


def how(event: Event) -> str:
    """Return how the date is known ("stated", "inferred", "publication"), and what is planned, hypothetical, denied."""
    return ", ".join([event.date.basis, *senses(event)])


def senses(event: Event) -> list[str]:
    """Return in which senses a statement is no plain fact; none for one that is."""
    return [*([] if event.modality == "fact" else [event.modality]), *(["denied"] if event.negated else [])]


def show(events: Sequence[Event], names: Mapping[str, str], places: Places) -> None:
    """Print a table for people; * marks a date that was worked out, with the words it was worked out from."""
    from tui.cli.output import console, styled, table

    rows = table("Date", "Statement", "Source")
    for event in events:
        statement = styled(event.text)
        remarks = senses(event)
        if event.date.basis != "stated":
            remarks.append(reason_words(event.date.why) or event.date.basis)
        if remarks:
            statement.append(" ").append_text(styled(f"[{'; '.join(remarks)}]", "dim"))
        mark = "" if event.date.basis == "stated" else "*"
        source = styled(places.named(names.get(event.doc, event.doc), event.doc, event.start_char), "dim")
        rows.add_row(styled(f"{date_words(event.date.edtf)}{mark}", "bold"), statement, source)
    screen = console()
    screen.print(rows)
    screen.print(styled(f"{counted(len(events), 'statement')} · * worked out", "dim"))
