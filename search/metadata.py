"""What is known of a document: canonical keys, publication dates as EDTF, and what its own first lines say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from search.text import fold, sanitise_line

KEYS = ("title", "source", "author", "published", "language", "url", "published_basis", "published_why")
MOST_CHARACTERS = 500

# What front matter, corpus.yaml and headers call the same thing (Dublin Core, Hugo, Jekyll, Open Graph, schema.org).
SYNONYMS: Mapping[str, str] = {
    **{key: key for key in KEYS},
    **dict.fromkeys(("headline", "dc.title", "og:title"), "title"),
    **dict.fromkeys(("outlet", "publisher", "site", "site_name", "publication", "dc.publisher"), "source"),
    **dict.fromkeys(("authors", "byline", "creator", "by", "writer", "dc.creator"), "author"),
    **dict.fromkeys(
        ("date", "pubdate", "created", "datepublished", "publish_date", "published_at", "dc.date"), "published"
    ),
    **dict.fromkeys(("lang", "locale", "dc.language"), "language"),
    **dict.fromkeys(("link", "permalink", "canonical", "canonical_url", "source_url", "original_url"), "url"),
}

DATES_ACCEPTED = (
    "Accepted are 2020, 2020-12, 2020-12-21, 21 December 2020, December 21, 2020 and EDTF (2020-12~, 202X)."
)


def canonical(key: str) -> str | None:
    """The canonical name of a metadata key, or None for one that says nothing we keep."""
    return SYNONYMS.get(key.strip().lower().replace(" ", "_").replace("-", "_"))


def value_of(raw: str) -> str:
    """A metadata value made harmless: one line, at most 500 characters."""
    line = sanitise_line(raw[: 4 * MOST_CHARACTERS])
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1].rstrip() + "…"


# ---- publication dates -----------------------------------------------------------------------------------------

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = r"(?:[t\s,]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,30})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WORDED = tuple(
    re.compile(_WEEKDAY + pattern + _CLOCK)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[\s,]+{_MONTH}\s+(?P<day>\d{{1,2}})",
        rf"(?P<day>){_MONTH}[\s,]+(?:of\s+)?(?P<year>\d{{4}})",
    )
)
_NUMERIC = re.compile(r"(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d{2})(?:(?P=sep)(?P<day>\d{2}))?" + _CLOCK)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ABOUT = re.compile(r"(?:circa|ca?\.|about|around)\s*(?=\d|[a-z])")
_EDTF = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?[?~%]?")


def published_of(raw: str) -> str | None:
    """A date as people write it → EDTF (ISO 8601-2): a day, a month, a year or an interval; None when it is none.

    The time of day is left off. 03/04/2020 is none: it may mean two days.
    """
    value = raw.strip()
    if not value or len(value) > 100:
        return None
    if (edtf := _edtf(value)) is not None:
        return edtf
    low = " ".join(fold(value).split())
    about = _ABOUT.match(low)
    if about:
        found = published_of(low[about.end() :])
        return f"{found}~" if found and found[-1] not in "?~%" else found
    for pattern in _WORDED:
        if match := pattern.fullmatch(low):
            month = _MONTHS.index(match["month"][:3]) + 1
            return _iso(match["year"], month, int(match["day"]) if match["day"] else None)
    if (match := _NUMERIC.fullmatch(low)) and (match["sep"] or match["day"]):
        return _iso(match["year"], int(match["month"]), int(match["day"]) if match["day"] else None)
    if match := _DAY_FIRST.fullmatch(low):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return _iso(match[3], second, first)
        if second > 12:
            return _iso(match[3], first, second)
    return None


def _iso(year: str, month: int, day: int | None) -> str | None:
    try:
        date(int(year), month, day or 1)
    except ValueError:
        return None
    return f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"


def _edtf(value: str) -> str | None:
    """`value` where it is EDTF already: level 0 and 1 dates, seasons and intervals."""
    start, slash, end = value.partition("/")
    if slash and not ((start or end) and all(part in ("", "..") or _edtf_date(part) for part in (start, end))):
        return None
    if not slash and not _edtf_date(value):
        return None
    if slash and start[:4].isdigit() and end[:4].isdigit() and start.rstrip("?~%") > end.rstrip("?~%"):
        return None
    return value


def _edtf_date(value: str) -> bool:
    match = _EDTF.fullmatch(value)
    if not match:
        return False
    year, month, day = match.groups()
    if not year.isdigit() or month is None:
        return True if year.isdigit() and int(year) else month is None
    if month == "XX" or (day is None and month.isdigit() and 21 <= int(month) <= 41):
        return day in (None, "XX")
    return _iso(year, int(month), None if day in (None, "XX") else int(day)) is not None


# ---- what the text itself says ---------------------------------------------------------------------------------

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
_PARTICLES = r"(?:(?:de|del|la|las|los|van|von|der|den|di|da|dos|du|bin|al|y|e|el|ten|ter)\s+){0,2}"
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
# A dateline: the place in capitals, perhaps a day, the agency in brackets, a dash (AP and Reuters handbooks).
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .,’'/-]{2,60}(?:,?\s+[A-Z][\w .,]{0,40})?\s*"
    r"\((?P<agency>AP|Reuters|REUTERS|AFP|EFE|UPI|DPA|dpa|ANSA|IPS|PTI|ANI|Xinhua|Bloomberg|CNN|CBS|NPR|TASS|Kyodo|Notimex)\)"
    r"\s*[-–—]"
)
_AGENCIES = {"AP": "Associated Press", "AFP": "Agence France-Presse", "REUTERS": "Reuters", "DPA": "dpa"}
_BULLET = ("•", "-", "*", "–", "—", "·", "▪", "●", "◦", ">", "|")
_NO_TITLE_END = (".", ";", ",", ":", "…")
_KICKER_WORDS = 2


def from_text(text: str, furniture: tuple[str, ...] = ()) -> dict[str, str]:
    """Title, author, source and publication date as far as the first and last lines of `text` say them plainly.

    A title is the first line when it reads as one; an author a line “By Name”; a date a line that is a full date
    and nothing else; a source the agency of a dateline. Nothing is guessed from running prose.
    """
    first = _first_lines(text, 6)
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
        if "source" not in found and (dateline := _DATELINE.match(line)):
            found["source"] = _AGENCIES.get(dateline["agency"].upper(), dateline["agency"])
        if "title" not in found and number <= 2 and len(first) > 1:
            if looks_like_title(line):
                found["title"] = line
            elif len(line) > 120:
                found["title"] = ""  # prose has begun: what follows is no title
    if "published" not in found and len(first) > 1:
        last = text.rstrip().rpartition("\n")[2].strip()
        if len(last) <= 80 and (day := stamped(last)):
            found["published"] = day
    if "author" not in found:
        for line in furniture[-6:]:
            if len(line) < 400 and (credit := _CREDIT.match(line)):
                found["author"] = credit["names"]
                break
    return {key: value for key, value in found.items() if value}


def stamped(line: str) -> str | None:
    """The EDTF day of a line that is a full date, perhaps after “Published:”, and nothing else; else None."""
    if len(line) > 80 or not any(char.isdigit() for char in line):
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


def tidy(raw: Mapping[str, str], trouble: Callable[[str, str], None]) -> dict[str, str]:
    """Canonical metadata made harmless, the publication date as EDTF.

    `trouble(key, value)` is called for a date that is none; its value is then left out.
    """
    clean = {key: line for key, value in raw.items() if key in KEYS and (line := value_of(value))}
    if "published" in clean:
        day = published_of(clean["published"])
        if day is None:
            trouble("published", clean.pop("published"))
        else:
            clean["published"] = day
    return clean
