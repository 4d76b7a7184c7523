"""The account of the folder in the explorer: counted in the header, told by D, and where nothing is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.corpus.reasons import grouped
from search.model import GUESSED, RECOGNISED, FolderAccount, Problem, Unread
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, FakeLibrary
from tui.dialogs import account as dialog
from tui.dialogs.account import AccountScreen
from tui.dialogs.info import About

SIZES = ((80, 24), (120, 40))

UNREAD = (
    Unread("accounts.pdf", "unreadable", "Encrypted document", "accounts.pdf is encrypted.", "Give its password."),
    Unread("post.zip", "unreadable", "Encrypted document", "in/b.pdf is encrypted.", "Give its password.", "in/b.pdf"),
    Unread("blank.txt", "set aside", "Empty document", "blank.txt has no text.", "Fill it, or take it out."),
    *(Unread(f"scan{n:02}.png", "ignored", "No document", f"scan{n:02}.png is a picture.") for n in range(40)),
    Unread(".git/config", "ignored", "Hidden", ".git/config is hidden, or lies in a hidden folder."),
)
NOTES = (
    Problem(GUESSED, "gazette.md does not say its encoding: read as KOI8-R.", "Set it in corpus.yaml.", "gazette.md"),
    Problem(RECOGNISED, "review.md is a picture of text, recognised by tesseract.", "Compare it.", "review.md"),
)


def account(*unread: Unread, notes: tuple[Problem, ...] = ()) -> FolderAccount:
    holding = {document.id: 1 for document in DOCUMENTS}
    files = len(holding) + len({one.file for one in unread})
    return FolderAccount(
        files, len(holding), len(holding), unread=unread, groups=grouped(unread), holding=holding, notes=notes
    )


def with_account() -> FakeLibrary:
    library = FakeLibrary()
    library.accounted = account(*UNREAD, notes=NOTES)
    library.troubles = (
        Problem("Encrypted document", "accounts.pdf is encrypted.", "Give its password.", "accounts.pdf"),
        Problem("Chapters missing", "harbour.md: 2 of 9 chapters are missing.", "Save it anew.", "harbour.md"),
        *NOTES[:1],
    )
    library.state = replace(library.state, problems=3, unread=3)
    return library


def told(it: Driver) -> str:
    """Every row of the screen, those below its edge too."""
    screen = it.app.screen
    assert isinstance(screen, AccountScreen)
    return "\n".join("".join(cell.text for cell in line) for row in screen.rows.rows for line in row.lines)


@pytest.mark.parametrize("size", SIZES)
async def test_the_header_counts_what_is_not_read(size: tuple[int, int]) -> None:
    library = with_account()
    async with explorer(size, library) as it:
        assert it.shows("3 read, 3 not (D)")
        library.state = replace(library.state, unread=0, revision=2)
        await it.press("R")
        await it.until(lambda: it.shows("3 documents"), "all of them read")
        assert not it.shows("not (D)")


@pytest.mark.parametrize("size", SIZES)
async def test_every_file_is_told_of_by_group_with_its_remedy(size: tuple[int, int]) -> None:
    async with explorer(size, with_account()) as it:
        await it.press("D")
        assert it.shows("The folder", "47 files", "3 read", "Cannot be read", "accounts.pdf · Encrypted document")
        rows = told(it)
        for words in (
            "post.zip/in/b.pdf · Encrypted document", "Give its password.", "Set aside", "blank.txt · Empty document",
            "Problems", "harbour.md · Chapters missing", "Read, but look twice", "gazette.md · Encoding guessed",
            "review.md · Letters recognised", "No documents", "40 pictures", "scan00.png, scan01.png", "a hidden file",
        ):  # fmt: skip
            assert words in rows
        assert rows.count("accounts.pdf · Encrypted document") == 1, "a problem that is accounted for is told once"
        await it.press(*["down"] * 20)
        assert it.shows("a hidden file"), "the end can be reached"


async def test_a_kind_is_unfolded_and_folded_by_enter() -> None:
    async with explorer(library=with_account()) as it:
        await it.press("D")
        screen = it.app.screen
        assert isinstance(screen, AccountScreen)
        key = next(row.key for row in screen.rows.rows if "40 pictures" in row.lines[0][0].text)
        screen.rows.move_to_key(key)
        await it.press("enter")
        assert "scan39.png" in told(it)
        assert screen.rows.cursor_row is not None
        assert screen.rows.cursor_row.key == key
        await it.press("enter")
        assert "scan39.png" not in told(it)
        assert it.app.screen is screen


async def test_typing_finds_a_file_of_any_group() -> None:
    async with explorer((80, 24), with_account()) as it:
        await it.press("D", *"scan3")
        rows = told(it)
        assert "scan39.png" in rows
        assert "scan29.png" not in rows
        assert "accounts.pdf" not in rows
        await it.press(*["backspace"] * 5, *"encrypted zip")
        assert "post.zip/in/b.pdf" in told(it)
        await it.press(*"zzz")
        assert it.shows("Nothing of that name.")
        await it.press("escape")
        assert not isinstance(it.app.screen, AccountScreen)


@pytest.mark.parametrize(("words", "doc"), [("chapters", "harbour.md"), ("koi8", "gazette.md")])
async def test_enter_opens_the_document_of_a_row(words: str, doc: str) -> None:
    async with explorer(library=with_account()) as it:
        await it.press("D", *words, "enter")
        await it.until(lambda: it.main.reader.document is not None and it.main.reader.document.id == doc, doc)
        assert not isinstance(it.app.screen, AccountScreen)


async def test_enter_on_a_file_that_cannot_be_read_opens_nothing() -> None:
    async with explorer(library=with_account()) as it:
        await it.press("D", *"accounts", "enter")
        assert isinstance(it.app.screen, AccountScreen)


async def test_more_than_is_shown_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialog, "MOST", 5)
    library = FakeLibrary()
    rows = [Unread(f"{n:02}.pdf", "unreadable", "Encrypted document", f"{n:02}.pdf is encrypted.") for n in range(9)]
    library.accounted = account(*rows)
    async with explorer(library=library) as it:
        await it.press("D")
        assert "and 4 others: type a part of a name to find them." in told(it)
        await it.press(*"08")
        assert "08.pdf" in told(it)


async def test_a_folder_that_is_read_whole_says_so() -> None:
    async with explorer() as it:
        assert it.shows("3 documents")
        await it.press("D")
        assert it.shows("3 files: 3 read (3 documents)")


async def test_where_nothing_is_found_it_may_stand_in_what_is_not_read() -> None:
    async with explorer(library=with_account()) as it:
        await it.type("zeppelin")
        assert it.shows("3 files are not read: D says why.")


async def test_a_folder_without_documents_says_how_many_files_are_not_read() -> None:
    library = FakeLibrary({}, ())
    library.state = replace(library.state, unread=1)
    async with explorer(library=library) as it:
        assert it.shows("There is no document here", "1 file is not read: D says why.")


async def test_what_else_is_known_of_a_document_is_shown() -> None:
    details = {"encoding": "koi8-r", "pages": "12", "recognised by": "tesseract"}
    library = FakeLibrary(documents=[replace(one, details=details, file="post.zip") for one in DOCUMENTS])
    async with explorer((80, 24), library) as it:
        await it.press("g", "i")
        assert isinstance(it.app.screen, About)
        rows = [" ".join(cell.text for cell in line) for row in it.app.screen.rows.rows for line in row.lines]
        for name, value in details.items():
            assert any(line.split() == [*name.split(), value] for line in rows)
        assert any("a part of post.zip" in line for line in rows)
