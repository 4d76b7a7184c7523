"""Dates that two documents give one happening, without a day in common.

Three ways to know that it is one happening. The same person (else law) with a happening of one class, dates at most ten
years apart (FACTS: 5 of 6 found, 5 of 5 right); the same verb and half of the words beside it; or, for whatever else,
names, words and a happening in common, of which few other documents speak, and dates that lie close or differ like a
slip of the pen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from search.analysis import datewords as dw
from search.analysis.edtf import date_value, span_days
from search.analysis.events import classes_of, keys_of, telling_words
from search.analysis.happened import asks
from search.analysis.retold import retold, year_guessed
from search.analysis.rules import lexicon
from search.analysis.setting import Setting
from search.analysis.stated import MOST_VERSIONS, finding, listed, stated
from search.analysis.tellings import recurs
from search.analysis.wordsets import words
from search.model import Conflict, Entity, Event, StatedValue, Statement
from search.text import fold

# Further apart than this, two dates are rather of two happenings.
_YEARS_APART = 10
# What happens to a person once; any other class asks for more in common than the person.
_ONCE = frozenset({"kill"})
# Saying, meeting and the like happen again and again: different dates are no conflict.
_RECURRING = words("say meet attack earn end buy find injure rescue disaster propose court move")
# A corpus of no more documents than this was put together for one matter.
_SMALL = 12
# Statements wider than a year describe times, not happenings.
_WIDEST = 366


def statement(event: Event) -> Statement:
    """An event's sentence as a quotable statement."""
    return Statement(event.doc, event.text, event.start_char, event.end_char)


def dates(events: Sequence[Event], entities: Mapping[str, Entity], setting: Setting) -> list[Conflict]:
    """Conflicts of date among clustered events."""
    by_person = _dates(events, entities)
    worded = [one for one in _worded_alike(events, entities, by_person) if _one_story(one, setting)]
    return _gathered(_once([*by_person, *_few(worded), *retold(events, setting)]))


