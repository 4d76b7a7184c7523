"""Rows of statements: who says what, in which words. What the rows of the comparison lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.model import Conflict, Described, Document, Only, Span, Statement, Topic
from tui.messages import Spot
from tui.panes.base import byline_within, text_lines
from tui.widgets.cells import Cell
from tui.widgets.linelist import Row
from tui.wording import date_words

MOST_LINES = 8  # of a passage; the reader has the rest

Item = Conflict | Topic | Described | Only


@dataclass(frozen=True, slots=True)
class Phrase:
    """How one document describes a name: words to be found in it."""

    doc: str
    words: str


@dataclass(frozen=True)
class Statements:
    """Makes rows for a width: `documents` by id, `short` names of sources by document id, `sources` in their order."""

    documents: Mapping[str, Document]
    short: Mapping[str, str]
    sources: Sequence[str]
    width: int

    def of(self, item: Item) -> tuple[Row, ...]:
        """The statements behind a row of the comparison."""
        match item:
            case Conflict():
                return self._conflict(item)
            case Topic():
                return self.passages(item, self.sources)
            case Described():
                return self._phrases(item)
            case Only():
                return tuple(self._statement(statement) for statement in item.statements)

    def passages(self, topic: Topic, docs: Sequence[str]) -> tuple[Row, ...]:
        """What these documents say on a topic, and in which of them nothing was found."""
        rows = [self._aside("about", topic.description, after=True)] if topic.description else []
        absent: list[str] = []
        for doc in docs:
            passages = topic.cells.get(doc, ())
            if not passages:
                absent.append(self.short.get(doc, doc))
            for passage in passages:
                place = Statement(passage.doc, passage.text, passage.start_char, passage.end_char)
                rows.append(self._statement(place))
        if absent:
            rows.append(self._aside("absent", "not found in: " + ", ".join(absent)))
        return tuple(rows)

    def _conflict(self, conflict: Conflict) -> tuple[Row, ...]:
        rows = [self._aside("why", conflict.why, after=True)] if conflict.why else []
        differ = len(conflict.values) > 1
        for value in conflict.values:
            words = value_words(conflict, value.value)
            head = (Cell(" ≠ " if differ else " = ", "differ" if differ else "agree"), Cell(words, "date", grow=True))
            rows.append(Row(f"# {value.value}", (head,), selectable=False))
            rows += [self._statement(statement, value.value) for statement in value.statements]
        return tuple(rows)

    def _aside(self, name: str, text: str, *, after: bool = False) -> Row:
        lines = text_lines(text, self.width, most=3, style="dim")
        return Row(f"# {name}", tuple((Cell("  "), *line) for line in (*lines, *[()] * after)), selectable=False)

    def _statement(self, statement: Statement, value: str = "") -> Row:
        document = self.documents.get(statement.doc)
        by = byline_within(document, self.width) or statement.doc
        at = statement.text.find(value) if value else -1
        spans = (Span(at, at + len(value)),) if at >= 0 else ()
        lines = text_lines(statement.text, self.width - 1, spans, most=MOST_LINES)
        spot = Spot(statement.doc, statement.start_char, statement.end_char, statement.text)
        key = f"{statement.doc}:{statement.start_char}:{statement.end_char}:{value}"
        return Row(key, ((Cell(by, "source", grow=True),), *lines, ()), data=spot)

    def _phrases(self, described: Described) -> tuple[Row, ...]:
        rows: list[Row] = []
        for doc, phrases in described.by.items():
            document = self.documents.get(doc)
            head = (Cell(f" {byline_within(document, self.width) or doc}", "source", grow=True),)
            rows.append(Row(f"# {doc}", (head,), selectable=False))
            for number, phrase in enumerate(phrases):
                lines = text_lines(f"“{phrase}”", self.width, most=3)
                rows.append(Row(f"{doc}:{number}", lines, data=Phrase(doc, phrase)))
            rows.append(Row(f"# after {doc}", ((),), selectable=False))
        return tuple(rows)


def value_words(conflict: Conflict, value: str) -> str:
    """A value for people."""
    return date_words(value) if conflict.kind == "date" else value
