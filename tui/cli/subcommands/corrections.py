"""`sourcebook corrections`: the corrections that a reader made: list, export, import them, or take one back."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import CorpusError
from tui.cli.library import bring_up_to_date, library
from tui.cli.output import is_rich, line, note, print_json
from tui.wording import counted

if TYPE_CHECKING:
    from search import Library
    from search.model import Correction


def run(arguments: Namespace) -> int:
    """Do what is asked for; returns 0 where something was printed or done, 1 where there was nothing to do."""
    action = arguments.ACTION or "list"
    _check(action, arguments.FILE_OR_ID)
    arguments.no_corrections = False
    with library(arguments) as opened:
        done = _ACTIONS[action](opened, arguments)
        for problem in opened.corrections.problems():
            note(f"{problem.title}: {problem.message} {problem.hint}".rstrip())
        return done


def _check(action: str, given: str | None) -> None:
    """Raise `CorpusError` where what an action works on is missing, or given where it takes nothing."""
    wants = {"import": "FILE", "remove": "ID"}.get(action)
    if wants and not given:
        raise CorpusError(
            f"Which {wants.lower()}?",
            f"“corrections {action}” needs a {wants}.",
            "“sourcebook corrections” lists the ids." if wants == "ID" else "Name a file that export wrote.",
        )
    if given and not wants:
        raise CorpusError("Not understood", f"“corrections {action}” takes no “{given}”.", "Leave it out.")


def _list(opened: Library, arguments: Namespace) -> int:
    if opened.corrections.all():
        bring_up_to_date(opened, analyse=True)  # whether they apply is known from the analysis
    found = opened.corrections.all()
    if arguments.json:
        print_json({"corrections": _rows(opened, found)})
    else:
        show(found, opened.corrections.describe)
    if not found:
        note("there are no corrections of this corpus")
    return 0 if found else 1


def show(found: Sequence[Correction], told: Callable[[Correction], str]) -> None:
    """Print one row a correction: a table for people; else id, kind, when, what it says and why it does not apply."""
    if not is_rich():
        for each in found:
            line(each.id, each.kind, each.created, told(each), each.problem)
        return
    from tui.cli.output import console, styled, table

    rows = table("Id", "What", "Made", "Applies")
    for each in found:
        rows.add_row(
            styled(each.id, "dim"),
            styled(told(each), "bold"),
            styled(each.created[:16].replace("T", " "), "dim"),
            styled(f"no: {each.problem}") if each.problem else styled("yes", "dim"),
        )
    screen = console()
    screen.print(rows)
    if found:
        screen.print(styled(counted(len(found), "correction"), "dim"))


def _export(opened: Library, arguments: Namespace) -> int:
    _print(opened.corrections.text())
    return 0 if opened.corrections.all() else 1


def _import(opened: Library, arguments: Namespace) -> int:
    added = opened.corrections.take(Path(arguments.FILE_OR_ID))
    if arguments.json:
        print_json({"added": _rows(opened, added)})
    else:
        note(f"{counted(len(added), 'correction')} added" if added else "all of them are here already")
    return 0 if added else 1


def _codebook(opened: Library, arguments: Namespace) -> int:
    bring_up_to_date(opened, analyse=True)
    _print(opened.corrections.codebook())
    return 0


def _undo(opened: Library, arguments: Namespace) -> int:
    return _gone(opened, arguments, opened.corrections.undo())


def _remove(opened: Library, arguments: Namespace) -> int:
    gone = opened.corrections.remove(arguments.FILE_OR_ID)
    if gone is None:
        ids = [each.id for each in opened.corrections.all()]
        near = get_close_matches(arguments.FILE_OR_ID, ids, 1)
        hint = f"Did you mean {near[0]}?" if near else "“sourcebook corrections” lists them with their ids."
        raise CorpusError("No such correction", f"There is no correction with the id “{arguments.FILE_OR_ID}”.", hint)
    return _gone(opened, arguments, gone)


def _gone(opened: Library, arguments: Namespace, gone: Correction | None) -> int:
    if arguments.json:
        print_json({"removed": _rows(opened, [gone] if gone else [])})
    elif gone is None:
        note("there is no correction to take back")
    else:
        note(f"taken back: {opened.corrections.describe(gone)}")
    return 0 if gone else 1


def _rows(opened: Library, found: Sequence[Correction]) -> list[dict[str, object]]:
    return [{**asdict(each), "told": opened.corrections.describe(each)} for each in found]


def _print(text: str) -> None:
    """Print YAML in UTF-8 whatever the locale. YAML writes control characters as escapes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


_ACTIONS: dict[str, Callable[[Library, Namespace], int]] = {
    "list": _list,
    "export": _export,
    "import": _import,
    "codebook": _codebook,
    "undo": _undo,
    "remove": _remove,
}
