"""The first screen without a corpus: what was open lately, the bundled corpus, and how to open a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Input

from tui.panes.line import OneLine
from tui.panes.lists import PlainList
from tui.session.context import Host
from tui.terminal.startup import go_on
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row
from tui.widgets.quiet import QuietScreen

DEMO = "demo"


class StartScreen(QuietScreen[None]):
    """Choose a corpus: by row, or by typing a folder."""

    DEFAULT_CSS = """
    #start-body { padding: 2 4; height: 1fr; }
    #corpora { margin: 2 0 1 0; }
    .typed { layout: horizontal; height: 1; }
    .typed Input { width: 1fr; background: $background; }
    #folder-prompt { width: 10; }
    #start-note { margin: 1 0; }
    """
    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("slash,o,tab", "type", show=False),
        Binding("escape", "rows", show=False),
        Binding("q", "app.quit", show=False),
    ]

    def __init__(self, recent: Sequence[str], message: str = "", *, closable: bool = False) -> None:
        super().__init__()
        self._recent = recent
        self._closable = closable
        self.rows = PlainList(id="corpora")
        self.input = Input(compact=True, select_on_focus=False, id="folder")
        self.input.cursor_blink = False
        self.note = OneLine((Cell(f" {message}", "error", grow=True),) if message else (), id="start-note")

    def compose(self) -> ComposeResult:
        """Name, corpora, a line to type a folder."""
        with Container(id="start-body"):
            yield OneLine((Cell(" Sourcebook", "title"),))
            yield OneLine((Cell(" Where it is said, who is in it, what happened when, who says otherwise.", "dim"),))
            yield self.rows
            with Container(classes="typed"):
                yield OneLine((Cell(" Folder › ", "key"),), id="folder-prompt")
                yield self.input
            yield self.note
            yield OneLine((Cell(" ⏎", "key"), Cell(" open   ", "dim"), Cell("/", "key"),
                           Cell(" type a folder   ", "dim"), Cell("q", "key"), Cell(" quit", "dim")))  # fmt: skip

    def on_mount(self) -> None:
        """The corpora, most recent first."""
        rows = [self._row(DEMO, "The bundled corpus", "five accounts of Mexico’s 2020 National Security Law reform")]
        recent = [self._row(one, Path(one).name or one, one) for one in self._recent if one != DEMO]
        if recent:
            head = Row("# recent", ((), (Cell(" recently opened", "heading"),)), selectable=False)
            rows = [*rows, head, *recent]
        self.rows.set_rows(rows)
        self.rows.focus()
        self.call_after_refresh(go_on)

    @staticmethod
    def _row(key: str, name: str, about: str) -> Row:
        line: Line = (Cell(name, "title"), Cell(f"   {about}", "dim", grow=True))
        return Row(key, (line,))

    @property
    def host(self) -> Host:
        """The app, as far as this screen needs it."""
        return cast(Host, self.app)

    def say(self, message: str) -> None:
        """A line for the reader."""
        self.note.show((Cell(f" {message}", "error", grow=True),))

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.rows.focus()
        self.rows.action_move(step)

    def action_choose(self) -> None:
        """Open the corpus under the cursor."""
        row = self.rows.cursor_row
        if row is not None:
            self.host.open_corpus(row.key)

    def action_type(self) -> None:
        """To the folder's line."""
        self.input.focus()

    def action_rows(self) -> None:
        """Back to the corpora; from there to the corpus that is open."""
        if self._closable and self.focused is self.rows:
            self.dismiss(None)
        self.rows.focus()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A double click opens."""
        message.stop()
        self.action_choose()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Open the folder that was typed."""
        message.stop()
        if message.value.strip():
            self.host.open_corpus(message.value.strip())
