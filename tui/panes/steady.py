"""The base style of a widget, looked up once a paint: Textual works it out from all ancestors, half of a paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as Base
else:
    Base = object  # Textual looks for stylesheet types along the first base that is a widget: this must not be one


class Steady(Base):
    """Mixed into a widget whose lines all stand on one base style, which cannot change while they are drawn."""

    _base_style: Style | None = None

    @property
    def rich_style(self) -> Style:
        """The base style; that of the paint at hand while there is one."""
        return self._base_style if self._base_style is not None else super().rich_style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, looking the base style up once."""
        self._base_style = super().rich_style
        try:
            return super().render_lines(crop)
        finally:
            self._base_style = None
