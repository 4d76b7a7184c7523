"""Export from the explorer: a format, a file, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.session.context import CommandGroup, PaneName
from tui.wording import counted, exported_words

if TYPE_CHECKING:
    from search.exports import Exported, Format, What

WHATS: dict[What, str] = {
    "entities": "Entities", "mentions": "Mentions", "timeline": "Chronology", "brief": "Brief",
}  # fmt: skip
FIRST: dict[PaneName, tuple[What, ...]] = {"entities": ("entities", "mentions"), "comparison": ("brief",)}
"""What a pane exports; the others the chronology."""


class ExportCommands(CommandGroup):
    """The commands that write what is shown to a file."""

    def do_export(self) -> None:
        """Choose what is written, and how; what the pane in use shows comes first."""
        first = FIRST.get(self.explorer.pane.NAME, ("timeline",))
        rows = sorted(self.explorer.library.formats, key=lambda row: row.what not in first)
        title = "Export" if self.explorer.view.empty else "Export what is selected"
        self._ask_format(title, [(row, f"{WHATS[row.what]} · {row.form}") for row in rows])

    def do_brief(self) -> None:
        """A report on what is chosen now: the view, and the marked sources alone where some are marked."""
        view = self.explorer.view
        rows = [row for row in self.explorer.library.formats if row.what == "brief"]
        of = counted(len(view.marked), "marked source") if view.marked else "all that is selected"
        title = f"A brief on {of if view.marked or not view.empty else 'the whole corpus'}"
        self._ask_format(title, [(row, row.form) for row in rows])

    def _ask_format(self, title: str, rows: Sequence[tuple[Format, str]]) -> None:
        from tui.dialogs.picker import Choice, Picker

        choices = [Choice(row, label, row.help) for row, label in rows]
        self.explorer.ask(Picker(title, choices), lambda row: self._make(row) if row is not None else None)

    def _make(self, row: Format) -> None:
        library, view = self.explorer.library, self.explorer.view
        docs = view.marked or None if row.what == "brief" else None
        self.explorer.say("Putting it together …")
        self.explorer.fetch(
            "export",
            lambda: library.export(row.what, row.form, view.query, docs),
            lambda made: self._ask_file(made, exported_words(row.what, made.rows)),
        )

    def _ask_file(self, made: Exported, size: str, name: str = "") -> None:
        """Ask where to write it; `size` says how much there is."""
        from tui.dialogs.prompt import Prompt

        self.explorer.say("")
        if not made.rows:
            self.explorer.say(f"There is nothing to write. {made.note}".strip())
            return
        hint = f"{size}; in {Path.cwd()} where no folder is named"
        prompt = Prompt("Export", "File", name or made.name, hint, trouble_with)
        self.explorer.ask(prompt, lambda typed: self._to_file(made, size, typed) if typed else None)

    def _to_file(self, made: Exported, size: str, typed: str) -> None:
        target = Path(typed.strip()).expanduser()

        def looked(is_file: bool) -> None:
            if is_file:
                self._ask_replacing(made, size, typed, target)
            else:  # a pipe or a device is written to
                self._write(made, size, target)

        self.explorer.prepare(target.is_file, looked)

    def _ask_replacing(self, made: Exported, size: str, typed: str, target: Path) -> None:
        from tui.dialogs.picker import Choice, Picker

        choices: list[Choice[Literal["replace", "other"]]] = [
            Choice("replace", "Replace it"), Choice("other", "Give another name")
        ]  # fmt: skip

        def chosen(way: Literal["replace", "other"] | None) -> None:
            if way == "replace":
                self._write(made, size, target)
            elif way == "other":
                self._ask_file(made, size, typed)

        self.explorer.ask(Picker(f"{target.name} exists already", choices), chosen)

    def _write(self, made: Exported, size: str, target: Path) -> None:
        note = f" · {made.note}" if made.note else ""
        said = f"{size} written to {target}{note}"
        self.explorer.perform(lambda: made.write(target, replace=True), lambda _: self.explorer.say(said))


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
