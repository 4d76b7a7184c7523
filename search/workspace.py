"""`Workspace`: what the services of one corpus are given, so that none of them needs the façade.

Where the corpus and its derived files lie, its codebook, the store, the index and what the reader decided. Making one
is cheap: neither Whoosh nor numpy, yaml nor the language model is imported, no document is opened.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from search import paths
from search.errors import CorpusError, StorageError
from search.identity.opening import identify, note_once
from search.model import Document, Entity, Problem, Text
from search.store.reader import INDEX_DAMAGED, Store, leave_mark

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus
    from search.index.index import Index
    from search.model import Correction


@dataclass(frozen=True, slots=True)
class LibrarySpec:
    """What a Library was made from: enough to make it again in another process."""

    corpus: str
    codebook: str | None = None
    curated: bool = True
    follow_links: bool = False

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(line: str) -> LibrarySpec:
        """The opposite of `to_json`; raises ValueError for anything else."""
        data = json.loads(line)
        if not isinstance(data, dict) or not isinstance(data.get("corpus"), str):
            raise ValueError("not the description of a library")
        return LibrarySpec(
            data["corpus"],
            data.get("codebook"),
            bool(data.get("curated", True)),
            bool(data.get("follow_links", False)),
        )


class Workspace:
    """One corpus with one codebook: its folders, its store and index, its codebook, the reader's decisions.

    `corpus` is a folder, or "demo" for the bundled one; `codebook` a further corpus.yaml (or "demo"). `curated=False`
    leaves all curated aliases and the reader's corrections out; `follow_links` reads what links lead to outside of the
    folder. Raises CorpusError for a folder or codebook that cannot be used and StorageError where the per-user folders
    cannot be written. May be used from any thread.

    `key` is what its per-user folders are called; `arrival` says what is known of a folder that is opened here for the
    first time, and has come from elsewhere.
    """

    def __init__(
        self,
        corpus: Path | str,
        codebook: Path | str | None = None,
        curated: bool = True,
        follow_links: bool = False,
    ) -> None:
        self.root: Path = corpus_folder(corpus)
        self.codebook_file: Path | None = codebook_file(codebook)
        self.curated = curated
        self.follow_links = follow_links
        self.key, self.arrival = identify(self.root)
        self.folder: Path = paths.cache_dir(self.key, paths.profile_key(self.codebook_file, curated, follow_links))
        self.store = Store(self.folder)
        note_once(self.key, self.root, self.store)
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._corpus: Corpus | None = None
        # A codebook that was read before, byte for byte, is known to be sound; any other is checked now.
        self._codebook_digest = self.codebook_digest()
        if self.store.meta("codebook_bytes") != self._codebook_digest:
            self.corpus()

    # ---- the folder and its codebook ---------------------------------------------------------------------------

    @property
    def spec(self) -> LibrarySpec:
        """What this workspace was made from; picklable."""
        codebook = str(self.codebook_file) if self.codebook_file else None
        return LibrarySpec(str(self.root), codebook, self.curated, self.follow_links)

    @property
    def title(self) -> str:
        """The corpus's title: of its corpus.yaml, else the folder's name."""
        if self._corpus is None:
            return self.store.meta("title") or self.corpus().title
        return self._corpus.title

    @property
    def revision(self) -> int:
        """The store's revision, without the counts of its status."""
        return int(self.store.meta("revision") or 0)

    def corpus(self) -> Corpus:
        """The folder with its codebook, read when first needed. Raises CorpusError naming file, line and remedy."""
        with self._lock:
            if self._corpus is None:
                from search.corpus.corpus import Corpus

                self._corpus = Corpus.open(self.root, self.codebook_file, self.curated, self.follow_links)
            return self._corpus

    def current_corpus(self) -> tuple[Corpus, str]:
        """The folder with its codebook as it lies on disk now, and the digest of that codebook's files."""
        with self._lock:
            digest = self.codebook_digest()
            if digest != self._codebook_digest:
                self._corpus = None
                self._codebook_digest = digest
            return self.corpus(), digest

    def codebook_digest(self) -> str:
        """A digest of the codebook files as they lie on disk, without parsing them."""
        import hashlib

        from search.files import MAX_CODEBOOK, read_file

        digest = hashlib.sha256()
        for file in (self.root / "corpus.yaml", self.codebook_file):
            if file is None:
                continue
            try:
                digest.update(read_file(file, MAX_CODEBOOK))
            except OSError as error:
                digest.update(str(error.errno).encode())
            digest.update(b"\0")
        return digest.hexdigest()

    # ---- what is stored ----------------------------------------------------------------------------------------

    def document(self, doc: str) -> Document:
        """One document's metadata. Raises CorpusError when there is no such document."""
        found = self.store.documents_of((doc,))
        if doc not in found:
            raise unknown_document(doc)
        return found[doc]

    def text(self, doc: str) -> Text:
        """One document's cleaned text and its set-aside lines. Raises CorpusError when there is no such document."""
        found = self.store.text(doc)
        if found is None:
            raise unknown_document(doc)
        return found

    def entity(self, entity: str) -> Entity:
        """One entity by id, with counts over the whole corpus. Raises CorpusError when there is no such entity."""
        found = self.store.entity(entity)
        if found is None:
            raise CorpusError(
                "No such name", f"Nothing is known as “{entity}” here.", "Look it up in the list of entities."
            )
        return found

    def index(self) -> Index | None:
        """The full-text index as it is now; None while there is nothing in it."""
        with self._lock:
            if self._index is None:
                from search.index.index import Index

                self._index = Index(self.folder / "index", documents=self.store.documents_of, text_of=self.store.texts)
            index = self._index
        # Outside the lock: an index that is busy with a long search keeps nobody else waiting.
        if not index.exists() or not self.store.any_indexed():
            return None
        index.refresh()
        return index

    @contextmanager
    def noting_damage(self) -> Iterator[None]:
        """Questions to the index: damage met on the way is remembered, so that the next update repairs it."""
        try:
            yield
        except StorageError:
            leave_mark(self.folder, INDEX_DAMAGED)
            raise

    def problems(self) -> tuple[Problem, ...]:
        """What could not be used, or not as it is: documents, a store that was made anew, files of the reader's."""
        from search.userdata.corrections_file import own_problems

        try:
            own = own_problems(self.own_folder())
        except StorageError as error:
            own = (Problem(error.title, error.message, error.hint),)
        return (*self.store.problems(), *own)

    # ---- the reader's decisions --------------------------------------------------------------------------------

    def own_folder(self) -> Path:
        """The folder of the reader's own files of this corpus. Raises StorageError where it cannot be had."""
        return paths.data_dir(self.key)

    def corrections_folder(self) -> Path | None:
        """Where the reader's corrections lie; None where they are left out or out of reach, as `problems` tells."""
        try:
            return self.own_folder() if self.curated else None
        except StorageError:
            return paths.data_seen(self.key)

    def corrections_mark(self) -> str:
        """The state of the reader's corrections; without any, nothing is imported for it."""
        folder = self.corrections_folder()
        if folder is None or not (folder / "corrections.yaml").exists():
            return ""
        from search.userdata.corrections_file import mark

        return mark(folder)

    def verdicts(self) -> Sequence[Correction]:
        """The reader's verdicts on conflicts, oldest first; none where corrections are left out or out of reach."""
        folder = self.corrections_folder()
        if folder is None or not (folder / "verdicts.yaml").exists():
            return ()
        from search.userdata.corrections_file import VERDICTS_FILE, corrections_in

        return corrections_in(folder, VERDICTS_FILE)

    # ---- ending ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close index and store; harmless when done twice."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None
        self.store.close()


def corpus_folder(corpus: Path | str) -> Path:
    """The corpus folder, absolute; raises CorpusError when it is missing or no folder."""
    folder = paths.bundled_corpus() if str(corpus) == paths.DEMO else Path(corpus).expanduser()
    if not folder.exists():
        raise CorpusError(
            "No such folder",
            f"{folder} does not exist.",
            "Give a folder of documents, or “demo” for the bundled corpus.",
        )
    if not folder.is_dir():
        raise CorpusError("Not a folder", f"{folder} is a file.", f"Give the folder it lies in: {folder.parent}")
    return folder.resolve()


def codebook_file(codebook: Path | str | None) -> Path | None:
    """The further codebook, absolute; raises CorpusError when it is missing."""
    if codebook is None:
        return None
    file = paths.bundled_corpus() / "corpus.yaml" if str(codebook) == paths.DEMO else Path(codebook).expanduser()
    if not file.is_file():
        raise CorpusError("No such codebook", f"{file} is not a file.", "Give a corpus.yaml, or “demo”.")
    return file.resolve()


def unknown_document(doc: str) -> CorpusError:
    """The error for a document that is not there."""
    return CorpusError(
        "No such document", f"There is no document “{doc}” in this corpus.", "Ids are paths relative to the folder."
    )
