"""Whom a pronoun or a verb without a name of its own is said of: the person a sentence is about.

A light rule in the spirit of centering (Grosz, Joshi, Weinstein 1995): the subject of the sentence before, unless that
is a pronoun itself. Nothing where two people could be meant.
"""

from __future__ import annotations

import re

from search.analysis.comparison.context import ComparisonContext
from search.analysis.lexicon import ENGLISH
from search.model import Mention

_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
# Words before a name that make it no subject.
_OBLIQUE = re.compile(
    rf"\b{ENGLISH.pattern('comparison', 'before a name that is no subject')}\s+(?:an?\s+|the\s+|his\s+|her\s+)?"
    r"(?:[\w.-]+,?\s+){0,2}\Z",
    re.IGNORECASE,
)
_BACK = 3  # sentences that are looked back for whom a pronoun means
_REACH = 60


def persons_in(context: ComparisonContext, doc: str, start: int, end: int) -> list[Mention]:
    """The mentions of people that begin in a stretch, in order."""
    return [m for m in context.docs[doc].mentions_in(start, end) if context.kind(m.entity) == "person"]


def is_oblique(context: ComparisonContext, mention: Mention, floor: int) -> bool:
    """Whether a name stands behind a preposition or a title of a judge: no subject."""
    lead = context.texts[mention.doc][max(floor, mention.start - _REACH) : mention.start]
    return _OBLIQUE.search(lead.rpartition(",")[2] if "," in lead[:-2] else lead) is not None


def subject_before(context: ComparisonContext, doc: str, at: int) -> str:
    """The person a pronoun at character `at` means: named before it in its sentence, or the subject of one before.

    "" where nobody or more than one could be meant.
    """
    spans = context.docs[doc].sentences
    n = context.docs[doc].sentence_number(at)
    for back in range(n, max(-1, n - 1 - _BACK), -1):
        low, high = spans[back].start, min(spans[back].end, at)
        people = persons_in(context, doc, low, high)
        text = context.texts[doc]
        told = [m for m in people if not is_oblique(context, m, low)]
        if told:
            others = {m.entity for m in told} - {told[0].entity}
            opens = text[low : told[0].start].count(" ") <= 6
            return told[0].entity if opens or not others else ""
        if back < n and not _PRONOUN.search(text, low, high):
            only = {m.entity for m in people}
            return only.pop() if len(only) == 1 else ""
    return ""
