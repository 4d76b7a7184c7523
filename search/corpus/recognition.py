"""Letters in pictures of pages, by tesseract, where that is installed: a program of its own, one run a picture.

Nothing from a document reaches the program but pixels, under a header that is made here, and nothing of it is taken
but the table of words that it prints. It is found once a process.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock, Thread, Timer

from search.corpus.readers.recognition import LACKING, Lack, Picture
from search.text.sanitise import sanitise_line

PROGRAM = "tesseract"
USUAL = "eng"
PAGE_SECONDS = 90  # a page of dense print takes some 5 on a slow core
FILE_SECONDS = 3600  # of all pictures of a file, an archive with its members
MAX_TABLE = 8 << 20  # bytes printed of a page; a page of a newspaper comes to 300 KB
_ASK_SECONDS = 10
_DOUBTFUL = 65.0  # per cent: below it, a page may lie on its side
_NICE = 10  # whoever reads what is there already comes first
_AT_ONCE = os.cpu_count() or 1
_HANDED_ON = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
_VERSION = re.compile(r"tesseract v?(\d[\w.-]{0,30})")


@dataclass(frozen=True, slots=True)
class Program:
    """The program: where it lies, its version, and the languages whose data are installed ("eng", "osd" …)."""

    path: str
    version: str
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it is told to people."""
        return f"{PROGRAM} {self.version}"


def is_installed() -> bool:
    """Whether the program is on the path; it is not run."""
    return shutil.which(PROGRAM) is not None


def found() -> Program | Lack:
    """The program, or why there is none."""
    path = shutil.which(PROGRAM)
    return LACKING if path is None else _at(path)


@cache
def _at(path: str) -> Program | Lack:
    versions, languages = (_printed([path, option]) for option in ("--version", "--list-langs"))
    match = _VERSION.match(versions or "")
    if match is None:
        return Lack("Nothing recognised", f"{sanitise_line(path)} --version should name its version: install it anew.")
    known = (line.strip() for line in (languages or "").splitlines()[1:])
    return Program(path, match[1], tuple(name for name in known if re.fullmatch(r"[\w/]{2,40}", name)))


def begun(languages: str, until: float) -> Run | Lack:
    """A run over the pictures of a document, or why there can be none; `until` is when it ends (monotonic clock)."""
    program = found()
    if isinstance(program, Lack):
        return program
    languages = languages or USUAL
    missing = [name for name in languages.split("+") if name not in program.languages]
    if missing:
        package = missing[0].rpartition("/")[2].replace("_", "-").lower()
        has = ", ".join(program.languages) or "none"
        why = f"{program.name} has no data for {', '.join(missing)} (it has {has})"
        return Lack("Language not installed", f"{why}: apt-get install tesseract-ocr-{package}, then reindex.")
    return Run(program, languages, until)


class Run:
    """The pictures of one document, several recognised at once."""

    def __init__(self, program: Program, languages: str, until: float) -> None:
        self.name = program.name
        self._command = [program.path, "stdin", "stdout", "-l", languages, "-c", "tessedit_create_tsv=1"]
        self._turns = "osd" in program.languages
        self._pages: list[Future[str]] = []
        self._until = until
        self._given_up = False

    def add(self, picture: Picture) -> None:
        """Begin with one more; waits while many are in hand."""
        self._pages.append(_pool().submit(self._page, picture))
        if len(self._pages) > 2 * _AT_ONCE:
            self._pages[-2 * _AT_ONCE - 1].result()

    def words(self) -> list[str]:
        """The tables of words of all pictures since the last time, in their order; "" for one that came to nothing."""
        pages, self._pages = self._pages, []
        return [page.result() for page in pages]

    def give_up(self) -> None:
        """Nobody waits for the words any more."""
        self._given_up = True
        _RUNNING.end(self)

    def _page(self, picture: Picture) -> str:
        table = self._recognised(picture)
        if self._turns and _sure(table) < _DOUBTFUL and (degrees := self._turned_by(picture)):
            other = self._recognised(_turned(picture, degrees))
            return other if _sure(other) > _sure(table) else table
        return table

    def _recognised(self, picture: Picture) -> str:
        return self._printed(picture, *self._command, "--dpi", str(picture.resolution))

    def _turned_by(self, picture: Picture) -> int:
        """By how many degrees, clockwise, a page that lies on its side or head is to be turned."""
        said = self._printed(picture, self._command[0], "stdin", "stdout", "-l", "osd", "--psm", "0")
        match = re.search(r"^Rotate: (90|180|270)$", said, re.MULTILINE)
        return int(match[1]) if match else 0

    def _printed(self, picture: Picture, *command: str) -> str:
        left = self._until - time.monotonic()
        if self._given_up or left <= 0:
            return ""
        header = f"P5\n{picture.width} {picture.height}\n255\n".encode()
        return _printed(command, header + picture.pixels, min(left, PAGE_SECONDS), self) or ""


