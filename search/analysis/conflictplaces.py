"""One happening put in two places, and one body said to be in two.

A place within another is no conflict where a text shows it ("Olten, Switzerland"), nor where one of them is a country
or a region and the other a town. "Near" and "across" place nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from search.analysis.retold import kinds_in
from search.analysis.rules import lexicon, read_sections
from search.analysis.setting import Setting, clause_around
from search.analysis.stated import MOST_VERSIONS, finding, listed, stated
from search.analysis.wordsets import words
from search.model import Conflict, Mention, Span
from search.text import fold

_IN = re.compile(
    r"\b(?:in|at)\s+(?:the\s+)?(?:(?:[\w'’-]+\s+){0,4}(?:town|city|village|port|district|suburb|hamlet|borough|parish|resort"
    r"|quarter|neighbourhood|neighborhood) of\s+)?\Z"
)
_BETWEEN = re.compile(r",? (?:in |in the )?(?:[A-Z][\w-]+ )?\Z")
_BODY_IN = re.compile(r",? (?:in|at|of) \Z")
# Happenings of these kinds are had once by whoever has them, or nearly so.
_PLACED = words("arrest die born marry find collapse sign build found open sentence board demolish")
# A pair of statements must share this much in words and names beside the kind and the person.
_ENOUGH = 2.5
_MOST_SAME = 30
_UNCERTAIN = re.compile(
    r"\b(?:would|could|might|may|will|not|never|denied|rumou?red|reported(?:ly)?|plans?|planned|every|often)\b"
)


@dataclass(frozen=True, slots=True)
class _Placed:
    doc: str
    span: Span
    place: Mention
    kinds: frozenset[str]
    stems: frozenset[str]
    who: frozenset[str]
    body: str = ""


def places(setting: Setting) -> list[Conflict]:
    """Conflicts of place among the documents."""
    told = [row for doc in sorted(setting.texts) for row in _placed(doc, setting)]
    within = _within(setting)
    slots: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for row in told:
        for kind in (row.body,) if row.body else sorted(row.kinds):
            for word in setting.anchors(row.stems, row.who):
                if len(slots[kind, word]) < _MOST_SAME:
                    slots[kind, word].append(row)
    found: dict[tuple[str, str, str, str], tuple[float, _Placed, _Placed]] = {}
    for rows in slots.values():
        for n, a in enumerate(rows):
            for b in rows[n + 1 :]:
                score = _likeness(a, b, setting, within)
                low, high = sorted((a.place.entity, b.place.entity))
                key = a.doc, b.doc, low, high
                if score >= _ENOUGH and (key not in found or score > found[key][0]):
                    found[key] = score, a, b
    there: dict[str, list[_Placed]] = defaultdict(list)
    for row in told:
        there[row.place.entity].append(row)
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
        out.append(_conflict(a, b, there, setting))
    return out


def _placed(doc: str, setting: Setting) -> list[_Placed]:
    """Where the sentences of a document say that something happened, or that a body is."""
    text, out = setting.texts[doc], []
    spans = setting.sentences(doc)
    for mention in setting.named[doc]:
        if setting.kind(mention.entity) != "place":
            continue
        n = setting.number_at(doc, mention.start)
        if n >= len(spans):
            continue
        span = spans[n]
        if not _IN.search(text[max(span.start, mention.start - 80) : mention.start]):
            continue
        named = setting.mentions(doc, span.start, span.end)
        clause = clause_around(text, span, mention.start, mention.end)
        if _UNCERTAIN.search(fold(text[clause.start : clause.end])):
            continue
        who = {m.entity for m in named if setting.kind(m.entity) != "place"}
        if not any(setting.kind(e) == "person" for e in who):
            for k in (n - 1, n + 1):
                if (
                    0 <= k < len(spans)
                    and "\n" not in text[min(spans[k].start, span.start) : max(spans[k].end, span.end)]
                ):
                    near = setting.mentions(doc, spans[k].start, spans[k].end)
                    who |= {m.entity for m in near if setting.kind(m.entity) == "person"}
        names = frozenset(word for m in named for word in setting.name_words(m.entity))
        stems = setting.stems(doc, span.start, span.end) - names
        body = next((m.entity for m in named if _directly(text, m, mention, setting)), "")
        kinds = kinds_in(text[clause.start : mention.start]) & _PLACED
        if body:
            out.append(_Placed(doc, span, mention, frozenset(), stems, frozenset(who), body))
        elif kinds:
            out.append(_Placed(doc, span, mention, kinds, stems, frozenset(who)))
    return out


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


def _level(name: str) -> str:
    """ "country", "region" or "town" as far as lists of places tell."""
    low = fold(name)
    if low in lexicon().countries:
        return "country"
    return "region" if low in _wide() else "town"


@cache
def _wide() -> frozenset[str]:
    listed_places = read_sections("places.txt")
    return frozenset(fold(row) for key in ("states", "regions") for row in listed_places.get(key, ()))


def _comparable(a: str, b: str, setting: Setting, within: frozenset[tuple[str, str]]) -> bool:
    """Whether two places are of one level and neither lies in the other, as far as the texts show."""
    if a == b or (a, b) in within or (b, a) in within:
        return False
    one, two = setting.name(a), setting.name(b)
    if _level(one) != _level(two) or setting.name_words(a) & setting.name_words(b):
        return False
    # "X, Kent" and "Y, Kent": both shown in one larger place is fine; through two steps one lies in the other.
    above = {p for c, p in within if c == a}
    return not any((p, b) in within for p in above) and not any((p, a) in within for c, p in within if c == b)


def _likeness(a: _Placed, b: _Placed, setting: Setting, within: frozenset[tuple[str, str]]) -> float:
    if a.doc == b.doc or a.body != b.body or not setting.same_story(a.doc, b.doc):
        return 0.0
    if not _comparable(a.place.entity, b.place.entity, setting, within):
        return 0.0
    if not a.body and not a.kinds & b.kinds:
        return 0.0
    people = [{e for e in row.who if setting.kind(e) == "person"} for row in (a, b)]
    if all(people) and not people[0] & people[1]:
        return 0.0
    names = sum(1.0 for e in a.who & b.who if setting.rare(e) and e != a.body)
    alike = setting.shared(a.stems, b.stems)
    if not a.body and not people[0] & people[1] and alike < 2:
        return 0.0
    return min(2.0, names) + alike + (1.5 if a.body else 1.0)


def _gives_both(a: _Placed, b: _Placed, there: Mapping[str, Sequence[_Placed]]) -> bool:
    """Whether one document puts such a happening in both places."""
    for mine, other in ((a, b), (b, a)):
        for row in there.get(other.place.entity, ()):
            if row.doc == mine.doc and row.body == mine.body and (row.body or row.kinds & mine.kinds):
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
    kinds = ", ".join(sorted(a.kinds & b.kinds))
    what = f"each says where {names[0]} is" if a.body else f"each says where it happened ({kinds})"
    about = names or [kinds]
    told_of = f" and tells of {listed(names)}" if names and not a.body else ""
    why = f"{what}{told_of}; no text shows one of the places within the other"
    return finding("place", about, sides, why)
