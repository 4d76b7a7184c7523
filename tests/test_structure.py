"""The house keeps its order: no import circle anywhere, rooms and modules of a size that one can look over.

import-linter holds the layers (pyproject.toml); these are the rules it has no contract for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from tests.conftest import ROOT

MAX_LINES = 400  # of a module; one that is longer is asked whether it is one matter
MAX_MODULES = 16  # of a folder


def modules(root: Path, package: str) -> dict[str, Path]:
    """Every module of a package by its dotted name."""
    return {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file
        for file in (root / package).rglob("*.py")
    }


def imports(tree: ast.Module, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules among `known` that a module imports: at its head, within functions, for types alone."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names, level=0):
                for name in names:
                    whole = f"{module}.{name.name}"
                    found = whole if whole in known else module
                    if found in known:
                        yield found
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name in known)


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module (Tarjan 1972), each sorted."""
    number, low, found = {}, {}, []
    counter, stack, waiting = count(), [], set()

    def visit(name: str) -> None:
        number[name] = low[name] = next(counter)
        stack.append(name)
        waiting.add(name)
        for other in edges[name]:
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in waiting:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            component = stack[stack.index(name) :]
            del stack[-len(component) :]
            waiting.difference_update(component)
            if len(component) > 1 or name in edges[name]:
                found.append(sorted(component))

    for name in sorted(edges):
        if name not in number:
            visit(name)
    return found


def edges_of(root: Path, *packages: str) -> dict[str, set[str]]:
    """Module → the modules that it imports, of some packages."""
    known = {name: file for package in packages for name, file in modules(root, package).items()}
    return {name: set(imports(ast.parse(file.read_text("utf-8")), known)) for name, file in known.items()}


def test_no_modules_import_each_other() -> None:
    assert circles(edges_of(ROOT, "search", "tui")) == []


def test_a_circle_is_found_wherever_it_is_imported(tmp_path: Path) -> None:
    for name, code in {
        "__init__": "",
        "a": "from house import b",
        "b": "def f():\n    from house.c import x",
        "c": "if TYPE_CHECKING:\n    import house.a",
        "d": "from house.a import y",
    }.items():
        (tmp_path / "house").mkdir(exist_ok=True)
        (tmp_path / "house" / f"{name}.py").write_text(code)
    assert circles(edges_of(tmp_path, "house")) == [["house.a", "house.b", "house.c"]]


def test_no_module_is_too_long() -> None:
    files = [file for package in ("search", "tui") for file in modules(ROOT, package).values()]
    lengths = {file.relative_to(ROOT).as_posix(): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_folder_holds_too_much() -> None:
    folders: dict[str, int] = {}
    for package in ("search", "tui"):
        for file in modules(ROOT, package).values():
            if file.name != "__init__.py":
                folder = file.parent.relative_to(ROOT).as_posix()
                folders[folder] = folders.get(folder, 0) + 1
    assert {name: held for name, held in folders.items() if held > MAX_MODULES} == {}
