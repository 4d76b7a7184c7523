"""The list of topics to compare: the codebook's, the reader's own, those that the documents suggest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.containers import Container

from search.model import Topic
from tui.panes.line import OneLine
from tui.panes.lists import PlainList
from tui.panes.text import text_lines
from tui.session.context import ExplorerContext
from tui.session.messages import Failed
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row
from tui.widgets.modal import Modal, walked
from tui.wording import counted

if TYPE_CHECKING:
    from tui.session.engine import Engine

T = TypeVar("T")

LEAVE = ("escape", "q", "backspace", "left", "h")
ORIGINS = {"codebook": "codebook", "own": "your own", "proposed": "proposed"}
NONE = "There are no topics yet.\n\nn makes one.\n\nTopics are proposed as soon as two or more documents are analysed."


@dataclass(frozen=True, slots=True)
class TopicsFound:
    """The topics that are kept, those that are proposed, and the names of those left out."""

    kept: Sequence[Topic]
    proposed: Sequence[Topic]
    hidden: Sequence[str]


def topics_of(library: Engine) -> TopicsFound:
    """The topics as they are now. Raises StorageError."""
    book = library.topics
    return TopicsFound(book.listed(), book.proposed(), book.hidden())


@dataclass(frozen=True, slots=True)
class EditTopic:
    """What the list answers with: a topic is to be changed, or where it is None, a new one made."""

    topic: Topic | None = None


class TopicList(Modal[EditTopic]):
    """Enter changes a topic or accepts a proposed one, by way of the editor; the other keys act at once."""

    DEFAULT_CSS = """
    TopicList { align: center middle; }
    TopicList .dialog { width: 96%; max-width: 120; height: 92%; background: $background; border: round $sb-rule; }
    """

    def __init__(self, explorer: ExplorerContext, found: TopicsFound, current: str = "") -> None:
        """`current` is the name of the topic the cursor begins on."""
        super().__init__()
        self._explorer = explorer
        self._found = found
        self._current = current
        self._topics: dict[str, Topic] = {}
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
        """Set the rows; the cursor stays on its row."""
        if not self._built_at:
            return
        kept, proposed, hidden = self._found.kept, self._found.proposed, self._found.hidden
        self._topics = {f"topic {topic.name}": topic for topic in kept}
        self._topics |= {f"proposed {topic.name}": topic for topic in proposed}
        width = self.rows.room
        rows = [self._row(key, topic, width) for key, topic in self._topics.items() if topic.origin != "proposed"]
        suggested = [self._row(key, topic, width) for key, topic in self._topics.items() if topic.origin == "proposed"]
        if suggested:
            note = "those accepted are yours" if kept else "until there are others"
            rows += [_heading("proposed from the documents", f"{note} · A accepts all"), *suggested]
        if hidden:
            rows += [_heading("left out", "⏎ takes it in again"), *(_left_out(name) for name in hidden)]
        self.rows.touched = True
        self.rows.set_rows(tuple(rows))
        self._foot()

    def _row(self, key: str, topic: Topic, width: int) -> Row:
        found = sum(topic.counts.values())
        sources = len(self._explorer.documents)
        size = f"  {found:,} in {len(topic.counts)}/{sources} " if topic.counts or topic.origin != "proposed" else "  "
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
            self.dismiss(EditTopic())
        elif key == "a":
            self._accept()
        elif key == "A":
            self._accept_these(())
        elif key in ("x", "delete"):
            self._remove()
        elif key == "u":
            self._undo()
        else:
            return walked(self.rows, key, letters=True)
        return True

    def _open(self) -> None:
        row, topic = self.rows.cursor_row, self._topic
        if topic is not None:
            self.dismiss(EditTopic(topic))
        elif row is not None and row.key.startswith("hidden "):
            self._restore(row.key.removeprefix("hidden "))
        else:
            self.dismiss(EditTopic())

    def _restore(self, name: str) -> None:
        library = self._explorer.library
        self._do(lambda: library.topics.restore(name), lambda _: f"“{name}” is compared again")

    def _accept(self) -> None:
        topic = self._topic
        if topic is None or topic.origin != "proposed":
            self._say("It is no proposed topic: go to one of those below.", "warn")
            return
        self._accept_these((topic.name,))

    def _accept_these(self, names: tuple[str, ...]) -> None:
        """Accept these proposed topics; all of them where none is named."""
        library = self._explorer.library
        self._do(lambda: library.topics.accept(names), lambda made: f"{counted(len(made), 'topic')} accepted")

    def _remove(self) -> None:
        topic, library = self._topic, self._explorer.library
        if topic is None:
            return
        if topic.origin == "proposed":
            self._say("It is only proposed: what is not accepted is not kept.", "warn")
            return
        gone = f"“{topic.name}” {'is left out' if topic.origin == 'codebook' else 'is removed'}"
        self._do(lambda: library.topics.remove(topic.name), lambda _: gone)

    def _undo(self) -> None:
        library = self._explorer.library

        def told(names: Sequence[str]) -> str:
            return f"Taken back: {', '.join(f'“{name}”' for name in names[:3])}" if names else ""

        self._do(lambda: library.topics.undo(), told)

    def _do(self, work: Callable[[], T], told: Callable[[T], str]) -> None:
        """Change something, and say what, or what is wrong; keys wait until the rows show it."""

        def done(value: T) -> None:
            said = told(value)
            if not said:
                self._say("There is nothing to take back.", "warn")
                self.catch_up()
                return
            self._said = (f"{said} · u undoes", "dim")
            self.renew()
            self._explorer.rework(said)

        self.hold()
        self._explorer.perform(work, done, self._refused)

    def renew(self) -> None:
        """Show the topics as they are now."""
        library = self._explorer.library
        self._explorer.fetch("topics", lambda: topics_of(library), self._renewed, self._refused)

    def _renewed(self, found: TopicsFound) -> None:
        if self.answered:
            return
        self._found = found
        self.show_topics()
        self.catch_up()

    def _refused(self, trouble: Failed) -> None:
        self._say(f"{trouble.message} {trouble.hint}", "warn")
        self.catch_up()

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
