"""Leaving the terminal as it was found: on a signal, on a crash, and when the app no longer answers.

Textual restores the terminal when it ends by itself; it does not handle SIGTERM or SIGHUP, and shows a crash as a
page of traceback. `run` does both, and keeps a way out for when the app is stuck.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import termios
import threading
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from textual.app import App

from search.errors import SourcebookError
from tui.widgets.cells import clean

GRACE = 2.0  # seconds the app has to end after a signal, before the terminal is restored over its head
PATIENCE = 0.5  # seconds to wait for a terminal that takes no output
CRASHED = 2
SMALLEST = (60, 15)  # columns and rows below which there is no room for anything
SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name))

# Undoes whatever Textual 8.2.8 turns on (its linux_driver): synchronised output, kitty keys, mouse modes, focus
# reports, bracketed paste, in-band resize, no line wrap, attributes, alternate screen, hidden cursor.
RESTORE = (
    "\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l\x1b[?2004l"
    "\x1b[?2048l\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)


def is_dumb(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the terminal understands no escape sequences: TERM is missing, `dumb` or `unknown`."""
    environ = os.environ if environ is None else environ
    return environ.get("TERM", "") in {"", "dumb", "unknown"}


def is_interactive(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the explorer can open here: keys and screen are a terminal's (Textual draws on standard error)."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return not is_dumb(environ) and all(stream is not None and stream.isatty() for stream in streams)


def is_too_small(columns: int, rows: int) -> bool:
    """Whether nothing useful can be shown in this many columns and rows."""
    return columns < SMALLEST[0] or rows < SMALLEST[1]


def run(app: App[Any], log: Path) -> int:
    """Run the app and return the exit code: its own, 2 after a crash, 128 + the signal's number after a signal.

    A crash is written to `log` in full and told on standard error in two lines. Call it in the main thread.
    """
    guard = _Guard(app)
    guard.install()
    try:
        app.run()
    except Exception as error:  # noqa: BLE001 - the last place where anything can be caught; it is logged and told
        guard.crashed = guard.crashed or error
        _write(RESTORE)
    finally:
        guard.remove()
    if guard.crashed is not None:
        print(crash_message(guard.crashed, log), file=sys.stderr)
        return CRASHED
    if guard.signal:
        return 128 + guard.signal
    return app.return_code or 0


class _Guard:
    """The signal handlers and crash hook of one run."""

    def __init__(self, app: App[Any]) -> None:
        self.app = app
        self.signal = 0
        self.crashed: Exception | None = None
        self._handlers: dict[int, Any] = {}
        self._tty = sys.__stdin__.fileno() if sys.__stdin__ is not None and sys.__stdin__.isatty() else -1
        self._modes = termios.tcgetattr(self._tty) if self._tty >= 0 else None
        self._last_resort: threading.Timer | None = None

    def install(self) -> None:
        """Take the signals and the app's way of reporting a crash."""
        for number in SIGNALS:
            self._handlers[number] = signal.signal(number, self._on_signal)
        setattr(self.app, "_handle_exception", self._on_crash)  # noqa: B010 - a method of this one app, on purpose

    def remove(self) -> None:
        """Give the signals back."""
        if self._last_resort is not None:
            self._last_resort.cancel()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _on_crash(self, error: Exception) -> None:
        """Note the first error and end the app; Textual would render a traceback with the values of variables."""
        if self.crashed is None:
            self.crashed = error
        self.app._exception = self.app._exception or error
        self.app._exception_event.set()
        self.app._return_code = CRASHED
        self.app._close_messages_no_wait()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        again, self.signal = bool(self.signal), number
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # not started yet, or ended already
            again = True
        if again:
            self._leave_now()
        self._last_resort = threading.Timer(GRACE, self._leave_now)
        self._last_resort.daemon = True
        self._last_resort.start()
        loop.call_soon_threadsafe(lambda: self.app.exit(return_code=128 + number))

    def _leave_now(self) -> None:
        """Restore the terminal without the app's help, and end."""
        _write(RESTORE)
        if self._modes is not None:
            with contextlib.suppress(termios.error):  # the terminal is gone: nothing is left to restore
                termios.tcsetattr(self._tty, termios.TCSANOW, self._modes)
        os._exit(128 + self.signal)


def _write(text: str) -> None:
    """Write to the terminal past all buffers, if it is still there."""
    stream = sys.__stderr__
    if stream is None or not stream.isatty():
        return
    with contextlib.suppress(OSError):  # hung up: nobody is left to read it
        if select.select([], [stream.fileno()], [], PATIENCE)[1]:  # output may be held (Ctrl-S, a dead connection)
            os.write(stream.fileno(), text.encode())


def crash_message(error: Exception, log: Path) -> str:
    """What is printed after the end: a remediable error as it is, any other with the place of its details."""
    if isinstance(error, SourcebookError):
        return "\n".join(
            clean(line) for line in (f"sourcebook: {error.title}: {error.message}", f"  {error.hint}") if line.strip()
        )
    kind = clean(f"{type(error).__name__}: {error}")[:200]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n")
            file.writelines(traceback.format_exception(error))
            file.write("\n")
    except OSError as trouble:
        place = f"The details could not be written to {log} ({trouble.strerror})."
    else:
        place = f"The details are in {log}; please send them along with a report."
    return f"sourcebook: Sourcebook had to stop: {kind}\n  Your documents and your own work are untouched. {place}"
