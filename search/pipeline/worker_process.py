"""`Work`: the handle on a worker process that brings a library up to date while the explorer is used."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from search.errors import StorageError
from search.model import Progress
from search.paths import child_environment

if TYPE_CHECKING:
    from search.workspace import LibrarySpec

LOG = "worker.log"
MAX_LOG_BYTES = 1_000_000  # a longer log is begun anew
GRACE = 1.5  # seconds between asking the worker to stop and killing it, where there is no hurry


class Work:
    """A running `python -m search.worker`. It ends by itself when done, when stopped, and when this process dies."""

    def __init__(self, spec: LibrarySpec, folder: Path, on_progress: Callable[[Progress], None]) -> None:
        self.log = folder / LOG
        self._report = on_progress
        self._stopped = False
        self._lock = threading.Lock()
        try:
            with self._open_log() as log:
                # -P: nothing is imported from the current folder, which may be the corpus. Its own session: the
                # terminal's Ctrl+C is the explorer's to handle; the pipe on stdin tells the worker when we are gone.
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "search.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=folder,
                    env=child_environment(),
                    start_new_session=True,
                    encoding="utf-8",
                )
        except OSError as error:
            raise StorageError(
                "Cannot start the analysis", f"{sys.executable}: {error.strerror}.", "Is the system out of resources?"
            ) from error
        self._send(spec.to_json() + "\n")
        self._reader = threading.Thread(target=self._listen, name="sourcebook-work", daemon=True)
        self._reader.start()

    def _open_log(self) -> IO[bytes]:
        size = self.log.stat().st_size if self.log.exists() else 0
        return self.log.open("wb" if size > MAX_LOG_BYTES else "ab")

    def _send(self, line: str) -> None:
        """Give the worker its line; one that is dead already is reported by `_listen`."""
        stdin = self._process.stdin
        if stdin is not None:
            try:
                stdin.write(line)
                stdin.flush()
            except BrokenPipeError:
                self._process.poll()

    @property
    def running(self) -> bool:
        """Whether the worker is alive."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def wait(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds for the end and the last event's callback; whether it came."""
        self._reader.join(timeout)
        return not self._reader.is_alive()

    def stop(self, grace: float = GRACE) -> None:
        """Ask the worker to end after the document in hand; after `grace` seconds end it. Harmless when done twice."""
        with self._lock:
            self._stopped = True
            process = self._process
            self._let_go()
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(grace)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _let_go(self) -> None:
        """Close the pipe that tells the worker that somebody wants its work."""
        stdin = self._process.stdin
        if stdin is not None and not stdin.closed:
            with suppress(BrokenPipeError):
                stdin.close()

    def _listen(self) -> None:
        """Hand on every event; tell of a worker that died without a last word."""
        last = Progress("reading")
        ended = False
        stdout = self._process.stdout
        if stdout is not None:
            with stdout:
                for line in stdout:
                    last = _progress(line) or last
                    ended = ended or last.stage == "done" or bool(last.error)
                    if not self._stopped:
                        self._report(last)
        code = self._process.wait()
        self._let_go()
        if not ended and not self._stopped:
            how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
            error = f"The analysis stopped: its process {how}. What was finished is kept; details in {self.log}"
            self._report(Progress(last.stage, last.done, last.total, error=error))


def _progress(line: str) -> Progress | None:
    """An event from the worker's line; None for anything else."""
    try:
        data = json.loads(line)
        return Progress(**data)
    except (ValueError, TypeError):
        return None
