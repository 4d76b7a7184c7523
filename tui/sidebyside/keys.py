"""The keys of the screen that shows sources side by side: one row a command, read by the screen, footer and help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.dialogs.info import Detail
from tui.keys.keymap import event_key, shown
from tui.panes.text import text_lines
from tui.widgets.cells import Cell, Line, width_of
from tui.widgets.line_list import Row


@dataclass(frozen=True, slots=True)
class Command:
    """A command of this screen: its keys as a person writes them, the footer's word, a sentence."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    footer: int = 0  # order in the footer, smallest first; 0: not there


COMMANDS: tuple[Command, ...] = (
    Command("next_difference", ("n",), "difference", "Go to the next linked passage in which values differ.", 1),
    Command("previous_difference", ("N",), "difference before", "Go to the difference before."),
    Command("next_matter", ("]",), "passage", "Go to the next passage that two or more of these sources have.", 2),
    Command("previous_matter", ("[",), "passage before", "Go to the linked passage before."),
    Command("column_right", ("tab", "right", "l"), "source", "Go to the next source, beyond the edge too.", 3),
    Command("column_left", ("shift+tab", "left", "h"), "source before", "Go to the source before."),
    Command("line_down", ("down", "j"), "down", "A line down; the others follow to the passage that is linked."),
    Command("line_up", ("up", "k"), "up", "A line up."),
    Command("page_down", ("pagedown", "space", "ctrl+f"), "page down", "A page down."),
    Command("page_up", ("pageup", "ctrl+b"), "page up", "A page up."),
    Command("half_down", ("ctrl+d",), "half a page", "Half a page down."),
    Command("half_up", ("ctrl+u",), "half a page up", "Half a page up."),
    Command("top", ("home", "g"), "beginning", "To the beginning."),
    Command("bottom", ("end", "G"), "end", "To the end."),
    Command("open", ("enter",), "read", "Open the passage in the reader.", 4),
    Command("cite", ("y",), "cite", "Copy the citation of the passage.", 7),
    Command("why", ("i",), "why", "Show the linked passages, and why they are linked.", 5),
    Command("together", ("s",), "scroll apart", "Scroll the sources together, or each by itself.", 6),
    Command("stack", ("v",), "turn", "Put the sources one above the other, or beside one another.", 8),
    Command("help", ("?", "f1"), "keys", "Show these keys.", 9),
    Command("leave", ("escape", "q", "backspace"), "back", "Go back.", 10),
)
BY_KEY: dict[str, str] = {event_key(key): one.id for one in COMMANDS for key in one.keys}


def footer(width: int, apart: bool) -> Line:
    """As many keys as there is room for, the most wanted first; how to leave and to see all of them always."""
    wanted = sorted((one for one in COMMANDS if one.footer), key=lambda one: one.footer)
    kept: dict[str, tuple[str, str]] = {}
    room = width - 1
    for one in [*wanted[-2:], *wanted[:-2]]:
        label = "scroll together" if one.id == "together" and apart else one.label
        key = shown(one.keys[0])
        size = width_of(key) + width_of(label) + 3
        if size <= room:
            room -= size
            kept[one.id] = key, label
    cells = [cell for one in wanted if one.id in kept
             for cell in (Cell(f"  {kept[one.id][0]}", "key"), Cell(f" {kept[one.id][1]}", "dim"))]  # fmt: skip
    return tuple(cells)


class Keys(Detail[None]):
    """The keys of the screen, to read."""

    def __init__(self) -> None:
        super().__init__("Keys, side by side")

    def build(self, width: int) -> Sequence[Row]:
        """A row a command."""
        column = 20
        rows: list[Row] = []
        for one in COMMANDS:
            text = text_lines(one.help, width, most=4, indent=column) or ((),)
            first: Line = (Cell("  ".join(shown(key) for key in one.keys), "key", width=column), *text[0][1:])
            rows.append(Row(one.id, (first, *text[1:])))
        signs = (("▌3", "a passage; those with the same number are linked"),
                 ("▌3=", "they are the same, word for word or nearly"), ("▌3≠", "values in them differ"),
                 ("▸3", "the passage you are at"),
                 ("·", "beside a source: no passage of it is linked here"))  # fmt: skip
        rows.append(Row("# signs", ((), (Cell(" Signs in the margin", "heading"),)), selectable=False))
        for sign, what in signs:
            rows.append(Row(f"# {sign}", ((Cell(sign, "mark", width=column), Cell(what, "", grow=True)),),
                            selectable=False))  # fmt: skip
        return rows
