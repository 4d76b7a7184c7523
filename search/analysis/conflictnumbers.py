"""Numbers that two documents state differently, alike, or one after the other as they grow.

Same affair first: the documents share names few others have, the sentences what is counted and enough words and names.
Then the intervals: numbers whose intervals meet agree; a toll that rises with the day of publication is an update.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from search.analysis.numberfacts import GROWING_TOLLS, NumberFact, number_facts
from search.analysis.numberlikeness import ENOUGH, ENOUGH_SPECIAL, Neighbours, digits, likeness
from search.analysis.numberslips import slips
from search.analysis.setting import Setting, close_numbers, ordered_days
from search.analysis.stated import MOST_VERSIONS, Compared, finding, listed, stated
from search.model import Conflict, StatedValue, Statement

# Reports further apart than this do not count on from each other.
_GROWS_DAYS = 730
# A document's two numbers this near in likeness to one of another document: it is not known which is meant.
_RIVAL, _RIVAL_LEAST = 0.5, 1.5
# A correction follows what it corrects within this time.
_CORRECTED_DAYS = 366
# Nouns that go by other names in other sources, and from which number on they are compared under one.
_CLASSES, _CLASS_LEAST = frozenset({"person", "thing"}), 10
# Statements of one finding of which pairs are remembered.
_MOST_ROWS = 24


def numbers(setting: Setting) -> Compared:
    """Conflicts, agreements and updates of number among the documents."""
    told = [fact for doc in sorted(setting.texts) for fact in number_facts(doc, setting, planned=True)]
    facts = [fact for fact in told if not fact.planned]
    story = Neighbours(setting)
    blocks: dict[tuple[str, str], list[NumberFact]] = defaultdict(list)
    for fact in facts:
        blocks[fact.key].append(fact)
        if fact.norm == "person" and fact.key[1] in GROWING_TOLLS and not fact.quantity.part:
            blocks["class person", fact.key[1]].append(fact)
        if fact.norm in _CLASSES and not fact.key[1] and fact.quantity.value >= _CLASS_LEAST:
            blocks[f"class {fact.norm}", ""].append(fact)
    differ: list[Conflict] = []
    alike: list[Conflict] = []
    updates: list[Conflict] = []

    def judge(groups: Iterable[tuple[list[NumberFact], frozenset[str]]], block: Sequence[NumberFact]) -> None:
        for group, shared in groups:
            found = _judged(group, shared, setting, block)
            if found is not None:
                (updates if found.update else alike if len(found.values) == 1 else differ).append(found)

    ordered = sorted(blocks.items(), key=lambda row: (row[0][0].startswith("class "), row[0]))
    for _, block in ordered:
        if len({f.doc for f in block}) > 1:
            judge(_groups(block, setting, story), block)
    for group in slips(told, setting, story):
        kind = group[0].key[0] if group[0].measured else ""
        wanted = {f.doc for f in group}
        block = [f for f in facts if f.doc in wanted and (f.key[0] == kind if kind else not f.measured)]
        judge([(group, frozenset.intersection(*(f.stems for f in group)))], block)
    return Compared(_one_of_each(differ), _one_of_each(alike), _one_of_each(updates))


def _one_of_each(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The findings without those that an earlier one holds: two of its values in the same statements.

    Both sides of one vote say the same words; what is counted may be found under its own name and under a wider one.
    """
    once: list[Conflict] = []
    seen: set[tuple[tuple[str, Statement], ...]] = set()
    for one in found:
        told = [[(_plain(v.value), s) for s in v.statements] for v in one.values]
        rows = [row for part in told for row in part]
        pairs = [(a, b) for a in rows for b in rows if a is not b] if len(rows) <= _MOST_ROWS else []
        if any(pair in seen for pair in pairs):
            continue
        seen.update(pairs)
        once.append(one)
    return tuple(once)


def _plain(words: str) -> str:
    """The figures of a value, or its words."""
    return "".join(c for c in words if c.isdigit()) or words.lower()


# ---- which facts are about one thing ----------------------------------------------------------------------------


