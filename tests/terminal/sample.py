"""A small app made of our widgets, for tests that need a real terminal but not the whole explorer.

    python -m tests.terminal.sample LOG [THEME]

Keys: x crashes, X fails in words, b blocks the loop for good, y copies, n and N walk the hits, q ends.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from search.errors import SourcebookError
from tui.terminal import clipboard, guard
from tui.theme.loader import choose
from tui.theme.themed_app import Themed
from tui.widgets.cells import Cell
from tui.widgets.line_list import LineList, Row
from tui.widgets.line_reader import LineReader
from tui.widgets.marks import Mark
from tui.widgets.quiet import QuietScreen

HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202eevil\u2066 [bold red]markup[/] \x9b31m"
PROSE = ("The committee met on a Tuesday and the minutes were sealed for thirty years. " * 8 + "\n\n") * 40


class Sample(Themed[int]):
    """Two lists and a reader."""

    CSS = "#left { width: 36; } #right { width: 30; }"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012 - Textual's own name and type
        ("x", "crash"), ("X", "fail"), ("b", "block"), ("y", "copy"), ("n", "hit(1)"), ("N", "hit(-1)"), ("q", "quit"),
        ("ctrl+z", "suspend_process"),
    ]  # fmt: skip

    def __init__(self, theme: str = "") -> None:
        super().__init__()
        self.animation_level = "none"
        self.use_theme(choose(theme)[0])

    def get_default_screen(self) -> Screen[Any]:
        return QuietScreen(id="_default")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield LineList(id="left")
            yield LineReader(id="reader")
            yield LineList(id="right", empty="Nothing yet.")

    def on_mount(self) -> None:
        rows = [
            Row(
                f"key{i}",
                (
                    (Cell(f"Minutes no. {i} {HOSTILE if i == 2 else ''}", "title", grow=True),
                     Cell(str(i), "count", align="right")),
                    (Cell("The archive · ", "source"), Cell("17 Dec 1920*", "date")),
                ),
            )
            for i in range(200)
        ]  # fmt: skip
        self.query_one("#left", LineList).set_rows(rows)
        reader = self.query_one(LineReader)
        marks = [Mark(m.start(), m.end(), "hit") for m in re.finditer("minutes", PROSE)]
        reader.load(PROSE + HOSTILE, key="prose", marks=marks, header=((Cell(f"Minutes {HOSTILE}", "title"),), ()))
        self.query_one("#left", LineList).focus()

    def action_crash(self) -> None:
        raise KeyError("a value nobody thought of \x1b[2J")

    def action_fail(self) -> None:
        raise SourcebookError("No room", "The disk is full.", "Delete something.")

    def action_block(self) -> None:
        time.sleep(3600)

    def action_copy(self) -> None:
        self.notify(clipboard.copy(self, "a citation", "The citation"), timeout=60)

    def action_hit(self, step: int) -> None:
        self.query_one(LineReader).next_hit(step)


if __name__ == "__main__":
    sys.exit(guard.run(Sample(*sys.argv[2:3]), Path(sys.argv[1])))
