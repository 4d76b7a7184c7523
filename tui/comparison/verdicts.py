"""Conflicts put aside, or looked at and kept: both at once, without a new analysis, and both can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from search.model import Conflict
from tui.comparison.pane import ComparisonPane
from tui.corrections.dates import DateCommands
from tui.evidence.conflict_rows import about_of
from tui.evidence.values import value_words
from tui.session.context import CommandGroup, ExplorerContext, Remedy
from tui.wording import called, counted, date_words

if TYPE_CHECKING:
    from search.model import Verdict
    from tui.session.messages import Dated

MAX_VALUES, MAX_DATES = 3, 6  # values named in a message; dates offered in the menu
MAX_SAID = 40  # characters of a value in a message


class VerdictCommands(CommandGroup):
    """Commands on what differs."""

    def __init__(self, explorer: ExplorerContext, dates: DateCommands, comparison: ComparisonPane) -> None:
        super().__init__(explorer)
        self._dates = dates
        self._comparison = comparison

    # ---- putting aside, keeping ----------------------------------------------------------------------------------

    def do_dismiss(self) -> None:
        """Put the conflict under the cursor aside; on one that was put aside, take it back."""
        conflict = self._disputed()
        if conflict is None:
            return
        if self._comparison.is_aside(conflict):
            self._take_back(conflict, f"Taken back: {_values(conflict)} differ again.")
        else:
            self._judge("dismiss", conflict, f"Put aside: {_values(conflict)}")

    def do_confirm(self) -> None:
        """Mark the conflict under the cursor as looked at and kept; once more takes the mark off."""
        conflict = self._disputed()
        if conflict is None:
            return
        if conflict.confirmed:
            self._take_back(conflict, f"No longer marked as looked at: {_values(conflict)}.")
        else:
            self._judge("confirm", conflict, f"Looked at and kept: {_values(conflict)}")

    def do_dismissed(self) -> None:
        """Show or hide the conflicts that were put aside."""
        pane, key = self._comparison, self.explorer.keymap.first("dismiss")
        found = len(pane.comparison.dismissed)
        if not found and not pane.dismissed:
            self.explorer.say(f"No conflict here is put aside: {key} on one does that.")
            return
        pane.show_dismissed(not pane.dismissed)
        if pane.dismissed and found:
            self.explorer.say(f"{counted(found, 'conflict')} put aside, at the end of the list: {key} takes one back.")
        else:
            self.explorer.say("The conflicts put aside are hidden.")

    def _disputed(self) -> Conflict | None:
        """The conflict under the cursor; else say where there is one."""
        conflict = self.explorer.pane.conflict
        if conflict is None:
            self.explorer.say("There is no conflict here: go to a row of the comparison marked ≠.")
            return None
        if not _differs(conflict):
            what_is = "an update: the later value replaces the earlier" if conflict.update else "an agreement"
            self.explorer.say(f"This is {what_is}. Only what differs (≠) is put aside or kept.")
            return None
        return conflict if self._comparison.has_conflict(conflict) else None

    def _judge(self, verdict: Verdict, conflict: Conflict, message: str) -> None:
        library = self.explorer.library
        said = f"{message} · {self.explorer.keymap.first('undo')} undoes"
        self.explorer.perform(lambda: library.corrections.judge(verdict, conflict), lambda _: self._judged(said))

    def _take_back(self, conflict: Conflict, message: str) -> None:
        library, kept = self.explorer.library, "The codebook says that, not you: it stays."
        self.explorer.perform(
            lambda: library.corrections.unjudge(conflict),
            lambda gone: self._judged(message if gone is not None else kept),
        )

    def _judged(self, message: str) -> None:
        """Say what was done, and compare again: nothing needs to be analysed for it."""
        self.explorer.say(message)
        self.explorer.compare_again()

    # ---- what can be done about a row ----------------------------------------------------------------------------

    def remedies(self) -> Sequence[Remedy]:
        """What can be done about the conflict under the cursor, or whose statements are open."""
        pane = self.explorer.pane
        conflict = pane.conflict
        if conflict is None:
            return []
        out: list[Remedy] = []
        if _differs(conflict):
            if self._comparison.is_aside(conflict):
                out.append(Remedy("Take it back", "it is a conflict after all", self.do_dismiss))
            else:
                out.append(Remedy("Put it aside", "it is not a conflict", self.do_dismiss))
            kept = "take the mark off" if conflict.confirmed else "looked at: it is a conflict, and marked ✓"
            out.append(Remedy("No longer kept" if conflict.confirmed else "Keep it", kept, self.do_confirm))
        if pane.dated is None:  # else the date of the row itself is offered
            out += self._about_dates(self._comparison.dates_of(conflict)[:MAX_DATES])
        return out

    def _about_dates(self, dates: Sequence[Dated]) -> list[Remedy]:
        out = []
        for date in dates:
            documents = self.explorer.documents
            where = called(documents[date.doc]) if date.doc in documents else date.doc
            detail = f"in {where}, read as {date_words(date.edtf)}: give it another value"
            out.append(Remedy(f"It is the date “{date.words}” …", detail, partial(self._dates.redate, date)))
        return out


def _differs(conflict: Conflict) -> bool:
    """Whether values stand against each other: it is neither an update nor an agreement."""
    return not conflict.update and len(conflict.values) > 1


def _values(conflict: Conflict) -> str:
    """The values of a conflict, as a message names them."""
    words = [" ".join(value_words(conflict, value.value).split()) for value in conflict.values]
    short = [word if len(word) <= MAX_SAID else f"{word[: MAX_SAID - 1]}…" for word in words]
    more = f" and {len(short) - MAX_VALUES} more" if len(short) > MAX_VALUES else ""
    names = about_of(conflict)
    about = f" ({names[0]})" if names else ""
    return " ≠ ".join(short[:MAX_VALUES]) + more + about
