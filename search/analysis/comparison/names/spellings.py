"""One person or body spelt in two ways, and one person under two nicknames, each in documents of its own.

Identity has joined the spellings already ("Neil" and "Neal Corless", one captain); what each document writes is in its
mentions. Accents, hyphens, transcribed umlauts, plurals and the two spellings of English make no other name, and a
name that a document gives only to deny it ("not Ifan") is not its name for anybody.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.linkage import merged
from search.analysis.comparison.names.context import denied, first_statements
from search.analysis.comparison.spelling import MIN_LETTERS, another_spelling, from_arabic, skeleton
from search.analysis.findings import MAX_VERSIONS, make_finding, statement_value
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Conflict, Entity, Mention
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*+")
_MAX_WORDS = 40  # words of one entity's names that are compared
_QUOTES = "\"“”«»„‟'‘’"
_CALLED = re.compile(
    r"\b(?:alias|aka|a\.k\.a\.?|nicknamed|nickname|dubbed|called|known (?:only |locally |widely |better )?as"
    r"|(?:known|knew|know) (?:him|her|them)(?: only)? as|goes by|went by|called (?:him|her))[\s:,(]*[\"“'‘«]?$",
    re.IGNORECASE,
)
_SMALL = ENGLISH.words("comparison_names", "small words of names")


def spellings(context: ComparisonContext) -> list[Conflict]:
    """Conflicts of spelling of the names of people and bodies, and of people's nicknames."""
    out: list[Conflict] = []
    for ident, entity in sorted(context.entities.items()):
        if entity.type not in ("person", "organization") or not context.rare(ident):
            continue
        rows = context.by_entity(ident)
        if len({m.doc for m in rows}) < 2:
            continue
        rows = [m for m in rows if not denied(m, context)]
        if len({m.text for m in rows}) > 1:
            out.extend(_spelt(entity, rows, context))
        if entity.type == "person":
            out.extend(_nicknamed(entity, rows, context))
    return out


# ---- spellings ----------------------------------------------------------------------------------------------------


class _Written:
    """The words of one entity's names: where each is first written, how, and between which other words."""

    def __init__(self, rows: Sequence[Mention]) -> None:
        self.firsts: dict[str, dict[str, Mention]] = defaultdict(dict)  # word → document → first mention
        self._shapes: dict[str, Counter[str]] = defaultdict(Counter)
        self._beside: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
            written = _WORD.findall(mention.text)
            folded = ["", *map(fold, written), ""]
            for word, shape, before, after in zip(folded[1:-1], written, folded, folded[2:], strict=False):
                self.firsts[word].setdefault(mention.doc, mention)
                self._shapes[word][shape] += 1
                self._beside[word].add((before, after))

    def shape(self, word: str) -> str:
        """A folded word as it is written, the first in the alphabet of several ways."""
        return min(self._shapes[word])

    def may_be_one(self, one: str, two: str) -> bool:
        """Whether two words stand in one place of a name and in no document both."""
        apart = self.firsts[one].keys().isdisjoint(self.firsts[two])
        return apart and _one_place(self._beside[one], self._beside[two])


def _spelt(entity: Entity, rows: Sequence[Mention], context: ComparisonContext) -> list[Conflict]:
    """The conflicts of spelling of one entity: one for each word of its name that is spelt in several ways."""
    written = _Written(rows)
    named = sorted(word for word in written.firsts if _is_name(word))[:_MAX_WORDS]
    arabic = from_arabic(written.firsts)

    def spelt(a: int, b: int) -> bool:
        one, two = named[a], named[b]
        return (
            written.may_be_one(one, two)
            and another_spelling(written.shape(one), written.shape(two), entity.type)
            and not (arabic and skeleton(one) == skeleton(two))
            and _one_storyline(written.firsts[one], written.firsts[two], context)
        )

    pairs = [pair for pair in combinations(range(len(named)), 2) if spelt(*pair)]
    groups = [[named[n] for n in group] for group in merged(len(named), pairs)]
    return [_conflict(group, written.firsts, context) for group in groups if len(group) <= MAX_VERSIONS]


def _one_storyline(one: Iterable[str], two: Iterable[str], context: ComparisonContext) -> bool:
    """Whether two documents of two rows are of one storyline."""
    return any(context.same_storyline(a, b) for a in one for b in two)


