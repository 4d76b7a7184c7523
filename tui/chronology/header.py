"""What the heading of a chronology says: how it is grouped, how much it holds, the stretch that is being marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search.model import Event
from tui.chronology.grouping import FIRST_DAY, LEVELS, Happening, Level, between, full_date
from tui.widgets.cells import Cell, Line
from tui.wording import counted, date_words

WIDE = 70  # columns from which the ends of a stretch are named in full
PATH = sum(len(level) + 3 for level in LEVELS)  # columns that the names of all levels take
FOLDED = Cell(" · folded", "mark")


def grouping(level: Level, fold: bool) -> Line:
    """How it is grouped, in few columns."""
    return (Cell(f"  by {level}", optional=True), *([FOLDED] if fold else []))


def overview(level: Level, fold: bool, room: int, statements: int, sources: int, hidden: int) -> Line:
    """What a zoomed chronology holds, and the levels it can be grouped by; `hidden` statements are not shown.

    `room`: the columns there are. Where the levels do not fit, the one in use is named alone.
    """
    if room < PATH + (len(FOLDED.text) if fold else 0):
        note = list(grouping(level, fold))
    else:
        said = f" · {counted(statements, 'statement')} from {counted(sources, 'source')} ·"
        note = [Cell(said, optional=True)]
        for number, name in enumerate(LEVELS):
            here = name == level
            note += [Cell(" ▸ " if number else " "), Cell(name.upper() if here else name, "key" if here else "")]
        note += [FOLDED] if fold else []
    if hidden:
        note.append(Cell(f" · {hidden:,} dated only by publication are hidden", optional=True))
    return tuple(note)


def marked_stretch(begin: Happening, here: Happening, rows: Iterable[Happening], width: int) -> tuple[Line, Line]:
    """The stretch from the one to the other and how many of the rows touch it: the note, and the right end."""
    first, last = between(begin, here)
    count = sum(one.touches(first, last) for one in rows)
    if width < WIDE:
        return (Cell(f"  {date_words(f'{first}/{last}')}", "mark", grow=True),), (Cell(f"{count:,} ", "mark"),)
    ends = sorted((begin, here), key=lambda one: one.start or FIRST_DAY)
    words = " to ".join(dict.fromkeys(full_date(one).removeprefix("since ").removeprefix("until ") for one in ends))
    return (Cell(f"  from {words}, {counted(count, 'event')}", "mark", grow=True),), ()


def right_end(rows: int, years: str, letters: Mapping[str, str]) -> Line:
    """The years, where nothing else says them, how many rows there are, and the letters above the columns."""
    columns = "  " + "".join(f"{letter} " for letter in dict.fromkeys(letters.values()))
    return (
        *([Cell(f"{years}  ", "date")] if years else []),
        Cell(f"{rows:,} "),
        *([Cell(columns, "source")] if letters else []),
    )


def years_of(events: Iterable[Event]) -> str:
    """The first and the last year of dated statements: "1984–2024"; empty without any."""
    years = [day[:4] for event in events for day in (event.date.start, event.date.end) if day]
    return f"{min(years)}–{max(years)}" if years else ""
