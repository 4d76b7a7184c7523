"""What the filters of a query leave, as a value and as a condition of SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.files import dumps
from search.views import event_kinds
from search.views.filters import FIRST, LAST


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFilter:
    """What a query leaves. `docs` None: every document. Of each other list, all must hold."""

    docs: frozenset[str] | None = None
    entities: tuple[frozenset[str], ...] = ()
    types: tuple[str, ...] = ()
    spans: tuple[tuple[str | None, str | None], ...] = ()
    topics: tuple[frozenset[int], ...] = ()
    kinds: tuple[str, ...] = ()


def event_condition(chosen: SelectionFilter) -> tuple[str, list[object]]:
    """The SQL condition that events `e` of documents `d` fulfil in a selection, entities left out, and its values."""
    where: list[str] = []
    values: list[object] = []
    if chosen.docs is not None:
        where.append("d.id IN (SELECT value FROM json_each(?))")
        values.append(array(chosen.docs))
    for first, last in chosen.spans:
        if first:
            where.append(f"{LAST.format('e')} >= ?")
            values.append(first)
        if last:
            where.append(f"{FIRST.format('e')} <= ?")
            values.append(last)
    if chosen.spans:
        # A day of publication is not a date that the text mentions.
        where.append("json_extract(e.date, '$[4]') != 'publication'")
    for ranks in chosen.topics:
        where.append(
            "EXISTS (SELECT 1 FROM passages p WHERE p.n = e.n AND p.topic IN (SELECT value FROM json_each(?))"
            " AND p.start < e.stop AND p.stop > e.start)"
        )
        values.append(dumps(sorted(ranks)))
    for kind in chosen.kinds:
        condition, parameters = event_kinds.condition(kind)
        where.append(condition)
        values.extend(parameters)
    return (f"WHERE {' AND '.join(where)}" if where else ""), values


def array(values: Iterable[str]) -> str:
    """Values as a JSON list for json_each."""
    return dumps(list(values))
