"""EPUB books (EPUB 2 and 3): the chapters of the spine in their order, and the package's metadata."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from html.entities import html5
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import Blocks, local
from search.corpus.readers.container import Container, Element, broken, encrypted, refusing
from search.corpus.readers.properties import metadata
from search.corpus.readers.web.hypertext import add_all, blocks_of
from search.errors import CorpusError
from search.model import Problem
from search.text.sanitise import sanitise_line

_WHAT = "an EPUB"
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[<>]{0,1000}>", re.IGNORECASE)
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,40});")


class Epub:
    """Reads .epub."""

    name = "epub"
    suffixes: Sequence[str] = (".epub",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The text of the spine. Raises CorpusError for a book whose chapters are encrypted."""
        with refusing(path, _WHAT):
            parts = Container(path, data, _WHAT)
            container = parts.optional_xml("META-INF/container.xml")
            roots = [] if container is None else [one.get("full-path", "") for one in container.iter()]
            package_name = next((name for name in roots if name in parts), "")
            if not package_name:
                raise broken(path, _WHAT)
            package = parts.xml(package_name)
            chapters = _spine(package, posixpath.dirname(package_name))
            _refuse_encrypted(path, parts, chapters)
            out = Blocks()
            unread = 0
            for chapter in chapters:
                if chapter in parts and not out.full:
                    tree = _tree(parts.part(chapter))
                    if tree is None:
                        unread += 1
                    else:
                        add_all(blocks_of(tree), out)
                else:
                    unread += chapter not in parts
            problems = out.problems(path)
            if unread:
                problems = (*problems, _chapters_missing(path, unread, len(chapters)))
            return Raw(out.text, _properties(package), heading=out.heading, problems=problems)


def _tree(data: bytes) -> object | None:
    """A chapter's tree: as XML where it is well-formed, else as a browser reads it."""
    # A plain declaration of the document's type says nothing; one with definitions of its own is no XML here.
    plain = _DOCTYPE.sub(b"", data, count=1)
    if b"<!" not in plain or b"<!DOCTYPE" not in plain.upper():
        try:
            return ElementTree.fromstring(_ENTITY.sub(_character, plain))
        except ElementTree.ParseError:
            pass
    from lxml import etree  # its parser repairs what is no XML; it fetches nothing

    parser = etree.HTMLParser(no_network=True, encoding="utf-8" if _is_utf8(data) else None)
    tree: object | None = etree.fromstring(plain, parser)
    return tree


def _character(entity: re.Match[bytes]) -> bytes:
    """One of HTML's entities as a number, which XML knows too."""
    found = html5.get(entity[1].decode("ascii") + ";")
    return b"".join(b"&#%d;" % ord(char) for char in found) if found else b" "


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _spine(package: Element, folder: str) -> list[str]:
    """The parts of the spine, without the table of contents."""
    items = {one.get("id", ""): one for one in package.iter() if local(one.tag) == "item"}
    found: list[str] = []
    for one in package.iter():
        item = items.get(one.get("idref", "")) if local(one.tag) == "itemref" else None
        if item is not None and "nav" not in item.get("properties", "").split():
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            if name not in found:
                found.append(name)
    return found


def _refuse_encrypted(path: Path, parts: Container, chapters: Sequence[str]) -> None:
    """Fonts are often scrambled in free books too; chapters never are."""
    encryption = parts.optional_xml("META-INF/encryption.xml")
    scrambled = {unquote(one.get("URI", "")) for one in (encryption.iter() if encryption is not None else ())}
    if scrambled.intersection(chapters):
        raise CorpusError(
            "Encrypted document",
            f"{sanitise_line(path.name)} is locked by its seller.",
            "Only the seller's own program can open it.",
        ) from encrypted(path)


def _chapters_missing(path: Path, unread: int, of: int) -> Problem:
    return Problem(
        "Chapters not read",
        f"{sanitise_line(path.name)}: {unread} of {of} chapters are missing or damaged.",
        "Get the book anew.",
    )


def _properties(package: Element) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for one in package.iter():
        if one.text and one.text.strip() and local(one.tag) in ("title", "creator", "date", "language", "publisher"):
            said.setdefault(local(one.tag), []).append(one.text.strip())
    return metadata(
        {
            "title": next(iter(said.get("title", ())), None),
            "author": ", ".join(said.get("creator", ())[:20]),
            "published": next(iter(said.get("date", ())), None),
            "language": next(iter(said.get("language", ())), None),
            "source": next(iter(said.get("publisher", ())), None),
        }
    )
