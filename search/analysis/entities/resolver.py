"""From mentions to entities: which names are one person, body, place or law, and why.

Every joining keeps its reason. A name that could be two is kept apart and says between whom. The work is linear in
the mentions but for a few names that share a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from search.analysis.entities import late_mentions
from search.analysis.entities.builder import Alias, EntityBuilder, ResolvedEntity, in_order
from search.analysis.entities.form_sets import FormSets
from search.analysis.entities.form_table import Docs, forms_of
from search.analysis.entities.organizations.abridged_names import Abridged
from search.analysis.entities.organizations.acronyms import AcronymResolver
from search.analysis.entities.organizations.organizations import OrganizationResolver, split_year
from search.analysis.entities.organizations.short_names import FirstWords, ShortNames
from search.analysis.entities.persons.persons import PersonResolver
from search.analysis.entities.places import PlaceResolver
from search.analysis.entities.relations import join_same_doubts, keep_apart, link_entities, renamed_pairs
from search.analysis.entities.type_votes import vote_by_corpus
from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import WEIGHTS, Form, Unsure, norm
from search.analysis.names.recognizer import is_acronym
from search.model import Entity, Mention
from search.text.folding import fold

# Below this sum of votes a name is noise of the model or of a sentence's beginning.
_MIN_STRENGTH = 0.55
# A name nothing is known of is kept from this many mentions on, when no sentence's beginning explains its capital.
_MIN_WEAK_MENTIONS = 3
_MIN_COMMON_STRENGTH = 2  # votes for a single word that the texts have in small letters too


def resolve(
    docs: Docs,
    aliases: Sequence[Alias] = (),
    apart: Sequence[tuple[str, ...]] = (),
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """The entities of a corpus, most mentioned first, and their mentions in order of document and place.

    `docs`: document id → (cleaned text, its raw mentions). `aliases`: curated rows; they outrank every rule. `apart`:
    names of one tuple are never joined, neither with each other nor by way of a third; they outrank `aliases`.
    Ids are slugs of type and name, the same for the same corpus.
    """
    forms = forms_of(docs)
    vote_by_corpus(forms)
    sets = FormSets(forms)
    union, show = sets.union, sets.show
    keep_apart(forms, union, apart)
    renamed = renamed_pairs(docs, forms, union, show)
    known = _curated(forms, union, show, aliases)
    people, organizations, acronyms = PersonResolver(sets), OrganizationResolver(sets), AcronymResolver(sets)
    PlaceResolver(sets).join()
    people.join()
    for n in people.unsure:
        forms[n].votes["person"] += 1.0 + forms[n].strength  # one of several people, but a person
    organizations.join()
    abridged, short = Abridged(sets), ShortNames(sets)
    abridged.join()
    acronyms.definitions()
    acronyms.initials()
    short.local_names()
    FirstWords(sets).join()
    short.bare_names()
    short.endings()
    short.last_words()
    _same_word(forms, union, show, people.unsure)
    unsure = {
        n: row
        for n, row in sorted({**organizations.unsure, **acronyms.unsure, **people.unsure}.items())
        if all(union.find(m) != union.find(n) for m in row.forms)
    }
    join_same_doubts(forms, union, show, unsure)
    kept_apart = {norm(name) for names in apart for name in names}  # names to the reader, whatever they look like
    kept, at = _entities(sets, _reasons(sets, acronyms.notes, unsure), known, kept_apart)
    _add_late_mentions(docs, kept)
    link_entities(kept, {n: at.get(union.find(n)) for n in range(len(forms))}, unsure, renamed)
    return in_order(kept)


def _reasons(sets: FormSets, notes: Mapping[int, str], unsure: Mapping[int, Unsure]) -> dict[int, list[str]]:
    """Representative → why its forms are one, what a reader should know of them, what is left open."""
    out: dict[int, list[str]] = {}
    doubts = ((n, row.text) for n, row in unsure.items())
    for n, reason in (*sets.union.reasons, *sorted(notes.items()), *doubts):
        out.setdefault(sets.union.find(n), []).append(reason)
    return out


def _entities(
    sets: FormSets, reasons: Mapping[int, Sequence[str]], known: Mapping[int, Alias], kept_apart: set[str]
) -> tuple[list[ResolvedEntity], dict[int, int]]:
    """The entities of all sets that name something, and where in them that of each representative stands."""
    forms = sets.forms
    places = {f.key for f in forms if f.type == "place" and f.strength}
    builder = EntityBuilder(_undated(forms))
    kept: list[ResolvedEntity] = []
    at: dict[int, int] = {}
    for root, members in sets.union.sets().items():
        group = [forms[n] for n in members]
        row = next((known[n] for n in members if n in known), None)
        vouched = row is not None or any(f.key in kept_apart for f in group)
        if not vouched and (not _worth(group) or all(_adjective(f, places) for f in group)):
            continue
        at[root] = len(kept)
        kept.append(builder.entity(group, reasons.get(root, ()), row))
    return kept, at


def _undated(forms: Sequence[Form]) -> frozenset[str]:
    """The keys of laws that only one year has."""
    years: dict[str, set[str]] = {}
    for form in forms:
        name, year = split_year(form.key)
        if year and form.type == "law":
            years.setdefault(name, set()).add(year)
    return frozenset(name for name, of_name in years.items() if len(of_name) == 1)


def _curated(
    forms: Sequence[Form], union: UnionFind, show: Mapping[int, str], aliases: Sequence[Alias]
) -> dict[int, Alias]:
    """Joins what a codebook says is one; form number → its row."""
    by_key: dict[str, list[int]] = {}
    for n, form in enumerate(forms):
        by_key.setdefault(form.key, []).append(n)
    known: dict[int, Alias] = {}
    for row in aliases:
        members = [n for name in (row.name, *row.aliases) for n in by_key.get(norm(name), ())]
        members = [n for n in members if not (row.type and forms[n].sense) or forms[n].sense == row.type]
        for n in members:
            if not union.join(members[0], n, f"“{show[n]}” and “{row.name}” are one by corpus.yaml"):
                continue
            known.setdefault(n, row)
            if row.type:
                forms[n].votes[row.type] += WEIGHTS["corpus.yaml"]
    return known


def _same_word(forms: Sequence[Form], union: UnionFind, show: Mapping[int, str], unsure: Mapping[int, Unsure]) -> None:
    """A single word that no longer name explains is one entity throughout the corpus."""
    sizes = Counter(union.find(n) for n in range(len(forms)))
    first: dict[tuple[str, str], int] = {}
    for n, form in enumerate(forms):
        if len(form.words) == 1 and n not in unsure and (not form.doc or sizes[union.find(n)] == 1):
            m = first.setdefault((form.key, form.sense), n)
            if m != n:
                union.join(m, n, f"“{show[n]}” is written alike in {len(forms[m].docs | form.docs)} documents")


def _worth(group: Sequence[Form]) -> bool:
    """Whether a set of forms names something, rather than being the model's or a sentence beginning's noise."""
    if all(set(f.rules) == {"tail"} for f in group):
        return False
    strength = sum(f.strength for f in group)
    if _single_word(group) and _explained(group, strength):
        return False
    if strength >= _MIN_STRENGTH or (strength > 0 and any(is_acronym(s) for f in group for s in f.surfaces)):
        return True
    mentions = sum(len(f.mentions) for f in group)
    return mentions >= _MIN_WEAK_MENTIONS and not (all(f.only_initial for f in group) or any(f.common for f in group))


def _single_word(group: Sequence[Form]) -> bool:
    """Whether no rule and no longer form vouches for a name."""
    return all(len(f.words) == 1 for f in group) and not any(f.strong for f in group)


def _explained(group: Sequence[Form], strength: float) -> bool:
    """Whether a sentence's beginning or a common word explains the capitals of a single word."""
    if all(f.only_initial for f in group) and not any(f.speaks for f in group):
        return True
    if strength < _MIN_COMMON_STRENGTH and any(f.common for f in group):
        return True
    return all(f.key in gazetteer().no_names for f in group)


