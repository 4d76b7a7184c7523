"""Dates that two documents give one event, without a day in common.

Two ways to know that it is one happening. The same person (else law) with a happening of one class, dates at most ten
years apart (5 of 6 found, 5 of 5 right, on the articles it was made for); or, for whatever else, all that two
statements share and that sets them apart (`paired_dates`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates.features import begun, year_guessed
from search.analysis.comparison.dates.pairs import paired_dates
from search.analysis.comparison.dates.statements import recurs
from search.analysis.comparison.event_types import asks
from search.analysis.comparison.linkage import Model, covering
from search.analysis.events.clustering import keys_of, telling_words
from search.analysis.findings import MAX_VERSIONS, make_finding, quoted_list, statement_value
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import classes_of
from search.model import Conflict, Entity, Event, StatedValue, Statement
from search.model.edtf import date_value, span_days

# Further apart than this, two dates are rather of two happenings.
_MAX_YEARS_APART = 10
# Days between close dates, and between those of one happening told in one word; words that tell that it is one.
_CLOSE_DAYS, _NEAR_DAYS, _MIN_WORDS = 45, 400, 3
# What happens to a person once; any other class asks for more in common than the person.
_ONCE = frozenset({"kill"})
_RECURRING = ENGLISH.words("comparison_dates", "recurring happenings")
# Statements wider than a year describe times, not happenings.
_MAX_DAYS_WIDE = 366


def statement(event: Event) -> Statement:
    """An event's sentence as a quotable statement."""
    return Statement(event.doc, event.text, event.start_char, event.end_char)


def dates(
    events: Sequence[Event],
    entities: Mapping[str, Entity],
    context: ComparisonContext,
    weights: Model | None = None,
) -> list[Conflict]:
    """Conflicts of date among clustered events; `weights` are others than those kept in `models/dates.toml`."""
    found = [*_by_happening(events, entities), *paired_dates(events, context, weights)]
    # Without those whose two dates of the same documents another already shows.
    return _gathered(covering(found, _weight, _dated_documents))


def _dated_documents(one: Conflict) -> dict[tuple[str, str], frozenset[str]]:
    """The dates of a conflict under each date and document that it shows."""
    values = frozenset(v.value for v in one.values)
    return {(v.value, s.doc): values for v in one.values for s in v.statements}


