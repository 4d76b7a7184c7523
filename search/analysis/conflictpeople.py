"""Two names for one person or body: part of the name in common, the same part in the same affair, the rest another.

"Nils Haddan, the harbour surveyor" and "Nils Hamidan, who surveyed the harbour". Namesakes, brothers and fathers are
told by what they do, and by words of kinship. Spellings that identity has joined: `conflictspellings`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from search.analysis.conflictspellings import another_spelling, denied, from_arabic, skeleton
from search.analysis.retold import kinds_in
from search.analysis.rules import lexicon, read_sections
from search.analysis.setting import Setting, clause_around
from search.analysis.stated import MOST_VERSIONS, finding, listed, stated
from search.analysis.wordsets import words
from search.model import Conflict, Entity, Mention, Statement
from search.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 80  # characters beside a name that tell what somebody is and does
_STEM = 6
_KIN = words(
    """brother brothers sister sisters son sons daughter daughters father mother cousin uncle aunt nephew niece wife
    husband widow widower grandson granddaughter grandfather grandmother namesake related relation relative twin"""
)
# How alike two names must be: two surnames behind one first name; and when they are one name spelt in two ways.
_ALIKE = 0.55
_MOST_ALIKE = 40


class _Known:
    """What was worked out before: what stands beside mentions, and which mentions name an entity."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self.beside: dict[tuple[str, int], tuple[dict[str, str], frozenset[str]]] = {}
        self._called: dict[str, tuple[list[Mention], frozenset[str]]] = {}

    def _of(self, entity: Entity) -> tuple[list[Mention], frozenset[str]]:
        if entity.id not in self._called:
            rows = [m for m in self._setting.by_entity(entity.id) if not denied(m, self._setting)]
            used = [m for m in rows if " " in m.text][:8] or rows[:4]
            self._called[entity.id] = used, frozenset(m.doc for m in rows)
        return self._called[entity.id]

    def used(self, entity: Entity) -> list[Mention]:
        """The first mentions that hold more than one word of the name; a name that is denied is not used."""
        return self._of(entity)[0]

    def docs(self, entity: Entity) -> frozenset[str]:
        """The documents that call somebody by this name."""
        return self._of(entity)[1]


def people(setting: Setting) -> list[Conflict]:
    """Conflicts of name among people of one part in one affair."""
    slots: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in setting.entities.values():
        parts = _parts(entity.name)
        if entity.type == "person" and len(parts) >= 2 and setting.rare(entity.id):
            slots["first", parts[0]].append(entity)
            slots["last", " ".join(parts[1:])].append(entity)
            slots["near", f"{parts[0][0]} {skeleton(parts[0])} {skeleton(parts[-1])}"].append(entity)
    known = _Known(setting)
    out: list[Conflict] = []
    seen: set[tuple[str, str]] = set()
    for (place, _), rows in sorted(slots.items()):
        for n, one in enumerate(rows[:_MOST_ALIKE]):
            for two in rows[n + 1 : _MOST_ALIKE]:
                key = min(one.id, two.id), max(one.id, two.id)
                if key not in seen and (found := _compared(one, two, place, setting, known)) is not None:
                    seen.add(key)
                    out.append(found)
    return _few(out)


def _few(found: Sequence[Conflict]) -> list[Conflict]:
    """The conflicts of names that have not many others beside them: those fill in a form."""
    often = Counter(name for one in found for name in one.about)
    return [one for one in found if max(often[name] for name in one.about) < MOST_VERSIONS]


