"""One happening told on two dates, known by its names, its words and what happened, of which few others speak.

"Vanished on 24 April" and "left Spain on April 22", of one lawyer; "inaugurated on 28 July 2018" and "on 28 July 2019".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates.event_types import asks, kind_words, kinds_in, known_stem
from search.analysis.comparison.dates.features import (
    ENOUGH,
    Around,
    alike_at_all,
    begun,
    content,
    is_slip,
    likeness,
    year_guessed,
)
from search.analysis.comparison.dates.statements import Telling, telling
from search.analysis.findings import MAX_VERSIONS, finding, listed, stated
from search.model import Conflict, Event, Statement
from search.model.edtf import date_value, span_days
from search.text.folding import fold

__all__ = ["is_slip", "kinds_in", "likeness", "retold", "year_guessed"]

# What a pair must reach beyond that among documents on many matters.
_MANY = 0.5
# A document that tells such a thing of the other's day as well may be this much less alike.
_BOTH = 1.0
# Tellings that hold a word or a name, as far as they are compared: keeps the time linear.
_MAX_SAME = 20
# A longer sentence is a list or a table, and states nothing.
_LONGEST = 2_000
_WORD = re.compile(r"[^\W\d_]+")
# "In force since", "closed since": the day when a state began is the day of what began it.
_STATE = re.compile(
    r"\b(?:in (?:force|effect|operation|service|use|office|custody|prison|jail|exile|hospital)|open|closed|shut"
    r"|missing|vacant|dead|married|divorced|on strike|on display)\s+\Z"
)
_SINCE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)/\.\.")
# A day and a month by name, in any order.
_YEARLESS = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3})(?!.*\d{4})(?!.*day\b).*", re.DOTALL)
# The rule of a day in the other source's year.
_TAKEN = "day in the year of another source"
# A year taken from the other source: the two must be alike beyond all others by this, and so many days apart at most.
_YEAR_TAKEN, _NEAR = 0.5, 31
# A day of so many days before the publication is most likely of that year.
_FRESH = 60


def retold(events: Sequence[Event], context: ComparisonContext) -> list[Conflict]:
    """Conflicts of date between tellings of one happening in two documents."""
    told = [telling(e, context) for e in map(_begun_by, events) if _usable(e)]
    around = Around(told, events)
    by_doc: dict[str, list[Telling]] = defaultdict(list)
    for one in told:
        by_doc[one.event.doc].append(one)
    enough = ENOUGH if context.one_storyline else ENOUGH + _MANY
    liked: dict[tuple[int, int], float] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    read: dict[tuple[int, int], tuple[Telling, Telling]] = {}
    for a, b in _pairs(told, context):
        one, two = in_one_year(told[a], told[b], context) if context.one_storyline else (told[a], told[b])
        if _overlap(told[a].event, told[b].event) or _overlap(one.event, two.event):
            continue
        score = likeness(one, two, context, around)
        moved = one is not told[a] or two is not told[b]
        if score < enough + _YEAR_TAKEN * moved:
            continue
        liked[a, b], read[a, b] = score, (one, two)
        for x, y in ((a, b), (b, a)):
            slot = x, told[y].event.doc
            if slot not in best or score > best[slot][0]:
                best[slot] = score, y
    mates = _mates(told, liked)
    versions: dict[int, set[str]] = defaultdict(set)
    for a, b in liked:
        versions[a].add(told[b].event.date.edtf)
        versions[b].add(told[a].event.date.edtf)
    out = []
    for (a, b), _ in sorted(liked.items(), key=lambda row: (-row[1], row[0])):
        one, two = read[a, b]
        if best[a, two.event.doc][1] != b or best[b, one.event.doc][1] != a:
            continue
        if max(len(versions[a]), len(versions[b])) >= MAX_VERSIONS:
            continue
        like = content(one, two, context, around)
        if any(_gives_both(x, y, like, by_doc, context, around) for x, y in ((one, two), (two, one))):
            continue
        out.append(_conflict(one, two, mates, context))
    return out


def _begun_by(event: Event) -> Event:
    """An event whose date only opens a state ("in force since 3 May", "missing since") as one of that day."""
    found = _SINCE.fullmatch(event.date.edtf) if event.date.rule == "since" else None
    lead = event.text[max(0, event.date_start - event.start_char - 24) : max(0, event.date_start - event.start_char)]
    if found is None or not _STATE.search(fold(lead)):
        return event
    day = date_value(found.group(1), basis=event.date.basis)
    return replace(event, date=replace(day, words=event.date.words, rule=event.date.rule, anchor=event.date.anchor))


def in_one_year(a: Telling, b: Telling, context: ComparisonContext) -> tuple[Telling, Telling]:
    """Two tellings, the day of one in the other's year where its own year is but guessed from a later publication.

    "He hung on until 18 June", said years later, of one who by another source resigned on 8 June 2018.
    """
    for one, two in ((a, b), (b, a)):
        if not _year_open(one.event) or two.event.date.precision != "day":
            continue
        years = begun(one.event).year - begun(two.event).year
        mine, other = (context.published.get(t.event.doc) for t in (one, two))
        if years < 1 or mine is None or mine.start is None:
            continue
        if 0 <= (date.fromisoformat(mine.start) - begun(one.event)).days <= _FRESH:
            continue  # news of the last weeks
        told = "without a year" not in two.event.date.rule and two.event.date.basis == "stated"
        if not told and (other is None or other.end is None or other.end >= mine.start):
            continue
        edtf = f"{begun(two.event).year:04}{one.event.date.edtf[4:]}"
        if edtf.endswith("-02-29"):
            continue
        day = replace(one.event.date, edtf=edtf, start=edtf, end=edtf, rule=_TAKEN)
        if abs((date.fromisoformat(edtf) - begun(two.event)).days) > _NEAR:
            continue
        moved = replace(one, event=replace(one.event, date=day))
        return (moved, two) if one is a else (two, moved)
    return a, b


def _year_open(event: Event) -> bool:
    """Whether a day's year is in none of its words and worked out from the publication."""
    day = event.date
    return day.precision == "day" and day.basis == "inferred" and _YEARLESS.fullmatch(day.words) is not None


