"""Two names for one person or body: names that are taken for each other, and the same part in the same affair.

"Nils Haddan, the harbour surveyor" and "Nils Hamidan, who surveyed the harbour". A pair is found by what the names have
in common and weighed: how alike they are, what is told beside both, and what tells their bearers apart. Namesakes,
brothers and fathers are told by what they do, and by words of kinship. Spellings that identity has joined:
`conflictspellings`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from search.analysis.comparison.context import SMALL, Setting, stems_of
from search.analysis.comparison.descriptions import is_role
from search.analysis.comparison.names.context import KIN, Beside, beside, roles_beside
from search.analysis.comparison.names.spellings import another_spelling, denied, from_arabic, skeleton
from search.analysis.findings import MAX_VERSIONS, finding, listed, stated
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Conflict, Entity, Mention, Statement
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_MAX_ALIKE = 40  # entities of one slot that are compared: keeps the time linear
_MAX_USED = 8  # mentions of one name that are looked at
# What a pair of names weighs. Leave-one-story-out over the development stories puts the threshold between 0.75 and 1.12
# among a few documents; it is a little above that.
_ENOUGH, _ENOUGH_OF_MANY = 1.25, 2.25  # among a few documents, and among many
_ALIKE = {"spelt": 1.75, "both": 0.25, "surname": 0.25, "first": 0.75, "last": 0.5, "word": 0.25, "other": -1.75}
_BEGIN = 0.5  # two letters at the beginning of the words that differ: names are remembered by them
_ONLY_TWO, _FAMILY, _COMMON = 0.25, -0.5, -1.5  # those who bear the part of the name that is kept: two, few, many
_SAME_ROLE = 1.0  # right beside both names
_ROLE, _HAPPENING, _NAMED = 1.0, 0.5, 0.5  # shared beside both names, besides what the words themselves weigh
_MAX_WORDS = 2.5  # what shared words weigh together
_OTHER_ROLE, _OTHER_SEX, _KINDRED, _OF_HIS = -0.75, -2.0, -3.0, -1.0  # what tells two bearers apart
# How alike two surnames behind one first name are that are taken for each other.
_RATIO = 0.5


class _Known:
    """What was worked out before: what stands beside mentions, and which mentions have a word of a name."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._beside: dict[tuple[str, int], Beside] = {}
        self._used: dict[tuple[str, str], list[Mention]] = {}
        names = (_parts(e.name) for e in setting.entities.values() if e.type == "person")
        # Who has a first name, or a surname.
        self.bearers: Counter[str] = Counter(word for row in names if len(row) > 1 for word in (row[0], row[-1]))

    def used(self, entity: Entity, word: str) -> list[Mention]:
        """The mentions with a word of the name, the longest first; a name that is denied is not used."""
        key = entity.id, word
        if key not in self._used:
            low = fold(word)
            rows = [
                m for m in self._setting.by_entity(entity.id) if low in fold(m.text) and not denied(m, self._setting)
            ]
            self._used[key] = sorted(rows, key=lambda m: " " not in m.text)
        return self._used[key]

    def whole(self, entity: Entity) -> frozenset[str]:
        """The documents that give somebody's name whole, in any spelling."""
        return _docs(m for m in self._setting.by_entity(entity.id) if " " in m.text and not denied(m, self._setting))

    def beside(self, mention: Mention) -> Beside:
        """What stands beside a mention."""
        key = mention.doc, mention.start
        if key not in self._beside:
            self._beside[key] = beside(mention, self._setting)
        return self._beside[key]


def _docs(rows: Iterable[Mention]) -> frozenset[str]:
    return frozenset(m.doc for m in rows)


def people(setting: Setting) -> list[Conflict]:
    """Conflicts of name among people of one part in one affair."""
    slots: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in setting.entities.values():
        parts = _parts(entity.name)
        if entity.type != "person" or not parts or not setting.rare(entity.id):
            continue
        slots["surname", parts[-1][0] + skeleton(parts[-1])[1:2]].append(entity)
        if len(parts) >= 2:
            slots["first", parts[0]].append(entity)
            slots["last", parts[-1]].append(entity)
            slots["near", f"{parts[0][0]} {skeleton(parts[0])} {skeleton(parts[-1])}"].append(entity)
    known = _Known(setting)
    out = []
    for one, two in _pairs(slots, setting):
        likeness, *differ = _likeness(one.name, two.name)
        if likeness:
            out.extend(_weighed(one, two, likeness, differ, setting, known))
    return _few(out)


