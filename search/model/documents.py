"""Documents and their text, and what could not be used.

Every span counts characters of a document's cleaned text (see `Text`), end exclusive. Dates are EDTF strings
(ISO 8601-2); first and last days are ISO days ("2020-10-05") or None where open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["codebook", "front matter", "format", "text", "file", "correction"]


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
    language and url that is known. `sha256` is of the file's bytes.
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
    """

    doc: str
    text: str
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A document or file that could not be used, or not as it is; the rest goes on."""

    title: str
    message: str
    hint: str = ""
    doc: str | None = None
