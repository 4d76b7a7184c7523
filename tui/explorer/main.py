"""The main screen: what begins when a corpus is opened, the work in the background, and the remaining commands."""

from __future__ import annotations

from time import monotonic

from textual import events
from textual.geometry import Offset

from search.errors import SourcebookError
from search.model import Bookmark, Conflict, Progress
from tui.claims.commands import Claiming
from tui.comparison.verdicts import Disputing
from tui.corrections.dates import Dating
from tui.explorer.export import Exporting
from tui.explorer.layout import PANE_NAMES
from tui.keys.commands import ACTIONS, applies
from tui.session.messages import Listed, Spot, StatusKnown, Worked
from tui.session.view import Chip, back_to_view
from tui.sidebyside.commands import Aligning
from tui.terminal.startup import go_on
from tui.topics.commands import Topical
from tui.wording import byline, citation, counted

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
FIRST_PAINT = 0.02  # seconds left for the first frame to be written, before threads begin to ask


class MainScreen(Dating, Exporting, Claiming, Aligning, Topical, Disputing):
    """The explorer of one corpus."""

    _revision = -1
    _troubles: tuple[tuple[str, str, str], ...] = ()
    _begun = False
    _rereading = False  # the reader asked for what has changed, and has not been told yet
    _progress = ("", 0.0)  # the stage last shown, and when

    # ---- beginning and work --------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show what is known at once; everything else comes as answers, after the first paint."""
        self.searchbar.show_corpus(self.library.title, "")
        self.focus_widget(self.results.lines)
        self.call_after_refresh(self.set_timer, FIRST_PAINT, self.begin)

    def begin(self) -> None:
        """Ask everything, then whether the folder has changed."""
        if self._begun:
            return
        self._begun = True
        go_on()
        self.sourcebook.opened()
        self._revision = self.library.revision  # before anything is asked: what changes from now on is asked anew
        self.refresh_all()
        self._ask_status(scan=True)

    def _ask_status(self, *, scan: bool = False) -> None:
        library = self.library

        def ask() -> StatusKnown:
            # The status comes after the scan: where another explorer's work ends meanwhile, nothing is left to be done
            # here, and only the revision tells that there is more to show.
            changed = library.changed() if scan else None
            return StatusKnown(library.status(), changed)

        self.loader.ask("scan" if scan else "status", ask)

    def on_status_known(self, message: StatusKnown) -> None:
        """Counts; and work to begin where the folder differs from what is stored."""
        message.stop()
        status = message.status
        self.library_status = status
        self.entities.show_method(rules_alone=bool(status.analysed) and not status.model)
        self.searchbar.show_corpus(self.library.title, "")
        newer = status.revision != self._revision  # perhaps by another explorer's work
        if newer:
            self._revision = status.revision
            self.refresh_all()
        self._show_problems()
        if message.changed is not None and self._rereading:
            self._rereading = bool(message.changed)
            if self.status.message in ("", LOOKING):
                self.status.say(CHANGED if message.changed else READ_AGAIN if newer else "Nothing has changed.")
        if message.changed:
            self.sourcebook.start_work()
            self.at_work, self.stopped = self.sourcebook.working, False
        self.advise()

    def on_worked(self, message: Worked) -> None:
        """Progress in the status line; panes fill as there is more to show."""
        message.stop()
        progress = message.progress
        self._show_progress(progress)
        if progress.error:
            title, _, rest = progress.error.partition(": ")
            self.trouble(title if rest else "The analysis stopped", rest or title, "")
        elif progress.stage == "done" and self._rereading and self.status.message in ("", LOOKING, CHANGED):
            self.status.say(READ_AGAIN)
        if progress.error or progress.stage == "done":
            self._rereading = self.at_work = False
            self.stopped = bool(progress.error)
            self.work_ended()
        self._ask_status()

    def _show_progress(self, progress: Progress) -> None:
        """A stage at once, its counts a few times a second: more would only cost bytes."""
        now = monotonic()
        if progress.stage == self._progress[0] and now - self._progress[1] < PROGRESS_EVERY and not progress.error:
            return
        self._progress = (progress.stage, now)
        self.status.show_progress(_progress_words(progress))

    def _show_problems(self) -> None:
        count = self.library_status.problems
        key = self.keymap.first("problems")
        text = f"{counted(count, 'problem')} ({key})" if count else ""
        self.status.show_problems(text)

    def trouble(self, title: str, message: str, hint: str = "") -> None:
        """Say what went wrong in one line; the list of problems keeps all of it."""
        row = (title, message, hint)
        if row not in self._troubles:
            self._troubles = (*self._troubles, row)
        self.status.say(f"{title}: {message} ({self.keymap.first('problems')})", "error")

    # ---- what means nothing just now -----------------------------------------------------------------------------

    def dead(self) -> frozenset[str]:
        """Commands without an object: no hits to walk, nothing to take off."""
        out = set()
        if self.view.empty:
            out |= {"next_hit"}
            if not self.arrangement.alone or self.active != "reader":
                out |= {"step_back"}
        if self.reader.document is None:
            out |= {"furniture"}
        if self.entities.finding:
            out |= {action.id for action in ACTIONS}  # what is typed now is text
        page = self.entities.page
        if self.active == "entities" and page is not None and page.section != "mentions":
            out |= {"sort"}
        if self.place == "audit":
            out |= {"filter"}
        conflict = self.comparison.conflict
        if self.active == "comparison":
            out |= self._dead_in_comparison(conflict)
        if not self.comparison.zoomed or not self.comparison.comparison.topics:  # else there is a list, and no grid
            out |= {"sort"} if self.active == "comparison" else set()
        return frozenset(out)

    def _dead_in_comparison(self, conflict: Conflict | None) -> set[str]:
        """Of a whole list what no row of it takes; of open statements what they do not take."""
        what, out = self.comparison.comparison, set[str]()
        if conflict is None or conflict.kind != "date":
            out |= {"redate", "drop_date"}
        if self.place == "statements":
            out |= {"mend"} if conflict is None else set()
            out |= set() if self.comparison.subject else {"claims"}
        elif not what.conflicts and not what.dismissed:
            out |= {"dismiss", "confirm", "dismissed"} | ({"mend"} if not (what.updates or what.agreements) else set())
        return out

    # ---- reading -------------------------------------------------------------------------------------------------

    def do_info(self) -> None:
        """The document's metadata and its provenance."""
        from tui.dialogs.info import About

        spot = self.pane.spot
        document = self.documents.get(spot.doc) if spot else self.reader.document
        if document is None:
            self.status.say("No document is chosen.")
            return
        text = self.reader.text
        own = text is not None and text.doc == document.id
        self.app.push_screen(About(document, len(text.furniture) if own and text else 0))

    def do_furniture(self) -> None:
        """The lines set aside, at the end of the document."""
        self.status.say(self.reader.toggle_furniture())

    def do_copy_citation(self) -> None:
        """Cite what is under the cursor."""
        spot = self.pane.spot
        document = self.documents.get(spot.doc) if spot else None
        if spot is None or document is None:
            self.status.say("There is nothing to cite here: go to a document or a statement.")
            return
        self._copy(citation(document, spot.text), "The citation")

    def do_copy_query(self) -> None:
        """Copy the query line."""
        if self.view.empty:
            self.status.say("Nothing is searched for, so there is no query to copy.")
            return
        self._copy(self.view.query, "The query")

    def _copy(self, text: str, what: str) -> None:
        from tui.terminal.clipboard import copy

        self.status.say(copy(self.app, text, what))

    # ---- lists to choose from ------------------------------------------------------------------------------------

    def do_sources(self) -> None:
        """Sources with their counts in the view."""
        library, query = self.library, self.view.query

        def ask() -> Listed:
            counts = library.facets(query, "source")
            ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
            return Listed("source", tuple((name, counted(count, "document"), name) for name, count in ordered if name))

        self.loader.ask("lists", ask)

    def do_bookmarks(self) -> None:
        """The bookmarks."""
        library, documents = self.library, self.documents

        def ask() -> Listed:
            rows = [(one, documents.get(one.doc)) for one in library.bookmarks()]
            where = [f"{document.title} · {byline(document)}" if document else one.doc for one, document in rows]
            return Listed(
                "bookmark", tuple((one.text or one.doc, where[i], str(i)) for i, (one, _) in enumerate(rows))
            )  # fmt: skip

        self.loader.ask("lists", ask)

    def do_keep_search(self) -> None:
        """Keep the query."""
        if self.view.empty:
            self.status.say("Nothing is searched for, so there is no query to keep.")
            return
        try:
            self.library.save_search(self.view.query)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
        else:
            self.status.say(f"Kept. {self.keymap.first('searches')} lists the kept searches.")

    def do_searches(self) -> None:
        """The kept searches."""
        library = self.library
        self.loader.ask(
            "lists",
            lambda: Listed("search", tuple((one.name, "", one.query) for one in library.saved_searches())),
        )

    def on_listed(self, message: Listed) -> None:
        """Rows to choose from."""
        message.stop()
        from tui.dialogs.picker import Choice, Picker

        titles = {"source": "Sources", "bookmark": "Bookmarks", "search": "Kept searches"}
        empties = {
            "source": "No document here names its source.",
            "bookmark": f"Nothing is bookmarked yet.\n\n{self.keymap.first('bookmark')} keeps a place.",
            "search": f"No search is kept yet.\n\n{self.keymap.first('keep_search')} keeps the query.",
        }
        choices = [Choice(value, " ".join(label.split())[:200], detail) for label, detail, value in message.rows]
        picker = Picker(titles[message.purpose], choices, empty=empties[message.purpose])
        self.app.push_screen(picker, lambda value: self._picked(message.purpose, value))

    def _picked(self, purpose: str, value: str | None) -> None:
        if value is None:
            return
        if purpose == "source":
            self.narrow(Chip("source", value))
        elif purpose == "search":
            self.set_view(back_to_view(value))
            self.go_to_pane("results")
        elif purpose == "bookmark":
            mark = self.library.bookmarks()[int(value)]
            self.open_spot(Spot(mark.doc, mark.start, mark.end, mark.text))

    def do_bookmark(self) -> None:
        """Keep this place, or forget it."""
        spot = self.pane.spot
        if spot is None:
            self.status.say("There is nothing to bookmark here: go to a document or a statement.")
            return
        try:
            kept = next((one for one in self.library.bookmarks() if _same_place(one, spot)), None)
            if kept is not None:
                self.library.remove_bookmark(kept)
                self.status.say("The bookmark was taken off.")
            else:
                title = self.documents[spot.doc].title if spot.doc in self.documents else spot.doc
                self.library.add_bookmark(spot.doc, spot.start, spot.end, spot.text or title)
                self.status.say(f"Bookmarked. {self.keymap.first('bookmarks')} lists the bookmarks.")
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)

    def do_problems(self) -> None:
        """What could not be read, and what else went wrong."""
        from tui.dialogs.info import Trouble

        try:
            found = self.library.problems()
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        rows = [(f"{one.doc} · {one.title}" if one.doc else one.title, one.message, one.hint) for one in found]
        rows += [row for row in self._troubles if row not in rows]
        if self.entities.rules_alone:
            rows.append(RULES_ALONE)
        if rows:
            self.app.push_screen(Trouble("Problems", rows))
        else:
            self.status.say("There are no problems: every document could be read.")

    # ---- Sourcebook ----------------------------------------------------------------------------------------------

    def do_jump(self) -> None:
        """A letter on every pane."""
        from tui.dialogs.jump import Jump

        places: dict[str, Offset] = {"search": Offset(self.searchbar.input.region.x, 0)}
        places |= {name: self.panes[name].region.offset for name in self.shown}
        self.app.push_screen(Jump(places), self._jumped)

    def _jumped(self, name: str | None) -> None:
        if name == "search":
            self.do_search()
        for pane in PANE_NAMES:
            if name == pane:
                self.go_to_pane(pane)

    def do_palette(self) -> None:
        """Commands by name."""
        from tui.dialogs.picker import Choice, Picker

        place = self.pane.place
        choices = [
            Choice(action.id, action.label, action.help, self.keymap.first(action.id))
            for action in ACTIONS if action.palette and applies(action, place)
        ]  # fmt: skip
        self.app.push_screen(Picker("Commands", choices, empty="No command of that name."), self._run_picked)

    def do_help(self) -> None:
        """Every key."""
        from tui.dialogs.info import Help

        self.app.push_screen(Help(self.keymap), self._run_picked)

    def _run_picked(self, name: str | None) -> None:
        if name is None:
            return
        if self.place == "search":
            self.go_to_pane(self.active)
        if self.handler(name) is None:
            self.status.say("That command has no meaning here.")
            return
        self.run_command(name)

    def do_theme(self) -> None:
        """Choose the colours."""
        self.sourcebook.pick_theme()

    def do_reread(self) -> None:
        """Read the folder again."""
        self._rereading = True
        self.status.say(LOOKING)
        self._ask_status(scan=True)
        self.refresh_all()

    def do_corpora(self) -> None:
        """Open another corpus."""
        self.sourcebook.show_start()

    def do_suspend(self) -> None:
        """Stop until the shell's fg."""
        self.app.action_suspend_process()

    def do_quit(self) -> None:
        """Leave."""
        self.sourcebook.leave()

    def on_unmount(self, event: events.Unmount) -> None:
        """Ask nothing any more."""
        self.loader.close()


def _same_place(bookmark: Bookmark, spot: Spot) -> bool:
    return (bookmark.doc, bookmark.start, bookmark.end) == (spot.doc, spot.start, spot.end)


def _progress_words(progress: Progress) -> str:
    if progress.stage == "done" or progress.error:
        return ""
    if progress.message:
        return progress.message
    words = STAGES[progress.stage]
    return f"{words} {progress.done:,}/{progress.total:,}" if progress.total else f"{words} …"
