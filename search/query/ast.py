"""What a query means: a small tree of frozen nodes, and the few questions that can be asked of it.

`start` and `end` of a leaf are characters of the query as it was typed. `field` is "" for title and text together,
or "title". The tree of a `Query` is always an `And`: its parts are the clauses that may be relaxed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from search.model import QueryProblem
from search.text.folding import WITHOUT_QUOTES


@dataclass(frozen=True, slots=True)
class Word:
    """One word, bare and folded; compared by its term."""

    word: str
    start: int = 0
    end: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other. With `slop`, in any order, at most `slop` other words among them.

    `literal`: made of stop words alone, which the index does not hold; it is looked for in the text itself.
    `joined`: what the words are when they are written as one ("e-mail", "1.200"), which is found too.
    `unfinished`: marks may follow its last word, a letter of a script without spaces.
    """

    words: tuple[str, ...]
    slop: int | None = None
    start: int = 0
    end: int = 0
    field: str = ""
    literal: bool = False
    joined: str = ""
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of a pattern in which `*` stands for any letters. `typed`: a last word that is still being typed."""

    pattern: str
    start: int = 0
    end: int = 0
    field: str = ""
    typed: bool = False

    @property
    def prefix(self) -> str | None:
        """What the words begin with, where the pattern asks for nothing else."""
        head = self.pattern[:-1]
        return head if self.pattern.endswith("*") and "*" not in head else None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most `edits` letters away that begin with the same letter."""

    word: str
    edits: int
    start: int = 0
    end: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Documents with a property: `field` is one of `FILTERS`. It selects, and neither scores nor relaxes.

    For `date` and `mentions`, `first` and `last` are the ISO days of the range, None where open.
    `typed`: its value is still being typed.
    """

    field: str
    value: str
    negated: bool = False
    start: int = 0
    end: int = 0
    first: str | None = None
    last: str | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts; every document where there are none. `strict`: joined by AND, so never relaxed."""

    parts: tuple[Node, ...]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts; no document where there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every document but those of the part."""

    part: Node


Leaf: TypeAlias = Word | Phrase | Wildcard | Fuzzy
Node: TypeAlias = Leaf | Filter | Everything | And | Or | Not

FILTERS = ("source", "author", "entity", "type", "topic", "kind", "date", "mentions")
FIELDS = ("title", *FILTERS)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `words` are the bare words that a hit may show, `filters` the clauses that always hold.

    `any_word`: one of the clauses is enough.
    """

    text: str
    tree: And
    problems: tuple[QueryProblem, ...] = ()
    any_word: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The bare words asked for, each once, in their order; those of NOT left out."""
        found: dict[str, None] = {}
        for leaf in leaves(self.tree):
            if isinstance(leaf, Word | Fuzzy):
                found[leaf.word] = None
            elif isinstance(leaf, Phrase):
                found.update(dict.fromkeys(leaf.words))
            elif leaf.prefix:
                found[leaf.prefix] = None
        return tuple(found)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters that every result fulfils, in their order; those inside OR or NOT groups are not among them."""
        return tuple(part for part in self.tree.parts if isinstance(part, Filter))

    @property
    def clauses(self) -> tuple[Node, ...]:
        """The parts that words can match: what is scored and, where nothing has all, relaxed."""
        return tuple(part for part in self.tree.parts if not isinstance(part, Filter | Not | Everything))

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for: every document is the answer."""
        return not self.tree.parts


def leaves(node: Node, field: str | None = None) -> Iterator[Leaf]:
    """The words, phrases, patterns and fuzzy words that a hit may show, in their order; those of NOT left out."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part, field)
    elif isinstance(node, Word | Phrase | Wildcard | Fuzzy) and (field is None or node.field == field):
        yield node


class Resolver(Protocol):
    """Which documents a filter selects, for fields that the index does not hold."""

    def documents(self, field: str, value: str) -> frozenset[str] | None:
        """The ids of the documents for which `field` is `value`, None where there is no such value.

        `field` is "entity", "type", "topic" or "mentions". For "mentions", the value is "first..last", ISO days,
        either of them empty where the range is open.
        """

    def values(self, field: str) -> Iterable[str]:
        """The values that there are, for "did you mean"; may be empty."""


def clause(field: str, value: str) -> str:
    """A filter as it is written in a query: `clause("entity", "García Luna")` → `entity:"García Luna"`.

    Quotation marks inside a value are left out: whatever is looked up by a value takes no notice of them.
    """
    value = " ".join(value.translate(WITHOUT_QUOTES).split())
    plain = value and not any(char.isspace() or char in "()*~" for char in value)
    return f"{field}:{value}" if plain else f'{field}:"{value}"'
