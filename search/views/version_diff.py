"""What a later version of a text changed: sentences first, then the words within a sentence.

Both are aligned the same way: what stands the same at both ends is left aside, pieces that each text has once hold the
rest together (patience diff, Bram Cohen), and what lies between two of those is aligned by the longest common
subsequence. That last step is the only one that is not linear; it may look at _MAX_CELLS pairs of pieces for a whole
comparison, then what is left counts as changed. Two texts of a megabyte take some seconds at most, whatever they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from search.model import Change, ChangeKind, Span
from search.text.segmentation import sentences

_MAX_CELLS = 4_000_000  # pairs of pieces, about a second
_MAX_BETWEEN = 250_000  # of them between two fixed points
# Two sentences are one that was changed where they share so much of their words (Dice); below that, reading the one as
# gone and the other as new is easier than a patchwork.
_SAME_SENTENCE_THRESHOLD = 0.5
_MAX_DEPTH = 40  # times that what lies between fixed points is looked through for fixed points again
_PIECE = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|\s+|[^\w\s]")
_LETTER = re.compile(r"\w")

Pieces = Sequence[tuple[str, int, int]]
"""Words with their places, one after the other."""
Block = tuple[int, int, int, int]
"""What differs: start and end in the one text, start and end in the other."""


class _Budget:
    """How many pairs of pieces may still be looked at."""

    def __init__(self) -> None:
        self.left = _MAX_CELLS

    def grants(self, cells: int) -> bool:
        """Whether so many may be; they are then spent."""
        if cells > min(self.left, _MAX_BETWEEN):
            return False
        self.left -= cells
        return True


def changes(before: str, after: str) -> tuple[Change, ...]:
    """What `after` changed of `before`, in the order of the text; putting it into `before` gives `after`.

    Spans count characters of the two texts. What lies outside of the changes is the same in both, but for how much and
    which white space there is between words.
    """
    budget = _Budget()
    one, two = _sentences(before), _sentences(after)
    found: list[Block] = []
    a = b = 0
    # The white space after a sentence is no part of it for aligning; what differs in it is found with the words.
    same = _same([piece.rstrip() for piece, _, _ in one], [piece.rstrip() for piece, _, _ in two], budget)
    for c, d in (*same, (len(one), len(two))):
        left = one[a - 1][2] if a else 0
        right = two[b - 1][2] if b else 0
        for mine, theirs in _paired(one[a:c], two[b:d], budget):
            start, left = left, mine[-1][2] if mine else left
            begin, right = right, theirs[-1][2] if theirs else right
            found.extend(_within(before, after, (start, left, begin, right), budget))
        if c < len(one) and one[c][0] != two[d][0]:
            (piece, start, end), (other, begin, stop) = one[c], two[d]
            found.append((start + len(piece.rstrip()), end, begin + len(other.rstrip()), stop))
        a, b = c + 1, d + 1
    return tuple(_changes_of(before, after, found))


def _sentences(text: str) -> list[tuple[str, int, int]]:
    """The text in pieces without a gap: each sentence with the white space after it."""
    starts = [0, *(span.start for span in sentences(text) if span.start > 0)]
    ends = [*starts[1:], len(text)]
    return [(text[start:end], start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def _words(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(hit.group(), hit.start(), hit.end()) for hit in _PIECE.finditer(text, start, end)]


# ---- aligning --------------------------------------------------------------------------------------------------


def _same(one: Sequence[str], two: Sequence[str], budget: _Budget) -> list[tuple[int, int]]:
    """Pairs of places with the same piece, rising in both rows."""
    out: list[tuple[int, int]] = []
    work = [(0, len(one), 0, len(two), 0)]
    while work:
        a, b, c, d, depth = work.pop()
        while a < b and c < d and one[a] == two[c]:
            out.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == two[d - 1]:
            b, d = b - 1, d - 1
            out.append((b, d))
        if a == b or c == d:
            continue
        fixed = _fixed(one, two, a, b, c, d) if depth < _MAX_DEPTH else []
        if fixed:
            for place, (left, right) in enumerate(fixed):
                last = fixed[place + 1] if place + 1 < len(fixed) else (b, d)
                out.append((left, right))
                work.append((left + 1, last[0], right + 1, last[1], depth + 1))
            work.append((a, fixed[0][0], c, fixed[0][1], depth + 1))
        elif budget.grants((b - a) * (d - c)):
            out.extend((a + n, c + m) for n, m in _longest(one[a:b], two[c:d]))
    return sorted(out)


def _fixed(one: Sequence[str], two: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Pieces that both rows have once between these places, as many as come in one order in both."""
    count = Counter(one[a:b])
    once = {piece: c + place for place, piece in enumerate(two[c:d]) if count.get(piece) == 1}
    theirs = Counter(two[c:d])
    pairs = [(a + n, once[piece]) for n, piece in enumerate(one[a:b]) if piece in once and theirs[piece] == 1]
    # The longest rising row (patience sorting): the last card of each pile, and what each card was laid after.
    piles: list[int] = []
    tops: list[int] = []
    below: list[int] = []
    for n, (_, right) in enumerate(pairs):
        pile = bisect_left(piles, right)
        below.append(tops[pile - 1] if pile else -1)
        if pile == len(piles):
            piles.append(right)
            tops.append(n)
        else:
            piles[pile], tops[pile] = right, n
    out: list[tuple[int, int]] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        out.append(pairs[at])
        at = below[at]
    return out[::-1]


