"""The account of a folder in print: what is read, and of every other file why it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.cli.output import clean
from tui.wording import OUTCOME_WORDS, account_words, counted

if TYPE_CHECKING:
    from search.model import FolderAccount, Outcome, Unread

MOST = 20  # rows of one outcome that are printed unasked


def account_lines(account: FolderAccount, every: bool, again: str) -> Iterator[str]:
    """The account line by line: a summary, what cannot be read, what is set aside, what is no document by its kind.

    Of each outcome the first MOST, or with `every` all of them, files that are no documents one by one; `again` is the
    command that prints all where some are left out, which is said.
    """
    yield clean(account_words(account))
    for outcome, words in OUTCOME_WORDS.items():
        told = list(rows_of(account, outcome, every))
        shown = told if every else told[:MOST]
        for row in shown:
            yield clean(f"{words[0]}: {row}")
        if left := len(told) - len(shown):
            yield f"{words[0]}: {counted(left, 'more row')} ({again} prints all)"


def rows_of(account: FolderAccount, outcome: Outcome, every: bool) -> Iterator[str]:
    """A line for each file, and part of a file, of one outcome; for what is no document, unless `every`, each kind."""
    for group in account.groups:
        if group.outcome != outcome:
            continue
        if outcome == "ignored" and not every:
            yield group.label
        else:
            for one in group.rows:
                yield f"{called(one)} {one.hint}".strip()


def called(one: Unread) -> str:
    """Why there is no document, with the name of the file where the reason does not begin with it."""
    return one.why if one.why.startswith(one.id) else f"{one.id}: {one.why}"
