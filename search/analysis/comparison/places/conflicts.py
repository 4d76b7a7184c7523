"""One happening put in two places, and one body said to be in two.

A place within another is no conflict where a text shows it ("Olten, Switzerland"), nor where one of them is a country,
a region or a well-known city and the other any place. "Near" and "across" place nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from search.analysis.comparison.context import BREAK, Setting, clause_around
from search.analysis.comparison.dates.event_types import (
    OPENS,
    antecedent,
    asks,
    kind_words,
    kinds_in,
    known_stem,
    label,
    people_of,
)
from search.analysis.comparison.places.features import ENOUGH, Among, Placed, likeness
from search.analysis.comparison.places.granularity import levels, one_size
from search.analysis.findings import MAX_VERSIONS, Compared, finding, listed, stated
from search.analysis.lexicon import ENGLISH
from search.model import Conflict, Mention, Span
from search.text.folding import fold

_IN = re.compile(
    r"\b(?:in|at)\s+(?:the\s+)?"
    rf"(?:(?:[\w'’-]+\s+){{0,4}}{ENGLISH.pattern('comparison_places', 'settlements before of')} of\s+)?\Z"
    # "in the lobby of the Bay Hotel", "off the coast of Fife", "on the road to Hume", "a native of Leith"
    r"|\b(?:in|at|outside)\s+(?:the|a)\s+(?:[\w'’-]+\s+){1,2}of\s+(?:the\s+)?\Z"
    r"|\boff\s+(?:the\s+)?(?:coast\s+of\s+|island\s+of\s+)?(?:the\s+)?\Z"
    r"|\bon\s+the\s+(?:road|way|path|track)\s+(?:to|from)\s+\Z"
    r"|\b(?:native|son|daughter)\s+of\s+\Z",
    re.IGNORECASE,
)
_NATIVE = re.compile(r"\b(?:native|son|daughter)\s+of\s+\Z", re.IGNORECASE)
_BORN = re.compile(r"-born\b")
# "It was tipped at …": what it stands for is in the sentence before.
_PRONOUN = re.compile(r"\W*(?:\d+\W+)?(?:It|They|He|She|This|These)\b")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_BETWEEN = re.compile(r",? (?:in |in the )?(?:[A-Z][\w-]+ )?\Z")
_BODY_IN = re.compile(r",? (?:in|at|of) \Z")
# What may stand between a happening and its place: "on May 3, 1994, in the lobby of …".
_BESIDE = re.compile(r"\s*(?:(?:at|in|on|near|outside|by)\b|\d)")
_WHERE = re.compile(r",? where\b")
_PREPOSED = re.compile(r"\b(?:in|at|near|off|from|to|of|outside|across|for)\s+(?:the\s+)?\Z", re.IGNORECASE)
# What a pair must reach beyond that among documents on many matters.
_MANY = 0.5
# Statements that hold a word or a name, as far as they are compared: keeps the time linear.
_MAX_SAME, _MAX_THERE = 30, 200
# A longer sentence is a list or a table, and states nothing.
_LONGEST = 2_000
_UNCERTAIN = re.compile(rf"\b{ENGLISH.pattern('comparison_places', 'uncertain')}\b")


def places(setting: Setting) -> Compared:
    """Where documents put one thing differently, and where two or more put it alike."""
    level = levels(setting)
    told = [row for doc in sorted(setting.texts) for row in _placed(doc, setting, level)]
    within = _within(setting)
    among = Among(told, setting)
    enough = ENOUGH if setting.one_affair else ENOUGH + _MANY
    found: dict[tuple[str, str, str, str], tuple[float, Placed, Placed]] = {}
    alike: dict[tuple[Placed, Placed], None] = {}
    for a, b in _pairs(told, setting):
        one, two = a.place.entity, b.place.entity
        if a.body != b.body or not one_size(a.level, b.level):
            continue
        if one != two and not _comparable(one, two, setting, within):
            continue
        score = likeness(a, b, setting, among)
        if score < enough:
            continue
        if one == two:
            if a.body or a.kinds & b.kinds:
                alike[a, b] = None
            continue
        key = a.doc, b.doc, min(one, two), max(one, two)
        if key not in found or score > found[key][0]:
            found[key] = score, a, b
    there: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    everywhere: dict[str, list[Placed]] = defaultdict(list)
    for row in told:
        there[row.place.entity, row.doc].append(row)
        if len(everywhere[row.place.entity]) < _MAX_THERE:
            everywhere[row.place.entity].append(row)
    out = []
    done: set[frozenset[str]] = set()
    often = Counter((a.doc, a.place.entity) for pair in found.values() for a in pair[1:])
    for _, a, b in sorted(found.values(), key=lambda row: (-row[0], row[1].doc, row[2].doc, row[1].span.start)):
        pair = frozenset((a.place.entity, b.place.entity))
        if max(often[row.doc, row.place.entity] for row in (a, b)) > MAX_VERSIONS:
            continue
        if pair in done or _gives_both(a, b, there):
            continue
        done.add(pair)
        out.append(_conflict(a, b, everywhere, setting))
    return Compared(tuple(out), tuple(_agreements(alike, setting)))


def _pairs(told: Sequence[Placed], setting: Setting) -> list[tuple[Placed, Placed]]:
    """Statements of two documents of one story that share a word, a name or a kind of happening which few have."""
    slots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, row in enumerate(told):
        keys = [("", word) for word in setting.anchors((*row.near, *row.before), ())]
        keys += [("body", row.body)] if row.body else [("kind", kind) for kind in row.kinds]
        keys += [(kind, word) for kind in row.kinds for word in setting.anchors((*row.stems, *row.called), row.who)]
        for key in keys:
            if len(slots[key]) < _MAX_SAME:
                slots[key].append(n)
    pairs: dict[tuple[int, int], None] = {}
    for rows in slots.values():
        for at, a in enumerate(rows):
            pairs.update(dict.fromkeys((a, b) for b in rows[at + 1 :] if told[a].doc != told[b].doc))
    return [(told[a], told[b]) for a, b in pairs if setting.same_story(told[a].doc, told[b].doc)]


def _agreements(alike: Iterable[tuple[Placed, Placed]], setting: Setting) -> list[Conflict]:
    """What several documents put in one place, each happening once."""
    group: dict[Placed, list[Placed]] = {}
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


def _placed(doc: str, setting: Setting, level: Mapping[tuple[str, int], str]) -> list[Placed]:
    """Where the sentences of a document say that something happened, or that a body is."""
    text, out = setting.texts[doc], []
    spans = setting.sentences(doc)
    for mention in setting.named[doc]:
        at = level.get((doc, mention.start), "")
        n = setting.number_at(doc, mention.start)
        if not at or n >= len(spans):
            continue
        span = spans[n]
        if asks(text[span.start : span.end]):
            continue
        if not _BORN.match(text, mention.end) and not _IN.search(
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
        about = people_of(setting, doc, span, clause)
        if OPENS.match(text, span.start) and (meant := antecedent(setting, doc, span)):
            # "He was born in Bergen and climbed with Orde": of him, and of those in the clause.
            about = frozenset(meant) | {m.entity for m in named if clause.start <= m.start < clause.end}
            who = {e for e in who if setting.kind(e) != "person" or e in about}
            about = frozenset(e for e in about if setting.kind(e) == "person")
        people = frozenset(e for e in who if setting.kind(e) == "person")
        called = frozenset(word for e in people | about for word in setting.name_words(e))
        names = frozenset(word for m in named for word in setting.name_words(m.entity))
        stems = setting.stems(doc, span.start, span.end) - names
        near = setting.stems(doc, clause.start, clause.end) - names
        kinds = _kinds(text, span, clause, mention)
        if _NATIVE.search(text, clause.start, mention.start) or _BORN.match(text, mention.end):
            kinds = frozenset({"born"})
        before = setting.before(doc, span) - names if _PRONOUN.match(text, span.start) else frozenset()
        others = frozenset(word for m in named if m.entity != mention.entity for word in setting.name_words(m.entity))
        row = Placed(doc, span, mention, kinds, stems, near, before, others, frozenset(who | about), people, called, at)
        out.append(row)
        if body := next((m.entity for m in named if _directly(text, m, mention, setting)), ""):
            out.append(replace(row, kinds=frozenset(), body=body))
    return out


def _kinds(text: str, sentence: Span, clause: Span, place: Mention) -> frozenset[str]:
    """What happened at a place: told in its clause, or in the one before a date or "at the inn" that stands between."""
    kinds = kinds_in(text[clause.start : place.start] + text[place.end : clause.end])
    low = clause.start
    while not kinds and low > sentence.start and text[low - 1] == "," and _BESIDE.match(text, low, place.start):
        cuts = [sentence.start, *(hit.end() for hit in BREAK.finditer(text, sentence.start, low - 1))]
        kinds = kinds_in(text[cuts[-1] : low])
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


def _gives_both(a: Placed, b: Placed, there: Mapping[tuple[str, str], Sequence[Placed]]) -> bool:
    """Whether one document puts such a happening in both places."""
    for mine, other in ((a, b), (b, a)):
        for row in there.get((other.place.entity, mine.doc), ()):
            if row.body == mine.body and (row.body or row.kinds & mine.kinds):
                return True
    return False


def _conflict(a: Placed, b: Placed, there: Mapping[str, Sequence[Placed]], setting: Setting) -> Conflict:
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
