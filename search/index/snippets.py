"""Snippets: a few lines of a text around the best of its hits, with the hits marked.

Cut from the text by looking for what the terms of the query begin with, which is a hundred times cheaper than
analysing the text again; each place found is then checked word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from search.model import Span
from search.query.ast import Leaf, Phrase, Wildcard, Word
from search.query.matcher import TextWords
from search.text import analyzer

LENGTH = 220  # characters: two to three lines of a results pane
_LEAD = 60  # characters before the first hit, so that it is read in its sentence
_MAX_HITS = 8  # of one word; the best lines are among the first
_MAX_LOOKS = 1_000  # places looked at for one word
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

Found = tuple[int, int, int]
"""Start and end of a hit, and which leaf of the query it is."""


class Finder:
    """Finds the hits of a query's leaves in folded texts. Made once a search.

    `expansions` gives the words that a pattern or fuzzy word was taken to mean.
    """

    def __init__(self, leaves: Iterable[Leaf], expansions: Mapping[Leaf, Sequence[str]]) -> None:
        self.leaves = tuple(leaves)
        self._look: list[tuple[int, Callable[[str], Iterable[tuple[int, int]]]]] = []
        for rank, leaf in enumerate(self.leaves):
            if isinstance(leaf, Word):
                self._look.append((rank, _words_like(leaf.word)))
            elif isinstance(leaf, Phrase):
                self._look.append((rank, _phrase(leaf) if leaf.slop is None else _anywhere(leaf)))
            elif isinstance(leaf, Wildcard) and leaf.prefix:
                self._look.append((rank, _beginning(leaf.prefix)))
            else:
                self._look += [(rank, _words_like(word)) for word in expansions.get(leaf, ())]

    def find(self, folded: str) -> list[Found]:
        """The hits, in the order of the text; of each word at most the first `_MAX_HITS`."""
        if len(self._look) == 1:
            rank, look = self._look[0]
            return [(start, end, rank) for start, end in look(folded)]
        found = [(start, end, rank) for rank, look in self._look for start, end in look(folded)]
        found.sort(key=_outer_first)
        return found


def _outer_first(found: Found) -> tuple[int, int]:
    return found[0], -found[1]


def _words_like(word: str) -> Callable[[str], Iterable[tuple[int, int]]]:
    """Looks for words with the same term. They all begin like the term without its last letter (Porter's `y` → `i`)."""
    term = analyzer.stem(word)
    shared = 0
    while shared < min(len(term), len(word)) and term[shared] == word[shared]:
        shared += 1
    needle = term[: min(shared, max(len(term) - 1, 2))] or term[:1]
    terms = analyzer.TERMS

    def look(folded: str) -> Iterable[tuple[int, int]]:
        found = _look(folded, needle, lambda text: terms[text] == term)
        if not found and 1 < len(term) < 7 and term.isascii() and term.isalpha():
            # An acronym may stand with its dots.
            found = _look(folded, ".".join(term), lambda text: terms[text] == term)
        return found

    return look


def _beginning(prefix: str) -> Callable[[str], Iterable[tuple[int, int]]]:
    return lambda folded: _look(folded, prefix, lambda text: text.startswith(prefix))


def _look(folded: str, needle: str, fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    find, word_at = folded.find, analyzer.word_at
    at = find(needle)
    looks = _MAX_LOOKS
    ascii_only = folded.isascii()
    while at >= 0 and looks:
        # Most places are inside a word; that is seen without asking.
        if not (at and ascii_only and folded[at - 1].isalnum()):
            match = word_at(folded, at)
            if match is not None and fits(match.group()):
                found.append(match.span())
                if len(found) >= _MAX_HITS:
                    break
        looks -= 1
        at = find(needle, at + 1)
    return found


def _phrase(leaf: Phrase) -> Callable[[str], Iterable[tuple[int, int]]]:
    """Looks for a phrase: for its rarest-looking word, and then for the others beside it."""
    forms = [word if analyzer.is_stop(word) else analyzer.stem(word) for word in leaf.words]
    anchor = max(range(len(forms)), key=lambda at: (not analyzer.is_stop(leaf.words[at]), len(forms[at])))
    anchor_word = leaf.words[anchor]

    def stop_word(folded: str) -> Iterable[tuple[int, int]]:
        return _look(folded, anchor_word, lambda text: analyzer.bare(text) == anchor_word)

    first = stop_word if analyzer.is_stop(anchor_word) else _words_like(anchor_word)

    def form(word: str) -> str:
        plain = analyzer.bare(word)
        return plain if analyzer.is_stop(plain) else analyzer.stem(plain)

    def look(folded: str) -> Iterable[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        reach = 24 * len(forms) + 40
        for start, _ in first(folded):
            begin = max(0, start - reach)
            while begin and folded[begin - 1].isalnum() and begin > start - 2 * reach:
                begin -= 1
            near = list(analyzer.spans(folded[begin : start + reach]))
            place = next((rank for rank, match in enumerate(near) if match.start() + begin == start), -1)
            low = place - anchor
            row = near[low : low + len(forms)] if place >= 0 and low >= 0 else []
            if len(row) == len(forms) and all(
                form(each.group()) == want for each, want in zip(row, forms, strict=True)
            ):
                found.append((row[0].start() + begin, row[-1].end() + begin))
        return found

    return look


def _anywhere(leaf: Leaf) -> Callable[[str], Iterable[tuple[int, int]]]:
    """Looks by analysing the whole text: for words near each other."""

    def look(folded: str) -> Iterable[tuple[int, int]]:
        known = TextWords(folded)
        return [(span.start, span.end) for run in known.runs(leaf)[:_MAX_HITS] for span in known.shown(leaf, run)]

    return look


def contains(folded: str, leaf: Phrase) -> bool:
    """Whether a phrase, stop words and all, stands in a folded text."""
    return bool(_phrase(leaf)(folded))


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
