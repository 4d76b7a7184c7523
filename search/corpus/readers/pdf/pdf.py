"""PDF: the text of each page in reading order, by pypdfium2 (PDFium) and the geometry of what it finds.

PDFium gives text in the order in which it is drawn; columns, running heads and paragraphs are told by where things
stand (see `layout` and `paragraphs`). It marks a hyphen that parts a word at a line's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import MAX_TEXT
from search.corpus.readers.container import NEEDS_PASSWORD
from search.corpus.readers.pdf.layout import HYPHEN, Page, Piece, without_running_heads
from search.corpus.readers.pdf.paragraphs import Block, blocks_of, goes_on, joined, unparted, usual_size
from search.corpus.readers.properties import metadata
from search.errors import CorpusError
from search.model import Problem
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

        Raises CorpusError for a file that is encrypted, damaged, or a scan without text.
        """
        import pypdfium2

        name = sanitise_line(path.name)
        # Leading junk is common and allowed (ISO 32000-1, annex H, 3.4.1).
        if b"%PDF-" not in data[:2048]:
            raise _broken(name)
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR:
                raise CorpusError(
                    "Encrypted document",
                    f"{name} is encrypted: it asks for a password.",
                    NEEDS_PASSWORD,
                ) from error
            raise _broken(name) from error
        try:
            return _read(name, document)
        except (pypdfium2.PdfiumError, ValueError, OverflowError, MemoryError, RuntimeError) as error:
            raise _broken(name) from error
        finally:
            document.close()


def _broken(name: str) -> CorpusError:
    return CorpusError(
        "Document not readable",
        f"{name} is damaged, or is not a PDF.",
        "Open it in a PDF program and save it anew (qpdf repairs many), or give it its right ending.",
    )


def _read(name: str, document: Any) -> Raw:
    import pypdfium2

    pages: list[Page] = []
    pictures = damaged = size = 0
    count = len(document)
    for number in range(min(count, MAX_PAGES)):
        try:
            page, pictured = _page(document[number])
        except (pypdfium2.PdfiumError, ValueError) as error:
            page, pictured = Page([], 0.0, 0.0), False
            damaged += 1
            if damaged == count:
                raise _broken(name) from error
        pages.append(page)
        pictures += pictured
        size += sum(len(piece.text) for piece in page.pieces)
        if size > MAX_TEXT:
            break
    if not size and pictures:
        raise CorpusError(
            "No text",
            f"{name}: {_pages(pictures)} of pictures, no text.",
            "ocrmypdf makes a copy with text: ocrmypdf old.pdf new.pdf",
        )
    without_running_heads(pages)
    text, heading = _text(pages)
    problems = _problems(name, count, len(pages), pictures, damaged)
    return Raw(text, _properties(document), heading=heading, problems=problems, unit="page")


def _pages(number: int) -> str:
    return f"{number:,} page" if number == 1 else f"{number:,} pages"


def _problems(name: str, count: int, read: int, pictures: int, damaged: int) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if pictures:
        problems.append(
            Problem(
                "Pages without text",
                f"{name}: {pictures:,} of {_pages(count)} are pictures without text.",
                "ocrmypdf makes a copy with text: ocrmypdf --skip-text old.pdf new.pdf",
            )
        )
    if damaged:
        problems.append(
            Problem(
                "Pages not read", f"{name}: {damaged:,} of {_pages(count)} are damaged.", "qpdf repairs many files."
            )
        )
    if read < count:
        problems.append(
            Problem("Document too large", f"{name}: only the first {read:,} of {_pages(count)} are read.", "Split it.")
        )
    return tuple(problems)


def _page(page: Any) -> tuple[Page, bool]:
    """A page's pieces, and whether it is a picture without text."""
    page.set_rotation(0)  # else boxes are those of the page as it is turned, and lines run down it
    _, bottom, _, top = page.get_cropbox()
    textpage = page.get_textpage()
    pieces: list[Piece] = []
    try:
        for number in range(min(textpage.count_rects(), MAX_PIECES)):
            box = textpage.get_rect(number)
            text = textpage.get_text_bounded(*box).translate(_LIGATURES)
            if text.strip():
                pieces.append(Piece(box[0], box[1], box[2], box[3], text))
        pictured = not pieces and _has_picture(page)
    finally:
        textpage.close()
        page.close()
    return Page(pieces, bottom, top), pictured


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw

    return any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


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
    return unparted("\n".join(out)), heading


def _is_ended(block: Block) -> bool:
    return not goes_on(block, Block("a", block.size))


def _heading(blocks: Sequence[Block], body: float) -> str:
    large = [block for block in blocks if block.size > _HEADING * body and 3 < len(block.text) <= _MAX_LEN_HEADING]
    return unparted(max(large, key=lambda block: block.size).text) if large else ""


def _properties(document: Any) -> dict[str, str]:
    said = document.get_metadata_dict()
    return metadata({"title": said.get("Title"), "author": said.get("Author"), "created": said.get("CreationDate")})