def _mates(told: Sequence[Telling], liked: Mapping[tuple[int, int], float]) -> dict[str, list[Telling]]:
    """The tellings of the same: those much alike, and those of one cluster, by the id of the event."""
    out: dict[str, list[Telling]] = defaultdict(list)
    clusters: dict[str, list[Telling]] = defaultdict(list)
    for one in told:
        clusters[one.event.cluster].append(one)
    for one in told:
        out[one.event.id].extend(t for t in clusters[one.event.cluster][:_MAX_SAME] if t is not one)
    for a, b in liked:
        out[told[a].event.id].append(told[b])
        out[told[b].event.id].append(told[a])
    return out


def _usable(event: Event) -> bool:
    date_of = event.date
    return (
        event.modality == "fact"
        and not event.negated
        and event.end_char - event.start_char <= _LONGEST
        and not asks(event.text)
        and date_of.start is not None
        and date_of.end is not None
        and date_of.precision in ("day", "month", "season", "quarter", "year")
        and span_days(date_of) <= 366
        and date_of.basis != "publication"
        and not date_of.edtf.endswith(("~", "?", "%"))
    )


def _pairs(told: Sequence[Telling], context: ComparisonContext) -> list[tuple[int, int]]:
    """Tellings of two documents of one story that share a name, a word or a kind of happening which few have."""
    slots: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(told):
        keys = context.anchors((*one.near, *one.names, *one.head), one.who)
        # People whom a sentence does not name stand in many: known with what happened alone.
        usual = [word for word in (*one.called, *one.near, *one.names) if word not in keys]
        keys += [f"{word} {kind}" for word in usual for kind in one.happened]
        keys += one.happened
        for key in keys:
            if len(slots[key]) < _MAX_SAME:
                slots[key].append(n)
    seen: set[tuple[int, int]] = set()
    docs = [one.event.doc for one in told]
    for rows in slots.values():
        for at, a in enumerate(rows):
            doc = docs[a]
            seen.update((a, b) for b in rows[at + 1 :] if docs[b] != doc and context.same_storyline(doc, docs[b]))
    return sorted(seen)


def _overlap(a: Event, b: Event) -> bool:
    return str(a.date.start) <= str(b.date.end) and str(b.date.start) <= str(a.date.end)


def _gives_both(
    one: Telling,
    two: Telling,
    like: float,
    by_doc: Mapping[str, Sequence[Telling]],
    context: ComparisonContext,
    around: Around,
) -> bool:
    """Whether the document of `one` tells of the date of `two` as well, in words about as like."""
    for other in by_doc[one.event.doc]:
        if other.event.id == one.event.id or not _overlap(other.event, two.event):
            continue
        if span_days(other.event.date) > span_days(two.event.date):
            continue
        if alike_at_all(other, two) and content(other, two, context, around) >= like - _BOTH:
            return True
    return False


def _says(one: Telling) -> Statement:
    return Statement(one.event.doc, one.event.text, one.event.start_char, one.event.end_char)


def _conflict(one: Telling, two: Telling, mates: Mapping[str, Sequence[Telling]], context: ComparisonContext) -> Conflict:
    first, second = sorted((one, two), key=lambda t: (begun(t.event), t.event.doc))
    values = []
    for side, other in ((first, second), (second, first)):
        also = [
            t
            for t in mates.get(side.event.id, ())
            if t.event.doc not in (side.event.doc, other.event.doc) and t.event.date.edtf == side.event.date.edtf
        ]
        values.append(stated(side.event.date.edtf, [_says(t) for t in (side, *also)]))
    names = sorted(context.name(e) for e in one.who & two.who)[:3]
    shared = (one.near & two.stems) | (two.near & one.stems)
    written = {known_stem(fold(w)): w for w in _WORD.findall(first.event.text)}
    words = [written[w] for w in sorted(shared, key=lambda w: (-context.weight(w), w)) if w in written]
    kinds = one.kinds & two.kinds
    happened = [word for t in (first, second) for word in kind_words(t.event.text, kinds)]
    if not happened and one.classes & two.classes:
        happened = [one.event.trigger, two.event.trigger]
    told = list(dict.fromkeys(happened))
    about = names or words[:3] or told[:1] or sorted(kinds)
    reasons = [
        *([f"tells of {' and '.join(names)}"] if names else []),
        *([f"says what happened in words of one kind ({listed(told)})"] if told else []),
        *([f"shares the words {listed(words)}"] if words else []),
    ]
    why = f"each {', '.join(reasons)}, and the dates have no day in common"
    taken = [t.event.date.words for t in (first, second) if t.event.date.rule == _TAKEN]
    why += f"; the year of {listed(taken)} is taken from the other" if taken else ""
    return finding("date", about, values, why)