_SURE = re.compile(r"^5\t.*\t(\d{1,3}(?:\.\d{1,9})?)\t[^\t\n]*$", re.MULTILINE)
_LINE = re.compile(r"^4(?:\t\d{1,9}){7}\t(\d{1,9})\t(\d{1,9})\t-1\t", re.MULTILINE)


def _sure(table: str) -> float:
    """How sure the words of a table are on average, in per cent; 0 without any, and where lines run up the page."""
    shares = [float(share) for share in _SURE.findall(table)]
    lines = [(int(width), int(height)) for width, height in _LINE.findall(table)]
    upright = sum(width > height for width, height in lines)
    return sum(shares) / len(shares) if shares and 2 * upright >= len(lines) else 0.0


def _turned(picture: Picture, degrees: int) -> Picture:
    """A picture turned clockwise by 90, 180 or 270 degrees."""
    width, height, pixels = picture.width, picture.height, picture.pixels
    if degrees == 180:
        return replace(picture, pixels=pixels[::-1])
    if degrees == 90:
        columns = (pixels[(height - 1) * width + at :: -width] for at in range(width))
    else:
        columns = (pixels[at::width] for at in range(width - 1, -1, -1))
    return replace(picture, width=height, height=width, pixels=b"".join(columns))


@cache
def _pool() -> ThreadPoolExecutor:
    """As many at once as there are cores, whoever asks."""
    return ThreadPoolExecutor(_AT_ONCE, "sourcebook-letters")


class _Running:
    """The programs that run, by the run that they belong to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: dict[subprocess.Popen[bytes], Run | None] = {}

    def add(self, child: subprocess.Popen[bytes], run: Run | None) -> None:
        """One has begun."""
        with self._lock:
            self._of[child] = run

    def remove(self, child: subprocess.Popen[bytes]) -> None:
        """One has ended."""
        with self._lock:
            del self._of[child]

    def end(self, run: Run) -> None:
        """End those of a run."""
        with self._lock:
            for child, other in self._of.items():
                if other is run:
                    _kill(child)


_RUNNING = _Running()


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a program with what it has begun."""
    with suppress(ProcessLookupError, PermissionError):
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)


def _printed(
    command: Sequence[str], given: bytes = b"", seconds: float = _ASK_SECONDS, run: Run | None = None
) -> str | None:
    """What a program prints, given bytes; None where it fails, takes too long or prints too much."""
    environment = {name: value for name in _HANDED_ON if (value := os.environ.get(name))}
    environment |= {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}  # pages side by side are faster than threads on one
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            start_new_session=True,
        )
    except OSError:
        return None
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, child.pid, _NICE)
    _RUNNING.add(child, run)
    timer = Timer(seconds, _kill, [child])
    timer.daemon = True
    timer.start()
    feeder = Thread(target=_feed, args=(child, given), daemon=True)
    feeder.start()
    try:
        assert child.stdout is not None
        with child.stdout:
            out = child.stdout.read(MAX_TABLE + 1)
        if len(out) > MAX_TABLE:
            _kill(child)
        code = child.wait()
    finally:
        _RUNNING.remove(child)
        timer.cancel()
        feeder.join(1)
    return out.decode("utf-8", "replace") if code == 0 and len(out) <= MAX_TABLE else None


def _feed(child: subprocess.Popen[bytes], given: bytes) -> None:
    assert child.stdin is not None
    with suppress(OSError), child.stdin:
        child.stdin.write(given)
