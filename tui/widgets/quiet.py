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

    def _on_timer_update(self) -> None:
        """Paint what is due.

        When the screen itself is painted, Textual 8.2.8 forgets which widgets were waiting but not what they asked
        for, and sends that with their next change, however small. So it is taken from them first.
        """
        if self._repaint_required and self.is_current and not self.app._batch_count:
            self._compositor.update_widgets(self._dirty_widgets)
        super()._on_timer_update()
