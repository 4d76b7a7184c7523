"""The account of a folder as JSON: what `index --json` and `doctor --json` say of every file below it."""

from __future__ import annotations

from typing import Any

from search.model import FolderAccount, Unread

Json = dict[str, Any]


def folder(account: FolderAccount) -> Json:
    """Return the account of a folder as JSON: files, documents, read, set_aside, unreadable, ignored.

    Every file below the folder is either in `read` or in one of the three lists; a part of one that is no document has
    a `member` beside its `file`. What cannot be read has a `hint`, others where there is something to be done.
    """
    return {
        "folder": {
            "files": account.files,
            "documents": account.documents,
            "read": [{"file": file, "documents": number} for file, number in account.holding.items()],
            "set_aside": [_unread(one) for one in account.unread if one.outcome == "set aside"],
            "unreadable": [{**_unread(one), "hint": one.hint} for one in account.unread if one.outcome == "unreadable"],
            "ignored": [_unread(one) for one in account.unread if one.outcome == "ignored"],
        }
    }


def _unread(one: Unread) -> Json:
    row = {"file": one.file, "why": one.why, "title": one.title}
    if one.member:
        row["member"] = one.member
    return {**row, "hint": one.hint} if one.hint else row
