"""A table keyed by a Literal or an enumeration has a row for every value, wherever it is asked without a default.

Types do not see that a row is missing from a dict; whoever adds a value to the type finds the tables here. A table that
is only asked with `get` or `in` may be partial.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

TOPS = ("search", "tui", "docs", "bench")


class Table(NamedTuple):
    """A dict display: its keys as they are written, and the name it is kept under, "" where it is asked on the spot."""

    name: str
    line: int
    keys: frozenset[str]


def trees(root: Path) -> dict[str, ast.Module]:
    return {
        file.relative_to(root).as_posix(): ast.parse(file.read_text("utf-8"))
        for top in TOPS
        for file in sorted((root / top).rglob("*.py"))
    }


def value_sets(tree: ast.Module) -> Iterator[tuple[str, frozenset[str]]]:
    """The values of every Literal alias and every enumeration, as keys of a table write them."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=ast.Subscript(value=ast.Name("Literal"), slice=inside)):
                values = inside.elts if isinstance(inside, ast.Tuple) else [inside]
                yield name, frozenset(ast.unparse(value) for value in values)
            case ast.ClassDef(name=name) if any("Enum" in ast.unparse(base) for base in node.bases):
                members = [row.targets[0] for row in node.body if isinstance(row, ast.Assign)]
                yield name, frozenset(f"{name}.{ast.unparse(member)}" for member in members)


def tables(tree: ast.Module) -> Iterator[Table]:
    """The dict displays that are kept under a name, or subscripted where they stand."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[target], value=ast.Dict() as display):
                yield Table(ast.unparse(target).rpartition(".")[2], display.lineno, keys_of(display))
            case ast.AnnAssign(target=target, value=ast.Dict() as display):
                yield Table(ast.unparse(target).rpartition(".")[2], display.lineno, keys_of(display))
            case ast.Subscript(value=ast.Dict() as display):
                yield Table("", display.lineno, keys_of(display))


def keys_of(display: ast.Dict) -> frozenset[str]:
    """The keys as written; none where one of them is worked out."""
    written = [ast.unparse(key) for key in display.keys if isinstance(key, ast.Constant | ast.Attribute)]
    return frozenset(written) if len(written) == len(display.keys) else frozenset()


def asked_without_default(trees: dict[str, ast.Module]) -> frozenset[str]:
    """The names that are subscripted anywhere, but for those that are asked with `in` somewhere: partial on purpose."""
    asked, partial = set(), set()
    for tree in trees.values():
        for node in ast.walk(tree):
            match node:
                case ast.Subscript(value=table, ctx=ast.Load()):
                    asked.add(ast.unparse(table).rpartition(".")[2])
                case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[table]):
                    partial.add(ast.unparse(table).rpartition(".")[2])
    return frozenset(asked - partial)


def incomplete(trees: dict[str, ast.Module]) -> list[str]:
    """The tables that lack rows: those of two keys or more that are all values of one type, and not all of any."""
    types = {name: values for tree in trees.values() for name, values in value_sets(tree)}
    asked = asked_without_default(trees)
    out = []
    for file, tree in trees.items():
        for table in tables(tree):
            wider = {name: values for name, values in types.items() if table.keys <= values}
            if (
                len(table.keys) < 2
                or not wider
                or table.keys in wider.values()
                or (table.name and table.name not in asked)
            ):
                continue
            name = min(wider, key=lambda one: len(wider[one]))
            out.append(
                f"{file}:{table.line} {table.name} lacks of {name}: {', '.join(sorted(wider[name] - table.keys))}"
            )
    return out


def test_every_table_has_a_row_for_every_value() -> None:
    assert incomplete(trees(ROOT)) == []


def test_a_missing_row_is_found() -> None:
    source = """
Origin = Literal["text", "file", "format"]
class Sign(Enum):
    PLUS = 1
    MINUS = 2
    NONE = 3
WORDS = {"text": "the text", "file": "the name"}
PARTIAL = {"text": 1, "file": 2}
WHOLE = {"text": 1, "file": 2, "format": 3}
SIGNS = {Sign.PLUS: "+", Sign.MINUS: "-"}
print(WORDS[origin], PARTIAL.get(origin), WHOLE[origin], table.SIGNS[sign], {"text": 1, "format": 2}[origin])
"""
    assert incomplete({"a.py": ast.parse(source)}) == [
        "a.py:7 WORDS lacks of Origin: 'format'",
        "a.py:10 SIGNS lacks of Sign: Sign.NONE",
        "a.py:11  lacks of Origin: 'file'",
    ]
