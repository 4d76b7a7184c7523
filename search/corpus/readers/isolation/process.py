"""Files read in a process of their own: one that ends or hangs its reader ends nothing else.

Plain text and Markdown are read here, everything else there: native code aborts on some files, and a file chooses how
much memory and time its reader takes; no exception tells of that. The process is kept for the files that follow and
begun anew after one that broke it. What comes back is JSON, a line a document, never a pickle: a process that a file
has taken over must not take over ours.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from search.corpus.readers import Options, Part, Raw, Refusal, reader_for
from search.corpus.readers.isolation.letters import Answerer, Asker
from search.corpus.readers.isolation.sandbox import LAYERS, Layer, Protections, restrict
from search.corpus.readers.parts import guarded, parts_of
from search.corpus.readers.recognition import Postponed, provide
from search.errors import StorageError
from search.model import Problem
from search.paths import child_environment
from search.text.sanitise import sanitise_line

MAX_SECONDS = 120  # a document; the 1,000 pages of a report take some four
MAX_MEMORY = 2 << 30  # bytes of address space
MAX_REPLY = 256 << 20  # bytes of one document as JSON
MAX_REPLIES = 1 << 30  # bytes of all documents of a file
ENTRY = "search.corpus.readers.isolation.process"
"""The module that is run in the process."""
_END, _LATER = b"{}\n", b'{"later": true}\n'  # the last line of an answer
_HERE = (".txt", ".text", ".md", ".markdown")  # what is read here: it takes no library, and linear time
_REMEDY = "Open it in a viewer and save or print it as a new file, or take it out of the folder."


def is_read_here(name: str) -> bool:
    """Whether a file of this name is read in this process, as long as it holds what its ending says."""
    return name[name.rfind(".") :].lower() in _HERE


def read_parts(place: str, data: bytes, options: Options, process: ReaderProcess | None = None) -> Iterator[Part]:
    """The documents of a file, and what of it is none; `place` is where it lies."""
    reader = reader_for(place) if is_read_here(place) else None
    if reader is not None:
        found = list(guarded(reader, place, data, options))
        if all(isinstance(part.found, Raw) for part in found):
            yield from found
            return
        # What is no text may be something else, whatever its ending says.
    yield from (process or PROCESS).parts(place, data, options)


class ReaderProcess:
    """The process that reads, one file at a time; begun when first asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._clock = _Clock()
        self._protections = Protections()
        self._answerer = Answerer()

    def parts(self, place: str, data: bytes, options: Options) -> Iterator[Part]:
        """The documents of a file; where it breaks the process or its bounds, that as the last one's refusal.

        Raises Postponed where `options` ask to leave what takes long for later, and this does.
        """
        name = os.path.basename(place)  # noqa: PTH119 - a name, not a file that is looked at
        with self._lock:
            whole = False
            why = ""
            try:
                for part in self._replies(name, data, options):
                    if isinstance(part, str):
                        why = part
                        break
                    if isinstance(part, Postponed):
                        whole = True
                        raise part
                    yield part
                else:
                    whole = True
            finally:
                if not whole:  # broken, or not asked to its end
                    self.close()
        if why:
            message = f"{sanitise_line(name)} {why}"
            yield Part("", Refusal("unreadable", "Document not readable", message, _REMEDY))

    def _replies(self, name: str, data: bytes, options: Options) -> Iterator[Part | str | Postponed]:
        """The process's answers; last, where it did not come to its end, what became of it, in words after a name."""
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        request = {"name": name, "bytes": len(data), "options": asdict(options), "seconds": MAX_SECONDS}
        size = 0
        self._answerer.begin()
        with self._clock:
            with suppress(BrokenPipeError):
                child.stdin.write(json.dumps(request).encode() + b"\n")
                child.stdin.write(data)
                child.stdin.flush()
            while (line := child.stdout.readline(MAX_REPLY)).endswith(b"\n"):
                self._clock.begin()
                if line == _END:
                    return
                if line == _LATER:
                    yield Postponed()
                    return
                if self._is_answered(child, line):
                    continue
                size += len(line)
                if size > MAX_REPLIES:
                    break
                yield _part_of(json.loads(line))
        if len(line) >= MAX_REPLY or size > MAX_REPLIES:
            yield "comes to more text than is read of a file."
        else:
            code = child.wait()
            late = self._clock.passed or code == -signal.SIGALRM
            broke = f"broke its reader ({f'signal {-code}' if code < 0 else f'exit code {code}'})."
            yield f"was not read within {MAX_SECONDS} seconds." if late else broke

    def _is_answered(self, child: subprocess.Popen[bytes], line: bytes) -> bool:
        """Whether a line is a question, which is answered; a process that asks what none of ours does is ended."""
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            following = self._answerer.hears(line)
            if following is None:
                return False
            pixels = child.stdout.read(following)
            self._clock.pause()
            answer = self._answerer.answer(line, pixels)
            self._clock.begin()
            child.stdin.write(answer)
            child.stdin.flush()
        except (ValueError, TypeError, LookupError):
            child.kill()
        except BrokenPipeError:
            pass  # what became of it is told where the next line is missing
        return True

    def protections(self) -> Protections:
        """What the process has given up. Raises StorageError where none can be begun."""
        with self._lock:
            self._running()
            return self._protections

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, begun where there is none; with fewer protections where it cannot begin with all of them."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        for layers in (LAYERS, tuple(layer for layer in LAYERS if layer in ("limits", "privileges")), ()):
            child = self._begun(layers)
            assert child.stdout is not None
            with self._clock.of(child):
                hello = child.stdout.readline(10_000)
            if hello.endswith(b"\n"):
                held = json.loads(hello)
                self._protections = Protections(held["landlock"], held["seccomp"], tuple(held["limits"]))
                break
            child.kill()
            child.communicate()
        else:
            raise StorageError(
                "Cannot start the reader", f"{sys.executable} ended at once.", "Install Sourcebook anew."
            )
        self._child = child
        return child

    def _begun(self, layers: Sequence[Layer]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", ENTRY, *layers],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what libraries have to say of a file is no message to the reader
                env=child_environment(),
                start_new_session=True,
            )
        except OSError as error:
            message = f"{sys.executable}: {error.strerror}."
            raise StorageError("Cannot start the reader", message, "Is the system out of resources?") from error

    def kill(self) -> None:
        """End the process from another thread: what is being read comes to nothing."""
        child = self._child
        if child is not None:
            child.kill()
        self._answerer.end()

    def close(self) -> None:
        """End the process; the next question begins another."""
        self._answerer.end()
        if self._child is not None:
            self._child.kill()
            with suppress(ValueError, OSError):
                self._child.communicate()
            self._child = None
        self._clock.end()


