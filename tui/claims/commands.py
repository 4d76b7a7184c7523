"""Who says what: the claim grid of what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.errors import SourcebookError
from tui.corrections.commands import Mending
from tui.session.messages import Ready

if TYPE_CHECKING:
    from tui.claims.screen import ClaimScreen


class Claiming(Mending):
    """Who says what: the claim grid of what is under the cursor."""

    _claimed: tuple[str, tuple[str, str]] = ("", ("", ""))  # the subject last looked at, and where on its grid

    def do_claims(self) -> None:
        """Open the claim grid of the name, event, topic or conflict under the cursor."""
        subject = self._claim_subject()
        if not subject:
            self.status.say("Go to a name, an event, a topic or a conflict to see who says what of it.")
            return
        self.open_claims(subject)

    def _claim_subject(self) -> str:
        """What the row in use is about, as `Library.claims` takes it."""
        match self.active:
            case "entities":
                return self.entities.subject
            case "chronology":
                return self.chronology.subject
            case "comparison":
                return self.comparison.subject
            case _:
                return ""

    def open_claims(self, subject: str) -> None:
        """Open the grid of a subject, among what the view selects, or the marked sources."""
        from tui.claims.screen import ClaimScreen

        library, query, marked = self.library, self.view.query, self.view.marked or None
        at = self._claimed[1] if self._claimed[0] == subject else ("", "")
        screen = ClaimScreen(self.keymap, self.documents, self._copied, lambda: self.loader.forget("claims"), at)

        def ask() -> Ready:
            try:
                grid = library.claims(subject, query, marked)
            except SourcebookError as error:
                failed = error
                return Ready(lambda: self._claims_failed(screen, failed))
            return Ready(lambda: None if screen.answered else screen.show_grid(grid))

        def answered(value: str | None) -> None:
            self._claimed = subject, screen.at
            self._claims_left(screen, value)

        self.ask(screen, answered)
        self.loader.ask("claims", ask)

    def _claims_failed(self, screen: ClaimScreen, error: SourcebookError) -> None:
        if not screen.answered:
            screen.dismiss(None)
        self.trouble(error.title, error.message, error.hint)

    def _claims_left(self, screen: ClaimScreen, value: str | None) -> None:
        """Do what was chosen on the grid."""
        from tui.results.pane import document_chip

        document = self.documents.get(screen.table.doc)
        if value == "open" and screen.chosen is not None:
            self.open_spot(screen.chosen)
        elif value == "filter" and document is not None:
            self.narrow(document_chip(document))
        elif value in ("brief", "export"):
            self.run_command(value)

    def _copied(self, text: str, what: str) -> str:
        """Copy a text; what to say about it."""
        from tui.terminal.clipboard import copy

        return copy(self.app, text, what)
