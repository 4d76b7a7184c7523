"""How a chronology's rows look: in a column beside other panes, on the whole screen, and a statement in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search.model import Document, Event, Places, Span
from tui.chronology.grouping import (
    CORRECTION,
    Happening,
    Placed,
    Stretch,
    basis_sign,
    excerpt,
    full_date,
    group_words,
    sense_sign,
    senses,
    told_by,
)
from tui.panes.text import byline_within, text_lines
from tui.session.messages import Dated, Spot
from tui.theme.signs import DIFFERS, EITHER, INFERRED, PUBLICATION
from tui.widgets.cells import Cell, Line, cut, width_of
from tui.widgets.line_list import Row
from tui.wording import called, counted, date_words, reason_words

DATE_COLUMN = 12
NARROW, NARROW_DATE = 50, 9  # below this width the date takes less, and the second line begins further left
GRID_WORDS = 110  # from this width on, a grid has the words that a date was worked out from
GRID_NAMES, GRID_NAME = 150, 18  # from this one on, the name of the source too, in so many columns
GRID_BASIS = (30, 44)  # columns for the words of a date, without and with names beside them
MAX_DATE = 18  # columns for the date
MAX_OTHERS = 2  # dates of other sources named in the row; its statements show all
SPACIOUS, MAX_SOURCES, FEW_SOURCES = 100, 12, 6  # columns of sources from so many columns on, and below
MAX_KIND = 14  # columns for what kind of thing happened

Others = Callable[[Happening], Sequence[str]]  # the dates, as written, that other sources give


@dataclass(frozen=True, slots=True)
class Look:
    """What a row needs to know: the documents, the columns there are, whether it is a line of a grid."""

    documents: Mapping[str, Document]
    places: Places
    letters: Mapping[str, str]
    width: int
    column: int  # columns of the date in a grid; 0: no grid
    others: Others

    @property
    def grid(self) -> bool:
        """Whether a row is a line of a grid."""
        return self.column > 0

    @property
    def height(self) -> int:
        """Lines a row takes: one in the grid, else two."""
        return 1 if self.grid else 2

    @property
    def bar(self) -> int:
        """Columns of the date and its signs."""
        return (self.column if self.grid else NARROW_DATE if self.width < NARROW else DATE_COLUMN) + 3

    def row(self, item: Stretch | Placed) -> Row:
        """A heading or a happening."""
        if isinstance(item, Stretch):
            words = (Cell(f" {group_words(item.group)}", "heading", grow=True),
                     Cell(f" {item.count:,} ", "dim", align="right"))  # fmt: skip
            # One line in the grid, else the height of an event's row with air above it.
            return Row(item.key, (words,) if self.grid else ((), words), selectable=False)
        lines = (self._grid_line(item),) if self.grid else self._lines(item)
        return Row(item.key, lines, data=spot(item.happening.lead))

    def _marks(self, one: Happening) -> list[Cell]:
        basis, sense = basis_sign(one.lead.date), sense_sign(one.lead)
        apart = bool(one.differs or self.others(one))
        return [
            Cell(basis.mark if basis and not one.parts else " ", "inferred"),
            Cell(DIFFERS.mark, "differ") if apart else Cell(sense.mark if sense else " ", "inferred"),
        ]

    def _text(self, one: Happening) -> str:
        """What stands before the sentence of a row that stands for several."""
        return f"{counted(len(one.statements), 'statement')} · " if one.parts else ""

    def _lines(self, item: Placed) -> tuple[Line, ...]:
        one, width = item.happening, self.width
        sources = len({event.doc for event in one.events})
        right = Cell(f" {sources} ", "count", align="right") if sources > 1 else Cell(" ", align="right")
        column, indent = (NARROW_DATE, 2) if width < NARROW else (DATE_COLUMN, DATE_COLUMN + 3)
        date = item.date.ljust(column if len(item.date) < column else len(item.date) + 1)
        start = len(date) + 3
        before = self._text(one)
        text = before + excerpt(one.lead, width + width - start - indent - 6 - len(before))
        # The first line has what the date leaves of it, the second one all but the indent.
        first, *_ = text_lines(text, width - start - 2, most=99) or ((),)
        begun = "".join(cell.text for cell in first)
        rest = text_lines(text[len(begun) :].lstrip(), width - indent - 1, most=1)
        head = (Cell(date, item.style), *self._marks(one), Cell(" "), Cell(begun, "", grow=True), right)
        return (head, (Cell(" " * indent), *rest[0]) if rest else ())

    def _grid_line(self, item: Placed) -> Line:
        one, column = item.happening, self.column
        right = self._grid_right(one)
        taken = sum(cell.width or len(cell.text) for cell in right)
        before = self._text(one)
        room = max(20, self.width - column - 4 - taken - len(before))
        head = [Cell(cut(item.date, column - 1).ljust(column), item.style), *self._marks(one), Cell(" ")]
        return (*head, Cell(before + excerpt(one.lead, room), "", grow=True), *right)

    def _grid_right(self, one: Happening) -> list[Cell]:
        """Other dates, how the date is known, who says so and a dot a source: as much of it as the width allows."""
        named_sources = self.width >= GRID_NAMES
        right = [Cell(f"  ≠ {words}", "differ", align="right")] if (words := self._other_dates(one)) else []
        if self.width >= GRID_WORDS and not one.parts and (basis := told_by(one.lead)):
            right.append(Cell(f"  {cut(basis, GRID_BASIS[named_sources])}", "dim", align="right"))
        documents = list(dict.fromkeys(event.doc for event in one.events))
        if named_sources:
            names = [called(self.documents[doc]) for doc in documents if doc in self.documents]
            page = self.places.words(one.lead.doc, one.lead.start_char)
            only = cut(names[0], GRID_NAME - (width_of(page) + 2 if page else 0)) if names else ""
            words = ", ".join(filter(None, (only, page))) if len(names) == 1 else counted(len(documents), "source")
            right.append(Cell(f"  {words}", "source", align="right", width=GRID_NAME + 2))
        said = {self.letters[doc] for doc in documents if doc in self.letters}
        dots = "".join("● " if letter in said else "· " for letter in dict.fromkeys(self.letters.values()))
        return [*right, Cell(f"  {dots}", "source", align="right")]

    def _other_dates(self, one: Happening) -> str:
        """The dates that other statements give of it: the first few, and how many more."""
        others = [date_words(event.date.edtf) for event in one.differs] or [date_words(v) for v in self.others(one)]
        named = list(dict.fromkeys(others))
        more = f" +{len(named) - MAX_OTHERS}" if len(named) > MAX_OTHERS else ""
        return ", ".join(named[:MAX_OTHERS]) + more


def date_column(items: Sequence[Stretch | Placed]) -> int:
    """Columns that the dates of these rows take."""
    return min(MAX_DATE, max((len(item.date) for item in items if isinstance(item, Placed)), default=0) + 1)


def columns(events: Sequence[Event], documents: Mapping[str, Document], width: int) -> list[Document]:
    """The documents of the events, a column a source; of many sources, those of the sources that say most."""
    counts = Counter(event.doc for event in events if event.doc in documents)
    by_source: Counter[str] = Counter()
    for doc, count in counts.items():
        by_source[called(documents[doc])] += count
    most = MAX_SOURCES if width >= SPACIOUS else FEW_SOURCES
    kept = {name for name, _ in by_source.most_common(most)}
    return [document for document in documents.values() if document.id in counts and called(document) in kept]


def spot(event: Event) -> Spot:
    """The sentence of an event."""
    return Spot(event.doc, event.start_char, event.end_char, event.text)


def statement_rows(
    happening: Happening, documents: Mapping[str, Document], places: Places, width: int
) -> tuple[Row, ...]:
    """Every statement of a row in full: who says it, when, how that is known and meant, and the sentence."""
    events = happening.statements
    if happening.parts:  # neighbouring days: in their order, whoever tells them
        events = tuple(sorted(events, key=lambda event: (event.date.start or "", event.date.end or "")))
    bylines = (
        byline_within(documents.get(event.doc), width, places.words(event.doc, event.start_char)) for event in events
    )
    return tuple(
        _statement(event, event in happening.differs, by, width) for event, by in zip(events, bylines, strict=True)
    )


def _statement(event: Event, apart: bool, by: str, width: int) -> Row:
    date = event.date
    when = [Cell(f"{DIFFERS.mark} " if apart else "", "differ"), Cell(full_date(Happening("", (event,))), "date")]
    when.append(Cell(f"  “{date.words}”" if date.words else "", "dim", grow=True))
    if event.kind:
        when.append(Cell(f"{cut(event.kind, MAX_KIND)} ", "dim", align="right"))
    lines: list[Line] = [(Cell(by or event.doc, "source", grow=True),), tuple(when)]
    for note in notes(event):
        lines += text_lines(note, width - 1, most=3, style="inferred")
    at = event.text.find(date.words) if date.words else -1
    if event.date_start >= event.start_char and event.date_start < event.end_char:
        at = event.date_start - event.start_char
    spans = (Span(at, at + len(date.words)),) if at >= 0 else ()
    lines += text_lines(event.text, width - 1, spans, most=6)
    return Row(event.id, (*lines, ()), data=spot(event))


def notes(event: Event) -> list[str]:
    """What the signs of a statement mean, in words."""
    date = event.date
    out: list[str] = []
    why = f": {reason_words(date.why)}" if date.why else ""
    if date.basis == "inferred":
        out.append(f"{INFERRED.mark} {INFERRED.word}{why}")
    elif date.basis == "publication":
        out.append(f"{PUBLICATION.mark} only the {PUBLICATION.word}{why}")
    elif date.rule == CORRECTION:
        out.append(f"yours; the text says “{date.words}”")
    if date.otherwise:
        out.append(f"{EITHER.mark} {EITHER.word}: could also be {date_words(date.otherwise)}")
    out += [f"{sense.mark} {sense.word}: {sense.help[0].lower()}{sense.help[1:]}" for sense in senses(event)]
    return out


def dates_elsewhere(conflicts: Mapping[tuple[str, int], tuple[str, ...]], one: Happening) -> tuple[str, ...]:
    """The dates that other sources give, as written, by document and first character of a statement."""
    return next((found for event in one.events if (found := conflicts.get((event.doc, event.start_char)))), ())


def dated_event(event: Event) -> Dated:
    """The date of a statement."""
    date = event.date
    return Dated(event.doc, date.words, event.date_start, event.text, date.edtf, event.id, date.basis)
