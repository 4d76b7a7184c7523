"""A name where it stands in a text, before it is known whom it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.model import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMention:
    """A name where it stands, before it is known whom it names.

    `rule` says what found it, strongest first: definition, head, title, nickname, gazetteer, lexicon, context, model,
    where (a preposition of place before it), acronym, weak, tail (the last word of a body's name alone: "the Board").

    `extra` may hold: `defines` (the other form given beside it), `nickname`, `title`, `owner` (the country it belongs
    to), `initial` (its capital may be the sentence's), `inside` (it cannot be), `common` (the word occurs in small
    letters too), `speaks` (a verb of saying follows), `firm` (the words around are said of firms only), `article`
    ("the" stands before it).
    """

    start: int
    end: int
    text: str
    type: EntityType
    rule: str
    extra: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> list[Any]:
        """A row for the store."""
        return [self.start, self.end, self.text, self.type, self.rule, dict(self.extra)]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> RawMention:
        """The mention of such a row."""
        start, end, text, kind, rule, extra = row
        return cls(start=start, end=end, text=text, type=kind, rule=rule, extra=extra)
