"""The reader's corrections as a thing to work with: list, make, take back, hand on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from search.model import Correction, DateValue

if TYPE_CHECKING:
    from search.library import Library


class Mending:
    """Corrections of one corpus. What is made here takes effect with the next `Library.update` or `start_work`.

    Every method raises StorageError where the reader's file cannot be read or written.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def all(self) -> tuple[Correction, ...]:
        """Every correction, oldest first, each with its `problem` as of the last analysis."""
        raise NotImplementedError

    def make(self, correction: Correction) -> Correction:
        """Keep a correction (`id` and `created` are given here). Raises CorpusError saying what is wrong with it."""
        raise NotImplementedError

    def undo(self) -> Correction | None:
        """Take back the latest correction and return it; None where there is none."""
        raise NotImplementedError

    def remove(self, ident: str) -> Correction | None:
        """Take back one correction by id."""
        raise NotImplementedError

    def date(self, words: str) -> DateValue:
        """What a person means who types a date: EDTF, or words of the grammar. Raises CorpusError with examples."""
        raise NotImplementedError

    def text(self) -> str:
        """All corrections as the YAML text of a file that `take` reads."""
        raise NotImplementedError

    def take(self, file: Path) -> Sequence[Correction]:
        """Add the corrections of a file; returns those that were not here yet. Raises CorpusError naming its line."""
        raise NotImplementedError

    def codebook(self) -> str:
        """The corpus's corpus.yaml with the corrections worked into it, as text others can use."""
        raise NotImplementedError
