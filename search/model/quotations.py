"""Where quotations stand and whose they are; `search.model.profile.Quotation` is one with its words, for people."""

from __future__ import annotations

from dataclasses import dataclass

from search.model.documents import Span


@dataclass(frozen=True, slots=True)
class QuotationSpan:
    """A quotation in document `doc`: `span` are the quoted words without their marks, `around` the sentences with them.

    `speaker` and `about` are entity ids; `cue` the word that introduces who speaks.
    """

    doc: str
    span: Span
    around: Span
    speaker: str | None = None
    cue: str = ""
    about: tuple[str, ...] = ()
