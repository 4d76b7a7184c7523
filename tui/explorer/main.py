"""The main screen: the panes in their frame, and the features of the explorer put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from textual import events

from tui.claims.commands import ClaimCommands
from tui.comparison.pane import ComparisonPane
from tui.comparison.verdicts import VerdictCommands
from tui.corrections.commands import CorrectionCommands
from tui.corrections.dates import DateCommands
from tui.entities.commands import PageCommands
from tui.entities.pane import EntitiesPane
from tui.explorer.advice import CorpusProgress
from tui.explorer.arrival import ArrivalCommands
from tui.explorer.dialogue import Dialogue
from tui.explorer.export import ExportCommands
from tui.explorer.frame import Frame
from tui.explorer.keeping import KeepCommands
from tui.explorer.program import ProgramCommands
from tui.explorer.selection import Selection
from tui.explorer.watching import Watching
from tui.explorer.work import WorkCommands
from tui.keys.keymap import Keymap
from tui.panes.base import Pane
from tui.panes.status import StatusBar
from tui.reader.commands import ReaderCommands
from tui.results.bar import SearchBar
from tui.results.pane import ResultsPane
from tui.session.context import PaneName, Remedy
from tui.session.loader import Loader
from tui.session.messages import (
    ComparisonFound,
    DocumentsKnown,
    EntitiesFound,
    EventsFound,
    Failed,
    FolderChanged,
    Ready,
    ResultsFound,
    Spot,
    StatusKnown,
    Worked,
)
from tui.session.view import Chip, View
from tui.sidebyside.commands import SideBySideCommands
from tui.terminal.startup import go_on
from tui.topics.commands import TopicCommands
from tui.widgets.modal import Modal

if TYPE_CHECKING:
    from search.model import Document, Places, Status
    from tui.session.engine import Engine

T = TypeVar("T")

FIRST_PAINT = 0.02  # seconds left for the first frame to be written, before threads begin to ask


class MainScreen(Frame):
    """The explorer of one corpus. It is the `ExplorerContext` that its features are given."""

    def __init__(self, library: Engine, keymap: Keymap) -> None:
        super().__init__(keymap)
        self.library = library
        self.loader = Loader(self)
        self.dialogue = Dialogue(self, self.loader, self._say_failed)
        self.progress = CorpusProgress()
        self.selection = Selection(self, self, self.progress)
        self.work = WorkCommands(self, self, self.progress, self.refresh_all, self.selection.advise)
        self.watching = Watching(self, self, self.work)
        self.reading = ReaderCommands(self, self.reader, self.results, self.entities)
        self.pages = PageCommands(self, self.entities)
        self.corrections = CorrectionCommands(self, self.entities)
        self.dates = DateCommands(self, self.corrections, self.chronology)
        self.verdicts = VerdictCommands(self, self.dates, self.comparison)
        self.claims = ClaimCommands(self)
        self.arrival = ArrivalCommands(self)
        self.groups = (
            self.selection, self.reading, self.pages, self.corrections, self.verdicts, self.dates, self.claims,
            SideBySideCommands(self), TopicCommands(self), ExportCommands(self), KeepCommands(self), self.watching,
            self.work, ProgramCommands(self, self),
        )  # fmt: skip

    # ---- beginning and end ---------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show what is known at once; everything else comes as answers, after the first paint."""
        self.searchbar.show_corpus(self.library.title, "")
        self.focus_widget(self.results.lines)
        self.call_after_refresh(self.set_timer, FIRST_PAINT, self._begin)

    def _begin(self) -> None:
        go_on()
        self.host.opened()
        self.arrival.begin(self._begin_work)

    def _begin_work(self) -> None:
        self.work.begin()
        self.watching.begin()

    def on_unmount(self, event: events.Unmount) -> None:
        """Ask nothing any more."""
        self.loader.close()

    # ---- what the features ask for -------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """What is looked at."""
        return self.selection.view

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document of the corpus, by id."""
        return self.selection.documents

    @property
    def places(self) -> Places:
        """On which pages their characters stand."""
        return self.selection.places

    @property
    def library_status(self) -> Status:
        """How far the corpus is read and analysed."""
        return self.progress.status

    def say(self, text: str, style: str = "") -> None:
        """A line for the reader, until the next key."""
        self.status.say(text, style)

    def trouble(self, title: str, message: str, hint: str = "") -> None:
        """Say what went wrong in one line; the list of problems keeps all of it."""
        self.work.trouble(title, message, hint)

    def _say_failed(self, failed: Failed) -> None:
        self.trouble(failed.title, failed.message, failed.hint)

    def copy(self, text: str, what: str) -> str:
        """Copy a text; returns what to say about it."""
        from tui.terminal.clipboard import copy

        return copy(self.app, text, what)

    def ask(self, modal: Modal[T], then: Callable[[T | None], object]) -> None:
        """Ask for something."""
        self.dialogue.ask(modal, then)

    def fetch(
        self,
        channel: str,
        question: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Ask the library for what is to be shown; a newer question on the channel takes the place of this one."""
        self.dialogue.fetch(channel, question, then, failed)

    def perform(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Do what the reader wants kept, in the order of the commands."""
        self.dialogue.perform(work, then, failed)

    def prepare(self, question: Callable[[], T], then: Callable[[T], object]) -> None:
        """Find out what is needed to ask the reader."""
        self.dialogue.prepare(question, then)

    def rework(self, message: str) -> None:
        """Say what was changed, and have the corpus worked through with it."""
        self.say(message)
        self.work.rework()

    def open_spot(self, spot: Spot) -> None:
        """Show a document at a passage, or at its first hit."""
        self.reading.open_spot(spot)

    def set_view(self, view: View) -> None:
        """Look at something else: every pane follows."""
        self.selection.set_view(view)

    def narrow(self, chip: Chip) -> None:
        """Put a chip on."""
        self.selection.narrow(chip)

    def more_results(self) -> None:
        """Ask for the documents found after those that are here."""
        self.selection.ask_results(offset=len(self.results.hits))

    def compare_again(self) -> None:
        """Ask for the comparison anew; its cursor stays near."""
        self.comparison.lines.touched = True
        self.selection.ask_comparison()

    def refresh_all(self) -> None:
        """Ask everything anew; cursors stay where they are."""
        self.selection.refresh_all()

    def remedies(self) -> list[Remedy]:
        """What all groups can do about the date or conflict under the cursor."""
        return [remedy for group in self.groups for remedy in group.remedies()]

    # ---- keys ----------------------------------------------------------------------------------------------------

    def keeps(self, event: events.Key) -> bool:
        """Whether a key is for a question that comes, or that is being dealt with: it is no command then."""
        if self.dialogue.busy:
            self.dialogue.take(event)
            return True
        return False

    def must_wait(self, name: str) -> bool:
        """What is done to the results waits for those that are meant."""
        return self.selection.must_wait(name)

    def go_to_pane(self, name: PaneName) -> None:
        """Give a pane the keys; words that were typed until then are done."""
        leaving = self.place == "search"
        super().go_to_pane(name)
        if leaving:
            self.selection.left_search_line()

    # ---- answers of the library ----------------------------------------------------------------------------------

    def on_results_found(self, message: ResultsFound) -> None:
        """Results to show."""
        message.stop()
        self.selection.results_found(message)

    def on_entities_found(self, message: EntitiesFound) -> None:
        """Entities to show."""
        message.stop()
        self.selection.entities_found(message)

    def on_events_found(self, message: EventsFound) -> None:
        """Events to show."""
        message.stop()
        self.selection.events_found(message)

    def on_comparison_found(self, message: ComparisonFound) -> None:
        """A comparison to show."""
        message.stop()
        self.selection.comparison_found(message)

    def on_documents_known(self, message: DocumentsKnown) -> None:
        """Who speaks."""
        message.stop()
        self.selection.documents_known(message.documents, message.places)

    def on_status_known(self, message: StatusKnown) -> None:
        """How far the corpus is."""
        message.stop()
        self.work.status_known(message)

    def on_worked(self, message: Worked) -> None:
        """The worker goes on."""
        message.stop()
        self.watching.worked(message.progress)
        self.work.worked(message)

    def on_folder_changed(self, message: FolderChanged) -> None:
        """Files have come, changed or gone."""
        message.stop()
        self.watching.told(message.news)

    def on_ready(self, message: Ready) -> None:
        """What was asked is known."""
        message.stop()
        message.do()

    def on_failed(self, message: Failed) -> None:
        """A question ended in trouble."""
        message.stop()
        if message.channel == "search":
            self.selection.search_failed()
        self._say_failed(message)

    # ---- what the panes ask for ----------------------------------------------------------------------------------

    def on_search_bar_words_typed(self, message: SearchBar.WordsTyped) -> None:
        """The search line changed."""
        message.stop()
        self.selection.words_typed(message.words)

    def on_pane_open_place(self, message: Pane.OpenPlace) -> None:
        """A row was followed to its words."""
        message.stop()
        self.reading.open_spot(message.spot)

    def on_pane_open_phrase(self, message: Pane.OpenPhrase) -> None:
        """Open a document where it uses these words."""
        message.stop()
        self.reading.open_phrase(message.doc, message.words)

    def on_pane_open_page(self, message: Pane.OpenPage) -> None:
        """Open the page of an entity."""
        message.stop()
        self.pages.open_page(message.entity)

    def on_pane_narrow(self, message: Pane.Narrow) -> None:
        """Put a chip on."""
        message.stop()
        self.narrow(message.chip)

    def on_status_bar_drop_chip(self, message: StatusBar.DropChip) -> None:
        """A chip was clicked."""
        message.stop()
        self.set_view(self.view.without_chip(message.index))

    def on_pane_mark(self, message: Pane.Mark) -> None:
        """A document's mark goes on or off; marked ones alone are compared."""
        message.stop()
        self.set_view(self.view.toggled(message.doc))

    def on_results_pane_more_wanted(self, message: ResultsPane.MoreWanted) -> None:
        """The cursor nears the end of the results that are here."""
        message.stop()
        self.selection.ask_results(offset=message.offset)

    def on_results_pane_sorted(self) -> None:
        """The documents found stand in another order."""
        self.reading.results_sorted()

    def on_comparison_pane_run(self, message: ComparisonPane.Run) -> None:
        """A row of the comparison leads to another screen."""
        message.stop()
        self.run_command(message.name)

    def on_entities_pane_pressed(self, message: EntitiesPane.Pressed) -> None:
        """A key that came late."""
        message.stop()
        self.action_press(message.key)

    def on_pane_say(self, message: Pane.Say) -> None:
        """A pane has something to say."""
        message.stop()
        self.say(message.text)

    # ---- the one command of the screen itself --------------------------------------------------------------------

    def do_step_back(self) -> None:
        """One step back: out of the search line or a list of statements, then the last chip, the words, the results."""
        in_reader, view = self.active == "reader", self.view
        if self.place == "search":
            self.go_to_pane(self.active if not in_reader or self.arrangement.mode != "one" else "results")
        elif not in_reader and self.pane.step_out():
            pass
        elif in_reader and self.arrangement.alone:
            self.go_to_pane(self.reading.origin)  # the list it was opened from is hidden behind it
        elif view.chips:
            self.set_view(view.without_chip())
        elif view.words:
            self.set_view(view.with_words(""))
        elif self.zoomed:
            self.do_zoom()
        else:
            self.go_to_pane("results")
