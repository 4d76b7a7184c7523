"""The query language evaluated on a text itself: exact highlights, and passages that answer a query.

No index is needed, and neither Whoosh's index nor numpy is imported. Words, stems and positions are those of
`search.text.analyzer`, so what is highlighted is what the index found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from search.model import Span
from search.query.ast import (
    And,
    Everything,
    Filter,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
    leaves,
)
from search.text import analyzer
from search.text.folding import fold

Run: TypeAlias = tuple[int, ...]
"""The words of one occurrence, as places in the list of a text's words.

Of words that make one thing together ("1,200,000", "C++") the first and the last, even where there is one only.
"""


class TextWords:
    """A text's words with their places. Made once a text, in time linear in its length."""

    def __init__(self, text: str) -> None:
        folded = fold(text)
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.by_term: dict[str, list[int]] = {}
        self.by_word: dict[str, list[int]] = {}
        terms = analyzer.TERMS
        for place, match in enumerate(analyzer.spans(folded)):
            found = match.group()
            self.starts.append(match.start())
            self.ends.append(match.end())
            word = analyzer.bare(found)
            self.words.append(word)
            self.by_word.setdefault(word, []).append(place)
            if term := terms[found]:
                self.by_term.setdefault(term, []).append(place)
        self.joined: dict[str, list[Run]] = {}
        """Term → where words make it together."""
        self.numbers: dict[str, list[Run]] = {}
        """Number → where it is written with separators."""
        self._extents: dict[Run, Span] = {}
        self._add_joined(folded)

    def _add_joined(self, folded: str) -> None:
        for compound, term in analyzer.joined_terms(folded):
            first = bisect_right(self.ends, compound.start)
            last = bisect_left(self.starts, compound.end) - 1
            if first > last:
                continue
            run = (first, last)
            self.joined.setdefault(term, []).append(run)
            self._extents[run] = Span(compound.start, compound.end)
            if compound.is_number:
                self.numbers.setdefault(compound.key, []).append(run)

    def places(self, word: str) -> list[int]:
        """Where a bare word stands, in any of its forms; a stop word in this one only.

        What several words make together stands where the first of them does.
        """
        if analyzer.is_stop(word):
            return self.by_word.get(word, [])
        term = analyzer.stem(word)
        plain = self.by_term.get(term, [])
        return sorted([*plain, *(run[0] for run in self.joined[term])]) if term in self.joined else plain

    def runs(self, leaf: Leaf) -> list[Run]:
        """The occurrences of a leaf, in the order of the text."""
        if isinstance(leaf, Word):
            return self._word(leaf.word)
        if isinstance(leaf, Phrase):
            runs = self._phrase(leaf) if leaf.slop is None else self._near(leaf.words, leaf.slop)
            return sorted({*runs, *self._word(leaf.joined)}) if leaf.joined else runs
        if isinstance(leaf, Wildcard):
            pattern = wildcard_pattern(leaf.pattern)
            fits: Callable[[str], object] = pattern.fullmatch
        else:
            near = Distance(leaf.word, leaf.edits)

            def fits(word: str) -> object:
                return word[:1] == leaf.word[:1] and near.of(word) is not None

        found = [(place,) for word, places in self.by_word.items() if fits(word) for place in places]
        wide = [run for number, runs in self.numbers.items() if fits(number) for run in runs]
        if isinstance(leaf, Wildcard) and leaf.prefix:
            wide += self.joined.get(analyzer.otherwise(analyzer.stem(leaf.prefix)), [])
        return sorted([*found, *wide])

    def _word(self, word: str) -> list[Run]:
        """The occurrences of a word, those with a hyphen too."""
        if analyzer.is_stop(word):
            return [(place,) for place in self.places(word)]
        term = analyzer.stem(word)
        runs: list[Run] = [(place,) for place in self.by_term.get(term, ())]
        wide = self.joined.get(term, []) + self.joined.get(analyzer.otherwise(term), [])
        return sorted([*runs, *wide]) if wide else runs

    def _phrase(self, leaf: Phrase) -> list[Run]:
        words = leaf.words
        each = [self.places(word) for word in words]
        if leaf.unfinished:
            each[-1] = sorted(
                place for word, places in self.by_word.items() if word.startswith(words[-1]) for place in places
            )
        rarest = min(range(len(words)), key=lambda at: len(each[at]))
        others = [(at - rarest, frozenset(places)) for at, places in enumerate(each) if at != rarest]
        runs: list[Run] = []
        for place in dict.fromkeys(each[rarest]):
            if all(place + shift in places for shift, places in others):
                runs.append(tuple(range(place - rarest, place - rarest + len(words))))
        return runs

    def _near(self, words: Sequence[str], slop: int) -> list[Run]:
        """Shortest stretches with all of the words and at most `slop` others; no two overlap."""
        each = {word: self.places(word) for word in dict.fromkeys(words)}
        return [tuple(sorted(run)) for run in near_runs(list(each.values()), slop)]

    def span(self, run: Run) -> Span:
        """The characters from the first word of an occurrence to its last, with the signs that belong to it."""
        if len(run) == 2 and run in self._extents:
            return self._extents[run]
        return Span(self.starts[run[0]], self.ends[run[-1]])

    def shown(self, leaf: Leaf, run: Run) -> list[Span]:
        """What of an occurrence is marked: a phrase as a whole, words that stand near each other one by one."""
        if isinstance(leaf, Phrase) and leaf.slop:
            return [Span(self.starts[place], self.ends[place]) for place in run]
        if isinstance(leaf, Phrase) and self.joined and run not in self._extents:
            first, last = self._made(leaf.words[0], run[0]), self._made(leaf.words[-1], run[-1])
            return [Span(first.start, last.end)]
        return [self.span(run)]

    def _made(self, word: str, place: int) -> Span:
        """The characters of a word at a place, all of them where it is made of several."""
        if self.words[place] != word:
            for run in self.joined.get(analyzer.stem(word), ()):
                if run[0] == place:
                    return self._extents[run]
        return Span(self.starts[place], self.ends[place])


