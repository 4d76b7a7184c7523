"""What the rows of the comparison are about: their documents, their subject, the same row of a newer comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.model import Comparison, Conflict, Described, Event, Only, Span, Topic
from tui.chronology.rows import dated_event
from tui.evidence.statements import NotHere, Phrase
from tui.evidence.summary import More
from tui.session.messages import Dated, Spot
from tui.widgets.line_list import Row


def leads_on(row: Row) -> bool:
    """Whether there are statements behind a row of the list."""
    return row.data is not None and not isinstance(row.data, Spot | Phrase | NotHere | More)


def title_of(row: Row) -> str:
    """What the statements of a row are headed with: what it is about."""
    cells = [cell for cell in row.lines[0] if cell.grow]
    return (cells[0] if cells else row.lines[0][0]).text.strip()


def subject_of(item: object) -> str:
    """What a claim grid of a row would be about, as `Library.claims` takes it; empty where it has none."""
    match item:
        case NotHere():
            return f"entity:{item.entity}" if item.entity else f"topic:{item.name}"
        case Conflict():
            return f"conflict:{item.id}"
        case Topic():
            return f"topic:{item.name}"
        case Described():
            return f"entity:{item.entity}"
        case _:
            return ""


def documents_in(item: object, comparison: Comparison) -> tuple[str, ...]:
    """Ids of the documents that a row is about: of copies by day, else as the sources come."""
    match item:
        case None:
            found = set()
        case Conflict():
            found = {statement.doc for value in item.values for statement in value.statements}
        case Topic():
            found = set(item.cells)
        case Described():
            found = set(item.by)
        case Only():
            found = {item.doc}
        case _:
            from search.model import Copied, Silent

            if isinstance(item, Copied):
                return item.docs
            found = {item.doc} if isinstance(item, Silent) else set()
    return tuple(source.id for source in comparison.sources if source.id in found)


def again(item: object, comparison: Comparison, *, dismissed: bool) -> object | None:
    """The same row of a newer comparison; None where there is none any more. `dismissed`: those count too."""
    match item:
        case Conflict():
            put_aside = comparison.dismissed if dismissed else ()
            listed: Iterable[object] = (
                *comparison.conflicts, *comparison.updates, *comparison.agreements, *put_aside
            )  # fmt: skip
        case Topic():
            listed = comparison.topics
        case Described():
            listed = comparison.described
        case Only():
            listed = comparison.only
        case _:
            listed = (*comparison.copies, *comparison.silent)
    return next((one for one in listed if type(one) is type(item) and _name(one) == _name(item)), None)


def _name(item: object) -> object:
    """What an item is known by."""
    match item:
        case Topic():
            return item.name
        case Described():
            return item.entity
        case _:
            return getattr(item, "id", None) or getattr(item, "doc", None)


class Dates:
    """The dated statements of a view, to be found by their place: they know the words of a date."""

    def __init__(self, events: tuple[Event, ...] = ()) -> None:
        self._events = events
        self._by_doc: dict[str, list[Event]] | None = None

    def event(self, doc: str, start: int, end: int, value: str) -> Event | None:
        """The one that has this date (EDTF) within these characters."""
        if self._by_doc is None:
            self._by_doc = {}
            for event in self._events:
                self._by_doc.setdefault(event.doc, []).append(event)
        within = (one for one in self._by_doc.get(doc, ()) if start <= one.date_start and one.date_end <= end)
        return next((one for one in within if one.date.edtf == value), None)

    def span(self, doc: str, start: int, end: int, value: str) -> Span | None:
        """The date's words."""
        event = self.event(doc, start, end, value)
        return Span(event.date_start, event.date_end) if event is not None else None

    def of(self, conflict: Conflict) -> Iterator[Dated]:
        """The dates that a conflict of dates rests on, as far as the view has them."""
        for value in conflict.values if conflict.kind == "date" else ():
            for said in value.statements:
                event = self.event(said.doc, said.start_char, said.end_char, value.value)
                if event is not None:
                    yield dated_event(event)

    def at(self, conflict: Conflict, row: Row) -> Dated | None:
        """The date of a row of the conflict's statements."""
        spot = row.data
        if conflict.kind != "date" or not isinstance(spot, Spot):
            return None
        place = f"{spot.doc}:{spot.start}:{spot.end}"
        value = next((one.value for one in conflict.values if row.key == f"{place}:{one.value}"), None)
        event = self.event(spot.doc, spot.start, spot.end, value) if value is not None else None
        return dated_event(event) if event is not None else None
