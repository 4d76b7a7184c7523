"""Finds the hits of a query's words in a folded text without analysing all of it.

A hit is looked for by what all forms of its term begin with, which is a hundred times cheaper than analysing the text
again; each place found is then checked word for word. Where letters of the text stand for two, or points for none, it
is looked for in the text as it is compared, and the places are those of the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from search.query.ast import Leaf, Phrase
from search.query.matcher import TextWords
from search.text import analyzer
from search.text.compounds import Compound, hyphenated, is_signed, numbers, signed, spelt_otherwise
from search.text.folding import EXPANDED, TATWEEL, expanded

MAX_HITS = 8
"""Hits of one word; the best lines are among the first."""

_MAX_LOOKS = 1_000  # places looked at for one word


_OTHERS = re.compile(r"[^\x00-\x7f]")


class Looked:
    """A folded text to look in: `plain` is the text as it is compared, with the place of each character."""

    __slots__ = ("_at", "_shift", "folded", "plain")

    def __init__(self, folded: str) -> None:
        self.folded = self.plain = folded
        self._at: list[int] = []
        self._shift: list[int] = []
        if not folded.isascii():
            self._expand(folded)

    def _expand(self, folded: str) -> None:
        others = [char for char in set(_OTHERS.findall(folded)) if EXPANDED[ord(char)] != char]
        voiced = "\u3099" in folded or "\u309a" in folded  # half-width kana with its mark
        if not others and not voiced:
            return
        pieces: list[str] = []
        last = length = 0
        for match in re.finditer(_pattern("".join(sorted(others)), voiced), folded):
            start, end = match.span()
            stands_for = expanded(match.group())
            pieces += (folded[last:start], stands_for)
            length += start - last
            for _ in stands_for[1:]:
                length += 1
                self._moved(length, start)
            length += len(stands_for[:1])
            last = end
            self._moved(length, last)
        self.plain = "".join((*pieces, folded[last:]))

    def _moved(self, at: int, place: int) -> None:
        self._at.append(at)
        self._shift.append(place - at)

    def place(self, at: int) -> int:
        """The place in the text of a character of `plain`; where two characters are one, that one's."""
        if not self._at:
            return at
        rank = bisect_right(self._at, at)
        return at + self._shift[rank - 1] if rank else at


def _pattern(others: str, voiced: bool) -> str:
    """What stands for something else: single characters, and kana with a mark of its own."""
    single = f"[{re.escape(others)}]" if others else ""
    pair = "[\u3040-\u30ff][\u3099\u309a]" if voiced else ""
    return "|".join(filter(None, (pair, single)))


Look: TypeAlias = Callable[[Looked], Iterable[tuple[int, int]]]
"""Start and end of every hit, at most `MAX_HITS`."""


def words_like(word: str) -> Look:
    """Looks for words with the same term. They all begin like the term without its last letter (Porter's `y` → `i`)."""
    term = analyzer.stem(word)
    shared = 0
    while shared < min(len(term), len(word)) and term[shared] == word[shared]:
        shared += 1
    needle = term[: min(shared, max(len(term) - 1, 2))] or term[:1]
    terms = analyzer.TERMS

    def look(text: Looked) -> Iterable[tuple[int, int]]:
        found = _look(text, needle, lambda word: terms[word] == term)
        if not found and 1 < len(term) < 7 and term.isascii() and term.isalpha():
            # An acronym may stand with its dots.
            found = _look(text, ".".join(term), lambda word: terms[word] == term)
        return found

    return look


def any_spelling(word: str) -> Look:
    """Looks for a word, and for it with a hyphen, a number with separators, a name with its sign."""
    if is_signed(word):
        return lambda text: _made(signed(text.folded), word, text)
    plain = words_like(word)
    term = analyzer.stem(word)
    apart = spelt_otherwise(word)

    def look(text: Looked) -> Iterable[tuple[int, int]]:
        found = list(plain(text))
        if apart and (more := _made(numbers(text.folded), word, text)):
            found = sorted({*found, *more})
        elif not found and "-" in text.folded:
            found = _hyphenated(text, term)
        return found[:MAX_HITS]

    return look


