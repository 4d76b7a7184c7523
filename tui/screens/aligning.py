"""Side by side: the marked sources, or those of the row under the cursor, in columns."""

from __future__ import annotations

from tui.screens.mending import Mending


class Aligning(Mending):
    """Side by side: the marked sources, or those of the row under the cursor, in columns."""
