"""The reader's corrections as a list: what each says, and whether it still applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.model import Correction, Document
from tui.corrections.wording import correction_words
from tui.dialogs.info import Detail
from tui.panes.text import text_lines
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import Row


class CorrectionList(Detail[Correction]):
    """Newest first; Enter answers with the correction."""

    def __init__(self, corrections: Sequence[Correction], documents: Mapping[str, Document]) -> None:
        super().__init__("Corrections", hint="⏎ take one back  Esc back")
        self._corrections = tuple(reversed(corrections))
        self._documents = documents

    def answer(self, row: Row) -> Correction | None:
        """The correction."""
        return next((one for one in self._corrections if one.id == row.key), None)

    def build(self, width: int) -> Sequence[Row]:
        """A row a correction."""
        rows = []
        for one in self._corrections:
            words = text_lines(correction_words(one, self._documents), width - 1, most=3)
            state, style = (f"does not apply: {one.problem}", "warn") if one.problem else ("applies", "agree")
            made = f" · made {one.created[:10]}" if one.created else ""
            lines: list[Line] = [*words, *text_lines(state + made, width - 1, most=3, style=style, indent=2)]
            if one.text:
                lines += text_lines(one.text, width - 1, most=2, style="dim", indent=2)
            if one.note:
                lines += text_lines(one.note, width - 1, most=2, style="dim", indent=2)
            rows.append(Row(one.id, (*lines, (Cell(""),))))
        return rows
