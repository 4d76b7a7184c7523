"""Who says what: the claim grid of what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.context import CommandGroup, ExplorerContext
from tui.session.messages import Spot
from tui.session.view import Chip

if TYPE_CHECKING:
    from tui.claims.screen import ClaimAnswer, ClaimScreen
    from tui.session.messages import Failed


class ClaimCommands(CommandGroup):
    """Who says what: the claim grid of what is under the cursor."""

    def __init__(self, explorer: ExplorerContext) -> None:
        super().__init__(explorer)
        self._left: tuple[str, tuple[str, str]] = ("", ("", ""))  # the subject last looked at, and where on its grid

    def do_claims(self) -> None:
        """Open the claim grid of the name, event, topic or conflict under the cursor."""
        subject = self.explorer.pane.subject
        if not subject:
            self.explorer.say("Go to a name, an event, a topic or a conflict to see who says what about it.")
            return
        self.open_claims(subject)

    def open_claims(self, subject: str) -> None:
        """Open the grid of a subject, among what the view selects, or the marked sources."""
        from tui.claims.screen import ClaimScreen
        from tui.claims.words import Words

        explorer = self.explorer
        library, query, marked = explorer.library, explorer.view.query, explorer.view.marked or None
        at = self._left[1] if self._left[0] == subject else ("", "")
        screen = ClaimScreen(
            explorer.keymap,
            Words(explorer.documents, explorer.places),
            explorer.copy,
            lambda: explorer.loader.forget("claims"),
            at,
        )

        def answered(answer: ClaimAnswer | None) -> None:
            self._left = subject, screen.at
            self._go_on(answer)

        explorer.ask(screen, answered)
        explorer.fetch(
            "claims",
            lambda: library.claims(subject, query, marked),
            lambda grid: None if screen.answered else screen.show_grid(grid),
            lambda failed: self._failed(screen, failed),
        )

    def _failed(self, screen: ClaimScreen, failed: Failed) -> None:
        if not screen.answered:
            screen.dismiss(None)
        self.explorer.trouble(failed.title, failed.message, failed.hint)

    def _go_on(self, answer: ClaimAnswer | None) -> None:
        """Do what was chosen on the grid."""
        match answer:
            case None:
                return
            case Spot():
                self.explorer.open_spot(answer)
            case Chip():
                self.explorer.narrow(answer)
            case _:
                self.explorer.run_command(answer)
