"""Rows of statements: who says what, in which words. What the rows of the comparison lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.model import (
    NO_PLACES,
    Conflict,
    Described,
    Document,
    Only,
    Places,
    Span,
    StatedValue,
    Statement,
    Topic,
    placed,
)
from search.text.wording import FINDS_NOTHING
from tui.evidence.values import days_told, documents_of, named, value_spans, value_words, voices_note
from tui.panes.text import byline_within, folded, phrase_lines, text_lines
from tui.session.messages import Spot
from tui.widgets.cells import Cell, cut, width_of
from tui.widgets.line_list import Row
from tui.wording import counted, date_words, reason_words

if TYPE_CHECKING:
    from search.model import Copied, Silent

MAX_LINES = 8  # of a passage; the reader has the rest
MAX_ASIDE = 10  # lines of what stands beside the statements: why, where not found

DateWords = Callable[[str, int, int, str], Span | None]  # document, first and last character, value → the date's words


@dataclass(frozen=True, slots=True)
class Phrase:
    """How one document describes a name: words to be found in it."""

    doc: str
    words: str


@dataclass(frozen=True, slots=True)
class NotHere:
    """Something that others speak of: an entity (its id) or a topic, by name."""

    name: str
    entity: str = ""


def no_words(doc: str, start: int, end: int, value: str) -> Span | None:
    """Where nothing is known of the words of a date."""
    return None


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Statements:
    """Makes rows for a width: `documents` by id, `short` names of sources by document id, `sources` in their order.

    `voices` are those of the comparison, `names` those of entities by id; `date_words` finds the words of a date;
    `places` say on which pages statements stand.
    """

    documents: Mapping[str, Document]
    short: Mapping[str, str]
    sources: Sequence[str]
    width: int
    voices: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    date_words: DateWords = no_words
    side_key: str = "|"
    places: Places = NO_PLACES

    def of(self, item: object) -> tuple[Row, ...]:
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
            case _:
                from search.model import Copied, Silent

                if isinstance(item, Copied):
                    return self._copied(item)
                return self._silent(item) if isinstance(item, Silent) else ()

    def passages(self, topic: Topic, docs: Sequence[str]) -> tuple[Row, ...]:
        """What these documents say on a topic, and in which of them nothing was found."""
        rows = [self._aside("about", topic.description, after=True)] if topic.description else []
        if topic.problem:  # what is wrong with its query: an empty row may say nothing of the sources
            rows.append(self._aside("problem", f"! {topic.problem}", after=True, style="warn"))
        absent: list[str] = []
        for doc in docs:
            passages = topic.cells.get(doc, ())
            if not passages:
                absent.append(doc)
            for passage in passages:
                place = Statement(passage.doc, passage.text, passage.start_char, passage.end_char)
                rows.append(self._statement(place))
        if absent and (topic.cells or topic.problem in ("", FINDS_NOTHING)):  # else it was not looked for
            rows.append(self._aside("absent", "not found in: " + named(absent, self.short)))
        return tuple(rows)

    # ---- conflicts -----------------------------------------------------------------------------------------------

    def _conflict(self, conflict: Conflict) -> tuple[Row, ...]:
        rows = [self._aside("why", reason_words(conflict.why), after=True)] if conflict.why else []
        if conflict.confirmed:
            rows.insert(0, Row("# confirmed", ((Cell("  ✓ looked at, and kept", "dim", grow=True),),), False))
        days = days_told(conflict, self.documents) if conflict.update else ()
        for number, value in enumerate(conflict.values):
            rows.append(self._value(conflict, number, days[number] if days else ""))
            rows += [self._statement(statement, value.value, conflict.kind) for statement in value.statements]
        said = set(documents_of(conflict.values))
        absent = [doc for doc in self.sources if doc not in said]
        if absent:
            rows.append(self._aside("absent", "not found in: " + named(absent, self.short)))
        return tuple(rows)

    def _value(self, conflict: Conflict, number: int, day: str) -> Row:
        """The head above the statements of one value."""
        value: StatedValue = conflict.values[number]
        note = voices_note(documents_of((value,)), self.voices)
        if conflict.update:
            mark, style = ("↦", "date") if number else (" ", "dim")
            told = f" · first stated {date_words(day)}" if day else ""
            words = f"{'later: ' if number else ''}{value_words(conflict, value.value)}{told}"
        else:
            mark, style = ("≠", "differ") if len(conflict.values) > 1 else ("=", "agree")
            words = value_words(conflict, value.value)
        right = width_of(note) + 2 if note else 0
        beside = right and right + 20 < self.width
        begun, *more = folded(words, max(10, self.width - 3 - (right if beside else 0))) or [""]
        head = [Cell(f" {mark} ", style), Cell(begun, "date", grow=True)]
        lines = [tuple([*head, Cell(f" {note} ", "dim", align="right")] if beside else head)]
        lines += [(Cell("   "), Cell(line, "date", grow=True)) for line in more]
        if note and not beside:
            lines.append((Cell("   "), Cell(note, "dim", grow=True)))
        return Row(f"# {value.value}", tuple(lines), selectable=False)

    def _aside(self, name: str, text: str, *, after: bool = False, style: str = "dim") -> Row:
        lines = text_lines(text, self.width - 2, most=MAX_ASIDE, style=style)
        return Row(f"# {name}", tuple((Cell("  "), *line) for line in (*lines, *[()] * after)), selectable=False)

    def _statement(self, statement: Statement, value: str = "", kind: str = "") -> Row:
        text = statement.text
        spans: tuple[Span, ...] = ()
        if kind == "date":
            words = self.date_words(statement.doc, statement.start_char, statement.end_char, value)
            spans = (Span(words.start - statement.start_char, words.end - statement.start_char),) if words else ()
        if value and not spans:
            spans = value_spans(kind, value, text)
        lines = text_lines(text, self.width - 1, spans, most=MAX_LINES)
        spot = Spot(statement.doc, statement.start_char, statement.end_char, text)
        key = f"{statement.doc}:{statement.start_char}:{statement.end_char}:{value}"
        return Row(key, (self._by(statement), *lines, ()), data=spot)

    def _by(self, statement: Statement) -> tuple[Cell, ...]:
        """Who says so, and on which page: the source, or a speaker in it."""
        document, place = self.documents.get(statement.doc), self.places.words(statement.doc, statement.start_char)
        if not statement.speaker:
            return (Cell(byline_within(document, self.width, place) or statement.doc, "source", grow=True),)
        who = cut(statement.speaker, max(8, self.width // 2 - 5))
        by = byline_within(document, self.width - width_of(who) - 5, place) or statement.doc
        return (Cell(who, "entity"), Cell(f", in {by}", "source", grow=True))

    # ---- descriptions, copies, what is not found -----------------------------------------------------------------

    def _phrases(self, described: Described) -> tuple[Row, ...]:
        rows: list[Row] = []
        for doc, phrases in described.by.items():
            document = self.documents.get(doc)
            head = (Cell(f" {byline_within(document, self.width) or doc}", "source", grow=True),)
            rows.append(Row(f"# {doc}", (head,), selectable=False))
            for number, (phrase, at) in enumerate(placed(phrases, described.at.get(doc, ()))):
                lines = phrase_lines(phrase, self.width, self.places.words(doc, at))
                rows.append(Row(f"{doc}:{number}", lines, data=Phrase(doc, phrase)))
            rows.append(Row(f"# after {doc}", ((),), selectable=False))
        return tuple(rows)

    def _copied(self, copied: Copied) -> tuple[Row, ...]:
        """The documents that have one text, the earliest first: its copies, its versions or its passage."""
        told = {
            "copy": f"{counted(len(copied.docs), 'source')}, 1 text",
            "version": f"{counted(len(copied.docs), 'version')} of one text, the earliest first",
            "passage": f"one passage in {counted(len(copied.docs), 'source')}",
        }[copied.kind]
        if copied.kind != "passage" and copied.shared < 1 and not copied.why:
            told += f"; neighbours share {max(1, min(99, round(copied.shared * 100)))} % or more of their words"
        told += f". {self.side_key} shows them side by side."
        rows = [self._aside("told", told, after=not copied.why)]
        if copied.why:
            rows.append(self._aside("why", reason_words(copied.why), after=True))
        if copied.statements:
            return (*rows, *(self._statement(statement) for statement in copied.statements))
        for number, doc in enumerate(copied.docs):
            document = self.documents.get(doc)
            place = f"version {number + 1}" if copied.kind == "version" else "first" if number == 0 else ""
            right = (Cell(f"  {place} ", "dim", align="right"),) if place else ()
            head = (Cell(byline_within(document, self.width - 12) or doc, "source", grow=True), *right)
            title = text_lines(document.title, self.width, most=2) if document is not None else ()
            rows.append(Row(doc, (head, *title, ()), data=Spot(doc)))
        return tuple(rows)

    def _silent(self, silent: Silent) -> tuple[Row, ...]:
        """What is not found in a source: names and topics of which others speak, each leading to these."""
        document = self.documents.get(silent.doc)
        by = byline_within(document, self.width) or silent.doc
        rows = [Row("# source", ((Cell(f" {by}", "source", grow=True),),), selectable=False)]
        for title, found in (("names", silent.entities), ("topics", silent.topics)):
            if found:
                rows.append(self._aside(title, f"not found in this source; {title} that two or more others mention:"))
            for one in found:
                data = NotHere(self.names.get(one, one), one) if title == "names" else NotHere(one)
                rows.append(Row(f"{title} {one}", ((Cell(data.name, "entity", grow=True),),), data=data))
        return tuple(rows)
