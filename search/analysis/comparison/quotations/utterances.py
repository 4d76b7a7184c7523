"""Quotations as utterances to compare: their words, who speaks or may speak, and what is told around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.analysis.comparison.attribution import addressed
from search.analysis.comparison.context import Setting, stems_of
from search.analysis.comparison.names.conflicts import Roles
from search.analysis.comparison.quotations.tokens import Row, row_of, telling
from search.analysis.lexicon import ENGLISH
from search.analysis.quotations.finder import Placed
from search.analysis.quotations.marks import quoted
from search.model import Span

_TURN = 700  # characters: longer ones are turns of a talk, of which no two are one
_FEWEST = 3  # words of a quotation that is compared
_BETWEEN = 120  # characters between two quotations of one utterance ("…," he said. "…")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quotation with its telling words (stems), all its words, and the name of its speaker.

    `text` is the quotation as printed; of several parts ("…," he said. "…") they stand in `text` with "…" between.
    `perhaps` are the people named near words of nobody known, or meant by "the director"; `around` are the stems of
    what is told around the words.
    """

    placed: Placed
    text: str
    told: frozenset[str]
    row: Row
    speaker: str
    perhaps: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    @property
    def who(self) -> frozenset[str]:
        """Who speaks, or may speak."""
        return frozenset((self.placed.speaker,)) if self.placed.speaker else self.perhaps


def utterances(quotations: Sequence[Placed], setting: Setting) -> list[Utterance]:
    """The utterances of quotations, by document and place; those of fewer words than tell anything are left out."""
    roles = Roles(setting)
    return [one for run in _runs(quotations, setting) for one in _utterances(run, setting, roles)]


def _runs(quotations: Sequence[Placed], setting: Setting) -> list[list[Placed]]:
    """Quotations by document and place; what one speaker says with nothing but "he said" between is one run."""
    runs: list[list[Placed]] = []
    for one in sorted(quotations, key=lambda q: (q.doc, q.span.start, q.span.end)):
        if runs and _goes_on(runs[-1], one, setting.texts[one.doc]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _goes_on(run: Sequence[Placed], one: Placed, text: str) -> bool:
    """Whether a quotation goes on with those before: “Rain is rain,” he said. “It asks nobody.”"""
    last = run[-1]
    if last.doc != one.doc or one.span.end - run[0].span.start > _TURN:
        return False
    between = text[last.span.end : one.span.start]
    same = last.speaker == one.speaker and last.cue == one.cue and bool(one.cue)
    ended = text[last.span.end - 1 : last.span.end] in tuple(",.!?…—–") or between[1:2] in (",", ".", ";")
    return same and ended and 0 < len(between) <= _BETWEEN and "\n" not in between and one.span.start >= last.span.end


def _utterances(run: Sequence[Placed], setting: Setting, roles: Roles) -> list[Utterance]:
    """A quotation as what is compared: itself, or of a turn in a transcript the words quoted within it."""
    placed, whole = run[0], setting.texts[run[0].doc]
    if len(run) > 1:
        parts = [whole[q.span.start : q.span.end] for q in run]
        around = Span(min(q.around.start for q in run), max(q.around.end for q in run))
        joined = replace(placed, span=Span(placed.span.start, run[-1].span.end), around=around)
        one = _utterance(joined, parts, setting, roles)
        return [one] if one else []
    text = whole[placed.span.start : placed.span.end]
    inner = quoted(text) if len(text) > _TURN or not placed.cue else ()
    if inner:
        shift = placed.span.start
        rows = [
            replace(placed, span=Span(shift + q.start, shift + q.end), speaker=None)
            for q in inner
        ]  # fmt: skip
        return [u for row in rows if (u := _utterance(row, [whole[row.span.start : row.span.end]], setting, roles))]
    one = _utterance(placed, [text], setting, roles) if len(text) <= _TURN else None
    return [one] if one else []


def _utterance(placed: Placed, parts: Sequence[str], setting: Setting, roles: Roles) -> Utterance | None:
    row = row_of(parts)
    if len(row.words) < _FEWEST:
        return None
    spoken_to = frozenset[str]()
    if placed.speaker and addressed(placed, setting):
        placed, spoken_to = replace(placed, speaker=None), frozenset((str(placed.speaker),))
    text = " … ".join(part.rstrip(" ,;") if k + 1 < len(parts) else part for k, part in enumerate(parts))
    lead, tail = _surroundings(placed, parts, setting)
    if not placed.speaker and (meant := roles.meant(placed.doc, tail)):
        placed = replace(placed, speaker=meant)
    speaker = setting.name(placed.speaker) if placed.speaker else ""
    perhaps = frozenset[str]() if speaker else _named(placed, parts, setting) - spoken_to
    told = stems_of(f"{lead} {tail}") - _SAYING - roles.stems
    named = setting.mentions(placed.doc, placed.around.start - len(lead), placed.around.end)
    names = frozenset[str]().union(*(stems_of(m.text) for m in named))
    return Utterance(placed, text, telling(text), row, speaker, perhaps, told - names)


def _surroundings(placed: Placed, parts: Sequence[str], setting: Setting) -> tuple[str, str]:
    """(the two sentences before those of a quotation, in its paragraph; its sentences without the quoted words)."""
    doc, text, around = placed.doc, setting.texts[placed.doc], placed.around
    spans, n = setting.sentences(doc), setting.number_at(doc, around.start)
    line = text.rfind("\n", 0, around.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    tail = text[around.start : around.end]
    for part in parts:
        tail = tail.replace(part, " ")
    return text[min(low, around.start) : around.start], tail


_SAYING = stems_of(" ".join(ENGLISH.entries("comparison_quotations", "saying")))


_HE = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")


def _named(placed: Placed, parts: Sequence[str], setting: Setting) -> frozenset[str]:
    """Who may have spoken words of nobody known: the people named in the sentence and the two before it."""
    doc, text = placed.doc, setting.texts[placed.doc]
    spans, n = setting.sentences(doc), setting.number_at(doc, placed.span.start)
    line = text.rfind("\n", 0, placed.span.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    found = _people_in(setting, doc, low, placed.span.start)
    around = text[placed.around.start : placed.around.end]
    for part in parts:
        around = around.replace(part, " ")
    if found or not spans or line <= spans[0].start or not _HE.search(around):
        return found
    # Nobody is named in the paragraph so far: its "he" is of the one before.
    k = setting.number_at(doc, line - 1)
    return _people_in(setting, doc, spans[max(0, k - 1)].start, line)


def _people_in(setting: Setting, doc: str, start: int, end: int) -> frozenset[str]:
    return frozenset(m.entity for m in setting.mentions(doc, start, end) if setting.kind(m.entity) == "person")
