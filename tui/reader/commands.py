"""Opening documents and walking their hits: `n` goes through those of every document found, in the results' order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search.model import Document, Span, Text
from tui.entities.pane import EntitiesPane
from tui.reader.pane import ReaderPane
from tui.reader.place import Found, look_up
from tui.results.pane import ResultsPane
from tui.session.context import CommandGroup, ExplorerContext, PaneName
from tui.session.messages import Spot
from tui.widgets.marks import Mark
from tui.wording import citation, merged

STALE: dict[Found, str] = {
    "here": "",
    "moved": "This file has changed; the passage stands elsewhere in it now.",
    "gone": "This file has changed; the passage is no longer in it.",
}


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document to show, and its hits, which n and N walk."""

    document: Document
    text: Text
    hits: tuple[Span, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The hits as the reader shows them."""
        return tuple(Mark(span.start, span.end, "hit") for span in self.hits)


class ReaderCommands(CommandGroup):
    """What the reader shows."""

    def __init__(
        self, explorer: ExplorerContext, reader: ReaderPane, results: ResultsPane, entities: EntitiesPane
    ) -> None:
        super().__init__(explorer)
        self._reader = reader
        self._results = results
        self._entities = entities
        self.origin: PaneName = "results"
        """The pane that the open document was opened from."""
        self._wanted_step = 0  # +1 or -1: a further window of results is being fetched for n or N
        self._opening = ""  # the document that was asked for last
        reader.whereabouts = self._whereabouts

    def _whereabouts(self) -> tuple[int, int] | None:
        document = self._reader.document
        if self.explorer.view.empty or document is None:
            return None
        order = self._results.order
        if document.id not in order:
            return None
        return order.index(document.id) + 1, self._results.total

    def dead(self) -> frozenset[str]:
        """Without hits there are none to walk, without a document no lines set aside."""
        out = {"next_hit"} if self.explorer.view.empty else set()
        return frozenset(out | {"furniture"} if self._reader.document is None else out)

    # ---- opening -------------------------------------------------------------------------------------------------

    def open_spot(self, spot: Spot) -> None:
        """Show a document at a passage, or at its first hit."""
        documents = self.explorer.documents
        if documents and spot.doc not in documents:
            self.explorer.say(f"{spot.doc} is no longer in the folder.", "warn")
            return
        self._remember_origin()
        if spot.end <= spot.start:
            self._ask_document(spot.doc, lambda read: self._opened(read, None, step=1))
        else:
            self._ask_document(spot.doc, lambda read: self._opened_at(read, spot))

    def _opened_at(self, read: DocumentRead, spot: Spot) -> None:
        """Show a document at a place, or where its words stand now: the file may have changed since it was noted."""
        start, end, found = look_up(read.text.text, spot.start, spot.end, spot.text)
        self._opened(read, Span(start, end))
        if found != "here":
            self.explorer.say(STALE[found])

    def open_phrase(self, doc: str, phrase: str) -> None:
        """Show a document where it uses these words."""
        self._remember_origin()

        def opened(read: DocumentRead) -> None:
            at = read.text.text.find(phrase)
            self._opened(read, Span(at, at + len(phrase)) if at >= 0 else None)

        self._ask_document(doc, opened)

    def _remember_origin(self) -> None:
        pane = self.explorer.pane
        self.origin = pane.NAME if pane.NAME != "reader" else self.origin

    def _ask_document(self, doc: str, then: Callable[[DocumentRead], object]) -> None:
        library, view = self.explorer.library, self.explorer.view
        entities = [chip.value for chip in view.chips if chip.field == "entity"]
        known = {entity.name: entity.id for entity in self._entities.entities}
        ids = [known[name] for name in entities if name in known]
        self._opening = doc

        def read() -> DocumentRead:
            text = library.text(doc)
            spans = list(library.highlights(view.query, doc)) if view.query else []
            for entity in ids:
                spans += [Span(mention.start, mention.end) for mention in library.mentions(entity, doc)]
            return DocumentRead(library.document(doc), text, merged(spans))

        self.explorer.fetch("document", read, then)

    def _opened(self, read: DocumentRead, target: Span | None, *, step: int = 0) -> None:
        """Show a document at `target`, or where that is None and there is a step, at its first hit or its last."""
        reader = self._reader
        if reader.document == read.document and reader.text == read.text:
            reader.set_marks(read.marks)
        else:
            reader.show_document(read.document, read.text, read.marks)
        if target is not None:
            reader.go_to(target)
        elif step:
            found = reader.reader.go_to_hit(0 if step > 0 else -1)
            if not found and self.explorer.view.words.strip():
                self.explorer.say("None of the words is in the text itself.")
        self._results.lines.move_to_key(read.document.id)
        self.explorer.go_to_pane("reader")

    def _renewed(self, read: DocumentRead) -> None:
        """Other hits of the document that is shown, or another text of it."""
        if self._reader.document is not None and self._reader.document.id == read.document.id:
            said = self._reader.renew(read.document, read.text, read.marks)
            if said:
                self.explorer.say(said, "warn")

    def view_changed(self) -> None:
        """The open document shows the hits of the new query, where it is."""
        document = self._reader.document
        if document is not None and document.id in self.explorer.documents:
            self._ask_document(document.id, self._renewed)

    def corpus_changed(self) -> None:
        """The open document may read otherwise now, or be gone."""
        document = self._reader.document
        if document is None:
            return
        if document.id in self.explorer.documents:
            self._ask_document(document.id, self._renewed)
        elif not self._reader.gone:
            self._reader.lose()
            self.explorer.say(f"{document.id} is no longer in the folder; it is shown until you leave it.", "warn")

    # ---- walking hits --------------------------------------------------------------------------------------------

    def do_next_hit(self) -> None:
        """The next hit, on into the next document found."""
        self._walk(1)

    def do_previous_hit(self) -> None:
        """The previous hit, back into the document before."""
        self._walk(-1)

    def _walk(self, step: int) -> None:
        if self.explorer.view.empty:
            self.explorer.say(f"Nothing is searched for. {self.explorer.keymap.first('search')} searches.")
            return
        document = self._reader.document
        order = self._results.order
        if document is None or document.id not in order:
            here = self._results.document
            if here is None:
                self.explorer.say("Nothing was found.")
            else:
                self._open_at(here, step)
            return
        if self._opening == document.id and self._reader.reader.next_hit(step):
            if "reader" not in self.explorer.shown:
                self.explorer.go_to_pane("reader")
            return
        self._step_document(step)

    def _step_document(self, step: int) -> None:
        """Open the neighbour of the open document in the results; past the end go round, and say so."""
        order = self._results.order
        document = self._reader.document
        here = self._opening or (document.id if document else "")
        if not order:
            self.explorer.say("Nothing was found.")
            return
        if here not in order:
            self._open_at(self._results.document or order[0], step)
            return
        index = order.index(here) + step
        if index == len(order) < self._results.total:
            self._wanted_step = step
            self.explorer.more_results()
            return
        if not 0 <= index < len(order):
            index %= len(order)
            self.explorer.say(
                "Past the last one: on from the first." if step > 0 else "Before the first: on at the last."
            )
        self._open_at(order[index], step)

    def _open_at(self, doc: str, step: int) -> None:
        self._remember_origin()
        self._ask_document(doc, lambda read: self._opened(read, None, step=step))

    def results_arrived(self) -> None:
        """A window that n was waiting for; and the open document may stand elsewhere in it."""
        self._reader.show_place()
        if self._wanted_step:
            step, self._wanted_step = self._wanted_step, 0
            self._step_document(step)

    def results_sorted(self) -> None:
        """The documents found stand in another order."""
        self._reader.show_place()

    def do_next_document(self) -> None:
        """The next document of the results."""
        self._step_document(1)

    def do_previous_document(self) -> None:
        """The previous document of the results, at its beginning."""
        order = self._results.order
        here = self._opening
        if here in order:
            index = order.index(here) - 1
            if index < 0:
                self.explorer.say("This is the first document of the results.")
                return
            self._open_at(order[index], 1)
        else:
            self._step_document(1)

    # ---- the document and the passage ----------------------------------------------------------------------------

    def do_back(self) -> None:
        """Out of a list of statements; out of the reader to where it was opened from."""
        if self.explorer.pane.NAME != "reader":
            self.explorer.pane.step_out()
        else:
            self.explorer.go_to_pane(self.origin)

    def do_info(self) -> None:
        """The document's metadata and its provenance."""
        from tui.dialogs.info import About

        spot = self.explorer.pane.spot
        document = self.explorer.documents.get(spot.doc) if spot else self._reader.document
        if document is None:
            self.explorer.say("No document is chosen.")
            return
        text = self._reader.text
        own = text is not None and text.doc == document.id
        self.explorer.ask(About(document, len(text.furniture) if own and text else 0), lambda _: None)

    def do_furniture(self) -> None:
        """The lines set aside, at the end of the document."""
        self.explorer.say(self._reader.toggle_furniture())

    def do_copy_citation(self) -> None:
        """Cite what is under the cursor."""
        spot = self.explorer.pane.spot
        document = self.explorer.documents.get(spot.doc) if spot else None
        if spot is None or document is None:
            self.explorer.say("There is nothing to cite here: go to a document or a statement.")
            return
        at = (spot.start, spot.end) if spot.text else (spot.hit, None)
        place = self.explorer.places.words(spot.doc, *at)
        self.explorer.say(self.explorer.copy(citation(document, spot.text, place), "The citation"))
