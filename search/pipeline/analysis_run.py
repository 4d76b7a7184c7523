"""Analysis within the pipeline: one document after the other through the stage cache, then the corpus as a whole.

Names rest on the text alone, dates on the text and the day of publication; both are kept by fingerprint and version.
Identity, events, clusters and the comparison rest on everything: they are worked out again whenever anything changed,
early for the first documents and then, where time allows, each time their number has doubled, so that the panes fill
meanwhile. What is found, `search.analysis.analyse` says; here it is read from the store, kept, and stored.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING

from search.analysis.corrections import status as correction_status
from search.analysis.doc import Doc
from search.analysis.names import recognizer
from search.codebook.correction_rows import content_of
from search.codebook.topic_rows import TopicRow
from search.model import Progress, Topic
from search.pipeline import inputs as versions
from search.pipeline.document_stages import (
    ANALYSED_IN_PART,
    NOT_ANALYSED,
    DocumentStages,
    in_part,
    published_value,
)
from search.pipeline.inputs import TOPICS_OF, digest_of
from search.pipeline.progress import Reporter
from search.pipeline.topic_run import TopicRun
from search.store.findings import StoredFindings
from search.store.stage_cache import Stages
from search.store.writer import Stored, Writer
from search.userdata import verdicts
from search.userdata.corrections_file import OwnCorrections
from search.userdata.topics_file import OwnTopics

if TYPE_CHECKING:
    from search.analysis.analyse import Curation
    from search.analysis.corrections.merges import Found, Pairs
    from search.corpus.corpus import Corpus

_CUT = "cut"  # the store's remembered value that names the documents of which only a part is analysed
FIRST_VIEW = 50  # documents after which the corpus as a whole is looked at for the first time
MAX_VIEWS_SHARE = 0.15  # of the time, with what the last one took, may go into views before the end; one is always made


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
        inputs = self._inputs_with({key: value for key, value in known.items() if known["installed"]})
        self._documents = DocumentStages(writer, self._stages, inputs, self._load)
        self._model: recognizer.Model | None = None
        self._asked = False

    @property
    def _inputs(self) -> versions.Inputs:
        return self._documents.inputs

    def _inputs_with(self, known: Mapping[str, str]) -> versions.Inputs:
        return versions.inputs_of(self._corpus, self._own.digest, known, self._topics.digest)

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
        seen_with = {"analyser": version, "model": self._inputs.model, "installed": versions.installed_model()}
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
                self._documents.analyse(doc)
                done += 1
                if self._documents.is_due():
                    self._documents.flush()
                due = max(FIRST_VIEW, 2 * seen) <= done < len(everything)
                moment = time.monotonic()
                if due and viewing + cost <= MAX_VIEWS_SHARE * (moment - begun):
                    self._documents.flush()
                    self._whole(partial=True)
                    cost = time.monotonic() - moment
                    viewing += cost
                    seen = done
        finally:
            # Stopped or not: what was finished is kept.
            self._documents.flush()
        index_waiting()
        if todo or writer.meta("wide") != self._inputs.digest:
            states = self._whole(partial=False)
            stale = correction_status.correction_problems(self._own.rows, self._corpus.codebook.corrections, states)
            writer.set_folder_problems((*self._own.problems, *stale), "corrections")
            self._tidy(everything)
            cut = frozenset(self._documents.cut)
        else:
            cut = frozenset(json.loads(writer.meta(_CUT) or "[]"))
            if writer.meta(TOPICS_OF) != self._inputs.topics:
                self._topics_alone()
        self._tell_of_cut(cut.intersection(doc.id for doc in everything))

    def _tell_of_cut(self, cut: frozenset[str]) -> None:
        """List the documents of which only a part is analysed; a file that was read again took its row with it."""
        self._writer.set_meta({_CUT: json.dumps(sorted(cut))})
        told = self._writer.db.execute("SELECT doc FROM problems WHERE title = ?", (ANALYSED_IN_PART,)).fetchall()
        if cut != {doc for (doc,) in told}:
            self._writer.forget_problems(ANALYSED_IN_PART)
            for doc in sorted(cut):
                self._writer.note(in_part(doc))

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
            self._documents.inputs = self._inputs_with({"installed": versions.installed_model(), "model": ""})

    def _load(self) -> recognizer.Model | None:
        if not self._asked:
            self._asked = True
            self._reporter.tell(Progress("names", message="Loading the language model"), always=True)
            self._model = recognizer.load_model()
        return self._model

    # ---- the corpus as a whole ---------------------------------------------------------------------------------

    def _whole(self, *, partial: bool) -> Mapping[str, str]:
        """Identity, events, clusters and comparison of what is analysed so far, stored in one transaction.

        Returns for each correction, by id, why it changes nothing; "" where it does.
        """
        from search.analysis.analyse import IDENTITY_STEP, Curation, Hooks, analyse

        stored = self._analysed()
        self._step(0, len(stored), IDENTITY_STEP)
        docs, names = [], {}
        for doc in stored:
            self._reporter.check()
            docs.append(self._doc(doc))
            names[doc.id] = self._documents.names_of(doc)
        sources, titles = self._writer.called()
        curation = Curation(
            aliases=self._corpus.codebook.aliases, corrections=self._fixed, sources=sources, titles=titles
        )
        run = self._topic_run(stored)

        def topics(suggested: Sequence[TopicRow]) -> Sequence[Topic]:
            rows = run.ask([(row.name, row.description, row.query) for row in suggested])
            return () if run.kept else run.assigned(rows, {doc.id: doc.text for doc in docs}, self._reporter.check)

        hooks = Hooks(
            tell=self._reporter.tell,
            check=self._reporter.check,
            identities=self._kept_identities(stored, curation) if self._fixed and not partial else Hooks().identities,
            topics=topics,
        )
        found = analyse(docs, names, curation, hooks, suggest=not partial)
        findings = StoredFindings(
            found.entities,
            found.mentions,
            [(doc.id, one.value) for doc in docs for one in doc.dates],
            found.events,
            found.comparison,
            [one for doc in docs for one in doc.quotations],
            run.kept,
            found.suggested,
        )
        meta = {"wide": "" if partial else self._inputs.digest, "topics": run.key, TOPICS_OF: self._inputs.topics}
        meta[verdicts.META] = verdicts.verdicts_to_json(self._corpus.codebook.corrections)
        if not partial:  # before that, a name that is not found may be found yet
            meta[correction_status.META] = correction_status.states_json(found.corrections)
        self._writer.replace_findings(findings, meta)
        self._step(len(stored), len(stored))
        return found.corrections

    def _doc(self, doc: Stored) -> Doc:
        published = published_value(doc.published, doc.inferred)
        return Doc(doc.id, self._documents.text(doc), dates=self._documents.dates_of(doc), published=published)

    def _kept_identities(
        self, stored: Sequence[Stored], curation: Curation
    ) -> Callable[[Pairs, Callable[[], Found]], Found]:
        """What keeps the answers of identity: by all that they rest on."""
        from search.pipeline import identity_cache

        told_of = [(doc.id, doc.text_sha) for doc in stored], list(map(astuple, curation.aliases))

        def kept(apart: Pairs, find: Callable[[], Found]) -> Found:
            version = digest_of((self._inputs.identity, (*told_of, apart)))
            return identity_cache.kept(self._stages, version, find, bool(apart))

        return kept

    # ---- topics ------------------------------------------------------------------------------------------------

    def _topics_alone(self) -> None:
        """The topics anew, where nothing but they has changed: neither names nor dates nor events are touched."""
        from search.analysis.analyse import TOPICS_STEP

        stored = self._analysed()
        self._step(0, len(stored), TOPICS_STEP)
        run = self._topic_run(stored)
        rows = run.ask(self._writer.proposed())
        texts = {doc.id: self._documents.text(doc) for doc in stored}
        told = run.assigned(rows, texts, self._reporter.check)
        self._writer.replace_topics(told, {"topics": run.key, TOPICS_OF: self._inputs.topics})
        self._step(len(stored), len(stored))

    def _topic_run(self, stored: Sequence[Stored]) -> TopicRun:
        return TopicRun(self._corpus.codebook.topics, self._topics, self._writer, self._inputs.topics, stored)

    def _analysed(self) -> list[Stored]:
        version = self._inputs.document
        return [doc for doc in self._writer.documents() if doc.analysed == version]

    def _step(self, done: int, total: int, message: str = "") -> None:
        self._reporter.tell(Progress("comparing", done, total, message))
