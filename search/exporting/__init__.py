"""What was found, in the formats of other programs: one module a format, one table of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.library import Library


@dataclass(frozen=True, slots=True)
class Format:
    """One row: `what` is "entities" or "timeline"; `form` is asked for; `suffix` is its file's; `help` a phrase."""

    what: str
    form: str
    suffix: str
    help: str


@dataclass(frozen=True, slots=True)
class Exported:
    """An export: `text` in UTF-8, a file `name` to suggest, and `note`: what was left out or widened, for people."""

    text: str
    name: str
    note: str = ""


FORMATS: tuple[Format, ...] = ()


def export(library: Library, what: str, form: str, query: str = "") -> Exported:
    """What a query selects, as `form`. Raises CorpusError naming the formats there are."""
    raise NotImplementedError
