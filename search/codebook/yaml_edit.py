"""Changes to the text of a YAML file that leave the rest of it, comments and all, as its writer left it.

Every change is checked by parsing the result: where it does not say what was meant, there is no text, and the caller
writes the file anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

WIDE = 100_000  # no line of a row is ever folded: it is put into a text line by line


def edited(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """`text`, which says `before`, changed so that it says `after`; None where that takes writing it anew.

    What can be done: new keys at the end, rows added to the end of a list or taken out of it.
    """
    changed = text
    for key, value in after.items():
        old = before.get(key)
        if key in before and old == value:
            continue
        if key not in before:
            changed = appended(changed, key, value)
        elif isinstance(old, list) and isinstance(value, list) and value[: len(old)] == old and old:
            found = _inserted(changed, key, value[len(old) :], last=True)
            if found is None:
                return None
            changed = found
        elif isinstance(old, list) and isinstance(value, list) and len(value) == len(old) - 1 and value:
            at = next((n for n, row in enumerate(value) if row != old[n]), len(value))
            found = _without(changed, key, at)
            if found is None:
                return None
            changed = found
        else:
            return None
    return changed if says(changed, after) else None


def says(text: str, wanted: Mapping[str, Any]) -> bool:
    """Whether `text` is YAML for `wanted`."""
    import yaml

    try:
        return bool(yaml.safe_load(text) == dict(wanted))
    except (yaml.YAMLError, ValueError):
        return False


def appended(text: str, key: str, value: object) -> str:
    """`text` with a key at its end."""
    return f"{text.rstrip()}\n\n{_dumped({key: value})}" if text.strip() else _dumped({key: value})


def with_first(text: str, key: str, rows: Sequence[object]) -> str | None:
    """`text` with rows before those of the list `key`, or with that list at its end; None where it cannot be done."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None or not isinstance(root, yaml.MappingNode):
        return None if root is not None else appended(text, key, list(rows))
    if root.flow_style:
        return None
    if all(name.value != key for name, _ in root.value):
        return appended(text, key, list(rows))
    return _inserted(text, key, rows, last=False)


def _dumped(value: object) -> str:
    import yaml

    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=WIDE))


def _list_of(text: str, key: str) -> yaml.SequenceNode | None:
    """The list under a key of the file's mapping, where it is written with dashes and not empty."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    node = next((value for name, value in root.value if name.value == key), None)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        return None
    return node


def _inserted(text: str, key: str, rows: Sequence[object], *, last: bool) -> str | None:
    node = _list_of(text, key)
    if node is None:
        return None
    lines = text.splitlines(keepends=True)
    if last:
        at = _end(lines, node, len(node.value) - 1)
    else:
        at = node.start_mark.line
    indent = " " * node.start_mark.column
    fresh = [f"{indent}{line}\n" for line in _dumped(list(rows)).splitlines()]
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    return "".join((*lines[:at], *fresh, *lines[at:]))


def _without(text: str, key: str, at: int) -> str | None:
    node = _list_of(text, key)
    if node is None:
        return None
    lines = text.splitlines(keepends=True)
    return "".join((*lines[: _begin(lines, node, at)], *lines[_end(lines, node, at) :]))


def _begin(lines: Sequence[str], node: yaml.SequenceNode, at: int) -> int:
    """The line of a row's dash."""
    line: int = node.value[at].start_mark.line
    while line > node.start_mark.line and not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _end(lines: Sequence[str], node: yaml.SequenceNode, at: int) -> int:
    """The line after a list's row; blank lines and comments after it belong to what follows."""
    if at + 1 < len(node.value):
        end = _begin(lines, node, at + 1)
    else:
        mark = node.value[at].end_mark
        end = mark.line + (mark.column > 0)
    while end > node.value[at].start_mark.line + 1 and _says_nothing(lines[end - 1]):
        end -= 1
    return min(end, len(lines))


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
