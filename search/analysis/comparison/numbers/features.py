"""What two numbers of two documents share, and what sets them apart: the features of `models/numbers.toml`.

Two statements are of one thing when they count, measure or pay the same, in like words, beside the same names and days;
and numbers that are versions of one number look alike: figures exchanged, or near each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from search.analysis.comparison.context import ComparisonContext, close_numbers
from search.analysis.comparison.linkage import NEVER, FeatureVector, Model, Scorer
from search.analysis.comparison.numbers.blocking import digits, kind_of, size
from search.analysis.comparison.numbers.noun_classes import frames_clash, is_vague
from search.analysis.comparison.numbers.number_fact import BARE, NumberFact
from search.analysis.comparison.numbers.tolls import GROWING_TOLLS
from search.analysis.quantities.vocabulary import TEENS, TIMES
from search.model import DateValue

# Without any of these two numbers have nothing in common but their kind. Three figures are not exchanged by chance.
_BONDS = ("swapped", "noun", "toll", "votes", "term", "words", "names", "when", "sums", "frame")
# Numbers further apart than this factor are of two things.
_MAX_FACTOR, _NEAR, _HALF, _FAR = 4.0, 1.25, 1.6, 2.01
# Most that words and names count; what one number counts that is rounded, or that both sources only estimate.
_MAX_WORDS, _MAX_NAMES, _SAME_ROUNDED = 3.0, 2.0, 0.4
# Days that two sources may be apart in telling one happening: a slip, or a night.
_NEAR_DAYS = 2
# The results of a vote, as stems: who won one has not lost it.
_RESULTS = (frozenset({"won", "win", "beat", "victori"}), frozenset({"lost", "lose", "defeat", "reject", "declin"}))
# A pair that is less than this below the threshold may be pushed off by what its documents say elsewhere.
_LOOKED_UP = 1.0


class FactIndex:
    """The numbers of each document by what they count: how many there are, and whether one fits another's."""

    def __init__(self, facts: Sequence[NumberFact]) -> None:
        self._often = Counter((f.doc, f.key) for f in facts)
        self._of: dict[tuple[str, str], list[NumberFact]] = defaultdict(list)
        for fact in facts:
            self._of[fact.doc, fact.key[0]].append(fact)

    def lone(self, a: NumberFact, b: NumberFact) -> bool:
        """Whether each is the only number of its document for what is counted."""
        return self._often[a.doc, a.key] == 1 == self._often[b.doc, b.key]

    def elsewhere(self, a: NumberFact, b: NumberFact) -> bool:
        """Whether a document of two numbers that differ has the other's number as well: then they are two things."""
        return self._has(a, b) or self._has(b, a)

    def _has(self, mine: NumberFact, other: NumberFact) -> bool:
        return any(
            f is not mine
            and ("" in (f.key[1], other.key[1]) or f.key[1] == other.key[1])
            and not f.quantity.hedged
            and f.quantity.meets(other.quantity)
            for kind in {mine.key[0], other.key[0], BARE}
            for f in self._of.get((mine.doc, kind), ())
        )


class NumberScorer(Scorer[NumberFact]):
    """How likely two facts are of one thing. `index` is of all numbers that are no plans."""

    def __init__(self, context: ComparisonContext, index: FactIndex, model: Model) -> None:
        super().__init__(model)
        self._context = context
        self._index = index

    def comparable(self, a: NumberFact, b: NumberFact) -> bool:
        """Whether two facts can be of one thing: of one kind, not too far apart, and no plan or part beside a total."""
        low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
        if low <= 0 or (high > _MAX_FACTOR * low and not a.quantity.meets(b.quantity)) or incompatible(a, b):
            return False
        if not (a.planned or b.planned or a.quantity.part != b.quantity.part):
            return True
        return not a.quantity.meets(b.quantity) and swapped(a, b) > 0

    def features(self, a: NumberFact, b: NumberFact) -> FeatureVector:
        """What speaks for and against two facts being of one thing; what does not hold is left out."""
        found = self._near(a, b)
        if not a.quantity.meets(b.quantity) and self._index.elsewhere(a, b):
            found["elsewhere"] = 1.0
        return found

    def score(self, a: NumberFact, b: NumberFact) -> float:
        """The logarithm of the odds that two facts are of one thing; `NEVER` where they cannot be."""
        if not self.comparable(a, b):
            return NEVER
        found = self._near(a, b)
        total = self.model.total(found)
        # The rest is looked up only where it can matter.
        if total >= self.model.threshold - _LOOKED_UP and not a.quantity.meets(b.quantity):
            found["elsewhere"] = float(self._index.elsewhere(a, b))
        return self.model.score(found)

    def _near(self, a: NumberFact, b: NumberFact) -> FeatureVector:
        """What two facts and their sentences say: all but "elsewhere", which costs more."""
        out = {
            **_figures(a, b),
            **_counted(a, b),
            "lone": float(self._index.lone(a, b)),
            **self._surroundings(a, b),
        }
        # 412 samples are not 214 people with two figures exchanged.
        unlike = out["unlike"]
        out["alien"] = float(not any(out[name] for name in _BONDS if not (unlike and name == "swapped")))
        return {name: much for name, much in out.items() if much}

    def _surroundings(self, a: NumberFact, b: NumberFact) -> FeatureVector:
        """The words, names, days and sums beside two numbers."""
        shared = self._context.shared
        counted = frozenset((a.quantity.counted, b.quantity.counted))
        near = (a.clause - counted) & (b.clause | b.stems), (b.clause - counted) & a.stems
        when = shared_dates(a.dates, b.dates)
        return {
            "words": min(_MAX_WORDS, max(shared(words, words) for words in near)),
            "names": min(_MAX_NAMES, shared_names(a, b, self._context)),
            "when": max(0.0, when),
            "sums": float(not a.other_sums.isdisjoint(b.other_sums)),
            "frame": float(not a.frames.isdisjoint(b.frames)),
            "other_day": float(when < 0),
            "other_names": float(bool(a.entities and b.entities) and a.entities.isdisjoint(b.entities)),
            "other_frame": float(frames_clash(a.frames, b.frames)),
            "other_phase": float(a.phase != b.phase),
        }


