"""Comparison of sources: what they state alike and differently, topic by topic, and in which words.

Each part is a module of its own; this one gathers them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.conflicts import compared, conflicts, statement
from search.analysis.described import described
from search.analysis.edtf import span_days
from search.analysis.topics import topics
from search.model import Entity, Event, Mention, Only, Statement

__all__ = ["compared", "conflicts", "described", "only", "topics"]

# The pane shows what a source alone states as a short list, not as the whole text.
_MOST_STATEMENTS = 12


def only(
    events: Sequence[Event], entities: Sequence[Entity], mentions: Sequence[Mention], texts: Mapping[str, str]
) -> tuple[Only, ...]:
    """What one document alone states: dated facts of at most a year that share a cluster with no other document.

    The most telling first: those with a known happening, then those with more people and bodies, then the more precise.
    Nothing for a single document, which has nobody to be silent.
    """
    if len(texts) < 2:
        return ()
    voices: dict[str, set[str]] = defaultdict(set)
    for event in events:
        voices[event.cluster].add(event.doc)
    ranked: dict[str, list[tuple[tuple[int, int, int, int], Statement]]] = defaultdict(list)
    for event in events:
        if event.doc not in texts or len(voices[event.cluster]) > 1 or event.modality != "fact":
            continue
        if event.date.start is None or event.date.end is None or span_days(event.date) > 366:
            continue
        rank = (not event.trigger, -min(len(event.entities), 5), span_days(event.date), event.start_char)
        ranked[event.doc].append((rank, statement(event)))
    out = []
    for doc in sorted(ranked):
        rows = dict.fromkeys(row for _, row in sorted(ranked[doc], key=lambda pair: pair[0]))
        out.append(Only(doc, tuple(rows)[:_MOST_STATEMENTS]))
    return tuple(out)
