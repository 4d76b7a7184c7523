"""Dates put right: the date audit, other values, dropping, days of publication; and the kinds of what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from search.model import DateValue
from tui.chronology.pane import ChronologyPane
from tui.corrections.commands import CorrectionCommands
from tui.corrections.wording import correction
from tui.session.context import CommandGroup, ExplorerContext, Remedy
from tui.session.messages import Dated
from tui.session.view import Chip, View
from tui.wording import counted, date_words

if TYPE_CHECKING:
    from search.model import AuditRow, Correction


class DateCommands(CommandGroup):
    """Commands on dates."""

    def __init__(self, explorer: ExplorerContext, corrections: CorrectionCommands, chronology: ChronologyPane) -> None:
        super().__init__(explorer)
        self._corrections = corrections
        self._chronology = chronology
        self._audited = ""  # the query of the audit that is shown

    # ---- the audit -----------------------------------------------------------------------------------------------

    def do_audit(self) -> None:
        """The dates that want a look, in place of the chronology; once more closes the list."""
        if self._chronology.audit is not None and self.explorer.pane.NAME == "chronology":
            self._chronology.step_out()
            return
        self.explorer.go_to_pane("chronology")
        self._chronology.open_audit()
        self._ask_audit()

    def _ask_audit(self) -> None:
        library, query = self.explorer.library, self.explorer.view.query
        self._audited = query
        self.explorer.fetch("audit", lambda: library.audit(query), partial(self._show_audit, query))

    def panes_asked(self, *, again: bool) -> None:
        """The audit, where it is open, follows the view too."""
        if self._chronology.audit is not None and (again or self.explorer.view.query != self._audited):
            self._ask_audit()

    def _show_audit(self, query: str, rows: tuple[AuditRow, ...]) -> None:
        if query == self.explorer.view.query:
            self._chronology.show_audit(rows, self._audit_advice())

    def _audit_advice(self) -> str:
        status = self.explorer.library_status
        if status.analysed < status.documents:
            return "No date needs checking yet.\n\nThe analysis is going on."
        where = "in what is selected" if not self.explorer.view.empty else "here"
        return (
            f"No date {where} needs checking.\n\nEvery one is written out,\nand every document says\n"
            f"when it appeared.\n\n{self.explorer.keymap.first('back')} goes back."
        )

    # ---- putting a date right ------------------------------------------------------------------------------------

    def _dated(self, doing: str) -> Dated | None:
        """The one date under the cursor; else say, or show, what to do."""
        pane, key = self.explorer.pane, self.explorer.keymap.first
        found = pane.dated
        if found is not None:
            return found
        if pane.NAME == "chronology" and self._chronology.several:
            self._chronology.do_open()
            self.explorer.say(f"Several statements make up this row: go to the one that is meant, then {key(doing)}.")
        elif pane.NAME == "comparison":
            self.explorer.say(f"There is no date of its own here: {key('mend')} says what can be done.")
        else:
            self.explorer.say("There is no date here: go to a row of the chronology or of the date audit.")
        return None

    def do_redate(self) -> None:
        """Give a date another value."""
        date = self._dated("redate")
        if date is not None:
            self.redate(date)

    def redate(self, date: Dated) -> None:
        """Ask for another value of this date."""
        from tui.dialogs.date_prompt import as_read, short

        key = self.explorer.keymap.first
        if date.reason == "published":
            self._ask_published(date.doc, date.row)
        elif date.reason == "stale":
            self.explorer.say(f"Its words are gone from the text. {key('drop_date')} takes it off.")
        elif date.start < 0:
            self.explorer.say(f"It has only its day of publication: {key('set_published')} sets that.")
        else:
            label = f"“{short(date.words)}” is read as {date_words(date.edtf)}. What does it mean?"
            self._ask_date("Change the date", label, date.edtf, lambda value: self._make(
                correction("redate", to=value.edtf, docs=(date.doc,), words=date.words, start=date.start,
                           text=date.text), f"“{short(date.words)}” is {as_read(value)}.", date.row))  # fmt: skip

    def do_drop_date(self) -> None:
        """No statement is dated by these words."""
        from tui.dialogs.date_prompt import short

        date, key = self._dated("drop_date"), self.explorer.keymap.first
        if date is None:
            return
        if date.reason == "stale":
            self._remove(date)
        elif date.reason == "published":
            self.explorer.say(f"A day of publication is not dropped: {key('set_published')} sets it.")
        elif date.start < 0:
            self.explorer.say(f"No words date it: {key('publication_dated')} hides all that only publication dates.")
        else:
            self._make(
                correction("drop", docs=(date.doc,), words=date.words, start=date.start, text=date.text),
                f"“{short(date.words)}” is no longer a date.", date.row,
            )  # fmt: skip

    def do_set_published(self) -> None:
        """Set the day of publication."""
        spot, found = self.explorer.pane.spot, self.explorer.pane.dated
        doc = spot.doc if spot is not None else ""
        if doc not in self.explorer.documents:
            self.explorer.say("No document is chosen.")
            return
        self._ask_published(doc, found.row if found is not None and found.reason == "published" else "")

    def _ask_published(self, doc: str, row: str) -> None:
        from tui.dialogs.date_prompt import as_read, short

        document = self.explorer.documents[doc]
        known = date_words(document.published) + (" (worked out)" if document.published_inferred else "")
        label = f"“{short(document.title)}”: {known or 'not known'}. When did it appear?"
        self._ask_date("Day of publication", label, document.published or "", lambda value: self._make(
            correction("published", to=value.edtf, docs=(doc,)), f"{short(document.title)}: {as_read(value)}.", row
        ))  # fmt: skip

    def _ask_date(self, title: str, label: str, initial: str, then: Callable[[DateValue], None]) -> None:
        """Ask for a date. The grammar it is read by is loaded first; reading a line by it then takes microseconds."""
        from tui.dialogs.date_prompt import DatePrompt

        library = self.explorer.library

        def grammar() -> Callable[[str], DateValue]:
            parse = library.corrections.date
            parse("2020")
            return parse

        def ask(parse: Callable[[str], DateValue]) -> None:
            prompt = DatePrompt(title, label, initial, parse)
            self.explorer.ask(prompt, lambda value: then(value) if value is not None else None)

        self.explorer.prepare(grammar, ask)

    def _make(self, correction: Correction, message: str, row: str) -> None:
        def made(_: object) -> None:
            self._chronology.audit_done(row)
            self._corrections.corrected(message)

        library = self.explorer.library
        self.explorer.perform(lambda: library.corrections.make(correction), made)

    def _remove(self, date: Dated) -> None:
        def removed(_: object) -> None:
            self._chronology.audit_done(date.row)
            self._corrections.corrected("The correction without effect was removed.")

        library = self.explorer.library
        self.explorer.perform(lambda: library.corrections.remove(date.correction), removed)

    def remedies(self) -> Sequence[Remedy]:
        """What can be done about the date of the row, or of its document."""
        pane = self.explorer.pane
        dated, spot = pane.dated, pane.spot
        out: list[Remedy] = []
        if dated is not None and dated.words:
            out += [
                Remedy(f"Change the date “{dated.words}” …", "give it another value",
                       self.do_redate),
                Remedy(f"“{dated.words}” is not a date", "drop this date", self.do_drop_date),
            ]  # fmt: skip
        doc = dated.doc if dated is not None else spot.doc if spot is not None else ""
        if doc in self.explorer.documents and (dated is not None or pane.NAME != "entities"):
            title = self.explorer.documents[doc].title
            out.append(Remedy("Set the day of publication …", f"of {title}", self.do_set_published))
        return out

    # ---- kinds ---------------------------------------------------------------------------------------------------

    def do_kinds(self) -> None:
        """Kinds of happenings with their counts, of what all but a chosen kind selects."""
        library, view = self.explorer.library, self.explorer.view
        query = View(view.words, tuple(chip for chip in view.chips if chip.field != "kind")).query
        self.explorer.prepare(lambda: library.kinds(query), self._choose_kind)

    def _choose_kind(self, rows: Sequence[tuple[str, int]]) -> None:
        from tui.dialogs.picker import Choice, Picker

        if not rows:
            self.explorer.say("No statement here is of a known kind of event.")
            return
        choices = [Choice(kind, kind, hint=counted(count, "statement")) for kind, count in rows if kind]
        chosen = next((chip.value for chip in self.explorer.view.chips if chip.field == "kind"), None)
        picker = Picker("Kinds of events", choices, current=chosen)
        self.explorer.ask(picker, lambda kind: self.explorer.narrow(Chip("kind", kind)) if kind is not None else None)
