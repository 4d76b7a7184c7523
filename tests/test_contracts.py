"""The engine knows no screen, and opening a library costs nothing: tried in clean interpreters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SCREEN = ("textual", "rich", "tui", "pygments")
FORMATS = ("pypdfium2", "trafilatura", "lxml", "openpyxl", "python_calamine", "oxmsg", "xml", "zipfile", "email")
HEAVY = ("whoosh", "numpy", "spacy", "thinc", "frontmatter", "charset_normalizer", "watchfiles", "anyio", *FORMATS)


def output(code: str) -> list[str]:
    """The lines that `code` prints in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def loaded(code: str) -> set[str]:
    """The modules that are there after `code` in an interpreter of its own."""
    return set(output(f"{code}\nprint(*sys.modules)")[-1].split())


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
    assert "search.corpus.corpus" not in again


def test_a_search_reads_no_word_lists_of_the_analysis(seeds: Path) -> None:
    loaded("from search import Library; Library('demo').update(analyse=False)")
    again = loaded("from search import Library\nwith Library('demo') as l: assert l.search('law').total")
    assert not [module for module in again if module.startswith("search.analysis")]


def test_asking_whether_something_changed_loads_no_model() -> None:
    none_of(loaded("from search import Library\nLibrary('demo').changed()"), (*SCREEN, "spacy", "thinc", "numpy"))


def test_a_corpus_of_text_loads_no_other_format(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Some words.", "utf-8")
    code = f"from search.corpus.corpus import Corpus\nc = Corpus.open({str(tmp_path)!r})\nc.read(c.files()[0])"
    none_of(loaded(code), FORMATS)


def modules_of(package: str) -> list[str]:
    """Every module below a package, by its dotted name."""
    files = sorted((ROOT / package).rglob("*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]


# One interpreter forks for each module: every one of them is imported in a clean process.
FORKS = """
import os
for name in {names!r}:
    child = os.fork()
    if not child:
        __import__(name)
        print(name, *sys.modules, flush=True)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, name
"""


def offenders(package: str, forbidden: tuple[str, ...]) -> dict[str, set[str]]:
    """The modules of a package that load what they must not, each imported alone in a clean process: what they load."""
    names = modules_of(package)
    lines = [line.split() for line in output(FORKS.format(names=names))]
    assert [name for name, *_ in lines] == names
    found = {name: {one.partition(".")[0] for one in loads}.intersection(forbidden) for name, *loads in lines}
    return {name: tops for name, tops in found.items() if tops}


def test_no_module_of_the_engine_loads_a_screen() -> None:
    assert offenders("search", (*SCREEN, "spacy", "thinc", "watchfiles")) == {}


def test_no_module_of_the_screen_loads_what_analyses() -> None:
    assert (
        offenders("tui", ("whoosh", "numpy", "spacy", "thinc", "datasketch", "scipy", "frontmatter", "watchfiles"))
        == {}
    )
