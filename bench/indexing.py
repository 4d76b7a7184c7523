"""Documents searchable a second, side by side with bare Whoosh: its stock StemmingAnalyzer chain, its defaults.

Both get the same titles and texts in memory, in batches of 500. Aim: at least 1.5 times its rate over the whole way
from file to index; this is the index's part alone.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from pathlib import Path

from bench.corpus import documents
from bench.report import Row, show
from search.index import Index
from search.model import Document, Text

BATCH = 500


def bare_whoosh(folder: Path, found: list[tuple[Document, Text]]) -> float:
    """Seconds that Whoosh takes with a writer's defaults, one commit a batch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh import analysis, fields
        from whoosh import index as whoosh_index
    folder.mkdir()
    words = analysis.StemmingAnalyzer()
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True), title=fields.TEXT(analyzer=words), body=fields.TEXT(analyzer=words)
    )
    opened = whoosh_index.create_in(str(folder), schema)
    start = time.perf_counter()
    for first in range(0, len(found), BATCH):
        writer = opened.writer()
        for document, text in found[first : first + BATCH]:
            writer.add_document(id=document.id, title=document.title, body=text.text)
        writer.commit()
    return time.perf_counter() - start


def ours(folder: Path, found: list[tuple[Document, Text]]) -> float:
    """Seconds that our writer takes for the same."""
    index = Index(folder)
    start = time.perf_counter()
    for first in range(0, len(found), BATCH):
        with index.writer() as changes:
            for document, text in found[first : first + BATCH]:
                changes.add(document, text)
    return time.perf_counter() - start


def run(quick: bool = False) -> list[Row]:
    """Measure; `quick` takes a fifth of the documents."""
    found = documents(500 if quick else 2_500)
    with tempfile.TemporaryDirectory() as place:
        ours(Path(place) / "warm", found[:50])
        mine = len(found) / ours(Path(place) / "ours", found)
        bare = len(found) / bare_whoosh(Path(place) / "bare", found)
    return [Row("documents indexed", mine, bare, mine / bare, "1/s", "≥ 1.5, the index alone ≥ 2")]


if __name__ == "__main__":
    show(run("--quick" in sys.argv))
