"""A list to choose several rows from: Space marks one, Enter takes the marked ones, else the one under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from tui.dialogs.picker import Choice, Chooser

T = TypeVar("T")


class MultiPicker(Chooser[T, tuple[T, ...]], Generic[T]):
    """What is typed has no blanks, since Space marks; it is cleared after a mark, for the next name."""

    def __init__(self, title: str, choices: Sequence[Choice[T]], *, empty: str = "", verb: str = "take") -> None:
        super().__init__(title, choices, empty=empty, hint=f"␣ mark  ⏎ {verb}  Esc back")
        self._marked: list[str] = []  # keys of rows

    def done(self, key: str) -> bool:
        """The space bar marks; else what a list does."""
        if key != "space":
            return super().done(key)
        self._mark()
        return True

    def _mark(self) -> None:
        """Mark the row under the cursor, or take its mark off."""
        self._filter(self.input.value)
        row = self.rows.cursor_row
        if row is None:
            return
        if row.key in self._marked:
            self._marked.remove(row.key)
        else:
            self._marked.append(row.key)
        self.rows.marks = self._marked
        if self.input.value:
            self.input.value = ""
        else:
            self.rows.action_move(1)

    def answer(self, choice: Choice[T]) -> tuple[T, ...]:
        """The values chosen, in the order they were marked; without a mark, that of the row itself."""
        return tuple(self._choices[int(key)].value for key in self._marked) or (choice.value,)
