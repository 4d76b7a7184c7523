"""Copies and versions in what the comparison found: one voice is no agreement, and a new version is no conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from search.analysis.findings import Compared, finding
from search.model import Conflict, StatedValue

_LATER = "a later version of one text states it otherwise"


class Voices(Protocol):
    """Which texts and passages are one text in several documents: `search.analysis.copies.Copies`."""

    @property
    def versions(self) -> Mapping[str, tuple[str, int]]:
        """Document → the id of the text it is a version of, and its place in the order of versions."""

    def voice(self, doc: str, start: int, end: int) -> str:
        """The document whose text or passage the characters `start`–`end` of a document repeat, else that document."""


def weighed(found: Compared, voices: Voices) -> Compared:
    """What was found, without agreements of one voice, and with what only versions of a text differ in as updates."""
    conflicts, updates = [], list(found.updates)
    for one in found.conflicts:
        superseded = _superseded(one, voices.versions)
        if superseded is None:
            conflicts.append(one)
        else:
            updates.append(superseded)
    agreements = [one for one in found.agreements if _voices(one, voices) > 1]
    return Compared(tuple(conflicts), tuple(agreements), tuple(updates))


def _voices(one: Conflict, voices: Voices) -> int:
    return len({voices.voice(s.doc, s.start_char, s.end_char) for v in one.values for s in v.statements})


def _superseded(one: Conflict, versions: Mapping[str, tuple[str, int]]) -> Conflict | None:
    """A conflict as an update, where but for what later versions replace one value is left; else None."""
    newest: dict[str, int] = {}
    for value in one.values:
        for s in value.statements:
            if s.doc in versions:
                text, order = versions[s.doc]
                newest[text] = max(newest.get(text, order), order)
    if not newest:
        return None

    def standing(value: StatedValue) -> bool:
        return any(s.doc not in versions or newest[versions[s.doc][0]] == versions[s.doc][1] for s in value.statements)

    if sum(map(standing, one.values)) > 1:
        return None
    ordered = sorted(one.values, key=lambda v: (standing(v), _place(v, versions)))
    why = f"{one.why}; {_LATER}" if one.why else _LATER
    return replace(finding(one.kind, one.about, ordered, why, update=True), confirmed=one.confirmed)


def _place(value: StatedValue, versions: Mapping[str, tuple[str, int]]) -> int:
    return min((versions[s.doc][1] for s in value.statements if s.doc in versions), default=0)


def once(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Findings without those that show no value or document which another of their kind does not show as well.

    The one with the most statements is kept; the order stays.
    """
    kept: set[int] = set()
    shown: dict[tuple[str, str, int], list[frozenset[tuple[str, str, int]]]] = {}
    for n, one in sorted(enumerate(found), key=lambda row: (-sum(len(v.statements) for v in row[1].values), row[0])):
        told = frozenset((v.value, s.doc, s.start_char) for v in one.values for s in v.statements)
        places = [(one.kind, doc, at) for _, doc, at in told]
        if any(told <= other for place in places for other in shown.get(place, ())):
            continue
        kept.add(n)
        for place in places:
            shown.setdefault(place, []).append(told)
    return tuple(one for n, one in enumerate(found) if n in kept)
