"""Opening documents and walking their hits: `n` goes through those of every document found, in the results' order."""

from __future__ import annotations

from search.errors import CorpusError
from search.model import Document, Span, Text
from tui.entities.names import same_entity
from tui.explorer.selection import Narrowing
from tui.session.messages import AskProfile, DocumentRead, FindPhrase, OpenPlace, ProfileFound, Say, Spot
from tui.widgets.line_reader import Mark
from tui.wording import merged


class Reading(Narrowing):
    """What the reader shows."""

    _wanted_step = 0  # +1 or -1: a further window of results is being fetched for n or N
    _opening = ""  # the document that was asked for last

    def on_mount(self) -> None:
        """The reader's heading says which of the documents found is open."""
        self.reader.whereabouts = self._whereabouts

    def _whereabouts(self) -> tuple[int, int] | None:
        document = self.reader.document
        if self.view.empty or document is None:
            return None
        order = self.results.order
        if document.id not in order:
            return None
        return order.index(document.id) + 1, self.results.total

    # ---- opening -------------------------------------------------------------------------------------------------

    def on_open_place(self, message: OpenPlace) -> None:
        """A row was followed to its words."""
        message.stop()
        self.open_spot(message.spot)

    def open_spot(self, spot: Spot) -> None:
        """Show a document at a passage, or at its first hit."""
        self.origin = self.active if self.active != "reader" else self.origin
        target = Span(spot.start, spot.end) if spot.end > spot.start else None
        self._ask_document(spot.doc, target=target, step=0 if target else 1, focus=True)

    def _ask_document(
        self, doc: str, *, target: Span | None = None, step: int = 0, focus: bool = False, phrase: str = ""
    ) -> None:
        library, query = self.library, self.view.query
        entities = [chip.value for chip in self.view.chips if chip.field == "entity"]
        known = {entity.name: entity.id for entity in self.entities.entities}
        ids = [known[name] for name in entities if name in known]
        self._opening = doc

        def read() -> DocumentRead:
            text = library.text(doc)
            spans = list(library.highlights(query, doc)) if query else []
            for entity in ids:
                spans += [Span(mention.start, mention.end) for mention in library.mentions(entity, doc)]
            goal = target
            if phrase and (at := text.text.find(phrase)) >= 0:
                goal = Span(at, at + len(phrase))
            return DocumentRead(library.document(doc), text, merged(spans), goal, step, "open" if focus else "marks")

        self.loader.ask("document", read)

    def on_document_read(self, message: DocumentRead) -> None:
        """A document to show; or other hits of the one that is shown."""
        message.stop()
        marks = tuple(Mark(span.start, span.end, "hit") for span in message.hits)
        if message.occasion == "marks":
            if self.reader.document is not None and self.reader.document.id == message.document.id:
                self.reader.renew(message.document, message.text, marks)
            return
        self._show(message.document, message.text, marks)
        if message.target is not None:
            self.reader.go_to(message.target)
        elif message.step:
            found = self.reader.reader.go_to_hit(0 if message.step > 0 else -1)
            if not found and self.view.words.strip():
                self.status.say("None of the words is in the text itself.")
        self.results.lines.move_to_key(message.document.id)
        self.go_to_pane("reader")

    def _show(self, document: Document, text: Text, marks: tuple[Mark, ...]) -> None:
        reader = self.reader
        if reader.document == document and reader.text == text:
            reader.set_marks(marks)
        else:
            reader.show_document(document, text, marks)

    def view_changed(self) -> None:
        """The open document shows the hits of the new query, where it is."""
        if self.reader.document is not None and self.reader.document.id in self.documents:
            self._ask_document(self.reader.document.id)

    def corpus_changed(self) -> None:
        """The open document may read otherwise now, or be gone."""
        document = self.reader.document
        if document is None:
            return
        if document.id in self.documents:
            self._ask_document(document.id)
        elif self.documents:
            self.reader.clear()
            self.status.say(f"{document.id} is no longer in the folder, so it was closed.", "warn")

    def on_find_phrase(self, message: FindPhrase) -> None:
        """Open a document where it uses these words."""
        message.stop()
        self.origin = self.active
        self._ask_document(message.doc, focus=True, phrase=message.words)

    # ---- pages of entities -----------------------------------------------------------------------------------------

    def on_ask_profile(self, message: AskProfile) -> None:
        """Open the page of an entity, of what the view selects."""
        message.stop()
        if self.active != "entities":
            self.go_to_pane("entities")
        self._ask_profile(message.entity, fresh=True)

    def _ask_profile(self, entity: str, *, fresh: bool, page: str = "") -> None:
        library, query = self.library, self.view.query

        def find() -> ProfileFound:
            try:
                return ProfileFound(library.profile(entity, query), fresh, page)
            except CorpusError:
                return ProfileFound(None, fresh, page)  # a correction or a new analysis has done away with it

        self.loader.ask("profile", find)

    def renew_page(self) -> None:
        """The open page follows the view, and its entity, whatever that is called now."""
        page = self.entities.page
        if page is not None:
            old = page.profile.entity
            now = old if any(one.id == old.id for one in self.entities.entities) else None
            now = now or same_entity(old, self.entities.entities) or old
            self._ask_profile(now.id, fresh=False, page=old.id)

    def on_profile_found(self, message: ProfileFound) -> None:
        """A page to show; or other words on the one that is open."""
        message.stop()
        page = self.entities.page
        if message.fresh and message.profile is None:
            self.status.say("That name is not known here any more.")
        elif message.fresh and message.profile is not None:
            self.entities.open_page(message.profile)
        elif page is None or page.profile.entity.id != message.page:
            return  # the reader has left that page since
        elif message.profile is None:
            self.entities.drop_page()
        else:
            self.entities.renew_page(message.profile)

    # ---- walking hits --------------------------------------------------------------------------------------------

    def do_next_hit(self) -> None:
        """The next hit, on into the next document found."""
        self._walk(1)

    def do_previous_hit(self) -> None:
        """The previous hit, back into the document before."""
        self._walk(-1)

    def _walk(self, step: int) -> None:
        if self.view.empty:
            self.status.say(f"Nothing is searched for. {self.keymap.first('search')} searches.")
            return
        document = self.reader.document
        order = self.results.order
        if document is None or document.id not in order:
            here = self.results.document
            if here is None:
                self.status.say("Nothing was found.")
            else:
                self._open_at(here, step)
            return
        if self._opening == document.id and self.reader.reader.next_hit(step):
            if self.active != "reader" and "reader" not in self.arrangement.visible:
                self.go_to_pane("reader")
            return
        self._step_document(step)

    def _step_document(self, step: int) -> None:
        """Open the neighbour of the open document in the results; past the end go round, and say so."""
        order = self.results.order
        document = self.reader.document
        here = self._opening or (document.id if document else "")
        if not order:
            self.status.say("Nothing was found.")
            return
        if here not in order:
            self._open_at(self.results.document or order[0], step)
            return
        index = order.index(here) + step
        if index == len(order) < self.results.total:
            self._wanted_step = step
            self.ask_results(offset=len(self.results.hits))
            return
        if not 0 <= index < len(order):
            index %= len(order)
            self.status.say(
                "Past the last one: on from the first." if step > 0 else "Before the first: on at the last."
            )
        self._open_at(order[index], step)

    def _open_at(self, doc: str, step: int) -> None:
        self.origin = self.active if self.active != "reader" else self.origin
        self._ask_document(doc, step=step, focus=True)

    def results_arrived(self) -> None:
        """A window that n was waiting for; and the open document may stand elsewhere in it."""
        self.reader.show_place()
        if self._wanted_step:
            step, self._wanted_step = self._wanted_step, 0
            self._step_document(step)

    def on_results_pane_sorted(self) -> None:
        """The documents found stand in another order."""
        self.reader.show_place()

    def do_next_document(self) -> None:
        """The next document of the results."""
        self._step_document(1)

    def do_previous_document(self) -> None:
        """The previous document of the results, at its beginning."""
        order = self.results.order
        here = self._opening
        if here in order:
            index = order.index(here) - 1
            if index < 0:
                self.status.say("This is the first document of the results.")
                return
            self._open_at(order[index], 1)
        else:
            self._step_document(1)

    # ---- back ----------------------------------------------------------------------------------------------------

    def do_back(self) -> None:
        """Out of a list of statements; out of the reader to where it was opened from."""
        if self.active != "reader":
            self.pane.step_out()
        else:
            self.go_to_pane(self.origin)

    def do_step_back(self) -> None:
        """One step back: out of the search line or a list of statements, then the last chip, the words, the results."""
        if self.place == "search":
            self.go_to_pane(self.active if self.active != "reader" or self.arrangement.mode != "one" else "results")
        elif self.active != "reader" and self.pane.step_out():
            pass
        elif self.active == "reader" and self.arrangement.alone:
            self.go_to_pane(self.origin)  # the list it was opened from is hidden behind it
        elif self.view.chips:
            self.set_view(self.view.without_chip())
        elif self.view.words:
            self.set_view(self.view.with_words(""))
        elif self.zoomed:
            self.do_zoom()
        else:
            self.go_to_pane("results")

    def on_say(self, message: Say) -> None:
        """A pane has something to say."""
        message.stop()
        self.status.say(message.text)
