"""Kinds of dated statements, as `kind:` takes them: what happened, and whether it did."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from search.text.folding import fold

MODALITIES = ("planned", "hypothetical", "negated")
# How people call what is not, or not yet, a fact.
_SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(
        ("plan", "plans", "future", "scheduled", "upcoming", "announced for", "expected", "due"), "planned"
    ),
    **dict.fromkeys(
        ("possible", "possibly", "maybe", "might", "may", "uncertain", "conditional", "if"), "hypothetical"
    ),
    **dict.fromkeys(("hypothesis", "hypothetically", "speculation", "unsure"), "hypothetical"),
    **dict.fromkeys(("not", "no", "never", "denied", "denial", "negative", "negation", "did not happen"), "negated"),
}


@cache
def known() -> tuple[str, ...]:
    """Every kind there is: the classes of the lexicon's triggers.txt, then planned, hypothetical, negated."""
    from search.analysis.lexicon import ENGLISH

    return (*ENGLISH.sections("triggers"), *MODALITIES)


def kind_of(value: str) -> str | None:
    """The kind that a typed value means: its name, a synonym, or a word of such a happening (“arrested”)."""
    word = " ".join(fold(value).split())
    if word in known():
        return word
    if word in _SYNONYMS:
        return _SYNONYMS[word]
    from search.analysis.lexicon.event_triggers import trigger_class

    return trigger_class(word) or None


def condition(kind: str) -> tuple[str, tuple[object, ...]]:
    """The SQL condition on events `e` that says whether a statement is of a kind, and its values."""
    if kind == "negated":
        return "e.negated = 1", ()
    return ("e.modality = ?" if kind in MODALITIES else "e.kind = ?"), (kind,)
