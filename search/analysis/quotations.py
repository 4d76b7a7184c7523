"""Quoted words: where they stand, who speaks them and whom they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.model import Mention, Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation in document `doc`: `span` are the quoted words without their marks, `around` the sentences with them.

    `speaker` and `about` are entity ids; `cue` the word that introduces who speaks.
    """

    doc: str
    span: Span
    around: Span
    speaker: str | None = None
    cue: str = ""
    about: tuple[str, ...] = ()


def quotations_in(doc: str, text: str, mentions: Sequence[Mention]) -> tuple[Placed, ...]:
    """The quotations of a document, in order; `mentions` are the document's, in any order."""
    return ()
