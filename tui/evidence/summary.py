"""The rows of the comparison's list: the sections of what was found, in their order, each with its count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from search.model import Comparison, Conflict, Described, Document, Only, Topic
from tui.evidence.conflict_rows import AGREES, ASIDE, DIFFERS, LATER, conflict_row
from tui.evidence.values import days_told, days_words, documents_of, voices_note
from tui.panes.text import folded, text_lines
from tui.widgets.cells import Cell, Line, width_of
from tui.widgets.line_list import Row
from tui.wording import called, counted

if TYPE_CHECKING:
    from search.model import Copied, Silent

MAX_ROWS = 200  # of a section at first, and with each Enter on the row that tells of the rest
MAX_SILENT = 3  # lines of what is not found in a source
NOTE_STYLE = "dim"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class More:
    """The rest of a section that is too long to be listed at once."""

    section: str


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Summary:
    """Makes the list of a comparison for a width.

    `names` are those of entities by id, `kinds` their types by name, `short` the sources' short names. `listed` says of
    a section how many rows are shown where that is not the usual number. `marked` counts the marked sources, `mark_key`
    marks one.
    """

    comparison: Comparison
    documents: Mapping[str, Document]
    short: Mapping[str, str]
    names: Mapping[str, str]
    kinds: Mapping[str, str]
    width: int
    dismissed: bool = False
    listed: Mapping[str, int] = field(default_factory=dict)
    marked: int = 0
    mark_key: str = "space"
    date_key: str = "P"

    def rows(self) -> tuple[Row, ...]:
        """All sections that have rows."""
        what = self.comparison
        differ = sorted(what.conflicts, key=lambda one: not one.confirmed)
        only = [one for one in what.only if one.statements]
        out = self._notes()
        out += self._section("differ", differ, self._conflict(DIFFERS))
        out += self._section("updates", what.updates, self._conflict(LATER))
        out += self._section("agree", what.agreements, self._conflict(AGREES))
        out += self._section("topics", what.topics, self._topic)
        out += self._section("copies", what.copies, self._copied)
        out += self._section("described as", what.described, self._described)
        out += self._section("in one source only", only, self._only)
        out += self._section("not found", what.silent, self._silent)
        if self.dismissed:
            out += self._section("dismissed", what.dismissed, self._conflict(ASIDE))
        return tuple(out)

    def _section(self, title: str, found: Sequence[T], build: Callable[[T], Row]) -> list[Row]:
        if not found:
            return []
        most = self.listed.get(title, MAX_ROWS)
        head = (Cell(f" {title}", "heading", grow=True), Cell(f"{len(found):,} ", "dim", align="right"))
        out = [Row(f"# {title}", (head,), selectable=False), *(build(one) for one in found[:most])]
        if len(found) > most:
            rest = f"… {len(found) - most:,} more: open this row, or narrow, to see them"
            lines = tuple((Cell(line, "dim", grow=True),) for line in folded(rest, self.width))
            out.append(Row(f"more {title}", lines, data=More(title)))
        return [*out, Row(f"# after {title}", ((),), selectable=False)]

    def _notes(self) -> list[Row]:
        """What must be known before the rest is read; each is said once."""
        sources = self.comparison.sources
        notes = []
        if len(sources) == 1:
            others = f" is marked: nothing to compare it with; {self.mark_key} in the results marks others."
            notes.append("Only one source" + (others if self.marked else " here: there is nothing to compare it with."))
        undated = sum(not source.published for source in sources)
        if undated and len(sources) > 1:
            some = f"{counted(undated, 'source')} without a date"
            without = "No source has a date" if undated == len(sources) else some
            notes.append(f"{without}: which is later is not known ({self.date_key} sets a date).")
        lines = [line for note in notes for line in text_lines(note, self.width, most=4, style=NOTE_STYLE, indent=1)]
        return [Row("# notes", (*lines, ()), selectable=False)] if lines else []

    # ---- rows ----------------------------------------------------------------------------------------------------

    def _conflict(self, mark: str) -> Callable[[Conflict], Row]:
        def build(one: Conflict) -> Row:
            days = days_words(days_told(one, self.documents)) if one.update else ""
            note = voices_note(documents_of(one.values), self.comparison.voices) if mark == AGREES else ""
            return conflict_row(one, self.width, mark, self.kinds, days=days, note=note)

        return build

    def _topic(self, topic: Topic) -> Row:
        total = len(self.comparison.sources)
        have = sum(bool(topic.cells.get(document.id)) for document in self.comparison.sources)
        note = "proposed " if topic.origin == "proposed" else ""
        right = [Cell(f"  {note}", "dim", align="right", optional=True)] if note else [Cell("  ", align="right")]
        count = Cell(f"{have}/{total} ", "count" if have else "dim", align="right")
        lines: list[Line] = [(Cell(topic.name, "", grow=True), *right, count)]
        if topic.problem:
            lines += [(Cell("  "), *line) for line in text_lines(topic.problem, self.width - 2, most=2, style="warn")]
        return Row(f"#{topic.name}", tuple(lines), data=topic)

    def _copied(self, copied: Copied) -> Row:
        names = [self.short.get(doc, doc) for doc in copied.docs]
        sources = counted(len(copied.docs), "source")
        head = {
            "copy": f"{sources}, 1 text",
            "version": f"{counted(len(copied.docs), 'version')} of one text",
            "passage": f"{sources}, 1 passage",
        }[copied.kind]
        between = " → " if copied.kind == "version" else ", "
        told = between.join(names)
        if width_of(head) + width_of(told) + 6 <= self.width and width_of(told) <= self.width * 2 // 3 - 2:
            right = (Cell(f"  {told} ", "source", align="right"),)
            lines: list[Line] = [(Cell("≡ ", "agree"), Cell(head, grow=True), *right)]
        else:
            lines = [(Cell("≡ ", "agree"), Cell(head, grow=True))]
            lines += text_lines(told, self.width - 1, most=3, style="source", indent=2)
        return Row(f"≡{copied.id}", tuple(lines), data=copied)

    def _described(self, described: Described) -> Row:
        return self._counted(
            f"as {described.entity}", self.names.get(described.entity, described.entity), len(described.by), described
        )

    def _only(self, only: Only) -> Row:
        return self._counted(f"only {only.doc}", self._called(only.doc), len(only.statements), only, "source")

    def _silent(self, silent: Silent) -> Row:
        parts = [", ".join(self.names.get(one, one) for one in silent.entities)] if silent.entities else []
        if silent.topics:
            parts.append("topics " + ", ".join(silent.topics))
        count = len(silent.entities) + len(silent.topics)
        row = self._counted(f"silent {silent.doc}", self._called(silent.doc), count, silent, "source")
        told = "not found in this source: " + "; ".join(parts)
        below = text_lines(told, self.width - 1, most=MAX_SILENT, style="dim", indent=2)
        return Row(row.key, (*row.lines, *below), data=silent)

    def _counted(self, key: str, name: str, count: int, data: object, style: str = "") -> Row:
        line = (Cell(name, style, grow=True), Cell(f"  {count:,} ", "count", align="right"))
        return Row(key, (line,), data=data)

    def _called(self, doc: str) -> str:
        document = self.documents.get(doc)
        return called(document) if document else doc


def heading_counts(comparison: Comparison) -> tuple[Cell, ...]:
    """ "4 differ · 2 updates · 12 agree": what there is room for, the first always."""
    found: Iterable[tuple[int, str, str]] = (
        (len(comparison.conflicts), "differ", "differ"),
        (len(comparison.updates), "update" if len(comparison.updates) == 1 else "updates", ""),
        (len(comparison.agreements), "agree", ""),
    )
    cells: list[Cell] = []
    for count, word, style in found:
        if count:
            before = " · " if cells else ""
            cells.append(Cell(f"{before}{count:,} {word}", style, optional=bool(cells)))
    return (*cells, Cell(" ")) if cells else ()
