"""One event put in two places, and one organisation said to be in two.

A place within another is no conflict where a text shows it ("Olten, Switzerland"), nor where one of them is a country,
a region or a well-known city and the other any place. "Near" and "across" place nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.event_types import kind_words
from search.analysis.comparison.linkage import (
    Model,
    Pair,
    best_of_each,
    blocks,
    merged,
    model,
    pairs_in,
)
from search.analysis.comparison.places.features import PlaceScorer, PlaceStatement, pair_stats
from search.analysis.comparison.places.granularity import one_size
from search.analysis.comparison.places.statements import place_statements
from search.analysis.findings import MAX_VERSIONS, Relations, make_finding, quoted_list, statement_value
from search.model import Conflict, Mention

_BETWEEN = re.compile(r",? (?:in |in the )?(?:[A-Z][\w-]+ )?\Z")
# Statements that hold a word or a name, as far as they are compared: keeps the time linear.
_MAX_SAME, _MAX_THERE = 30, 200


class _Candidates:
    """The statements with a place of all documents, and the pairs of them that may be of one thing."""

    def __init__(self, context: ComparisonContext, weights: Model) -> None:
        self.context = context
        self.rows = place_statements(context)
        self.scorer = PlaceScorer(context, pair_stats(self.rows, context), weights)
        self._within = _within(context)

    def pairs(self) -> Iterator[Pair]:
        """Pairs of two documents of one storyline that share a rare word, name or happening, of places of one size."""
        rows, same = self.rows, self.context.same_storyline
        docs = [row.doc for row in rows]
        found = blocks(map(self._keys, rows), _MAX_SAME)
        met = sorted(pairs_in(found.values(), lambda a, b: docs[a] != docs[b] and same(docs[a], docs[b])))
        return (pair for pair in met if self._comparable(rows[pair[0]], rows[pair[1]]))

    def _keys(self, row: PlaceStatement) -> list[tuple[str, str]]:
        anchors = self.context.anchors
        keys = [("", word) for word in anchors((*row.clause, *row.before), ())]
        keys += [("body", row.body)] if row.body else [("kind", kind) for kind in row.kinds]
        known = anchors((*row.stems, *row.people_words), row.entities) if row.kinds else []
        return [*keys, *((kind, word) for kind in row.kinds for word in known)]

    def _comparable(self, a: PlaceStatement, b: PlaceStatement) -> bool:
        """Whether two statements are of one body or of none, and their places the same or of one size and apart."""
        if a.body != b.body or not one_size(a.level, b.level):
            return False
        one, two = a.place.entity, b.place.entity
        return one == two or not _nested(one, two, self.context, self._within)


def candidates(context: ComparisonContext) -> Iterator[tuple[PlaceStatement, PlaceStatement, PlaceScorer]]:
    """The pairs of different places that are scored, with what scores them: what the weights are fitted on."""
    found = _Candidates(context, model("places"))
    for a, b in found.pairs():
        one, two = found.rows[a], found.rows[b]
        if one.place.entity != two.place.entity and found.scorer.comparable(one, two):
            yield one, two, found.scorer


def places(context: ComparisonContext, weights: Model | None = None) -> Relations:
    """Where documents put one thing differently, and where two or more put it alike.

    `weights` are others than those kept in `models/places.toml`.
    """
    found = _Candidates(context, weights or model("places"))
    rows, enough = found.rows, found.scorer.model.enough(context.one_storyline)
    differing: dict[Pair, float] = {}
    alike: list[Pair] = []
    for a, b in found.pairs():
        one, two = rows[a], rows[b]
        score = found.scorer.score(one, two)
        if score < enough:
            continue
        if one.place.entity != two.place.entity:
            differing[a, b] = score
        elif one.body or one.kinds & two.kinds:
            alike.append((a, b))
    agreements = (_agreement([rows[n] for n in group], context) for group in merged(len(rows), alike))
    return Relations(tuple(_conflicts(rows, differing, context)), tuple(agreements))


def _conflicts(
    rows: Sequence[PlaceStatement], scores: Mapping[Pair, float], context: ComparisonContext
) -> Iterator[Conflict]:
    """A conflict for each pair of places: the best pair of statements, where no document puts it in both."""
    there: dict[tuple[str, str], list[PlaceStatement]] = defaultdict(list)
    everywhere: dict[str, list[PlaceStatement]] = defaultdict(list)
    for row in rows:
        there[row.place.entity, row.doc].append(row)
        if len(everywhere[row.place.entity]) < _MAX_THERE:
            everywhere[row.place.entity].append(row)

    def slot(a: int, b: int) -> tuple[str, ...]:
        return rows[a].doc, rows[b].doc, *sorted((rows[a].place.entity, rows[b].place.entity))

    best = best_of_each(scores, slot)
    often = Counter((rows[n].doc, rows[n].place.entity) for pair in best for n in pair)
    done: set[frozenset[str]] = set()
    ordered = sorted(best, key=lambda p: (-best[p], rows[p[0]].doc, rows[p[1]].doc, rows[p[0]].span.start))
    for a, b in ((rows[one], rows[two]) for one, two in ordered):
        both = frozenset((a.place.entity, b.place.entity))
        recurs = max(often[row.doc, row.place.entity] for row in (a, b)) > MAX_VERSIONS
        if not recurs and both not in done and not _gives_both(a, b, there):
            done.add(both)
            yield _conflict(a, b, everywhere, context)


def _agreement(rows: Sequence[PlaceStatement], context: ComparisonContext) -> Conflict:
    """What several documents put in one place."""
    rows = sorted(rows, key=lambda row: (row.doc, row.span.start))
    common = frozenset.intersection(*(row.entities for row in rows)) or rows[0].entities
    names = [context.name(rows[0].body)] if rows[0].body else sorted(context.name(e) for e in common)[:3]
    happened = _happened(rows, frozenset.union(*(row.kinds for row in rows)), context)
    place = context.name(rows[0].place.entity)
    what = f"says where {names[0]} is" if rows[0].body else f"says where it happened ({quoted_list(happened)})"
    value = statement_value(place, [context.docs[row.doc].statement(row.span) for row in rows])
    return make_finding("place", names or [place], [value], f"each {what}, and names the same place")


def _happened(rows: Sequence[PlaceStatement], kinds: frozenset[str], context: ComparisonContext) -> list[str]:
    """The words of some statements that tell of these kinds of happening, each once."""
    texts = (context.texts[row.doc][row.span.start : row.span.end] for row in rows)
    return list(dict.fromkeys(word for text in texts for word in kind_words(text, kinds)))


def _within(context: ComparisonContext) -> frozenset[tuple[str, str]]:
    """Pairs of places that a text shows one in the other: "Olten, Switzerland", "Olten in Switzerland"."""
    out: set[tuple[str, str]] = set()
    for annotated in context.docs.values():
        text = annotated.text
        last: Mention | None = None
        for mention in annotated.mentions:
            if context.kind(mention.entity) != "place":
                last = None
                continue
            near = last is not None and 0 < mention.start - last.end <= 24
            if last is not None and near and _BETWEEN.fullmatch(text[last.end : mention.start]):
                out.add((last.entity, mention.entity))
            last = mention
    return frozenset(out)


def _nested(a: str, b: str, context: ComparisonContext, within: frozenset[tuple[str, str]]) -> bool:
    """Whether one of two places lies in the other, or may do so for its name, as far as the texts show."""
    if (a, b) in within or (b, a) in within or context.name_words(a) & context.name_words(b):
        return True
    # "X, Kent" and "Y, Kent": both shown in one larger place is fine; through two steps one lies in the other.
    above_a, above_b = ({outer for inner, outer in within if inner == place} for place in (a, b))
    return any((p, b) in within for p in above_a) or any((p, a) in within for p in above_b)


def _gives_both(
    a: PlaceStatement, b: PlaceStatement, there: Mapping[tuple[str, str], Sequence[PlaceStatement]]
) -> bool:
    """Whether one document puts such a happening in both places."""
    for mine, other in ((a, b), (b, a)):
        for row in there.get((other.place.entity, mine.doc), ()):
            if row.body == mine.body and (row.body or row.kinds & mine.kinds):
                return True
    return False


def _conflict(
    a: PlaceStatement, b: PlaceStatement, there: Mapping[str, Sequence[PlaceStatement]], context: ComparisonContext
) -> Conflict:
    sides = []
    for side in sorted((a, b), key=lambda row: (row.doc, row.span.start)):
        mates = [row for row in there.get(side.place.entity, ()) if _of_one_thing(row, side)]
        statements = [context.docs[r.doc].statement(r.span) for r in (side, *mates)]
        sides.append(statement_value(context.name(side.place.entity), statements))
    names = [context.name(a.body)] if a.body else sorted(context.name(e) for e in a.entities & b.entities)[:3]
    kinds = a.kinds & b.kinds
    happened = _happened((a, b), kinds, context)
    alike = context.as_written(context.texts[a.doc][a.span.start : a.span.end], a.clause & b.clause)[:3]
    what = (
        f"each says where {names[0]} is"
        if a.body
        else f"each says where it happened ({quoted_list(happened or alike)})"
    )
    told_of = f" and tells of {quoted_list(names)}" if names and not a.body else ""
    why = f"{what}{told_of}; no text shows one of the places within the other"
    return make_finding("place", names or alike or happened[:1] or sorted(kinds), sides, why)


def _of_one_thing(row: PlaceStatement, side: PlaceStatement) -> bool:
    """Whether another statement with a place is of the same body, or of such a happening to the same people."""
    return row.body == side.body and bool(row.body or row.kinds & side.kinds) and bool(row.entities & side.entities)
