"""An app that has a theme: stylesheet variables, styles for the widgets, and no colour where none may be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter

from tui.theme.loader import COLOURLESS, SourcebookTheme, load_theme

Result = TypeVar("Result")
_NOTHING = Style()


class Colourless(LineFilter):
    """Takes every colour out of what is drawn; bold, underline and reverse stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text and attributes, without colours."""
        return [Segment(text, _without_colour(style) if style else style, control) for text, style, control in segments]


@lru_cache(1024)
def _without_colour(style: Style) -> Style:
    return style.without_color


class Themed(App[Result]):
    """An app drawn in a `SourcebookTheme`: call `use_theme` before it runs, and again to change it."""

    _sourcebook_theme: SourcebookTheme | None = None
    _colourless = Colourless()

    def use_theme(self, theme: SourcebookTheme) -> None:
        """Draw everything in this theme from now on."""
        self._sourcebook_theme = theme
        self.register_theme(theme.textual())
        if self.theme == theme.name:  # loaded anew under the same name
            self._watch_theme(theme.name)
        else:
            self.theme = theme.name

    @property
    def sourcebook_theme(self) -> SourcebookTheme | None:
        """The theme in use."""
        return self._sourcebook_theme

    def style_of(self, group: str) -> Style:
        """The Rich style of a group of the theme (see `tui.theming.GROUPS`); nothing for one that is not known."""
        theme = self._sourcebook_theme
        return theme.styles.get(group, _NOTHING) if theme else _NOTHING

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """So that the stylesheet can be read before a theme is chosen."""
        return (self._sourcebook_theme or load_theme(COLOURLESS)).variables()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, or ours alone in a theme without colours: what Textual does for NO_COLOR sends greys."""
        if self._sourcebook_theme is not None and self._sourcebook_theme.colourless:
            return (self._colourless,)
        filters = super().get_line_filters()
        if self._sourcebook_theme is not None and self._sourcebook_theme.variant in ("dark", "light"):
            # Their colours are all true colours: no line has to be looked through for the terminal's sixteen.
            filters = [one for one in filters if not isinstance(one, ANSIToTruecolor)]
        return filters
