"""An entity while corrections are applied to it: its mentions, which of them a name takes along, its names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.model import Entity, Mention
from search.text.folding import name_key


@dataclass(slots=True)
class Somebody:
    """An entity being worked on."""

    entity: Entity
    mentions: list[Mention]
    changed: bool = False


def of_names(somebody: Somebody, wanted: Mapping[str, str], docs: frozenset[str]) -> list[Mention]:
    """The mentions that a split moves: those written so, and in each document the shorter forms that go with them.

    "Smith" beside "John Smith" goes with John Smith, unless another full name of the same entity that it could stand
    for is left in that document. An entity split off by a name that is nowhere written so goes as a whole.
    """
    inside = [m for m in somebody.mentions if not docs or m.doc in docs]
    mine = [m for m in inside if name_key(m.text) in wanted]
    if not mine:
        return inside if name_key(somebody.entity.name) in wanted else []
    words = {key: frozenset(key.split()) for key in {name_key(m.text) for m in somebody.mentions}}
    moved = {id(m) for m in mine}
    by_doc: dict[str, set[str]] = {}
    for m in mine:
        by_doc.setdefault(m.doc, set()).add(name_key(m.text))
    rest: dict[str, set[str]] = {}
    for m in somebody.mentions:
        if m.doc in by_doc and id(m) not in moved:
            rest.setdefault(m.doc, set()).add(name_key(m.text))
    for m in inside:
        if id(m) in moved or m.doc not in by_doc:
            continue
        short = words[name_key(m.text)]
        if any(short < words[key] for key in by_doc[m.doc]) and not any(short < words[key] for key in rest[m.doc]):
            mine.append(m)
    return mine


def shown_as(somebody: Somebody, name: str) -> dict[str, object]:
    """Fields of an entity that is shown by another name."""
    entity = somebody.entity
    if name == entity.name:
        return {}
    return {"name": name, "aliases": aliases(entity, (*entity.aliases, entity.name), name)}


def aliases(entity: Entity, names: Iterable[str], name: str = "") -> tuple[str, ...]:
    """The other names of an entity among `names`, each once; `name` is what it is shown by, else its own name."""
    shown = name or entity.name
    return tuple(dict.fromkeys(alias for alias in names if alias != shown))


def slug(name: str) -> str:
    """A name as the last part of an id."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^\w]+", "-", flat).strip("-") or "unnamed"
