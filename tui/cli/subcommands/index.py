"""`sourcebook index`: read and analyse a folder now."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from tui.cli.account import account_lines
from tui.cli.library import library, need_documents, work
from tui.cli.output import clean, print_json
from tui.wording import counted

if TYPE_CHECKING:
    from search.model import FolderAccount, Problem, Status


def run(arguments: Namespace) -> int:
    """Bring a corpus up to date and print what it holds, with --watch on and on; returns 0."""
    with library(arguments) as opened:
        status = work(opened, analyse=True, plain=True)
        show(opened.title, status, opened.problems(), opened.account(), arguments)
        need_documents(status, opened)
        if arguments.watch:
            from tui.cli.watching import watch

            watch(opened, as_json=arguments.json)
    return 0


def show(
    title: str, status: Status, problems: tuple[Problem, ...], account: FolderAccount, arguments: Namespace
) -> None:
    """Print what a corpus holds, and what of its folder is not read."""
    if arguments.json:
        print_json(as_json(title, status, problems, account), on_one_line=arguments.watch)
        return
    print(
        f"{clean(title)}: {counted(status.documents, 'document')}, {status.searchable:,} searchable, "
        f"{status.analysed:,} analysed ({clean(status.model) or 'by rules alone'})"
    )
    for line in account_lines(account, arguments.verbose, "sourcebook index --verbose"):
        print(line)
    unreadable = {one.id for one in account.unread}
    for problem in problems:
        if problem.doc not in unreadable:  # of those it is said above
            print(problem_line(problem))


def as_json(title: str, status: Status, problems: tuple[Problem, ...], account: FolderAccount) -> dict[str, object]:
    """Return a status, its problems and the account of the folder as JSON."""
    from search.exports.json_account import folder

    return {
        **folder(account),
        "title": title,
        "documents": status.documents,
        "searchable": status.searchable,
        "analysed": status.analysed,
        "model": status.model,
        "problems": [
            {"doc": each.doc, "title": each.title, "message": each.message, "hint": each.hint} for each in problems
        ],
    }


def problem_line(problem: Problem) -> str:
    """Return "document: title: message. hint" on one line."""
    parts = ": ".join(part for part in (problem.doc or "", problem.title, problem.message) if part)
    return clean(f"{parts} {problem.hint}")
