"""What is stored says which code made it: whatever a stage runs is in its version, and a change of it is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from search.pipeline import code_versions as fingerprints
from search.pipeline.code_versions import ENTRIES, CodeStage, code_version, files_of
from tests.conftest import ROOT
from tests.test_contracts import loaded

# What each stage runs, on a text that has something of everything.
TEXT = "Mayor Ana Ruiz said on Monday, 3 May 2021: “We met.” The National Union (NU) met Ruiz in Oslo last year."
RUNS: dict[CodeStage, str] = {
    "reading": """
from pathlib import Path
from search.corpus.corpus import Corpus
from search.pipeline.publication_dates import with_corrected_date
corpus = Corpus.open(Path("seeds"), Path("seeds/corpus.yaml"), True)
for file in corpus.files():
    if file.id.endswith('.md'): with_corrected_date(corpus.read(file).document, "2020")
""",
    "names": f"from search.analysis.names import recognizer as names; assert names.mentions_in({TEXT!r}, None)",
    "dates": f"""
from search.analysis.dates import publication as published, tagger as dates
assert dates.expressions_in({TEXT!r}, None)
published.infer({TEXT!r})
""",
    "identity": f"""
from search.analysis.entities import resolver as identity
from search.analysis.names import recognizer as names
assert identity.resolve({{"a.md": ({TEXT!r}, names.mentions_in({TEXT!r}, None))}}, ())[0]
""",
    "corpus": "from search import Library; Library('seeds').update()",
}
# Loaded around a stage, without a say in what comes out: what asks for the work, and the index that is looked at first.
AROUND = {
    *(
        "search",
        "search.library",
        "search.workspace",
        "search.pipeline.runner",
        "search.pipeline.staleness",
        "search.paths",
    ),
    *("search.index", "search.index.index", "search.index.manifest", "search.index.gc_pause", "search.query.request"),
    *("search.corpus", "search.corpus.corpus", "search.corpus.scan", "search.corpus.lexicon", "search.corpus.readers"),
    *("search.corpus.readers.parts", "search.corpus.readers.kinds", "search.corpus.readers.container"),
    *("search.corpus.readers.isolation", "search.corpus.readers.isolation.process", "search.corpus.read_ahead"),
    *("search.corpus.readers.isolation.sandbox", "search.corpus.readers.isolation.letters"),
    *("search.corpus.readers.recognition", "search.pipeline.recognisable", "search.pipeline.code_stamps"),
    # What a codebook says is in the digests that results are kept by.
    *("search.codebook.parser", "search.codebook.metadata", "search.store.lock"),
    # Which corpus a folder is, and under which names its documents lie.
    *("search.identity", *(f"search.identity.{name}" for name in ("opening", "registry", "record", "recognition"))),
    *("search.identity.renames", "search.userdata.json_file", "search.userdata.document_ids"),
    *("search.curation", "search.curation.keeping"),
}


def copied(folder: Path) -> Path:
    """The package, copied: its code and its data."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(ROOT / "search", folder / "search", ignore=ignored)).parent


@pytest.mark.parametrize("stage", ENTRIES)
def test_a_change_of_any_file_that_a_stage_rests_on_changes_its_version(stage: CodeStage, tmp_path: Path) -> None:
    root = copied(tmp_path)
    before = code_version(stage, root)
    assert before == code_version(stage)
    files = files_of(ENTRIES[stage], root)
    assert len(files) > 10
    for name in files:
        file = root / name
        content = file.read_bytes()
        file.write_bytes(content + b"\n# changed\n")
        code_version.cache_clear()
        assert code_version(stage, root) != before, name
        file.write_bytes(content)
    code_version.cache_clear()
    assert code_version(stage, root) == before


@pytest.mark.parametrize("stage", ENTRIES)
def test_a_stage_runs_no_module_that_its_version_leaves_out(stage: CodeStage) -> None:
    loaded("from search import Library; Library('seeds').update(analyse=False)")
    run = {name for name in loaded(RUNS[stage]) if name.split(".")[0] == "search"}
    known = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in files_of(ENTRIES[stage])}
    assert run - known - AROUND == set()


def test_modules_named_only_for_their_types_do_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "search" / "inner"
    folder.mkdir(parents=True)
    (tmp_path / "search" / "__init__.py").touch()
    for name in ("typed", "within", "bracketed", "found"):
        (folder / f"{name}.py").touch()
    (folder / "words.txt").touch()
    (folder / "__init__.py").write_text("def __getattr__(name): ...\n")
    (tmp_path / "search" / "entry.py").write_text(
        "if TYPE_CHECKING:\n    from search.typed import A\n\n"
        "from search.bracketed import (  # a remark, with search.typed in it\n    B as C,\n)\n"
        "def f():\n    from search import within\n    import search.whole\n"
    )
    for name in ("typed", "within", "bracketed", "whole"):
        (tmp_path / "search" / f"{name}.py").touch()
    (tmp_path / "search" / "whole.py").write_text("from search.inner import D\n")
    fingerprints._tree.cache_clear()
    found = set(files_of(("search.entry",), tmp_path))
    assert "search/typed.py" not in found
    assert {"search/within.py", "search/bracketed.py", "search/whole.py"} < found
    assert {"search/inner/found.py", "search/inner/words.txt"} < found  # it finds its names when asked: it counts whole


def test_a_version_is_worked_out_again_only_where_a_file_was_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = copied(tmp_path)
    asked: list[str] = []
    real = fingerprints._digested

    def counted(stage: CodeStage, where: Path) -> fingerprints.Worked:
        asked.append(stage)
        return real(stage, where)

    monkeypatch.setattr(fingerprints, "_digested", counted)

    def version() -> str:
        code_version.cache_clear()
        fingerprints._tree.cache_clear()
        return code_version("dates", root)

    before = version()
    assert (version(), asked) == (before, ["dates"])
    module = root / "search" / "analysis" / "dates" / "tagger.py"
    code = module.read_text()
    module.write_text(code + "# More.\n")
    assert version() != before
    module.write_text(code)
    assert version() == before
    words = root / "search" / "analysis" / "lexicon" / "en" / "a_new_list.txt"
    words.write_text("[a section]\n")
    assert version() != before, "a file that has come beside the others"
    words.unlink()
    (tmp_path / "cache" / "sourcebook" / "code-versions.json").write_text("[1, 2")
    assert version() == before, "a damaged file is made anew"
    module.unlink()
    assert version() != before
