"""Event coreference: which statements are of one event (a cluster), which events make one storyline."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import WORD, classes_around, classes_of
from search.model import DateValue, Entity, Event
from search.model.edtf import overlap, sort_key, span_days
from search.text.folding import fold

# Only statements as precise as this many days are taken for one event; wider ones describe times, not events.
_MAX_DAYS = 366
# Statements of one day and class that hold a word, as far as they are compared: keeps the time linear.
_MAX_SAME_WORD = 50
# So many telling words in common make two statements of one day and class one event's.
_MIN_SHARED_WORDS = 3

_Block = tuple[str, str, str]
"""What statements are looked up by: a class of trigger with a key and a month, or with a day and a word."""


@dataclass(slots=True)
class _Cluster:
    """Statements of one happening, and the days that the dates of all of them have in common (ISO)."""

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
    return value.start is not None and value.end is not None and span_days(value) <= _MAX_DAYS


def cluster(events: Sequence[Event], entities: Sequence[Entity]) -> tuple[Event, ...]:
    """The events sorted by date, those stating the same happening under one `cluster` id.

    Same: dates with a day in common, one class of trigger, and the same nearest person, else law, else organisation;
    or the same day, the same class and three telling words in common. The more precise dates lead, so that two days of
    a year are never joined by a statement of the year.
    """
    clusters = _Clusters({e.id: e.type for e in entities})
    waiting = Counter(event.date.start for event in events)
    for event in sorted(events, key=lambda e: (span_days(e.date), e.date.start or "", e.doc, e.start_char, e.id)):
        clusters.add(event)
        waiting[event.date.start] -= 1
        if not waiting[event.date.start]:
            clusters.forget_words(event.date.start or "")
    ids = clusters.ids()
    found = (replace(event, cluster=ids[event.id]) if event.id in ids else event for event in events)
    return tuple(sorted(found, key=lambda e: (sort_key(e.date), e.doc, e.start_char, e.id)))


class _Clusters:
    """The clusters as they grow, by the blocks that a statement is looked up in; `types` are the entities' by id."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._types = types
        self._by_key: dict[_Block, dict[int, _Cluster]] = defaultdict(dict)
        # By day, so that the words of a day are let go when nothing more is told of it.
        self._by_word: dict[str, dict[_Block, list[tuple[Event, _Cluster]]]] = defaultdict(lambda: defaultdict(list))
        self._home: dict[str, _Cluster] = {}

    def add(self, event: Event) -> None:
        """Put an event to the one cluster that states the same; where none does, or several do, it begins its own.

        What tells of no single happening is left out.
        """
        kinds = classes_around(event)
        if not kinds or not _narrow(event.date) or event.modality == "hypothetical" or _recurs(event):
            return
        first, last = event.date.start or "", event.date.end or ""
        slots = self._key_blocks(event, kinds, first, last)
        wording = _word_blocks(event, kinds, first)
        fits = self._fitting(kinds, slots, wording, first, last)
        if len(fits) == 1:
            found = next(iter(fits.values()))
            found.days = max(found.days[0], first), min(found.days[1], last)
            found.members.append(event)
        else:
            found = _Cluster((first, last), [event])
        self._home[event.id] = found
        for slot in slots:
            self._by_key[slot][id(found)] = found
        for word_slot in wording:
            same = self._by_word[word_slot[1]][word_slot]
            if len(same) < _MAX_SAME_WORD:
                same.append((event, found))

    def forget_words(self, day: str) -> None:
        """Let the words go of what is told of a day (ISO): no statement of it comes any more."""
        self._by_word.pop(day, None)

    def _key_blocks(self, event: Event, kinds: Sequence[str], first: str, last: str) -> list[_Block]:
        """The blocks of whom an event is about: one for each class and month."""
        key = next(iter(keys_of(event, self._types)), None)
        return [(kind, key, month) for kind in kinds for month in _months(first, last)] if key else []

    def _fitting(
        self, kinds: Sequence[str], slots: Sequence[_Block], wording: Sequence[_Block], first: str, last: str
    ) -> dict[int, _Cluster]:
        """The clusters that share a key and a day, or a day and words, with an event from `first` to `last`.

        Of several, those with a statement that tells of the event's first class of happening first.
        """
        by_key = ((n, c) for slot in slots for n, c in self._by_key[slot].items())
        fits = {n: c for n, c in by_key if c.days[0] <= last and first <= c.days[1]}
        fits.update(_alike((slot[2], self._by_word[slot[1]][slot]) for slot in wording))
        if len(fits) > 1:
            fits = {n: c for n, c in fits.items() if any(classes_of(m)[:1] == kinds[:1] for m in c.members)}
        return fits

    def ids(self) -> dict[str, str]:
        """Event → the id of its cluster: that of its first statement by id."""
        clusters = {id(c): c for c in self._home.values()}
        names = {n: min(m.id for m in c.members) for n, c in clusters.items()}
        return {event: names[id(c)] for event, c in self._home.items()}


