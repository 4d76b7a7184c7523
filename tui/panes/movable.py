"""What the keys for moving act on."""

from __future__ import annotations

from typing import Protocol


class Movable(Protocol):
    """Something with a cursor that keys move: a list, a grid."""

    def action_move(self, step: int) -> None:
        """Move by rows."""
        ...

    def action_page(self, step: int) -> None:
        """Move by screenfuls."""
        ...

    def action_first(self) -> None:
        """Go to the first row."""
        ...

    def action_last(self) -> None:
        """Go to the last row."""
        ...
