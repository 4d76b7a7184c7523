"""Files read ahead of who wants them, by several reader processes at once, and handed on in their order.

A file is handed on document by document, so that a box of a hundred thousand messages never lies in memory whole.
Plain text takes less time than the way to another thread: it is read when it is wanted.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from search.corpus.readers.isolation.process import ReaderProcess, is_read_here

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus, Loaded
    from search.corpus.scan import FileStat
    from search.model import Unread

WORKERS = min(3, os.cpu_count() or 1)
AHEAD = 4  # files a worker
DOCUMENTS = 16  # of a file that wait to be taken


class ReadAhead:
    """The documents of `files`, file by file. A context manager: what is still being read at its end is given up."""

    def __init__(self, corpus: Corpus, files: Sequence[FileStat], workers: int = WORKERS) -> None:
        self._corpus = corpus
        self._files = files
        self._most = workers
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
        begun: deque[_Task | FileStat] = deque()
        left = iter(self._files)
        while True:
            while len(begun) < AHEAD * self._most and (file := next(left, None)) is not None:
                begun.append(file if is_read_here(file.id) else self._begin(file))
            if not begun:
                return
            first = begun.popleft()
            if isinstance(first, _Task):
                yield first.file, first.documents()
            else:
                yield first, self._corpus.documents_in(first)

    def _begin(self, file: FileStat) -> _Task:
        if len(self._workers) < self._most:
            self._workers.append(_Worker(self._corpus, self._waiting))
        task = _Task(file)
        self._waiting.put(task)
        return task


class _Task:
    """A file that is read by a worker; its documents as they come."""

    def __init__(self, file: FileStat) -> None:
        self.file = file
        self.found: queue.Queue[Loaded | Unread | BaseException | None] = queue.Queue(DOCUMENTS)

    def documents(self) -> Iterator[Loaded | Unread]:
        """The documents; raises what the worker met."""
        while (one := self.found.get()) is not None:
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
            for one in self._corpus.documents_in(task.file, self._process):
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
