"""Who says what: the claim grid of one subject over the whole screen, with the passages behind the cell in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key

from search.model import ClaimGrid
from tui.claims.table import ClaimTable
from tui.claims.words import Words
from tui.comparison.matrix import Matrix
from tui.dialogs.info import Help, Trouble
from tui.keys.keymap import Keymap
from tui.panes.line import OneLine
from tui.panes.lists import PlainList
from tui.results.pane import document_chip
from tui.session.messages import Spot
from tui.session.view import Chip
from tui.widgets.cells import Cell
from tui.widgets.line_list import LineList, Row
from tui.widgets.modal import Modal
from tui.wording import counted, short_names

BESIDE = 150  # columns from which the passages stand beside the table
PAGE = 4  # rows of the table, which are several lines tall
WAITING = "Putting together who says what …"


# What the explorer is to do: open a passage, narrow to a source, or write down what is selected.
ClaimAnswer = Spot | Chip | Literal["brief", "export"]


class ClaimScreen(Modal[ClaimAnswer]):
    """The grid. It answers with what the explorer is to do; None: nothing.

    `at` is a question's label and a document's id, where the cursor was when it was left.
    """

    DEFAULT_CSS = """
    ClaimScreen { background: $background; layout: vertical; }
    ClaimScreen #claims-body { layout: vertical; height: 1fr; }
    ClaimScreen ClaimTable { width: 1fr; height: 3fr; overflow: hidden hidden; }
    ClaimScreen #claim-words { height: 2fr; border-top: hkey $sb-rule; }
    ClaimScreen.-beside #claims-body { layout: horizontal; }
    ClaimScreen.-beside ClaimTable { width: 2fr; height: 1fr; }
    ClaimScreen.-beside #claim-words { width: 1fr; height: 1fr; border-top: none; border-left: vkey $sb-rule; }
    """

    def __init__(
        self,
        keymap: Keymap,
        words: Words,
        copy: Callable[[str, str], str],
        leave: Callable[[], None],
        at: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self._keymap = keymap
        self._words, self._documents = words, words.documents
        self._copy = copy
        self._leave = leave
        self._at = at
        self.grid: ClaimGrid | None = None
        self.heading = OneLine(classes="heading")
        self.table = ClaimTable()
        self.words = PlainList(id="claim-words")
        self.note = OneLine()
        self.foot = OneLine(classes="bar")
        self._by_answers = False
        self._by_command = self._does()
        self._said = ""
        self._set_for = (0, 0)

    def compose(self) -> ComposeResult:
        """Heading, table, passages, who says nothing, keys."""
        yield self.heading
        with Container(id="claims-body"):
            yield self.table
            yield self.words
        yield self.note
        yield self.foot

    def on_mount(self) -> None:
        """Wait for the grid."""
        self.heading.show((Cell(" Who says what", "tab-active"), Cell(f"  {WAITING}", "dim")))
        self.set_class(self.app.size.width >= BESIDE, "-beside")
        self.table.focus()
        self._set()

    def on_resize(self) -> None:
        """Passages beside the table, or below it."""
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.call_after_refresh(self._set)

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_grid(self, grid: ClaimGrid) -> None:
        """Show this; what was pressed before it came is done now."""
        self.grid = grid
        self._set_for = (0, 0)
        self._set()

    @property
    def ready(self) -> bool:
        """Whether there is a grid, and room for it."""
        return self.grid is not None and self._set_for != (0, 0)

    def _set(self) -> None:
        """Set the table and the passages for the width."""
        size = (self.table.size.width, self.words.size.width)
        if self.grid is None or not all(size) or size == self._set_for:
            return
        first = self._set_for == (0, 0)
        self._set_for = size
        self._fill()
        if first and any(self._at):
            self._go_back()
        self._show_words()
        self._feet()
        if first:
            self.catch_up()

    def _fill(self) -> None:
        grid = self.grid
        if grid is None:
            return
        answers = {doc.id: sum(doc.id in row.cells for row in grid.rows) for doc in grid.documents}
        docs = [doc for doc in answers if answers[doc]]
        if self._by_answers:
            docs.sort(key=lambda doc: -answers[doc])
        names = short_names([self._documents.get(one.id, one) for one in grid.documents if answers[one.id]])
        self.table.set_claims(grid.rows, docs, [names.get(doc, doc) for doc in docs])
        silent = len(answers) - len(docs)
        told_by = counted(len(docs), "source")
        self.heading.show((
            Cell(" Who says what", "tab-active"), Cell(" › ", "dim"), Cell(grid.title, "entity"),
            Cell(f"{counted(len(grid.rows), 'question')} · {told_by} ", "dim", align="right"),
        ))  # fmt: skip
        parts = []
        if silent:
            key = self._keymap.first("sources")
            parts.append(f"not found in {counted(silent, 'source')} ({key} lists them)")
        if grid.more:
            parts.append(f"{counted(grid.more, 'question')} with fewer answers left out")
        if grid.unread:
            parts.append(f"{counted(grid.unread, 'further document')} not searched")
        if not grid.rows:
            parts.insert(0, "nothing here answers when, where, how many, who or in which words")
        self._note_words = " " + "; ".join(parts) if parts else " every source says something about it"
        self._say("")

    _note_words = ""

    def _say(self, text: str) -> None:
        self._said = text
        self.note.show((Cell(f" {text}" if text else self._note_words, "" if text else "dim", grow=True),))

    def _feet(self) -> None:
        """The keys that mean something here."""
        first = self._keymap.first
        enter = self._keymap.of("open")[0]
        pairs = [("←↑↓→", "cell"), ("⏎" if enter == "enter" else first("open"), "read")]
        pairs += [(first(name), label) for name, label in (
            ("copy_citation", "cite"), ("filter", "only this source"), ("sort", "order"), ("sources", "not found in"),
            ("help", "keys"),
        )]  # fmt: skip
        pairs.append(("Esc", "back"))
        room = self.size.width - 1
        kept = [pairs[0], pairs[1], pairs[-1]]  # what must be known; the others as far as there is room
        for pair in pairs[2:-1]:
            if sum(len(key) + len(label) + 3 for key, label in (*kept, pair)) <= room:
                kept.insert(-1, pair)
        cells: list[Cell] = [Cell(" ")]
        for key, label in kept:
            cells += [Cell(key, "key"), Cell(f" {label}  ")]
        self.foot.show(tuple(cells))

    def _go_back(self) -> None:
        """To the cell that the cursor was on when the grid was last left."""
        label, doc = self._at
        rows = self.grid.rows if self.grid else ()
        row = next((n for n, one in enumerate(rows) if one.label == label), 0)
        self.table.go(row, self.table.shown.index(doc) if doc in self.table.shown else 0)

    @property
    def at(self) -> tuple[str, str]:
        """Where the cursor is: the question's label and the document's id."""
        row = self.table.claim_row
        return (row.label if row else "", self.table.doc)

    # ---- the words behind a cell ---------------------------------------------------------------------------------

    def _show_words(self) -> None:
        row = self.table.claim_row
        rows = self._words.rows(row, self.table.doc, self.words.room) if row is not None else ()
        self.words.set_rows(rows, keep=False)

    def on_matrix_moved(self, message: Matrix.Moved) -> None:
        """The words follow the cell."""
        message.stop()
        self._show_words()

    def on_matrix_chosen(self, message: Matrix.Chosen) -> None:
        """A double click is Enter."""
        message.stop()
        self._do_open()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A double click on a passage opens it."""
        message.stop()
        self._open(message.row)

    # ---- keys ----------------------------------------------------------------------------------------------------

    def take(self, event: Key) -> None:
        """While the grid is waited for, Esc leaves and every other key waits too."""
        if not self.ready and not self.answered and self._meaning(event.key) == "step_back":
            self._leave()
            self.dismiss(None)
            return
        super().take(event)

    def _meaning(self, key: str) -> str:
        """The command that a key of the table means in a grid."""
        action = self._keymap.resolve(key, "matrix")
        return action.id if action is not None else ""

    def done(self, key: str) -> bool:
        """What the table's keys mean in a grid; q and the key that opened it leave it too."""
        if self._said:
            self._say("")
        do = self._by_command.get(self._meaning(key))
        if do is None:
            return False
        do()
        return True

    def _does(self) -> dict[str, Callable[[], object]]:
        """Commands of the table, by id, and what they do here."""
        return {
            "step_back": self._leave_level,
            "claims": self._leave_level,
            "back": self._leave_level,
            "quit": lambda: self.dismiss(None),
            "cell_left": self._left,
            "cell_right": self._right,
            "down": partial(self._step, 1),
            "up": partial(self._step, -1),
            "page_down": partial(self._page, 1),
            "page_up": partial(self._page, -1),
            "top": partial(self._end, -1),
            "bottom": partial(self._end, 1),
            "next_pane": self._other_part,
            "previous_pane": self._other_part,
            "open": self._do_open,
            "copy_citation": self._cite,
            "filter": self._narrow,
            "sort": self._sort,
            "sources": self._list_silent,
            "help": lambda: self.put_over(Help(self._keymap)),
            "brief": lambda: self.dismiss("brief"),
            "export": lambda: self.dismiss("export"),
        }

    @property
    def _listing(self) -> bool:
        """Whether the passages have the keys, and not the table."""
        return self.words.has_focus

    def _leave_level(self) -> None:
        self._back() if self._listing else self.dismiss(None)

    def _left(self) -> None:
        self._back() if self._listing else self.table.move(columns=-1)

    def _right(self) -> None:
        self._do_open() if self._listing else self.table.move(columns=1)

    def _step(self, rows: int) -> None:
        self.words.action_move(rows) if self._listing else self.table.move(rows)

    def _page(self, pages: int) -> None:
        self.words.action_page(pages) if self._listing else self.table.move(PAGE * pages)

    def _end(self, way: int) -> None:
        """To the first row (-1), or the last (1)."""
        if self._listing:
            self.words.action_last() if way > 0 else self.words.action_first()
        else:
            self.table.go(10**6 if way > 0 else 0, self.table.column)

    def _other_part(self) -> None:
        self._back() if self._listing else self._to_words()

    def _narrow(self) -> None:
        """Answer with the source of the column."""
        document = self._documents.get(self.table.doc)
        self.dismiss(document_chip(document) if document is not None else None)

    def _sort(self) -> None:
        """The sources with most answers first, or in their order."""
        self._by_answers = not self._by_answers
        self._fill()
        self._show_words()
        self._say("The sources with most answers first." if self._by_answers else "The sources in their order.")

    def _to_words(self) -> None:
        if any(isinstance(row.data, Spot) for row in self.words.rows):
            self.set_focus(self.words, scroll_visible=False)

    def _back(self) -> None:
        self.set_focus(self.table, scroll_visible=False)

    def _do_open(self) -> None:
        """Enter: to the one passage, or to the list of several."""
        spots = [row for row in self.words.rows if isinstance(row.data, Spot)]
        if self.words.has_focus or len(spots) == 1:
            row = self.words.cursor_row if self.words.has_focus else spots[0]
            if row is not None:
                self._open(row)
        elif spots:
            self._to_words()

    def _open(self, row: Row) -> None:
        if isinstance(row.data, Spot):
            self.dismiss(row.data)

    @property
    def spot(self) -> Spot | None:
        """The passage in use: of the list, else the first of the cell."""
        row = self.words.cursor_row if self.words.has_focus else None
        rows: Sequence[Row] = [row] if row is not None else self.words.rows
        return next((one.data for one in rows if isinstance(one.data, Spot)), None)

    def _cite(self) -> None:
        cited = self._words.cited(self.spot) if self.spot is not None and self._has_own() else ""
        if cited:
            self._say(self._copy(cited, "The citation"))
        else:
            self._say("There is nothing to cite here: go to a cell with a value.")

    def _has_own(self) -> bool:
        row = self.table.claim_row
        return self.words.has_focus or (row is not None and bool(row.cells.get(self.table.doc)))

    def _list_silent(self) -> None:
        """The sources in which nothing was found."""
        grid = self.grid
        answering = set(self.table.shown)
        silent = [one for one in grid.documents if one.id not in answering] if grid else []
        if not silent:
            self._say("Every source here says something about it.")
            return
        rows = [(self._documents.get(one.id, one).title, self._words.called(one.id), "") for one in silent]
        self.put_over(Trouble(f"Not found in {counted(len(silent), 'source')}", rows))
