"""Where the pages of a text begin: form feeds taken out of it, their places carried through what changes it."""

from __future__ import annotations

from collections.abc import Sequence

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
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    return "".join(parts), tuple(starts)


def carried(starts: Sequence[int], before: str, stripped: Stripped) -> tuple[int, ...]:
    """The places `starts` of the text `before`, in what is left of it once furniture is set aside.

    A place in a line that is gone is that of the next line that stays.
    """
    kept = _lines(stripped.text)
    found: list[int] = []
    at = 0  # of the lines of `before` that hold anything, the one that is looked at
    left = 0  # how many of them stay
    lines = _lines(before)
    stays = frozenset(stripped.kept) if stripped.kept is not None else None
    for place in starts:
        while at < len(lines) and lines[at][1] <= place:
            left += stays is None or at in stays
            at += 1
        if at < len(lines) and (stays is None or at in stays) and lines[at][0] < place:
            begin, end = kept[left]
            found.append(min(begin + place - lines[at][0], end))
        else:
            found.append(kept[left][0] if left < len(kept) else len(stripped.text))
    return (0, *found[1:])


def _lines(text: str) -> list[tuple[int, int]]:
    """Where the lines that hold anything begin and end, without the spaces at their ends."""
    out: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        bare = line.rstrip()
        if bare:
            out.append((start, start + len(bare)))
        start += len(line) + 1
    return out
