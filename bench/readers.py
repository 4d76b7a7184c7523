"""Reading formats: the truth test. How much of a known text each format gives back, and how fast.

With LibreOffice and pandoc installed the files are made anew, else those of tests/data/formats are read. For web pages
trafilatura's own text stands beside ours.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bench.report import Row, show
from search.corpus.boilerplate import strip
from search.corpus.readers import reader_for
from search.text.sanitise import sanitise
from tests.data.formats import make
from tests.data.formats.pages import PAGES, article, f1
from tests.data.formats.score import read, words_in_order
from tests.search.corpus.test_formats import EXPECTED

REPEATED = 5


def _seconds(file: Path) -> float:
    """The shortest time that reading the file has taken."""
    taken = []
    for _ in range(REPEATED):
        start = time.perf_counter()
        read(file)
        taken.append(time.perf_counter() - start)
    return min(taken)


def _formats(folder: Path) -> list[Row]:
    plain = folder / "plain.txt"
    plain.write_text("\n\n".join(make.truth()), "utf-8")
    rows = []
    for name, truth in EXPECTED.items():
        file = folder / name
        share, own = words_in_order(read(file).text, truth)
        milliseconds = 1000 * _seconds(file)
        rows.append(Row(f"{name}: words in order, own share", share, own, share, "", ">= .99"))
        rows.append(
            Row(f"{name}: ms, plain text beside it", milliseconds, 1000 * _seconds(plain), milliseconds, "ms", "")
        )
    return rows


def _pages() -> list[Row]:
    import trafilatura

    rows = []
    reader = reader_for("a.html")
    assert reader is not None
    for name, page in PAGES.items():
        ours = f1(strip(sanitise(reader.read(Path("a.html"), page.encode()).text)).text, article())
        theirs = f1(trafilatura.extract(page, favor_precision=True, include_comments=False) or "", article())
        rows.append(Row(f"page “{name}”: F1, trafilatura's", ours, theirs, ours / max(theirs, 0.01), "", ""))
    return rows


def main() -> int:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        if missing := make.missing():
            print(f"not installed: {', '.join(missing)}; the files of tests/data/formats are read")
            for file in make.HERE.iterdir():
                if file.is_file():
                    (folder / file.name).write_bytes(file.read_bytes())
        else:
            make.make_office(folder)
            make.make_pandoc(folder)
        show([*_formats(folder), *_pages()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
