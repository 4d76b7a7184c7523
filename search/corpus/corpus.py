"""A folder → documents: ids, metadata with its provenance, cleaned text. The folder is only ever read."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from search.codebook.codebook import FILE_NAME, Codebook
from search.codebook.metadata import value_of
from search.codebook.parser import read_codebook
from search.corpus.readers import Options, Part, Raw, Refusal, holds_many, reader_for
from search.corpus.readers.isolation.process import ReaderProcess, read_parts
from search.corpus.readers.kinds import kind_of
from search.corpus.scan import LINKS_REMEDY, FileStat, files_in, has_files
from search.errors import CorpusError, NotADocumentError
from search.files import read_file
from search.model import Document, Outcome, Problem, Text, Unread
from search.text.sanitise import sanitise, sanitise_line

MAX_BYTES = 64 * 1024 * 1024  # bytes; a document of this size is some 10 million words
MAX_BYTES_BOX = 256 * 1024 * 1024  # bytes of a file that holds many documents
_MANY = 1_000_000  # characters: a list of the words of a longer text takes much memory
_SNIFFED = 65_536  # bytes of a large file that are looked at to see whether it is a document at all
_REST = "the rest"  # what is left of a file of many documents, where the reading of it ended early
_READ = "Text, Markdown, PDF, Word, OpenDocument, RTF, EPUB, web pages, mail, slides, sheets and subtitles are read."


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document read: metadata, cleaned text, and what was wrong with it without making it useless."""

    document: Document
    text: Text
    problems: tuple[Problem, ...] = ()