_WHY = {
    "spelt": "the names differ by a letter or two",
    "both": "the names sound alike",
    "surname": "the surnames differ by a letter or two",
    "first": "both have one surname, and first names that begin alike",
    "last": "both have one first name, and surnames that begin alike",
    "other": "both have one surname",
    "word": "the names differ in one word",
}


def _pairs(slots: dict[tuple[str, str], list[Entity]], setting: Setting) -> Iterator[tuple[Entity, Entity]]:
    """The entities of one slot that documents of one affair name, two by two, each pair once."""
    seen: set[tuple[str, str]] = set()
    docs = {e.id: sorted({m.doc for m in setting.by_entity(e.id)}) for rows in slots.values() for e in rows}
    for _, rows in sorted(slots.items()):
        for n, one in enumerate(rows[:_MAX_ALIKE]):
            for two in rows[n + 1 : _MAX_ALIKE]:
                key = min(one.id, two.id), max(one.id, two.id)
                if key in seen:
                    continue
                seen.add(key)
                if any(setting.same_story(a, b) for a in docs[one.id] for b in docs[two.id]):
                    yield one, two


def _few(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts of names that have not many others beside them: those fill in a form."""
    often = Counter(name for one in found for name in one.about)
    return [one for one in found if max(often[name] for name in one.about) < MAX_VERSIONS]


def _likeness(one: str, two: str) -> tuple[str, str, str]:
    """(in which way two names of people are alike, the words that differ); "" for names that are one, or not alike."""
    a, b = _written(one), _written(two)
    if not a or not b or set(map(fold, a)) <= set(map(fold, b)) or set(map(fold, b)) <= set(map(fold, a)):
        return _NONE
    arabic = from_arabic(map(fold, (*a, *b)))
    if len(a) == 1 or len(b) == 1:
        return ("surname", a[-1], b[-1]) if _spelt(a[-1], b[-1], arabic) else _NONE
    # A second surname that one leaves out: “Ana Ruiz Peña” and “Ana Ruis”.
    for x, y in dict.fromkeys(((a[-1], b[-1]), (a[1], b[1]))):
        if fold(a[0]) == fold(b[0]) and fold(x) != fold(y):
            if _spelt(x, y, arabic):
                return "spelt", x, y
            if not misspelt(fold(x), fold(y)) and _taken_for(x, y):
                return "last", x, y
        elif fold(x) == fold(y) and fold(a[0]) != fold(b[0]):
            if _spelt(a[0], b[0], arabic):
                return "spelt", a[0], b[0]
            if not misspelt(fold(a[0]), fold(b[0])) and min(len(a[0]), len(b[0])) > 2:
                return ("first" if fold(a[0])[0] == fold(b[0])[0] else "other"), a[0], b[0]
        elif _spelt(a[0], b[0], arabic) and _spelt(x, y, arabic):
            return "both", a[0], b[0]
    return _NONE


_NONE = "", "", ""


def _spelt(one: str, two: str, arabic: bool) -> bool:
    """Whether two words are one name in two spellings; of Arabic names the vowels do not count."""
    return another_spelling(one, two) and not (arabic and skeleton(fold(one)) == skeleton(fold(two)))


_BELONGS = words("company firm court ministry department committee council commission government party board union")


@lru_cache(maxsize=50_000)
def taken_for(one: str, two: str) -> bool:
    """Whether two names of people are taken for each other, or are one name in two spellings."""
    return _likeness(one, two)[0] in ("spelt", "both", "first", "last")


class Roles:
    """Whom "the director" means: the one person who is called that; two names of one person count once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for doc in setting.texts:
            for m in setting.named[doc]:
                if setting.kind(m.entity) == "person" and setting.rare(m.entity):
                    for role in roles_beside(m, setting):
                        self._bearers[role].add(m.entity)
        # Words for what people are and where they belong: they stand beside a name wherever it is.
        self.stems = stems_of(" ".join((*ENGLISH.entries("roles", "people"), *_BELONGS)))

    def meant(self, doc: str, text: str) -> str | None:
        """The person whom the first role of a text means that somebody has as a subject, None for nobody or several."""
        for hit in _SUBJECT.finditer(text):
            for word in hit.group(1).split():
                if fold(word) in self._bearers:
                    return self._bearer(doc, fold(word))
        return None

    def _bearer(self, doc: str, role: str) -> str | None:
        near = sorted(
            who
            for who in self._bearers.get(role, ())
            if any(m.doc == doc or self._setting.same_story(m.doc, doc) for m in self._setting.by_entity(who)[:1])
        )
        names = [self._setting.name(who) for who in near]
        return near[0] if near and all(taken_for(names[0], name) for name in names[1:]) else None


# "The director …", not "told the director".
_SUBJECT = re.compile(
    r"(?i:(?<!\bto )(?<!\btold )(?<!\bwith )(?<!\bby )(?<!\bof )(?<!\bfor )(?<!\bfrom )(?<!\bat )(?<!\basked )"
    r"(?<!\bagainst )(?<!\bin )(?<!\bon )\bthe) ((?:[\w-]+ ){0,2}[\w-]+)"
)


def _taken_for(one: str, two: str) -> bool:
    """Whether two surnames behind one first name are taken for each other."""
    a, b = fold(one), fold(two)
    return a[0] == b[0] and SequenceMatcher(None, a, b, autojunk=False).ratio() >= _RATIO


def _weighed(
    one: Entity, two: Entity, likeness: str, differ: Sequence[str], setting: Setting, known: _Known
) -> list[Conflict]:
    """The conflict of two names, if what they weigh is enough; of two who are known to be two there is none.

    `differ` are the words of the two names that differ: a document has a name only where it has that word.
    """
    if any(link.entity == two.id for link in one.links):
        return []
    rows = [known.used(entity, word) for entity, word in zip((one, two), differ, strict=True)]
    if _docs(rows[0]) & _docs(rows[1]) or known.whole(one) & known.whole(two):
        return []
    best, shared = -1.0, list[str]()
    enough = _ENOUGH if len(setting.texts) < SMALL else _ENOUGH_OF_MANY
    for m in rows[0][:_MAX_USED]:
        for n in rows[1][:_MAX_USED]:
            if setting.same_story(m.doc, n.doc):
                part, told = _part(known.beside(m), known.beside(n), setting)
                if part > best:
                    best, shared = part, told
    if best < 0:
        return []
    sides = [[known.beside(m) for m in side[:_MAX_USED]] for side in rows]
    score = best + _ALIKE[likeness] + _BEGIN * (fold(differ[0])[:2] == fold(differ[1])[:2])
    if one.type == "person":
        score += _apart(sides, [frozenset(_parts(two.name)), frozenset(_parts(one.name))])
    if likeness in ("first", "last", "other"):
        kept = _parts(one.name)[0 if likeness == "last" else -1]
        score += _ONLY_TWO if (of := known.bearers[kept]) <= 2 else _FAMILY if of < MAX_VERSIONS else _COMMON
    if score < enough:
        return []
    return [_conflict(one, two, rows, likeness, shared, setting)]


def _apart(sides: Sequence[Sequence[Beside]], others: Sequence[frozenset[str]]) -> float:
    """What tells two bearers apart weighs; `others` are the words of the other's name."""
    roles = [frozenset[str]().union(*(b.roles for b in rows)) for rows in sides]
    sexes = [{b.sex for b in rows} - {""} for rows in sides]
    out = 0.0
    if roles[0] and roles[1]:
        out += _SAME_ROLE if roles[0] & roles[1] else _OTHER_ROLE
    out += _OTHER_SEX * bool(sexes[0] and sexes[1] and not sexes[0] & sexes[1])
    kin = [frozenset[str]().union(*(b.kin for b in rows)) for rows in sides]
    if kin[0] & kin[1] & KIN:
        return out  # "his widow" in both
    if any(row & other for row, other in zip(kin, others, strict=True)):
        return out + _KINDRED
    return out + _OF_HIS * any(not row.isdisjoint(("his", "her", "their")) for row in kin)


def _part(one: Beside, two: Beside, setting: Setting) -> tuple[float, list[str]]:
    """(what is told beside two mentions alike weighs, the words they share)."""
    common = sorted(one.words.keys() & two.words.keys())
    told = sum(max(setting.weight(side.words[w][1]) for side in (one, two)) for w in common)
    roles = sum(any(is_role(side.words[w][0], "person") for side in (one, two)) for w in common)
    score = min(_MAX_WORDS, told) + _ROLE * roles + _HAPPENING * len(one.happened & two.happened)
    names = sorted(map(setting.name, one.names & two.names))
    return score + _NAMED * len(names), [*(one.words[w][0] for w in common), *names]


def _written(name: str) -> list[str]:
    """The words of a person's name as written, without titles."""
    return [word for word in _WORD.findall(name) if fold(word) not in _titles()]


def _parts(name: str) -> list[str]:
    """The folded words of a person's name without titles."""
    return list(map(fold, _written(name)))


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in gazetteer().titles if len(row) == 1)


