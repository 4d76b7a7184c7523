"""Which corpus a command works on, and bringing it up to date before it is asked."""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from search.errors import BusyError, CancelledError, CorpusError
from tui.cli.output import is_rich, note

if TYPE_CHECKING:
    from search import Library
    from search.model import Arrival, Progress, QueryProblem, Status

DEMO = "demo"


def corpus_of(named: str | None) -> str | None:
    """Return the corpus to use: the one named, $SOURCEBOOK_CORPUS, this folder if it holds a corpus.yaml, or None."""
    if named:
        return named
    if from_environment := os.environ.get("SOURCEBOOK_CORPUS"):
        return from_environment
    return "." if Path("corpus.yaml").is_file() else None


def need_corpus(named: str | None) -> str:
    """Return the corpus to use; raises `CorpusError` where there is none or it is no folder."""
    corpus = corpus_of(named)
    if corpus is None:
        raise CorpusError(
            "No corpus",
            "no folder of documents is named, SOURCEBOOK_CORPUS is not set and this folder holds no corpus.yaml",
            "Name one: --corpus FOLDER, or --corpus demo for the bundled documents.",
        )
    check_folder(corpus, "" if named else "SOURCEBOOK_CORPUS")
    return corpus


def check_folder(corpus: str, variable: str = "") -> None:
    """Raise `CorpusError` with the nearest remedy where a corpus is neither demo nor a folder."""
    if corpus == DEMO or Path(corpus).expanduser().is_dir():
        return
    said = f" (from ${variable})" if variable else ""
    path = Path(corpus).expanduser()
    if path.exists():
        raise CorpusError(
            "Not a folder", f"{corpus}{said} is a file", f"Name the folder that holds it: {path.parent or '.'}"
        )
    raise CorpusError("No such folder", f"{corpus}{said} does not exist", nearest_folder(path))


def nearest_folder(path: Path) -> str:
    """Return "Did you mean …?" for a folder that does not exist, or what else to do."""
    try:
        there = [each.name for each in path.parent.iterdir() if each.is_dir()]
    except OSError:
        return "Name a folder that holds .txt or .md files; sourcebook demo opens the bundled documents."
    if path.parent == Path():
        there.append(DEMO)
    import difflib

    near = difflib.get_close_matches(path.name, there, n=1)
    if near:
        return f"Did you mean {path.parent / near[0]}?"
    return "Name a folder that holds .txt or .md files; sourcebook demo opens the bundled documents."


@contextmanager
def library(arguments: Namespace, *, told: bool = True) -> Iterator[Library]:
    """Open the library of a command line and close it afterwards.

    With `told` it is said where the folder is new here and known from elsewhere. Raises `CorpusError` or
    `StorageError` with a remedy.
    """
    corpus = need_corpus(arguments.corpus)
    codebook = check_codebook(arguments.codebook)
    from search import Library

    curated, follow_links = not arguments.no_corrections, links_followed(arguments)
    opened = Library(corpus, codebook=codebook, curated=curated, follow_links=follow_links)
    try:
        if told and opened.arrival is not None:
            _tell(opened.arrival, corpus)
        yield opened
    finally:
        opened.close()


def links_followed(arguments: Namespace) -> bool:
    """Whether links out of the folder are followed: --follow-links, or config.yaml says so."""
    if getattr(arguments, "follow_links", False):
        return True
    from search.paths import config_seen

    folder = config_seen()
    if folder is None or not (folder / "config.yaml").exists():  # the settings need not be imported
        return False
    from tui.session.settings import load_settings

    return load_settings().follow_links


def _tell(arrival: Arrival, corpus: str) -> None:
    """Say on standard error what came along with a folder, or how to answer whether anything is to."""
    import shlex

    from tui.wording import moved_words, resembled_words

    if arrival.kind == "moved":
        note(moved_words(arrival))
        return
    command = f"sourcebook adopt -c {shlex.quote(corpus)}"
    note(
        f"{resembled_words(arrival)} “{command}” takes that over; with --copy it is copied, with --afresh it is left "
        "there and you are not told again."
    )


def check_codebook(named: str | None) -> str | None:
    """Return the codebook's file, or demo; raises `CorpusError` where there is no such file."""
    if named is None or named == DEMO or Path(named).expanduser().is_file():
        return named
    raise CorpusError("No such codebook", f"{named} is no file", "Name a corpus.yaml, or demo for the bundled one.")


