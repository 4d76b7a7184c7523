"""The day and the outlet in a text's first lines – masthead, dateline, the foot of a title – and in a file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.codebook.metadata import published_of
from search.corpus.lexicon import ENGLISH

# Where a day may stand in a line: worded with a four-figure year, or in figures parted by marks.
_MONTH = r"[A-Za-z]{3,9}\.?"
_DAY = (
    rf"(?:(?:[A-Z][a-z]{{2,8}}day|[A-Z][a-z]{{2}}),?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
)
_BETWEEN = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•]\s*")
_LAST_DAY = re.compile(rf"(?P<before>.{{2,70}}?)[,:]?\s+(?P<day>{_DAY})\.?")
_FIRST_DAY = re.compile(rf"(?P<day>{_DAY})[,:]?\s+(?P<before>[^\d]{{2,60}}?)\.?")
# A dateline (AP and Reuters handbooks): the place in capitals, a day, and what parts it from the first sentence.
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’'-]+(?:[ ,]+[A-ZÀ-ÖØ-Þ][\w.’'-]*){0,4}"
_NAMED = r"[A-ZÀ-ÖØ-Þ][\w.’'-]+(?:[ ,]+[A-ZÀ-ÖØ-Þ][\w.’'-]*){0,3}"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}[,:]?\s+(?P<day>{_DAY})\s*(?:[.:–—]|-\s|\(|$)|{_NAMED},\s+(?P<other>{_DAY})\s*(?:[–—]|-\s|\())"
)
_LABEL = re.compile(
    rf"(?:{ENGLISH.pattern('byline', 'labels of a day')})(?:\s+(?:on|at))?\s*:?\s+(?P<day>{_DAY})\b.{{0,30}}", re.I
)
_OUTLET = re.compile(rf"(?:^|\s|[a-zß-ÿ])(?:{ENGLISH.pattern('byline', 'outlet words')})(?=$|[\s,.])", re.I)
_KIND = re.compile(rf"\b{ENGLISH.pattern('byline', 'dated kinds of document')}\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_MAX_LEN_LINE = 120  # characters; a longer line is prose
_MAX_WORDS = 7  # of an outlet or a place
_SMALL = ENGLISH.words("byline", "small words of a name")

_NAME_DAYS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_. ]?(?P<month>[01]\d)[-_. ]?(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>[0-3]?\d)[-_. ](?P<month>[01]?\d)[-_. ](?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<![^\W_])(?P<day>[0-3]?\d)[-_. ]?(?P<word>[A-Za-z]{3,9})[-_. ]?(?P<year>(?:19|20)\d\d)(?![^\W_])"),
)


class Masthead(NamedTuple):
    """What a line says: an EDTF day, what stands beside it, the outlet where that is one; whether that is all."""

    day: str
    beside: str = ""
    outlet: str = ""
    alone: bool = True


def masthead(line: str) -> Masthead | None:
    """The day in one of a text's first lines where it is that of the text, else None.

    “The Morning Post, 6 February 2018”, “GRENSHOLM, 5 February 2018. The council …”, “Ana Ruiz | 5 February 2018”.
    """
    if not _YEAR.search(line):
        return None
    if len(line) <= _MAX_LEN_LINE and not _KIND.search(line) and (found := _parted(line) or _worded(line)):
        return found
    if (dateline := _DATELINE.match(line)) and (day := _full_day(dateline["day"] or dateline["other"])):
        return Masthead(day, alone=not line[dateline.end() :].strip())
    return None


def _parted(line: str) -> Masthead | None:
    """A day among parts of a line with | or dashes between them, or after a label."""
    parts = _BETWEEN.split(line)
    for number, part in enumerate(parts):
        label = _LABEL.fullmatch(part)
        if (label or len(parts) > 1) and (day := _full_day(label["day"] if label else part)):
            others = [other for at, other in enumerate(parts) if at != number and not _LABEL.fullmatch(other)]
            outlet = next((other for other in others if _names_outlet(other)), "")
            return Masthead(day, others[0] if others else "", outlet)
    return None


def _worded(line: str) -> Masthead | None:
    """A day before or after a name, with a comma or nothing between them."""
    for pattern in (_LAST_DAY, _FIRST_DAY):
        match = pattern.fullmatch(line.strip())
        if match and _is_name(match["before"]) and (day := _full_day(match["day"])):
            beside = match["before"].strip(" ,")
            outlet = beside if _names_outlet(beside) else ""
            # More words than a place has are a title that says its day.
            return Masthead(day, beside, outlet, alone=bool(outlet) or beside.count(" ") < 2)
    return None


def day_in_name(name: str) -> str:
    """The EDTF day in a file's name without its ending ("2018-02-05 Minutes"), "" where there is none or more."""
    days = set(_days_in(name))
    return days.pop() if len(days) == 1 else ""


def _days_in(name: str) -> Iterator[str]:
    for pattern in _NAME_DAYS:
        for match in pattern.finditer(name):
            given = match.groupdict()
            if given.get("word"):
                day = published_of(f"{given['day']} {given['word']} {given['year']}")
            elif pattern is _NAME_DAYS[0]:
                day = published_of(f"{given['year']}-{given['month']}-{given['day']}")
            else:
                day = published_of(f"{given['day']}/{given['month']}/{given['year']}")  # none where it may mean two
            if day:
                yield day


def _full_day(text: str) -> str:
    day = published_of(text.strip(" .,"))
    return day if day and len(day) == 10 and day.count("-") == 2 else ""


def _is_name(text: str) -> bool:
    """Whether text may be the name of an outlet or a place: few words, each of weight with a capital."""
    words = text.replace(",", " ").split()
    return len(words) <= _MAX_WORDS and all(word[0].isupper() or word.lower() in _SMALL for word in words)


def _names_outlet(text: str) -> bool:
    return _is_name(text) and _OUTLET.search(text) is not None and not any(map(str.isdigit, text))
