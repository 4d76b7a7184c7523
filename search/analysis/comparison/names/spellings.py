"""One person or body spelt in two ways, and one person under two nicknames, each in documents of its own.

Identity has joined the spellings already ("Neil" and "Neal Corless", one captain); what each document writes is in its
mentions. Accents, hyphens, transcribed umlauts, plurals and the two spellings of English make no other name, and a
name that a document gives only to deny it ("not Ifan") is not its name for anybody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

from search.analysis.comparison.context import Setting
from search.analysis.comparison.quotations.tokens import american
from search.analysis.findings import MAX_VERSIONS, finding, stated
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Conflict, Entity, Mention, StatedValue
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORTEST = 4  # letters of a name that has another spelling
_TWO_WRONG = 8  # and of one that may have two letters wrong
_MAX_WORDS = 40  # words of one entity's names that are compared
_QUOTES = "\"“”«»„‟'‘’"
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "œ": "oe", "ñ": "ny"}
_DENIED = re.compile(
    r"\b(?:not|nor|never|isn['’]t|wasn['’]t|rather than|instead of|mis-?spelt as|mis-?spelled)[\s\"“'‘]*$"
)
_CALLED = re.compile(
    r"\b(?:alias|aka|a\.k\.a\.?|nicknamed|nickname|dubbed|called|known (?:only |locally |widely |better )?as"
    r"|(?:known|knew|know) (?:him|her|them)(?: only)? as|goes by|went by|called (?:him|her))[\s:,(]*[\"“'‘«]?$",
    re.IGNORECASE,
)
_SMALL = ENGLISH.words("comparison_names", "small words of names")
# First letters that are written one for the other, and endings that are another person's or a pet name.
_FIRSTS = frozenset(map(frozenset, ("ck", "jy", "gj", "vw", "iy", "sz", "ij", "kq", "cq", "sc")))
_PET = ("y", "i", "ie", "ey")
_SLAVIC = ("ov", "ev", "in", "yn", "sk")


def spellings(setting: Setting) -> list[Conflict]:
    """Conflicts of spelling of the names of people and bodies, and of people's nicknames."""
    out: list[Conflict] = []
    for ident, entity in sorted(setting.entities.items()):
        if entity.type not in ("person", "organization") or not setting.rare(ident):
            continue
        rows = setting.by_entity(ident)
        if len({m.doc for m in rows}) < 2:
            continue
        rows = [m for m in rows if not denied(m, setting)]
        if len({m.text for m in rows}) > 1:
            out.extend(_spelt(entity, rows, setting))
        if entity.type == "person":
            out.extend(_nicknamed(entity, rows, setting))
    return out


def denied(mention: Mention, setting: Setting) -> bool:
    """Whether a document gives a name only to deny it: “Ieuan, not Ifan”."""
    text = setting.texts[mention.doc]
    return bool(_DENIED.search(text[max(0, mention.start - 24) : mention.start]))


# ---- spellings ----------------------------------------------------------------------------------------------------


def _spelt(entity: Entity, rows: Sequence[Mention], setting: Setting) -> list[Conflict]:
    """The conflicts of spelling of one entity: one for each word of its name that is spelt in several ways."""
    places: dict[str, dict[str, Mention]] = defaultdict(dict)  # word → document → first mention
    written: dict[str, Counter[str]] = defaultdict(Counter)
    beside: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
        row = _WORD.findall(mention.text)
        folded = [fold(word) for word in row]
        for k, word in enumerate(folded):
            places[word].setdefault(mention.doc, mention)
            written[word][row[k]] += 1
            before = folded[k - 1] if k else ""
            after = folded[k + 1] if k + 1 < len(folded) else ""
            beside[word].add((before, after))
    named = sorted(word for word in places if _is_name(word))[:_MAX_WORDS]
    groups: list[list[str]] = []
    arabic = from_arabic(places)
    for one, two in combinations(named, 2):
        if places[one].keys() & places[two].keys() or not _one_place(beside[one], beside[two]):
            continue
        if not another_spelling(min(written[one]), min(written[two]), entity.type):
            continue
        if arabic and skeleton(one) == skeleton(two):
            continue
        if not any(setting.same_story(a, b) for a in places[one] for b in places[two]):
            continue
        found = next((group for group in groups if one in group or two in group), None)
        if found is None:
            groups.append([one, two])
        else:
            found.extend(word for word in (one, two) if word not in found)
    return [_conflict(group, places, setting) for group in groups if len(group) <= MAX_VERSIONS]


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _SMALL and word not in _titles()


