"""Broken files: whatever the bytes, a reader gives text or a CorpusError that names the file and a remedy."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.corpus.readers import Raw, reader_for, suffixes
from search.corpus.readers.container import Container
from search.errors import CorpusError
from tests.data.formats.make import HERE, PARAGRAPHS

FILES = sorted(file for file in HERE.iterdir() if file.suffix in suffixes())
ENDINGS = sorted({reader.suffixes[0] for suffix in suffixes() if (reader := reader_for(f"a{suffix}"))})


def attempt(name: str, data: bytes) -> Raw | None:
    """What a reader makes of bytes; a CorpusError must name the file and a remedy; any other exception fails."""
    reader = reader_for(name)
    assert reader is not None
    try:
        return reader.read(Path(name), data)
    except CorpusError as caught:
        error = caught
    assert name.removesuffix(".gz") in error.message
    assert error.title
    assert error.hint
    return None


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_random_bytes(ending: str, data: bytes) -> None:
    attempt(f"a{ending}", data)


STARTS = {
    ".rtf": b"{\\rtf1\\ansi ",
    ".pdf": b"%PDF-1.7\n",
    ".docx": b"PK\x03\x04",
    ".msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ".fodt": b"<?xml version='1.0'?><office>",
    ".html": b"<!doctype html><body>",
    ".eml": b"From: a@b.c\nSubject: x\nContent-Type: ",
    ".mbox": b"From a@b.c Mon Jan  1 00:00:00 2018\nFrom: a@b.c\n",
    ".csv": b"title,text\n",
    ".jsonl": b'{"text": "a"}\n',
    ".srt": b"1\n00:00:01,000 --> 00:00:02,000\n",
    ".gz": b"\x1f\x8b\x08",
}


@pytest.mark.parametrize("ending", STARTS)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_random_bytes_after_a_right_start(ending: str, data: bytes) -> None:
    attempt(f"a{ending}", STARTS[ending] + data)


RTF_WORDS = (
    r"\par \cell \row \intbl \pard \u55357 \u-3 \'e9 {\*\footnote x} {\footnote {\title y} { } "
    r"\bin9 \bin-4 \v \v0 \uc9 a é "
    r"\deleted \ansicpg932 \f1 {\fonttbl{\f1\fcharset128 x;}} "
    r"\outlinelevel2 {\listtext 1.\tab} \~ \* {\info{\author z}}"
)


@settings(max_examples=200, deadline=None)
@given(tokens=st.lists(st.sampled_from(RTF_WORDS.split()), max_size=60))
def test_rich_text_of_any_words(tokens: list[str]) -> None:
    attempt("a.rtf", ("{\\rtf1 x" + " ".join(tokens)).encode("latin-1"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_truncated_and_damaged_files(file: Path) -> None:
    data = file.read_bytes()
    chance = random.Random(file.name)
    for _ in range(12):
        attempt(file.name, data[: chance.randrange(len(data))])
    for _ in range(12):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        attempt(file.name, bytes(damaged))


@pytest.mark.parametrize("file", [file for file in FILES if zipfile.is_zipfile(file)], ids=lambda file: file.name)
def test_containers_with_damaged_parts(file: Path) -> None:
    """What is packed is damaged, not the packing: the walks meet XML that no program writes."""
    chance = random.Random(file.name)
    for _ in range(8):
        out = io.BytesIO()
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                part = bytearray(old.read(info))
                if part and info.filename.endswith((".xml", ".rels", "html")):
                    for _ in range(chance.randrange(3)):
                        at = chance.randrange(len(part))
                        part[at : at + chance.randrange(40)] = b""
                if chance.random() > 0.05:
                    new.writestr(info.filename, bytes(part))
        attempt(file.name, out.getvalue())


@pytest.mark.parametrize("ending", [".docx", ".odt", ".epub", ".pptx", ".pdf", ".msg", ".xls"])
def test_another_format_under_the_ending(ending: str) -> None:
    for file in FILES:
        if file.suffix != ending and file.stat().st_size < 60_000:
            attempt(f"a{ending}", file.read_bytes())


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip container."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


RELS = b'<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'


def docx(document: bytes) -> bytes:
    """A Word document of one part."""
    return packed({"_rels/.rels": RELS, "word/document.xml": document})


def test_a_document_type_definition_is_refused() -> None:
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document><body><p><r><t>&b;</t></r></p></body></document>'
    )
    for head in (b"", b'<?xml version="1.0"?>\n<!-- x -->'):
        with pytest.raises(CorpusError, match="document type definition"):
            reader_for("a.docx").read(Path("a.docx"), docx(head + bomb))  # type: ignore[union-attr]
    utf16 = bomb.decode().encode("utf-16")
    with pytest.raises(CorpusError, match="document type definition"):
        reader_for("a.docx").read(Path("a.docx"), docx(utf16))  # type: ignore[union-attr]


def test_a_definition_that_lies_elsewhere_is_not_fetched() -> None:
    """OpenOffice 1 and 2 began their parts so."""
    named = b'<!DOCTYPE document PUBLIC "-//X//Y//EN" "file:///etc/passwd">'
    raw = attempt("a.docx", docx(named + b"<document><body><p><r><t>Words.</t></r></p></body></document>"))
    assert raw is not None
    assert raw.text == "Words."
    assert attempt("a.docx", docx(named + b"<document><body><p><r><t>&x;</t></r></p></body></document>")) is None


def test_an_entity_of_a_chapter_is_not_expanded() -> None:
    chapter = (
        b'<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<html><body><p>Before &a; &x; after.</p></body></html>"
    )
    book = packed(
        {
            "META-INF/container.xml": b'<container><rootfile full-path="a.opf"/></container>',
            "a.opf": b'<package><item id="1" href="1.html"/><itemref idref="1"/></package>',
            "1.html": chapter,
        }
    )
    raw = attempt("a.epub", book)
    assert raw is not None
    assert "Before" in raw.text
    assert "root:" not in raw.text


def test_bombs_are_refused() -> None:
    flat = b"<document><body>" + b"<p/>" * 4_000_000 + b"</body></document>"
    with pytest.raises(CorpusError, match="unpacks to more than"):
        reader_for("a.docx").read(Path("a.docx"), docx(flat))  # type: ignore[union-attr]
    many = packed({f"p{number}": b"" for number in range(20_001)})
    with pytest.raises(CorpusError, match="parts"):
        Container(Path("a.docx"), many, "a Word document")
    with pytest.raises(CorpusError, match="unpacks to more than"):
        reader_for("a.txt.gz").read(Path("a.txt.gz"), gzip.compress(b"a" * 70_000_000))  # type: ignore[union-attr]


def test_a_sheet_that_claims_to_be_large_is_read_as_what_it_has() -> None:
    """A cell in the far corner, and a size that is not there, cost no memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(HERE / "sheet.xlsx") as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                assert b'<dimension ref="A1:E4"/>' in part
                part = part.replace(b'<dimension ref="A1:E4"/>', b'<dimension ref="A1:XFD1048576"/>')
            new.writestr(info.filename, part)
    raw = attempt("sheet.xlsx", out.getvalue())
    assert raw is not None
    assert raw.text == reader_for("a.xlsx").read(Path("a.xlsx"), (HERE / "sheet.xlsx").read_bytes()).text  # type: ignore[union-attr]
    flat = (
        b'<d xmlns:t="t"><body><spreadsheet><table t:name="S"><table-row t:number-rows-repeated="1000000"><table-cell '
        b't:number-columns-repeated="16000"/></table-row><table-row><table-cell><p>x</p></table-cell></table-row></table>'
        b"</spreadsheet></body></d>"
    )
    raw = attempt("a.fods", flat)
    assert raw is not None
    assert raw.text == "S\n\nx"


