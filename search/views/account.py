"""The account of the folder: every file below it is a document, holds some, or is said why it is none."""

from __future__ import annotations

from search.corpus.scan import hidden_in
from search.model import FolderAccount, Unread
from search.workspace import Workspace


def folder_account(workspace: Workspace) -> FolderAccount:
    """Every file below the folder as the last update saw it, hidden ones as they lie there now."""
    files, read = workspace.store.file_counts()
    unread = workspace.store.unread()
    hidden = tuple(
        Unread(file, "ignored", "Hidden", f"{file} is hidden, or lies in a hidden folder.")
        for file in sorted(hidden_in(workspace.root))
    )
    return FolderAccount(
        files=files + len(hidden),
        read=read,
        documents=workspace.store.status().documents,
        unread=tuple(sorted((*unread, *hidden), key=lambda one: (one.file, one.member))),
    )