@cache
def _titles() -> frozenset[str]:
    return frozenset(word for row in gazetteer().titles for word in row)


def _one_place(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> bool:
    """Whether two words stand in one place of a name: beside the same word, or each alone."""
    if ("", "") in one and ("", "") in two:
        return True
    return any((a and a == c) or (b and b == d) for a, b in one for c, d in two)


@lru_cache(maxsize=50_000)
def another_spelling(one: str, two: str, kind: str = "person") -> bool:
    """Whether two words as written are one name in two spellings that differ in a letter (of long names, in two).

    False for accents, hyphens and transcriptions of letters; for plurals, pet names, and names of men and of women.
    """
    a, b = _bare(fold(one)), _bare(fold(two))
    if a == b or _transcribed(one) in (b, _transcribed(two)) or _transcribed(two) == a:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) < _SHORTEST or (short[0] != long[0] and frozenset((short[0], long[0])) not in _FIRSTS):
        return False
    wrong = edits(short, long)
    if wrong > (2 if len(short) >= _TWO_WRONG else 1):
        return False
    if long.startswith(short):
        ending = long[len(short) :]
        if ending in _PET or (ending == "a" and (short[-1] in "aeiou" or short.endswith(_SLAVIC))):
            return False
        if kind != "person" and ending in ("s", "es", "n", "an", "al"):
            return False
    if _glides(short) == _glides(long):
        return False
    if {short[-1], long[-1]} == {"a", "o"} and short[:-1] == long[:-1]:
        return False
    return kind == "person" or american(short) != american(long)


def _bare(word: str) -> str:
    """A folded word without what joins its parts."""
    return re.sub(r"[^\w]", "", word)


def _transcribed(word: str) -> str:
    """A word with its letters outside of English written as two: "Krüger" is "krueger"."""
    return _bare(fold("".join(_LETTERS.get(letter, letter) for letter in word.lower())))


def _glides(word: str) -> str:
    """A folded name with what transcriptions of Cyrillic write with a y or an i: "Aliyev" is "Aliev"."""
    word = re.sub(r"(?<=[aeiouy])y(?=[aeou])|(?<=[^aeiouy])y(?=[eaou])", "i", word)
    return re.sub(r"(?<=k)(?:iy|ii|yy|yi|y|i)$", "i", re.sub(r"i+(?=[eaou])", "", word))


_ARABIC = ENGLISH.words("comparison_names", "Arabic names")


def from_arabic(names: Iterable[str]) -> bool:
    """Whether folded words are of a name transcribed from Arabic."""
    return any(word in _ARABIC or word.startswith(("al-", "el-", "abd")) for word in names)


def skeleton(word: str) -> str:
    """The consonants of a folded name, doubled ones once."""
    plain = re.sub(
        r"[aeiouy]", "", _bare(word).replace("q", "k").replace("ph", "f").replace("kh", "h").replace("gh", "g")
    )
    return re.sub(r"(.)\1+", r"\1", plain)


def edits(one: str, two: str) -> int:
    """Letters to insert, drop, change or exchange with the next to make one word the other; at most 3 are counted."""
    if abs(len(one) - len(two)) > 2 or max(len(one), len(two)) > 30:
        return 3
    last: list[int] = []
    row = list(range(len(two) + 1))
    for k, a in enumerate(one, 1):
        now = [k]
        for j, b in enumerate(two, 1):
            best = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if k > 1 and j > 1 and a == two[j - 2] and one[k - 2] == b:
                best = min(best, last[j - 2] + 1)
            now.append(best)
        last, row = row, now
    return min(3, row[-1])


def _conflict(group: Sequence[str], places: Mapping[str, Mapping[str, Mention]], setting: Setting) -> Conflict:
    """The spellings with the sentence of each document that has them; names are shown in one shape if they have one."""
    shapes = [
        {_shape(m.text, word): m.text for m in sorted(places[word].values(), key=lambda m: (m.doc, m.start))}
        for word in group
    ]
    common = set.intersection(*(set(shape) for shape in shapes))
    shape = max(common, key=lambda row: (len(row), row), default=None)
    values = []
    for word, found in zip(group, shapes, strict=True):
        name = found[shape] if shape is not None else max(found.values(), key=lambda text: (len(text), text))
        values.append(_value(name, list(places[word].values()), setting))
    values.sort(key=lambda v: v.value)
    why = f"one name is spelt in {len(group)} ways, each in sources of its own"
    return finding("name", [v.value for v in values], values, why)


