"""The reader's corrections of what was worked out: a YAML file of their own, re-applied to every analysis.

    version: 1
    corrections:
      - merge: [Vicente Zambada Niebla, El Vicentillo]
        id: 5f3c1a90
        created: 2021-03-04T10:11:12+00:00

`search.codebook.correction_rows` says what a row may be. Names are compared folded; later rows win.
Rows that make no sense are told as problems and stay in the file, as do the reader's own comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from search.codebook.correction_rows import RowError, content_of, correction_of, row_of
from search.errors import StorageError
from search.model import Correction, Problem
from search.userdata import yaml_file
from search.userdata.bookmarks import FILE as READER_FILE
from search.userdata.yaml_file import OwnFile

FILE = "corrections.yaml"
VERDICTS_FILE = "verdicts.yaml"  # on conflicts: they change what is shown, not what is worked out
KEY = "corrections"
VERSION = 1
SENSELESS = "A correction makes no sense"


@dataclass(frozen=True, slots=True)
class OwnCorrections:
    """What the reader decided, oldest first. `digest` is of the file they were read from, "" without one."""

    rows: tuple[Correction, ...] = ()
    digest: str = ""
    problems: tuple[Problem, ...] = ()


def published_by(rows: Iterable[Correction]) -> dict[str, str]:
    """Document → its day of publication, the last row's."""
    return {row.docs[0]: row.to for row in rows if row.kind == "published"}


def own_problems(folder: Path) -> tuple[Problem, ...]:
    """Files of the reader's in `folder` that had to be set aside."""
    names = (
        READER_FILE,
        FILE,
        VERDICTS_FILE,
        "topics.yaml",
    )  # the last is of search.userdata.topics_file, which a search needs not
    return tuple(problem for name in names for problem in OwnFile(folder / name).problems)


def mark(folder: Path | None) -> str:
    """The state of the corrections kept in `folder`: a digest of the file's bytes, "" without one. Parses nothing."""
    return yaml_file.mark(folder and folder / FILE)


def load(folder: Path | None) -> OwnCorrections:
    """The corrections kept in `folder`; none where there is no file.

    A row that makes no sense becomes a problem; so does a file that cannot be read, or is of a later Sourcebook: the
    documents can be read without it.
    """
    digest = mark(folder)
    if folder is None or not digest:
        return OwnCorrections()
    kept = CorrectionFile(folder)
    try:
        listed = kept.read()
    except StorageError as error:
        return OwnCorrections((), digest, (Problem(error.title, error.message, error.hint),))
    rows = tuple(row for row in listed if isinstance(row, Correction))
    # A broken file was set aside just now: what is left is another.
    return OwnCorrections(rows, mark(folder) if kept.was_set_aside else digest, kept.senseless(listed))


def corrections_in(folder: Path, name: str = FILE) -> tuple[Correction, ...]:
    """The corrections of one file of `folder`, oldest first, without the rows that make no sense; none without it."""
    if not (folder / name).exists():
        return ()
    return tuple(row for row in CorrectionFile(folder, name=name).read() if isinstance(row, Correction))


class CorrectionFile:
    """The file itself: read, added to, taken from; alone among all processes (flock)."""

    def __init__(self, folder: Path, root: Path | None = None, name: str = FILE) -> None:
        self.path = folder / name
        self._file = OwnFile(self.path, VERSION)
        self._root = root
        self.was_set_aside = False

    def read(self) -> list[Correction | RowError]:
        """Every row, oldest first; those that make no sense as what is wrong with them. Ids are told apart."""
        aside = len(self._file.problems)
        data = self._file.read()
        self.was_set_aside = len(self._file.problems) != aside
        return _parsed(_listed(data))

    def senseless(self, rows: Sequence[Correction | RowError]) -> tuple[Problem, ...]:
        """Rows that make no sense, as problems."""
        return tuple(
            Problem(SENSELESS, f"Row {number} of {self.path} was passed over: {row.message}.", row.hint)
            for number, row in enumerate(rows, 1)
            if isinstance(row, RowError)
        )

    def add(self, corrections: Sequence[Correction], *, again: bool = False) -> tuple[Correction, ...]:
        """Keep corrections at the end; returns those that were not there yet, with id and created. Raises StorageError.

        One that says what a kept one says is passed over; with `again` it is kept where a later row speaks of the same.
        """
        import secrets  # a search asks whether there are corrections, and needs none of it

        added: list[Correction] = []

        def change(data: dict[str, Any]) -> None:
            rows = data.get(KEY)
            if not isinstance(rows, list):
                # Whatever else stood there is the reader's, and stays under a name of its own.
                data |= {f"{KEY}-before": rows} if rows is not None else {}
                rows = data[KEY] = []
            if self._root is not None:
                data["corpus"] = str(self._root)
            kept = [row for row in _parsed(rows) if isinstance(row, Correction)]
            taken = {row.id for row in kept}
            moment = datetime.now(UTC).isoformat(timespec="milliseconds")
            for correction in corrections:
                if _is_kept(correction, kept, again):
                    continue
                ident = correction.id
                while not ident or ident in taken:
                    ident = secrets.token_hex(4)
                fresh = replace(correction, id=ident, created=correction.created or moment, problem="")
                taken.add(ident)
                kept.append(fresh)
                added.append(fresh)
                rows.append(row_of(fresh))

        self._file.change(change)
        return tuple(added)

    def remove(self, ident: str = "") -> Correction | None:
        """Take one correction out, the latest where no id is given, and return it; None where there is none."""
        gone: list[Correction] = []

        def change(data: dict[str, Any]) -> None:
            rows = _listed(data)
            for at, row in reversed(list(enumerate(_parsed(rows)))):
                if isinstance(row, Correction) and ident in ("", row.id):
                    gone.append(row)
                    del rows[at]
                    return

        if self.path.exists():
            self._file.change(change)
        return gone[0] if gone else None


def _listed(data: Mapping[str, Any]) -> list[Any]:
    rows = data.get(KEY)
    if rows is None:
        return []
    return rows if isinstance(rows, list) else [rows]


def _parsed(rows: Sequence[object]) -> list[Correction | RowError]:
    """Rows as corrections, no two of one id."""
    out: list[Correction | RowError] = []
    taken: set[str] = set()
    for row in rows:
        try:
            made = correction_of(row)
        except RowError as error:
            out.append(error)
            continue
        base, count = made.id, 2
        while made.id in taken:
            made, count = replace(made, id=f"{base}-{count}"), count + 1
        taken.add(made.id)
        out.append(made)
    return out


def _is_kept(correction: Correction, kept: Sequence[Correction], last: bool) -> bool:
    """Whether a correction is there already, with `last` as the last word on what it speaks of."""
    wanted = content_of(correction)
    for row in reversed(kept):
        if content_of(row) == wanted:
            return True
        if not last:
            continue
        if set(row.names) & set(correction.names) or (row.docs and row.docs == correction.docs and not row.names):
            return False
    return False
