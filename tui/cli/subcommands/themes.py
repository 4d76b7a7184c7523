"""`sourcebook themes`: the themes there are, and whether they can be used."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict, dataclass
from pathlib import Path

from search.errors import StorageError
from search.paths import config_dir
from tui.cli.output import is_rich, line, note, print_json
from tui.theme.loader import ThemeError, load_theme, theme_names


@dataclass(frozen=True, slots=True)
class Row:
    """A theme; `problem` and `hint` are empty where it can be used."""

    name: str
    variant: str = ""
    origin: str = ""
    problem: str = ""
    hint: str = ""


def run(arguments: Namespace) -> int:
    """Print the themes; returns 1 where one cannot be used, else 0."""
    found = rows()
    if arguments.json:
        print_json({"themes": [asdict(row) for row in found]})
    elif is_rich():
        _show(found)
    else:
        for row in found:
            line(row.name, row.variant, row.origin, f"{row.problem} {row.hint}".strip() or "ok")
    if folder := own_folder():
        note(f"your own go into {folder}")
    return 1 if any(row.problem for row in found) else 0


def own_folder() -> Path | None:
    """Return the folder of the user's own themes, or None where there can be none (`doctor` says why)."""
    try:
        return config_dir() / "themes"
    except StorageError:
        return None


def rows() -> list[Row]:
    """Return every theme, bundled ones first, with what is wrong with it."""
    folder = own_folder()
    found = []
    for name in theme_names(folder):
        try:
            theme = load_theme(name, folder)
        except ThemeError as error:
            found.append(Row(name, problem=error.message, hint=error.hint))
        else:
            found.append(Row(name, theme.variant, "bundled" if theme.bundled else "yours"))
    return found


def _show(found: list[Row]) -> None:
    from tui.cli import output

    made = output.table("Name", "Variant", "", "")
    for row in found:
        verdict = output.styled(row.problem or "ok", "bold red" if row.problem else "")
        if row.hint:
            verdict.append("\n").append_text(output.styled(row.hint, "italic"))
        made.add_row(output.styled(row.name, "bold"), row.variant, row.origin, verdict)
    output.console().print(made)