def _hyphenated(text: Looked, term: str) -> list[tuple[int, int]]:
    """Words with a hyphen that are a term without it."""
    made, wanted = analyzer.joined_term, analyzer.otherwise(term)
    return [(each.start, each.end) for each in hyphenated(text.folded) if made(each.key, True) == wanted][:MAX_HITS]


def _made(compounds: Iterable[Compound], key: str, text: Looked) -> list[tuple[int, int]]:
    return sorted((each.start, each.end) for each in compounds if each.key == key)[:MAX_HITS]


def beginning(prefix: str) -> Look:
    """Looks for words that begin so."""
    bare = analyzer.bare

    def look(text: Looked) -> Iterable[tuple[int, int]]:
        if (prefix.isdigit() or spelt_otherwise(prefix)) and (
            made := [each for each in numbers(text.folded) if each.key.startswith(prefix)]
        ):
            whole = {(each.start, each.end) for each in made}
            return sorted({*whole, *_look(text, prefix, lambda word: word.startswith(prefix))})[:MAX_HITS]
        found = _look(text, prefix, lambda word: word.startswith(prefix) or bare(word).startswith(prefix))
        if found or "-" not in text.folded:
            return found
        return _hyphenated(text, analyzer.stem(prefix))

    return look


def _look(text: Looked, needle: str, fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    plain, folded = text.plain, text.folded
    find, place = plain.find, text.place
    at = find(needle)
    looks = _MAX_LOOKS
    letter = needle[:1].isascii()  # it is no word of its own
    while at >= 0 and looks:
        # Most places are inside a word; that is seen without asking.
        if not (at and letter and plain[at - 1].isascii() and plain[at - 1].isalnum()):
            match = _word(folded, place(at))
            if match is not None and fits(match.group()):
                found.append(match.span())
                if len(found) >= MAX_HITS:
                    break
        looks -= 1
        at = find(needle, at + 1)
    return found


def _word(folded: str, at: int) -> re.Match[str] | None:
    """The word whose first letter stands at a place; an Arabic word may be lengthened before it."""
    match = analyzer.word_at(folded, at)
    if match is None and at and not folded[at - 1].isascii():
        first = at
        while first and (folded[first - 1] == TATWEEL or analyzer.joins(folded[first - 1])):
            first -= 1
        # A mark without a letter before it belongs to no word.
        match = next(filter(None, (analyzer.word_at(folded, place) for place in range(first, at))), None)
    return match


# ---- phrases ---------------------------------------------------------------------------------------------------


def phrase(leaf: Phrase) -> Look:
    """Looks for words one after the other."""
    if all(map(analyzer.is_single, leaf.words)):
        return _letters(leaf)
    forms = tuple(map(_form, leaf.words))
    anchor = max(range(len(forms)), key=lambda at: (not analyzer.is_stop(leaf.words[at]), len(forms[at])))
    places = _anchor(leaf.words[anchor])

    def look(text: Looked) -> Iterable[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for start in places(text):
            row = _row(text.folded, start, anchor, forms)
            if row is not None:
                found.append(row)
                if len(found) >= MAX_HITS:
                    break
        return found

    if not leaf.joined:
        return look
    joined = any_spelling(leaf.joined)
    return lambda text: sorted({*look(text), *joined(text)})


def _form(word: str) -> str:
    """What a bare word is compared by within a phrase."""
    return word if analyzer.is_stop(word) else analyzer.stem(word)


def _anchor(word: str) -> Callable[[Looked], Iterable[int]]:
    """Looks for every place of a phrase's rarest-looking word."""
    form = _form(word)
    if is_signed(word):
        return lambda text: [each.start for each in signed(text.folded) if each.key == word]
    terms = analyzer.TERMS
    if analyzer.is_stop(word):
        return lambda text: _starts(text, word, lambda found: analyzer.bare(found) == word)
    needle = form[: max(len(form) - 1, 2)]
    if not word.startswith(needle):
        needle = form[:1]
    dotted = ".".join(form) if 1 < len(form) < 7 and form.isascii() and form.isalpha() else ""

    def places(text: Looked) -> Iterable[int]:
        yield from _starts(text, needle, lambda found: terms[found] == form)
        if dotted:
            yield from _starts(text, dotted, lambda found: terms[found] == form)
        if spelt_otherwise(word):
            yield from (each.start for each in numbers(text.folded) if each.key == word)

    return places


def _starts(text: Looked, needle: str, fits: Callable[[str], bool]) -> Iterable[int]:
    """Where the words begin that begin with `needle` and fit."""
    plain, folded, place = text.plain, text.folded, text.place
    at = plain.find(needle)
    looks = 20 * _MAX_LOOKS
    letter = needle[:1].isascii()
    while at >= 0 and looks:
        if not (at and letter and plain[at - 1].isascii() and plain[at - 1].isalnum()):
            match = _word(folded, place(at))
            if match is not None and fits(match.group()):
                yield match.start()
        looks -= 1
        at = plain.find(needle, at + 1)


def _row(folded: str, start: int, anchor: int, forms: Sequence[str]) -> tuple[int, int] | None:
    """The stretch of words with these forms, of which the one at `start` is the `anchor`; None where they differ."""
    reach = 24 * len(forms) + 40
    begin = max(0, start - reach)
    while begin and analyzer.in_word(folded[begin - 1]) and begin > start - 2 * reach:
        begin -= 1
    piece = folded[begin : start + reach]
    near = list(analyzer.spans(piece))
    place = next((rank for rank, match in enumerate(near) if match.start() + begin == start), -1)
    low = place - anchor
    row = near[low : low + len(forms)] if place >= 0 and low >= 0 else []
    if len(row) != len(forms):
        return None
    end = row[-1].end()
    made: dict[int, list[Compound]] | None = None
    for each, want in zip(row, forms, strict=True):
        if _form(analyzer.bare(each.group())) == want:
            continue
        if made is None:
            made = {}
            for compound in (*signed(piece), *numbers(piece)):
                made.setdefault(compound.start, []).append(compound)
        fits = [
            compound for at in (each.start(), each.start() - 1) for compound in made.get(at, ()) if compound.key == want
        ]
        if not fits:
            return None
        end = max(end, fits[0].end) if each is row[-1] else end
    return row[0].start() + begin, end + begin


def _letters(leaf: Phrase) -> Look:
    """Looks for a phrase of letters that are words of their own: they stand without anything between them, or nearly.

    The first is looked for, so that a line's end or a sign may stand between two.
    """
    words, last, bare = leaf.words, len(leaf.words) - 1, analyzer.bare

    def first(found: str) -> bool:
        word = bare(found)
        return word == words[0] or (not last and leaf.unfinished and word.startswith(words[0]))

    def look(text: Looked) -> Iterable[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        folded = text.folded
        together = "".join(words)
        starts = _starts(text, together if together in text.plain else words[0], first)
        for start in starts:
            end = start
            for rank, match in enumerate(analyzer.spans_from(folded, start)):
                word = bare(match.group())
                open_end = rank == last and leaf.unfinished and word.startswith(words[rank])
                if word != words[rank] and not open_end:
                    break
                end = match.end()
                if rank == last:
                    found.append((start, end))
                    break
            if len(found) >= MAX_HITS:
                break
        return found

    return look


def anywhere(leaf: Leaf) -> Look:
    """Looks by analysing the whole text: for words near each other."""

    def look(text: Looked) -> Iterable[tuple[int, int]]:
        known = TextWords(text.folded)
        return [(span.start, span.end) for run in known.runs(leaf)[:MAX_HITS] for span in known.shown(leaf, run)]

    return look
