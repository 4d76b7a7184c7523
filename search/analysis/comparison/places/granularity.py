"""How large a place is, as far as lists and the words beside it tell: only places of one size are compared.

Two sources that put one thing in a town and in the region around it do not differ.
"""

from __future__ import annotations

import re
from functools import cache

from search.analysis.comparison.context import Setting
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Mention
from search.text.folding import fold

_WIDE = ENGLISH.words("comparison_places", "wide places")
_PREMISES = ENGLISH.words("comparison_places", "premises")
# "The border town of X", "X, a village", "the municipality of X": a settlement of its own, which lies in no city.
_SETTLEMENT = words("town city village port hamlet resort municipality")
_SETTLED = re.compile(r", (?:a|the) (?:[\w-]+ ){0,2}(town|city|village|port|hamlet|resort)\b")
# Levels that are compared with one another; but a place of which nothing is known may be a part of a metropolis.
_TOWNS = frozenset({"metropolis", "city", "settlement", "town"})
# "The suburb of X": a part of a town.
_QUARTER = words("suburb quarter neighbourhood neighborhood borough parish ward estate")
_STREETS = ENGLISH.words("comparison_places", "streets")
_OF = re.compile(r"\b([\w-]+)\s+of\s+(?:the\s+)?\Z")
_NEXT = re.compile(r"[\s-]*([a-z]+)")
_OFF = re.compile(r"\boff\s+(?:the\s+)?(?:coast\s+of\s+)?(?:the\s+)?\Z", re.IGNORECASE)
# "Was tipped at Hume Quarry": so few times, and each time in a place; but not "at Nolan's", "in Nolan and".
_FEW = 4
_THERE = re.compile(r"\b(?:in|at|near|outside)\s+\Z")
_NO_PLACE = re.compile(r"['’]s?\b|\s+(?:and|&)\s")
_WORD = re.compile(r"[^\W\d_]+")


def levels(setting: Setting) -> dict[tuple[str, int], str]:
    """ "country", "region", "city" (well known), "town", "premises" or "street", by document and start of a mention.

    Names of bodies count where their last word is a building's; other names than of places and bodies are left out.
    """
    out: dict[tuple[str, int], str] = {}
    for doc, rows in setting.named.items():
        text = setting.texts[doc]
        for m in rows:
            kind = setting.kind(m.entity)
            if kind not in ("place", "organization", "person"):
                continue
            found = level(text, m.start, m.end)
            if kind == "place" or (kind == "organization" and found == "premises") or _stands_for_place(m, setting):
                out[doc, m.start] = found
    return out


def _stands_for_place(mention: Mention, setting: Setting) -> bool:
    """Whether a name that reads as a person or a body stands where places stand each time: "at Hume Quarry"."""
    rows = setting.by_entity(mention.entity)
    several = " " in setting.texts[mention.doc][mention.start : mention.end] or setting.texts[mention.doc].startswith(
        "-born", mention.end
    )
    return (
        several
        and len(rows) <= _FEW
        and all(
            (
                _THERE.search(setting.texts[m.doc], max(0, m.start - 12), m.start) is not None
                and _NO_PLACE.match(setting.texts[m.doc], m.end) is None
            )
            or setting.texts[m.doc].startswith("-born", m.end)
            for m in rows
        )
    )


def level(text: str, start: int, end: int) -> str:
    """How large the place that a text names at `start`–`end` is.

    "country", "region", "sea", "metropolis", "city" (listed), "settlement" (said to be one), "town", "quarter",
    "street" or "premises".
    """
    name = fold(text[start:end])
    told = _WORD.findall(name)
    after = _NEXT.match(text, end)
    beside = fold(after.group(1)) if after else ""
    before = _OF.search(text, max(0, start - 40), start)
    if _OFF.search(text, max(0, start - 24), start):
        # "Off the Cape Verde islands": waters, whatever state the islands are.
        return "sea" if beside in ("islands", "island") or name not in gazetteer().countries else "country"
    if set(told) & _STREETS and len(told) > 1 and (told[-1] in _STREETS or told[0] in _STREETS):
        return "street" if not set(told) & _PREMISES else "premises"
    if (told and set(told[-1:]) & _PREMISES and len(told) > 1) or beside in _PREMISES:
        return "premises"
    if name in gazetteer().countries:
        return "country"
    if name in _regions() or set(told) & _WIDE or beside in _WIDE or (before and fold(before.group(1)) in _WIDE):
        return "region"
    lead = fold(before.group(1)) if before else ""
    if lead in _QUARTER:
        return "quarter"
    if lead in _SETTLEMENT or _SETTLED.match(text, end):
        return "settlement"
    return "metropolis" if name in _cities("cities") else "city" if name in _cities("more cities") else "town"


def one_size(a: str, b: str) -> bool:
    """Whether two levels can be compared: neither place may lie within the other for its size."""
    return a == b or (a in _TOWNS and b in _TOWNS and {a, b} != {"metropolis", "town"})


@cache
def _regions() -> frozenset[str]:
    return frozenset(fold(row) for key in ("states", "regions", "counties") for row in ENGLISH.entries("places", key))


@cache
def _cities(section: str) -> frozenset[str]:
    return frozenset(fold(row) for row in ENGLISH.entries("places", section))
