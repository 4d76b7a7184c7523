"""Scans that could not be read when they were met, for want of a program that is there now: they are read again."""

from __future__ import annotations

import shutil
import sqlite3

# What their readers called it, and no reader does while the program is there: `search.corpus.readers.recognition`.
WITHOUT_TEXT = "No text"
PAGES_WITHOUT_TEXT = "Pages without text"
PROGRAM = "tesseract"

_SQL = """
SELECT file FROM unread WHERE title = ? UNION
SELECT iif(coalesce(documents.file, '') = '', problems.doc, documents.file)
FROM problems LEFT JOIN documents ON documents.id = problems.doc WHERE problems.title = ? AND problems.doc IS NOT NULL
"""


def recognisable(db: sqlite3.Connection) -> frozenset[str]:
    """The ids of files that are worth another look; none where the program is not installed."""
    found = frozenset(row[0] for row in db.execute(_SQL, (WITHOUT_TEXT, PAGES_WITHOUT_TEXT)))
    return found if found and shutil.which(PROGRAM) is not None else frozenset()
