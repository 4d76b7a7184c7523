"""Formats: files that real programs made from known text give that text back, in order, and nothing that is hidden.

The files lie in tests/data/formats, with the script that made them.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from search.corpus.corpus import Corpus
from search.corpus.readers import reader_for, suffixes
from search.errors import CorpusError
from search.text.sanitise import sanitise
from tests.data.formats.make import (
    ADDED,
    AUTHOR,
    BOX,
    COMMENT,
    HEAD,
    HERE,
    ITEMS,
    NEVER,
    NOTE,
    PARAGRAPHS,
    SECTIONS,
    STEPS,
    TABLE,
    TITLE,
    slides_truth,
    truth,
)
from tests.data.formats.score import read, words_in_order

EXPECTED = {
    "report.docx": truth(),
    "report.odt": truth(),
    "report.rtf": truth(),
    "report.html": truth(6),
    "report.epub": truth(6, numbered=False),
    "report.pdf": truth(-1),
    "columns.pdf": truth(-1, table=False),
    "traps.docx": truth(),
    "traps.odt": truth(),
    "traps.rtf": truth(),
    "memo.docx": truth(),
    "memo.odt": truth(),
    "memo.rtf": truth(),
    "memo.html": truth(6),
    "memo.epub": truth(1),
    "slides.odp": slides_truth(),
    "slides.pptx": slides_truth(),
    "slides.pdf": [block for block in slides_truth() if block != NOTE],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_words_come_in_order(name: str) -> None:
    share, _ = words_in_order(read(HERE / name).text, EXPECTED[name])
    assert share >= 0.99


@pytest.mark.parametrize("name", EXPECTED)
def test_little_comes_that_is_not_the_text(name: str) -> None:
    text = read(HERE / name).text
    if name.startswith("traps"):
        for extra in (COMMENT, BOX, ADDED, f"Comment by {AUTHOR}:"):
            text = text.replace(extra, "")
    _, share = words_in_order(text, EXPECTED[name])
    assert share >= 0.97


@pytest.mark.parametrize("name", [name for name in EXPECTED if not name.startswith("slides")])
def test_paragraphs_headings_lists_and_tables_have_lines_of_their_own(name: str) -> None:
    lines = sanitise(read(HERE / name).text.replace("\f", "")).split("\n")
    for paragraph in (*PARAGRAPHS[1:3], PARAGRAPHS[6]):  # no note or insertion in them
        assert paragraph in lines
    for section in SECTIONS.values():
        assert section in lines
    if name != "report.epub":  # LibreOffice writes its lists as plain paragraphs there
        assert [f"• {item}" for item in ITEMS] == lines[lines.index(f"• {ITEMS[0]}") :][:3]
        assert [f"{count}. {step}" for count, step in enumerate(STEPS, 1)] == lines[lines.index(f"1. {STEPS[0]}") :][:3]
    if name != "columns.pdf":
        assert [" | ".join(row) for row in TABLE] == lines[lines.index(" | ".join(TABLE[0])) :][:4]


@pytest.mark.parametrize("name", ["traps.docx", "traps.odt", "traps.rtf"])
def test_what_word_processors_hide_and_set_apart(name: str) -> None:
    raw = read(HERE / name)
    blocks = sanitise(raw.text).split("\n\n")
    assert not any(gone in raw.text for gone in NEVER)
    assert NOTE in blocks
    assert BOX in blocks
    assert f"Comment by {AUTHOR}: {COMMENT}" in blocks
    assert any(block.endswith(f" {ADDED}") for block in blocks)
    assert blocks.count(HEAD) == 1
    assert blocks[-1] == HEAD


def test_the_traps_are_in_the_files() -> None:
    """A trap that the program has not written would be no trap."""
    for name, part in (("traps.docx", "word/document.xml"), ("traps.odt", "content.xml")):
        with ZipFile(HERE / name) as parts:
            xml = parts.read(part).decode()
        assert all(gone in xml for gone in NEVER), name
    assert all(gone in (HERE / "traps.rtf").read_text("latin-1") for gone in NEVER)


@pytest.mark.parametrize("name", ["report.docx", "report.odt", "report.rtf", "report.pdf", "report.html", "slides.odp"])
def test_metadata_of_the_format(name: str) -> None:
    raw = read(HERE / name)
    assert raw.meta_origin == "format"
    assert raw.meta["title"] == TITLE
    assert raw.meta["author"] == AUTHOR
    if not name.endswith((".pdf", ".html")):
        assert raw.meta["published"] == "2018-02-09"
        assert raw.meta["published_basis"] == "inferred"
        assert raw.meta["published_why"]


def test_a_book_states_its_day() -> None:
    meta = read(HERE / "memo.epub").meta
    assert meta["published"] == "2018-02-09"
    assert "published_basis" not in meta
    assert meta["language"] == "en-GB"


@pytest.mark.parametrize("name", ["report.pdf", "columns.pdf"])
def test_pages_of_a_pdf(name: str) -> None:
    raw = read(HERE / name)
    pages = raw.text.split("\f")
    assert len(pages) == 3
    assert TITLE in pages[0].replace("\n", " ")
    assert NOTE in pages[0].replace("\n", " ")  # a note stays on its page, before a paragraph that goes on
    # What is on which page, PDFium says, in whichever order.
    document = pypdfium2.PdfDocument(HERE / name)
    for page, drawn in zip(pages, document, strict=True):
        there = re.sub(r"[\s\x02\ufffe]", "", drawn.get_textpage().get_text_range())
        assert [word for word in sanitise(page).split() if word not in there and word != "|"] == []
    assert HEAD not in raw.text
    assert "Page" not in raw.text
    assert "inspection" in raw.text
    assert "in-spec" not in raw.text
    assert raw.heading == TITLE


@pytest.mark.parametrize("name", ["slides.odp", "slides.pptx", "slides.pdf"])
def test_a_slide_is_a_page(name: str) -> None:
    pages = read(HERE / name).text.split("\f")
    assert [page.strip().split("\n")[0] for page in pages] == ["Slide One", "Slide Two", "Slide Three"]


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.ods", "sheet.xls"])
def test_sheets(name: str) -> None:
    lines = [" | ".join((*row, "1200000.5", "2018-02-05")) for row in TABLE]
    assert read(HERE / name).text.split("\n") == ["Ships", "", *lines, "", "Again", "", *lines]


def test_what_is_encrypted_or_old_is_named_with_a_remedy() -> None:
    for name, remedy in (("locked.pdf", "password"), ("report.doc", "DOCX")):
        with pytest.raises(CorpusError) as caught:
            read(HERE / name)
        assert name in caught.value.message
        assert remedy in caught.value.hint


def test_a_scan_is_named_with_a_remedy(tmp_path: Path) -> None:
    """Pages of pictures have no text: all of them, or some between others."""
    pictures = [Image.new("1", (200, 300), 1) for _ in range(3)]
    scan = tmp_path / "scan.pdf"
    pictures[0].save(scan, save_all=True, append_images=pictures[1:])
    with pytest.raises(CorpusError, match=r"scan\.pdf: 3 pages of pictures") as caught:
        read(scan)
    assert "ocrmypdf" in caught.value.hint
    document = pypdfium2.PdfDocument(HERE / "report.pdf")
    document.import_pages(pypdfium2.PdfDocument(scan), [0, 1], 1)
    mixed = tmp_path / "mixed.pdf"
    document.save(mixed)
    raw = read(mixed)
    assert raw.problems[0].message == "mixed.pdf: pages 2–3 of 5 are pictures without text."
    assert len(raw.text.split("\f")) == 5
    assert STEPS[0] in raw.text.split("\f")[4]


def test_turned_pages_are_read_as_they_are_drawn(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(HERE / "columns.pdf")
    for page in document:
        page.set_rotation(90)
    document.save(tmp_path / "turned.pdf")
    assert read(tmp_path / "turned.pdf").text == read(HERE / "columns.pdf").text


def test_the_day_a_file_was_made_is_worth_less_than_the_day_its_text_gives(tmp_path: Path) -> None:
    for name, text in (("plain.rtf", "Words."), ("dated.rtf", "By Ana Ruiz\\par 12 May 2017\\par Words.")):
        made = "{\\info{\\creatim\\yr2018\\mo2\\dy9}}"
        (tmp_path / name).write_text(f"{{\\rtf1 {made}{text}}}")
    corpus = Corpus.open(tmp_path)
    dated, plain = (corpus.read(file).document for file in corpus.files())
    assert (plain.published, plain.provenance["published"].inferred) == ("2018-02-09", True)
    assert (dated.published, dated.provenance["published"].origin) == ("2017-05-12", "text")


def test_an_old_ending_may_hold_a_newer_format() -> None:
    reader = reader_for("a.doc")
    assert reader is not None
    for name in ("report.rtf", "report.html", "report.docx"):
        assert PARAGRAPHS[1] in reader.read(Path("a.doc"), (HERE / name).read_bytes()).text


def test_every_ending_has_a_reader() -> None:
    for suffix in suffixes():
        reader = reader_for(f"a{suffix}")
        assert reader is not None
        assert suffix in reader.suffixes
