"""How likely two numbers of two documents are numbers of one thing: a sum of weighted features.

Two statements are of one thing when they count, measure or pay the same, in like words, beside the same names and days;
and numbers that are versions of one number look alike: figures exchanged, or near each other. The weights are those of
a logistic regression over the pairs of numbers of the development stories, rounded, with more for three figures
exchanged, which small stories hardly have by chance. Fitted on all stories but one and tried on that one, for each, it
found 59 of 64 planted differences and showed four others; what is read of a text was worked out on the same stories, so
of other texts expect less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from search.analysis.comparison.context import ComparisonContext, close_numbers
from search.analysis.comparison.numbers.facts import BARE, NumberFact
from search.analysis.comparison.numbers.noun_classes import frames_clash, is_vague
from search.analysis.comparison.numbers.tolls import GROWING_TOLLS
from search.analysis.quantities.vocabulary import TEENS, TIMES
from search.model import DateValue

# What each feature says for (or against) two numbers being of one thing, in log odds; and the bar.
WEIGHTS: dict[str, float] = {
    # the numbers: one number; three or more figures, or two, exchanged; at most a quarter apart; up to 1.6 times; more
    # than twice; one figure only
    "same": 2.5, "swapped": 2.3, "swapped_two": 2.2, "near": 1.3, "half": 0.4, "far": -1.7, "round": -1.0,
    # what is counted: the same noun, what happened to those counted, votes, a prison term, a measure; each the only one
    # of its document
    "noun": 0.5, "toll": 0.8, "votes": 0.9, "term": 0.7, "measure": 0.4, "lone": 1.6,
    # what stands around: words of the clause, names, days, another sum, what the sum is for
    "words": 1.0, "names": 0.4, "when": 0.3, "sums": 0.5, "frame": 0.8,
    # what tells them apart
    "unlike": -0.6, "tolls": -0.9, "one_toll": -1.1, "elsewhere": -2.0, "other_day": -0.8, "other_names": -0.9,
    "other_frame": -0.2, "other_phase": -0.3, "alien": -2.1,
}  # fmt: skip
ENOUGH = 1.4
# Without any of these two numbers have nothing in common but their kind. Three figures are not exchanged by chance.
_BONDS = ("swapped", "noun", "toll", "votes", "term", "words", "names", "when", "sums", "frame")
# Numbers further apart than this factor are of two things.
_FACTOR, _NEAR, _HALF, _FAR = 4.0, 1.25, 1.6, 2.01
# Days that two sources may be apart in telling one happening: a slip, or a night.
_NEAR_DAYS = 2
# The results of a vote, as stems: who won one has not lost it.
_RESULTS = (frozenset({"won", "win", "beat", "victori"}), frozenset({"lost", "lose", "defeat", "reject", "declin"}))
# Bounds that keep the work linear: documents that hold a name, facts of one document and key.
_MAX_DOCS, _MAX_NEIGHBOURS, _MAX_FACTS = 24, 64, 12


class Neighbours:
    """Which documents tell of one story, found by the names that few documents have."""

    def __init__(self, context: ComparisonContext) -> None:
        self._context = context
        self._small = context.one_storyline
        holds: dict[str, list[str]] = defaultdict(list)
        for doc in sorted(context.texts):
            for entity in sorted({m.entity for m in context.docs[doc].mentions}):
                if context.rare(entity) and len(holds[entity]) < _MAX_DOCS:
                    holds[entity].append(doc)
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for docs in holds.values():
            for one in docs:
                if len(found[one]) < _MAX_NEIGHBOURS:
                    found[one].update(dict.fromkeys(docs))
        if self._small:
            found = self._affairs(holds)
        self._of = {doc: sorted(other for other in others if other > doc) for doc, others in found.items()}

    def _affairs(self, holds: Mapping[str, Sequence[str]]) -> dict[str, dict[str, None]]:
        """The documents of a handful that hang together by people, bodies and laws, each with all of them."""
        home = {doc: {doc: None} for doc in self._context.texts}
        for entity, docs in holds.items():
            for other in docs[1:] if self._context.kind(entity) != "place" else ():
                joined = {**home[docs[0]], **home[other]}
                home.update(dict.fromkeys(joined, joined))
        return home

    def pairs(self, block: Sequence[NumberFact]) -> Iterator[tuple[int, int]]:
        """Facts, by number, of two documents of one story, or that name somebody whom few documents name."""
        rows: dict[str, list[int]] = defaultdict(list)
        for n, fact in enumerate(block):
            if len(rows[fact.doc]) < _MAX_FACTS:
                rows[fact.doc].append(n)
        for doc in sorted(rows):
            for other in self._of.get(doc, ()):
                if other not in rows:
                    continue
                story = self._small or self._context.same_storyline(doc, other)
                for one in rows[doc]:
                    for two in rows[other]:
                        if story or self._named(block[one], block[two]):
                            yield one, two

    def _named(self, a: NumberFact, b: NumberFact) -> bool:
        """Whether two sentences, with those beside them, share a person or body of few documents."""
        beside = (a.who | a.around) & (b.who | b.around)
        return any(self._context.rare(e) and self._context.kind(e) != "place" for e in beside)


class Told:
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
        for mine, other in ((a, b), (b, a)):
            for kind in {mine.key[0], other.key[0], BARE}:
                for f in self._of.get((mine.doc, kind), ()):
                    alike = not (f.key[1] and other.key[1]) or f.key[1] == other.key[1]
                    if f is not mine and alike and not f.quantity.hedged and f.quantity.meets(other.quantity):
                        return True
        return False


def keys_of(fact: NumberFact) -> list[tuple[str, ...]]:
    """What a fact is looked up by: its unit or noun, what happened to those counted, and its figures in any order."""
    kind = _kind(fact)
    out: list[tuple[str, ...]] = [(kind, fact.key[1])] if kind in ("votes", "term") else []
    if fact.measured:
        out.append(("unit", fact.key[0]))
    elif kind == "count" and fact.key[0] != BARE:
        out.append(("noun", fact.key[0]))
        if fact.key[1]:
            out.append(("toll", fact.key[1]))
        if fact.norm and fact.quantity.value >= 10:
            out.append(("class", fact.norm))
    elif fact.key[0] == BARE:
        out.extend(("noun", word) for word in sorted(fact.stems))
    told = digits(fact)
    if len(told) > 1 and kind != "term":
        out.append(
            ("figures", fact.key[0] if fact.measured else "count", "".join(sorted(told.replace("0", ""))), _size(fact))
        )
    return out


def _kind(fact: NumberFact) -> str:
    """What can be one thing at all: a unit, votes, a prison term, or a count."""
    return fact.key[0] if fact.measured or fact.key[0] in ("votes", "term") else "count"


def _size(fact: NumberFact) -> str:
    return str(len(f"{abs(fact.quantity.value):.0f}"))


def likeness(a: NumberFact, b: NumberFact, context: ComparisonContext, told: Told | None = None) -> float:
    """The log odds that two facts are of one thing, by `WEIGHTS`; -inf where they cannot be."""
    found = features(a, b, context, told)
    if not found:
        return float("-inf")
    score = sum(WEIGHTS[name] * much for name, much in found.items())
    # The rest is looked up only where it can matter.
    if told is not None and score >= ENOUGH - 1 and not a.quantity.meets(b.quantity) and told.elsewhere(a, b):
        score += WEIGHTS["elsewhere"]
    return round(score, 6)  # sums over sets differ in their last bits from run to run


def features(a: NumberFact, b: NumberFact, context: ComparisonContext, told: Told | None = None) -> dict[str, float]:
    """What speaks for and against two facts being of one thing, 1 where it holds; {} where they cannot be.

    All but "elsewhere", which costs more.
    """
    kind, same = _kind(a), a.quantity.meets(b.quantity)
    low, high = sorted((abs(a.quantity.value), abs(b.quantity.value)))
    if (high > _FACTOR * low and not same) or low <= 0 or _apart(a, b):
        return {}
    slip = 0 if same else swapped(a, b)
    if (a.planned or b.planned or a.quantity.part != b.quantity.part) and not slip:
        return {}
    ratio = high / low
    few = min(len(digits(a)), len(digits(b)))
    vague = is_vague(a.quantity.counted) or is_vague(b.quantity.counted)
    bare = [other for fact, other in ((a, b), (b, a)) if fact.key[0] == BARE]
    one_noun = a.key[0] == b.key[0] if not bare else len(bare) == 1 and _named(bare[0], b if bare[0] is a else a)
    count = kind == "count"
    # "About a dozen agents" lies near many counts of agents: that makes it no version of one of them.
    guessed = a.quantity.hedged or b.quantity.hedged
    counted = frozenset((a.quantity.counted, b.quantity.counted))
    near = (a.near - counted) & (b.near | b.stems), (b.near - counted) & a.stems
    when = shared_dates(a.dates, b.dates)
    out = {
        "same": same and (1.0 if few > 1 and not (a.quantity.hedged and b.quantity.hedged) else 0.4),
        "swapped": slip > 2,
        "swapped_two": slip == 2,
        "near": not (slip or same or (count and guessed)) and ratio <= _NEAR,
        "half": not (slip or same) and _NEAR < ratio <= _HALF,
        "far": not same and ratio > _FAR,
        "round": few == 1,
        "noun": count and one_noun and not vague,
        "toll": a.key[1] == b.key[1] and a.key[1] in GROWING_TOLLS,
        "votes": a.key[0] == b.key[0] == "votes",
        "term": kind == "term",
        "measure": kind.startswith("measure") and kind.partition(":")[2] not in TIMES,
        "unlike": count and not (one_noun or bare or a.norm == b.norm != "" or _named(a, b) or _named(b, a)),
        "tolls": bool(a.key[1] and b.key[1]) and a.key[1] != b.key[1],
        "one_toll": count and bool(a.key[1]) != bool(b.key[1]),
        "lone": told is not None and told.lone(a, b),
        "words": min(3.0, max(context.shared(words, words) for words in near)),
        "names": min(2.0, shared_names(a, b, context)),
        "when": max(0.0, when),
        "sums": bool(a.others & b.others),
        "frame": bool(a.frames & b.frames),
        "other_day": when < 0,
        "other_names": bool(a.who and b.who) and not a.who & b.who,
        "other_frame": frames_clash(a.frames, b.frames),
        "other_phase": a.phase != b.phase,
    }
    # 412 samples are not 214 people with two figures exchanged.
    out["alien"] = not any(out[name] for name in _BONDS if not (out["unlike"] and name.startswith("swapped")))
    return {name: float(much) for name, much in out.items() if much}


def _named(a: NumberFact, b: NumberFact) -> bool:
    """Whether the sentence of `b` has the noun of what `a` counts."""
    return a.quantity.counted != "" and a.quantity.counted in b.stems


def _apart(a: NumberFact, b: NumberFact) -> bool:
    """Whether two facts are of two things for certain: another unit, time or person, another result of a vote."""
    kinds = {_kind(a), _kind(b)}
    if len(kinds) > 1 and not kinds <= {"votes", "count"}:
        return True
    if a.measured and (a.period != b.period or (a.key[1] != b.key[1] and "" not in (a.key[1], b.key[1]))):
        return True
    if kinds == {"votes"}:
        won = [{n for n, words in enumerate(_RESULTS) if words & fact.stems} for fact in (a, b)]
        if a.key[1] != b.key[1] or (won[0] and won[1] and not won[0] & won[1]):
            return True
    if kinds == {"term"} and a.key[1] != b.key[1]:
        return True
    return bool(a.close and b.close and not a.close & b.close and not (a.close & b.who or b.close & a.who))


def swapped(a: NumberFact, b: NumberFact) -> int:
    """Of how many figures two numbers of one size are that differ by two exchanged: 2 for 43 and 34, 3 for 604 and 640.

    0 where they do not.
    """
    one, two = digits(a), digits(b)
    most = max(len(one), len(two))
    one, two = one.ljust(most, "0"), two.ljust(most, "0")
    if most < 2 or one == two or sorted(one) != sorted(two) or _size(a) != _size(b):
        return 0
    # Twelve is not twenty-one with its figures exchanged.
    return 0 if any(TEENS & set(f.words.lower().split()) for f in (a, b)) or not close_numbers(one, two) else most


def shared_names(a: NumberFact, b: NumberFact, context: ComparisonContext) -> float:
    """The weight of the names that two sentences share: 1 for one that few documents have; a quarter for a place."""
    total = sum(1.0 if context.rare(e) else 0.5 for e in a.who & b.who)
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


def digits(fact: NumberFact) -> str:
    """The digits of a number as far as they count: "185" for £185,000 and 18.5."""
    return "".join(c for c in f"{fact.quantity.value:.6g}".partition("e")[0] if c.isdigit()).strip("0")
