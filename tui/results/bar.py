"""The top line: the corpus, the search line, what was found; below it one line for what the query could not do."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from search.model import Results
from tui.panes.line import OneLine
from tui.widgets.cells import Cell, Line, width_of
from tui.wording import counted

SLASH, STATS = 3, 26  # columns of the prompt and of the counts, as in app.tcss
SEARCH = 32  # columns that the search line keeps however long the title is
MIN_TITLE = 10


class SearchInput(Input):
    """The search line. It does not blink, and nothing in it is markup."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(id="search", placeholder=placeholder, compact=True, select_on_focus=False)
        self.cursor_blink = False


class SearchBar(Widget):
    """Title and size of the corpus, the search line, the size of the result."""

    @dataclass(eq=False, repr=False)
    class WordsTyped(Message):
        """The search line changed."""

        words: str

    class Submitted(Message):
        """Enter was pressed in the search line."""

    def __init__(self) -> None:
        super().__init__(id="searchbar")
        self.about = OneLine(id="about", classes="bar")
        self.input = SearchInput("search these documents")
        self.stats = OneLine(id="stats", classes="bar")
        self._title_width = 0
        self._results: Results | None = None
        self._documents = 0
        self._unread = (0, "")  # how many files, and the key that says why

    def compose(self) -> ComposeResult:
        """Corpus │ / search line │ counts."""
        yield self.about
        yield OneLine((Cell(" / ", "key"),), id="slash", classes="bar")
        yield self.input
        yield self.stats

    def on_resize(self, event: events.Resize) -> None:
        """The title takes what it needs, as long as the search line keeps its room."""
        self._share(event.size.width)

    def _share(self, width: int) -> None:
        wanted = sum(width_of(cell.text) for cell in self.about.line if not cell.optional) + 2
        title = min(wanted, max(MIN_TITLE, width - SLASH - STATS - SEARCH))
        if title != self._title_width:
            self._title_width = title
            self.about.styles.width = title

    def show_corpus(self, title: str, note: str) -> None:
        """The corpus's title and what there is of it."""
        cells: tuple[Cell, ...] = (Cell(f" {title}", "title", grow=False),)
        if note:
            cells += (Cell(f" · {note}", "dim", optional=True),)
        self.about.show(cells)
        self._share(self.size.width or self.app.size.width)

    def show_stats(self, results: Results | None, documents: int) -> None:
        """How many were found, and how fast."""
        self._results, self._documents = results, documents
        if results is None:
            self.stats.show(self._size_words())
            return
        time = f"{results.took_ms:.0f} ms" if results.took_ms >= 1 else "<1 ms"
        partial = "at least " if results.partial else ""
        self.stats.show((
            Cell(f"{partial}{counted(results.total, 'document')}", "count", align="right"),
            Cell(f" · {time}", "dim", align="right", optional=True),
            Cell(" ", align="right"),
        ))  # fmt: skip

    def show_unread(self, files: int, key: str) -> None:
        """How many files of the folder are not read, and the key that says why."""
        if (files, key) != self._unread:
            self._unread = files, key
            if self._results is None:
                self.show_stats(None, self._documents)

    def _size_words(self) -> Line:
        """What there is where nothing is looked for: "18 documents", "18 read, 3 not (D)"."""
        documents, (unread, key) = self._documents, self._unread
        if not unread:
            return (Cell(f"{counted(documents, 'document')} " if documents else "", "dim", align="right"),)
        return (
            Cell(f"{documents:,} read, ", "dim", align="right"),
            Cell(f"{unread:,} not", "warn", align="right"),
            Cell(f" ({key})", "dim", align="right", optional=True),
            Cell(" ", align="right"),
        )

    @property
    def words(self) -> str:
        """What stands in the search line."""
        return self.input.value

    def put_words(self, words: str) -> None:
        """Write into the search line."""
        if words != self.input.value:
            self.input.value = words
            self.input.cursor_position = len(words)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Tell the screen that the words changed."""
        message.stop()
        self.post_message(self.WordsTyped(message.value))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter is the table's business."""
        message.stop()
        self.post_message(self.Submitted())


def note_for(results: Results | None, suggest_key: str) -> Line:
    """What to say about a query under the search line: problems first, then relaxing, then a suggestion."""
    if results is None:
        return ()
    cells: list[Cell] = []
    if results.problems:
        problem = results.problems[0]
        hint = f" {problem.hint}" if problem.hint else ""
        place = f" (character {problem.start + 1})" if problem.end > problem.start else ""
        cells.append(Cell(f" ! {problem.message}{place}{hint}", "warn", grow=True))
        if len(results.problems) > 1:
            cells.append(Cell(f"  and {len(results.problems) - 1} more", "dim", optional=True))
    if results.relaxed:
        cells.append(Cell(f" {results.relaxed}", "warn", grow=not cells))
    if results.suggestion:
        cells.append(Cell(f"  Did you mean {results.suggestion}? ", "", grow=not cells))
        cells.append(Cell(f"{suggest_key} ", "key"))
        cells.append(Cell("searches for it", "dim", optional=True))
    return tuple(cells)
