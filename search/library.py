"""`Library`: a corpus that can be searched and read, and what was found in it. The engine's one façade.

It opens a `Workspace` and hands out what the services make of it. Making a Library is cheap: neither Whoosh nor numpy,
yaml nor the language model is imported, no document is opened. What is derived from the corpus lies in a per-user
folder; `update` and `start_work` bring it up to date, and every other method shows what stands there so far. All
methods may be called from any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from search.curation.keeping import Keeping
from search.identity.opening import settle
from search.model import (
    Comparison,
    Document,
    Entity,
    Event,
    FolderAccount,
    FolderNews,
    Mention,
    Places,
    Problem,
    Progress,
    Results,
    Span,
    Status,
    Text,
)
from search.workspace import LibrarySpec, Workspace

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus
    from search.curation.corrections import Corrections
    from search.curation.topics import Topics
    from search.exports import Exported, Format
    from search.model import Alignment, Arrival, AuditRow, Change, ClaimGrid, Profile, Settlement
    from search.pipeline.worker_process import Work
    from search.views.selection import Selection
    from search.watching import Watch


class Library(Keeping):
    """A folder of documents, what was worked out about them, and the reader's own bookmarks and searches.

    `corpus` is a folder, or "demo" for the bundled one. `codebook` is a further corpus.yaml (or "demo") whose topics,
    metadata and aliases are added to the corpus's own. `curated=False` leaves all curated aliases and the reader's
    corrections out; `follow_links` reads what links lead to outside of the folder. Raises CorpusError for a folder or
    codebook that cannot be used and StorageError where the per-user folders cannot be written.
    """

    def __init__(
        self,
        corpus: Path | str,
        *,
        codebook: Path | str | None = None,
        curated: bool = True,
        follow_links: bool = False,
    ) -> None:
        self._workspace = Workspace(corpus, codebook, curated, follow_links)
        self._store = self._workspace.store
        self._lock = threading.Lock()
        self._selected: Selection | None = None

    # ---- what it is --------------------------------------------------------------------------------------------

    @property
    def root(self) -> Path:
        """The corpus folder, absolute."""
        return self._workspace.root

    @property
    def key(self) -> str:
        """What the per-user folders of this corpus are called."""
        return self._workspace.key

    @property
    def arrival(self) -> Arrival | None:
        """What is to be told or asked of a folder that is new here and was known elsewhere."""
        return self._workspace.arrival

    def settle(self, answer: Settlement, of: Path | str | None = None) -> Arrival:
        """Take over, copy or leave what is known of the corpus at `of`, or that `arrival` asks about; returns which.

        The library is opened anew: no other thread may use it meanwhile. Raises CorpusError and StorageError.
        """
        done = settle(self.root, answer, None if of is None else Path(of))
        self._workspace.close()
        self._workspace, self._selected = Workspace(*astuple(self.spec)), None
        self._store = self._workspace.store
        return done

    @property
    def folder(self) -> Path:
        """Where what is derived from the corpus lies."""
        return self._workspace.folder

    @property
    def curated(self) -> bool:
        """Whether curated aliases and the reader's corrections take effect."""
        return self._workspace.curated

    @property
    def spec(self) -> LibrarySpec:
        """What this library was made from; picklable."""
        return self._workspace.spec

    @property
    def title(self) -> str:
        """The corpus's title: of its corpus.yaml, else the folder's name."""
        return self._workspace.title

    def corpus(self) -> Corpus:
        """The folder with its codebook, read when first needed. Raises CorpusError naming file, line and remedy."""
        return self._workspace.corpus()

    def status(self) -> Status:
        """Counts, the revision and the model's name; all zero before the first `update`."""
        return self._store.status()

    @property
    def revision(self) -> int:
        """That of `status`, without its counts."""
        return self._workspace.revision

    def problems(self) -> tuple[Problem, ...]:
        """What could not be used, or not as it is: documents, a store that was made anew, files of the reader's."""
        return self._workspace.problems()

    def account(self) -> FolderAccount:
        """Every file below the folder accounted for, as the last update saw it."""
        from search.views.account import folder_account

        return folder_account(self._workspace)

    def pages(self, docs: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
        """Where the pages of documents begin (see `search.model.page_at`); those without pages are left out."""
        return self._store.pages(docs)

    def places(self, documents: Iterable[Document]) -> Places:
        """On which pages the characters of these documents stand: one look, and none where none of them has pages."""
        return self._store.places(documents)

    def diagnose(self) -> tuple[tuple[str, str], ...]:
        """(name, value) rows for `doctor`: folders, versions, sizes, counts, whether the index is sound."""
        from search.diagnosis import diagnose

        return diagnose(self._workspace)

    # ---- bringing it up to date --------------------------------------------------------------------------------

    def changed(self, *, analysis: bool = True) -> bool:
        """Whether the folder differs from what is stored, or (with `analysis`) its analysis is unfinished.

        One scan of the folder; opens no document. Raises CorpusError.
        """
        from search.pipeline.staleness import changed

        return changed(self._workspace, analysis=analysis)

    def update(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        analyse: bool = True,
        cancelled: Callable[[], bool] | None = None,
    ) -> Status:
        """Read, index and (with `analyse`) analyse what is new or has changed, in this process.

        `on_progress` is called on this thread. `cancelled` is asked between documents; when it says yes,
        CancelledError is raised and everything finished is kept. Where another Sourcebook is already at work on this
        corpus it is waited for. Raises CorpusError and StorageError.
        """
        from search.pipeline.runner import Pipeline

        Pipeline(self._workspace).run(on_progress, analyse=analyse, cancelled=cancelled)
        return self.status()

    def start_work(self, on_progress: Callable[[Progress], None]) -> Work:
        """`update` in a process of its own. `on_progress` is called on a reader thread.

        The last event has the stage "done", or `error` set. A worker that dies says so in `error`. When another
        Sourcebook is at work on this corpus, `message` says so, and the panes fill from its results.
        """
        from search.pipeline.worker_process import Work

        return Work(self.spec, self.folder, on_progress)

    def watch(self, on_news: Callable[[FolderNews], None]) -> Watch:
        """Tell of files that come, change or go, and of changed codebooks, until the watch is stopped.

        `on_news` is called on a thread of the watch's own, first with `begun`, then within a second of a change. It
        only tells: `update` or `start_work` reads what has changed.
        """
        from search.watching import Watch

        return Watch(self.root, self._workspace.codebook_file, on_news, follow_links=self._workspace.follow_links)

    # ---- documents and search ----------------------------------------------------------------------------------

    def documents(self, query: str = "") -> tuple[Document, ...]:
        """The documents a query selects, by id; all of them for an empty query."""
        return self._selection.documents(query) if query.strip() else self._store.documents()

    def document(self, doc: str) -> Document:
        """One document's metadata. Raises CorpusError when there is no such document."""
        return self._workspace.document(doc)

    def text(self, doc: str) -> Text:
        """One document's cleaned text and its set-aside lines. Raises CorpusError when there is no such document."""
        return self._workspace.text(doc)

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, any_word: bool = False, as_you_type: bool = False
    ) -> Results:
        """A window of `limit` hits from `offset` on, best first. Empty while nothing is searchable yet.

        `any_word`: one word of the query is enough. `as_you_type`: the last word may be unfinished.
        A query is never refused; what could not be taken literally is listed in `problems`.
        """
        index = self._workspace.index()
        if index is None:
            return Results(query)
        from search.query.request import SearchRequest

        request = SearchRequest(query, limit=limit, offset=offset, any_word=any_word, as_you_type=as_you_type)
        with self._workspace.noting_damage():
            return index.search(request, self._selection.resolver)

    def highlights(self, query: str, doc: str, any_word: bool = False, as_you_type: bool = False) -> tuple[Span, ...]:
        """The exact hits of a query in a whole document, in the order of the text."""
        from search.query import parse
        from search.query.matcher import highlights

        return highlights(parse(query, any_word=any_word, as_you_type=as_you_type), self.text(doc).text)

    @staticmethod
    def clause(field: str, value: str) -> str:
        """A filter as it is written in a query: `clause("entity", "García Luna")` → `entity:"García Luna"`."""
        from search.query.ast import clause

        return clause(field, value)

    def facets(self, query: str, field: str) -> Mapping[str, int]:
        """For the documents a query selects, how many have each value of `field`, the commonest first.

        `field` is "source", "author", "type" (the format) or "date" (the year of publication).
        """
        index = self._workspace.index()
        if index is None:
            return {}
        with self._workspace.noting_damage():
            return index.facets(query, field, resolver=self._selection.resolver)

    @property
    def _selection(self) -> Selection:
        """What queries select; one for all services, as it remembers the last ones."""
        with self._lock:
            if self._selected is None:
                from search.views.selection import Selection

                self._selected = Selection(self._workspace)
            return self._selected

    # ---- entities, events, comparison --------------------------------------------------------------------------

    def entities(self, query: str = "") -> tuple[Entity, ...]:
        """Entities named in what a query selects, most mentions first; counts are of that view."""
        return self._selection.entities(query)

    def entity(self, entity: str) -> Entity:
        """One entity by id, with counts over the whole corpus. Raises CorpusError when there is no such entity."""
        return self._workspace.entity(entity)

    def mentions(self, entity: str, doc: str | None = None) -> tuple[Mention, ...]:
        """Where an entity is named, by document and place; in one document with `doc`."""
        return self._store.mentions(entity, doc)

    def mentions_in(self, doc: str) -> tuple[Mention, ...]:
        """Every mention in one document, in the order of the text."""
        return self._store.mentions_in(doc)

    def events_in(self, doc: str) -> tuple[Event, ...]:
        """Every dated statement in one document, in the order of the chronology."""
        return self._store.events_in(doc)

    def events(self, query: str = "") -> tuple[Event, ...]:
        """Dated statements of what a query selects, by first day, then the more precise first."""
        return self._selection.events(query)

    def kinds(self, query: str = "") -> tuple[tuple[str, int], ...]:
        """The kinds of the statements a query selects, as `kind:` takes them, with counts, the commonest first."""
        return self._selection.kinds(query)

    def comparison(self, query: str = "", docs: Sequence[str] | None = None) -> Comparison:
        """What the sources a query selects (or `docs`, document ids) say about the same things."""
        from search.views.comparison import comparison

        return comparison(self._selection, query, docs)

    def claims(self, subject: str, query: str = "", docs: Sequence[str] | None = None) -> ClaimGrid:
        """Questions × sources about one subject: "entity:ID", "event:CLUSTER", "topic:NAME" or "conflict:ID".

        Within what a query selects, or `docs`. Raises CorpusError for a subject that is not there.
        """
        from search.views.claims.grid import claims

        return claims(self._selection, subject, query, docs)

    def aligned(self, docs: Sequence[str]) -> Alignment:
        """Two or more documents with their passages on the same matters. Raises CorpusError naming what is wrong."""
        from search.views.alignment.alignment import alignment_of

        return alignment_of(self._selection, docs)

    def changes(self, before: str, after: str) -> tuple[Change, ...]:
        """What the second of two documents, by id, changed of the first. Raises CorpusError for an unknown one."""
        from search.views.version_diff import changes

        return changes(self.text(before).text, self.text(after).text)

    @property
    def topics(self) -> Topics:
        """The topics to compare: list, propose, try, keep, change; what is kept takes effect with the next work."""
        from search.curation.topics import Topics

        return Topics(self._workspace)

    def profile(self, entity: str, query: str = "") -> Profile:
        """Everything known of one entity, within what a query selects. Raises CorpusError for an unknown id."""
        from search.views.profile import profile_of

        return profile_of(self._selection, entity, query)

    def audit(self, query: str = "") -> tuple[AuditRow, ...]:
        """The dates of what a query selects that want a look: inferred, ambiguous, or stale corrections of them."""
        from search.views.date_audit import audit

        return audit(self._selection, query, self.corrections.all)

    @property
    def formats(self) -> tuple[Format, ...]:
        """What can be exported as what: a row each, with `what`, `form`, `suffix` and `help`."""
        from search.exports import FORMATS

        return FORMATS

    def export(self, what: str, form: str, query: str = "", docs: Sequence[str] | None = None) -> Exported:
        """What a query selects, in a format of `search.exports.FORMATS`; a brief compares `docs`, document ids.

        Raises CorpusError for unknown names.
        """
        from search.exports import export

        return export(self._selection, what, form, query, docs)

    @property
    def corrections(self) -> Corrections:
        """The reader's corrections of this corpus: to list, make, take back, hand on."""
        from search.curation.corrections import Corrections

        return Corrections(self._workspace)

    # ---- ending ------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Abandon reads that are running in other threads; they raise CancelledError."""
        self._store.interrupt()

    def close(self) -> None:
        """Close index and store; harmless when done twice."""
        self._workspace.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> Literal[False]:
        self.close()
        return False