def _shape(text: str, word: str) -> tuple[str, ...]:
    """A name's words with a blank in place of one."""
    return tuple("" if fold(w) == word else fold(w) for w in _WORD.findall(text))


def _value(name: str, rows: Sequence[Mention], setting: Setting) -> StatedValue:
    firsts: dict[str, Mention] = {}
    for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
        firsts.setdefault(mention.doc, mention)
    return stated(name, (setting.statement(doc, setting.sentence_at(doc, m.start)) for doc, m in firsts.items()))


# ---- nicknames ----------------------------------------------------------------------------------------------------


def _nicknamed(entity: Entity, rows: Sequence[Mention], setting: Setting) -> list[Conflict]:
    """The conflict of one person's nicknames: each document has one, and not all have the same."""
    whole = [parts for m in rows if len(parts := _parts(_unquoted(m.text))) > 1 and nickname(m, setting) != m.text]
    proper = {word for parts in whole for word in parts}
    found: dict[str, dict[str, Mention]] = defaultdict(dict)  # nickname → document → first mention
    shown: dict[str, str] = {}
    by_doc: dict[str, set[str]] = defaultdict(set)
    given = {(m.doc, m.start): nickname(m, setting) or _behind(m, setting) for m in rows}
    quoted = {name: parts for name in given.values() if name and (parts := _parts(name))}
    for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
        name = given[mention.doc, mention.start]
        if name not in quoted:
            continue
        core = " ".join(quoted[name])
        found[core].setdefault(mention.doc, mention)
        shown.setdefault(core, name)
        by_doc[mention.doc].add(core)
    cores = [core for core in sorted(found) if not set(core.split()) & proper]
    cores = [core for core in cores if all(by_doc[doc] == {core} for doc in found[core])]
    if not 1 < len(cores) <= MAX_VERSIONS:
        return []
    for one, two in combinations(cores, 2):
        within = set(one.split()) <= set(two.split()) or set(two.split()) <= set(one.split())
        pet = one.startswith(two[:3]) and abs(len(one) - len(two)) > 1
        near = any(setting.same_story(a, b) for a in found[one] for b in found[two])
        if within or pet or not near:
            return []
    values = [_value(shown[core], list(found[core].values()), setting) for core in cores]
    return [finding("name", [entity.name, *(v.value for v in values)], values, "each is given as the nickname")]


def nickname(mention: Mention, setting: Setting) -> str:
    """The nickname in a mention, "" for none: in quotation marks within or around it, or told to be one."""
    inner = _INNER.search(mention.text)
    if inner:
        return inner.group(1)
    text = setting.texts[mention.doc]
    before, after = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 1]
    marked = before[-1:] in tuple(_QUOTES) and after in tuple(_QUOTES) and before[-1:] != "" and after != ""
    told = _CALLED.search(before)
    return mention.text if told or (marked and len(_WORD.findall(mention.text)) <= 3) else ""


def _behind(mention: Mention, setting: Setting) -> str:
    """The nickname in quotation marks right behind a name: “…, known as “the Heron””."""
    found = _NICKED.match(setting.texts[mention.doc], mention.end, mention.end + 90)
    return found["name"] if found else ""


_NICKED = re.compile(
    r"(?:, (?:aged )?\d+)?,? ?\(?(?:(?:who )?(?:is|was)|also|better|widely|locally|usually)?"
    r"(?: (?:also|better|widely))? ?(?:alias|aka|nicknamed|dubbed|known (?:to \w+ )?as|called)(?: only)? (?:the |as )?"
    r"[\"“‘«](?P<name>[^\"”’»]{2,30})[\"”’»]"
)
_INNER = re.compile(r"[\"“«„‘']([^\"”»’'“]{2,30})[\"”»’'“]")


def _unquoted(text: str) -> str:
    return _INNER.sub(" ", text)


def _parts(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name)) if word not in _SMALL]
