"""Documents and their text, and what could not be used.

Every span counts characters of a document's cleaned text (see `Text`), end exclusive. Dates are EDTF strings
(ISO 8601-2); first and last days are ISO days ("2020-10-05") or None where open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["codebook", "front matter", "format", "text", "file", "correction"]
PageUnit = Literal["", "page", "slide"]
Outcome = Literal["set aside", "unreadable", "ignored"]
"""Why there is no document of a file: by choice, for want of a way to read it, or because it is no document."""
OUTCOMES: tuple[Outcome, ...] = ("unreadable", "set aside", "ignored")
"""From the worst on."""
GUESSED, RECOGNISED = "Encoding guessed", "Letters recognised"
"""Titles of problems that are notes: the document was read, and its words may be wrong."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a metadata value comes from; `inferred` ones say in `why` what they were worked out from."""

    origin: Origin
    inferred: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document's metadata. `id` is its path relative to the corpus, POSIX style.

    `published` is an EDTF value or None where it is not known. `format` is the reader's name ("txt", "md").
    `words` counts the cleaned text. `provenance` has a row for each of title, source, author, published,
    language and url that is known. `sha256` is of the file's bytes. `file` is the id of the file that it lies in where
    that holds several documents (an archive, a mail box, a table of texts), else "". `details` are what else is known
    of it, by name: encoding, pages, from, to, cc, recognised by.
    """

    id: str
    title: str
    source: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    format: str = "txt"
    words: int = 0
    sha256: str = ""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    file: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def page_unit(self) -> PageUnit:
        """What its text is parted into, "" where into nothing."""
        return "slide" if "slides" in self.details else "page" if "pages" in self.details else ""

    def place(self, page: int | None) -> str:
        """A page or slide as it is cited: "p. 7", "slide 7"; "" for None."""
        return "" if page is None else page_words(self.page_unit, page)

    @property
    def published_inferred(self) -> bool:
        """Whether the publication date was worked out rather than given."""
        row = self.provenance.get("published")
        return bool(row and row.inferred)


@dataclass(frozen=True, slots=True)
class Text:
    """The cleaned text of a document and what was set aside as belonging to the site.

    `text` is NFC, free of control and direction characters, paragraphs separated by newlines.
    `furniture` lists the lines that were set aside, in their order; they are neither searched nor extracted.
    `pages` are the characters at which its pages (its slides) begin, the first one's included; empty where the format
    has none.
    """

    doc: str
    text: str
    furniture: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()

    def page_at(self, at: int) -> int | None:
        """The number of the page that a character stands on, from 1; None in a text without pages."""
        return page_at(self.pages, at)


def page_at(pages: Sequence[int], at: int) -> int | None:
    """The number, from 1, of the page that character `at` stands on, by where the pages begin; None without pages."""
    return max(bisect_right(pages, at), 1) if pages else None


def page_words(unit: PageUnit, first: int, last: int | None = None) -> str:
    """A page, or a stretch of pages, as it is cited: "p. 7", "pp. 7–8", "slide 7", "slides 7–8"."""
    one, many = ("slide ", "slides ") if unit == "slide" else ("p. ", "pp. ")
    return f"{one}{first}" if last is None or last <= first else f"{many}{first}–{last}"


@dataclass(frozen=True, slots=True)
class Places:
    """On which pages the characters of documents stand, and how that is cited.

    `starts` says by document id where its pages begin; documents without pages are left out. `slides` are those whose
    pages are slides.
    """

    starts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    slides: frozenset[str] = frozenset()

    def page(self, doc: str, at: int) -> int | None:
        """The number, from 1, of the page of character `at`; None without pages, and for -1: no place."""
        return page_at(self.starts.get(doc, ()), at) if at >= 0 else None

    def pages(self, at: Mapping[str, Sequence[int]]) -> dict[str, list[int | None]]:
        """The pages of several characters of each document; of documents without pages nothing."""
        return {doc: [self.page(doc, one) for one in own] for doc, own in at.items() if doc in self.starts}

    def words(self, doc: str, at: int, end: int | None = None) -> str:
        """The page of character `at`, or the pages of `at`–`end`, as they are cited; "" where there are none."""
        first = self.page(doc, at)
        if first is None:
            return ""
        last = self.page(doc, end - 1) if end is not None and end > at else None
        return page_words("slide" if doc in self.slides else "page", first, last)

    def named(self, name: str, doc: str, at: int) -> str:
        """What the document is called, with the page: "judgment.pdf, p. 7"; the name alone without pages."""
        words = self.words(doc, at)
        return f"{name}, {words}" if words else name


NO_PLACES = Places()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of the folder, or a part of one, that is no document here: why, and what can be done.

    `file` is the id of the file, `member` the part's name within it, "" where the whole file is meant.
    """

    file: str
    outcome: Outcome
    title: str
    why: str
    hint: str = ""
    member: str = ""

    @property
    def id(self) -> str:
        """What it would be called as a document."""
        return f"{self.file}/{self.member}" if self.member else self.file


@dataclass(frozen=True, slots=True)
class UnreadGroup:
    """Files and parts of files that are no documents for one reason.

    `label` is the reason with the number of rows, for people: "40 pictures", "Encrypted document · 2".
    """

    outcome: Outcome
    reason: str
    label: str
    rows: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class FolderAccount:
    """Every file below the folder, accounted for: how many, how many of them hold documents, and all others.

    `unread` are by file, then by member; the files among them and `read` files add up to `files`: a file of which some
    members alone are unread is a read one. A folder that cannot be looked into counts as one file. `groups` are the
    same rows by outcome and reason: what cannot be read first, then what is set aside, then what is no document.
    `holding` are the read files with the number of their documents. `notes` are what is to be known of documents that
    were read all the same: a guessed encoding, letters recognised in a picture.
    """

    files: int
    read: int
    documents: int
    unread: tuple[Unread, ...] = ()
    groups: tuple[UnreadGroup, ...] = ()
    holding: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many files there are no documents of, by outcome; one of many parts counts as the worst of them."""
        worst: dict[str, Outcome] = {}
        for outcome in OUTCOMES:
            for one in self.unread:
                if one.outcome == outcome and one.file not in self.holding:
                    worst.setdefault(one.file, outcome)
        counts = Counter(worst.values())
        return {outcome: counts[outcome] for outcome in OUTCOMES}

    @property
    def parts(self) -> Mapping[Outcome, int]:
        """How many parts of read files are no documents, by outcome."""
        counts = Counter(one.outcome for one in self.unread if one.file in self.holding)
        return {outcome: counts[outcome] for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Problem:
    """A document or file that could not be used, or not as it is; the rest goes on."""

    title: str
    message: str
    hint: str = ""
    doc: str | None = None
