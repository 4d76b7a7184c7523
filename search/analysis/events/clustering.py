"""Which statements tell of one happening (a cluster), and which happenings make one affair."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import WORD, classes_around, classes_of
from search.model import DateValue, Entity, Event
from search.model.edtf import overlap, sort_key, span_days
from search.text.folding import fold

# Only statements as precise as this many days are taken for one event; wider ones describe times, not events.
_CLUSTER_DAYS = 366
# Statements of one day and class that hold a word, as far as they are compared: keeps the time linear.
_SAME_WORD = 50


@dataclass(slots=True)
class _Cluster:
    days: tuple[str, str]
    members: list[Event]


def keys_of(event: Event, types: Mapping[str, str]) -> tuple[str, ...]:
    """Whom the event is about: its nearest person, else its nearest law, else its nearest organisation (FACTS)."""
    out = []
    for kind in ("person", "law", "organization"):
        nearest = next((e for e in event.entities if types.get(e) == kind), None)
        if nearest:
            out.append(nearest)
    return tuple(out)


def _narrow(value: DateValue) -> bool:
    return value.start is not None and value.end is not None and span_days(value) <= _CLUSTER_DAYS


def cluster(events: Sequence[Event], entities: Sequence[Entity]) -> tuple[Event, ...]:
    """The events sorted by date, those stating the same happening under one `cluster` id.

    Same: dates with a day in common, one class of trigger, and the same nearest person, else law, else organisation;
    or the same day, the same class and three telling words in common. The more precise dates lead, so that two days of
    a year are never joined by a statement of the year.
    """
    types = {e.id: e.type for e in entities}
    ordered = sorted(events, key=lambda e: (span_days(e.date), e.date.start or "", e.doc, e.start_char, e.id))
    by_key: dict[tuple[str, str, str], dict[int, _Cluster]] = defaultdict(dict)
    by_word: dict[tuple[str, str, str], list[tuple[Event, _Cluster]]] = defaultdict(list)
    home: dict[str, _Cluster] = {}
    for event in ordered:
        kinds = classes_around(event)
        if not kinds or not _narrow(event.date) or event.modality == "hypothetical" or _recurs(event):
            continue
        first, last = event.date.start or "", event.date.end or ""
        key = next(iter(keys_of(event, types)), None)
        slots = [(kind, key, month) for kind in kinds for month in _months(first, last)] if key else []
        fits = {n: c for slot in slots for n, c in by_key[slot].items() if c.days[0] <= last and first <= c.days[1]}
        wording = []
        if event.date.precision == "day":
            wording = [(kind, first, word) for kind in kinds for word in telling_words(event.text)]
            fits.update(_alike((slot[2], by_word[slot]) for slot in wording))
        if len(fits) > 1:  # the one that tells of the same happening first
            fits = {n: c for n, c in fits.items() if any(classes_of(m)[:1] == kinds[:1] for m in c.members)}
        if len(fits) == 1:
            found = next(iter(fits.values()))
            found.days = max(found.days[0], first), min(found.days[1], last)
            found.members.append(event)
        else:
            found = _Cluster((first, last), [event])
        home[event.id] = found
        for slot in slots:
            by_key[slot][id(found)] = found
        for word_slot in wording:
            if len(by_word[word_slot]) < _SAME_WORD:
                by_word[word_slot].append((event, found))
    names = {id(c): min(m.id for m in c.members) for c in {id(c): c for c in home.values()}.values()}
    out = []
    for event in events:
        found_home = home.get(event.id)
        out.append(replace(event, cluster=names[id(found_home)]) if found_home else event)
    return tuple(sorted(out, key=lambda e: (sort_key(e.date), e.doc, e.start_char, e.id)))


# What comes again and again in the time that is told ("met monthly in 1994") is none of its single happenings.
_RECURRING = re.compile(rf"\b{ENGLISH.pattern('events', 'recurring')}\b")


def _recurs(event: Event) -> bool:
    """Whether a statement of more than a day tells of what happened several times."""
    return event.date.precision != "day" and _RECURRING.search(event.text) is not None


@cache
def telling_words(text: str) -> frozenset[str]:
    """The stems (six letters) of a sentence's words of five letters and more."""
    return frozenset(word[:6] for word in WORD.findall(fold(text)) if len(word) > 4)


