"""Places in a text that has changed: the words around a place say where it is now."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

AROUND = (120, 60, 30, 15)  # characters of the words that are looked for: many first, which stand in one place alone
NEAR = (
    300  # characters on either side of a place within which its words may stand: a passage and what it is quoted with
)
ENOUGH = 0.5  # of the words of a quotation, which may be shortened or put in order, that must stand at their place

Found = Literal["here", "moved", "gone"]


def moved(old: str, new: str, at: int) -> tuple[int, bool]:
    """Where character `at` of the old text is in the new one, and whether the words that stand there are the same.

    Where they are gone, it is where they stood: what follows them, or the end of what precedes them.
    """
    at = max(0, min(at, len(old)))
    before = common_start(old, new)
    if at < before:
        return at, True
    after = min(common_start(old[::-1], new[::-1]), len(old) - before, len(new) - before)
    if at >= len(old) - after:
        return at + len(new) - len(old), True
    return _found_again(old, new, at, (before, len(new) - after))


def _found_again(old: str, new: str, at: int, changed: tuple[int, int]) -> tuple[int, bool]:
    """The same for a place within what has changed, which in the new text is what `changed` bounds."""
    low, high = changed
    for size in AROUND:
        for begin, end in ((at, at + size), (at - size, at)):
            words = old[max(0, begin) : end]
            if len(words.strip()) < size // 2:
                continue
            found = _nearest(new, words, max(0, begin))
            if found >= 0:
                return found + at - max(0, begin), True
    return min(max(at, low), high), False


def _nearest(text: str, words: str, near: int) -> int:
    """Where words stand in a text, nearest to a place; -1 where they do not."""
    here, there = text.rfind(words, 0, near + len(words)), text.find(words, near)
    if here < 0 or there < 0:
        return max(here, there)
    return here if near - here <= there - near else there


def common_start(one: str, other: str) -> int:
    """With how many characters both begin."""
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    # Slices are compared by the interpreter, characters would be by us.
    return bisect_left(range(most), True, key=lambda size: one[: size + 1] != other[: size + 1])


def look_up(text: str, start: int, end: int, quoted: str) -> tuple[int, int, Found]:
    """Where the words of a place stand now: characters, and whether that is where they were said to stand.

    `quoted` is what was there, perhaps with other spaces, shortened, or within its sentence. Where it is nowhere, the
    place is the nearest that there still is.
    """
    words = re.findall(r"\w+", quoted)
    around = set(re.findall(r"\w+", text[max(0, start - NEAR) : end + NEAR]))
    if end <= len(text) and sum(word in around for word in words) >= ENOUGH * len(words):
        return start, end, "here"
    pattern = r"\s+".join(map(re.escape, quoted.strip("… \n").split()))
    found = re.search(pattern, text) if pattern else None
    if found is not None:
        return found.start(), found.end(), "moved"
    return min(start, len(text)), min(start, len(text)), "gone"
