"""The view of sources side by side: columns, linked passages, and how the sources follow each other.

As many columns as fit; the rest is reached by moving sideways, and a matter brings the sources that speak of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import Reactive
from textual.widget import Widget

from search.model import NO_PLACES, Alignment, Document, Matter, Places, Span
from tui.panes.line import OneLine
from tui.session.messages import Spot
from tui.sidebyside.column import Column
from tui.sidebyside.keys import footer
from tui.widgets.cells import Cell, cut
from tui.widgets.line_reader import LineReader
from tui.widgets.linked_reader import Numbered
from tui.widgets.marks import Mark
from tui.widgets.modal import Modal
from tui.wording import counted

MIN_COLUMN = 36  # columns of the screen that a source takes at least, beside another
MIN_ROWS = 7  # rows of the screen that a source takes at least, above another
NARROW = 76  # columns below which sources stand one above the other
WHY = 48  # columns of why passages are thought to be on one matter, before it is asked for: a move costs less
SIGNS = {"same": "=", "like": "", "differ": "≠"}
NOTHING = "No two of these sources have a passage about the same thing. They can be read side by side all the same."


class SideBySideView(Modal[Spot]):
    """Two to eight documents in columns, or one above the other, and which matter is the current one."""

    DEFAULT_CSS = """
    SideBySideView { background: $background; layout: vertical; }
    SideBySideView .bar { height: 1; }
    SideBySideView #columns { layout: horizontal; height: 1fr; }
    SideBySideView #columns.-stacked { layout: vertical; }
    SideBySideView .column { width: 1fr; height: 1fr; layout: vertical; }
    SideBySideView .heading { background: $sb-bar-background; }
    SideBySideView .column.-next { border-left: vkey $sb-rule; }
    SideBySideView #columns.-stacked .column { border: none; }
    """
    AUTO_FOCUS: ClassVar[str | None] = ""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, documents: Sequence[Document], note: str = "", places: Places = NO_PLACES) -> None:
        super().__init__()
        self.documents = tuple(documents)
        self.places = places
        self._note = note
        total = len(self.documents)
        self.columns = [Column(document, f"{n}/{total}") for n, document in enumerate(self.documents, 1)]
        self.title_line = OneLine(classes="bar")
        self.matter_line = OneLine()
        self.keys_line = OneLine(classes="bar")
        self.body = Container(*self.columns, id="columns")
        self.matters: tuple[Matter, ...] = ()
        self.texts: Mapping[str, str] = {}
        self.active = 0
        self.number = 0  # of the current matter, from 1; 0: none
        self.shown: tuple[int, ...] = ()
        self.together = True
        self._turned: bool | None = None  # one above the other, where the reader has chosen
        self._loaded = False
        self._settled = False
        self._tops: dict[int, int] = {}
        self._waiting: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """Title, columns, what the current matter is, keys."""
        yield self.title_line
        yield self.body
        yield self.matter_line
        yield self.keys_line

    # ---- data ----------------------------------------------------------------------------------------------------

    def show(self, alignment: Alignment, texts: Mapping[str, str]) -> None:
        """Show these documents, in the order of the screen's own, with their matters."""
        self.matters, self.texts = alignment.matters, texts
        digits = len(str(max(1, len(self.matters))))
        for place, column in enumerate(self.columns):
            passages: list[Numbered] = []
            marks: list[Mark] = []
            for number, matter in enumerate(self.matters, 1):
                span = matter.spans[place]
                if span is not None:
                    passages.append(Numbered(span.start, span.end, number, SIGNS[matter.kind]))
                    marks += [Mark(one.start, one.end, "differ") for one in _marks(matter, place)]
            column.reader.number(passages, digits)
            column.reader.load(texts[column.document.id], key=column.document.id, marks=marks)
        self._loaded = True
        self.call_after_refresh(self._settle)

    @property
    def ready(self) -> bool:
        """Whether texts are there and set to their widths."""
        return self._settled

    def on_mount(self) -> None:
        """Lay out the columns before the texts come."""
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """As many columns as fit now."""
        self._arrange(event.size.width, event.size.height)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Once the columns have their widths: the first matter, or the current one, comes into view."""
        if not self._loaded or not all(self.columns[place].reader.laid_out for place in self.shown):
            return
        first = not self._settled
        self._settled = True
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            for place in self.shown:
                self.columns[place].heading.refresh()  # it may have changed while it was hidden, unnoticed
            waiting()
        elif first and self.matters:
            self._point(1)
        elif self.number:
            self._reveal()
        self._tell()
        if first:
            self.catch_up()

    # ---- what is shown -------------------------------------------------------------------------------------------

    @property
    def stacked(self) -> bool:
        """Whether sources stand one above the other."""
        return self._turned if self._turned is not None else self.size.width < NARROW

    def _room(self, width: int, height: int) -> int:
        """How many sources fit."""
        fits = (height - 3) // MIN_ROWS if self.stacked else (width + 1) // (MIN_COLUMN + 1)
        return max(1, min(len(self.columns), fits))

    def _arrange(self, width: int = 0, height: int = 0) -> None:
        """Show as many sources as fit, the active one among them."""
        width, height = width or self.size.width, height or self.size.height
        room = self._room(width, height)
        if len(self.shown) != room:
            first = max(0, min(self.active, len(self.columns) - room))
            self.shown = tuple(range(first, first + room))
        self._display()

    def _display(self) -> bool:
        """Put what is to be shown on the screen; whether anything has to be laid out anew."""
        changed = False
        self.body.set_class(self.stacked, "-stacked")
        for place, column in enumerate(self.columns):
            visible = place in self.shown
            changed |= column.display != visible
            column.display = visible
            column.set_class(visible and place != self.shown[0], "-next")
        self._tell()
        return changed

    def _show_places(self, places: Sequence[int], then: Callable[[], None]) -> None:
        """Show these sources, then go on: at once, or when they are laid out."""
        self.shown = tuple(sorted(places))
        if self._display():
            self._waiting = then
            self.call_after_refresh(self._settle)
        else:
            then()

    def _tell(self) -> None:
        """Say in the lines what is shown and where we are."""
        matter = self.matter
        for place in self.shown:
            linked = matter is None or matter.spans[place] is not None
            words = self.places.words(self.columns[place].document.id, self._place(place).start)
            self.columns[place].head(words, active=place == self.active, linked=linked)
        differ = sum(one.kind == "differ" for one in self.matters)
        said = f"{counted(len(self.matters), 'linked passage')}, {differ} differ" if self.matters else ""
        shown = len(self.shown)
        count = f"{shown} of {len(self.columns)} sources" if shown < len(self.columns) else counted(shown, "source")
        self.title_line.show((
            Cell(" Side by side", "tab-active"), Cell(f"  {count}", ""),
            Cell(f" · {said}" if said else "", ""), Cell(f"  {self._note}" if self._note else "", "warn", grow=True),
            Cell("together " if self.together else "apart ", "dim", align="right"),
        ))  # fmt: skip
        self.keys_line.show(footer(self.size.width, not self.together))
        self._tell_matter()

    def _tell_matter(self) -> None:
        matter = self.matter
        if not self._settled:
            self.matter_line.show((Cell(" Looking for passages about the same thing …", "dim"),))
        elif matter is None:
            self.matter_line.show((Cell(f" {NOTHING}" if not self.matters else "", "dim", grow=True),))
        else:
            values = " · ".join(dict.fromkeys(self._values(matter)))
            sign = {"same": "=", "like": "", "differ": "≠"}[matter.kind]
            style = {"same": "agree", "like": "", "differ": "differ"}[matter.kind]
            self.matter_line.show((
                Cell(f" {self.number}/{len(self.matters)} {sign + ' ' if sign else ''}", style),
                Cell(values or cut(matter.why, WHY), style),
            ))  # fmt: skip

    def _values(self, matter: Matter) -> list[str]:
        """The differing values as written, those of the sources in their order."""
        found = []
        for place, column in enumerate(self.columns):
            text = self.texts[column.document.id]
            words = " … ".join(" ".join(text[one.start : one.end].split()) for one in _marks(matter, place))
            if words:
                found.append(words if len(words) <= MIN_COLUMN else words[: MIN_COLUMN - 1] + "…")
        return found

    def _place(self, place: int) -> Span:
        """A source's passage of the current matter; where it has none, its first line on the screen."""
        matter = self.matter
        span = matter.spans[place] if matter is not None else None
        at = self.columns[place].reader.offset_at_top()
        return span or Span(at, at)

    @property
    def matter(self) -> Matter | None:
        """The current matter."""
        return self.matters[self.number - 1] if 0 < self.number <= len(self.matters) else None

    # ---- moving --------------------------------------------------------------------------------------------------

    def _point(self, number: int) -> None:
        """Make a matter the current one, and bring two of its passages, at least, into view."""
        self.number = number
        matter = self.matter
        if matter is None:
            return
        places = [place for place, span in enumerate(matter.spans) if span is not None]
        have = [place for place in self.shown if place in places]
        if len(have) < min(2, len(self.shown)):
            if self.active not in places:
                self.active = min(places, key=lambda place: abs(place - self.active))
            wanted = [self.active, *(place for place in places if place != self.active)]
            wanted += [place for place in self.shown if place not in wanted]
            self._show_places(wanted[: len(self.shown)], self._reveal)
            return
        if self.active not in places:
            self.active = min(have, key=lambda place: abs(place - self.active))
        self._reveal()

    def _reveal(self) -> None:
        """Have the current matter's passages on the screen, on the row it has in the active source where that fits."""
        matter = self.matter
        for place in self.shown:
            self.columns[place].reader.show_number(self.number)
        if matter is not None and not all(self._visible(matter, place) for place in self.shown):
            own = self.columns[self.active].reader
            span = matter.spans[self.active]
            row = own.size.height // 3
            if span is not None:
                if not self._visible(matter, self.active):
                    own.scroll_to_line(own.line_at(span.start) - row)
                row = own.line_at(span.start) - own.scroll_offset.y
            self._follow(row)
        self._remember()
        self._tell()

    def _visible(self, matter: Matter, place: int) -> bool:
        """Whether a source's passage is on the screen, as much of it as fits; so is one that it has not."""
        span, reader = matter.spans[place], self.columns[place].reader
        if span is None:
            return True
        top, height = reader.scroll_offset.y, reader.size.height
        first, last = reader.line_at(span.start), reader.line_at(max(span.start, span.end - 1))
        return top <= first < top + height and (last < top + height or last - first >= height)

    def _follow(self, row: int) -> None:
        """Scroll the other sources so that their passage of the current matter stands on a row of the screen."""
        matter = self.matter
        for place in self.shown:
            span = matter.spans[place] if matter is not None else None
            if place != self.active and span is not None:
                reader = self.columns[place].reader
                reader.scroll_to_line(reader.line_at(span.start) - max(0, min(row, reader.size.height - 2)))

    def _remember(self) -> None:
        self._tops = {place: self.columns[place].reader.scroll_offset.y for place in self.shown}

    def _scrolled(self) -> None:
        """The active source was scrolled: its passage at this height becomes the current matter, the others follow."""
        own = self.columns[self.active].reader
        top, height = own.scroll_offset.y, own.size.height
        most = max(0, own.lines - height)
        # The reading height goes down the screen as the text does: every passage is passed, the first and the last too.
        at = top + round((height - 1) * top / most) if most else top
        near = own.nearest(at)
        if near is not None:
            self.number = near.number
            for place in self.shown:
                self.columns[place].reader.show_number(self.number)
            if self.together:
                self._follow(own.line_at(near.start) - top)
        self._remember()
        self._tell()

    def on_line_reader_moved(self, message: LineReader.Moved) -> None:
        """A source has got its width; or the wheel has scrolled it, and it becomes the active one."""
        message.stop()
        if not self._settled or self._waiting is not None:
            self._settle()
            return
        place = next((n for n in self.shown if self.columns[n].reader is message.reader), None)
        if place is None or self._tops.get(place) == message.reader.scroll_offset.y:
            return
        self.active = place
        self._scrolled()

    def on_click(self, event: events.Click) -> None:
        """A click makes a source the active one."""
        widget = event.widget
        found = next((n for n in self.shown if widget in (self.columns[n].reader, self.columns[n].heading)), None)
        if found is not None:
            self.active = found
            self._tell()


def _marks(matter: Matter, place: int) -> tuple[Span, ...]:
    """The differing values of a source's passage."""
    return matter.marks[place] if place < len(matter.marks) else ()
