"""Who is in it: people, organisations, places and laws, with how often and in how many documents they are named."""

from __future__ import annotations

from search.model import ENTITY_TYPES, Entity, EntityType
from tui.messages import AskMentions, MentionsFound, Spot
from tui.panes.base import LazyRows, Pane, byline_within, text_lines
from tui.state import Chip
from tui.widgets.cells import Cell
from tui.widgets.linelist import Row
from tui.wording import around, counted

SORTS = ("mentions", "documents", "name")
PLURALS: dict[EntityType, str] = {
    "person": "people", "organization": "organizations", "place": "places", "law": "laws, treaties, programmes",
}  # fmt: skip
CONTEXT_LINES = 3


class EntitiesPane(Pane):
    """The entities of the narrowed view."""

    NAME = "entities"
    TITLE = "Entities"
    EMPTY = "No names yet.\n\nThey appear here\nas the analysis goes on."

    def __init__(self) -> None:
        super().__init__()
        self.entities: tuple[Entity, ...] = ()
        self.sort = "mentions"
        self._found: MentionsFound | None = None
        self._columns = (5, 5)  # for the counts of mentions and documents: no wider than the greatest needs

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_entities(self, entities: tuple[Entity, ...]) -> None:
        """Show these; the cursor stays on its entity."""
        if entities != self.entities:
            self.entities = entities
            self.rebuild()
        else:
            self._heading()

    def rebuild(self) -> None:
        """Set the rows: by type, each type in the chosen order."""
        items: list[Entity | tuple[EntityType, int]] = []
        for kind in ENTITY_TYPES:
            of_kind = sorted((e for e in self.entities if e.type == kind), key=self._order)
            if of_kind:
                items += [(kind, len(of_kind)), *of_kind]
        keys = [item.id if isinstance(item, Entity) else f"# {item[0]}" for item in items]
        self._columns = (
            len(f"{max((e.mentions for e in self.entities), default=0):,}") + 2,
            len(f"{max((len(e.documents) for e in self.entities), default=0):,}") + 3,
        )

        def build(index: int) -> Row:
            item = items[index]
            if isinstance(item, Entity):
                return self._row(item)
            kind, count = item
            return Row(
                f"# {kind}",
                ((Cell(f" {PLURALS[kind]}", "heading", grow=True), Cell(f"{count:,} ", "dim", align="right")),),
                selectable=False,
            )

        self.put_rows(LazyRows(keys, build), row_height=1)
        if self._levels and self._found is not None:
            self.lines.set_rows(self._mention_rows(self._found))
        self._heading()

    def _order(self, entity: Entity) -> tuple[float, float, str]:
        name = entity.name.casefold()
        match self.sort:
            case "documents":
                return (-len(entity.documents), -entity.mentions, name)
            case "name":
                return (0, 0, name)
            case _:
                return (-entity.mentions, -len(entity.documents), name)

    def _row(self, entity: Entity) -> Row:
        line = (
            Cell(entity.name, "", grow=True),
            Cell(f"{entity.mentions:,}", "count", align="right", width=self._columns[0]),
            Cell(f"{len(entity.documents):,} ", "dim", align="right", width=self._columns[1]),
        )
        return Row(entity.id, (line,), data=entity)

    @property
    def list_height(self) -> int | None:
        """One line an entity."""
        return 1

    def _heading(self) -> None:
        if not self._levels:
            count = f"{len(self.entities):,} " if self.entities else ""
            self.head((Cell(f"  by {self.sort}", optional=True),), (Cell(count),))

    # ---- where we are --------------------------------------------------------------------------------------------

    @property
    def entity(self) -> Entity | None:
        """The entity under the cursor, or whose mentions are listed."""
        if self._levels and self._found is not None:
            return self._found.entity
        row = self.lines.cursor_row
        return row.data if row is not None and isinstance(row.data, Entity) else None

    def chip(self) -> Chip | None:
        """What narrows to the entity."""
        entity = self.entity
        return Chip("entity", entity.name) if entity else None

    # ---- its mentions --------------------------------------------------------------------------------------------

    def choose(self, row: Row) -> None:
        """An entity leads to its mentions; a mention to the words."""
        if isinstance(row.data, Entity):
            self.post_message(AskMentions(row.data.id))
        else:
            super().choose(row)

    def show_mentions(self, found: MentionsFound) -> None:
        """List where the entity is named, each with the words around it."""
        self._found = found
        rows = self._mention_rows(found)
        if self._levels:
            self.lines.set_rows(rows, keep=False)
        else:
            self.step_into(rows, f"{found.entity.name} · {counted(len(found.mentions), 'mention')}")

    def _mention_rows(self, found: MentionsFound) -> tuple[Row, ...]:
        width = self.lines.room
        rows: list[Row] = []
        also = [alias for alias in found.entity.aliases if alias != found.entity.name]
        if also:
            names = text_lines("also: " + ", ".join(also), width, most=2, style="dim")
            rows.append(Row("# also", tuple((Cell("  "), *line) for line in (*names, ())), selectable=False))
        last = ""
        for number, mention in enumerate(found.mentions):
            if mention.doc != last:
                last = mention.doc
                document = self.documents.get(mention.doc)
                by = byline_within(document, width) or mention.doc
                rows.append(Row(f"# {mention.doc}", ((Cell(f" {by}", "source", grow=True),),), selectable=False))
            text = found.texts.get(mention.doc, "")
            piece, spans = around(text, mention.start, mention.end, (width - 1) * CONTEXT_LINES - 4)
            lines = text_lines(piece, width - 1, spans, most=CONTEXT_LINES)
            spot = Spot(mention.doc, mention.start, mention.end, mention.text)
            rows.append(Row(f"{number}:{mention.doc}:{mention.start}", (*lines, ()), data=spot))
        return tuple(rows)

    # ---- commands ------------------------------------------------------------------------------------------------

    def do_sort(self) -> None:
        """Mentions, documents, name."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self.rebuild()
        self.lines.action_first()
