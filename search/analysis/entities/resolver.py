"""From mentions to entities: which names are one person, body, place or law, and why.

Every joining keeps its reason. A name that could be two is kept apart and says between whom. The work is linear in
the mentions but for a few names that share a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from search.analysis.entities import late_mentions as echoes
from search.analysis.entities.abridged_names import Abridged
from search.analysis.entities.acronyms import AcronymResolver, alike_names
from search.analysis.entities.builder import Alias, Entry, entry_of, finish
from search.analysis.entities.form_sets import FormSets
from search.analysis.entities.organizations import OrganizationResolver, split_year
from search.analysis.entities.persons import PersonResolver
from search.analysis.entities.places import PlaceResolver
from search.analysis.entities.relations import keep_apart, related, same_doubt, tie
from search.analysis.entities.short_names import FirstWords, ShortNames
from search.analysis.entities.titles import with_title
from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import (
    CONCERNS,
    LEGAL,
    SEVERAL_WEAK,
    SINGLE_MODEL,
    WEIGHTS,
    Form,
    Unsure,
    norm,
    only_legal,
)
from search.analysis.names.recognizer import RawMention, is_acronym
from search.model import Entity, Mention
from search.text.folding import fold

# Below this sum of votes a name is noise of the model or of a sentence's beginning.
_ENOUGH = 0.55
# A name nothing is known of is kept from this many mentions on, when no sentence's beginning explains its capital.
_WEAK_MENTIONS = 3
_SEATED = ENGLISH.words("entities", "seated in a place")
# Rules that leave the type to what the corpus tells elsewhere.
_OPEN = frozenset({"model", "weak", "where", "context", "acronym"})
_SMALL = ENGLISH.words("names", "left out of acronyms")


def resolve(
    docs: Mapping[str, tuple[str, Sequence[RawMention]]],
    aliases: Sequence[Alias] = (),
    apart: Sequence[tuple[str, ...]] = (),
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """The entities of a corpus, most mentioned first, and their mentions in order of document and place.

    `docs`: document id → (cleaned text, its raw mentions). `aliases`: curated rows; they outrank every rule. `apart`:
    names of one tuple are never joined, neither with each other nor by way of a third; they outrank `aliases`.
    Ids are slugs of type and name, the same for the same corpus.
    """
    forms = _forms(docs)
    _families(forms)
    sets = FormSets(forms)
    union, show = sets.union, sets.show
    keep_apart(forms, union, apart)
    told = related(docs, forms, union, show)
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
    same_doubt(forms, union, show, unsure)
    reasons: dict[int, list[str]] = {}
    for n, reason in (*union.reasons, *sorted(acronyms.notes.items()), *((n, row.text) for n, row in unsure.items())):
        reasons.setdefault(union.find(n), []).append(reason)
    kept: list[Entry] = []
    taken: set[str] = set()
    at: dict[int, int] = {}  # representative → place in `kept`
    years: dict[str, set[str]] = {}
    for form in forms:
        name, year = split_year(form.key)
        if year and form.type == "law":
            years.setdefault(name, set()).add(year)
    undated = frozenset(name for name, known_years in years.items() if len(known_years) == 1)
    places = {f.key for f in forms if f.type == "place" and f.strength}
    kept_apart = {norm(name) for names in apart for name in names}  # names to the reader, whatever they look like
    for root, members in union.sets().items():
        group = [forms[n] for n in members]
        row = next((known[n] for n in members if n in known), None)
        vouched = row is not None or any(f.key in kept_apart for f in group)
        if not vouched and (not _worth(group) or all(_adjective(f, places) for f in group)):
            continue
        at[root] = len(kept)
        kept.append(entry_of(group, reasons.get(root, []), row, taken, undated))
    _echo(docs, kept)
    tie(kept, {n: at.get(union.find(n)) for n in range(len(forms))}, unsure, told)
    return finish(kept)


def _forms(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> list[Form]:
    out: dict[tuple[str, str, str, str], Form] = {}
    contested, double, shared = _contested(docs), _two_senses(docs), _shared_letters(docs)
    for doc in sorted(docs):
        for m in docs[doc][1]:
            key = norm(m.text)
            if not key:
                continue
            words = tuple(key.split())
            owner = m.extra.get("owner", "") if key in contested else ""
            scope = doc if len(words) == 1 and m.rule not in ("gazetteer", "head", "definition", "acronym") else ""
            if len(words) == 1 and is_acronym(m.text) and m.rule != "title":
                scope = doc if key in shared else ""
            sense = ""
            if key in double:
                sense = "place" if m.type == "place" and "speaks" not in m.extra else "person"
                scope = doc if sense == "person" else ""
            form = out.setdefault((key, scope, owner, sense), Form(key, words, scope, owner, sense))
            form.surfaces[m.text] += 1
            weight = WEIGHTS.get(m.rule, 0.0)
            if sense == "person" and m.type == "place":
                form.votes["person"] += weight
                weight = 0.0
            if m.rule == "model" and len(words) == 1:
                weight = SINGLE_MODEL
            if m.rule == "weak" and 1 < len(words) < 5 and "inside" in m.extra and _plain(words):
                weight = SEVERAL_WEAK
            form.votes[m.type] += weight
            if "speaks" in m.extra and m.rule in ("model", "weak") and m.type == "person":
                form.votes["person"] += 0.5
            form.rules[m.rule if not sense or m.type == sense else "weak"] += 1
            form.docs.add(doc)
            if m.extra.get("owner"):
                form.owners[m.extra["owner"]].add(doc)
            if m.extra.get("title"):
                form.titles[m.extra["title"]] += 1
            if m.extra.get("nickname"):
                form.nicknames.add(norm(m.extra["nickname"]))
            if m.extra.get("defines"):
                form.defines.add((doc, norm(m.extra["defines"])))
            form.mentions.append((doc, m.start, m.end, m.text))
            form.only_initial = form.only_initial and "initial" in m.extra
            form.common = form.common or "common" in m.extra
            form.speaks = form.speaks or "speaks" in m.extra
            form.firm += "firm" in m.extra
            form.article = form.article or "article" in m.extra
            if m.extra.get("title") and (titled := with_title(docs[doc][0], m)):
                form.titled[titled] += 1
    return list(out.values())


def _plain(words: Sequence[str]) -> bool:
    """Whether no word of a name is one that names nothing."""
    lex = gazetteer()
    return not any(w in lex.no_names or w in lex.portfolio or w in lex.function_words for w in words)


def _contested(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> set[str]:
    """Keys of two countries by the words before them: "Spain's Foreign Ministry", "Chile's Foreign Ministry"."""
    owners: dict[str, set[str]] = {}
    for _, mentions in docs.values():
        for m in mentions:
            if m.extra.get("owner") and m.type == "organization":
                owners.setdefault(norm(m.text), set()).add(m.extra["owner"])
    return {key for key, named in owners.items() if len(named) > 1}


def _shared_letters(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> set[str]:
    """Acronyms that documents give to bodies of different words: each document's is read by itself."""
    meant: dict[str, set[str]] = {}
    for _, mentions in docs.values():
        letters = {norm(m.text) for m in mentions if is_acronym(m.text)}
        long = {norm(m.text) for m in mentions if m.type in ("organization", "law") and " " in m.text}
        for name in long:
            words = name.split()
            big = "".join(w[0] for w in words if w not in _SMALL)
            for key in {big, "".join(w[0] for w in words)} & letters:
                meant.setdefault(key, set()).add(name)
    return {
        key
        for key, names in meant.items()
        if any(not alike_names(a.split(), b.split()) for a, b in combinations(sorted(names), 2))
    }