class _Clock:
    """Kills a process that has not answered in time: native code outlasts a signal, not this.

    A thread looks at the time twice a second while a process is there.
    """

    def __init__(self) -> None:
        self.passed = False
        self._child: subprocess.Popen[bytes] | None = None
        self._until = 0.0  # of the monotonic clock; 0 while nothing is waited for
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def of(self, child: subprocess.Popen[bytes]) -> _Clock:
        """Look after a process from now on."""
        self._child = child
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._look, name="sourcebook-reader-clock", daemon=True)
            self._thread.start()
        return self

    def begin(self) -> None:
        """An answer is waited for, from now."""
        self._until = time.monotonic() + MAX_SECONDS + 0.5

    def pause(self) -> None:
        """No answer is waited for, until the next `begin`."""
        self._until = 0.0

    def end(self) -> None:
        """There is no process to look after."""
        self._ended.set()
        self._thread = self._child = None

    def _look(self) -> None:
        ended = self._ended
        while not ended.wait(0.5):
            child = self._child
            if child is not None and 0 < self._until < time.monotonic():
                self.passed = True
                child.kill()

    def __enter__(self) -> _Clock:
        self.passed = False
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()


PROCESS = ReaderProcess()
"""The reader of this process; ended with it."""

atexit.register(PROCESS.close)


def _part_of(reply: Mapping[str, Any]) -> Part:
    if "refusal" in reply:
        return Part(reply["name"], Refusal(*reply["refusal"]), reply["format"])
    found = reply["raw"]
    raw = Raw(
        **{
            **found,
            "problems": tuple(Problem(**problem) for problem in found["problems"]),
            "furniture": tuple(found["furniture"]),
        }
    )
    return Part(reply["name"], raw, reply["format"])


# ---- in the process ------------------------------------------------------------------------------------------------


def _reply(part: Part) -> dict[str, Any]:
    head = {"name": part.name, "format": part.format}
    if isinstance(part.found, Refusal):
        refusal = part.found
        return {**head, "refusal": [refusal.outcome, refusal.title, refusal.message, refusal.hint]}
    return {**head, "raw": asdict(part.found)}


def _answer(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    asker = Asker(requests, replies)
    provide(asker.ask)
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["bytes"])
        end = _END
        signal.alarm(seconds := request["seconds"])
        asker.seconds = seconds
        try:
            for part in parts_of(request["name"], data, Options(**request["options"])):
                replies.write(json.dumps(_reply(part)).encode() + b"\n")
                replies.flush()
                signal.alarm(seconds)
        except Postponed:
            end = _LATER
        signal.alarm(0)
        replies.write(end)
        replies.flush()


def serve() -> None:
    """Answer requests on standard input until there are no more."""
    # Replies keep standard output for themselves: what a library prints is nobody's.
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever code is running
    gc.set_threshold(100_000, 20, 20)  # a file's trees are many objects and few circles: a tenth of the time
    protections = restrict(memory=MAX_MEMORY, layers=tuple(layer for layer in LAYERS if layer in sys.argv[1:]))
    own.write(json.dumps(asdict(protections)).encode() + b"\n")
    own.flush()
    _answer(sys.stdin.buffer, own)


if __name__ == "__main__":
    serve()
