"""PDF: the text of each page in reading order, by pypdfium2 (PDFium) and the geometry of what it finds.

PDFium gives text in the order in which it is drawn; columns, running heads and paragraphs are told by where things
stand (see `layout` and `paragraphs`). It marks a hyphen that parts a word at a line's end. Pages that are pictures are
recognised where there is something that does it (see `scanned`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import MAX_TEXT
from search.corpus.readers.encryption.passwords import opened
from search.corpus.readers.pdf.layout import HYPHEN, Page, Piece, without_running_heads
from search.corpus.readers.pdf.paragraphs import Block, blocks_of, goes_on, joined, unparted, usual_size
from search.corpus.readers.pdf.scanned import UNSURE, Recognised, is_scan, named, recognised
from search.corpus.readers.properties import metadata
from search.corpus.readers.recognition import MAX_PICTURES, PAGES_WITHOUT_TEXT, WITHOUT_TEXT, Lack
from search.errors import CorpusError
from search.model import RECOGNISED, Problem
from search.text.sanitise import sanitise_line

MAX_PAGES = 10_000
MAX_PIECES = 6_000  # of a page; a page of a newspaper has some 1,500
_HYPHENS = ("\x02", "\ufffe")  # what PDFium has for a hyphen at a line's end, by version and function
_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\x02": HYPHEN,
        "\r": " ",
        "\n": " ",
    }
)
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD of fpdfview.h
_HEADING = 1.25  # of the usual size of letters: a title on the first page
_MAX_LEN_HEADING = 250  # characters


class Pdf:
    """Reads .pdf. A form feed stands where a page after the first begins."""

    name = "pdf"
    suffixes: Sequence[str] = (".pdf",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The pages' text, one paragraph a line, and the document's properties.

        Raises CorpusError for a file that no password opens, that is damaged, or a scan in which nothing is recognised.
        """
        import pypdfium2

        name = sanitise_line(path.name)
        # Leading junk is common and allowed (ISO 32000-1, annex H, 3.4.1).
        if b"%PDF-" not in data[:2048]:
            raise _broken(name)
        try:
            document = opened(path, options.passwords, lambda password: _opened(data, password), always=("",))
        except pypdfium2.PdfiumError as error:
            raise _broken(name) from error
        try:
            return _read(name, document, options)
        except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError, RuntimeError) as error:
            raise _broken(name) from error
        finally:
            document.close()


