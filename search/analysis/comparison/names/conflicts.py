"""Two names for one person or body: names that are taken for each other, and the same part in the same storyline.

"Nils Haddan, the harbour surveyor" and "Nils Hamidan, who surveyed the harbour". A pair is found by what the names have
in common and weighed: how alike they are, what is told beside both, and what tells their bearers apart. Namesakes,
brothers and fathers are told by what they do, and by words of kinship. Spellings that identity has joined:
`spellings`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.descriptions import is_role
from search.analysis.comparison.linkage import blocks, pairs_in
from search.analysis.comparison.names.context import KIN, NameContext, denied, name_context
from search.analysis.comparison.same_name import NOT_ALIKE, NameAlikeness, Way, alike, folded_name_words
from search.analysis.comparison.spelling import another_spelling, misspelt, skeleton
from search.analysis.findings import MAX_VERSIONS, make_finding, quoted_list, statement_value
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Conflict, Entity, Mention, Statement
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_MAX_ALIKE = 40  # entities of one slot that are compared: keeps the time linear
_MAX_USED = 8  # mentions of one name that are looked at
# What a pair of names weighs. Leave-one-story-out over the development stories puts the threshold between 0.75 and 1.12
# among a few documents; it is a little above that.
_THRESHOLD, _THRESHOLD_OF_MANY = 1.25, 2.25  # among a few documents, and among many
_ALIKE: dict[Way, float] = {
    "spelt": 1.75,
    "both": 0.25,
    "surname": 0.25,
    "first": 0.75,
    "last": 0.5,
    "word": 0.25,
    "other": -1.75,
}
_BEGIN = 0.5  # two letters at the beginning of the words that differ: names are remembered by them
_ONLY_TWO, _FAMILY, _COMMON = 0.25, -0.5, -1.5  # those who bear the part of the name that is kept: two, few, many
_SAME_ROLE = 1.0  # right beside both names
_ROLE, _HAPPENING, _NAMED = 1.0, 0.5, 0.5  # shared beside both names, besides what the words themselves weigh
_MAX_WORDS = 2.5  # what shared words weigh together
_OTHER_ROLE, _OTHER_SEX, _KINDRED, _OF_HIS = -0.75, -2.0, -3.0, -1.0  # what tells two bearers apart


class _NameIndex:
    """What was worked out before: what stands beside mentions, and which mentions have a word of a name."""

    def __init__(self, context: ComparisonContext) -> None:
        self._context = context
        self._beside: dict[tuple[str, int], NameContext] = {}
        self._used: dict[tuple[str, str], list[Mention]] = {}
        names = (folded_name_words(e.name) for e in context.entities.values() if e.type == "person")
        # Who has a first name, or a surname.
        self.bearers: Counter[str] = Counter(word for row in names if len(row) > 1 for word in (row[0], row[-1]))

    def used(self, entity: Entity, word: str) -> list[Mention]:
        """The mentions with a word of the name, the longest first; a name that is denied is not used."""
        key = entity.id, word
        if key not in self._used:
            low, mentions = fold(word), self._context.by_entity(entity.id)
            rows = [m for m in mentions if low in fold(m.text) and not denied(m, self._context)]
            self._used[key] = sorted(rows, key=lambda m: " " not in m.text)
        return self._used[key]

    def whole(self, entity: Entity) -> frozenset[str]:
        """The documents that give somebody's name whole, in any spelling."""
        return _docs(m for m in self._context.by_entity(entity.id) if " " in m.text and not denied(m, self._context))

    def beside(self, mention: Mention) -> NameContext:
        """What stands beside a mention."""
        key = mention.doc, mention.start
        if key not in self._beside:
            self._beside[key] = name_context(mention, self._context)
        return self._beside[key]


def _docs(rows: Iterable[Mention]) -> frozenset[str]:
    return frozenset(m.doc for m in rows)


def people(context: ComparisonContext) -> list[Conflict]:
    """Conflicts of name among people of one part in one storyline."""
    return _conflicts(context, _person_keys, lambda one, two: alike(one.name, two.name))


def _person_keys(entity: Entity) -> list[tuple[str, str]]:
    """What people of like names are looked up by: a surname's beginning and sound, a first name, a surname."""
    parts = folded_name_words(entity.name)
    if entity.type != "person" or not parts:
        return []
    first, last = parts[0], parts[-1]
    keys = [("surname", last[0] + skeleton(last)[1:2])]
    if len(parts) >= 2:
        keys += [("first", first), ("last", last), ("near", f"{first[0]} {skeleton(first)} {skeleton(last)}")]
    return keys


