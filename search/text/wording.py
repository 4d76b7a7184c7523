"""Words for values in what people read: dates, counts, citations. Plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from search.model import ConflictKind, Document, FolderAccount, Outcome, UnreadGroup

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# EDTF level 1 and 2 sub-year groupings (ISO 8601-2, 4.8): 21–24 seasons, 33–36 quarters, 40–41 halves.
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter",
           "33": "Q1", "34": "Q2", "35": "Q3", "36": "Q4",
           "40": "first half of", "41": "second half of"}  # fmt: skip

# What the sources differ in, and what repeats what, as people ask and say it.
ASKS: dict[ConflictKind, str] = {
    "date": "when", "number": "how many", "name": "by what name", "place": "where", "quotation": "in what words",
}  # fmt: skip
COPIES = {"copy": "the same text", "version": "versions of one text", "passage": "a passage in common"}

_DAY = re.compile(r"(-?\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(-?\d{4})-(\d\d)")
_DECADE = re.compile(r"(\d{3})X")
_CENTURY = re.compile(r"(\d\d)XX")
_VALUE = r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\d{3}X|\d\dXX)[~?%]?"
# In prose: quoted words, which stay as they are, or a value, or a stretch of two.
_TOLD = re.compile(rf"(“[^”]*”)|(?<![\w/.-])({_VALUE}(?:/(?:{_VALUE}|\.\.))?|\.\./{_VALUE})(?![\w/-])")

FINDS_NOTHING = "its query finds nothing in these documents"
"""What is said of a topic that is in order and found nowhere; any other trouble leaves open what the sources say."""


def date_words(edtf: str | None) -> str:
    """An EDTF value for people: "2020-12-17" → "17 Dec 2020", "199X" → "1990s"; one we do not know stays as it is."""
    if not edtf:
        return ""
    if "/" in edtf:
        return _range_words(edtf)
    value = edtf.rstrip("?~%")
    about = "about " if value != edtf else ""
    if match := _DAY.fullmatch(value):
        year, month, day = match.groups()
        if 1 <= int(month) <= 12:
            return f"{about}{int(day)} {MONTHS[int(month) - 1]} {year}"
    if match := _MONTH.fullmatch(value):
        year, month = match.groups()
        if 1 <= int(month) <= 12:
            return f"{about}{MONTHS[int(month) - 1]} {year}"
        if month in SEASONS:
            return f"{about}{SEASONS[month]} {year}"
    if match := _DECADE.fullmatch(value):
        return f"{about}{match[1]}0s"
    if match := _CENTURY.fullmatch(value):
        return f"{about}{match[1]}00s"
    return about + value


def reason_words(why: str) -> str:
    """A reason as people read it: the EDTF values in it as dates; what it quotes stays as the text has it."""
    return _TOLD.sub(lambda match: match[1] or date_words(match[2]), why)


def _range_words(edtf: str) -> str:
    first, _, last = edtf.partition("/")
    if first in {"", ".."}:
        return f"until {date_words(last)}"
    if last in {"", ".."}:
        return f"since {date_words(first)}"
    one, two = date_words(first), date_words(last)
    if one == two:
        return one
    begin, end = one.split(), two.split()
    while len(begin) > 1 and len(begin) == len(end) and begin[-1] == end[-1]:
        begin, end = begin[:-1], end[:-1]
    return f"{' '.join(begin)}–{two}"


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 document", "1,204 documents"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


OUTCOME_WORDS: dict[Outcome, tuple[str, str]] = {
    "unreadable": ("cannot be read", "cannot be read"),
    "set aside": ("set aside", "set aside"),
    "ignored": ("no document", "no documents"),
}
"""What is said of one file, or of several, that there is no document of."""


def account_words(account: FolderAccount) -> str:
    """A folder's account in a line: "36 files: 33 read (35 documents), 2 cannot be read, 1 set aside"."""
    told = [f"{account.read:,} read ({counted(account.documents, 'document')})", *_outcomes(account.outcomes)]
    line = f"{counted(account.files, 'file')}: {', '.join(told)}"
    parts = _outcomes(account.parts)
    return f"{line}; within those read: {', '.join(parts)}" if parts else line


def _outcomes(counts: Mapping[Outcome, int]) -> list[str]:
    return [counted(number, *OUTCOME_WORDS[outcome]) for outcome, number in counts.items() if number]


def reasons_words(groups: Iterable[UnreadGroup], most: int = 4) -> str:
    """The first groups in a line, each by its label, a file that is the only one by its own reason."""
    told = [
        group.label if len(group.rows) > 1 or group.outcome == "ignored" else group.rows[0].why.rstrip(".")
        for group in groups
    ]
    left = [f"and {counted(len(told) - most, 'other reason')}"] if len(told) > most else []
    return ", ".join((*told[:most], *left))


def voices_words(docs: Iterable[str], voices: Mapping[str, str]) -> str:
    """How many sources say something, by document, and with how many texts: "3 sources", "3 sources, 1 text".

    `voices` names for a document that repeats another's text the first that has it (`Comparison.voices`).
    """
    sources = set(docs)
    texts = {voices.get(doc, doc) for doc in sources}
    told = counted(len(sources), "source")
    return told if len(texts) == len(sources) else f"{told}, {counted(len(texts), 'text')}"


def citation(document: Document, quote: str = "", place: str = "") -> str:
    """A citation to paste: quoted words, author, title, source, date, file, page. What is not known is left out.

    `place` is the page as it is cited, of `Places.words`.
    """
    parts = []
    if quote:
        parts.append(f"“{' '.join(quote.split())}”")
    who = [document.author] if document.author else []
    who.append(f"“{document.title}”")
    if document.source:
        who.append(document.source)
    if document.published:
        inferred = " (date inferred)" if document.published_inferred else ""
        who.append(date_words(document.published) + inferred)
    tail = ", ".join(part for part in who if part)
    parts.append(
        tail + (f", {document.url}" if document.url else f" [{document.id}]") + (f", {place}" if place else "")
    )
    return " — ".join(parts)
