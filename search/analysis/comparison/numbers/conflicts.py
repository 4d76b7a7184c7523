"""Numbers that two documents state differently, alike, or one after the other as they grow.

One storyline first: the documents share names few others have, the sentences what is counted and enough words and
names. Then the intervals: numbers whose intervals meet agree; a toll that rises with the day of publication is an
update.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from search.analysis.comparison.context import ComparisonContext, ordered_days
from search.analysis.comparison.linkage import Model, Pair, merged, model
from search.analysis.comparison.numbers.blocking import Blocker
from search.analysis.comparison.numbers.facts import number_facts
from search.analysis.comparison.numbers.features import FactIndex, NumberScorer, swapped
from search.analysis.comparison.numbers.number_fact import BARE, NumberFact
from search.analysis.findings import MAX_VERSIONS, Relations, make_finding, quoted_list, statement_value
from search.model import Conflict, StatedValue, Statement
from search.text.analyzer import stem
from search.text.folding import fold

# Reports further apart than this do not count on from each other.
_MAX_DAYS_GROWING = 730
# A document's two numbers this near in score to one of another document: it is not known which is meant.
_RIVAL_MARGIN = 1.0
# Smaller numbers stand beside each other by chance.
_MIN_TELLING = 100
_FIGURES = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3}){1,3}|\d{3,9})(?![\w]|[.,]\d)")
# A correction follows what it corrects within this time.
_MAX_DAYS_CORRECTED = 366
# "At least 3" does not speak for nine: a bound agrees with a number that is at most this many times as large.
_MAX_LOOSE = 1.5
# Statements of one finding of which pairs are looked at.
_MAX_ROWS = 24

_Side: TypeAlias = Sequence[NumberFact]


def numbers(context: ComparisonContext, weights: Model | None = None) -> Relations:
    """Conflicts, agreements and updates of number among the documents.

    `weights` are others than those kept in `models/numbers.toml`.
    """
    links = _Links(context, weights or model("numbers"))
    both = _BothNumbers(links.facts, context)
    found = [
        one for group in links.groups() if (one := _finding(group, _shared_stems(group), context, both)) is not None
    ]
    return Relations(
        _one_of_each([c for c in found if not c.update and len(c.values) > 1]),
        _one_of_each([c for c in found if not c.update and len(c.values) == 1]),
        _one_of_each([c for c in found if c.update]),
    )


def candidates(context: ComparisonContext) -> Iterator[tuple[NumberFact, NumberFact, NumberScorer]]:
    """The pairs that are scored, with what scores them: what the weights are fitted on."""
    links = _Links(context, model("numbers"))
    for a, b in links.pairs():
        if links.scorer.comparable(links.facts[a], links.facts[b]):
            yield links.facts[a], links.facts[b], links.scorer


def _one_of_each(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The findings without those that an earlier one holds: two of its values in the same statements.

    Both sides of one vote say the same words; what is counted may be found under its own name and under a wider one.
    """
    kept: list[Conflict] = []
    seen: set[tuple[tuple[str, Statement], ...]] = set()
    for one in found:
        rows = [(_plain(v.value), s) for v in one.values for s in v.statements]
        pairs = [(a, b) for a in rows for b in rows if a is not b] if len(rows) <= _MAX_ROWS else []
        if any(pair in seen for pair in pairs):
            continue
        seen.update(pairs)
        kept.append(one)
    return tuple(kept)


def _plain(words: str) -> str:
    """The figures of a value, or its words."""
    return "".join(c for c in words if c.isdigit()) or words.lower()


# ---- which facts are about one thing ----------------------------------------------------------------------------


class _Links:
    """The numbers of all documents, and which of them are of one thing."""

    def __init__(self, context: ComparisonContext, weights: Model) -> None:
        self.facts = [fact for doc in sorted(context.docs) for fact in number_facts(doc, context, planned=True)]
        self.scorer = NumberScorer(context, FactIndex([f for f in self.facts if not f.planned]), weights)
        self._blocker = Blocker(context)

    def pairs(self) -> Iterator[Pair]:
        """The candidate pairs, by number."""
        return self._blocker.pairs(self.facts)

    def groups(self) -> list[_Side]:
        """Facts that are each other's best match between two documents, merged."""
        facts, enough = self.facts, self.scorer.model.threshold
        scores = {(a, b): self.scorer.score(facts[a], facts[b]) for a, b in self.pairs()}
        rivals: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
        for (one, two), score in scores.items():
            if score >= enough - _RIVAL_MARGIN:
                rivals[one, facts[two].doc].append((score, two))
                rivals[two, facts[one].doc].append((score, one))
        linked = [
            (a, b)
            for (a, b), score in sorted(scores.items(), key=lambda row: (-row[1], row[0]))
            if score >= enough
            and not self._has_rival(a, b, score, rivals[a, facts[b].doc])
            and not self._has_rival(b, a, score, rivals[b, facts[a].doc])
        ]
        found = merged(len(facts), linked, lambda one, two: self._one_thing(one, two, scores))
        return [[facts[n] for n in group] for group in found]

    def _has_rival(self, one: int, two: int, score: float, rivals: Sequence[tuple[float, int]]) -> bool:
        """Whether a fact fits a second number of the other document as well, or nearly, and the two differ."""
        a, b = self.facts[one].quantity, self.facts[two].quantity
        margin = 0.0 if a.meets(b) else _RIVAL_MARGIN
        return any(n != two and other > score - margin and not self.facts[n].quantity.meets(b) for other, n in rivals)

    def _one_thing(self, one: Sequence[int], two: Sequence[int], scores: Mapping[Pair, float]) -> bool:
        """Whether two groups are of different documents, and what differs between them is alike by itself.

        "Dozens of houses" fits fifty-two here and fifty-eight there; that does not make these the same houses.
        """
        facts = self.facts
        if {facts[n].doc for n in one} & {facts[n].doc for n in two}:
            return False
        pairs = [(min(a, b), max(a, b)) for a in one[:_MAX_ROWS] for b in two[:_MAX_ROWS]]
        differing = [pair for pair in pairs if not facts[pair[0]].quantity.meets(facts[pair[1]].quantity)]
        return not differing or any(scores.get(pair, 0.0) >= self.scorer.model.threshold for pair in differing)


