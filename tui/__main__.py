"""The `sourcebook` command. Imports only what the subcommand needs: `sourcebook search` never loads the explorer."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from search.errors import SourcebookError, StorageError
from tui.cli.commands import EXPLORER
from tui.cli.parser import PROG, parse

INTERRUPTED = 128 + signal.SIGINT  # what a shell reports for a command ended by Ctrl-C

LOG = "sourcebook.log"  # in the user's state folder; the explorer writes there too
SELDOM = 50_000  # new objects before a collection: importing makes many and no garbage; 15 of 250 ms of a search


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: sys.argv) and return its exit code: 0 found or done, 1 nothing, 2 trouble.

    Errors that a person can put right are printed on standard error with their remedy; a reader that closes the pipe
    early and Ctrl-C end the command quietly.
    """
    _prepare_streams()
    try:
        if sys.stdout is None:  # it was closed before we began
            raise _unwritable("it is closed")
        try:
            command, arguments = parse(sys.argv[1:] if argv is None else argv)
            if command is not EXPLORER:
                gc.set_threshold(SELDOM)
            code: int = import_module(f"tui.cli.subcommands.{command.module}").run(arguments)
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
    except OSError as error:
        if error.filename is not None:
            _report_crash(error)
            return 2
        # An error without a file is one of a stream: the disk behind it is full, the terminal is gone.
        _report(_unwritable(error.strerror or str(error)))
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:  # noqa: BLE001 - the last place where anything can be caught; it is logged and told
        _report_crash(error)
        return 2


def _unwritable(why: str) -> StorageError:
    return StorageError(
        "Cannot write the output", f"standard output: {why}.", "Send it to a file or a terminal that can be written to."
    )


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


def _report_crash(error: Exception) -> None:
    """Write an error of ours to the log in full and tell of it in two lines."""
    from search.paths import state_dir
    from tui.terminal.guard import crash_message

    try:
        log = state_dir() / LOG
    except SourcebookError as trouble:
        _report(trouble)
        log = None
    print(crash_message(error, log) if log else f"{PROG}: it had to stop: {type(error).__name__}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