def bodies(setting: Setting) -> list[Conflict]:
    """Conflicts of name among bodies: names of three words and more with one rare first word that differ in one."""
    slots: dict[tuple[str, int], list[Entity]] = defaultdict(list)
    for entity in setting.entities.values():
        row = _body(entity.name)
        if entity.type == "organization" and len(row) >= 2 and setting.rare(entity.id) and not _common(row[0]):
            if len(row) >= 3:
                slots[row[0], len(row)].append(entity)
            slots[" ".join((row[0][0], *row[1:])), len(row)].append(entity)
    known = _Known(setting)
    out = []
    for _, rows in sorted(slots.items()):
        for n, one in enumerate(rows[:_MOST_ALIKE]):
            for two in rows[n + 1 : _MOST_ALIKE]:
                a, b = _body(one.name), _body(two.name)
                wrong = [k for k in range(len(a)) if a[k] != b[k]]
                apart = not set(one.documents) & set(two.documents) and not any(k.entity == two.id for k in one.links)
                if len(wrong) != 1 or not apart:
                    continue
                near = misspelt(a[wrong[0]], b[wrong[0]])
                if near != (wrong[0] == 0) or (near and not another_spelling(a[0], b[0], "organization")):
                    continue
                mine, theirs = known.used(one), known.used(two)
                met = [
                    (
                        score + 2 * len(people_of[0] & people_of[1]),
                        shared or sorted(map(setting.name, people_of[0] & people_of[1])),
                    )
                    for m in mine
                    for k in theirs
                    if setting.same_story(m.doc, k.doc)
                    for score, shared in (_part(m, k, setting, known),)
                    for people_of in ([_people_beside(x, setting) for x in (m, k)],)
                ]
                score, shared = max(met, key=lambda row: row[0], default=(0, []))
                if score < (1 if near else 2):
                    continue
                values = [stated(e.name, _firsts(found, setting)) for e, found in ((one, mine), (two, theirs))]
                why = f"the names differ in one word, and the words beside them share {listed(shared)}"
                out.append(finding("name", [one.name, two.name], values, why))
    return _few(out)


def _people_beside(mention: Mention, setting: Setting) -> frozenset[str]:
    """The people named in the sentence of a mention."""
    span = setting.sentence_at(mention.doc, mention.start)
    rows = setting.mentions(mention.doc, span.start, span.end)
    return frozenset(m.entity for m in rows if setting.kind(m.entity) == "person")


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


def _parts(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name)) if word not in _titles()]


@cache
def _titles() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon().titles if len(row) == 1)


@cache
def _roles() -> frozenset[str]:
    """The first letters of the words for what people are."""
    return frozenset(fold(row)[:_STEM] for row in read_sections("roles.txt")["people"])


def _compared(one: Entity, two: Entity, place: str, setting: Setting, known: _Known) -> Conflict | None:
    if two.id in one.unsure or one.id in two.unsure:
        return None
    if any(link.entity == two.id for link in one.links):
        return None
    if known.docs(one) & known.docs(two):
        return None
    a, b = _parts(one.name), _parts(two.name)
    if place == "near":
        return _nearly(one, two, (a, b), setting, known)
    other = ("".join(a[1:]), "".join(b[1:])) if place == "first" else (a[0], b[0])
    if len(other[0]) < 3 or len(other[1]) < 3 or (place == "first" and other[0][0] != other[1][0]):
        return None
    if skeleton(other[0]) == skeleton(other[1]) and from_arabic((*a, *b)) and misspelt(*other):
        return None
    near = misspelt(*other)
    if near and not another_spelling(*other):
        return None
    # Names that are taken for each other begin alike.
    initial = other[0][0] == other[1][0]
    alike = initial and SequenceMatcher(None, *other, autojunk=False).ratio() >= _ALIKE
    if place == "first" and not alike:
        return None
    mine, theirs = known.used(one), known.used(two)
    best: tuple[int, list[str], Mention, Mention] | None = None
    for m in mine:
        for n in theirs:
            if not setting.same_story(m.doc, n.doc):
                continue
            score, shared = _part(m, n, setting, known)
            if best is None or score > best[0]:
                best = score, shared, m, n
    # A shared surname is common among people of one story: their part must be the same beyond doubt.
    if best is None or best[0] < (2 if place == "first" or alike else 4):
        return None
    if (place == "last" or near) and any(_kin(m, setting) for m in (*mine, *theirs)):
        return None
    values = [
        stated(entity.name, _firsts(rows, setting))
        for entity, rows in sorted(((one, mine), (two, theirs)), key=lambda r: r[0].name)
    ]
    kept = "first name" if place == "first" else "surname"
    why = f"both have one {kept} and one part in the affair: the words beside them share {listed(best[1])}"
    return finding("name", [one.name, two.name], values, why)


