"""`python -m search.worker`: reads, indexes and analyses one corpus in a process of its own.

The first line of stdin describes the library (`LibrarySpec.to_json`); stdin then stays open for as long as somebody
wants the work: when it closes, or on SIGTERM, the worker ends after the document in hand. Events go to stdout, a JSON
object a line, with the fields of `search.model.Progress`. Everything else that is printed goes to stderr.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from dataclasses import asdict
from types import FrameType
from typing import TextIO

from search.errors import CancelledError, SourcebookError
from search.library import Library
from search.model import Progress
from search.workspace import LibrarySpec

NICENESS = 10  # the explorer is to feel none of it
LINGER = 5.0  # seconds after which a worker that nobody listens to ends, whatever it is doing


class Channel:
    """Events to the parent. A parent that is gone sets `stop`."""

    def __init__(self, out: TextIO, stop: threading.Event) -> None:
        self._out = out
        self._stop = stop
        self.last = Progress("reading")

    def send(self, progress: Progress) -> None:
        """Write one event."""
        self.last = progress
        try:
            self._out.write(json.dumps(asdict(progress), ensure_ascii=True) + "\n")
            self._out.flush()
        except BrokenPipeError:
            self._stop.set()

    def fail(self, error: str) -> None:
        """Write the last event of work that ended in trouble."""
        self.send(Progress(self.last.stage, self.last.done, self.last.total, error=error))


def main() -> int:
    """Do the work that stdin describes; returns the exit code: 0 done or stopped, 1 trouble, which was reported."""
    # Events keep stdout for themselves: whatever a library prints goes to the log.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    stop = threading.Event()

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, terminate)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel(out, stop)
    line = sys.stdin.readline()
    if not line:
        return 0
    threading.Thread(target=_watch, args=(stop,), name="lifeline", daemon=True).start()
    os.nice(NICENESS)
    try:
        spec = LibrarySpec.from_json(line)
        with Library(
            spec.corpus, codebook=spec.codebook, curated=spec.curated, follow_links=spec.follow_links
        ) as library:
            library.update(channel.send, cancelled=stop.is_set)
    except CancelledError:
        return 0
    except SourcebookError as error:
        channel.fail(" ".join(part for part in (f"{error.title}: {error.message}", error.hint) if part))
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence: reported to the explorer, kept in the log
        traceback.print_exc()
        name = f"{type(error).__name__}: {error}"
        channel.fail(f"The analysis failed: {name}. What was finished is kept; details are in worker.log")
        return 1
    return 0


def _watch(stop: threading.Event) -> None:
    """Wait for the end of stdin: then nobody needs this any more."""
    while sys.stdin.readline():
        pass
    stop.set()
    threading.Timer(LINGER, os._exit, (0,)).start()


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the lifeline thread may still be reading
