"""The account of the folder: every file below it is a document, holds some, or is said why it is none."""

from __future__ import annotations

from collections.abc import Iterator

from search.corpus.reasons import grouped, unopened
from search.corpus.scan import files_in, hidden_in
from search.model import GUESSED, RECOGNISED, FolderAccount, Problem, Unread
from search.workspace import Workspace


def folder_account(workspace: Workspace) -> FolderAccount:
    """Every file below the folder as the last update saw it; hidden ones, and those that came since, as they lie there.

    Before the first update every file is one that is not read yet.
    """
    store = workspace.store
    holding = store.holding()
    told = tuple(one for one in store.problems() if one.title in (GUESSED, RECOGNISED))
    rows = (*store.unread(), *_since(workspace), *hidden_in(workspace.root, workspace.follow_links))
    unread = tuple(sorted(rows, key=lambda one: (one.file, one.member)))
    return FolderAccount(
        files=len(holding) + len({one.file for one in unread}.difference(holding)),
        read=len(holding),
        documents=sum(holding.values()),
        unread=unread,
        groups=grouped(unread),
        holding=holding,
        notes=(
            *told,
            *(
                Problem(
                    RECOGNISED, f"{doc} is a picture of text, recognised by {by}.", "Compare it with the picture.", doc
                )
                for doc, by in store.recognised()
                if not any(one.doc == doc and one.title == RECOGNISED for one in told)
            ),
        ),
    )


def _since(workspace: Workspace) -> Iterator[Unread]:
    """What no update has seen yet; nothing where the folder cannot be looked at."""
    try:
        files, beside = files_in(workspace.root, workspace.follow_links)
    except OSError:
        return
    known = workspace.store.accounted()
    yield from unopened(file.id for file in files if file.id not in known)
    yield from (one for one in beside if one.file not in known)
