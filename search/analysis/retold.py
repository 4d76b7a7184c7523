"""One happening told on two dates, known by its names, its words and what happened, of which few others speak.

"Vanished on 24 April" and "left Spain on April 22", of one lawyer; "inaugurated on 28 July 2018" and "on 28 July 2019".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from search.analysis.edtf import span_days
from search.analysis.happened import asks, kind_words, kinds_in, known_stem
from search.analysis.setting import Setting, close_numbers
from search.analysis.stated import MOST_VERSIONS, finding, listed, stated
from search.analysis.tellings import Telling, telling
from search.model import Conflict, Event, Statement
from search.text import fold

__all__ = ["is_slip", "kinds_in", "likeness", "retold"]

# What two tellings must share, in names, words, what happened and how close their dates are.
_ENOUGH = 3.0
# Days that two dates may lie apart: days; months and years. Further off only by a slip of the pen.
_NEAR_DAYS, _NEAR_MONTHS, _NEAR_YEARS = 31, 400, 3 * 366
# What a name tells that may be a namesake's: "Mayor Alva" in both, of whom it is not known which.
_NAMESAKES = 1.0
# Tellings that hold a word or a name, as far as they are compared: keeps the time linear.
_MOST_SAME = 20
# A longer sentence is a list or a table, and states nothing.
_LONGEST = 2_000
_WORD = re.compile(r"[^\W\d_]+")


def retold(events: Sequence[Event], setting: Setting) -> list[Conflict]:
    """Conflicts of date between tellings of one happening in two documents."""
    told = [telling(e, setting) for e in events if _usable(e)]
    by_doc: dict[str, list[Telling]] = defaultdict(list)
    for one in told:
        by_doc[one.event.doc].append(one)
    liked: dict[tuple[int, int], float] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for a, b in _pairs(told, setting):
        score = likeness(told[a], told[b], setting)
        if score < _ENOUGH:
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
        if best[a, two.event.doc][1] != b or best[b, one.event.doc][1] != a or _overlap(one.event, two.event):
            continue
        if max(len(versions[a]), len(versions[b])) >= MOST_VERSIONS:
            continue
        if _gives_both(one, two, by_doc, setting) or _gives_both(two, one, by_doc, setting):
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
    """Tellings of two documents of one story that share a name or a word."""
    slots: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(told):
        keys = setting.anchors((*one.near, *one.names, *one.head), one.who)
        # People whom a sentence does not name stand in many: known with what happened alone.
        keys += [f"{word} {kind}" for word in setting.anchors(one.called, ()) for kind in one.kinds | one.classes]
        for key in keys:
            if len(slots[key]) < _MOST_SAME:
                slots[key].append(n)
    seen: set[tuple[int, int]] = set()
    docs = [one.event.doc for one in told]
    for rows in slots.values():
        for at, a in enumerate(rows):
            seen.update((a, b) for b in rows[at + 1 :] if docs[a] != docs[b])
    return sorted((a, b) for a, b in seen if setting.same_story(docs[a], docs[b]))


def likeness(a: Telling, b: Telling, setting: Setting) -> float:
    """How much two tellings share; 0 where something sets them apart."""
    one, two = a.event, b.event
    thin = _thin(one, setting) or _thin(two, setting)
    slip = is_slip(one.date.edtf, two.date.edtf) or (not thin and _other_year(one, two))
    overlapping = _overlap(one, two)
    if not overlapping and not slip and not _near(one, two):
        return 0.0
    if year_guessed(one, two):
        return 0.0
    namesakes = a.bare & b.called | b.bare & a.called
    if a.close and b.close and not a.close & b.close and not namesakes:
        return 0.0
    if a.bound != b.bound or a.again or b.again or a.meant != b.meant or (thin and not slip):
        return 0.0
    kinds = a.kinds & b.kinds or a.classes & b.classes
    soft = a.soft or b.soft
    if not kinds and not soft and ((a.kinds and b.kinds) or (a.classes and b.classes)):
        return 0.0
    near = setting.shared(a.near, b.stems), setting.shared(b.near, a.stems)
    both = setting.shared(a.near, b.near)
    wide = max(near)
    if any(setting.kind(e) == "person" for e in a.who & b.who):
        wide = max(wide, setting.shared(a.stems, b.stems))
    words = both + 0.5 * (wide - both) + 0.5 * max(setting.shared(a.names, b.near), setting.shared(b.names, a.near))
    if a.first and b.first:
        words += 1.0
    head = 1.5 if any(setting.weight(w) >= 0.5 for w in a.head & b.head) else 0.0
    names = sum(1.0 if setting.rare(e) else 0.25 for e in a.who & b.who)
    person = any(setting.kind(e) == "person" for e in a.who & b.who)
    if not person and namesakes:
        names, person = names + _NAMESAKES, True
    where = 0.5 * min(1, len(a.where & b.where))
    if not kinds and not head and words + where < ((1.0 if person else 1.5) if slip or overlapping else 3):
        return 0.0
    if not names and words < 0.5 and not head:
        return 0.0
    if a.bodies and b.bodies and not names:
        return 0.0
    score = words + head + min(2.0, names) + where + (1.5 if kinds else 0.0)
    close = one.date.precision == two.date.precision == "day" and abs((_day(one) - _day(two)).days) <= 10
    return score + (1.0 if slip or overlapping else 0.5 if close else 0.0)


def is_slip(one: str, two: str) -> bool:
    """Whether two EDTF dates of one shape differ in day, month or year alone, and that like a slip of the pen."""
    a, b = one.split("-"), two.split("-")
    if len(a) != len(b):
        return False
    wrong = [n for n in range(len(a)) if a[n] != b[n]]
    if len(wrong) != 1:
        return False
    x, y = a[wrong[0]], b[wrong[0]]
    return close_numbers(x, y) or (x.isdigit() and y.isdigit() and abs(int(x) - int(y)) == 1)


def year_guessed(a: Event, b: Event) -> bool:
    """Whether two dates are of one day or month and the year of one is worked out: no difference to speak of."""
    guessed = any("without a year" in e.date.rule for e in (a, b))
    return guessed and a.date.edtf[4:] == b.date.edtf[4:] != ""


def _other_year(a: Event, b: Event) -> bool:
    """Whether two dates, one wider than the other, are of one time of the year in neighbouring years."""
    if "year" in (a.date.precision, b.date.precision):
        return False
    first, second = sorted((a, b), key=lambda e: str(e.date.start))
    if int(str(second.date.start)[:4]) - int(str(first.date.start)[:4]) != 1:
        return False
    low, high = (f"{int(str(day)[:4]) + 1:04}{str(day)[4:]}" for day in (first.date.start, first.date.end))
    return low <= str(second.date.end) and str(second.date.start) <= high


def _near(a: Event, b: Event) -> bool:
    days = abs((_day(a) - _day(b)).days)
    narrow = {a.date.precision, b.date.precision}
    limit = _NEAR_YEARS if "year" in narrow else _NEAR_DAYS if narrow == {"day"} else _NEAR_MONTHS
    return days <= limit


def _thin(event: Event, setting: Setting) -> bool:
    """A month or a year worked out from the day of publication: too thin for a difference that is no slip."""
    if event.date.basis == "stated" or event.date.precision == "day":
        return False
    day = setting.published.get(event.doc)
    return event.date.anchor is None or day is None or event.date.anchor == day.edtf


def _day(event: Event) -> date:
    return date.fromisoformat(event.date.start or "0001-01-01")


def _overlap(a: Event, b: Event) -> bool:
    return str(a.date.start) <= str(b.date.end) and str(b.date.start) <= str(a.date.end)


def _gives_both(one: Telling, two: Telling, by_doc: Mapping[str, Sequence[Telling]], setting: Setting) -> bool:
    """Whether the document of `one` tells of the date of `two` as well, in like words or of the same people."""
    for other in by_doc[one.event.doc]:
        if other.event.id != one.event.id and _overlap(other.event, two.event):
            if span_days(other.event.date) > span_days(two.event.date):
                continue
            if other.kinds & two.kinds or other.classes & two.classes or likeness(other, two, setting) >= _ENOUGH - 1:
                return True
    return False


def _says(one: Telling) -> Statement:
    return Statement(one.event.doc, one.event.text, one.event.start_char, one.event.end_char)


def _conflict(one: Telling, two: Telling, mates: Mapping[str, Sequence[Telling]], setting: Setting) -> Conflict:
    first, second = sorted((one, two), key=lambda t: (_day(t.event), t.event.doc))
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
