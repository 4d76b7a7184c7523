"""A program in a real pseudo-terminal: keys in, an emulated screen out, every byte counted.

    with Terminal([sys.executable, "-m", "tui", "demo"]) as terminal:
        terminal.wait_for("Results")
        assert terminal.cost("down") <= 400

Nothing sleeps blindly: every wait polls for what it waits for and fails with the screen it saw instead.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

PATIENCE = 30.0  # seconds before a wait gives up; generous, since tests share the machine
CSI_KEYS = {
    "up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H", "shift+tab": "Z",
    "insert": "2~", "delete": "3~", "pageup": "5~", "pagedown": "6~",
}  # fmt: skip
PLAIN_KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f"}

# Sequences that the emulator does not know and would print: prefixed CSI, device strings, mode requests.
_UNKNOWN = re.compile(
    r"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"  # kitty keyboard and the like
    r"|\x1b\[\??[0-9;]*\$[a-z]"  # DECRQM and its kin
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[PX^_\]][^\x07\x1b]*\x1b?)?\Z")
_MODE_REQUEST = re.compile(r"\x1b\[\?(\d+)\$p")
_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


def key_bytes(key: str) -> bytes:
    """What a terminal sends for a key: a name ("down", "ctrl+d"), or a character."""
    if key in PLAIN_KEYS:
        return PLAIN_KEYS[key].encode()
    if key in CSI_KEYS:
        return b"\x1b[" + CSI_KEYS[key].encode()
    if match := re.fullmatch(r"ctrl\+([a-z])", key):
        return bytes([ord(match[1]) - ord("a") + 1])
    if len(key) == 1:
        return key.encode()
    raise ValueError(f"no such key: {key}")


class Terminal:
    """A child process on a pseudo-terminal of its own, leader of its session as under a real terminal."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        term: str = "xterm-256color",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.environ = {
            **self.inherited(),
            "TERM": term,
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **(environ or {}),
        }
        self.screen = pyte.Screen(columns, rows)
        self.raw = bytearray()
        self.ended = False
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self.master, slave = pty.openpty()
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(slave)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            list(command), stdin=slave, stdout=slave, stderr=slave, env=self.environ, cwd=folder,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        self._slave = slave  # kept open so that the modes can be read after the child has ended

    @staticmethod
    def inherited() -> dict[str, str]:
        """What of our own environment a program under test gets."""
        kept = ("PATH", "HOME", "USER", "PYTHONPATH")
        return {name: value for name, value in os.environ.items() if name in kept or name.startswith("XDG_")}

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- in and out ----------------------------------------------------------------------------------------------

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Change the window; the kernel tells the program."""
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)

    def send(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            os.write(self.master, key_bytes(key))

    def type(self, text: str) -> None:
        """Type characters in one go."""
        os.write(self.master, text.encode())

    def click(self, column: int, row: int, *, button: int = 0) -> None:
        """Press and release a mouse button (0 left, 64 wheel up, 65 wheel down) on a cell, counted from 0."""
        place = f"{column + 1};{row + 1}"
        wheel = button >= 64
        os.write(self.master, f"\x1b[<{button};{place}M{'' if wheel else f'{chr(27)}[<{button};{place}m'}".encode())

    def read(self, seconds: float = 0.02) -> int:
        """Take what has come within `seconds`, answer mode requests as a modern terminal, return the bytes."""
        if self.ended or not select.select([self.master], [], [], seconds)[0]:
            return 0
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # Linux: no writer is left
            self.ended = True
            return 0
        self.raw += data
        self._take(data)
        return len(data)

    def _take(self, data: bytes) -> None:
        text = self._rest + self._decoder.decode(data)
        cut = _UNFINISHED.search(text)
        text, self._rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
        for mode in _MODE_REQUEST.findall(text):
            # Synchronised output is known and off; anything else is not known.
            os.write(self.master, f"\x1b[?{mode};{2 if mode == '2026' else 0}$y".encode())
        self._stream.feed(_UNKNOWN.sub("", text))

    def time_to(self, *signs: bytes, seconds: float = PATIENCE) -> float:
        """Milliseconds from the start of the program until all these bytes have come, in any order.

        Nothing is emulated meanwhile, so that the emulator's own time, longer for a fuller screen, is not counted.
        """
        pending = bytearray()
        answered = False
        end = self.started + seconds
        while not all(sign in self.raw for sign in signs):
            if time.perf_counter() > end:
                raise AssertionError(f"{signs!r} did not all come within {seconds:g} s")
            if select.select([self.master], [], [], 0.05)[0]:
                data = os.read(self.master, 1 << 16)
                self.raw += data
                pending += data
                if not answered and b"\x1b[?2026$p" in pending:
                    os.write(self.master, b"\x1b[?2026;2$y")
                    answered = True
        taken = (time.perf_counter() - self.started) * 1000
        self._take(bytes(pending).replace(b"\x1b[?2026$p", b""))
        return taken

    # ---- waiting -------------------------------------------------------------------------------------------------

    def wait_until(self, ready: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Read until `ready()`; AssertionError with the screen if it never is."""
        end = time.perf_counter() + seconds
        while not ready():
            finished = self.process.poll() is not None and not self.read(0)
            if finished and not ready():
                raise AssertionError(f"ended with {self.process.returncode} before {what}:\n{self.text}")
            if time.perf_counter() > end:
                raise AssertionError(f"no {what} within {seconds:g} s:\n{self.text}")
            self.read()

    def wait_for(self, text: str, seconds: float = PATIENCE) -> None:
        """Read until the text is on the screen."""
        self.wait_until(lambda: text in self.text, repr(text), seconds)

    def wait_gone(self, text: str, seconds: float = PATIENCE) -> None:
        """Read until the text is no longer on the screen."""
        self.wait_until(lambda: text not in self.text, f"end of {text!r}", seconds)

    def settle(self, quiet: float = 0.3, seconds: float = PATIENCE) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.perf_counter() + seconds
        last = time.perf_counter()
        while time.perf_counter() - last < quiet:
            if self.read():
                last = time.perf_counter()
            if time.perf_counter() > end:
                raise AssertionError(f"still writing after {seconds:g} s:\n{self.text}")

    def cost(self, *keys: str, quiet: float = 0.3) -> int:
        """Bytes that keys make the program send, from one settled screen to the next."""
        self.settle(quiet)
        before = len(self.raw)
        self.send(*keys)
        self.settle(quiet)
        return len(self.raw) - before

    def idle(self, seconds: float) -> int:
        """Bytes sent within `seconds` while nobody touches a key."""
        before = len(self.raw)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.read()
        return len(self.raw) - before

    def wait_exit(self, seconds: float = PATIENCE) -> int:
        """Read until the program has ended; returns its exit code (negative: the signal that killed it)."""
        end = time.perf_counter() + seconds
        while self.process.poll() is None:
            if time.perf_counter() > end:
                raise AssertionError(f"still running after {seconds:g} s:\n{self.text}")
            self.read()
        while self.read(0.05):
            pass
        return self.process.returncode

    # ---- looking -------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The screen's lines without trailing blanks."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def find(self, text: str) -> tuple[int, int]:
        """Column and row of a text on the screen; AssertionError if it is not there."""
        for row, line in enumerate(self.lines):
            if text in line:
                return line.index(text), row
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def cell(self, column: int, row: int) -> Any:
        """The emulator's cell: data, fg, bg, bold, italics, underscore, reverse."""
        return self.screen.buffer[row][column]

    @property
    def modes(self) -> list[Any]:
        """The terminal's modes now (termios)."""
        return termios.tcgetattr(self._slave)

    @property
    def clipboard(self) -> list[bytes]:
        """What was sent for the clipboard by OSC 52, base64."""
        return [match[1] for match in _CLIPBOARD.finditer(bytes(self.raw))]

    def colours_sent(self) -> list[str]:
        """Every SGR parameter list sent that sets a colour, the default ones included."""
        found = []
        for match in _SGR.finditer(bytes(self.raw)):
            numbers = [int(part) if part else 0 for part in re.split(rb"[;:]", match[1])]
            if any(30 <= n <= 49 or 90 <= n <= 107 for n in numbers):
                found.append(match[1].decode())
        return found

    def left_on(self) -> list[str]:
        """What is still turned on in the terminal that was off before: modes set last with h, and stty changes."""
        last: dict[str, str] = {}
        for match in re.finditer(rb"\x1b\[\?([0-9;]+)([hl])", bytes(self.raw)):
            for mode in match[1].decode().split(";"):
                last[mode] = match[2].decode()
        usual = {"25": "h", "7": "h"}  # cursor shown and lines wrapped: on in every terminal
        wrong = [f"?{mode}{state}" for mode, state in last.items() if state != usual.get(mode, "l")]
        if self.raw.count(b"\x1b[<u") < self.raw.count(b"\x1b[>"):
            wrong.append("kitty keyboard")
        if self.modes != self.modes_before:
            wrong.append("stty")
        return wrong

    # ---- ending --------------------------------------------------------------------------------------------------

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program itself."""
        os.kill(self.process.pid, number)

    def close(self) -> None:
        """End the program and its session, whatever it is doing."""
        for number in (signal.SIGHUP, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            os.killpg(self.process.pid, number)
            end = time.perf_counter() + 5
            while self.process.poll() is None and time.perf_counter() < end:
                self.read(0.05)
        for descriptor in (self._slave, self.master):
            os.close(descriptor)