def _longest(one: Sequence[str], two: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest common subsequence, as pairs of places."""
    return _best([[1.0 if piece == other else 0.0 for other in two] for piece in one], 0.5)


def _best(weight: Sequence[Sequence[float]], least: float) -> Iterator[tuple[int, int]]:
    """The rising row of cells with the greatest sum of weights, of those that have `least` or more."""
    width = len(weight[0]) if weight else 0
    sums = [[0.0] * (width + 1)]
    for row in reversed(weight):
        under = sums[-1]
        mine = [0.0] * (width + 1)
        best = 0.0
        for at in range(width - 1, -1, -1):
            value = under[at]
            if best > value:
                value = best
            if row[at] >= least and row[at] + under[at + 1] > value:
                value = row[at] + under[at + 1]
            mine[at] = best = value
        sums.append(mine)
    sums.reverse()
    n = m = 0
    while n < len(weight) and m < width:
        if weight[n][m] >= least and sums[n][m] == weight[n][m] + sums[n + 1][m + 1]:
            yield n, m
            n, m = n + 1, m + 1
        elif sums[n][m] == sums[n + 1][m]:
            n += 1
        else:
            m += 1


# ---- sentences and their words ---------------------------------------------------------------------------------


def _paired(one: Pieces, two: Pieces, budget: _Budget) -> Iterator[tuple[Pieces, Pieces]]:
    """Sentences that differ, each with what it was changed into; with nothing where it is gone or new."""
    if not one or not two or not budget.grants(20 * len(one) * len(two)):
        yield one, two
        return
    mine = [Counter(_content(piece)) for piece, _, _ in one]
    theirs = [Counter(_content(piece)) for piece, _, _ in two]
    weight = [[_alike(a, b) for b in theirs] for a in mine]
    a = b = 0
    for n, m in (*_best(weight, _SAME_SENTENCE_THRESHOLD), (len(one), len(two))):
        if n > a or m > b:
            yield one[a:n], ()
            yield (), two[b:m]
        if n < len(one):
            yield one[n : n + 1], two[m : m + 1]
        a, b = n + 1, m + 1


def _content(piece: str) -> list[str]:
    return [word.casefold() for word in _PIECE.findall(piece) if _LETTER.match(word)]


def _alike(one: Counter[str], two: Counter[str]) -> float:
    size = one.total() + two.total()
    if not size or 2 * min(one.total(), two.total()) < _SAME_SENTENCE_THRESHOLD * size:
        return 0.0
    return 2 * (one & two).total() / size


def _within(before: str, after: str, block: Block, budget: _Budget) -> Iterator[Block]:
    """What differs within a block, word by word; changes without a word between them are one."""
    start, end, begin, stop = block
    if start == end or begin == stop:
        if start < end or begin < stop:
            yield block
        return
    mine, theirs = _words(before, start, end), _words(after, begin, stop)
    same = _same([piece for piece, _, _ in mine], [piece for piece, _, _ in theirs], budget)
    told = [(n, m) for n, m in same if not mine[n][0].isspace()]
    last: Block | None = None
    a, b = start, begin
    bridge = True  # whether no word stands between the last change and here
    for n, m in (*told, (-1, -1)):
        c, d = (mine[n][1], theirs[m][1]) if n >= 0 else (end, stop)
        if before[a:c] != after[b:d]:
            here = _trimmed(before, after, (a, c, b, d))
            if last is not None and bridge:
                last = (last[0], here[1], last[2], here[3])
            else:
                if last is not None:
                    yield last
                last = here
            bridge = True
        if n >= 0:
            bridge = bridge and not _LETTER.match(mine[n][0])
            a, b = mine[n][2], theirs[m][2]
    if last is not None:
        yield last


def _trimmed(before: str, after: str, block: Block) -> Block:
    """A block without the white space that both sides begin and end with."""
    a, c, b, d = block
    while a < c and b < d and before[a] == after[b] and before[a].isspace():
        a, b = a + 1, b + 1
    while a < c and b < d and before[c - 1] == after[d - 1] and before[c - 1].isspace():
        c, d = c - 1, d - 1
    return a, c, b, d


def _changes_of(before: str, after: str, found: Sequence[Block]) -> Iterator[Change]:
    """The changes, those that touch and are of one kind as one; other white space for white space is none."""
    joined: list[Block] = []
    for block in found:
        if joined and joined[-1][1] == block[0] and joined[-1][3] == block[2]:
            last = joined[-1]
            blank = any(not before[a:c].strip() and not after[b:d].strip() for a, c, b, d in (last, block))
            if blank or _kind(last) == _kind(block):
                joined[-1] = (last[0], block[1], last[2], block[3])
                continue
        joined.append(block)
    for a, c, b, d in joined:
        blank = not before[a:c].strip() and not after[b:d].strip()
        edge = (a == 0 and b == 0) or (c == len(before) and d == len(after))
        if not blank or (not (a < c and b < d) and not edge):
            yield Change(_kind((a, c, b, d)), Span(a, c), Span(b, d))


def _kind(block: Block) -> ChangeKind:
    a, c, b, d = block
    return "added" if a == c else "removed" if b == d else "changed"