def _alike(rows: Iterable[tuple[str, list[tuple[Event, _Cluster]]]]) -> dict[int, _Cluster]:
    """The clusters with a statement that shares three telling words; `rows` are words and the statements with each."""
    shared: dict[str, set[str]] = defaultdict(set)
    homes: dict[str, _Cluster] = {}
    for word, row in rows:
        for event, cluster_of in row:
            shared[event.id].add(word)
            homes[event.id] = cluster_of
    return {id(homes[ident]): homes[ident] for ident, told in shared.items() if len(told) >= 3}


def _months(first: str, last: str) -> list[str]:
    """The months from one ISO day to another, at most fourteen."""
    year, month = int(first[:4]), int(first[5:7])
    out = [first[:7]]
    while out[-1] < last[:7] and len(out) < 14:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        out.append(f"{year:04}-{month:02}")
    return out


def same_day(a: Event, b: Event) -> bool:
    """Whether two events' dates have a day in common."""
    return overlap(a.date, b.date)


# ---- one affair -------------------------------------------------------------------------------------------------

# Happenings of one affair follow each other within this many days, and it is over after so many.
_NEXT_DAYS, _AFFAIR_DAYS = 3, 14
# Who is told of in more happenings than this is in everything, and binds nothing by being there.
_BUSY = 40
# Kinds of happenings that go together in one affair; a kind without a row goes with itself.
_FAMILIES = {
    **dict.fromkeys(("attack", "kill", "injure", "abduct", "rescue", "disaster"), "harm"),
    **dict.fromkeys(("arrest", "charge", "release", "convict", "court", "seize"), "justice"),
    **dict.fromkeys(("law", "propose"), "law"),
    **dict.fromkeys(("elect", "office"), "office"),
}
# What is said or met about every day makes no affair.
_NO_AFFAIR = frozenset({"", "say", "find", "give", "earn", "family"})


@dataclass(slots=True)
class _Affair:
    first: date
    last: date
    ident: str

    def goes_on(self, day: date) -> bool:
        """Whether a happening of `day` can still be part of it."""
        return (day - self.last).days <= _NEXT_DAYS and (day - self.first).days <= _AFFAIR_DAYS


def affairs(events: Sequence[Event], entities: Sequence[Entity]) -> tuple[Event, ...]:
    """The events with the happenings of neighbouring days that belong together under one `affair` id.

    Together: the same nearest person, or a person or body in common and kinds of one family; each at most three days
    after the one before, two weeks in all. Only dates of a day count, and no denials or suppositions. Somebody who is
    told of on very many days (a head of government) binds only what is of one family. Statements of one cluster share
    its affair; any other's is its own. The order is kept. Time linear in the events.
    """
    types = {e.id: e.type for e in entities}
    by_cluster: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_cluster[event.cluster].append(event)
    rows: list[tuple[date, str, set[tuple[str, str]]]] = []
    busy: dict[str, int] = defaultdict(int)
    for ident, members in by_cluster.items():
        told = [e for e in members if _tells_day(e)]
        slots = {slot for e in told for slot in _bound_by(e, types)}
        if slots:
            rows.append((min(date.fromisoformat(e.date.start or "") for e in told), ident, slots))
            for who in {who for _, who in slots}:
                busy[who] += 1
    home: dict[str, str] = {}
    latest: dict[tuple[str, str], _Affair] = {}
    for day, ident, slots in sorted(rows, key=lambda row: (row[0], row[1])):
        binding = sorted(slot for slot in slots if slot[0] or busy[slot[1]] <= _BUSY)
        fits = [found for slot in binding if (found := latest.get(slot)) and found.goes_on(day)]
        home_of = fits[0] if fits else _Affair(day, day, ident)
        home_of.last = day
        home[ident] = home_of.ident
        latest.update(dict.fromkeys(binding, home_of))
    return tuple(replace(e, affair=home.get(e.cluster, e.cluster or e.id)) for e in events)


def _tells_day(event: Event) -> bool:
    """Whether an event tells of a day's happening that can be part of an affair."""
    exact = event.date.precision == "day" and event.date.start is not None
    return exact and event.modality != "hypothetical" and not event.negated and event.kind not in _NO_AFFAIR


def _bound_by(event: Event, types: Mapping[str, str]) -> set[tuple[str, str]]:
    """What an event can share with another: the person nearest to it, whatever the kind; its bodies, by family."""
    family = _FAMILIES.get(event.kind, event.kind)
    near = [e for e in event.entities if types.get(e) in ("person", "organization")][:4]
    people = [e for e in near[:2] if types[e] == "person"]
    return {(family, e) for e in near} | {("", e) for e in people[:1]}
