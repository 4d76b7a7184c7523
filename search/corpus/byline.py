"""What a document's own first and last lines say of it: title, byline, dateline, date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.codebook.metadata import published_of
from search.corpus.lexicon import ENGLISH
from search.corpus.masthead import masthead

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
_PARTICLES = rf"(?:{ENGLISH.pattern('byline', 'particles')}\s+){{0,2}}"
_NAME = rf"{_CAPITAL}(?:\s+{_PARTICLES}{_CAPITAL}){{1,4}}"
_OUTLET = r"[A-Z][\w .&’'-]{1,40}"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY|[Ww]ritten by|[Tt]ext by)[:\s]\s*(?P<names>{_NAME}(?:(?:,\s+|,?\s+and\s+|\s+&\s+){_NAME}){{0,5}}?)"
    rf"(?:\s*$|\.\s.*|\.$|\s*[|•·–—].*|,\s+(?P<outlet>{_OUTLET})$|\s+for\s+(?P<for>{_OUTLET})$|,\s+[a-z].*)"
)
_CREDIT = re.compile(
    rf"\((?:[Rr]eporting|[Ww]riting|REPORTING|WRITING) by (?P<names>{_NAME}(?:(?:,\s+|,?\s+and\s+){_NAME}){{0,5}})"
)
_STAMP = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|released|issued|dated?)(?: on| at)?\s*:?\s+)?(?P<date>.{4,60}?)\.?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
# A dateline: the place in capitals, perhaps a day, the agency in brackets, a dash (AP and Reuters handbooks).
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .,’'/-]{2,60}(?:,?\s+[A-Z][\w .,]{0,40})?\s*\((?P<agency>"
    rf"{ENGLISH.pattern('byline', 'agencies')})\)\s*[-–—]"
)
_AGENCIES = {"AP": "Associated Press", "AFP": "Agence France-Presse", "REUTERS": "Reuters", "DPA": "dpa"}
_BULLET = ("•", "-", "*", "–", "—", "·", "▪", "●", "◦", ">", "|")
_NO_TITLE_END = (".", ";", ",", ":", "…")


def from_text(text: str, furniture: tuple[str, ...] = ()) -> dict[str, str]:
    """Title, author, source and publication date as far as the first and last lines of `text` say them plainly.

    A title is the first line when it reads as one; an author a line “By Name”; a date a line that is a full date
    and nothing else; a source the agency of a dateline. Nothing is guessed from running prose.
    """
    first = _first_lines(text, 6)
    found = _from_first_lines(first)
    if "published" not in found and len(first) > 1 and (day := _last_day(text)):
        found["published"] = day
    if "author" not in found and (names := _credited(furniture)):
        found["author"] = names
    return {key: value for key, value in found.items() if value}


def _from_first_lines(first: Sequence[str]) -> dict[str, str]:
    """What the first lines say; an empty title where prose has begun before one."""
    found: dict[str, str] = {}
    for number, line in enumerate(first):
        if "author" not in found and number > 0 and (byline := _BYLINE.fullmatch(line)):
            found["author"] = byline["names"]
            if outlet := byline["outlet"] or byline["for"]:
                found["source"] = outlet.strip()
            continue
        if "published" not in found and (day := stamped(line)):
            found["published"] = day
            continue
        if "published" not in found and (head := masthead(line)):
            found["published"] = head.day
            if head.outlet:
                found.setdefault("source", head.outlet)
            if "author" not in found and (byline := _BYLINE.fullmatch(head.beside)):
                found["author"] = byline["names"]
                continue
            if head.alone:
                continue
        if "source" not in found and (dateline := _DATELINE.match(line)):
            found["source"] = _AGENCIES.get(dateline["agency"].upper(), dateline["agency"])
        if "title" not in found and number <= 2 and len(first) > 1:
            if looks_like_title(line):
                found["title"] = line
            elif len(line) > 120:
                found["title"] = ""  # prose has begun: what follows is no title
    return found


def _last_day(text: str) -> str | None:
    """The day that the last line is, if it is one."""
    last = text.rstrip().rpartition("\n")[2].strip()
    return stamped(last) if len(last) <= 80 else None


def _credited(furniture: Sequence[str]) -> str:
    """The names in the first credit among the last lines that were set aside; "" without one."""
    found = (_CREDIT.match(line) for line in furniture[-6:] if len(line) < 400)
    return next((credit["names"] for credit in found if credit), "")


# What is spoken or issued on a day, and says so in its title.
_DATED_KIND = re.compile(
    rf"\b{ENGLISH.pattern('byline', 'dated kinds of document')}\b",
    re.IGNORECASE,
)


def dated_title(title: str) -> str | None:
    """The EDTF day at the end of the title of a statement, a speech, minutes …: "Statement …, 22 July 1993"."""
    if len(title) > 300 or not _DATED_KIND.search(title):
        return None
    parts = re.split(r"[,:;(]|\s[-–—]\s|\b(?:of|on)\b", title.rstrip(" .)"))
    for tail in (parts[-1], ",".join(parts[-2:])):  # "July 22, 1993" holds a comma itself
        day = published_of(tail)
        if day and len(day) == 10 and day.count("-") == 2:
            return day
    return None


def stamped(line: str) -> str | None:
    """The EDTF day of a line that is a full date, perhaps after “Published:”, and nothing else; else None."""
    if len(line) > 80 or not _YEAR.search(line):
        return None
    match = _STAMP.fullmatch(line)
    day = published_of(match["date"]) if match else None
    return day if day and len(day) == 10 and day.count("-") == 2 else None


def looks_like_title(line: str) -> bool:
    """Whether a line may be a title: short, no bullet, no sentence's end, not a date or byline."""
    if (
        len(line) > 200
        or line.startswith(_BULLET)
        or line.endswith(_NO_TITLE_END)
        or not 2 <= line.count(" ") + 1 <= 30
    ):
        return False
    return line[:1] not in '“"(' and any(map(str.isalpha, line)) and not stamped(line) and not _BYLINE.fullmatch(line)


def _first_lines(text: str, count: int) -> list[str]:
    lines: list[str] = []
    start = 0
    while start < len(text) and len(lines) < count:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := text[start : min(end, start + 400)].strip():
            lines.append(line)
        start = end + 1
    return lines
