"""Corrections in words: what is said when one is made, taken back or listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from search.model import Document, EntityType
from tui.wording import called, date_words

if TYPE_CHECKING:
    from search.model import Correction, CorrectionKind


KINDS: dict[EntityType, str] = {
    "person": "a person", "organization": "an organization", "place": "a place", "law": "a law, treaty or programme",
}  # fmt: skip
MAX_NAMES = 3  # of many names, so many are said


class Fields(TypedDict, total=False):
    """What a correction says beyond its kind and its names: the fields of `search.model.Correction`."""

    to: str
    type: EntityType | None
    docs: tuple[str, ...]
    words: str
    start: int
    text: str


def correction(kind: CorrectionKind, names: tuple[str, ...] = (), **fields: Unpack[Fields]) -> Correction:
    """A correction to make. Its type is imported with the first one: the first paint needs none."""
    from search.model import Correction

    return Correction(kind, names, **fields)


def quoted(names: Sequence[str]) -> str:
    """ "“A”, “B” and “C”"; of more than a few, how many more."""
    said = [f"“{name}”" for name in names]
    if len(said) > MAX_NAMES:
        said = [*said[: MAX_NAMES - 1], f"{len(said) - MAX_NAMES + 1} more"]
    return " and ".join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else "".join(said)


def correction_words(correction: Correction, documents: Mapping[str, Document]) -> str:
    """A correction as a sentence without its full stop."""

    def name_of(doc: str) -> str:
        return called(documents[doc]) if doc in documents else doc

    first = quoted(correction.names[:1])
    where = name_of(correction.docs[0]) if correction.docs else ""
    match correction.kind:
        case "merge":
            return f"{quoted(correction.names[1:])} merged into {first}"
        case "split":
            within = f" in {', '.join(map(name_of, correction.docs[:MAX_NAMES]))}" if correction.docs else ""
            within += f" and {len(correction.docs) - MAX_NAMES} more" if len(correction.docs) > MAX_NAMES else ""
            who = f"“{correction.to}”" if correction.to else "somebody or something else"
            return f"{quoted(correction.names)} is {who}{within}"
        case "apart":
            return f"{first} is not {quoted(correction.names[1:])}"
        case "rename":
            return f"{first} is called “{correction.to}”"
        case "retype":
            return f"{first} is {KINDS[correction.type] if correction.type else 'of another type'}"
        case "hide":
            return f"{first} is hidden"
        case "redate":
            return f"“{correction.words}” in {where} is {date_words(correction.to)}"
        case "drop":
            return f"“{correction.words}” in {where} is not a date"
        case "published":
            return f"{where} was published on {date_words(correction.to)}"
        case "dismiss" | "confirm":
            dated = correction.to == "date"
            values = quoted([date_words(name) if dated else name for name in correction.names])
            about = f" ({correction.words})" if correction.words else ""
            return f"{values}{about} {'put aside' if correction.kind == 'dismiss' else 'looked at and kept'}"
