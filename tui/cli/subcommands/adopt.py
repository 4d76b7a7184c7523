"""`sourcebook adopt`: let a folder have what is known of another: it was moved, or is a copy."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from search.errors import CorpusError
from tui.cli.library import library
from tui.cli.output import clean
from tui.wording import listed

if TYPE_CHECKING:
    from search.model import Settlement


def run(arguments: Namespace) -> int:
    """Do it and print what was done; returns 0. Raises `CorpusError` where nothing is known of the other folder."""
    if arguments.copy and arguments.afresh:
        raise CorpusError("Not understood", "--copy and --afresh exclude each other", "Leave one of them out.")
    answer: Settlement = "copy" if arguments.copy else "afresh" if arguments.afresh else "adopt"
    arguments.codebook, arguments.no_corrections = None, False
    with library(arguments, told=False) as opened:
        moved = opened.arrival is not None and opened.arrival.kind == "moved"
        if moved and opened.arrival is not None and arguments.OLD is None:
            done = opened.arrival  # it was known at once
        else:
            done = opened.settle(answer, arguments.OLD)
        title, place = clean(opened.title), clean(done.place)
    if answer == "afresh":
        print(f"{title}: begins afresh; {place} keeps what is known of it")
        return 0
    own = [word for word in done.brings if answer == "adopt" or not word.startswith("the ")]
    came = listed(own) or "nothing yet"
    print(f"{title}: {came} {'copied from' if answer == 'copy' else 'taken over from'} {place}")
    return 0
