"""Web pages: the article without the site around it, its headings, lists and tables kept; encodings."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from search.corpus.readers import Raw, reader_for
from search.errors import CorpusError
from tests.data.formats.make import AUTHOR, PARAGRAPHS
from tests.data.formats.pages import PAGES, article, f1


def read(data: bytes, name: str = "a.html") -> Raw:
    reader = reader_for(name)
    assert reader is not None
    return reader.read(Path(name), data)


@pytest.mark.parametrize("name", PAGES)
def test_the_article_without_the_site(name: str) -> None:
    raw = read(PAGES[name].encode())
    assert f1(raw.text, article()) >= 0.97
    for paragraph in PARAGRAPHS:
        assert paragraph in raw.text.split("\n")
    for gone in ("Accept all cookies", "Subscribe to our newsletter", "All rights reserved", "Most read"):
        assert gone not in raw.text


@pytest.mark.parametrize("name", PAGES)
def test_headings_lists_and_tables_of_an_article_stay(name: str) -> None:
    lines = read(PAGES[name].encode()).text.split("\n")
    assert "What the council did" in lines
    assert "• a missing lamp at the pier head" in lines
    assert "Old Anselm | timber & tar | 4 February" in lines


def test_metadata_of_a_page() -> None:
    meta = read(PAGES["news"].encode()).meta
    assert meta == {
        "title": "The harbour of Grensholm",
        "author": AUTHOR,
        "source": "The Grensholm Post",
        "published": "2018-02-09",
        "url": "https://post.example.org/harbour",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ('<meta charset="x-nonsense">', "utf-8"),
    ],
)
def test_declared_encodings(head: str, encoding: str) -> None:
    page = f"{head}<html><body><p>Гавань закрыта, сказала Зоя.</p></body></html>"
    assert read(page.encode(encoding)).text == "Гавань закрыта, сказала Зоя."


def test_a_page_saved_with_its_pictures() -> None:
    """As browsers save it: a message of many parts, the page first."""
    archive = MIMEMultipart("related")
    archive["From"] = "<Saved by a browser>"
    archive["Subject"] = "The harbour"
    archive["Snapshot-Content-Location"] = "https://blog.example.org/harbour"
    archive.attach(MIMEText(PAGES["blog"], "html", "utf-8"))
    archive.attach(MIMEImage(b"\x89PNG", "png"))
    raw = read(archive.as_bytes(), "a.mhtml")
    assert raw.text == read(PAGES["blog"].encode()).text
    assert raw.meta["url"] == "https://blog.example.org/harbour"
    with pytest.raises(CorpusError, match="a saved web page"):
        read(b"From: a\nSubject: b\nContent-Type: text/plain\n\nNo page.", "a.mht")


def test_latin_1_is_windows_1252() -> None:
    page = '<meta charset="iso-8859-1"><p>“€5” said Zoë</p>'
    assert read(page.encode("cp1252")).text == "“€5” said Zoë"


def test_what_a_page_hides_is_not_read() -> None:
    page = (
        "<p>Seen.</p><p hidden>No.</p><p style='display: none'>No.</p><script>no()</script>"
        "<template><p>No</p></template><p>Seen<sup><a href='#n1'>1</a></sup> too<a href='#n2'><sup>2</sup></a>.</p>"
        "<ol start='3'><li>third<li><p>fourth</p></ol><pre>a\n  b</pre>"
    )
    assert read(page.encode()).text == "Seen.\n\nSeen too.\n\n3. third\n4. fourth\n\na\nb"
