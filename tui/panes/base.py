"""What all panes share: a heading, something that scrolls, a place for keys, and the words behind the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from search.model import NO_PLACES, Conflict, Document, Places
from tui.keys.commands import Place
from tui.panes.line import OneLine
from tui.panes.lists import PlainList
from tui.panes.movable import Movable
from tui.session.context import Correctable, PaneName
from tui.session.messages import Dated, Spot
from tui.session.view import Chip
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row


class Pane(Widget):
    """A part of the screen with a heading and one thing that takes the keys (`mover`).

    A command `x` that the pane knows is its method `do_x`; the screen looks here before it looks at itself.
    """

    NAME: ClassVar[PaneName] = "results"
    TITLE: ClassVar[str] = ""
    EMPTY: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__(id=self.NAME)
        self.heading = OneLine(classes="heading")
        self.lines = PlainList(empty=self.EMPTY)
        self.active = False
        self._built_at = 0
        self._levels: list[tuple[Sequence[Row], int | None, str, Line, Line]] = []
        self._note: Line = ()
        self._right: Line = ()
        self._tabs: int | None = None
        self._zoomed = False
        self.documents: dict[str, Document] = {}
        self.places: Places = NO_PLACES

    def compose(self) -> ComposeResult:
        """The heading above the list."""
        yield self.heading
        yield self.lines

    # ---- what it asks of the screen ------------------------------------------------------------------------------

    @dataclass(eq=False, repr=False)
    class OpenPlace(Message):
        """Show the words behind a row."""

        spot: Spot

    @dataclass(eq=False, repr=False)
    class OpenPhrase(Message):
        """Open a document where it uses these words."""

        doc: str
        words: str

    @dataclass(eq=False, repr=False)
    class OpenPage(Message):
        """Open the page of an entity."""

        entity: str

    @dataclass(eq=False, repr=False)
    class Narrow(Message):
        """Put a chip on."""

        chip: Chip

    @dataclass(eq=False, repr=False)
    class Mark(Message):
        """Put a document's mark on, or take it off."""

        doc: str

    @dataclass(eq=False, repr=False)
    class Say(Message):
        """One line for the reader."""

        text: str

    def say(self, text: str) -> None:
        """A line for the reader."""
        self.post_message(self.Say(text))

    # ---- where we are --------------------------------------------------------------------------------------------

    @property
    def mover(self) -> Widget:
        """What takes the focus."""
        return self.lines

    @property
    def moved(self) -> Movable:
        """What the keys move the cursor in."""
        return self.lines

    @property
    def place(self) -> Place:
        """Where keys go while this pane has them."""
        return "statements" if self._levels else self.NAME

    @property
    def spot(self) -> Spot | None:
        """The words behind the cursor, or None where there are none."""
        row = self.lines.cursor_row
        return row.data if row is not None and isinstance(row.data, Spot) else None

    @property
    def dated(self) -> Dated | None:
        """The date behind the cursor, to be put right; None where there is none, or more than one."""
        return None

    @property
    def subject(self) -> str:
        """What a claim grid of the row would be about, as `Library.claims` takes it; empty where it has none."""
        return ""

    @property
    def conflict(self) -> Conflict | None:
        """The conflict, update or agreement under the cursor."""
        return None

    @property
    def correctable(self) -> Correctable | None:
        """The name under the cursor, to be put right."""
        return None

    @property
    def docs_here(self) -> tuple[str, ...]:
        """Ids of the documents that the row under the cursor compares."""
        return ()

    @property
    def text_input(self) -> Widget | None:
        """The line that is being typed in, while there is one: keys are text there."""
        return None

    def dead(self) -> frozenset[str]:
        """Commands that mean nothing on what is shown here just now."""
        return frozenset()

    def set_active(self, active: bool) -> None:
        """Show in the heading whether this pane has the keys."""
        if active != self.active:
            self.active = active
            self._head()

    def chip(self) -> Chip | None:
        """What `f` narrows to here, or None."""
        return None

    def show_tabs(self, number: int | None, zoomed: bool = False) -> None:
        """With one pane at a time: which of the five this is. None: there are others beside it."""
        if (number, zoomed) != (self._tabs, self._zoomed):
            self._tabs, self._zoomed = number, zoomed
            self._head()

    # ---- heading -------------------------------------------------------------------------------------------------

    def head(self, note: Line = (), right: Line = ()) -> None:
        """What the heading says after the title, and at its right edge."""
        self._note, self._right = note, right
        self._head()

    def _head(self) -> None:
        self.heading.show((*self._title_cells(), *self._right_cells()))

    def _title_cells(self) -> tuple[Cell, ...]:
        title = Cell(f" {self.TITLE}", "tab-active" if self.active else "tab")
        return (title, *(replace(cell, style=cell.style or "dim") for cell in self._note))

    def _right_cells(self) -> tuple[Cell, ...]:
        cells = [replace(cell, style=cell.style or "dim", align="right") for cell in self._right]
        if self._tabs is not None:
            cells.append(Cell("  "))
            for number in range(5):
                here = number == self._tabs
                cells.append(Cell(f"[{number + 1}]" if here else f" {number + 1} ", "key" if here else "dim"))
            cells.append(Cell(" "))
        return tuple(replace(cell, align="right") for cell in cells)

    # ---- rows ----------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Set the rows anew where the width has changed."""
        self.call_after_refresh(self._rebuild_if_resized)

    def _rebuild_if_resized(self) -> None:
        if self.lines.size.width and self.lines.size.width != self._built_at:
            self._built_at = self.lines.size.width
            self.rebuild()

    def rebuild(self) -> None:
        """Set the rows from what the pane knows; panes say how."""

    def put_rows(self, rows: Sequence[Row], *, keep: bool = True, row_height: int | None = None) -> None:
        """Show rows at the pane's first level; while a list of statements is open they wait below it."""
        self._built_at = self.lines.size.width
        if self._levels:
            _, _, key, note, right = self._levels[0]
            self._levels[0] = (rows, row_height, key, note, right)
        else:
            self.lines.set_rows(rows, keep=keep, row_height=row_height)

    # ---- one level down: the statements behind a row ------------------------------------------------------------

    def step_into(self, rows: Sequence[Row], note: str, *, row_height: int | None = None) -> None:
        """Show the statements behind a row (each of `row_height` lines, where given); `step_out` comes back to it."""
        row = self.lines.cursor_row
        self._levels.append((self.lines.rows, self.list_height, row.key if row else "", self._note, self._right))
        self.lines.set_rows(rows, keep=False, row_height=row_height)
        self.head((Cell(" › "), Cell(note, "entity")))
        self.stepped()

    @property
    def list_height(self) -> int | None:
        """The uniform height of the first level's rows, or None."""
        return None

    def step_out(self) -> bool:
        """Come back from a list of statements; False where none is open."""
        if not self._levels:
            return False
        rows, height, key, note, right = self._levels.pop()
        self.lines.set_rows(rows, keep=False, row_height=height)
        self.lines.move_to_key(key)
        self.head(note, right)
        self.stepped()
        return True

    class Stepped(Message):
        """What the keys mean here has changed."""

    def stepped(self) -> None:
        """Tell the screen that the place has changed."""
        self.post_message(self.Stepped())

    # ---- commands every list has ---------------------------------------------------------------------------------

    def do_down(self) -> None:
        """One row down."""
        self.moved.action_move(1)

    def do_up(self) -> None:
        """One row up."""
        self.moved.action_move(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self.moved.action_page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self.moved.action_page(-1)

    def do_top(self) -> None:
        """To the first row."""
        self.moved.action_first()

    def do_bottom(self) -> None:
        """To the last row."""
        self.moved.action_last()

    def do_open(self) -> None:
        """Go to the words behind the row."""
        row = self.lines.cursor_row
        if row is not None:
            self.choose(row)

    def choose(self, row: Row) -> None:
        """What Enter does on a row: open its words; panes add what else their rows lead to."""
        if isinstance(row.data, Spot):
            self.post_message(self.OpenPlace(row.data))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A double click is Enter."""
        message.stop()
        self.choose(message.row)


# ---- setting text ------------------------------------------------------------------------------------------------
