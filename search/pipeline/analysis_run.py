"""Analysis within the pipeline: one document after the other through the stage cache, then the corpus as a whole.

Names rest on the text alone, dates on the text and the day of publication; both are kept by fingerprint and version.
Identity, events, clusters and the comparison rest on everything: they are worked out again whenever anything changed,
early for the first documents and then, where time allows, each time their number has doubled, so that the panes fill
meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from search.analysis.corrections import status as correctionstates
from search.analysis.dates import publication as published
from search.analysis.dates import tagger as dates
from search.analysis.dates.tagger import Dated
from search.analysis.names import recognizer as names
from search.analysis.names.recognizer import RawMention
from search.analysis.topics import assign as topics
from search.codebook.correction_rows import content_of
from search.codebook.topic_rows import TopicRow, effective
from search.errors import SourcebookError
from search.files import dumps
from search.model import (
    Comparison,
    Correction,
    DateValue,
    Document,
    Event,
    Mention,
    Problem,
    Progress,
    QuotationSpan,
    Span,
    Topic,
    edtf,
)
from search.pipeline import code_versions as fingerprints
from search.pipeline.progress import Reporter
from search.pipeline.publication_dates import with_published
from search.store import serialization as rows
from search.store.findings import Findings
from search.store.stage_cache import Stages
from search.store.writer import Stored, Writer
from search.userdata import verdicts
from search.userdata.corrections_file import OwnCorrections
from search.userdata.topics_file import OwnTopics

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus

FIRST_VIEW = 50  # documents after which the corpus as a whole is looked at for the first time
VIEWS_SHARE = 0.15  # of the time, with what the last one took, may go into views before the end; one is always made
FLUSH_DOCUMENTS = 50
FLUSH_SECONDS = 1.0
MAX_LEN_NAME = 300  # characters; the longest names of laws have half of that, and what is longer is a file gone wrong
NOT_ANALYSED = "Not analysed"
TOPICS_STEP = "What each source says on each topic"
TOPICS_OF = "topics_of"  # the remembered value that says what the stored topics were made from
NOTHING = ""  # the published stage's payload for a text that betrays no date


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the analysis rests on beside the documents. `document` and `digest` are versions: of one, of all.

    `identity` is the version of what identity rests on beside the names it is told.
    """

    names: str
    dates: str
    model: str
    digest: str
    identity: str
    topics: str
    """What the topics rest on beside the texts: their code, the codebook's and the reader's own."""

    @property
    def document(self) -> str:
        """The version of a document's own results."""
        return f"{self.names}|{self.dates}"


def installed_model() -> str:
    """The language model and its library as they are installed, neither imported; empty where one is missing."""
    model, library = fingerprints.installed(names.MODEL_NAME.replace("_", "-")), fingerprints.installed("spacy")
    return f"{names.MODEL_NAME} {model}, spaCy {library}" if model and library else ""


def inputs_of(corpus: Corpus, mark: str, known: Mapping[str, str], own_topics: str = "") -> Inputs:
    """Versions, codebook and corrections as they are now. `known` are the store's remembered values.

    A model that is installed but could not be loaded last time (`known["model"]`) counts as none until what is
    installed changes. `mark` is the state of the reader's corrections, `own_topics` that of their topics; "" where
    there are none or they are left out. Topics alone never ask for the rest to be worked out again.
    """
    installed = installed_model()
    model = known.get("model", installed) if known.get("installed") == installed else installed
    by_name = f"{fingerprints.code_version('names')}+{model or 'rules'}"
    by_date = fingerprints.code_version("dates")
    code = fingerprints.code_version("corpus")
    book = corpus.codebook
    parts = (by_name, by_date, code, book.reading_digest, book.naming_digest, mark)
    topics = (code, repr(book.topics), own_topics)
    identity = f"{by_name}|{fingerprints.code_version('identity')}"
    return Inputs(by_name, by_date, model, _digest(parts), identity, _digest(topics))


def _digest(parts: object) -> str:
    return hashlib.sha256(dumps(parts).encode()).hexdigest()


def published_value(document: str | None, inferred: bool) -> DateValue | None:
    """A document's day of publication as the anchor of its relative dates; None when unknown or no EDTF value."""
    if document is None:
        return None
    try:
        return edtf.date_value(document, basis="inferred" if inferred else "stated")
    except ValueError:
        return None