class Corpus:
    """A folder of documents with its codebook.

    `unread` are of the last `files()`: what is there beside files, and folders and links that could not be looked at.
    """

    def __init__(self, root: Path, codebook: Codebook, follow_links: bool = False) -> None:
        self.root = root
        self.follow_links = follow_links
        self.codebook = codebook
        self.title = codebook.title or sanitise_line(root.resolve().name) or str(root)
        self.unread: tuple[Unread, ...] = ()

    @staticmethod
    def open(
        folder: Path | str, codebook: Path | str | None = None, curated: bool = True, follow_links: bool = False
    ) -> Corpus:
        """The corpus in `folder`; reads its corpus.yaml only.

        `codebook` is a further corpus.yaml ("demo": the bundled one) that is added to the folder's own; `curated=False`
        leaves known aliases out; `follow_links` reads what links lead to outside of the folder. Raises CorpusError for
        a folder that is missing, unreadable or without documents, and for a codebook that cannot be used, naming file,
        line and remedy.
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
            from search.corpus.reasons import first_reasons

            reasons = first_reasons(root, follow_links) or "it is empty"
            raise CorpusError("No documents", f"{shown} holds nothing that can be read: {reasons}.", _READ)
        book = Codebook()
        if os.path.lexists(root / FILE_NAME):
            book = read_codebook(root / FILE_NAME)
        if codebook is not None:
            book = Codebook.merged(book, read_codebook(codebook))
        return Corpus(root, book if curated else book.without_aliases(), follow_links)

    def files(self) -> tuple[FileStat, ...]:
        """Every file below the folder but hidden ones, sorted by id (see `search.corpus.scan`). Sets `unread`."""
        files, self.unread = files_in(self.root, self.follow_links)
        return files

    def read(self, file: FileStat) -> Loaded:
        """The one document in a file. Raises CorpusError where there is none."""
        found = next(self.documents_in(file))
        if isinstance(found, Unread):
            raise CorpusError(found.title, found.why, found.hint)
        return found

    def documents_in(
        self, file: FileStat, process: ReaderProcess | None = None, postpone: bool = False
    ) -> Iterator[Loaded | Unread]:
        """The documents of a file, and what of it is none; at least one of them.

        `process` is the reader to be used, this process's own without one. With `postpone`, a file that takes long (a
        scan) raises Postponed (see `search.corpus.readers.recognition`) before anything of it is handed on.
        """
        if (left := self._left_out(file)) is not None:
            yield left
            return
        try:
            data = _bytes_of(file)
        except CorpusError as error:
            yield _unread(file, "", Refusal.of(error))
            return
        rules = self.codebook.reading
        options = Options(
            encoding=rules.encoding_of(file.id),
            passwords=rules.passwords,
            columns=rules.columns_of(file.id),
            languages=rules.ocr,
            postpone=postpone,
        )
        sha256 = hashlib.sha256(data).hexdigest()
        taken: set[str] = set()
        accounted = False  # whether the file as a whole is a document, holds one, or is said to be none
        outcomes: set[Outcome] = set()
        for part in read_parts(file.place, data, options, process):
            # What goes wrong after the first documents of a file is said of what is left of it.
            name = _distinct(part.name or (_REST if accounted else ""), taken)
            if isinstance(part.found, Refusal):
                found: Loaded | Unread = _unread(file, name, part.found)
                outcomes.add(part.found.outcome)
            else:
                found = self._loaded(file, replace(part, name=name), part.found, sha256)
            accounted = accounted or not name or isinstance(found, Loaded)
            yield found
        if not accounted:
            outcome: Outcome = "ignored"
            if outcomes - {"ignored"}:
                outcome = "unreadable" if "unreadable" in outcomes else "set aside"
            what = "nothing that is read" if outcomes else "no file"
            yield Unread(
                file.id, outcome, "Nothing in it", f"{file.id} holds {what}.", "Unpack it." if outcomes else ""
            )

    def _left_out(self, file: FileStat) -> Unread | None:
        """Why a file is not opened at all; None for one that is."""
        if file.leads_out:
            return Unread(
                file.id, "set aside", "Link not followed", f"{file.id} leads out of the corpus.", LINKS_REMEDY
            )
        if file.id == FILE_NAME:
            return Unread(file.id, "set aside", "Codebook", f"{file.id} says what is known of the documents.")
        if pattern := self.codebook.reading.excluding(file.id):
            return Unread(file.id, "set aside", "Excluded", f"corpus.yaml leaves {file.id} out (exclude: {pattern}).")
        if kind := kind_of(file.id):
            return Unread(file.id, "ignored", "No document", f"{file.id} is {kind}.")
        return None

    def _loaded(self, file: FileStat, part: Part, raw: Raw, sha256: str) -> Loaded | Unread:
        """A part of a file as a document."""
        from search.corpus.boilerplate import strip  # an unchanged corpus needs none of it
        from search.corpus.description import described
        from search.corpus.pages import FEED, carried, paged

        whole, starts = paged(raw.text, raw.unit) if FEED in raw.text or raw.unit else (sanitise(raw.text), ())
        cleaned = strip(whole)
        doc = f"{file.id}/{part.name}" if part.name else file.id
        if not cleaned.text:
            empty = Refusal("set aside", "Empty document", f"{doc} has no text.", "Fill it, or take it out.")
            return _unread(file, part.name, empty)
        entry = self.codebook.for_file(doc, "" if part.name else sha256)
        meta, provenance, problems = described(doc, entry, raw, cleaned.text, cleaned.furniture)
        document = Document(
            id=doc,
            title=meta["title"],
            source=meta.get("source"),
            author=meta.get("author"),
            published=meta.get("published"),
            language=meta.get("language"),
            url=meta.get("url"),
            format=part.format,
            words=_words(cleaned.text),
            sha256=sha256,
            provenance=provenance,
            file=file.id if part.name else "",
            details=_details(raw, starts),
        )
        problems = (*(replace(problem, doc=doc) for problem in raw.problems), *problems)
        furniture = (*cleaned.furniture, *filter(None, map(sanitise, raw.furniture)))
        pages = carried(starts, whole, cleaned) if starts else ()
        return Loaded(document, Text(doc, cleaned.text, furniture, pages), problems)


def _details(raw: Raw, starts: tuple[int, ...]) -> dict[str, str]:
    """What else is known of a document: from its format, its encoding where that was not UTF-8, its pages."""
    details = {key: line for key, value in raw.details.items() if (line := value_of(value))}
    if raw.encoding not in ("utf-8", "ascii"):
        details["encoding"] = raw.encoding
    if starts:
        details["slides" if raw.unit == "slide" else "pages"] = str(len(starts))
    return details


def _words(text: str) -> int:
    """How many words a text has; of a very long one they are not all held at once."""
    if len(text) < _MANY:
        return len(text.split())
    return sum(1 for _ in re.finditer(r"\S+", text))


def _unread(file: FileStat, member: str, refusal: Refusal) -> Unread:
    return Unread(file.id, refusal.outcome, refusal.title, refusal.message, refusal.hint, member)


def _distinct(name: str, taken: set[str]) -> str:
    """A part's name made harmless, with ~2, ~3 at its end where another has it."""
    clean = "/".join(filter(None, map(sanitise_line, name.split("/"))))
    unique, number = clean, 2
    while unique in taken:
        unique, number = f"{clean}~{number}", number + 1
    taken.add(unique)
    return unique


def _bytes_of(file: FileStat) -> bytes:
    """A file's bytes. Raises CorpusError for one that cannot be read, and for one that is too large."""
    most = MAX_BYTES_BOX if holds_many(file.id) else MAX_BYTES
    try:
        data = read_file(file.place, most if file.size <= most else _SNIFFED)
    except OSError as error:
        raise CorpusError(
            "Document not readable", f"{file.id}: {error.strerror or error}.", "Check that you may read the file."
        ) from error
    if len(data) > most or file.size > most:
        from search.corpus.readers.sniffing import sniffed

        if reader_for(file.id) is None and sniffed(data) is None:
            raise NotADocumentError("No document", f"{file.id} holds no text, or is of a format that is not known.")
        raise CorpusError(
            "Document too large",
            f"{file.id} has more than {most >> 20} MB.",
            "Split it, or take it out of the folder.",
        )
    return data
