"""A line of cells: headings, notes, the histogram. Repainted only when what it says has changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import Line, segments, set_line, width_of
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
        """Show other cells; only the columns that differ are sent."""
        if line == self._line:
            return
        before, self._line = self._pieces(), line
        after = self._pieces()
        columns = changed_columns(before, after)
        if columns is None:
            self.refresh()
        elif columns[1] > columns[0]:
            self.refresh(Region(columns[0], 0, columns[1] - columns[0], 1))

    def _pieces(self) -> list[tuple[str, str]]:
        return set_line(self._line, self.size.width)

    def _style(self, group: str) -> Style:
        return style_of(self, group)

    def render_line(self, y: int) -> Strip:
        """The line, set to the widget's width."""
        width = self.size.width
        pieces = self._pieces() or [(" " * width, "")]
        return Strip(segments(pieces, self.rich_style, self._style)).adjust_cell_length(width, self.rich_style)


def changed_columns(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> tuple[int, int] | None:
    """First column that differs and the one after the last; None where characters are not one column wide each."""
    if any(width_of(text) != len(text) for text, _ in (*before, *after)):
        return None
    old = [(letter, style) for text, style in before for letter in text]
    new = [(letter, style) for text, style in after for letter in text]
    if len(old) != len(new):
        return None
    differ = [column for column, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    return (differ[0], differ[-1] + 1) if differ else (0, 0)
