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
from search.analysis.setting import Setting, close_numbers, ordered_days
from search.analysis.stated import MOST_VERSIONS, Compared, finding, listed, stated
from search.model import Conflict, StatedValue

# What two sentences must share, in words and names: for counts of things, and for sums of money and shares.
_ENOUGH, _ENOUGH_SPECIAL = 2.5, 2.0
# Reports further apart than this do not count on from each other.
_GROWS_DAYS = 730
# Numbers further apart than this factor are rather of two things.
_FACTOR = 4.0
# The results of a vote, as stems: who won one has not lost it.
_RESULTS = (frozenset({"won", "win", "beat", "victori"}), frozenset({"lost", "lose", "defeat", "reject", "declin"}))
# Facts that hold a word or a name, as far as they are compared: keeps the time linear.
_MOST_SAME = 20


def numbers(setting: Setting) -> Compared:
    """Conflicts, agreements and updates of number among the documents."""
    facts = [fact for doc in sorted(setting.texts) for fact in number_facts(doc, setting)]
    blocks: dict[tuple[str, str], list[NumberFact]] = defaultdict(list)
    for fact in facts:
        blocks[fact.key].append(fact)
    differ: list[Conflict] = []
    alike: list[Conflict] = []
    updates: list[Conflict] = []
    for _, block in sorted(blocks.items()):
        if len({f.doc for f in block}) < 2:
            continue
        for group, shared in _groups(block, setting):
            found = _judged(group, shared, setting, block)
            if found is not None:
                (updates if found.update else alike if len(found.values) == 1 else differ).append(found)
    return Compared(_one_of_each(differ), _one_of_each(alike), tuple(updates))


