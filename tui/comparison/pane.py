"""The comparison pane: what differs, what agrees, which source speaks to which topic, how each describes a name."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from search.model import Comparison, Conflict, Entity, Event, Topic
from tui.comparison.body import Body, keep_near
from tui.comparison.matrix import Matrix
from tui.comparison.rows import TABS, chip_of, dead_commands, grid_rows, heading_note, leads_elsewhere, topic_rows
from tui.evidence.rows import Dates, again, documents_in, leads_on, subject_of, title_of
from tui.evidence.statements import NotHere, Phrase, Statements
from tui.evidence.summary import MAX_ROWS, More, Summary, heading_counts
from tui.keys.commands import Place
from tui.keys.keymap import Keymap
from tui.panes.base import Pane
from tui.panes.lists import PlainList
from tui.panes.movable import Movable
from tui.session.messages import Dated, Spot
from tui.session.view import Chip
from tui.widgets.cells import Cell
from tui.widgets.line_list import LineList, Row
from tui.wording import short_names


class ComparisonPane(Pane):
    """What the chosen sources say about the same things; no verdicts."""

    NAME = "comparison"
    TITLE = "Comparison"
    EMPTY = "Nothing to compare yet.\n\nIt appears here as the analysis goes on;\ntopics come from a corpus.yaml."

    def __init__(self) -> None:
        super().__init__()
        self.matrix = Matrix()
        self.passages = PlainList(id="passages", empty="Choose a row or a cell\nto see who says what.")
        self.body = Body(self.lines, self.matrix, self.passages)
        self.comparison = Comparison()
        self.zoomed = False
        self.grid = True
        self.restricted = 0
        self._names: dict[str, str] = {}
        self._widths = (0, 0, 0)
        self.names: dict[str, str] = {}  # of entities, by id
        self.dismissed = False  # whether the conflicts that were put aside are listed too
        self.mark_key, self.date_key, self.side_key = "space", "P", "|"
        self._kinds: dict[str, str] = {}  # of entities, by name
        self._listed: dict[str, int] = {}  # section → rows that are listed, where those are not the usual number
        self._opened: list[object] = []  # what the open lists of statements are about, the last on top
        self.dates = Dates()  # of the view: they know the words of a date, and can be put right

    def compose(self) -> ComposeResult:
        """Heading; the list, or grid and passages side by side when zoomed."""
        yield self.heading
        yield self.body

    def on_mount(self) -> None:
        """Unzoomed, the list alone."""
        self._arrange()

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_comparison(self, comparison: Comparison, restricted: int = 0) -> None:
        """Show this; `restricted` is how many marked sources it is of (0: all that the view selects)."""
        if comparison == self.comparison and restricted == self.restricted:
            return
        if {one.id for one in comparison.sources} != {one.id for one in self.comparison.sources}:
            self._listed = {}
        self.comparison, self.restricted = comparison, restricted
        self._names = dict(short_names(comparison.sources))
        self.rebuild()

    def learn_names(self, entities: Iterable[Entity]) -> None:
        """What entities are called and are, beside those known already: a narrowed view names fewer."""
        entities = tuple(entities)
        known = {**self.names, **{one.id: one.name for one in entities}}
        kinds = {**self._kinds, **{one.name: one.type for one in entities}}
        if (known, kinds) != (self.names, self._kinds):
            self.names, self._kinds = known, kinds
            self.rebuild()

    def learn_events(self, events: tuple[Event, ...]) -> None:
        """The dated statements of the view."""
        self.dates = Dates(events)
        self._renew_level()
        self._show_passages()

    def learn_keys(self, keymap: Keymap) -> None:
        """The keys that the pane speaks of."""
        self.mark_key, self.date_key, self.side_key = map(keymap.first, ("mark", "set_published", "side_by_side"))

    def show_dismissed(self, dismissed: bool) -> None:
        """List the conflicts that were put aside too, or leave them out."""
        if dismissed != self.dismissed:
            self.dismissed = dismissed
            self.rebuild()

    def set_zoomed(self, zoomed: bool) -> None:
        """Zoomed: topics × sources and the passages; else the list."""
        if zoomed != self.zoomed:
            while self._levels:
                self.step_out()
            self.zoomed = zoomed
            self._arrange()
            self.rebuild()
            self.call_after_refresh(self.rebuild)  # once list, grid and passages have their widths

    @property
    def shows_matrix(self) -> bool:
        """Whether the grid is shown in the list's place."""
        return self.zoomed and self.grid and bool(self.comparison.topics)

    def _rebuild_if_resized(self) -> None:
        if any(self.body.widths) and self.body.widths != self._widths:
            self.rebuild()

    def on_plain_list_sized(self, message: PlainList.Sized) -> None:
        """List and passages have their widths only after the pane has its own."""
        message.stop()
        self._rebuild_if_resized()

    def _arrange(self) -> None:
        focused = self.display and self.body.holds_focus
        self.body.show_parts(matrix=self.shows_matrix, passages=self.zoomed)
        if focused:
            self.screen.set_focus(self.mover)

    @property
    def mover(self) -> Widget:
        """What takes the focus: the grid, or the list."""
        return self.matrix if self.shows_matrix else self.lines

    @property
    def place(self) -> Place:
        """The grid has keys of its own; passages are statements."""
        if self.passages.has_focus:
            return "statements"
        return "matrix" if self.shows_matrix else super().place

    # ---- rows ----------------------------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Set list, grid and passages from the comparison; the cursor stays on its row, else near."""
        self._arrange()
        self._widths = self.body.widths  # rows that are set while the pane is hidden are set anew when it is shown
        before, at = self.lines.cursor_row, self.lines.cursor
        self.put_rows(self._summary().rows())
        if not self._levels and self.lines.touched:
            keep_near(self.lines, before, at, in_section=True)
        names = [self._names.get(one.id, one.id) for one in self.comparison.sources]
        self.matrix.set_grid(grid_rows(self.comparison), names)
        self._renew_level()
        self._heading()
        self._show_passages()
        self.call_after_refresh(self._rebuild_if_resized)  # grid and passages may share the room otherwise now

    def _summary(self) -> Summary:
        return Summary(
            comparison=self.comparison, documents=self.documents, short=self._names, names=self.names,
            kinds=self._kinds, width=self.lines.room, dismissed=self.dismissed, listed=self._listed,
            marked=self.restricted, mark_key=self.mark_key, date_key=self.date_key,
        )  # fmt: skip

    def _heading(self) -> None:
        if self._levels:
            return
        counts = heading_counts(self.comparison)
        taken = len(self.TITLE) + (0 if self._tabs is None else TABS) + 2 + sum(len(one.text) for one in counts)
        room = self.lines.size.width - taken if self.lines.size.width else None
        note = heading_note(len(self.comparison.sources), self.restricted, room)
        self.head((Cell(note, optional=True),), counts)

    def _statements(self, width: int) -> Statements:
        return Statements(
            documents=self.documents, short=self._names, sources=[one.id for one in self.comparison.sources],
            width=width, voices=self.comparison.voices, names=self.names, date_words=self.dates.span,
            side_key=self.side_key, places=self.places,
        )  # fmt: skip

    @property
    def dated(self) -> Dated | None:
        """The date of the statement under the cursor, where it is one of a conflict of dates."""
        row, conflict = self._here.cursor_row, self.conflict
        if row is None or conflict is None or not (self._levels or self.passages.has_focus):
            return None
        return self.dates.at(conflict, row)

    # ---- grid and passages ---------------------------------------------------------------------------------------

    def _show_passages(self) -> None:
        if not self.zoomed:
            return
        item, statements = self._current_item(), self._statements(self.passages.room)
        if item is None:
            self.passages.set_rows((), keep=False)
            return
        if self.shows_matrix and isinstance(item, Topic):
            rows = topic_rows(item, self._cell_doc(), statements)
        else:
            rows = statements.of(item)
        self.passages.set_rows(rows, keep=self.passages.has_focus)

    def _current_item(self) -> object | None:
        if self.shows_matrix:
            cell = self.matrix.cell
            return next((topic for topic in self.comparison.topics if cell and topic.name == cell[0]), None)
        row = self.lines.cursor_row
        return row.data if row is not None and leads_on(row) else None

    def _cell_doc(self) -> str | None:
        cell = self.matrix.cell
        sources = self.comparison.sources
        return sources[cell[1]].id if cell and cell[1] < len(sources) else None

    def on_matrix_moved(self, message: Matrix.Moved) -> None:
        """The passages follow the cell."""
        message.stop()
        self._show_passages()

    def on_matrix_chosen(self, message: Matrix.Chosen) -> None:
        """A double click is Enter."""
        message.stop()
        self.do_open()

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        """When zoomed, the passages follow the row."""
        message.stop()
        if self.zoomed and message.list is self.lines and not self._levels:
            self._show_passages()

    # ---- where we are --------------------------------------------------------------------------------------------

    @property
    def _here(self) -> PlainList:
        return self.passages if self.passages.has_focus else self.lines

    @property
    def spot(self) -> Spot | None:
        """The passage under the cursor."""
        first = next((row for row in self.passages.rows if isinstance(row.data, Spot)), None)
        row = first if self._in_matrix else self._here.cursor_row
        return row.data if row is not None and isinstance(row.data, Spot) else None

    def chip(self) -> Chip | None:
        """What narrows to the topic, or to the name a row is about."""
        return chip_of(self._pointed, self.comparison, self.documents, self.names)

    @property
    def item(self) -> object | None:
        """What the row or cell under the cursor is about, or the row whose statements are open."""
        return self._opened[-1] if self._levels and self._opened else self._current_item()

    @property
    def _pointed(self) -> object | None:
        """The same, or a name or topic of its list."""
        row = None if self._in_matrix else self._here.cursor_row
        return row.data if row is not None and isinstance(row.data, NotHere) else self.item

    @property
    def conflict(self) -> Conflict | None:
        """The conflict, update or agreement under the cursor, or whose statements are open."""
        return self.item if isinstance(self.item, Conflict) else None

    def is_aside(self, conflict: Conflict) -> bool:
        """Whether the reader has put a conflict aside."""
        return any(one.id == conflict.id for one in self.comparison.dismissed)

    def has_conflict(self, conflict: Conflict) -> bool:
        """Whether it is one of those that are compared now, put aside or not."""
        return any(one.id == conflict.id for one in (*self.comparison.conflicts, *self.comparison.dismissed))

    def dates_of(self, conflict: Conflict) -> list[Dated]:
        """The dates that a conflict of dates rests on, as far as the view has them."""
        return list(self.dates.of(conflict))

    @property
    def subject(self) -> str:
        """What a claim grid of the row would be about, as `Library.claims` takes it; empty where it has none."""
        return subject_of(self._pointed)

    @property
    def docs_here(self) -> tuple[str, ...]:
        """Ids of the documents that the row under the cursor is about: of copies by day, else as the sources come."""
        return documents_in(self.item, self.comparison)

    def dead(self) -> frozenset[str]:
        """Of a whole list what no row of it takes; of open statements what they do not take."""
        return dead_commands(
            self.comparison, self.conflict, statements=self.place == "statements", claims=bool(self.subject),
            grid=self.zoomed and bool(self.comparison.topics),
        )  # fmt: skip

    # ---- commands ------------------------------------------------------------------------------------------------

    class Run(Message):
        """A row asks for a command of the table."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def choose(self, row: Row) -> None:
        """A row leads to its statements, a statement to the words."""
        item = row.data
        if (elsewhere := leads_elsewhere(item)) is not None:
            self.post_message(elsewhere)
        elif isinstance(item, More):
            self._listed[item.section] = self._listed.get(item.section, MAX_ROWS) + MAX_ROWS
            self.rebuild()
        elif getattr(item, "kind", "") == "version":
            self.post_message(self.Run("side_by_side"))
        elif item is not None and leads_on(row):
            if self.zoomed:
                self._enter_passages()
                return
            self._opened.append(item)
            self.step_into(self._statements(self.lines.room).of(item), title_of(row))
        else:
            super().choose(row)

    def _renew_level(self) -> None:
        """The open statements follow what is compared; where they are gone, their list closes."""
        row, at = self.lines.cursor_row, self.lines.cursor
        if not self._levels or not self._opened:
            return
        found = again(self._opened[-1], self.comparison, dismissed=self.dismissed)
        if found is None:
            self.step_out()
            return
        self._opened[-1] = found
        self.lines.touched = True
        self.lines.set_rows(self._statements(self.lines.room).of(found))
        keep_near(self.lines, row, at)

    def _enter_passages(self) -> None:
        spots = [row for row in self.passages.rows if isinstance(row.data, Spot | Phrase | NotHere)]
        if len(spots) == 1:
            self.choose(spots[0])
        elif spots:
            self.screen.set_focus(self.passages)
            self.stepped()

    def do_open(self) -> None:
        """Enter: from the grid to the passages, from a passage to the words."""
        if self._in_matrix:
            self._enter_passages()
        elif (row := self._here.cursor_row) is not None:
            self.choose(row)

    def step_out(self) -> bool:
        """From the passages back to the grid or list; else as everywhere."""
        if self.passages.has_focus:
            self.screen.set_focus(self.mover)
            self.stepped()
            return True
        out = super().step_out()
        if out and self._opened:
            self._opened.pop()
        return out

    def do_sort(self) -> None:
        """Grid or list, when zoomed."""
        if self.zoomed and not self._levels:
            self.grid = not self.grid
            self.rebuild()
            self.call_after_refresh(self.rebuild)  # once the list or the grid has its width
            self.screen.set_focus(self.mover)
            self.stepped()

    def do_mark(self) -> None:
        """In the grid: mark the column's source for comparison."""
        if doc := self._cell_doc():
            self.post_message(self.Mark(doc))

    def show_marks(self, docs: Iterable[str]) -> None:
        """Mark the columns of these documents."""
        marked = set(docs)
        self.matrix.set_marks(frozenset(i for i, one in enumerate(self.comparison.sources) if one.id in marked))

    def do_cell_left(self) -> None:
        """One source to the left."""
        self.matrix.move(columns=-1)

    def do_cell_right(self) -> None:
        """One source to the right."""
        self.matrix.move(columns=1)

    @property
    def moved(self) -> Movable:
        """What the keys move in: the grid, the passages, or the list."""
        return self.matrix if self._in_matrix else self._here

    @property
    def _in_matrix(self) -> bool:
        return self.shows_matrix and not self.passages.has_focus
