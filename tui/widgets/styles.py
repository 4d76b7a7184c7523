"""Where widgets get their styles from: the app's theme by group name, or plain attributes without one."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget

# What a group looks like where the app has no theme: no colours, only attributes.
PLAIN: dict[str, Style] = {
    "title": Style(bold=True),
    "heading": Style(bold=True),
    "dim": Style(dim=True),
    "hit": Style(bold=True, underline=True),
    "hit-current": Style(bold=True, reverse=True),
    "flash": Style(underline=True),
    "cursor": Style(reverse=True),
    "cursor-blurred": Style(bold=True),
    "mark": Style(bold=True),
    "warn": Style(bold=True),
    "differ": Style(bold=True),
}
_NOTHING = Style()


def style_of(widget: Widget, group: str) -> Style:
    """The style of a theme's group.

    The app is asked through its method `style_of(group) -> rich.style.Style` (see `tui.theming.Themed`);
    an app without it gets `PLAIN`, and an unknown group nothing.
    """
    ask = getattr(widget.app, "style_of", None)
    if ask is None:
        return PLAIN.get(group, _NOTHING)
    style: Style = ask(group)
    return style
