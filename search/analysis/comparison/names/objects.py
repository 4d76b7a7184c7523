"""Two names of one ship, chapel, school …: what each document calls the only thing of a kind in one storyline.

The kind stands beside the name ("the tug Morning Star", "Bethel Chapel", "the chapel was Bethel"). Names that are taken
for each other are alike; a document that has both speaks of two things, or puts one right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.linkage import blocks, pairs_in
from search.analysis.comparison.names.context import denied, first_statements
from search.analysis.comparison.spelling import another_spelling
from search.analysis.findings import MAX_VERSIONS, make_finding, statement_value
from search.analysis.lexicon import ENGLISH, words
from search.model import Conflict, Mention, StatedValue
from search.text.folding import fold

_KINDS = ENGLISH.words("comparison_names", "kinds of named things")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# "the tug Morning Star", "the chapel, Bethel", "a tug called the Morning Star", "the chapel was Bethel"
_BEFORE = re.compile(
    r"\b(?P<kind>[a-z]+)(?:,? (?:called|named|was|is|was called|was named)|,)?(?: the)? [\"“'‘«]?$", re.IGNORECASE
)
_AFTER = re.compile(r"[\"”'’»]? (?P<kind>[a-z]+)\b")
_SMALL = ENGLISH.words("comparison_names", "small words of things")
_SAINTS = words("st saint san santa sao santo sainte ste our holy")
# How alike two names are that are taken for each other, and two words that begin alike; letters of such a name.
_NAME_THRESHOLD, _WORD_THRESHOLD, _MIN_LETTERS = 0.6, 0.5, 4
_MAX_ALIKE = 40


class _Names:
    """Names of things: where a kind stands beside each, and all mentions of a name whatever stands beside it."""

    def __init__(self, context: ComparisonContext) -> None:
        self.kinds: dict[tuple[str, str], set[str]] = defaultdict(set)  # (kind, name) → documents
        self.mentions: dict[str, list[Mention]] = defaultdict(list)
        for doc in context.docs:
            for mention in context.docs[doc].mentions:
                kind, core = _kind(mention, context)
                self.mentions[core].append(mention)
                if kind and core and core.split()[0] not in _SAINTS and not denied(mention, context):
                    self.kinds[kind, core].add(doc)
        self.docs = {core: {m.doc for m in self.mentions[core]} for _, core in self.kinds}


def named_objects(context: ComparisonContext) -> list[Conflict]:
    """Conflicts of name among things of one kind in one storyline."""
    names = _Names(context)
    rows = [row for row in sorted(names.kinds) if len(names.docs[row[1]]) <= context.max_rare]

    def may_be_one(a: int, b: int) -> bool:
        return names.kinds[rows[a]].isdisjoint(names.kinds[rows[b]]) and _taken_for(rows[a][1], rows[b][1])

    out = []
    found = blocks((((kind, core[0]),) for kind, core in rows), _MAX_ALIKE)
    for a, b in pairs_in(found.values(), may_be_one):
        (kind, one), (_, two) = rows[a], rows[b]
        both = names.docs[one] & names.docs[two]
        sides = [
            [m for m in names.mentions[core] if m.doc not in both and not denied(m, context)] for core in (one, two)
        ]
        if _one_thing(sides[0], sides[1], kind, context):
            values = [_value(side, context) for side in sides]
            why = f"each is the name of a {kind} in one affair, and the names are alike"
            out.append(make_finding("name", [v.value for v in values], values, why))
    return out if len(out) < MAX_VERSIONS else []


def _kind(mention: Mention, context: ComparisonContext) -> tuple[str, str]:
    """(the kind beside or in a mention or "", the name without it), folded."""
    kind, core = _core(mention.text)
    if kind:
        return kind, core
    text = context.texts[mention.doc]
    lead = text[max(0, mention.start - 40) : mention.start]
    if not _KINDS.isdisjoint(word.strip(",").lower() for word in lead.split()[-4:]):
        before = _BEFORE.search(lead)
        if before and before["kind"].lower() in _KINDS:
            return before["kind"].lower(), core
    if context.kind(mention.entity) == "place":  # "the Marlow jail" is a jail in Marlow
        return "", core
    after = _AFTER.match(text, mention.end, mention.end + 24)
    return (after["kind"].lower() if after and after["kind"] in _KINDS else ""), core


@lru_cache(maxsize=50_000)
def _core(name: str) -> tuple[str, str]:
    """(the kind that a name itself tells or "", the name without it)."""
    own = [w for w in _WORD.findall(fold(name)) if w not in _SMALL]
    if len(own) > 1 and own[-1] in _KINDS:
        return own[-1], " ".join(own[:-1])
    if len(own) > 1 and own[0] in _KINDS:
        return own[0], " ".join(own[1:])
    return "", " ".join(own)


def _taken_for(one: str, two: str) -> bool:
    """Whether two names are taken for each other: alike as a whole, or in all words but one that begins alike."""
    a, b = one.split(), two.split()
    if one == two or len(a) != len(b) or set(a) <= set(b) or set(b) <= set(a):
        return False
    if len(a) > 1:
        wrong = [k for k in range(len(a)) if a[k] != b[k]]
        if len(wrong) != 1 or a[wrong[0]][0] != b[wrong[0]][0]:
            return False
        return _ratio(a[wrong[0]], b[wrong[0]]) >= _WORD_THRESHOLD
    if min(len(one), len(two)) < _MIN_LETTERS:
        return False
    return another_spelling(one, two) or _ratio(one, two) >= (
        _WORD_THRESHOLD if one[:2] == two[:2] else _NAME_THRESHOLD
    )


def _ratio(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def _one_thing(mine: Sequence[Mention], theirs: Sequence[Mention], kind: str, context: ComparisonContext) -> bool:
    """Whether what is told beside two names has a telling word in common, besides the kind."""
    for m in mine[:8]:
        for n in theirs[:8]:
            if m.entity == n.entity or not context.same_storyline(m.doc, n.doc):
                continue
            near = [_near(x, context) - {kind} - context.name_words(x.entity) for x in (m, n)]
            if context.shared(near[0], near[1]) >= 1:
                return True
    return False


def _near(mention: Mention, context: ComparisonContext) -> frozenset[str]:
    """The stems of the sentence of a name and of the next one in its paragraph."""
    doc = mention.doc
    spans, n = context.docs[doc].sentences, context.docs[doc].sentence_number(mention.start)
    told = context.stems(doc, spans[n].start, spans[n].end)
    if n + 1 < len(spans) and "\n" not in context.texts[doc][spans[n].end : spans[n + 1].start]:
        told |= context.stems(doc, spans[n + 1].start, spans[n + 1].end)
    return told


def _value(rows: Sequence[Mention], context: ComparisonContext) -> StatedValue:
    """The shortest name, with the sentence of the first mention in each document."""
    return statement_value(
        min((m.text for m in rows), key=lambda text: (len(text), text)), first_statements(rows, context)
    )
