"""argparse parsers made from the table of subcommands; only the one that is needed is built."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from search.errors import SourcebookError
from tui.cli.command import ENVIRONMENT, Argument, Command
from tui.cli.commands import BY_NAME, COMMANDS, EXPLORER

PROG = "sourcebook"


class UsageError(SourcebookError):
    """The command line cannot be understood."""


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are raised as `UsageError` instead of printed."""

    def format_help(self) -> str:
        """Return the help, its description filled to the terminal's width only now that it is wanted."""
        import shutil
        import textwrap

        width = max(40, min(100, shutil.get_terminal_size().columns - 2))
        parts = (self.description or "").split("\n\n")
        self.description = "\n\n".join(textwrap.fill(part, width) for part in parts if part.strip())
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`; when a folder has the command's name, say how to open it."""
        hint = f"Try: {self.prog} --help"
        name = self.prog.rpartition(" ")[2]
        if name in BY_NAME and Path(name).is_dir():
            hint += f"\nTo open the folder of that name: {PROG} ./{name}"
        raise UsageError("Command line", message, hint)


def parse(argv: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """Return the subcommand of a command line and its arguments; the explorer where none is named.

    Raises `UsageError`. `--help` and `--version` print and raise SystemExit(0), as argparse does.
    """
    if argv and argv[0] in BY_NAME:
        command = BY_NAME[argv[0]]
        return command, parser_of(command).parse_args(argv[1:])
    if argv:
        check_command(argv[0])
    return EXPLORER, explorer_parser().parse_args(argv)


def check_command(word: str) -> None:
    """Raise `UsageError` where what should be a folder is none and looks like a mistyped subcommand."""
    if word.startswith("-") or "/" in word or Path(word).exists():
        return
    import difflib

    near = difflib.get_close_matches(word, BY_NAME, n=1, cutoff=0.7)
    if near:
        raise UsageError(
            "No such folder or command",
            f"{word} is neither a folder nor a command",
            f"Did you mean: {PROG} {near[0]}? {PROG} --help lists the commands.",
        )


def parser_of(command: Command) -> argparse.ArgumentParser:
    """Return the parser of one subcommand."""
    parser = Parser(
        prog=f"{PROG} {command.name}".strip(),
        description=f"{_sentence(command.summary)}\n\n{command.description}",
        epilog=_epilog(command),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for argument in command.arguments:
        add(parser, argument)
    return parser


def explorer_parser() -> argparse.ArgumentParser:
    """Return the parser of `sourcebook [CORPUS]`; its help lists the subcommands."""
    parser = parser_of(EXPLORER)
    options = "[--codebook FILE] [--no-corrections] [--follow-links] [--theme NAME] [--no-watch]"
    parser.usage = f"{PROG} [CORPUS] {options}\n       {PROG} COMMAND …"
    width = max(len(command.name) for command in COMMANDS)
    rows = [f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS]
    wide = max(len(name) for name, _ in ENVIRONMENT)
    variables = [f"  {name:<{wide}}  {does}" for name, does in ENVIRONMENT]
    parser.epilog = "\n".join(
        (
            f"commands (each has its own --help):\n{chr(10).join(rows)}\n",
            _epilog(EXPLORER) + "\n",
            f"environment:\n{chr(10).join(variables)}",
        )
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    return parser


def add(parser: argparse.ArgumentParser, argument: Argument) -> argparse.Action:
    """Add one row of the table to a parser and return the action."""
    settings: dict[str, object] = {"help": argument.help.replace("%", "%%")}
    if argument.kind == "flag":
        settings["action"] = "store_true"
    else:
        settings |= {key: getattr(argument, key) for key in ("metavar", "nargs", "choices") if getattr(argument, key)}
        settings["default"] = argument.default
        if argument.dest:
            settings["dest"] = argument.dest
        if argument.kind == "count":
            settings["type"] = count
    return parser.add_argument(*argument.names, **settings)  # type: ignore[arg-type]


def count(text: str) -> int:
    """Return a whole number from 1; raises the error that argparse turns into its own."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: importlib.metadata takes 18 ms of every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(version())
        parser.exit()


def version() -> str:
    """Return "sourcebook" and the installed version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return f"{PROG} {installed('sourcebook')}"
    except PackageNotFoundError:  # run from a folder that was never installed
        return f"{PROG} (not installed)"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _epilog(command: Command) -> str:
    lines = ["examples:"]
    for example in command.examples:
        lines += [f"  {example.line}", f"      {example.does}"]
    if command.exits:
        lines += ["", f"exit status: {command.exits}"]
    return "\n".join(lines)
