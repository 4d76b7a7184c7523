"""OpenDocument texts, presentations and sheets (ISO/IEC 26300), zipped or flat: a walk over the XML.

Kept: notes, text boxes and comments (each a block of its own after the block that holds it), list numbers, tables row
by row, speaker's notes, headers and footers (each once, at the end); a slide is a page. Dropped: deletions that changes
keep, hidden text, paragraphs and sections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import MAX_DEPTH, Blocks, TooDeepError, is_page_number, local, words
from search.corpus.readers.container import Container, Element, broken, encrypted, parse_xml, refusing
from search.corpus.readers.office.numbering import counted
from search.corpus.readers.properties import metadata

_WHAT = "an OpenDocument file"
_KINDS = ("text", "presentation", "drawing", "spreadsheet")
_GONE = words(
    "tracked-changes forms note-citation ruby-text hidden-text hidden-paragraph settings event-listeners desc "
    "sequence-decls variable-decls user-field-decls page-thumbnail soft-page-break script "
    "header-decl footer-decl date-time-decl animations par bibliography-configuration"
)
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_CELLS = 5_000_000  # of a sheet, those that repeat others too
_MAX_REPEATED = 1000  # spaces, or columns of a table


class OpenDocument:
    """Reads .odt, .odp, .odg and .ods, their templates, and the flat .fodt, .fodp and .fods."""

    name = "odt"
    suffixes: Sequence[str] = (*(".odt", ".ott", ".odp", ".otp", ".odg", ".ods", ".ots", ".fodt", ".fodp", ".fods"),)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The text in reading order and the document's properties."""
        with refusing(path, _WHAT):
            content, styles, meta = _parts(path, data)
            body = _find(content, "body")
            main = next((one for one in (body if body is not None else ()) if local(one.tag) in _KINDS), None)
            if main is None:
                raise broken(path, _WHAT)
            story = _Story(content, styles)
            if local(main.tag) == "spreadsheet":
                story.sheets(main)
            else:
                story.blocks_of(main, 0)
            if local(main.tag) == "text":
                story.running_heads(styles)
            return Raw(
                story.out.text,
                _properties(meta),
                heading=story.out.heading,
                problems=story.out.problems(path),
                unit="slide" if story.has_slides else "",
            )


def _parts(path: Path, data: bytes) -> tuple[Element, Element | None, Element | None]:
    """The roots of content, styles and metadata: parts of a container, or one file with all."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        whole = parse_xml(path, data)
        return whole, whole, whole
    parts = Container(path, data, _WHAT)
    manifest = parts.optional_xml("META-INF/manifest.xml")
    if manifest is not None and any(local(one.tag) == "encryption-data" for one in manifest.iter()):
        raise encrypted(path)
    if "content.xml" not in parts:
        raise broken(path, _WHAT)
    return parts.xml("content.xml"), parts.optional_xml("styles.xml"), parts.optional_xml("meta.xml")


def _properties(root: Element | None) -> dict[str, str]:
    meta = _find(root, "meta")
    said: dict[str, str | None] = {}
    for one in meta if meta is not None else ():
        said.setdefault(local(one.tag), one.text)
    return metadata(
        {
            "title": said.get("title"),
            "author": said.get("initial-creator") or said.get("creator"),
            "language": said.get("language"),
            "created": said.get("creation-date"),
        }
    )


def _find(root: Element | None, name: str) -> Element | None:
    """The child of the root with a local name, or None."""
    return next((one for one in (root if root is not None else ()) if local(one.tag) == name), None)


def _get(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if local(key) == name), "")


class _Styles:
    """What styles say of their text: hidden, the document's title, and how lists count."""

    def __init__(self, roots: Sequence[Element | None]) -> None:
        self._hidden: dict[str, bool] = {}
        self._parents: dict[str, str] = {}
        self.lists: dict[str, dict[int, Element]] = {}
        for root in roots:
            for group in ("styles", "automatic-styles"):
                found = _find(root, group)
                for style in found if found is not None else ():
                    self._learn(style)

    def _learn(self, style: Element) -> None:
        name = _get(style, "name")
        if local(style.tag) == "list-style":
            levels = {_whole(_get(level, "level")): level for level in style}
            self.lists[name] = {at: level for at, level in levels.items() if at}
        elif local(style.tag) == "style":
            self._parents[name] = _get(style, "parent-style-name")
            for properties in style:
                kind, display = local(properties.tag), _get(properties, "display")
                if display and kind in ("text-properties", "table-properties"):
                    self._hidden[name] = display in ("none", "false")

    def hidden(self, name: str) -> bool | None:
        """Whether text of a style is hidden; None where the style does not say."""
        for _ in range(20):  # damaged files have circles
            if not name or name in self._hidden:
                break
            name = self._parents.get(name, "")
        return self._hidden.get(name)

    def is_title(self, name: str) -> bool:
        """Whether a paragraph's style is the title's."""
        for _ in range(20):
            if name in ("", "Title"):
                break
            name = self._parents.get(name, "")
        return name == "Title"


