"""A topic to make or change: name, description and query, with what the query finds below it while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key
from textual.widgets import Input

from search.model import Span, Topic
from tui.panes.line import OneLine
from tui.panes.lists import PlainList
from tui.panes.text import byline_within, text_lines
from tui.session.context import ExplorerContext
from tui.session.messages import Failed
from tui.widgets.cells import Cell
from tui.widgets.line_list import Row
from tui.widgets.modal import Modal, Typed, walked
from tui.wording import counted

FIELDS = ("name", "about", "query")
MARKED = 12  # documents whose hits are marked in what is found
A_DOCUMENT = 3  # passages of one document that are shown
HINT = "⏎ keep  Tab next line  ↑ ↓ scroll  Esc back"


@dataclass(frozen=True, slots=True)
class QueryTried:
    """What a query finds: the topic, the documents with its words, those looked at, hits by document."""

    query: str
    topic: Topic
    documents: int
    looked: int
    hits: Mapping[str, tuple[Span, ...]]


class Field(Typed):
    """One of the lines. A key of a burst that came by way of the line before it belongs to the one that is current."""

    def on_key(self, event: Key) -> None:
        """What is typed here is for the current line."""
        screen = self.screen
        if isinstance(screen, TopicEditor) and screen.current is not self and not screen.answered:
            event.stop()
            event.prevent_default()
            screen.take(event)
        else:
            super().on_key(event)


class TopicEditor(Modal[str]):
    """Enter keeps the topic and answers with its name, Esc with None; what is wrong is said below the lines."""

    DEFAULT_CSS = """
    TopicEditor { align: center middle; }
    TopicEditor .dialog { width: 96%; max-width: 120; height: 92%; background: $background; border: round $sb-rule; }
    TopicEditor .typed { layout: horizontal; height: 1; }
    TopicEditor .typed Input { width: 1fr; background: $background; }
    TopicEditor .prompt { width: 8; }
    """

    def __init__(self, explorer: ExplorerContext, topic: Topic | None = None) -> None:
        """`topic` is the one to change; None makes a new one."""
        super().__init__()
        self._explorer = explorer
        self._documents, self._places = explorer.documents, explorer.places
        self._topic = topic
        self._tried: QueryTried | None = None
        self._asked: str | None = None
        values = (topic.name, topic.description, topic.query) if topic is not None else ("", "", "")
        self.fields = {name: Field(value) for name, value in zip(FIELDS, values, strict=True)}
        self.current: Typed = self.fields["query" if topic is not None else "name"]
        self.note = OneLine()
        self.rows = PlainList()

    @property
    def _was(self) -> str:
        """The name of the topic before, where it is kept already."""
        return self._topic.name if self._topic is not None and self._topic.origin != "proposed" else ""

    def compose(self) -> ComposeResult:
        """Title, the lines, what is found."""
        title = (
            "New topic" if self._topic is None else "Proposed topic" if self._topic.origin == "proposed" else "Topic"
        )
        with Container(classes="dialog"):
            yield OneLine((Cell(f" {title}", "tab-active"), Cell(f"{HINT} ", "dim", align="right")))
            for name, field in self.fields.items():
                with Container(classes="typed"):
                    yield OneLine((Cell(f" {name:<6} ", "key"),), classes="prompt")
                    yield field
            yield self.note
            yield self.rows

    def on_mount(self) -> None:
        """The first line that wants something has the keys."""
        for field in self.fields.values():
            field.cursor_position = len(field.value)
        self.current.focus()
        self._try()
        self.catch_up()

    def on_unmount(self) -> None:
        """Ask nothing any more."""
        self._explorer.loader.forget("try")

    def on_resize(self) -> None:
        """Set what is found for the width."""
        self.call_after_refresh(self._show)

    # ---- keys ----------------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Add to the current line."""
        self.current.insert_text_at_cursor(text)

    def done(self, key: str) -> bool:
        """Enter keeps, Esc leaves, Tab goes to the next line, arrows scroll what is found."""
        if key == "escape":
            self.dismiss(None)
        elif key == "enter":
            self._keep()
        elif key in ("tab", "shift+tab"):
            self._next(-1 if key == "shift+tab" else 1)
        else:
            return walked(self.rows, key)
        return True

    def _next(self, step: int) -> None:
        lines = list(self.fields.values())
        at = next(number for number, line in enumerate(lines) if line is self.current)
        self._go(lines[(at + step) % len(lines)])

    def _go(self, line: Typed) -> None:
        self.current = line
        line.focus()

    def _keep(self) -> None:
        """Keep the topic; where something is missing, say so and go there."""
        name, about, query = (self.fields[each].value for each in FIELDS)
        library, was = self._explorer.library, self._was

        def kept(made: str) -> None:
            self.dismiss(made)
            self.catch_up()

        def refused(trouble: Failed) -> None:
            self._advise(f"{trouble.message} {trouble.hint}")
            if not name.strip():
                self._go(self.fields["name"])
            elif not query.strip():
                self._go(self.fields["query"])
            self.catch_up()

        self.hold()
        self._explorer.perform(lambda: library.topics.save(name, about, query, was=was).name, kept, refused)

    # ---- what is found -------------------------------------------------------------------------------------------

    def on_input_changed(self, message: Input.Changed) -> None:
        """Try the query as it is by now."""
        message.stop()
        if message.input is self.fields["query"]:
            self._try()
        else:
            self._summary()

    def _try(self) -> None:
        query = self.fields["query"].value
        if query == self._asked:
            return
        self._asked = query
        library, was = self._explorer.library, self._was

        def ask() -> QueryTried:
            found = library.topics.tried(query, was)
            docs = list(found.topic.cells)[:MARKED]
            hits = {doc: library.highlights(query, doc) for doc in docs} if query.strip() else {}
            return QueryTried(query, found.topic, found.documents, found.looked, hits)

        self._explorer.fetch("try", ask, self._show_tried, self._not_tried)

    @property
    def settled(self) -> bool:
        """Whether what is shown is what the query finds."""
        return self._tried is not None and self._tried.query == self.fields["query"].value

    def _show_tried(self, tried: QueryTried) -> None:
        """Show what the query finds."""
        self._tried = tried
        self._show()

    def _not_tried(self, trouble: Failed) -> None:
        self._advise(f"{trouble.title}: {trouble.message} {trouble.hint}")

    def _show(self) -> None:
        self._summary()
        if self._tried is None or not self.rows.size.width:
            return
        rows: list[Row] = []
        width = self.rows.room
        for doc, passages in self._tried.topic.cells.items():
            hits = self._tried.hits.get(doc, ())
            for number, passage in enumerate(passages[:A_DOCUMENT]):
                inside = [
                    Span(hit.start - passage.start_char, hit.end - passage.start_char)
                    for hit in hits
                    if passage.start_char <= hit.start and hit.end <= passage.end_char
                ]
                first = max(0, inside[0].start - width) if inside else 0
                if first:
                    first = passage.text.find(" ", first) + 1
                lead = "… " if first else ""
                shown = [Span(hit.start - first + len(lead), hit.end - first + len(lead)) for hit in inside]
                lines = text_lines(lead + passage.text[first:], width - 1, shown, most=3, indent=2)
                count = self._tried.topic.counts.get(doc, 0)
                page = self._places.words(doc, passage.start_char)
                head = (
                    Cell(byline_within(self._documents.get(doc), width - 8, page) or doc, "source", grow=True),
                    Cell(f"  {number + 1}/{count} ", "dim", align="right"),
                )
                rows.append(Row(f"{doc}:{passage.start_char}", (head, *lines)))
        self.rows.set_rows(tuple(rows), keep=False)

    def _summary(self) -> None:
        """How much it finds, and what is wrong with it."""
        tried = self._tried
        if tried is None:
            self.note.show((Cell(" …", "dim"),))
            return
        if tried.topic.problem and (tried.query.strip() or tried.topic.cells):
            said = tried.topic.problem
            self._advise(f"{said[:1].upper()}{said[1:]}")
            return
        if not tried.query.strip() and not tried.topic.cells:
            self.note.show((Cell(" A query is as in the search line: words, “a phrase”, OR, ( ).", "dim", grow=True),))
            return
        found = sum(tried.topic.counts.values())
        least = "at least " if tried.documents > tried.looked else ""
        whole = f", looked for in the best {tried.looked} of {tried.documents:,}" if least else ""
        text = f" {least}{counted(found, 'passage')} in {counted(len(tried.topic.cells), 'document')}{whole}"
        self.note.show((Cell(text, "count", grow=True),))

    def _advise(self, trouble: str) -> None:
        self.note.show((Cell(f" ! {trouble}", "warn", grow=True),))
