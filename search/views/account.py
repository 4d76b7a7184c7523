"""The account of the folder: every file below it is a document, holds some, or is said why it is none."""

from __future__ import annotations

from search.corpus.reasons import grouped
from search.corpus.scan import hidden_in
from search.model import GUESSED, RECOGNISED, FolderAccount, Problem
from search.workspace import Workspace


def folder_account(workspace: Workspace) -> FolderAccount:
    """Every file below the folder as the last update saw it, hidden ones as they lie there now."""
    store = workspace.store
    holding = store.holding()
    hidden = hidden_in(workspace.root, workspace.follow_links)
    unread = tuple(sorted((*store.unread(), *hidden), key=lambda one: (one.file, one.member)))
    return FolderAccount(
        files=len(holding) + len({one.file for one in unread}.difference(holding)),
        read=len(holding),
        documents=sum(holding.values()),
        unread=unread,
        groups=grouped(unread),
        holding=holding,
        notes=(
            *(one for one in store.problems() if one.title == GUESSED),
            *(
                Problem(
                    RECOGNISED, f"{doc} is a picture of text, recognised by {by}.", "Compare it with the picture.", doc
                )
                for doc, by in store.recognised()
            ),
        ),
    )