def _nearly(
    one: Entity,
    two: Entity,
    parts: tuple[list[str], list[str]],
    setting: Setting,
    known: _Known,
) -> Conflict | None:
    """Two names that sound alike and are spelt otherwise in more than one word, of people of one part."""
    a, b = parts
    written = [[w for w in _WORD.findall(e.name) if fold(w) not in _titles()] for e in (one, two)]
    if len(a) != len(b) or a == b or from_arabic((*a, *b)):
        return None
    if not all(fold(x) == fold(y) or another_spelling(x, y) for x, y in zip(*written, strict=True)):
        return None
    used = known.used(one), known.used(two)
    met = [_part(m, n, setting, known) for m in used[0] for n in used[1] if setting.same_story(m.doc, n.doc)]
    score, shared = max(met, key=lambda row: row[0], default=(0, []))
    if score < 2 or any(_kin(m, setting) for rows in used for m in rows):
        return None
    pairs = sorted(zip((one, two), used, strict=True), key=lambda row: row[0].name)
    values = [stated(entity.name, _firsts(rows, setting)) for entity, rows in pairs]
    why = f"the names sound alike, and the words beside them share {listed(shared)}"
    return finding("name", [one.name, two.name], values, why)


def misspelt(one: str, two: str) -> bool:
    """Whether two names are one in two spellings: a letter more, less or other; or one begins the other."""
    if one == two or one.startswith(two) or two.startswith(one):
        return True
    if abs(len(one) - len(two)) > 1:
        return False
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return max(len(one), len(two)) - sum(block.size for block in blocks) <= 1


def _part(a: Mention, b: Mention, setting: Setting, known: _Known) -> tuple[int, list[str]]:
    """How much the words beside two names share: a role counts two, a happening and any other word one."""
    (one, did), (two, done) = _beside(a, setting, known), _beside(b, setting, known)
    shared = sorted(one.keys() & two.keys())
    score = sum(2 if word in _roles() else 1 for word in shared)
    return score + len(did & done), [one[word] for word in shared]


def _beside(mention: Mention, setting: Setting, known: _Known) -> tuple[dict[str, str], frozenset[str]]:
    """Stems (six letters) of the telling words beside a name, with the words as written; and what its clause tells of.

    `known` keeps what was worked out before.
    """
    key = mention.doc, mention.start
    if key in known.beside:
        return known.beside[key]
    text, span = setting.texts[mention.doc], setting.sentence_at(mention.doc, mention.start)
    low, high = max(span.start, mention.start - _AROUND), min(span.end, mention.end + _AROUND)
    named = setting.mentions(mention.doc, low, high)
    names = {word for m in named for word in _WORD.findall(fold(m.text))}
    out: dict[str, str] = {}
    small = lexicon().function_words
    for hit in _WORD.finditer(f"{text[low : mention.start]} {text[mention.end : high]}"):
        word = fold(hit.group())
        if len(word) > 4 and word not in small and word not in names and word not in _KIN:
            out.setdefault(word[:_STEM], hit.group())
    clause = clause_around(text, span, mention.start, mention.end)
    known.beside[key] = out, kinds_in(text[clause.start : clause.end])
    return known.beside[key]


def _kin(mention: Mention, setting: Setting) -> bool:
    text, span = setting.texts[mention.doc], setting.sentence_at(mention.doc, mention.start)
    low, high = max(span.start, mention.start - 40), min(span.end, mention.end + 40)
    return bool(_KIN & set(_WORD.findall(fold(text[low:high]))))


def _firsts(rows: Sequence[Mention], setting: Setting) -> list[Statement]:
    """The sentence of the first mention in each document."""
    first: dict[str, Mention] = {}
    for mention in rows:
        first.setdefault(mention.doc, mention)
    return [setting.statement(doc, setting.sentence_at(doc, m.start)) for doc, m in sorted(first.items())]
