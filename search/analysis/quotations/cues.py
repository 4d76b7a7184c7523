"""The words that say that somebody speaks (lexicon: speech.txt), and the words for what people are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.text.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The words of data/speech.txt, folded."""

    verbs: re.Pattern[str]
    first: re.Pattern[str]
    nouns: frozenset[str]
    calling: frozenset[str]
    noun: re.Pattern[str]
    preposition: re.Pattern[str]
    titles: frozenset[str]
    nicknames: re.Pattern[str]
    spokespeople: tuple[str, ...]
    asides: frozenset[str]
    him: tuple[str, ...]
    her: tuple[str, ...]
    kin_him: re.Pattern[str]
    kin_her: re.Pattern[str]


@cache
def cues() -> Cues:
    """What introduces speech."""
    rows = {heading: tuple(map(fold, listed)) for heading, listed in ENGLISH.sections("speech").items()}
    verbs = _either((*rows["verbs"], *rows["calling"], *rows["also nouns"]))
    asides = _either((*rows["asides"], r"\w+ly"), raw=True)
    nouns = _either(rows["nouns"])
    return Cues(
        verbs=re.compile(rf"\b(?:{verbs})\b"),
        first=re.compile(rf"(?:(?:{asides})\s+){{0,2}}({verbs})\b"),
        nouns=frozenset(rows["also nouns"]),
        calling=frozenset(rows["calling"]),
        noun=re.compile(rf"\b(?P<noun>{nouns})\s+(?:by|from|of)\s+|\b(?:{_either(rows['giving'])})\s+(?:an?|the|another)\s+(?:[\w-]+\s+){{0,2}}(?P<given>{nouns})\b"),
        preposition=re.compile(rf"\b(?:{_either(rows['prepositions'])})\s+"),
        titles=frozenset(rows["before titles"]),
        nicknames=re.compile(rf"(?<![\w-])(?:{_either(rows['before nicknames'])})(?: (?:him|her|it|them|the))?$"),
        spokespeople=rows["spokespeople"],
        asides=frozenset(rows["asides"]),
        him=rows["him"],
        her=rows["her"],
        kin_him=re.compile(rf"\b(?:his|her|their|whose|\w+['’]s) (?:{_either(rows['male kin'])})\b"),
        kin_her=re.compile(rf"\b(?:his|her|their|whose|\w+['’]s) (?:{_either(rows['female kin'])})\b"),
    )  # fmt: skip


@cache
def titles_and_roles() -> frozenset[str]:
    """Single words for what a person is: “judge”, “spokesman”, “MP”."""
    lex = gazetteer()
    return lex.roles | lex.seats | {row[0] for row in lex.titles if len(row) == 1}


def _either(listed: Sequence[str], raw: bool = False) -> str:
    ordered = sorted(set(listed), key=lambda word: (-len(word), word))
    return "|".join(word if raw else re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
