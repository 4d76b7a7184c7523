"""Files read ahead of who wants them, by several reader processes at once, and handed on in their order.

A file is handed on document by document, so that a box of a hundred thousand messages never lies in memory whole.
Plain text takes less time than the way to another thread: it is read when it is wanted. Scans, which take seconds a
page, come after everything else; archives, which may hold some, after single files.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from search.corpus.readers import holds_many
from search.corpus.readers.isolation.process import ReaderProcess, is_read_here
from search.corpus.readers.recognition import Postponed

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus, Loaded
    from search.corpus.scan import FileStat
    from search.model import Unread

WORKERS = min(3, os.cpu_count() or 1)
AHEAD = 4  # files a worker
DOCUMENTS = 16  # of a file that wait to be taken
PATIENCE = 2.0  # seconds that are waited for a file before whoever wants it is told


class ReadAhead:
    """The documents of `files`, file by file. A context manager: what is still being read at its end is given up.

    `meanwhile` is called every two seconds while the next file is waited for: a scan may take minutes. What is worth
    doing before that can be done there; what it raises is raised to who asks for the file.
    """

    def __init__(
        self,
        corpus: Corpus,
        files: Sequence[FileStat],
        workers: int = WORKERS,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self._corpus = corpus
        self._files = sorted(files, key=lambda file: holds_many(file.id))
        self._most = workers
        self._meanwhile = meanwhile
        self._waiting: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._workers: list[_Worker] = []

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.give_up()
        for _ in self._workers:
            self._waiting.put(None)
        for worker in self._workers:
            worker.join()

    def __iter__(self) -> Iterator[tuple[FileStat, Iterator[Loaded | Unread]]]:
        """Each file with its documents; these are to be taken before the next file is asked for."""
        later: list[FileStat] = []
        yield from self._read(self._files, later)
        if later:
            self._meanwhile()
        yield from self._read(later, None)

    def _read(
        self, files: Sequence[FileStat], later: list[FileStat] | None
    ) -> Iterator[tuple[FileStat, Iterator[Loaded | Unread]]]:
        """The files; those that take long are put into `later`, where there is one."""
        begun: deque[_Task | FileStat] = deque()
        left = iter(files)
        while True:
            while len(begun) < AHEAD * self._most and (file := next(left, None)) is not None:
                begun.append(file if is_read_here(file.id) else self._begin(file, later is not None))
            if not begun:
                return
            first = begun.popleft()
            if isinstance(first, _Task):
                while not first.is_begun(PATIENCE):
                    self._meanwhile()
                if first.is_postponed() and later is not None:
                    later.append(first.file)
                else:
                    yield first.file, first.documents()
            else:
                yield first, self._corpus.documents_in(first)

    def _begin(self, file: FileStat, postpone: bool) -> _Task:
        if len(self._workers) < self._most:
            self._workers.append(_Worker(self._corpus, self._waiting))
        task = _Task(file, postpone)
        self._waiting.put(task)
        return task


class _Task:
    """A file that is read by a worker; its documents as they come."""

    def __init__(self, file: FileStat, postpone: bool) -> None:
        self.file, self.postpone = file, postpone
        self.found: queue.Queue[Loaded | Unread | BaseException | None] = queue.Queue(DOCUMENTS)
        self._first: list[Loaded | Unread | BaseException | None] = []

    def is_begun(self, seconds: float) -> bool:
        """Whether there is something of it, at the latest after some seconds."""
        if not self._first:
            with suppress(queue.Empty):
                self._first.append(self.found.get(timeout=seconds))
        return bool(self._first)

    def is_postponed(self) -> bool:
        """Whether it is to be read later: what is known once it is begun."""
        return isinstance(self._first[0], Postponed)

    def documents(self) -> Iterator[Loaded | Unread]:
        """The documents; raises what the worker met."""
        while (one := self._first.pop() if self._first else self.found.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one


class _Worker(threading.Thread):
    """Reads files, one after the other, with a process of its own."""

    def __init__(self, corpus: Corpus, waiting: queue.SimpleQueue[_Task | None]) -> None:
        super().__init__(name="sourcebook-reader", daemon=True)
        self._corpus, self._waiting = corpus, waiting
        self._process = ReaderProcess()
        self._given_up = threading.Event()
        self.start()

    def run(self) -> None:
        """Read until there is nothing more."""
        try:
            while (task := self._waiting.get()) is not None and not self._given_up.is_set():
                self._read(task)
        finally:
            self._process.close()

    def _read(self, task: _Task) -> None:
        last: BaseException | None = None
        try:
            for one in self._corpus.documents_in(task.file, self._process, task.postpone):
                if not self._put(task, one):
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised where the documents are wanted
            last = error
        if last is None or self._put(task, last):
            self._put(task, None)

    def _put(self, task: _Task, one: Loaded | Unread | BaseException | None) -> bool:
        """Hand one on as soon as there is room; False where nobody wants it any more."""
        while not self._given_up.is_set():
            try:
                task.found.put(one, timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def give_up(self) -> None:
        """Stop after what is in hand; a file that is being read is let go."""
        self._given_up.set()
        self._process.kill()
