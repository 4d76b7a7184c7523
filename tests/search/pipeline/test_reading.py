"""Files of many documents, files ahead of others, and files that come to nothing: each is stored once and whole."""

from __future__ import annotations

import mailbox
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from search import Library
from search.corpus import read_ahead
from search.errors import CancelledError
from search.pipeline import runner
from tests.data.formats.make import HERE


def box(file: Path, numbers: range) -> None:
    """A mail box with a message a number."""
    made = mailbox.mbox(file)
    for number in numbers:
        message = EmailMessage()
        message["From"], message["To"] = "Ana Ruiz <ana@example.org>", "office@example.org"
        message["Subject"], message["Date"] = f"Cranes {number}", "Mon, 05 Feb 2018 10:00:00 +0000"
        message.set_content(f"The crane number{number} is to be repaired.")
        made.add(message)
    made.close()


def ids(library: Library) -> list[str]:
    return [document.id for document in library.documents()]


def test_a_box_is_stored_in_pieces_and_changed_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BATCH", 3)
    monkeypatch.setattr(runner, "FIRST_BATCH", 2)
    (tmp_path / "a.txt").write_text("A text about a bridge.")
    box(tmp_path / "in.mbox", range(1, 9))
    with Library(tmp_path) as library:
        library.update(analyse=False)
        assert ids(library) == ["a.txt", *(f"in.mbox/{number:05}" for number in range(1, 9))]
        assert [hit.document.id for hit in library.search("number7").hits] == ["in.mbox/00007"]
        document = library.document("in.mbox/00007")
        assert (document.title, document.file, document.format) == ("Cranes 7", "in.mbox", "mail")
        assert (library.account().files, library.account().read) == (2, 2)
        assert not library.changed(analysis=False)
        (tmp_path / "in.mbox").unlink()
        box(tmp_path / "in.mbox", range(3, 6))
        library.update(analyse=False)
        assert ids(library) == ["a.txt", *(f"in.mbox/{number:05}" for number in range(1, 4))]
        assert [hit.document.id for hit in library.search("number7").hits] == []
        assert [hit.document.id for hit in library.search("number5").hits] == ["in.mbox/00003"]
        (tmp_path / "in.mbox").unlink()
        library.update(analyse=False)
        assert (ids(library), library.search("cranes").total) == (["a.txt"], 0)


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(HERE / "report.docx", "papers/report.docx")
        archive.write(HERE / "locked.pdf", "papers/locked.pdf")
        archive.writestr("papers/picture.png", b"\x89PNG")
        archive.writestr("../outside.txt", "A text that means to lie elsewhere.")
        archive.writestr(".hidden.txt", "Hidden.")
        archive.writestr("twice.txt", "One text.")
        archive.writestr("TWICE.txt", "Another text.")
    with Library(tmp_path) as library:
        library.update(analyse=False)
        assert ids(library) == [
            "all.zip/TWICE.txt", "all.zip/outside.txt", "all.zip/papers/report.docx", "all.zip/twice.txt",
        ]  # fmt: skip
        account = library.account()
        assert (account.files, account.read, account.documents) == (1, 1, 4)
        assert [(one.file, one.member, one.outcome) for one in account.unread] == [
            ("all.zip", ".hidden.txt", "ignored"),
            ("all.zip", "papers/locked.pdf", "unreadable"),
            ("all.zip", "papers/picture.png", "ignored"),
        ]