_OF_PLACE = words("i n an ian ese ish er ers is ans ians")


def _adjective(form: Form, places: set[str]) -> bool:
    """Whether a word nothing vouches for is made of a place's name: "Kharani oil", of Kharan."""
    if len(form.words) > 1 or not set(form.rules) <= {"weak", "model"} or form.speaks:
        return False
    key = form.key
    return any(key[:-size] in places and key[-size:] in _OF_PLACE for size in (1, 2, 3) if len(key) - size > 3)


def _add_late_mentions(docs: Docs, kept: list[ResolvedEntity]) -> None:
    """Adds the places where a law is written in small letters, and names in headings."""
    entities = [each.entity for each in kept]
    small = late_mentions.laws_in_small_letters(docs, entities)
    heads = late_mentions.names_in_headings(docs, entities, [each.mentions for each in kept])
    for n in sorted({*small, *heads}):
        kept[n] = _with_late(kept[n], small.get(n, ()), heads.get(n, ()))


def _with_late(one: ResolvedEntity, small: Sequence[Mention], heads: Sequence[Mention]) -> ResolvedEntity:
    """An entity with further mentions, and what is written otherwise there among its other names."""
    entity, mentions = one.entity, (*small, *heads)
    names = (entity.name, *entity.aliases)
    written = {fold(name) for name in names}
    more = dict.fromkeys(m.text for m in small if m.text not in names)
    more.update(dict.fromkeys(m.text for m in heads if fold(m.text) not in written))
    reasons = [f"“{m.text}” is “{entity.name}” in small letters" for m in small[:1]]
    changed = replace(
        entity,
        aliases=(*entity.aliases, *more),
        mentions=entity.mentions + len(mentions),
        documents=tuple(sorted({*entity.documents, *(m.doc for m in mentions)})),
        reasons=(*entity.reasons, *reasons),
    )
    return ResolvedEntity(changed, (*one.mentions, *mentions))
