"""Numbers that two documents state differently, alike, or one after the other as they grow.

Same affair first: the documents share names few others have, the sentences what is counted and enough words and names.
Then the intervals: numbers whose intervals meet agree; a toll that rises with the day of publication is an update.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from search.analysis.comparison.context import ComparisonContext, ordered_days
from search.analysis.comparison.numbers.facts import BARE, NumberFact, number_facts
from search.analysis.comparison.numbers.features import ENOUGH, Neighbours, Told, keys_of, likeness, swapped
from search.analysis.findings import MAX_VERSIONS, Compared, finding, listed, stated
from search.model import Conflict, StatedValue, Statement
from search.text.analyzer import stem
from search.text.folding import fold

# Reports further apart than this do not count on from each other.
_GROWS_DAYS = 730
# A document's two numbers this near in likeness to one of another document: it is not known which is meant.
_RIVAL = 1.0
# Smaller numbers stand beside each other by chance.
_TELLING = 100
_FIGURES = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3}){1,3}|\d{3,9})(?![\w]|[.,]\d)")
# A correction follows what it corrects within this time.
_CORRECTED_DAYS = 366
# "At least 3" does not speak for nine: a bound agrees with a number that is at most this many times as large.
_LOOSE = 1.5
# Statements of one finding of which pairs are looked at.
_MAX_ROWS = 24


def numbers(context: ComparisonContext) -> Compared:
    """Conflicts, agreements and updates of number among the documents."""
    told = [fact for doc in sorted(context.texts) for fact in number_facts(doc, context, planned=True)]
    both = _Both(told, context)
    found = [
        one
        for group, shared in _groups(told, context, Neighbours(context))
        if (one := _judged(group, shared, context, both)) is not None
    ]
    return Compared(
        _one_of_each([c for c in found if not c.update and len(c.values) > 1]),
        _one_of_each([c for c in found if not c.update and len(c.values) == 1]),
        _one_of_each([c for c in found if c.update]),
    )


def _one_of_each(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The findings without those that an earlier one holds: two of its values in the same statements.

    Both sides of one vote say the same words; what is counted may be found under its own name and under a wider one.
    """
    once: list[Conflict] = []
    seen: set[tuple[tuple[str, Statement], ...]] = set()
    for one in found:
        told = [[(_plain(v.value), s) for s in v.statements] for v in one.values]
        rows = [row for part in told for row in part]
        pairs = [(a, b) for a in rows for b in rows if a is not b] if len(rows) <= _MAX_ROWS else []
        if any(pair in seen for pair in pairs):
            continue
        seen.update(pairs)
        once.append(one)
    return tuple(once)


def _plain(words: str) -> str:
    """The figures of a value, or its words."""
    return "".join(c for c in words if c.isdigit()) or words.lower()


# ---- which facts are about one thing ----------------------------------------------------------------------------


def _scored(facts: Sequence[NumberFact], context: ComparisonContext, story: Neighbours) -> dict[tuple[int, int], float]:
    """The likeness of facts, by number, that share what they are looked up by and whose documents tell one story."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, fact in enumerate(facts):
        for key in keys_of(fact):
            blocks[key].append(n)
    told = Told([fact for fact in facts if not fact.planned])
    scores: dict[tuple[int, int], float] = {}
    for _, block in sorted(blocks.items()):
        if len({facts[n].doc for n in block}) < 2:
            continue
        for one, two in story.pairs([facts[n] for n in block]):
            pair = block[one], block[two]
            if pair not in scores:
                scores[pair] = likeness(facts[pair[0]], facts[pair[1]], context, told)
    return scores


def _groups(
    facts: Sequence[NumberFact], context: ComparisonContext, story: Neighbours
) -> list[tuple[list[NumberFact], frozenset[str]]]:
    """Facts that are each other's best match between two documents, joined; with the words that all of them share."""
    scores = _scored(facts, context, story)
    rivals: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    for (one, two), score in scores.items():
        if score >= ENOUGH - _RIVAL:
            rivals[one, facts[two].doc].append((score, two))
            rivals[two, facts[one].doc].append((score, one))
    home = list(range(len(facts)))
    members = {n: [n] for n in home}
    for (one, two), score in sorted(scores.items(), key=lambda row: (-row[1], row[0])):
        if score < ENOUGH:
            break
        if any(_rivalled(facts, a, b, score, rivals[a, facts[b].doc]) for a, b in ((one, two), (two, one))):
            continue
        a, b = _root(home, one), _root(home, two)
        if a != b and _one_thing(facts, members[a], members[b], scores):
            home[b] = a
            members[a] += members[b]
    groups: dict[int, list[NumberFact]] = defaultdict(list)
    for n, fact in enumerate(facts):
        groups[_root(home, n)].append(fact)
    return [(rows, frozenset.intersection(*(f.stems for f in rows))) for rows in groups.values() if len(rows) > 1]