def _gathered(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts, those as one that differ from one statement by dates with a day in common (May 1966, 18 May)."""
    out: list[Conflict] = []
    at: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for one in found:
        keys = [(s.doc, s.start_char, v.value) for v in one.values for s in v.statements]
        near = dict.fromkeys(n for key in keys for n in at[key][:MOST_VERSIONS])
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
    values = [stated(min(a.value, b.value, key=_width), (*a.statements, *b.statements)) for a, b in pairs[0]]
    return finding("date", [*one.about, *(name for name in two.about if name not in one.about)], values, one.why)


def _meet(one: str, two: str) -> bool:
    a, b = date_value(one), date_value(two)
    return str(a.start) <= str(b.end) and str(b.start) <= str(a.end)


def _width(value: str) -> int:
    return span_days(date_value(value))


def _few(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts whose statements do not differ from many others: those fill in a form, or tell of what recurs."""
    often = Counter((s.doc, s.start_char) for one in found for v in one.values for s in v.statements)
    return [
        one
        for one in found
        if max(often[s.doc, s.start_char] for v in one.values for s in v.statements) < MOST_VERSIONS
    ]


def _one_story(found: Conflict, setting: Setting) -> bool:
    """Whether the documents of a conflict tell of one affair; those of a small corpus may, whatever they name."""
    docs = [v.statements[0].doc for v in found.values]
    return len(setting.texts) <= _SMALL or all(setting.same_story(docs[0], doc) for doc in docs[1:])


def _once(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts without those whose two dates of the same documents another already shows."""
    kept: set[int] = set()
    seen: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    for n, one in sorted(enumerate(found), key=lambda row: (-_weight(row[1]), row[0])):
        told = {(v.value, s.doc) for v in one.values for s in v.statements}
        values = frozenset(v.value for v in one.values)
        if any(values <= other for key in told for other in seen[key]):
            continue
        kept.add(n)
        for key in told:
            seen[key].append(values)
    return [one for n, one in enumerate(found) if n in kept]


# ---- dates ------------------------------------------------------------------------------------------------------


def _dates(events: Sequence[Event], entities: Mapping[str, Entity]) -> list[Conflict]:
    types = {ident: e.type for ident, e in entities.items()}
    groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event.modality != "fact" or event.negated or asks(event.text) or not _bounded(event) or recurs(event):
            continue
        key = next((k for k in keys_of(event, types) if types[k] in ("person", "law")), None)
        for kind in classes_of(event):
            if key is not None and kind not in _RECURRING and (types[key] != "law" or kind == "law"):
                groups[kind, key].append(event)
    mates: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        mates[event.cluster].append(event)
    out: dict[tuple[str, tuple[str, ...]], Conflict] = {}
    for (kind, key), rows in sorted(groups.items()):
        if len({e.doc for e in rows}) < 2:
            continue
        sides = _sides(rows)
        chosen = _contested(sides, kind, key, types)
        if len(chosen) < 2:
            continue
        chosen = [_with_mates(side, mates) for side in sorted(chosen, key=lambda side: _first(side[0]))]
        voices = [e for side in chosen for e in {e.doc for e in side}]
        if len(voices) != len(set(voices)):
            continue  # a source that states both dates tells of two happenings
        values = [_value(side) for side in chosen]
        words = sorted({e.trigger for side in chosen for e in side if e.trigger})
        why = f"each tells of {entities[key].name} with {listed(words)}, and the dates have no day in common"
        found = finding("date", [entities[key].name, *_shared_names(chosen, entities, key)], values, why)
        slot = key, tuple(v.value for v in values)
        if slot not in out or _weight(found) > _weight(out[slot]):
            out[slot] = found
    return list(out.values())


# Happenings told in the same words are one when their dates lie this near: days apart, for days and for wider dates.
_NEAR_DAYS, _NEAR_YEARS = 31, 3 * 366
_CLAUSE = re.compile(r"[,;:—()]|\b(?:and|but|which|who|when|while|that)\b")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
# Nouns that tell no happening from another.
_DULL = words("company year years month time part also")


def _worded_alike(events: Sequence[Event], entities: Mapping[str, Entity], found: Sequence[Conflict]) -> list[Conflict]:
    """What two sources tell with one verb and half of the words beside it, of no person in common, on two dates.

    "It was handed to the board on 9 May" and "the report was handed to the board on 23 May".
    """
    types = {ident: e.type for ident, e in entities.items()}
    shown = {(s.doc, s.start_char) for c in found for v in c.values for s in v.statements}
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        usual = set(classes_of(event)) & (_RECURRING - {"end", "disaster", "buy", "find"})
        if event.modality != "fact" or event.negated or asks(event.text):
            continue
        if event.trigger and _bounded(event) and not usual and not recurs(event):
            groups[event.trigger.lower()].append(event)
    out = []
    for trigger, rows in sorted(groups.items()):
        for one, two in _alike_sides(_sides(rows), types):
            if all(any((e.doc, e.start_char) in shown for e in side) for side in (one, two)):
                continue
            pair = sorted((one, two), key=lambda side: _first(side[0]))
            about = _shared_names(pair, entities, "", places=True) or [_shared_words(one[0], two[0])]
            why = f"both tell with “{trigger}” and like words of one happening, and the dates have no day in common"
            out.append(finding("date", about, [_value(side) for side in pair], why))
    return out


def _alike_sides(sides: Sequence[Sequence[Event]], types: Mapping[str, str]) -> list[tuple[list[Event], list[Event]]]:
    """Of each two sides of other documents, the statements that tell of one happening in like words; none left out."""
    told = [(n, event) for n, side in enumerate(sides) for event in side]
    beside = [_beside(event) for _, event in told]
    days = [_days(event) for _, event in told]
    found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for x, y in sorted(_alike_words(beside)):
        n, m = told[x][0], told[y][0]
        if n != m and _same_telling(told[x][1], told[y][1], abs((days[x] - days[y]).days), types):
            found[n, m].append((x, y))
    voices = [{event.doc for event in side} for side in sides]
    out = []
    for (n, m), pairs in sorted(found.items()):
        if voices[n].isdisjoint(voices[m]):
            ones = dict.fromkeys(x for x, _ in pairs)
            out.append(([told[x][1] for x in ones], [told[y][1] for _, y in pairs]))
    return out


def _alike_words(rows: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    """Pairs (lower, higher) of numbers of rows that share half the words of the shorter one, or more.

    Two such rows share one of the shorter one's rarest words, as many of them as are half of it and one more: rows are
    looked up by these alone, and the words that stand in every row make no pairs.
    """
    common = Counter(word for row in rows for word in row)
    places: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for word in row:
            places[word].append(n)
    found: set[tuple[int, int]] = set()
    for n, row in enumerate(rows):
        rarest = sorted(row, key=lambda word: (common[word], word))[: len(row) // 2 + 1]
        for m in {m for word in rarest for m in places[word]}:
            if m != n and len(row) <= len(rows[m]) and 2 * len(row & rows[m]) >= len(row):
                found.add((min(n, m), max(n, m)))
    return found


def _same_telling(a: Event, b: Event, days: int, types: Mapping[str, str]) -> bool:
    """Whether two statements with one trigger and like words, begun `days` apart, can tell of one happening."""
    if year_guessed(a, b):
        return False
    precise = a.date.precision == b.date.precision == "day"
    if a.doc == b.doc or days > (_NEAR_DAYS if precise else _NEAR_YEARS) or "weekday" in (a.date.rule, b.date.rule):
        return False
    for kind in ("person", "organization"):
        named = [{e for e in x.entities if types.get(e) == kind} for x in (a, b)]
        if all(named) and not named[0] & named[1]:
            return False
    return True


def _shared_words(a: Event, b: Event) -> str:
    """What two statements speak of, where they name nobody in common: their trigger and shared words, as written."""
    common = _beside(a) & _beside(b)
    written = [w for w in _LETTERS.findall(a.text) if fold(w) in common]
    return " ".join(dict.fromkeys((a.trigger, *written)))


def _beside(event: Event) -> frozenset[str]:
    """The telling words of the clause that holds an event's date and trigger."""
    at = max(0, event.text.find(event.date.words))
    verb = event.text.find(event.trigger)
    low, high = min(at, verb), max(at + len(event.date.words), verb + len(event.trigger))
    cuts = [hit.end() for hit in _CLAUSE.finditer(event.text, 0, low)]
    stop = _CLAUSE.search(event.text, high)
    clause = event.text[cuts[-1] if cuts else 0 : stop.start() if stop else len(event.text)]
    clause = clause.replace(event.date.words, " ").replace(event.trigger, " ")
    told = frozenset(_LETTERS.findall(fold(clause)))
    return told - _DULL - dw.MONTHS.keys() - lexicon().function_words


def _weight(conflict: Conflict) -> int:
    return sum(len(v.statements) for v in conflict.values)


def _with_mates(side: Sequence[Event], mates: Mapping[str, Sequence[Event]]) -> list[Event]:
    """A side with the other statements of its events: those that share a cluster."""
    everyone = {e.id: e for e in side}
    for event in side:
        everyone.update({e.id: e for e in mates[event.cluster] if _bounded(e)})
    return list(everyone.values())


def _bounded(event: Event) -> bool:
    return event.date.start is not None and event.date.end is not None and span_days(event.date) <= _WIDEST


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
    # A source that gives both dates tells of two happenings.
    if {e.doc for e in one} & {e.doc for e in two}:
        return False
    if any(year_guessed(x, y) for x in one for y in two):
        return False
    # Two days or months close together, one of them worked out from the publication date: too thin for a conflict.
    a, b = _days(one[0]), _days(two[0])
    if abs((a - b).days) > _YEARS_APART * 366:
        return False
    close = abs((a - b).days) < 45 and all(span_days(side[0].date) < 32 for side in (one, two))
    if close and any(all(e.date.basis != "stated" for e in side) for side in (one, two)):
        return False
    if kind in _ONCE:
        return True
    return any(_alike(x, y, key, types) for x in one for y in two)


def _days(event: Event) -> date:
    return date.fromisoformat(event.date.start or "0001-01-01")


def _alike(a: Event, b: Event, key: str, types: Mapping[str, str]) -> bool:
    """The same trigger's stem, or something else in common: another party, or a telling word."""
    near = abs((_days(a) - _days(b)).days) <= 400
    if types[key] == "law" or (near and a.trigger[:5].lower() == b.trigger[:5].lower()):
        return True
    others = (set(a.entities) & set(b.entities)) - {key}
    if any(types.get(o) != "place" for o in others):
        return True
    return len(telling_words(a.text) & telling_words(b.text)) >= 3


def _value(side: Sequence[Event]) -> StatedValue:
    """One date as the most precise statement gives it, with all who state it."""
    ordered = sorted(side, key=lambda e: (e.doc, e.start_char))
    lead = min(side, key=lambda e: (span_days(e.date), e.date.basis != "stated", e.doc, e.start_char))
    return StatedValue(lead.date.edtf, tuple(dict.fromkeys(statement(e) for e in ordered)))


def _shared_names(
    sides: Sequence[Sequence[Event]], entities: Mapping[str, Entity], key: str, *, places: bool = False
) -> list[str]:
    """Others named in statements of every side, but for places unless asked for."""
    common = set.intersection(*({i for e in side for i in e.entities} for side in sides)) - {key}
    return sorted(entities[i].name for i in common if i in entities and (places or entities[i].type != "place"))[:3]


# ---- agreements -------------------------------------------------------------------------------------------------


def agreements(events: Sequence[Event], entities: Mapping[str, Entity]) -> list[Conflict]:
    """Happenings that two or more documents state, with dates that are compatible."""
    clusters: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.cluster:
            clusters[event.cluster].append(event)
    out = []
    for _, rows in sorted(clusters.items(), key=lambda item: (_first(item[1][0]), item[0])):
        if len({e.doc for e in rows}) < 2:
            continue
        common = set.intersection(*(set(e.entities) for e in rows)) or set(rows[0].entities[:2])
        about = sorted(
            (i for i in common if i in entities),
            key=lambda i: (entities[i].type == "place", rows[0].entities.index(i) if i in rows[0].entities else 99, i),
        )
        words = sorted({e.trigger for e in rows if e.trigger})
        why = f"the dates have a day in common, and the words {listed(words)} tell of the same"
        out.append(finding("date", [entities[i].name for i in about[:3]], [_value(rows)], why))
    return out
