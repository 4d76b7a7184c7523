"""How large a place is, as far as lists and the words beside it tell: only places of one size are compared.

Two sources that put one thing in a town and in the region around it do not differ.
"""

from __future__ import annotations

import re
from functools import cache

from search.analysis.comparison.context import ComparisonContext
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
_MAX_TIMES = 4
_THERE = re.compile(r"\b(?:in|at|near|outside)\s+\Z")
_NO_PLACE = re.compile(r"['’]s?\b|\s+(?:and|&)\s")
_WORD = re.compile(r"[^\W\d_]+")


def levels(context: ComparisonContext) -> dict[tuple[str, int], str]:
    """ "country", "region", "city" (well known), "town", "premises" or "street", by document and start of a mention.

    Names of bodies count where their last word is a building's; other names than of places and bodies are left out.
    """
    out: dict[tuple[str, int], str] = {}
    for id_, doc in context.docs.items():
        for m in doc.mentions:
            kind = context.kind(m.entity)
            if kind not in ("place", "organization", "person"):
                continue
            found = level(doc.text, m.start, m.end)
            if kind == "place" or (kind == "organization" and found == "premises") or _stands_for_place(m, context):
                out[id_, m.start] = found
    return out


def _stands_for_place(mention: Mention, context: ComparisonContext) -> bool:
    """Whether a name that reads as a person or a body stands where places stand each time: "at Hume Quarry"."""
    text, rows = context.texts[mention.doc], context.by_entity(mention.entity)
    several = " " in text[mention.start : mention.end] or _by_birth(mention, context)
    return several and len(rows) <= _MAX_TIMES and all(_stands_there(m, context) for m in rows)


def _by_birth(mention: Mention, context: ComparisonContext) -> bool:
    """Whether a name says where somebody was born: "Hume-born"."""
    return context.texts[mention.doc].startswith("-born", mention.end)


def _stands_there(mention: Mention, context: ComparisonContext) -> bool:
    """Whether a mention stands where a place stands."""
    text = context.texts[mention.doc]
    there = _THERE.search(text, max(0, mention.start - 12), mention.start)
    return bool(there and not _NO_PLACE.match(text, mention.end)) or _by_birth(mention, context)


def level(text: str, start: int, end: int) -> str:
    """How large the place is that a text names at `start`–`end`.

    "country", "region", "sea", "metropolis", "city" (listed), "settlement" (said to be one), "town", "quarter",
    "street" or "premises".
    """
    after = _NEXT.match(text, end)
    before = _OF.search(text, max(0, start - 40), start)
    beside, lead = fold(after.group(1)) if after else "", fold(before.group(1)) if before else ""
    name = fold(text[start:end])
    if _OFF.search(text, max(0, start - 24), start):
        # "Off the Cape Verde islands": waters, whatever state the islands are.
        return "sea" if beside in ("islands", "island") or name not in gazetteer().countries else "country"
    if built := _built(_WORD.findall(name), beside):
        return built
    if name in gazetteer().countries:
        return "country"
    if name in _regions() or not _WIDE.isdisjoint((*_WORD.findall(name), beside, lead)):
        return "region"
    if lead in _QUARTER:
        return "quarter"
    if lead in _SETTLEMENT or _SETTLED.match(text, end):
        return "settlement"
    return "metropolis" if name in _cities("cities") else "city" if name in _cities("more cities") else "town"


def _built(words: list[str], beside: str) -> str:
    """ "street" or "premises" by the words of a name and the one behind it, "" for neither."""
    several = len(words) > 1
    if several and (words[-1] in _STREETS or words[0] in _STREETS):
        return "premises" if _PREMISES.intersection(words) else "street"
    return "premises" if (several and words[-1] in _PREMISES) or beside in _PREMISES else ""


def one_size(a: str, b: str) -> bool:
    """Whether two levels can be compared: neither place may lie within the other for its size."""
    return a == b or (a in _TOWNS and b in _TOWNS and {a, b} != {"metropolis", "town"})


@cache
def _regions() -> frozenset[str]:
    return frozenset(fold(row) for key in ("states", "regions", "counties") for row in ENGLISH.entries("places", key))


@cache
def _cities(section: str) -> frozenset[str]:
    return frozenset(fold(row) for row in ENGLISH.entries("places", section))
