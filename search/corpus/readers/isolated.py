"""Readers whose libraries are native code, in a process of their own: a file that ends or hangs it ends nothing else.

PDFium aborts on some files and calamine's memory is the file's to choose; no exception tells of that. The process is
kept for the files that follow and begun anew after one that broke it. It has limits of memory and time and may write
no file.
What comes back is JSON, never a pickle: a process that a file has taken over must not take over ours.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import IO, Any, ClassVar

from search.corpus.readers import Raw, Reader
from search.errors import CorpusError
from search.model import Problem
from search.paths import child_environment
from search.text.sanitise import sanitise_line

MAX_SECONDS = 120  # a file; the 1,000 pages of a report take some four
MAX_MEMORY = 2 << 30  # bytes of address space
_REMEDY = "Open it in a viewer and save or print it as a new file, or take it out of the folder."


class _IsolatedReader:
    """A reader that is run in the process beside; `WHERE` are module and class of the one that reads there."""

    WHERE: ClassVar[tuple[str, str]]

    def __init__(self) -> None:
        inner = _reader(*self.WHERE)
        self.name = inner.name
        self.suffixes: Sequence[str] = inner.suffixes

    def read(self, path: Path, data: bytes) -> Raw:
        """What the reader finds. Raises CorpusError as it does, and for a file that breaks it or takes too long."""
        request = {"reader": self.WHERE, "path": str(path), "bytes": len(data), "seconds": MAX_SECONDS}
        reply = _PROCESS.ask(request, data)
        if isinstance(reply, str):
            raise CorpusError("Document not readable", f"{sanitise_line(path.name)} {reply}", _REMEDY)
        if "error" in reply:
            raise CorpusError(*reply["error"])
        return Raw(
            reply["text"],
            reply["meta"],
            meta_origin=reply["meta_origin"],
            encoding=reply["encoding"],
            line_offset=reply["line_offset"],
            heading=reply["heading"],
            problems=tuple(Problem(**problem) for problem in reply["problems"]),
            furniture=tuple(reply["furniture"]),
        )


class Pdf(_IsolatedReader):
    """Reads .pdf by PDFium."""

    WHERE = ("search.corpus.readers.pdf.pdf", "Pdf")


class Xls(_IsolatedReader):
    """Reads .xls by calamine."""

    WHERE = ("search.corpus.readers.office.spreadsheet", "Calamine")


def _reader(module: str, kind: str) -> Reader:
    reader: Reader = getattr(import_module(module), kind)()
    return reader


class _Process:
    """The process that reads, one file at a time; begun when first asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, request: Mapping[str, object], data: bytes) -> dict[str, Any] | str:
        """The process's answer, or what became of it, in words that follow a file's name."""
        with self._lock:
            child = self._running()
            line = _exchanged(child, request, data)
            if line.endswith(b"\n"):
                found: dict[str, Any] = json.loads(line)
                return found
            code = child.wait()
            self.close()
            if code == -signal.SIGALRM:
                return f"was not read within {MAX_SECONDS} seconds."
            return f"broke its reader ({f'signal {-code}' if code < 0 else f'exit code {code}'})."

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "search.corpus.readers.isolated"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what libraries have to say of a file is no message to the reader
                env=child_environment(),
                start_new_session=True,
            )
        return self._child

    def close(self) -> None:
        """End the process; the next question begins another."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


_PROCESS = _Process()
atexit.register(_PROCESS.close)


def _exchanged(child: subprocess.Popen[bytes], request: Mapping[str, object], data: bytes) -> bytes:
    """The line that answers a request; without its end where the process ended first."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.write(data)
        child.stdin.flush()
    return child.stdout.readline()


# ---- in the process ------------------------------------------------------------------------------------------------


def _limit() -> None:
    """Bounds that hold for native code too; a system without one of them goes without."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever code is running
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    module, kind = request["reader"]
    try:
        return asdict(_reader(module, kind).read(Path(request["path"]), data))
    except CorpusError as error:
        return {"error": [error.title, error.message, error.hint]}
    except MemoryError:
        name = sanitise_line(Path(request["path"]).name)
        return {"error": ["Document too large", f"{name} needs more memory than a file may have.", _REMEDY]}


def main(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    _limit()
    while line := requests.readline():
        request = json.loads(line)
        signal.alarm(request["seconds"])
        replies.write(json.dumps(_answer(request, requests.read(request["bytes"]))).encode() + b"\n")
        replies.flush()
        signal.alarm(0)


if __name__ == "__main__":
    # Replies keep standard output for themselves: what a library prints is nobody's.
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.stdin.buffer, own)
