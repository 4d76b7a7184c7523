"""Numbers of two documents that are the same digits in another order: 1,846 and 1,486, 43 and 34.

Digits are exchanged in copying (Wiseman, van Mill 1991, on transposition errors), so such a pair is likely one number
even where the sources call what is counted by other names. Looked up by the digits: linear in the numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.counted import SINGLE_FRAMES, frames_clash, is_vague
from search.analysis.numberfacts import GROWING_TOLLS, NumberFact
from search.analysis.numberlikeness import Neighbours, digits, shared_dates, shared_names
from search.analysis.setting import Setting, close_numbers

# What two sentences must share besides the digits: two digits are more often alike by chance than three.
_ENOUGH_TWO, _ENOUGH_MORE = 2.5, 2.0
# The same where a document has more than one number of this thing: it may be another of them that is meant.
_ENOUGH_SEVERAL = 3.5
# What two sentences with one number must share to stand together.
_SAME = 1.5
_LONE = 0.75
# The only 210 passengers of one text and the only 201 passengers of another, with nothing else shared.
_ONE_NOUN = 2.0

_Counts = Mapping[tuple[str, str], int]
_Often = Mapping[tuple[str, tuple[str, str]], int]


def slips(facts: Sequence[NumberFact], setting: Setting, story: Neighbours) -> list[list[NumberFact]]:
    """Groups of facts of one story with one number or with two of its digits exchanged, of at least two values."""
    buckets: dict[tuple[str, str, int], list[NumberFact]] = defaultdict(list)
    for fact in facts:
        told = digits(fact)
        if len(told) >= 2 and len(set(told)) >= 2 and not fact.quantity.hedged and fact.key[0] != "term":
            kind = fact.key[0] if fact.measured else "count"
            buckets[kind, "".join(sorted(told)), len(f"{abs(fact.quantity.value):.0f}")].append(fact)
    # How many figures of a unit a document has: the only height in feet is likely the other's only height in feet.
    units = Counter((f.doc, f.key[0]) for f in facts if f.measured and not f.key[0].startswith("money"))
    often = Counter((f.doc, f.key) for f in facts)
    out = []
    for _, bucket in sorted(buckets.items()):
        if len({f.quantity.value for f in bucket}) > 1 and len({f.doc for f in bucket}) > 1:
            out.extend(_joined(bucket, setting, story, units, often))
    return out


def _joined(
    bucket: Sequence[NumberFact],
    setting: Setting,
    story: Neighbours,
    units: _Counts,
    often: _Often,
) -> list[list[NumberFact]]:
    """The facts of a bucket that are of one thing, one a document, in groups of more than one value."""
    rows: list[tuple[float, int, int]] = []
    for one, two in story.pairs(bucket):
        a, b = bucket[one], bucket[two]
        score = _score(a, b, setting)
        if score and units.get((a.doc, a.key[0])) == 1 == units.get((b.doc, b.key[0])):
            score += _LONE
        elif a.key == b.key and not a.measured and often[a.doc, a.key] == 1 == often[b.doc, b.key]:
            score = max(score, _ONE_NOUN) if not is_vague(a.quantity.counted) else score
        if a.quantity.value == b.quantity.value:
            bar = _SAME
        elif not close_numbers(digits(a), digits(b)):
            continue
        else:
            several = often[a.doc, a.key] > 1 or often[b.doc, b.key] > 1
            bar = _ENOUGH_MORE if len(digits(a)) > 2 else _ENOUGH_SEVERAL if several and not a.measured else _ENOUGH_TWO
        if score >= bar:
            rows.append((score, one, two))
    home = list(range(len(bucket)))
    held = {n: {bucket[n].doc} for n in home}
    for _, one, two in sorted(rows, key=lambda row: (-row[0], row[1:])):
        first, second = _root(home, one), _root(home, two)
        if first != second and not held[first] & held[second]:
            home[second] = first
            held[first] |= held[second]
    groups: dict[int, list[NumberFact]] = defaultdict(list)
    for n, fact in enumerate(bucket):
        groups[_root(home, n)].append(fact)
    return [group for group in groups.values() if len({f.quantity.value for f in group}) > 1]


def _root(home: list[int], n: int) -> int:
    while home[n] != n:
        home[n] = home[home[n]]
        n = home[n]
    return n


def _score(a: NumberFact, b: NumberFact, setting: Setting) -> float:
    """How much the sentences of two numbers share; 0 where the numbers are of other things for certain."""
    if a.norm and b.norm and a.norm != b.norm:
        return 0.0
    if a.key[1] != b.key[1] and {a.key[1], b.key[1]} & (GROWING_TOLLS | {"more", "fewer"}) and a.key[1] and b.key[1]:
        return 0.0
    if a.measured and a.key[1] != b.key[1]:
        return 0.0
    if a.close and b.close and not a.close & b.close and not (a.close & b.who or b.close & a.who):
        return 0.0
    if a.measured and a.period != b.period:
        return 0.0
    near = max(setting.shared(a.near, b.near | b.stems), setting.shared(b.near, a.stems))
    wide = setting.shared(a.stems, b.stems)
    names, when = shared_names(a, b, setting), shared_dates(a.dates, b.dates)
    if not near and not names and when < 0.5:
        return 0.0
    score = near + 0.5 * max(0.0, wide - near) + min(names, 2.5) + when
    score += 2.0 if a.others & b.others else 0.0
    if a.measured:
        score += 0.25 if a.key[0] == "share" else 0.5
    elif a.key[0] == b.key[0]:
        score += 1.0
    elif a.quantity.counted in b.stems or b.quantity.counted in a.stems:
        score += 0.75
    elif a.norm == b.norm != "":
        score += 0.25
    if a.label and b.label:
        score += 0.5 if a.label == b.label else -0.5
    if a.frames and b.frames:
        single = 0.5 if a.frames & b.frames & SINGLE_FRAMES else 0.0
        score += 0.5 + single if a.frames & b.frames else -1.0 if frames_clash(a.frames, b.frames) else 0.0
    score -= 1.0 if a.phase != b.phase else 0.0
    return score
