"""What the list and the reader share: scrolling without a scrollbar, focus without repainting, an empty state."""

from __future__ import annotations

from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.cells import clean, pad, width_of
from tui.widgets.styles import style_of

WHEEL_LINES = 3


class LineView(ScrollView, can_focus=True):
    """A view of lines that are drawn one by one when they come on the screen."""

    DEFAULT_CSS = """
    LineView { height: 1fr; overflow: hidden hidden; }
    """

    def __init__(self, *, id: str | None, classes: str | None, empty: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._empty = empty

    @property
    def lines(self) -> int:
        """Screen lines in all."""
        raise NotImplementedError

    @property
    def empty(self) -> str:
        """What is shown, centred, where there is nothing else; lines are separated by newlines."""
        return self._empty

    @empty.setter
    def empty(self, text: str) -> None:
        if text != self._empty:
            self._empty = text
            if not self.lines:
                self.refresh()

    # ---- scrolling -----------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Tell Textual how much there is to scroll. Nothing outside depends on it: no new layout of the screen."""
        size = Size(self.size.width, self.lines)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)

    def scroll_to_line(self, top: int) -> bool:
        """Bring a line to the top, as far as there is text below it; True if that changed anything."""
        top = max(0, min(top, self.lines - self.size.height))
        if top == self.scroll_offset.y:
            return False
        self.scroll_to(y=top, animate=False, force=True)
        self.scrolled()
        return True

    def scrolled(self) -> None:
        """Called after the view has scrolled."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls, and moves nothing else."""
        event.stop()
        event.prevent_default()
        self.scroll_to_line(self.scroll_offset.y + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls, and moves nothing else."""
        event.stop()
        event.prevent_default()
        self.scroll_to_line(self.scroll_offset.y - WHEEL_LINES)

    # ---- focus: Textual would repaint the whole view ---------------------------------------------------------------

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus, repainting only what `focus_changed` says."""
        event.prevent_default()
        self.has_focus = True
        self.focus_changed()
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Lose the focus, repainting only what `focus_changed` says."""
        event.prevent_default()
        self.has_focus = False
        self.focus_changed()
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))

    def focus_changed(self) -> None:
        """Repaint what looks different with and without the focus."""

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:  # fmt: skip
        """Have regions (or all) drawn anew.

        Textual keeps what is asked for while a widget is hidden and sends it, needlessly, with the first change after
        it is shown again. What comes into sight is drawn anyway, so it is enough to forget how it looked.
        """
        if layout or recompose or not repaint or self._shown():
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if regions:
            self._styles_cache.set_dirty(*regions)
        else:
            self._styles_cache.clear()
        return self

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Take a new size; what changes size is drawn with the layout, so nothing is left to be sent after it."""
        resized = size != self._size
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if resized:
            self._repaint_regions.clear()
        return changed

    def _shown(self) -> bool:
        return all(node.display for node in self.ancestors_with_self)

    def drawn(self) -> list[Strip]:
        """How every line of the screen looks now; hand it to `send_changes` after a change."""
        return [self.render_line(y) for y in range(self.size.height)]

    def send_changes(self, before: list[Strip]) -> None:
        """Have only those lines drawn anew that look different from `before`: the others cost nothing on the wire."""
        after = self.drawn()
        if not after or len(before) != len(after):
            self.refresh()
            return
        for y, (was, now) in enumerate(zip(before, after, strict=True)):
            if list(was) != list(now):
                self.refresh(Region(0, y, self.size.width, 1))

    # ---- drawing -------------------------------------------------------------------------------------------------

    def style_of(self, group: str) -> Style:
        """The Rich style of a group of the theme."""
        return style_of(self, group)

    def empty_line(self, y: int) -> Strip:
        """A screen line of the empty state."""
        width, base = self.size.width, self.rich_style
        lines = self._empty.split("\n")
        top = max(0, (self.size.height - len(lines)) // 3)
        if not self._empty or not top <= y < top + len(lines):
            return Strip.blank(width, base)
        text = clean(lines[y - top])
        left = max(0, (width - width_of(text)) // 2)
        return Strip([Segment(pad(" " * left + text, width), base + self.style_of("dim"))], width)