def test_a_document_that_is_none_any_more_is_found_no_more(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A text about a bridge.")
    with Library(tmp_path) as library:
        library.update(analyse=False)
        assert library.search("bridge").total == 2
        (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02" * 100)
        library.update(analyse=False)
        assert library.search("bridge").total == 1
        assert [problem.doc for problem in library.problems()] == ["b.txt"]


def test_what_breaks_on_the_way_is_told_of_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.html", "c.html"):
        (tmp_path / name).write_text("<p>A text about a bridge.</p>")
    real = runner.with_corrected_date
    assert real
    from search.corpus.corpus import Corpus

    loaded = Corpus._loaded

    def breaks(self: Corpus, file: object, *rest: object) -> object:
        if file.id == "b.html":  # type: ignore[attr-defined]
            raise ZeroDivisionError("nothing")
        return loaded(self, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Corpus, "_loaded", breaks)
    with Library(tmp_path) as library:
        library.update(analyse=False)
        assert ids(library) == ["a.txt", "c.html"]
        (problem,) = library.problems()
        assert (problem.doc, "ZeroDivisionError" in problem.message) == ("b.html", True)


@pytest.mark.parametrize("workers", [1, 3])
def test_files_come_in_their_order_however_many_read(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_ahead, "WORKERS", workers)
    for number in range(24):
        (tmp_path / f"{number:02}.{'html' if number % 3 else 'txt'}").write_text(f"<p>Bridge number{number}.</p>")
    with Library(tmp_path) as library:
        from search.corpus.read_ahead import ReadAhead

        corpus = library.corpus()
        files = corpus.files()
        with ReadAhead(corpus, files, workers) as ahead:
            found = [(file.id, [one.document.id for one in parts]) for file, parts in ahead]  # type: ignore[union-attr]
        assert found == [(file.id, [file.id]) for file in files]


def test_reading_that_is_given_up_ends_its_processes(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.html").write_text("<p>A text about a bridge.</p>")
    with Library(tmp_path) as library:
        corpus = library.corpus()
        with read_ahead.ReadAhead(corpus, corpus.files()) as ahead:
            file, parts = next(iter(ahead))
            assert (file.id, len(list(parts))) == ("00.html", 1)
            workers = list(ahead._workers)
        assert workers
        assert not any(worker.is_alive() for worker in workers)
        assert all(worker._process._child is None for worker in workers)


def test_a_file_whose_parts_all_come_to_nothing_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text about a bridge.")
    for name, members in (
        ("none.zip", {}),
        ("pictures.zip", {"a.png": b"x"}),
        ("bad.zip", {"a.pdf": b"%PDF-", "b.png": b""}),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member, data in members.items():
                archive.writestr(member, data)
    with Library(tmp_path) as library:
        library.update(analyse=False)
        whole = {one.file: one.outcome for one in library.account().unread if not one.member}
        assert whole == {"none.zip": "ignored", "pictures.zip": "ignored", "bad.zip": "unreadable"}


def test_a_box_that_breaks_on_the_way_keeps_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.corpus import corpus as corpora
    from search.corpus.readers import Part, Raw, Refusal

    def breaks(*_: object) -> object:
        yield Part("00001", Raw("A text about a bridge."), "mail")
        yield Part("", Refusal("unreadable", "Document not readable", "in.mbox broke its reader.", "Save it anew."))

    monkeypatch.setattr(corpora, "read_parts", breaks)
    (tmp_path / "in.mbox").write_text("From …")
    with Library(tmp_path) as library:
        library.update(analyse=False)
        assert ids(library) == ["in.mbox/00001"]
        account = library.account()
        assert (account.files, account.read) == (1, 1)
        assert [(one.file, one.member) for one in account.unread] == [("in.mbox", "the rest")]


def test_a_box_that_goes_while_it_is_read_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "BATCH", 3)
    monkeypatch.setattr(runner, "FIRST_BATCH", 2)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("A text about a bridge.")
    box(folder / "in.mbox", range(1, 13))
    with Library(folder) as library:
        with pytest.raises(CancelledError):
            library.update(analyse=False, cancelled=lambda: library.search("number2").total > 0)
        assert 1 < len(ids(library)) < 13
        assert library.changed(analysis=False), "it is not taken as read"
        (folder / "in.mbox").unlink()
        library.update(analyse=False)
        assert (ids(library), library.search("cranes").total) == (["a.txt"], 0)
