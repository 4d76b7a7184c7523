"""Search as you type, side by side with SQLite's FTS5: 60 queries typed letter by letter, 20 snippets each time.

Both have the same documents and answer the same line one after the other, each for the first time. FTS5 has its
`porter` tokenizer, a prefix query for the last word, `snippet()` and the order by rank. Ours is the index as the
explorer uses it, with the texts in SQLite. Aims: p50 at most FTS5's, p95 at most 0.4 of it.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.corpus import documents, queries
from bench.report import Row, percentile, show
from search.index.index import Index
from search.query.request import SearchRequest

BATCH = 500
HITS = 20


class Fts:
    """The yardstick."""

    def __init__(self, file: Path) -> None:
        self.db = sqlite3.connect(file)
        self.db.execute("CREATE VIRTUAL TABLE fts USING fts5(title, body, tokenize = 'porter unicode61')")
        self.db.execute("CREATE TABLE texts (id TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")

    def search(self, line: str) -> int:
        words = line.split()
        match = " ".join(f'"{word}"' for word in words) + "*"
        return len(
            self.db.execute(
                "SELECT title, snippet(fts, 1, '[', ']', '…', 32) FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT ?",
                (match, HITS),
            ).fetchall()
        )

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        marks = ",".join("?" * len(ids))
        return dict(self.db.execute(f"SELECT id, text FROM texts WHERE id IN ({marks})", tuple(ids)))


def run(quick: bool = False) -> list[Row]:
    """Measure; `quick` takes a fifth of documents and queries."""
    found = documents(1_000 if quick else 5_000)
    with tempfile.TemporaryDirectory() as place:
        fts = Fts(Path(place) / "fts.sqlite")
        with fts.db:
            fts.db.executemany("INSERT INTO fts VALUES (?, ?)", [(doc.title, text.text) for doc, text in found])
            fts.db.executemany("INSERT INTO texts VALUES (?, ?)", [(doc.id, text.text) for doc, text in found])
        index = Index(Path(place) / "index", text_of=fts.texts)
        for first in range(0, len(found), BATCH):
            with index.writer() as changes:
                for document, text in found[first : first + BATCH]:
                    changes.add(document, text)
        ours: list[float] = []
        theirs: list[float] = []
        index.search(SearchRequest("warm", as_you_type=True))  # imports; the explorer has them before the first letter
        fts.search("warm")
        slow: list[tuple[float, str]] = []
        for query in queries(found, 12 if quick else 60):
            for end in range(1, len(query) + 1):
                line = query[:end]
                if line.endswith(" "):
                    continue
                start = time.perf_counter()
                index.search(SearchRequest(line, limit=HITS, as_you_type=True))
                middle = time.perf_counter()
                fts.search(line)
                theirs.append((time.perf_counter() - middle) * 1000)
                ours.append((middle - start) * 1000)
                slow.append((ours[-1], line))
        index.close()
        fts.db.close()
    if "--slow" in sys.argv:
        for milliseconds, line in sorted(slow, reverse=True)[:25]:
            print(f"{milliseconds:8.2f}  {line}")
    rows = []
    for share, target in ((0.5, "≤ 1"), (0.95, "≤ 0.4")):
        mine, other = percentile(ours, share), percentile(theirs, share)
        rows.append(
            Row(f"as you type, {len(found)} documents, p{share * 100:.0f}", mine, other, mine / other, "ms", target)
        )
    return rows


if __name__ == "__main__":
    show(run("--quick" in sys.argv))
