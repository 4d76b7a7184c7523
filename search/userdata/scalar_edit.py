"""Single values changed in the text of a YAML file; the rest of it, comments and all, stays as its writer left it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

_PLAIN = re.compile(r"[A-Za-z/][\w/.-]*")  # stands without quotes anywhere, within brackets too


def with_values(text: str, before: object, after: object) -> str | None:
    """`text`, which says `before`, changed so that it says `after`; None where more than values that are text differs.

    The result is parsed: where it does not say what was meant, there is none.
    """
    import yaml

    from search.codebook.yaml_safe import nests_too_deep

    if nests_too_deep(text):
        return None
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return None
    found = list(_changes(root, before, after))
    if any(change is None for change in found):
        return None
    for node, value in sorted((one for one in found if one), key=lambda one: -one[0].start_mark.index):
        text = text[: node.start_mark.index] + _written(value) + text[node.end_mark.index :]
    try:
        return text if yaml.safe_load(text) == after else None
    except yaml.YAMLError:
        return None


def _changes(node: yaml.Node, before: object, after: object) -> Iterator[tuple[yaml.ScalarNode, str] | None]:
    """The values to be put in place, each with its node; None for what cannot be changed so."""
    import yaml

    if before == after:
        return
    match node, before, after:
        case yaml.MappingNode(value=pairs), dict(), dict() if before.keys() == after.keys():
            nodes: dict[Any, yaml.Node] = {key.value: value for key, value in pairs}
            for key in before:
                if before[key] != after[key]:
                    yield from _changes(nodes[key], before[key], after[key]) if key in nodes else (None,)
        case yaml.SequenceNode(value=rows), list(), list() if len(before) == len(after) == len(rows):
            for row, old, new in zip(rows, before, after, strict=True):
                yield from _changes(row, old, new)
        case yaml.ScalarNode(style=style), str(), str() if style not in ("|", ">"):
            yield node, after
        case _:
            yield None


def _written(value: str) -> str:
    """A value as YAML has it anywhere: plain where that is safe, else in double quotes, which YAML shares with JSON."""
    import yaml

    plain = _PLAIN.fullmatch(value) and yaml.safe_load(value) == value  # “no” is none
    return value if plain else json.dumps(value, ensure_ascii=False)
