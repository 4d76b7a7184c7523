"""A date to be typed, and how it is read."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from search.errors import SourcebookError
from search.model import DateValue
from tui.dialogs.prompt import LinePrompt
from tui.widgets.cells import Cell
from tui.wording import date_words

EXAMPLES = "5 October 2020 · 2020-10 · 197X · 2014/2016"
SHORT = 16  # letters of what was typed, which can be said again beside an example
DAYS = {"day": "a day", "month": "a month", "year": "a year", "decade": "a decade", "century": "a century",
        "season": "a season", "quarter": "a quarter", "range": "a stretch of time"}  # fmt: skip


class DatePrompt(LinePrompt[DateValue]):
    """A date to be typed; below it stands how it is read."""

    def __init__(self, title: str, label: str, initial: str, parse: Callable[[str], DateValue]) -> None:
        """`parse` raises CorpusError for what is no date."""
        super().__init__(title, label, initial, EXAMPLES)
        self._parse = parse

    def read(self, typed: str) -> DateValue:
        """The date."""
        return self._parse(typed)

    def trouble(self, typed: str) -> str:
        """Why it is no date, and how to write one."""
        try:
            self._parse(typed)
        except SourcebookError:
            words = short(typed)
            if not words:
                return "Type a date; Esc leaves it as it is."
            if self._reads(f"{words} 2000"):
                return f"“{words}” has no year: add it."
            said = f"“{words}”" if len(words) <= SHORT else "This"
            return f"{said} is not a date. Write it like 5 October 2020 or 197X."
        return ""

    def _reads(self, words: str) -> bool:
        try:
            self._parse(words)
        except SourcebookError:
            return False
        return True

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say how it is read so far, or what may be typed."""
        message.stop()
        message.prevent_default()
        try:
            value = self._parse(message.value) if message.value.strip() else None
        except SourcebookError:
            value = None  # it is not finished: what is wrong with it is said when it is
        text = f"read as {as_read(value)}" if value is not None else EXAMPLES
        self.foot.show((Cell(f" {text}", "date" if value is not None else "dim", grow=True),))


def as_read(value: DateValue) -> str:
    """How a typed date was understood: "Oct 2020, a month"."""
    return f"{date_words(value.edtf)}, {DAYS[value.precision]}"


def short(text: str) -> str:
    """Words of a text on one line, as far as there is room for them in a sentence."""
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"
