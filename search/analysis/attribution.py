"""Who says what a statement states: the source itself, or somebody it lets speak ("Hope says that …")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from search.analysis.described import is_role
from search.analysis.quotations import Placed
from search.analysis.setting import Setting
from search.model import Conflict, Event, Statement

_SAYS = (
    r"(?:said|says|told|tells|wrote|writes|reported|reports|announced|announces|added|adds|insisted|insists|claimed|claims"
    r"|stated|states|believes|believed|confirmed|confirms|estimated|estimates|testified|testifies|recalled|recalls"
    r"|explained|explains|alleged|alleges|admitted|admits|acknowledged|maintains|maintained|thinks)"
)
# "…, officials said." "…, said Ana Ruiz, its secretary."
_BEHIND = re.compile(
    rf"[,”\"] (?P<who>[^,.;:“”\"]{{2,60}}?)(?:, [^,.;“”\"]{{2,60}},)? {_SAYS}\b(?! that)[^,.;]{{0,60}}[.!?]?[”\"]?\s*\Z"
)
_SAID = re.compile(rf"[,”\"] {_SAYS} (?!in |on |at |that |to |by |it |he |she )(?P<who>[^.;:“”\"]{{2,120}})[.!?]?\s*\Z")
# "Ana Ruiz, its secretary, said that …" "According to Ana Ruiz, …" "…, according to Ana Ruiz."
_BEFORE = re.compile(
    rf"(?P<who>[^.;:“”\"]{{2,120}}?)(?:, [^,.;“”\"]{{2,80}},)? {_SAYS}"
    r" (?:that|it|on|in|[^.;:“”\"]{0,60}?that)?\b"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,.;:“”\"]{2,80})")
_WORD = re.compile(r"[^\W\d_]+")
# Titles and roles may stand before a speaker's name, within so many characters; a preposition begins another's.
_LEAD = 40
_BETWEEN = re.compile(r"\b(?:by|of|in|to|with|from|for|that|who|and)\b")


class Speakers:
    """Whose words the statements of findings are. `quotations` and `events` are those of all documents."""

    def __init__(self, setting: Setting, quotations: Sequence[Placed], events: Sequence[Event]) -> None:
        self._setting = setting
        self._quoted: dict[str, list[Placed]] = defaultdict(list)
        for row in quotations:
            self._quoted[row.doc].append(row)
        for rows in self._quoted.values():
            rows.sort(key=lambda q: q.span.start)
        self._starts = {doc: [q.span.start for q in rows] for doc, rows in self._quoted.items()}
        self._dates: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for event in events:
            if event.date_start >= 0:
                self._dates[event.doc, event.start_char].append((event.date.edtf, event.date_start))

    def named(self, found: Sequence[Conflict]) -> tuple[Conflict, ...]:
        """The findings with the speaker of each statement filled in."""
        return tuple(
            replace(
                one,
                values=tuple(
                    replace(v, statements=tuple(self._with(s, v.value, one.kind) for s in v.statements))
                    for v in one.values
                ),
            )
            for one in found
        )

    def _with(self, statement: Statement, value: str, kind: str) -> Statement:
        if statement.speaker:
            return statement
        dates = self._dates.get((statement.doc, statement.start_char), []) if kind == "date" else []
        at = next((start for edtf, start in dates if edtf == value), dates[0][1] if dates else -1)
        if at < 0:
            within = statement.text.find(value)
            at = statement.start_char + within if within >= 0 else -1
        who = self.speaker(statement, at)
        return replace(statement, speaker=who) if who else statement

    def speaker(self, statement: Statement, at: int) -> str:
        """Who says what stands at character `at` of the document (-1: unknown) in a statement, "" for the source."""
        rows = self._quoted.get(statement.doc, [])
        k = bisect_right(self._starts.get(statement.doc, []), at) - 1
        if at >= 0 and k >= 0 and rows[k].span.start <= at < rows[k].span.end:
            speaker = rows[k].speaker
            return self._setting.name(speaker) if speaker else ""
        text = statement.text[:1_000]
        for pattern in (_BEHIND, _SAID, _ACCORDING):
            if (found := pattern.search(text)) and (who := self._who(statement, found.start("who"), found["who"])):
                return who
        found = _BEFORE.match(text)
        if found and (at < 0 or at >= statement.start_char + found.end()):
            return self._who(statement, found.start("who"), found["who"])
        return ""

    def _who(self, statement: Statement, start: int, words: str) -> str:
        """The name in a few words, or the words themselves where they are a role ("officials", "the police")."""
        low = statement.start_char + start
        rows = self._setting.mentions(statement.doc, low, low + len(words))
        named = [m for m in rows if self._setting.kind(m.entity) in ("person", "organization")]
        if named and named[0].start - low <= _LEAD and not _BETWEEN.search(words[: named[0].start - low]):
            return self._setting.name(named[0].entity)
        told = _WORD.findall(words)
        if told and len(told) <= 4 and any(is_role(told[-1], kind) for kind in ("person", "organization")):
            return words.strip()
        return ""
