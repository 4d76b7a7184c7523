"""One happening put in two places, and one body said to be in two.

A place within another is no conflict where a text shows it ("Olten, Switzerland"), nor where one of them is a country,
a region or a well-known city and the other any place. "Near" and "across" place nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from search.analysis.happened import asks, kind_words, kinds_in, known_stem, label, people_of
from search.analysis.placelevels import levels, one_size
from search.analysis.setting import BREAK, Setting, clause_around
from search.analysis.stated import MOST_VERSIONS, Compared, finding, listed, stated
from search.analysis.wordsets import words
from search.model import Conflict, DateValue, Mention, Span
from search.text import fold

_IN = re.compile(
    r"\b(?:in|at)\s+(?:the\s+)?(?:(?:[\w'’-]+\s+){0,4}(?:town|city|village|port|district|suburb|hamlet|borough|parish"
    r"|resort|quarter|neighbourhood|neighborhood) of\s+)?\Z"
    # "in the lobby of the Bay Hotel", "off the coast of Fife", "on the road to Hume", "a native of Leith"
    r"|\b(?:in|at|outside)\s+(?:the|a)\s+(?:[\w'’-]+\s+){1,2}of\s+(?:the\s+)?\Z"
    r"|\boff\s+(?:the\s+)?(?:coast\s+of\s+|island\s+of\s+)?(?:the\s+)?\Z"
    r"|\bon\s+the\s+(?:road|way|path|track)\s+(?:to|from)\s+\Z"
    r"|\b(?:native|son|daughter)\s+of\s+\Z",
    re.IGNORECASE,
)
_NATIVE = re.compile(r"\b(?:native|son|daughter)\s+of\s+\Z", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_BETWEEN = re.compile(r",? (?:in |in the )?(?:[A-Z][\w-]+ )?\Z")
_BODY_IN = re.compile(r",? (?:in|at|of) \Z")
# What may stand between a happening and its place: "on May 3, 1994, in the lobby of …".
_BESIDE = re.compile(r"\s*(?:(?:at|in|on|near|outside|by)\b|\d)")
_WHERE = re.compile(r",? where\b")
_PREPOSED = re.compile(r"\b(?:in|at|near|off|from|to|of|outside|across|for)\s+(?:the\s+)?\Z", re.IGNORECASE)
# Happenings of these kinds are had once by whoever has them, or nearly so.
_PLACED = words(
    """arrest die born marry find collapse sign build found open sentence board demolish sink attack fire rescue land
    hospital"""
)
# Happenings that are had once by one person: the kind and the person tell more.
_ONCE = words("die born sink attack")
# A pair of statements must share this much in words and names beside the kind and the person.
_ENOUGH = 2.5
# What dates that have nothing in common take away: there are rather two happenings.
_OTHER_TIME = 1.5
# What two statements of no known happening must share in words.
_WORDS = 1.5
# Days that two sources may put one happening apart, and of so few that they do.
_NEAR_DAYS, _SLIP_DAYS = 31, 2
# Statements that hold a word or a name, as far as they are compared: keeps the time linear.
_MOST_SAME, _MOST_THERE = 30, 200
# A longer sentence is a list or a table, and states nothing.
_LONGEST = 2_000
_UNCERTAIN = re.compile(
    r"\b(?:would|could|might|may|will|not|never|denied|rumou?red|reported(?:ly)?|plans?|planned|every|often|usually"
    r"|to be)\b"
)


@dataclass(frozen=True, slots=True)
class _Placed:
    doc: str
    span: Span
    place: Mention
    kinds: frozenset[str]
    stems: frozenset[str]
    near: frozenset[str]
    who: frozenset[str]
    people: frozenset[str]
    called: frozenset[str]
    level: str
    body: str = ""


def places(setting: Setting) -> Compared:
    """Where documents put one thing differently, and where two or more put it alike."""
    level = levels(setting)
    told = [row for doc in sorted(setting.texts) for row in _placed(doc, setting, level)]
    within = _within(setting)
    slots: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for row in told:
        for kind in (row.body,) if row.body else sorted(row.kinds) or ("",):
            for word in setting.anchors((row.stems | row.called) if kind else row.near, row.who if kind else ()):
                if len(slots[kind, word]) < _MOST_SAME:
                    slots[kind, word].append(row)
    found: dict[tuple[str, str, str, str], tuple[float, _Placed, _Placed]] = {}
    alike: dict[tuple[_Placed, _Placed], None] = {}
    for rows in slots.values():
        for n, a in enumerate(rows):
            for b in rows[n + 1 :]:
                one, two = a.place.entity, b.place.entity
                if a.doc == b.doc or (one != two and not _comparable(one, two, setting, within)):
                    continue
                score = _likeness(a, b, setting)
                if score < _ENOUGH:
                    continue
                if one == two:
                    if a.body or a.kinds & b.kinds:
                        alike[a, b] = None
                    continue
                key = a.doc, b.doc, min(one, two), max(one, two)
                if key not in found or score > found[key][0]:
                    found[key] = score, a, b
    there: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    everywhere: dict[str, list[_Placed]] = defaultdict(list)
    for row in told:
        there[row.place.entity, row.doc].append(row)
        if len(everywhere[row.place.entity]) < _MOST_THERE:
            everywhere[row.place.entity].append(row)
    out = []
    done: set[frozenset[str]] = set()
    often = Counter((a.doc, a.place.entity) for pair in found.values() for a in pair[1:])
    for _, a, b in sorted(found.values(), key=lambda row: (-row[0], row[1].doc, row[2].doc, row[1].span.start)):
        pair = frozenset((a.place.entity, b.place.entity))
        if max(often[row.doc, row.place.entity] for row in (a, b)) > MOST_VERSIONS:
            continue
        if pair in done or _gives_both(a, b, there):
            continue
        done.add(pair)
        out.append(_conflict(a, b, everywhere, setting))
    return Compared(tuple(out), tuple(_agreements(alike, setting)))


def _agreements(alike: Iterable[tuple[_Placed, _Placed]], setting: Setting) -> list[Conflict]:
    """What several documents put in one place, each happening once."""
    group: dict[_Placed, list[_Placed]] = {}
    for a, b in alike:
        one, two = group.setdefault(a, [a]), group.setdefault(b, [b])
        if one is not two:
            small, large = sorted((one, two), key=len)
            large.extend(small)
            group.update(dict.fromkeys(small, large))
    out = []
    for rows in {id(rows): rows for rows in group.values()}.values():
        rows = sorted(rows, key=lambda row: (row.doc, row.span.start))
        common = frozenset.intersection(*(row.who for row in rows)) or rows[0].who
        names = [setting.name(rows[0].body)] if rows[0].body else sorted(setting.name(e) for e in common)[:3]
        kinds = frozenset.union(*(row.kinds for row in rows))
        happened = dict.fromkeys(
            word for r in rows for word in kind_words(setting.texts[r.doc][r.span.start : r.span.end], kinds)
        )
        place = setting.name(rows[0].place.entity)
        what = f"says where {names[0]} is" if rows[0].body else f"says where it happened ({listed(list(happened))})"
        value = stated(place, [setting.statement(row.doc, row.span) for row in rows])
        out.append(finding("place", names or [place], [value], f"each {what}, and names the same place"))
    return out


def _placed(doc: str, setting: Setting, level: Mapping[tuple[str, int], str]) -> list[_Placed]:
    """Where the sentences of a document say that something happened, or that a body is."""
    text, out = setting.texts[doc], []
    spans = setting.sentences(doc)
    for mention in setting.named[doc]:
        at = level.get((doc, mention.start), "")
        n = setting.number_at(doc, mention.start)
        if not at or n >= len(spans):
            continue
        span = spans[n]
        if asks(text[span.start : span.end]) or not _IN.search(
            text[max(span.start, mention.start - 80) : mention.start]
        ):
            continue
        named = [m for m in setting.mentions(doc, span.start, span.end) if not label(text, m)]
        clause = clause_around(text, span, mention.start, mention.end)
        later = None
        if _WHERE.match(text, clause.end, span.end):
            # "A plant in Bray, where it was baked": what follows happened there too.
            later = clause_around(text, span, clause.end + 7, clause.end + 7)
            clause = Span(clause.start, later.end)
        if _UNCERTAIN.search(text, later.start if later else clause.start, clause.end):
            continue
        who = {m.entity for m in named if setting.kind(m.entity) != "place" or _takes_part(text, m, mention, span)}
        people = frozenset(e for e in who if setting.kind(e) == "person")
        about = people_of(setting, doc, span, clause)
        called = frozenset(word for e in people | about for word in setting.name_words(e))
        names = frozenset(word for m in named for word in setting.name_words(m.entity))
        stems = setting.stems(doc, span.start, span.end) - names
        near = setting.stems(doc, clause.start, clause.end) - names
        kinds = _kinds(text, span, clause, mention)
        if _NATIVE.search(text, clause.start, mention.start):
            kinds = frozenset({"born"})
        row = _Placed(doc, span, mention, kinds, stems, near, frozenset(who | about), people, called, at)
        out.append(row)
        if body := next((m.entity for m in named if _directly(text, m, mention, setting)), ""):
            out.append(replace(row, kinds=frozenset(), body=body))
    return out


def _kinds(text: str, sentence: Span, clause: Span, place: Mention) -> frozenset[str]:
    """What happened at a place: told in its clause, or in the one before a date or "at the inn" that stands between."""
    kinds = kinds_in(text[clause.start : place.start] + text[place.end : clause.end]) & _PLACED
    low = clause.start
    while not kinds and low > sentence.start and text[low - 1] == "," and _BESIDE.match(text, low, place.start):
        cuts = [sentence.start, *(hit.end() for hit in BREAK.finditer(text, sentence.start, low - 1))]
        kinds = kinds_in(text[cuts[-1] : low]) & _PLACED
        low = cuts[-1]
    return kinds


def _takes_part(text: str, one: Mention, place: Mention, span: Span) -> bool:
    """Whether a name that reads as a place is rather what something happened to: a ship, a mill."""
    lead = text[max(span.start, one.start - 12) : one.start]
    return one.entity != place.entity and _PREPOSED.search(lead) is None


def _directly(text: str, body: Mention, place: Mention, setting: Setting) -> bool:
    """Whether a body stands right before "in" and a place: "the Harbour Bank in Genoa"."""
    if setting.kind(body.entity) != "organization" or not 0 < place.start - body.end <= 8:
        return False
    return _BODY_IN.fullmatch(text[body.end : place.start]) is not None


def _within(setting: Setting) -> frozenset[tuple[str, str]]:
    """Pairs of places that a text shows one in the other: "Olten, Switzerland", "Olten in Switzerland"."""
    out: set[tuple[str, str]] = set()
    for doc, rows in setting.named.items():
        text = setting.texts[doc]
        last: Mention | None = None
        for mention in rows:
            if setting.kind(mention.entity) != "place":
                last = None
                continue
            near = last is not None and 0 < mention.start - last.end <= 24
            if last is not None and near and _BETWEEN.fullmatch(text[last.end : mention.start]):
                out.add((last.entity, mention.entity))
            last = mention
    return frozenset(out)


def _comparable(a: str, b: str, setting: Setting, within: frozenset[tuple[str, str]]) -> bool:
    """Whether two places are of one level and neither lies in the other, as far as the texts show."""
    if a == b or (a, b) in within or (b, a) in within:
        return False
    if setting.name_words(a) & setting.name_words(b):
        return False
    # "X, Kent" and "Y, Kent": both shown in one larger place is fine; through two steps one lies in the other.
    above = {p for c, p in within if c == a}
    return not any((p, b) in within for p in above) and not any((p, a) in within for c, p in within if c == b)


def _likeness(a: _Placed, b: _Placed, setting: Setting) -> float:
    """How much two tellings of where something happened share; 0 where something sets them apart."""
    if a.doc == b.doc or a.body != b.body or not one_size(a.level, b.level) or not setting.same_story(a.doc, b.doc):
        return 0.0
    kinds = a.kinds & b.kinds
    if not a.body and not kinds and (a.kinds or b.kinds):
        return 0.0
    if a.people and b.people and not a.people & b.people:
        return 0.0
    days = _same_days(*([_bounds(d) for d in setting.days(r.doc, r.span) if d.start and d.end] for r in (a, b)))
    shared = {e for e in a.who & b.who if setting.rare(e) and e != a.body}
    people = {e for e in shared if setting.kind(e) in ("person", "place")}
    names = float(len(shared)) if shared else 0.5 if a.called & b.called and days > 0 else 0.0
    if not a.body and not kinds:
        near = setting.shared(a.near, b.near)
        return near + days + min(1.0, names) if near >= _WORDS and (days > 0 or names >= 1) else 0.0
    alike = setting.shared(a.stems, b.stems)
    if not a.body and not people and not (names and days > 0) and alike < 2:
        return 0.0
    if days < 0:
        alike -= 0 if a.body else _OTHER_TIME
    return min(2.0, names) + alike + max(0, days) + (1.5 if a.body or kinds & _ONCE else 1.0)


def _same_days(one: Sequence[tuple[str, str]], two: Sequence[tuple[str, str]]) -> int:
    """1 where two sentences tell of days in common, -1 where both tell of days and have none in common, else 0.

    Days that lie close together may be of one happening: sources differ in them, too.
    """
    if not one or not two:
        return 0
    if any(a[0] <= b[1] and b[0] <= a[1] for a in one for b in two):
        return 1
    apart = min(abs((_day(a[0]) - _day(b[0])).days) for a in one for b in two)
    return 1 if apart <= _SLIP_DAYS else 0 if apart <= _NEAR_DAYS else -1


def _bounds(day: DateValue) -> tuple[str, str]:
    return str(day.start), str(day.end)


def _day(day: str) -> date:
    return date.fromisoformat(day)


def _gives_both(a: _Placed, b: _Placed, there: Mapping[tuple[str, str], Sequence[_Placed]]) -> bool:
    """Whether one document puts such a happening in both places."""
    for mine, other in ((a, b), (b, a)):
        for row in there.get((other.place.entity, mine.doc), ()):
            if row.body == mine.body and (row.body or row.kinds & mine.kinds):
                return True
    return False


def _conflict(a: _Placed, b: _Placed, there: Mapping[str, Sequence[_Placed]], setting: Setting) -> Conflict:
    sides = []
    for side in sorted((a, b), key=lambda row: (row.doc, row.span.start)):
        mates = [
            row
            for row in there.get(side.place.entity, ())
            if row.body == side.body and (row.body or row.kinds & side.kinds) and row.who & side.who
        ]
        sides.append(
            stated(setting.name(side.place.entity), [setting.statement(r.doc, r.span) for r in (side, *mates)])
        )
    names = [setting.name(a.body)] if a.body else sorted(setting.name(e) for e in a.who & b.who)[:3]
    kinds = a.kinds & b.kinds
    happened = [
        word for row in (a, b) for word in kind_words(setting.texts[row.doc][row.span.start : row.span.end], kinds)
    ]
    written = {known_stem(fold(w)): w for w in _LETTERS.findall(setting.texts[a.doc][a.span.start : a.span.end])}
    alike = [written[w] for w in sorted(a.near & b.near, key=lambda w: (-setting.weight(w), w)) if w in written][:3]
    told = listed(list(dict.fromkeys(happened)) or alike)
    what = f"each says where {names[0]} is" if a.body else f"each says where it happened ({told})"
    about = names or alike or happened[:1] or sorted(kinds)
    told_of = f" and tells of {listed(names)}" if names and not a.body else ""
    why = f"{what}{told_of}; no text shows one of the places within the other"
    return finding("place", about, sides, why)
