"""What merge and apart rows come to, and which of them the resolving of entities must be given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from search.codebook.codebook import KnownAlias
from search.model import Correction, Entity, Mention
from search.text.folding import name_key

OVERRULED = "a later correction says otherwise"


@dataclass(frozen=True, slots=True)
class MergeRequests:
    """Names that are one, the latest row first, and names that are not, in pairs.

    `overruled` are ids of rows that later rows contradict.
    """

    merges: tuple[KnownAlias, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    overruled: frozenset[str] = frozenset()


def merge_requests(rows: Sequence[Correction]) -> MergeRequests:
    """What merge and apart rows, oldest first, come to: of two that contradict each other the later one holds."""
    held = _Held()
    for row in rows:
        if row.kind == "merge":
            held.merge(row)
        elif row.kind == "apart":
            held.keep_apart(row)
    holding = held.holding()
    return MergeRequests(
        tuple(
            KnownAlias(names[0], row.type, tuple(names[1:]))
            for row, names in reversed(held.merges.values())
            if len(names) > 1
        ),
        tuple(pair for _, pair in held.pairs.values()),
        frozenset(row.id for row in rows if row.kind in ("merge", "apart") and row.id not in holding),
    )


class _Held:
    """The merges and pairs that hold after the rows read so far."""

    def __init__(self) -> None:
        self.merges: dict[str, tuple[Correction, list[str]]] = {}
        self.pairs: dict[frozenset[str], tuple[str, tuple[str, str]]] = {}
        """Folded names of a pair → the row that keeps them apart, the names as written."""

    def merge(self, row: Correction) -> None:
        """A merge ends the pairs that lie within it."""
        folded = {name_key(name) for name in row.names}
        self.merges[row.id] = (row, list(row.names))
        self.pairs = {pair: kept for pair, kept in self.pairs.items() if not pair <= folded}

    def keep_apart(self, row: Correction) -> None:
        """Names kept apart leave the merges that had more than one of them."""
        folded = {name_key(name) for name in row.names}
        for _, names in self.merges.values():
            inside = [name for name in names if name_key(name) in folded]
            for name in inside[1:]:
                names.remove(name)
        for one, other in combinations(row.names, 2):
            if name_key(one) != name_key(other):
                self.pairs[frozenset((name_key(one), name_key(other)))] = (row.id, (one, other))

    def holding(self) -> set[str]:
        """The ids of the rows of which something is left."""
        merging = {ident for ident, (_, names) in self.merges.items() if len(names) > 1}
        return {ident for ident, _ in self.pairs.values()} | merging


Found = tuple[tuple[Entity, ...], tuple[Mention, ...]]
Pairs = tuple[tuple[str, ...], ...]


def entities_with(requests: MergeRequests, resolve: Callable[[Pairs], Found]) -> Found:
    """The entities that `resolve` finds: called again with the names to keep apart only where it merged two of them.

    Merges are made afterwards, of what it found: given a surname as one person's, it would merge every mention so
    written into that person, those too that it knows to be somebody else's.
    """
    found = resolve(())
    taken = joined_pairs(requests.apart, found[0])
    return resolve(taken) if taken else found


def joined_pairs(pairs: Pairs, entities: Iterable[Entity]) -> Pairs:
    """Those pairs of names that are not shown as two entities already."""
    shown: dict[str, set[str]] = {}
    for entity in entities:
        shown.setdefault(name_key(entity.name), set()).add(entity.id)

    def are_two(names: tuple[str, ...]) -> bool:
        ids = [shown.get(name_key(name), set()) for name in names]
        return all(ids) and not set.intersection(*ids)

    return tuple(pair for pair in pairs if not are_two(pair))
