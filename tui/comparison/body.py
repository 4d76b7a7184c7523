"""The body of the comparison: its list, the grid in the list's place, and the passages beside either when zoomed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from tui.comparison.matrix import Matrix
from tui.panes.lists import PlainList
from tui.widgets.line_list import Row


class Body(Widget):
    """List or grid, and passages; each has its width only after the pane has its own."""

    def __init__(self, lines: PlainList, matrix: Matrix, passages: PlainList) -> None:
        super().__init__(id="comparison-body")
        self.lines, self.matrix, self.passages = lines, matrix, passages

    def compose(self) -> ComposeResult:
        """All three; only what is shown is laid out."""
        yield self.lines
        yield self.matrix
        yield self.passages

    @property
    def widths(self) -> tuple[int, int, int]:
        """Of grid, list and passages; none of them has any while the pane is hidden."""
        return self.matrix.size.width, self.lines.size.width, self.passages.size.width

    @property
    def holds_focus(self) -> bool:
        """Whether one of the three has the keys."""
        focused = self.screen.focused if self.is_mounted else None
        return focused in (self.matrix, self.lines, self.passages)

    def show_parts(self, *, matrix: bool, passages: bool) -> None:
        """Show the grid in the list's place, or the list; beside it the passages, or nothing."""
        self.matrix.display = matrix
        self.lines.display = not matrix
        self.passages.display = passages
        if matrix and self.size.width:
            # The grid takes what it needs of two thirds of the room, the passages what it leaves.
            self.matrix.styles.width = self.matrix.wanted_width(self.size.width * 2 // 3)
            self.passages.styles.width = "1fr"
        else:
            self.passages.styles.width = "3fr"


def keep_near(lines: PlainList, before: Row | None, at: int, *, in_section: bool = False) -> None:
    """Leave the cursor on the row that it was on; where that is gone, near the place `at` where it was.

    `in_section`: a row that was put aside, perhaps. The next of its section takes its place, else the one before it.
    """
    rows, here = lines.rows, lines.cursor_row
    if before is None or (here is not None and here.key == before.key):
        return
    near = (row for row in (at, at - 1) if 0 <= row < len(rows) and rows[row].key[:1] == before.key[:1])
    last = min(at, len(rows) - 1)
    lines.cursor = next(near, last) if in_section else last
