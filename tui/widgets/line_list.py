"""A list drawn line by line: only what is on the screen is made, and a cursor move repaints two short bars.

Rows may be a tuple, or any sequence that builds a row when asked; with a uniform `row_height` a hundred thousand
rows cost nothing. The list has no scrollbar: every change of it would be repainted beside the change itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, Protocol, runtime_checkable

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.cells import Line, head, segments, set_line, width_of
from tui.widgets.lineview import LineView

CURSOR = "▸"
CURSOR_BLURRED = "▹"
MARK = "●"
GUTTER = 2  # columns before every row: the cursor's and the mark's
BAR = 48  # the cursor's bar is no longer than this: a move stays under 400 bytes at any width


@dataclass(frozen=True, slots=True)
class Row:
    """An item: one or several screen lines. `key` identifies it when rows are replaced; headings are not selectable."""

    key: str
    lines: tuple[Line, ...]
    selectable: bool = True
    data: object = None


@runtime_checkable
class Keyed(Protocol):
    """A lazy sequence of rows that can find a key without building every row."""

    def index_of(self, key: str) -> int | None:
        """The index of the row with this key, or None."""
        ...


class LineList(LineView, can_focus=True):
    """A list of rows with a cursor. See the module for how it draws."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "up", show=False, id="list.up"),
        Binding("pagedown,ctrl+f", "page(1)", "page down", show=False, id="list.pagedown"),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="list.pageup"),
        Binding("home,g", "first", "first", show=False, id="list.first"),
        Binding("end,G", "last", "last", show=False, id="list.last"),
        Binding("enter", "choose", "choose", show=False, id="list.choose"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False, init=False)

    class Highlighted(Message):
        """The cursor is on another row. A flood of them collapses to the last."""

        def __init__(self, line_list: LineList, row: Row, index: int) -> None:
            super().__init__()
            self.list = line_list
            self.row = row
            self.index = index

        @property
        def control(self) -> LineList:
            """The list that sent it."""
            return self.list

        def can_replace(self, message: Message) -> bool:
            """Only the last position matters."""
            return isinstance(message, LineList.Highlighted) and message.list is self.list

    class Chosen(Message):
        """A row was chosen with Enter or a double click."""

        def __init__(self, line_list: LineList, row: Row, index: int) -> None:
            super().__init__()
            self.list = line_list
            self.row = row
            self.index = index

        @property
        def control(self) -> LineList:
            """The list that sent it."""
            return self.list

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
        empty: str = "",
    ) -> None:
        super().__init__(id=id, classes=classes, empty=empty)
        self._rows: Sequence[Row] = ()
        self._uniform: int | None = 1
        self._ends: list[int] = []  # first screen line after each row, where heights differ
        self._marks: frozenset[str] = frozenset()
        self.bar = BAR
        """Columns that the cursor's bar takes at most."""
        self._replaced: dict[int, Row] = {}  # rows of a lazy sequence that update_row replaced

    # ---- rows ----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they were set."""
        return self._rows

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, or None where there is none to be on."""
        if not 0 <= self.cursor < len(self._rows):
            return None
        row = self._row(self.cursor)
        return row if row.selectable else None

    @property
    def marks(self) -> frozenset[str]:
        """Keys of the rows that carry a mark beside the cursor's column."""
        return self._marks

    @marks.setter
    def marks(self, keys: Iterable[str]) -> None:
        new = frozenset(keys)
        changed, self._marks = new ^ self._marks, new
        if changed:
            for index in self._visible():
                if self._row(index).key in changed:
                    self._refresh_bar(index)

    def set_rows(self, rows: Sequence[Row], *, keep: bool = True, row_height: int | None = None) -> None:
        """Replace the rows.

        `keep` leaves the cursor, and its place on the screen, on the row of the same key, else at the same index.
        `row_height` says that every row has that many lines: then no row is built before it is seen. A sequence
        with `index_of(key)` is asked for the key; others are looked through, lazy ones only at the old index.
        """
        old, old_index = self.cursor_row, self.cursor
        offset = self._start(old_index) - self.scroll_offset.y if old else 0
        before = self.drawn()
        self._rows = rows
        self._replaced = {}
        self._uniform = row_height
        self._ends = [] if row_height else list(accumulate(len(row.lines) for row in rows))
        place = self._index_of(old.key, old_index) if keep and old else None
        self.fit()
        stays = keep and old is not None
        near = self._selectable(min(old_index, len(rows) - 1), -1) if stays and place is None else place
        index = self._selectable(0, 1) if near is None else near
        self.set_reactive(LineList.cursor, max(0, index if index is not None else 0))
        top = self._start(self.cursor) - offset if stays else 0
        self.scroll_to_line(top)
        self._show(self.cursor)
        self.send_changes(before)
        row = self.cursor_row
        if row is not None and (old is None or old.key != row.key):
            self.post_message(self.Highlighted(self, row, self.cursor))

    def update_row(self, index: int, row: Row) -> None:
        """Replace one row and repaint only its lines; a row of another height rearranges those below."""
        if not 0 <= index < len(self._rows):
            raise IndexError(f"no row {index} in a list of {len(self._rows)}")
        before = self._height(index)
        self._replaced[index] = row
        if self._uniform is None and len(row.lines) != before:
            grown = len(row.lines) - before
            self._ends[index:] = [end + grown for end in self._ends[index:]]
            self.fit()
            self.refresh()
        else:
            self.refresh_lines(self._start(index), before)

    def move_to_key(self, key: str) -> bool:
        """Put the cursor on the row with this key; False where there is none."""
        index = self._index_of(key, self.cursor)
        if index is None:
            return False
        self.cursor = index
        self._show(index)
        return True

    def _row(self, index: int) -> Row:
        return self._replaced.get(index) or self._rows[index]

    def _index_of(self, key: str, near: int) -> int | None:
        if isinstance(self._rows, Keyed):
            return self._rows.index_of(key)
        if 0 <= near < len(self._rows) and self._rows[near].key == key:
            return near
        if self._uniform is not None and not isinstance(self._rows, (list, tuple)):
            return None
        return next((i for i, row in enumerate(self._rows) if row.key == key), None)

    # ---- geometry: rows to screen lines and back -----------------------------------------------------------------

    def _start(self, index: int) -> int:
        """The first screen line of a row, counted from the top of the list."""
        if self._uniform is not None:
            return index * self._uniform
        return self._ends[index - 1] if 0 < index <= len(self._ends) else 0

    def _height(self, index: int) -> int:
        if self._uniform is not None:
            return self._uniform
        return self._ends[index] - self._start(index) if index < len(self._ends) else 0

    @property
    def lines(self) -> int:
        """Screen lines of all the rows."""
        if self._uniform is not None:
            return len(self._rows) * self._uniform
        return self._ends[-1] if self._ends else 0

    def _at(self, line: int) -> int | None:
        """The row that has this screen line."""
        if line < 0 or line >= self.lines:
            return None
        return line // self._uniform if self._uniform else bisect_right(self._ends, line)

    def _visible(self) -> range:
        """Indices of the rows on the screen."""
        top = self.scroll_offset.y
        first = self._at(top)
        last = self._at(min(top + self.size.height, self.lines) - 1)
        return range(first, last + 1) if first is not None and last is not None else range(0)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.fit()
        self.scroll_to_line(self.scroll_offset.y)
        self._show(self.cursor)

    def _show(self, index: int) -> None:
        """Scroll as little as brings the whole row into view, with the headings just above it."""
        top, height = self.scroll_offset.y, self.size.height
        if not height or not self._rows:
            return
        start, end = self._start(index), self._start(index) + self._height(index)
        while index > 0 and end - self._start(index - 1) <= height and not self._row(index - 1).selectable:
            index -= 1
            start = self._start(index)
        if start < top:
            self.scroll_to_line(start)
        elif end > top + height:
            self.scroll_to_line(min(end - height, start) if end - start <= height else start)

    # ---- moving --------------------------------------------------------------------------------------------------

    def _selectable(self, index: int, step: int) -> int | None:
        """The nearest selectable row from `index` on, in the direction of `step`."""
        while 0 <= index < len(self._rows):
            if self._row(index).selectable:
                return index
            index += step
        return None

    def validate_cursor(self, value: int) -> int:
        """Within the rows, on a selectable one where there is any near."""
        if not self._rows:
            return 0
        value = max(0, min(len(self._rows) - 1, value))
        step = 1 if value >= self.cursor else -1
        index = self._selectable(value, step)
        if index is None:
            index = self._selectable(value, -step)
        return value if index is None else index

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two bars, scroll if need be, and tell."""
        if old < len(self._rows):
            self._refresh_bar(old)
        self._refresh_bar(new)
        self._show(new)
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Highlighted(self, row, new))

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        target = self._selectable(self.cursor + step, 1 if step > 0 else -1)
        if target is not None:
            self.cursor = target
        elif step < 0:
            self.scroll_to_line(0)  # headings above the first row

    def action_page(self, step: int) -> None:
        """Move the cursor by a screenful."""
        if not self._rows:
            return
        height = max(1, self.size.height - 1)
        line = max(0, min(self.lines - 1, self._start(self.cursor) + step * height))
        index = self._at(line)
        if index == self.cursor:
            index += step
        self.scroll_to_line(self.scroll_offset.y + step * height)
        self.cursor = index if index is not None else self.cursor

    def action_first(self) -> None:
        """Move to the first row."""
        self.cursor = 0
        self.scroll_to_line(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self.cursor = len(self._rows) - 1

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Chosen(self, row, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        offset = event.get_content_offset(self)
        index = self._at(offset.y + self.scroll_offset.y) if offset is not None else None
        if index is None or not self._row(index).selectable:
            return
        event.stop()
        self.cursor = index
        if event.chain == 2:
            self.action_choose()

    def focus_changed(self) -> None:
        """Only the cursor's bar looks different."""
        if self._rows:
            self._refresh_bar(self.cursor)

    # ---- drawing -------------------------------------------------------------------------------------------------

    def _refresh_bar(self, index: int) -> None:
        y = self._start(index) - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, min(GUTTER + self.bar, self.size.width), 1))

    def render_line(self, y: int) -> Strip:
        """One screen line."""
        width = self.size.width
        base = self.rich_style
        if not self._rows:
            return self.empty_line(y)
        line = y + self.scroll_offset.y
        index = self._at(line)
        if index is None:
            return Strip.blank(width, base)
        row = self._row(index)
        part = line - self._start(index)
        cells = row.lines[part] if part < len(row.lines) else ()
        if not row.selectable:
            return Strip(segments(set_line(cells, width), base, self.style_of), width)
        pieces = set_line(cells, max(0, width - GUTTER))
        if part:
            return Strip(segments([(" " * min(GUTTER, width), ""), *pieces], base, self.style_of), width)
        at_cursor = index == self.cursor
        marked = row.key in self._marks
        cursor = (CURSOR if self.has_focus else CURSOR_BLURRED) if at_cursor else " "
        gutter = (cursor + (MARK if marked else " "))[:width]
        if at_cursor:
            return self._bar(gutter, pieces, base, width)
        return Strip(segments([(gutter, "mark" if marked else ""), *pieces], base, self.style_of), width)

    def _bar(self, gutter: str, pieces: list[tuple[str, str]], base: Style, width: int) -> Strip:
        """The first line of the row under the cursor.

        With the focus, up to `bar` columns are in one style (a move repaints them, so they must be few bytes); without
        it the row keeps its own styles on the resting cursor's ground.
        """
        if not self.has_focus:
            resting = self.style_of("cursor-blurred")
            drawn = segments([(gutter, ""), *pieces], base, self.style_of)
            return Strip([Segment(text, (style or base) + resting) for text, style, _ in drawn], width)
        inside: list[str] = [gutter]
        beyond: list[tuple[str, str]] = []
        room = self.bar
        for text, style in pieces:
            part = text if width_of(text) <= room else head(text, room)
            if " " in part.strip() and " " not in text[len(part) - 1 : len(part) + 1] and len(part) < len(text):
                part = part[: part.rindex(" ")]  # end the bar between words
            inside.append(part)
            room = room - width_of(part) if part == text else 0
            if len(part) < len(text):
                beyond.append((text[len(part) :], style))
        strip = Strip(
            [Segment("".join(inside), base + self.style_of("cursor")), *segments(beyond, base, self.style_of)]
        )
        return strip.adjust_cell_length(width, base)
