"""Dated statements as rows of a chronology: which are one event, what heads them, how their dates and words read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from search.model import DateValue, Event
from tui.theme.signs import DENIED, EITHER, HYPOTHETICAL, INFERRED, PLANNED, PUBLICATION, Sign
from tui.wording import LONG_MONTHS, date_words, reason_words

Level = Literal["decade", "year", "month", "day"]
LEVELS: tuple[Level, ...] = ("decade", "year", "month", "day")
BASIS = {"inferred": INFERRED, "publication": PUBLICATION}
MODALITY = {"planned": PLANNED, "hypothetical": HYPOTHETICAL}
CORRECTION = "correction"  # `DateValue.rule` of a date that the reader gave
FIRST_DAY, LAST_DAY = "0000-01-01", "9999-12-31"  # where a stretch of time is open

_CLAUSE = re.compile(r"[,;:—–)] ")


@dataclass(frozen=True, slots=True)
class Happening:
    """A row: the statements of one event, the first and most precise leading; `differs` holds other dates of it.

    `parts` are the events of neighbouring days that a folded row stands for; a row that is not folded has none.
    """

    key: str
    events: tuple[Event, ...]
    differs: tuple[Event, ...] = ()
    parts: tuple[Happening, ...] = ()

    @property
    def lead(self) -> Event:
        """The statement the row is read by."""
        return self.events[0]

    @property
    def statements(self) -> tuple[Event, ...]:
        """Everything said of it, other dates last."""
        return (*self.events, *self.differs)

    @property
    def start(self) -> str | None:
        """The first day, None where that is open."""
        days = [part.lead.date.start for part in self.parts] or [self.lead.date.start]
        return None if None in days else min(day for day in days if day)

    @property
    def end(self) -> str | None:
        """The last day, None where that is open."""
        days = [part.lead.date.end for part in self.parts] or [self.lead.date.end]
        return None if None in days else max(day for day in days if day)

    @property
    def edtf(self) -> str:
        """Its time as an EDTF value; of a folded row, from its first day to its last."""
        if not self.parts:
            return self.lead.date.edtf
        start, end = self.start or "..", self.end or ".."
        return start if start == end else f"{start}/{end}"

    def touches(self, first: str, last: str) -> bool:
        """Whether it shares a day with the stretch from `first` to `last` (ISO days)."""
        return (self.start or FIRST_DAY) <= last and (self.end or LAST_DAY) >= first


@dataclass(frozen=True, slots=True)
class Stretch:
    """A heading: a stretch of time ("2020-12", "2020", "202") and how many rows stand below it."""

    group: str
    count: int

    @property
    def key(self) -> str:
        """The row's key."""
        return f"# {self.group}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A happening where it stands: its date as the column shows it, below a heading without what that says already."""

    happening: Happening
    date: str
    style: str = "date"

    @property
    def key(self) -> str:
        """The row's key."""
        return self.happening.key


# ---- which statements are one row --------------------------------------------------------------------------------


def happenings_of(events: Iterable[Event]) -> list[Happening]:
    """Events by cluster, in their order; within one, statements whose time has no day in common stand apart."""
    clusters: dict[str, list[Event]] = {}
    for event in events:
        clusters.setdefault(event.cluster or event.id, []).append(event)
    out: list[Happening] = []
    for key, own in clusters.items():
        if len(own) == 1:
            out.append(Happening(key, (own[0],)))
            continue
        apart = [event for event in own if _disjoint(event, own[0])]
        together = tuple(event for event in own if event not in apart)
        out.append(Happening(key, together, tuple(apart)))
    return out


def _disjoint(one: Event, other: Event) -> bool:
    a, b = one.date, other.date
    return bool((a.end and b.start and a.end < b.start) or (b.end and a.start and b.end < a.start))


def folded(happenings: Iterable[Happening]) -> list[Happening]:
    """Happenings of one affair in one row, which stands where the first of them stood."""
    affairs: dict[str, list[Happening]] = {}
    for one in happenings:
        affairs.setdefault(one.lead.affair or f" {one.key}", []).append(one)
    out: list[Happening] = []
    for own in affairs.values():
        if len(own) == 1:
            out.append(own[0])
            continue
        events = tuple(event for one in own for event in one.events)
        differs = tuple(event for one in own for event in one.differs)
        out.append(Happening(f"affair {own[0].key}", events, differs, tuple(own)))
    return out


def between(one: Happening, other: Happening) -> tuple[str, str]:
    """First and last day of the stretch from the one to the other; of what is open at one end, its other end."""
    days = [day for end in (one, other) for day in (end.start, end.end) if day]
    return (min(days), max(days)) if days else (FIRST_DAY, LAST_DAY)


# ---- headings ----------------------------------------------------------------------------------------------------


def group_of(event: Event, level: Level) -> str:
    """The stretch of time an event is listed under: "2020-12", "2020", "202"; its own value where it is coarser."""
    day = event.date.start or event.date.end or ""
    if not day:
        return "undated"
    coarse = event.date.precision in {"decade", "century"}
    if level == "decade" or coarse:
        return day[:3]
    if level == "year" or event.date.precision not in {"day", "month"}:
        return day[:4]
    return day[:7] if level == "month" else day[:10] if event.date.precision == "day" else day[:7]


