"""Looking for names: by what is typed, by what an entity was called before; and its first day in words."""

from __future__ import annotations

from collections.abc import Sequence

from search.model import Entity
from tui.wording import date_words


def folded_name(name: str) -> str:
    """A name without case and accents."""
    from search.text.folding import fold

    return fold(name).casefold()


def matching(entities: Sequence[Entity], typed: str) -> list[Entity]:
    """Entities with all of the typed words in one of their names: names that begin so first, then most mentions."""
    words = folded_name(typed).split()
    found: list[tuple[int, int, str, Entity]] = []
    for entity in entities:
        rank = 9
        for place, name in enumerate((entity.name, *entity.aliases)):
            folded = folded_name(name)
            if all(word in folded for word in words):
                begins = 0 if folded.startswith(words[0]) else 1 if f" {words[0]}" in f" {folded}" else 2
                rank = min(rank, begins + (3 if place else 0))
        if rank < 9:
            found.append((rank, -entity.mentions, entity.name, entity))
    return [entity for *_, entity in sorted(found, key=lambda one: one[:3])]


def same_entity(gone: Entity, entities: Sequence[Entity]) -> Entity | None:
    """What an entity with another id now is: the one that has its name, else the one that lists it among its own."""
    name = folded_name(gone.name)
    for entity in entities:
        if folded_name(entity.name) == name:
            return entity
    return next((one for one in entities if name in map(folded_name, one.aliases)), None)


def first_words(entity: Entity) -> str:
    """The first day for people, no more precise than it may have been: the first of January may stand for a year."""
    day = entity.first or ""
    return date_words(day[:4] if day.endswith("-01-01") else day[:7] if day.endswith("-01") else day)
