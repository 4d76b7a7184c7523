"""A reader with numbered passages: each begins a screen line of its own, its number and sign in the gutter.

Readers side by side show the same number beside passages that belong together. It knows nothing of documents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingsMap
from textual.geometry import Region

from tui.widgets.line_reader import MEASURE, LineReader
from tui.widgets.wrap import runs_on, wrap

BAR, HERE = "▌", "▸"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage: characters `start`–`end`, its number, its sign ("≠", "=" or none)."""

    start: int
    end: int
    number: int
    sign: str = ""


class LinkedReader(LineReader, can_focus=False):
    """Shows a text with numbered passages; one of the numbers is the current one. Keys are its owner's."""

    def __init__(self, *, empty: str = "") -> None:
        super().__init__(empty=empty)
        self._bindings = BindingsMap()
        self._passages: tuple[Numbered, ...] = ()
        self._begins: list[int] = []
        self._number = 0
        self._digits = 1

    # ---- passages ------------------------------------------------------------------------------------------------

    def number(self, passages: Sequence[Numbered], digits: int) -> None:
        """Number these passages, with room for so many digits; to be called before the text is loaded."""
        self._passages = tuple(sorted(passages, key=lambda one: (one.start, one.number)))
        self._begins = [one.start for one in self._passages]
        self._digits = digits
        self._wrapped_at = 0

    @property
    def passages(self) -> tuple[Numbered, ...]:
        """The passages, by place."""
        return self._passages

    def passage(self, number: int) -> Numbered | None:
        """The passage of a number."""
        return next((one for one in self._passages if one.number == number), None)

    def show_number(self, number: int) -> None:
        """Point at the passage of a number (0: at none); only its gutter is drawn anew, and that of the one before."""
        old, self._number = self._number, number
        if old == number or not self._wrapped_at:
            return
        for one in self._passages:
            if one.number in (old, number):
                y = self.line_at(one.start) - self.scroll_offset.y
                if 0 <= y < self.size.height:
                    # The label alone: what stands beside it in other colours would cost more than it.
                    width = 1 + len(f"{one.number}{one.sign}")
                    self.refresh(Region(self._columns()[0] - self.gutter_width, y, width, 1))

    # ---- lines ---------------------------------------------------------------------------------------------------

    @property
    def gutter_width(self) -> int:
        """Columns left of the text: bar, number, sign, a blank."""
        return self._digits + 3

    @property
    def laid_out(self) -> bool:
        """Whether the text is set to the width there is: only then do its lines have places."""
        return bool(self.size.width and self.size.height and self._wrapped_at == self._columns()[1])

    def line_at(self, offset: int) -> int:
        """The screen line, from the top of the text, that holds a character."""
        return self._line_of(offset)

    def nearest(self, line: int) -> Numbered | None:
        """The passage that holds a screen line, else the one that is nearest to it; None without passages."""
        if not self._passages or not self._wrapped_at or not self._ends:
            return None
        text_line = max(0, min(line - len(self._header), len(self._ends) - 1))
        after = bisect_right(self._begins, self._ends[text_line])
        near = self._passages[max(0, after - 4) : after + 1]
        return min(near, key=lambda one: (self._away(one, line), one.number != self._number, one.start))

    def _away(self, passage: Numbered, line: int) -> int:
        first, last = self._line_of(passage.start), self._line_of(max(passage.start, passage.end - 1))
        return max(first - line, line - last, 0)

    def _columns(self) -> tuple[int, int]:
        width = self.size.width
        measure = max(1, min(MEASURE, width - self.gutter_width - 1))
        return max(self.gutter_width, (width - measure) // 2), measure

    def _rewrap(self) -> None:
        """Wrap so that every passage, and what follows it, begins a line: a blank before it becomes a line's end."""
        if not self.size.width:
            return
        _, measure = self._columns()
        if measure != self._wrapped_at:
            self._wrapped_at = measure
            letters = list(self._text)
            for one in self._passages:
                for at in (one.start - 1, one.end):
                    if 0 <= at < len(letters) and letters[at] == " ":
                        letters[at] = "\n"
            starts, ends = wrap("".join(letters), measure)
            if runs_on(self._text, MEASURE):
                starts, ends = self._spaced(starts, ends)
            self._starts, self._ends = starts, ends
        self.fit()

    def _spaced(self, starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        """The same lines with an empty one before each paragraph that has none."""
        out_starts: list[int] = []
        out_ends: list[int] = []
        for start, end in zip(starts, ends, strict=True):
            begins = start > 0 and self._text[start - 1] == "\n"
            if begins and end > start and out_ends and out_ends[-1] > out_starts[-1]:
                out_starts.append(start)
                out_ends.append(start)
            out_starts.append(start)
            out_ends.append(end)
        return out_starts, out_ends

    # ---- drawing -------------------------------------------------------------------------------------------------

    def margin(self, start: int, end: int, left: int, base: Style) -> list[Segment]:
        """The gutter of a line: a passage's number and sign where it begins, a bar beside the rest of it."""
        blank = " " * (left - self.gutter_width)
        one = self._on(start, end)
        if one is None:
            return [Segment(" " * left, base)]
        here = one.number == self._number
        bar = HERE if here else BAR
        if not start <= one.start < max(end, start + 1):
            return [
                Segment(blank, base),
                Segment(BAR, base + self.style_of("dim")),
                Segment(" " * (self.gutter_width - 1), base),
            ]
        label = f"{one.number}{one.sign}"
        group = "cursor" if here else "differ" if one.sign == "≠" else "mark"
        return [
            Segment(blank, base),
            Segment(f"{bar}{label}", base + self.style_of(group)),
            Segment(" " * (self.gutter_width - 1 - len(label)), base),
        ]

    def _on(self, start: int, end: int) -> Numbered | None:
        """The passage to tell of on a line: the current one where it begins here, else the first, else what runs on."""
        last = bisect_right(self._begins, max(start, end - 1))
        begun: list[Numbered] = []
        index = last - 1
        while index >= 0 and self._begins[index] >= start:
            begun.append(self._passages[index])
            index -= 1
        if begun and end > start:
            return next((one for one in begun if one.number == self._number), begun[-1])
        while index >= 0 and index >= last - 8:
            if self._passages[index].end > start and end > start:
                return self._passages[index]
            index -= 1
        return None
