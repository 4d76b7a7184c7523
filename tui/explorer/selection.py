"""Search line and chips: every pane shows what one query selects, and is asked anew when it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from search.model import Document, Results, Status
from tui.explorer.frame import Frame
from tui.explorer.layout import PaneName
from tui.keys.keymap import Keymap
from tui.results.bar import note_for
from tui.session.loader import Loader
from tui.session.messages import (
    Compared,
    DocumentsKnown,
    DropChip,
    EntitiesFound,
    EventsFound,
    Failed,
    Found,
    Mark,
    MoreWanted,
    Narrow,
    Ready,
    WordsTyped,
)
from tui.session.view import Chip, View

if TYPE_CHECKING:
    from search import Library

DEBOUNCE = 0.03  # seconds after a letter before it is searched for: below what is felt as waiting, above key repeat
SETTLED = 0.4  # seconds without a letter after which the side panes follow the words too
FIRST_WINDOW = 30  # hits asked for while typing: more than a screen of them
NEXT_WINDOW = 100


class Narrowing(Frame):
    """The view (words, chips, marks) and what follows from it."""

    at_work = False
    """Whether the corpus is being brought up to date: what is not there may come yet."""
    stopped = False
    """Whether that ended in trouble: what is not there may be missing for this reason."""

    def __init__(self, library: Library, keymap: Keymap) -> None:
        super().__init__(keymap)
        self.library = library
        self.comparison.learn_keys(keymap)
        self.view = View()
        self.loader = Loader(self)
        self.documents: dict[str, Document] = {}
        self.last: Results | None = None
        self.library_status = Status()
        self._debounce: Timer | None = None
        self._settle: Timer | None = None
        self._narrowed_by: str | None = None
        self._after_search = ""
        self._typing = False  # the results are those of a word that may be unfinished

    # ---- asking --------------------------------------------------------------------------------------------------

    def ask_documents(self) -> None:
        """Who speaks: every document of the corpus."""
        library = self.library
        self.loader.ask("documents", lambda: DocumentsKnown(library.documents()))

    def ask_results(self, *, typing: bool = False, offset: int = 0) -> None:
        """The documents of the view; all of them for an empty one."""
        library, query = self.library, self.view.query
        self._typing = typing
        if not query:
            self.loader.ask("search", lambda: Found("", 0, Results(""), library.documents()))
            return
        limit = NEXT_WINDOW if offset else FIRST_WINDOW
        # The last word may be unfinished only while it is the last thing in the query.
        unfinished = typing and not self.view.chips and bool(self.view.words) and not self.view.words[-1:].isspace()
        self.loader.ask(
            "search",
            lambda: Found(
                query, offset, library.search(query, limit=limit, offset=offset, as_you_type=unfinished)
            ),
        )  # fmt: skip

    def ask_typed(self) -> None:
        """What was typed is meant as it stands now, and asked as `sourcebook search` would ask it.

        Where the last word has only been found as the beginning of others, it becomes a prefix: `cienf*`.
        """
        if self.view.chips or not self.view.words:
            self.ask_results()
            return
        self._typing = False
        library, query = self.library, self.view.query

        def ask() -> Found:
            results = library.search(query, limit=FIRST_WINDOW)
            prefix = f"{query}*"
            if query[-1:].isalnum() and (not results.total or results.relaxed):
                longer = library.search(prefix, limit=FIRST_WINDOW)
                if longer.total and not longer.relaxed:
                    return Found(query, 0, longer, completed=prefix)
            return Found(query, 0, results)

        self.loader.ask("search", ask)

    def go_to_pane(self, name: PaneName) -> None:
        """Give a pane the keys; words that were typed until then are done."""
        leaving = self.place == "search"
        super().go_to_pane(name)
        if leaving and (self._typing or self._debounce is not None):
            self.settle()
            self.ask_typed()

    def ask_panes(self, *, again: bool = False) -> None:
        """Entities, chronology and comparison of the view; nothing where they show it already."""
        library, view = self.library, self.view
        query, marked = view.query, view.marked
        state = f"{query}\n{' '.join(marked)}"
        if state == self._narrowed_by and not again:
            return
        self._narrowed_by = state
        self.loader.ask("entities", lambda: EntitiesFound(query, library.entities(query)))
        self.loader.ask("events", lambda: EventsFound(query, library.events(query)))
        self.ask_comparison()

    def ask_comparison(self) -> None:
        """What the sources of the view, or the marked ones, say about the same things."""
        library, query, marked = self.library, self.view.query, self.view.marked
        self.loader.ask("comparison", lambda: Compared(query, library.comparison(query, marked or None)))

    def refresh_all(self, *, again: bool = True) -> None:
        """Ask everything anew; cursors stay where they are."""
        self.ask_documents()
        self.ask_results()
        self.ask_panes(again=again)

    # ---- changing the view ---------------------------------------------------------------------------------------

    def set_view(self, view: View) -> None:
        """Look at something else: every pane follows."""
        if view == self.view:
            return
        words_changed = view.words != self.view.words
        query_changed = view.query != self.view.query
        self.view = view
        if words_changed:
            self.searchbar.put_words(view.words)
        self.status.show_view(view)
        self.results.lines.marks = view.marked
        self.comparison.show_marks(view.marked)
        if query_changed:
            self._stop_timers()
            self.ask_results()
        self.ask_panes()
        if query_changed:
            self.view_changed()
        self.show_active()

    @property
    def searching(self) -> bool:
        """Whether the results on the screen are not those of the query yet."""
        return self.results.asked_for != self.view.query

    def must_wait(self, name: str) -> bool:
        """What is done to the results waits for those that are meant: words and Enter may arrive together."""
        on_results = (name == "open" and self.active == "results") or name in ("next_hit", "previous_hit")
        if not (on_results and self.searching):
            return False
        self._after_search = name
        if self._debounce is not None:
            self._stop_timers()
            self.ask_results()
            self.settle()
        return True

    def view_changed(self) -> None:
        """The query is another and will stay for a moment."""

    def _stop_timers(self) -> None:
        for timer in (self._debounce, self._settle):
            if timer is not None:
                timer.stop()
        self._debounce = self._settle = None

    def on_words_typed(self, message: WordsTyped) -> None:
        """Search while typing; the side panes follow when the typing pauses."""
        message.stop()
        if message.words == self.view.words:
            return
        self.view = self.view.with_words(message.words)
        self._stop_timers()
        self._debounce = self.set_timer(DEBOUNCE, lambda: self.ask_results(typing=True))
        self._settle = self.set_timer(SETTLED, self.settle)

    def settle(self) -> None:
        """The words will stay: narrow everything by them."""
        self._stop_timers()
        self.ask_panes()
        self.view_changed()

    # ---- answers -------------------------------------------------------------------------------------------------

    def on_found(self, message: Found) -> None:
        """Results to show."""
        message.stop()
        if message.query != self.view.query:
            return
        if message.completed:
            self.view = self.view.with_words(message.completed)
            self.searchbar.put_words(message.completed)
            message.query = message.completed
            self.ask_panes()
            self.view_changed()
        self.last = message.results if message.query else None
        self.results.show_empty(self._why_empty(message))
        self.results.show_found(message)
        self.searchbar.show_stats(self.last, len(self.documents) or self.results.total)
        self.note.show(note_for(self.last, self.keymap.first("suggestion")))
        self.results_arrived()
        if self._after_search:
            name, self._after_search = self._after_search, ""
            self.run_command(name)

    def results_arrived(self) -> None:
        """A window of results is on the screen."""

    def _why_empty(self, found: Found) -> str:
        if found.query:
            key = self.keymap.first
            rest = "" if not self.view.chips else f"\n{key('step_back')} takes off the last chip, {key('clear')} all."
            pending = "\nSome documents are not searchable yet." if self._unfinished else ""
            return f"No document has this.\n\nTry fewer words, a prefix (arrest*)\nor word OR other.{rest}{pending}"
        if self._unfinished:
            return "Reading the documents …\n\nThey appear here as they become searchable."
        reread = self.keymap.first("reread")
        do = f"Put .txt or .md files into the folder,\nthen press {reread}."
        return f"There is no document here that can be read.\n\n{do}"

    @property
    def _unfinished(self) -> bool:
        return self.library_status.searchable < self.library_status.documents

    def on_entities_found(self, message: EntitiesFound) -> None:
        """Entities to show."""
        message.stop()
        if message.query == self.view.query:
            self.advise()
            self.entities.show_entities(message.entities)
            self.comparison.learn_names(message.entities)
            self.renew_page()

    def renew_page(self) -> None:
        """The open page of an entity follows the view."""

    def on_events_found(self, message: EventsFound) -> None:
        """Events to show."""
        message.stop()
        if message.query == self.view.query:
            self.advise()
            self.chronology.show_events(message.events)
            self.comparison.learn_events(message.events)

    def on_compared(self, message: Compared) -> None:
        """A comparison to show."""
        message.stop()
        if message.query == self.view.query:
            self.advise()
            self.comparison.show_comparison(message.comparison, len(self.view.marked))
            self.comparison.show_marks(self.view.marked)
            self.chronology.show_conflicts(message.comparison.conflicts)

    def advise(self) -> None:
        """Say in each side pane why there is nothing in it, for as long as there is nothing."""
        self.entities.lines.advise(self._empty_side(EntitiesFound))
        self.chronology.advise(self._empty_side(EventsFound))
        self.comparison.lines.advise(self._empty_side(Compared))

    def _empty_side(self, kind: type[EntitiesFound | EventsFound | Compared]) -> str:
        what = {EntitiesFound: "No names", EventsFound: "No dated statements", Compared: "Nothing to compare"}[kind]
        status = self.library_status
        if self.stopped:
            problems, reread = self.keymap.first("problems"), self.keymap.first("reread")
            return f"{what} yet.\n\nThe analysis has stopped:\n{problems} tells why, {reread} begins it again."
        if self.at_work or status.analysed < status.documents:
            return f"{what} yet.\n\nThe analysis is going on:\nthey appear here as it does."
        if not self.view.empty:
            key = self.keymap.first("step_back" if self.view.chips else "clear")
            return f"{what} in what is selected.\n\n{key} widens the view."
        more = "\n\nTopics come from a corpus.yaml\nin the corpus folder." if kind is Compared else ""
        return f"{what} in these documents.{more}"

    def on_documents_known(self, message: DocumentsKnown) -> None:
        """Who speaks."""
        message.stop()
        new = {document.id: document for document in message.documents}
        if new == self.documents:
            return
        had, self.documents = self.documents, new
        for pane in self.panes.values():
            pane.documents = self.documents
        for pane in (self.entities, self.chronology, self.comparison):
            pane.rebuild()
        if self.view.empty:
            self.searchbar.show_stats(None, len(self.documents))
        if had:
            self._drop_marks()
            self.corpus_changed()

    def _drop_marks(self) -> None:
        """A marked document that is gone is compared no more, and that is said."""
        kept = tuple(doc for doc in self.view.marked if doc in self.documents)
        gone = [doc for doc in self.view.marked if doc not in self.documents]
        if gone:
            self.set_view(replace(self.view, marked=kept))
            which = f"{gone[0]} is" if len(gone) == 1 else f"{len(gone):,} marked documents are"
            self.status.say(f"{which} gone from the folder, and no longer marked.")

    def corpus_changed(self) -> None:
        """Documents have come, changed or gone."""

    def on_more_wanted(self, message: MoreWanted) -> None:
        """The cursor nears the end of the results that are here."""
        message.stop()
        self.ask_results(offset=message.offset)

    def on_failed(self, message: Failed) -> None:
        """A question ended in trouble: one line now, all of it on asking."""
        message.stop()
        if message.channel == "search":
            self.results.asked_for = self.view.query  # nothing is under way any more: no key waits for it
            self._after_search = ""
        self.trouble(message.title, message.message, message.hint)

    def on_ready(self, message: Ready) -> None:
        """What a command had to ask first is known."""
        message.stop()
        message.do()

    def trouble(self, title: str, message: str, hint: str = "") -> None:
        """Say what went wrong in one line; the list of problems keeps it."""
        raise NotImplementedError

    # ---- chips and marks -----------------------------------------------------------------------------------------

    def narrow(self, chip: Chip) -> None:
        """Put a chip on."""
        if chip in self.view.chips:
            self.status.say(f"Narrowed to {chip.label} already.")
            return
        self.set_view(self.view.with_chip(chip))

    def on_narrow(self, message: Narrow) -> None:
        """A pane asks for a chip."""
        message.stop()
        self.narrow(message.chip)

    def on_drop_chip(self, message: DropChip) -> None:
        """A chip was clicked."""
        message.stop()
        self.set_view(self.view.without_chip(message.index))

    def on_mark(self, message: Mark) -> None:
        """A document's mark goes on or off; marked ones alone are compared."""
        message.stop()
        self.set_view(self.view.toggled(message.doc))

    def do_filter(self) -> None:
        """Narrow everything to what is under the cursor."""
        chip = self.pane.chip()
        if chip is None:
            self.status.say("There is nothing here to narrow to.")
        else:
            self.narrow(chip)

    def do_clear(self) -> None:
        """All chips, marks and words away."""
        if self.view == View():
            self.status.say("Everything is shown already.")
        self.set_view(View())

    def do_suggestion(self) -> None:
        """Search for what “did you mean” suggests."""
        if self.last is None or not self.last.suggestion:
            self.status.say("There is no suggestion for this query.")
            return
        suggestion, tail = self.last.suggestion, self.view.narrowing
        # The suggestion is of the whole query; the chips stay chips.
        words = suggestion.removesuffix(tail).strip() if tail else suggestion
        self.set_view(self.view.with_words(words))