def near_runs(each: Sequence[Sequence[int]], slop: int) -> list[Run]:
    """Shortest runs with a place of every list and at most `slop` further words among them, in order, not overlapping.

    One walk over all places with a window that always ends at the newest (linear but for the sorting).
    """
    if not each or not all(each):
        return []
    places = sorted((place, which) for which, row in enumerate(each) for place in row)
    latest: dict[int, int] = {}
    runs: list[Run] = []
    for place, which in places:
        latest[which] = place
        if len(latest) == len(each):
            first = min(latest.values())
            if place - first + 1 - len(each) <= slop:
                runs.append(tuple(sorted(set(latest.values()))))
                latest = {}
    return runs


def wildcard_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern with `*` as a regular expression over bare words; between two stars it never goes back far."""
    pieces = [re.escape(piece) for piece in pattern.split("*")]
    # Lazy and possessive in one: after each literal piece nothing before it is tried again (Python 3.11's atomic
    # groups), so the time is linear in the word. The last piece must end the word.
    head, *middle = pieces
    tail = middle.pop() if middle else ""
    body = "".join(f"(?>[^\\n]*?{piece})" for piece in middle if piece)
    return re.compile(f"{head}{body}[^\\n]*{tail}")


class Distance:
    """How many letters must be changed, left out, added or swapped with their neighbour to make one word another.

    Optimal string alignment (Damerau's operations, none twice in one place), given up beyond `most`.
    """

    def __init__(self, word: str, most: int) -> None:
        self.word, self.most = word, most

    def of(self, other: str) -> int | None:
        """The distance to another word, None when it is more than `most`."""
        word, most = self.word, self.most
        if abs(len(word) - len(other)) > most:
            return None
        # What both begin and end with costs nothing.
        left = 0
        shortest = min(len(word), len(other))
        while left < shortest and word[left] == other[left]:
            left += 1
        right = 0
        while right < shortest - left and word[-1 - right] == other[-1 - right]:
            right += 1
        a, b = word[left : len(word) - right], other[left : len(other) - right]
        if not a or not b:
            return len(a) + len(b)
        if min(len(a), len(b)) > 4 * most + 2:
            return None
        before: list[int] = []
        row = list(range(len(b) + 1))
        for i, char in enumerate(a, 1):
            older, before, row = before, row, [i] * (len(b) + 1)
            for j, other_char in enumerate(b, 1):
                cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other_char))
                if i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == other_char:
                    cost = min(cost, older[j - 2] + 1)
                row[j] = cost
            if min(row) > most:
                return None
        return row[-1] if row[-1] <= most else None


def highlights(query: Query, text: str) -> tuple[Span, ...]:
    """The hits of a query in a whole text, in order, none inside another. `title:` clauses and NOT are not shown."""
    known = TextWords(text)
    found = [span for leaf in leaves(query.tree, "") for run in known.runs(leaf) for span in known.shown(leaf, run)]
    return outermost(found)


def outermost(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, without those that another covers or that begin inside another."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


class PassageMatcher:
    """Finds the passages of a text that answer a query: the same language as `Library.search`, nothing relaxed.

    Filters and `title:` are about documents; here filters always hold, and a query of nothing else finds nothing.
    """

    def __init__(self, query: str | Query, *, any_word: bool = False) -> None:
        from search.query.parser import parse

        self.query = parse(query, any_word=any_word) if isinstance(query, str) else query
        self.leaves: tuple[Leaf, ...] = tuple(leaves(self.query.tree, ""))
        self._denied: tuple[Leaf, ...] = tuple(_denied(self.query.tree))

    def find(
        self, text: str, spans: Sequence[Span], known: TextWords | None = None
    ) -> list[tuple[Span, float, tuple[Span, ...]]]:
        """(passage, score, matches) of the passages that answer the query, best first; matches are of `text`.

        `spans` are the passages, `known` the text's words where they were made before. Scores compare passages of one
        query only: each word or phrase counts more when there is more of it and the passage is short (BM25's
        saturation, with 60 words as the usual length).
        """
        if not self.leaves:
            return []
        known = TextWords(text) if known is None else known
        wanted = tuple(dict.fromkeys(self.leaves + self._denied))
        runs = {leaf: known.runs(leaf) for leaf in wanted}
        firsts = {leaf: [run[0] for run in rows] for leaf, rows in runs.items()}
        found: list[tuple[Span, float, tuple[Span, ...]]] = []
        for passage in spans:
            low = bisect_left(known.starts, passage.start)
            high = bisect_left(known.starts, passage.end)
            inside = {
                leaf: [
                    run
                    for run in runs[leaf][bisect_left(firsts[leaf], low) : bisect_left(firsts[leaf], high)]
                    if run[-1] < high
                ]
                for leaf in wanted
            }
            if not self._holds(inside):
                continue
            length = 0.5 + 0.5 * (high - low) / 60
            rows = [(leaf, inside[leaf]) for leaf in self.leaves if inside[leaf]]
            score = sum(_weight(leaf) * len(hits) / (len(hits) + length) for leaf, hits in rows)
            shown = [span for leaf, hits in rows for run in hits for span in known.shown(leaf, run)]
            found.append((passage, round(score, 4), outermost(shown)))
        found.sort(key=lambda row: (-row[1], row[0].start))
        return found

    def _holds(self, inside: dict[Leaf, list[Run]]) -> bool:
        parts = self.query.tree.parts
        if not self.query.any_word:
            return all(_holds(part, inside) for part in parts)
        clauses = self.query.clauses
        return all(_holds(part, inside) for part in parts if isinstance(part, Not)) and any(
            _holds(part, inside) for part in clauses
        )


def _holds(node: Node, inside: dict[Leaf, list[Run]]) -> bool:
    if isinstance(node, And):
        return all(_holds(part, inside) for part in node.parts)
    if isinstance(node, Or):
        return any(_holds(part, inside) for part in node.parts)
    if isinstance(node, Not):
        return not _holds(node.part, inside)
    if isinstance(node, Filter | Everything):
        return True
    return bool(inside.get(node))


def _denied(node: Node) -> Iterable[Leaf]:
    """The leaves under NOT."""
    if isinstance(node, Not):
        yield from leaves(node.part, "")
        yield from _denied(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _denied(part)


def _weight(leaf: Leaf) -> float:
    """A phrase says more than a word, and a pattern or a misspelt word less."""
    if isinstance(leaf, Phrase):
        return 1.0 + 0.5 * (len(leaf.words) - 1)
    return 0.7 if isinstance(leaf, Wildcard | Fuzzy) else 1.0