def bring_up_to_date(opened: Library, *, analyse: bool) -> Status:
    """Read (and with `analyse` analyse) what is new or changed, showing progress on standard error.

    Returns at once where nothing is. Where another process is at work on this corpus, what is there already is
    used, with a note; raises `BusyError` where that is nothing. Ctrl-C stops cleanly and keeps what was done:
    `KeyboardInterrupt` is raised after a note. Where the number of files that are not read has changed, that is said.
    """
    before = opened.status().unread
    try:
        status = work(opened, analyse=analyse) if opened.changed(analysis=analyse) else opened.status()
    except BusyError as error:
        status = opened.status()
        if not (status.analysed if analyse else status.searchable):
            raise
        note(f"{error.message} Showing what is there.")
    need_documents(status, opened)
    if status.unread != before:
        note_unread(status)
    return status


def note_unread(status: Status) -> None:
    """Say on standard error how many files are not read, where there are any."""
    if status.unread:
        from tui.wording import counted

        verb = "is" if status.unread == 1 else "are"
        note(f"{counted(status.unread, 'file')} {verb} not read; sourcebook doctor says which, and why")


def narrowed(opened: Library, query: str) -> str:
    """Return the query of --in, after saying what of it could not be taken literally."""
    if query:
        note_problems(opened.search(query, limit=1).problems)
    return query


def note_problems(problems: Sequence[QueryProblem]) -> None:
    """Say on standard error what in a query could not be taken literally, and where."""
    for problem in problems:
        at = f" (character {problem.start + 1})" if problem.end > problem.start else ""
        note(f"{problem.message}{at} {problem.hint}")


def need_documents(status: Status, opened: Library) -> None:
    """Raise `CorpusError` naming the first reasons where no document of a corpus can be used."""
    if status.searchable:
        return
    account = opened.account()
    if account.unread and not account.documents:
        from tui.wording import counted, reasons_words

        hint = next((one.hint for one in account.unread if one.outcome == "unreadable" and one.hint), "")
        raise CorpusError(
            "No document can be used",
            f"{opened.root}: {counted(account.files, 'file')}, none of which is read: {reasons_words(account.groups)}",
            f"{hint} sourcebook doctor lists them all.".strip(),
        )
    if problems := opened.problems():
        first = problems[0]
        raise CorpusError("No document can be used", f"{opened.root}: {first.title}: {first.message}", first.hint)


def work(opened: Library, *, analyse: bool, plain: bool = False) -> Status:
    """Do the library's outstanding work in this process, with progress; raises KeyboardInterrupt after Ctrl-C.

    `plain`: where standard error is no terminal, print a line for every stage.
    """
    with stop_asked() as asked, progress_shown(plain) as show:
        try:
            return opened.update(show, analyse=analyse, cancelled=asked)
        except CancelledError as error:
            stopped = error
    status = opened.status()
    note(f"Stopped. Kept: {status.searchable:,} documents searchable, {status.analysed:,} analysed. {stopped.hint}")
    raise KeyboardInterrupt


@contextmanager
def stop_asked(
    signals: Sequence[signal.Signals] = (signal.SIGINT,), tell: Callable[[], object] = lambda: None
) -> Iterator[Callable[[], bool]]:
    """Give a function that says whether one of the signals has come (Ctrl-C), at which `tell` is called.

    A second one interrupts at once.
    """
    asked = False

    def handle(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        tell()

    before = [(number, signal.signal(number, handle)) for number in signals]
    try:
        yield lambda: asked
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def progress_shown(plain: bool = False) -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows progress on standard error.

    On a terminal a bar; elsewhere nothing, or with `plain` a line for every stage.
    """
    if not is_rich(sys.stderr):
        yield _stage_lines() if plain else _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    screen = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), MofNCompleteColumn()
    with Bar(*columns, console=screen, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("reading", total=None)

        def show(at: Progress) -> None:
            bar.update(task, description=at.stage, completed=at.done, total=at.total or None)

        yield show


def _ignore(_at: Progress) -> None:
    """Show nothing."""


def _stage_lines() -> Callable[[Progress], None]:
    """Return a function that prints a line at the start and the end of every stage."""
    last: tuple[str, bool] | None = None

    def show(at: Progress) -> None:
        nonlocal last
        if at.stage == "done" or not at.total:
            return
        finished = at.total > 0 and at.done >= at.total
        if (at.stage, finished) != last:
            last = (at.stage, finished)
            print(f"{at.stage} {at.done:,} of {at.total:,}", file=sys.stderr, flush=True)

    return show
