"""The explorer in a real terminal, 120×40 in true colour: time to the first paint beside a trivial Textual app's,
and bytes on the wire for a cursor move, a typed letter, a change of focus, and doing nothing.

First paints alternate between the two apps, so that a busy moment weighs on both. The corpus is indexed beforehand,
in folders of the benchmark's own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench._trivial import READY
from tests.terminal.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15
OURS = [sys.executable, "-m", "tui", "demo"]
TRIVIAL = [sys.executable, "-m", "bench._trivial"]
OUR_SIGN = "Results"
# Words of each app's first frame, and of the explorer's once it shows what is in the documents.
OUR_PAINT = (b"search these documents", b"Nothing is open")
OUR_FILLED = (b"people",)
TRIVIAL_PAINT = (READY.encode(),)


def first_paint(command: list[str], signs: tuple[bytes, ...]) -> tuple[float, int]:
    """Milliseconds from the start of the process until the first screen has come, and the bytes sent by then."""
    with Terminal(command, folder=ROOT) as terminal:
        return terminal.time_to(*signs), len(terminal.raw)


def typed(terminal: Terminal, word: str) -> list[int]:
    """Bytes for each letter of a word typed into the search bar, with what it changes elsewhere taken apart below."""
    return [terminal.cost(letter) for letter in word]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/{name.lower()}"
        subprocess.run([sys.executable, "-m", "tui", "index", "--corpus", "demo"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        ours, trivial, filled = [], [], []
        first_paint(OURS, OUR_PAINT)  # once unmeasured: byte-compiled files, warm disk
        first_paint(TRIVIAL, TRIVIAL_PAINT)
        for _ in range(RUNS):
            trivial.append(first_paint(TRIVIAL, TRIVIAL_PAINT))
            ours.append(first_paint(OURS, OUR_PAINT))
            filled.append(first_paint(OURS, OUR_FILLED))
        for name, taken in (("median", statistics.median), ("least", min)):
            mine, theirs = (taken(ms for ms, _ in runs) for runs in (ours, trivial))
            print(f"{f'first paint, {name} of {RUNS}':<32}{mine:6.0f} ms   trivial app {theirs:.0f} ms   "
                  f"ratio {mine / theirs:.2f}   (aim ≤ 1.60)")  # fmt: skip
        print(f"documents and names shown       {statistics.median(ms for ms, _ in filled):6.0f} ms")
        print(f"bytes of the first paint        {ours[-1][1]:6,}      trivial app {trivial[-1][1]:,}")
        with Terminal(OURS, folder=ROOT) as terminal:
            terminal.wait_for(OUR_SIGN)
            terminal.settle(1.0)
            print(f"whole start, settled            {len(terminal.raw):6,} bytes")
            moves = [terminal.cost(key) for key in ("down", "down", "up", "j", "k")]
            report("cursor move", moves, 400)
            report("focus change", [terminal.cost("tab") for _ in range(5)], 20_000)
            terminal.send("/")
            terminal.settle()
            report("typed letter, with its results", typed(terminal, "immunity"), None)
            terminal.cost("z")  # takes the last results away
            report("letter that changes nothing", typed(terminal, "zqzqz"), 400)
            terminal.settle()
            print(f"{'idle, 3 s':<32}{terminal.idle(3):6,} bytes   (aim 0)")
    return 0


def report(what: str, sizes: list[int], aim: int | None) -> None:
    """One line: median, least and most."""
    goal = f"   (aim ≤ {aim:,})" if aim else ""
    print(f"{what:<32}{statistics.median(sizes):6,.0f} bytes   {min(sizes):,}–{max(sizes):,}{goal}")


if __name__ == "__main__":
    sys.exit(main())
