"""Every command and export names the page of what it quotes: the one that the file itself has it on."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from icalendar import Calendar

from search.library import Library
from tests.data.formats.make import NOTE, PARAGRAPHS
from tests.search import corpora
from tui.__main__ import main

Captured = pytest.CaptureFixture[str]
Json = dict[str, Any]

FORMATS = Path(__file__).resolve().parents[1] / "data" / "formats"
PAGED = ("report.pdf", "columns.pdf", "slides.pdf", "slides.pptx", "slides.odp")
UNPAGED = ("memo.docx", "note.txt")
NOTE_TEXT = "Zoë Lindqvist wrote to Henrik Dalby on 9 February 2018. Peter Obasi counted nine ships.\n"
BOOK = """topics:
  - {name: Cranes, query: crane*}
  - {name: Reminders, query: reminders OR deputy}
"""


def letters(text: str) -> str:
    """Letters and figures alone: how a text is set leaves them as they are."""
    return "".join(re.findall(r"[^\W_]", text))


def pages_of(name: str) -> list[str]:
    """The letters of each page, as the file itself or its maker has them."""
    if not name.endswith(".pdf"):
        blocks = [f"Slide {n}{text}" for n, text in zip(("One", "Two", "Three"), PARAGRAPHS, strict=False)]
        return [letters(block + (NOTE if number == 1 else "")) for number, block in enumerate(blocks)]
    document = pypdfium2.PdfDocument(FORMATS / name)
    try:
        return [letters(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


SURE = 12  # letters that say where words begin, where a page's foot or a note stands between what follows them


def begin_on(pages: list[str], words: str) -> set[int]:
    """The pages on which these words begin; of words that come twice there may be several."""
    begins = letters(words)
    sizes = range(min(len(begins), 60), min(len(begins), SURE) - 1, -1)
    found = {n for size in sizes for n, page in enumerate(pages, 1) if begins[:size] in page}
    sizes = range(len(begins[:SURE]), 1, -1)  # else the last words of a page, its foot below them
    last = ({n for n, page in enumerate(pages, 1) if re.search(rf"{begins[:size]}(Page\d)?$", page)} for size in sizes)
    return found or next(filter(None, last), set())


class Truth:
    """Which page the words of a document begin on."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.pages = {name: pages_of(name) for name in PAGED}
        self.seen: list[tuple[str, int]] = []
        self.unsure = 0

    def page(self, doc: str, start: int, said: int) -> None:
        """Check the page that is said of the character `start` of a document's text."""
        found = begin_on(self.pages[doc], self.texts[doc][start : start + 400])
        assert said in found, (doc, start, said, found, self.texts[doc][start : start + 40])
        self.seen.append((doc, said))
        self.unsure += len(found) > 1
        assert self.unsure <= 2 + len(self.seen) // 10

    def check(self, item: Json, start: int | None = None, doc: str = "") -> None:
        """A thing with a document and a place has the page of the place; one in a document without pages has none."""
        doc = doc or item["doc"]
        at = item["start_char"] if start is None else start
        if doc in PAGED and at >= 0:
            self.page(doc, at, item["page"])
        else:
            assert "page" not in item, item


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of documents with and without pages, and the home of what was made of it."""
    folder, home = tmp_path_factory.mktemp("paged"), tmp_path_factory.mktemp("home")
    for name in (*PAGED, "memo.docx"):
        (folder / name).write_bytes((FORMATS / name).read_bytes())
    (folder / "note.txt").write_text(NOTE_TEXT, encoding="utf-8")
    (folder / "corpus.yaml").write_text(BOOK, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        _at_home(home, patch)
        with Library(folder) as made:
            made.update()
    return folder, home


def _at_home(home: Path, patch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "DATA", "CONFIG", "STATE"):
        patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    corpora.without_model(patch)


@pytest.fixture
def library(built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    folder, home = built
    _at_home(home, monkeypatch)
    monkeypatch.setenv("SOURCEBOOK_CORPUS", str(folder))
    with Library(folder) as opened:
        yield opened


@pytest.fixture
def truth(library: Library) -> Truth:
    return Truth({document.id: library.text(document.id).text for document in library.documents()})


def told(capsys: Captured, *line: str) -> Json:
    """What a command prints as JSON."""
    main([*line, "--json"])
    found: Json = json.loads(capsys.readouterr().out)
    return found


def lines(capsys: Captured, *line: str) -> list[list[str]]:
    """What a command prints in a pipe: the fields of its lines."""
    main(list(line))
    return [row.split("\t") for row in capsys.readouterr().out.splitlines()]


# ---- JSON ----------------------------------------------------------------------------------------------------------


def test_hits_and_each_of_their_matches(truth: Truth, capsys: Captured) -> None:
    for query in ("cranes", "letters", "Marguerite", "the office", "reminders", "ships"):
        for hit in told(capsys, "search", query)["hits"]:
            first = hit["start_char"] + (hit["matches"][0]["start"] if hit["matches"] else 0)
            truth.check(hit, first)
            for match in hit["matches"]:
                truth.check(match, hit["start_char"] + match["start"], hit["doc"])
    assert {page for _, page in truth.seen} == {1, 2, 3}
    assert {doc for doc, _ in truth.seen} == set(PAGED)


def test_mentions(truth: Truth, capsys: Captured) -> None:
    found = told(capsys, "entities", "--mentions", "--limit", "1000")["entities"]
    spans = [span for entity in found for span in entity["spans"]]
    for span in spans:
        truth.check(span)
    assert len(truth.seen) > 20
    assert any(span["doc"] in UNPAGED for span in spans)


def test_a_mention_on_a_paragraph_that_goes_on_over_the_page_has_its_own_page(
    library: Library, capsys: Captured
) -> None:
    text = library.text("columns.pdf")
    sentence = text.text.index("The town council met in the evening")
    assert text.page_at(sentence) == 1  # and “chairman, Henrik Dalby” is the first of the next page
    found = told(capsys, "entities", "--mentions", "--limit", "1000")["entities"]
    (dalby,) = [
        span for entity in found for span in entity["spans"]
        if span["doc"] == "columns.pdf" and span["text"] == "Henrik Dalby"
    ]  # fmt: skip
    assert (dalby["page"], text.text.count("\n", sentence, dalby["start_char"])) == (2, 0)


def test_events_profiles_and_the_audit(truth: Truth, capsys: Captured) -> None:
    for event in told(capsys, "timeline", "--undated", "--limit", "1000")["events"]:
        truth.check(event)
    made = told(capsys, "entity", "Marguerite")
    for item in (*made["contexts"], *made["events"], *made["said"], *made["about"]):
        truth.check(item)
    seen = len(truth.seen)
    rows = told(capsys, "audit")["audit"]
    for row in rows:
        words = row["date_start"] if row["date_start"] >= 0 else row["start_char"] if row["text"] else -1
        truth.check(row, words)
    assert any(row["reason"] == "published" and "page" not in row for row in rows)
    assert len(truth.seen) > seen > 20


def test_all_parts_of_a_comparison(truth: Truth, capsys: Captured) -> None:
    made = told(capsys, "compare")
    for kind in ("conflicts", "agreements", "updates", "dismissed"):
        for value in (value for conflict in made[kind] for value in conflict["values"]):
            for statement in value["statements"]:
                truth.check(statement)
    cells = [(doc, cell) for topic in made["topics"] for doc, own in topic["cells"].items() for cell in own]
    for doc, cell in cells:
        truth.check(cell, doc=doc)
    for statement in (said for row in (*made["only"], *made["copies"]) for said in row["statements"]):
        truth.check(statement)
    assert len(truth.seen) > 10
    assert {doc for doc, _ in cells} >= set(PAGED)


def test_descriptions_have_a_page_each(truth: Truth, capsys: Captured) -> None:
    seen = 0
    for row in told(capsys, "compare")["described"]:
        assert set(row.get("pages", ())) == set(row["by"]) & set(PAGED)
        for doc, pages in row.get("pages", {}).items():
            for phrase, page in zip(row["by"][doc], pages, strict=True):
                assert page in begin_on(truth.pages[doc], phrase), (doc, phrase, page)
                seen += 1
        own = told(capsys, "entity", row["name"])
        assert own["described"] == row["by"]
        assert own.get("described_pages") == row.get("pages")
    assert seen > 4
    for fields in lines(capsys, "compare"):
        if fields[0] == "described":
            quoted_on(truth, *named(fields[2]), fields[3])


def test_claims(truth: Truth, capsys: Captured) -> None:
    made = told(capsys, "compare", "--about", "Cranes")
    claims = [claim for row in made["rows"] for cell in row["cells"].values() for claim in cell]
    for claim in claims:
        said = claim["statement"]
        truth.check(said)
        truth.check(claim, claim["start_char"] if claim["start_char"] >= 0 else said["start_char"], said["doc"])
    assert truth.seen


# ---- lines ---------------------------------------------------------------------------------------------------------

_NAMED = re.compile(r"(?P<doc>[a-z]+\.(?:pdf|pptx|odp|docx|txt))(?:, (?P<unit>p\.|slide) (?P<page>\d+))?")


def named(field: str) -> tuple[str, int | None]:
    """The document and page that a field names: "report.pdf, p. 2"."""
    match = _NAMED.fullmatch(field)
    assert match is not None, field
    if match["unit"]:
        assert (match["unit"] == "slide") is (not match["doc"].endswith(".pdf"))
    return match["doc"], int(match["page"]) if match["page"] else None


def quoted_on(truth: Truth, doc: str, page: int | None, words: str) -> None:
    """These words begin on that page of the document; a document without pages is named without one."""
    if doc in UNPAGED:
        assert page is None
        return
    flat = " ".join(truth.texts[doc].split())
    at = flat.find(" ".join(words.split()))
    assert at >= 0, words
    assert page in begin_on(truth.pages[doc], words), (doc, page, words)


def test_lines_name_document_and_page(truth: Truth, capsys: Captured) -> None:
    for where, _, snippet in lines(capsys, "search", "Marguerite"):
        quoted_on(truth, *named(where), snippet)
    for _, _, where, text in lines(capsys, "timeline"):
        quoted_on(truth, *named(where), text)
    for _, where, place, words in lines(capsys, "entities", "--mentions"):
        doc, page = named(where)
        start = int(place.split("-")[0])
        assert truth.texts[doc][start:].startswith(words)
        assert (page is None) is (doc in UNPAGED)
        if page is not None:
            truth.page(doc, start, page)
    seen = set()
    for kind, *fields in lines(capsys, "compare"):
        if kind in ("conflict", "update", "agreement"):
            quoted_on(truth, *named(fields[3]), fields[4])
        elif kind == "topic" and not fields[2].startswith("("):
            quoted_on(truth, *named(fields[1]), fields[2])
        elif kind == "only":
            quoted_on(truth, *named(fields[0]), fields[1])
        seen.add(kind)
    assert {"topic", "only"} <= seen
    for _, _, where, _, _, text in lines(capsys, "compare", "--about", "Cranes"):
        assert named(where)[0] in (*PAGED, *UNPAGED)
        assert text


def test_tables_on_a_terminal_name_it_too(library: Library, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for module in ("search", "timeline", "entities", "compare", "entity", "audit"):
        monkeypatch.setattr(f"tui.cli.subcommands.{module}.is_rich", lambda *_: True)
    for line in (["search", "Marguerite"], ["timeline"], ["entities", "--mentions"], ["entity", "Marguerite"],
                 ["compare"], ["compare", "--about", "Cranes"], ["audit"]):  # fmt: skip
        main(line)
        out = " ".join(capsys.readouterr().out.split())
        assert re.search(r"\bp\. 2\b", out), line
        assert re.search(r"\bslide 2\b", out), line


# ---- exports -------------------------------------------------------------------------------------------------------


def rows_of(library: Library, what: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(library.export(what, "csv").text)))


def test_tables_have_a_column_for_it_and_citations_end_with_it(library: Library, truth: Truth) -> None:
    for what in ("mentions", "timeline"):
        for row in rows_of(library, what):
            if row["doc"] in UNPAGED:
                assert (row["page"], row["citation"].endswith(f"[{row['doc']}]")) == ("", True)
                continue
            page = int(row["page"])
            truth.page(row["doc"], int(row["start_char"]), page)
            unit = "p." if row["doc"].endswith(".pdf") else "slide"
            over = rf"|{'pp.' if unit == 'p.' else 'slides'} {page}–{page + 1}"  # a sentence that goes on over the page
            assert re.search(rf"\[{re.escape(row['doc'])}\], (?:{re.escape(unit)} {page}{over})$", row["citation"]), row
    assert len(truth.seen) > 40


def test_json_exports_are_as_the_command_has_it(library: Library, truth: Truth) -> None:
    for entity in json.loads(library.export("entities", "json").text)["entities"]:
        for span in entity["spans"]:
            truth.check(span)
    for event in json.loads(library.export("timeline", "json").text)["events"]:
        truth.check(event)


def test_chronologies_in_other_formats(library: Library) -> None:
    events = [event for event in library.events() if event.date.basis != "publication"]
    places = library.places(library.documents())

    def expected(wanted: Iterable[Any]) -> set[str]:
        return {f"[{e.doc}], {w}" for e in wanted if (w := places.words(e.doc, e.start_char, e.end_char))}

    story = library.export("timeline", "timelinejs").text
    cited = set(re.findall(r"\[\w+\.\w+\], [^<]+", unescape(json.dumps(json.loads(story), ensure_ascii=False))))
    assert cited
    assert cited <= expected(events)
    calendar = Calendar.from_ical(library.export("timeline", "ics").text)
    told_in = "\n".join(str(entry["description"]) for entry in calendar.walk("VEVENT"))
    found = set(re.findall(r"\[\w+\.\w+\], (?:pp?\.|slides?) [\d–]+", told_in))
    assert found
    assert found <= expected(events)
    rows = [json.loads(line) for line in library.export("timeline", "ftm").text.splitlines()]
    notes = {note for row in rows if row["schema"] == "Event" for note in row["properties"].get("notes", ())}
    assert notes
    assert {note.replace(", ", "], ", 1) for note in notes} <= {one[1:] for one in expected(events)}


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_brief_cites_pages_and_where_there_are_none_paragraphs(library: Library, truth: Truth, form: str) -> None:
    text = unescape(library.export("brief", form).text).replace("\\", "")
    quotation = (
        r"“([^“”]{30,})” \[(\d+)\] ([p¶s][^\s\n*(]*\s?[\d–]+)" if form == "markdown"
        else r'<q>([^<]+)</q> <a href="#source-\d+">\[(\d+)\]</a><span class="dim"> ([^<]+)</span>'
    )  # fmt: skip
    listed = (
        r"(?m)^- \[(\d+)\] .*\[(\S+)\]$" if form == "markdown" else r'<li id="source-(\d+)">[^<]*\[([^\]<]+)\]</li>'
    )
    sources: dict[str, str] = dict(re.findall(listed, text))
    found = re.findall(quotation, text)
    assert len(found) > 8
    kinds = set()
    for words, number, place in found:
        doc = sources[number]
        if doc in UNPAGED:
            assert re.fullmatch(r"¶\d+", place), (doc, place)
        else:
            match = re.fullmatch(r"(?:pp?\.|slides?) (\d+)(?:–\d+)?", place)
            assert match is not None, (doc, place)
            quoted_on(truth, doc, int(match[1]), words)
        kinds.add(place.split()[0].rstrip("0123456789"))
    assert {"p.", "¶"} <= kinds


def test_lists_in_markdown_cite_the_page(library: Library) -> None:
    for what in ("entities", "timeline"):
        text = library.export(what, "markdown").text.replace("\\", "")
        assert re.search(r"” \[\d+\] p\. [23]\b", text)
        assert re.search(r"” \[\d+\] slide \d\b", text)
        assert re.search(r"” \[\d+\](?: \*|\n)", text)  # of a document without pages
