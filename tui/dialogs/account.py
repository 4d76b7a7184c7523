"""The account of the folder: what is read, why the rest is not, what can be done about it, and what else went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.model import FolderAccount, Outcome, Problem, Unread, UnreadGroup
from tui.dialogs.picker import Choice, Chooser
from tui.panes.text import text_lines
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import Row
from tui.wording import account_words, counted

MOST = 300  # rows of one part that are set at once; typing a part of a name finds the others
NAMED = 3  # lines of names below a kind that is folded

HEADINGS: dict[Outcome, str] = {
    "unreadable": "Cannot be read", "set aside": "Set aside", "ignored": "No documents",
}  # fmt: skip

Told = tuple[str, str, str]
"""What went wrong: title, message, hint."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is told. `doc` is the document that Enter opens, `style` that of the first line."""

    title: str
    message: str
    hint: str = ""
    doc: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under a heading; with `fold`, one line stands for them until Enter unfolds it."""

    heading: str
    entries: Sequence[Entry]
    fold: str = ""


class AccountScreen(Chooser[Part, str]):
    """Parts with a row for each file or problem; typing narrows them, Enter answers with the document of a row.

    `troubles` are those of this run of the explorer; `is_open` says which documents can be opened.
    """

    def __init__(
        self,
        account: FolderAccount,
        problems: Sequence[Problem],
        troubles: Sequence[Told],
        is_open: Callable[[str], bool],
    ) -> None:
        self._is_open = is_open
        self._account = account
        parts = self._parts(account, problems, troubles)
        choices = [Choice(part, part.heading) for part in parts]
        super().__init__("The folder", choices, empty="Nothing of that name.", hint="⏎ opens  Esc back")
        self._unfolded: set[str] = set()
        self._answers: dict[str, str] = {}  # row → document, or the part that it folds

    # ---- what is told --------------------------------------------------------------------------------------------

    def _parts(self, account: FolderAccount, problems: Sequence[Problem], troubles: Sequence[Told]) -> list[Part]:
        unreadable = {one.id for one in account.unread if one.outcome == "unreadable"}
        others = [one for one in problems if one.doc not in unreadable and one not in account.notes]
        wrong = [self._of_problem(one, "warn") for one in others]
        told = [(one.title, one.message, one.hint) for one in wrong]
        wrong += [Entry(*row, style="warn") for row in troubles if row not in told]
        return [
            Part(HEADINGS["unreadable"], _rows(account, "unreadable", "warn")),
            Part("Problems", wrong),
            Part("Read, but look twice", [self._of_problem(one, "") for one in account.notes]),
            Part(HEADINGS["set aside"], _rows(account, "set aside", "")),
            *(
                Part(HEADINGS["ignored"], [_entry(one, "") for one in group.rows], group.label)
                for group in _groups(account, "ignored")
            ),
        ]

    def _of_problem(self, one: Problem, style: str) -> Entry:
        doc = one.doc if one.doc and self._is_open(one.doc) else ""
        return Entry(f"{one.doc} · {one.title}" if one.doc else one.title, one.message, one.hint, doc, style)

    # ---- showing it ----------------------------------------------------------------------------------------------

    def _show(self, typed: str) -> None:
        """Set the rows that hold all of the words typed; everything without any."""
        self._typed = typed
        self._answers = {}
        width = self.rows.room
        words = typed.casefold().split()
        rows: list[Row] = []
        if not words:
            summary = text_lines(account_words(self._account), width, most=6, indent=1)
            rows.append(Row("# summary", (*summary, ()), selectable=False))
        heading = ""
        for number, part in enumerate(choice.value for choice in self._choices):
            found = [(at, one) for at, one in enumerate(part.entries) if _has(words, part, one)]
            if not found:
                continue
            if part.heading != heading:
                heading = part.heading
                rows.append(Row(f"# {heading}", ((Cell(" "), Cell(heading, "heading")),), selectable=False))
            rows += self._part_rows(number, part, found, width, narrowed=bool(words))
        self.rows.set_rows(rows)

    def _part_rows(
        self, number: int, part: Part, found: Sequence[tuple[int, Entry]], width: int, *, narrowed: bool
    ) -> list[Row]:
        rows: list[Row] = []
        if part.fold and not narrowed:
            key, unfolded = f"fold {number}", part.fold in self._unfolded
            if len(found) > 1:  # else all of it is to be seen
                self._answers[key] = part.fold
            names = () if unfolded else text_lines(
                ", ".join(one.title for _, one in found), width, most=NAMED, style="dim", indent=2
            )  # fmt: skip
            says = "" if len(found) == 1 else " ⏎ folds " if unfolded else " ⏎ unfolds "
            sign = Cell(says, "dim", align="right", optional=True)
            rows.append(Row(key, ((Cell(part.fold, grow=True), sign), *names)))
            if not unfolded:
                return [*rows, _gap(number)]
        for at, one in found[:MOST]:
            key = f"{number} {at}"
            if one.doc:
                self._answers[key] = one.doc
            rows.append(Row(key, _lines(one, width, short=bool(part.fold))))
        if (left := len(found) - MOST) > 0:
            more = f"and {counted(left, 'other')}: type a part of a name to find them."
            rows.append(Row(f"# more {number}", ((Cell(more, "dim", grow=True),),), selectable=False))
        return [*rows, _gap(number)] if part.fold else rows

    # ---- answering -----------------------------------------------------------------------------------------------

    def answer(self, choice: Choice[Part]) -> str:
        """Not asked: a row answers for itself."""
        raise NotImplementedError

    def _choose(self, row: Row) -> None:
        """Open the document of a row, or unfold what it stands for; other rows are only read."""
        answer = self._answers.get(row.key)
        if answer is None:
            return
        if not row.key.startswith("fold "):
            self.dismiss(answer)
            return
        self._unfolded ^= {answer}
        self._show(self._typed)


def _groups(account: FolderAccount, outcome: Outcome) -> list[UnreadGroup]:
    return [group for group in account.groups if group.outcome == outcome]


def _rows(account: FolderAccount, outcome: Outcome, style: str) -> list[Entry]:
    return [_entry(one, style) for group in _groups(account, outcome) for one in group.rows]


def _entry(one: Unread, style: str) -> Entry:
    title = one.id if one.outcome == "ignored" else f"{one.id} · {one.title}"
    return Entry(title, one.why, one.hint, style=style)


def _has(words: Sequence[str], part: Part, one: Entry) -> bool:
    text = f"{part.heading} {part.fold} {one.title} {one.message} {one.hint}".casefold() if words else ""
    return all(word in text for word in words)


def _lines(one: Entry, width: int, *, short: bool) -> tuple[Line, ...]:
    """A row: what and which, why, what can be done; `short`: the name alone, as its heading says why."""
    if short:
        return ((Cell(f"  {one.title}", grow=True),),)
    lines: list[Line] = [(Cell(one.title, one.style, grow=True), *(_OPENS if one.doc else ()))]
    lines += text_lines(one.message, width, most=8)
    lines += text_lines(one.hint, width, most=6, style="dim") if one.hint else ()
    return (*lines, ())


def _gap(number: int) -> Row:
    return Row(f"# gap {number}", ((),), selectable=False)


_OPENS = (Cell(" ⏎ opens ", "dim", align="right", optional=True),)
