"""Readers: one module a format, one registry. A reader turns a file's bytes into text and what the format says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

from search.model import Origin, Problem


@dataclass(frozen=True, slots=True)
class Raw:
    """What a reader found in a file.

    `text` is decoded but not yet sanitised; in formats with pages (PDF) or slides a form feed stands where each page
    after the first begins, also inside a paragraph, so that the number of form feeds before a place is the number of
    pages before its page. `heading` is its own title where the format marks one. `meta` has canonical keys
    (`search.codebook.metadata.KEYS`) and values as written; `meta_origin` says whether they are from front matter or
    the format's own. `line_offset` is the number of the file's lines before `text`. `problems` are what went wrong
    without making the document useless. `furniture` is what the reader has set aside: the mail that a reply quotes.
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


class Reader(Protocol):
    """A format: `suffixes` are lower case with their dot, `name` is shown as the document's format.

    A reader of files that hold several documents has `read_all(path, data)` too, which gives (name, Raw) for each.
    """

    name: str
    suffixes: Sequence[str]

    def read(self, path: Path, data: bytes) -> Raw:
        """The text and metadata of a file's bytes. Raises CorpusError for bytes that are not of this format."""
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
    ".pdf": ("search.corpus.readers.isolated", "Pdf"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), ("search.corpus.readers.web.webpage", "WebPage")),
    **dict.fromkeys((".mhtml", ".mht"), ("search.corpus.readers.web.webarchive", "WebArchive")),
    **dict.fromkeys((".eml", ".emlx"), ("search.corpus.readers.mail.mail", "Mail")),
    **dict.fromkeys((".mbox", ".mbx"), ("search.corpus.readers.mail.mail", "Box")),
    ".msg": ("search.corpus.readers.mail.msg", "Msg"),
    ".rtf": ("search.corpus.readers.office.rtf", "Rtf"),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".potx"), ("search.corpus.readers.office.pptx", "Pptx")),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), ("search.corpus.readers.office.spreadsheet", "Xlsx")),
    ".xls": ("search.corpus.readers.isolated", "Xls"),
    **dict.fromkeys((".csv", ".tsv", ".tab"), ("search.corpus.readers.records", "Table")),
    **dict.fromkeys((".jsonl", ".ndjson"), ("search.corpus.readers.records", "JsonLines")),
    **dict.fromkeys((".srt", ".vtt"), ("search.corpus.readers.subtitles", "Subtitles")),
    ".gz": ("search.corpus.readers.compressed", "Gzip"),
    **dict.fromkeys((".doc", ".dot", ".ppt", ".pps", ".xlsb"), ("search.corpus.readers.office.refused", "OldOffice")),
    ".epub": ("search.corpus.readers.office.epub", "Epub"),
}
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


def suffixes() -> tuple[str, ...]:
    """The endings that are read, sorted."""
    return tuple(sorted({*_BUILT_IN, *_READERS}))
