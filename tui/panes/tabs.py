"""A line of names to choose between, on as many screen lines as they need; the chosen one stands in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import Cell, Line, segments, set_line, width_of
from tui.widgets.styles import style_of


class Tabs(Widget):
    """Names with counts. Not shown where there are none; a change repaints only the lines that differ."""

    DEFAULT_CSS = "Tabs { height: 1; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[tuple[str, int], ...] = ()
        self._chosen = ""
        self._lines: list[Line] = []

    def show(self, names: Sequence[tuple[str, int]], chosen: str = "") -> None:
        """Show these names and counts, one of them chosen; none hides the line."""
        self._names, self._chosen = tuple(names), chosen
        self._set()

    def on_resize(self) -> None:
        """Another width may need another number of lines."""
        self._set()

    @property
    def plain(self) -> str:
        """The words shown, without styles."""
        return "\n".join("".join(cell.text for cell in line) for line in self._lines)

    def _set(self) -> None:
        before, self._lines = self._lines, self._broken(self.size.width or 80)
        if self.display != bool(self._lines):
            self.display = bool(self._lines)
        if len(before) != len(self._lines):
            self.styles.height = max(1, len(self._lines))
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def _broken(self, width: int) -> list[Line]:
        lines: list[list[Cell]] = []
        room = 0
        for name, count in self._names:
            here = name == self._chosen
            words = [
                Cell(f"[{name}" if here else f" {name}", "tab-active" if here else "tab"),
                Cell(f" {count:,}" + ("]" if here else " "), "tab-active" if here else "count"),
            ]
            need = sum(width_of(cell.text) for cell in words)
            if not lines or need > room:
                lines.append([])
                room = width
            lines[-1] += words
            room -= need
        return [tuple(line) for line in lines]

    def render_line(self, y: int) -> Strip:
        """One of the lines, set to the widget's width."""
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else ()
        pieces = set_line(line, width) or [(" " * width, "")]
        return Strip(segments(pieces, self.rich_style, lambda group: style_of(self, group))).adjust_cell_length(
            width, self.rich_style
        )
