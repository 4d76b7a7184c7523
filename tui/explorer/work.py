"""The work in the background: whether the folder has changed, how far it is, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from tui.explorer.advice import CorpusProgress
from tui.explorer.frame import Frame
from tui.session.context import CommandGroup, ExplorerContext
from tui.session.messages import StatusKnown, Worked
from tui.wording import counted

if TYPE_CHECKING:
    from search.model import Problem, Progress

STAGES = {
    "reading": "reading", "indexing": "indexing", "names": "finding names", "dates": "finding dates",
    "events": "ordering events", "comparing": "comparing sources", "done": "",
}  # fmt: skip
LOOKING, CHANGED = "Looking for what has changed …", "The folder has changed: reading it …"
READ_AGAIN = "Read again: everything here is as the folder has it."
RULES_ALONE = (
    "The language model is not installed", "Names are found by rules alone, which find fewer of them.",
    "sourcebook doctor says which package is missing.",
)  # fmt: skip
PROGRESS_EVERY = 0.4  # seconds
WAIT = 0.1  # seconds between looks whether the work that runs has ended


class WorkCommands(CommandGroup):
    """Keeps the explorer in step with what the worker finds, and lists what went wrong.

    `refresh` asks everything anew, `advise` says in empty panes why they are so.
    """

    def __init__(
        self,
        explorer: ExplorerContext,
        frame: Frame,
        progress: CorpusProgress,
        refresh: Callable[[], None],
        advise: Callable[[], None],
    ) -> None:
        super().__init__(explorer)
        self._frame = frame
        self._progress = progress
        self._refresh = refresh
        self._advise = advise
        self.begun = False
        """Whether everything was asked for the first time."""
        self.revision = -1
        """That of what was asked last."""
        self.rereading = False
        """Whether the reader asked for what has changed, and has not been told yet."""
        self._troubles: tuple[tuple[str, str, str], ...] = ()
        self._shown = ("", 0.0)  # the stage last shown, and when
        self._wanted = False  # something was changed while work was running, which may not have seen it

    # ---- beginning -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask everything, then whether the folder has changed."""
        library = self.explorer.library
        # The revision comes before everything else: what changes from now on is asked anew.
        self.explorer.fetch("revision", lambda: library.revision, self._begin_at)

    def _begin_at(self, revision: int) -> None:
        self.begun, self.revision = True, revision
        self._refresh()
        self.ask_status(scan=True)

    def ask_status(self, *, scan: bool = False) -> None:
        """Ask how far the corpus is; with `scan`, also whether the folder has changed."""
        library = self.explorer.library

        def ask() -> StatusKnown:
            # The status comes after the scan: where another explorer's work ends meanwhile, nothing is left to be done
            # here, and only the revision tells that there is more to show.
            changed = library.changed() if scan else None
            return StatusKnown(library.status(), library.title, changed)

        self.explorer.loader.ask("scan" if scan else "status", ask)

    def status_known(self, message: StatusKnown) -> None:
        """Counts; and work to begin where the folder differs from what is stored."""
        frame, status = self._frame, message.status
        self._progress.status = status
        frame.entities.show_method(rules_alone=bool(status.analysed) and not status.model)
        frame.searchbar.show_corpus(message.title, "")
        newer = status.revision != self.revision  # perhaps by another explorer's work
        if newer:
            self.revision = status.revision
            self._refresh()
        self._show_problems()
        if message.changed is not None and self.rereading:
            self.rereading = bool(message.changed)
            if frame.status.message in ("", LOOKING):
                self.explorer.say(CHANGED if message.changed else READ_AGAIN if newer else "Nothing has changed.")
        if message.changed and not self.going_on:
            self.rework()
        self._advise()

    def _start(self) -> None:
        self._frame.host.start_work()
        self._progress.at_work, self._progress.stopped = self._frame.host.working, False

    # ---- going on ------------------------------------------------------------------------------------------------

    def worked(self, message: Worked) -> None:
        """Progress in the status line; panes fill as there is more to show."""
        step = message.progress
        self._show_step(step)
        if step.error:
            title, _, rest = step.error.partition(": ")
            self.explorer.trouble(title if rest else "The analysis stopped", rest or title, "")
        elif step.stage == "done" and self.rereading and self._frame.status.message in ("", LOOKING, CHANGED):
            self.explorer.say(READ_AGAIN)
        if step.error or step.stage == "done":
            self.rereading = self._progress.at_work = False
            self._progress.stopped = bool(step.error)
            for group in self._frame.groups:
                group.work_ended()
        self.ask_status()

    def _show_step(self, step: Progress) -> None:
        """A stage at once, its counts a few times a second: more would only cost bytes."""
        now = monotonic()
        if step.stage == self._shown[0] and now - self._shown[1] < PROGRESS_EVERY and not step.error:
            return
        self._shown = (step.stage, now)
        self._frame.status.show_progress(_words(step))

    @property
    def going_on(self) -> bool:
        """Whether work runs that has not told of its end."""
        return self._progress.at_work

    def stopped(self) -> None:
        """The work that ran was stopped, and tells of no end."""
        self._progress.at_work = False

    def rework(self) -> None:
        """Have the corpus worked through with what was changed: now, or after the work that runs."""
        self._wanted = True
        if not self.going_on:
            self.work_ended()

    def work_ended(self) -> None:
        """Begin again what was wanted while work was running, as soon as its process is gone."""
        if not self._wanted:
            return
        if self._frame.host.working:
            self._frame.set_timer(WAIT, self.work_ended)
        else:
            self._wanted = False
            self._start()

    def do_reread(self) -> None:
        """Read the folder again."""
        self.rereading = True
        self.explorer.say(LOOKING)
        self.ask_status(scan=True)
        self._refresh()

    # ---- what went wrong -----------------------------------------------------------------------------------------

    def _show_problems(self) -> None:
        count = self._progress.status.problems
        key = self.explorer.keymap.first("problems")
        self._frame.status.show_problems(f"{counted(count, 'problem')} ({key})" if count else "")

    def trouble(self, title: str, message: str, hint: str = "") -> None:
        """Say what went wrong in one line; the list of problems keeps all of it."""
        row = (title, message, hint)
        if row not in self._troubles:
            self._troubles = (*self._troubles, row)
        self.explorer.say(f"{title}: {message} ({self.explorer.keymap.first('problems')})", "error")

    def do_problems(self) -> None:
        """What could not be read, and what else went wrong."""
        library = self.explorer.library
        self.explorer.prepare(library.problems, self._list_problems)

    def _list_problems(self, found: Sequence[Problem]) -> None:
        from tui.dialogs.info import Trouble

        rows = [(f"{one.doc} · {one.title}" if one.doc else one.title, one.message, one.hint) for one in found]
        rows += [row for row in self._troubles if row not in rows]
        if self._frame.entities.rules_alone:
            rows.append(RULES_ALONE)
        if rows:
            self.explorer.ask(Trouble("Problems", rows), lambda _: None)
        else:
            self.explorer.say("There are no problems: every document could be read.")


def _words(step: Progress) -> str:
    if step.stage == "done" or step.error:
        return ""
    if step.message:
        return step.message
    words = STAGES[step.stage]
    return f"{words} {step.done:,}/{step.total:,}" if step.total else f"{words} …"
