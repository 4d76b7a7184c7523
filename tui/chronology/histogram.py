"""Density over time: bars of equal stretches, the first and the last year at their ends, and where the cursor is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import Cell, Line, segments, set_line
from tui.widgets.styles import style_of
from tui.wording import MONTHS

Days = tuple[str | None, str | None]  # first and last ISO day, None where open

# Stretches that a bar may stand for, the finest first: so many days, or so many months.
DAYS, MONTHS_EACH = (1, 7), (1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
WIDEST = 4  # columns a bar takes at most where there are fewer stretches than columns
FAINTEST = 0.05  # an event spread over a longer time than this leaves no trace in any one bar
LABELLED = 24  # columns from which the ends are labelled
TICK = 9  # columns from one year of the axis to the next
EIGHTHS = " ▁▂▃▄▅▆▇█"
TALL = 3  # lines where there is room: two of bars, one of years


@dataclass(frozen=True, slots=True)
class Scale:
    """`count` bars of `each` columns, each standing for `step` days or months from number `first` on."""

    monthly: bool
    step: int
    first: int
    count: int
    each: int

    @property
    def columns(self) -> int:
        """Columns that all the bars take."""
        return self.count * self.each

    def bars_of(self, days: Days) -> range:
        """The bars that a stretch of time touches; where one end is open, the bar of the other."""
        start, end = days[0] or days[1], days[1] or days[0]
        if start is None or end is None:
            return range(0)
        one, other = (_number(day, self.monthly) // self.step - self.first for day in (start, end))
        return range(max(0, min(one, self.count - 1)), max(0, min(other, self.count - 1)) + 1)

    def columns_of(self, days: Days) -> range:
        """The columns that a stretch of time touches."""
        bars = self.bars_of(days)
        return range(bars.start * self.each, bars.stop * self.each)


def _number(day: str, monthly: bool) -> int:
    year, month, number = int(day[:4]), int(day[5:7]), int(day[8:10])
    # Days count from a Monday, so that a bar of seven is a week.
    return year * 12 + month - 1 if monthly else date(max(1, year), month, number).toordinal() - 1


def scale_of(spans: Iterable[Days], width: int) -> Scale | None:
    """The finest stretches whose bars find room in `width` columns; None where there is nothing to show."""
    days = [day for span in spans for day in span if day]
    if not days or width < 1:
        return None
    first, last = min(days), max(days)
    for monthly, steps in ((False, DAYS), (True, MONTHS_EACH)):
        for step in steps:
            begin = _number(first, monthly) // step
            count = _number(last, monthly) // step - begin + 1
            if count <= width:
                return Scale(monthly, step, begin, count, max(1, min(WIDEST, width // count)))
    return None


def weights(spans: Iterable[Days], scale: Scale) -> list[float]:
    """How much happens in each bar: what is dated by a year is spread over that year's bars."""
    out = [0.0] * scale.count
    for span in spans:
        bars = scale.bars_of(span)
        if len(bars):
            for bar in bars:
                out[bar] += 1 / len(bars)
    return out


def bars(values: Sequence[float], lines: int = 1, each: int = 1) -> list[str]:
    """The bars, line by line from the top; something is at least an eighth of a line, nothing is blank."""
    top = max(values, default=0.0) or 1.0
    heights = [0 if value < FAINTEST else max(1, round(value / top * 8 * lines)) for value in values]
    return [
        "".join(EIGHTHS[max(0, min(8, height - 8 * (lines - 1 - line)))] * each for height in heights)
        for line in range(lines)
    ]


def end_words(spans: Iterable[Days], scale: Scale) -> tuple[str, str]:
    """What stands at the ends: years, or months where all of it is of one year."""
    days = [day for span in spans for day in span if day]
    first, last = min(days), max(days)
    if first[:4] != last[:4]:
        return first[:4], last[:4]
    if first[:7] == last[:7]:
        return f"{int(first[8:10])} {MONTHS[int(first[5:7]) - 1]}", f"{int(last[8:10])} {_month(last)}"
    return _month(first), _month(last)


