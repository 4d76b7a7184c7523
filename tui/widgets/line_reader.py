"""A reader of long texts drawn line by line, with spans highlighted. It knows nothing of documents.

The measure is limited to 90 columns, beyond which lines are hard to follow. There is no scrollbar; `position` and
`hit_position` say in words where the reader is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tui.widgets.breaks import Break, break_line, wrap_broken
from tui.widgets.cells import Line, clean_text, joined, segments, set_line
from tui.widgets.lineview import LineView
from tui.widgets.marks import Mark, Marks, SpanLike
from tui.widgets.wrap import runs_on

MEASURE = 90  # columns of text; 45–90 characters a line read well (Bringhurst, Elements of Typographic Style, 2.1.2)
MARGIN = 2  # columns left of the text, where the current hit is pointed at
POINTER = "▸"


class LineReader(LineView, can_focus=True):
    """Shows a text. See the module for how it draws."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "line(1)", "down", show=False, id="reader.down"),
        Binding("up,k", "line(-1)", "up", show=False, id="reader.up"),
        Binding("pagedown,ctrl+f", "page(1)", "page down", show=False, id="reader.pagedown"),
        Binding("pageup,ctrl+b", "page(-1)", "page up", show=False, id="reader.pageup"),
        Binding("ctrl+d", "half(1)", "half a page down", show=False, id="reader.halfdown"),
        Binding("ctrl+u", "half(-1)", "half a page up", show=False, id="reader.halfup"),
        Binding("home,g", "top", "top", show=False, id="reader.top"),
        Binding("end,G", "bottom", "bottom", show=False, id="reader.bottom"),
    ]

    class Moved(Message):
        """The place in the text, or the current hit, has changed. A flood of them collapses to the last."""

        def __init__(self, reader: LineReader) -> None:
            super().__init__()
            self.reader = reader

        @property
        def control(self) -> LineReader:
            """The reader that sent it."""
            return self.reader

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, LineReader.Moved) and message.reader is self.reader

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
        empty: str = "",
    ) -> None:
        super().__init__(id=id, classes=classes, empty=empty)
        self.key = ""
        """What identifies the text that is loaded; empty before the first."""
        self._text = ""
        self._loaded = False
        self._dim_from: int | None = None
        self._header: tuple[Line, ...] = ()
        self._breaks: tuple[Break, ...] = ()
        self._labels: dict[int, str] = {}  # of breaks, by line of the text
        self._marks = Marks()
        self._current = -1
        self._flash: Mark | None = None
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._wrapped_at = 0
        self._pending: tuple[int, bool] | None = None  # offset to go to once the width is known; exactly at the top?

    # ---- text and marks ------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text that is loaded."""
        return self._text

    def load(
        self,
        text: str,
        *,
        key: str,
        marks: Sequence[Mark] = (),
        dim_from: int | None = None,
        header: Sequence[Line] = (),
        breaks: Sequence[Break] = (),
    ) -> None:
        """Show another text from its top.

        `dim_from`: characters from here on are furniture, greyed. `header` lines stand above the text and scroll
        with it. `breaks`: where a thin line with a label stands above the text. There is no current hit until one is
        gone to.
        """
        before = self.drawn()
        self.key = key
        self._text = clean_text(text)
        self._loaded = True
        self._dim_from = dim_from
        self._header, self._breaks = tuple(header), tuple(breaks)
        self._flash = None
        self._pending = None
        self._marks = Marks(marks, len(self._text))
        self._current = -1
        self._wrapped_at = 0
        self._rewrap()
        self.scroll_to_line(0)
        self.send_changes(before)
        self.post_message(self.Moved(self))

    def clear(self) -> None:
        """Show no text but `empty`."""
        self.load("", key="")
        self._loaded = False
        self.refresh()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Highlight other stretches of the same text; the current hit stays where it still is one."""
        old = self._marks.hit(self._current)
        before, drawn = self._marks, self.drawn()
        self._marks = Marks(marks, len(self._text))
        self._current = next((i for i, hit in enumerate(self.hits) if old and hit.start == old.start), -1)
        if self._marks.all != before.all:
            self.send_changes(drawn)
            self.post_message(self.Moved(self))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the text, sorted by their start."""
        return self._marks.all

    # ---- hits ----------------------------------------------------------------------------------------------------

    @property
    def hits(self) -> tuple[Mark, ...]:
        """The marks of kind "hit", in their order."""
        return self._marks.hits

    @property
    def current(self) -> int:
        """Index of the current hit, or -1."""
        return self._current

    def go_to_hit(self, index: int) -> bool:
        """Make this hit (negative: from the end) the current one and bring it into view; False if there is none."""
        if index < 0:
            index += len(self.hits)
        hit, old = self._marks.hit(index), self._marks.hit(self._current)
        if hit is None:
            return False
        self._unflash()
        self._current = index
        if old is not None:
            self._refresh_span(old)
        self._refresh_span(hit)
        self._reveal(hit.start)
        self.post_message(self.Moved(self))
        return True

    def point_at(self, index: int) -> None:
        """Make this hit the current one where it is, on the screen or not; -1 for none."""
        old, hit = self._marks.hit(self._current), self._marks.hit(index)
        self._current = index if hit is not None else -1
        for one in (old, hit):
            if one is not None:
                self._refresh_span(one)
        self.post_message(self.Moved(self))

    def next_hit(self, step: int = 1) -> bool:
        """Go to the next (or, with -1, the previous) hit; without a current one, from the top of the screen.

        False when none is left in that direction: the caller then opens the next document.
        """
        if not self.hits:
            return False
        if self._current >= 0:
            target = self._current + step
        else:
            after = self._marks.hits_before(self.offset_at_top())
            target = after if step > 0 else after - 1
        return 0 <= target < len(self.hits) and self.go_to_hit(target)

    def go_to_offset(self, offset: int, *, flash: SpanLike | None = None) -> None:
        """Bring a character into view; `flash` stays highlighted until the next move to a hit or offset."""
        self.show_flash(flash)
        self._reveal(max(0, min(offset, len(self._text))))
        self.post_message(self.Moved(self))

    def show_flash(self, flash: SpanLike | None) -> None:
        """Highlight a stretch until the next move to a hit or offset, on the screen or not; None for none."""
        self._unflash()
        if flash is not None and 0 <= flash.start < flash.end <= len(self._text):
            self._flash = Mark(flash.start, flash.end, "flash")
            self._refresh_span(self._flash)

    def begin_at(self, offset: int) -> None:
        """Scroll so that the line of a character is the first on the screen; 0 is the very top."""
        if not self._wrapped_at or not self.size.height:
            self._pending = (offset, True)
            return
        self.scroll_to_line(self._line_of(offset) if offset else 0)
        self.post_message(self.Moved(self))

    def _unflash(self) -> None:
        if self._flash is not None:
            old, self._flash = self._flash, None
            self._refresh_span(old)

    # ---- place ---------------------------------------------------------------------------------------------------

    def offset_at_top(self) -> int:
        """The first character on the screen."""
        line = self.scroll_offset.y - len(self._header)
        if not self._starts or line < 0:
            return 0
        return self._starts[min(line, len(self._starts) - 1)]

    @property
    def offset_here(self) -> int:
        """The current hit, or the flashed stretch, where it is on the screen; else the first character on it."""
        target = self._flash or self._marks.hit(self._current)
        if target is not None and self._wrapped_at:
            line = self._line_of(target.start) - self.scroll_offset.y
            if 0 <= line < self.size.height:
                return target.start
        return self.offset_at_top()

    @property
    def lines(self) -> int:
        """Screen lines of header and text together."""
        return len(self._header) + len(self._starts) if self._loaded else 0

    @property
    def position(self) -> str:
        """The last line on the screen, of how many: "38/200"; empty without a text."""
        if not self._loaded or not self.lines:
            return ""
        return f"{min(self.scroll_offset.y + self.size.height, self.lines)}/{self.lines}"

    @property
    def hit_position(self) -> str:
        """The current hit, of how many: "3/12"; "–/12" before one is gone to; empty without hits."""
        if not self.hits:
            return ""
        return f"{self._current + 1 if self._current >= 0 else '–'}/{len(self.hits)}"

    def _line_of(self, offset: int) -> int:
        """The screen line, counted from the top of the header, that holds a character."""
        return len(self._header) + max(0, bisect_right(self._starts, offset) - 1)

    def _reveal(self, offset: int) -> None:
        """Scroll, if need be, so that a character is on the screen, with a third of the screen above it."""
        if not self._wrapped_at or not self.size.height:
            self._pending = (offset, False)
            return
        line, top, height = self._line_of(offset), self.scroll_offset.y, self.size.height
        context = 1 if height > 4 else 0
        if not top + context <= line < top + height - context:
            self.scroll_to_line(line - height // 3)

    def scrolled(self) -> None:
        """Tell that the place has changed."""
        self.post_message(self.Moved(self))

    # ---- layout --------------------------------------------------------------------------------------------------

    def _columns(self) -> tuple[int, int]:
        """Where the text begins and how many columns it may take."""
        width = self.size.width
        measure = max(1, min(MEASURE, width - MARGIN - 1))
        return max(MARGIN, (width - measure) // 2), measure

    def on_resize(self) -> None:
        """Wrap to the new width and keep the place."""
        offset, exact = self._pending or (self.offset_at_top(), True)
        old = self._wrapped_at
        self._rewrap()
        if self._wrapped_at == old and not self._pending:
            self.scroll_to_line(self.scroll_offset.y)
            return
        self._pending = None
        if exact:
            self.scroll_to_line(self._line_of(offset) if offset else 0)
        else:
            self._reveal(offset)
        self.refresh()
        self.post_message(self.Moved(self))

    def _rewrap(self) -> None:
        if not self.size.width:
            return
        _, measure = self._columns()
        if measure != self._wrapped_at:
            self._wrapped_at = measure
            set_in = wrap_broken(self._text, measure, self._breaks, spaced=runs_on(self._text, MEASURE))
            self._starts, self._ends, self._labels = set_in
        self.fit()

    # ---- keys and mouse ------------------------------------------------------------------------------------------

    def action_line(self, step: int) -> None:
        """Scroll by lines."""
        self.scroll_to_line(self.scroll_offset.y + step)

    def action_page(self, step: int) -> None:
        """Scroll by a screenful, less two lines."""
        self.scroll_to_line(self.scroll_offset.y + step * max(1, self.size.height - 2))

    def action_half(self, step: int) -> None:
        """Scroll by half a screenful."""
        self.scroll_to_line(self.scroll_offset.y + step * max(1, self.size.height // 2))

    def action_top(self) -> None:
        """Scroll to the top."""
        self.scroll_to_line(0)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.scroll_to_line(self.lines)

    # ---- drawing -------------------------------------------------------------------------------------------------

    def _refresh_span(self, span: SpanLike) -> None:
        if not self._wrapped_at:
            return
        first, last = self._line_of(span.start), self._line_of(max(span.start, span.end - 1))
        top = self.scroll_offset.y
        for line in range(max(first, top), min(last, top + self.size.height - 1) + 1):
            self.refresh_line(line)

    def render_line(self, y: int) -> Strip:
        """One screen line."""
        width, base = self.size.width, self.rich_style
        if not self._loaded:
            return self.empty_line(y)
        line = y + self.scroll_offset.y
        left, measure = self._columns()
        if line >= self.lines:
            return Strip.blank(width, base)
        if line < len(self._header):
            pieces = [(" " * left, ""), *set_line(self._header[line], measure)]
            return Strip(segments(pieces, base, self.style_of)).adjust_cell_length(width, base)
        line -= len(self._header)
        start, end = self._starts[line], self._ends[line]
        if line in self._labels:
            drawn = break_line(self._labels[line], left, measure, base, self.style_of("dim"))
            return Strip(drawn).adjust_cell_length(width, base)
        drawn = [*self.margin(start, end, left, base), *self._text_segments(start, end, base)]
        return Strip(joined(drawn)).adjust_cell_length(width, base)

    def margin(self, start: int, end: int, left: int, base: Style) -> list[Segment]:
        """What stands in the `left` columns before the line of characters `start`–`end`: the pointer, or blanks."""
        if not self._points_at(start, end):
            return [Segment(" " * left, base)]
        return [Segment(" " * (left - MARGIN) + POINTER + " ", base + self.style_of("mark"))]

    def _points_at(self, start: int, end: int) -> bool:
        """Whether the current hit, or the flashed stretch, begins on this line: shown without colour too."""
        target = self._flash or self._marks.hit(self._current)
        return target is not None and start <= target.start < max(end, start + 1)

    def _text_segments(self, start: int, end: int, base: Style) -> list[Segment]:
        marks = self._marks.on(start, end, self._flash)
        cuts = {start, end}
        for mark in marks:
            cuts.update((max(start, mark.start), min(end, mark.end)))
        dim_from = self._dim_from
        if dim_from is not None and start < dim_from < end:
            cuts.add(dim_from)
        current = self._marks.hit(self._current)
        out: list[Segment] = []
        for a, b in pairwise(sorted(cuts)):
            style = base
            if dim_from is not None and a >= dim_from:
                style += self.style_of("dim")
            for mark in marks:
                if mark.start <= a and b <= mark.end:
                    style += self.style_of("hit-current" if mark == current else mark.kind)
            out.append(Segment(self._text[a:b], style))
        return out