def _opened(data: bytes, password: str) -> Any | None:
    """The document; None where it asks for another password. Those that bar printing alone have an empty one."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            return None
        raise


def _broken(name: str) -> CorpusError:
    return CorpusError(
        "Document not readable",
        f"{name} is damaged, or is not a PDF.",
        "Open it in a PDF program and save it anew (qpdf repairs many), or give it its right ending.",
    )


@dataclass(slots=True)
class _Found:
    """The pages read, in their order; how many there are; by number, those that are pictures, and of them the bare."""

    count: int
    pages: list[Page] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    damaged: int = 0

    @property
    def size(self) -> int:
        """Characters, those of spaces too."""
        return sum(len(piece.text) for page in self.pages for piece in page.pieces)


def _read(name: str, document: Any, options: Options) -> Raw:
    found = _found(name, document)
    letters = recognised(document, found.scans, options.languages, options.postpone)
    for number, page in letters.pages.items():
        found.pages[number] = page
    if not found.size and found.scans:
        raise _without_text(name, len(found.scans), letters)
    without_running_heads(found.pages)
    text, heading = _text(found.pages)
    details = {}
    if letters.pages:
        sure = sum(letters.sure.values()) / len(letters.sure)
        details = {"recognised by": letters.by, "recognised": f"{named(letters.pages)}, {sure:.0f} % sure"}
    return Raw(
        text,
        _properties(document),
        heading=heading,
        problems=_problems(name, found, letters),
        unit="page",
        details=details,
    )


def _found(name: str, document: Any) -> _Found:
    import pypdfium2

    found = _Found(len(document))
    size = 0
    for number in range(min(found.count, MAX_PAGES)):
        try:
            page, scan = _page(document[number])
        except (pypdfium2.PdfiumError, ValueError) as error:
            page, scan = Page([], 0.0, 0.0), False
            found.damaged += 1
            if found.damaged == found.count:
                raise _broken(name) from error
        found.pages.append(page)
        if scan:
            found.scans.append(number)
            if not page.pieces:
                found.bare.append(number)
        size += sum(len(piece.text) for piece in page.pieces)
        if size > MAX_TEXT:
            break
    return found


def _without_text(name: str, pictures: int, letters: Recognised) -> CorpusError:
    if letters.lack is not None and letters.lack.title:
        return CorpusError(letters.lack.title, f"{name}: {_pages(pictures)} of pictures, no text.", letters.lack.hint)
    if letters.by:
        return CorpusError(
            "Nothing recognised",
            f"{name}: {_pages(pictures)} of pictures, in which {letters.by} finds no words.",
            "Look at it in a viewer: are they photographs, or a language that corpus.yaml should name (ocr: deu)?",
        )
    return CorpusError(
        "Pictures only",
        f"{name}: {_pages(pictures)} of pictures, no text, and corpus.yaml says ocr: off.",
        "Take that line out, or make a copy with text: ocrmypdf old.pdf new.pdf",
    )


def _pages(number: int) -> str:
    return f"{number:,} page" if number == 1 else f"{number:,} pages"


def _problems(name: str, found: _Found, letters: Recognised) -> tuple[Problem, ...]:
    problems = list(_of_pictures(name, found, letters))
    count, read = found.count, len(found.pages)
    if found.damaged:
        message = f"{name}: {found.damaged:,} of {_pages(count)} are damaged."
        problems.append(Problem("Pages not read", message, "qpdf repairs many files."))
    if read < count:
        problems.append(
            Problem("Document too large", f"{name}: only the first {read:,} of {_pages(count)} are read.", "Split it.")
        )
    return tuple(problems)


def _of_pictures(name: str, found: _Found, letters: Recognised) -> Iterator[Problem]:
    """What is to be told of pages that are pictures."""
    if letters.pages:
        hard = [number for number, sure in letters.sure.items() if sure < UNSURE]
        say = f"; {named(hard)} hard to read" if hard else ""
        message = f"{name}: {named(letters.pages)} by {letters.by}, which makes mistakes{say}."
        yield Problem(RECOGNISED, message, "Compare names, dates and numbers with the page before you cite them.")
    bare = [number for number in found.bare if number not in letters.pages]
    if not bare:
        return
    lack = letters.lack or Lack("Nothing recognised", "Look at them in a viewer.")
    title, hint = lack.title or "Pictures only", lack.hint or "corpus.yaml says ocr: off; take that line out."
    if title == WITHOUT_TEXT:
        title = PAGES_WITHOUT_TEXT
    if letters.left:
        hint = f"The first {MAX_PICTURES} pictures of a file are recognised: split it."
    are = "is a picture" if len(bare) == 1 else "are pictures"
    yield Problem(title, f"{name}: {named(bare)} of {found.count:,} {are} without text.", hint)


def _texts(textpage: Any) -> Callable[[float, float, float, float], str]:
    """What asks for the text within a box of a page (left, bottom, right, top).

    The library's own way asks PDFium for the length first, which takes as long as the text itself: here a buffer that
    holds all of the page's text is used for every box.
    """
    import ctypes

    from pypdfium2 import raw

    size = textpage.count_chars() + 2
    buffer = (ctypes.c_ushort * size)()

    def text_in(left: float, bottom: float, right: float, top: float) -> str:
        count = raw.FPDFText_GetBoundedText(textpage, left, top, right, bottom, buffer, size)
        if count > 0 and buffer[count - 1] == 0:
            count -= 1  # where there is room for it, a zero ends the text
        return bytes(memoryview(buffer).cast("B")[: 2 * count]).decode("utf-16-le", "ignore") if count > 0 else ""

    return text_in


def _page(page: Any) -> tuple[Page, bool]:
    """A page's pieces, and whether it is a picture."""
    turned = page.get_rotation()
    page.set_rotation(0)  # else boxes are those of the page as it is turned, and lines run down it
    _, bottom, _, top = page.get_cropbox()
    textpage = page.get_textpage()
    pieces: list[Piece] = []
    try:
        text_in = _texts(textpage)
        for number in range(min(textpage.count_rects(), MAX_PIECES)):
            box = textpage.get_rect(number)
            text = text_in(*box).translate(_LIGATURES)
            if text.strip():
                pieces.append(Piece(box[0], box[1], box[2], box[3], text))
        scan = is_scan(page, pieces)
        if scan:
            page.set_rotation(turned)  # it is drawn as it is shown
    finally:
        textpage.close()
        page.close()
    return Page(pieces, bottom, top), scan


def _text(pages: Sequence[Page]) -> tuple[str, str]:
    """The document's text with form feeds between its pages, and what its first page has for a title."""
    body = usual_size(pages)
    heading = ""
    out: list[str] = []
    open_: Block | None = None  # the last paragraph, which may go on over the page
    feeds = ""
    for number, page in enumerate(pages):
        blocks, notes = blocks_of(page, body)
        page.pieces = []  # a long document's boxes are not needed twice
        if number == 0:
            heading = _heading(blocks, body)
        else:
            feeds += "\f"
        if blocks and open_ is not None and feeds == "\f" and goes_on(open_, blocks[0]):
            first = blocks.pop(0)
            out[-1] = joined(out[-1], first.text, " \f")
            open_ = Block(first.text, first.size, open_.kind)
            feeds = ""
        # Notes stand before a paragraph that goes on over the page, so that it stays whole and they on their page.
        last = blocks.pop() if blocks else None
        ended = last is None or not notes or _is_ended(last)
        for block in [*blocks, *([last] if last and ended else []), *notes, *([] if ended or not last else [last])]:
            close = block.kind != "paragraph" and open_ is not None and open_.kind == block.kind
            if out and not close:
                out.append("")
            out.append(feeds + block.text)
            feeds = ""
            open_ = block
    return unparted("\n".join(out)) + feeds, heading


def _is_ended(block: Block) -> bool:
    return not goes_on(block, Block("a", block.size))


def _heading(blocks: Sequence[Block], body: float) -> str:
    large = [block for block in blocks if block.size > _HEADING * body and 3 < len(block.text) <= _MAX_LEN_HEADING]
    return unparted(max(large, key=lambda block: block.size).text) if large else ""


def _properties(document: Any) -> dict[str, str]:
    said = document.get_metadata_dict()
    return metadata({"title": said.get("Title"), "author": said.get("Author"), "created": said.get("CreationDate")})
