"""`sourcebook entities`: who and what is named."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from search.model import NO_PLACES
from search.text.folding import fold
from tui.cli.library import bring_up_to_date, library, narrowed
from tui.cli.output import is_rich, line, note, print_json
from tui.wording import counted

if TYPE_CHECKING:
    from search.model import Entity, Mention, Places


def run(arguments: Namespace) -> int:
    """Print the entities; returns 0 where there are any, else 1."""
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        found: Sequence[Entity] = opened.entities(narrowed(opened, arguments.within))
        if arguments.type:
            found = [entity for entity in found if entity.type == arguments.type]
        found = in_order(found, arguments.sort)[: arguments.limit]
        names = {entity.id: entity.name for entity in opened.entities()} if any(e.unsure for e in found) else {}
        named = {doc for entity in found for doc in entity.documents} if arguments.mentions else set()
        places = (
            opened.places(document for document in opened.documents() if document.id in named) if named else NO_PLACES
        )
        if arguments.json:
            from search.exports import json_contract as export

            print_json(export.entities(found, opened.mentions if arguments.mentions else None, places))
        elif arguments.mentions:
            show_mentions(found, opened.mentions, places)
        else:
            show(found, names)
    if not found:
        note("no entities found")
    return 0 if found else 1


def in_order(found: Sequence[Entity], sort: str) -> Sequence[Entity]:
    """Return entities by mentions (as they come), documents, name, or the first day a dated statement names them."""
    if sort == "documents":
        return sorted(found, key=lambda one: (-len(one.documents), -one.mentions, fold(one.name)))
    if sort == "name":
        return sorted(found, key=lambda one: fold(one.name))
    if sort == "first":
        return sorted(found, key=lambda one: (one.first is None, one.first or "", fold(one.name)))
    return found


def show(found: Sequence[Entity], names: Mapping[str, str]) -> None:
    """Print one row an entity: a table for people; else type, name, mentions, documents, other names, first, unsure.

    `names` are those of the entities by id, for whom an ambiguous name may mean.
    """
    if not is_rich():
        for entity in found:
            may_be = " or ".join(names.get(ident, ident) for ident in entity.unsure)
            also = "; ".join(others(entity))
            line(entity.type, entity.name, entity.mentions, len(entity.documents), also, entity.first or "", may_be)
        return
    from tui.cli.output import console, styled, table

    rows = table("Name", "Type", "#Mentions", "#Documents", "Also")
    for entity in found:
        rows.add_row(
            styled(f"{entity.name} ?" if entity.unsure else entity.name, "bold"),
            styled(entity.type),
            str(entity.mentions),
            str(len(entity.documents)),
            styled("; ".join((*unsure(entity, names), *others(entity))), "dim"),
        )
    screen = console()
    screen.print(rows)
    screen.print(styled(counted(len(found), "entity", "entities"), "dim"))


def show_mentions(
    found: Sequence[Entity], mentions_of: Callable[[str], Sequence[Mention]], places: Places = NO_PLACES
) -> None:
    """Print one row a mention: name, document and page, start–end (characters of the cleaned text) and the words."""
    rows = [(entity, at) for entity in found for at in mentions_of(entity.id)]
    if not is_rich():
        for entity, at in rows:
            line(entity.name, places.named(at.doc, at.doc, at.start), f"{at.start}-{at.end}", at.text)
        return
    from tui.cli.output import console, styled, table

    made = table("Name", "Document", "#Characters", "Words")
    for entity, at in rows:
        where = styled(places.named(at.doc, at.doc, at.start))
        made.add_row(styled(entity.name, "bold"), where, f"{at.start}–{at.end}", styled(at.text))
    console().print(made)


def unsure(entity: Entity, names: Mapping[str, str]) -> list[str]:
    """Return whom an ambiguous name may mean, in words; nothing where it is not."""
    return [f"may be {' or '.join(names.get(ident, ident) for ident in entity.unsure)}"] if entity.unsure else []


def others(entity: Entity) -> list[str]:
    """Return an entity's other names."""
    return [alias for alias in entity.aliases if alias != entity.name]
