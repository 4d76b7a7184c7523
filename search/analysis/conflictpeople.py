"""Two names for one person or body: names that are taken for each other, and the same part in the same affair.

"Nils Haddan, the harbour surveyor" and "Nils Hamidan, who surveyed the harbour". A pair is found by what the names have
in common and weighed: how alike they are, what is told beside both, and what tells their bearers apart. Namesakes,
brothers and fathers are told by what they do, and by words of kinship. Spellings that identity has joined:
`conflictspellings`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from search.analysis.conflictspellings import another_spelling, denied, from_arabic, skeleton
from search.analysis.described import is_role
from search.analysis.happened import kinds_in
from search.analysis.rules import lexicon
from search.analysis.setting import Setting, clause_around, telling_stem
from search.analysis.stated import MOST_VERSIONS, finding, listed, stated
from search.analysis.wordsets import words
from search.model import Conflict, Entity, Mention, Statement
from search.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 200  # characters beside a name that tell what somebody is and does
_BESIDE = 40  # and that say of whom somebody is a relative, and what he or she is
_STEM = 6
_MOST_ALIKE = 40  # entities of one slot that are compared: keeps the time linear
_MOST_USED = 8  # mentions of one name that are looked at
_KIN = words(
    """brother brothers sister sisters son sons daughter daughters father mother cousin uncle aunt nephew niece wife
    husband widow widower grandson granddaughter grandfather grandmother namesake related relation relative twin"""
)
# What a pair of names weighs. Chosen by leave-one-story-out over the development stories: any threshold from 2.2 to 2.8
# gives the same, so nothing hangs on a second decimal.
_ENOUGH = 1.25
_ALIKE = {"spelt": 1.5, "both": 0.75, "first": 0.75, "last": 0.5, "word": 0.5, "other": -0.5}
_BEGIN = 0.5  # two letters at the beginning of the words that differ: names are remembered by them
_ROLE, _HAPPENING, _NAMED = 1.0, 0.5, 0.5  # shared beside both names, besides what the words themselves weigh
_MOST_WORDS = 2.5  # what shared words weigh together
_OTHER_ROLE, _OTHER_SEX, _FAMILY, _KINDRED = -1.0, -2.0, -0.5, -3.0  # what tells two bearers apart
# How alike two surnames behind one first name are that are taken for each other.
_RATIO = 0.5


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a mention: words (first six letters → as written, stem), what happened, names, who it is."""

    words: dict[str, tuple[str, str]]
    happened: frozenset[str]
    names: frozenset[str]
    roles: frozenset[str]
    kin: frozenset[str]
    sex: str


class _Known:
    """What was worked out before: what stands beside mentions, and which mentions name an entity."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._beside: dict[tuple[str, int], _Beside] = {}
        self._called: dict[str, tuple[list[Mention], frozenset[str]]] = {}
        self.bearers: Counter[str] = Counter(
            _parts(e.name)[-1] for e in setting.entities.values() if e.type == "person" and len(_parts(e.name)) > 1
        )

    def _of(self, entity: Entity) -> tuple[list[Mention], frozenset[str]]:
        if entity.id not in self._called:
            rows = [m for m in self._setting.by_entity(entity.id) if not denied(m, self._setting)]
            used = sorted(rows, key=lambda m: " " not in m.text)
            self._called[entity.id] = used[:_MOST_USED], frozenset(m.doc for m in rows)
        return self._called[entity.id]

    def used(self, entity: Entity) -> list[Mention]:
        """The first mentions that hold more than one word of the name; a name that is denied is not used."""
        return self._of(entity)[0]

    def docs(self, entity: Entity) -> frozenset[str]:
        """The documents that call somebody by this name."""
        return self._of(entity)[1]

    def beside(self, mention: Mention) -> _Beside:
        """What stands beside a mention."""
        key = mention.doc, mention.start
        if key not in self._beside:
            self._beside[key] = _read(mention, self._setting)
        return self._beside[key]


def people(setting: Setting) -> list[Conflict]:
    """Conflicts of name among people of one part in one affair."""
    slots: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in setting.entities.values():
        parts = _parts(entity.name)
        if entity.type == "person" and len(parts) >= 2 and setting.rare(entity.id):
            slots["first", parts[0]].append(entity)
            slots["last", parts[-1]].append(entity)
            slots["near", f"{parts[0][0]} {skeleton(parts[0])} {skeleton(parts[-1])}"].append(entity)
    known = _Known(setting)
    out = []
    for one, two in _pairs(slots):
        likeness = _likeness(one.name, two.name)
        if likeness:
            score, shared = _weighed(one, two, likeness, setting, known)
            if score >= _ENOUGH:
                out.append(_conflict(one, two, likeness, shared, setting, known))
    return _few(out)


_WHY = {
    "spelt": "the names differ by a letter or two",
    "both": "the names sound alike",
    "first": "both have one surname, and first names that begin alike",
    "last": "both have one first name, and surnames that begin alike",
    "other": "both have one surname",
    "word": "the names differ in one word",
}


def _pairs(slots: dict[tuple[str, str], list[Entity]]) -> Iterator[tuple[Entity, Entity]]:
    """The entities of one slot, two by two, each pair once."""
    seen: set[tuple[str, str]] = set()
    for _, rows in sorted(slots.items()):
        for n, one in enumerate(rows[:_MOST_ALIKE]):
            for two in rows[n + 1 : _MOST_ALIKE]:
                key = min(one.id, two.id), max(one.id, two.id)
                if key not in seen:
                    seen.add(key)
                    yield one, two


def _few(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts of names that have not many others beside them: those fill in a form."""
    often = Counter(name for one in found for name in one.about)
    return [one for one in found if max(often[name] for name in one.about) < MOST_VERSIONS]


