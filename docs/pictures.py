"""Takes the pictures of the README and the documentation: real screens of the bundled corpus, in docs/pictures/.

    python -m docs.pictures [NAME …]

Each picture is the program in a pseudo-terminal, driven by keys and drawn as the terminal would show it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.picture import draw
from tests.terminal.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"


def search(terminal: Terminal) -> None:
    """A search, its first hit open."""
    terminal.send("/")
    terminal.type("cienfuegos arrests")  # the first search of a run also opens the index
    terminal.settle(0.6)
    terminal.send("backspace")
    terminal.settle(0.6)
    terminal.send("enter")
    terminal.settle(0.6)
    terminal.send("enter")
    terminal.settle(0.6)


def chronology(terminal: Terminal) -> None:
    """The chronology on the whole screen."""
    terminal.send("t")
    terminal.settle(0.5)
    terminal.send("z")
    terminal.settle(0.5)
    terminal.send("down", "down", "down")
    terminal.settle(0.5)


def comparison(terminal: Terminal) -> None:
    """The comparison on the whole screen."""
    terminal.send("c")
    terminal.settle(0.5)
    terminal.send("z")
    terminal.settle(0.5)
    terminal.send("down", "down")
    terminal.settle(0.5)


def entities(terminal: Terminal) -> None:
    """The page of a name on the whole screen."""
    terminal.send("e")
    terminal.settle(0.5)
    terminal.send("down", "enter")
    terminal.settle(0.6)
    terminal.send("z")
    terminal.settle(0.6)


def mending(terminal: Terminal) -> None:
    """What can be put right about a name."""
    terminal.send("e")
    terminal.settle(0.5)
    terminal.send("down", "m")
    terminal.settle(0.6)


def claims(terminal: Terminal) -> None:
    """Who says what about a conflict: the claim grid."""
    terminal.send("c")
    terminal.settle(0.5)
    terminal.send("down", "d")
    terminal.settle(1.0)


def beside(terminal: Terminal) -> None:
    """The sources of a conflict side by side."""
    terminal.send("c")
    terminal.settle(0.5)
    terminal.send("down", "|")
    terminal.settle(1.0)
    terminal.send("n")
    terminal.settle(0.5)


@dataclass(frozen=True)
class Picture:
    """One picture: what is done before it is taken, and on which terminal."""

    name: str
    steps: Callable[[Terminal], None]
    columns: int = 120
    rows: int = 40
    theme: str = "dark"


PICTURES = (
    Picture("search", search),
    Picture("chronology", chronology),
    Picture("comparison", comparison),
    Picture("claims", claims),
    Picture("beside", beside),
    Picture("entities", entities, theme="light"),
    Picture("mending", mending, 100, 30),
    Picture("small", search, 80, 24),
)


def main() -> int:
    """Take all pictures, or those named."""
    known = {picture.name: picture for picture in PICTURES}
    names = sys.argv[1:] or list(known)
    if unknown := [name for name in names if name not in known]:
        print(f"pictures: no such picture: {', '.join(unknown)}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
        subprocess.run([sys.executable, "-m", "tui", "index", "--corpus", "demo"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        for name in names:
            picture = known[name]
            command = [sys.executable, "-m", "tui", "demo", "--theme", picture.theme]
            with Terminal(command, columns=picture.columns, rows=picture.rows, folder=ROOT) as terminal:
                terminal.wait_for("Results")
                terminal.settle(0.6)
                picture.steps(terminal)
                draw(terminal.screen, FOLDER / f"{name}.png")
            print(FOLDER.relative_to(ROOT) / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
