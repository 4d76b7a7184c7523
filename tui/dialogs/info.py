"""Text to be read and closed again: a document's metadata, a problem, every key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container

from search.model import Document, Origin
from tui.keys.commands import ACTIONS, GROUPS
from tui.keys.keymap import Keymap, shown
from tui.panes.line import OneLine
from tui.panes.lists import PlainList
from tui.panes.text import text_lines
from tui.theme.signs import SIGNS
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import LineList, Row
from tui.widgets.modal import Modal, walked
from tui.wording import date_words

ORIGINS: Mapping[Origin, str] = {
    "codebook": "the codebook (corpus.yaml)",
    "front matter": "the document's front matter",
    "format": "the file's own metadata",
    "text": "the text",
    "file": "the file's name",
    "correction": "a correction",
}

Fact = tuple[str, str, str]  # name, value, where it comes from


LEAVE = ("escape", "q", "backspace")

T = TypeVar("T")


class Detail(Modal[T], Generic[T]):
    """Rows to read. Enter or a double click answers with what the row stands for: `answer`; else it closes."""

    DEFAULT_CSS = """
    Detail { align: center middle; }
    .dialog { width: 90%; max-width: 100; height: 80%; background: $background; border: round $sb-rule; }
    """

    def __init__(self, title: str, *, hint: str = "Esc back") -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self.rows = PlainList()
        self._built_at = 0

    def compose(self) -> ComposeResult:
        """Title and rows."""
        with Container(classes="dialog"):
            yield OneLine((Cell(f" {self._title}", "tab-active"), Cell(f"{self._hint} ", "dim", align="right")))
            yield self.rows

    def on_mount(self) -> None:
        """Give the rows the keys."""
        self.rows.focus()

    def on_resize(self) -> None:
        """Set the rows for the width."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        if self.rows.size.width and self.rows.size.width != self._built_at:
            self._built_at = self.rows.size.width
            self.rows.set_rows(self.build(self.rows.room))
            self.catch_up()

    @property
    def ready(self) -> bool:
        """Whether there are rows: they wait for the width."""
        return self._built_at > 0

    def build(self, width: int) -> Sequence[Row]:
        """The rows at a width."""
        raise NotImplementedError

    def answer(self, row: Row) -> T | None:
        """What choosing a row answers with; None where rows are only read."""
        return None

    def done(self, key: str) -> bool:
        """Enter chooses or closes, others move or close."""
        if key in LEAVE:
            self.dismiss(None)
        elif key == "enter":
            self._choose()
        else:
            return walked(self.rows, key, letters=True)
        return True

    def _choose(self) -> None:
        """Answer with the row, or close."""
        row = self.rows.cursor_row
        self.dismiss(self.answer(row) if row is not None else None)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A double click is Enter."""
        message.stop()
        self._choose()


class Help(Detail[str]):
    """Every command and its keys, from the table; Enter answers with the id of the one under the cursor."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__("Keys", hint="⏎ does it  Esc back")
        self._keymap = keymap

    def answer(self, row: Row) -> str | None:
        """The command's id."""
        return row.key

    def build(self, width: int) -> Sequence[Row]:
        """A row a command, by group."""
        rows: list[Row] = []
        column = 16
        for group in GROUPS:
            rows.append(Row(f"# {group}", ((), (Cell(f" {group}", "heading"),)), selectable=False))
            for action in ACTIONS:
                if action.group != group:
                    continue
                keys = "  ".join(shown(key) for key in self._keymap.of(action.id))
                where = f" ({', '.join(action.where)})" if action.where and len(action.where) < 5 else ""
                text = text_lines(action.help + where, width, most=4, indent=column) or ((),)
                first: Line = (Cell(keys, "key", width=column), *text[0][1:])
                rows.append(Row(action.id, (first, *text[1:])))
        rows.append(Row("# signs", ((), (Cell(" Signs beside a date", "heading"),)), selectable=False))
        for sign in SIGNS:
            text = text_lines(f"{sign.word}: {sign.help}", width, most=4, indent=column)
            rows.append(Row(f"# {sign.mark}", ((Cell(sign.mark, "inferred", width=column), *text[0][1:]), *text[1:]),
                            selectable=False))  # fmt: skip
        return rows


class About(Detail[None]):
    """A document's metadata and where each value comes from."""

    def __init__(self, document: Document, furniture: int) -> None:
        super().__init__("About this document")
        self._document = document
        self._furniture = furniture

    def facts(self) -> list[Fact]:
        """Name, value and provenance of everything known."""
        document = self._document
        rows: list[Fact] = []
        values = {
            "title": document.title, "source": document.source, "author": document.author,
            "published": date_words(document.published), "language": document.language, "url": document.url,
        }  # fmt: skip
        for name, value in values.items():
            row = document.provenance.get(name)
            why = ""
            if row is not None:
                why = f"{'inferred, ' if row.inferred else ''}from {ORIGINS[row.origin]}"
                why += f": {row.why}" if row.why else ""
            rows.append((name, value or "not known", why))
        rows.append(("words", f"{document.words:,}", ""))
        rows += [(name, value, "") for name, value in document.details.items()]
        within = f", a part of {document.file}" if document.file else ""
        rows.append(("file", document.id, f"read as {document.format}{within}"))
        if self._furniture:
            rows.append(("set aside", f"{self._furniture} lines", "belong to the site, not to the document"))
        rows.append(("sha256", document.sha256, ""))
        return rows

    def build(self, width: int) -> Sequence[Row]:
        """A row a fact."""
        rows: list[Row] = []
        column = min(20, 2 + max(len(name) for name, _, _ in self.facts()))
        for name, value, why in self.facts():
            style = "dim" if value == "not known" else ""
            text = text_lines(value, width, most=6, indent=column, style=style) or ((Cell(""),),)
            first: Line = (Cell(name, "heading", width=column), *text[0][1:])
            lines = [first, *text[1:]]
            if why:
                lines += text_lines(why, width, most=4, indent=column, style="dim")
            rows.append(Row(name, (*lines, ())))
        return rows


class Trouble(Detail[None]):
    """What went wrong, and what to do about it: (title, message, hint) each."""

    def __init__(self, title: str, problems: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(title)
        self._problems = problems

    def build(self, width: int) -> Sequence[Row]:
        """A row a problem."""
        rows: list[Row] = []
        for number, (title, message, hint) in enumerate(self._problems):
            lines: list[Line] = [(Cell(title, "warn", grow=True),)]
            lines += text_lines(message, width, most=8)
            lines += text_lines(hint, width, most=6, style="dim") if hint else ()
            rows.append(Row(str(number), (*lines, ())))
        return rows
