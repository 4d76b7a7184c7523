"""What stands beside a name: the words and events of its sentence, what its bearer is, and whose relative."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis.comparison.context import ComparisonContext, clause_around, telling_stem
from search.analysis.comparison.event_types import kinds_in
from search.analysis.comparison.roles import roles_beside
from search.analysis.lexicon import ENGLISH, words
from search.model import Mention, Statement
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 200  # characters beside a name that tell what somebody is and does
_BESIDE = 40  # and that say of whom somebody is a relative, and what he or she is
_LETTERS = 6  # of a word, by which it is compared
_DENIED = re.compile(
    r"\b(?:not|nor|never|isn['’]t|wasn['’]t|rather than|instead of|mis-?spelt as|mis-?spelled)[\s\"“'‘]*$"
)
KIN = ENGLISH.words("comparison_names", "kin")


@dataclass(frozen=True, slots=True)
class NameContext:
    """What stands beside a mention: words (first six letters → as written, stem), what happened, names, who it is."""

    words: dict[str, tuple[str, str]]
    happened: frozenset[str]
    names: frozenset[str]
    roles: frozenset[str]
    kin: frozenset[str]
    sex: str


def name_context(mention: Mention, context: ComparisonContext) -> NameContext:
    """What stands beside a mention, within its sentence."""
    text, span = context.texts[mention.doc], context.docs[mention.doc].sentence_at(mention.start)
    low, high = max(span.start, mention.start - _AROUND), min(span.end, mention.end + _AROUND)
    named = context.docs[mention.doc].mentions_in(span.start, span.end)
    names = {word for m in named if m.start < high for word in _WORD.findall(fold(m.text))}
    told: dict[str, tuple[str, str]] = {}
    for hit in _WORD.finditer(f"{text[low : mention.start]} {text[mention.end : high]}"):
        word = fold(hit.group())
        if len(word) > 3 and word not in names and word not in KIN and (stem := telling_stem(word)):
            told.setdefault(word[:_LETTERS], (hit.group(), stem))
    clause = clause_around(text, span, mention.start, mention.end)
    before, after = text[max(span.start, mention.start - _BESIDE) : mention.start], text[mention.end : high]
    relative = _RELATIVE_BEFORE.search(before) or _RELATIVE_AFTER.match(after)
    kin = frozenset(_WORD.findall(fold(relative.group()))) if relative else frozenset[str]()
    roles = roles_beside(mention, context)
    title = _SEX.search(before)
    sex = "" if title is None else "man" if fold(title.group(1)) in _MEN else "woman"
    others = frozenset(m.entity for m in named if m.entity != mention.entity and context.rare(m.entity))
    return NameContext(told, kinds_in(text[clause.start : clause.end]), others, roles, kin, sex)


def denied(mention: Mention, context: ComparisonContext) -> bool:
    """Whether a document gives a name only to deny it: “Ieuan, not Ifan”."""
    text = context.texts[mention.doc]
    return bool(_DENIED.search(text[max(0, mention.start - 24) : mention.start]))


def first_statements(rows: Iterable[Mention], context: ComparisonContext) -> list[Statement]:
    """The sentence of the first mention in each document."""
    first: dict[str, Mention] = {}
    for mention in sorted(rows, key=lambda m: (m.doc, m.start)):
        first.setdefault(mention.doc, mention)
    docs = context.docs
    return [docs[doc].statement(docs[doc].sentence_at(m.start)) for doc, m in first.items()]


_WHOSE = rf"(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|an?|the|[\w ]{{2,30}}['’]s?) (?:[\w-]+ )?(?:{'|'.join(sorted(KIN))})\b"
_RELATIVE_BEFORE = re.compile(rf"\b{_WHOSE},? $")
_RELATIVE_AFTER = re.compile(rf",(?: \d+,)? (?:who (?:is|was) )?{_WHOSE}(?: of [^,.;]{{2,30}})?")
_SEX = re.compile(r"\b(mr|mrs|ms|miss|sir|lord|dame|lady|baroness|father|brother|sister)\.? (?:[\w.]+ )?$", re.I)
_MEN = words("mr sir lord father brother")