def test_a_text_beyond_the_bound_is_cut_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.corpus.readers.blocks.MAX_TEXT", 500)
    for name in ("report.docx", "report.odt", "report.rtf", "slides.pptx", "memo.epub", "report.html"):
        raw = attempt(name, (HERE / name).read_bytes())
        assert raw is not None
        assert len(raw.text) < 1500, name
        assert [problem.title for problem in raw.problems] == ["Document too large"], name


def test_deep_nesting_is_refused() -> None:
    for wrap in (b"sdt", b"tbl", b"ins"):
        deep = b"<document><body>" + b"<%s>" % wrap * 3000 + b"</%s>" % wrap * 3000 + b"</body></document>"
        assert attempt("a.docx", docx(deep)) is None or wrap == b"tbl"
    rich = b"{\\rtf1 " + b"{" * 5000 + b"x" + b"}" * 5001
    assert attempt("a.rtf", rich) is None
    attempt("a.html", b"<div>" * 20_000 + b"deep")
    attempt(
        "a.eml",
        b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: message/rfc822\n\n" * 3000,
    )


def test_strict_documents_are_read() -> None:
    """ISO/IEC 29500 strict has other namespaces; everything else is the same."""
    strict = io.BytesIO()
    with zipfile.ZipFile(HERE / "report.docx") as old, zipfile.ZipFile(strict, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            for ours, theirs in (
                (
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
                (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            ):
                part = part.replace(ours, theirs)
            new.writestr(info.filename, part)
    raw = attempt("a.docx", strict.getvalue())
    assert raw is not None
    assert PARAGRAPHS[2] in raw.text
    assert raw.text == attempt("report.docx", (HERE / "report.docx").read_bytes()).text  # type: ignore[union-attr]
