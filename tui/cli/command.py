"""What a subcommand is: its arguments, examples and the module that runs it."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Literal

Completes = Literal["", "corpus", "file"]


@dataclass(frozen=True)
class Argument:
    """One positional or option.

    `names` is one bare name for a positional, or the option's flags. `kind` is what its value is: "flag" takes none,
    "count" is a whole number from 1. `completes` says what a shell offers for it.
    """

    names: tuple[str, ...]
    help: str
    kind: Literal["text", "flag", "count"] = "text"
    metavar: str = ""
    nargs: Literal["", "?", "*", "+"] = ""
    _: KW_ONLY
    choices: tuple[str, ...] = ()
    default: str | int | None = None
    dest: str = ""
    completes: Completes = ""

    @property
    def positional(self) -> bool:
        """Whether this is a positional argument."""
        return not self.names[0].startswith("-")


@dataclass(frozen=True)
class Example:
    """A command line as typed, and what it does."""

    line: str
    does: str


@dataclass(frozen=True)
class Command:
    """One subcommand; `tui.cli.subcommands.<module>.run(arguments)` does it and returns the exit code."""

    name: str
    summary: str
    module: str
    arguments: tuple[Argument, ...] = ()
    examples: tuple[Example, ...] = ()
    _: KW_ONLY
    description: str = ""
    exits: str = ""


ENVIRONMENT: tuple[tuple[str, str], ...] = (
    ("SOURCEBOOK_CORPUS", "the corpus where none is named"),
    ("NO_COLOR", "set to anything: no colours"),
    ("TERM", "dumb: plain lines, and no explorer"),
    ("XDG_CACHE_HOME", "where the index and the analysis are kept (they can be rebuilt)"),
    ("XDG_DATA_HOME", "where bookmarks, saved searches and corrections are kept"),
    ("XDG_CONFIG_HOME", "where config.yaml and your themes are"),
)
