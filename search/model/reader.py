"""What the reader keeps: places and searches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place the reader keeps: characters `start`–`end` of document `doc`, the words there, a note.

    `created` is an ISO moment in UTC.
    """

    doc: str
    start: int = 0
    end: int = 0
    text: str = ""
    note: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query the reader keeps under a name; `created` is an ISO moment in UTC."""

    name: str
    query: str
    created: str = ""
