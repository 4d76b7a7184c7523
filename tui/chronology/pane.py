"""The chronology pane: dated statements by first day, one row an event, with the sources that state it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from search.model import Conflict, Event
from tui.chronology.date_audit import AuditList, audit_height, dated_row
from tui.chronology.grouping import LEVELS, Happening, Level, between, folded, full_date, happenings_of, headed
from tui.chronology.header import grouping, marked_stretch, overview, right_end, years_of
from tui.chronology.histogram import LABELLED, TALL, Histogram
from tui.chronology.rows import Look, columns, date_column, dated_event, dates_elsewhere, statement_rows
from tui.keys.commands import Place
from tui.panes.base import Pane
from tui.panes.lists import LazyRows
from tui.session.messages import Dated
from tui.session.view import Chip
from tui.widgets.cells import Cell
from tui.widgets.line_list import Row
from tui.wording import called, clause_value, counted, date_words, initials

if TYPE_CHECKING:
    from search.model import AuditRow


GRID = 76  # from this width on, a zoomed chronology is a grid: a line an event, a column a source
TABS = 18  # columns of the five numbers in the heading where panes are shown one at a time
MIN_ROOM = 12  # lines from which there is room for a line below the bars
ROOMY = 28  # lines from which a zoomed chronology has room for a tall histogram


class ChronologyPane(Pane):
    """The dated statements of the narrowed view; one level down, the statements of a row or the date audit."""

    NAME = "chronology"
    TITLE = "Chronology"
    EMPTY = "No dated statements yet.\n\nThey appear here\nas the analysis goes on."

    def __init__(self) -> None:
        super().__init__()
        self.histogram = Histogram()
        self.events: tuple[Event, ...] = ()
        self.level: Level = "year"
        self.publication = False
        self.folded = False
        self.zoomed = False
        self.begin: Happening | None = None
        self.audit: AuditList | None = None
        self._conflicts: dict[tuple[str, int], tuple[str, ...]] = {}
        self._rows: dict[str, Happening] = {}
        self._holding: dict[str, str] = {}  # event id → the key of its row
        self._opened: Happening | None = None
        self._height = 2
        self._letters: Mapping[str, str] = {}
        self._years = ""
        self._hidden = 0
        self._told_by = 0  # how many sources tell what is shown

    def compose(self) -> ComposeResult:
        """Heading, density over time, the list."""
        yield self.heading
        yield self.histogram
        yield self.lines

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_events(self, events: tuple[Event, ...]) -> None:
        """Show these; the cursor stays on its event."""
        if events != self.events:
            self.events = events
            self.rebuild()

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Mark the statements that another source dates otherwise."""
        marks: dict[tuple[str, int], tuple[str, ...]] = {}
        for conflict in conflicts:
            if conflict.kind != "date":
                continue
            for value in conflict.values:
                others = tuple(other.value for other in conflict.values if other.value != value.value)
                for statement in value.statements:
                    place = statement.doc, statement.start_char
                    marks[place] = tuple(dict.fromkeys((*marks.get(place, ()), *others)))
        if marks != self._conflicts:
            self._conflicts = marks
            self.rebuild()

    def set_zoomed(self, zoomed: bool) -> None:
        """Use the whole screen's columns, or a side pane's."""
        if zoomed != self.zoomed:
            self.zoomed = zoomed
            self.rebuild()

    def _shown(self) -> list[Event]:
        if self.publication:
            return list(self.events)
        return [event for event in self.events if event.date.basis != "publication"]

    # ---- rows ----------------------------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Set the rows: one an event, below a heading where several events share a stretch of time."""
        before, at = self._under_cursor() if not self._levels else None, self.lines.cursor
        shown = self._shown()
        every = happenings_of(shown)
        happenings = folded(every) if self.folded else every
        items = headed(happenings, self.level)
        self._rows = {one.key: one for one in happenings}
        self._holding = {event.id: one.key for one in happenings for event in one.statements}
        grid = self.zoomed and self.lines.size.width >= GRID
        self._letters = initials(columns(shown, self.documents, self.lines.size.width)) if grid else {}
        look = Look(self.documents, self.places, self._letters, self.lines.room, date_column(items) if grid else 0,
                    partial(dates_elsewhere, self._conflicts))  # fmt: skip
        self._height = look.height
        self.lines.bar = look.bar  # the date and its signs: the histogram needs the bytes that the rest would take
        self.put_rows(LazyRows([item.key for item in items], lambda i: look.row(items[i])), row_height=look.height)
        self._keep_place(before, at)
        if self._levels:
            self._renew_level()
        self._years = years_of(shown)
        self._hidden = len(self.events) - len(shown)
        docs = {event.doc for event in shown}
        self._told_by = len({called(self.documents[doc]) if doc in self.documents else doc for doc in docs})
        self._fit_histogram()
        self.histogram.show_events([(one.start, one.end) for one in every])
        self._tell()

    def _keep_place(self, before: Happening | None, at: int) -> None:
        """The cursor stays on its event, in whichever row that is now, else near its place; so does the mark."""
        if self.begin is not None:
            key = self._holding.get(self.begin.lead.id, "")
            self.begin = self._rows.get(key)
            if not self._levels:
                self.lines.marks = (key,) if self.begin else ()
        if before is None or before.key in self._rows or not self.lines.touched or not self._rows:
            return
        key = next((self._holding[event.id] for event in before.statements if event.id in self._holding), "")
        if not self.lines.move_to_key(key):
            self.lines.cursor = at

    @property
    def list_height(self) -> int | None:
        """One line in the grid, else two."""
        return self._height

    # ---- heading and histogram -----------------------------------------------------------------------------------

    def _tell(self) -> None:
        """The heading and the stretch in the histogram follow the rows and the cursor."""
        if self.audit is not None:
            row = self.lines.cursor_row
            found = self.audit.row(row.key) if row is not None else None
            date = found.date if found is not None else None
            self.histogram.show_stretch((date.start, date.end) if date is not None else None)
        if self._levels:
            return
        here, begin, width = self._under_cursor(), self.begin, self.lines.size.width
        if here is None or begin is None:
            self.histogram.show_stretch((here.start, here.end) if here else None)
            told = len(self.events) - self._hidden
            right = self._right_end()
            room = width - len(self.TITLE) - sum(len(cell.text) for cell in right) - (0 if self._tabs is None else TABS)
            note = overview(self.level, self.folded, room, told, self._told_by, self._hidden)
            self.head(note if self.zoomed else grouping(self.level, self.folded), right)
            return
        self.histogram.show_stretch(between(begin, here))
        self.head(*marked_stretch(begin, here, self._rows.values(), width))

    def _right_end(self) -> tuple[Cell, ...]:
        if not self._rows:
            return ()
        labelled = self.histogram.size.width >= LABELLED or self.histogram.size.width == 0
        return right_end(len(self._rows), "" if labelled else self._years, self._letters)

    def on_resize(self) -> None:
        """Another height has room for another histogram."""
        self._fit_histogram()

    def _fit_histogram(self) -> None:
        height = self.size.height
        grid = self.zoomed and self.lines.size.width >= GRID
        self.histogram.set_lines(TALL if grid and height >= ROOMY else 2 if height >= MIN_ROOM else 1)

    def on_mount(self) -> None:
        """Heading and histogram follow the cursor in the same frame: a second one would cost its own bytes."""
        self.watch(self.lines, "cursor", self._tell, init=False)

    # ---- where we are --------------------------------------------------------------------------------------------

    def _under_cursor(self) -> Happening | None:
        row = self.lines.cursor_row
        return self._rows.get(row.key) if row is not None else None

    @property
    def place(self) -> Place:
        """The date audit has keys of its own."""
        return "audit" if self.audit is not None else super().place

    @property
    def happening(self) -> Happening | None:
        """The event under the cursor, or whose statements are open."""
        return self._opened if self._levels else self._under_cursor()

    @property
    def dated(self) -> Dated | None:
        """The date of the statement under the cursor; None on a row that several statements make up."""
        row = self.lines.cursor_row
        if row is None:
            return None
        if self.audit is not None:
            found = self.audit.row(row.key)
            return dated_row(found) if found is not None else None
        one = self.happening
        if one is None:
            return None
        events = [event for event in one.statements if not self._levels or event.id == row.key]
        return dated_event(events[0]) if len(events) == 1 else None

    @property
    def subject(self) -> str:
        """What a claim grid of the event would be about, as `Library.claims` takes it; empty where there is none."""
        one = self.happening if self.audit is None else None
        return f"event:{one.lead.cluster or one.lead.id}" if one is not None else ""

    @property
    def several(self) -> bool:
        """Whether the row under the cursor stands for several statements."""
        one = self._under_cursor() if not self._levels else None
        return one is not None and len(one.statements) > 1

    def dead(self) -> frozenset[str]:
        """A row of the date audit narrows nothing."""
        return frozenset({"filter"}) if self.audit is not None else frozenset()

    def chip(self) -> Chip | None:
        """The time of the event under the cursor; with one end marked, the stretch between the two."""
        one = self.happening
        if one is None or self.audit is not None:
            return None
        value = clause_value(one.lead.date) if not one.parts else f"{one.start or ''}..{one.end or ''}"
        if self.begin is not None and self.begin != one and not self._levels:
            first, last = between(self.begin, one)
            value = f"{first}..{last}"
        self._unmark()
        return Chip("mentions", value) if value != ".." else None

    # ---- one level down ------------------------------------------------------------------------------------------

    def choose(self, row: Row) -> None:
        """An event one source states leads to its sentence; one that several state, to their list."""
        one = None if self._levels else self.happening
        if one is not None and len(one.statements) > 1:
            self._opened = one
            rows = statement_rows(one, self.documents, self.places, self.lines.room)
            self.step_into(rows, f"{full_date(one)} · {counted(len(one.statements), 'statement')}")
        else:
            super().choose(row)

    def open_audit(self) -> None:
        """The list of dates that want a look; its rows come with `show_audit`."""
        while self._levels:
            self.step_out()
        self.audit = AuditList()
        self.step_into((), "date audit", row_height=audit_height(self.lines.room))
        self.lines.advise("Looking for dates to check …")

    def show_audit(self, rows: tuple[AuditRow, ...], advice: str) -> None:
        """Show these rows, or where there are none the advice; the cursor stays near."""
        if self.audit is not None:
            self.audit.found = rows
            self.audit.done.intersection_update(row.id for row in rows)
            self.lines.advise(advice)
            self._renew_level()

    def audit_done(self, row: str) -> None:
        """A row has been put right: so it says, until the analysis has gone over it."""
        if self.audit is not None:
            self.audit.done.add(row)
            self._renew_level()

    def _renew_level(self) -> None:
        """Set the rows of the open list anew; the cursor stays on its row, else near."""
        row, at = self.lines.cursor_row, self.lines.cursor
        if self.audit is not None:
            rows: Sequence[Row] = self.audit.rows(self.documents, self.places, self.lines.room)
            height: int | None = audit_height(self.lines.room)
            self.head((Cell(" › "), Cell(f"date audit · {self.audit.summary}", "entity")))
        elif self._opened is not None:
            keys = [event.id for event in self._opened.statements]
            key = next((self._holding[one] for one in keys if one in self._holding), "")
            self._opened = self._rows.get(key)
            if self._opened is None:  # the last of its statements is gone
                self.step_out()
                return
            rows, height = statement_rows(self._opened, self.documents, self.places, self.lines.room), None
        else:
            return
        self.lines.touched = True
        self.lines.set_rows(rows, row_height=height)
        if row is not None and self.lines.cursor_row != row and len(rows):
            kept = self.lines.move_to_key(row.key)
            if not kept:
                self.lines.cursor = min(at, len(rows) - 1)

    def step_out(self) -> bool:
        """Come back from a list; with one end of a stretch marked, take the mark off."""
        if self._levels:
            self.audit, self._opened = None, None
            self.lines.advise(self._advice)
            super().step_out()
            self._tell()
            return True
        if self.begin is None:
            return False
        self._unmark()
        return True

    _advice = EMPTY

    def advise(self, text: str) -> None:
        """What to say where there are no events; in the date audit, later."""
        self._advice = text
        if self.audit is None:
            self.lines.advise(text)

    # ---- commands ------------------------------------------------------------------------------------------------

    def do_sort(self) -> None:
        """Group by the next smaller stretch; after days, by decades again."""
        self._group_by(LEVELS[(LEVELS.index(self.level) + 1) % len(LEVELS)])

    def do_finer(self) -> None:
        """Group by smaller stretches."""
        self._group_by(LEVELS[min(LEVELS.index(self.level) + 1, len(LEVELS) - 1)])

    def do_coarser(self) -> None:
        """Group by larger stretches."""
        self._group_by(LEVELS[max(LEVELS.index(self.level) - 1, 0)])

    def _group_by(self, level: Level) -> None:
        if self._levels:
            return
        if level == self.level:
            self.say(f"By {level}: there is nothing {'finer' if level == 'day' else 'coarser'}.")
            return
        self.level = level
        self.lines.touched = True
        self.rebuild()
        self.say(f"By {level}.")

    def do_fold(self) -> None:
        """Fold neighbouring days of one storyline into one row, or unfold them."""
        if self._levels:
            return
        plain = happenings_of(self._shown())
        gone = len(plain) - len(folded(plain))
        if not gone and not self.folded:
            self.say("No neighbouring days here belong to one storyline.")
            return
        self.folded = not self.folded
        self.lines.touched = True
        self.rebuild()
        rows = sum(len(one.parts) for one in self._rows.values())
        into = counted(sum(bool(one.parts) for one in self._rows.values()), "row")
        done = f"{rows} events of neighbouring days folded into {into}."
        self.say(done if self.folded else "Every event has its own row again.")

    def do_publication_dated(self) -> None:
        """Show or hide what is dated only by the day of publication."""
        hidden = sum(event.date.basis == "publication" for event in self.events)
        if not hidden:
            self.say("No statement is dated by the day of publication alone.")
            return
        self.publication = not self.publication
        self.rebuild()
        what = counted(hidden, "statement")
        self.say(f"{what} dated only by publication {'shown (¶)' if self.publication else 'hidden'}.")

    def do_mark(self) -> None:
        """Mark one end of a stretch of time; `f` on another event narrows to what lies between."""
        one = self._under_cursor()
        if one is None or self._levels:
            return
        if self.begin == one:
            self._unmark()
            return
        self.begin = one
        self.lines.marks = (one.key,)
        self._tell()
        self.say(f"From {date_words(one.edtf)}: go to the other end, then filter; step back unmarks.")

    def _unmark(self) -> None:
        self.begin = None
        self.lines.marks = ()
        self._tell()
