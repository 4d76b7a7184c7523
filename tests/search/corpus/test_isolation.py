"""Files read in a process beside: what one does to it is told of that file, and the next file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.corpus.readers import DEFAULTS, Part, Raw, Refusal
from search.corpus.readers.isolation import process
from search.corpus.readers.parts import parts_of
from search.errors import StorageError

FORMATS = Path(__file__).resolve().parents[2] / "data" / "formats"
HOSTILE = "tests.search.corpus.hostile_readers"


def read(name: str, data: bytes = b"bytes") -> list[Part]:
    return list(process.read_parts(f"/somewhere/{name}", data, DEFAULTS))


def refusal(name: str) -> Refusal:
    (part,) = read(name)
    assert isinstance(part.found, Refusal)
    return part.found


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A process in which endings stand for readers that do what native code may do."""
    process.PROCESS.close()
    monkeypatch.setattr(process, "ENTRY", HOSTILE)
    yield monkeypatch  # type: ignore[misc]
    process.PROCESS.close()


@pytest.mark.parametrize(
    "name", ["report.pdf", "columns.pdf", "sheet.xls", "report.docx", "slides.pptx", "report.html"]
)
def test_it_reads_as_the_readers_themselves_do(name: str) -> None:
    data = (FORMATS / name).read_bytes()
    assert read(name, data) == list(parts_of(name, data, DEFAULTS))
    assert all(isinstance(part.found, Raw) for part in read(name, data))


def test_what_a_reader_says_of_a_file_is_handed_on() -> None:
    (part,) = read("locked.pdf", (FORMATS / "locked.pdf").read_bytes())
    assert isinstance(part.found, Refusal)
    assert (part.found.outcome, part.found.title) == ("unreadable", "Encrypted document")
    assert "passwords:" in part.found.hint


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.aborting", r"a.aborting broke its reader (signal 6)."),
        ("a.hanging", r"a.hanging was not read within 1 seconds."),
        ("a.greedy", r"a.greedy needs more memory than a file may have."),
        ("a.raising", r"a.raising broke its reader (ZeroDivisionError: nothing)."),
        ("a.long", r"a.long comes to more text than is read of a file."),
    ],
)
def test_a_file_that_breaks_its_reader_is_named_and_the_next_is_read(
    name: str, message: str, hostile: pytest.MonkeyPatch
) -> None:
    hostile.setattr(process, "MAX_SECONDS", 1)
    hostile.setattr(process, "MAX_REPLY", 1 << 20)
    found = refusal(name)
    assert found.message == message
    assert found.hint
    (part,) = read("report.pdf", (FORMATS / "report.pdf").read_bytes())
    assert isinstance(part.found, Raw)
    assert "Grensholm" in part.found.text


def test_the_documents_before_the_one_that_breaks_its_reader_are_kept(hostile: pytest.MonkeyPatch) -> None:
    *before, last = read("a.many")
    assert [part.name for part in before] == ["1", "2"]
    assert isinstance(last.found, Refusal)


def test_it_writes_no_file_and_what_it_prints_is_no_answer(tmp_path: Path, hostile: pytest.MonkeyPatch) -> None:
    hostile.setenv("HOSTILE_FILE", str(tmp_path / "file"))
    (part,) = read("a.writing")
    assert isinstance(part.found, Raw)
    assert part.found.text == "refused"
    assert not (tmp_path / "file").exists() or not (tmp_path / "file").read_bytes()


def test_text_is_read_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "ENTRY", "nothing.of.the.kind")
    process.PROCESS.close()
    (part,) = read("a.txt", b"A line.")
    assert isinstance(part.found, Raw)
    with pytest.raises(StorageError, match="ended at once"):
        read("a.pdf", b"%PDF-")
