"""An entity's page as rows: mentions in context, names, timeline, companions, descriptions, quotations, reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from search.model import (
    NO_PLACES,
    Companion,
    Context,
    Document,
    Event,
    Link,
    NameUse,
    Places,
    Profile,
    Quotation,
    Span,
    placed,
)
from search.text.concordance import left_order, right_order
from search.text.folding import fold
from tui.panes.lists import LazyRows
from tui.panes.text import byline_within, phrase_lines, text_lines
from tui.session.messages import Spot
from tui.theme.signs import DENIED, HYPOTHETICAL, INFERRED, PLANNED, PUBLICATION
from tui.widgets.cells import Cell, Line, cut, head, width_of
from tui.widgets.line_list import Row
from tui.wording import called, counted, date_words

Section = Literal["mentions", "names", "timeline", "with", "described", "quotations", "why"]
Order = Literal["place", "left", "right"]
ORDERS: tuple[Order, ...] = ("place", "left", "right")

WIDE = 60  # columns from which a mention is one line; below it takes two
SOURCED = 100  # columns from which a mention's line ends with its source, however it is sorted
SOURCE = 20  # columns for a source beside other things
LEFT_PART = 0.4  # of a line stands before the name: what follows it says more
PER_NAME = 40  # documents listed below a name
MAX_LINES = 4  # of a sentence or quotation
MAX_DATE = 24  # columns
QUOTED, MENTIONED = "quoted", "mentioned in quotations"  # headings: what the entity says, what others say about it

Subject = Context | NameUse | Event | Companion | Link | Quotation


@dataclass(frozen=True, slots=True)
class Item:
    """What a row of the page is about (`of`) and where Enter leads: to words, to a page, or to a phrase in a document.

    `entity` is an id; `doc` is set on a name's row for one document.
    """

    of: Subject | str
    spot: Spot | None = None
    entity: str = ""
    phrase: str = ""
    doc: str = ""


def counts(profile: Profile) -> tuple[tuple[Section, int], ...]:
    """The sections that have something to show, with how much; mentions always."""
    entity = profile.entity
    numbers: dict[Section, int] = {
        "mentions": entity.mentions, "names": len(profile.names), "timeline": len(profile.events) + profile.more_events,
        "with": len(profile.companions), "described": sum(map(len, profile.described.values())),
        "quotations": len(profile.said) + len(profile.about) + profile.more_said + profile.more_about,
        "why": len(entity.reasons) + len(entity.links) + len(entity.unsure),
    }  # fmt: skip
    return tuple((name, count) for name, count in numbers.items() if count or name == "mentions")


def neighbours(context: Context, order: Order) -> tuple[str, ...]:
    """What mentions are sorted by: the words that follow, or those before it, the nearest first; folded."""
    return right_order(context.right) if order == "right" else left_order(context.left)


def tail(text: str, width: int) -> str:
    """The end of `text` in at most `width` columns, from the beginning of a word; … where something is left out."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    text = text[-width:]
    while text and width_of(text) > width - 1:
        text = text[1:]
    blank = text.find(" ")
    return "…" + (text[blank + 1 :] if 0 <= blank < len(text) - 1 else text)


def dated(event: Event) -> str:
    """An event's date with the signs that the chronology gives it."""
    basis = {"inferred": INFERRED, "publication": PUBLICATION}.get(event.date.basis)
    modality = DENIED if event.negated else {"planned": PLANNED, "hypothetical": HYPOTHETICAL}.get(event.modality)
    return " ".join([date_words(event.date.edtf), *(sign.mark for sign in (basis, modality) if sign)])


def _more(count: int, what: str) -> str:
    return f"and {counted(count, what)} more"


