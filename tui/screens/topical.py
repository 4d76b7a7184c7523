"""Topics: list, make and change them, and put passages into them by hand."""

from __future__ import annotations

from tui.screens.mending import Mending


class Topical(Mending):
    """Topics: list, make and change them, and put passages into them by hand."""
