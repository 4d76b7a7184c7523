"""The text of an HTML or XHTML tree as blocks: for web pages, the chapters of an EPUB and the bodies of mail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from search.corpus.readers.blocks import MAX_DEPTH, MAX_TEXT, Blocks, Kind, TooDeepError, lays_out, local, words

_SKIPPED = words(
    "head script style template noscript iframe object svg rt rp select button input textarea audio video canvas map "
    "meta link dialog"
)
_BLOCKS = words(
    "html body address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption "
    "center title"
)
_NOTE_MARKS = words(
    "noteref doc-noteref doc-backlink backlink footnote-ref footnote-back footnote-backref "
    "sdfootnoteanc sdfootnotesym sdendnoteanc sdendnotesym"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Found(NamedTuple):
    """A block as it stands in the tree: the cells of a row are apart, `linked` is how many characters are links."""

    text: str
    kind: Kind = "paragraph"
    level: int = 0
    linked: int = 0
    cells: tuple[str, ...] = ()


def blocks_of(root: Any) -> list[Found]:
    """The blocks below an element (of ElementTree or lxml), up to MAX_TEXT characters. Raises TooDeepError."""
    walk = _Walk()
    walk.element(root, 0)
    walk.flush()
    return walk.found


def add_all(found: Iterable[Found], out: Blocks) -> None:
    """Adds blocks to a document's."""
    for block in found:
        if block.kind == "row":
            out.row(block.cells)
        else:
            out.add(block.text, block.kind, block.level)


class _Walk:
    """A walk; `_pieces` is the block that is being read."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._size = 0
        self._pieces: list[str] = []
        self._kind: Kind = "paragraph"
        self._level = 0
        self._linked = 0
        self._links = 0  # links around
        self._mark = ""  # of the list's item whose text is to come
        self._numbers: list[int | None] = []  # of the lists around: the last number, None where dots

    def flush(self) -> None:
        """Ends the block that is being read."""
        text = "".join(self._pieces)
        self._pieces = []
        if text.strip():
            kind = "item" if self._mark and self._kind == "paragraph" else self._kind
            self._add(Found(self._mark + text.strip(), kind, self._level, self._linked))
            self._mark = ""
        self._linked = 0

    def _add(self, block: Found) -> None:
        self.found.append(block)
        self._size += len(block.text)

    def _say(self, text: str, verbatim: bool = False) -> None:
        self._pieces.append(text if verbatim else _collapsed(text))
        if self._links:
            self._linked += len(text.strip())

    def element(self, element: Any, depth: int) -> None:
        """An element's own text and its children's."""
        if depth > 2 * MAX_DEPTH:
            raise TooDeepError
        name = local(element.tag).lower()
        if not name or name in _SKIPPED or self._size > MAX_TEXT or _is_hidden(element) or _is_note_mark(element):
            return
        if name == "br":
            self._pieces.append("\n")
        elif name == "tr":
            self._row(element, depth)
        elif name in _BLOCKS:
            self._block(element, name, depth)
        else:
            self._links += name == "a"
            self._content(element, depth)
            self._links -= name == "a"

    def _block(self, element: Any, name: str, depth: int) -> None:
        self.flush()
        if name in _HEADINGS:
            self._kind, self._level = "heading", _HEADINGS[name]
        elif name in ("ul", "ol"):
            start = element.get("start") or ""
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
            self._numbers.append(first - 1 if name == "ol" else None)
        elif name == "li":
            self._item()
        self._content(element, depth, name == "pre")
        self.flush()
        self._kind, self._level = "paragraph", 0
        if name == "li":
            self._mark = ""
        elif name in ("ul", "ol"):
            self._numbers.pop()

    def _content(self, element: Any, depth: int, verbatim: bool = False) -> None:
        if element.text:
            self._say(element.text, verbatim)
        for one in element:
            self.element(one, depth + 1)
            if one.tail:
                self._say(one.tail, verbatim)

    def _item(self) -> None:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            self._mark = "• "
        else:
            self._numbers[-1] = number + 1
            self._mark = f"{number + 1}. "

    def _row(self, row: Any, depth: int) -> None:
        self.flush()
        cells: list[list[Found]] = []
        for cell in row:
            if local(cell.tag).lower() in ("td", "th"):
                walk = _Walk()
                walk._size = self._size
                walk.element(cell, depth + 1)
                walk.flush()
                cells.append(walk.found)
        if lays_out([[block.text for block in cell] for cell in cells]) or len(cells) == 1:
            for cell in cells:
                for block in cell:
                    self._add(block)
        elif any(cells):
            texts = tuple(" ".join(block.text for block in cell) for cell in cells)
            linked = sum(block.linked for cell in cells for block in cell)
            self._add(Found(" ".join(texts), "row", 0, linked, texts))


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def _is_note_mark(element: Any) -> bool:
    """Whether it is the mark that leads to a note, or back from it (EPUB 3 structural semantics, DPUB-ARIA)."""
    name = local(element.tag).lower()
    if name == "a":
        for key, value in element.items():
            kind = local(key).rpartition(":")[2]
            if kind in ("type", "role", "class") and not _NOTE_MARKS.isdisjoint(value.split()):
                return True
    # A raised link inside the page, or one with a raised mark in it.
    if name not in ("a", "sup"):
        return False
    inner = "sup" if name == "a" else "a"
    within = next((one for one in element if local(one.tag).lower() == inner), None)
    if within is None:
        return False
    link = element if name == "a" else within
    return (link.get("href") or "").startswith("#") and len("".join(element.itertext())) < 6


def _collapsed(text: str) -> str:
    words_ = " ".join(text.split())
    if not words_:
        return " "
    return (" " if text[0].isspace() else "") + words_ + (" " if text[-1].isspace() else "")
