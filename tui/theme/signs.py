"""The signs beside a date and what each of them means: one table for the rows, their statements and the help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of one column: `word` names it where a statement is shown in full, `help` says what it means."""

    mark: str
    word: str
    help: str


INFERRED = Sign("↳", "worked out", "The date was worked out from other words; they stand beside it or below it.")
PUBLICATION = Sign("¶", "day of publication", "The statement has no date of its own, only that of its publication.")
EITHER = Sign("↔", "ambiguous", "Day and month could be exchanged: the date has another reading.")
DIFFERS = Sign("≠", "differs", "Another source dates this otherwise.")
PLANNED = Sign("◇", "planned", "Planned or due when it was written.")
HYPOTHETICAL = Sign("?", "hypothetical", "Not said to have happened: it may, or would.")
DENIED = Sign("×", "denied", "The sentence says that it did not happen.")

SIGNS: tuple[Sign, ...] = (INFERRED, PUBLICATION, EITHER, DIFFERS, PLANNED, HYPOTHETICAL, DENIED)
