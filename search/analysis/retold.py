"""One happening told on two dates, known by its names, its words and what happened, of which few others speak.

"Vanished on 24 April" and "left Spain on April 22", of one lawyer; "inaugurated on 28 July 2018" and "on 28 July 2019".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.datelikeness import ENOUGH, Around, alike_at_all, begun, content, is_slip, likeness, year_guessed
from search.analysis.edtf import span_days
from search.analysis.happened import asks, kind_words, kinds_in, known_stem
from search.analysis.setting import Setting
from search.analysis.stated import MOST_VERSIONS, finding, listed, stated
from search.analysis.tellings import Telling, telling
from search.model import Conflict, Event, Statement
from search.text import fold

__all__ = ["is_slip", "kinds_in", "likeness", "retold", "year_guessed"]

# What a pair must reach beyond that among documents on many matters.
_MANY = 0.5
# A document that tells such a thing of the other's day as well may be this much less alike.
_BOTH = 1.0
# Tellings that hold a word or a name, as far as they are compared: keeps the time linear.
_MOST_SAME = 20
# A longer sentence is a list or a table, and states nothing.
_LONGEST = 2_000
_WORD = re.compile(r"[^\W\d_]+")


def retold(events: Sequence[Event], setting: Setting) -> list[Conflict]:
    """Conflicts of date between tellings of one happening in two documents."""
    told = [telling(e, setting) for e in events if _usable(e)]
    around = Around(told, events)
    by_doc: dict[str, list[Telling]] = defaultdict(list)
    for one in told:
        by_doc[one.event.doc].append(one)
    enough = ENOUGH if setting.one_affair else ENOUGH + _MANY
    liked: dict[tuple[int, int], float] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for a, b in _pairs(told, setting):
        if _overlap(told[a].event, told[b].event):
            continue
        score = likeness(told[a], told[b], setting, around)
        if score < enough:
            continue
        liked[a, b] = score
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
        one, two = told[a], told[b]
        if best[a, two.event.doc][1] != b or best[b, one.event.doc][1] != a:
            continue
        if max(len(versions[a]), len(versions[b])) >= MOST_VERSIONS:
            continue
        like = content(one, two, setting, around)
        if any(_gives_both(x, y, like, by_doc, setting, around) for x, y in ((one, two), (two, one))):
            continue
        out.append(_conflict(one, two, mates, setting))
    return out


def _mates(told: Sequence[Telling], liked: Mapping[tuple[int, int], float]) -> dict[str, list[Telling]]:
    """The tellings of the same: those much alike, and those of one cluster, by the id of the event."""
    out: dict[str, list[Telling]] = defaultdict(list)
    clusters: dict[str, list[Telling]] = defaultdict(list)
    for one in told:
        clusters[one.event.cluster].append(one)
    for one in told:
        out[one.event.id].extend(t for t in clusters[one.event.cluster][:_MOST_SAME] if t is not one)
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


def _pairs(told: Sequence[Telling], setting: Setting) -> list[tuple[int, int]]:
    """Tellings of two documents of one story that share a name, a word or a kind of happening which few have."""
    slots: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(told):
        keys = setting.anchors((*one.near, *one.names, *one.head), one.who)
        # People whom a sentence does not name stand in many: known with what happened alone.
        usual = [word for word in (*one.called, *one.near, *one.names) if word not in keys]
        keys += [f"{word} {kind}" for word in usual for kind in one.happened]
        keys += one.happened
        for key in keys:
            if len(slots[key]) < _MOST_SAME:
                slots[key].append(n)
    seen: set[tuple[int, int]] = set()
    docs = [one.event.doc for one in told]
    for rows in slots.values():
        for at, a in enumerate(rows):
            doc = docs[a]
            seen.update((a, b) for b in rows[at + 1 :] if docs[b] != doc and setting.same_story(doc, docs[b]))
    return sorted(seen)


def _overlap(a: Event, b: Event) -> bool:
    return str(a.date.start) <= str(b.date.end) and str(b.date.start) <= str(a.date.end)


def _gives_both(
    one: Telling,
    two: Telling,
    like: float,
    by_doc: Mapping[str, Sequence[Telling]],
    setting: Setting,
    around: Around,
) -> bool:
    """Whether the document of `one` tells of the date of `two` as well, in words about as like."""
    for other in by_doc[one.event.doc]:
        if other.event.id == one.event.id or not _overlap(other.event, two.event):
            continue
        if span_days(other.event.date) > span_days(two.event.date):
            continue
        if alike_at_all(other, two) and content(other, two, setting, around) >= like - _BOTH:
            return True
    return False


def _says(one: Telling) -> Statement:
    return Statement(one.event.doc, one.event.text, one.event.start_char, one.event.end_char)


def _conflict(one: Telling, two: Telling, mates: Mapping[str, Sequence[Telling]], setting: Setting) -> Conflict:
    first, second = sorted((one, two), key=lambda t: (begun(t.event), t.event.doc))
    values = []
    for side, other in ((first, second), (second, first)):
        also = [
            t
            for t in mates.get(side.event.id, ())
            if t.event.doc not in (side.event.doc, other.event.doc) and t.event.date.edtf == side.event.date.edtf
        ]
        values.append(stated(side.event.date.edtf, [_says(t) for t in (side, *also)]))
    names = sorted(setting.name(e) for e in one.who & two.who)[:3]
    shared = (one.near & two.stems) | (two.near & one.stems)
    written = {known_stem(fold(w)): w for w in _WORD.findall(first.event.text)}
    words = [written[w] for w in sorted(shared, key=lambda w: (-setting.weight(w), w)) if w in written]
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
    return finding("date", about, values, why)