def _conflicts(
    context: ComparisonContext,
    keys: Callable[[Entity], list[tuple[str, str]]],
    alikeness: Callable[[Entity, Entity], NameAlikeness],
) -> list[Conflict]:
    """The conflicts of name among entities that share a key and are alike, but for those that fill in a form."""
    index, out = _NameIndex(context), []
    for one, two in _pairs(keys, context):
        way, *differ = alikeness(one, two)
        if way and (found := _weighed(one, two, way, differ, context, index)) is not None:
            out.append(found)
    often = Counter(name for one in out for name in one.about)
    return [one for one in out if max(often[name] for name in one.about) < MAX_VERSIONS]


_WHY: dict[Way, str] = {
    "spelt": "the names differ by a letter or two",
    "both": "the names sound alike",
    "surname": "the surnames differ by a letter or two",
    "first": "both have one surname, and first names that begin alike",
    "last": "both have one first name, and surnames that begin alike",
    "other": "both have one surname",
    "word": "the names differ in one word",
}


def _pairs(
    keys: Callable[[Entity], list[tuple[str, str]]], context: ComparisonContext
) -> Iterator[tuple[Entity, Entity]]:
    """The entities of one key that documents of one storyline name, two by two, each pair once."""
    rows = [e for e in context.entities.values() if context.rare(e.id)]
    docs = [sorted(_docs(context.by_entity(e.id))) for e in rows]

    def one_storyline(one: int, two: int) -> bool:
        return any(context.same_storyline(a, b) for a in docs[one] for b in docs[two])

    found = blocks(map(keys, rows), _MAX_ALIKE)
    for one, two in pairs_in((block for _, block in sorted(found.items())), one_storyline):
        yield rows[one], rows[two]


def _weighed(
    one: Entity, two: Entity, way: Way, differ: Sequence[str], context: ComparisonContext, index: _NameIndex
) -> Conflict | None:
    """The conflict of two names, if what they weigh is enough; of two who are known to be two there is none.

    `differ` are the words of the two names that differ: a document has a name only where it has that word.
    """
    if any(link.entity == two.id for link in one.links):
        return None
    rows = [index.used(entity, word) for entity, word in zip((one, two), differ, strict=True)]
    if _docs(rows[0]) & _docs(rows[1]) or index.whole(one) & index.whole(two):
        return None
    best, shared = _most_shared(rows, context, index)
    if best < 0:
        return None
    score = best + _ALIKE[way] + _BEGIN * (fold(differ[0])[:2] == fold(differ[1])[:2])
    if one.type == "person":
        sides = [[index.beside(m) for m in side[:_MAX_USED]] for side in rows]
        score += _apart(sides, [frozenset(folded_name_words(two.name)), frozenset(folded_name_words(one.name))])
    if way in ("first", "last", "other"):
        score += _bearers(index.bearers[folded_name_words(one.name)[0 if way == "last" else -1]])
    if score < (_THRESHOLD if context.one_storyline else _THRESHOLD_OF_MANY):
        return None
    return _conflict(one, two, rows, way, shared, context)


def _most_shared(
    rows: Sequence[Sequence[Mention]], context: ComparisonContext, index: _NameIndex
) -> tuple[float, list[str]]:
    """(what is told alike beside two mentions of two names at most, in words), less than 0 where nothing can be."""
    best, shared = -1.0, list[str]()
    for m in rows[0][:_MAX_USED]:
        for n in rows[1][:_MAX_USED]:
            if context.same_storyline(m.doc, n.doc):
                score, told = _shared(index.beside(m), index.beside(n), context)
                if score > best:
                    best, shared = score, told
    return best, shared


def _bearers(of: int) -> float:
    """What it weighs how many bear the part of a name that both have."""
    return _ONLY_TWO if of <= 2 else _FAMILY if of < MAX_VERSIONS else _COMMON


def _apart(sides: Sequence[Sequence[NameContext]], others: Sequence[frozenset[str]]) -> float:
    """What tells two bearers apart weighs; `others` are the words of the other's name."""
    roles = [frozenset[str]().union(*(b.roles for b in rows)) for rows in sides]
    sexes = [{b.sex for b in rows} - {""} for rows in sides]
    out = 0.0
    if roles[0] and roles[1]:
        out += _SAME_ROLE if roles[0] & roles[1] else _OTHER_ROLE
    if sexes[0] and sexes[1] and not sexes[0] & sexes[1]:
        out += _OTHER_SEX
    return out + _kindred([frozenset[str]().union(*(b.kin for b in rows)) for rows in sides], others)


