"""The `sourcebook` command. Imports only what the subcommand needs: `sourcebook search` never loads the explorer."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from search.errors import SourcebookError
from tui.cli.parser import PROG, parse

INTERRUPTED = 128 + signal.SIGINT  # what a shell reports for a command ended by Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: sys.argv) and return its exit code: 0 found or done, 1 nothing, 2 trouble.

    Errors a person can mend are printed on standard error with their remedy; a reader that closes the pipe early
    and Ctrl-C end the command quietly.
    """
    _prepare_streams()
    try:
        try:
            command, arguments = parse(sys.argv[1:] if argv is None else argv)
            code: int = import_module(f"tui.cli.{command.module}").run(arguments)
        finally:  # --help ends with SystemExit
            sys.stdout.flush()
        return code
    except SourcebookError as error:
        _report(error)
        return 2
    except BrokenPipeError:
        # What is still buffered has no reader; without this the interpreter complains about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _prepare_streams() -> None:
    """Let no character that the terminal's encoding lacks end a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _report(error: SourcebookError) -> None:
    """Print an error and its remedy on standard error, free of control characters."""
    from tui.cli.output import clean

    lines = [f"{PROG}: {clean(error.title)}: {clean(error.message)}"]
    lines += [f"  {clean(line)}" for line in error.hint.splitlines() if line.strip()]
    print("\n".join(lines), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
