"""Words for values: dates, counts, sources, citations. Plain text; nothing here knows a widget."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from search.model import Arrival, DateValue, Document, FileChange, FileChangeKind, Span
from search.text.wording import (
    ASKS,
    COPIES,
    LONG_MONTHS,
    MONTHS,
    OUTCOME_WORDS,
    account_words,
    citation,
    counted,
    date_words,
    reason_words,
    reasons_words,
    voices_words,
)

__all__ = [
    "ASKS",
    "COPIES",
    "LONG_MONTHS",
    "MONTHS",
    "OUTCOME_WORDS",
    "account_words",
    "citation",
    "counted",
    "date_words",
    "reason_words",
    "reasons_words",
    "voices_words",
]

UNFINISHED = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "&"})
ARTICLES = frozenset({"the", "a", "an", "el", "la", "los", "las", "le", "les", "der", "die", "das"})


EXPORTED: Mapping[str, tuple[str, str]] = {
    "entities": ("entity", "entities"), "mentions": ("mention", "mentions"), "timeline": ("entry", "entries"),
    "brief": ("quotation", "quotations"),
}  # fmt: skip
"""What the rows of an export are: of an entry of a chronology there may be several statements."""


def exported_words(what: str, rows: int) -> str:
    """How much an export holds: "156 quotations" of a brief, "12 entities"."""
    return counted(rows, *EXPORTED.get(what, ("row", "rows")))


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "corrections, bookmarks and the analysis"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def moved_words(arrival: Arrival) -> str:
    """What is said of a corpus that was moved: what it is, and what came along. Where it was comes last."""
    brings = listed([f"your {arrival.brings[0]}", *arrival.brings[1:]] if _has_own(arrival) else arrival.brings)
    return f"“{arrival.name}” was moved: {brings} came along from {arrival.place}."


def resembled_words(arrival: Arrival) -> str:
    """Why it is asked whether a folder is a corpus that is known: which one, where, and what there is of it."""
    own = listed([word for word in arrival.brings if not word.startswith("the ")])
    if arrival.kind == "copy":
        return f"“{arrival.name}” at {arrival.place} holds these documents too, and you have {own} there."
    return f"Some of these documents were in “{arrival.name}” ({arrival.place}), and you have {own} there."


def _has_own(arrival: Arrival) -> bool:
    return bool(arrival.brings) and not arrival.brings[0].startswith("the ")


def clause_value(date: DateValue) -> str:
    """A date as `mentions:` takes it: itself where it is a day, month or year, else its first and last day."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", date.edtf) and date.precision in {"day", "month", "year"}:
        return date.edtf
    return f"{date.start or ''}..{date.end or ''}"


def published_words(document: Document) -> str:
    """The publication date for people; `*` says it was worked out."""
    return date_words(document.published) + ("*" if document.published and document.published_inferred else "")


def speaker(document: Document) -> str:
    """Who speaks, where it is known: the source, else the author; else nothing."""
    return document.source or document.author or ""


def source_of(document: Document) -> str:
    """Who speaks: the source, else the author, else the file's name."""
    return speaker(document) or document.id


def called(document: Document) -> str:
    """What a document is called where its title does not stand beside it: who speaks, else its title."""
    return speaker(document) or document.title or document.id


def byline(document: Document) -> str:
    """ "Source · 17 Dec 2020*"."""
    return " · ".join(part for part in (source_of(document), published_words(document)) if part)


def short_names(documents: Iterable[Document]) -> Mapping[str, str]:
    """Document id → a short name, unique among these: a word of its source, a surname, the first words of its title.

    Several documents of one source are told apart by their years, else by a number.
    """
    docs = list(documents)
    by_name: dict[str, list[Document]] = {}
    for doc in docs:
        by_name.setdefault(called(doc), []).append(doc)
    candidates = {name: _shorter(name, own[0]) for name, own in by_name.items()}
    uses = Counter(short.casefold() for shorts in candidates.values() for short in dict.fromkeys(shorts))
    out: dict[str, str] = {}
    for name, own in by_name.items():
        short = next((one for one in candidates[name] if uses[one.casefold()] == 1), name)
        if len(own) == 1:
            out[own[0].id] = short
            continue
        years = [(doc.published or "")[:4] for doc in own]
        apart = all(years) and len(set(years)) == len(own)
        for number, (doc, year) in enumerate(zip(own, years, strict=True), 1):
            out[doc.id] = f"{short} {year if apart else number}"
    return {doc.id: out[doc.id] for doc in docs}


def _shorter(name: str, document: Document) -> list[str]:
    """Shorter forms of what a document is called, the shortest first, the whole last."""
    if document.author and document.source in (None, "", document.author):
        first = re.split(r",|;| and | & ", name)[0].split()
        surname = first[-1:]
        return [*surname, *([f"{first[0][:1]}. {first[-1]}"] if len(first) > 1 else []), name]
    words = [word for word in re.split(r"\s+" if " " in name else r"[\s_.\-]+", name) if word]
    if len(words) > 1 and words[0].casefold() in ARTICLES:
        words = words[1:]
    least = 1 if document.source or " " not in name else 2  # one word of a title says nothing
    shorter = [words[:count] for count in range(least, min(len(words), 4) + 1)]
    # "A Tent, a Pen": "Tent, a" is no name.
    whole = [one for one in shorter if len(one) == len(words) or one[-1].casefold() not in UNFINISHED]
    return [" ".join(one).rstrip(",;:") for one in whole] + [name]


def initials(documents: Iterable[Document]) -> Mapping[str, str]:
    """Document id → one letter or digit for a narrow column: the source's initial, else the next free character."""
    taken: dict[str, str] = {}
    by_source: dict[str, str] = {}
    for doc in documents:
        name = called(doc)
        if name not in by_source:
            own = [letter.upper() for letter in name if letter.isalnum()]
            spare = [*own, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]
            by_source[name] = next((letter for letter in spare if letter not in by_source.values()), "?")
        taken[doc.id] = by_source[name]
    return taken


def around(text: str, start: int, end: int, width: int) -> tuple[str, tuple[Span, ...]]:
    """Keyword in context: about `width` characters on one line around `start`–`end`, cut at words, and where it is."""
    room = max(0, width - (end - start))
    left = max(0, start - room // 2)
    right = min(len(text), end + room - (start - left))
    if left > 0:
        cut = text.find(" ", left, start)
        left = cut + 1 if cut >= 0 else left
    if right < len(text):
        cut = text.rfind(" ", end, right)
        right = cut if cut > end else right
    head = "…" if left > 0 else ""
    piece = head + text[left:right] + ("…" if right < len(text) else "")
    piece = piece.replace("\n", " ").replace("\t", " ")
    at = len(head) + start - left
    return piece, (Span(at, at + end - start),)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, overlapping ones joined."""
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    out: list[Span] = []
    for span in ordered:
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif span.end > span.start:
            out.append(span)
    return tuple(out)


TOLD: Mapping[FileChangeKind, tuple[str, str]] = {
    "new": ("is new", "are new"), "changed": ("has changed", "changed"), "gone": ("is gone", "are gone"),
}  # fmt: skip


def changes_words(changes: Sequence[FileChange]) -> str:
    """What has changed in a folder, in one short line: "harbour.md is new", "3 files are gone", "3 files changed"."""
    if len(changes) == 1:
        return f"{changes[0].doc.rpartition('/')[2]} {TOLD[changes[0].kind][0]}"
    kinds = {change.kind for change in changes}
    return f"{len(changes):,} files {TOLD[kinds.pop()][1] if len(kinds) == 1 else 'changed'}"