@dataclass(frozen=True)
class Page:
    """Makes rows for a width: `documents` by id, `names` of entities by id, `places` the pages of what is said."""

    profile: Profile
    documents: Mapping[str, Document]
    names: Mapping[str, str]
    width: int
    places: Places = NO_PLACES

    def rows(self, section: Section, order: Order) -> tuple[Sequence[Row], int | None]:
        """The rows of a section, and their height where it is one for all."""
        match section:
            case "mentions":
                return self._mentions(order)
            case "names":
                return self._names(), 1
            case "timeline":
                return self._timeline(), None
            case "with":
                return self._companions(), 1
            case "described":
                return self._described(), None
            case "quotations":
                return self._quotations(), None
            case "why":
                return self._why(), None

    # ---- keyword in context --------------------------------------------------------------------------------------

    def _mentions(self, order: Order) -> tuple[Sequence[Row], int]:
        height = 1 if self.width >= WIDE else 2
        contexts = self.profile.contexts
        if order != "place":
            contexts = tuple(sorted(contexts, key=lambda one: neighbours(one, order)))
        items: list[Context | str] = []
        for context in contexts:
            if order == "place" and (not items or self._doc(items[-1]) != context.doc):
                items.append(context.doc)
            items.append(context)
        if (left_out := self.profile.entity.mentions - len(contexts)) > 0:
            items.append(_more(left_out, "mention"))
        keys = [f"# {item}" if isinstance(item, str) else f"{item.doc}:{item.start}" for item in items]
        sourced = order != "place" or self.width >= SOURCED

        def build(index: int) -> Row:
            item = items[index]
            if isinstance(item, str):
                return self._by(item, height)
            lines = self._one_line(item, sourced) if height == 1 else self._two_lines(item, sourced)
            spot = Spot(item.doc, item.start, item.end, item.text)
            return Row(keys[index], lines, data=Item(item, spot))

        return LazyRows(keys, build), height

    @staticmethod
    def _doc(item: Context | str) -> str:
        return item if isinstance(item, str) else item.doc

    def _by(self, doc: str, height: int = 1) -> Row:
        line = (Cell(f" {self._byline(doc)}", "source", grow=True),)
        return Row(f"# {doc}", (*[()] * (height - 1), line), selectable=False)

    def _byline(self, doc: str, at: int = -1) -> str:
        return byline_within(self.documents.get(doc), self.width - 1, self.places.words(doc, at)) or doc

    def _source(self, doc: str, at: int, width: int) -> str:
        """Who speaks and on which page, in at most `width` columns; the page is never cut."""
        document, page = self.documents.get(doc), self.places.words(doc, at)
        after = f", {page}" if page else ""
        return cut(called(document) if document is not None else doc, max(4, width - width_of(after))) + after

    def _one_line(self, context: Context, sourced: bool) -> tuple[Line, ...]:
        page = "" if sourced else self.places.words(context.doc, context.start)
        room = self.width - (SOURCE + 2 if sourced else 1 + width_of(page) + 2 * bool(page))
        before = int(room * LEFT_PART)
        left = tail(context.left, before)
        name = cut(context.text, room - before)
        right = cut(context.right.rstrip(), room - before - width_of(name))
        line = [Cell(" " * (before - width_of(left)) + left), Cell(name, "hit"), Cell(right)]
        if sourced:
            source = self._source(context.doc, context.start, SOURCE)
            line.append(Cell(source, "source", "right", width=SOURCE))
        elif page:
            line.append(Cell(f"  {page}", "dim", "right"))
        return (tuple(line),)

    def _two_lines(self, context: Context, sourced: bool) -> tuple[Line, ...]:
        room = self.width - 1
        before = int(room * LEFT_PART)
        left = tail(context.left, before)
        name = cut(context.text, room - before)
        first = head(context.right, room - before - width_of(name))
        if len(first) < len(context.right) and not context.right[len(first)].isspace():
            first = first[: first.rfind(" ")] if " " in first else ""  # the next line goes on with a whole word
        rest = context.right[len(first) :].strip()
        line: Line = (Cell(" " * (before - width_of(left)) + left), Cell(name, "hit"), Cell(first))
        if sourced:
            source = self._source(context.doc, context.start, room // 3)
        else:
            source = self.places.words(context.doc, context.start)
        if not source:
            return line, (Cell("  "), Cell(rest, grow=True))
        return line, (Cell("  "), Cell(rest, grow=True), Cell(f" {source}", "source", "right"))

    # ---- names, companions ---------------------------------------------------------------------------------------

    def _names(self) -> tuple[Row, ...]:
        rows: list[Row] = []
        for use in self.profile.names:
            total = sum(count for _, count in use.by)
            spot = self._first_use(use.name)
            line: Line = (Cell(use.name, "entity", grow=True), Cell(f"{total:,} ", "count", "right"))
            rows.append(Row(f"name {use.name}", (line,), data=Item(use, spot)))
            for doc, count in use.by[:PER_NAME]:
                by = byline_within(self.documents.get(doc), self.width - 10) or doc
                line = (Cell("  "), Cell(by, "source", grow=True), Cell(f"{count:,} ", "dim", "right"))
                place = self._first_use(use.name, doc)
                rows.append(Row(f"name {use.name}\n{doc}", (line,), data=Item(use, place, doc=doc)))
            if len(use.by) > PER_NAME:
                more = Cell(f"    and {counted(len(use.by) - PER_NAME, 'document')} more", "dim")
                rows.append(Row(f"# more {use.name}", ((more,),), selectable=False))
        return tuple(rows)

    def _first_use(self, name: str, doc: str = "") -> Spot | None:
        wanted = fold(name).casefold()
        for one in self.profile.contexts:
            if doc in ("", one.doc) and fold(one.text).casefold() == wanted:
                return Spot(one.doc, one.start, one.end, one.text)
        return None

    def _companions(self) -> tuple[Row, ...]:
        rows = []
        for one in self.profile.companions:
            line = (
                Cell(one.name, "", grow=True),
                Cell(f"  {one.type}", "dim", "right", optional=True),
                Cell(f"{one.passages:,}", "count", "right", width=6),
                Cell(f"{len(one.documents):,} ", "dim", "right", width=6),
            )
            rows.append(Row(f"with {one.entity}", (line,), data=Item(one, entity=one.entity)))
        if rows:
            heads = (Cell(" named in the same passages", "heading", grow=True), Cell("passages docs ", "dim", "right"))
            rows.insert(0, Row("# with", (heads,), selectable=False))
        return tuple(rows)

    # ---- what is said --------------------------------------------------------------------------------------------

    def _timeline(self) -> tuple[Row, ...]:
        events = self.profile.events
        dates = [dated(event) for event in events]
        column = min(MAX_DATE, max(map(width_of, dates), default=0) + 2)
        rows = [self._event(event, date, column) for event, date in zip(events, dates, strict=True)]
        return (*rows, *self._left_out(self.profile.more_events, "statement"))

    @staticmethod
    def _left_out(count: int, what: str) -> tuple[Row, ...]:
        """What is there beyond the rows that were given."""
        line = (Cell(f" {_more(count, what)}", "dim"),)
        return (Row(f"# {_more(count, what)}", (line,), selectable=False),) if count else ()

    def _event(self, event: Event, date: str, column: int) -> Row:
        style = "inferred" if event.date.basis != "stated" else "date"
        at = event.text.find(event.date.words) if event.date.words else -1
        spans = (Span(at, at + len(event.date.words)),) if at >= 0 else ()
        spot = Spot(event.doc, event.start_char, event.end_char, event.text)
        if self.width >= WIDE:
            room = self.width - column - SOURCE - 3
            lines = list(text_lines(event.text, room, spans, most=MAX_LINES)) or [()]
            source = Cell(self._source(event.doc, event.start_char, SOURCE), "source", "right", width=SOURCE + 1)
            first = (Cell(cut(date, column - 2), style, width=column), *lines[0], source)
            rest = [(Cell(" " * column), *line) for line in lines[1:]]
            return Row(event.id, (first, *rest), data=Item(event, spot))
        room = max(8, self.width - width_of(date) - 2)
        source = Cell(f"{self._source(event.doc, event.start_char, room - 1)} ", "source", "right")
        lines = list(text_lines(event.text, self.width - 1, spans, most=MAX_LINES))
        return Row(event.id, ((Cell(date, style), source), *lines, ()), data=Item(event, spot))

    def _described(self) -> tuple[Row, ...]:
        rows: list[Row] = []
        for doc, phrases in self.profile.described.items():
            rows.append(self._by(doc))
            for number, (phrase, at) in enumerate(placed(phrases, self.profile.described_at.get(doc, ()))):
                lines = phrase_lines(phrase, self.width - 1, self.places.words(doc, at))
                rows.append(Row(f"{doc}:{number}", lines, data=Item(phrase, phrase=phrase, doc=doc)))
            rows.append(Row(f"# after {doc}", ((),), selectable=False))
        return tuple(rows)

    def _quotations(self) -> tuple[Row, ...]:
        rows: list[Row] = []
        page = self.profile
        for title, quotations, more in (
            (QUOTED, page.said, page.more_said), (MENTIONED, page.about, page.more_about),
        ):  # fmt: skip
            if quotations:
                count = Cell(f"{len(quotations) + more:,} ", "dim", "right")
                rows.append(Row(f"# {title}", ((Cell(f" {title}", "heading", grow=True), count),), selectable=False))
                rows += [self._quotation(one, title) for one in quotations]
                rows += self._left_out(more, "quotation")
        return tuple(rows)

    def _quotation(self, quotation: Quotation, title: str) -> Row:
        lines = text_lines(f"“{' '.join(quotation.text.split())}”", self.width - 1, most=MAX_LINES)
        who = self._called(quotation.speaker or "") if title != QUOTED else ""
        told = " ".join(part for part in (who, quotation.cue) if part)
        source = self._byline(quotation.doc, quotation.start_char)
        by = f"{told} · {source}" if told else source
        spot = Spot(quotation.doc, quotation.start_char, quotation.end_char, quotation.text)
        key = f"{title} {quotation.doc}:{quotation.start_char}"
        last = (Cell("  "), Cell(by, "source", grow=True))
        return Row(key, (*lines, last, ()), data=Item(quotation, spot))

    def _called(self, entity: str) -> str:
        return self.profile.others.get(entity) or self.names.get(entity, "")

    # ---- why -----------------------------------------------------------------------------------------------------

    def _why(self) -> tuple[Row, ...]:
        entity, others = self.profile.entity, self.profile.others
        rows: list[Row] = []
        doubts = [reason for reason in entity.reasons if entity.unsure and reason.startswith("unsure")]
        if entity.unsure:
            who = " or ".join(others.get(one, one) for one in entity.unsure)
            rows.append(self._group(f"“{entity.name}” may be {who}"))
            for one in entity.unsure:
                line = (Cell("? ", "inferred"), Cell(others.get(one, one), "entity", grow=True))
                rows.append(Row(f"unsure {one}", (line,), data=Item(Link(one, "may be"), entity=one)))
            rows += [self._reason(reason) for reason in doubts]
            rows.append(Row("# after unsure", ((),), selectable=False))
        if entity.links:
            rows.append(self._group("belongs with"))
            for link in entity.links:
                name = others.get(link.entity, link.entity)
                line = (Cell(f"{link.how} ", "dim"), Cell(name, "entity", grow=True))
                why = text_lines(link.why, self.width - 1, most=3, style="dim", indent=2) if link.why else ()
                rows.append(Row(f"link {link.how} {link.entity}", (line, *why), data=Item(link, entity=link.entity)))
            rows.append(Row("# after links", ((),), selectable=False))
        if merges := [reason for reason in entity.reasons if reason not in doubts]:
            rows.append(self._group("why these names belong together"))
            rows += [self._reason(reason) for reason in merges]
        return tuple(rows)

    def _reason(self, reason: str) -> Row:
        return Row(f"why {reason}", text_lines(reason, self.width - 1, most=4), data=Item(reason))

    def _group(self, words: str) -> Row:
        lines = text_lines(words, self.width, most=3, style="heading")
        return Row(f"# {words}", tuple((Cell(" "), *line) for line in lines), selectable=False)
