"""The brief: every quotation stands in the paragraph it is cited from, and nothing of a document becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from search.exports.blocks import Block, Grid, Heading, Item, Items, Paragraph, Sources, Words
from search.exports.brief import labels, report
from search.exports.selection import ExportSelection
from search.library import Library
from search.model import Document
from search.views.selection import Selection
from search.workspace import Workspace
from tests.search import corpora

DOCS = {
    "north.md": (
        "---\ntitle: The <b>bridge</b>\nsource: North & Sons\npublished: 2019-06-01\n---\n"
        "The old bridge of Marne is closed | for good, *they* say <script>alert(1)</script>.\n\n"
        "Ada Kovel was arrested in Marne in March 2016. At least 12 people were injured there.\n\n"
        "The harbour toll was raised in May 2015, Kovel said.\n"
    ),
    "south.md": (
        "---\ntitle: The river\nsource: South\npublished: 2019-06-02\n---\n"
        "Nobody in Marne wants the toll.\n\nAda Kovel, the engineer, was arrested in Marne in April 2017.\n"
    ),
    "east.md": (
        "---\ntitle: The mill\nsource: East\n---\nThe mill of Aube burnt in 1998. Ada Kovel built the toll gate.\n"
    ),
}
BOOK = "topics:\n  - {name: 'The toll [x]', description: What is paid, query: toll}\n"


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, text in DOCS.items():
        (folder / name).write_text(text)
    (folder / "corpus.yaml").write_text(BOOK)
    with Library(folder) as made:
        made.update()
        yield made


def chosen(library: Library, query: str = "") -> ExportSelection:
    """What a query chooses of a library, for an export."""
    return ExportSelection(Selection(Workspace(library.root)), query)


def runs(block: Block) -> Iterator[Words]:
    """Every stretch of words of a block."""

    def under(item: Item) -> Iterator[Words]:
        yield item.words
        for row in item.under:
            yield from under(row)

    match block:
        case Paragraph():
            yield block.words
        case Items():
            for item in block.rows:
                yield from under(item)
        case Grid():
            for row in block.rows:
                yield from row


def headings(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]


def test_every_quotation_stands_in_the_paragraph_it_is_cited_from(library: Library) -> None:
    made = report(chosen(library))
    (sources,) = [block for block in made.blocks if isinstance(block, Sources)]
    by_number = [next(d.id for d in library.documents() if d.title in cited) for cited in sources.citations]
    seen = 0
    for words in (words for block in made.blocks for words in runs(block)):
        for at, run in enumerate(words):
            if run.style != "quote":
                continue
            number, place = words[at + 2], words[at + 3]
            assert number.style == "cite"
            paragraphs = [
                line for line in library.text(by_number[int(number.text) - 1]).text.split("\n") if line.strip()
            ]
            assert run.text in paragraphs[int(place.text.removeprefix(" ¶")) - 1]
            seen += 1
    assert seen >= 5
    assert made.quotations >= seen


def test_what_is_in_it(library: Library) -> None:
    made = report(chosen(library))
    assert headings(made.blocks)[0] == "Where the sources differ"
    assert {"Who says what", "Topics × sources", "What happened when", "Sources"} <= set(headings(made.blocks))
    text = library.export("brief", "markdown").text
    assert "### ≠ Ada Kovel" in text
    assert "Not found in: East." in text
    assert "- **Mar 2016**\n  - North & Sons: “Ada Kovel" in text.replace("\\", "")


def test_chosen_sources_alone_are_compared(library: Library) -> None:
    made = library.export("brief", "markdown", docs=("south.md", "east.md")).text
    assert "North" not in made
    assert "≠ Ada Kovel" not in made
    assert "2 sources (South, East)" in made


def test_a_query_about_a_name_brings_its_grid(library: Library) -> None:
    made = report(chosen(library, 'entity:"Ada Kovel" mentions:2015..2017'))
    thirds = [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 3]
    assert "Ada Kovel" in thirds
    assert "1998" not in library.export("brief", "markdown", 'entity:"Ada Kovel" mentions:2015..2017').text


class Page(HTMLParser):
    """What a browser would make of a page: its tags, and the text of the body."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif name == "href":
                self.links.add((value or "").removeprefix("#"))
            assert not name.startswith("on")
            assert name != "src"
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_is_sound_and_fetches_nothing(library: Library) -> None:
    page = Page(library.export("brief", "html").text)
    assert page.open == []
    assert page.links
    assert page.links <= page.anchors
    assert "script" not in page.tags
    assert "<b>bridge</b>" in page.words
    assert "http" not in library.export("brief", "html").text


def test_cells_of_a_table_cannot_break_it(library: Library) -> None:
    lines = library.export("brief", "markdown").text.splitlines()
    for at, line in enumerate(lines):
        if line.startswith("| --- |"):
            columns = line.count("|")
            rest = (row for row in lines[at + 1 :] if row)
            assert lines[at - 1].count("|") == columns
            assert next(rest).replace("\\|", "").count("|") == columns


def test_sources_of_one_name_are_told_apart() -> None:
    rows = [Document("a.md", "A", "Post", published="2019"), Document("b.md", "B", "Post", published="2020-05"),
            Document("c.md", "C", "Day"), Document("d.md", "D", "Day")]  # fmt: skip
    assert labels(rows) == {
        "a.md": "Post (2019)",
        "b.md": "Post (May 2020)",
        "c.md": "Day (c.md)",
        "d.md": "Day (d.md)",
    }


def test_nothing_chosen_is_nothing(library: Library) -> None:
    assert library.export("brief", "html", "nowhereword").rows == 0
