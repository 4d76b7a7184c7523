"""The results pane: the documents found, best first, with their words; all documents where nothing is asked."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from search.model import Document, Hit
from tui.panes.base import Pane
from tui.panes.lists import LazyRows
from tui.panes.text import byline_within, text_lines
from tui.session.messages import ResultsFound, Spot
from tui.session.view import Chip
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row
from tui.wording import counted

ONE_LINE = 64  # from this width on, title and source share a line
EAGER = 1000  # documents whose rows are all made at once, each as tall as its title
NEAR_END = 10  # rows before the last at which more results are asked for
SORTS = ("rank", "newest", "oldest", "title")


class ResultsPane(Pane):
    """The documents found."""

    NAME = "results"
    TITLE = "Results"
    EMPTY = "No documents yet.\n\nThey appear here as they are read."

    @dataclass(eq=False, repr=False)
    class MoreWanted(Message):
        """The cursor nears the end of the results that are here."""

        offset: int

    class Sorted(Message):
        """The documents stand in another order."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self.all: tuple[Document, ...] | None = None
        self.total = 0
        self.asked_for = ""
        self.sort = "rank"
        self._asked = 0

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_found(self, found: ResultsFound) -> None:
        """A first window of results replaces what is shown; a further one is put after it."""
        if found.documents is not None:
            self.all, self.hits, self.total = found.documents, [], len(found.documents)
        elif found.offset and found.query == self.asked_for:
            self.hits.extend(found.results.hits)
        else:
            self.all, self.hits, self.total = None, list(found.results.hits), found.results.total
        if found.offset == 0:
            self._asked = 0
        same = found.query == self.asked_for
        self.asked_for = found.query
        self.rebuild(keep=same)

    @property
    def order(self) -> list[str]:
        """Ids of the documents here, in the order they are shown."""
        return [doc.id for doc in self._documents()]

    def _documents(self) -> list[Document]:
        documents = list(self.all) if self.all is not None else [hit.document for hit in self.hits]
        match self.sort:
            case "title":
                documents.sort(key=lambda doc: doc.title.casefold())
            case "oldest":
                documents.sort(key=lambda doc: doc.published or "9")
            case "newest":
                documents.sort(key=lambda doc: doc.published or "", reverse=True)
            case _ if self.all is not None:
                documents.sort(key=lambda doc: (doc.published or "9", doc.title.casefold()))
        return documents

    # ---- rows ----------------------------------------------------------------------------------------------------

    def rebuild(self, keep: bool = True) -> None:
        """Set the rows for the width there is."""
        width = self.lines.room
        documents = self._documents()
        if self.all is not None:
            if len(documents) <= EAGER:
                self.put_rows(tuple(self._document_row(document, width) for document in documents), keep=keep)
            else:
                rows = LazyRows(
                    [doc.id for doc in documents], lambda i: self._document_row(documents[i], width, tall=4)
                )
                self.put_rows(rows, keep=keep, row_height=4)
        else:
            by_id = {hit.document.id: hit for hit in self.hits}
            self.put_rows(tuple(self._hit_row(by_id[doc.id], width) for doc in documents), keep=keep)
        self._heading()

    @property
    def list_height(self) -> int | None:
        """Of one height only where all of very many documents are listed."""
        return 4 if self.all is not None and len(self.all) > EAGER else None

    def _title(self, document: Document, width: int, place: str = "") -> list[Line]:
        """Title and byline; `place` is the page of the words below them."""
        if width >= ONE_LINE:
            by = byline_within(document, width // 2, place, titled=True)
            return [(Cell(document.title, "title", grow=True), Cell(f"  {by} ", "source", align="right"))]
        title = text_lines(document.title, width, most=2, style="title")
        return [*title, (Cell(byline_within(document, width, place, titled=True), "source", grow=True),)]

    def _document_row(self, document: Document, width: int, tall: int = 0) -> Row:
        lines = [*self._title(document, width), ()]
        lines += [()] * (tall - len(lines))
        return Row(document.id, tuple(lines), data=Spot(document.id))

    def _hit_row(self, hit: Hit, width: int) -> Row:
        most = 2 if width >= ONE_LINE else 4
        snippet = text_lines(hit.snippet, min(width - 1, 110), hit.matches, most=most)
        place = self.places.words(hit.document.id, hit.at)
        lines = (*self._title(hit.document, width, place), *snippet, ())
        return Row(hit.document.id, lines, data=Spot(hit.document.id, hit=hit.at))

    def _heading(self) -> None:
        if self._levels:
            return
        # At the left, next to the title: a cursor move then repaints a few columns.
        place = Cell(f"  {self.lines.cursor + 1}/{self.total:,}" if self.total else "")
        self.head((place,), (Cell(f"by {self.sort} "),) if self.sort != "rank" else ())

    def show_empty(self, text: str) -> None:
        """What to do next where nothing was found."""
        self.lines.advise(text)

    # ---- where we are --------------------------------------------------------------------------------------------

    @property
    def document(self) -> str | None:
        """The id of the document under the cursor."""
        spot = self.spot
        return spot.doc if spot else None

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        """Keep the place in the heading; ask for more results near the end."""
        message.stop()
        self._heading()
        here = len(self.hits)
        if self.all is None and here < self.total and message.index >= here - NEAR_END and self._asked < here:
            self._asked = here
            self.post_message(self.MoreWanted(here))

    # ---- commands ------------------------------------------------------------------------------------------------

    def do_mark(self) -> None:
        """Mark the document for comparison, and go on to the next."""
        if self.document:
            self.post_message(self.Mark(self.document))
            self.lines.action_move(1)

    def do_sort(self) -> None:
        """Rank, newest, oldest, title."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self.rebuild()
        self.post_message(self.Sorted())

    def chip(self) -> Chip | None:
        """The source of the document under the cursor, or its title where the source is not known."""
        document = self.documents.get(self.document or "")
        return document_chip(document) if document else None

    def summary(self) -> str:
        """For the status line."""
        return counted(self.total, "document")


def document_chip(document: Document) -> Chip:
    """What narrows to a document's source; to its title where it has none."""
    if document.source:
        return Chip("source", document.source)
    return Chip("title", document.title)
