"""Corrections as rows of a YAML file, in the vocabulary of corpus.yaml, and as the `Correction`s that travel.

    - merge: [Vicente Zambada Niebla, El Vicentillo]   # these names are one; the first is shown
      type: person
    - split: [John Smith]                              # somebody else than the one these names were counted to,
      files: [boston.md]                               #   in these documents alone, where some are given;
      as: John Smith of Boston                         #   who that is, where it is said
    - apart: [Ana Ruiz, Ana Ruiz Soto]                 # not the same
    - rename: The Ministry
      to: Ministry of Foreign Affairs
    - retype: Cienfuegos
      type: person
    - hide: Subscribe Now                              # no name at all
    - redate: last Tuesday                             # these words, near character `at` of the text, mean `to`
      file: north.md
      at: 120
      to: 2021-03-02
    - drop: "1999"                                     # these words date nothing
      file: north.md
      at: 33
    - published: 2021-03-04
      file: north.md
    - dismiss: ["2016", "2017"]                        # these values are no conflict (confirm: they are one, and kept):
      kind: date                                       #   of this kind,
      about: [Solveig Marine]                          #   about one of these names, where some are given,
      files: [north.md, south.md]                      #   and stated by these documents alone

Every row may have `note`, and has `id` and `created` once Sourcebook wrote it. `text` is the sentence of a date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from search.model import (
    APART,
    CONFLICT_KINDS,
    CORRECTION_KINDS,
    ENTITY_TYPES,
    VERDICTS,
    Correction,
    CorrectionKind,
    EntityType,
)

KEYS = (
    *CORRECTION_KINDS, "to", "as", "type", "kind", "about", "file", "files", "at", "text", "note", "created", "id",
)  # fmt: skip
LISTS = ("merge", "split", "apart", "dismiss", "confirm", "about", "files")  # keys whose value is a list

FORMS = (
    "A row is merge: [names]; split: [names] with files: and as:; apart: [names]; rename: … to: …; retype: … type: …; "
    "hide: …; redate: words, file:, at:, to: a date; drop: words, file:, at:; published: a date, file: …; or dismiss: "
    "[values] (confirm: [values]) with kind: and files:."
)


class RowError(ValueError):
    """A row that makes no sense: what is wrong with it, and the nearest remedy."""

    def __init__(self, message: str, hint: str = FORMS) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def correction_of(row: object) -> Correction:
    """The correction a row means; its id is worked out from its content where it has none. Raises RowError."""
    if not isinstance(row, Mapping):
        raise RowError("it is no row of keys and values")
    kinds = [kind for kind in CORRECTION_KINDS if kind in row]
    if not kinds:
        raise RowError("it does not say what to do")
    if len(kinds) > 1:
        raise RowError(f"it says both {kinds[0]} and {kinds[1]}", "Write a row for each.")
    unknown = [str(key) for key in row if key not in KEYS]
    if unknown:
        from difflib import get_close_matches

        near = get_close_matches(unknown[0][:40], KEYS, 1, 0.6)
        raise RowError(f"unknown key “{unknown[0][:60]}”", f"Did you mean “{near[0]}”? {FORMS}" if near else FORMS)
    made = _read(kinds[0], row)
    return made if made.id else replace(made, id=content_id(made))


def _read(kind: CorrectionKind, row: Mapping[Any, Any]) -> Correction:
    to = _scalar(row, "as" if "as" in row else "to")
    docs = (*_names(row, "files"), *filter(None, (_scalar(row, "file"),)))
    kept = _type(row)
    names: tuple[str, ...] = ()
    words = ""
    if kind in ("merge", "apart", "split"):
        names = _several_names(kind, row)
    elif kind in ("rename", "retype", "hide"):
        names = (_one_name(kind, row, to, kept),)
    elif kind in VERDICTS:
        names, to, words = _verdict(kind, row, docs)
    else:
        to, words = _date_in_document(kind, row, to, docs)
    return Correction(
        kind,
        names,
        to,
        kept,
        docs,
        words,
        _place(row),
        *(_scalar(row, key) for key in ("text", "note", "created", "id")),
    )


def _several_names(kind: str, row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The names that are merged, kept apart or split. Raises RowError for too few."""
    names = tuple(dict.fromkeys(_names(row, kind)))
    if len(names) < (1 if kind == "split" else 2):
        raise RowError(f"{kind} needs {'a name' if kind == 'split' else 'two names or more'}")
    return names


def _one_name(kind: str, row: Mapping[Any, Any], to: str, kept: EntityType | None) -> str:
    """The name that is renamed, retyped or hidden. Raises RowError where the row does not say to what."""
    name = _needed(row, kind)
    if kind == "rename" and not to:
        raise RowError("it does not say what the name is", "rename: … to: …")
    if kind == "retype" and kept is None:
        raise RowError("it does not say of which type it is", f"type: is one of {', '.join(ENTITY_TYPES)}.")
    return name


def _verdict(kind: str, row: Mapping[Any, Any], docs: Sequence[str]) -> tuple[tuple[str, ...], str, str]:
    """(values, kind of the conflict, whom it is about) of a verdict. Raises RowError."""
    names, to = tuple(_names(row, kind)), _scalar(row, "kind").lower()
    words = APART.join(_names(row, "about"))
    if len(names) < 2 or len(docs) < 1:
        raise RowError(f"{kind} needs the values that differ, and the documents", f"{kind}: [one, other], files: …")
    if to not in CONFLICT_KINDS:
        raise RowError("it does not say what differs", f"kind: is one of {', '.join(CONFLICT_KINDS)}.")
    return names, to, words


