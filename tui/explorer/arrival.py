"""A folder that is new here and known from elsewhere: what came along is said, or it is asked what is to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.session.context import CommandGroup
from tui.wording import listed, moved_words

if TYPE_CHECKING:
    from search.model import Arrival, Settlement
    from tui.session.messages import Failed

LATER = "It is asked again when this folder is next opened."


class ArrivalCommands(CommandGroup):
    """Comes before all work: what the reader answers decides what there is to be done."""

    def begin(self, then: Callable[[], object]) -> None:
        """Say or ask what there is to be said or asked, `then` go on."""
        arrival = self.explorer.library.arrival
        if arrival is None or arrival.kind == "moved":
            then()
            if arrival is not None:
                self.explorer.say(moved_words(arrival))
            return
        from tui.dialogs.arrival import ArrivalQuestion

        self.explorer.ask(ArrivalQuestion(arrival), lambda answer: self._answered(answer, then))

    def _answered(self, answer: Settlement | None, then: Callable[[], object]) -> None:
        if answer is None:
            then()
            self.explorer.say(LATER)
            return
        library = self.explorer.library

        def done(about: Arrival) -> None:
            then()
            own = [word for word in about.brings if answer == "adopt" or not word.startswith("the ")]
            came = f"{listed(own) or 'Nothing'} came along" if answer != "afresh" else "nothing came along"
            self.explorer.say(f"{came[:1].upper()}{came[1:]} from {about.place}.")

        def failed(trouble: Failed) -> None:
            then()
            self.explorer.trouble(trouble.title, trouble.message, trouble.hint)

        self.explorer.perform(lambda: library.settle(answer), done, failed)
