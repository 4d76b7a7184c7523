"""The text of an HTML or XHTML tree as blocks: for the chapters of an EPUB, and for pages without a main part."""

from __future__ import annotations

from typing import Any

from search.corpus.readers.blocks import MAX_DEPTH, Blocks, Kind, TooDeepError, local, words

_SKIPPED = words(
    "head script style template noscript iframe object svg rt rp select button input textarea audio video "
    "canvas map meta link"
)
_BLOCKS = words(
    "html body address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "caption center title"
)
_NOTE_MARKS = words("noteref doc-noteref doc-backlink backlink footnote-ref footnote-back footnote-backref")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def blocks_of(root: Any, out: Blocks) -> None:
    """Adds the blocks below an element (of ElementTree or lxml). Raises TooDeepError."""
    _Walk(out).element(root, 0)


class _Walk:
    """A walk; `_pieces` is the block that is being read."""

    def __init__(self, out: Blocks) -> None:
        self._out = out
        self._pieces: list[str] = []
        self._kind: Kind = "paragraph"
        self._level = 0
        self._mark = ""  # of the list's item whose text is to come
        self._numbers: list[int | None] = []  # of the lists around: the last number, None where dots

    def _flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces = []
        if text.strip():
            if self._mark and self._kind == "paragraph":  # a paragraph inside an item
                self._kind = "item"
            self._out.add(self._mark + text.lstrip() if self._mark else text, self._kind, self._level)
            self._mark = ""
            self._kind, self._level = "paragraph", 0

    def element(self, element: Any, depth: int) -> None:
        """An element's own text and its children's."""
        if depth > 2 * MAX_DEPTH:
            raise TooDeepError
        name = local(element.tag).lower()
        if not name or name in _SKIPPED or _is_hidden(element) or self._out.full:
            return
        if name == "br":
            self._pieces.append("\n")
            return
        if _is_note_mark(element):
            return
        if name == "tr":
            self._row(element, depth)
            return
        block = name in _BLOCKS
        if block:
            self._flush()
        if name in _HEADINGS:
            self._kind, self._level = "heading", _HEADINGS[name]
        elif name in ("ul", "ol"):
            start = element.get("start") or ""
            self._numbers.append(
                (int(start) if start.isdigit() and len(start) < 7 else 1) - 1 if name == "ol" else None
            )
        elif name == "li":
            self._item()
        self._content(element, depth, name == "pre")
        if block:
            self._flush()
            self._kind, self._level = "paragraph", 0
        if name == "li":
            self._mark = ""
        if name in ("ul", "ol"):
            self._numbers.pop()

    def _content(self, element: Any, depth: int, verbatim: bool) -> None:
        if element.text:
            self._pieces.append(element.text if verbatim else _collapsed(element.text))
        for one in element:
            self.element(one, depth + 1)
            if one.tail:
                self._pieces.append(one.tail if verbatim else _collapsed(one.tail))

    def _item(self) -> None:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            self._mark = "• "
        else:
            self._numbers[-1] = number + 1
            self._mark = f"{number + 1}. "

    def _row(self, row: Any, depth: int) -> None:
        self._flush()
        cells: list[str] = []
        for cell in row:
            if local(cell.tag).lower() in ("td", "th"):
                apart = Blocks()
                walk = _Walk(apart)
                walk.element(cell, depth + 1)
                cells.append(apart.text)
        self._out.row(cells)


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _is_note_mark(element: Any) -> bool:
    """Whether it is the mark that leads to a note, or back from it (EPUB 3 structural semantics, DPUB-ARIA)."""
    for key, value in element.items():
        if local(key).rpartition(":")[2] in ("type", "role", "class") and not _NOTE_MARKS.isdisjoint(value.split()):
            return True
    if local(element.tag).lower() != "sup":
        return False
    link = next((one for one in element if local(one.tag).lower() == "a"), None)
    return link is not None and (link.get("href") or "").startswith("#") and len("".join(element.itertext())) < 6


def _collapsed(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " "
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