def _one_thing(
    facts: Sequence[NumberFact], one: Sequence[int], two: Sequence[int], scores: Mapping[tuple[int, int], float]
) -> bool:
    """Whether two groups are of different documents, and what differs between them is alike without what lies between.

    "Dozens of houses" fits fifty-two here and fifty-eight there; that does not make these the same houses.
    """
    if {facts[n].doc for n in one} & {facts[n].doc for n in two}:
        return False
    pairs = [(min(a, b), max(a, b)) for a in one[:_MAX_ROWS] for b in two[:_MAX_ROWS]]
    differing = [pair for pair in pairs if not facts[pair[0]].quantity.meets(facts[pair[1]].quantity)]
    return not differing or any(scores.get(pair, 0.0) >= ENOUGH for pair in differing)


def _root(home: list[int], n: int) -> int:
    while home[n] != n:
        home[n] = home[home[n]]
        n = home[n]
    return n


def _rivalled(
    facts: Sequence[NumberFact], one: int, two: int, score: float, rivals: Sequence[tuple[float, int]]
) -> bool:
    """Whether a fact fits a second number of the other document as well as this one, or nearly, and they differ."""
    a, b = facts[one].quantity, facts[two].quantity
    margin = 0.0 if a.meets(b) else _RIVAL
    return any(n != two and other > score - margin and not facts[n].quantity.meets(b) for other, n in rivals)


# ---- agree, differ, or grown ------------------------------------------------------------------------------------


class _Both:
    """Which numbers stand in one sentence: who gives both, the old and the new, explains why others differ."""

    def __init__(self, facts: Sequence[NumberFact], context: ComparisonContext) -> None:
        self._at: dict[tuple[bool, float], set[tuple[str, int]]] = defaultdict(set)
        for fact in facts:
            if fact.measured:
                self._at[True, fact.quantity.value].add((fact.doc, fact.span.start))
        wanted = {f.quantity.value for f in facts if not f.measured and f.quantity.value >= _TELLING}
        for doc in sorted(context.texts):
            for hit in _FIGURES.finditer(context.texts[doc]):
                value = float(hit.group().replace(",", ""))
                if value in wanted:
                    self._at[False, value].add((doc, context.docs[doc].sentence_number(hit.start())))

    def told(self, one: NumberFact, two: NumberFact) -> bool:
        """Whether a sentence of any document has both numbers."""
        here, there = (self._at.get((f.measured, f.quantity.value), set()) for f in (one, two))
        return not here.isdisjoint(there)


def _judged(
    group: Sequence[NumberFact], shared: frozenset[str], context: ComparisonContext, both: _Both
) -> Conflict | None:
    """What a group of facts about one thing comes to; None where nothing can be said."""
    sides: list[list[NumberFact]] = []
    for fact in sorted(group, key=lambda f: (f.quantity.hedged, f.quantity.high - f.quantity.low, f.doc)):
        for side in sides:
            if all(fact.quantity.meets(other.quantity) for other in side):
                side.append(fact)
                break
        else:
            sides.append([fact])
    if len(sides) > MAX_VERSIONS:
        return None
    words = _words(group, shared, context)
    about, counted = _about(group, words, context), _counted(group)
    names = [context.name(e) for e in sorted(frozenset.intersection(*(f.who for f in group)))]
    told = f"the sentences share {listed(words or names)}" if words or names else "their documents tell one story"
    if len(sides) == 1:
        lead = sides[0][0].quantity
        alike = [
            f for f in sides[0] if lead.value <= _LOOSE * f.quantity.value and f.quantity.value <= _LOOSE * lead.value
        ]
        if lead.hedged or len({f.doc for f in alike}) < 2:
            return None
        why = f"one {counted} fits them all; {told}"
        return finding("number", about, [_value(alike, context)], why)
    sides.sort(key=lambda side: side[0].quantity.value)
    dayless = [f for f in group if f.growing and context.published.get(f.doc) is None]
    if dayless:
        # When it was counted is not known: such a number neither differs nor is replaced.
        rest = [f for f in group if f not in dayless]
        return _judged(rest, shared, context, both) if len({f.doc for f in rest}) > 1 else None
    stages = sides[:-1] if _corrected(sides, context) else _stages(sides, context)
    replaced = len(stages) == len(sides) - 1
    sides = sides if replaced else [side for side in sides if side not in stages]
    known = len(sides) == 2 and any(both.told(a, b) for a in sides[0] for b in sides[1] if a.key[0] != "votes")
    if known and any(context.published.get(f.doc) is None for side in sides for f in side):
        return None
    if known or replaced:
        sides.sort(key=lambda side: min(_first_day(f.doc, context) for f in side))
        values = [_value(side, context) for side in sides]
        why = f"a {counted} changes while it is counted, and the later source replaces the earlier; {told}"
        return finding("number", about, values, why, update=True)
    same = len(sides) == 2 and swapped(sides[0][0], sides[1][0])
    slip = " (two figures of it stand in another order)" if same else ""
    why = f"each gives a {counted}, no number fits both{slip}, and {told}"
    return finding("number", about, [_value(side, context) for side in sides], why)


