"""A grid of rows and columns with a cursor on one cell, drawn line by line. It knows nothing of topics.

A label that is longer than its column goes on on the next line; nothing is cut. A grid whose cells hold more than a
sign (see `tui.screens.claimgridtable`) says what lines they take.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.style import Style
from textual import events
from textual.binding import BindingsMap
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.cells import clean, pad, segments, width_of
from tui.widgets.styles import style_of
from tui.widgets.wrap import wrap

MAX_COLUMN, MIN_COLUMN = 16, 5
MIN_LABEL = 30  # columns that the labels keep where not everything fits
MAX_LABEL_LINES = 4
HEADS = 2  # lines
PAGE = 10  # rows that a page key moves by

Pieces = list[tuple[str, str]]  # texts of one line, with the groups of their styles


def sign(count: int, strong: bool) -> str:
    """How many passages, and whether the best of them is a strong one: "●3", "◐1"; "·" for none."""
    return f"{'●' if strong else '◐'}{count}" if count else "·"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its label, and a short text for each column ("●2", "·")."""

    key: str
    label: str
    cells: tuple[str, ...]


class Matrix(ScrollView, can_focus=True):
    """The grid. `row` and `column` are the cursor's."""

    class Moved(Message):
        """The cursor is on another cell; a flood collapses to the last."""

        def __init__(self, matrix: Matrix) -> None:
            super().__init__()
            self.matrix = matrix

        def can_replace(self, message: Message) -> bool:
            """Only the last cell matters."""
            return isinstance(message, Matrix.Moved)

    class Chosen(Message):
        """A cell was double-clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._bindings = BindingsMap()
        self._rows: tuple[GridRow, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._marks: frozenset[int] = frozenset()
        self.row = 0
        self.column = 0
        self._first_column = 0
        self._version = 0
        self._laid: tuple[tuple[int, int, int], list[int]] = ((-1, -1, -1), [])

    # ---- data ----------------------------------------------------------------------------------------------------

    def set_grid(self, rows: Sequence[GridRow], columns: Sequence[str]) -> None:
        """Replace rows and columns; the cursor stays on its row's key where that is still there."""
        key = self._rows[self.row].key if self.row < len(self._rows) else ""
        self._rows, self._columns = tuple(rows), tuple(columns)
        self.row = next((i for i, row in enumerate(self._rows) if row.key == key), 0)
        self.column = max(0, min(self.column, len(self._columns) - 1))
        self._version += 1
        self._show()
        self.refresh()

    def set_marks(self, columns: frozenset[int]) -> None:
        """Columns whose heads carry a mark."""
        if columns != self._marks:
            self._marks = columns
            self.refresh()

    @property
    def cell(self) -> tuple[str, int] | None:
        """Key of the cursor's row, and its column; None for an empty grid."""
        return (self._rows[self.row].key, self.column) if self._rows and self._columns else None

    # ---- moving --------------------------------------------------------------------------------------------------

    def move(self, rows: int = 0, columns: int = 0) -> None:
        """Move the cursor, as far as there is grid."""
        self.go(self.row + rows, self.column + columns)

    def action_move(self, step: int) -> None:
        """Move by rows."""
        self.move(step)

    def action_page(self, step: int) -> None:
        """Move by ten rows."""
        self.move(step * PAGE)

    def action_first(self) -> None:
        """To the first row, in the same column."""
        self.go(0, self.column)

    def action_last(self) -> None:
        """To the last row, in the same column."""
        self.go(len(self._rows) - 1, self.column)

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell; out of range is the nearest."""
        row = max(0, min(row, len(self._rows) - 1))
        column = max(0, min(column, len(self._columns) - 1))
        if (row, column) == (self.row, self.column):
            return
        old, first = (self.row, self.column), self._first_column
        self.row, self.column = row, column
        self._show()
        if first != self._first_column:
            self.refresh()
        else:
            self._refresh_cell(*old, labelled=old[0] != row)
            self._refresh_cell(row, column, labelled=old[0] != row)
        self.post_message(self.Moved(self))

    def _show(self) -> None:
        """Bring the cursor's cell into view; its row's first line before all others."""
        fit = self._fitting()
        if self.column < self._first_column:
            self._first_column = self.column
        elif self.column >= self._first_column + fit:
            self._first_column = self.column - fit + 1
        self._first_column = max(0, min(self._first_column, len(self._columns) - fit))
        ends = self._ends()
        self.set_reactive(Matrix.virtual_size, Size(self.size.width, (ends[-1] if ends else 0) + HEADS))
        if not ends:
            return
        first, last = self._top(self.row), ends[self.row]
        height, top = max(1, self.size.height - HEADS), self.scroll_offset.y
        if first < top or last > top + height:
            top = first if first < top else min(first, last - height)
        top = max(0, min(top, ends[-1] - height))  # nothing is left empty below while there are rows above
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _refresh_row(self, row: int) -> None:
        """Paint a row anew, all of it."""
        self._refresh_part(row, 0, self.size.width)

    def _refresh_cell(self, row: int, column: int, *, labelled: bool) -> None:
        """Paint one cell anew, and its row's label: the rest of the row need not be sent."""
        width = self._column_width
        self._refresh_part(row, self._label_width + (column - self._first_column) * width, width)
        if labelled:
            self._refresh_part(row, 0, self._label_width)

    def _refresh_part(self, row: int, x: int, width: int) -> None:
        ends = self._ends()
        if not 0 <= row < len(ends):
            return
        first = max(HEADS, self._top(row) - self.scroll_offset.y + HEADS)
        last = min(self.size.height, ends[row] - self.scroll_offset.y + HEADS)
        if first < last:
            self.refresh(Region(x, first, width, last - first))

    # ---- geometry ------------------------------------------------------------------------------------------------

    def wanted_width(self, most: int) -> int:
        """Columns in which nothing is cut, with the heads on one line where `most` allows that, else on two."""
        labels, count = self._longest_label(), len(self._columns)
        on_one = labels + self._widest_head() * count
        overhang = max(0, self._widest_head() - self._slanted())  # the last head has no neighbour to reach over
        return min(most, on_one if on_one <= most else labels + self._slanted() * count + overhang)

    def _longest_label(self) -> int:
        return max((width_of(clean(row.label)) for row in self._rows), default=0) + 3

    def _widest_head(self) -> int:
        return max((width_of(clean(name)) for name in self._columns), default=0) + 1

    def _slanted(self) -> int:
        """The column's width where every second head stands on the second line, so that each has the room of two."""
        return max(MIN_COLUMN, -(-self._widest_head() // 2))

    @property
    def _column_width(self) -> int:
        """As wide as the heads on one line need where the labels leave that; else as on two lines; else less."""
        room = (self.size.width - self._longest_label()) // max(1, len(self._columns))
        if room >= self._widest_head():
            return max(MIN_COLUMN, min(MAX_COLUMN, self._widest_head()))
        least = max(room, (self.size.width - MIN_LABEL) // max(1, len(self._columns)))
        return max(MIN_COLUMN, min(self._slanted(), MAX_COLUMN, room if room >= self._slanted() else least))

    def _fitting(self) -> int:
        room = max(self.size.width * 3 // 5, self.size.width - self._longest_label())
        return max(1, min(len(self._columns), room // self._column_width))

    @property
    def _label_width(self) -> int:
        # The last head reaches beyond its column where it is long.
        tail = max(0, min(self._widest_head() - self._column_width, self.size.width // 8))
        return max(4, min(self._longest_label(), self.size.width - tail - self._fitting() * self._column_width))

    # ---- lines ---------------------------------------------------------------------------------------------------

    gap = 0
    """Empty lines below each row."""

    def label_lines(self, row: GridRow) -> list[str]:
        """A row's label, on as many lines as hold it."""
        text, width = clean(row.label), max(4, self._label_width - 3)
        if width_of(text) <= width:
            return [text]
        starts, ends = wrap(text, width)
        return [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)][:MAX_LABEL_LINES]

    def cell_lines(self, row: GridRow, column: int, width: int) -> list[Pieces]:
        """The lines of a cell, in at most `width` columns."""
        text = row.cells[column] if column < len(row.cells) else ""
        return [[(text, "dim" if text == "·" else "count")]]

    def _ends(self) -> list[int]:
        """The line after each row."""
        key = (self._version, self.size.width, self.gap)
        if self._laid[0] != key:
            room = max(1, self._column_width - 2)
            heights = [
                max(
                    len(self.label_lines(row)),
                    *(len(self.cell_lines(row, n, room)) for n in range(len(self._columns))),
                    1,
                )
                + self.gap
                for row in self._rows
            ]
            self._laid = key, list(accumulate(heights))
        return self._laid[1]

    def _top(self, row: int) -> int:
        return self._ends()[row - 1] if row else 0

    def on_resize(self) -> None:
        """Other widths show other columns."""
        self._show()
        self.refresh()

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus; only the cursor's row changes."""
        event.prevent_default()
        self.has_focus = True
        self._refresh_row(self.row)
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Lose the focus; only the cursor's row changes."""
        event.prevent_default()
        self.has_focus = False
        self._refresh_row(self.row)
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        row = bisect_right(self._ends(), event.y - HEADS + self.scroll_offset.y)
        if event.y < HEADS or row >= len(self._rows):
            return
        event.stop()
        column = (event.x - self._label_width) // self._column_width + self._first_column
        self.go(row, column if event.x >= self._label_width else self.column)
        if event.chain == 2:
            self.post_message(self.Chosen())

    # ---- drawing -------------------------------------------------------------------------------------------------

    def _style(self, group: str) -> Style:
        return style_of(self, group)

    def render_line(self, y: int) -> Strip:
        """Two lines of heads, then the rows; the heads stay while the rows scroll."""
        width, base = self.size.width, self.rich_style
        shown = range(self._first_column, min(len(self._columns), self._first_column + self._fitting()))
        label, column = self._label_width, self._column_width
        if y < HEADS:
            return Strip(segments(self._heads(y, shown, label, column), base, self._style)).adjust_cell_length(
                width, base
            )
        line = y - HEADS + self.scroll_offset.y
        row = bisect_right(self._ends(), line)
        if row >= len(self._rows):
            return Strip.blank(width, base)
        pieces = self._line(self._rows[row], row == self.row, line - self._top(row), shown)
        return Strip(segments(pieces, base, self._style)).adjust_cell_length(width, base)

    def _line(self, item: GridRow, here: bool, number: int, shown: range) -> Pieces:
        """The nth line of a row."""
        label, column = self._label_width, self._column_width
        named = self.label_lines(item)
        text = named[number] if number < len(named) else ""
        lead = "▸ " if here and number == 0 else "  "
        pieces: Pieces = [(pad(lead + text, label - 1) + " ", "title" if here else "")]
        group = "cursor" if self.has_focus else "cursor-blurred"
        for index in shown:
            lines = self.cell_lines(item, index, max(1, column - 2))
            if number >= len(lines):
                pieces.append((" " * column, ""))
                continue
            told = lines[number]
            if here and index == self.column:
                opened, closed = "[" if number == 0 else " ", "]" if number == len(lines) - 1 else ""
                bracketed = opened + "".join(text for text, _ in told) + closed
                pieces += [(bracketed, group), (" " * (column - width_of(bracketed)), "")]
            else:
                pieces += [(" ", ""), *told, (" " * (column - 1 - sum(width_of(text) for text, _ in told)), "")]
        return pieces

    def _heads(self, y: int, shown: range, label: int, column: int) -> list[tuple[str, str]]:
        """The heads above their cells: all on the second line, or every other one on the first where they are long."""
        two_lines = self._widest_head() > column
        pieces = [(" " * label, "")]
        for number, index in enumerate(shown):
            marked = index in self._marks
            room = column
            if two_lines:
                if number % 2 != y:
                    if number == 0:
                        pieces.append((" " * column, ""))
                    continue
                room = column * 2 if index + 1 < shown.stop else max(column, self.size.width - label - column * number)
            elif y == 0:
                continue
            text = pad(("●" if marked else " ") + clean(self._columns[index]), room)
            pieces.append((text, "mark" if marked else "source"))
        more = len(self._columns) - shown.stop
        if more > 0 and y == 0:
            used = sum(width_of(text) for text, _ in pieces)
            note = f"+{more:,}"
            pieces.append((pad(note, max(len(note), self.size.width - used), "right"), "dim"))
        return pieces
