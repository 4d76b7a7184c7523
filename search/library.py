"""`Library`: a corpus that can be searched and read, and what was found in it. The engine's one façade.

Making a Library is cheap: neither Whoosh nor numpy, yaml nor the language model is imported, no document is opened.
What is derived from the corpus lies in a per-user folder; `update` and `start_work` bring it up to date, and every
other method shows what stands there so far. All methods may be called from any thread.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from search import paths
from search.errors import CorpusError, StorageError
from search.model import (
    Bookmark,
    Comparison,
    Document,
    Entity,
    Event,
    Mention,
    Problem,
    Progress,
    Results,
    SavedSearch,
    Span,
    Status,
    Text,
)
from search.store.reader import INDEX_DAMAGED, Store, leave_mark

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus
    from search.curation.corrections import Mending
    from search.curation.topics import Topics
    from search.exports import Exported, Format
    from search.index.index import Index
    from search.model import Alignment, AuditRow, Change, ClaimGrid, Correction, Profile
    from search.pipeline.runner import Pipeline
    from search.pipeline.worker_process import Work
    from search.userdata.bookmarks import UserData
    from search.views.selection import Narrowing

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class LibrarySpec:
    """What a Library was made from: enough to make it again in another process."""

    corpus: str
    codebook: str | None = None
    curated: bool = True

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(line: str) -> LibrarySpec:
        """The opposite of `to_json`; raises ValueError for anything else."""
        data = json.loads(line)
        if not isinstance(data, dict) or not isinstance(data.get("corpus"), str):
            raise ValueError("not the description of a library")
        return LibrarySpec(data["corpus"], data.get("codebook"), bool(data.get("curated", True)))


def _seeds() -> Path:
    """The folder of the bundled corpus, in a checkout and in an installed wheel alike."""
    import seeds

    return Path(str(seeds.__file__)).parent


class Library:
    """A folder of documents, what was worked out about them, and the reader's own bookmarks and searches.

    `corpus` is a folder, or "demo" for the bundled one. `codebook` is a further corpus.yaml (or "demo") whose topics,
    metadata and aliases are added to the corpus's own. `curated=False` leaves all curated aliases and the reader's
    corrections out. Raises CorpusError for a folder or codebook that cannot be used and StorageError where the
    per-user folders cannot be written.
    """

    def __init__(self, corpus: Path | str, *, codebook: Path | str | None = None, curated: bool = True) -> None:
        self.root: Path = _folder(corpus)
        self._codebook: Path | None = _codebook_file(codebook)
        self.curated = curated
        self.key = paths.corpus_key(self.root)
        self.folder: Path = paths.cache_dir(self.key, paths.profile_key(self._codebook, curated))
        self._store = Store(self.folder)
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._narrowing: Narrowing | None = None
        self._corpus: Corpus | None = None
        # A codebook that was read before, byte for byte, is known to be sound; any other is checked now.
        self._mark = self._codebook_bytes()
        if self._store.meta("codebook_bytes") != self._mark:
            self.corpus()

    # ---- what it is --------------------------------------------------------------------------------------------

    @property
    def spec(self) -> LibrarySpec:
        """What this library was made from; picklable."""
        return LibrarySpec(str(self.root), str(self._codebook) if self._codebook else None, self.curated)

    @property
    def title(self) -> str:
        """The corpus's title: of its corpus.yaml, else the folder's name."""
        if self._corpus is None:
            return self._store.meta("title") or self.corpus().title
        return self._corpus.title

    def corpus(self) -> Corpus:
        """The folder with its codebook, read when first needed. Raises CorpusError naming file, line and remedy."""
        with self._lock:
            if self._corpus is None:
                from search.corpus.corpus import Corpus

                self._corpus = Corpus.open(self.root, self._codebook, self.curated)
            return self._corpus

    def _codebook_bytes(self) -> str:
        """A digest of the codebook files as they lie on disk, without parsing them."""
        import hashlib

        from search.files import MAX_CODEBOOK, read_file

        digest = hashlib.sha256()
        for file in (self.root / "corpus.yaml", self._codebook):
            if file is None:
                continue
            try:
                digest.update(read_file(file, MAX_CODEBOOK))
            except OSError as error:
                digest.update(str(error.errno).encode())
            digest.update(b"\0")
        return digest.hexdigest()

    def status(self) -> Status:
        """Counts, the revision and the model's name; all zero before the first `update`."""
        return self._store.status()

    @property
    def revision(self) -> int:
        """That of `status`, without its counts."""
        return int(self._store.meta("revision") or 0)

    def problems(self) -> tuple[Problem, ...]:
        """What could not be used, or not as it is: documents, a store that was made anew, files of the reader's."""
        from search.userdata.corrections_file import own_problems

        try:
            mine = own_problems(paths.data_dir(self.key))
        except StorageError as error:
            mine = (Problem(error.title, error.message, error.hint),)
        return (*self._store.problems(), *mine)

    def diagnose(self) -> tuple[tuple[str, str], ...]:
        """(name, value) rows for `doctor`: folders, versions, sizes, counts, whether the index is sound."""
        from search.diagnosis import diagnose

        return diagnose(self)

    # ---- bringing it up to date --------------------------------------------------------------------------------

    def changed(self, *, analysis: bool = True) -> bool:
        """Whether the folder differs from what is stored, or (with `analysis`) its analysis is unfinished.

        One scan of the folder; opens no document. Raises CorpusError.
        """
        if not analysis and self._store.meta("codebook_bytes") == self._codebook_bytes():
            # The codebook is the one that was read: it need not be parsed again to look for changed files.
            from search.corpus.scan import listed
            from search.pipeline.staleness import unread

            with contextlib.suppress(OSError):  # a folder that cannot be read is told of below
                files = listed(self.root)[0]
                if files and not unread(self._store, files, codebook=None, corrections=self._corrections_mark()):
                    return False
        return self._pipeline().pending(analysis=analysis)

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
        self._pipeline().run(on_progress, analyse=analyse, cancelled=cancelled)
        return self.status()

    def _pipeline(self) -> Pipeline:
        """The pipeline over the folder and its codebook as they are on disk now."""
        from search.pipeline.runner import Pipeline

        with self._lock:
            mark = self._codebook_bytes()
            if mark != self._mark:
                self._corpus = None
                self._mark = mark
            corpus = self.corpus()
        return Pipeline(corpus, self.folder, self._corrections_folder(), mark)

    def _corrections_folder(self) -> Path | None:
        """Where the reader's corrections lie; None where they are left out or out of reach, as `problems` tells."""
        try:
            return paths.data_dir(self.key) if self.curated else None
        except StorageError:
            return paths.data_seen(self.key)

    def _corrections_mark(self) -> str:
        """The state of the reader's corrections; without any, nothing is imported for it."""
        folder = self._corrections_folder()
        if folder is None or not (folder / "corrections.yaml").exists():
            return ""
        from search.userdata.corrections_file import mark

        return mark(folder)

    def start_work(self, on_progress: Callable[[Progress], None]) -> Work:
        """`update` in a process of its own. `on_progress` is called on a reader thread.

        The last event has the stage "done", or `error` set. A worker that dies says so in `error`. When another
        Sourcebook is at work on this corpus, `message` says so, and the panes fill from its results.
        """
        from search.pipeline.worker_process import Work

        return Work(self.spec, self.folder, on_progress)

    # ---- documents and search ----------------------------------------------------------------------------------

    def documents(self, query: str = "") -> tuple[Document, ...]:
        """The documents a query selects, by id; all of them for an empty query."""
        if not query.strip():
            return self._store.documents()
        ids = self._view().documents(query)
        return self._store.documents() if ids is None else tuple(self._store.documents_of(sorted(ids)).values())

    def document(self, doc: str) -> Document:
        """One document's metadata. Raises CorpusError when there is no such document."""
        found = self._store.documents_of((doc,))
        if doc not in found:
            raise _no_document(doc)
        return found[doc]

    def text(self, doc: str) -> Text:
        """One document's cleaned text and its furniture. Raises CorpusError when there is no such document."""
        found = self._store.text(doc)
        if found is None:
            raise _no_document(doc)
        return found

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, any_word: bool = False, as_you_type: bool = False
    ) -> Results:
        """A window of `limit` hits from `offset` on, best first. Empty while nothing is searchable yet.

        `any_word`: one word of the query is enough. `as_you_type`: the last word may be unfinished.
        A query is never refused; what could not be taken literally is listed in `problems`.
        """
        index = self._searchable()
        if index is None:
            return Results(query)
        with self._sound():
            return index.search(
                query,
                limit=limit,
                offset=offset,
                any_word=any_word,
                as_you_type=as_you_type,
                resolver=self._view().resolver,
            )

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
        index = self._searchable()
        if index is None:
            return {}
        with self._sound():
            return index.facets(query, field, resolver=self._view().resolver)

    def _searchable(self) -> Index | None:
        """The index as it is now; None while there is nothing in it."""
        with self._lock:
            if self._index is None:
                from search.index.index import Index

                self._index = Index(
                    self.folder / "index", documents=self._store.documents_of, text_of=self._store.texts
                )
            index = self._index
        # Outside the lock: an index that is busy with a long search keeps nobody else waiting.
        if not index.exists() or not self._store.any_indexed():
            return None
        index.refresh()
        return index

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """Questions to the index: damage met on the way is remembered, so that the next `update` mends it."""
        try:
            yield
        except StorageError:
            leave_mark(self.folder, INDEX_DAMAGED)
            raise

    def _view(self) -> Narrowing:
        """What turns a query into documents, events and spans."""
        with self._lock:
            if self._narrowing is None:
                from search.views.selection import Narrowing

                self._narrowing = Narrowing(self._store, self._matching, self._verdicts)
            return self._narrowing

    def _matching(self, query: str) -> frozenset[str]:
        index = self._searchable()
        if index is None:
            return frozenset()
        with self._sound():
            return index.matching(query, resolver=self._view().resolver)

    def _verdicts(self) -> Sequence[Correction]:
        """The reader's verdicts on conflicts; none where corrections are left out, or out of reach."""
        folder = self._corrections_folder()
        if folder is None or not (folder / "verdicts.yaml").exists():
            return ()
        return self.corrections.verdicts()

    # ---- entities, events, comparison --------------------------------------------------------------------------

    def entities(self, query: str = "") -> tuple[Entity, ...]:
        """Entities named in what a query selects, most mentions first; counts are of that view."""
        return self._view().entities(query)

    def entity(self, entity: str) -> Entity:
        """One entity by id, with counts over the whole corpus. Raises CorpusError when there is no such entity."""
        found = self._store.entity(entity)
        if found is None:
            raise CorpusError(
                "No such name", f"Nothing is known as “{entity}” here.", "Look it up in the list of entities."
            )
        return found

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
        return self._view().events(query)

    def kinds(self, query: str = "") -> tuple[tuple[str, int], ...]:
        """The kinds of the statements a query selects, as `kind:` takes them, with counts, the commonest first."""
        return self._view().kinds(query)

    def comparison(self, query: str = "", docs: Sequence[str] | None = None) -> Comparison:
        """What the sources a query selects (or `docs`, document ids) say about the same things."""
        return self._view().comparison(query, docs)

    def claims(self, subject: str, query: str = "", docs: Sequence[str] | None = None) -> ClaimGrid:
        """Questions × sources about one subject: "entity:ID", "event:CLUSTER", "topic:NAME" or "conflict:ID".

        Within what a query selects, or `docs`. Raises CorpusError for a subject that is not there.
        """
        from search.views.claims.grid import claims

        return claims(self, subject, query, docs)

    def aligned(self, docs: Sequence[str]) -> Alignment:
        """Two or more documents with their passages on the same matters. Raises CorpusError naming what is wrong."""
        from search.views.alignment.alignment import aligned

        return aligned(self, docs)

    def changes(self, before: str, after: str) -> tuple[Change, ...]:
        """What the second of two documents, by id, changed of the first. Raises CorpusError for an unknown one."""
        from search.views.version_diff import changes

        return changes(self.text(before).text, self.text(after).text)

    @property
    def topics(self) -> Topics:
        """The topics to compare: list, propose, try, keep, change; what is kept takes effect with the next work."""
        from search.curation.topics import Topics

        return Topics(self)

    def profile(self, entity: str, query: str = "") -> Profile:
        """Everything known of one entity, within what a query selects. Raises CorpusError for an unknown id."""
        from search.views.profile import profile_of

        return profile_of(self._store, self._view(), self.entity(entity), query)

    def audit(self, query: str = "") -> tuple[AuditRow, ...]:
        """The dates of what a query selects that want a look: inferred, ambiguous, or stale corrections of them."""
        from search.views.date_audit import audit

        return audit(self, query)

    @property
    def formats(self) -> tuple[Format, ...]:
        """What can be exported as what: a row each, with `what`, `form`, `suffix` and `help`."""
        from search.exports import FORMATS

        return FORMATS

    def export(self, what: str, form: str, query: str = "", docs: Sequence[str] | None = None) -> Exported:
        """What a query selects, in a format of `search.exporting.FORMATS`; a brief compares `docs`, document ids.

        Raises CorpusError for unknown names.
        """
        from search.exports import export

        return export(self, what, form, query, docs)

    @property
    def corrections(self) -> Mending:
        """The reader's corrections of this corpus: to list, make, take back, hand on."""
        from search.curation.corrections import Mending

        return Mending(self)

    # ---- the reader's own --------------------------------------------------------------------------------------

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The reader's bookmarks in this corpus, oldest first. Raises StorageError."""
        return self._own().bookmarks()

    def add_bookmark(self, doc: str, start: int = 0, end: int = 0, text: str = "", note: str = "") -> Bookmark:
        """Keep a place: characters `start`–`end` of a document, its words and a note. Raises StorageError."""
        return self._own().add_bookmark(doc, start, end, text, note)

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Forget a place; nothing happens when it is not kept. Raises StorageError."""
        self._own().remove_bookmark(bookmark)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """The reader's saved searches in this corpus, oldest first. Raises StorageError."""
        return self._own().saved_searches()

    def save_search(self, query: str, name: str = "") -> SavedSearch:
        """Keep a query under a name (the query itself where none is given), replacing one of that name."""
        return self._own().save_search(query, name)

    def remove_saved_search(self, name: str) -> None:
        """Forget a saved search; nothing happens when there is none of that name. Raises StorageError."""
        self._own().remove_saved_search(name)

    def _own(self) -> UserData:
        from search.userdata.bookmarks import UserData

        return UserData(paths.data_dir(self.key), self.root)

    # ---- ending ------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Abandon reads that are running in other threads; they raise CancelledError."""
        self._store.interrupt()

    def close(self) -> None:
        """Close index and store; harmless when done twice."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> Literal[False]:
        self.close()
        return False


def _folder(corpus: Path | str) -> Path:
    """The corpus folder, absolute; raises CorpusError when it is missing or no folder."""
    folder = _seeds() if str(corpus) == DEMO else Path(corpus).expanduser()
    if not folder.exists():
        raise CorpusError(
            "No such folder",
            f"{folder} does not exist.",
            "Give a folder of documents, or “demo” for the bundled corpus.",
        )
    if not folder.is_dir():
        raise CorpusError("Not a folder", f"{folder} is a file.", f"Give the folder it lies in: {folder.parent}")
    return folder.resolve()


def _codebook_file(codebook: Path | str | None) -> Path | None:
    """The further codebook, absolute; raises CorpusError when it is missing."""
    if codebook is None:
        return None
    file = _seeds() / "corpus.yaml" if str(codebook) == DEMO else Path(codebook).expanduser()
    if not file.is_file():
        raise CorpusError("No such codebook", f"{file} is not a file.", "Give a corpus.yaml, or “demo”.")
    return file.resolve()


def _no_document(doc: str) -> CorpusError:
    return CorpusError(
        "No such document", f"There is no document “{doc}” in this corpus.", "Ids are paths relative to the folder."
    )
