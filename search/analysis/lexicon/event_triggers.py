"""Trigger words: the kind of event that a word stands for, and which words a date belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from search.analysis.lexicon import ENGLISH
from search.model import Event, Span
from search.text.folding import fold

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*+")
# A date further apart than this many characters from its trigger is another statement's.
REACH = 160
# Happenings told within this many characters of the nearest one may belong to the same date.
_AROUND = 130
# Words that begin another clause, whose happening has another time.
_CLAUSES = re.compile(r"\b(?:and|but|which|who|while|when|that|because|although)\b")


@cache
def _stems() -> tuple[dict[str, str], dict[str, tuple[tuple[str, str], ...]]]:
    """Whole words → class, and stems with their classes by their first two letters, longest first."""
    whole: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for kind, entries in ENGLISH.sections("triggers").items():
        for entry in entries:
            if entry.startswith("="):
                whole.setdefault(entry[1:], kind)
            else:
                stems.append((entry, kind))
    ordered = sorted(stems, key=lambda row: (-len(row[0]), row[0]))
    heads = {stem[:2] for stem, _ in ordered}
    return whole, {head: tuple(row for row in ordered if row[0][:2] == head) for head in heads}


_NO_TRIGGER = ENGLISH.words("words", "no triggers")


@lru_cache(maxsize=100_000)
def trigger_class(word: str) -> str:
    """What kind of happening a word tells of ("arrest", "kill", "law" …); "" for none."""
    low = fold(word)
    whole, stems = _stems()
    if low in whole:
        return whole[low]
    if low in _NO_TRIGGER:
        return ""
    for stem, kind in stems.get(low[:2], ()):
        if low.startswith(stem) and (len(stem) > 3 or len(low) <= len(stem) + 3):
            return kind
    return ""


def candidates(text: str, low: int, high: int, date: Span, taken: Sequence[Span] = ()) -> list[tuple[float, Span, str]]:
    """Trigger words of `text[low:high]` with how far they stand from the date, nearest first.

    A comma, a semicolon or a bracket between makes far; "said" counts after what was done. Words inside names (`taken`,
    or capitals within a sentence) tell of nothing.
    """
    out: list[tuple[float, Span, str]] = []
    for hit in WORD.finditer(text, low, high):
        if hit.start() < date.end and hit.end() > date.start:
            continue
        word = hit.group()
        kind = trigger_class(word)
        if not kind or any(span.start <= hit.start() < span.end for span in taken):
            continue
        if word[0].isupper() and hit.start() > low and text[max(0, hit.start() - 2)].isalpha():
            continue
        gap = date.start - hit.end() if hit.end() <= date.start else hit.start() - date.end
        between = text[min(hit.end(), date.end) : max(hit.start(), date.start)]
        clauses = len(_CLAUSES.findall(between))
        far = (
            gap
            + 30 * clauses
            + 40 * between.count(",")
            + 80 * sum(between.count(c) for c in ";—()")
            + (60 if kind == "say" else 0)
        )
        out.append((far, Span(hit.start(), hit.end()), kind))
    return sorted(out, key=lambda row: (row[0], row[1].start))


@lru_cache(maxsize=10_000)
def _classes(text: str, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at = text.find(words)
    if at < 0:
        return (), ()
    date = Span(at, at + len(words))
    rows = candidates(text, max(0, date.start - REACH), min(len(text), date.end + REACH), date)
    if not rows:
        return (), ()
    lead = rows[0][1]
    told = [kind for _, span, kind in rows if span == lead or _coordinated(text, lead, span)]
    around = [kind for far, _, kind in rows if far <= rows[0][0] + _AROUND]
    return tuple(dict.fromkeys(told)), tuple(dict.fromkeys(around))[:3]


def _coordinated(text: str, one: Span, two: Span) -> bool:
    """Whether two happenings are told in one breath: "the kidnap and murder"."""
    between = WORD.findall(text[min(one.end, two.end) : max(one.start, two.start)])
    return len(between) <= 3 and ("and" in between or "or" in between)


def classes_of(event: Event) -> tuple[str, ...]:
    """The classes of what an event's date is told of: its trigger's, and those coordinated with it."""
    lead = trigger_class(event.trigger) if event.trigger else ""
    return tuple(dict.fromkeys((*((lead,) if lead else ()), *_classes(event.text, event.date.words)[0])))


def classes_around(event: Event) -> tuple[str, ...]:
    """The classes of all that is told near an event's date, the nearest first; at most three and the trigger's."""
    return tuple(dict.fromkeys((*classes_of(event), *_classes(event.text, event.date.words)[1])))
