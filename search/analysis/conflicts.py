"""Statements about one affair that differ, and those that agree.

Conflicts of date: two sources, one class of happening, the same person (else the same law), dates without a common day
and at most ten years apart (FACTS: 5 of 6 found, 5 of 5 right). Conflicts of name: two long forms of one acronym.
Nothing is judged: both statements are shown, with why they are thought to speak of one thing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from search.analysis import datewords as dw
from search.analysis.edtf import span_days
from search.analysis.events import classes_of, keys_of, telling_words
from search.analysis.forms import norm, without_country
from search.analysis.names import initials_fit, is_acronym
from search.analysis.rules import lexicon
from search.analysis.wordsets import words
from search.model import Conflict, ConflictKind, Entity, Event, Mention, StatedValue, Statement
from search.text import fold, sentences

# Further apart than this, two dates are rather of two happenings.
_YEARS_APART = 10
# What happens to a person once; any other class asks for more in common than the person.
_ONCE = frozenset({"kill"})
# Saying, meeting and the like happen again and again: different dates are no conflict.
_RECURRING = words("say meet attack earn end buy find injure rescue disaster propose court move")
# Statements wider than a year describe times, not happenings.
_WIDEST = 366


def conflicts(
    events: Sequence[Event], entities: Sequence[Entity], mentions: Sequence[Mention], texts: Mapping[str, str]
) -> tuple[tuple[Conflict, ...], tuple[Conflict, ...]]:
    """(conflicts, agreements) among the documents of `texts`; agreements have one value, stated by two or more.

    `events` are clustered ones (`search.analysis.events.cluster`).
    """
    by_id = {e.id: e for e in entities}
    told = [e for e in events if e.doc in texts]
    dated = _dates(told, by_id)
    differ = [*dated, *_worded_alike(told, by_id, dated), *_names(entities, mentions, texts)]
    return tuple(differ), tuple(_agreements(told, by_id))


def statement(event: Event) -> Statement:
    """An event's sentence as a quotable statement."""
    return Statement(event.doc, event.text, event.start_char, event.end_char)


def _ident(*parts: str) -> str:
    return "c-" + hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _conflict(kind: ConflictKind, about: Iterable[str], values: Sequence[StatedValue], why: str) -> Conflict:
    names = tuple(dict.fromkeys(about))
    places = (f"{s.doc}:{s.start_char}" for v in values for s in v.statements)
    return Conflict(_ident(kind, *names, *(v.value for v in values), *places), kind, names, tuple(values), why)


# ---- dates ------------------------------------------------------------------------------------------------------


def _dates(events: Sequence[Event], entities: Mapping[str, Entity]) -> list[Conflict]:
    types = {ident: e.type for ident, e in entities.items()}
    groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event.modality != "fact" or event.negated or not _bounded(event):
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
        why = f"each tells of {entities[key].name} with {_listed(words)}, and the dates have no day in common"
        found = _conflict("date", [entities[key].name, *_shared_names(chosen, entities, key)], values, why)
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
        if event.trigger and event.modality == "fact" and not event.negated and _bounded(event) and not usual:
            groups[event.trigger.lower()].append(event)
    out = []
    for trigger, rows in sorted(groups.items()):
        for one, two in _alike_sides(_sides(rows), types):
            if all(any((e.doc, e.start_char) in shown for e in side) for side in (one, two)):
                continue
            pair = sorted((one, two), key=lambda side: _first(side[0]))
            about = _shared_names(pair, entities, "", places=True) or [_shared_words(one[0], two[0])]
            why = f"both tell with “{trigger}” and like words of one happening, and the dates have no day in common"
            out.append(_conflict("date", about, [_value(side) for side in pair], why))
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
    if types[key] == "law" or a.trigger[:5].lower() == b.trigger[:5].lower():
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


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:4])


# ---- names ------------------------------------------------------------------------------------------------------


def _names(entities: Sequence[Entity], mentions: Sequence[Mention], texts: Mapping[str, str]) -> list[Conflict]:
    """Two long forms of one acronym that differ in one word: "… Office" and "… Agency".

    One has the acronym's initials; the other has them too, or the acronym stands in brackets after it.
    """
    suspects: dict[str, tuple[str, dict[str, str]]] = {}
    for entity in entities:
        names = (entity.name, *entity.aliases)
        acronym = next((n for n in names if is_acronym(n)), None)
        if acronym is None or entity.type not in ("organization", "law"):
            continue
        cores = {n: without_country(norm(n))[0] for n in names if not is_acronym(n)}
        if any(initials_fit(acronym, core) for core in cores.values()) and len(set(cores.values())) > 1:
            suspects[entity.id] = acronym, cores
    places: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        if mention.entity in suspects and mention.doc in texts:
            core = suspects[mention.entity][1].get(mention.text)
            if core:
                places[mention.entity][core].append(mention)
    out = []
    for ident, (acronym, cores) in sorted(suspects.items()):
        found = {
            core: rows
            for core, rows in places.get(ident, {}).items()
            if initials_fit(acronym, core) or any(_in_brackets(texts[m.doc], m, acronym) for m in rows)
        }
        ranked = sorted(found, key=lambda core: (not initials_fit(acronym, core), -len(found[core]), core))
        differing = [core for core in ranked[1:] if _one_word_apart(ranked[0], core)]
        if not differing:
            continue
        values = []
        for core in (ranked[0], *differing):
            spelled = min((n for n, c in cores.items() if c == core), key=lambda n: (len(n), n))
            firsts = list({m.doc: m for m in sorted(found[core], key=lambda m: -m.start)}.values())
            firsts.sort(key=lambda m: (m.doc, m.start))
            values.append(StatedValue(spelled, tuple(_quoted(texts[m.doc], m) for m in firsts)))
        why = f"“{acronym}” is given as the short form of each"
        out.append(_conflict("name", [acronym, *(v.value for v in values)], values, why))
    return out


def _in_brackets(text: str, mention: Mention, acronym: str) -> bool:
    return text.startswith(f" ({acronym}", mention.end)


def _one_word_apart(one: str, two: str) -> bool:
    """Whether two names differ in exactly one word: a translation differs in more, an inversion in none."""
    a, b = one.split(), two.split()
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _quoted(text: str, mention: Mention) -> Statement:
    begin = text.rfind("\n", 0, mention.start) + 1
    stop = text.find("\n", mention.end)
    for span in sentences(text, begin, len(text) if stop < 0 else stop):
        if span.start <= mention.start and mention.end <= span.end:
            return Statement(mention.doc, text[span.start : span.end], span.start, span.end)
    return Statement(mention.doc, mention.text, mention.start, mention.end)


# ---- agreements -------------------------------------------------------------------------------------------------


def _agreements(events: Sequence[Event], entities: Mapping[str, Entity]) -> list[Conflict]:
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
        why = f"the dates have a day in common, and the words {_listed(words)} tell of the same"
        out.append(_conflict("date", [entities[i].name for i in about[:3]], [_value(rows)], why))
    return out
