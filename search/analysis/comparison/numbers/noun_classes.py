"""What is counted and what a sum of money is for: classes of nouns and of deeds that other words may name as well.

"People" of one source are "villagers" or "passengers" of another, a "bronze" is an "object"; a sum that was paid is not
the sum that was insured. Words are compared as stems.
"""

from __future__ import annotations

from functools import lru_cache

from search.analysis.lexicon import ENGLISH
from search.analysis.quantities.vocabulary import PEOPLE
from search.text.analyzer import stem

_PERSONS = PEOPLE | ENGLISH.words("comparison_numbers", "persons")
_THINGS = ENGLISH.words("comparison_numbers", "things")
_COMMON = ENGLISH.words("comparison_numbers", "common nouns")
_FRAMES = ENGLISH.forms("comparison_numbers", "what a sum is")
# What something cost one source may say was paid, spent or lost for it.
_OUTLAY = frozenset({"paid", "cost", "bought", "lost", "invested"})


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    out = {stem(word): "thing" for word in _THINGS}
    out.update({stem(word): "person" for word in _PERSONS} | {"people": "person"})
    return out


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in _COMMON)


@lru_cache(maxsize=1)
def _frames() -> dict[str, str]:
    return {stem(word): frame for word, frame in _FRAMES.items()}


def class_of(counted: str) -> str:
    """ "person" or "thing" for the stem of what is counted, "" for anything else."""
    return _classes().get(counted, "person" if counted.endswith("men") and counted != "specimen" else "")


def is_vague(counted: str) -> bool:
    """Whether this says nothing of who or what is counted: people, others, things, times."""
    return (
        counted in _common() or counted in ("people", "peopl", "other", "men", "women") or class_of(counted) == "thing"
    )


def frames_of(stems: frozenset[str]) -> frozenset[str]:
    """What a sum of money is for, by the stems of its clause: "paid", "insured" …"""
    table = _frames()
    return frozenset(table[word] for word in stems if word in table)


def frames_clash(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sums are for two things: one insured, one paid; not where one was paid and one is what it cost."""
    return bool(one and two) and not one & two and not (one & _OUTLAY and two & _OUTLAY)