def _month(day: str) -> str:
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def axis(scale: Scale) -> str:
    """The line below the bars: round years where they begin, as many as find room."""
    line = [" "] * scale.columns
    if not scale.monthly:
        return "".join(line)
    years = scale.count * scale.step / 12
    every = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if scale.columns / max(1, years / n) >= TICK), 1000)
    first = scale.first * scale.step // 12
    for year in range((first // every + 1) * every, first + int(years) + 1, every):
        column = (year * 12 // scale.step - scale.first) * scale.each
        if 2 <= column <= scale.columns - 6:
            line[column : column + 4] = list(f"{year:<4}")
    return "".join(line)


class Histogram(Widget):
    """Bars, and below them where in time the cursor is, or the range that is being marked.

    Textual sends a changed line from its beginning. So the place is shown on a line of its own in one style: as few
    bytes as can be, and meaning nothing by colour alone.
    """

    DEFAULT_CSS = "Histogram { height: 1; }"

    def __init__(self) -> None:
        super().__init__(classes="histogram")
        self._spans: list[Days] = []
        self._scale: Scale | None = None
        self._bars: list[Line] = []
        self._axis = ""
        self._ends = ("", "")
        self._indent = 1  # columns before the first bar
        self._shown: Days | None = None
        self._count = 1

    @property
    def plain(self) -> str:
        """What is shown, line by line, without styles."""
        return "\n".join(["".join(cell.text for cell in line) for line in self._bars] + [self.place])

    @property
    def place(self) -> str:
        """The line below the bars."""
        if self._count == 1 or self._scale is None:
            return ""
        columns = self._scale.columns_of(self._shown) if self._shown is not None else range(0)
        tall = self._count == TALL
        line = (f" {self._ends[0]}".ljust(self._indent) if tall else " " * self._indent) + self._axis
        line += f" {self._ends[1]}" if tall else ""
        if not len(columns):
            return line
        begin, end = columns.start + self._indent, columns.stop + self._indent
        left, right = line[:begin].ljust(begin), line[end:]
        if left[-1:].isdigit():  # a year that the pointer would cut goes
            left = left.rstrip("0123456789").ljust(begin)
        if right[:1].isdigit():
            right = " " * (len(right) - len(right.lstrip("0123456789"))) + right.lstrip("0123456789")
        return left + ("▲" if end - begin == 1 else "━" * (end - begin)) + right

    def set_lines(self, count: int) -> None:
        """One line: bars alone; two: bars and the place; TALL: higher bars above the years."""
        if count != self._count:
            self._count = count
            self.set_class(count == 2, "-two")
            self.set_class(count == TALL, "-tall")
            self._measure()

    def show_events(self, spans: Sequence[Days]) -> None:
        """Show other events."""
        if list(spans) != self._spans:
            self._spans = list(spans)
            self._measure()

    def on_resize(self) -> None:
        """Other widths have room for other stretches."""
        self._measure()

    def show_stretch(self, days: Days | None) -> None:
        """Point out a stretch of time."""
        if days == self._shown:
            return
        before = self.place
        self._shown = days
        after = self.place
        if self._count > 1 and (changed := differing(before, after, self.size.width)):
            self.refresh(Region(changed[0], self._count - 1, changed[1] - changed[0], 1))

    # ---- drawing -------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        width = self.size.width - 2
        known = [span for span in self._spans if span[0] or span[1]]
        self._scale = scale_of(known, width)
        self._bars, self._axis, self._indent = [], "", 1
        if self._scale is not None:
            left, right = self._ends = end_words(known, self._scale)
            tall, labelled = self._count == TALL, width >= LABELLED
            if labelled:
                self._scale = scale_of(known, width - len(left) - len(right) - 2) or self._scale
                self._indent = len(left) + 2
            drawn = bars(weights(known, self._scale), 2 if tall else 1, self._scale.each)
            if tall:
                self._axis = axis(self._scale)
            if labelled and not tall:
                self._bars = [(Cell(f" {left} ", "dim"), Cell(drawn[0], "graph"), Cell(f" {right}", "dim"))]
            else:
                self._bars = [(Cell(" " * self._indent), Cell(line, "graph")) for line in drawn]
        self.refresh()

    def _style(self, group: str) -> Style:
        return style_of(self, group)

    def render_line(self, y: int) -> Strip:
        """One line, set to the widget's width."""
        width, base = self.size.width, self.rich_style
        line: Line = self._bars[y] if y < len(self._bars) else (Cell(self.place, "date"),)
        return Strip(segments(set_line(line, width), base, self._style)).adjust_cell_length(width, base)


def differing(before: str, after: str, width: int) -> tuple[int, int] | None:
    """First column of a line that differs and the one after the last; None where none does."""
    one, other = before.ljust(width)[:width], after.ljust(width)[:width]
    columns = [column for column, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return (columns[0], columns[-1] + 1) if columns else None
