"""The stage cache: what was worked out from one text alone, kept by the text's fingerprint and the analyser's version.

One cache a corpus, shared by every way of opening it. A renamed or restored document finds its results again;
a document that lies twice in the folder is analysed once. Losing the cache costs time and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from search.store.reader import is_damage, storage_error

VERSION = 1
FILE = "stages.sqlite"
SPARE = 1000  # texts no longer in the folder that are remembered in any case: they may come back

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS results (
  text_sha TEXT NOT NULL, stage TEXT NOT NULL, version TEXT NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (text_sha, stage, version)
) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""


class Stages:
    """Results by (fingerprint of the cleaned text, stage, version). A damaged file is begun anew."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            self.db = self._connect()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise storage_error(error, self.path) from error
            self._clear()
            self.db = self._connect()

    def _connect(self) -> sqlite3.Connection:
        # Two profiles may write at once: each waits for the other's short transactions.
        db = sqlite3.connect(self.path, timeout=30.0, isolation_level=None)
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                db.execute("DROP TABLE IF EXISTS results")
            db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)
            db.execute("SELECT count(*) FROM (SELECT 1 FROM results LIMIT 1)").fetchone()
        except BaseException:
            db.close()
            raise
        return db

    def _clear(self) -> None:
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            (self.path.parent / name).unlink(missing_ok=True)

    def get(self, text_sha: str, stage: str, version: str) -> str | None:
        """A result, or None. A damaged cache is begun anew: then there is none."""
        try:
            row = self.db.execute(
                "SELECT payload FROM results WHERE text_sha = ? AND stage = ? AND version = ?",
                (text_sha, stage, version),
            ).fetchone()
        except sqlite3.DatabaseError as error:
            self._recover(error)
            return None
        return str(row[0]) if row else None

    def any(self, stage: str) -> bool:
        """Whether there is any result of a stage."""
        try:
            row = self.db.execute("SELECT 1 FROM results WHERE stage = ? LIMIT 1", (stage,)).fetchone()
        except sqlite3.DatabaseError as error:
            self._recover(error)
            return False
        return row is not None

    def put(self, results: Iterable[tuple[str, str, str, str]]) -> None:
        """Keep (fingerprint, stage, version, payload) rows, in one transaction."""
        rows = list(results)
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                self.db.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise
        except sqlite3.DatabaseError as error:
            self._recover(error)

    def prune(self, stage: str, version: str) -> int:
        """Drop the results of a stage that other versions left behind; returns how many.

        A version's own results are those of `version` and of `version|anything`.
        """
        try:
            cursor = self.db.execute(
                "DELETE FROM results WHERE stage = ? AND version != ? AND substr(version, 1, ?) != ?",
                (stage, version, len(version) + 1, f"{version}|"),
            )
        except sqlite3.DatabaseError as error:
            self._recover(error)
            return 0
        return cursor.rowcount

    def forget_others(self, texts: Collection[str]) -> int:
        """Drop the results of texts that are no longer there, once they are the larger part; returns how many rows."""
        try:
            known = {row[0] for row in self.db.execute("SELECT DISTINCT text_sha FROM results")}
            others = known.difference(texts)
            if len(others) <= len(texts) + SPARE:
                return 0
            return self.db.executemany("DELETE FROM results WHERE text_sha = ?", [(text,) for text in others]).rowcount
        except sqlite3.DatabaseError as error:
            self._recover(error)
            return 0

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        if not is_damage(error):
            raise storage_error(error, self.path) from error
        self.db.close()
        self._clear()
        self.db = self._connect()

    def close(self) -> None:
        """Close the connection."""
        self.db.close()