def _stages(sides: Sequence[Sequence[NumberFact]], context: ComparisonContext) -> list[Sequence[NumberFact]]:
    """The sides, lowest first, that a later one replaces: counts of what was still going on, or not yet known."""
    out: list[Sequence[NumberFact]] = []
    for n, side in enumerate(sides):
        # The missing grow fewer, everything else more.
        later = sides[:n] if side[0].key[1] == "missing" else sides[n + 1 :]
        if all(f.growing for f in side) and any(_follows(side, other, context) for other in later):
            out.append(side)
    return out


def _follows(side: Sequence[NumberFact], other: Sequence[NumberFact], context: ComparisonContext) -> bool:
    """Whether the sources of a number appeared after those of a lower one; bounds ("at least 14") do not count."""
    before, after = ([f for f in facts if not f.quantity.hedged] or facts for facts in (side, other))
    days = context.published
    ordered = all(ordered_days(days.get(a.doc), days.get(b.doc)) == -1 for a in before for b in after)
    return ordered and _still_counted(before, after, context)


def _corrected(sides: Sequence[Sequence[NumberFact]], context: ComparisonContext) -> bool:
    """Whether one side says that the number was corrected (a recount), within a year of all the others."""
    late = [side for side in sides if any(f.revised for f in side)]
    early = [f for side in sides for f in side if side not in late]
    if len(late) != 1 or not early:
        return False
    days = [context.published.get(f.doc) for f in (*early, *late[0])]
    if any(day is None or day.start is None for day in days):
        return False
    before, after = [_first_day(f.doc, context) for f in early], [_first_day(f.doc, context) for f in late[0]]
    return max(before) < min(after) and (max(after) - min(before)).days <= _CORRECTED_DAYS


def _still_counted(before: Sequence[NumberFact], after: Sequence[NumberFact], context: ComparisonContext) -> bool:
    """Whether a number was not yet final when the sources `before` gave it: news of the day, or soon followed."""
    ends = [_first_day(f.doc, context) for f in before]
    starts = [_first_day(f.doc, context) for f in after]
    if (min(starts) - max(ends)).days <= _GROWS_DAYS:
        return True
    return all(f.unfolding for f in before)


def _first_day(doc: str, context: ComparisonContext) -> date:
    day = context.published.get(doc)
    return date.fromisoformat(day.start) if day is not None and day.start is not None else date.min


def _value(side: Sequence[NumberFact], context: ComparisonContext) -> StatedValue:
    lead = min(side, key=lambda f: (f.quantity.hedged, f.quantity.high - f.quantity.low, -len(f.words), f.doc))
    return stated(lead.words, (context.docs[f.doc].statement(f.span) for f in side))


def _counted(group: Sequence[NumberFact]) -> str:
    """What the numbers are: "number of seats", "sum of money", "measure (metre)"."""
    one = max(group, key=lambda f: (f.key[0] != BARE, f.quantity.noun != ""))
    kind, _, unit = one.key[0].partition(":")
    if one.measured:
        return {"money": "sum of money", "share": "share"}.get(kind, f"measure ({unit})")
    return f"number of {one.quantity.noun or one.key[1] or kind}"


def _about(group: Sequence[NumberFact], words: Sequence[str], context: ComparisonContext) -> list[str]:
    """Names that all share and what is counted, else the words that all share, as written in the first."""
    if group[0].key[0] == "term":
        return [context.name(group[0].key[1]), "sentence"]
    common = frozenset.intersection(*(f.who for f in group))
    names = sorted(context.name(e) for e in common)[:3]
    noun = next((f.quantity.noun for f in group if f.quantity.noun), "")
    toll = next((f.key[1] for f in group if f.key[1]), "")
    found = [*names, *(word for word in (noun, toll) if word)] or list(words[:2])
    return found or [group[0].label or group[0].key[0].partition(":")[2] or group[0].key[0]]


def _words(group: Sequence[NumberFact], shared: frozenset[str], context: ComparisonContext) -> list[str]:
    """The shared words as the first fact writes them, the telling ones first."""
    text = context.texts[group[0].doc][group[0].span.start : group[0].span.end]
    written: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+", text):
        written.setdefault(stem(fold(word)), word)
    ranked = sorted(shared, key=lambda word: (-context.weight(word), word))
    return [written[word] for word in ranked if word in written]
