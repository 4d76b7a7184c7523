"""The results of votes: "by 1,204 to 1,187", "31 for and 18 against", "lost by 26"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.analysis.lexicon import ENGLISH
from search.model import Span
from search.text.folding import fold

_VOTING = re.compile(
    r"\b(?:vot\w+|elect\w*|ballot\w*|referend\w+|ratif\w+|lost|won|beat|defeat\w*|pass(?:ed)?|carried)\b"
)
_COUNT = r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,7})"
_PAIR = re.compile(
    rf"(?<![\w.,$£€-]){_COUNT}(?: votes?)?(?: ?[-–—] ?| to | against | votes to ){_COUNT}(?![\w%]|[.,:-]\d)"
)
_FOR_AGAINST = re.compile(
    rf"(?<![\w.,$£€-]){_COUNT}\b[^.;\d]{{0,30}}?\b(?:for|in favou?r)\b[^.;\d]{{0,20}}?{_COUNT}\b"
    r"[^.;\d]{0,20}?\bagainst\b"
)
_TO_NONE = re.compile(rf"(?<![\w.,$£€-]){_COUNT}(?: votes?)? to (?:none|nil|zero)\b")
_MARGIN = re.compile(
    rf"\b{ENGLISH.pattern('comparison_numbers', 'winning and losing')}\b[^.;,]{{0,40}}?"
    rf"\b(?:by|of) (?:just |only |a mere |barely |a margin of )?{_COUNT}"
    r"(?= votes?\b|[,.;]|\s*\Z| in | to )(?! to \d|-\d| to (?:none|nil|zero)\b| votes? to )"
)
# What every margin has.
_BY = re.compile(r"\b(?:by|of) (?:just |only |a mere |barely |a margin of )?\d")
_MAX_LEN = 1_000  # characters of a sentence, and 400 before it, that are read
_BEFORE = 400
# Votes of which one side has more than this many times the other's are scores of something else.
_LANDSLIDE = 20


@dataclass(frozen=True, slots=True)
class VoteCount:
    """A number of votes at `start`–`end`. `side`: "more", "fewer", "margin".

    `other` is the other side's number, 0 for a margin; `words` are the result as written.
    """

    start: int
    end: int
    value: float
    other: float
    side: str
    words: str


def votes_in(text: str, span: Span, before: int) -> list[VoteCount]:
    """The numbers of votes in a sentence; a word of voting must stand in it or in the text from `before` on."""
    stretch = text[span.start : min(span.end, span.start + _MAX_LEN)]
    if not (_BY.search(stretch) or _PAIR.search(stretch) or "against" in stretch or _TO_NONE.search(stretch)):
        return []  # what each of the patterns needs, found fast
    if not _VOTING.search(fold(text[max(before, span.start - _BEFORE) : span.start] + stretch)):
        return []
    out = [vote for pattern in (_PAIR, _FOR_AGAINST) for hit in pattern.finditer(stretch) for vote in _sides(hit, span)]
    for hit in _TO_NONE.finditer(stretch):
        low, high = span.start + hit.start(1), span.start + hit.end(1)
        out.append(VoteCount(low, high, _count(hit[1]), 0.0, "more", hit.group().strip()))
    for hit in _MARGIN.finditer(stretch):
        low, high = span.start + hit.start(1), span.start + hit.end(1)
        if not any(one.start <= low < one.end for one in out) and not _year(hit[1]):
            out.append(VoteCount(low, high, _count(hit[1]), 0.0, "margin", hit[1]))
    return out


def _sides(hit: re.Match[str], span: Span) -> list[VoteCount]:
    """The two sides of a result; none of what is a year, a tie or a score of something else."""
    one, two = _count(hit[1]), _count(hit[2])
    lopsided = max(one, two) > _LANDSLIDE * (min(one, two) + 1)
    if one == two or lopsided or _year(hit[1]) or _year(hit[2]):
        return []
    words = hit.group().strip()
    return [
        VoteCount(
            span.start + hit.start(n), span.start + hit.end(n), mine, other, "more" if mine > other else "fewer", words
        )
        for n, mine, other in ((1, one, two), (2, two, one))
    ]


def _count(written: str) -> float:
    return float(written.replace(",", ""))


def _year(written: str) -> bool:
    return len(written) == 4 and 1500 <= int(written) <= 2100
