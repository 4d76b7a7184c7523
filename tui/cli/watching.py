"""`sourcebook index --watch`: what changes in a folder is read and told, a line a file, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import TYPE_CHECKING

from search.errors import CancelledError, SourcebookError
from tui.cli.library import progress_shown, stop_asked
from tui.cli.output import clean, is_rich, line, note, print_json
from tui.session.patience import Patience
from tui.wording import changes_words

if TYPE_CHECKING:
    from search import Library
    from search.model import FileChange, FolderNews

ENDING = (signal.SIGINT, signal.SIGTERM)


def watch(opened: Library, *, as_json: bool) -> None:
    """Read what changes in the folder, and print it, until Ctrl-C; trouble is said, and it goes on."""
    said: SimpleQueue[FolderNews | None] = SimpleQueue()
    with stop_asked(ENDING, lambda: said.put(None)) as asked:
        watching = opened.watch(said.put)
        try:
            Watcher(opened, said, asked, as_json).run()
        finally:
            watching.stop()


class Watcher:
    """Reads at once what has changed, then goes on with the analysis, which further changes interrupt.

    `said` holds what has been told of the folder and is not yet dealt with; None is put there to end.
    """

    def __init__(
        self, opened: Library, said: SimpleQueue[FolderNews | None], asked: Callable[[], bool], as_json: bool
    ) -> None:
        self._opened = opened
        self._said = said
        self._asked = asked
        self._as_json = as_json
        self._patience = Patience()
        self._unfinished = False  # an analysis was interrupted

    def run(self) -> None:
        """Until `asked`."""
        while not self._asked():
            news = self._said.get()
            if news is None:
                continue
            if news.note:
                note(news.note)
            if news.begun or news.changes or self._unfinished:
                self._deal_with(news)

    def _deal_with(self, news: FolderNews) -> None:
        opened = self._opened
        try:
            if news.begun and not opened.changed():
                return
            with progress_shown() as show:
                try:
                    opened.update(show, analyse=False, cancelled=self._asked)
                finally:
                    self._print(news.changes)
                self._patience.begun()
                opened.update(show, analyse=True, cancelled=self._interrupted)
            self._patience.ended()
            self._unfinished = False
        except CancelledError:
            self._patience.interrupted()
            self._unfinished = True  # what is waiting begins it again
        except SourcebookError as error:
            note(" ".join(part for part in (f"{error.title}: {error.message}", error.hint) if part))

    def _interrupted(self) -> bool:
        return self._asked() or (not self._said.empty() and not self._patience.left())

    def _print(self, changes: Sequence[FileChange]) -> None:
        """A line for each file."""
        problems = {problem.doc: problem.message for problem in self._opened.problems() if problem.doc}
        for change in changes:
            problem = problems.get(change.doc) if change.kind != "gone" else None
            if self._as_json:
                print_json({"change": change.kind, "doc": change.doc, "problem": problem}, on_one_line=True)
            elif is_rich():
                print(clean(": ".join(part for part in (changes_words((change,)), problem) if part)))
            else:
                line(*(part for part in (change.kind, change.doc, problem) if part))
        sys.stdout.flush()
