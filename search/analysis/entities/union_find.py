"""Disjoint sets: which numbers are one, why, and which must stay apart."""

from __future__ import annotations

from collections.abc import Sequence


class UnionFind:
    """Disjoint sets of the numbers below `size`, with the reason of each joining; barred sets are never joined.

    Union-find with path halving (Tarjan and van Leeuwen 1984); the smallest number represents its set, so that the
    outcome does not depend on the order of joinings.
    """

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._members: dict[int, list[int]] = {}  # of sets of more than one, by representative
        self._barred: dict[int, set[int]] = {}
        self.reasons: list[tuple[int, str]] = []

    def find(self, n: int) -> int:
        """The set's representative."""
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def bar(self, a: int, b: int) -> None:
        """Keeps two sets apart from now on, also by way of third ones; sets already one stay one."""
        one, two = self.find(a), self.find(b)
        if one != two:
            self._barred.setdefault(one, set()).add(two)
            self._barred.setdefault(two, set()).add(one)

    def barred(self, a: int, b: int) -> bool:
        """Whether two sets must not be joined."""
        return self.find(b) in self._barred.get(self.find(a), ())

    def join(self, a: int, b: int, reason: str = "") -> bool:
        """Makes one set of two unless they are barred, keeping the reason; whether they are one now."""
        one, two = self.find(a), self.find(b)
        if one == two:
            return True
        if two in self._barred.get(one, ()):
            return False
        kept, gone = min(one, two), max(one, two)
        self._parent[gone] = kept
        self._members.setdefault(kept, [kept]).extend(self._members.pop(gone, (gone,)))
        for other in self._barred.pop(gone, ()):
            self._barred[other].discard(gone)
            self._barred[other].add(kept)
            self._barred.setdefault(kept, set()).add(other)
        self.reasons.append((a, reason))
        return True

    def members(self, n: int) -> Sequence[int]:
        """All numbers of the set of `n`."""
        root = self.find(n)
        return self._members.get(root, (root,))

    def sets(self) -> dict[int, list[int]]:
        """Representative → members, in order."""
        out: dict[int, list[int]] = {}
        for n in range(len(self._parent)):
            out.setdefault(self.find(n), []).append(n)
        return out
