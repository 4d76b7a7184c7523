"""Entities and where they are named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityType = Literal["person", "organization", "place", "law"]
ENTITY_TYPES: tuple[EntityType, ...] = ("person", "organization", "place", "law")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named."""

    entity: str
    doc: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another entity (its id) that this one is not, but belongs with: "renamed to", "formerly" …, and why."""

    entity: str
    how: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named. `reasons` say why its names were taken for one, a row a merge.

    `mentions` is a count; `documents` are ids; both are of the narrowed view where a view was asked for.
    `unsure` holds the ids of the entities that this name may mean; it was joined with none of them. `first` is the
    first day (ISO) of the earliest dated statement that names it, None without one.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    unsure: tuple[str, ...] = ()
    first: str | None = None
