"""Conflicts put aside, or looked at and kept: both at once, without a new analysis, and both can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from search.errors import SourcebookError
from search.model import Conflict
from tui.comparison.pane import ComparisonPane
from tui.corrections.commands import Mending, Remedy
from tui.evidence.conflict_rows import about_of
from tui.evidence.values import value_words
from tui.wording import called, counted, date_words

if TYPE_CHECKING:
    from search.model import Correction
    from tui.session.messages import Dated

MAX_VALUES, MAX_DATES = 3, 6  # values named in a message; dates offered in the menu
MAX_SAID = 40  # characters of a value in a message


class Disputing(Mending):
    """Commands on what differs."""

    # ---- putting aside, keeping ----------------------------------------------------------------------------------

    def do_dismiss(self) -> None:
        """Put the conflict under the cursor aside; on one that was put aside, take it back."""
        conflict = self._disputed()
        if conflict is None:
            return
        if self._is_aside(conflict):
            self._take_verdict_back(conflict, f"Taken back: {_told(conflict)} differ again.")
        else:
            self._judge("dismiss", conflict, f"Put aside: {_told(conflict)}")

    def do_confirm(self) -> None:
        """Mark the conflict under the cursor as looked at and kept; once more takes the mark off."""
        conflict = self._disputed()
        if conflict is None:
            return
        if conflict.confirmed:
            self._take_verdict_back(conflict, f"No longer marked as looked at: {_told(conflict)}.")
        else:
            self._judge("confirm", conflict, f"Looked at and kept: {_told(conflict)}")

    def do_dismissed(self) -> None:
        """Show or hide the conflicts that were put aside."""
        pane = self.comparison
        found = len(pane.comparison.dismissed)
        if not found and not pane.dismissed:
            self.status.say(f"No conflict here is put aside: {self.keymap.first('dismiss')} on one does that.")
            return
        pane.show_dismissed(not pane.dismissed)
        if pane.dismissed and found:
            key = self.keymap.first("dismiss")
            self.status.say(f"{counted(found, 'conflict')} put aside, at the end of the list: {key} takes one back.")
        else:
            self.status.say("The conflicts put aside are hidden.")

    def _disputed(self) -> Conflict | None:
        """The conflict under the cursor; else say where there is one."""
        conflict = self.comparison.conflict if self.active == "comparison" else None
        what = self.comparison.comparison
        if conflict is None:
            self.status.say("There is no conflict here: go to a row of the comparison marked ≠.")
        elif conflict.update or len(conflict.values) < 2:
            what_is = "an update: the later value replaces the earlier" if conflict.update else "an agreement"
            self.status.say(f"This is {what_is}. Only what differs (≠) is put aside or kept.")
            return None
        elif all(one.id != conflict.id for one in (*what.conflicts, *what.dismissed)):
            return None
        return conflict

    def _is_aside(self, conflict: Conflict) -> bool:
        return any(one.id == conflict.id for one in self.comparison.comparison.dismissed)

    def _judge(self, verdict: str, conflict: Conflict, message: str) -> None:
        try:
            self.library.corrections.judge("dismiss" if verdict == "dismiss" else "confirm", conflict)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        self._judged(f"{message} · {self.keymap.first('undo')} undoes")

    def _take_verdict_back(self, conflict: Conflict, message: str) -> None:
        try:
            gone = self.library.corrections.unjudge(conflict)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        self._judged(message if gone is not None else "That is said in the codebook, not by you: it stays.")

    def _judged(self, message: str) -> None:
        """Say what was done, and compare again: nothing needs to be analysed for it."""
        self.comparison.lines.touched = True  # the cursor stays near
        self.status.say(message)
        self.ask_comparison()

    def corrected(self, message: str, *, undoes: bool = True, made: Correction | None = None) -> None:
        """What was put right; of a conflict only the comparison is asked again."""
        if made is not None and made.kind in ("dismiss", "confirm"):
            self._judged(message)
        else:
            super().corrected(message, undoes=undoes, made=made)

    # ---- what can be mended --------------------------------------------------------------------------------------

    def about_conflict(self) -> list[Remedy]:
        """What can be done about the conflict under the cursor, or whose statements are open."""
        pane = self.comparison
        conflict = pane.conflict if self.active == "comparison" else None
        if conflict is None:
            return []
        out: list[Remedy] = []
        if not conflict.update and len(conflict.values) > 1:
            if self._is_aside(conflict):
                out.append(Remedy("Take it back", "it is a conflict after all", self.do_dismiss))
            else:
                out.append(Remedy("Put it aside", "it is no conflict", self.do_dismiss))
            kept = "take the mark off" if conflict.confirmed else "looked at: it is a conflict, and marked ✓"
            out.append(Remedy("No longer kept" if conflict.confirmed else "Keep it", kept, self.do_confirm))
        if pane.dated is None:  # else the date of the row itself is offered
            out += self._about_dates(list(pane.dates.of(conflict))[:MAX_DATES])
        return out

    def _about_dates(self, dates: Sequence[Dated]) -> list[Remedy]:
        out = []
        for date in dates:
            where = called(self.documents[date.doc]) if date.doc in self.documents else date.doc
            detail = f"in {where}, read as {date_words(date.edtf)}: give it another value"
            out.append(Remedy(f"It is the date “{date.words}” …", detail, partial(self.redate, date)))
        return out

    # ---- rows that ask for a command -----------------------------------------------------------------------------

    def on_comparison_pane_run(self, message: ComparisonPane.Run) -> None:
        """A row of the comparison leads to another screen."""
        message.stop()
        self.run_command(message.name)


def _told(conflict: Conflict) -> str:
    """The values of a conflict, as a message names them."""
    words = [" ".join(value_words(conflict, value.value).split()) for value in conflict.values]
    short = [word if len(word) <= MAX_SAID else f"{word[: MAX_SAID - 1]}…" for word in words]
    more = f" and {len(short) - MAX_VALUES} more" if len(short) > MAX_VALUES else ""
    names = about_of(conflict)
    about = f" ({names[0]})" if names else ""
    return " ≠ ".join(short[:MAX_VALUES]) + more + about