def _whole(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


class _List:
    """A list that is being read: its style's levels and what it has counted, by level from 1."""

    def __init__(self, levels: Mapping[int, Element]) -> None:
        self._levels = levels
        self._counts: dict[int, int] = {}

    def begin(self, level: int) -> None:
        """A list of that level opens: it counts from its beginning."""
        self._counts.pop(level, None)

    def next(self, level: int, start: int) -> str:
        """What stands before the next item; `start` is the number it gives itself, 0 for none."""
        style = self._levels.get(level)
        if style is None or local(style.tag) != "list-level-style-number":
            return "•"
        before = self._counts.get(level, (_whole(_get(style, "start-value")) or 1) - 1)
        self._counts[level] = start or before + 1
        format_ = _FORMATS.get(_get(style, "num-format"))
        if format_ is None:
            return ""
        shown = max(1, min(_whole(_get(style, "display-levels")) or 1, level))
        numbers = (counted(self._counts.get(at, 1), self._format(at)) for at in range(level - shown + 1, level + 1))
        return f"{_get(style, 'num-prefix')}{'.'.join(numbers)}{_get(style, 'num-suffix')}".strip()[:40]

    def _format(self, level: int) -> str:
        style = self._levels.get(level)
        return _FORMATS.get(_get(style, "num-format") if style is not None else "", "decimal")


class _Story:
    """The walk over a document's body; `out` has its blocks."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self.out = Blocks()
        self._styles = _Styles([styles] if styles is content else [styles, content])
        self._lists: dict[str, _List] = {}  # by style: a list may go on where another one ended
        self._list: _List | None = None
        self._level = 0
        self._mark = ""
        self._slides = 0

    def running_heads(self, styles: Element | None) -> None:
        """Headers and footers, each text once; those that are page numbers are left out."""
        masters = _find(styles, "master-styles")
        seen: set[str] = set()
        for page in masters if masters is not None else ():
            for one in page:
                if local(one.tag).startswith(("header", "footer")):
                    text = self._apart(one, 0).text
                    if text not in seen and not is_page_number(text):
                        seen.add(text)
                        self.out.add(text)

    def _apart(self, element: Element, depth: int) -> Blocks:
        """The blocks in an element, not yet added to the document's."""
        kept = self.out, self._list, self._mark, self._level
        self.out, self._list, self._mark, self._level = Blocks(), None, "", 0
        try:
            self.blocks_of(element, depth)
            return self.out
        finally:
            self.out, self._list, self._mark, self._level = kept

    @property
    def has_slides(self) -> bool:
        """Whether pages were met: those of a presentation, or of a drawing."""
        return self._slides > 0

    def blocks_of(self, element: Element, depth: int) -> None:
        """The blocks in an element: paragraphs, lists, tables, slides, and what wraps them."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        for one in element:
            if self.out.full:
                return
            name = local(one.tag)
            if name in ("p", "h"):
                self._paragraph(one, depth + 1)
            elif name == "list":
                self._items(one, depth + 1)
            elif name == "table":
                self._rows(one, depth + 1)
            elif name == "page":
                if self._slides:
                    self.out.page()
                self._slides += 1
                self.blocks_of(one, depth + 1)
            elif name == "annotation":
                self._comment(one, depth + 1)
            elif name not in _GONE and _get(one, "display") != "none":
                self.blocks_of(one, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> None:
        style = _get(element, "style-name")
        pieces: list[str] = []
        after: list[Element] = []
        self._inline(element, pieces, after, bool(self._styles.hidden(style)), depth)
        text, mark = "".join(pieces).strip(), self._mark
        if text:
            self._mark = ""
            if local(element.tag) == "h":
                self.out.add(
                    f"{mark} {text}" if mark != "•" else text, "heading", _whole(_get(element, "outline-level")) or 1
                )
            elif self._styles.is_title(style):
                self.out.add(text, "heading")
            else:
                self.out.add(f"{mark} {text}", "item" if mark else "paragraph")
        for follow in after:
            if local(follow.tag) == "annotation":
                self._comment(follow, depth + 1)
            else:
                for block in (apart := self._apart(follow, depth + 1)).text.split("\n\n"):
                    self.out.add(block)
                self.out.heading = self.out.heading or apart.heading

    def _inline(self, element: Element, pieces: list[str], after: list[Element], hidden: bool, depth: int) -> None:
        """The text in a paragraph; what is a block of its own goes to `after`."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        if element.text and not hidden:
            pieces.append(_collapsed(element.text))
        for one in element:
            name = local(one.tag)
            if name == "s":
                pieces.append(" " * min(_whole(_get(one, "c")) or 1, _MAX_REPEATED))
            elif name == "tab":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name in ("text-box", "annotation", "note-body", "table", "list"):
                if not hidden:
                    after.append(one)
            elif name in ("p", "h"):  # of a shape
                pieces.append(" ")
                self._inline(one, pieces, after, hidden, depth + 1)
                pieces.append(" ")
            elif name not in _GONE:
                own = self._styles.hidden(_get(one, "style-name")) if name in ("span", "a") else None
                self._inline(one, pieces, after, hidden if own is None else own, depth + 1)
            if one.tail and not hidden:
                pieces.append(_collapsed(one.tail))

    def _comment(self, element: Element, depth: int) -> None:
        author = next((one.text for one in element if local(one.tag) == "creator" and one.text), "")
        text = self._apart(_only_blocks(element), depth + 1).text
        if text:
            self.out.add(f"Comment by {author}: {text}" if author else f"Comment: {text}")

    def _items(self, element: Element, depth: int) -> None:
        """The items of a list; each one's first paragraph has the item's mark."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        kept, self._level = self._list, self._level + 1
        if self._list is None:
            style = _get(element, "style-name")
            self._list = self._lists.setdefault(style, _List(self._styles.lists.get(style, {})))
        if _get(element, "continue-numbering") != "true" and not _get(element, "continue-list"):
            self._list.begin(self._level)
        for item in element:
            name = local(item.tag)
            if name in ("list-item", "list-header"):
                start = _whole(_get(item, "start-value"))
                has_own = any(local(one.tag) in ("p", "h") for one in item)
                self._mark = self._list.next(self._level, start) if name == "list-item" and has_own else ""
                self.blocks_of(item, depth + 1)
                self._mark = ""
        self._list, self._level = kept, self._level - 1

    def sheets(self, book: Element) -> None:
        """The visible sheets of a book under their names; a row or cell that is repeated comes a few times at most."""
        for sheet in book:
            if local(sheet.tag) != "table" or self._styles.hidden(_get(sheet, "style-name")):
                continue
            apart = self._apart_rows(sheet)
            if apart:
                self.out.add(_get(sheet, "name"), "heading", 3)
            for row in apart:
                self.out.row(row)

    def _apart_rows(self, sheet: Element) -> list[list[str]]:
        rows: list[list[str]] = []
        size = 0
        for row in sheet.iter():
            if local(row.tag) != "table-row" or size > _MAX_CELLS:
                continue
            cells: list[str] = []
            for cell in row:
                if local(cell.tag) in ("table-cell", "covered-table-cell"):
                    text = self._apart(cell, 1).text or _get(cell, "value")
                    times = min(_whole(_get(cell, "number-columns-repeated")) or 1, _MAX_REPEATED)
                    cells += [text] * times
            while cells and not cells[-1]:
                cells.pop()
            times = min(_whole(_get(row, "number-rows-repeated")) or 1, _MAX_REPEATED)
            rows += [cells] * times if cells else []
            size += len(cells) * times
        return rows

    def _rows(self, element: Element, depth: int) -> None:
        """The rows of a table, in whichever groups they are."""
        if depth > MAX_DEPTH:
            raise TooDeepError
        for one in element:
            name = local(one.tag)
            if name == "table-row":
                cells = [
                    self._apart(cell, depth + 1).text
                    for cell in one
                    if local(cell.tag) in ("table-cell", "covered-table-cell")
                ]
                self.out.row(cells)
            elif name in ("table-header-rows", "table-row-group", "table-rows"):
                self._rows(one, depth + 1)


def _only_blocks(annotation: Element) -> Element:
    """A comment without the fields that say who wrote it and when."""
    inner = Element("comment")
    inner.extend(one for one in annotation if local(one.tag) in ("p", "list", "h"))
    return inner


def _collapsed(text: str) -> str:
    """White space as OpenDocument reads it: runs are one space (ISO/IEC 26300-3, 6.1.2); others are text:s."""
    words = " ".join(text.split())
    if not words:
        return " "
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