def _two_senses(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> set[str]:
    """Single words that name a person here and a place there: "Lord Selby" and "in Selby"."""
    people, places = set(), set()
    for _, mentions in docs.values():
        for m in mentions:
            words = norm(m.text).split()
            if m.type == "person" and m.rule in ("title", "nickname", "lexicon", "context") and words:
                people.add(words[-1])
            elif m.type == "place" and m.rule in ("gazetteer", "context", "head") and len(words) == 1:
                places.add(words[0])
    return people & places


def _families(forms: Sequence[Form]) -> None:
    """A name no rule knows, with the surname of somebody known, is a person's: votes for it.

    With a legal form elsewhere ("Calder Maritime Ltd") it is a company's.
    """
    firms = {
        " ".join(f.words[:k])
        for f in forms
        if "head" in f.rules
        for k in (-1, -2)
        if len(f.words) > -k and f.words[k] in ({"and"} if k == -2 else LEGAL | CONCERNS) and only_legal(f.words[k:])
    }
    given = gazetteer().given
    for form in forms:
        several = len(form.words) > 1 and form.words[0] not in given and set(form.rules) <= _OPEN and not form.titles
        if form.key in firms and several:
            form.votes["organization"] += 1.0 + form.strength
            continue
        if form.key in firms and set(form.rules) <= {"model", "weak", "acronym", "where"}:
            form.votes["organization"] += 2.0
    _called_firms(forms)
    seats = {" ".join(f.words[2:]) for f in forms if len(f.words) > 2 and f.words[0] in _SEATED and f.words[1] == "of"}
    for form in forms:
        if form.key in seats and set(form.rules) <= {"model", "weak", "context", "where"}:
            form.votes["place"] += 1.0 + form.strength
    known = {f.words[-1] for f in forms if f.votes["person"] and {"title", "lexicon", "nickname"} & set(f.rules)}
    for form in forms:
        plain = 1 < len(form.words) < 5 and form.words[-1] in known and set(form.rules) <= {"model", "weak"}
        if plain and _plain(form.words) and "and" not in form.words:
            form.votes["person"] += 1.5 + form.strength


def _called_firms(forms: Sequence[Form]) -> None:
    """A name that somewhere stands as only firms do is a firm's, unless a first name or the gazetteer says otherwise.

    A surname somebody in the corpus bears is a firm's only in documents that use it so.
    """
    firm: set[str] = {f.key for f in forms if f.firm}
    full = [f for f in forms if len(f.words) > 1 and f.type == "person"]
    people = {f.words[-1] for f in full if f.strong or f.rules["context"]}
    taken = gazetteer().given | gazetteer().no_names
    for form in forms:
        open_type = set(form.rules) <= {"model", "weak", "where", "context", "acronym"} and not form.titles
        if form.key not in firm or not open_type or (form.words[0] in taken and len(form.words) > 1):
            continue
        if form.key not in people or form.firm:
            form.votes["organization"] += 1.0 + form.strength


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
    single = all(len(f.words) == 1 for f in group)
    strong = any(f.strong for f in group)
    if single and not strong:
        if all(f.only_initial for f in group) and not any(f.speaks for f in group):
            return False
        if any(f.common for f in group) and strength < 2:
            return False
        if all(f.key in gazetteer().no_names for f in group):
            return False
    if strength >= _ENOUGH:
        return True
    acronyms = sum(n for f in group for s, n in f.surfaces.items() if is_acronym(s))
    if acronyms and strength > 0:
        return True
    mentions = sum(len(f.mentions) for f in group)
    return mentions >= _WEAK_MENTIONS and not all(f.only_initial for f in group) and not any(f.common for f in group)


_OF_PLACE = words("i n an ian ese ish er ers is ans ians")


def _adjective(form: Form, places: set[str]) -> bool:
    """Whether a word nothing vouches for is made of a place's name: "Kharani oil", of Kharan."""
    if len(form.words) > 1 or not set(form.rules) <= {"weak", "model"} or form.speaks:
        return False
    key = form.key
    return any(key[:-size] in places and key[-size:] in _OF_PLACE for size in (1, 2, 3) if len(key) - size > 3)


def _echo(docs: Mapping[str, tuple[str, Sequence[RawMention]]], kept: list[Entry]) -> None:
    """Adds the places where a law is written in small letters, and names in headings."""
    entities = [entry.entity for entry in kept]
    small = echoes.laws_in_small_letters(docs, entities)
    heads = echoes.names_in_headings(docs, entities, [entry.mentions for entry in kept])
    for n in sorted({*small, *heads}):
        entity, old = kept[n].entity, kept[n].mentions
        mentions = (*small.get(n, ()), *heads.get(n, ()))
        written = {fold(name) for name in (entity.name, *entity.aliases)}
        more = dict.fromkeys(m.text for m in small.get(n, ()) if m.text not in (entity.name, *entity.aliases))
        more.update(dict.fromkeys(m.text for m in heads.get(n, ()) if fold(m.text) not in written))
        reasons = [f"“{m.text}” is “{entity.name}” in small letters" for m in list(small.get(n, ()))[:1]]
        changed = replace(
            entity,
            aliases=(*entity.aliases, *more),
            mentions=entity.mentions + len(mentions),
            documents=tuple(sorted({*entity.documents, *(m.doc for m in mentions)})),
            reasons=(*entity.reasons, *reasons),
        )
        kept[n] = Entry(changed, (*old, *mentions))
