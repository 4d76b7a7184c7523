"""The reader pane: one document, and the hits in it, walked by n and N."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.widget import Widget

from search.model import Document, Span, Text, page_at
from tui.keys.commands import Place
from tui.panes.base import Pane
from tui.panes.steady import Steady
from tui.reader.place import moved
from tui.results.pane import document_chip
from tui.session.messages import Spot
from tui.session.view import Chip
from tui.widgets.breaks import Break
from tui.widgets.cells import Cell, Line
from tui.widgets.line_reader import LineReader
from tui.widgets.marks import Mark
from tui.wording import published_words, speaker

WIDE = 60  # columns from which the heading names the line too, beside hit and document
KEPT = "This file has changed; you are at the same words."
LOST = "This file has changed; the words that stood here are gone."
QUOTE = 300  # characters of a passage that a citation or bookmark quotes at most


class PlainReader(Steady, LineReader, can_focus=True):
    """A LineReader whose keys come from the table alone."""

    def __init__(self, *, empty: str = "") -> None:
        super().__init__(empty=empty)
        self._bindings = BindingsMap()


class ReaderPane(Pane):
    """One document."""

    NAME = "reader"
    TITLE = "Reader"
    EMPTY = "Nothing is open.\n\nChoose a document and press Enter."

    def __init__(self) -> None:
        super().__init__()
        self.reader = PlainReader(empty=self.EMPTY)
        self.document: Document | None = None
        self.text: Text | None = None
        self.marks: tuple[Mark, ...] = ()
        self.furniture = False
        self.flash: Span | None = None
        self.gone = False
        """Whether the document is no longer in the folder."""
        self.whereabouts: Callable[[], tuple[int, int] | None] = lambda: None
        """Which of the documents found this is, and of how many; None where nothing is searched for."""

    def compose(self) -> ComposeResult:
        """The heading above the text."""
        yield self.heading
        yield self.reader

    @property
    def mover(self) -> Widget:
        """What takes the focus."""
        return self.reader

    @property
    def place(self) -> Place:
        """Always the reader."""
        return "reader"

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_document(self, document: Document, text: Text, marks: tuple[Mark, ...]) -> None:
        """Show a document from its top."""
        self.document, self.text, self.marks, self.flash, self.gone = document, text, marks, None, False
        self._load()

    def _load(self) -> None:
        if self.document is None or self.text is None:
            return
        body = self.text.text
        dim_from = None
        if self.furniture and self.text.furniture:
            dim_from = len(body)
            body += "\n\n— set aside as belonging to the site —\n\n" + "\n".join(self.text.furniture)
        self.reader.load(
            body, key=self.document.id, marks=self.marks, dim_from=dim_from, header=self._masthead(),
            breaks=page_breaks(self.document, self.text),
        )  # fmt: skip
        self._heading()

    def _masthead(self) -> tuple[Line, ...]:
        document = self.document
        if document is None:
            return ()
        parts = [speaker(document), document.author if document.author and document.source else None,
                 published_words(document) or "date not known", "" if speaker(document) else document.id]  # fmt: skip
        by = " · ".join(part for part in parts if part)
        head = () if self.text and self.text.text.lstrip().startswith(document.title) else (
            (Cell(document.title, "title", grow=True),),
        )  # fmt: skip
        return (*head, (Cell(by, "source"),), ())

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight other words of the same document."""
        self.marks, self.gone = marks, False
        self.reader.set_marks(marks)
        self._heading()

    def renew(self, document: Document, text: Text, marks: tuple[Mark, ...]) -> str:
        """The same document with other highlights; where its file has changed, its new text at the same words.

        Returns what is to be said of that; empty where the text is the same.
        """
        if text == self.text and document == self.document:
            self.set_marks(marks)
            return ""
        reader, flash = self.reader, self.flash
        same = self.text is not None and text.text == self.text.text
        old, top, line = reader.text, reader.offset_at_top(), reader.scroll_offset.y
        hit = reader.hits[reader.current].start if 0 <= reader.current < len(reader.hits) else None
        self.show_document(document, text, marks)
        place, kept = moved(old, reader.text, top) if top else (0, True)
        if place:
            reader.begin_at(place)
        else:
            reader.scroll_to_line(line)  # at the top, or within the lines above the text
        if hit is not None:
            start, _ = moved(old, reader.text, hit)
            reader.point_at(next((i for i, mark in enumerate(reader.hits) if mark.start == start), -1))
        if flash is not None:
            self._flash_again(old, flash)
        if same:
            return ""
        return KEPT if kept else LOST

    def _flash_again(self, old: str, flash: Span) -> None:
        """Show the passage that was followed, where its words are still there."""
        start, kept = moved(old, self.reader.text, flash.start)
        again = Span(start, start + flash.end - flash.start)
        if kept and self.reader.text[again.start : again.end] == old[flash.start : flash.end]:
            self.flash = again
            self.reader.show_flash(again)

    def lose(self) -> None:
        """The document is no longer in the folder; it is shown until another is."""
        self.gone = True
        self._heading()

    # ---- where we are --------------------------------------------------------------------------------------------

    def go_to(self, span: Span) -> None:
        """Bring a passage into view and show which it is."""
        self.flash = span
        hit = next((i for i, mark in enumerate(self.reader.hits) if mark.start == span.start), None)
        if hit is not None and self.reader.hits[hit].end == span.end:
            self.reader.go_to_hit(hit)
        else:
            self.reader.go_to_offset(span.start, flash=span)

    def on_line_reader_moved(self, message: LineReader.Moved) -> None:
        """Keep the place in the heading."""
        message.stop()
        self._heading()

    def _heading(self) -> None:
        if self.document is None:
            self.head()
            return
        hit, found, page = self.reader.hit_position, self.whereabouts(), self._page()
        parts = [f"hit {hit}"] if hit else []
        if found is not None and (not page or self.size.width >= WIDE):
            parts.append(f"doc {found[0]:,}/{found[1]:,}")
        parts += [page] if page else []
        if len(parts) < 2 or (self.size.width >= WIDE and not page):
            parts.append(self.reader.position)
        mark = (Cell("gone · ", "warn"),) if self.gone else ()
        shown = (Cell("  "), *mark, Cell(self.document.title, "", grow=True))
        by = Cell(f" · {speaker(self.document)}", "source", optional=True) if speaker(self.document) else Cell("")
        self.head((*shown, by), (Cell(" · ".join(parts) + " "),))

    def _page(self) -> str:
        """ "p. 7 of 31": the page of the current hit, else of the first line on the screen; empty without pages."""
        if self.document is None or self.text is None or not self.text.pages:
            return ""
        page = self.text.page_at(self.reader.offset_here)
        return f"{self.document.place(page)} of {len(self.text.pages):,}"

    def show_place(self) -> None:
        """The results have changed: the document may be another one of them."""
        self._heading()

    def _title_cells(self) -> tuple[Cell, ...]:
        style = "tab-active" if self.active else "tab"
        return tuple(replace(cell, style=cell.style or style) for cell in self._note or (Cell(f" {self.TITLE}"),))

    @property
    def spot(self) -> Spot | None:
        """The current hit or the passage that was followed; else the first line on the screen."""
        if self.document is None or self.text is None:
            return None
        reader, body = self.reader, self.text.text
        if 0 <= reader.current < len(reader.hits):
            mark = reader.hits[reader.current]
            start, end = mark.start, mark.end
        elif self.flash is not None:
            start, end = self.flash.start, self.flash.end
        else:
            start = end = reader.offset_at_top()
        return Spot(self.document.id, start, end, quoted(body, start, end))

    # ---- commands ------------------------------------------------------------------------------------------------

    def do_down(self) -> None:
        """A line down."""
        self.reader.action_line(1)

    def do_up(self) -> None:
        """A line up."""
        self.reader.action_line(-1)

    def do_page_down(self) -> None:
        """A screenful down."""
        self.reader.action_page(1)

    def do_page_up(self) -> None:
        """A screenful up."""
        self.reader.action_page(-1)

    def do_half_down(self) -> None:
        """Half a screenful down."""
        self.reader.action_half(1)

    def do_half_up(self) -> None:
        """Half a screenful up."""
        self.reader.action_half(-1)

    def do_top(self) -> None:
        """To the beginning."""
        self.reader.action_top()

    def do_bottom(self) -> None:
        """To the end."""
        self.reader.action_bottom()

    def toggle_furniture(self) -> str:
        """Show or hide the lines set aside; what happened, in words."""
        if self.text is None:
            return "Nothing is open."
        if not self.text.furniture:
            return "Nothing in this document was set aside as belonging to the site."
        self.furniture = not self.furniture
        top = self.reader.offset_at_top()
        self._load()
        self.reader.go_to_offset(len(self.text.text) if self.furniture else top)
        return f"{len(self.text.furniture)} lines set aside are {'shown at the end' if self.furniture else 'hidden'}."

    def do_mark(self) -> None:
        """Mark the document for comparison."""
        if self.gone:
            self.say("This document is gone from the folder, and cannot be compared.")
        elif self.document:
            self.post_message(self.Mark(self.document.id))

    def chip(self) -> Chip | None:
        """The document's source."""
        return document_chip(self.document) if self.document else None


def page_breaks(document: Document, text: Text) -> tuple[Break, ...]:
    """Where pages begin: a line above each but a first one that begins the text; of pages without text the last."""
    starts = dict.fromkeys(text.pages)
    found = ((at, page_at(text.pages, at)) for at in starts)
    return tuple(Break(at, document.place(page)) for at, page in found if at or page != 1)


def quoted(text: str, start: int, end: int) -> str:
    """The sentence around a stretch: to the nearest full stops of its paragraph, QUOTE characters at most."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    cut = max(text.rfind(mark, begin, start) for mark in (". ", "? ", "! ", ".” "))
    begin = max(begin, cut + 2 if cut >= 0 else begin)
    ends = [at for at in (text.find(mark, max(start, end - 1), stop) for mark in (". ", "? ", "! ", ".” ")) if at >= 0]
    stop = min([stop, *(at + 1 for at in ends)])
    piece = text[begin:stop].strip()
    return piece if len(piece) <= QUOTE else piece[: QUOTE - 1].rstrip() + "…"
