"""Corrections, verdicts and the rows of the date audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.model.entities import EntityType
from search.model.events import DateValue

CorrectionKind = Literal[
    "merge", "split", "apart", "rename", "retype", "hide", "redate", "drop", "published", "dismiss", "confirm"
]
Verdict = Literal["dismiss", "confirm"]
AuditReason = Literal["published", "inferred", "ambiguous", "stale"]
CORRECTION_KINDS: tuple[CorrectionKind, ...] = (
    "merge", "split", "apart", "rename", "retype", "hide", "redate", "drop", "published", "dismiss", "confirm",
)  # fmt: skip
VERDICTS: tuple[Verdict, ...] = ("dismiss", "confirm")  # on conflicts, not on names or dates
APART = " · "  # between the names that such a correction is about


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A date to be looked at. `reason`: the day of publication was worked out ("published"), the date was
    ("inferred"), day and month could be exchanged ("ambiguous"), or a correction of it no longer finds its words
    ("stale").

    `text` is the sentence (`start_char`–`end_char`), empty for a day of publication; `words` the date's words, at
    `date_start` (-1: none). `rests` counts the dates that were worked out from it. `correction` is the id of the one
    that is stale.
    """

    id: str
    reason: AuditReason
    doc: str
    date: DateValue | None
    why: str
    text: str = ""
    start_char: int = 0
    end_char: int = 0
    words: str = ""
    date_start: int = -1
    rests: int = 0
    correction: str = ""

    @property
    def at(self) -> int:
        """The character at which its words begin, else its sentence; -1 for a day of publication."""
        return self.date_start if self.date_start >= 0 else self.start_char if self.text else -1


@dataclass(frozen=True, slots=True)
class Correction:
    """Something the reader put right. Names are compared folded; later corrections win.

    merge: `names` are one, the first is shown. split: `names` (in `docs`, where given) mean somebody else than the
    entity they were counted to; `to`, where given, is who that is. apart: `names` are not the same. rename:
    `names[0]` is shown as `to`. retype: `names[0]` is of `type`. hide: `names[0]` is no name. redate: the date `words`
    at `start` of `docs[0]` is `to` (EDTF). drop: no statement is dated by `words` at `start` of `docs[0]`. published:
    `docs[0]` was published on `to` (EDTF). dismiss: the values `names` that `docs` state are no conflict of the kind
    `to`; confirm: they are one, looked at and kept. Both are about the conflict whose values and documents all are
    among these, and whose names, where `words` has some ("A · B"): one that gains a value or source is shown again.

    `docs` restricts split to mentions in these documents (empty: all). `created` is an ISO moment in UTC, `id` names
    the row for undoing. `problem` says why it changes nothing now, and is empty where it applies.
    """

    kind: CorrectionKind
    names: tuple[str, ...] = ()
    to: str = ""
    type: EntityType | None = None
    docs: tuple[str, ...] = ()
    words: str = ""
    start: int = -1
    text: str = ""
    note: str = ""
    created: str = ""
    id: str = ""
    problem: str = ""