class Analysis:
    """One run over one corpus, writing to `writer` and to the corpus's stage cache."""

    def __init__(
        self, corpus: Corpus, writer: Writer, own: OwnCorrections, reporter: Reporter, topics: OwnTopics | None = None
    ) -> None:
        self._corpus = corpus
        self._writer = writer
        self._own = own
        self._topics = topics or OwnTopics()
        mine = {content_of(row) for row in own.rows}
        self._fixed = (*(row for row in corpus.codebook.corrections if content_of(row) not in mine), *own.rows)
        self._reporter = reporter
        self._stages = Stages(writer.folder.parent)
        known = {key: writer.meta(key) for key in ("model", "installed")}
        self._inputs = self._inputs_with({key: value for key, value in known.items() if known["installed"]})
        self._model: names.Model | None = None
        self._asked = False
        self._results: list[tuple[str, str, str, str]] = []
        self._done: list[str] = []
        self._dated_by: list[Document] = []
        self._flushed = time.monotonic()

    def _inputs_with(self, known: Mapping[str, str]) -> Inputs:
        return inputs_of(self._corpus, self._own.digest, known, self._topics.digest)

    def __enter__(self) -> Analysis:
        return self

    def __exit__(self, *_: object) -> None:
        self._stages.close()

    def run(self, index_waiting: Callable[[], None]) -> None:
        """Analyse what is not analysed yet, then the corpus as a whole. `index_waiting` indexes changed documents."""
        writer = self._writer
        everything = writer.documents()
        lost = self._without_names(everything)
        version = self._inputs.document
        seen_with = {"analyser": version, "model": self._inputs.model, "installed": installed_model()}
        writer.set_meta(seen_with, visible=True)
        todo = [doc for doc in everything if doc.analysed != version or doc.id in lost]
        if todo:
            writer.forget_problems(NOT_ANALYSED)
        done = len(everything) - len(todo)
        seen = writer.viewed()
        begun, viewing, cost = time.monotonic(), 0.0, 0.0
        try:
            for doc in todo:
                self._reporter.tell(Progress("names", done, len(everything)))
                self._document(doc)
                done += 1
                if self._due():
                    self._flush()
                due = max(FIRST_VIEW, 2 * seen) <= done < len(everything)
                moment = time.monotonic()
                if due and viewing + cost <= VIEWS_SHARE * (moment - begun):
                    self._flush()
                    self._whole(partial=True)
                    cost = time.monotonic() - moment
                    viewing += cost
                    seen = done
        finally:
            # Stopped or not: what was finished is kept.
            self._flush()
        index_waiting()
        if todo or writer.meta("wide") != self._inputs.digest:
            states = self._whole(partial=False)
            stale = correctionstates.correction_problems(self._own.rows, self._corpus.codebook.corrections, states)
            writer.set_folder_problems((*self._own.problems, *stale), "corrections")
            self._tidy(everything)
        elif writer.meta(TOPICS_OF) != self._inputs.topics:
            self._topics_alone()

    def _tidy(self, stored: Sequence[Stored]) -> None:
        """Let go of results that nothing will ask for again."""
        for stage, version in (("names", self._inputs.names), ("published", self._inputs.dates)):
            self._stages.prune(stage, version)
        self._stages.prune("dates", self._inputs.dates)
        self._stages.forget_others({doc.text_sha for doc in stored})

    def _without_names(self, stored: Sequence[Stored]) -> frozenset[str]:
        """Ids of the documents whose names are not in the cache.

        The model is only loaded when there are some; one that fails to load leaves the rules alone, under a version of
        their own.
        """
        while True:
            version = self._inputs.names
            lost = frozenset(doc.id for doc in stored if self._stages.get(doc.text_sha, "names", version) is None)
            if not lost or not self._inputs.model or self._load() is not None:
                return lost
            self._inputs = self._inputs_with({"installed": installed_model(), "model": ""})

    def _load(self) -> names.Model | None:
        if not self._asked:
            self._asked = True
            self._reporter.tell(Progress("names", message="Loading the language model"), always=True)
            self._model = names.load_model()
        return self._model

    # ---- one document ------------------------------------------------------------------------------------------

    def _document(self, doc: Stored) -> None:
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
            named = (doc.text_sha, "names", self._inputs.names)
            if self._stages.get(*named) is None and all(row[:3] != named for row in self._results):
                self._results.append((*named, "[]"))
        self._done.append(doc.id)

    def _stage_results(self, doc: Stored) -> None:
        stages, inputs = self._stages, self._inputs
        text: str | None = None
        if stages.get(doc.text_sha, "names", inputs.names) is None:
            text = self._writer.text(doc.n)
            found = names.mentions_in(text, self._load())
            payload = dumps([mention.to_json() for mention in found])
            self._results.append((doc.text_sha, "names", inputs.names, payload))
        date, inferred = doc.published, doc.inferred
        if date is None:
            known = stages.get(doc.text_sha, "published", inputs.dates)
            if known is None:
                text = self._writer.text(doc.n) if text is None else text
                value = published.infer(text)
                known = rows.date_to_json(value) if value else NOTHING
                self._results.append((doc.text_sha, "published", inputs.dates, known))
            if known:
                document = with_published(self._writer.full((doc.id,))[0][0], known)
                self._dated_by.append(document)
                date, inferred = document.published, True
        key = _dates_key(inputs.dates, date)
        if stages.get(doc.text_sha, "dates", key) is None:
            text = self._writer.text(doc.n) if text is None else text
            dated = dates.expressions_in(text, published_value(date, inferred))
            payload = dumps([[d.span.start, d.span.end, list(astuple(d.value))] for d in dated])
            self._results.append((doc.text_sha, "dates", key, payload))

    def _due(self) -> bool:
        return len(self._done) >= FLUSH_DOCUMENTS or time.monotonic() - self._flushed >= FLUSH_SECONDS

    def _flush(self) -> None:
        """Keep results, then say that they are kept."""
        if self._results:
            self._stages.put(self._results)
        if self._dated_by:
            self._writer.set_published(self._dated_by)
        if self._done:
            self._writer.set_analysed(self._done, self._inputs.document)
        self._results, self._dated_by, self._done = [], [], []
        self._flushed = time.monotonic()

    # ---- the corpus as a whole ---------------------------------------------------------------------------------

    def _whole(self, *, partial: bool) -> Mapping[str, str]:
        """Identity, events, clusters and comparison of what is analysed so far, stored in one transaction.

        Returns for each correction, by id, why it changes nothing; "" where it does.
        """
        from search.analysis import comparison
        from search.analysis.copies import duplicates as copies
        from search.analysis.corrections import names as mendnames
        from search.analysis.corrections.merges import Pairs, entities_with, merge_requests
        from search.analysis.entities import resolver as identity
        from search.analysis.events import extractor as events
        from search.analysis.quotations import finder as quotations
        from search.analysis.topics import suggest as proposing
        from search.pipeline import identity_cache as resolved

        version = self._inputs.document
        stored = [doc for doc in self._writer.documents() if doc.analysed == version]
        total = len(stored)
        self._step("comparing", 0, total, "Who is who")
        states = correctionstates.publication_states(self._fixed, (doc.id for doc in stored))
        texts: dict[str, str] = {}
        raw: dict[str, tuple[str, Sequence[RawMention]]] = {}
        dated: dict[str, tuple[Dated, ...]] = {}
        for doc in stored:
            self._reporter.check()
            text = texts[doc.id] = self._writer.text(doc.n)
            raw[doc.id] = (text, self._names(doc))
            dated[doc.id] = self._dated(doc)
        states |= self._mend_dates(texts, dated)
        said = merge_requests(self._fixed)
        aliases = self._corpus.codebook.aliases

        def resolve(apart: Pairs) -> resolved.Found:
            if not self._fixed or partial:
                return identity.resolve(raw, aliases, apart)
            told_of = ([(doc.id, doc.text_sha) for doc in stored], list(map(astuple, aliases)), apart)
            version = _digest((self._inputs.identity, told_of))
            return resolved.kept(self._stages, version, lambda: identity.resolve(raw, aliases, apart), bool(apart))

        found, places = entities_with(said, resolve)
        mended = mendnames.apply(self._fixed, said, found, places)
        entities, mentions = mended.entities, mended.mentions
        states |= mended.states
        states |= correctionstates.states_without_documents(self._fixed, (doc.id for doc in stored), states)
        by_doc: dict[str, list[Mention]] = {doc.id: [] for doc in stored}
        for mention in mentions:
            by_doc[mention.doc].append(mention)
        told: list[Event] = []
        quoted: list[QuotationSpan] = []
        for at, doc in enumerate(stored):
            self._step("events", at, total)
            day = published_value(doc.published, doc.inferred)
            told.extend(events.events_in(doc.id, texts[doc.id], dated[doc.id], by_doc[doc.id], day))
            quoted.extend(quotations.quotations_in(doc.id, texts[doc.id], by_doc[doc.id]))
        self._step("comparing", total, total, "Which statements tell of the same")
        clustered = sorted(events.affairs(events.cluster(told, entities), entities), key=_chronological)
        days = {doc.id: published_value(doc.published, doc.inferred) for doc in stored}
        self._step("comparing", total, total, "Who printed the same text")
        copied = copies.copies(texts, days, *self._writer.called())
        self._step("comparing", total, total, "Who says otherwise")
        stated = comparison.compared(clustered, entities, mentions, texts, quoted, days, copies=copied)
        self._step("comparing", total, total, TOPICS_STEP)
        proposed = () if partial else proposing.proposed(texts, entities, mentions)
        asked_for = self._topic_rows([(row.name, row.description, row.query) for row in proposed])
        topics_key = self._topics_key(asked_for, stored)
        known = self._writer.meta("topics") == topics_key
        topics_told = () if known else self._told_topics(asked_for, texts)
        self._step("comparing", total, total, "How each source introduces whom")
        compared = Comparison(
            conflicts=stated.conflicts,
            agreements=stated.agreements,
            updates=stated.updates,
            copies=copied.found,
            topics=topics_told,
            described=tuple(comparison.described(entities, mentions, texts)),
            only=tuple(comparison.only(clustered, entities, mentions, texts, copied, quoted)),
        )
        self._reporter.check()
        dates_told = [(doc, one.value) for doc, values in dated.items() for one in values]
        findings = Findings(entities, mentions, dates_told, clustered, compared, quoted, known, proposed)
        meta = {"wide": "" if partial else self._inputs.digest, "topics": topics_key, TOPICS_OF: self._inputs.topics}
        meta[verdicts.META] = verdicts.verdicts_to_json(self._corpus.codebook.corrections)
        if not partial:  # before that, a name that is not found may be found yet
            meta[correctionstates.META] = correctionstates.states_json(states)
        self._writer.replace_findings(findings, meta)
        self._step("comparing", total, total)
        return states

    # ---- topics ------------------------------------------------------------------------------------------------

    def _topics_alone(self) -> None:
        """The topics anew, where nothing but they has changed: neither names nor dates nor events are touched."""
        stored = [doc for doc in self._writer.documents() if doc.analysed == self._inputs.document]
        self._step("comparing", 0, len(stored), TOPICS_STEP)
        rows_asked = self._topic_rows(self._writer.proposed())
        texts = {doc.id: self._writer.text(doc.n) for doc in stored}
        told = self._told_topics(rows_asked, texts)
        key = self._topics_key(rows_asked, stored)
        self._writer.replace_topics(told, {"topics": key, TOPICS_OF: self._inputs.topics})
        self._step("comparing", len(stored), len(stored))

    def _topic_rows(self, proposed: Sequence[tuple[str, str, str]]) -> tuple[TopicRow, ...]:
        """The codebook's topics and the reader's; where neither has any, those that the corpus suggests."""
        given = effective(self._corpus.codebook.topics, self._topics.rows)
        if given or self._corpus.codebook.topics:
            return given
        return tuple(TopicRow(*row, origin="proposed") for row in proposed)

    def _topics_key(self, asked_for: Sequence[TopicRow], stored: Sequence[Stored]) -> str:
        """What the stored topics rest on. A document that was replaced took its passages with it."""
        there = [(doc.id, doc.n, doc.text_sha) for doc in stored]
        return _digest((self._inputs.topics, repr(asked_for), self._writer.meta("replaced"), there))

    def _told_topics(self, asked_for: Sequence[TopicRow], texts: Mapping[str, str]) -> tuple[Topic, ...]:
        """The topics with their passages; what is wrong with any is listed with the other problems."""
        told = topics.told(asked_for, texts, self._reporter.check)
        self._writer.set_folder_problems((*self._topics.problems, *told.problems), "topics")
        return told.topics

    def _mend_dates(self, texts: Mapping[str, str], dated: dict[str, tuple[Dated, ...]]) -> dict[str, str]:
        """Put the dates of `dated` right that the reader put right; returns the states of those corrections."""
        by_doc: dict[str, list[Correction]] = {}
        for row in self._fixed:
            if row.kind in ("redate", "drop"):
                by_doc.setdefault(row.docs[0], []).append(row)
        if not by_doc:
            return {}
        from search.analysis.corrections.dates import corrected_dates

        states: dict[str, str] = {}
        for doc, mine in by_doc.items():
            if doc not in texts:
                states |= dict.fromkeys((row.id for row in mine), f"there is no document “{doc}” any more")
                continue
            done = corrected_dates(mine, texts[doc], dated[doc])
            dated[doc] = done.dated
            states |= done.states
        return states

    def _step(self, stage: str, done: int, total: int, message: str = "") -> None:
        self._reporter.tell(Progress("events" if stage == "events" else "comparing", done, total, message))

    def _names(self, doc: Stored) -> tuple[RawMention, ...]:
        payload = self._stages.get(doc.text_sha, "names", self._inputs.names)
        found = (RawMention.from_json(row) for row in json.loads(payload)) if payload else ()
        return tuple(mention for mention in found if mention.end - mention.start <= MAX_LEN_NAME)

    def _dated(self, doc: Stored) -> tuple[Dated, ...]:
        payload = self._stages.get(doc.text_sha, "dates", _dates_key(self._inputs.dates, doc.published))
        if not payload:
            return ()
        return tuple(Dated(Span(start, end), DateValue(*value)) for start, end, value in json.loads(payload))


def _dates_key(version: str, published: str | None) -> str:
    return f"{version}|{published or ''}"


def _chronological(event: Event) -> tuple[object, ...]:
    """By first day, then the more precise first; undated ends last."""
    return (*edtf.sort_key(event.date), event.doc, event.start_char)
