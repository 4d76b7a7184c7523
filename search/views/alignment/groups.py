"""Sentences of several documents gathered into matters: one sentence a document, what is stored before what is like.

A sentence belongs to one matter; only a conflict may have one that is taken, so that each can be walked to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from search.model import Comparison, Conflict, Event, Passage, Span, Statement, Topic
from search.text.folding import fold
from search.text.wording import date_words
from search.views.alignment.sentences import MIN_SCORE, Units

# Statements of one document under one conflict that are compared with each other: more would be a form filled in.
_MAX_STATEMENTS = 8
# Likeness that statements found to agree have at least: they were matched by more than their words.
_MIN_AGREEING_SCORE = 0.05
_DIGITS = re.compile(r"\d[\d,. ]*\d|\d")


@dataclass(slots=True, eq=False)
class Group:
    """Units (by number) on one matter, by document; `marks` are the values that differ, by document."""

    units: dict[int, int]
    whys: list[str] = field(default_factory=list)
    marks: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    differ: bool = False


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The unit that speaks for a document under a finding, the value it states, and its words."""

    unit: int
    value: str
    statement: Statement


class Groups:
    """Gathers matters of some documents (`ids`, in order; `events` by id)."""

    def __init__(self, units: Units, ids: Sequence[str], events: Mapping[str, Sequence[Event]]) -> None:
        self._units = units
        self._numbers = {doc: n for n, doc in enumerate(ids)}
        self._events = events
        self._groups: dict[int, Group] = {}
        self._of: dict[int, Group] = {}

    @property
    def all(self) -> list[Group]:
        """The groups of two documents or more."""
        return [group for group in self._groups.values() if len(group.units) > 1]

    # ---- what is stored -------------------------------------------------------------------------------------------

    def seed(self, compared: Comparison) -> None:
        """Take what differs, what replaces what, what was copied, and what agrees."""
        forms = [one for one in compared.conflicts if one.kind == "name"]
        for conflict in (*(one for one in compared.conflicts if one.kind != "name"), *compared.updates):
            self._differing(conflict, lone=False)
        for copied in compared.copies:
            if copied.statements:
                self._alike(copied.statements, copied.why, least=0.0)
        for agreement in compared.agreements:
            self._alike(
                [s for value in agreement.values for s in value.statements], agreement.why, least=_MIN_AGREEING_SCORE
            )
        for conflict in forms:
            # Two forms of one name stand in sentences about anything: they are shown, and draw nothing else along.
            self._differing(conflict, lone=True)

    def _differing(self, conflict: Conflict, *, lone: bool) -> None:
        chosen = self._chosen((value.value, s) for value in conflict.values for s in value.statements)
        if len({one.value for one in chosen.values()}) < 2:
            return
        units = {doc: one.unit for doc, one in chosen.items()}
        group = self._new(units, own=False) if lone else self._joining(units)
        group.differ = True
        written = []
        for doc, one in chosen.items():
            mark = self._value(conflict, one)
            if mark is not None and mark not in group.marks[doc]:
                group.marks[doc].append(mark)
                written.append(self._units.texts[doc][mark.start : mark.end])
        why = conflict.why
        if conflict.kind == "date" and any(not re.search(r"\d{4}", words) for words in written):
            # “Tuesday” says which day only once it is worked out.
            values = dict.fromkeys(date_words(one.value) for _, one in sorted(chosen.items()))
            why = f"{' · '.join(values)}: {why}"
        if why and why not in group.whys:
            group.whys.append(why)

    def _alike(self, statements: Iterable[Statement], why: str, *, least: float) -> None:
        """A group of statements that say the same, of those documents whose sentences are like one another."""
        units = {doc: one.unit for doc, one in self._chosen(("", statement) for statement in statements).items()}
        while len(units) > 1:
            weakest = {
                doc: min(self._units.likeness(unit, other) for d, other in units.items() if d != doc)
                for doc, unit in units.items()
            }
            worst = min(weakest, key=lambda doc: (weakest[doc], -doc))
            if weakest[worst] >= least:
                break
            del units[worst]
        if len(units) < 2 or any(unit in self._of and self._of[unit].differ for unit in units.values()):
            return  # they are linked already, with a difference to be seen
        free = {doc: unit for doc, unit in units.items() if unit not in self._of}
        if len(free) > 1:
            self._new(free).whys.append(why)

    def _chosen(self, stated: Iterable[tuple[str, Statement]]) -> dict[int, _Chosen]:
        """Of each document the statement that is most like those of the others."""
        rows: dict[int, list[_Chosen]] = defaultdict(list)
        for value, statement in stated:
            doc = self._numbers.get(statement.doc)
            if doc is None or len(rows[doc]) >= _MAX_STATEMENTS:
                continue
            unit = self._units.at(doc, statement.start_char, statement.end_char)
            if unit is not None:
                rows[doc].append(_Chosen(unit, value, statement))
        chosen: dict[int, _Chosen] = {}
        for doc, own in rows.items():
            others = [row for other, found in rows.items() if other != doc for row in found]
            if own and others:
                chosen[doc] = max(
                    own, key=lambda row: sum(self._units.likeness(row.unit, other.unit) for other in others)
                )
        return chosen

    def _value(self, conflict: Conflict, chosen: _Chosen) -> Span | None:
        """The characters of a value where it is stated; None where it is not written as it is compared."""
        said = chosen.statement
        if conflict.kind == "date":
            for event in self._events[said.doc]:
                if event.date.edtf == chosen.value and said.start_char <= event.date_start < said.end_char:
                    return Span(event.date_start, event.date_end)
        text = fold(self._units.texts[self._numbers[said.doc]][said.start_char : said.end_char])
        wanted = [fold(chosen.value)]
        if conflict.kind == "number":
            wanted += sorted(_DIGITS.findall(chosen.value), key=len, reverse=True)[:1]
        for words in wanted:
            found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) if words else None
            if found:
                return Span(said.start_char + found.start(), said.start_char + found.end())
        return None

    def topics(self, topics: Iterable[Topic]) -> None:
        """Link what is left of the passages that a topic of the codebook or the reader's own finds.

        Of each document the sentence of its best passage that has most words of the query. Proposed topics are too
        wide for it.
        """
        from search.query import parse
        from search.query.matcher import highlights

        for topic in topics:
            cells = {doc: passages[0] for doc, passages in topic.cells.items() if doc in self._numbers and passages}
            if topic.origin == "proposed" or len(cells) < 2:
                continue
            query = parse(topic.query)
            found: dict[int, int] = {}
            for doc, passage in cells.items():
                hits = [(passage.start_char + hit.start, passage.text[hit.start : hit.end])
                        for hit in highlights(query, passage.text)]  # fmt: skip
                unit = self._holding(doc, passage, hits)
                if unit is not None and unit not in self._of:
                    found[self._numbers[doc]] = unit
            if len(found) > 1:
                self._new(found).whys.append(f"the topic “{topic.name}” finds each")

    def _holding(self, doc: str, passage: Passage, hits: Sequence[tuple[int, str]]) -> int | None:
        """The unit of a passage that has most different words of some; None where none has any."""
        best: tuple[int, int] | None = None
        for unit in self._units.within(self._numbers[doc], passage.start_char, passage.end_char):
            span = self._units.all[unit].span
            words = {fold(word) for start, word in hits if span.start <= start < span.end}
            if words and (best is None or len(words) > best[0]):
                best = len(words), unit
        return best[1] if best else None

    # ---- groups ---------------------------------------------------------------------------------------------------

    def _new(self, units: Mapping[int, int], *, own: bool = True) -> Group:
        """A new group; its units that nobody has are its own."""
        group = Group(dict(units))
        self._groups[id(group)] = group
        for unit in units.values() if own else ():
            self._of.setdefault(unit, group)
        return group

    def _joining(self, units: Mapping[int, int]) -> Group:
        """The group that has some of these units and lacks nothing but the others; else a new one."""
        found = {id(self._of[unit]): self._of[unit] for unit in units.values() if unit in self._of}
        if len(found) == 1:
            group = next(iter(found.values()))
            if all(group.units.get(doc, unit) == unit for doc, unit in units.items()):
                group.units.update(units)
                self._of.update(dict.fromkeys(units.values(), group))
                return group
        return self._new(units)

    def link(self) -> None:
        """Join sentences that tell of the same, the most alike first."""
        for pair in self._units.pairs():
            one, two = self._owner(pair.one), self._owner(pair.two)
            if one is not two and self._fits(one, two):
                self._merge(one, two)

    def _owner(self, unit: int) -> Group:
        return self._of.get(unit) or Group({self._units.all[unit].doc: unit})

    def _fits(self, one: Group, two: Group) -> bool:
        """Whether two groups have no document in common, and each sentence is like each of the other's."""
        if one.units.keys() & two.units.keys() or (one.differ and two.differ):
            return False
        return all(self._units.likeness(a, b) >= MIN_SCORE for a in one.units.values() for b in two.units.values())

    def _merge(self, one: Group, two: Group) -> None:
        one, two = (two, one) if id(two) in self._groups and id(one) not in self._groups else (one, two)
        self._groups.pop(id(two), None)
        self._groups[id(one)] = one
        one.units |= two.units
        one.whys += [why for why in two.whys if why not in one.whys]
        one.differ |= two.differ
        for doc, spans in two.marks.items():
            one.marks[doc] += spans
        self._of.update(dict.fromkeys(one.units.values(), one))


def pairs_of(group: Group) -> Iterable[tuple[int, int]]:
    """Every two units of a group."""
    return combinations(group.units.values(), 2)
