"""What happened when: dated statements by first day, those of one event in one row, with who states it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from search.model import Conflict, Document, Event, Span
from tui.messages import Say, Spot
from tui.panes.base import LazyRows, Pane, byline_within, text_lines
from tui.panes.line import OneLine
from tui.panes.times import Happening, Placed, excerpt, group_words, happenings_of, headed, told_by
from tui.state import Chip
from tui.widgets.cells import Cell, Line, cut
from tui.widgets.linelist import Row
from tui.wording import called, clause_value, counted, date_words, initials, sparkline

LEVELS = ("year", "month", "day", "decade")
DATE_COLUMN = 12
NARROW, NARROW_DATE = 50, 9  # below this width the date takes less, and the second line begins further left
GRID = 76  # from this width on, a zoomed chronology is a grid: a line an event, a column a source
GRID_WORDS = 110  # from this one on, the words that a date was worked out from too
GRID_NAMES, GRID_NAME = 150, 18  # from this one on, the name of the source too, in so many columns
GRID_BASIS = 30  # columns for the words of a date
MOST_DATE = 18  # columns for the date
MOST_OTHERS = 2  # dates of other sources named in the row; its statements show all
MOST_SOURCES = 12
BASIS = {"inferred": "↳", "publication": "¶"}
MODALITY = {"fact": " ", "planned": "◇", "hypothetical": "?"}


class ChronologyPane(Pane):
    """The dated statements of the narrowed view."""

    NAME = "chronology"
    TITLE = "Chronology"
    EMPTY = "No dated statements yet.\n\nThey appear here\nas the analysis goes on."

    def __init__(self) -> None:
        super().__init__()
        self.histogram = OneLine(classes="histogram")
        self.events: tuple[Event, ...] = ()
        self.level = "year"
        self.publication = False
        self.zoomed = False
        self.begin: Event | None = None
        self._conflicts: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
        self._rows: list[Happening] = []
        self._opened: Happening | None = None

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
        marks: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
        for conflict in conflicts:
            if conflict.kind != "date":
                continue
            for value in conflict.values:
                others = tuple(
                    (other.value, statement.doc)
                    for other in conflict.values if other.value != value.value for statement in other.statements
                )  # fmt: skip
                for statement in value.statements:
                    marks[statement.doc, statement.start_char] = others
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
        happenings = happenings_of(self._shown())
        items = headed(happenings, self.level)
        self._rows = happenings
        keys = [item.key if isinstance(item, Placed) else f"# {item}" for item in items]
        grid = self.zoomed and self.lines.size.width >= GRID
        letters = initials(self._sources()) if grid else {}
        width = self.lines.room
        column = min(MOST_DATE, max((len(item.date) for item in items if isinstance(item, Placed)), default=0) + 1)

        def build(index: int) -> Row:
            item = items[index]
            if isinstance(item, str):
                words = Cell(f" {group_words(item)}", "heading", grow=True)
                # One line in the grid, else the height of an event's row with air above it.
                return Row(f"# {item}", ((words,),) if grid else ((), (words,)), selectable=False)
            lines = (self._grid_line(item, letters, width, column),) if grid else self._lines(item, width)
            return Row(item.key, lines, data=self._spot(item.happening.lead))

        self._height = 1 if grid else 2
        self.put_rows(LazyRows(keys, build), row_height=self._height)
        if self._levels and self._opened is not None:
            self.lines.set_rows(self._statement_rows(self._opened))
        self._heading(letters)

    _height = 2

    @property
    def list_height(self) -> int | None:
        """One line in the grid, else two."""
        return self._height

    def _sources(self) -> list[Document]:
        """The documents of the events; of many sources, those of the sources that say most."""
        counts = Counter(event.doc for event in self._shown() if event.doc in self.documents)
        by_source: Counter[str] = Counter()
        for doc, count in counts.items():
            by_source[called(self.documents[doc])] += count
        kept = {name for name, _ in by_source.most_common(MOST_SOURCES)}
        return [document for document in self.documents.values() if document.id in counts and called(document) in kept]

    def _marks(self, item: Happening) -> list[Cell]:
        date, apart = item.lead.date, bool(item.differs or self._differs(item))
        return [
            Cell(BASIS.get(date.basis, " "), "inferred"),
            Cell("≠", "differ") if apart else Cell(MODALITY[item.lead.modality], "inferred"),
        ]

    def _differs(self, item: Happening) -> tuple[tuple[str, str], ...]:
        for event in item.events:
            if found := self._conflicts.get((event.doc, event.start_char)):
                return found
        return ()

    def _lines(self, item: Placed, width: int) -> tuple[Line, ...]:
        happening = item.happening
        sources = len({event.doc for event in happening.events})
        right = Cell(f" {sources} ", "count", align="right") if sources > 1 else Cell(" ", align="right")
        narrow = width < NARROW
        column, indent = (NARROW_DATE, 2) if narrow else (DATE_COLUMN, DATE_COLUMN + 3)
        date = item.date.ljust(column if len(item.date) < column else len(item.date) + 1)
        start = len(date) + 3
        text = excerpt(happening.lead, width + width - start - indent - 6)
        # The first line has what the date leaves of it, the second one all but the indent.
        first, *_ = text_lines(text, width - start - 2, most=99) or ((),)
        begun = "".join(cell.text for cell in first)
        rest = text_lines(text[len(begun) :].lstrip(), width - indent - 1, most=1)
        head = (Cell(date, item.style), *self._marks(happening), Cell(" "), Cell(begun, "", grow=True), right)
        return (head, (Cell(" " * indent), *rest[0]) if rest else ())

    def _grid_line(self, item: Placed, letters: Mapping[str, str], width: int, column: int) -> Line:
        happening, lead = item.happening, item.happening.lead
        right: list[Cell] = []
        others = [date_words(event.date.edtf) for event in happening.differs]
        others = others or [date_words(value) for value, _ in self._differs(happening)]
        if others:
            named = list(dict.fromkeys(others))
            more = f" +{len(named) - MOST_OTHERS}" if len(named) > MOST_OTHERS else ""
            right.append(Cell(f"  ≠ {', '.join(named[:MOST_OTHERS])}{more}", "differ", align="right"))
        if width >= GRID_WORDS and (basis := told_by(lead)):
            right.append(Cell(f"  {cut(basis, GRID_BASIS)}", "dim", align="right"))
        documents = list(dict.fromkeys(event.doc for event in happening.events))
        if width >= GRID_NAMES:
            names = [called(self.documents[doc]) for doc in documents if doc in self.documents]
            words = names[0] if len(names) == 1 else counted(len(documents), "source")
            right.append(Cell(f"  {words}", "source", align="right", width=GRID_NAME + 2))
        said = {letters[doc] for doc in documents if doc in letters}
        dots = "".join("● " if letter in said else "· " for letter in dict.fromkeys(letters.values()))
        right.append(Cell(f"  {dots}", "source", align="right"))
        taken = sum(cell.width or len(cell.text) for cell in right)
        room = max(20, width - column - 4 - taken)
        head = [Cell(cut(item.date, column - 1).ljust(column), item.style), *self._marks(happening), Cell(" ")]
        return (*head, Cell(excerpt(lead, room), "", grow=True), *right)

    def _heading(self, letters: Mapping[str, str]) -> None:
        if self._levels:
            return
        shown = self._shown()
        years = [day[:4] for event in shown for day in (event.date.start, event.date.end) if day]
        span = f"{min(years)}–{max(years)}" if years else ""
        hidden = len(self.events) - len(shown)
        right = [Cell(f"{span}  ", "date"), Cell(f"{len(self._rows):,} ")] if shown else []
        if letters:
            right.append(Cell("  " + "".join(f"{letter} " for letter in dict.fromkeys(letters.values())), "source"))
        note = [Cell(f"  by {self.level}", optional=True)]
        if hidden and self.zoomed:
            note.append(Cell(f" · {hidden} dated only by publication are hidden", optional=True))
        self.head(tuple(note), tuple(right))
        self.histogram.show(self._bars(shown, years))

    def _bars(self, events: Sequence[Event], years: list[str]) -> Line:
        """Statements over time, a bar a stretch of equal length."""
        width = max(1, self.histogram.size.width - 2)
        if not years:
            return ()
        first, last = int(min(years)), int(max(years))
        months = (last - first + 1) * 12
        columns = min(width, months)
        counts = [0] * columns
        for event in events:
            day = event.date.start or event.date.end
            if day:
                month = (int(day[:4]) - first) * 12 + int(day[5:7]) - 1
                counts[min(columns - 1, month * columns // months)] += 1
        return (Cell(" " + sparkline(counts), "graph"),)

    # ---- where we are --------------------------------------------------------------------------------------------

    @property
    def happening(self) -> Happening | None:
        """The event under the cursor."""
        if self._levels:
            return self._opened
        row = self.lines.cursor_row
        return next((item for item in self._rows if row is not None and item.key == row.key), None)

    @staticmethod
    def _spot(event: Event) -> Spot:
        return Spot(event.doc, event.start_char, event.end_char, event.text)

    def chip(self) -> Chip | None:
        """The time of the event under the cursor; with one end marked, the stretch between the two."""
        happening = self.happening
        if happening is None:
            return None
        event = happening.lead
        value = clause_value(event.date)
        if self.begin is not None and self.begin is not event:
            days = sorted(day for one in (self.begin, event) for day in (one.date.start, one.date.end) if day)
            value = f"{days[0]}..{days[-1]}" if days else value
        self.begin = None
        self.lines.marks = ()
        return Chip("mentions", value) if value != ".." else None

    # ---- commands ------------------------------------------------------------------------------------------------

    def choose(self, row: Row) -> None:
        """An event one source states leads to its sentence; one that several state, to their list."""
        happening = None if self._levels else self.happening
        if happening is not None and len(happening.events) + len(happening.differs) > 1:
            self._opened = happening
            what = counted(len(happening.events) + len(happening.differs), "statement")
            self.step_into(self._statement_rows(happening), f"{date_words(happening.lead.date.edtf)} · {what}")
        else:
            super().choose(row)

    def _statement_rows(self, happening: Happening) -> tuple[Row, ...]:
        width = self.lines.room
        rows: list[Row] = []
        for event in (*happening.events, *happening.differs):
            document = self.documents.get(event.doc)
            apart = event in happening.differs
            date = event.date
            when = [Cell("≠ " if apart else "", "differ"), Cell(date_words(date.edtf), "date")]
            when.append(Cell(f"  “{date.words}”" if date.words else "", "dim", grow=True))
            lines: list[Line] = [(Cell(byline_within(document, width) or event.doc, "source", grow=True),), tuple(when)]
            if date.why:
                lines += text_lines(f"↳ {date.why}", width - 1, most=2, style="inferred")
            at = event.text.find(date.words) if date.words else -1
            spans = (Span(at, at + len(date.words)),) if at >= 0 else ()
            lines += text_lines(event.text, width - 1, spans, most=6)
            rows.append(Row(event.id, (*lines, ()), data=self._spot(event)))
        return tuple(rows)

    def do_sort(self) -> None:
        """Group by year, month, day, decade."""
        if not self._levels:
            self.level = LEVELS[(LEVELS.index(self.level) + 1) % len(LEVELS)]
            self.rebuild()

    def do_publication_dated(self) -> None:
        """Show or hide what is dated only by the day of publication."""
        hidden = sum(event.date.basis == "publication" for event in self.events)
        if not hidden:
            self.post_message(Say("No statement is dated by the day of publication alone."))
            return
        self.publication = not self.publication
        self.rebuild()
        what = counted(hidden, "statement")
        self.post_message(Say(f"{what} dated only by publication {'shown (¶)' if self.publication else 'hidden'}."))

    def do_mark(self) -> None:
        """Mark one end of a stretch of time; `f` on another event narrows to what lies between."""
        happening = self.happening
        if happening is None or self._levels:
            return
        same = self.begin is not None and self.begin == happening.lead
        self.begin = None if same else happening.lead
        self.lines.marks = () if same else (happening.key,)
        if not same:
            self.post_message(Say(f"From {date_words(happening.lead.date.edtf)}: filter on another event to end it."))
