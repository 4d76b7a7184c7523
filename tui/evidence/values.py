"""Values of conflicts for people: how they read, where they stand in a sentence, how many voices state them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from search.model import Conflict, Document, Span, StatedValue
from tui.wording import LONG_MONTHS, MONTHS, date_words, voices_words

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?")
_FIGURE = re.compile(r"\d[\d.,]*")
_SAME = {"'": "['‘’]", "’": "['‘’]", "‘": "['‘’]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
MAX_NAMED = 12  # sources named in a line that lists them; of more, the number is said


def value_words(conflict: Conflict, value: str) -> str:
    """A value for people: dates in words, quoted words in quotation marks."""
    if conflict.kind == "date":
        return date_words(value)
    return f"“{value.strip()}”" if conflict.kind == "quotation" else value


def documents_of(values: Iterable[StatedValue]) -> tuple[str, ...]:
    """Ids of the documents that state these values, in their order."""
    return tuple(dict.fromkeys(said.doc for value in values for said in value.statements))


def voices_note(docs: Sequence[str], voices: Mapping[str, str]) -> str:
    """ "3 sources, 1 text" where fewer texts than sources speak; else nothing."""
    fewer = len({voices.get(doc, doc) for doc in docs}) < len(set(docs))
    return voices_words(docs, voices) if fewer else ""


def named(docs: Iterable[str], short: Mapping[str, str]) -> str:
    """The short names of documents, of very many the first and how many more there are."""
    names = [short.get(doc, doc) for doc in docs]
    more = f" and {len(names) - MAX_NAMED:,} more" if len(names) > MAX_NAMED + 1 else ""
    return ", ".join(names[:MAX_NAMED] if more else names) + more


# ---- updates: what follows what ----------------------------------------------------------------------------------


def days_told(conflict: Conflict, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """For each value the day (EDTF) on which the first of its sources appeared; empty where none is known."""
    out = []
    for value in conflict.values:
        found = (documents.get(said.doc) for said in value.statements)
        out.append(min((one.published for one in found if one is not None and one.published), default=""))
    return tuple(out)


def days_words(days: Sequence[str]) -> str:
    """ "20 Mar → 22 Mar": as few words as tell the days apart; empty where one is unknown or all are the same."""
    words = [date_words(day).split() for day in days]
    if not all(words) or len({tuple(one) for one in words}) < 2:
        return ""
    while len({one[-1] for one in words}) == 1 and all(len(one) > 1 for one in words):
        tail = words[0][-1]
        words = [one[:-1] for one in words]
        if len({len(one) for one in words}) == 1 and len(words[0]) > 1 and tail.isdigit():
            break  # day and month say enough: the year stands beside every source
    return " → ".join(" ".join(one) for one in words)


# ---- where a value stands in a sentence --------------------------------------------------------------------------


def value_spans(kind: str, value: str, text: str) -> tuple[Span, ...]:
    """Where a sentence has the value: as written, else (dates) in other words for it, else (figures) the figures."""
    for pattern in _patterns(kind, value):
        found = tuple(Span(*match.span()) for match in pattern.finditer(text))
        if found:
            return found
    return ()


@lru_cache(maxsize=256)
def _patterns(kind: str, value: str) -> tuple[re.Pattern[str], ...]:
    """Ways to find a value in words, the surest first. Only whole words and figures: "12" is not in "2012"."""
    forms = [_form(value)] if kind != "date" else [_form(one) for one in _written(value)]
    if kind in ("number", "date"):
        forms += [_form(match.rstrip(".,")) for match in _FIGURE.findall(value) if kind == "number"]
    return tuple(re.compile(rf"(?<![\w]){form}(?![\w])(?![.,]\d)", re.IGNORECASE) for form in dict.fromkeys(forms))


def _form(value: str) -> str:
    """A regular expression for the words of a value, however they are spaced and quoted."""
    words = [re.sub("|".join(map(re.escape, _SAME)), lambda m: _SAME[m[0]], re.escape(word)) for word in value.split()]
    return r"\s+".join(words) or r"(?!)"


def _written(edtf: str) -> list[str]:
    """How a date may be written, the fullest form first."""
    match = _DAY.fullmatch(edtf.partition("/")[0])
    if match is None:
        return [date_words(edtf), edtf[:3] + "0s"]
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return [year]
    out: list[str] = []
    for name in (LONG_MONTHS[int(month) - 1], MONTHS[int(month) - 1], f"{MONTHS[int(month) - 1]}."):
        if day is not None:
            number = str(int(day))
            out += [f"{number} {name} {year}", f"{name} {number}, {year}", f"{number} {name}", f"{name} {number}"]
        else:
            out += [f"{name} {year}"]
    return [*out, edtf, *([] if day else [LONG_MONTHS[int(month) - 1]]), year]
