"""`sourcebook export`: which format, which file, and what is said of what was left out."""

from __future__ import annotations

import errno
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

import search
from search.errors import CorpusError, StorageError
from search.exports import FORMATS, Exported, Format
from tests.cli.conftest import FakeLibrary
from tui.__main__ import main
from tui.cli.subcommands.export import form_for, written


class Exporting(FakeLibrary):
    formats: tuple[Format, ...] = FORMATS
    rows = 2

    def export(self, what: str, form: str, query: str = "", docs: Sequence[str] | None = None) -> Exported:
        self.asked.append(("export", what, form, query, *([tuple(docs)] if docs else [])))
        return Exported("a,b\r\n1,ñ\r\n", f"corpus-{what}.csv", self.rows, "Left out: 1 statement that is denied.")


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[Exporting]:
    Exporting.asked = []
    Exporting.rows = 2
    monkeypatch.setattr(search, "Library", Exporting)
    monkeypatch.chdir(tmp_path)
    return Exporting


def run(*words: str) -> int:
    return main(["export", *words, "-c", "demo"])


def test_without_a_file_it_goes_to_standard_output_as_it_is(
    library: type[Exporting], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("timeline", "-f", "csv") == 0
    out, err = capfd.readouterr()
    assert out == "a,b\r\n1,ñ\r\n"
    assert "Left out: 1 statement" in err
    assert ("export", "timeline", "csv", "") in library.asked


def test_a_brief_takes_documents_and_nothing_else_does(
    library: type[Exporting], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("brief", "BROOKINGS", "one", "-f", "html") == 0
    assert ("export", "brief", "html", "", ("sub/two.md", "one.txt")) in library.asked
    assert run("timeline", "one") == 2
    assert "timeline takes no documents" in capsys.readouterr().err


def test_the_files_ending_names_the_format(library: type[Exporting], tmp_path: Path) -> None:
    assert run("timeline", "-o", "when.ics") == 0
    assert ("export", "timeline", "ics", "") in library.asked
    assert (tmp_path / "when.ics").exists()


@pytest.mark.parametrize(
    ("what", "name", "form"),
    [
        ("entities", "x.ftm.json", "ftm"), ("entities", "x.json", "json"), ("timeline", "x.md", "markdown"),
        ("mentions", "x.csv", "csv"), ("timeline", None, "json"), ("mentions", None, "csv"),
    ],
)  # fmt: skip
def test_the_longest_ending_wins(what: str, name: str | None, form: str) -> None:
    assert form_for(FORMATS, what, Path(name) if name else None) == form


def test_an_ending_that_says_nothing_names_those_that_do(
    library: type[Exporting], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CorpusError):
        form_for(FORMATS, "mentions", Path("x.pdf"))
    assert run("mentions", "-o", "x.pdf") == 2
    assert ".csv (csv)" in capfd.readouterr().err


def test_a_file_that_exists_is_not_written_over_unless_asked(
    library: type[Exporting], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine.csv"
    target.write_text("mine", encoding="utf-8")
    assert run("timeline", "-o", str(target)) == 2
    assert "--force" in capfd.readouterr().err
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("timeline", "-o", str(target), "--force") == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfa,b")


def test_nothing_found_is_exit_1(library: type[Exporting]) -> None:
    library.rows = 0
    assert run("entities", "-f", "csv") == 1


def test_a_folder_and_a_missing_folder_are_told_before_any_work(
    library: type[Exporting], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("timeline", "-f", "csv", "-o", str(tmp_path), "--force") == 2
    assert "is a folder" in capfd.readouterr().err
    assert run("timeline", "-f", "csv", "-o", "none/x.csv") == 2
    assert "There is no folder none" in capfd.readouterr().err
    assert library.asked == []


class Full(io.StringIO):
    """Standard output on a disk that is full."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_or_a_closed_standard_output_is_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    for out in (Full(), None):
        with monkeypatch.context() as patched:
            patched.setattr("sys.stdout", out)
            with pytest.raises(StorageError) as caught:
                written("a")
        assert caught.value.hint
