"""Sources side by side: a column each, passages on the same matter numbered alike, scrolling together.

It answers with a passage to be read, or with nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from tui.session.messages import Spot
from tui.sidebyside.keys import BY_KEY, Keys
from tui.sidebyside.view import NOTHING, SideBySideView
from tui.sidebyside.why import Why
from tui.widgets.cells import Cell
from tui.wording import citation


class SideBySide(SideBySideView):
    """The commands of the screen; `tui.sidebyside.keys` lists their keys."""

    # ---- keys ----------------------------------------------------------------------------------------------------

    def done(self, key: str) -> bool:
        """Do what a key means here."""
        name = BY_KEY.get(key)
        if name is None:
            return False
        do: Callable[[], None] = getattr(self, f"do_{name}")
        do()
        return True

    def take(self, event: events.Key) -> None:
        """Leaving needs no texts; every other key waits for them."""
        if not self.ready and not self.answered and BY_KEY.get(event.key) == "leave":
            self.do_leave()
        else:
            super().take(event)

    def _step(self, step: int, *, differing: bool = False) -> None:
        wanted = [n for n, one in enumerate(self.matters, 1) if one.kind == "differ" or not differing]
        if not wanted:
            self._say(NOTHING if not self.matters else "No values were found to differ in these passages.")
            return
        beyond = [n for n in wanted if (n > self.number if step > 0 else n < self.number)]
        self._point((beyond[0] if step > 0 else beyond[-1]) if beyond else wanted[0 if step > 0 else -1])
        if not beyond and len(wanted) > 1:
            self._say("Past the last one: on from the first." if step > 0 else "Before the first: on at the last.")

    def _say(self, text: str) -> None:
        self.matter_line.show((Cell(f" {text}", "warn", grow=True),))

    def do_next_difference(self) -> None:
        """The next matter on which values differ."""
        self._step(1, differing=True)

    def do_previous_difference(self) -> None:
        """The difference before."""
        self._step(-1, differing=True)

    def do_next_matter(self) -> None:
        """The next matter."""
        self._step(1)

    def do_previous_matter(self) -> None:
        """The matter before."""
        self._step(-1)

    def do_column_right(self) -> None:
        """The next source."""
        self._sideways(1)

    def do_column_left(self) -> None:
        """The source before."""
        self._sideways(-1)

    def _sideways(self, step: int) -> None:
        target = self.active + step
        if not 0 <= target < len(self.columns):
            target %= len(self.columns)
        self.active = target
        if target in self.shown:
            self._tell()
            return
        others = sorted(self.shown, key=lambda place: (abs(place - target), place))
        self._show_places([target, *others[: len(self.shown) - 1]], self._reveal)

    def _scroll(self, lines: int) -> None:
        own = self.columns[self.active].reader
        if own.scroll_to_line(own.scroll_offset.y + lines):
            self._scrolled()
            return
        # Nothing to scroll: on to the source's next passage, so that the keys always lead on.
        ahead = [one for one in own.passages if one.number != self.number]
        here = own.passage(self.number)
        if here is not None:
            ahead = [one for one in ahead if (one.start > here.start if lines > 0 else one.start < here.start)]
        if ahead:
            self._point((ahead[0] if lines > 0 else ahead[-1]).number)

    def _height(self) -> int:
        return self.columns[self.active].reader.size.height

    def do_line_down(self) -> None:
        """A line down."""
        self._scroll(1)

    def do_line_up(self) -> None:
        """A line up."""
        self._scroll(-1)

    def do_page_down(self) -> None:
        """A page down, less two lines."""
        self._scroll(max(1, self._height() - 2))

    def do_page_up(self) -> None:
        """A page up, less two lines."""
        self._scroll(-max(1, self._height() - 2))

    def do_half_down(self) -> None:
        """Half a page down."""
        self._scroll(max(1, self._height() // 2))

    def do_half_up(self) -> None:
        """Half a page up."""
        self._scroll(-max(1, self._height() // 2))

    def do_top(self) -> None:
        """To the beginning."""
        self._scroll(-self.columns[self.active].reader.lines)

    def do_bottom(self) -> None:
        """To the end."""
        self._scroll(self.columns[self.active].reader.lines)

    def do_together(self) -> None:
        """Scroll the sources together, or each by itself."""
        self.together = not self.together
        self._tell()

    def do_stack(self) -> None:
        """One above the other, or beside one another."""
        self._turned = not self.stacked
        self.shown = ()
        self._arrange()
        self.call_after_refresh(self._settle)

    # ---- the passage ---------------------------------------------------------------------------------------------

    def do_open(self) -> None:
        """Answer with the passage, to be read."""
        span = self._place(self.active)
        self.dismiss(Spot(self.documents[self.active].id, span.start, span.end))

    def do_cite(self) -> None:
        """Copy the citation of the passage, or of the source."""
        from tui.terminal.clipboard import copy

        span, document = self._place(self.active), self.documents[self.active]
        words = " ".join(self.texts[document.id][span.start : span.end].split())
        page = self.places.words(document.id, span.start, span.end)
        self._say(copy(self.app, citation(document, words, page), "The citation"))

    def do_why(self) -> None:
        """All of the matter: why, and who says what."""
        matter = self.matter
        if matter is None:
            self._say(NOTHING if not self.matters else "There is no linked passage here.")
            return
        self.put_over(Why(matter, self.number, self.documents, self.texts, self.places))

    def do_help(self) -> None:
        """The keys."""
        self.put_over(Keys())

    def do_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
