"""What a document says by itself: its names, day of publication and dates, through the stage cache."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from dataclasses import astuple

from search.analysis.dates import publication as published
from search.analysis.dates import tagger as dates
from search.analysis.doc import Dated
from search.analysis.names import recognizer as names
from search.analysis.names.recognizer import RawMention
from search.errors import SourcebookError
from search.files import dumps
from search.model import DateValue, Document, Problem, Span, edtf
from search.pipeline.inputs import Inputs
from search.pipeline.publication_dates import with_published
from search.store import serialization as rows
from search.store.stage_cache import Stages
from search.store.writer import Stored, Writer
from search.text.segmentation import head_of

FLUSH_DOCUMENTS = 50
FLUSH_SECONDS = 1.0
# Characters of a document that are analysed: the longest books have as many. What is found takes some 60 bytes of
# memory for each, and the model 25 seconds for a million.
MAX_ANALYSED = 5_000_000
ANALYSED_IN_PART = "Analysed in part"
MAX_LEN_NAME = 300  # characters; the longest names of laws have half of that, and what is longer is a file gone wrong
NOT_ANALYSED = "Not analysed"
NOTHING = ""  # the published stage's payload for a text that betrays no date


def published_value(document: str | None, inferred: bool) -> DateValue | None:
    """A document's day of publication as the anchor of its relative dates; None when unknown or no EDTF value."""
    if document is None:
        return None
    try:
        return edtf.date_value(document, basis="inferred" if inferred else "stated")
    except ValueError:
        return None


def analysed_text(text: str) -> str:
    """The part of a text that is analysed: all of it, or whole paragraphs of up to MAX_ANALYSED characters."""
    return head_of(text, MAX_ANALYSED)


def in_part(doc: str) -> Problem:
    """What is told of a document that is longer than is analysed."""
    return Problem(
        ANALYSED_IN_PART,
        f"{doc}: only the first {MAX_ANALYSED:,} characters are analysed; names, dates and quotations after them are "
        "missing, and the comparison does not know of them.",
        "All of it can be searched and read. Split the file.",
        doc,
    )


class DocumentStages:
    """The results of documents as they are worked out, kept a few at a time; `inputs` are what they rest on.

    `load` gives the language model, None where there is none.
    """

    def __init__(self, writer: Writer, stages: Stages, inputs: Inputs, load: Callable[[], names.Model | None]) -> None:
        self.inputs = inputs
        self._writer = writer
        self._stages = stages
        self._load = load
        self.cut: set[str] = set()
        """Documents of which only a part is analysed, of those whose text was asked for."""
        self._results: list[tuple[str, str, str, str]] = []
        self._done: list[str] = []
        self._dated_by: list[Document] = []
        self._flushed = time.monotonic()

    def analyse(self, doc: Stored) -> None:
        """Names, day of publication and dates of one document; a document that fails becomes a problem."""
        try:
            self._stage_results(doc)
        except SourcebookError:
            raise
        except Exception as error:  # noqa: BLE001 - one document must not stop the others; it is told of, and logged
            traceback.print_exc()
            message = f"{doc.id}: {type(error).__name__}: {error}"
            hint = "It can be searched and read; its names and dates are missing. Please report this."
            self._writer.note(Problem(NOT_ANALYSED, message, hint, doc.id))
            named = (doc.text_sha, "names", self.inputs.names)
            if self._stages.get(*named) is None and all(row[:3] != named for row in self._results):
                self._results.append((*named, "[]"))
        self._done.append(doc.id)

    def _stage_results(self, doc: Stored) -> None:
        stages, inputs = self._stages, self.inputs
        text: str | None = None
        if stages.get(doc.text_sha, "names", inputs.names) is None:
            text = self.text(doc)
            found = names.mentions_in(text, self._load())
            payload = dumps([mention.to_json() for mention in found])
            self._results.append((doc.text_sha, "names", inputs.names, payload))
        date, inferred = doc.published, doc.inferred
        if date is None:
            known = stages.get(doc.text_sha, "published", inputs.dates)
            if known is None:
                text = self.text(doc) if text is None else text
                value = published.infer(text)
                known = rows.date_to_json(value) if value else NOTHING
                self._results.append((doc.text_sha, "published", inputs.dates, known))
            if known:
                document = with_published(self._writer.full((doc.id,))[0][0], known)
                self._dated_by.append(document)
                date, inferred = document.published, True
        key = _dates_key(inputs.dates, date)
        if stages.get(doc.text_sha, "dates", key) is None:
            text = self.text(doc) if text is None else text
            dated = dates.expressions_in(text, published_value(date, inferred))
            payload = dumps([[d.span.start, d.span.end, list(astuple(d.value))] for d in dated])
            self._results.append((doc.text_sha, "dates", key, payload))

    def text(self, doc: Stored) -> str:
        """The text of a document as far as it is analysed; notes it where that is not all of it."""
        text = self._writer.text(doc.n)
        if len(text) > MAX_ANALYSED:
            self.cut.add(doc.id)
            return analysed_text(text)
        self.cut.discard(doc.id)
        return text

    def is_due(self) -> bool:
        """Whether enough is done, or long enough ago begun, to be kept."""
        return len(self._done) >= FLUSH_DOCUMENTS or time.monotonic() - self._flushed >= FLUSH_SECONDS

    def flush(self) -> None:
        """Keep results, then say that they are kept."""
        if self._results:
            self._stages.put(self._results)
        if self._dated_by:
            self._writer.set_published(self._dated_by)
        if self._done:
            self._writer.set_analysed(self._done, self.inputs.document)
        self._results, self._dated_by, self._done = [], [], []
        self._flushed = time.monotonic()

    def names_of(self, doc: Stored) -> tuple[RawMention, ...]:
        """The names that were recognised in a document."""
        payload = self._stages.get(doc.text_sha, "names", self.inputs.names)
        found = (RawMention.from_json(row) for row in json.loads(payload)) if payload else ()
        return tuple(mention for mention in found if mention.end - mention.start <= MAX_LEN_NAME)

    def dates_of(self, doc: Stored) -> tuple[Dated, ...]:
        """The expressions of time that were found in a document."""
        payload = self._stages.get(doc.text_sha, "dates", _dates_key(self.inputs.dates, doc.published))
        if not payload:
            return ()
        return tuple(Dated(Span(start, end), DateValue(*value)) for start, end, value in json.loads(payload))


def _dates_key(version: str, published: str | None) -> str:
    return f"{version}|{published or ''}"