def _likeness(one: str, two: str) -> str:
    """In which way two names of people are alike, "" for those that are one, or not alike."""
    a, b = _written(one), _written(two)
    if len(a) < 2 or len(b) < 2 or from_arabic((*map(fold, a), *map(fold, b))):
        return ""
    if set(map(fold, a)) <= set(map(fold, b)) or set(map(fold, b)) <= set(map(fold, a)):
        return ""
    first, last = fold(a[0]) == fold(b[0]), fold(a[-1]) == fold(b[-1])
    if not first and not last:
        near = another_spelling(a[0], b[0]) and another_spelling(a[-1], b[-1])
        return "both" if near and len(a) == len(b) else ""
    x, y = (a[-1], b[-1]) if first else (a[0], b[0])
    if first and last:  # a name between
        return ""
    if another_spelling(x, y):
        return "spelt"
    if misspelt(fold(x), fold(y)) or min(len(x), len(y)) < 3:
        return ""  # a pet name, a transcription, a man and a woman
    initial = fold(x)[0] == fold(y)[0]
    if first:
        alike = initial and SequenceMatcher(None, fold(x), fold(y), autojunk=False).ratio() >= _RATIO
        return "last" if alike else ""
    return "first" if initial else "other"


def _weighed(
    one: Entity, two: Entity, likeness: str, setting: Setting, known: _Known
) -> tuple[float, list[str]]:
    """(what a pair of names weighs, the words beside both); 0 for two who are known to be two."""
    linked = any(link.entity == two.id for link in one.links) or two.id in one.unsure or one.id in two.unsure
    if linked or known.docs(one) & known.docs(two):
        return 0.0, []
    mine, theirs = known.used(one), known.used(two)
    best, shared, near = 0.0, list[str](), False
    for m in mine:
        for n in theirs:
            if setting.same_story(m.doc, n.doc):
                near = True
                score, row = _part(known.beside(m), known.beside(n), setting)
                if score > best:
                    best, shared = score, row
    if not near:
        return 0.0, []
    sides = [[known.beside(m) for m in rows] for rows in (mine, theirs)]
    roles = [frozenset[str]().union(*(b.roles for b in rows)) for rows in sides]
    sexes = [{b.sex for b in rows} - {""} for rows in sides]
    best += _ALIKE[likeness] + _BEGIN * _begin_alike(one.name, two.name)
    best += _KINDRED * any(_kindred(b, other) for rows, other in ((sides[0], two), (sides[1], one)) for b in rows)
    best += _OTHER_ROLE * bool(roles[0] and roles[1] and not roles[0] & roles[1])
    best += _OTHER_SEX * bool(sexes[0] and sexes[1] and not sexes[0] & sexes[1])
    surname = (_parts(one.name) or [""])[-1]
    best += _FAMILY * (likeness in ("first", "other") and known.bearers[surname] > 2)
    return best, shared


def _begin_alike(one: str, two: str) -> bool:
    """Whether the words of two names that differ begin with the same two letters."""
    rows = [(a, b) for a, b in zip(_parts(one), _parts(two), strict=False) if a != b]
    return bool(rows) and all(a[:2] == b[:2] for a, b in rows)


def _kindred(beside: _Beside, other: Entity) -> bool:
    """Whether the words beside a name say that its bearer is a relative of the other's, or of "his" or "her"."""
    return bool(beside.kin and beside.kin & {"his", "her", "their", *_parts(other.name)})


def _part(one: _Beside, two: _Beside, setting: Setting) -> tuple[float, list[str]]:
    """(what is told beside two mentions alike weighs, the words they share)."""
    common = sorted(one.words.keys() & two.words.keys())
    told = sum(max(setting.weight(side.words[w][1]) for side in (one, two)) for w in common)
    roles = sum(any(is_role(side.words[w][0], "person") for side in (one, two)) for w in common)
    score = min(_MOST_WORDS, told) + _ROLE * roles + _HAPPENING * len(one.happened & two.happened)
    names = sorted(map(setting.name, one.names & two.names))
    return score + _NAMED * len(names), [*(one.words[w][0] for w in common), *names]


