"""Copies and versions in what the comparison found: one source is no agreement, and a new version is no conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from search.analysis.comparison.linkage import covering
from search.analysis.findings import Relations, make_finding
from search.model import Conflict, StatedValue

_LATER = "a later version of one text states it otherwise"


class SourceGroups(Protocol):
    """Which texts and passages are one text in several documents: `search.analysis.copies.Copies`."""

    @property
    def versions(self) -> Mapping[str, tuple[str, int]]:
        """Document → the id of the text it is a version of, and its place in the order of versions."""

    def voice(self, doc: str, start: int, end: int) -> str:
        """The document whose text or passage the characters `start`–`end` of a document repeat, else that document."""


def merge_copies(found: Relations, groups: SourceGroups) -> Relations:
    """What was found, without agreements of one source, and with what only versions of a text differ in as updates."""
    conflicts, updates = [], list(found.updates)
    for one in found.conflicts:
        superseded = _superseded(one, groups.versions)
        if superseded is None:
            conflicts.append(one)
        else:
            updates.append(superseded)
    agreements = [one for one in found.agreements if _independent(one, groups) > 1]
    return Relations(tuple(conflicts), tuple(agreements), tuple(updates))


def _independent(one: Conflict, groups: SourceGroups) -> int:
    return len({groups.voice(s.doc, s.start_char, s.end_char) for v in one.values for s in v.statements})


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
    return replace(make_finding(one.kind, one.about, ordered, why, update=True), confirmed=one.confirmed)


def _place(value: StatedValue, versions: Mapping[str, tuple[str, int]]) -> int:
    return min((versions[s.doc][1] for s in value.statements if s.doc in versions), default=0)


def deduplicate(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Findings without those that show no value or document which another of their kind does not show as well.

    The one with the most statements is kept; the order stays.
    """
    return tuple(covering(found, lambda one: sum(len(v.statements) for v in one.values), _shown))


def _shown(one: Conflict) -> dict[tuple[str, str, int], frozenset[tuple[str, str, int]]]:
    """The values of a finding with where they are stated, under each of the places."""
    shown = frozenset((v.value, s.doc, s.start_char) for v in one.values for s in v.statements)
    return {(one.kind, doc, at): shown for _, doc, at in shown}