def _date_in_document(kind: str, row: Mapping[Any, Any], to: str, docs: Sequence[str]) -> tuple[str, str]:
    """(date in EDTF, words that are dated) of a correction of one document's dates. Raises RowError."""
    if len(docs) != 1:
        raise RowError("it does not say in which document", "Add file: with the document's path in the folder.")
    if kind == "published":
        return _date(_needed(row, kind)), ""
    words = _needed(row, kind)
    return _date(to) if kind == "redate" else "", words


def _place(row: Mapping[Any, Any]) -> int:
    """Where the words stand, in characters of the text; -1 where that is not said. Raises RowError."""
    at = row.get("at", -1)
    if isinstance(at, str):
        at = int(at) if at.strip().isdecimal() else at
    if not isinstance(at, int) or isinstance(at, bool):
        raise RowError("at: is no number", "It is the place of the words, in characters of the text.")
    return max(at, -1)


def row_of(correction: Correction) -> dict[str, Any]:
    """The row that `correction_of` reads."""
    kind = correction.kind
    row: dict[str, Any]
    if kind in ("merge", "apart", "split"):
        row = {kind: list(correction.names)}
        if kind == "split":
            row |= {"files": list(correction.docs)} if correction.docs else {}
            row |= {"as": correction.to} if correction.to else {}
    elif kind in ("rename", "retype", "hide"):
        row = {kind: correction.names[0]}
        row |= {"to": correction.to} if kind == "rename" else {}
    elif kind in VERDICTS:
        about = {"about": correction.words.split(APART)} if correction.words else {}
        row = {kind: list(correction.names), "kind": correction.to, **about, "files": list(correction.docs)}
    else:
        row = {kind: correction.to if kind == "published" else correction.words, "file": correction.docs[0]}
        if kind != "published" and correction.start >= 0:
            row["at"] = correction.start
        row |= {"to": correction.to} if kind == "redate" else {}
    if correction.type is not None:
        row["type"] = correction.type
    for key in ("text", "note", "id", "created"):
        if value := getattr(correction, key):
            row[key] = value
    return row


def content_of(correction: Correction) -> Correction:
    """A correction without what does not change its meaning: equal for two that say the same."""
    return replace(correction, text="", note="", created="", id="", problem="")


def content_id(correction: Correction) -> str:
    """An id for a row written by hand: the same as long as its content is."""
    return hashlib.sha256(repr(content_of(correction)).encode()).hexdigest()[:8]


def describe(correction: Correction) -> str:
    """A correction in words."""
    names_of = [f"“{name}”" for name in correction.names]
    names = ", ".join(names_of)
    where = f" in {', '.join(correction.docs)}" if correction.docs else ""
    match correction.kind:
        case "merge":
            return f"{_and(names_of)} are one"
        case "split":
            who = f"“{correction.to}”" if correction.to else "somebody or something else"
            return f"{_and(names_of)}{where} means {who}"
        case "apart":
            return f"{_and(names_of)} are not the same"
        case "rename":
            return f"{names} is shown as “{correction.to}”"
        case "retype":
            return f"{names} is {_article(correction.type)} {correction.type}"
        case "hide":
            return f"{names} is hidden"
        case "redate":
            return f"“{correction.words}”{where} means {correction.to}"
        case "drop":
            return f"“{correction.words}”{where} dates nothing"
        case "published":
            return f"{correction.docs[0]} was published on {correction.to}"
        case "dismiss" | "confirm":
            about = f" ({correction.words})" if correction.words else ""
            said = "is no conflict" if correction.kind == "dismiss" else "is a conflict, looked at and kept"
            return f"{_and(names_of)}{about}{where} {said}"


def _and(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _article(kind: str | None) -> str:
    return "an" if kind == "organization" else "a"


def _scalar(row: Mapping[Any, Any], key: str) -> str:
    """A value as text; YAML reads dates and numbers where names and words are meant."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float, date, datetime)):
        raise RowError(f"{key}: is no text", "Put quotes around it.")
    return str(value).strip()


def _needed(row: Mapping[Any, Any], key: str) -> str:
    value = _scalar(row, key)
    if not value:
        raise RowError(f"{key}: is empty")
    return value


def _names(row: Mapping[Any, Any], key: str) -> Sequence[str]:
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise RowError(f"{key}: is no list", f"Write it as {key}: [one, another].")
    found = [_scalar({key: name}, key) for name in value]
    if not all(found):
        raise RowError(f"{key}: holds an empty name")
    return found


def _type(row: Mapping[Any, Any]) -> EntityType | None:
    value = _scalar(row, "type").lower()
    kind = next((kind for kind in ENTITY_TYPES if kind == value), None)
    if value and kind is None:
        raise RowError(f"unknown type “{value[:60]}”", f"Known are: {', '.join(ENTITY_TYPES)}.")
    return kind


def _date(value: str) -> str:
    """An EDTF value that the chronology can place. Raises RowError."""
    from search.model.edtf import bounds

    try:
        bounds(value)
    except ValueError as error:
        raise RowError(
            f"“{value[:60]}” is no date", "Write 2021, 2021-03, 2021-03-04, 202X or 2021-03-04/2021-03-06."
        ) from error
    return value
