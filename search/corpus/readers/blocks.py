"""What an office document or a page comes to: blocks of text with empty lines between them, lists and tables close."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from search.corpus.lexicon import ENGLISH
from search.model import Problem
from search.text.sanitise import sanitise_line

MAX_TEXT = 24_000_000  # characters of one document; some 4 million words, ten times the longest novel
MAX_DEPTH = 120  # elements inside each other; Word writes some 20, nested tables some 6 more each
_SPACES = re.compile(r"[ \n]+")
_PAGE_WORDS = re.compile(rf"\b(?:{ENGLISH.pattern('properties', 'page words')}|/)\b", re.IGNORECASE)
_MAX_LEN_CELL = 300  # characters; a cell that holds more than that in several paragraphs lays out a page

Kind = Literal["paragraph", "heading", "item", "row"]


class TooDeepError(ValueError):
    """Elements stand inside each other beyond MAX_DEPTH."""


class Blocks:
    """Collects the blocks of a document. `heading` is the first one of the two highest levels; `full` tells that
    MAX_TEXT characters are reached, after which nothing is added.
    """

    def __init__(self) -> None:
        self.heading = ""
        self.full = False
        self._lines: list[str] = []
        self._size = 0
        self._last: Kind | None = None
        self._feeds = ""

    def add(self, text: str, kind: Kind = "paragraph", level: int = 0) -> None:
        """One block; line breaks inside it stay, white space at their ends goes. Nothing for an empty one."""
        lines = [line for raw in text.split("\n") if (line := raw.strip())]
        if not lines or self.full:
            return
        if kind == "heading":
            lines = [" ".join(lines)]
            if not self.heading and level <= 2:
                self.heading = lines[0]
        close = kind in ("item", "row") and self._last == kind
        if self._lines and not close:
            self._lines.append("")
        lines[0] = self._feeds + lines[0]
        self._feeds = ""
        self._lines.extend(lines)
        self._last = kind
        self._size += len(text) + 2
        self.full = self._size > MAX_TEXT

    def row(self, cells: Sequence[str]) -> None:
        """A row of a table: its cells on one line, | between them; where they lay out a page, one after the other."""
        paragraphs = [[part for part in cell.split("\n\n") if part.strip()] for cell in cells]
        if lays_out(paragraphs):
            for cell in paragraphs:
                for part in cell:
                    self.add(part)
            return
        flat = [_SPACES.sub(" ", cell).strip() for cell in cells]
        if any(flat):
            self.add(" | ".join(flat).strip(), "row")

    def page(self) -> None:
        """A page (a slide) after the first begins: its first block gets a form feed; empty pages count too."""
        self._feeds += "\f"
        self._last = None

    def problems(self, path: Path) -> tuple[Problem, ...]:
        """What to say of a document that is longer than is read; nothing of others."""
        if not self.full:
            return ()
        message = f"{sanitise_line(path.name)}: only its first {MAX_TEXT:,} characters are read."
        return (Problem("Document too large", message, "Split it."),)

    @property
    def text(self) -> str:
        """All blocks; after the last the pages that have none."""
        return "\n".join(self._lines) + self._feeds


def lays_out(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the cells (each its paragraphs) of a row lay out a page rather than tabulate."""
    return any(len(cell) > 1 and sum(map(len, cell)) > _MAX_LEN_CELL for cell in cells)


def is_page_number(text: str) -> bool:
    """Whether the text of a header or footer is no more than a page's number, in whichever words."""
    return not any(map(str.isalpha, _PAGE_WORDS.sub("", text)))


def words(names: str) -> frozenset[str]:
    """Names that are written in a row, as a set."""
    return frozenset(names.split())


@lru_cache(maxsize=4096)
def local(tag: Hashable) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
