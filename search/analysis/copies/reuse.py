"""Passages that stand in several otherwise different documents: a wire's paragraph in two articles of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.copies.pairs import Text
from search.analysis.copies.shingles import Sentences, same_words
from search.analysis.doc import Doc
from search.analysis.findings import finding_id
from search.analysis.lexicon import ENGLISH
from search.model import Copied, Span
from search.text.wording import counted

# A wire's paragraph goes into a handful of articles; what more texts have is a house's standing line.
_MAX_TEXTS = 8
# A passage lists so many documents at most: copies of one text may be a thousand.
_MAX_DOCS = 60
# What addresses the reader or claims rights is the outlet's, however few documents of it are here.
_FURNITURE = re.compile(
    rf"\b{ENGLISH.pattern('copies', 'words of the outlet')}\b",
    re.IGNORECASE,
)


class SharedPassages:
    """Sentences as holders share them: the same words, or nearly, with the same names and figures in them.

    `bodies` come in order of publication; `roots` has for each text the first of those it is one with.
    """

    def __init__(
        self,
        *,
        bodies: Sequence[Text],
        roots: Sequence[int],
        read: Sentences,
        firsts: Mapping[str, str],
        docs: Mapping[str, Doc],
        sources: Mapping[str, str | None],
    ) -> None:
        self._bodies = bodies
        self._roots = roots
        self._read = read
        self._firsts = firsts
        self._docs = docs
        self._sources = sources
        numbers: dict[object, int] = {}
        self._units: list[int] = []
        self._class: dict[int, int] = {}
        self._telling: set[int] = set()
        for at, key in enumerate(read.keys):
            unit = numbers.setdefault((read.classes[at], key.names, key.figures), len(numbers))
            self._units.append(unit)
            self._class[unit] = read.classes[at]
            if key.telling:
                self._telling.add(unit)
        self._held: dict[int, dict[int, int]] = defaultdict(dict)  # unit → text → its first place there
        for number, body in enumerate(bodies):
            for place, number_of_key in enumerate(body.keys):
                self._held[self._units[number_of_key]].setdefault(number, place)
        self._holders = {
            unit: tuple(held)
            for unit, held in self._held.items()
            if len(held) > 1 and len({roots[number] for number in held}) > 1
        }

    def found(self) -> tuple[dict[str, tuple[tuple[int, int, str], ...]], tuple[Copied, ...]]:
        """(for each document the stretches it shares: start, end, first document; the passages)."""
        return self._repeated(), self._passages()

    def _repeated(self) -> dict[str, tuple[tuple[int, int, str], ...]]:
        first: dict[int, str] = {}
        for unit, holders in self._holders.items():
            if unit in self._telling:
                doc = self._bodies[holders[0]].docs[0]
                first[unit] = self._firsts.get(doc, doc)
        out: dict[str, tuple[tuple[int, int, str], ...]] = {}
        for doc, sentences in self._read.of.items():
            told = ((row.span, first[unit]) for row in sentences if (unit := self._units[row.key]) in first)
            if rows := tuple((span.start, span.end, voice) for span, voice in told):
                out[doc] = rows
        return out

    def _passages(self) -> tuple[Copied, ...]:
        # With other names and figures put in, a standing line is the same line.
        texts: dict[int, set[int]] = defaultdict(set)
        for unit, held in self._held.items():
            texts[self._class[unit]].update(self._roots[number] for number in held)
        shared = {
            unit: holders for unit, holders in self._holders.items() if len(texts[self._class[unit]]) <= _MAX_TEXTS
        }
        found = []
        for number, body in enumerate(self._bodies):
            place = 0
            while place < len(body.keys):
                holders = shared.get(self._units[body.keys[place]], ())
                if not holders or holders[0] != number or self._held[self._units[body.keys[place]]][number] != place:
                    place += 1
                    continue
                run = self._run(number, place, holders, shared)
                if (passage := self._passage(run, holders)) is not None:
                    found.append(passage)
                place += len(run[number])
        return tuple(found)

    def _run(
        self, number: int, place: int, holders: tuple[int, ...], shared: Mapping[int, tuple[int, ...]]
    ) -> dict[int, list[int]]:
        """For each text that holds the sentence at `place` the places of it and of those that follow it in all."""
        run = {each: [self._held[self._units[self._bodies[number].keys[place]]][each]] for each in holders}
        keys = self._bodies[number].keys
        for at in range(place + 1, len(keys)):
            unit = self._units[keys[at]]
            if shared.get(unit) != holders:
                break
            held = self._held[unit]
            if held[number] != at or any(not 0 < held[each] - run[each][-1] <= 2 for each in holders):
                break
            for each in holders:
                run[each].append(held[each])
        return run

    def _passage(self, run: Mapping[int, list[int]], holders: Sequence[int]) -> Copied | None:
        body = self._bodies[holders[0]]
        keys = [body.keys[place] for place in run[holders[0]]]
        told = [key for key in keys if self._units[key] in self._telling]
        if not told or all(_FURNITURE.search(" ".join(self._read.keys[key].words)) for key in told):
            return None
        if self._of_the_house(run):
            return None
        words = [word for key in keys for word in self._read.keys[key].words]
        alike = 1.0
        statements = []
        for number in holders:
            places = run[number]
            mine = [self._bodies[number].keys[place] for place in places]
            if mine != keys:
                alike = min(alike, same_words(words, [word for key in mine for word in self._read.keys[key].words]))
            for doc in self._bodies[number].docs:
                rows = self._read.of[doc]
                start, end = rows[places[0]].span.start, rows[places[-1]].span.end
                statements.append(self._docs[doc].statement(Span(start, end)))
        statements = statements[:_MAX_DOCS]
        if len({self._firsts.get(one.doc, one.doc) for one in statements}) < 2:
            return None
        docs = tuple(one.doc for one in statements)
        told_words = counted(len(words), "word")
        why = f"{told_words}, the same in each" if alike == 1.0 else f"{told_words}, nearly the same in each"
        return Copied(finding_id("passage", *docs, statements[0].text), "passage", docs, alike, tuple(statements), why)

    def _of_the_house(self, run: Mapping[int, list[int]]) -> bool:
        """Whether three texts or more of one source begin or end with a passage: what it says of itself."""
        sources = {self._sources.get(self._bodies[number].docs[0]) for number in run}
        if len(run) < 3 or len(sources) > 1 or None in sources:
            return False
        return all(places[-1] >= len(self._bodies[n].keys) - 2 for n, places in run.items()) or all(
            places[0] <= 1 for places in run.values()
        )
