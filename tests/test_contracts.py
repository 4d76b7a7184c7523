"""The engine knows no screen, and opening a library costs nothing: tried in clean interpreters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SCREEN = ("textual", "rich", "tui", "pygments")
HEAVY = ("whoosh", "numpy", "spacy", "thinc", "frontmatter", "charset_normalizer")


def loaded(code: str) -> set[str]:
    """The top-level modules that are there after `code` in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def none_of(modules: set[str], forbidden: tuple[str, ...]) -> None:
    tops = {name.partition(".")[0] for name in modules}
    assert not tops.intersection(forbidden), sorted(tops.intersection(forbidden))


def test_importing_the_package_costs_nothing() -> None:
    modules = loaded("import search")
    none_of(modules, (*SCREEN, *HEAVY, "yaml", "sqlite3"))
    assert "search.library" not in modules


def test_the_types_stand_alone() -> None:
    modules = loaded("import search.model, search.errors")
    assert {name for name in modules if name.startswith("search.")} == {"search.model", "search.errors"}
    none_of(modules, (*SCREEN, *HEAVY, "yaml", "sqlite3"))


def test_a_new_library_loads_nothing_heavy() -> None:
    none_of(loaded("from search import Library; Library('demo')"), (*SCREEN, *HEAVY))


def test_a_known_library_parses_no_codebook(seeds: Path) -> None:
    first = "from search import Library; Library('demo').update(analyse=False)"
    none_of(loaded(first), (*SCREEN, "spacy", "thinc"))
    again = loaded(
        "from search import Library\nwith Library('demo') as l: l.title, l.status(), l.documents(), l.bookmarks"
    )
    none_of(again, (*SCREEN, *HEAVY, "yaml"))
    assert "search.corpus" not in again


def test_asking_whether_something_changed_loads_no_model() -> None:
    none_of(loaded("from search import Library\nLibrary('demo').changed()"), (*SCREEN, "spacy", "thinc", "numpy"))


@pytest.mark.parametrize("module", sorted(p.stem for p in (ROOT / "search").glob("*.py") if p.stem != "__init__"))
def test_no_module_of_the_engine_loads_a_screen(module: str) -> None:
    none_of(loaded(f"import search.{module}"), (*SCREEN, "spacy", "thinc"))
