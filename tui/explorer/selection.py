"""Search line and chips: every pane shows what one query selects, and is asked anew when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.timer import Timer

from search.model import NO_PLACES, Document, Places, Results
from tui.explorer.advice import CorpusProgress, no_results, nothing_found
from tui.explorer.frame import Frame
from tui.results.bar import note_for
from tui.session.context import CommandGroup, ExplorerContext
from tui.session.messages import ComparisonFound, DocumentsKnown, EntitiesFound, EventsFound, ResultsFound
from tui.session.view import Chip, View
from tui.wording import counted

DEBOUNCE = 0.03  # seconds after a letter before it is searched for: below what is felt as waiting, above key repeat
SETTLED = 0.4  # seconds without a letter after which the side panes follow the words too
FIRST_WINDOW = 30  # hits asked for while typing: more than a screen of them
NEXT_WINDOW = 100


class Selection(CommandGroup):
    """The view (words, chips, marks) and what follows from it."""

    def __init__(self, explorer: ExplorerContext, frame: Frame, progress: CorpusProgress) -> None:
        super().__init__(explorer)
        self._frame = frame
        self._progress = progress
        self.view = View()
        self.documents: dict[str, Document] = {}
        self.places: Places = NO_PLACES
        self.last: Results | None = None
        self._debounce: Timer | None = None
        self._settle: Timer | None = None
        self._narrowed_by: str | None = None
        self._after_search = ""
        self._typing = False  # the results are those of a word that may be unfinished
        frame.comparison.learn_keys(explorer.keymap)

    @property
    def searching(self) -> bool:
        """Whether the results on the screen are not those of the query yet."""
        return self._frame.results.asked_for != self.view.query

    @property
    def settled(self) -> bool:
        """Whether nothing that was typed is still to be asked, and the results are those of the query."""
        return self._debounce is None and self._settle is None and not self.searching

    def dead(self) -> frozenset[str]:
        """With nothing selected there is nothing to step back from, but out of a reader that has the whole screen."""
        frame = self._frame
        alone = frame.arrangement.alone and frame.active == "reader"
        return frozenset({"step_back"}) if self.view.empty and not alone else frozenset()

    # ---- asking --------------------------------------------------------------------------------------------------

    def ask_documents(self) -> None:
        """Who speaks: every document of the corpus, and where its pages begin."""
        library = self.explorer.library

        def ask() -> DocumentsKnown:
            documents = library.documents()
            return DocumentsKnown(documents, library.places(documents))

        self.explorer.loader.ask("documents", ask)

    def ask_results(self, *, typing: bool = False, offset: int = 0) -> None:
        """The documents of the view; all of them for an empty one."""
        library, query = self.explorer.library, self.view.query
        self._typing = typing
        if not query:
            self.explorer.loader.ask("search", lambda: ResultsFound("", 0, Results(""), library.documents()))
            return
        # Asked again, as many as are here: the cursor may stand on the last of them.
        here = len(self._frame.results.hits) if query == self._frame.results.asked_for else 0
        limit = NEXT_WINDOW if offset else max(FIRST_WINDOW, here)
        # The last word may be unfinished only while it is the last thing in the query.
        unfinished = typing and not self.view.chips and bool(self.view.words) and not self.view.words[-1:].isspace()
        self.explorer.loader.ask(
            "search",
            lambda: ResultsFound(
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
        library, query = self.explorer.library, self.view.query

        def ask() -> ResultsFound:
            results = library.search(query, limit=FIRST_WINDOW)
            prefix = f"{query}*"
            if query[-1:].isalnum() and (not results.total or results.relaxed):
                longer = library.search(prefix, limit=FIRST_WINDOW)
                if longer.total and not longer.relaxed:
                    return ResultsFound(query, 0, longer, completed=prefix)
            return ResultsFound(query, 0, results)

        self.explorer.loader.ask("search", ask)

    def left_search_line(self) -> None:
        """Words that were typed until now are done."""
        if self._typing or self._debounce is not None:
            self.settle()
            self.ask_typed()

    def ask_panes(self, *, again: bool = False) -> None:
        """Entities, chronology and comparison of the view; nothing where they show it already."""
        library, query = self.explorer.library, self.view.query
        state = f"{query}\n{' '.join(self.view.marked)}"
        if state != self._narrowed_by or again:
            self._narrowed_by = state
            ask = self.explorer.loader.ask
            ask("entities", lambda: EntitiesFound(query, library.entities(query)))
            ask("events", lambda: EventsFound(query, library.events(query)))
            self.ask_comparison()
        for group in self._frame.groups:
            group.panes_asked(again=again)

    def ask_comparison(self) -> None:
        """What the sources of the view, or the marked ones, say about the same things."""
        library, query, marked = self.explorer.library, self.view.query, self.view.marked
        self.explorer.loader.ask(
            "comparison", lambda: ComparisonFound(query, library.comparison(query, marked or None))
        )

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
        frame = self._frame
        words_changed = view.words != self.view.words
        query_changed = view.query != self.view.query
        self.view = view
        if words_changed:
            frame.searchbar.put_words(view.words)
        frame.status.show_view(view)
        frame.results.lines.marks = view.marked
        frame.comparison.show_marks(view.marked)
        if query_changed:
            self._stop_timers()
            self.ask_results()
        self.ask_panes()
        if query_changed:
            self._tell_changed()
        frame.show_active()

    def _tell_changed(self) -> None:
        for group in self._frame.groups:
            group.view_changed()

    def must_wait(self, name: str) -> bool:
        """What is done to the results waits for those that are meant: words and Enter may arrive together."""
        on_results = (name == "open" and self._frame.active == "results") or name in ("next_hit", "previous_hit")
        if not (on_results and self.searching):
            return False
        self._after_search = name
        if self._debounce is not None:
            self._stop_timers()
            self.ask_results()
            self.settle()
        return True

    def _stop_timers(self) -> None:
        for timer in (self._debounce, self._settle):
            if timer is not None:
                timer.stop()
        self._debounce = self._settle = None

    def words_typed(self, words: str) -> None:
        """Search while typing; the side panes follow when the typing pauses."""
        if words == self.view.words:
            return
        self.view = self.view.with_words(words)
        self._stop_timers()
        self._debounce = self._frame.set_timer(DEBOUNCE, lambda: self.ask_results(typing=True))
        self._settle = self._frame.set_timer(SETTLED, self.settle)

    def settle(self) -> None:
        """The words will stay: narrow everything by them."""
        self._stop_timers()
        self.ask_panes()
        self._tell_changed()

    # ---- answers -------------------------------------------------------------------------------------------------

    def results_found(self, found: ResultsFound) -> None:
        """Results to show."""
        if found.query != self.view.query:
            return
        frame, keymap = self._frame, self.explorer.keymap
        if found.completed:
            self.view = self.view.with_words(found.completed)
            frame.searchbar.put_words(found.completed)
            found.query = found.completed
            self.ask_panes()
            self._tell_changed()
        self.last = found.results if found.query else None
        frame.results.show_empty(no_results(found.query, self.view, self._progress, keymap))
        frame.results.show_found(found)
        frame.searchbar.show_stats(self.last, len(self.documents) or frame.results.total)
        frame.note.show(note_for(self.last, keymap.first("suggestion")))
        for group in frame.groups:
            group.results_arrived()
        if self._after_search:
            name, self._after_search = self._after_search, ""
            self.explorer.run_command(name)

    def search_failed(self) -> None:
        """Nothing is under way any more: no key waits for it."""
        self._frame.results.asked_for = self.view.query
        self._after_search = ""

    def entities_found(self, found: EntitiesFound) -> None:
        """Entities to show."""
        if found.query == self.view.query:
            self.advise()
            self._frame.entities.show_entities(found.entities)
            self._frame.comparison.learn_names(found.entities)
            for group in self._frame.groups:
                group.entities_arrived()

    def events_found(self, found: EventsFound) -> None:
        """Events to show."""
        if found.query == self.view.query:
            self.advise()
            self._frame.chronology.show_events(found.events)
            self._frame.comparison.learn_events(found.events)

    def comparison_found(self, found: ComparisonFound) -> None:
        """A comparison to show."""
        if found.query == self.view.query:
            self.advise()
            self._frame.comparison.show_comparison(found.comparison, len(self.view.marked))
            self._frame.comparison.show_marks(self.view.marked)
            self._frame.chronology.show_conflicts(found.comparison.conflicts)

    def advise(self) -> None:
        """Say in each pane why there is nothing in it, for as long as there is nothing."""
        frame, rest = self._frame, (self.view, self._progress, self.explorer.keymap)
        frame.results.show_empty(no_results(self.view.query, *rest))
        frame.entities.lines.advise(nothing_found("entities", *rest))
        frame.chronology.advise(nothing_found("chronology", *rest))
        frame.comparison.lines.advise(nothing_found("comparison", *rest))

    def documents_known(self, documents: Sequence[Document], places: Places) -> None:
        """Who speaks, and on which pages."""
        new = {document.id: document for document in documents}
        if new == self.documents and places == self.places:
            return
        had, self.documents, self.places = self.documents, new, places
        frame = self._frame
        for pane in frame.panes.values():
            pane.documents, pane.places = self.documents, places
        paged = (frame.results,) if places.starts else ()
        for pane in (*paged, frame.entities, frame.chronology, frame.comparison):
            pane.rebuild()
        if self.view.empty:
            frame.searchbar.show_stats(None, len(self.documents))
        if had:
            self._drop_marks()
            for group in frame.groups:
                group.corpus_changed()

    def _drop_marks(self) -> None:
        """A marked document that is gone is compared no more, and that is said."""
        kept = tuple(doc for doc in self.view.marked if doc in self.documents)
        gone = [doc for doc in self.view.marked if doc not in self.documents]
        if gone:
            self.set_view(replace(self.view, marked=kept))
            which = f"{gone[0]} is" if len(gone) == 1 else f"{len(gone):,} marked documents are"
            self.explorer.say(f"{which} gone from the folder, and no longer marked.")

    # ---- chips ---------------------------------------------------------------------------------------------------

    def narrow(self, chip: Chip) -> None:
        """Put a chip on."""
        if chip in self.view.chips:
            self.explorer.say(f"Narrowed to {chip.label} already.")
            return
        self.set_view(self.view.with_chip(chip))

    def do_filter(self) -> None:
        """Narrow everything to what is under the cursor."""
        chip = self.explorer.pane.chip()
        if chip is None:
            self.explorer.say("There is nothing here to narrow to.")
        else:
            self.narrow(chip)

    def do_clear(self) -> None:
        """All chips, marks and words away."""
        if self.view == View():
            self.explorer.say("Everything is shown already.")
        self.set_view(View())

    def do_suggestion(self) -> None:
        """Search for what “did you mean” suggests."""
        if self.last is None or not self.last.suggestion:
            self.explorer.say("There is no suggestion for this query.")
            return
        suggestion, tail = self.last.suggestion, self.view.narrowing
        # The suggestion is of the whole query; the chips stay chips.
        words = suggestion.removesuffix(tail).strip() if tail else suggestion
        self.set_view(self.view.with_words(words))

    def do_copy_query(self) -> None:
        """Copy the query line."""
        if self.view.empty:
            self.explorer.say("Nothing is searched for, so there is no query to copy.")
            return
        self.explorer.say(self.explorer.copy(self.view.query, "The query"))

    def do_sources(self) -> None:
        """Sources with their counts in the view, to narrow to one."""
        library, query = self.explorer.library, self.view.query

        def count() -> list[tuple[str, int]]:
            counts = library.facets(query, "source")
            return sorted((row for row in counts.items() if row[0]), key=lambda row: (-row[1], row[0]))

        self.explorer.prepare(count, self._choose_source)

    def _choose_source(self, counts: Sequence[tuple[str, int]]) -> None:
        from tui.dialogs.picker import Choice, Picker

        choices = [Choice(name, name, counted(count, "document")) for name, count in counts]
        picker = Picker("Sources", choices, empty="No document here names its source.")
        self.explorer.ask(picker, lambda name: self.narrow(Chip("source", name)) if name is not None else None)
