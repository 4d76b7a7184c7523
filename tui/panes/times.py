"""Dated statements as rows of a chronology: which are one event, what heads them, how their dates and words read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from search.model import Event
from tui.wording import LONG_MONTHS, date_words

_CLAUSE = re.compile(r"[,;:—–)] ")


@dataclass(frozen=True, slots=True)
class Happening:
    """A row: the statements of one event, the first and most precise leading; `differs` holds other dates of it."""

    key: str
    events: tuple[Event, ...]
    differs: tuple[Event, ...] = ()

    @property
    def lead(self) -> Event:
        """The statement the row is read by."""
        return self.events[0]


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


def happenings_of(events: Iterable[Event]) -> list[Happening]:
    """Events by cluster, in their order; within one, statements whose time has no day in common stand apart."""
    clusters: dict[str, list[Event]] = {}
    for event in events:
        clusters.setdefault(event.cluster or event.id, []).append(event)
    out: list[Happening] = []
    for key, own in clusters.items():
        apart = [event for event in own if _disjoint(event, own[0])]
        together = tuple(event for event in own if event not in apart)
        out.append(Happening(key, together, tuple(apart)))
    return out


def _disjoint(one: Event, other: Event) -> bool:
    a, b = one.date, other.date
    return bool((a.end and b.start and a.end < b.start) or (b.end and a.start and b.end < a.start))


def group_of(event: Event, level: str) -> str:
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


def headed(happenings: Sequence[Happening], level: str) -> list[str | Placed]:
    """Happenings in their order, with the stretches of time (`group_of`) that head several of them.

    A stretch of one event has no heading: the event's own date says it. Where the first event is dated by the whole
    stretch, its line is the heading of the others.
    """
    items: list[str | Placed] = []
    for group, members in groupby(happenings, lambda one: group_of(one.lead, level)):
        own = list(members)
        whole = [one.lead.date.edtf in (group, f"{group}X") for one in own]
        if len(own) == 1 or level == "day":
            items += [Placed(one, full_date(one.lead)) for one in own]
            continue
        if not whole[0]:
            items.append(group)
        for one, coarse in zip(own, whole, strict=True):
            inside = not coarse and _within_group(one.lead, group)
            date = f"  {short_date(one.lead, level)}" if inside else full_date(one.lead)
            items.append(Placed(one, date, "heading" if coarse and one is own[0] else "date"))
    return items


def _within_group(event: Event, group: str) -> bool:
    """Whether all of the event's time lies in the stretch, so that its row may stand below the heading."""
    start, end = event.date.start, event.date.end
    return bool(start and end and start.startswith(group) and end.startswith(group))


def full_date(event: Event) -> str:
    """The date by itself: "16 Nov 2011", "~2013"."""
    return date_words(event.date.edtf).replace("about ", "~")


def told_by(event: Event) -> str:
    """The words a date was worked out from, or that say it less plainly than the date column; else nothing."""
    date = event.date
    plain = date.basis == "stated" and not date.edtf.endswith(("~", "?", "%"))
    return "" if plain else f"“{date.words}”" if date.words else date.why


def excerpt(event: Event, room: int) -> str:
    """The sentence on one line, from where what happened (else its date) can be seen within `room` characters.

    It begins with the sentence, else with a clause, else with a word.
    """
    text = " ".join(event.text.split())
    seen = [" ".join(words.split()) for words in (event.trigger, event.date.words) if words]
    at, words = next(((text.find(words), words) for words in seen if words in text), (-1, ""))
    last = at + len(words)
    if last <= max(20, room):
        return text
    earliest = last + 3 - room
    clause = next((match.end() for match in _CLAUSE.finditer(text, 0, at) if match.end() >= earliest), None)
    begin = clause if clause is not None else text.find(" ", earliest, at) + 1
    return f"…{text[begin or at :]}"


def short_date(event: Event, level: str) -> str:
    """The date below a heading, which says the year already: "15 Dec" under 2020."""
    words = full_date(event)
    year = (event.date.start or "")[:4]
    if level != "decade" and year and year == (event.date.end or "")[:4] and words.endswith(f" {year}"):
        words = words[: -len(year) - 1]
    return words
