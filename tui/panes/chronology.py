"""What happened when: dated statements by first day, those of one event in one row, with who states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from search.model import Conflict, Document, Event, Span
from tui.messages import Say, Spot
from tui.panes.base import LazyRows, Pane, text_lines
from tui.panes.line import OneLine
from tui.state import Chip
from tui.widgets.cells import Cell, Line
from tui.widgets.linelist import Row
from tui.wording import LONG_MONTHS, byline, clause_value, counted, date_words, initials, sparkline

LEVELS = ("year", "month", "day", "decade")
DATE_COLUMN = 12
NARROW, NARROW_DATE = 50, 7  # below this width the date takes less, and the second line begins further left
GRID = 76  # from this width on, a zoomed chronology is a grid: a line an event, a column a source
GRID_WORDS = 110  # from this one on, the words of the date too
MOST_SOURCES = 16
BASIS = {"inferred": "↳", "publication": "¶"}
MODALITY = {"fact": " ", "planned": "◇", "hypothetical": "?"}


@dataclass(frozen=True, slots=True)
class Happening:
    """A row: the statements of one event, the first and most precise leading; `differs` holds other dates of it."""

    key: str
    events: tuple[Event, ...]
    differs: tuple[Event, ...] = ()

    @property
    def lead(self) -> Event:
        """The statement the row is read by."""
        return self.events[0]


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

    def _happenings(self) -> list[Happening]:
        clusters: dict[str, list[Event]] = {}
        for event in self._shown():
            clusters.setdefault(event.cluster or event.id, []).append(event)
        out: list[Happening] = []
        for key, events in clusters.items():
            lead = events[0]
            apart = [event for event in events if _disjoint(event, lead)]
            together = tuple(event for event in events if event not in apart)
            out.append(Happening(key, together, tuple(apart)))
        return out

    # ---- rows ----------------------------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Set the rows: a heading for each stretch of time, a row for each event."""
        items: list[str | Happening] = []
        last = None
        for happening in self._happenings():
            group = group_of(happening.lead, self.level)
            if group != last:
                items.append(group)
                last = group
            items.append(happening)
        self._rows = [item for item in items if isinstance(item, Happening)]
        keys = [item.key if isinstance(item, Happening) else f"# {item}" for item in items]
        grid = self.zoomed and self.lines.size.width >= GRID
        letters = initials(self._sources()) if grid else {}
        width = self.lines.room

        def build(index: int) -> Row:
            item = items[index]
            if isinstance(item, str):
                words = Cell(f" {group_words(item)}", "heading", grow=True)
                # One line in the grid, else the height of an event's row with air above it.
                return Row(f"# {item}", ((words,),) if grid else ((), (words,)), selectable=False)
            lines = (self._grid_line(item, letters, width),) if grid else self._lines(item, width)
            return Row(item.key, lines, data=self._spot(item.lead))

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
        seen = {event.doc for event in self._shown()}
        return [self.documents[doc] for doc in self.documents if doc in seen][:MOST_SOURCES]

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

    def _lines(self, item: Happening, width: int) -> tuple[Line, ...]:
        sources = len({event.doc for event in item.events})
        right = Cell(f" {sources} ", "count", align="right") if sources > 1 else Cell(" ", align="right")
        narrow = width < NARROW
        column, indent = (NARROW_DATE, 2) if narrow else (DATE_COLUMN, DATE_COLUMN + 3)
        date = short_date(item.lead, self.level)
        date += " " * (column - len(date))
        start = len(date) + 3
        text = excerpt(item.lead, width + width - start - indent - 6)
        # The first line has what the date leaves of it, the second one all but the indent.
        first, *_ = text_lines(text, width - start - 2, most=99) or ((),)
        begun = "".join(cell.text for cell in first)
        rest = text_lines(text[len(begun) :].lstrip(), width - indent - 1, most=1)
        head = (Cell(date, "date"), *self._marks(item), Cell(" "), Cell(begun, "", grow=True), right)
        return (head, (Cell(" " * indent), *rest[0]) if rest else ())

    def _grid_line(self, item: Happening, letters: Mapping[str, str], width: int) -> Line:
        lead = item.lead
        cells = [Cell(short_date(lead, self.level), "date", width=DATE_COLUMN + 2), *self._marks(item), Cell(" ")]
        others = item.differs and ", ".join(date_words(event.date.edtf) for event in item.differs)
        conflict = self._differs(item)
        if not others and conflict:
            others = ", ".join(dict.fromkeys(date_words(value) for value, _ in conflict))
        cells.append(Cell(excerpt(lead, width - DATE_COLUMN - 60), "", grow=True))
        if others:
            cells.append(Cell(f"  ≠ {others}", "differ", align="right"))
        words = lead.date.words or lead.date.why
        if width >= GRID_WORDS:
            quoted = f"“{words}”" if lead.date.words else words
            cells.append(Cell(f"  {quoted}", "dim", align="right", width=26))
        said = {letters[event.doc] for event in item.events if event.doc in letters}
        order = list(dict.fromkeys(letters.values()))
        cells.append(
            Cell("  " + "".join("● " if letter in said else "· " for letter in order), "source", align="right")
        )
        return tuple(cells)

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
        return Chip("mentions", value, self.clause("mentions", value)) if value != ".." else None

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
            lines: list[Line] = [(Cell(byline(document) if document else event.doc, "source", grow=True),), tuple(when)]
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


def _disjoint(one: Event, other: Event) -> bool:
    a, b = one.date, other.date
    return bool((a.end and b.start and a.end < b.start) or (b.end and a.start and b.end < a.start))


def group_of(event: Event, level: str) -> str:
    """The stretch of time an event is listed under: "2020-12", "2020", "202"; its own value where it is coarser."""
    day = event.date.start or event.date.end or ""
    if not day:
        return "undated"
    coarse = event.date.precision in {"decade", "century"}
    if level == "decade" or coarse:
        return day[:3]
    if level == "year" or event.date.precision not in {"day", "month"}:
        return day[:4]
    return day[:7] if level == "month" else day[:10] if event.date.precision == "day" else day[:7]


def group_words(group: str) -> str:
    """A stretch of time for people."""
    if len(group) == 3:
        return f"{group}0s"
    if len(group) == 7:
        return f"{LONG_MONTHS[int(group[5:7]) - 1]} {group[:4]}"
    return date_words(group) if len(group) == 10 else group


def excerpt(event: Event, room: int) -> str:
    """The sentence on one line, from where its date can be seen within `room` characters."""
    text = " ".join(event.text.split())
    words = " ".join(event.date.words.split())
    at = text.find(words) if words else -1
    if at + len(words) <= max(20, room):
        return text
    begin = text.find(" ", at + len(words) + 3 - room, at) + 1
    return f"…{text[begin or at :]}"


def short_date(event: Event, level: str) -> str:
    """The date column: what the heading above does not say already stays away, so "15 Dec" under 2020."""
    words = date_words(event.date.edtf).replace("about ", "~")
    year = (event.date.start or "")[:4]
    if level != "decade" and year and "/" not in event.date.edtf and words.endswith(f" {year}"):
        words = words[: -len(year) - 1]
    return words
