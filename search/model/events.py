"""Dates and events: EDTF values (ISO 8601-2) with the words they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Basis = Literal["stated", "inferred", "publication"]
Modality = Literal["fact", "planned", "hypothetical"]
Precision = Literal["day", "month", "season", "quarter", "year", "decade", "century", "range"]


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as the text gives it. `words` are quoted from the text; `rule` names the grammar's rule.

    `start` and `end` are the first and last ISO day, None where open. `why` is empty for a stated date and says
    in words how any other was worked out; `anchor` is the date it was worked out from. `otherwise` is the EDTF value of
    the other reading where day and month could be exchanged, else None.
    """

    edtf: str
    start: str | None
    end: str | None
    precision: Precision
    basis: Basis = "stated"
    words: str = ""
    rule: str = ""
    anchor: str | None = None
    why: str = ""
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A dated statement: the sentence `text` is `start_char`–`end_char` of document `doc`.

    `trigger` is the word that says what happened, or empty, and `kind` its class ("arrest", "vote" …). Events of one
    `cluster` state the same event; those of one `affair` are happenings of neighbouring days that belong together.
    `negated`: the sentence denies that it happened. `date_start`–`date_end` are the date's words in the document, -1
    where it has none there (dated by the day of publication).
    """

    id: str
    date: DateValue
    modality: Modality
    doc: str
    text: str
    start_char: int
    end_char: int
    entities: tuple[str, ...] = ()
    cluster: str = ""
    trigger: str = ""
    kind: str = ""
    negated: bool = False
    affair: str = ""
    date_start: int = -1
    date_end: int = -1
