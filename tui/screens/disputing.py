"""Conflicts put aside, or looked at and kept."""

from __future__ import annotations

from tui.screens.mending import Mending


class Disputing(Mending):
    """Conflicts put aside, or looked at and kept."""
