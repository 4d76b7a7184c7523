"""The reader's corrections of what was worked out: a YAML file of their own, re-applied to every analysis.

    version: 1
    corrections:
      - merge: [Vicente Zambada Niebla, El Vicentillo]   # these names are one; the first is shown
        type: person
      - rename: The Ministry
        to: Ministry of Foreign Affairs
      - retype: Cienfuegos
        type: person
      - hide: Subscribe Now                              # no name at all

Names are compared folded. Later rows win. The vocabulary is that of corpus.yaml's aliases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from search.codebook import KnownAlias
from search.model import ENTITY_TYPES, Entity, EntityType, Mention, Problem
from search.resolving import plain
from search.rows import dumps
from search.userdata import FILE as READER_FILE
from search.userdata import OwnFile

FILE = "corrections.yaml"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the reader decided. Keys are folded names; `digest` changes with any of it."""

    aliases: tuple[KnownAlias, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    retyped: Mapping[str, EntityType] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    digest: str = ""
    problems: tuple[Problem, ...] = ()

    def applied(
        self, entities: Sequence[Entity], mentions: Sequence[Mention]
    ) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
        """Entities and mentions as the reader wants them; merges were given to the analysis as aliases."""
        if not (self.renamed or self.retyped or self.hidden):
            return tuple(entities), tuple(mentions)
        kept: list[Entity] = []
        for entity in entities:
            names = {plain(name) for name in (entity.name, *entity.aliases)}
            if plain(entity.name) in self.hidden:
                continue
            name = next((self.renamed[n] for n in names if n in self.renamed), entity.name)
            kind = next((self.retyped[n] for n in names if n in self.retyped), entity.type)
            if (name, kind) != (entity.name, entity.type):
                aliases = tuple(dict.fromkeys((*entity.aliases, entity.name)))
                entity = replace(
                    entity,
                    name=name,
                    type=kind,
                    aliases=tuple(alias for alias in aliases if alias != name),
                    reasons=(*entity.reasons, "named so by you"),
                )
            kept.append(entity)
        ids = {entity.id for entity in kept}
        return tuple(kept), tuple(mention for mention in mentions if mention.entity in ids)


def own_problems(folder: Path) -> tuple[Problem, ...]:
    """Files of the reader's in `folder` that had to be set aside."""
    return (*OwnFile(folder / READER_FILE).problems, *OwnFile(folder / FILE).problems)


def load(folder: Path) -> Corrections:
    """The corrections kept in `folder`; none where there is no file. A row that makes no sense becomes a problem."""
    file = OwnFile(folder / FILE, VERSION)
    data = file.read()
    aliases: list[KnownAlias] = []
    renamed: dict[str, str] = {}
    retyped: dict[str, EntityType] = {}
    hidden: set[str] = set()
    problems: list[Problem] = []
    listed = data.get("corrections")
    rows: list[Any] = listed if isinstance(listed, list) else []
    for number, row in enumerate(rows, 1):
        row = row if isinstance(row, dict) else {}
        kind = _type(row.get("type"))
        if _names(row.get("merge")) and len(row["merge"]) > 1:
            aliases.append(KnownAlias(row["merge"][0], kind, tuple(row["merge"][1:])))
        elif isinstance(row.get("rename"), str) and isinstance(row.get("to"), str):
            renamed[plain(row["rename"])] = row["to"]
        elif isinstance(row.get("retype"), str) and kind is not None:
            retyped[plain(row["retype"])] = kind
        elif isinstance(row.get("hide"), str):
            hidden.add(plain(row["hide"]))
        else:
            problems.append(
                Problem(
                    "A correction makes no sense",
                    f"Row {number} of {file.path} was passed over.",
                    "A row is merge: [names], rename: … to: …, retype: … type: …, or hide: …",
                )
            )
    digest = hashlib.sha256(dumps(rows).encode()).hexdigest() if rows else ""
    return Corrections(tuple(aliases), renamed, retyped, frozenset(hidden), digest, tuple(problems))


def _names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value)


def _type(value: object) -> EntityType | None:
    return next((kind for kind in ENTITY_TYPES if kind == value), None)
