"""The name forms of a corpus and which of them are one so far: what every step of resolving reads and joins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from search.analysis.entities.union_find import UnionFind
from search.analysis.names.forms import Form


class FormSets:
    """Forms by number, the sets they are joined into, and the surface each is shown by in reasons."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.union = UnionFind(len(forms))
        self.show = {n: max(f.surfaces, key=lambda s: (f.surfaces[s], s)) for n, f in enumerate(forms)}

    def join(self, a: int, b: int, reason: str) -> bool:
        """Makes one set of two unless they are barred, keeping the reason; whether they are one now."""
        return self.union.join(a, b, reason)

    def are_one(self, numbers: Collection[int]) -> bool:
        """Whether the forms belong to a single set; not where there are none."""
        return len({self.union.find(n) for n in numbers}) == 1

    def single(self, numbers: Sequence[int]) -> int | None:
        """The first of the forms where all belong to a single set, or None."""
        return numbers[0] if self.are_one(numbers) else None

    def near(self, numbers: Sequence[int], docs: set[str]) -> list[int]:
        """Those of the forms that the documents have."""
        return [n for n in numbers if self.forms[n].docs & docs]
