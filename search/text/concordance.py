"""Keyword in context: the words left and right of a place, and the order of contexts by their neighbours."""

from __future__ import annotations

import re

from search.text.folding import fold

_LETTERS = re.compile(r"[^\W_]+")


def context(text: str, start: int, end: int, width: int = 80) -> tuple[str, str]:
    """The words left and right of `text[start:end]` on its line, at most `width` characters each, cut between words."""
    low, high = max(0, start - width), min(len(text), end + width)
    left, right = text[low:start], text[end:high]
    newline = left.rfind("\n")
    if newline >= 0:
        left = left[newline + 1 :]
    elif low and not text[low - 1].isspace():
        left = left[next((n for n, char in enumerate(left) if char.isspace()), len(left)) :]
    newline = right.find("\n")
    if newline >= 0:
        right = right[:newline]
    elif high < len(text) and not text[high].isspace():
        right = right[: next((n + 1 for n in range(len(right) - 1, -1, -1) if right[n].isspace()), 0)]
    return left.replace("\t", " ").lstrip(), right.replace("\t", " ").rstrip()


def left_order(left: str) -> tuple[str, ...]:
    """What contexts are sorted by for their left neighbours: the folded words, the nearest first."""
    return tuple(reversed(_LETTERS.findall(fold(left))))


def right_order(right: str) -> tuple[str, ...]:
    """What contexts are sorted by for their right neighbours: the folded words, the nearest first."""
    return tuple(_LETTERS.findall(fold(right)))
