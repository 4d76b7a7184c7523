"""One `sourcebook search` as a whole process, beside the least it could be: a Python that imports whoosh, opens the
same index and searches it once. Aim: at most twice that.

`python -m bench.oneshot [CORPUS [WORD]]`; the word must stand in the corpus. It is indexed first, in a cache of the
benchmark's own. Runs of the two alternate, so that a busy moment weighs on both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
LEAST = """
import sys
from whoosh import index
from whoosh.qparser import QueryParser
opened = index.open_dir(sys.argv[1])
with opened.searcher() as searcher:
    field = "body" if "body" in opened.schema else next(iter(opened.schema.names()))
    found = searcher.search(QueryParser(field, opened.schema).parse(sys.argv[2]), limit=20)
    print(len(found))
"""


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def index_in(cache: Path) -> Path:
    """The Whoosh index below a cache folder."""
    return next(cache.rglob("_MAIN_*.toc")).parent


def main() -> int:
    corpus = sys.argv[1] if len(sys.argv) > 1 else "demo"
    word = sys.argv[2] if len(sys.argv) > 2 else "immunity"
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ) | {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CACHE", "DATA", "STATE")}
        sourcebook = [str(Path(sys.executable).with_name("sourcebook")), "search", word, "--corpus", corpus]
        subprocess.run(
            [sourcebook[0], "search", word, "--corpus", corpus], env=environment, check=True, capture_output=True
        )
        least = [sys.executable, "-c", LEAST, str(index_in(Path(home) / "CACHE")), word]
        both: dict[str, list[float]] = {"sourcebook search": [], "least": []}
        for _ in range(RUNS):
            both["sourcebook search"].append(milliseconds(sourcebook, environment))
            both["least"].append(milliseconds(least, environment))
    for name, times in both.items():
        print(f"{name:<18} median {statistics.median(times):6.0f} ms   best {min(times):6.0f} ms")
    medians = [statistics.median(times) for times in both.values()]
    print(f"ratio {medians[0] / medians[1]:.2f} (aim: at most 2)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
