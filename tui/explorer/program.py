"""Commands of the program itself: the palette, the keys, a letter on every pane, colours, another corpus, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset

from tui.explorer.frame import Frame
from tui.keys.commands import ACTIONS, applies
from tui.session.context import CommandGroup, ExplorerContext

if TYPE_CHECKING:
    from tui.dialogs.jump import JumpTarget


class ProgramCommands(CommandGroup):
    """What is not about the corpus."""

    def __init__(self, explorer: ExplorerContext, frame: Frame) -> None:
        super().__init__(explorer)
        self._frame = frame

    def do_jump(self) -> None:
        """A letter on every pane."""
        from tui.dialogs.jump import Jump

        frame = self._frame
        places: dict[JumpTarget, Offset] = {"search": Offset(frame.searchbar.input.region.x, 0)}
        places |= {name: frame.panes[name].region.offset for name in frame.shown}
        self.explorer.ask(Jump(places), self._jumped)

    def _jumped(self, target: JumpTarget | None) -> None:
        if target == "search":
            self._frame.do_search()
        elif target is not None:
            self.explorer.go_to_pane(target)

    def do_palette(self) -> None:
        """Commands by name."""
        from tui.dialogs.picker import Choice, Picker

        place = self._frame.pane.place
        choices = [
            Choice(action.id, action.label, action.help, self.explorer.keymap.first(action.id))
            for action in ACTIONS if action.palette and applies(action, place)
        ]  # fmt: skip
        self.explorer.ask(Picker("Commands", choices, empty="No command of that name."), self._run_picked)

    def do_help(self) -> None:
        """Every key."""
        from tui.dialogs.info import Help

        self.explorer.ask(Help(self.explorer.keymap), self._run_picked)

    def _run_picked(self, name: str | None) -> None:
        if name is None:
            return
        frame = self._frame
        if frame.place == "search":
            frame.go_to_pane(frame.active)
        if frame.handler(name) is None:
            self.explorer.say("That command has no meaning here.")
            return
        frame.run_command(name)

    def do_theme(self) -> None:
        """Choose the colours."""
        self._frame.host.pick_theme()

    def do_corpora(self) -> None:
        """Open another corpus."""
        self._frame.host.show_start()

    def do_suspend(self) -> None:
        """Stop until the shell's fg."""
        self._frame.app.action_suspend_process()

    def do_quit(self) -> None:
        """Leave."""
        self._frame.host.leave()