def _kindred(kin: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> float:
    """What words of kinship beside two names weigh against them."""
    if kin[0] & kin[1] & KIN:
        return 0.0  # "his widow" in both
    if any(row & other for row, other in zip(kin, others, strict=True)):
        return _KINDRED
    return _OF_HIS if any(not row.isdisjoint(("his", "her", "their")) for row in kin) else 0.0


def _shared(one: NameContext, two: NameContext, context: ComparisonContext) -> tuple[float, list[str]]:
    """(what is told beside two mentions alike weighs, the words they share)."""
    common = sorted(one.words.keys() & two.words.keys())
    told = sum(max(context.weight(side.words[w][1]) for side in (one, two)) for w in common)
    roles = sum(any(is_role(side.words[w][0], "person") for side in (one, two)) for w in common)
    score = min(_MAX_WORDS, told) + _ROLE * roles + _HAPPENING * len(one.happened & two.happened)
    names = sorted(map(context.name, one.names & two.names))
    return score + _NAMED * len(names), [*(one.words[w][0] for w in common), *names]


def _conflict(
    one: Entity,
    two: Entity,
    rows: Sequence[Sequence[Mention]],
    way: Way,
    shared: Sequence[str],
    context: ComparisonContext,
) -> Conflict:
    pairs = sorted(zip((one.name, two.name), rows, strict=True), key=lambda row: row[0])
    values = [statement_value(name, _firsts(found, context)) for name, found in pairs]
    beside = f"; the words beside them share {quoted_list(shared)}" if shared else "; each in sources of its own"
    return make_finding("name", [one.name, two.name], values, _WHY[way] + beside)


def _firsts(rows: Sequence[Mention], context: ComparisonContext) -> list[Statement]:
    """The sentence of the first mention in each document."""
    first: dict[str, Mention] = {}
    for mention in rows:
        first.setdefault(mention.doc, mention)
    return [context.docs[doc].statement(context.docs[doc].sentence_at(m.start)) for doc, m in sorted(first.items())]


# ---- bodies -------------------------------------------------------------------------------------------------------


def bodies(context: ComparisonContext) -> list[Conflict]:
    """Conflicts of name among bodies: names with one rare first word, or spellings of it, that differ in one word.

    Where the first word is common, the word after it must be one that few bodies have: "Royal Lighthouse Board" and
    "Royal Lighthouse Service".
    """
    return _conflicts(context, _body_keys, lambda one, two: _alike_bodies(_body(one.name), _body(two.name)))


def _body_keys(entity: Entity) -> list[tuple[str, str]]:
    """What bodies of like names are looked up by."""
    row = list(map(fold, _body(entity.name)))
    if entity.type != "organization" or len(row) < 2:
        return []
    if not _common(row[0]):
        return [(row[0], str(len(row))), (" ".join((row[0][0], *row[1:])), "")]
    if len(row) == 3 and not _common(row[1]) and row[2] in _heads():
        return [(" ".join(row[:2]), "head")]
    return []


def _alike_bodies(one: Sequence[str], two: Sequence[str]) -> NameAlikeness:
    """(in which way two names of bodies are alike, the words that differ); "" for names that are one, or not alike."""
    wrong = [k for k in range(len(one)) if fold(one[k]) != fold(two[k])] if len(one) == len(two) else []
    if len(wrong) != 1:
        return NOT_ALIKE
    k = wrong[0]
    a, b = fold(one[k]), fold(two[k])
    if another_spelling(one[k], two[k], "organization"):
        return "spelt", one[k], two[k]
    # A word in place of another: where two words are the same, or where the two begin alike.
    several = len(one) >= 3 or a[:2] == b[:2]
    return ("word", one[k], two[k]) if k and several and not misspelt(a, b) else NOT_ALIKE


def _body(name: str) -> list[str]:
    """The words of a body's name without what says of which kind of company it is."""
    head, of, _ = name.partition(" of the ")  # "the Harbour Board of the Duchy of Ost"
    row = _WORD.findall(head if of and len(_WORD.findall(head)) > 2 else name)
    while row and fold(row[-1]) in _COMPANY:
        row.pop()
    return row


_COMPANY = ENGLISH.words("comparison_names", "company forms")


def _common(word: str) -> bool:
    """Whether a body's first word (folded) is one that many bodies have: "National", "University", "Ministry"."""
    lex = gazetteer()
    return word in lex.function_words or word in lex.demonyms or word in _heads() or word in _GENERAL


@cache
def _heads() -> frozenset[str]:
    return frozenset(part for row in gazetteer().org_heads for part in row)


_GENERAL = ENGLISH.words("comparison_names", "general words of bodies")
