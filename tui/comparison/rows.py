"""What grid, heading and passages of the comparison show, and what narrows to a row of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.message import Message

from search.model import Comparison, Conflict, Described, Document, Topic
from tui.comparison.matrix import GridRow, sign
from tui.evidence.rows import documents_in
from tui.evidence.statements import NotHere, Phrase, Statements
from tui.panes.base import Pane
from tui.panes.text import text_lines
from tui.results.pane import document_chip
from tui.session.view import Chip
from tui.widgets.cells import Cell
from tui.widgets.line_list import Row
from tui.wording import counted

TABS = 18  # columns of the five numbers in the heading where panes are shown one at a time
NEAR_BEST = 0.5  # of the best score: a source whose best passage comes so near speaks to the topic


def grid_rows(comparison: Comparison) -> list[GridRow]:
    """Topics × sources: a row a topic."""
    docs = [document.id for document in comparison.sources]
    return [GridRow(topic.name, topic.name, tuple(_cell(topic, doc) for doc in docs)) for topic in comparison.topics]


def _cell(topic: Topic, doc: str) -> str:
    """How many passages a document has on a topic, and whether its best comes near the best of all."""
    cell = topic.cells.get(doc, ())
    best = max((row[0].score for row in topic.cells.values() if row), default=0.0)
    return sign(topic.counts.get(doc) or len(cell), bool(cell) and cell[0].score >= NEAR_BEST * best)


def topic_rows(topic: Topic, doc: str | None, statements: Statements) -> Sequence[Row]:
    """The passages of a topic in one document; in all of them where it has none, which is said."""
    own = [doc] if doc and topic.cells.get(doc) else statements.sources
    head = Row("# topic", ((Cell(f" {topic.name}", "heading", grow=True),),), selectable=False)
    rows = statements.passages(topic, own)
    if not doc or topic.cells.get(doc) or not topic.cells:
        return (head, *rows)
    absent = f"not found in {statements.short.get(doc, doc)}; others say:"
    lines = text_lines(absent, statements.width - 1, most=3, style="dim", indent=1)
    return (head, Row("# not here", (*lines, ()), selectable=False), *rows)


def heading_note(sources: int, restricted: int, room: int | None) -> str:
    """How many sources are compared, or of how many marked ones it is; nothing where `room` columns do not hold it.

    What was found says more than how many sources there are. `room` is None while the width is not known.
    """
    if restricted:
        return f"  of {restricted:,} marked"
    note = f"  {counted(sources, 'source')}" if sources else "  "
    return note if room is None or len(note) <= room else ""


def chip_of(
    item: object, comparison: Comparison, documents: Mapping[str, Document], names: Mapping[str, str]
) -> Chip | None:
    """What narrows to a row: to its topic, to the name it is about, or to its one document."""
    match item:
        case NotHere():
            return Chip("entity" if item.entity else "topic", item.name)
        case Topic():
            return Chip("topic", item.name)
        case Conflict() if item.about:
            return Chip("entity", item.about[0])
        case Described():
            return Chip("entity", names.get(item.entity, item.entity))
        case _:
            docs = documents_in(item, comparison)
            document = documents.get(docs[0]) if len(docs) == 1 else None
            return document_chip(document) if document else None


def leads_elsewhere(item: object) -> Message | None:
    """What a row that leads out of the comparison asks for: to find a phrase, a page, a topic; else None."""
    match item:
        case Phrase():
            return Pane.OpenPhrase(item.doc, item.words)
        case NotHere():
            return Pane.OpenPage(item.entity) if item.entity else Pane.Narrow(Chip("topic", item.name))
        case _:
            return None


def dead_commands(
    comparison: Comparison, conflict: Conflict | None, *, statements: bool, claims: bool, grid: bool
) -> frozenset[str]:
    """Commands that mean nothing on what is shown.

    Of a whole list those that no row of it takes; of open `statements` those that they do not take. `claims` says
    whether there is a subject for a claim grid, `grid` whether there is a grid to change to.
    """
    out: set[str] = set() if conflict is not None and conflict.kind == "date" else {"redate", "drop_date"}
    if statements:
        out |= {"mend"} if conflict is None else set()
        out |= set() if claims else {"claims"}
    elif not comparison.conflicts and not comparison.dismissed:
        out |= {"dismiss", "confirm", "dismissed"}
        out |= set() if comparison.updates or comparison.agreements else {"mend"}
    return frozenset(out if grid else out | {"sort"})
