"""Zip containers (OOXML, OpenDocument, EPUB) and the XML in them, within bounds.

What such a file claims of itself is not believed: parts are read up to a bound, their number and their compression
ratio are capped (a "zip bomb" reaches 1,000 to 1 and beyond), and a document type definition inside the file, which no
office program writes, is refused: entities that multiply and files that are drawn in come by it (CWE-776, CWE-611).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from search.corpus.readers.blocks import TooDeepError
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

Element = ElementTree.Element

MAX_PARTS = 20_000  # a long EPUB with a picture a page has some thousands
MAX_PART = 48 * 1024 * 1024  # bytes unpacked; a part's tree takes some ten times its size in memory
MAX_UNPACKED = 160 * 1024 * 1024  # bytes of all parts that are read
MAX_RATIO = 300  # unpacked : packed; XML of office programs comes to 5–60, of large empty tables to 150
_RATIO_FROM = 1024 * 1024  # bytes; below, a high ratio harms nobody
NEEDS_PASSWORD = 'Put its password into corpus.yaml, on a line of its own: passwords: ["…"].'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,  # UnicodeDecodeError is one
    OverflowError,
    LookupError,
    NotImplementedError,  # a compression method of its own
    ArithmeticError,
    AttributeError,  # a tree that lacks what it must have
    TypeError,
    MemoryError,
    RecursionError,
    ElementTree.ParseError,
    expat.ExpatError,
)


@contextmanager
def refusing(path: Path, what: str) -> Iterator[None]:
    """Turns what goes wrong inside into a CorpusError that names the file; `what` is the format ("a Word document")."""
    try:
        yield
    except CorpusError:
        raise
    except TooDeepError as error:
        raise CorpusError(
            "Document not readable",
            f"{sanitise_line(path.name)} is nested too deeply for {what}.",
            "Open it in the program it comes from and save it anew.",
        ) from error
    except (*_BROKEN, RuntimeError) as error:  # zipfile's RuntimeError: a part wants a password
        raise broken(path, what) from error


def broken(path: Path, what: str) -> CorpusError:
    """The error for a file that is damaged or is something else."""
    return CorpusError(
        "Document not readable",
        f"{sanitise_line(path.name)} is damaged, or is not {what}.",
        "Open it in the program it comes from and save it anew, or give it its right ending.",
    )


def encrypted(path: Path) -> CorpusError:
    """The error for a file that wants a password."""
    return CorpusError(
        "Encrypted document",
        f"{sanitise_line(path.name)} is encrypted.",
        NEEDS_PASSWORD,
    )


class Container:
    """The parts of a zip container. Raises CorpusError (see `refusing`) for bytes that are none, naming the file."""

    def __init__(self, path: Path, data: bytes, what: str) -> None:
        self._path = path
        self._what = what
        self._unpacked = 0
        if data.startswith(_OLE):
            raise encrypted(path) if _ENCRYPTED_PACKAGE in data else broken(path, what)
        with refusing(path, what):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            raise self._too_large(f"has {len(infos):,} parts")
        self._infos = {info.filename: info for info in infos}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in their order."""
        return tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def part(self, name: str) -> bytes:
        """A part's bytes; KeyError where there is none. Raises CorpusError for one beyond the bounds."""
        info = self._infos[name]
        if info.flag_bits & 1:
            raise encrypted(self._path)
        with self._zip.open(info) as file:
            data = file.read(MAX_PART + 1)
        self._unpacked += len(data)
        if len(data) > MAX_PART or self._unpacked > MAX_UNPACKED:
            raise self._too_large(f"unpacks to more than {MAX_PART >> 20} MB")
        if len(data) > max(_RATIO_FROM, MAX_RATIO * info.compress_size):
            raise self._too_large(f"unpacks to more than {MAX_RATIO} times its size")
        return data

    def xml(self, name: str) -> Element:
        """The root of an XML part; KeyError where there is none. Raises CorpusError for one with a DTD."""
        return parse_xml(self._path, self.part(name))

    def optional_xml(self, name: str) -> Element | None:
        """The root of a part that may be missing or damaged: the rest of the document is worth more than it."""
        if name not in self._infos:
            return None
        try:
            return self.xml(name)
        except (ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError):
            return None

    def _too_large(self, why: str) -> CorpusError:
        return CorpusError(
            "Document too large",
            f"{sanitise_line(self._path.name)} {why}.",
            "Split it, or take it out of the folder.",
        )


class _RootReached(Exception):  # noqa: N818 (no error)
    """The prologue is over."""


def parse_xml(path: Path, data: bytes) -> Element:
    """The root element. Raises CorpusError for definitions inside, ParseError for what is no XML."""
    prologue = expat.ParserCreate()

    def doctype(_name: str, _system: str | None, _public: str | None, has_definitions: int) -> None:
        # OpenOffice 1 and 2 named a definition that lies elsewhere; it is never fetched (expat fetches nothing).
        if not has_definitions:
            return
        raise CorpusError(
            "Document not readable",
            f"{sanitise_line(path.name)} holds a document type definition, which no office program writes.",
            "Open it in an office program and save it anew.",
        )

    def root(*_: object) -> None:
        raise _RootReached

    # A definition can stand before the root element only: the parser that builds the tree never sees one.
    prologue.StartDoctypeDeclHandler = doctype
    prologue.StartElementHandler = root
    with suppress(_RootReached, expat.ExpatError):  # what is no XML, the other parser tells
        prologue.Parse(data, True)
    return ElementTree.fromstring(data)