def _gathered(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts, those as one that differ from one statement by dates with a day in common (May 1966, 18 May)."""
    out: list[Conflict] = []
    at: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for one in found:
        keys = [(s.doc, s.start_char, v.value) for v in one.values for s in v.statements]
        near = dict.fromkeys(n for key in keys for n in at[key][:MAX_VERSIONS])
        joined, slot = one, len(out)
        for n in near:
            if (both := _joined(out[n], one)) is not None:
                joined, slot = both, n
                break
        if slot == len(out):
            out.append(joined)
        else:
            out[slot] = joined
        for key in dict.fromkeys((s.doc, s.start_char, v.value) for v in joined.values for s in v.statements):
            if slot not in at[key]:
                at[key].append(slot)
    return out


def _joined(one: Conflict, two: Conflict) -> Conflict | None:
    """Two conflicts of two dates each as one, where each date of one has a day in common with one of the other."""
    if len(one.values) != 2 or len(two.values) != 2:
        return None
    pairs = [
        pair
        for pair in (
            tuple(zip(one.values, two.values, strict=True)),
            tuple(zip(one.values, two.values[::-1], strict=True)),
        )
        if all(_meet(a.value, b.value) for a, b in pair)
    ]
    if len(pairs) != 1:
        return None
    values = [statement_value(min(a.value, b.value, key=_width), (*a.statements, *b.statements)) for a, b in pairs[0]]
    return make_finding("date", [*one.about, *(name for name in two.about if name not in one.about)], values, one.why)


def _meet(one: str, two: str) -> bool:
    a, b = date_value(one), date_value(two)
    return str(a.start) <= str(b.end) and str(b.start) <= str(a.end)


def _width(value: str) -> int:
    return span_days(date_value(value))


# ---- one person, one class of happening --------------------------------------------------------------------------


def _by_happening(events: Sequence[Event], entities: Mapping[str, Entity]) -> list[Conflict]:
    """Conflicts among the events of one person or law and one class."""
    types = {ident: e.type for ident, e in entities.items()}
    mates: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        mates[event.cluster].append(event)
    out: dict[tuple[str, tuple[str, ...]], Conflict] = {}
    for (kind, key), rows in sorted(_groups(events, types).items()):
        sides = _versions_of(rows, kind, key, types, mates)
        if not sides:
            continue
        found = _conflict(sides, entities, key)
        slot = key, tuple(v.value for v in found.values)
        if slot not in out or _weight(found) > _weight(out[slot]):
            out[slot] = found
    return list(out.values())


def _groups(events: Sequence[Event], types: Mapping[str, str]) -> dict[tuple[str, str], list[Event]]:
    """The stated events by class of happening and the person or law that it happened to."""
    out: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event.modality != "fact" or event.negated or asks(event.text) or not _bounded(event):
            continue
        key = next((k for k in keys_of(event, types) if types[k] in ("person", "law")), None)
        if key is None:
            continue
        of_law = types[key] == "law"
        kinds = [kind for kind in classes_of(event) if kind not in _RECURRING and (not of_law or kind == "law")]
        if kinds and not recurs(event):
            for kind in kinds:
                out[kind, key].append(event)
    return out


def _versions_of(
    rows: Sequence[Event], kind: str, key: str, types: Mapping[str, str], mates: Mapping[str, Sequence[Event]]
) -> list[list[Event]]:
    """The statements of a group as versions of one happening, the earliest date first; none where they are not."""
    if len({e.doc for e in rows}) < 2:
        return []
    chosen = _contested(_sides(rows), kind, key, types)
    chosen = [_with_mates(side, mates) for side in sorted(chosen, key=lambda side: _first(side[0]))]
    docs = [doc for side in chosen for doc in {e.doc for e in side}]
    # A source that states both dates tells of two happenings.
    return chosen if len(chosen) > 1 and len(docs) == len(set(docs)) else []


def _conflict(sides: Sequence[Sequence[Event]], entities: Mapping[str, Entity], key: str) -> Conflict:
    words = sorted({e.trigger for side in sides for e in side if e.trigger})
    why = f"each tells of {entities[key].name} with {quoted_list(words)}, and the dates have no day in common"
    about = [entities[key].name, *_shared_names(sides, entities, key)]
    return make_finding("date", about, [_value(side) for side in sides], why)


def _weight(conflict: Conflict) -> int:
    return sum(len(v.statements) for v in conflict.values)


def _with_mates(side: Sequence[Event], mates: Mapping[str, Sequence[Event]]) -> list[Event]:
    """A side with the other statements of its events: those that share a cluster."""
    everyone = {e.id: e for e in side}
    for event in side:
        everyone.update({e.id: e for e in mates[event.cluster] if _bounded(e)})
    return list(everyone.values())


def _bounded(event: Event) -> bool:
    return event.date.start is not None and event.date.end is not None and span_days(event.date) <= _MAX_DAYS_WIDE


def _first(event: Event) -> str:
    return event.date.start or ""


def _sides(rows: Sequence[Event]) -> list[list[Event]]:
    """Statements grouped so that those of a group share days, the more precise leading."""
    sides: list[tuple[list[Event], str, str]] = []
    for event in sorted(rows, key=lambda e: (span_days(e.date), _first(e), e.doc, e.start_char)):
        start, end = event.date.start or "", event.date.end or ""
        for n, (members, first, last) in enumerate(sides):
            if first <= end and start <= last:
                members.append(event)
                sides[n] = members, max(first, start), min(last, end)
                break
        else:
            sides.append(([event], start, end))
    return [members for members, _, _ in sides]


def _contested(sides: list[list[Event]], kind: str, key: str, types: Mapping[str, str]) -> list[list[Event]]:
    """The sides that are versions of one happening: stated by other documents, near in time, alike enough."""
    best: list[list[Event]] = []
    for n, one in enumerate(sides):
        chosen = [one]
        for other in sides[n + 1 :]:
            if all(_versions(side, other, kind, key, types) for side in chosen):
                chosen.append(other)
        if len(chosen) > 1 and len({e.doc for s in chosen for e in s}) > len({e.doc for s in best for e in s}):
            best = chosen
    return best


def _versions(one: Sequence[Event], two: Sequence[Event], kind: str, key: str, types: Mapping[str, str]) -> bool:
    """Whether the statements of two dates may be of one happening."""
    # A source that gives both dates tells of two happenings.
    if {e.doc for e in one} & {e.doc for e in two} or any(year_guessed(x, y) for x in one for y in two):
        return False
    apart = abs((begun(one[0]) - begun(two[0])).days)
    if apart > _MAX_YEARS_APART * 366 or (apart < _CLOSE_DAYS and _too_thin(one, two)):
        return False
    return kind in _ONCE or any(_alike(x, y, key, types) for x in one for y in two)


def _too_thin(one: Sequence[Event], two: Sequence[Event]) -> bool:
    """Whether of two days or months one is worked out from the day of publication, too thin for close dates."""
    fine = all(span_days(side[0].date) < 32 for side in (one, two))
    return fine and any(all(e.date.basis != "stated" for e in side) for side in (one, two))


def _alike(a: Event, b: Event, key: str, types: Mapping[str, str]) -> bool:
    """The same trigger's stem, or something else in common: another party, or a telling word."""
    near = abs((begun(a) - begun(b)).days) <= _NEAR_DAYS
    if types[key] == "law" or (near and a.trigger[:5].lower() == b.trigger[:5].lower()):
        return True
    others = (set(a.entities) & set(b.entities)) - {key}
    if any(types.get(o) != "place" for o in others):
        return True
    return len(telling_words(a.text) & telling_words(b.text)) >= _MIN_WORDS


def _value(side: Sequence[Event]) -> StatedValue:
    """One date as the most precise statement gives it, with all who state it."""
    ordered = sorted(side, key=lambda e: (e.doc, e.start_char))
    lead = min(side, key=lambda e: (span_days(e.date), e.date.basis != "stated", e.doc, e.start_char))
    return StatedValue(lead.date.edtf, tuple(dict.fromkeys(statement(e) for e in ordered)))


def _shared_names(sides: Sequence[Sequence[Event]], entities: Mapping[str, Entity], key: str) -> list[str]:
    """Others named in statements of every side, but for places."""
    common = set.intersection(*({i for e in side for i in e.entities} for side in sides)) - {key}
    return sorted(entities[i].name for i in common if i in entities and entities[i].type != "place")[:3]


# ---- agreements -------------------------------------------------------------------------------------------------


def agreements(events: Sequence[Event], entities: Mapping[str, Entity]) -> list[Conflict]:
    """Happenings that two or more documents state, with dates that are compatible."""
    clusters: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.cluster:
            clusters[event.cluster].append(event)
    ordered = sorted(clusters.items(), key=lambda item: (_first(item[1][0]), item[0]))
    return [_agreement(rows, entities) for _, rows in ordered if len({e.doc for e in rows}) > 1]


def _agreement(rows: Sequence[Event], entities: Mapping[str, Entity]) -> Conflict:
    """One happening with the names that all its statements share, places last, else the first two of the first."""
    first = rows[0].entities
    common = set.intersection(*(set(e.entities) for e in rows)) or set(first[:2])
    about = sorted(
        (i for i in common if i in entities),
        key=lambda i: (entities[i].type == "place", first.index(i) if i in first else 99, i),
    )
    words = sorted({e.trigger for e in rows if e.trigger})
    why = f"the dates have a day in common, and the words {quoted_list(words)} tell of the same"
    return make_finding("date", [entities[i].name for i in about[:3]], [_value(rows)], why)
