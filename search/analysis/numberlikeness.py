"""How much two numbers of two documents look like numbers of one thing: shared words, names, dates and sums.

Points are added up and compared with a bar; what sets two statements apart (other people, other years, another purpose
of a sum) takes points off. Measured on development stories; see the tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from search.analysis.counted import SINGLE_FRAMES, frames_clash, is_common
from search.analysis.numberfacts import GROWING_TOLLS, NumberFact
from search.analysis.quantitywords import TIMES
from search.analysis.setting import Setting, close_numbers
from search.model import DateValue

# What two sentences must share: for counts of things, and for votes and tolls.
ENOUGH, ENOUGH_SPECIAL = 2.5, 2.0
# Numbers further apart than this factor are rather of two things.
_FACTOR, _FACTOR_MEASURED = 4.0, 2.5
# Days that two sources may be apart in telling one happening: a slip, or a night.
_NEAR_DAYS = 2
# The results of a vote, as stems: who won one has not lost it.
_RESULTS = (frozenset({"won", "win", "beat", "victori"}), frozenset({"lost", "lose", "defeat", "reject", "declin"}))
# Bounds that keep the work linear: documents that hold a name, facts of one document and key.
_MOST_DOCS, _MOST_NEIGHBOURS, _MOST_FACTS = 24, 64, 12
_CROWDS = frozenset({"striking", "gathered"})


class Neighbours:
    """Which documents tell of one story, found by the names that few documents have."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        holds: dict[str, list[str]] = defaultdict(list)
        for doc in sorted(setting.texts):
            for entity in sorted({m.entity for m in setting.named[doc]}):
                if setting.rare(entity) and len(holds[entity]) < _MOST_DOCS:
                    holds[entity].append(doc)
        self._of: dict[str, list[str]] = {}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for docs in holds.values():
            for one in docs:
                if len(found[one]) < _MOST_NEIGHBOURS:
                    found[one].update(dict.fromkeys(docs))
        for doc, others in found.items():
            self._of[doc] = [other for other in others if other > doc]

    def pairs(self, block: Sequence[NumberFact]) -> Iterator[tuple[int, int]]:
        """Facts, by number, of two documents of one story, or that name somebody whom few documents name."""
        rows: dict[str, list[int]] = defaultdict(list)
        for n, fact in enumerate(block):
            if len(rows[fact.doc]) < _MOST_FACTS:
                rows[fact.doc].append(n)
        for doc in sorted(rows):
            for other in self._of.get(doc, ()):
                if other not in rows:
                    continue
                story = self.setting.same_story(doc, other)
                for one in rows[doc]:
                    for two in rows[other]:
                        if story or self._named(block[one], block[two]):
                            yield one, two

    def _named(self, a: NumberFact, b: NumberFact) -> bool:
        """Whether two sentences, with those beside them, share a person or body of few documents."""
        beside = (a.who | a.around) & (b.who | b.around)
        return any(self.setting.rare(e) and self.setting.kind(e) != "place" for e in beside)


