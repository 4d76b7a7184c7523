"""A number as a document states it."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis.quantities.tagger import Quantity
from search.model import DateValue, Span

# What a number counts that stands without a noun.
BARE = "bare"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFact:
    """A quantity as a document states it. `key` is what is counted, by which facts are compared.

    `span` is the sentence; `stems` are of it, `clause` of its clause; `entities` are those of the sentence but places
    (`places`), with those of the sentence before where it begins with a pronoun, `clause_people` the people of the
    clause, `neighbours` the entities of the sentences beside it. `dates` are those of the sentence, `other_sums` its
    other exact numbers. `frames` say what a sum is for; `label` is the stem of what a figure with a unit is the figure
    of ("turnout"); `norm` is one name for all words of what is counted ("person"), or the unit. `growing`: such a
    number grows while it is counted; `unfolding`: a toll or damage in the news of the days after, which is counted on.
    `planned`: a plan, a denial or an estimate; `revised`: the sentence says that the number was corrected. `period` is
    "quarter", "half" or "month" where a figure with a unit is that of such a time; `phase`: it is that of one stage
    ("at the height"). `words` are the quantity as written.
    """

    doc: str
    quantity: Quantity
    span: Span
    key: tuple[str, str]
    words: str
    clause: frozenset[str]
    stems: frozenset[str]
    entities: frozenset[str]
    clause_people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()
    dates: tuple[DateValue, ...] = ()
    other_sums: frozenset[str] = frozenset()
    frames: frozenset[str] = frozenset()
    label: str = ""
    norm: str = ""
    period: str = ""
    growing: bool = False
    unfolding: bool = False
    planned: bool = False
    revised: bool = False
    phase: bool = False

    @property
    def measured(self) -> bool:
        """Whether it has a unit: a sum, a share, a measure."""
        return self.key[0].startswith(("money", "share", "measure"))
