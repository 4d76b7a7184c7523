"""Scans are read by tesseract where it is installed, and marked; without it, the account says what would help."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from search import Library
from search.codebook.parser import parsed_codebook
from search.corpus import recognition
from search.corpus.corpus import Corpus
from search.corpus.read_ahead import ReadAhead
from search.corpus.readers import DEFAULTS, Options, Raw, Refusal
from search.corpus.readers.isolation import process
from search.corpus.readers.isolation.letters import Answerer
from search.corpus.readers.pdf import scanned
from search.corpus.readers.recognition import MAX_PIXELS, Lack, Picture
from search.errors import CancelledError, CorpusError
from search.model import RECOGNISED
from tests.data.formats import scans
from tests.data.formats.make import HEAD, HERE, PARAGRAPHS

HAS_TESSERACT = shutil.which("tesseract") is not None
needs_tesseract = pytest.mark.skipif(not HAS_TESSERACT, reason="needs tesseract (tesseract-ocr)")
needs_font = pytest.mark.skipif(not scans.FONT.exists(), reason="needs DejaVu Serif (fonts-dejavu-core)")
BLANK = Picture(4, 2, 300, bytes(8))


def read(data: bytes, **options: Any) -> Raw | Refusal:
    (part,) = process.read_parts("scan.pdf", data, Options(**options))
    return part.found


def document(data: bytes, **options: Any) -> Raw:
    found = read(data, **options)
    assert isinstance(found, Raw), found
    return found


def refused(data: bytes, **options: Any) -> Refusal:
    found = read(data, **options)
    assert isinstance(found, Refusal)
    return found


def share(wanted: str, got: str) -> float:
    """The share of words that are there, in their order."""
    words, there = wanted.split(), got.split()
    blocks = SequenceMatcher(None, words, there, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(words)


@pytest.fixture
def two_pages() -> bytes:
    return scans.pdf([scans.page(PARAGRAPHS[:4], 1, HEAD), scans.page(PARAGRAPHS[4:], 2, HEAD)])


@pytest.fixture
def pictured() -> bytes:
    """A page that is a picture, for recognisers that do not look at it."""
    from PIL import Image

    return scans.pdf([Image.new("L", (400, 600), 255)])


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A program called tesseract that does what a shell script says; $out is its table's head."""

    def make(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "tesseract"
        program.write_text(
            "#!/bin/sh\n"
            'case "$1" in --version) echo "tesseract 9.9.9"; exit;;'
            ' --list-langs) printf "List\\neng\\n"; exit;; esac\n'
            f"{script}\n"
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return program

    return make


def table(*lines: str, sure: float = 95.0) -> str:
    """Tesseract's table of lines, their words side by side."""
    rows = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]
    rows.append("1\t1\t0\t0\t0\t0\t0\t0\t2000\t3000\t-1\t")
    for number, line in enumerate(lines, 1):
        left = 200
        for at, word in enumerate(line.split(" "), 1):
            width = 25 * len(word)
            rows.append(f"5\t1\t1\t1\t{number}\t{at}\t{left}\t{400 + 60 * number}\t{width}\t40\t{sure}\t{word}")
            left += width + 20
    return "\n".join(rows) + "\n"


# ---- with tesseract --------------------------------------------------------------------------------------------------


@needs_tesseract
@needs_font
@pytest.mark.parametrize("skew", [0.0, 1.0])
def test_a_scan_is_read_page_by_page_and_marked(skew: float) -> None:
    pages = [scans.page(PARAGRAPHS[:4], 1, HEAD, skew), scans.page(PARAGRAPHS[4:], 2, HEAD, skew)]
    raw = document(scans.pdf(pages))
    first, second = raw.text.split("\f")
    assert share(" ".join(PARAGRAPHS[:4]), first) >= 0.95
    assert share(" ".join(PARAGRAPHS[4:]), second) >= 0.95
    assert len(raw.text.strip().split("\n")) == 2 * len(PARAGRAPHS) - 1, "a paragraph is a line"
    assert HEAD not in raw.text
    assert raw.details["recognised by"].startswith("tesseract ")
    assert raw.details["recognised"].startswith("pages 1–2, ")
    (told,) = raw.problems
    assert told.title == RECOGNISED
    assert "pages 1–2" in told.message
    assert raw.unit == "page"


@needs_tesseract
@needs_font
def test_of_a_mixed_document_the_pictures_alone_are_recognised(two_pages: bytes, tmp_path: Path) -> None:
    mixed = pypdfium2.PdfDocument(HERE / "report.pdf")
    mixed.import_pages(pypdfium2.PdfDocument(two_pages), [0], 1)
    mixed.save(tmp_path / "mixed.pdf")
    raw = document((tmp_path / "mixed.pdf").read_bytes())
    before = document((HERE / "report.pdf").read_bytes()).text.split("\f")
    pages = raw.text.split("\f")
    assert len(pages) == len(before) + 1
    assert share(" ".join(PARAGRAPHS[:4]), pages[1]) >= 0.95
    assert share(before[0], pages[0]) > 0.99
    assert share(" ".join(before[1:]), " ".join(pages[2:])) > 0.99
    assert raw.details["recognised"].startswith("page 2, ")
    assert [problem.title for problem in raw.problems] == [RECOGNISED]


@needs_tesseract
@needs_font
def test_a_stamp_on_a_scan_is_no_reason_to_leave_it_unread() -> None:
    """A line of text over the picture of a page, as archives stamp theirs."""
    data = scans.pdf([scans.page(PARAGRAPHS[:4])], "ABC-000123")
    assert share(" ".join(PARAGRAPHS[:4]), document(data).text) >= 0.95
    assert document(data, languages="off").text == "ABC-000123"


@needs_tesseract
@needs_font
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_turned(degrees: int) -> None:
    program = recognition.found()
    assert not isinstance(program, Lack)
    if "osd" not in program.languages:
        pytest.skip("needs the data called osd")
    raw = document(scans.pdf([scans.page(PARAGRAPHS[:4]).rotate(degrees, expand=True)]))
    assert share(" ".join(PARAGRAPHS[:4]), raw.text) >= 0.95


@needs_tesseract
@needs_font
def test_a_page_that_its_document_turns_is_drawn_as_it_is_shown(two_pages: bytes, tmp_path: Path) -> None:
    scan = pypdfium2.PdfDocument(scans.pdf([scans.page(PARAGRAPHS[:4]).rotate(90, expand=True)]))
    scan[0].set_rotation(90)
    scan.save(tmp_path / "turned.pdf")
    raw = document((tmp_path / "turned.pdf").read_bytes())
    assert share(" ".join(PARAGRAPHS[:4]), raw.text) >= 0.95


@needs_tesseract
def test_a_picture_without_words_is_told_of(pictured: bytes) -> None:
    said = refused(pictured)
    assert said.title == "Nothing recognised"
    assert "1 page of pictures, in which tesseract" in said.message


@needs_tesseract
def test_a_language_that_is_not_installed_is_named(pictured: bytes) -> None:
    said = refused(pictured, languages="eng+chi_tra")
    if said.title == "Nothing recognised":
        pytest.skip("that language is installed")
    assert said.title == "Language not installed"
    assert "chi_tra" in said.hint
    assert "tesseract-ocr-chi-tra" in said.hint


# ---- without it ------------------------------------------------------------------------------------------------------


def test_without_the_program_the_account_says_what_helps(
    pictured: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: Callable[[str], Path]
) -> None:
    """And once it is installed, the file is read without being asked to."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "scan.pdf").write_bytes(pictured)
    (corpus / "note.txt").write_text("A text about a bridge.")
    monkeypatch.setenv("PATH", str(tmp_path))
    with Library(corpus) as library:
        library.update(analyse=False)
        (one,) = [one for one in library.account().unread if one.file == "scan.pdf"]
        assert (one.outcome, one.title) == ("unreadable", "No text")
        assert "tesseract" in one.hint
        assert "ocrmypdf" in one.hint
        assert not library.changed(analysis=False)
        lines = table("The harbour", "was closed.").replace("\n", "\\n")
        fake(f"cat >/dev/null; printf '{lines}'")
        assert library.changed(analysis=False)
        library.update(analyse=False)
        assert [hit.document.id for hit in library.search("harbour").hits] == ["scan.pdf"]
        assert library.document("scan.pdf").details["recognised by"] == "tesseract 9.9.9"
        assert [problem.title for problem in library.problems()] == [RECOGNISED]
        assert not library.changed(analysis=False)


def test_ocr_can_be_switched_off(pictured: bytes, fake: Callable[[str], Path]) -> None:
    marker = fake("").parent / "ran"
    fake(f"echo >{marker}")
    said = refused(pictured, languages="off")
    assert (said.title, "ocr: off" in said.message) == ("Pictures only", True)
    assert not marker.exists()


@pytest.mark.parametrize(("said", "meant"), [("off", "off"), ("Off", "off"), ("no", "off"), ("eng+deu", "eng+deu")])
def test_corpus_yaml_names_languages_or_none(said: str, meant: str) -> None:
    assert parsed_codebook(f"ocr: {said}\n", "corpus.yaml").reading.ocr == meant
    with pytest.raises(CorpusError, match="names no languages") as caught:
        parsed_codebook("ocr: e n g\n", "corpus.yaml")
    assert "ocr: off" in caught.value.hint


# ---- a program that misbehaves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    ["exit 3", "kill -9 $$", "cat >/dev/null; echo nonsense", "cat >/dev/null; exec cat /dev/zero", "exec sleep 600"],
)
def test_a_program_that_fails_costs_its_page_alone(
    script: str, pictured: bytes, fake: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "PAGE_SECONDS", 2)
    monkeypatch.setattr(recognition, "MAX_TABLE", 1 << 20)
    fake(script)
    assert refused(pictured).title == "Nothing recognised"
    text = document((HERE / "report.pdf").read_bytes()).text
    assert "Grensholm" in text, "the process that reads goes on"


def test_what_it_prints_is_made_harmless(pictured: bytes, fake: Callable[[str], Path]) -> None:
    """Control bytes, form feeds that are no pages, rows that are none, numbers that are none."""
    lines = table("The har\x0c\x1b[31mbour of\u202e x\x00y")
    lines += "5\t1\t1\t1\t1\t1\tNaN\t1e999\t-3\t4\t95\tbad\n5\t1\n\t\t\t\n5\t1\t1\t1\t1\t1\ta\tb\tc\td\te\tworse\n"
    program = fake("")
    (program.parent / "table").write_bytes(lines.encode() + b"\xff\xfe\n")
    fake(f"cat >/dev/null; cat {program.parent / 'table'}")
    raw = document(pictured)
    assert raw.text.split() == ["The", "har", "[31mbour", "of", "xy"]
    assert "\f" not in raw.text
    assert "\x1b" not in raw.text
    assert "bad" not in raw.text
    assert "worse" not in raw.text


def test_a_program_without_a_version_is_no_recogniser(pictured: bytes, fake: Callable[[str], Path]) -> None:
    fake("").write_text("#!/bin/sh\nexit 1\n")
    said = refused(pictured)
    assert said.title == "Nothing recognised"
    assert "--version" in said.hint


def test_nothing_but_pixels_reaches_it(
    pictured: bytes, fake: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    program = fake("")
    kept = program.parent
    fake(f'printf "%s " "$@" >{kept}/arguments; env >{kept}/environment; cat >{kept}/input; exit 1')
    refused(pictured)
    assert (kept / "input").read_bytes().startswith(b"P5\n")
    assert "scan.pdf" not in (kept / "arguments").read_text()
    assert "s3cret" not in (kept / "environment").read_text()


def test_a_page_that_is_hard_to_read_is_told_of(pictured: bytes, fake: Callable[[str], Path]) -> None:
    lines = table("The harbour", sure=55.0).replace("\n", "\\n")
    fake(f"cat >/dev/null; printf '{lines}'")
    raw = document(pictured)
    assert raw.problems[0].message == "scan.pdf: page 1 by tesseract 9.9.9, which makes mistakes; page 1 hard to read."
    assert raw.details["recognised"] == "page 1, 55 % sure"


def test_a_run_can_be_given_up(fake: Callable[[str], Path]) -> None:
    fake("exec sleep 600")
    run = recognition.begun("", float("inf"))
    assert not isinstance(run, Lack)
    run.add(BLANK)
    run.give_up()
    run.add(BLANK)
    assert run.words() == ["", ""]


# ---- order -----------------------------------------------------------------------------------------------------------


def test_scans_come_last_and_what_there_is_is_kept_before(
    pictured: bytes, tmp_path: Path, fake: Callable[[str], Path]
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(pictured)
    shutil.copy(HERE / "report.pdf", folder / "c.pdf")
    (folder / "d.txt").write_text("A text about a bridge.")
    lines = table("harbour").replace("\n", "\\n")
    fake(f"cat >/dev/null; printf '{lines}'")
    corpus = Corpus.open(folder)
    told: list[str] = []
    with ReadAhead(corpus, corpus.files(), meanwhile=lambda: told.append("meanwhile")) as ahead:
        for file, parts in ahead:
            assert list(parts)
            told.append(file.id)
    files = [one for one in told if one != "meanwhile"]
    assert files == ["c.pdf", "d.txt", "a.pdf", "b.pdf"]
    assert "meanwhile" in told[told.index("d.txt") : told.index("a.pdf")]


def test_who_stops_waiting_for_a_scan_leaves_nothing_running(
    pictured: bytes, tmp_path: Path, fake: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.pdf").write_bytes(pictured)
    running = tmp_path / "running"
    fake(f"echo $$ >{running}.new; mv {running}.new {running}; exec sleep 600")
    monkeypatch.setattr("search.corpus.read_ahead.PATIENCE", 0.05)
    corpus = Corpus.open(tmp_path / "corpus")

    def meanwhile() -> None:
        if running.exists():
            raise CancelledError

    with pytest.raises(CancelledError), ReadAhead(corpus, corpus.files(), meanwhile=meanwhile) as ahead:
        list(ahead)
    with pytest.raises(ProcessLookupError):
        os.kill(int(running.read_text()), 0)


# ---- the process and the other side ----------------------------------------------------------------------------------


def test_a_process_that_asks_what_none_of_ours_does_is_not_answered(fake: Callable[[str], Path]) -> None:
    fake("exit 1")
    answerer = Answerer()
    assert answerer.hears(b'{"raw": {}}\n') is None
    with pytest.raises(ValueError, match="more pictures"):
        answerer.hears(b'{"picture": [4, 2, 300]}\n')
    assert json.loads(answerer.answer(b'{"letters": ""}\n', b"")) == {"by": "tesseract 9.9.9"}
    assert answerer.hears(b'{"picture": [4, 2, 300]}\n') == 8
    for wrong in ([MAX_PIXELS, 2, 300], [0, 2, 300], [4, -2, 300], [4, 2, 99_999]):
        with pytest.raises(ValueError, match="no possible size"):
            answerer.hears(json.dumps({"picture": wrong}).encode())
    with pytest.raises((ValueError, TypeError)):
        answerer.hears(b'{"picture": "x"}\n')
    answerer.end()
    with pytest.raises(ValueError, match="nobody was asked"):
        answerer.answer(b'{"words": true}\n', b"")


# ---- the table of words ----------------------------------------------------------------------------------------------


def test_a_word_parted_at_a_lines_end_is_whole_again(pictured: bytes, fake: Callable[[str], Path]) -> None:
    lines = table("They thought of asking for an in-", "spection of the well-", "known grey crane.").replace(
        "\n", "\\n"
    )
    fake(f"cat >/dev/null; printf '{lines}'")
    assert document(pictured).text == "They thought of asking for an inspection of the wellknown grey crane."


def test_lines_that_nobody_could_read_are_left_out() -> None:
    assert scanned._words(table("noise", sure=12.0), 0.24, 700) == []
    assert [word.text for word in scanned._words(table("word"), 0.24, 700)] == ["word"]


def test_pages_are_named_as_people_count_them() -> None:
    assert scanned.named([2]) == "page 3"
    assert scanned.named([0, 1, 2, 4, 6, 7]) == "pages 1–3, 5, 7–8"
    assert scanned.named(range(0, 60, 2)).endswith(", 23 …")


def test_without_a_process_beside_nothing_is_recognised() -> None:
    from search.corpus.readers.recognition import LACKING, recogniser

    assert recogniser("eng") == LACKING
    assert DEFAULTS.languages == ""
