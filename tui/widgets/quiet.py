"""A screen that does not repaint itself when the focus moves.

Textual marks the whole screen dirty whenever `focused` changes (16 KB at 120×40). Our widgets repaint what the
focus changes on them, so nothing else has to be sent; widgets of Textual repaint themselves anyway.
"""

from __future__ import annotations

from typing import TypeVar

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")


class QuietScreen(Screen[Result]):
    """Derive every screen from this one: moving the focus then costs a few hundred bytes."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
