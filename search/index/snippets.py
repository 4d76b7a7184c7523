"""Snippets: a few lines of a text around the best of its hits, with the hits marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from search.index import hits
from search.model import Span
from search.query.ast import Leaf, Phrase, Wildcard, Word

LENGTH = 220  # characters: two to three lines of a results pane
_LEAD = 60  # characters before the first hit, so that it is read in its sentence
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

Found = tuple[int, int, int]
"""Start and end of a hit, and which leaf of the query it is."""


class Finder:
    """Finds the hits of a query's leaves in folded texts. Made once a search.

    `expansions` gives the words that a pattern or fuzzy word was taken to mean.
    """

    def __init__(self, leaves: Iterable[Leaf], expansions: Mapping[Leaf, Sequence[str]]) -> None:
        self.leaves = tuple(leaves)
        self._look: list[tuple[int, hits.Look]] = []
        for rank, leaf in enumerate(self.leaves):
            if isinstance(leaf, Word):
                self._look.append((rank, hits.any_spelling(leaf.word)))
            elif isinstance(leaf, Phrase):
                self._look.append((rank, hits.phrase(leaf) if leaf.slop is None else hits.anywhere(leaf)))
            elif isinstance(leaf, Wildcard) and leaf.prefix:
                self._look.append((rank, hits.beginning(leaf.prefix)))
            else:
                self._look += [(rank, hits.any_spelling(word)) for word in expansions.get(leaf, ())]

    def find(self, folded: str) -> list[Found]:
        """The hits, in the order of the text; of each word at most the first `hits.MAX_HITS`."""
        text = hits.Looked(folded)
        if len(self._look) == 1:
            rank, look = self._look[0]
            return [(start, end, rank) for start, end in look(text)]
        found = [(start, end, rank) for rank, look in self._look for start, end in look(text)]
        found.sort(key=_outer_first)
        return found


def _outer_first(found: Found) -> tuple[int, int]:
    return found[0], -found[1]


def contains(folded: str, leaf: Phrase) -> bool:
    """Whether a phrase, stop words and all, stands in a folded text."""
    return bool(hits.phrase(leaf)(hits.Looked(folded)))


def snippet(text: str, found: Sequence[Found], length: int = LENGTH) -> tuple[str, tuple[Span, ...], int]:
    """(snippet, its marked spans, where it begins in the text): about `length` characters around the best hits.

    The best place shows the most different words of the query, then the most hits, then is the earliest. The snippet is
    the text, character for character, on one line.
    """
    if found:
        first, last = _best(found, length - _LEAD)
    else:
        first = last = 0
    last = min(last, first + length)  # a hit may be a megabyte of letters
    start = _begin(text, first, max(0, min(_LEAD, length - (last - first))))
    end = min(len(text), max(start + length, last))
    if end < len(text) and not text[end].isspace():
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        if space >= last and space > start:
            end = space
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    piece = text[start:end].replace("\n", " ").replace("\t", " ")
    if not piece.isprintable():
        piece = _UNSAFE.sub(" ", piece)
    marks: list[Span] = []
    taken = start
    for begin, stop, _ in found:
        stop = min(stop, max(end, begin + 1)) if stop - begin > length else stop
        if begin >= taken and stop <= end:
            marks.append(Span(begin - start, stop - start))
            taken = stop
    return piece, tuple(marks), start


def _best(found: Sequence[Found], length: int) -> tuple[int, int]:
    """The start and end of the hits of the best stretch of at most `length` characters."""
    if found[-1][1] - found[0][0] <= length:
        return found[0][0], found[-1][1]
    best = (0, 0, 0)
    choice = found[0][:2]
    left = 0
    inside: dict[int, int] = {}
    for right, (_, end, rank) in enumerate(found):
        inside[rank] = inside.get(rank, 0) + 1
        while left < right and end - found[left][0] > length:
            gone = found[left][2]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            left += 1
        score = (len(inside), right - left + 1, -found[left][0])
        if score > best:
            best, choice = score, (found[left][0], end)
    return choice[0], choice[1]


def _begin(text: str, first: int, lead: int) -> int:
    """Where a snippet begins: at the paragraph, the sentence or at least the word, at most `lead` before its hit."""
    earliest = first - lead
    if earliest <= 0:
        start = 0
        earliest = 0
    else:
        start = -1
    line = text.rfind("\n", earliest, first)
    if line >= 0:
        return line + 1
    if start == 0:
        return 0
    stop = max(text.rfind(". ", earliest, first), text.rfind("? ", earliest, first), text.rfind("! ", earliest, first))
    if stop >= 0:
        return stop + 2
    space = text.find(" ", earliest, first)
    return space + 1 if space >= 0 else earliest
