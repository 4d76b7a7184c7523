"""A line of cells: headings, notes, the histogram. Repainted only when what it says has changed."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import Line, segments, set_line
from tui.widgets.styles import style_of


class OneLine(Widget):
    """One screen line. Texts are shown as they are: nothing in them is markup."""

    DEFAULT_CSS = "OneLine { height: 1; }"

    def __init__(self, line: Line = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._line = line

    @property
    def line(self) -> Line:
        """The cells shown."""
        return self._line

    @property
    def plain(self) -> str:
        """The words shown, without styles."""
        return "".join(cell.text for cell in self._line)

    def show(self, line: Line) -> None:
        """Show other cells; nothing is sent where they are the same."""
        if line != self._line:
            self._line = line
            self.refresh()

    def _style(self, group: str) -> Style:
        return style_of(self, group)

    def render_line(self, y: int) -> Strip:
        """The line, set to the widget's width."""
        width = self.size.width
        pieces = set_line(self._line, width) or [(" " * width, "")]
        return Strip(segments(pieces, self.rich_style, self._style)).adjust_cell_length(width, self.rich_style)
