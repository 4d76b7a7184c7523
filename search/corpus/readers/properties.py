"""What an office file or a PDF says of itself, as metadata: templates' and programs' leavings are no titles."""

from __future__ import annotations

import re
from collections.abc import Mapping

from search.corpus.lexicon import ENGLISH

# What programs put where a title or an author would stand.
_NO_TITLE = re.compile(
    rf"(?:{ENGLISH.pattern('properties', 'placeholder titles')}|scan.{{0,40}}|\W*"
    rf"|.*\.{ENGLISH.pattern('properties', 'file endings')})",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(rf"(?:{ENGLISH.pattern('properties', 'placeholder authors')}|\W*)", re.IGNORECASE)
_PDF_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?.*", re.DOTALL)  # ISO 32000-1, 7.9.4
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def metadata(properties: Mapping[str, str | None]) -> dict[str, str]:
    """Canonical metadata of `title`, `author`, `language`, `source`, `url`, `published` and `created`.

    A date of creation is taken for the date of publication, and marked as inferred: office programs carry it on from
    templates, and a scan has the day it was made.
    """
    meta: dict[str, str] = {}
    for key in ("title", "author", "language", "source", "url", "published"):
        value = " ".join((properties.get(key) or "").split())
        if value and not (
            (key == "title" and _NO_TITLE.fullmatch(value))
            or (key == "author" and _NO_AUTHOR.fullmatch(value))
            or (key == "language" and not _LANGUAGE.fullmatch(value))
        ):
            meta[key] = value
    created = _day(properties.get("created") or "")
    if created and "published" not in meta:
        meta["published"] = created
        meta["published_basis"] = "inferred"
        meta["published_why"] = "the file's properties say that it was created then"
    return meta


def _day(stamp: str) -> str:
    """The day of an ISO 8601 or PDF time stamp; "" for none, and for the epochs that programs write for none."""
    match = _PDF_DATE.fullmatch(stamp.replace("-", "", 2).strip())
    if not match or not 1980 < int(match[1]) < 2100:
        return ""
    year, month, day = match.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{month}-{day}" if day and 1 <= int(day) <= 31 else f"{year}-{month}"
