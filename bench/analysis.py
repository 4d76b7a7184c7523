"""The analysis by its stages: milliseconds per 1,000 words of a document's own, and the corpus as a whole beside them.

`python -m bench.analysis [DOCUMENTS]`, 1,000 unless told. Aims: names ≤ 125 and dates ≤ 9 ms per 1,000 words; what is
worked out from the corpus as a whole, once, ≤ 0.2 of what its documents took. Views before the end, each time the
number of documents has doubled, are told apart. A last update after a correction shows what the reader waits for.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from bench.stories import write

EACH, WHOLE = "per document", "corpus-wide"
DOCUMENTS = 1_000


class Clock:
    """Seconds spent in functions that were wrapped, by part of the run and name; within one another they add up."""

    def __init__(self) -> None:
        self.part = "the end"
        self.seconds: dict[tuple[str, str], float] = defaultdict(float)

    def wrap(self, owner: Any, function: str, name: str) -> None:
        """Measure `owner.function` as `name` from now on."""
        bare: Callable[..., Any] = getattr(owner, function)

        @wraps(bare)
        def timed(*args: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return bare(*args, **named)
            finally:
                self.seconds[self.part, name] += time.perf_counter() - start

        setattr(owner, function, timed)


def stages(clock: Clock) -> None:
    """Put the clock into every stage."""
    from search.analysis import analyse
    from search.analysis.comparison import compare, descriptions, unique
    from search.analysis.dates import publication, tagger
    from search.analysis.names import recognizer
    from search.pipeline import topic_run
    from search.pipeline.analysis_run import Analysis
    from search.store import findings

    for owner, function, name in (
        (recognizer, "mentions_in", "names"),
        (tagger, "expressions_in", "dates"),
        (publication, "infer", "day of publication"),
        (analyse, "resolve", "identity"),
        (analyse, "events_in", "events"),
        (analyse, "quotations_in", "quotations"),
        (analyse, "cluster", "clusters"),
        (analyse, "storylines", "storylines"),
        (analyse, "copies", "copies"),
        (analyse, "suggest_topics", "suggested topics"),
        (topic_run, "assign_topics", "topics"),
        (compare, "compared", "conflicts"),
        (descriptions, "described", "descriptions"),
        (unique, "unique_statements", "stated by one alone"),
        (findings.StoredFindings, "store", "storing"),
    ):
        clock.wrap(owner, function, name)
    whole = Analysis._whole

    def told_apart(self: Analysis, *, partial: bool) -> Any:
        before, clock.part = clock.part, "before the end" if partial else clock.part
        start = time.perf_counter()
        try:
            return whole(self, partial=partial)
        finally:
            clock.seconds[clock.part, WHOLE] += time.perf_counter() - start
            clock.part = before

    Analysis._whole = told_apart  # type: ignore[method-assign]


def run(count: int = DOCUMENTS) -> None:
    """Measure and print."""
    from search import Library
    from search.model import Correction

    clock = Clock()
    with tempfile.TemporaryDirectory() as place:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = f"{place}/{name.lower()}"
        words = write(Path(place) / "corpus", count)
        stages(clock)
        with Library(Path(place) / "corpus") as library:
            library.update(analyse=False)
            start = time.perf_counter()
            library.update()
            total = time.perf_counter() - start
            people = [entity.name for entity in library.entities() if entity.type == "person"]
            clock.part = "correction"
            library.corrections.make(Correction("merge", (people[0], people[1])))
            start = time.perf_counter()
            library.update()
            mended = time.perf_counter() - start
    each = ("names", "dates", "day of publication")
    own = sum(clock.seconds["the end", name] for name in each)
    print(f"{count:,} documents, {words:,} words, analysed in {total:.1f} s")
    for name in each:
        print(f"  {name:<22}{clock.seconds['the end', name] / words * 1e6:8.1f} ms per 1,000 words")
    print(f"{'':24}{'the end':>10}{'before it':>12}{'a correction':>14}   seconds")
    rows = sorted({name for _, name in clock.seconds if name not in each and name != WHOLE})
    rows.sort(key=lambda name: -clock.seconds["the end", name])
    for name in (*rows, WHOLE):
        parts = (clock.seconds[part, name] for part in ("the end", "before the end", "correction"))
        print("  {:<22}{:10.2f}{:12.2f}{:14.2f}".format(name, *parts))
    whole, before = clock.seconds["the end", WHOLE], clock.seconds["before the end", WHOLE]
    print(f"corpus-wide, share of per document {whole / own:.2f} (aim ≤ 0.20), with the views before the end "
          f"{(whole + before) / own:.2f}")  # fmt: skip
    print(f"from a correction to its findings {mended:.2f} s; most memory "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