def misspelt(one: str, two: str) -> bool:
    """Whether two names are one in two spellings: a letter more, less or other; or one begins the other."""
    if one == two or one.startswith(two) or two.startswith(one):
        return True
    if abs(len(one) - len(two)) > 1:
        return False
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return max(len(one), len(two)) - sum(block.size for block in blocks) <= 1


def _conflict(
    one: Entity, two: Entity, rows: Sequence[Sequence[Mention]], likeness: str, shared: Sequence[str], setting: Setting
) -> Conflict:
    pairs = sorted(zip((one.name, two.name), rows, strict=True), key=lambda row: row[0])
    values = [stated(name, _firsts(found, setting)) for name, found in pairs]
    beside = f"; the words beside them share {listed(shared)}" if shared else "; each in sources of its own"
    return finding("name", [one.name, two.name], values, _WHY[likeness] + beside)


def _firsts(rows: Sequence[Mention], setting: Setting) -> list[Statement]:
    """The sentence of the first mention in each document."""
    first: dict[str, Mention] = {}
    for mention in rows:
        first.setdefault(mention.doc, mention)
    return [setting.statement(doc, setting.sentence_at(doc, m.start)) for doc, m in sorted(first.items())]


# ---- bodies -------------------------------------------------------------------------------------------------------


