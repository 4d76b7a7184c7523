"""The entity that a set of name forms makes: its name, type, aliases and id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from search.analysis.entities.organizations.organizations import split_year
from search.analysis.entities.persons.titles import only_by_title, titled_names
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import QUOTED, Form, best_surface, majority, turned, without_country
from search.analysis.names.parentheticals import is_acronym
from search.model import Entity, EntityType, Mention
from search.text.folding import fold

_MAX_SPELLINGS = 4  # spellings of one form that get a reason
_YEAR = re.compile(r",? (?:of )?\d{4}\Z")


class Alias(Protocol):
    """A curated row: one entity, all its names."""

    @property
    def name(self) -> str:
        """The name to show."""

    @property
    def type(self) -> EntityType | None:
        """Its type, None where the texts shall tell."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """An entity and where it is named."""

    entity: Entity
    mentions: tuple[Mention, ...]


class EntityBuilder:
    """Makes entities of sets of forms; remembers the ids it gave.

    `undated` are keys of laws that only one year has: they are called so without it.
    """

    def __init__(self, undated: frozenset[str]) -> None:
        self._undated = undated
        self._taken: set[str] = set()

    def entity(self, group: Sequence[Form], reasons: Sequence[str], row: Alias | None) -> ResolvedEntity:
        """The entity of one set of forms; `row` is its curated row."""
        surfaces = self._surfaces(group)
        kind: EntityType = (row.type if row is not None and row.type else None) or majority(_votes(group))
        name = row.name if row is not None else _name(group, kind)
        ident = self._ident(kind, name)
        mentions = tuple(
            Mention(ident, doc, start, end, text) for form in group for doc, start, end, text in form.mentions
        )
        others = _others(group, kind, surfaces, name)
        documents = tuple(sorted({m.doc for m in mentions}))
        why = tuple(dict.fromkeys((*reasons, *_spellings(group))))
        return ResolvedEntity(Entity(ident, name, kind, others, len(mentions), documents, why), mentions)

    def _surfaces(self, group: Sequence[Form]) -> Counter[str]:
        """How often each surface is written; laws of one year also as they are called without it."""
        surfaces: Counter[str] = Counter()
        for form in group:
            surfaces.update(form.surfaces)
        for form in group:
            name, year = split_year(form.key)
            if year and form.type == "law" and name in self._undated:
                surfaces.update(_YEAR.sub("", s) for s in form.surfaces)
        return surfaces

    def _ident(self, kind: EntityType, name: str) -> str:
        """An id that was not given yet."""
        base = ident = f"{kind}:{_slug(name)}"
        count = 2
        while ident in self._taken:
            ident, count = f"{base}-{count}", count + 1
        self._taken.add(ident)
        return ident


def _votes(group: Sequence[Form]) -> dict[str, float]:
    """The votes of all forms for each type."""
    votes: dict[str, float] = {}
    for form in group:
        for voted, weight in form.votes.items():
            votes[voted] = votes.get(voted, 0.0) + weight
    return votes


def _others(group: Sequence[Form], kind: EntityType, surfaces: Counter[str], name: str) -> tuple[str, ...]:
    """The names beside the one to show, the commonest first; of people also those with their titles."""
    bare = only_by_title(group) if kind == "person" else set()
    others = sorted((s for s in surfaces if s != name and s not in bare), key=lambda s: (-surfaces[s], s))
    if kind == "person":
        others.extend(s for s in titled_names(group) if s != name and s not in surfaces)
    return tuple(others)


def _name(group: Sequence[Form], kind: EntityType) -> str:
    """The name to show: for people the commonest full name, for bodies the long form, for countries the common name."""
    if kind == "place":
        return _place_name(group)
    return _person_name(group) if kind == "person" else _body_name(group, kind)


def _place_name(group: Sequence[Form]) -> str:
    """A country's common name; a town's as the gazetteer has it, where the texts have it in capitals only."""
    lex = gazetteer()
    country = next((lex.countries[f.key] for f in group if f.key in lex.countries), None)
    known = next((lex.places[f.words] for f in group if f.words in lex.places and _loud(f)), None)
    return country or known or best_surface(group)


def _person_name(group: Sequence[Form]) -> str:
    """The commonest full name, or the name with its title where that is part of it."""
    particles = gazetteer().particles
    long = [f for f in group if len(f.words) > 1 and any(w not in particles for w in f.words[:-1])]
    if not long and (titled := _with_title(group)):
        return titled
    return _full_name([f for f in long if f.type == "person" and f.strong] or long or group, group)


def _body_name(group: Sequence[Form], kind: EntityType) -> str:
    """The long form, of a body's without its country where it is written so as well."""
    spelled = [f for f in group if len(f.words) > 1 and not all(is_acronym(s) for s in f.surfaces)]
    bare = [f for f in spelled if not without_country(f.key)[1]] if kind == "organization" else []
    same = {turned(without_country(f.key)[0]) for f in spelled}
    return best_surface(bare if bare and len(same) < len(spelled) else spelled or group)


def _loud(form: Form) -> bool:
    """Whether a name is only known from a dateline or heading in capitals."""
    return all(surface.isupper() for surface in form.surfaces)


def _full_name(forms: Sequence[Form], group: Sequence[Form]) -> str:
    """The commonest full name without its nickname, spelled as most of the group's names are."""
    spelled: Counter[str] = Counter()
    for form in group:
        for surface, n in form.surfaces.items():
            for word in surface.split():
                spelled[word] += n
    counts: Counter[str] = Counter()
    for form in forms:
        for surface, n in form.surfaces.items():
            counts[" ".join(QUOTED.sub(" ", surface).split()) or surface] += n
    most = max(counts.values())
    return max(
        counts,
        # A full first name is worth more than a frequent surname part.
        key=lambda s: (_given(s), counts[s] == most, counts[s], sum(spelled[w] for w in s.split()) / len(s.split()), s),
    )


def _with_title(group: Sequence[Form]) -> str:
    """ "Lord Selby", where the title is part of the name and the full name is nowhere given; "" else."""
    titles: Counter[str] = Counter()
    for form in group:
        titles.update({title.split()[-1]: n for title, n in form.titles.items()})
    title = max(titles, key=lambda t: (titles[t], t), default="")
    return f"{title} {best_surface(group)}" if fold(title) in gazetteer().named_by_title else ""


def _given(surface: str) -> bool:
    """Whether a name begins with a known first name."""
    return fold(surface.split()[0]) in gazetteer().given


def _spellings(group: Sequence[Form]) -> list[str]:
    """Why the spellings of one form count as one name; a reason each for the commonest."""
    out = []
    for form in group:
        first, *others = sorted(form.surfaces, key=lambda s: (-form.surfaces[s], s))
        for other in others[:_MAX_SPELLINGS]:
            out.append(f"“{other}” is written as “{first}” but for capitals, accents, quotes or signs")
    return out


def _slug(name: str) -> str:
    """A name as the last part of an id."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "unnamed"


def in_order(kept: Sequence[ResolvedEntity]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Entities, most mentioned first, and mentions in order of document and place."""
    entities = sorted((e.entity for e in kept), key=lambda e: (-e.mentions, e.id))
    mentions = sorted((m for e in kept for m in e.mentions), key=lambda m: (m.doc, m.start, m.end, m.entity))
    return tuple(entities), tuple(mentions)
