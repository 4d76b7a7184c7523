"""Which numbers are compared: those of one storyline, or that name somebody whom few do, and count the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.linkage import Pair, blocks
from search.analysis.comparison.numbers.number_fact import BARE, NumberFact
from search.analysis.entities.union_find import UnionFind

# Bounds that keep the work linear: documents that hold a name, documents beside one, facts of one document and key.
_MAX_DOCS, _MAX_NEIGHBOURS, _MAX_FACTS = 24, 64, 12
# Only so large a number is looked up by the class of what it counts.
_MIN_OF_CLASS = 10


class Blocker:
    """Which documents are of one storyline, found by the names that few documents have, and which facts are paired."""

    def __init__(self, context: ComparisonContext) -> None:
        self._context = context
        holds: dict[str, list[str]] = defaultdict(list)
        for doc in sorted(context.docs):
            for entity in sorted({m.entity for m in context.docs[doc].mentions}):
                if context.rare(entity) and len(holds[entity]) < _MAX_DOCS:
                    holds[entity].append(doc)
        beside = self._chained(holds) if context.one_storyline else _beside(holds)
        self._later = {doc: sorted(other for other in others if other > doc) for doc, others in beside.items()}

    def _chained(self, holds: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """The documents of a small corpus that hang together by people, bodies and laws, each with all of them."""
        ids = sorted(self._context.docs)
        numbers = {doc: n for n, doc in enumerate(ids)}
        union = UnionFind(len(ids))
        for entity, docs in holds.items():
            for other in docs[1:] if self._context.kind(entity) != "place" else ():
                union.join(numbers[docs[0]], numbers[other])
        return {doc: [ids[n] for n in union.members(numbers[doc])] for doc in ids}

    def pairs(self, facts: Sequence[NumberFact]) -> Iterator[Pair]:
        """The candidate pairs of facts, by number, each once."""
        seen: set[Pair] = set()
        for _, block in sorted(blocks(map(_keys, facts)).items()):
            for pair in self._pairs_of(block, facts):
                if pair not in seen:
                    seen.add(pair)
                    yield pair

    def _pairs_of(self, block: Sequence[int], facts: Sequence[NumberFact]) -> Iterator[Pair]:
        """Facts of two documents of one storyline, or that name somebody whom few documents name."""
        by_doc: dict[str, list[int]] = defaultdict(list)
        for n in block:
            if len(by_doc[facts[n].doc]) < _MAX_FACTS:
                by_doc[facts[n].doc].append(n)
        for doc in sorted(by_doc) if len(by_doc) > 1 else ():
            for other in self._later.get(doc, ()):
                if other not in by_doc:
                    continue
                one_storyline = self._context.one_storyline or self._context.same_storyline(doc, other)
                for one in by_doc[doc]:
                    for two in by_doc[other]:
                        if one_storyline or self._name_one(facts[one], facts[two]):
                            yield one, two

    def _name_one(self, a: NumberFact, b: NumberFact) -> bool:
        """Whether two sentences, with those beside them, share a person or body of few documents."""
        shared = (a.entities | a.neighbours) & (b.entities | b.neighbours)
        return any(self._context.rare(e) and self._context.kind(e) != "place" for e in shared)


def _beside(holds: Mapping[str, Sequence[str]]) -> dict[str, dict[str, None]]:
    """Each document with those that share a rare name with it."""
    out: dict[str, dict[str, None]] = defaultdict(dict)
    for docs in holds.values():
        for one in docs:
            if len(out[one]) < _MAX_NEIGHBOURS:
                out[one].update(dict.fromkeys(docs))
    return out


def _keys(fact: NumberFact) -> list[tuple[str, ...]]:
    """What a fact is looked up by: its unit or noun, what happened to those counted, and its figures in any order."""
    kind = kind_of(fact)
    out: list[tuple[str, ...]] = [(kind, fact.key[1])] if kind in ("votes", "term") else []
    if fact.measured:
        out.append(("unit", fact.key[0]))
    elif fact.key[0] == BARE:
        out.extend(("noun", word) for word in sorted(fact.stems))
    elif kind == "count":
        out.append(("noun", fact.key[0]))
        if fact.key[1]:
            out.append(("toll", fact.key[1]))
        if fact.norm and fact.quantity.value >= _MIN_OF_CLASS:
            out.append(("class", fact.norm))
    told = digits(fact)
    if len(told) > 1 and kind != "term":
        figures = "".join(sorted(told.replace("0", "")))
        out.append(("figures", fact.key[0] if fact.measured else "count", figures, size(fact)))
    return out


def kind_of(fact: NumberFact) -> str:
    """What can be one thing at all: a unit, votes, a prison term, or a count."""
    return fact.key[0] if fact.measured or fact.key[0] in ("votes", "term") else "count"


def size(fact: NumberFact) -> str:
    """How many digits a number has before its point."""
    return str(len(f"{abs(fact.quantity.value):.0f}"))


def digits(fact: NumberFact) -> str:
    """The digits of a number as far as they count: "185" for £185,000 and 18.5."""
    return "".join(c for c in f"{fact.quantity.value:.6g}".partition("e")[0] if c.isdigit()).strip("0")
