"""Readers: one module a format, one registry. A reader turns a file's bytes into text and what the format says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, runtime_checkable

from search.errors import CorpusError, NotADocumentError, SetAsideError
from search.model import Origin, Outcome, PageUnit, Problem


@dataclass(frozen=True, slots=True)
class Raw:
    """What a reader found in a file.

    `text` is decoded but not yet sanitised; in formats with pages (PDF) or slides a form feed stands where each page
    after the first begins, also inside a paragraph, so that the number of form feeds before a place is the number of
    pages before its page. `heading` is its own title where the format marks one. `meta` has canonical keys
    (`search.codebook.metadata.KEYS`) and values as written; `meta_origin` says whether they are from front matter or
    the format's own. `line_offset` is the number of the file's lines before `text`. `problems` are what went wrong
    without making the document useless. `furniture` is what the reader has set aside: the mail that a reply quotes.
    `unit` is what the form feeds part: pages or slides; "" in formats without. `details` are what else is known of the
    document, by name, for people: to whom a mail went, by which program letters were recognised.
    """

    text: str
    meta: Mapping[str, str] = field(default_factory=dict)
    _: KW_ONLY
    meta_origin: Origin = "format"
    encoding: str = "utf-8"
    line_offset: int = 0
    heading: str = ""
    problems: tuple[Problem, ...] = ()
    furniture: tuple[str, ...] = ()
    unit: PageUnit = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no document: three texts for people, and whether that is by choice, by nature or for want."""

    outcome: Outcome
    title: str
    message: str
    hint: str = ""

    @staticmethod
    def of(error: CorpusError) -> Refusal:
        """The refusal that an error tells of."""
        outcome: Outcome = "unreadable"
        if isinstance(error, SetAsideError):
            outcome = "set aside"
        elif isinstance(error, NotADocumentError):
            outcome = "ignored"
        return Refusal(outcome, error.title, error.message, error.hint)


@dataclass(frozen=True, slots=True)
class Part:
    """A document that a file holds, or why it is none.

    `name` is its place within the file, a path in POSIX style; "" where the file is one document. `format` is the name
    of the reader.
    """

    name: str
    found: Raw | Refusal
    format: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What a corpus.yaml says of reading a file.

    `encoding` is that of a text, "" where it is to be found out; `passwords` are tried in turn; `columns` name those
    of a table or of JSON Lines that hold what: "text" or a key of the metadata → name of the column. `languages` are
    those of a scan, as the OCR program calls them ("eng+deu"). `nested` counts the archives that it lies in.
    """

    encoding: str = ""
    passwords: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    languages: str = ""
    nested: int = 0


DEFAULTS = Options()


class Reader(Protocol):
    """A format: `suffixes` are lower case with their dot, `name` is shown as the document's format.

    A reader of files that hold several documents is a `BoxReader` too.
    """

    name: str
    suffixes: Sequence[str]

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The text and metadata of a file's bytes. Raises CorpusError for bytes that are not of this format."""
        ...


@runtime_checkable
class BoxReader(Protocol):
    """A format whose files hold several documents: archives, mail boxes, tables of texts."""

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        """The documents one by one. Raises CorpusError for bytes that are not of this format."""
        ...


# Built-in formats by suffix: module and class, imported when the first file of the kind is read.
_BUILT_IN = {
    ".txt": ("search.corpus.readers.plain", "Plain"),
    ".text": ("search.corpus.readers.plain", "Plain"),
    ".md": ("search.corpus.readers.markdown", "Markdown"),
    ".markdown": ("search.corpus.readers.markdown", "Markdown"),
    **dict.fromkeys((".docx", ".docm", ".dotx"), ("search.corpus.readers.office.docx", "Docx")),
    **dict.fromkeys(
        (".odt", ".ott", ".odp", ".otp", ".odg", ".fodt", ".fodp", ".ods", ".ots", ".fods"),
        ("search.corpus.readers.office.odf", "OpenDocument"),
    ),
    ".pdf": ("search.corpus.readers.pdf.pdf", "Pdf"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), ("search.corpus.readers.web.webpage", "WebPage")),
    **dict.fromkeys((".mhtml", ".mht"), ("search.corpus.readers.web.webarchive", "WebArchive")),
    **dict.fromkeys((".eml", ".emlx"), ("search.corpus.readers.mail.mail", "Mail")),
    **dict.fromkeys((".mbox", ".mbx"), ("search.corpus.readers.mail.mail", "Box")),
    ".msg": ("search.corpus.readers.mail.msg", "Msg"),
    ".rtf": ("search.corpus.readers.office.rtf", "Rtf"),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".potx"), ("search.corpus.readers.office.pptx", "Pptx")),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), ("search.corpus.readers.office.spreadsheet", "Xlsx")),
    ".xls": ("search.corpus.readers.office.spreadsheet", "Calamine"),
    **dict.fromkeys((".csv", ".tsv", ".tab"), ("search.corpus.readers.records", "Table")),
    **dict.fromkeys((".jsonl", ".ndjson"), ("search.corpus.readers.records", "JsonLines")),
    **dict.fromkeys((".srt", ".vtt"), ("search.corpus.readers.subtitles", "Subtitles")),
    **dict.fromkeys((".gz", ".bz2", ".xz", ".tgz"), ("search.corpus.readers.packed.compressed", "Compressed")),
    **dict.fromkeys((".zip", ".tar"), ("search.corpus.readers.packed.archive", "Archive")),
    **dict.fromkeys((".doc", ".dot", ".ppt", ".pps", ".xlsb"), ("search.corpus.readers.office.refused", "OldOffice")),
    ".epub": ("search.corpus.readers.office.epub", "Epub"),
}
_BOXES = (".zip", ".tar", ".tgz", ".mbox", ".mbx")
# Files of a mail folder (Maildir) have no ending: time, numbers and host, then flags after : (or ; where : cannot be).
_MAIL_NAME = re.compile(r"\d{9,11}\.[\w.,=+-]{1,200}[:;!]2,[A-Za-z]{0,20}")
_READERS: dict[str, Reader] = {}


def register(reader: Reader) -> None:
    """Make a format known; a suffix belongs to the reader registered last."""
    for suffix in reader.suffixes:
        _READERS[suffix] = reader


def reader_for(path: Path | str) -> Reader | None:
    """The reader of a file's ending, in any case, or None; a mail folder's files are mail."""
    name = path if isinstance(path, str) else path.name
    dot = name.rfind(".")
    suffix = ".eml" if is_mail_name(name) else name[dot:].lower() if dot > 0 else ""
    if suffix not in _READERS and suffix in _BUILT_IN:
        module, kind = _BUILT_IN[suffix]
        reader: Reader = getattr(import_module(module), kind)()
        for known in reader.suffixes:
            _READERS.setdefault(known, reader)
    return _READERS.get(suffix)


def is_mail_name(name: str) -> bool:
    """Whether a file's name is one that mail folders give (`1354585346.M265P1.host:2,S`)."""
    return name[:9].isdigit() and _MAIL_NAME.fullmatch(name) is not None


def holds_many(name: str) -> bool:
    """Whether files of this ending hold several documents, so that they may be larger than one."""
    return name[name.rfind(".") :].lower() in _BOXES


def suffixes() -> tuple[str, ...]:
    """The endings that are read, sorted."""
    return tuple(sorted({*_BUILT_IN, *_READERS}))
