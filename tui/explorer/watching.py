"""The folder while the explorer is open: what has changed there is told in one line and read without a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.explorer.frame import Frame
from tui.explorer.work import WorkCommands
from tui.session.context import CommandGroup, ExplorerContext
from tui.session.patience import Patience
from tui.wording import changes_words

if TYPE_CHECKING:
    from search.model import FolderNews, Progress

AFTER = 0.5  # seconds after the first question: what the screen shows at first comes before
LOOKS = 0.15  # seconds between looks whether files are read: the work tells what it begins, not what it has done


class Watching(CommandGroup):
    """Starts the same work as `R` when files change: never two at once, and reading comes before what analyses."""

    def __init__(self, explorer: ExplorerContext, frame: Frame, work: WorkCommands) -> None:
        super().__init__(explorer)
        self._frame = frame
        self._work = work
        self._patience = Patience()
        self._unread = False  # files have changed, which the work that runs may not have seen
        self._analysing = False  # the work that runs has read what it found
        self._later: Timer | None = None
        self._looks: Timer | None = None

    def begin(self) -> None:
        """Watch, as soon as there is time for it."""
        start = self._frame.host.start_watching
        self._frame.set_timer(AFTER, lambda: self.explorer.fetch("watch", start, lambda _: None))

    # ---- news ----------------------------------------------------------------------------------------------------

    def told(self, news: FolderNews) -> None:
        """Something has changed; or watching has begun, which misses nothing from now on."""
        if news.begun and self._work.going_on:  # it may have looked before the file came that nobody told of
            self._unread = True
            self._read()
        elif news.begun:
            self._work.ask_status(scan=True)
        if news.note:
            self.explorer.trouble("Watching the folder", news.note)
        if news.changes:
            self.explorer.say(changes_words(news.changes))
            self._unread = True
            self._read()

    def _read(self) -> None:
        """Have what has changed read: now, or instead of the analysis that runs, or when files are read no more."""
        self._stop_waiting()
        if not self._work.going_on:
            self._begin_anew()
        elif self._analysing:
            wait = self._patience.left()
            if wait:
                self._later = self._frame.set_timer(wait, self._read)
            else:
                library = self.explorer.library
                self.explorer.fetch("unread", lambda: library.changed(analysis=False), self._interrupt)

    def _interrupt(self, unread: bool) -> None:
        """End the analysis where there is something to be read first. What it has finished is kept."""
        if not (unread and self._analysing and self._work.going_on):
            return  # the work that runs has read it; what else rests on it is looked at afterwards
        self._analysing = False
        self._patience.interrupted()
        self.explorer.fetch("stop", self._frame.host.stop_work, lambda _: self._stopped())

    def _stopped(self) -> None:
        self._work.stopped()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._unread = self._analysing = False
        self._work.rework()
        if self._looks is None:
            self._looks = self._frame.set_interval(LOOKS, self._work.ask_status)

    def _stop_waiting(self) -> None:
        if self._later is not None:
            self._later.stop()
            self._later = None

    def _stop_looking(self) -> None:
        if self._looks is not None:
            self._looks.stop()
            self._looks = None

    # ---- the work ------------------------------------------------------------------------------------------------

    def worked(self, step: Progress) -> None:
        """The work has gone a step on."""
        if step.stage == "done" and not step.error:
            self._patience.ended()
        analysing = step.stage not in ("reading", "indexing", "done") and not step.error
        if analysing and not self._analysing:
            self._analysing = True
            self._patience.begun()
            if self._unread:
                self._read()
        elif not analysing:
            self._analysing = False
        if step.stage not in ("reading", "indexing"):
            self._stop_looking()

    def work_ended(self) -> None:
        """What has changed meanwhile is looked at by the next work."""
        self._stop_waiting()
        self._stop_looking()
        if self._unread:
            self._unread = False
            self._work.ask_status(scan=True)
