"""The date audit: which dates rest on something that may be wrong, each with its words, its value and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from search.model import Document, Places
from tui.panes.lists import LazyRows
from tui.panes.text import byline_within, text_lines
from tui.session.messages import Dated, Spot
from tui.theme.signs import EITHER, INFERRED, PUBLICATION
from tui.widgets.cells import Cell, Line, cut, width_of
from tui.widgets.line_list import Row
from tui.wording import around, called, counted, date_words, reason_words

if TYPE_CHECKING:
    from search.model import AuditReason, AuditRow


NARROW = 50  # columns below which who says it stands beside the sentence
HEIGHT, NARROW_HEIGHT = 4, 5  # lines of a row: who and what, why (two where it is narrow), the sentence, air
HEADINGS: Mapping[AuditReason, tuple[str, str, str]] = {
    "published": ("Days of publication worked out", PUBLICATION.mark, "The document does not say when it appeared."),
    "inferred": ("Dates worked out", INFERRED.mark, "Counted from another date, or completed from it."),
    "ambiguous": ("Day and month could be exchanged", EITHER.mark, "3/4 is 3 April here and 4 March there."),
    "stale": ("Corrections whose words are gone", "!", "The text has changed since: they have no effect now."),
}


def audit_height(width: int) -> int:
    """Lines of a row."""
    return NARROW_HEIGHT if width < NARROW else HEIGHT


@dataclass(frozen=True, slots=True)
class _Source:
    """Who says a date, and on which page."""

    document: Document | None
    place: str


class AuditList:
    """The rows of the date audit, and which of them have been put right since they were found."""

    def __init__(self) -> None:
        self.found: tuple[AuditRow, ...] = ()
        self.done: set[str] = set()

    def row(self, key: str) -> AuditRow | None:
        """The row of this key."""
        return next((one for one in self.found if one.id == key), None)

    @property
    def summary(self) -> str:
        """How many there are."""
        return counted(len(self.found), "date") if self.found else "nothing to check"

    def rows(self, documents: Mapping[str, Document], places: Places, width: int) -> LazyRows:
        """A row a date below a heading a reason, `audit_height` lines each, with the page that `places` know."""
        order = {reason: number for number, reason in enumerate(HEADINGS)}
        found = sorted(self.found, key=lambda one: order[one.reason])
        counts = Counter(one.reason for one in found)
        done = frozenset(self.done)  # as of now: the rows on the screen must go on looking as they were drawn
        items: list[AuditReason | AuditRow] = []
        for reason, own in groupby(found, lambda one: one.reason):
            items += [reason, *own]

        def build(index: int) -> Row:
            item = items[index]
            if isinstance(item, str):
                return _heading(item, counts[item], width)
            source = _Source(documents.get(item.doc), places.words(item.doc, item.at))
            return _row(item, source, item.id in done, width)

        return LazyRows([f"# {one}" if isinstance(one, str) else one.id for one in items], build)


def _heading(reason: AuditReason, count: int, width: int) -> Row:
    title, mark, meaning = HEADINGS[reason]
    first: Line = (Cell(f" {mark} {title}", "heading", grow=True), Cell(f" {count:,} ", "dim", align="right"))
    below = text_lines(meaning, width, most=2, style="dim", indent=3)
    return Row(f"# {reason}", ((), first, *below, (), ())[: audit_height(width)], selectable=False)


def _row(row: AuditRow, source: _Source, done: bool, width: int) -> Row:
    """What the words are read as and who says them; why; the sentence."""
    lines: list[Line] = [_reading(row, source, width), *_why(row, done, width)]
    if row.text:
        lines.append(_sentence(row, source, width))
    elif source.document is not None:
        lines.append(_title(row, source.document))
    return Row(row.id, (*lines, *[()] * (audit_height(width) - len(lines))), data=_spot(row))


def _value(row: AuditRow) -> str:
    """The date, and the other reading where there is one; a year that both have is said once."""
    if row.date is None:
        return "—"
    value = date_words(row.date.edtf)
    if not row.date.otherwise:
        return value
    other = date_words(row.date.otherwise)
    year = f" {other.rpartition(' ')[2]}"
    return f"{value.removesuffix(year)} or {other}"


def _words(row: AuditRow) -> str:
    """The words that are read as the date, on one line."""
    return " ".join(row.words.split())


def _reading(row: AuditRow, source: _Source, width: int) -> Line:
    """The words, what they are read as and, where there is room, who says them."""
    narrow, value, words = width < NARROW, _value(row), _words(row)
    room = max(8, width - width_of(value) - 6 if narrow else width // 2)
    head: list[Cell] = [Cell(cut(f"“{words}”", room), "hit"), Cell(" → ", "dim")] if words else []
    head.append(Cell(value, "date"))
    if not narrow or not row.text:
        most = max(12, width - sum(width_of(cell.text) for cell in head) - 4) if narrow else width // 2
        head.append(Cell(f"  {_who(row, source, most)} ", "source", align="right"))
    return tuple(head)


def _who(row: AuditRow, source: _Source, width: int) -> str:
    """Who says it; of a day of publication without that day, which stands at the left already."""
    if row.reason == "published" and source.document is not None:
        return cut(called(source.document), width)
    return byline_within(source.document, width, source.place, titled=True) or row.doc


def _why(row: AuditRow, done: bool, width: int) -> tuple[Line, ...]:
    """Why the date wants a look, without the words that stand above; or that it has been corrected."""
    why = "✓ corrected: the next analysis takes it off this list" if done else reason_words(row.why)
    if words := _words(row):
        why = why.removeprefix(f"“{words}” is ")
    most, style = 2 if width < NARROW else 1, "mark" if done else "inferred"
    return text_lines(why, width - 1, most=most, style=style, indent=2)


def _sentence(row: AuditRow, source: _Source, width: int) -> Line:
    """The words in their sentence; where it is narrow, who says them before it."""
    by = ""
    if width < NARROW and source.document is not None:
        place = f", {source.place}" if source.place else ""
        by = f"{cut(called(source.document), max(4, width // 2 - width_of(place) - 2))}{place}: "
    at = row.date_start - row.start_char
    inside = row.date_start >= 0 and 0 <= at < len(row.text)
    at, end = (at, at + len(row.words)) if inside else (0, 0)
    text, spans = around(row.text, at, end, width - 4 - width_of(by))
    sentence = text_lines(text, width - 2 - width_of(by), spans if row.words else (), most=1)
    return (Cell("  "), Cell(by, "source"), *(sentence[0] if sentence else ()))


def _title(row: AuditRow, document: Document) -> Line:
    """A document's title, and how many dates rest on its day of publication."""
    rests = f"{counted(row.rests, 'date')} {'rests' if row.rests == 1 else 'rest'} on it" if row.rests else ""
    count = Cell(f" {rests} ", "dim", align="right", optional=True)
    return Cell(f"  {document.title}", "dim", grow=True), count


def _spot(row: AuditRow) -> Spot:
    if row.date_start >= 0 and row.words:
        return Spot(row.doc, row.date_start, row.date_start + len(row.words), row.words)
    return Spot(row.doc, row.start_char, row.end_char, row.text)


def dated_row(row: AuditRow) -> Dated:
    """The date of a row."""
    edtf = row.date.edtf if row.date is not None else ""
    return Dated(row.doc, row.words, row.date_start, row.text, edtf, row.id, row.reason, row.correction)
