"""What merge and apart rows come to, and what of it identity has to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search.codebook.codebook import KnownAlias
from search.model import Correction, Entity, Mention
from search.text.folding import name_key

OVERRULED = "a later correction says otherwise"


@dataclass(frozen=True, slots=True)
class Asked:
    """Names that are one, the latest row first, and names that are not, in pairs.

    `overruled` are ids of rows that later rows contradict.
    """

    merges: tuple[KnownAlias, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    overruled: frozenset[str] = frozenset()


def asked(rows: Sequence[Correction]) -> Asked:
    """What merge and apart rows come to, oldest first: of two that contradict each other the later one holds."""
    merges: dict[str, tuple[Correction, list[str]]] = {}
    pairs: dict[frozenset[str], tuple[str, tuple[str, str]]] = {}
    for row in rows:
        folded = {name_key(name) for name in row.names}
        if row.kind == "merge":
            merges[row.id] = (row, list(row.names))
            pairs = {pair: kept for pair, kept in pairs.items() if not pair <= folded}
        elif row.kind == "apart":
            for _, names in merges.values():
                inside = [name for name in names if name_key(name) in folded]
                for name in inside[1:]:
                    names.remove(name)
            for at, one in enumerate(row.names):
                for other in row.names[at + 1 :]:
                    if name_key(one) != name_key(other):
                        pairs[frozenset((name_key(one), name_key(other)))] = (row.id, (one, other))
    holding = {ident for ident, _ in pairs.values()} | {ident for ident, (_, names) in merges.items() if len(names) > 1}
    return Asked(
        tuple(
            KnownAlias(names[0], row.type, tuple(names[1:]))
            for row, names in reversed(merges.values())
            if len(names) > 1
        ),
        tuple(pair for _, pair in pairs.values()),
        frozenset(row.id for row in rows if row.kind in ("merge", "apart") and row.id not in holding),
    )


Found = tuple[tuple[Entity, ...], tuple[Mention, ...]]
Pairs = tuple[tuple[str, ...], ...]


def found_with(said: Asked, resolve: Callable[[Pairs], Found]) -> Found:
    """What identity finds: asked again with the names to keep apart only where it took two of them for one.

    Merges are made afterwards, of what it found: told that a surname is one person's, it would count to that person
    every mention so written, those too that it knows to be somebody else's.
    """
    found = resolve(())
    taken = joined(said.apart, found[0])
    return resolve(taken) if taken else found


def joined(pairs: Pairs, entities: Iterable[Entity]) -> Pairs:
    """Those pairs of names that are not shown as two entities already."""
    shown: dict[str, set[str]] = {}
    for entity in entities:
        shown.setdefault(name_key(entity.name), set()).add(entity.id)

    def are_two(names: tuple[str, ...]) -> bool:
        ids = [shown.get(name_key(name), set()) for name in names]
        return all(ids) and not set.intersection(*ids)

    return tuple(pair for pair in pairs if not are_two(pair))
