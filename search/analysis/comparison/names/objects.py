"""Two names of one ship, chapel, school …: what each document calls the only thing of a kind in one affair.

The kind stands beside the name ("the tug Morning Star", "Bethel Chapel", "the chapel was Bethel"). Names that are taken
for each other are alike; a document that has both speaks of two things, or puts one right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from search.analysis.comparison.context import Setting
from search.analysis.comparison.names.spellings import another_spelling, denied
from search.analysis.findings import MAX_VERSIONS, finding, stated
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
_ALIKE, _ALIKE_WORD = 0.6, 0.5
_MAX_ALIKE = 40


def things(setting: Setting) -> list[Conflict]:
    """Conflicts of name among things of one kind in one affair."""
    called: dict[tuple[str, str], dict[str, Mention]] = defaultdict(dict)  # (kind, name) → document → first mention
    rows: dict[str, list[Mention]] = defaultdict(list)
    for doc in setting.texts:
        for mention in setting.named[doc]:
            kind, core = _kind(mention, setting)
            rows[core].append(mention)
            if kind and core and core.split()[0] not in _SAINTS and not denied(mention, setting):
                called[kind, core].setdefault(doc, mention)
    everywhere = {core: {m.doc for m in rows[core]} for _, core in called}  # the documents that have a name at all
    slots: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, core in sorted(called):
        if len(everywhere[core]) <= setting.most:
            slots[kind, core[0]].append(core)
    out = []
    for (kind, _), cores in slots.items():
        for n, one in enumerate(cores[:_MAX_ALIKE]):
            for two in cores[n + 1 : _MAX_ALIKE]:
                both = everywhere[one] & everywhere[two]
                if (set(called[kind, one]) & set(called[kind, two])) or not _taken_for(one, two):
                    continue
                sides = [[m for m in rows[core] if m.doc not in both and not denied(m, setting)] for core in (one, two)]
                if _one_thing(sides[0], sides[1], kind, setting):
                    values = [_value(side, setting) for side in sides]
                    why = f"each is the name of a {kind} in one affair, and the names are alike"
                    out.append(finding("name", [v.value for v in values], values, why))
    return out if len(out) < MAX_VERSIONS else []


def _kind(mention: Mention, setting: Setting) -> tuple[str, str]:
    """(the kind beside or in a mention or "", the name without it), folded."""
    kind, core = _core(mention.text)
    if kind:
        return kind, core
    text = setting.texts[mention.doc]
    lead = text[max(0, mention.start - 40) : mention.start]
    if not _KINDS.isdisjoint(word.strip(",").lower() for word in lead.split()[-4:]):
        before = _BEFORE.search(lead)
        if before and before["kind"].lower() in _KINDS:
            return before["kind"].lower(), core
    if setting.kind(mention.entity) == "place":  # "the Marlow jail" is a jail in Marlow
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
    if one == two or set(a) <= set(b) or set(b) <= set(a):
        return False
    if len(a) == len(b) and len(a) > 1:
        wrong = [k for k in range(len(a)) if a[k] != b[k]]
        if len(wrong) != 1 or a[wrong[0]][0] != b[wrong[0]][0]:
            return False
        return SequenceMatcher(None, a[wrong[0]], b[wrong[0]], autojunk=False).ratio() >= _ALIKE_WORD
    if len(a) == 1 and len(b) == 1 and min(len(one), len(two)) >= 4:
        likeness = SequenceMatcher(None, one, two, autojunk=False).ratio()
        return another_spelling(one, two) or likeness >= (_ALIKE_WORD if one[:2] == two[:2] else _ALIKE)
    return False


def _one_thing(mine: Sequence[Mention], theirs: Sequence[Mention], kind: str, setting: Setting) -> bool:
    """Whether what is told beside two names has a telling word in common, besides the kind."""
    for m in mine[:8]:
        for n in theirs[:8]:
            if m.entity == n.entity or not setting.same_story(m.doc, n.doc):
                continue
            near = [_near(x, setting) - {kind} - setting.name_words(x.entity) for x in (m, n)]
            if setting.shared(near[0], near[1]) >= 1:
                return True
    return False


def _near(mention: Mention, setting: Setting) -> frozenset[str]:
    """The stems of the sentence of a name and of the next one in its paragraph."""
    doc = mention.doc
    spans, n = setting.sentences(doc), setting.number_at(doc, mention.start)
    told = setting.stems(doc, spans[n].start, spans[n].end)
    if n + 1 < len(spans) and "\n" not in setting.texts[doc][spans[n].end : spans[n + 1].start]:
        told |= setting.stems(doc, spans[n + 1].start, spans[n + 1].end)
    return told


def _value(rows: Sequence[Mention], setting: Setting) -> StatedValue:
    firsts: dict[str, Mention] = {}
    for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
        firsts.setdefault(mention.doc, mention)
    name = min((m.text for m in rows), key=lambda text: (len(text), text))
    return stated(name, (setting.statement(doc, setting.sentence_at(doc, m.start)) for doc, m in firsts.items()))