def _is_name(word: str) -> bool:
    return len(word) >= MIN_LETTERS and word not in _SMALL and word not in _titles()


@cache
def _titles() -> frozenset[str]:
    return frozenset(word for row in gazetteer().titles for word in row)


def _one_place(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> bool:
    """Whether two words stand in one place of a name: beside the same word, or each alone."""
    if ("", "") in one and ("", "") in two:
        return True
    return any((a and a == c) or (b and b == d) for a, b in one for c, d in two)


def _conflict(
    group: Sequence[str], places: Mapping[str, Mapping[str, Mention]], context: ComparisonContext
) -> Conflict:
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
        values.append(statement_value(name, first_statements(places[word].values(), context)))
    values.sort(key=lambda v: v.value)
    why = f"one name is spelt in {len(group)} ways, each in sources of its own"
    return make_finding("name", [v.value for v in values], values, why)


def _shape(text: str, word: str) -> tuple[str, ...]:
    """A name's words with a blank in place of one."""
    return tuple("" if fold(w) == word else fold(w) for w in _WORD.findall(text))


# ---- nicknames ----------------------------------------------------------------------------------------------------


def _nicknamed(entity: Entity, rows: Sequence[Mention], context: ComparisonContext) -> list[Conflict]:
    """The conflict of one person's nicknames: each document has one, and not all have the same."""
    given = {(m.doc, m.start): nickname(m, context) or _behind(m, context) for m in rows}
    parts = {name: found for name in given.values() if name and (found := _parts(name))}
    firsts: dict[str, dict[str, Mention]] = defaultdict(dict)  # nickname → document → first mention
    shown: dict[str, str] = {}
    by_doc: dict[str, set[str]] = defaultdict(set)
    for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
        name = given[mention.doc, mention.start]
        if name in parts:
            core = " ".join(parts[name])
            firsts[core].setdefault(mention.doc, mention)
            shown.setdefault(core, name)
            by_doc[mention.doc].add(core)
    proper = _proper_words(rows, context)
    cores = [core for core in sorted(firsts) if proper.isdisjoint(core.split())]
    cores = [core for core in cores if all(by_doc[doc] == {core} for doc in firsts[core])]
    if not 1 < len(cores) <= MAX_VERSIONS or any(_one_nickname(a, b) for a, b in combinations(cores, 2)):
        return []
    if not all(_one_storyline(firsts[a], firsts[b], context) for a, b in combinations(cores, 2)):
        return []
    values = [statement_value(shown[core], first_statements(firsts[core].values(), context)) for core in cores]
    return [make_finding("name", [entity.name, *(v.value for v in values)], values, "each is given as the nickname")]


def _proper_words(rows: Sequence[Mention], context: ComparisonContext) -> frozenset[str]:
    """The words of somebody's name that stand in a name of several words which is no nickname itself."""
    whole = (_parts(_unquoted(m.text)) for m in rows if nickname(m, context) != m.text)
    return frozenset(word for parts in whole if len(parts) > 1 for word in parts)


def _one_nickname(one: str, two: str) -> bool:
    """Whether two nicknames are one: the words of one are in the other, or one is short for the other."""
    within = set(one.split()) <= set(two.split()) or set(two.split()) <= set(one.split())
    return within or (one.startswith(two[:3]) and abs(len(one) - len(two)) > 1)


def nickname(mention: Mention, context: ComparisonContext) -> str:
    """The nickname in a mention, "" for none: in quotation marks within or around it, or told to be one."""
    inner = _INNER.search(mention.text)
    if inner:
        return inner.group(1)
    text = context.texts[mention.doc]
    before, after = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 1]
    marked = before[-1:] in tuple(_QUOTES) and after in tuple(_QUOTES) and before[-1:] != "" and after != ""
    told = _CALLED.search(before)
    return mention.text if told or (marked and len(_WORD.findall(mention.text)) <= 3) else ""


def _behind(mention: Mention, context: ComparisonContext) -> str:
    """The nickname in quotation marks right behind a name: “…, known as “the Heron””."""
    found = _NICKED.match(context.texts[mention.doc], mention.end, mention.end + 90)
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