def bodies(setting: Setting) -> list[Conflict]:
    """Conflicts of name among bodies: names with one rare first word, or spellings of it, that differ in one word.

    Where the first word is common, the word after it must be one that few bodies have: "Royal Lighthouse Board" and
    "Royal Lighthouse Service".
    """
    slots: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in setting.entities.values():
        row = list(map(fold, _body(entity.name)))
        if entity.type != "organization" or len(row) < 2 or not setting.rare(entity.id):
            continue
        if not _common(row[0]):
            slots[row[0], str(len(row))].append(entity)
            slots[" ".join((row[0][0], *row[1:])), ""].append(entity)
        elif len(row) == 3 and not _common(row[1]) and row[2] in _heads():
            slots[" ".join(row[:2]), "head"].append(entity)
    known = _Known(setting)
    out = []
    for one, two in _pairs(slots, setting):
        likeness, *differ = _alike_bodies(_body(one.name), _body(two.name))
        if likeness:
            out.extend(_weighed(one, two, likeness, differ, setting, known))
    return _few(out)


def _alike_bodies(one: Sequence[str], two: Sequence[str]) -> tuple[str, str, str]:
    """(in which way two names of bodies are alike, the words that differ); "" for names that are one, or not alike."""
    wrong = [k for k in range(len(one)) if fold(one[k]) != fold(two[k])] if len(one) == len(two) else []
    if len(wrong) != 1:
        return _NONE
    k = wrong[0]
    a, b = fold(one[k]), fold(two[k])
    if another_spelling(one[k], two[k], "organization"):
        return "spelt", one[k], two[k]
    # A word in place of another: where two words are the same, or where the two begin alike.
    several = len(one) >= 3 or a[:2] == b[:2]
    return ("word", one[k], two[k]) if k and several and not misspelt(a, b) else _NONE


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
