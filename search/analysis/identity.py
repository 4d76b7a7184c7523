"""From mentions to entities: which names are one person, body, place or law, and why.

Every joining keeps its reason. A name that could be two is kept apart and says between whom. The work is linear in
the mentions but for a few names that share a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.analysis.bodies import Bodies
from search.analysis.forms import (
    LEGAL,
    QUOTED,
    SEVERAL_WEAK,
    SINGLE_MODEL,
    WEIGHTS,
    Form,
    Union,
    best_surface,
    majority,
    norm,
    turned,
    without_country,
)
from search.analysis.names import RawMention, is_acronym
from search.analysis.people import People
from search.analysis.rules import lexicon
from search.analysis.wordsets import words
from search.model import Entity, EntityType, Mention
from search.text import fold

# Below this sum of votes a name is noise of the model or of a sentence's beginning.
_ENOUGH = 0.55
# A name nothing is known of is kept from this many mentions on, when no sentence's beginning explains its capital.
_WEAK_MENTIONS = 3


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
class _Entry:
    entity: Entity
    mentions: tuple[Mention, ...]


def resolve(
    docs: Mapping[str, tuple[str, Sequence[RawMention]]], aliases: Sequence[Alias] = ()
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """The entities of a corpus, most mentioned first, and their mentions in order of document and place.

    `docs`: document id → (cleaned text, its raw mentions). `aliases`: curated rows; they outrank every rule.
    Ids are slugs of type and name, the same for the same corpus.
    """
    forms = _forms(docs)
    _families(forms)
    union = Union(len(forms))
    show = {n: max(f.surfaces, key=lambda s: (f.surfaces[s], s)) for n, f in enumerate(forms)}
    known = _curated(forms, union, show, aliases)
    bodies, people = Bodies(forms, union, show), People(forms, union, show)
    bodies.places()
    people.join()
    bodies.institutions()
    bodies.definitions()
    bodies.initials()
    bodies.local_names()
    bodies.short_names()
    bodies.bare_names()
    bodies.last_words()
    _same_word(forms, union, show, people.unsure)
    reasons: dict[int, list[str]] = {}
    for n, reason in union.reasons:
        reasons.setdefault(union.find(n), []).append(reason)
    for n, reason in sorted({**bodies.unsure, **people.unsure}.items()):
        reasons.setdefault(union.find(n), []).append(reason)
    kept: list[_Entry] = []
    taken: set[str] = set()
    places = {f.key for f in forms if f.type == "place" and f.strength}
    for root, members in union.sets().items():
        group = [forms[n] for n in members]
        row = next((known[n] for n in members if n in known), None)
        if row is None and (not _worth(group) or all(_adjective(f, places) for f in group)):
            continue
        kept.append(_entry(group, reasons.get(root, []), row, taken))
    _echo(docs, kept)
    return _finish(kept)


def _forms(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> list[Form]:
    out: dict[tuple[str, str, str, str], Form] = {}
    contested, double = _contested(docs), _two_senses(docs)
    for doc in sorted(docs):
        for m in docs[doc][1]:
            key = norm(m.text)
            if not key:
                continue
            words = tuple(key.split())
            owner = m.extra.get("owner", "") if key in contested else ""
            scope = doc if len(words) == 1 and m.rule not in ("gazetteer", "head", "definition", "acronym") else ""
            if len(words) == 1 and is_acronym(m.text) and m.rule != "title":
                scope = ""
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
    return list(out.values())


def _plain(words: Sequence[str]) -> bool:
    """Whether no word of a name is one that names nothing."""
    lex = lexicon()
    return not any(w in lex.no_names or w in lex.portfolio or w in lex.function_words for w in words)


def _contested(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> set[str]:
    """Keys of two countries by the words before them: "Spain's Foreign Ministry", "Chile's Foreign Ministry"."""
    owners: dict[str, set[str]] = {}
    for _, mentions in docs.values():
        for m in mentions:
            if m.extra.get("owner") and m.type == "organization":
                owners.setdefault(norm(m.text), set()).add(m.extra["owner"])
    return {key for key, named in owners.items() if len(named) > 1}


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
    firms = {" ".join(f.words[:-1]) for f in forms if f.words[-1] in LEGAL and "head" in f.rules}
    for form in forms:
        if form.key in firms and set(form.rules) <= {"model", "weak", "acronym", "where"}:
            form.votes["organization"] += 2.0
    known = {f.words[-1] for f in forms if f.votes["person"] and {"title", "lexicon", "nickname"} & set(f.rules)}
    for form in forms:
        plain = 1 < len(form.words) < 5 and form.words[-1] in known and set(form.rules) <= {"model", "weak"}
        if plain and _plain(form.words) and "and" not in form.words:
            form.votes["person"] += 1.5 + form.strength


def _curated(
    forms: Sequence[Form], union: Union, show: Mapping[int, str], aliases: Sequence[Alias]
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
            known.setdefault(n, row)
            if row.type:
                forms[n].votes[row.type] += WEIGHTS["corpus.yaml"]
            union.join(members[0], n, f"“{show[n]}” and “{row.name}” are one by corpus.yaml")
    return known


def _same_word(forms: Sequence[Form], union: Union, show: Mapping[int, str], unsure: Mapping[int, str]) -> None:
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
        if all(f.key in lexicon().no_names for f in group):
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


def _name(group: Sequence[Form], kind: EntityType) -> str:
    """The name to show: for people the commonest full name, for bodies the long form, for countries the common name."""
    if kind == "place":
        country = next((lexicon().countries[f.key] for f in group if f.key in lexicon().countries), None)
        return country or best_surface(group)
    long = [f for f in group if len(f.words) > 1]
    if kind == "person" and not long and (titled := _with_title(group)):
        return titled
    if kind == "person":
        return _full_name([f for f in long if f.type == "person" and f.strong] or long or group, group)
    spelled = [f for f in long if not all(is_acronym(s) for s in f.surfaces)]
    bare = [f for f in spelled if not without_country(f.key)[1]] if kind == "organization" else []
    same = {turned(without_country(f.key)[0]) for f in spelled}
    return best_surface(bare if bare and len(same) < len(spelled) else spelled or group)


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
    return f"{title} {best_surface(group)}" if fold(title) in lexicon().named_by_title else ""


def _given(surface: str) -> bool:
    return fold(surface.split()[0]) in lexicon().given


def _entry(group: Sequence[Form], reasons: Sequence[str], row: Alias | None, taken: set[str]) -> _Entry:
    votes: dict[str, float] = {}
    surfaces: Counter[str] = Counter()
    for form in group:
        for voted, weight in form.votes.items():
            votes[voted] = votes.get(voted, 0.0) + weight
        surfaces.update(form.surfaces)
    kind: EntityType = (row.type if row is not None and row.type else None) or majority(votes)
    name = row.name if row is not None else _name(group, kind)
    base = ident = f"{kind}:{_slug(name)}"
    count = 2
    while ident in taken:
        ident, count = f"{base}-{count}", count + 1
    taken.add(ident)
    mentions = tuple(Mention(ident, doc, start, end, text) for form in group for doc, start, end, text in form.mentions)
    others = sorted((s for s in surfaces if s != name), key=lambda s: (-surfaces[s], s))
    documents = tuple(sorted({m.doc for m in mentions}))
    entity = Entity(ident, name, kind, tuple(others), len(mentions), documents, tuple(dict.fromkeys(reasons)))
    return _Entry(entity, mentions)


def _slug(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "unnamed"


_ECHO_WORD = re.compile(r"[^\W\d_]+")


def _echo(docs: Mapping[str, tuple[str, Sequence[RawMention]]], kept: list[_Entry]) -> None:
    """Adds to laws the places where their name of three or more words is written in small letters."""
    names: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for n, entry in enumerate(kept):
        if entry.entity.type != "law":
            continue
        for surface in (entry.entity.name, *entry.entity.aliases):
            words = tuple(_ECHO_WORD.findall(fold(surface)))
            if len(words) >= 3:
                names.setdefault(words[0], []).append((words, n))
    if not names:
        return
    found: dict[int, list[Mention]] = {}
    for doc in sorted(docs):
        text, raw = docs[doc]
        folded = fold(text)
        covered = sorted((m.start, m.end) for m in raw)
        hits = list(_ECHO_WORD.finditer(folded))
        for k, hit in enumerate(hits):
            for words, n in names.get(hit.group(), ()):
                end = hits[k + len(words) - 1].end() if k + len(words) <= len(hits) else 0
                if (
                    not end
                    or tuple(h.group() for h in hits[k : k + len(words)]) != words
                    or "\n" in text[hit.start() : end]
                ):
                    continue
                if not any(a < end and b > hit.start() for a, b in covered):
                    found.setdefault(n, []).append(
                        Mention(kept[n].entity.id, doc, hit.start(), end, text[hit.start() : end])
                    )
                    covered.append((hit.start(), end))
    for n, mentions in found.items():
        entity, old = kept[n].entity, kept[n].mentions
        more = dict.fromkeys(m.text for m in mentions if m.text != entity.name and m.text not in entity.aliases)
        documents = tuple(sorted({*entity.documents, *(m.doc for m in mentions)}))
        changed = Entity(
            entity.id, entity.name, entity.type, (*entity.aliases, *more), entity.mentions + len(mentions), documents,
            (*entity.reasons, f"“{mentions[0].text}” is its name in small letters"),
        )  # fmt: skip
        kept[n] = _Entry(changed, (*old, *mentions))


def _finish(kept: Sequence[_Entry]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    entities = sorted((e.entity for e in kept), key=lambda e: (-e.mentions, e.id))
    mentions = sorted((m for e in kept for m in e.mentions), key=lambda m: (m.doc, m.start, m.end, m.entity))
    return tuple(entities), tuple(mentions)
