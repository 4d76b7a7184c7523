"""Word documents (OOXML, transitional and strict: ECMA-376 and ISO/IEC 29500): a walk over the XML.

Kept: insertions, notes, text boxes and comments (each a block of its own after the block that refers to it), what a
list counts, tables row by row, headers and footers (each once, at the end). Dropped: deletions and moves from, hidden
text, field codes. A Word document has no page numbers: they come about when it is printed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import MAX_DEPTH, Blocks, TooDeepError, is_page_number, local, words
from search.corpus.readers.container import Container, Element, broken, refusing
from search.corpus.readers.office.numbering import Numbering
from search.corpus.readers.properties import metadata

_WHAT = "a Word document"
_OFF = ("0", "false", "off", "none")
_GONE = words(
    "del moveFrom delText instrText delInstrText pPr rPr sectPr tblPr tcPr trPr sdtPr rt annotationRef footnoteRef "
    "endnoteRef fldData"
)
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


class Docx:
    """Reads .docx and .docm, and their templates."""

    name = "docx"
    suffixes: Sequence[str] = (".docx", ".docm", ".dotx")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The text in reading order and the document's properties."""
        with refusing(path, _WHAT):
            parts = Container(path, data, _WHAT)
            main = related(parts, "").get("officeDocument", [""])[0]
            if main not in parts:
                raise broken(path, _WHAT)
            root = parts.xml(main)
            if local(root.tag) != "document":
                raise broken(path, _WHAT)
            story = _Story(parts, main)
            story.blocks_of(root, 0)
            story.running_heads(main)
            return Raw(
                story.out.text, core_properties(parts), heading=story.out.heading, problems=story.out.problems(path)
            )


def related(parts: Container, name: str) -> dict[str, list[str]]:
    """The parts that a part ("" for the package) refers to, by the last word of the relation's type."""
    folder, _, file = name.rpartition("/")
    rels = parts.optional_xml(posixpath.join(folder, "_rels", f"{file}.rels"))
    found: dict[str, list[str]] = {}
    for rel in rels if rels is not None else ():
        if rel.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, rel.get("Target", ""))).lstrip("/")
            found.setdefault(rel.get("Type", "").rpartition("/")[2], []).append(target)
    return found


def related_by_id(parts: Container, name: str) -> dict[str, str]:
    """The parts that a part refers to, by the relation's id."""
    folder, _, file = name.rpartition("/")
    rels = parts.optional_xml(posixpath.join(folder, "_rels", f"{file}.rels"))
    return {
        rel.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, rel.get("Target", ""))).lstrip("/")
        for rel in (rels if rels is not None else ())
        if rel.get("TargetMode") != "External"
    }


def core_properties(parts: Container) -> dict[str, str]:
    """The metadata of an OOXML package: its Dublin Core properties (ECMA-376, part 2, 11)."""
    name = next(iter(related(parts, "").get("core-properties", ())), "docProps/core.xml")
    core = parts.optional_xml(name)
    said = {local(child.tag): child.text for child in (core if core is not None else ())}
    return metadata(
        {
            "title": said.get("title"),
            "author": said.get("creator"),
            "language": said.get("language"),
            "created": said.get("created"),
        }
    )


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name, in whichever namespace."""
    if element is None:
        return None
    return next((value for key, value in element.items() if local(key) == name), None)


def child(element: Element | None, *names: str) -> Element | None:
    """The descendant along a path of local names, or None."""
    for name in names:
        if element is None:
            return None
        for one in element:
            if local(one.tag) == name:
                element = one
                break
        else:
            return None
    return element


def _on(properties: Element | None, name: str) -> bool | None:
    """Whether a switch (ECMA-376, 17.17.4 ST_OnOff) is on; None where it is not given."""
    switch = child(properties, name)
    if switch is None:
        return None
    return (attribute(switch, "val") or "1").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says, its ancestors' sayings included."""

    level: int | None = None
    """Level of heading, 1 the highest, 0 a title."""
    hidden: bool = False
    numbering: tuple[str, int] | None = None


