"""Where the pages of a text begin: form feeds taken out of it, their places carried through what changes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from search.corpus.boilerplate import Stripped
from search.model import PageUnit
from search.text.sanitise import sanitise

FEED = "\f"


def paged(raw: str, unit: PageUnit) -> tuple[str, tuple[int, ...]]:
    """A text with form feeds, sanitised and without them; the characters at which its pages begin.

    In a format without pages (`unit` is "") a form feed is a line's end too, as a printer takes it.
    """
    if not unit:
        raw = raw.rstrip(f"{FEED}\n ").replace(FEED, f"\n{FEED}")
    parts = [sanitise(part) for part in raw.split(FEED)]
    for number in range(len(parts) - 1, 0, -1):
        # A mark that a page begins with belongs to the letter before it: the whole is NFC, as its parts are.
        joining = next((at for at, char in enumerate(parts[number]) if not _joins(char)), len(parts[number]))
        if joining:
            parts[number - 1] = sanitise(parts[number - 1] + parts[number][:joining])
            parts[number] = parts[number][joining:]
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    return "".join(parts), tuple(starts)


def _joins(char: str) -> bool:
    """Whether a character may become one with what stands before it: a mark, a vowel or final of Hangul."""
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff")


def carried(starts: Sequence[int], before: str, stripped: Stripped) -> tuple[int, ...]:
    """The places `starts` of the text `before`, in what is left of it once furniture is set aside.

    A place in a line that is gone is that of the next line that stays, one in what was cut off a line's end that end.
    """
    kept = _lines(stripped.text)
    found: list[int] = []
    at = 0  # of the lines of `before` that hold anything, the one that is looked at
    left = 0  # how many of them stay
    lines = _lines(before)
    stays = frozenset(stripped.kept) if stripped.kept is not None else None
    for place in starts:
        while at < len(lines) and lines[at].end <= place:
            left += stays is None or at in stays
            at += 1
        if at < len(lines) and (stays is None or at in stays) and lines[at].start < place:
            here = kept[left]  # its indentation may be gone
            found.append(max(here.start, min(here.first + place - lines[at].first, here.end)))
        else:
            found.append(kept[left].start if left < len(kept) else len(stripped.text))
    return (0, *found[1:])


class _Line(NamedTuple):
    """A line that holds anything: its first character, the first that is no space, and the one after the last such."""

    start: int
    first: int
    end: int


def _lines(text: str) -> list[_Line]:
    out: list[_Line] = []
    start = 0
    for line in text.split("\n"):
        bare = line.rstrip()
        if bare:
            out.append(_Line(start, start + len(line) - len(line.lstrip()), start + len(bare)))
        start += len(line) + 1
    return out
