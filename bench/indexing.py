"""Documents searchable a second, side by side with bare Whoosh: its stock StemmingAnalyzer chain, its defaults.

First the index's part alone, both from memory, a batch of 500 each in turn, so that a busy moment weighs on both; then
the whole way from the folder: reading, furniture, storing and indexing, while bare Whoosh reads the same files and
indexes what it finds in them. Aim: at least 1.5 times its rate over the whole way.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.corpus import documents, folder
from bench.report import Row, show
from search.index.index import Index
from search.model import Document, Text

BATCH = 500


def bare_index(place: Path) -> Any:
    """An index as Whoosh's documentation makes one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh import analysis, fields
        from whoosh import index as whoosh_index
    place.mkdir()
    words = analysis.StemmingAnalyzer()
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True), title=fields.TEXT(analyzer=words), body=fields.TEXT(analyzer=words)
    )
    return whoosh_index.create_in(str(place), schema)


def bare_batch(opened: Any, batch: Iterable[tuple[str, str, str]]) -> float:
    """Seconds that Whoosh takes for (id, title, text) rows, with a writer's defaults."""
    start = time.perf_counter()
    writer = opened.writer()
    for doc, title, text in batch:
        writer.add_document(id=doc, title=title, body=text)
    writer.commit()
    return time.perf_counter() - start


def our_batch(index: Index, batch: Iterable[tuple[Document, Text]]) -> float:
    """Seconds that our writer takes for the same."""
    start = time.perf_counter()
    with index.writer() as changes:
        for document, text in batch:
            changes.add(document, text)
    return time.perf_counter() - start


def alone(place: Path, found: list[tuple[Document, Text]]) -> Row:
    """The index's part."""
    index, opened = Index(place / "ours"), bare_index(place / "bare")
    our_batch(Index(place / "warm"), found[:50])
    mine = other = 0.0
    for first in range(0, len(found), BATCH):
        batch = found[first : first + BATCH]
        mine += our_batch(index, batch)
        other += bare_batch(opened, [(document.id, document.title, text.text) for document, text in batch])
    return Row("indexed, from memory", len(found) / mine, len(found) / other, other / mine, "1/s", "≥ 2")


def whole_way(place: Path, found: list[tuple[Document, Text]]) -> Row:
    """From the folder until it can be searched."""
    from search import Library

    corpus = place / "corpus"
    folder(corpus, found)
    for name in ("CACHE", "DATA", "CONFIG", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(place / name.lower())
    with Library(corpus) as library:
        start = time.perf_counter()
        library.update(analyse=False)
        mine = time.perf_counter() - start
    opened = bare_index(place / "bare-files")
    files = sorted(corpus.iterdir())
    start = time.perf_counter()
    for first in range(0, len(files), BATCH):
        batch = files[first : first + BATCH]
        bare_batch(opened, ((file.name, *file.read_text("utf-8").split("\n", 1)) for file in batch))  # type: ignore[misc]
    other = time.perf_counter() - start
    return Row("searchable, from the folder", len(found) / mine, len(found) / other, other / mine, "1/s", "≥ 1.5")


def run(quick: bool = False) -> list[Row]:
    """Measure; `quick` takes a fifth of the documents."""
    found = documents(1_000 if quick else 5_000)
    with tempfile.TemporaryDirectory() as place:
        return [alone(Path(place), found), whole_way(Path(place), found)]


if __name__ == "__main__":
    show(run("--quick" in sys.argv))