_PLAIN = _Style()


def _styles(root: Element | None) -> dict[str, _Style]:
    """Styles by id."""
    elements = {attribute(one, "styleId") or "": one for one in (root if root is not None else ())}
    return {name: _style(elements, name) for name in elements}


def _style(elements: Mapping[str, Element], name: str) -> _Style:
    level: int | None = None
    hidden: bool | None = None
    number: str | None = None
    depth: int | None = None
    for _ in range(20):  # styles based on each other in a circle are known from damaged files
        style = elements.get(name)
        if style is None:
            break
        shown = (attribute(child(style, "name"), "val") or "").lower()
        if level is None and shown == "title":
            level = 0
        if level is None and shown.startswith("heading ") and shown[8:].isdigit():
            level = int(shown[8:])
        outline = attribute(child(style, "pPr", "outlineLvl"), "val")
        if level is None and outline and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        hidden = _on(child(style, "rPr"), "vanish") if hidden is None else hidden
        number = number or attribute(child(style, "pPr", "numPr", "numId"), "val")
        depth = depth if depth is not None else _whole(attribute(child(style, "pPr", "numPr", "ilvl"), "val"))
        name = attribute(child(style, "basedOn"), "val") or ""
    return _Style(level, bool(hidden), (number, depth or 0) if number else None)


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) < 10 else None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is read: its pieces, and the blocks of their own that follow it."""

    pieces: list[str] = field(default_factory=list)
    after: list[Callable[[], None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class _Story:
    """The walk over a document's main part; `out` has its blocks."""

    def __init__(self, parts: Container, main: str) -> None:
        self.out = Blocks()
        self._parts = parts
        names = related(parts, main)

        def part(kind: str) -> Element | None:
            return parts.optional_xml(names[kind][0]) if kind in names else None

        self._styles = _styles(part("styles"))
        self._numbering = Numbering(part("numbering"))
        self._notes: dict[tuple[str, str], Element] = {}
        for kind, element in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
            root = part(kind)
            for note in root if root is not None else ():
                if local(note.tag) == element:
                    self._notes[element, attribute(note, "id") or ""] = note
        self._joined = ""  # of a paragraph whose end is deleted

    def running_heads(self, main: str) -> None:
        """Headers and footers, each text once; those without a letter are page numbers."""
        names = related(self._parts, main)
        seen: set[str] = set()
        for name in (*names.get("header", ()), *names.get("footer", ())):
            root = self._parts.optional_xml(name)
            if root is None:
                continue
            text = self._apart(root, 0).text
            if text not in seen and not is_page_number(text):
                seen.add(text)
                self.out.add(text)

    def _apart(self, element: Element, depth: int) -> Blocks:
        """The blocks in an element, not yet added to the document's."""
        kept, self.out = self.out, Blocks()
        try:
            self.blocks_of(element, depth)
            return self.out
        finally:
            self.out = kept

    def blocks_of(self, element: Element, depth: int) -> None:
        """The blocks in an element: paragraphs, tables, and what wraps them."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        for one in element:
            if self.out.full:
                return
            name = local(one.tag)
            if name == "p":
                self._paragraph(one, depth + 1)
            elif name == "tbl":
                self._table(one, depth + 1)
            elif name == "AlternateContent":
                self.blocks_of(_choice(one), depth + 1)
            elif name not in _GONE:
                self.blocks_of(one, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> None:
        properties = child(element, "pPr")
        style = self._styles.get(attribute(child(properties, "pStyle"), "val") or "", _PLAIN)
        read = _Paragraph()
        self._runs(element, read, style.hidden, depth)
        text = self._joined + read.text
        self._joined = ""
        if child(properties, "rPr", "del") is not None and text.strip():
            self._joined = text
        elif text.strip():
            self._block(properties, style, text)
        for follow in read.after:
            follow()

    def _block(self, properties: Element | None, style: _Style, text: str) -> None:
        outline = _whole(attribute(child(properties, "outlineLvl"), "val"))
        level = outline + 1 if outline is not None and outline < 9 else style.level
        number = self._number(properties, style)
        if level is not None and level <= 9:
            self.out.add(f"{number} {text}" if number not in ("", "•") else text, "heading", level)
        elif number:
            self.out.add(f"{number} {text}", "item")
        else:
            self.out.add(text)

    def _number(self, properties: Element | None, style: _Style) -> str:
        """What the list counts at a paragraph, "•" for an item that is not counted, "" outside lists."""
        own = child(properties, "numPr")
        list_id = attribute(child(own, "numId"), "val")
        level = _whole(attribute(child(own, "ilvl"), "val"))
        if style.numbering:
            list_id = list_id or style.numbering[0]
            level = style.numbering[1] if level is None else level
        return self._numbering.next(list_id, level or 0) if list_id else ""

    def _runs(self, element: Element, read: _Paragraph, hidden: bool, depth: int) -> None:
        """The text of the runs in a paragraph, and of everything that wraps runs."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        for one in element:
            name = local(one.tag)
            if name == "r":
                self._run(one, read, hidden, depth + 1)
            elif name == "t":  # a formula's run has its text in an element of another namespace
                read.pieces.append("" if hidden else one.text or "")
            elif name in _CHARACTERS:
                read.pieces.append("" if hidden else _CHARACTERS[name])
            elif name in _NOTES:
                note = self._notes.pop((_NOTES[name], attribute(one, "id") or ""), None)
                if note is not None:  # once: a damaged file may refer to a note in itself
                    read.after.append(lambda note=note: self._note(note, depth + 1))  # type: ignore[misc]
            elif name == "txbxContent":
                if not hidden:
                    read.after.append(lambda box=one: self.blocks_of(box, depth + 1))  # type: ignore[misc]
            elif name == "AlternateContent":
                self._runs(_choice(one), read, hidden, depth + 1)
            elif name == "p":
                pass  # a paragraph of a drawing: its text stands in txbxContent
            elif name not in _GONE:
                self._runs(one, read, hidden, depth + 1)

    def _run(self, run: Element, read: _Paragraph, hidden: bool, depth: int) -> None:
        properties = child(run, "rPr")
        own: bool | None = None
        style = _PLAIN
        if properties is not None and len(properties):
            style = self._styles.get(attribute(child(properties, "rStyle"), "val") or "", _PLAIN)
            own = _on(properties, "vanish")
        self._runs(run, read, own if own is not None else hidden or style.hidden, depth)

    def _note(self, note: Element, depth: int) -> None:
        if local(note.tag) != "comment":
            self.blocks_of(note, depth)
            return
        text = self._apart(note, depth).text
        if text:
            author = attribute(note, "author")
            self.out.add(f"Comment by {author}: {text}" if author else f"Comment: {text}")

    def _table(self, table: Element, depth: int) -> None:
        """Row by row; the cells of a table that lays out a page one after the other."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        for row in _rows(table):
            if child(row, "trPr", "del") is not None:
                continue
            cells = [self._apart(cell, depth + 1).text for cell in _flat(row) if local(cell.tag) == "tc"]
            self.out.row(cells)


def _rows(table: Element) -> list[Element]:
    return [one for one in _flat(table) if local(one.tag) == "tr"]


def _flat(element: Element) -> list[Element]:
    """The children of a table or a row, out of the content controls and insertions that may wrap them."""
    found: list[Element] = []
    for one in element:
        if local(one.tag) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            found.extend(_flat(one))
        else:
            found.append(one)
    return found


def _choice(alternatives: Element) -> Element:
    """One of the alternatives of the same content (ECMA-376, part 3): the first that has any text, for a shape is
    given twice, once for programs that know new shapes and once for old ones.
    """
    for one in alternatives:
        if any(local(inner.tag) == "t" for inner in one.iter()):
            return one
    return alternatives[0] if len(alternatives) else alternatives
