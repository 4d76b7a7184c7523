"""Statements of one thing that differ, those that agree, and those that a later one replaces.

Dates, numbers, names, places and quoted words are compared each in a package of its own; this module gathers them.
Nothing is judged: all statements are shown, with why they are thought to speak of one thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.analysis.comparison.attribution import Speakers
from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates.conflicts import agreements, dates
from search.analysis.comparison.independence import SourceGroups, deduplicate, merge_copies
from search.analysis.comparison.names.acronyms import acronyms
from search.analysis.comparison.names.conflicts import bodies, people
from search.analysis.comparison.names.objects import named_objects
from search.analysis.comparison.names.spellings import spellings
from search.analysis.comparison.numbers.ages import ages
from search.analysis.comparison.numbers.conflicts import numbers
from search.analysis.comparison.places.conflicts import places
from search.analysis.comparison.quotations.conflicts import quoted_words
from search.analysis.doc import Doc
from search.analysis.findings import Relations
from search.model import Entity, Event


def compared(
    events: Sequence[Event], entities: Sequence[Entity], docs: Mapping[str, Doc], copies: SourceGroups | None = None
) -> Relations:
    """What the documents state differently, alike, and one after the other.

    `events` are clustered ones (`search.analysis.events.clustering`). Without their days of publication, ages and
    growing numbers are not compared. An agreement has one value, stated by two or more voices: `copies`
    (`search.analysis.copies.duplicates`) tell which documents and passages are one. What only versions of one text
    state differently is an update, the earliest first.
    """
    by_id = {e.id: e for e in entities}
    events = [e for e in events if e.doc in docs]
    quotations = [one for doc in docs.values() for one in doc.quotations]
    context = ComparisonContext(entities, docs, events)
    names = [
        *acronyms(entities, docs), *people(context), *spellings(context), *named_objects(context), *bodies(context)
    ]  # fmt: skip
    parts = [
        Relations(tuple(dates(events, by_id, context)), tuple(agreements(events, by_id))),
        ages(context),
        numbers(context),
        places(context),
        quoted_words(quotations, context),
        Relations(tuple(names)),
    ]
    found = Relations(
        tuple(one for part in parts for one in part.conflicts),
        tuple(one for part in parts for one in part.agreements),
        tuple(one for part in parts for one in part.updates),
    )
    if copies is not None:
        found = merge_copies(found, copies)
    speakers = Speakers(context, quotations, events)
    return Relations(
        *(speakers.named(deduplicate(rows)) for rows in (found.conflicts, found.agreements, found.updates))
    )
