"""A folder → documents: ids, metadata with its provenance, cleaned text. The folder is only ever read."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from search.codebook.codebook import FILE_NAME, Codebook
from search.codebook.metadata import DATES_ACCEPTED, normalised, value_of
from search.codebook.parser import read_codebook
from search.corpus.readers import Raw, reader_for
from search.corpus.scan import FileStat, files_in, has_files
from search.errors import CorpusError
from search.files import read_file
from search.model import Document, Problem, Provenance, Text
from search.text.sanitise import sanitise, sanitise_line

MAX_BYTES = 64 * 1024 * 1024  # bytes; a document of this size is some 10 million words
_READ = "Text, Markdown, PDF, Word, OpenDocument, RTF, EPUB, web pages, mail, slides, sheets and subtitles are read."
_META = ("title", "source", "author", "published", "language", "url")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document read: metadata, cleaned text, and what was wrong with it without making it useless."""

    document: Document
    text: Text
    problems: tuple[Problem, ...] = ()


class Corpus:
    """A folder of documents with its codebook. `problems` are of the last `files()`: folders and links unreadable."""

    def __init__(self, root: Path, codebook: Codebook) -> None:
        self.root = root
        self.codebook = codebook
        self.title = codebook.title or sanitise_line(root.resolve().name) or str(root)
        self.problems: tuple[Problem, ...] = ()

    @staticmethod
    def open(folder: Path | str, codebook: Path | str | None = None, curated: bool = True) -> Corpus:
        """The corpus in `folder`; reads its corpus.yaml only.

        `codebook` is a further corpus.yaml ("demo": the bundled one) that is added to the folder's own; `curated=False`
        leaves known aliases out. Raises CorpusError for a folder that is missing, unreadable or without documents, and
        for a codebook that cannot be used, naming file, line and remedy.
        """
        root = Path(folder).expanduser()
        shown = sanitise_line(str(root))
        try:
            if not root.is_dir():
                if root.exists():
                    raise CorpusError("Not a folder", f"{shown} is a file.", "Name the folder that it lies in.")
                raise CorpusError("No such folder", f"{shown} does not exist.", "Check the name.")
            found = has_files(root)
        except OSError as error:
            raise CorpusError(
                "Folder not readable",
                f"{shown}: {error.strerror or error}.",
                f"Get leave to read it: chmod u+rx '{shown}'.",
            ) from error
        if not found:
            raise CorpusError("No documents", f"{shown} holds nothing that can be read.", _READ)
        book = Codebook()
        if os.path.lexists(root / FILE_NAME):
            book = read_codebook(root / FILE_NAME)
        if codebook is not None:
            book = Codebook.merged(book, read_codebook(codebook))
        return Corpus(root, book if curated else book.without_aliases())

    def files(self) -> tuple[FileStat, ...]:
        """Every file with a known ending below the folder, sorted by id (see `search.corpus.scan`). Sets `problems`."""
        files, self.problems = files_in(self.root)
        return files

    def read(self, file: FileStat) -> Loaded:
        """The document in a file. Raises CorpusError for one that is unreadable, empty, binary or too large."""
        from search.corpus.boilerplate import strip  # an unchanged corpus needs none of it

        path = file.path
        reader = reader_for(path)
        if reader is None:
            raise CorpusError("Unknown format", f"{file.id} cannot be read.", _READ)
        data = _bytes_of(file)
        sha256 = hashlib.sha256(data).hexdigest()
        raw = reader.read(path, data)
        cleaned = strip(sanitise(raw.text))
        if not cleaned.text:
            raise CorpusError("Empty document", f"{file.id} has no text.", "Take it out of the folder, or fill it.")
        meta, provenance, problems = self._metadata(file, sha256, raw, cleaned.text, cleaned.furniture)
        document = Document(
            id=file.id,
            title=meta["title"],
            source=meta.get("source"),
            author=meta.get("author"),
            published=meta.get("published"),
            language=meta.get("language"),
            url=meta.get("url"),
            format=reader.name,
            words=len(cleaned.text.split()),
            sha256=sha256,
            provenance=provenance,
        )
        problems = (*(replace(problem, doc=file.id) for problem in raw.problems), *problems)
        furniture = (*cleaned.furniture, *filter(None, map(sanitise, raw.furniture)))
        return Loaded(document, Text(file.id, cleaned.text, furniture), problems)

    def _metadata(
        self, file: FileStat, sha256: str, raw: Raw, text: str, furniture: tuple[str, ...]
    ) -> tuple[dict[str, str], dict[str, Provenance], tuple[Problem, ...]]:
        """Metadata by key from codebook, front matter or format, text, and file name, in this order."""
        from search.corpus.byline import dated_title, from_text

        problems: list[Problem] = []

        def trouble(key: str, value: str) -> None:
            message = f"{file.id}: {key} is “{value[:60]}”, which is no date; it is taken as unknown."
            problems.append(Problem("Publication date not understood", message, DATES_ACCEPTED, file.id))

        entry = self.codebook.for_file(file.id, sha256)
        curated = dict(entry.meta) if entry else {}
        given = normalised(raw.meta, trouble)
        said = normalised({**from_text(text, furniture), **({"title": raw.heading} if raw.heading else {})}, trouble)
        if raw.meta_origin == "format" and given.get("published_basis") == "inferred" and "published" in said:
            given.pop("published")  # the day a file was made is worth less than the day its text gives
        if problems and "published" not in curated:
            said.pop("published", None)
        name = value_of(file.id.rpartition("/")[2].rpartition(".")[0]) or file.id
        meta: dict[str, str] = {}
        provenance: dict[str, Provenance] = {}
        for origin, values in (
            ("codebook", curated),
            (raw.meta_origin, given),
            ("text", said),
            ("file", {"title": name}),
        ):
            for key in _META:
                if key in meta or not values.get(key):
                    continue
                meta[key] = values[key]
                inferred = key == "published" and values.get("published_basis") == "inferred"
                provenance[key] = Provenance(
                    origin,  # type: ignore[arg-type]  # the tuple above holds Origins
                    inferred,
                    values.get("published_why", "") if inferred else "",
                )
        if "published" not in meta and not problems and (day := dated_title(meta["title"])):
            meta["published"] = day
            provenance["published"] = Provenance("text", True, f"the title is dated: “{meta['title']}”")
        return meta, provenance, tuple(problems)


def _bytes_of(file: FileStat) -> bytes:
    try:
        data = read_file(file.place, MAX_BYTES)
    except OSError as error:
        raise CorpusError(
            "Document not readable", f"{file.id}: {error.strerror or error}.", "Check that you may read the file."
        ) from error
    if len(data) > MAX_BYTES:
        raise CorpusError(
            "Document too large",
            f"{file.id} has more than {MAX_BYTES >> 20} MB.",
            "Split it, or take it out of the folder.",
        )
    return data