def _read(mention: Mention, setting: Setting) -> _Beside:
    """What stands beside a mention, within its sentence."""
    text, span = setting.texts[mention.doc], setting.sentence_at(mention.doc, mention.start)
    low, high = max(span.start, mention.start - _AROUND), min(span.end, mention.end + _AROUND)
    named = setting.mentions(mention.doc, span.start, span.end)
    names = {word for m in named if m.start < high for word in _WORD.findall(fold(m.text))}
    told: dict[str, tuple[str, str]] = {}
    for hit in _WORD.finditer(f"{text[low : mention.start]} {text[mention.end : high]}"):
        word = fold(hit.group())
        if len(word) > 3 and word not in names and word not in _KIN and (stem := telling_stem(word)):
            told.setdefault(word[:_STEM], (hit.group(), stem))
    clause = clause_around(text, span, mention.start, mention.end)
    before, after = text[max(span.start, mention.start - _BESIDE) : mention.start], text[mention.end : high]
    near = _WORD.findall(fold(before + " " + after[:_BESIDE]))
    kin = frozenset(near) if not _KIN.isdisjoint(near) else frozenset[str]()
    apposed = _APPOSED.match(after)
    beside = [*before[before.rfind(".") + 1 :].split()[-2:], *(apposed.group(1).split() if apposed else ())]
    roles = frozenset(fold(word.strip(",.;")) for word in beside if is_role(word, "person"))
    title = _SEX.search(before)
    sex = "" if title is None else "man" if fold(title.group(1)) in _MEN else "woman"
    others = frozenset(m.entity for m in named if m.entity != mention.entity and setting.rare(m.entity))
    return _Beside(told, kinds_in(text[clause.start : clause.end]), others, roles, kin, sex)


_APPOSED = re.compile(r",(?: (?:aged )?\d+,)? ((?:an?|the|its|his|her|their|then|one) [^,.;:()]{3,60})")
_SEX = re.compile(r"\b(mr|mrs|ms|miss|sir|lord|dame|lady|baroness|father|brother|sister)\.? (?:[\w.]+ )?$", re.IGNORECASE)
_MEN = words("mr sir lord father brother")


def _written(name: str) -> list[str]:
    """The words of a person's name as written, without titles."""
    return [word for word in _WORD.findall(name) if fold(word) not in _titles()]


def _parts(name: str) -> list[str]:
    """The folded words of a person's name without titles."""
    return list(map(fold, _written(name)))


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon().titles if len(row) == 1)


def misspelt(one: str, two: str) -> bool:
    """Whether two names are one in two spellings: a letter more, less or other; or one begins the other."""
    if one == two or one.startswith(two) or two.startswith(one):
        return True
    if abs(len(one) - len(two)) > 1:
        return False
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return max(len(one), len(two)) - sum(block.size for block in blocks) <= 1


def _conflict(
    one: Entity, two: Entity, likeness: str, shared: Sequence[str], setting: Setting, known: _Known
) -> Conflict:
    pairs = sorted(((e.name, known.used(e)) for e in (one, two)), key=lambda row: row[0])
    values = [stated(name, _firsts(rows, setting)) for name, rows in pairs]
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
    """Conflicts of name among bodies: names with one rare first word, or spellings of it, that differ in one word."""
    slots: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in setting.entities.values():
        row = _body(entity.name)
        if entity.type == "organization" and len(row) >= 2 and setting.rare(entity.id) and not _common(row[0]):
            slots[row[0], str(len(row))].append(entity)
            slots[" ".join((row[0][0], *row[1:])), ""].append(entity)
    known = _Known(setting)
    out = []
    for one, two in _pairs(slots):
        likeness = _alike_bodies(_body(one.name), _body(two.name))
        if likeness:
            score, shared = _weighed(one, two, likeness, setting, known)
            if score >= _ENOUGH:
                out.append(_conflict(one, two, likeness, shared, setting, known))
    return _few(out)


def _alike_bodies(one: Sequence[str], two: Sequence[str]) -> str:
    wrong = [k for k in range(len(one)) if one[k] != two[k]] if len(one) == len(two) else []
    if len(wrong) != 1:
        return ""
    k = wrong[0]
    if another_spelling(one[k], two[k], "organization"):
        return "spelt"
    # A word in place of another: of names of three words and more, where two are the same.
    return "word" if k and len(one) >= 3 and not misspelt(one[k], two[k]) else ""


def _body(name: str) -> list[str]:
    """The words of a body's name without what says of which kind of company it is."""
    row = _WORD.findall(fold(name))
    while row and row[-1] in _COMPANY:
        row.pop()
    return row


_COMPANY = words("llc inc ltd limited plc corp corporation co company gmbh ag sa sac spa nv bv as llp")


def _common(word: str) -> bool:
    """Whether a body's first word is one that many bodies have: "National", "University", "Ministry"."""
    lex = lexicon()
    return word in lex.function_words or word in lex.demonyms or word in _heads() or word in _GENERAL


@cache
def _heads() -> frozenset[str]:
    return frozenset(part for row in lexicon().org_heads for part in row)


_GENERAL = words(
    """national federal state royal central international united general local regional county city north south east
    west northern southern eastern western new old first american british european public house
    senate council committee"""
)