def _shared_stems(group: _Side) -> frozenset[str]:
    return frozenset.intersection(*(f.stems for f in group))


# ---- agree, differ, or grown ------------------------------------------------------------------------------------


class _BothNumbers:
    """Which numbers stand in one sentence: who gives both, the old and the new, explains why others differ."""

    def __init__(self, facts: _Side, context: ComparisonContext) -> None:
        self._at: dict[tuple[bool, float], set[tuple[str, int]]] = defaultdict(set)
        for fact in facts:
            if fact.measured:
                self._at[True, fact.quantity.value].add((fact.doc, fact.span.start))
        wanted = {f.quantity.value for f in facts if not f.measured and f.quantity.value >= _MIN_TELLING}
        for doc in sorted(context.texts):
            for hit in _FIGURES.finditer(context.texts[doc]):
                value = float(hit.group().replace(",", ""))
                if value in wanted:
                    self._at[False, value].add((doc, context.docs[doc].sentence_number(hit.start())))

    def told(self, one: NumberFact, two: NumberFact) -> bool:
        """Whether a sentence of any document has both numbers."""
        here, there = (self._at.get((f.measured, f.quantity.value), set()) for f in (one, two))
        return not here.isdisjoint(there)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a group of facts is about: names and nouns for the reader, what is counted, and why it is one thing."""

    about: list[str]
    counted: str
    why: str


def _finding(group: _Side, shared: frozenset[str], context: ComparisonContext, both: _BothNumbers) -> Conflict | None:
    """What a group of facts about one thing comes to; None where nothing can be said. `shared`: stems that all have."""
    sides = _sides(group)
    if len(sides) > MAX_VERSIONS:
        return None
    subject = _subject(group, shared, context)
    if len(sides) == 1:
        return _agreement(sides[0], subject, context)
    dayless = [f for f in group if f.growing and context.published.get(f.doc) is None]
    if dayless:
        # When it was counted is not known: such a number neither differs nor is replaced.
        rest = [f for f in group if f not in dayless]
        return _finding(rest, shared, context, both) if len({f.doc for f in rest}) > 1 else None
    sides.sort(key=lambda side: side[0].quantity.value)
    stages = sides[:-1] if _corrected(sides, context) else _stages(sides, context)
    replaced = len(stages) == len(sides) - 1
    sides = sides if replaced else [side for side in sides if side not in stages]
    known = len(sides) == 2 and any(both.told(a, b) for a in sides[0] for b in sides[1] if a.key[0] != "votes")
    if known and any(context.published.get(f.doc) is None for side in sides for f in side):
        return None
    return _update(sides, subject, context) if known or replaced else _conflict(sides, subject, context)


def _sides(group: _Side) -> list[list[NumberFact]]:
    """Facts whose numbers fit each other, side by side, the most exact first."""
    sides: list[list[NumberFact]] = []
    for fact in sorted(group, key=lambda f: (f.quantity.hedged, f.quantity.high - f.quantity.low, f.doc)):
        side = next((one for one in sides if all(fact.quantity.meets(other.quantity) for other in one)), None)
        if side is None:
            sides.append([fact])
        else:
            side.append(fact)
    return sides


def _subject(group: _Side, shared: frozenset[str], context: ComparisonContext) -> _Subject:
    words = _words(group, shared, context)
    names = [context.name(e) for e in sorted(frozenset.intersection(*(f.entities for f in group)))]
    why = f"the sentences share {quoted_list(words or names)}" if words or names else "their documents tell one story"
    return _Subject(_about(group, words, context), _counted(group), why)


def _agreement(side: _Side, subject: _Subject, context: ComparisonContext) -> Conflict | None:
    """One number that two documents or more give, None where only bounds say so."""
    lead = side[0].quantity
    alike = [
        f for f in side if lead.value <= _MAX_LOOSE * f.quantity.value and f.quantity.value <= _MAX_LOOSE * lead.value
    ]
    if lead.hedged or len({f.doc for f in alike}) < 2:
        return None
    why = f"one {subject.counted} fits them all; {subject.why}"
    return make_finding("number", subject.about, [_value(alike, context)], why)


def _update(sides: list[list[NumberFact]], subject: _Subject, context: ComparisonContext) -> Conflict:
    """Numbers of which the later replaces the earlier, the earliest first."""
    sides.sort(key=lambda side: min(_first_day(f.doc, context) for f in side))
    why = f"a {subject.counted} changes while it is counted, and the later source replaces the earlier; {subject.why}"
    return make_finding("number", subject.about, [_value(side, context) for side in sides], why, update=True)


def _conflict(sides: Sequence[_Side], subject: _Subject, context: ComparisonContext) -> Conflict:
    """Numbers that do not fit each other."""
    slip = " (two figures of it stand in another order)"
    exchanged = len(sides) == 2 and swapped(sides[0][0], sides[1][0])
    why = f"each gives a {subject.counted}, no number fits both{slip if exchanged else ''}, and {subject.why}"
    return make_finding("number", subject.about, [_value(side, context) for side in sides], why)


def _stages(sides: Sequence[_Side], context: ComparisonContext) -> list[_Side]:
    """The sides, lowest first, that a later one replaces: counts of what was still going on, or not yet known."""
    out: list[_Side] = []
    for n, side in enumerate(sides):
        # The missing grow fewer, everything else more.
        later = sides[:n] if side[0].key[1] == "missing" else sides[n + 1 :]
        if all(f.growing for f in side) and any(_follows(side, other, context) for other in later):
            out.append(side)
    return out


def _follows(side: _Side, other: _Side, context: ComparisonContext) -> bool:
    """Whether the sources of a number appeared after those of a lower one; bounds ("at least 14") do not count."""
    before, after = ([f for f in facts if not f.quantity.hedged] or facts for facts in (side, other))
    days = context.published
    ordered = all(ordered_days(days.get(a.doc), days.get(b.doc)) == -1 for a in before for b in after)
    return ordered and _still_counted(before, after, context)


def _corrected(sides: Sequence[_Side], context: ComparisonContext) -> bool:
    """Whether one side says that the number was corrected (a recount), within a year of all the others."""
    late = [side for side in sides if any(f.revised for f in side)]
    early = [f for side in sides for f in side if side not in late]
    if len(late) != 1 or not early:
        return False
    days = [context.published.get(f.doc) for f in (*early, *late[0])]
    if any(day is None or day.start is None for day in days):
        return False
    before, after = [_first_day(f.doc, context) for f in early], [_first_day(f.doc, context) for f in late[0]]
    return max(before) < min(after) and (max(after) - min(before)).days <= _MAX_DAYS_CORRECTED


def _still_counted(before: _Side, after: _Side, context: ComparisonContext) -> bool:
    """Whether a number was not yet final when the sources `before` gave it: news of the day, or soon followed."""
    ends = [_first_day(f.doc, context) for f in before]
    starts = [_first_day(f.doc, context) for f in after]
    if (min(starts) - max(ends)).days <= _MAX_DAYS_GROWING:
        return True
    return all(f.unfolding for f in before)


def _first_day(doc: str, context: ComparisonContext) -> date:
    day = context.published.get(doc)
    return date.fromisoformat(day.start) if day is not None and day.start is not None else date.min


def _value(side: _Side, context: ComparisonContext) -> StatedValue:
    lead = min(side, key=lambda f: (f.quantity.hedged, f.quantity.high - f.quantity.low, -len(f.words), f.doc))
    return statement_value(lead.words, (context.docs[f.doc].statement(f.span) for f in side))


def _counted(group: _Side) -> str:
    """What the numbers are: "number of seats", "sum of money", "measure (metre)"."""
    one = max(group, key=lambda f: (f.key[0] != BARE, f.quantity.noun != ""))
    kind, _, unit = one.key[0].partition(":")
    if one.measured:
        return {"money": "sum of money", "share": "share"}.get(kind, f"measure ({unit})")
    return f"number of {one.quantity.noun or one.key[1] or kind}"


def _about(group: _Side, words: Sequence[str], context: ComparisonContext) -> list[str]:
    """Names that all share and what is counted, else the words that all share, as written in the first."""
    first = group[0]
    if first.key[0] == "term":
        return [context.name(first.key[1]), "sentence"]
    names = sorted(context.name(e) for e in frozenset.intersection(*(f.entities for f in group)))[:3]
    counted = (next(filter(None, told), "") for told in ((f.quantity.noun for f in group), (f.key[1] for f in group)))
    found = [*names, *filter(None, counted)] or list(words[:2])
    return found or [first.label or first.key[0].partition(":")[2] or first.key[0]]


def _words(group: _Side, shared: frozenset[str], context: ComparisonContext) -> list[str]:
    """The shared words as the first fact writes them, the telling ones first."""
    text = context.texts[group[0].doc][group[0].span.start : group[0].span.end]
    written: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+", text):
        written.setdefault(stem(fold(word)), word)
    ranked = sorted(shared, key=lambda word: (-context.weight(word), word))
    return [written[word] for word in ranked if word in written]
