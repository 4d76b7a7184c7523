"""Lists of a pane: a list whose keys come from the table of commands, and rows that are built when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from textual.binding import BindingsMap
from textual.message import Message
from textual.strip import Strip

from tui.panes.steady import Steady
from tui.panes.text import folded
from tui.widgets.line_list import GUTTER, LineList, Row


class PlainList(Steady, LineList, can_focus=True):
    """A LineList whose keys come from the table alone."""

    class Sized(Message):
        """The list has another size: what was set to the old width may be set anew."""

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._bindings = BindingsMap()
        self._advice = empty
        self.touched = False
        """Whether the cursor was put where it is: then it stays on its row when others come; else it stays on top."""

    def advise(self, text: str) -> None:
        """What to say, set to the width there is, where there are no rows."""
        self._advice = text
        lines = [line for part in text.split("\n") for line in folded(part, max(10, self.size.width - 2))]
        self.empty = "\n".join(lines)

    def on_resize(self) -> None:
        """Keep the cursor in view, and the advice within the width."""
        super().on_resize()
        self.advise(self._advice)
        self.post_message(self.Sized())

    def set_rows(self, rows: Sequence[Row], *, keep: bool = True, row_height: int | None = None) -> None:
        """Replace the rows; a cursor that nobody has moved stays at the top."""
        super().set_rows(rows, keep=keep and self.touched, row_height=row_height)
        self.touched = self.touched and keep

    def watch_cursor(self, old: int, new: int) -> None:
        """A move is the reader's: replacing the rows does not come by here."""
        self.touched = True
        super().watch_cursor(old, new)

    def move_to_key(self, key: str) -> bool:
        """Put the cursor on the row with this key, and keep it there; False where there is none."""
        found = super().move_to_key(key)
        self.touched = self.touched or found
        return found

    def drawn(self) -> list[Strip]:
        """How every line looks now, looking the base style up once."""
        self._base_style = self.rich_style
        try:
            return super().drawn()
        finally:
            self._base_style = None

    @property
    def room(self) -> int:
        """Columns a row's text may take."""
        return max(10, self.size.width - GUTTER)


class LazyRows(Sequence[Row]):
    """Rows of one height, each built when it is first seen."""

    def __init__(self, keys: Sequence[str], build: Callable[[int], Row]) -> None:
        self._keys = keys
        self._build = build
        self._places: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self._build(i) for i in range(*index.indices(len(self._keys)))]
        return self._build(index if index >= 0 else len(self._keys) + index)

    def index_of(self, key: str) -> int | None:
        """The index of the row with this key, or None."""
        if self._places is None:
            self._places = {name: place for place, name in enumerate(self._keys)}
        return self._places.get(key)
