"""What was found, in the formats of other programs: one module a format, one table of all.

An export is of what a query selects. Every row of it keeps its document and its quoted words.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from search.errors import CorpusError, StorageError

if TYPE_CHECKING:
    from search.views.selection import Selection

What = Literal["entities", "mentions", "timeline", "brief"]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table.

    `what` is what is exported, `form` the format's name, `suffix` of its files without the dot, `help` a phrase.
    `search.exports.<module>` has a function named like `what`, from an `ExportSelection` to (text, remarks).
    """

    what: What
    form: str
    suffix: str
    help: str
    module: str


@dataclass(frozen=True, slots=True)
class Exported:
    """An export: `text`, a file `name` to suggest, and `note`: what was left out or widened, in words.

    `rows` counts what it holds.
    """

    text: str
    name: str
    rows: int
    note: str = ""

    @property
    def encoded(self) -> bytes:
        """The bytes of a file. A table begins with a byte order mark: without it Excel takes UTF-8 for Latin-1."""
        return self.text.encode("utf-8-sig" if self.name.endswith(".csv") else "utf-8")

    def write(self, target: Path, *, replace: bool = False) -> None:
        """Write a file, whole or not at all. Raises StorageError naming it; one that exists needs `replace`."""
        check_target(target, replace=replace)
        try:
            if target.exists() and not target.is_file():  # a pipe or a device is written to, never replaced
                target.write_bytes(self.encoded)
                return
            target = target.resolve()  # a link goes on pointing to its file
            fresh = target.with_name(f".{target.name[:200]}.new")
        except (OSError, ValueError, RuntimeError) as error:  # a name no file can have, a link to itself
            raise _unwritten(target, error) from error
        try:
            fresh.write_bytes(self.encoded)
            fresh.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise _unwritten(target, error) from error


def check_target(target: Path, *, replace: bool = False) -> None:
    """Raise StorageError where a file cannot be written, as far as that can be told before it is."""
    try:
        if target.is_dir():
            raise StorageError("No file name", f"{target} is a folder.", "Add the name of a file in it.")
        if not target.parent.is_dir():
            raise StorageError("No such folder", f"There is no folder {target.parent}.", "Make it, or name another.")
        there = target.is_file()
    except (OSError, ValueError) as error:
        raise _unwritten(target, error) from error
    if there and not replace:
        raise StorageError("The file is there already", f"{target} exists.", "Name another, or replace it.")


def _unwritten(target: Path, error: Exception) -> StorageError:
    what = (error.strerror if isinstance(error, OSError) else None) or str(error)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    hint = "Make room there, or name another folder." if full else "Name a folder that you may write to."
    return StorageError("Cannot write the file", f"{target}: {what}.", hint)


FORMATS: tuple[Format, ...] = (
    Format("entities", "json", "json", "the JSON of `sourcebook entities --json`, with every mention", "json_export"),
    Format("entities", "csv", "csv", "a table, a row an entity", "tables"),
    Format("entities", "markdown", "md", "a list with counts and a citation from each document", "markdown"),
    Format("entities", "ftm", "ftm.json", "FollowTheMoney: people, bodies, mentions and documents", "ftm"),
    Format("mentions", "csv", "csv", "a table, a row a mention with the words around it", "tables"),
    Format("timeline", "json", "json", "the JSON of `sourcebook timeline --json`, with the documents", "json_export"),
    Format("timeline", "csv", "csv", "a table, a row a dated statement", "tables"),
    Format("timeline", "markdown", "md", "a chronology with quotations and citations", "markdown"),
    Format("timeline", "ftm", "ftm.json", "FollowTheMoney: events with who takes part, and documents", "ftm"),
    Format("timeline", "timelinejs", "json", "a TimelineJS story", "timelinejs"),
    Format("timeline", "ics", "ics", "an iCalendar; imprecise dates are spans of days", "ical"),
    Format("brief", "markdown", "md", "a report: differences, who says what, topics, timeline", "brief_markdown"),
    Format("brief", "html", "html", "the same report as a web page that needs nothing else", "brief_html"),
)


def formats_of(what: str) -> tuple[str, ...]:
    """The names of the formats there are for `what`."""
    return tuple(row.form for row in FORMATS if row.what == what)


def export(selection: Selection, what: str, form: str, query: str = "", docs: Sequence[str] | None = None) -> Exported:
    """What a query selects, as `form`; a brief compares `docs`. Raises CorpusError naming the formats there are."""
    row = next((row for row in FORMATS if (row.what, row.form) == (what, form)), None)
    if row is None:
        known = formats_of(what)
        if known:
            raise CorpusError(
                "No such format", f"{what} cannot be exported as “{form}”.", f"Known: {', '.join(known)}."
            )
        whats = dict.fromkeys(row.what for row in FORMATS)
        raise CorpusError("No such export", f"“{what}” cannot be exported.", f"Known: {', '.join(whats)}.")
    from search.exports.selection import ExportSelection, file_name

    content = ExportSelection(selection, query, docs)
    made = getattr(import_module(f"search.exports.{row.module}"), row.what)(content)
    return Exported(made.text, file_name(content.title, row.what, row.suffix), made.rows, made.note)
