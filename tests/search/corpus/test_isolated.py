"""Native code reads in a process beside: what a file does to it is told of that file, and the next file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.corpus.readers import isolated
from search.corpus.readers.pdf.pdf import Pdf
from search.errors import CorpusError

FORMATS = Path(__file__).resolve().parents[2] / "data" / "formats"


def hostile(kind: str, monkeypatch: pytest.MonkeyPatch) -> isolated.Pdf:
    monkeypatch.setattr(isolated.Pdf, "WHERE", ("tests.search.corpus.hostile_readers", kind))
    return isolated.Pdf()


def read_report() -> str:
    path = FORMATS / "report.pdf"
    return isolated.Pdf().read(path, path.read_bytes()).text


def test_it_reads_as_the_reader_itself_does() -> None:
    for name in ("report.pdf", "columns.pdf", "slides.pdf"):
        path = FORMATS / name
        assert isolated.Pdf().read(path, path.read_bytes()) == Pdf().read(path, path.read_bytes())


def test_what_the_reader_says_of_a_file_is_handed_on() -> None:
    path = FORMATS / "locked.pdf"
    with pytest.raises(CorpusError, match="password") as caught:
        isolated.Pdf().read(path, path.read_bytes())
    assert caught.value.hint


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("Aborting", r"a\.x broke its reader \(signal 6\)"),
        ("Hanging", r"a\.x was not read within 1 seconds"),
        ("Greedy", r"a\.x needs more memory"),
    ],
)
def test_a_file_that_breaks_its_reader_is_named_and_the_next_is_read(
    kind: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(isolated, "MAX_SECONDS", 1)
        with pytest.raises(CorpusError, match=message) as caught:
            hostile(kind, patch).read(Path("a.x"), b"bytes")
        assert caught.value.hint
    assert "Grensholm" in read_report()


def test_it_writes_no_file_and_what_it_prints_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolated._PROCESS.close()
    monkeypatch.setenv("HOSTILE_FILE", str(tmp_path / "file"))
    assert hostile("Writing", monkeypatch).read(Path("a.x"), b"").text == "refused"
    assert not (tmp_path / "file").exists() or not (tmp_path / "file").read_bytes()
    isolated._PROCESS.close()
