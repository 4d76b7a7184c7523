"""Export from the explorer: a format, a file, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import SourcebookError
from tui.corrections.commands import Mending
from tui.session.messages import Ready
from tui.wording import counted

if TYPE_CHECKING:
    from search.exports import Exported

WHATS = {"entities": "Entities", "mentions": "Mentions", "timeline": "Chronology", "brief": "Brief"}
FIRST = {"entities": ("entities", "mentions"), "comparison": ("brief",)}  # what a pane exports; else the chronology


class Exporting(Mending):
    """The command that writes what is shown to a file."""

    def do_export(self) -> None:
        """Choose what is written, and how; what the pane in use shows comes first."""
        from tui.dialogs.picker import Choice, Picker

        first = FIRST.get(self.active, ("timeline",))
        rows = sorted(self.library.formats, key=lambda row: row.what not in first)
        choices = [
            Choice(f"{row.what} {row.form}", f"{WHATS.get(row.what, row.what)} · {row.form}", row.help) for row in rows
        ]
        title = "Export" if self.view.empty else "Export what is selected"
        self.app.push_screen(Picker(title, choices), self._make_export)

    def do_brief(self) -> None:
        """A report on what is chosen now: the view, and the marked sources alone where some are marked."""
        from tui.dialogs.picker import Choice, Picker

        rows = [row for row in self.library.formats if row.what == "brief"]
        choices = [Choice(f"{row.what} {row.form}", row.form, row.help) for row in rows]
        of = counted(len(self.view.marked), "marked source") if self.view.marked else "all that is selected"
        title = f"A brief on {of if self.view.marked or not self.view.empty else 'the whole corpus'}"
        self.app.push_screen(Picker(title, choices), self._make_export)

    def _make_export(self, chosen: str | None) -> None:
        if chosen is None:
            return
        what, _, form = chosen.partition(" ")
        library, query = self.library, self.view.query
        docs = self.view.marked or None if what == "brief" else None

        def ask() -> Ready:
            made = library.export(what, form, query, docs)
            return Ready(lambda: self._ask_file(made))

        self.status.say("Putting it together …")
        self.loader.ask("export", ask)

    def _ask_file(self, made: Exported, name: str = "") -> None:
        from tui.dialogs.prompt import Prompt

        self.status.say("")
        if not made.rows:
            self.status.say(f"There is nothing to write. {made.note}".strip())
            return
        hint = f"{counted(made.rows, 'row')}; in {Path.cwd()} where no folder is named"
        prompt = Prompt("Export", "File", name or made.name, hint, trouble_with)
        self.app.push_screen(prompt, lambda typed: self._to_file(made, typed) if typed else None)

    def _to_file(self, made: Exported, typed: str) -> None:
        from tui.dialogs.picker import Choice, Picker

        target = Path(typed.strip()).expanduser()
        if not target.is_file():  # a pipe or a device is written to
            self._write(made, target)
            return
        choices = [Choice("replace", "Replace it"), Choice("other", "Give another name")]

        def chosen(value: str | None) -> None:
            if value == "replace":
                self._write(made, target)
            elif value == "other":
                self._ask_file(made, typed)

        self.app.push_screen(Picker(f"{target.name} exists already", choices), chosen)

    def _write(self, made: Exported, target: Path) -> None:
        try:
            made.write(target, replace=True)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
        else:
            note = f" · {made.note}" if made.note else ""
            self.status.say(f"{counted(made.rows, 'row')} written to {target}{note}")


def trouble_with(typed: str) -> str:
    """What is wrong with a file's name, or ""."""
    if not typed.strip():
        return "Type a file name."
    try:
        target = Path(typed.strip()).expanduser()
        if target.is_dir():
            return "This is a folder: add a file name to it."
        if not target.parent.is_dir():
            return f"There is no folder {target.parent}."
    except (RuntimeError, OSError, ValueError) as error:
        return f"{typed.strip()}: {error}."
    return ""
