"""The list of topics to compare: the codebook's, the reader's own, those that the documents suggest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container

from search.errors import SourcebookError
from search.model import Topic
from tui.dialogs.modal import Asking, walked
from tui.panes.base import PlainList, text_lines
from tui.panes.line import OneLine
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row
from tui.wording import counted

if TYPE_CHECKING:
    from search import Library

LEAVE = ("escape", "q", "backspace", "left", "h")
ORIGINS = {"codebook": "codebook", "own": "your own", "proposed": "proposed"}
NONE = "There are no topics yet.\n\nn makes one.\n\nTopics are proposed as soon as two or more documents are analysed."
NEW, EDIT = "new", "edit "  # what the list answers with: a new topic, or one by its name


class TopicList(Asking):
    """Enter changes a topic or accepts a proposed one, by way of the editor; the other keys act at once."""

    DEFAULT_CSS = """
    TopicList { align: center middle; }
    TopicList .dialog { width: 96%; max-width: 120; height: 92%; background: $background; border: round $sb-rule; }
    """

    def __init__(self, library: Library, changed: Callable[[str], None], current: str = "") -> None:
        """`changed` is called with what was done; `current` is the name of the topic the cursor begins on."""
        super().__init__()
        self._library = library
        self._book = library.topics
        self._changed = changed
        self._current = current
        self._sources = len(library.documents())
        self._topics: dict[str, Topic] = {}
        self._hidden: tuple[str, ...] = ()
        self._said: tuple[str, str] = ("u takes the last change back", "dim")
        self._built_at = 0
        self.rows = PlainList(empty=NONE)
        self.foot = OneLine()

    def compose(self) -> ComposeResult:
        """Title, rows, what was done or went wrong."""
        with Container(classes="dialog"):
            yield OneLine(
                (
                    Cell(" Topics", "tab-active"),
                    Cell("⏎ change  n new  a accept  x remove  Esc back ", "dim", align="right"),
                )
            )
            yield self.rows
            yield self.foot

    def on_mount(self) -> None:
        """Give the rows the keys."""
        self.rows.focus()

    def on_resize(self) -> None:
        """Set the rows for the width."""
        self.call_after_refresh(self._fill)

    @property
    def ready(self) -> bool:
        """Whether there are rows: they wait for the width."""
        return self._built_at > 0

    def _fill(self) -> None:
        if self.rows.size.width and self.rows.size.width != self._built_at:
            first = not self._built_at
            self._built_at = self.rows.size.width
            self.show_topics()
            if first and self._current:
                self.rows.move_to_key(f"topic {self._current}")
            self.catch_up()

    def show_topics(self) -> None:
        """The topics as they are now; the cursor stays on its row."""
        if not self._built_at:
            return
        try:
            kept, proposed = self._book.listed(), self._book.proposed()
            self._hidden = self._book.hidden()
        except SourcebookError as error:
            self._say(f"{error.title}: {error.message} {error.hint}", "warn")
            return
        self._topics = {f"topic {topic.name}": topic for topic in kept}
        self._topics |= {f"proposed {topic.name}": topic for topic in proposed}
        width = self.rows.room
        rows = [self._row(key, topic, width) for key, topic in self._topics.items() if topic.origin != "proposed"]
        suggested = [self._row(key, topic, width) for key, topic in self._topics.items() if topic.origin == "proposed"]
        if suggested:
            note = "those accepted are yours" if kept else "until there are others"
            rows += [_heading("proposed from the documents", f"{note} · A accepts all"), *suggested]
        if self._hidden:
            rows += [_heading("left out", "⏎ takes it in again"), *(_left_out(name) for name in self._hidden)]
        self.rows.touched = True
        self.rows.set_rows(tuple(rows))
        self._foot()

    def _row(self, key: str, topic: Topic, width: int) -> Row:
        found = sum(topic.counts.values())
        size = (
            f"  {found:,} in {len(topic.counts)}/{self._sources} "
            if topic.counts or topic.origin != "proposed"
            else "  "
        )
        style = "count" if found else "dim"
        first: Line = (
            Cell(topic.name, "", grow=True),
            Cell(f"  {ORIGINS[topic.origin]}", "dim", align="right", optional=True),
            Cell(size, style, align="right"),
        )
        lines: list[Line] = [
            first,
            *text_lines(topic.query or "passages put in by hand", width, most=2, style="dim", indent=2),
        ]
        if topic.problem:
            lines += text_lines(f"! {topic.problem}", width, most=2, style="warn", indent=2)
        return Row(key, tuple(lines), data=topic)

    # ---- keys ----------------------------------------------------------------------------------------------------

    @property
    def _topic(self) -> Topic | None:
        row = self.rows.cursor_row
        return row.data if row is not None and isinstance(row.data, Topic) else None

    def done(self, key: str) -> bool:
        """What the keys do here."""
        if key in LEAVE:
            self.dismiss(None)
        elif key in ("enter", "right", "l"):
            self._open()
        elif key in ("n", "plus", "plus_sign"):
            self.dismiss(NEW)
        elif key == "a":
            self._accept()
        elif key == "A":
            self._do(lambda: self._told_accepted(self._book.accept()))
        elif key in ("x", "delete"):
            self._remove()
        elif key == "u":
            self._do(self._undo)
        else:
            return walked(self.rows, key, letters=True)
        return True

    def _open(self) -> None:
        row, topic = self.rows.cursor_row, self._topic
        if topic is not None:
            self.dismiss(EDIT + topic.name)
        elif row is not None and row.key.startswith("hidden "):
            name = row.key.removeprefix("hidden ")
            self._do(lambda: self._restored(name))
        else:
            self.dismiss(NEW)

    def _restored(self, name: str) -> str:
        self._book.restore(name)
        return f"“{name}” is compared again"

    def _accept(self) -> None:
        topic = self._topic
        if topic is None or topic.origin != "proposed":
            self._say("It is no proposed topic: go to one of those below.", "warn")
            return
        name = topic.name
        self._do(lambda: self._told_accepted(self._book.accept((name,))))

    def _told_accepted(self, made: Sequence[object]) -> str:
        return f"{counted(len(made), 'topic')} accepted"

    def _remove(self) -> None:
        topic = self._topic
        if topic is None:
            return
        if topic.origin == "proposed":
            self._say("It is only proposed: what is not accepted is not kept.", "warn")
            return
        self._do(lambda: self._removed(topic))

    def _removed(self, topic: Topic) -> str:
        self._book.remove(topic.name)
        return f"“{topic.name}” {'is left out' if topic.origin == 'codebook' else 'is removed'}"

    def _undo(self) -> str:
        names = self._book.undo()
        return f"Taken back: {', '.join(f'“{name}”' for name in names[:3])}" if names else ""

    def _do(self, act: Callable[[], str]) -> None:
        """Change something, and say what, or what is wrong."""
        try:
            said = act()
        except SourcebookError as error:
            self._say(f"{error.message} {error.hint}", "warn")
            return
        if not said:
            self._say("There is nothing to take back.", "warn")
            return
        self._said = (f"{said} · u undoes", "dim")
        self.show_topics()
        self._changed(said)

    def _say(self, text: str, style: str) -> None:
        self._said = (text, style)
        self._foot()

    def _foot(self) -> None:
        text, style = self._said
        self.foot.show((Cell(f" {text}" if text else "", style, grow=True),))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A double click is Enter."""
        message.stop()
        self._open()


def _heading(title: str, note: str) -> Row:
    line = (Cell(f" {title}", "heading"), Cell(f"  {note}", "dim", grow=True))
    return Row(f"# {title}", ((), line), selectable=False)


def _left_out(name: str) -> Row:
    return Row(f"hidden {name}", ((Cell(name, "dim", grow=True), Cell("  codebook ", "dim", align="right")),))