def _one_of_each(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The findings without the second of a pair: both sides of one vote say the same words."""
    once: dict[tuple[object, ...], Conflict] = {}
    for one in found:
        once.setdefault(
            (frozenset(v.value for v in one.values), frozenset(s for v in one.values for s in v.statements)), one
        )
    return tuple(once.values())


# ---- which facts are about one thing ----------------------------------------------------------------------------


def _pairs(block: Sequence[NumberFact], setting: Setting) -> Iterable[tuple[int, int]]:
    """Facts of two documents of one story that share a word or a name."""
    slots: dict[str, list[int]] = defaultdict(list)
    for n, fact in enumerate(block):
        for word in (*setting.anchors(fact.stems, fact.who), f"{fact.key[0]} in one story"):
            if len(slots[word]) < _MOST_SAME:
                slots[word].append(n)
    seen: set[tuple[int, int]] = set()
    for rows in slots.values():
        for at, one in enumerate(rows):
            for two in rows[at + 1 :]:
                if (one, two) not in seen and block[one].doc != block[two].doc:
                    seen.add((one, two))
                    if setting.same_story(block[one].doc, block[two].doc):
                        yield one, two


def _likeness(a: NumberFact, b: NumberFact, setting: Setting, alone: bool = False) -> float:
    """How much two facts share: words of their clauses and sentences, names; less what sets them apart.

    `alone`: each is the only number of its document for what is counted.
    """
    if a.close and b.close and not a.close & b.close:
        return 0.0
    counted = frozenset(word for word in a.key[0].split() if word != "part")
    near = setting.shared((a.near - counted) & (b.near | b.stems), b.stems) if a.near else 0.0
    near = max(near, setting.shared(b.near - counted, a.stems))
    wide = setting.shared(a.stems - counted, b.stems)
    names = sum(1.0 if setting.rare(e) else 0.5 for e in a.who & b.who)
    low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    if high > _FACTOR * low:
        return 0.0
    # Sixteen families here, seventeen families there, and no other number of families in either.
    lone = alone and a.quantity.counted and high <= 1.25 * low and low >= 10
    if alone and _is_measured(a) and high <= 2 * low:
        return _ENOUGH  # a price by the acre, of which each speaks once
    won = [{n for n, words in enumerate(_RESULTS) if words & fact.stems} for fact in (a, b)]
    if a.key[0] == "votes" and won[0] and won[1] and not won[0] & won[1]:
        return 0.0
    toll = alone and a.key[1] in GROWING_TOLLS and wide >= 0.5
    if toll:
        near = max(near, 0.5)
    if near == 0 and wide < 2 and names < 2 and not lone:
        return 0.0
    score = near + 0.5 * max(0.0, wide - near) + min(names, 2.5)
    score += max((setting.weight(word) for word in counted), default=0.0) if not _is_measured(a) else 0.0
    score += 0.5 if a.key[0] == "votes" and won[0] & won[1] else 0.0
    score += 1.5 if lone else 1.0 if toll else 0.5 if alone else 0.0
    if close_numbers(_digits(a), _digits(b)):
        score += 1.0
    elif high <= 1.25 * low:
        score += 0.5
    return score


def _is_measured(fact: NumberFact) -> bool:
    return fact.key[0].startswith(("money", "share", "measure"))


def _digits(fact: NumberFact) -> str:
    return "".join(c for c in f"{fact.quantity.value:.6g}" if c.isdigit())


def _groups(block: Sequence[NumberFact], setting: Setting) -> list[tuple[list[NumberFact], frozenset[str]]]:
    """Facts that are each other's best match between two documents, joined; with the words that all of them share."""
    best: dict[tuple[int, str], tuple[float, int]] = {}
    liked: dict[tuple[int, int], float] = {}
    often = Counter(fact.doc for fact in block)
    for one, two in _pairs(block, setting):
        alone = often[block[one].doc] == 1 == often[block[two].doc]
        alone = alone and (not _is_measured(block[one]) or bool(block[one].key[1]))
        score = _likeness(block[one], block[two], setting, alone)
        special = block[one].key[0] == "votes" or block[one].key[1] in GROWING_TOLLS
        if score < (_ENOUGH_SPECIAL if special else _ENOUGH):
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
    counted = group[0].quantity.noun or group[0].key[1] or group[0].key[0].partition(":")[2]
    if len(sides) == 1:
        if all(f.quantity.hedged for f in group):
            return None
        why = f"one number of {counted} fits them all; {told}"
        return finding("number", about, [_value(sides[0], setting)], why)
    if _told_elsewhere(sides, block):
        return None
    sides.sort(key=lambda side: side[0].quantity.value)
    values = [_value(side, setting) for side in sides]
    grown = _grown(sides, setting)
    if grown is None:
        return None
    if grown:
        if (
            group[0].key[1] == "missing"
            and ordered_days(setting.published.get(sides[0][0].doc), setting.published.get(sides[-1][0].doc)) > 0
        ):
            values.reverse()
        why = f"a number of {counted} changes while it is counted, and the later source replaces the earlier; {told}"
        return finding("number", about, values, why, update=True)
    why = f"each gives a number of {counted}, no number fits both, and {told}"
    return finding("number", about, values, why)


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
    if not any(f.growing for f in facts):
        return False
    days = {f.doc: setting.published.get(f.doc) for f in facts}
    if any(day is None for day in days.values()):
        return None
    starts = [date.fromisoformat(day.start) for day in days.values() if day is not None and day.start is not None]
    if len(starts) < len(days) or (max(starts) - min(starts)).days > _GROWS_DAYS:
        return False
    orders = {
        ordered_days(setting.published.get(a.doc), setting.published.get(b.doc))
        for low, high in pairwise(sides)
        for a in low
        for b in high
    }
    # The missing grow fewer, everything else more.
    return orders == {-1} or (orders == {1} and facts[0].key[1] == "missing")


def _value(side: Sequence[NumberFact], setting: Setting) -> StatedValue:
    lead = min(side, key=lambda f: (f.quantity.hedged, f.quantity.high - f.quantity.low, -len(f.words), f.doc))
    return stated(lead.words, (setting.statement(f.doc, f.span) for f in side))


def _about(group: Sequence[NumberFact], setting: Setting) -> list[str]:
    """Names that all share, else the words that all share, as written in the first."""
    common = frozenset.intersection(*(f.who for f in group))
    names = sorted(setting.name(e) for e in common)
    noun = next((f.quantity.noun for f in group if f.quantity.noun), "")
    return [*names[:3], *([noun] if noun else []), *([group[0].key[1]] if group[0].key[1] else [])] or [
        group[0].key[0].partition(":")[2]
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
