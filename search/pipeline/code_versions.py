"""Versions of what is stored: which code made it, so that other code makes it again.

The code itself is the version: a digest of every module that a stage's entry modules import, directly or through
others, and of the data files that lie beside those modules. Nothing is listed or counted up by hand, so nothing can be
forgotten. The files are read as text, not imported, and only where one was touched (see `code_stamps`): every command
asks for the version of the reading stage.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from search.pipeline.code_stamps import Worked, stamped

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "search"

CodeStage = Literal["reading", "names", "dates", "identity", "corpus"]

ENTRIES: dict[CodeStage, tuple[str, ...]] = {
    "reading": ("search.corpus.corpus", "search.pipeline.publication_dates"),  # a document's text and metadata
    "names": ("search.analysis.names.recognizer",),
    "dates": ("search.analysis.dates.tagger", "search.analysis.dates.publication"),
    "identity": ("search.analysis.entities.resolver",),
    "corpus": ("search.pipeline.analysis_run",),  # everything that is worked out from the corpus as a whole
}
"""The modules that each stage begins with."""

# An import of this package: at the head of a module or within a function.
_IMPORT = re.compile(
    rf"^[ \t]*(?:from ({PACKAGE}(?:\.\w+)*) import (\([^)]*\)|[^\n]*)|import ({PACKAGE}(?:\.\w+)+))", re.MULTILINE
)
_NAME = re.compile(r"(\w+)(?: as \w+)?(?=[,\s)#]|$)")
_COMMENT = re.compile(r"#[^\n]*")
# What is imported for its types alone is not run.
_TYPES_ONLY = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+[^\n]*\n|\n)+", re.MULTILINE)
# A package that finds its modules by name, when asked: which of them a stage runs cannot be seen, so it counts whole.
_BY_NAME = re.compile(r"^def __getattr__\(|\bimport_module\(", re.MULTILINE)


@lru_cache(maxsize=16)
def code_version(stage: CodeStage, root: Path = ROOT) -> str:
    """A digest (16 hexadecimal digits) of a stage's code and data; `root` is the folder that holds the package."""
    return stamped(root, stage, lambda: _digested(stage, root))


def _digested(stage: CodeStage, root: Path) -> Worked:
    files = files_of(ENTRIES[stage], root)
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.encode() + b"\0" + Path(root, file).read_bytes() + b"\0")
    return Worked(digest.hexdigest()[:16], files)


def files_of(entries: Sequence[str], root: Path = ROOT) -> tuple[str, ...]:
    """The import closure of some modules, by dotted name, and the data files beside its modules.

    Paths below `root`, POSIX style, sorted.
    """
    modules, data = _tree(root)
    found: set[str] = set()
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name in found or name not in modules:
            continue
        found.add(name)
        code = Path(root, modules[name]).read_text("utf-8")
        waiting += _imported(code)
        if name != PACKAGE and modules[name].endswith("/__init__.py") and _BY_NAME.search(code):
            waiting += (one for one in modules if one.startswith(f"{name}."))
    files = {modules[name] for name in found}
    folders = {file.rpartition("/")[0] for file in files}
    return tuple(sorted(files.union(*(data.get(folder, ()) for folder in folders))))


def _imported(code: str) -> Iterator[str]:
    """What a module imports of this package, by dotted name; names that are no modules among them.

    A package's own face is run before what lies in it; that of the root package only hands names on.
    """
    for module, names, whole in _IMPORT.findall(_TYPES_ONLY.sub("", code)):
        dotted = module or whole
        if names:
            for name in _NAME.findall(_COMMENT.sub("", names)):
                yield f"{dotted}.{name}"
        while dotted != PACKAGE:
            yield dotted
            dotted = dotted.rpartition(".")[0]


@lru_cache(maxsize=2)
def _tree(root: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The package's modules, dotted name → path, and its data files by the folder of the modules they belong to.

    What is no code belongs to the modules of its folder, or of the nearest one above it that holds code: word lists,
    weights, schemas.
    """
    modules: dict[str, str] = {}
    data: dict[str, list[str]] = {}

    def walk(folder: str, owner: str) -> None:
        with os.scandir(Path(root, folder)) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
        if any(entry.name.endswith(".py") for entry in inside):
            owner = folder
        for entry in inside:
            path = f"{folder}/{entry.name}"
            if entry.name.endswith(".py"):
                modules[path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")] = path
            elif entry.is_dir():
                if entry.name != "__pycache__":
                    walk(path, owner)
            elif not entry.name.endswith(".pyc"):
                data.setdefault(owner, []).append(path)

    walk(PACKAGE, PACKAGE)
    return modules, data


def installed(name: str) -> str:
    """The version of an installed package, or an empty string; the package is not imported."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