def group_words(group: str) -> str:
    """A stretch of time for people."""
    if len(group) == 3:
        return f"{group}0s"
    if len(group) == 7:
        return f"{LONG_MONTHS[int(group[5:7]) - 1]} {group[:4]}"
    return date_words(group) if len(group) == 10 else group


def headed(happenings: Sequence[Happening], level: Level) -> list[Stretch | Placed]:
    """Happenings in their order, with the stretches of time (`group_of`) that head several of them.

    A stretch of one event has no heading: the event's own date says it. Where the first event is dated by the whole
    stretch, its line is the heading of the others. By days every row has its own date in full.
    """
    if level == "day":
        return [Placed(one, full_date(one)) for one in happenings]
    items: list[Stretch | Placed] = []
    times: Counter[str] = Counter()
    for group, members in groupby(happenings, lambda one: group_of(one.lead, level)):
        items += _of_stretch(list(members), group, level, times)
    return items


def _of_stretch(own: Sequence[Happening], group: str, level: Level, times: Counter[str]) -> list[Stretch | Placed]:
    """The rows of one stretch below its heading, if it gets one; `times` counts how often each stretch came.

    A stretch may come twice, where something that began before it stands in between: one heading is enough.
    """
    if len(own) == 1 or not any(_within_group(one, group) for one in own):  # a heading with nothing below it
        return [Placed(one, full_date(one)) for one in own]
    first = own[0]
    items: list[Stretch | Placed] = []
    if not _is_whole(first, group):
        times[group] += 1
        if times[group] == 1:
            items.append(Stretch(group, len(own)))
    for one in own:
        whole = _is_whole(one, group)
        below = not whole and times[group] <= 1 and _within_group(one, group)
        date = f"  {short_date(one, level)}" if below else full_date(one)
        items.append(Placed(one, date, "heading" if whole and one is first else "date"))
    return items


def _is_whole(one: Happening, group: str) -> bool:
    """Whether the event is dated by the whole stretch."""
    return one.edtf in (group, f"{group}X")


def _within_group(one: Happening, group: str) -> bool:
    """Whether all of its time lies in the stretch, so that its row may stand below the heading."""
    start, end = one.start, one.end
    return bool(start and end and start.startswith(group) and end.startswith(group))


# ---- words -------------------------------------------------------------------------------------------------------


def full_date(one: Happening) -> str:
    """The date by itself: "16 Nov 2011", "~2013"."""
    return date_words(one.edtf).replace("about ", "~")


def short_date(one: Happening, level: Level) -> str:
    """The date below a heading, which says the year already: "15 Dec" under 2020."""
    words = full_date(one)
    year = (one.start or "")[:4]
    if level != "decade" and year and year == (one.end or "")[:4] and words.endswith(f" {year}"):
        words = words[: -len(year) - 1]
    return words


def basis_sign(date: DateValue) -> Sign | None:
    """How the date is known, where it is not plainly stated: ambiguous goes before worked out."""
    return EITHER if date.otherwise else BASIS.get(date.basis)


def senses(event: Event) -> list[Sign]:
    """In which senses it is said, where it is not plainly a fact, the weightiest first."""
    out = [MODALITY[event.modality]] if event.modality in MODALITY else []
    if event.negated:  # "if he has not signed" denies nothing, "will not begin" does
        out.insert(len(out) if event.modality == "hypothetical" else 0, DENIED)
    return out


def sense_sign(event: Event) -> Sign | None:
    """The sign of the weightiest sense; None for a plain fact."""
    return next(iter(senses(event)), None)


def told_by(event: Event) -> str:
    """The words a date was worked out from and how, or that say it less plainly than the date column; else nothing."""
    date = event.date
    if date.otherwise:
        return f"“{date.words}”, or {date_words(date.otherwise)}"
    if date.rule == CORRECTION:
        return f"yours; the text says “{date.words}”"
    if date.basis == "stated":
        return f"“{date.words}”" if date.words and date.edtf.endswith(("~", "?", "%")) else ""
    if not date.words:
        return reason_words(date.why)
    # The anchor alone says in a few columns what `why` says in a sentence.
    return f"“{date.words}”" + (f", from {date_words(date.anchor)}" if date.anchor else "")


def excerpt(event: Event, room: int) -> str:
    """The sentence on one line, from where what happened (else its date) can be seen within `room` characters.

    It begins with the sentence, else with a clause, else (where that would leave half the room empty) with a word.
    """
    text = " ".join(event.text.split())
    seen = [" ".join(words.split()) for words in (event.trigger, event.date.words) if words]
    at, words = next(((text.find(words), words) for words in seen if words in text), (-1, ""))
    last = at + len(words)
    if last <= max(20, room):
        return text
    earliest = last + 3 - room
    clause = next((match.end() for match in _CLAUSE.finditer(text, 0, at) if match.end() >= earliest), None)
    if clause is not None and len(text) - clause < room // 2:
        clause = None
    begin = clause if clause is not None else text.find(" ", earliest, at) + 1
    return f"…{text[begin or at :]}"
