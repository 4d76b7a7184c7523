"""Days of publication that the analysis worked out or the reader gave, given to documents when they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from search.model import Document, Provenance
from search.pipeline.code_versions import code_version
from search.store import serialization as rows
from search.store.stage_cache import Stages


class Inferences:
    """Days of publication that were worked out before, given to documents when they are read again."""

    def __init__(self, folder: Path) -> None:
        self._stages = Stages(folder)
        self._version = ""
        if self._stages.any("published"):
            self._version = code_version("dates")

    def with_known_date(self, document: Document, text_sha: str) -> Document:
        """The document with the date its text betrays, if that is known already."""
        payload = self._stages.get(text_sha, "published", self._version) if self._version else None
        return with_published(document, payload) if payload else document

    def __enter__(self) -> Inferences:
        return self

    def __exit__(self, *_: object) -> None:
        self._stages.close()


def with_published(document: Document, payload: str) -> Document:
    """A document with an inferred day of publication (a DateValue as JSON) and why."""
    value = rows.date_from_json(payload)
    reason = Provenance("text", inferred=True, why=value.why)
    return replace(document, published=value.edtf, provenance={**document.provenance, "published": reason})


def with_corrected_date(document: Document, published: str) -> Document:
    """A document with the day of publication (EDTF) that the reader gave it."""
    reason = Provenance("correction", why="set by you")
    return replace(document, published=published, provenance={**document.provenance, "published": reason})
