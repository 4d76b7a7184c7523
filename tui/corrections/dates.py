"""Dates put right: the date audit, redating, dropping, days of publication; and the kinds of what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from search.errors import SourcebookError
from search.model import DateValue
from tui.corrections.commands import Mending
from tui.corrections.wording import correction
from tui.session.messages import AuditFound, Dated, KindsFound
from tui.session.view import Chip, View
from tui.wording import counted, date_words

if TYPE_CHECKING:
    from search.model import Correction


class Dating(Mending):
    """Commands on dates."""

    _audited = ""  # the query of the audit that is shown

    # ---- the audit -----------------------------------------------------------------------------------------------

    def do_audit(self) -> None:
        """The dates that want a look, in place of the chronology; once more closes the list."""
        if self.chronology.audit is not None and self.active == "chronology":
            self.chronology.step_out()
            return
        self.go_to_pane("chronology")
        self.chronology.open_audit()
        self._ask_audit()

    def _ask_audit(self) -> None:
        library, query = self.library, self.view.query
        self._audited = query
        self.loader.ask("audit", lambda: AuditFound(query, library.audit(query)))

    def ask_panes(self, *, again: bool = False) -> None:
        """The audit, where it is open, follows the view too."""
        super().ask_panes(again=again)
        if self.chronology.audit is not None and (again or self.view.query != self._audited):
            self._ask_audit()

    def on_audit_found(self, message: AuditFound) -> None:
        """Dates to look at."""
        message.stop()
        if message.query == self.view.query:
            self.chronology.show_audit(message.rows, self._audit_advice())

    def _audit_advice(self) -> str:
        status = self.library_status
        if status.analysed < status.documents:
            return "No date wants a look yet.\n\nThe analysis is going on."
        where = "in what is selected" if not self.view.empty else "here"
        return (
            f"No date {where} wants a look.\n\nEvery one is written out,\nand every document says\n"
            f"when it appeared.\n\n{self.keymap.first('back')} goes back."
        )

    # ---- putting a date right ------------------------------------------------------------------------------------

    def _dated(self, doing: str) -> Dated | None:
        """The one date under the cursor; else say, or show, what to do."""
        found = self.pane.dated
        if found is not None:
            return found
        if self.pane is self.chronology and self.chronology.several:
            self.chronology.do_open()
            again = self.keymap.first(doing)
            self.status.say(f"Several statements make up this row: go to the one that is meant, then {again}.")
        elif self.active == "comparison":
            self.status.say(f"There is no date of its own here: {self.keymap.first('mend')} says what can be done.")
        else:
            self.status.say("There is no date here: go to a row of the chronology or of the date audit.")
        return None

    def do_redate(self) -> None:
        """Give a date another value."""
        date = self._dated("redate")
        if date is not None:
            self.redate(date)

    def redate(self, date: Dated) -> None:
        """Ask for another value of this date."""
        from tui.dialogs.date_prompt import as_read, short

        if date.reason == "published":
            self._ask_published(date.doc, date.row)
        elif date.reason == "stale":
            self.status.say(f"Its words are gone from the text. {self.keymap.first('drop_date')} takes it off.")
        elif date.start < 0:
            self.status.say(f"It has only its day of publication: {self.keymap.first('set_published')} sets that.")
        else:
            label = f"“{short(date.words)}” is read as {date_words(date.edtf)}. What does it mean?"
            self._ask_date("Redate", label, date.edtf, lambda value: self._make(
                correction("redate", to=value.edtf, docs=(date.doc,), words=date.words, start=date.start,
                           text=date.text), f"“{short(date.words)}” is {as_read(value)}.", date.row))  # fmt: skip

    def do_drop_date(self) -> None:
        """No statement is dated by these words."""
        from tui.dialogs.date_prompt import short

        date = self._dated("drop_date")
        if date is None:
            return
        if date.reason == "stale":
            self._remove(date)
        elif date.reason == "published":
            self.status.say(f"A day of publication is not dropped: {self.keymap.first('set_published')} sets it.")
        elif date.start < 0:
            self.status.say(
                f"No words date it: {self.keymap.first('publication_dated')} hides all that only publication dates."
            )
        else:
            self._make(
                correction("drop", docs=(date.doc,), words=date.words, start=date.start, text=date.text),
                f"“{short(date.words)}” dates nothing any more.", date.row,
            )  # fmt: skip

    def do_set_published(self) -> None:
        """Set the day of publication."""
        spot, reader = self.pane.spot, self.reader.document
        doc = spot.doc if spot is not None else reader.id if reader is not None and self.active == "reader" else ""
        if doc not in self.documents:
            self.status.say("No document is chosen.")
            return
        found = self.pane.dated
        self._ask_published(doc, found.row if found is not None and found.reason == "published" else "")

    def _ask_published(self, doc: str, row: str) -> None:
        from tui.dialogs.date_prompt import as_read, short

        document = self.documents[doc]
        known = date_words(document.published) + (" (worked out)" if document.published_inferred else "")
        label = f"“{short(document.title)}”: {known or 'not known'}. When did it appear?"
        self._ask_date("Day of publication", label, document.published or "", lambda value: self._make(
            correction("published", to=value.edtf, docs=(doc,)), f"{short(document.title)}: {as_read(value)}.", row
        ))  # fmt: skip

    def _ask_date(self, title: str, label: str, initial: str, then: Callable[[DateValue], None]) -> None:
        from tui.dialogs.date_prompt import DatePrompt

        read = self.library.corrections.date

        def typed(words: str | None) -> None:
            if words is not None:
                try:
                    then(read(words))
                except SourcebookError as error:
                    self.trouble(error.title, error.message, error.hint)

        self.app.push_screen(DatePrompt(title, label, initial, read), typed)

    def _make(self, correction: Correction, message: str, row: str) -> None:
        try:
            self.library.corrections.make(correction)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        self.chronology.audit_done(row)
        self.corrected(message)

    def _remove(self, date: Dated) -> None:
        try:
            self.library.corrections.remove(date.correction)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        self.chronology.audit_done(date.row)
        self.corrected("The correction that found nothing was taken off.")

    # ---- kinds ---------------------------------------------------------------------------------------------------

    def do_kinds(self) -> None:
        """Kinds of happenings with their counts, of what all but a chosen kind selects."""
        library = self.library
        others = tuple(chip for chip in self.view.chips if chip.field != "kind")
        query = View(self.view.words, others).query
        self.loader.ask("kinds", lambda: KindsFound(tuple(library.kinds(query))))

    def on_kinds_found(self, message: KindsFound) -> None:
        """Kinds to choose from."""
        message.stop()
        from tui.dialogs.picker import Choice, Picker

        if not message.rows:
            self.status.say("No statement here says what kind of thing happened.")
            return
        choices = [Choice(kind, kind, hint=counted(count, "statement")) for kind, count in message.rows if kind]
        chosen = next((chip.value for chip in self.view.chips if chip.field == "kind"), "")

        def picked(kind: str | None) -> None:
            if kind is not None:
                self.narrow(Chip("kind", kind))

        self.app.push_screen(Picker("Kinds of happenings", choices, current=chosen), picked)