def _groups(
    block: Sequence[NumberFact], setting: Setting, story: Neighbours
) -> list[tuple[list[NumberFact], frozenset[str]]]:
    """Facts that are each other's best match between two documents, joined; with the words that all of them share."""
    best: dict[tuple[int, str], tuple[float, int]] = {}
    liked: dict[tuple[int, int], float] = {}
    rivals: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    wider = len({fact.key for fact in block}) > 1
    labels = Counter((fact.doc, fact.label) for fact in block)
    often = Counter(fact.doc for fact in block)
    for one, two in story.pairs(block):
        if wider and block[one].key == block[two].key:
            continue
        alone = often[block[one].doc] == 1 == often[block[two].doc]
        alone = alone and (not wider or block[one].key[1] in GROWING_TOLLS)
        if block[one].measured:
            label = block[one].label
            alone = bool(block[one].key[1]) and alone
            alone = alone or (
                label != ""
                and label == block[two].label
                and labels[block[one].doc, label] == 1 == labels[block[two].doc, label]
            )
        only = block[one].measured and often[block[one].doc] == 1 == often[block[two].doc]
        score = likeness(block[one], block[two], setting, alone, only)
        if score >= _RIVAL_LEAST:
            rivals[one, block[two].doc].append((score, two))
            rivals[two, block[one].doc].append((score, one))
        special = block[one].key[0] == "votes" or block[one].key[1] in GROWING_TOLLS
        if score < (ENOUGH_SPECIAL if special else ENOUGH):
            continue
        liked[one, two] = score
        for a, b in ((one, two), (two, one)):
            slot = a, block[b].doc
            if slot not in best or score > best[slot][0]:
                best[slot] = score, b
    parent = list(range(len(block)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    members = {n: {block[n].doc} for n in range(len(block))}
    for (one, two), _ in sorted(liked.items(), key=lambda row: (-row[1], row[0])):
        if any(_rivalled(block, a, b, rivals[a, block[b].doc]) for a, b in ((one, two), (two, one))):
            continue
        mutual = best[one, block[two].doc][1] == two and best[two, block[one].doc][1] == one
        a, b = root(one), root(two)
        if mutual and a != b and not members[a] & members[b]:
            parent[b] = a
            members[a] |= members[b]
    groups: dict[int, list[NumberFact]] = defaultdict(list)
    for n, fact in enumerate(block):
        groups[root(n)].append(fact)
    out = []
    for rows in groups.values():
        if len(rows) > 1:
            out.append((rows, frozenset.intersection(*(f.stems for f in rows))))
    return out


def _rivalled(block: Sequence[NumberFact], one: int, two: int, rivals: Sequence[tuple[float, int]]) -> bool:
    """Whether a fact fits a second number of the other document nearly as well as this one, from which it differs."""
    a, b = block[one].quantity, block[two].quantity
    score = next(score for score, n in rivals if n == two)
    return not a.meets(b) and any(
        n != two and other >= score - _RIVAL and not block[n].quantity.meets(b) for other, n in rivals
    )


# ---- agree, differ, or grown ------------------------------------------------------------------------------------


def _judged(
    group: Sequence[NumberFact], shared: frozenset[str], setting: Setting, block: Sequence[NumberFact]
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
    if len(sides) > MOST_VERSIONS:
        return None
    about = _about(group, setting)
    words = _words(group, shared, setting)
    told = f"the sentences share {words}" if words else "the sentences share their names"
    one = group[0]
    counted = one.quantity.noun or one.key[1] or one.key[0].partition(":")[2]
    if len(sides) == 1:
        if all(f.quantity.hedged for f in group):
            return None
        why = f"one number of {counted} fits them all; {told}"
        return finding("number", about, [_value(sides[0], setting)], why)
    if _told_elsewhere(sides, block):
        return None
    sides.sort(key=lambda side: side[0].quantity.value)
    grown = _grown(sides, setting)
    if grown is None:
        return None
    if grown:
        sides.sort(key=lambda side: min(_first_day(f.doc, setting) for f in side))
        values = [_value(side, setting) for side in sides]
        why = f"a number of {counted} changes while it is counted, and the later source replaces the earlier; {told}"
        return finding("number", about, values, why, update=True)
    same = len(sides) == 2 and close_numbers(digits(sides[0][0]), digits(sides[1][0]))
    slip = " (two figures of it stand in another order or one is another)" if same else ""
    why = f"each gives a number of {counted}, no number fits both{slip}, and {told}"
    return finding("number", about, [_value(side, setting) for side in sides], why)


def _told_elsewhere(sides: Sequence[Sequence[NumberFact]], block: Sequence[NumberFact]) -> bool:
    """Whether a document of one side has the other side's number as well: then they are two things."""
    for n, side in enumerate(sides):
        docs = {f.doc for f in side}
        for m, other in enumerate(sides):
            if n != m and any(
                f.doc in docs and any(f.quantity.meets(o.quantity) and not f.quantity.hedged for o in other)
                for f in block
            ):
                return True
    return False


def _grown(sides: Sequence[Sequence[NumberFact]], setting: Setting) -> bool | None:
    """Whether sides, lowest first, are one growing number at different times; None where the times are not known."""
    facts = [f for side in sides for f in side]
    if _corrected(sides, setting):
        return True
    if not any(f.growing for f in facts):
        return False
    days = {f.doc: setting.published.get(f.doc) for f in facts}
    if any(day is None for day in days.values()):
        return None
    orders = {
        ordered_days(setting.published.get(a.doc), setting.published.get(b.doc))
        for low, high in pairwise(sides)
        for a in low
        for b in high
    }
    # The missing grow fewer, everything else more.
    if orders != {-1} and not (orders == {1} and facts[0].key[1] == "missing"):
        return False
    return all(_still_counted(one, two, setting) for one, two in pairwise(sides if orders == {-1} else sides[::-1]))


def _corrected(sides: Sequence[Sequence[NumberFact]], setting: Setting) -> bool:
    """Whether one side says that the number was corrected (a recount), within a year of all the others."""
    late = [side for side in sides if any(f.revised for f in side)]
    early = [f for side in sides for f in side if side not in late]
    if len(late) != 1 or not early:
        return False
    days = [setting.published.get(f.doc) for f in (*early, *late[0])]
    if any(day is None or day.start is None for day in days):
        return False
    before, after = [_first_day(f.doc, setting) for f in early], [_first_day(f.doc, setting) for f in late[0]]
    return max(before) < min(after) and (max(after) - min(before)).days <= _CORRECTED_DAYS


def _still_counted(before: Sequence[NumberFact], after: Sequence[NumberFact], setting: Setting) -> bool:
    """Whether a number was not yet final when the sources `before` gave it: news of the day, or soon followed."""
    ends = [_first_day(f.doc, setting) for f in before]
    starts = [_first_day(f.doc, setting) for f in after]
    if (min(starts) - max(ends)).days <= _GROWS_DAYS:
        return True
    return all(setting.is_news(f.doc) for f in before)


def _first_day(doc: str, setting: Setting) -> date:
    day = setting.published.get(doc)
    return date.fromisoformat(day.start) if day is not None and day.start is not None else date.min


def _value(side: Sequence[NumberFact], setting: Setting) -> StatedValue:
    lead = min(side, key=lambda f: (f.quantity.hedged, f.quantity.high - f.quantity.low, -len(f.words), f.doc))
    return stated(lead.words, (setting.statement(f.doc, f.span) for f in side))


def _about(group: Sequence[NumberFact], setting: Setting) -> list[str]:
    """Names that all share, else the words that all share, as written in the first."""
    if group[0].key[0] == "term":
        return [setting.name(group[0].key[1]), "sentence"]
    common = frozenset.intersection(*(f.who for f in group))
    names = sorted(setting.name(e) for e in common)
    noun = next((f.quantity.noun for f in group if f.quantity.noun), "")
    return [*names[:3], *([noun] if noun else []), *([group[0].key[1]] if group[0].key[1] else [])] or [
        group[0].key[0].partition(":")[2] or group[0].label or group[0].key[0]
    ]


def _words(group: Sequence[NumberFact], shared: frozenset[str], setting: Setting) -> str:
    """The shared words as the first fact writes them, the telling ones first."""
    import re

    from search.analyzer import stem
    from search.text import fold

    text = setting.texts[group[0].doc][group[0].span.start : group[0].span.end]
    written: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+", text):
        written.setdefault(stem(fold(word)), word)
    ranked = sorted(shared, key=lambda word: (-setting.weight(word), word))
    return listed([written[word] for word in ranked if word in written])