def _figures(a: NumberFact, b: NumberFact) -> FeatureVector:
    """How alike two numbers look."""
    same = a.quantity.meets(b.quantity)
    slip = 0 if same else swapped(a, b)
    low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    ratio = high / low
    few = min(len(digits(a)), len(digits(b)))
    exact = few > 1 and not (a.quantity.hedged and b.quantity.hedged)
    # "About a dozen agents" lies near many counts of agents: that makes it no version of one of them.
    guessed = kind_of(a) == "count" and (a.quantity.hedged or b.quantity.hedged)
    differ = not slip and not same
    return {
        "same": (1.0 if exact else _SAME_ROUNDED) if same else 0.0,
        "swapped": float(slip > 2),
        "swapped_two": float(slip == 2),
        "near": float(differ and not guessed and ratio <= _NEAR),
        "half": float(differ and _NEAR < ratio <= _HALF),
        "far": float(not same and ratio > _FAR),
        "round": float(few == 1),
    }


def _counted(a: NumberFact, b: NumberFact) -> FeatureVector:
    """How alike is what two numbers count, and what happened to those counted."""
    kind = kind_of(a)
    count = kind == "count"
    bare = a.key[0] == BARE or b.key[0] == BARE
    one_noun = _one_noun(a, b)
    named = bare or a.norm == b.norm != "" or _named(a, b) or _named(b, a)
    vague = is_vague(a.quantity.counted) or is_vague(b.quantity.counted)
    return {
        "noun": float(count and one_noun and not vague),
        "toll": float(a.key[1] == b.key[1] and a.key[1] in GROWING_TOLLS),
        "votes": float(a.key[0] == b.key[0] == "votes"),
        "term": float(kind == "term"),
        "measure": float(kind.startswith("measure") and kind.partition(":")[2] not in TIMES),
        "unlike": float(count and not one_noun and not named),
        "tolls": float("" not in (a.key[1], b.key[1]) and a.key[1] != b.key[1]),
        "one_toll": float(count and (a.key[1] == "") != (b.key[1] == "")),
    }


def _one_noun(a: NumberFact, b: NumberFact) -> bool:
    """Whether two facts count one noun; a number without a noun does where the other's stands in its sentence."""
    if BARE not in (a.key[0], b.key[0]):
        return a.key[0] == b.key[0]
    return a.key[0] != b.key[0] and (_named(b, a) if a.key[0] == BARE else _named(a, b))


def _named(a: NumberFact, b: NumberFact) -> bool:
    """Whether the sentence of `b` has the noun of what `a` counts."""
    return a.quantity.counted != "" and a.quantity.counted in b.stems


def incompatible(a: NumberFact, b: NumberFact) -> bool:
    """Whether two facts are of two things for certain: another unit, time or person, another result of a vote."""
    kinds = {kind_of(a), kind_of(b)}
    if len(kinds) > 1:
        if not kinds <= {"votes", "count"}:
            return True
    elif kinds == {"votes"}:
        if a.key[1] != b.key[1] or _other_result(a, b):
            return True
    elif kinds == {"term"} and a.key[1] != b.key[1]:
        return True
    if a.measured and _other_measure(a, b):
        return True
    return bool(a.clause_people and b.clause_people) and not (
        a.clause_people & b.clause_people or a.clause_people & b.entities or b.clause_people & a.entities
    )


def _other_measure(a: NumberFact, b: NumberFact) -> bool:
    """Whether two figures with a unit are of another kind of time, or rates of another thing."""
    return a.period != b.period or (a.key[1] != b.key[1] and "" not in (a.key[1], b.key[1]))


def _other_result(a: NumberFact, b: NumberFact) -> bool:
    """Whether one vote was won and one lost."""
    won, lost = ({n for n, words in enumerate(_RESULTS) if words & fact.stems} for fact in (a, b))
    return bool(won and lost) and not won & lost


def swapped(a: NumberFact, b: NumberFact) -> int:
    """Of how many figures two numbers of one size are that differ by two exchanged: 2 for 43 and 34, 3 for 604 and 640.

    0 where they do not.
    """
    one, two = digits(a), digits(b)
    most = max(len(one), len(two))
    one, two = one.ljust(most, "0"), two.ljust(most, "0")
    if most < 2 or one == two or sorted(one) != sorted(two) or size(a) != size(b):
        return 0
    # Twelve is not twenty-one with its figures exchanged.
    return 0 if any(TEENS & set(f.words.lower().split()) for f in (a, b)) or not close_numbers(one, two) else most


def shared_names(a: NumberFact, b: NumberFact, context: ComparisonContext) -> float:
    """The weight of the names that two sentences share: 1 for one that few documents have; a quarter for a place."""
    total = sum(1.0 if context.rare(e) else 0.5 for e in a.entities & b.entities)
    return total + min(0.5, sum(0.25 for e in a.places & b.places if context.rare(e)))


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
