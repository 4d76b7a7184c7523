"""The entity that a set of name forms makes: its name, type, aliases and id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from search.analysis.entities.organizations import split_year
from search.analysis.entities.titles import only_by_title, titled_names
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import QUOTED, Form, best_surface, majority, turned, without_country
from search.analysis.names.recognizer import is_acronym
from search.model import Entity, EntityType, Mention
from search.text.folding import fold

_SPELLINGS = 4  # spellings of one form that get a reason
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
class Entry:
    """An entity and where it is named."""

    entity: Entity
    mentions: tuple[Mention, ...]


def _name(group: Sequence[Form], kind: EntityType) -> str:
    """The name to show: for people the commonest full name, for bodies the long form, for countries the common name."""
    if kind == "place":
        known = next((gazetteer().places[f.words] for f in group if f.words in gazetteer().places and _loud(f)), None)
        if known is not None and not any(f.key in gazetteer().countries for f in group):
            return known
        country = next((gazetteer().countries[f.key] for f in group if f.key in gazetteer().countries), None)
        return country or best_surface(group)
    particles = gazetteer().particles
    long = [
        f for f in group if len(f.words) > 1 and (kind != "person" or any(w not in particles for w in f.words[:-1]))
    ]
    if kind == "person" and not long and (titled := _with_title(group)):
        return titled
    if kind == "person":
        return _full_name([f for f in long if f.type == "person" and f.strong] or long or group, group)
    spelled = [f for f in long if not all(is_acronym(s) for s in f.surfaces)]
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
    return fold(surface.split()[0]) in gazetteer().given


def entry_of(
    group: Sequence[Form], reasons: Sequence[str], row: Alias | None, taken: set[str], undated: frozenset[str]
) -> Entry:
    """The entity of one set of forms; `row` is its curated row, `taken` the ids given so far.

    `undated` are keys of laws that only one year has: they are called so without it.
    """
    votes: dict[str, float] = {}
    surfaces: Counter[str] = Counter()
    for form in group:
        for voted, weight in form.votes.items():
            votes[voted] = votes.get(voted, 0.0) + weight
        surfaces.update(form.surfaces)
    for form in group:
        name, year = split_year(form.key)
        if year and form.type == "law" and name in undated:
            surfaces.update(_YEAR.sub("", s) for s in form.surfaces)
    kind: EntityType = (row.type if row is not None and row.type else None) or majority(votes)
    name = row.name if row is not None else _name(group, kind)
    base = ident = f"{kind}:{_slug(name)}"
    count = 2
    while ident in taken:
        ident, count = f"{base}-{count}", count + 1
    taken.add(ident)
    mentions = tuple(Mention(ident, doc, start, end, text) for form in group for doc, start, end, text in form.mentions)
    bare = only_by_title(group) if kind == "person" else set()
    others = sorted((s for s in surfaces if s != name and s not in bare), key=lambda s: (-surfaces[s], s))
    if kind == "person":
        others.extend(s for s in titled_names(group) if s != name and s not in surfaces)
    documents = tuple(sorted({m.doc for m in mentions}))
    entity = Entity(
        ident, name, kind, tuple(others), len(mentions), documents, tuple(dict.fromkeys((*reasons, *_spellings(group))))
    )
    return Entry(entity, mentions)


def _spellings(group: Sequence[Form]) -> list[str]:
    """Why the spellings of one form count as one name; a reason each for the commonest."""
    out = []
    for form in group:
        first, *others = sorted(form.surfaces, key=lambda s: (-form.surfaces[s], s))
        for other in others[:_SPELLINGS]:
            out.append(f"“{other}” is written as “{first}” but for capitals, accents, quotes or signs")
    return out


def _slug(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "unnamed"


def finish(kept: Sequence[Entry]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Entities, most mentioned first, and mentions in order of document and place."""
    entities = sorted((e.entity for e in kept), key=lambda e: (-e.mentions, e.id))
    mentions = sorted((m for e in kept for m in e.mentions), key=lambda m: (m.doc, m.start, m.end, m.entity))
    return tuple(entities), tuple(mentions)
