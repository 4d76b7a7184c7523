"""`sourcebook keys`: the keys of the explorer, from the table of commands."""

from __future__ import annotations

from argparse import Namespace
from itertools import groupby

from tui.cli.output import is_rich, line, note, print_json
from tui.keys.commands import ACTIONS
from tui.keys.keymap import reference, table
from tui.session.settings import load_settings


def run(arguments: Namespace) -> int:
    """Print the keys as they are set now; returns 0. A key of config.yaml that cannot be used is named."""
    settings = load_settings()
    for problem in settings.problems:
        note(f"{problem.message} {problem.hint}")
    keymap = settings.keymap
    if arguments.json:
        rows = [
            {
                "id": action.id,
                "keys": list(keymap.of(action.id)),
                "help": action.help,
                "group": action.group,
                "where": list(action.where),
            }
            for action in ACTIONS
        ]
        print_json({"keys": rows})
    elif arguments.markdown:
        print(reference(keymap), end="")
    elif is_rich():
        _show(table(keymap))
    else:
        for row in table(keymap):
            line(*row)
    return 0


def _show(rows: list[tuple[str, str, str, str]]) -> None:
    from tui.cli import output

    screen = output.console()
    made = output.table("Keys", "What it does", "Command")
    for group, commands in groupby(rows, key=lambda row: row[0]):
        made.add_section()
        made.add_row("", output.styled(group, "bold"))
        for _, keys, name, does in commands:
            made.add_row(output.styled(keys, "bold"), output.styled(does), output.styled(name, "dim"))
    screen.print(made)
