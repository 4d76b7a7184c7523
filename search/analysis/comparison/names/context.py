"""What stands beside a name: the words and happenings of its sentence, what its bearer is, and whose relative."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.analysis.comparison.context import Setting, clause_around, telling_stem
from search.analysis.comparison.dates.event_types import kinds_in
from search.analysis.comparison.descriptions import is_role
from search.analysis.lexicon import ENGLISH, words
from search.model import Mention
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 200  # characters beside a name that tell what somebody is and does
_BESIDE = 40  # and that say of whom somebody is a relative, and what he or she is
_STEM = 6
KIN = ENGLISH.words("comparison_names", "kin")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a mention: words (first six letters → as written, stem), what happened, names, who it is."""

    words: dict[str, tuple[str, str]]
    happened: frozenset[str]
    names: frozenset[str]
    roles: frozenset[str]
    kin: frozenset[str]
    sex: str


def beside(mention: Mention, setting: Setting) -> Beside:
    """What stands beside a mention, within its sentence."""
    text, span = setting.texts[mention.doc], setting.sentence_at(mention.doc, mention.start)
    low, high = max(span.start, mention.start - _AROUND), min(span.end, mention.end + _AROUND)
    named = setting.mentions(mention.doc, span.start, span.end)
    names = {word for m in named if m.start < high for word in _WORD.findall(fold(m.text))}
    told: dict[str, tuple[str, str]] = {}
    for hit in _WORD.finditer(f"{text[low : mention.start]} {text[mention.end : high]}"):
        word = fold(hit.group())
        if len(word) > 3 and word not in names and word not in KIN and (stem := telling_stem(word)):
            told.setdefault(word[:_STEM], (hit.group(), stem))
    clause = clause_around(text, span, mention.start, mention.end)
    before, after = text[max(span.start, mention.start - _BESIDE) : mention.start], text[mention.end : high]
    relative = _RELATIVE_BEFORE.search(before) or _RELATIVE_AFTER.match(after)
    kin = frozenset(_WORD.findall(fold(relative.group()))) if relative else frozenset[str]()
    roles = roles_beside(mention, setting)
    title = _SEX.search(before)
    sex = "" if title is None else "man" if fold(title.group(1)) in _MEN else "woman"
    others = frozenset(m.entity for m in named if m.entity != mention.entity and setting.rare(m.entity))
    return Beside(told, kinds_in(text[clause.start : clause.end]), others, roles, kin, sex)


def roles_beside(mention: Mention, setting: Setting) -> frozenset[str]:
    """What the words right before a name and the apposition behind it say that somebody is (folded)."""
    text = setting.texts[mention.doc]
    lead = text[max(0, mention.start - _BESIDE) : mention.start]
    apposed = _APPOSED.match(text, mention.end, mention.end + 2 * _BESIDE)
    phrase = _HEAD_ENDS.split(apposed.group(1))[0].split() if apposed else []
    lead = _SHORTENED.sub(lambda hit: _SHORT[hit.group(1).lower()], lead)
    row = [*lead[lead.rfind(".") + 1 :].split()[-2:], *phrase]
    roles = {fold(word.strip(",.;")) for word in row if is_role(word, "person")}
    called = _CALLED.search(lead)
    heads = [*(phrase[-1:] if len(phrase) > 1 else ()), *(called.groups() if called else ())]
    return frozenset(roles | {fold(word) for word in heads} - _NO_CALLING)


# Titles that stand shortened before a name: "Atty. Jane Roe" and "Jane Roe, the attorney" are of one calling.
_SHORT = ENGLISH.forms("comparison_names", "shortened titles")
_SHORTENED = re.compile(rf"\b({'|'.join(_SHORT)})\.(?= (?:[A-Z][\w.]+ )?$)", re.IGNORECASE)
# "The surveyor Anton …", not "the late Anton …".
_CALLED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:[\w-]+ ){0,2}([a-z-]{4,}) $")
_NO_CALLING = ENGLISH.words("comparison_names", "no callings")
_HEAD_ENDS = re.compile(rf"\b{ENGLISH.pattern('comparison_names', 'ends of a calling')}\b")
_WHOSE = rf"(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|an?|the|[\w ]{{2,30}}['’]s?) (?:[\w-]+ )?(?:{'|'.join(sorted(KIN))})\b"
_RELATIVE_BEFORE = re.compile(rf"\b{_WHOSE},? $")
_RELATIVE_AFTER = re.compile(rf",(?: \d+,)? (?:who (?:is|was) )?{_WHOSE}(?: of [^,.;]{{2,30}})?")
_APPOSED = re.compile(r",(?: (?:aged )?\d+,)? ((?:an?|the|its|his|her|their|then|one) [^,.;:()]{3,60})")
_SEX = re.compile(r"\b(mr|mrs|ms|miss|sir|lord|dame|lady|baroness|father|brother|sister)\.? (?:[\w.]+ )?$", re.I)
_MEN = words("mr sir lord father brother")
