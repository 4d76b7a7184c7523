"""The brief: what chosen sources say of what is chosen, for somebody who does not have Sourcebook before them.

Where they differ, what a later source replaces, who says what, topics × sources, the timeline, copies; every value with
its quotation, document and page (paragraph, where there are no pages). No verdicts: sources differ, and what a source
lacks is "not found" in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from search.errors import CorpusError
from search.exports.blocks import Block, Grid, Heading, Item, Items, Paragraph, Report, Run, Sources, Words, words
from search.exports.selection import EventGroup, ExportSelection
from search.model import (
    ClaimGrid,
    ClaimRow,
    Comparison,
    Conflict,
    Document,
    Entity,
    Event,
    StatedValue,
    Statement,
    Topic,
)
from search.query import parse
from search.text.folding import name_key
from search.text.wording import ASKS, COPIES, citation, counted, date_words, reason_words

MAX_CONFLICTS = 60
MAX_EVENTS = 60  # of the timeline: those that most sources state; `export timeline` has them all
MAX_GRIDS = 3  # claim grids where nothing in the query says whom it is about
MAX_COLUMNS = 6  # sources that a table has room for on a page; with more it becomes a list
MAX_AGREEMENTS = 20

ABSENT = "not found in this source"


def report(selection: ExportSelection) -> Report:
    """The brief of a selection."""
    return _Brief(selection).made()


class _Brief:
    """One brief: numbers its sources as they are cited and counts its quotations."""

    def __init__(self, selection: ExportSelection) -> None:
        self._selection = selection
        self._compared: Comparison = selection.comparison
        self._labels = labels(self._compared.sources)
        self._numbers: dict[str, int] = {}
        self._starts: dict[str, list[int]] = {}
        self._quotations = 0
        self._left: list[str] = []

    def made(self) -> Report:
        """All of it; the list of sources comes last, when all are numbered."""
        parts = (
            self._conflicts("Where the sources differ", "≠", self._compared.conflicts),
            self._conflicts("What a later source says otherwise", "→", self._compared.updates),
            self._grids(),
            self._topics(),
            self._timeline(),
            self._conflicts("Where they agree", "=", self._compared.agreements[:MAX_AGREEMENTS]),
            self._copies(),
        )
        body = [block for part in parts for block in part]
        note = f"Left out: {'; '.join(self._left)}." if self._left else ""
        left = [Paragraph(words(Run(note, "dim")))] if note else []
        documents = self._selection.documents
        cited = tuple(citation(documents[doc]) if doc in documents else doc for doc in self._numbers)
        blocks = (*self._head(), *body, *left, Heading("Sources"), Sources(cited))
        return Report(blocks, self._quotations, note)

    # ---- citing ------------------------------------------------------------------------------------------------

    def _cite(self, doc: str, start: int, end: int) -> Words:
        """ "[2] p. 7" or "[2] ¶4": the number of a source, and the page, in a text without pages the paragraph."""
        number = self._numbers.setdefault(doc, len(self._numbers) + 1)
        place = self._selection.places.words(doc, start, end) or f"¶{self._paragraph(doc, start)}"
        return words(Run(str(number), "cite"), Run(f" {place}", "dim"))

    def _paragraph(self, doc: str, start: int) -> int:
        """The paragraph that a place stands in, counted from 1 over those that are not empty."""
        if doc not in self._starts:
            text = self._selection.text(doc)
            starts, at = [], 0
            for line in text.split("\n"):
                if line.strip():
                    starts.append(at)
                at += len(line) + 1
            self._starts[doc] = starts
        return max(1, bisect_right(self._starts[doc], start))

    def _quoted(self, said: Statement | Event) -> Words:
        self._quotations += 1
        return words(Run(said.text, "quote"), " ", self._cite(said.doc, said.start_char, said.end_char))

    def _label(self, doc: str) -> str:
        return self._labels.get(doc, doc)

    # ---- parts -------------------------------------------------------------------------------------------------

    def _head(self) -> Iterable[Block]:
        compared = self._compared
        yield Heading(self._selection.title, 1)
        if self._selection.query:
            yield Paragraph(words("Selected by ", Run(self._selection.query, "strong"), "."))
        named = ", ".join(self._label(source.id) for source in compared.sources[:20])
        more = len(compared.sources) - 20
        named += f" and {more} more" if more > 0 else ""
        counts = [
            counted(len(rows), one, many)
            for rows, one, many in (
                (compared.conflicts, "point on which they differ", "points on which they differ"),
                (compared.updates, "later statement that replaces an earlier", "later statements that replace earlier"),
                (compared.agreements, "point on which they agree", "points on which they agree"),
            )
            if rows
        ]
        told = f": {'; '.join(counts)}" if counts else ""
        yield Paragraph(words(f"{counted(len(compared.sources), 'source')} ({named}){told}."))
        yield Paragraph(
            words(Run(
                "Sources are shown to differ; which is right is not said. A number in brackets is a source of the list "
                "at the end, p. its page, ¶ its paragraph where it has none. = agrees, ≠ differs, ≈ compatible or more "
                "precise, · not found.", "dim",
            ))
        )  # fmt: skip

    def _conflicts(self, title: str, mark: str, conflicts: Sequence[Conflict]) -> Iterable[Block]:
        if not conflicts:
            return
        yield Heading(title)
        if len(conflicts) > MAX_CONFLICTS:
            self._left.append(f"{len(conflicts) - MAX_CONFLICTS} more under “{title}”")
        for conflict in conflicts[:MAX_CONFLICTS]:
            about = ", ".join(conflict.about) or "The same affair"
            yield Heading(f"{mark} {about}: {ASKS[conflict.kind]}", 3)
            if conflict.why:
                kept = " Looked at, and kept." if conflict.confirmed else ""
                yield Paragraph(words(Run(f"Why together: {reason_words(conflict.why)}.{kept}", "dim")))
            yield Items(tuple(self._value(conflict, value, mark) for value in conflict.values))
            said = {each.doc for value in conflict.values for each in value.statements}
            silent = [self._label(source.id) for source in self._compared.sources if source.id not in said]
            if silent and mark == "≠" and len(silent) <= MAX_COLUMNS * 2:
                yield Paragraph(words(Run(f"Not found in: {', '.join(silent)}.", "dim")))

    def _value(self, conflict: Conflict, value: StatedValue, mark: str) -> Item:
        shown = date_words(value.value) if conflict.kind == "date" else value.value
        under = tuple(Item(self._said(statement)) for statement in value.statements)
        return Item(words(Run(shown, "differ" if mark == "≠" else "strong")), under)

    def _said(self, said: Statement) -> Words:
        by = f"{said.speaker}, in {self._label(said.doc)}" if said.speaker else self._label(said.doc)
        return words(f"{by}: ", self._quoted(said))

    def _grids(self) -> Iterable[Block]:
        grids = [grid for subject in self._subjects() if (grid := self._grid_of(subject)) is not None and grid.rows]
        if grids:
            yield Heading("Who says what")
        for grid in grids:
            yield Heading(grid.title, 3)
            if 0 < len(grid.documents) <= MAX_COLUMNS:
                yield self._claims_table(grid)
            else:
                yield Items(tuple(self._claims_item(grid, row) for row in grid.rows))

    def _subjects(self) -> Sequence[str]:
        """What the query is about; without that, the people and bodies that most of the sources name."""
        asked: list[str] = []
        for part in parse(self._selection.query).filters if self._selection.query else ():
            if part.field == "entity" and not part.negated:
                asked += [f"entity:{entity.id}" for entity in self._entities_named(part.value)[:MAX_GRIDS]]
            elif part.field == "topic" and not part.negated:
                wanted = name_key(part.value)
                asked += [f"topic:{topic.name}" for topic in self._compared.topics if name_key(topic.name) == wanted]
        return list(dict.fromkeys(asked))[: 2 * MAX_GRIDS] if asked else self._most_named()

    def _entities_named(self, value: str) -> Sequence[Entity]:
        """The entities that a value of `entity:` means: by id or name, else those with a name that holds it."""
        wanted = name_key(value)
        known = [(e, [name_key(name) for name in (e.name, *e.aliases)]) for e in self._selection.entities]
        named = [e for e, names in known if wanted in names or value == e.id]
        return named or [e for e, names in known if any(wanted in name for name in names)]

    def _most_named(self) -> Sequence[str]:
        """The people, bodies and laws that most of the sources name."""
        chosen = {source.id for source in self._compared.sources}
        counted_in = [(len(chosen.intersection(e.documents)), e) for e in self._selection.entities]
        common = [(docs, e) for docs, e in counted_in if docs > 1 and e.type != "place"]
        common.sort(key=lambda row: (row[1].type != "person", -row[0], -row[1].mentions))
        return [f"entity:{entity.id}" for _, entity in common[:MAX_GRIDS]]

    def _grid_of(self, subject: str) -> ClaimGrid | None:
        docs = [source.id for source in self._compared.sources]
        try:
            return self._selection.claims(subject, docs)
        except CorpusError:  # gone since it was listed: another Sourcebook was at work
            return None

    def _claims_table(self, grid: ClaimGrid) -> Grid:
        head = ("", *(self._label(document.id) for document in grid.documents))
        rows = []
        for row in grid.rows:
            cells = tuple(self._cell(row, document.id) for document in grid.documents)
            rows.append((words(Run(f"{row.mark} {_question_of(row)}", "strong")), *cells))
        return Grid(head, tuple(rows))

    def _cell(self, row: ClaimRow, doc: str) -> Words:
        claims = row.cells.get(doc, ())
        if not claims:
            return words(Run("·", "dim"))
        out: list[Run] = []
        for claim in claims:
            self._quotations += 1
            by = f" ({claim.statement.speaker})" if claim.statement.speaker else ""
            mark = f"{claim.mark} " if claim.mark != "·" else ""
            told = Run(f"{mark}{claim.words}{by}", "differ" if claim.mark == "≠" else "")
            out += [*([Run("; ")] if out else []), told, Run(" ")]
            said = claim.statement
            at = (claim.start, claim.end) if claim.start >= 0 else (said.start_char, said.end_char)
            out += self._cite(doc, *at)
        return words(out)

    def _claims_item(self, grid: ClaimGrid, row: ClaimRow) -> Item:
        there = [document.id for document in grid.documents if row.cells.get(document.id)]
        under = tuple(Item(words(f"{self._label(doc)}: ", self._cell(row, doc))) for doc in there)
        silent = len(grid.documents) - len(there)
        told = f" ({ABSENT.replace('this source', counted(silent, 'source'))})" if silent else ""
        return Item(words(Run(f"{row.mark} {_question_of(row)}", "strong"), Run(told, "dim")), under)

    def _topics(self) -> Iterable[Block]:
        topics = [topic for topic in self._compared.topics if topic.cells]
        if not topics:
            return
        yield Heading("Topics × sources")
        sources = self._compared.sources
        if len(sources) <= 2 * MAX_COLUMNS:
            head = ("", *(self._label(source.id) for source in sources))
            yield Grid(head, tuple(self._topic_row(topic, sources) for topic in topics))
        for topic in topics:
            yield Heading(topic.name, 3)
            if topic.description:
                yield Paragraph(words(topic.description))
            rows = []
            for source in sources:
                for passage in topic.cells.get(source.id, ())[:1]:
                    said = Statement(passage.doc, passage.text, passage.start_char, passage.end_char)
                    rows.append(Item(self._said(said)))
            yield Items(tuple(rows))
            silent = [self._label(source.id) for source in sources if source.id not in topic.cells]
            if silent and len(silent) <= 2 * MAX_COLUMNS:
                yield Paragraph(words(Run(f"Not found in: {', '.join(silent)}.", "dim")))

    def _topic_row(self, topic: Topic, sources: Sequence[Document]) -> tuple[Words, ...]:
        counts = [topic.counts.get(source.id, len(topic.cells.get(source.id, ()))) for source in sources]
        cells = (words(Run(f"●{count}") if count else Run("·", "dim")) for count in counts)
        return (words(Run(topic.name, "strong")), *cells)

    def _timeline(self) -> Iterable[Block]:
        chosen = {source.id for source in self._compared.sources}
        cut = [
            EventGroup(tuple(event for event in one.statements if event.doc in chosen))
            for one in self._selection.event_groups
        ]
        told = [one for one in cut if one.statements]
        if not told:
            return
        kept = told
        if len(told) > MAX_EVENTS:
            by_weight = sorted(told, key=lambda one: -len({event.doc for event in one.statements}))
            wanted = {one.lead.id for one in by_weight[:MAX_EVENTS]}
            kept = [one for one in told if one.lead.id in wanted]
            self._left.append(f"{len(told) - len(kept)} events that fewer sources state")
        yield Heading("What happened when")
        for stretch, rows in groupby(kept, key=attrgetter("stretch")):
            yield Heading(stretch, 3)
            yield Items(tuple(self._event(one) for one in rows))

    def _event(self, one: EventGroup) -> Item:
        lead = one.lead
        under = tuple(
            Item(
                words(
                    f"{date_words(event.date.edtf)}: " if event.date.edtf != lead.date.edtf else "", self._dated(event)
                )
            )
            for event in one.statements[1:]
        )
        return Item(words(Run(date_words(lead.date.edtf), "strong"), " ", self._dated(lead)), under)

    def _dated(self, event: Event) -> Words:
        remarks: list[str] = [event.modality] if event.modality != "fact" else []
        remarks += ["denied"] if event.negated else []
        remarks += [reason_words(event.date.why) or event.date.basis] if event.date.basis != "stated" else []
        told = f" ({'; '.join(remarks)})" if remarks else ""
        return words(f"{self._label(event.doc)}: ", self._quoted(event), Run(told, "dim"))

    def _copies(self) -> Iterable[Block]:
        if not self._compared.copies:
            return
        yield Heading("One text in several sources")
        rows = []
        for copied in self._compared.copies:
            joint = " → " if copied.kind == "version" else ", "
            named = joint.join(self._label(doc) for doc in copied.docs)
            why = f" ({reason_words(copied.why)})" if copied.why else ""
            under = tuple(Item(self._said(said)) for said in copied.statements[:1])
            rows.append(
                Item(words(Run(COPIES[copied.kind].capitalize(), "strong"), f": {named}", Run(why, "dim")), under)
            )
        yield Items(tuple(rows))


def labels(documents: Iterable[Document]) -> dict[str, str]:
    """Document id → what it is called: its source (else author, title), with its date where that is not enough."""
    rows = list(documents)
    names = {document.id: document.source or document.author or document.title or document.id for document in rows}
    seen: dict[str, list[Document]] = {}
    for document in rows:
        seen.setdefault(names[document.id], []).append(document)
    for name, own in seen.items():
        if len(own) > 1:
            for document in own:
                told = date_words(document.published) if document.published else document.id
                same = sum(other.published == document.published for other in own) > 1
                names[document.id] = f"{name} ({document.id if same else told})"
    return names


def _question_of(row: ClaimRow) -> str:
    return row.label or row.question
