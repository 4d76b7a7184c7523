"""The list of names: by type, each type in the chosen order; the best match first while a name is typed."""

from __future__ import annotations

from collections.abc import Sequence

from search.model import ENTITY_TYPES, Entity, EntityType
from tui.entities.names import first_words, matching
from tui.panes.lists import LazyRows
from tui.widgets.cells import Cell
from tui.widgets.line_list import Row

SORTS = ("mentions", "documents", "name", "first date")
PLURALS: dict[EntityType, str] = {
    "person": "people", "organization": "organizations", "place": "places", "law": "laws, treaties, programmes",
}  # fmt: skip
DATE_COLUMN = 13


class Roll:
    """Rows for entities; `typed` are letters of a name that is looked for."""

    def __init__(self, entities: Sequence[Entity], sort: str, typed: str = "") -> None:
        self._entities = entities
        self._sort = sort
        self._typed = typed
        self._doubts = any(entity.unsure for entity in entities)
        self._columns = (  # for the counts of mentions and documents: no wider than the greatest needs
            len(f"{max((e.mentions for e in entities), default=0):,}") + 2,
            len(f"{max((len(e.documents) for e in entities), default=0):,}") + 3,
        )

    def ids(self) -> list[str]:
        """The entities in the order of the whole list."""
        return [entity.id for kind in ENTITY_TYPES for entity in self._of(kind)]

    def rows(self) -> LazyRows:
        """The rows, each made when it is seen; a heading's key begins with "#"."""
        items: list[Entity | tuple[EntityType, int]] = []
        if self._typed:
            items += matching(self._entities, self._typed)
        else:
            for kind in ENTITY_TYPES:
                of_kind = self._of(kind)
                if of_kind:
                    items += [(kind, len(of_kind)), *of_kind]
        keys = [item.id if isinstance(item, Entity) else f"# {item[0]}" for item in items]

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

        return LazyRows(keys, build)

    def _of(self, kind: EntityType) -> list[Entity]:
        return sorted((e for e in self._entities if e.type == kind), key=self._order)

    def _order(self, entity: Entity) -> tuple[float, float, str, str]:
        name = entity.name.casefold()
        match self._sort:
            case "documents":
                return (-len(entity.documents), -entity.mentions, "", name)
            case "name":
                return (0, 0, "", name)
            case "first date":
                return (0 if entity.first else 1, 0, entity.first or "", name)
            case _:
                return (-entity.mentions, -len(entity.documents), "", name)

    def _row(self, entity: Entity) -> Row:
        named: list[Cell] = [Cell(entity.name, "", grow=True)]
        if self._typed:
            named.append(Cell(f"  {entity.type}", "dim", align="right", optional=True))
        if self._doubts:
            named.append(Cell(" ?" if entity.unsure else "  ", "inferred", align="right"))
        mentions = Cell(f"{entity.mentions:,}", "count", align="right", width=self._columns[0])
        documents = Cell(f"{len(entity.documents):,} ", "dim", align="right", width=self._columns[1])
        if self._sort == "first date" and not self._typed:
            documents = Cell(f"{first_words(entity)} ", "date", align="right", width=DATE_COLUMN)
        return Row(entity.id, ((*named, mentions, documents),), data=entity)