def _word_blocks(event: Event, kinds: Sequence[str], day: str) -> list[_Block]:
    """The blocks of an event's words, where it is dated by a day: one for each class and telling word."""
    if event.date.precision != "day":
        return []
    return [(kind, day, word) for kind in kinds for word in telling_words(event.text)]


# What comes again and again in the time that is told ("met monthly in 1994") is none of its single happenings.
_RECURRING = re.compile(rf"\b{ENGLISH.pattern('events', 'recurring')}\b")


def _recurs(event: Event) -> bool:
    """Whether a statement of more than a day tells of what happened several times."""
    return event.date.precision != "day" and _RECURRING.search(event.text) is not None


@lru_cache(maxsize=10_000)
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
    return {id(homes[ident]): homes[ident] for ident, told in shared.items() if len(told) >= _MIN_SHARED_WORDS}


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


# ---- one storyline -------------------------------------------------------------------------------------------------

# Happenings of one storyline (as topic detection and tracking has it) follow each other within this many days, and it
# is over after so many.
_MAX_GAP_DAYS, _MAX_STORYLINE_DAYS = 3, 14
# Who is told of in more happenings than this is in everything, and binds nothing by being there.
_MAX_CLUSTERS = 40
# Kinds of happenings that go together in one storyline; a kind without a row goes with itself.
_FAMILIES = {
    **dict.fromkeys(("attack", "kill", "injure", "abduct", "rescue", "disaster"), "harm"),
    **dict.fromkeys(("arrest", "charge", "release", "convict", "court", "seize"), "justice"),
    **dict.fromkeys(("law", "propose"), "law"),
    **dict.fromkeys(("elect", "office"), "office"),
}
# What is said or met about every day makes no storyline.
_NO_STORYLINE = frozenset({"", "say", "find", "give", "earn", "family"})


_Bond = tuple[str, str]
"""What two happenings can share: a family of kinds ("" for any) and an entity."""


@dataclass(slots=True)
class _Storyline:
    """A storyline so far: its first and last day, and the cluster that it is called by."""

    first: date
    last: date
    ident: str

    def goes_on(self, day: date) -> bool:
        """Whether a happening of `day` can still be part of it."""
        return (day - self.last).days <= _MAX_GAP_DAYS and (day - self.first).days <= _MAX_STORYLINE_DAYS


def storylines(events: Sequence[Event], entities: Sequence[Entity]) -> tuple[Event, ...]:
    """The events with the happenings of neighbouring days that belong together (a storyline) under one `affair` id.

    Together: the same nearest person, or a person or body in common and kinds of one family; each at most three days
    after the one before, two weeks in all. Only dates of a day count, and no denials or suppositions. Somebody who is
    told of on very many days (a head of government) binds only what is of one family. Statements of one cluster share
    its storyline; any other's is its own. The order is kept. Time linear in the events.
    """
    rows = _dated_clusters(events, {e.id: e.type for e in entities})
    busy = Counter(who for _, _, slots in rows for who in {who for _, who in slots})
    home: dict[str, str] = {}
    latest: dict[_Bond, _Storyline] = {}
    for day, ident, slots in sorted(rows, key=lambda row: (row[0], row[1])):
        binding = sorted(slot for slot in slots if slot[0] or busy[slot[1]] <= _MAX_CLUSTERS)
        fits = [found for slot in binding if (found := latest.get(slot)) and found.goes_on(day)]
        home_of = fits[0] if fits else _Storyline(day, day, ident)
        home_of.last = day
        home[ident] = home_of.ident
        latest.update(dict.fromkeys(binding, home_of))
    return tuple(replace(e, affair=home.get(e.cluster, e.cluster or e.id)) for e in events)


def _dated_clusters(events: Sequence[Event], types: Mapping[str, str]) -> list[tuple[date, str, set[_Bond]]]:
    """The clusters that can be part of a storyline: first day, id, and what binds them to others."""
    by_cluster: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_cluster[event.cluster].append(event)
    rows: list[tuple[date, str, set[_Bond]]] = []
    for ident, members in by_cluster.items():
        told = [e for e in members if _tells_day(e)]
        slots = {slot for e in told for slot in _bound_by(e, types)}
        if slots:
            rows.append((min(date.fromisoformat(e.date.start or "") for e in told), ident, slots))
    return rows


def _tells_day(event: Event) -> bool:
    """Whether an event tells of a day's happening that can be part of a storyline."""
    exact = event.date.precision == "day" and event.date.start is not None
    return exact and event.modality != "hypothetical" and not event.negated and event.kind not in _NO_STORYLINE


def _bound_by(event: Event, types: Mapping[str, str]) -> set[_Bond]:
    """What an event can share with another: the person nearest to it, whatever the kind; its bodies, by family."""
    family = _FAMILIES.get(event.kind, event.kind)
    near = [e for e in event.entities if types.get(e) in ("person", "organization")][:4]
    people = [e for e in near[:2] if types[e] == "person"]
    return {(family, e) for e in near} | {("", e) for e in people[:1]}
