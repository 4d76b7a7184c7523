"""A report as blocks of styled runs: what Markdown and HTML are both written from. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style = Literal["", "strong", "quote", "dim", "differ", "agree", "cite"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style. A quotation has its marks put around it; "cite" is the number of a source."""

    text: str
    style: Style = ""


Words: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's own title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words on lines of their own."""

    words: Words


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list, with the rows under it."""

    words: Words
    under: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    rows: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a row of headings, and rows of as many cells; the first cell of a row is its heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents cited, in the order of their numbers, the first of them 1."""

    citations: tuple[str, ...]


Block: TypeAlias = Heading | Paragraph | Items | Grid | Sources


@dataclass(frozen=True, slots=True)
class Report:
    """Blocks, the number of quotations in them, and what was left out, in words."""

    blocks: tuple[Block, ...]
    quotations: int
    note: str = ""


def words(*parts: str | Run | Sequence[Run]) -> Words:
    """Runs, strings as unstyled ones."""
    out: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            out.append(Run(part))
        elif isinstance(part, Run):
            out.append(part)
        else:
            out.extend(part)
    return tuple(run for run in out if run.text)
