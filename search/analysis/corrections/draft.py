"""An entity while corrections are applied to it: its mentions, which of them a name takes along, its names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.model import Entity, Mention
from search.text.folding import name_key


@dataclass(slots=True)
class EntityDraft:
    """An entity that corrections are being applied to; `changed` once one of them was."""

    entity: Entity
    mentions: list[Mention]
    changed: bool = False


def mentions_to_move(draft: EntityDraft, wanted: Mapping[str, str], docs: frozenset[str]) -> list[Mention]:
    """The mentions that a split moves: those written so, and in each document the shorter forms that go with them.

    "Smith" beside "John Smith" goes with John Smith, unless another full name of the same entity that it could stand
    for is left in that document. An entity split off by a name that is nowhere written so goes as a whole.
    """
    inside = [m for m in draft.mentions if not docs or m.doc in docs]
    moved = [m for m in inside if name_key(m.text) in wanted]
    if not moved:
        return inside if name_key(draft.entity.name) in wanted else []
    return [*moved, *_shorter_forms(draft, inside, moved)]


def _shorter_forms(draft: EntityDraft, inside: Sequence[Mention], moved: Sequence[Mention]) -> list[Mention]:
    """The mentions `inside` whose words all lie in a moved name of their document, and in no name that stays there."""
    words = {key: frozenset(key.split()) for key in {name_key(m.text) for m in draft.mentions}}
    gone = {id(m) for m in moved}
    leaving = _names_by_document(moved)
    staying = _names_by_document(m for m in draft.mentions if m.doc in leaving and id(m) not in gone)
    out = []
    for m in inside:
        if id(m) in gone or m.doc not in leaving:
            continue
        short = words[name_key(m.text)]
        if any(short < words[key] for key in leaving[m.doc]) and not any(short < words[key] for key in staying[m.doc]):
            out.append(m)
    return out


def _names_by_document(mentions: Iterable[Mention]) -> dict[str, set[str]]:
    """Document → the keys of the names that mentions have there."""
    out: dict[str, set[str]] = {}
    for m in mentions:
        out.setdefault(m.doc, set()).add(name_key(m.text))
    return out


def shown_as(draft: EntityDraft, name: str) -> dict[str, object]:
    """Fields of an entity that is shown by another name."""
    entity = draft.entity
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
