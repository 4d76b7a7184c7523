"""`sourcebook search`: the documents that a query finds."""

from __future__ import annotations

import re
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.cli.library import bring_up_to_date, library, note_problems, note_unread
from tui.cli.output import is_rich, line, note, print_json

if TYPE_CHECKING:
    from search.model import Places, Results

# Filters that rest on the analysis; any other query is answered as soon as the texts are indexed.
_ANALYSED = re.compile(r"\b(?:entity|type|topic|kind|mentions)\s*:", re.IGNORECASE)


def run(arguments: Namespace) -> int:
    """Search and print; returns 0 where something was found, else 1."""
    query = " ".join(arguments.QUERY)
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=bool(_ANALYSED.search(query)))
        results = opened.search(query, limit=arguments.limit, any_word=arguments.any)
        places = opened.places(hit.document for hit in results.hits)
        if not results.hits:  # it may stand in a file that is not read
            note_unread(opened.status())
    if arguments.json:
        from search.exports import json_contract as export

        print_json(export.search(results, places))
    else:
        notes(results)
        if is_rich():
            show(results, places)
        else:
            for hit in results.hits:
                doc = hit.document.id
                line(places.named(doc, doc, hit.at), hit.document.title, hit.snippet)
    return 0 if results.hits else 1


def notes(results: Results) -> None:
    """Say on standard error what a reader should know of the results beside the hits."""
    note_problems(results.problems)
    if results.relaxed:
        note(results.relaxed)
    if results.partial:
        note("the search was cut short; there may be more")
    if not results.hits:
        note("nothing found")
    if results.suggestion:
        note(f"did you mean: {results.suggestion}")


def show(results: Results, places: Places) -> None:
    """Print the hits for people: title, source and date, the snippet with its matches emphasised, the id and page."""
    from rich.padding import Padding

    from tui.cli.output import console, marked, styled
    from tui.wording import byline, counted

    screen = console()
    for hit in results.hits:
        heading = styled(hit.document.title, "bold")
        heading.append("  ").append_text(styled(byline(hit.document), "dim"))
        screen.print(heading)
        screen.print(Padding(marked(hit.snippet, hit.matches), (0, 0, 0, 2)))
        place = places.named(hit.document.id, hit.document.id, hit.at)
        screen.print(Padding(styled(place, "dim"), (0, 0, 1, 2)))
    if results.hits:
        shown = "" if len(results.hits) == results.total else f"{len(results.hits)} of "
        screen.print(styled(f"{shown}{counted(results.total, 'document')} · {results.took_ms:.0f} ms", "dim"))
