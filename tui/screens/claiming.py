"""Who says what: the claim grid of what is under the cursor."""

from __future__ import annotations

from tui.screens.mending import Mending


class Claiming(Mending):
    """Who says what: the claim grid of what is under the cursor."""
