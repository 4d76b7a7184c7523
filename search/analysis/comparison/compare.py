"""Statements about one affair that differ, those that agree, and those that a later one replaces.

Dates, numbers, names, places and quoted words each have a module of their own; this one gathers them. Nothing is
judged: all statements are shown, with why they are thought to speak of one thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.analysis.comparison.attribution import Speakers
from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates import conflicts as conflictdates
from search.analysis.comparison.dates.conflicts import statement
from search.analysis.comparison.independence import Voices, once, weighed
from search.analysis.comparison.names.acronyms import acronyms
from search.analysis.comparison.names.conflicts import bodies, people
from search.analysis.comparison.names.objects import named_objects
from search.analysis.comparison.names.spellings import spellings
from search.analysis.comparison.numbers import ages as conflictages
from search.analysis.comparison.numbers import conflicts as conflictnumbers
from search.analysis.comparison.places.conflicts import places
from search.analysis.comparison.quotations.conflicts import quoted_words
from search.analysis.doc import Doc
from search.analysis.findings import Compared
from search.model import Entity, Event

__all__ = ["compared", "statement"]


def compared(
    events: Sequence[Event], entities: Sequence[Entity], docs: Mapping[str, Doc], copies: Voices | None = None
) -> Compared:
    """What the documents state differently, alike, and one after the other.

    `events` are clustered ones (`search.analysis.events.clustering`). Without their days of publication, ages and
    growing numbers are not compared. An agreement has one value, stated by two or more voices: `copies`
    (`search.analysis.copies.duplicates`) tell which documents and passages are one. What only versions of one text
    state differently is an update, the earliest first.
    """
    by_id = {e.id: e for e in entities}
    told = [e for e in events if e.doc in docs]
    quotations = [one for doc in docs.values() for one in doc.quotations]
    context = ComparisonContext(entities, docs, told)
    dated = conflictdates.dates(told, by_id, context)
    parts = [
        conflictages.ages(context),
        conflictnumbers.numbers(context),
        places(context),
        quoted_words(quotations, context),
    ]
    speakers = Speakers(context, quotations, told)
    found = Compared(
        (
            *dated,
            *(c for part in parts for c in part.conflicts),
            *acronyms(entities, docs),
            *people(context),
            *spellings(context),
            *named_objects(context),
            *bodies(context),
        ),
        (*conflictdates.agreements(told, by_id), *(c for part in parts for c in part.agreements)),
        tuple(c for part in parts for c in part.updates),
    )
    if copies is not None:
        found = weighed(found, copies)
    return Compared(*(speakers.named(once(rows)) for rows in (found.conflicts, found.agreements, found.updates)))