def likeness(a: NumberFact, b: NumberFact, setting: Setting, alone: bool = False, only: bool = False) -> float:
    """How much two facts share: words of their clauses and sentences, names, dates; less what sets them apart.

    `alone`: each is the only number of its document for what is counted. `only`: the only figure of its unit.
    """
    if a.key[0] == "term":
        return ENOUGH  # one person's sentence
    if a.close and b.close and not a.close & b.close and not (a.close & b.who or b.close & a.who):
        return 0.0
    low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    if high > (_FACTOR_MEASURED if a.measured else _FACTOR) * low:
        return 0.0
    if a.measured and a.period != b.period:
        return 0.0
    if alone and a.measured and a.key[1] and high <= 2 * low:
        return ENOUGH  # a price by the acre, of which each speaks once
    counted = frozenset(word for word in a.key[0].split() if word != "part") if a.key[0] == b.key[0] else frozenset()
    near = setting.shared((a.near - counted) & (b.near | b.stems), b.stems) if a.near else 0.0
    near = max(near, setting.shared(b.near - counted, a.stems))
    wide = setting.shared(a.stems - counted, b.stems)
    names = shared_names(a, b, setting)
    when = shared_dates(a.dates, b.dates)
    sums = 2.0 if a.others & b.others else 0.0
    # One area here, one there; for how long it burned here, and there.
    near_both = setting.shared(a.near, b.near)
    size = only and a.key[0].startswith("measure") and high <= 1.5 * low
    size = size and (wide >= 1 if a.key[0].partition(":")[2] not in TIMES else near_both >= 1)
    if a.measured and not size and not a.quantity.meets(b.quantity) and not sums and names < 2:
        alike = a.frames & b.frames or (a.label and a.label == b.label) or near_both
        if not alike:
            return 0.0
    # Sixteen families here, seventeen families there, and no other number of families in either.
    lone = alone and a.quantity.counted != "" and high <= 1.25 * low and low >= 10
    lone = lone and (not is_common(a.quantity.counted) or near > 0 or names >= 1)
    lone = lone or (alone and _one_set(a, b, low, high, setting))
    won = [{n for n, words in enumerate(_RESULTS) if words & fact.stems} for fact in (a, b)]
    if a.key[0] == "votes" and won[0] and won[1] and not won[0] & won[1]:
        return 0.0
    toll = alone and a.key[1] in GROWING_TOLLS and wide >= 0.5
    crowd = a.key[1] in _CROWDS and when >= 0.75
    if toll:
        near = max(near, 0.5)
    if near == 0 and wide < 2 and names < 2 and not lone and not crowd and not sums and not size:
        return 0.0
    score = near + 0.5 * max(0.0, wide - near) + min(names, 2.5) + when + sums
    if counted and not a.measured:
        score += min(1.0, max((setting.weight(word) for word in counted), default=0.0))
    score += 0.5 if a.key[0] == "votes" and won[0] & won[1] else 0.0
    score += 1.5 if lone or (crowd and alone) else 1.0 if toll else 0.5 if alone else 0.0
    score += 1.0 if size else 0.0
    score -= 1.0 if a.phase != b.phase else 0.0
    if a.label and b.label:
        score += 1.0 if a.label == b.label else -0.5
    if a.frames and b.frames:
        score += -1.0 if frames_clash(a.frames, b.frames) else 1.0 if a.frames & b.frames & SINGLE_FRAMES else 0.0
    if a.close and b.close and not a.close & b.close:
        score -= 0.5
    if a.who and b.who and not a.who & b.who and not toll:
        score -= 0.75
    if close_numbers(digits(a), digits(b)):
        score += 1.0 if len(digits(a)) > 2 else 0.5
    elif high <= 1.25 * low or (high <= 1.5 * low and low >= 100):
        score += 0.5
    return score


def _one_set(a: NumberFact, b: NumberFact, low: float, high: float, setting: Setting) -> bool:
    """Whether small numbers of an uncommon thing stand beside the same rare names or dates."""
    counted = a.quantity.counted
    if a.measured or high > 2 * low or not counted or is_common(counted) or a.key[0] == "votes":
        return False
    beside = (a.around | a.who | a.places) & (b.around | b.who | b.places)
    return sum(1.0 if setting.rare(e) else 0.0 for e in beside) >= 1 and setting.weight(counted) >= 0.5


def shared_names(a: NumberFact, b: NumberFact, setting: Setting) -> float:
    """The weight of the names that two sentences share: 1 for one that few documents have; a quarter for a place."""
    total = sum(1.0 if setting.rare(e) else 0.5 for e in a.who & b.who)
    return total + min(0.5, sum(0.25 for e in a.places & b.places if setting.rare(e)))


def shared_dates(one: Iterable[DateValue], two: Iterable[DateValue]) -> float:
    """The best that two sentences' dates say: 1.5 for one day, 0.75 for days beside each other; less than 0 for years.

    0 where either gives none.
    """
    best = None
    for a in one:
        for b in two:
            if None in (a.start, a.end, b.start, b.end):
                continue
            best = max(_dates(a, b), best) if best is not None else _dates(a, b)
    return best or 0.0


def _dates(a: DateValue, b: DateValue) -> float:
    if (a.start, a.end) == (b.start, b.end):
        return {"day": 1.5, "month": 0.75}.get(a.precision, 0.5)
    if str(a.start) <= str(b.end) and str(b.start) <= str(a.end):
        return 0.5
    if a.precision == b.precision == "day":
        gap = abs((date.fromisoformat(str(a.start)) - date.fromisoformat(str(b.start))).days)
        return 0.75 if gap <= _NEAR_DAYS else 0.0 if gap < 366 else -0.75
    return -0.75 if str(a.start)[:4] != str(b.start)[:4] else 0.0


def digits(fact: NumberFact) -> str:
    """The digits of a number as far as they count: "185" for £185,000 and 18.5."""
    return "".join(c for c in f"{fact.quantity.value:.6g}".partition("e")[0] if c.isdigit()).strip("0")
