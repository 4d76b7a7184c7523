"""What changes in the folder while the explorer is open: told in a line, read without a key, and the place is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import Document, FileChange, FileChangeKind, FolderNews, Progress
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.explorer import watching
from tui.session.settings import Settings

LONG = "\n\n".join(f"Paragraph {number} of the long report, about the pier and the harbour." for number in range(80))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "AFTER", 0.001)


async def news(it: Driver, *changes: tuple[str, FileChangeKind], note: str = "") -> None:
    """As the watch tells it, from another thread or not."""
    await it.until(lambda: it.library.tell is not None, "the watch to begin")
    assert it.library.tell is not None
    it.library.tell(FolderNews(tuple(FileChange(*change) for change in changes), note=note))
    await it.pilot.pause()
    await it.calm()


async def read(it: Driver, texts: dict[str, str], *stages: str) -> None:
    """The worker's results: other texts in the store, and its progress."""
    library = it.library
    library.texts = texts
    known = {one.id: one for one in (*DOCUMENTS, *library.all)}
    library.all = tuple(
        replace(known.get(doc, Document(doc, doc, format="md")), words=len(text.split()), sha256=str(hash(text)))
        for doc, text in texts.items()
    )
    library.grow()
    assert library.report is not None
    for stage in stages:
        library.report(Progress(stage, 1, 1))  # type: ignore[arg-type]
    await it.pilot.pause()
    await it.calm()


async def test_a_new_file_is_told_of_and_read_without_a_key() -> None:
    async with explorer() as it:
        await news(it, ("pier.md", "new"))
        assert it.shows("pier.md is new")
        assert it.library.started == 1
        await read(it, {**TEXTS, "pier.md": "The new pier."}, "reading", "indexing", "names", "done")
        await it.until(lambda: it.main.results.total == 4, "the new document")


async def test_a_new_document_shows_before_the_work_says_more() -> None:
    async with explorer() as it:
        await news(it, ("pier.md", "new"))
        await read(it, {**TEXTS, "pier.md": "The new pier."})
        await it.until(lambda: it.main.results.total == 4, "the new document")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("sub/pier.md", "gone")], "pier.md is gone"),
        ([("pier.md", "changed")], "pier.md has changed"),
        ([("a.md", "new"), ("b.md", "new")], "2 files are new"),
        ([("a.md", "gone"), ("b.md", "gone"), ("c.md", "gone")], "3 files are gone"),
        ([("a.md", "new"), ("b.md", "gone"), ("c.md", "changed")], "3 files changed"),
    ],
)
async def test_one_short_line(changes: list[tuple[str, FileChangeKind]], words: str) -> None:
    async with explorer() as it:
        await news(it, *changes)
        assert it.main.status.message == words


async def test_what_changes_while_files_are_read_waits_for_the_work_and_is_looked_at_after_it() -> None:
    async with explorer() as it:
        await news(it, ("a.md", "new"))
        assert it.library.report is not None
        it.library.report(Progress("reading", 1, 9))
        await it.pilot.pause()
        await news(it, ("b.md", "new"))
        assert it.library.started == 1
        it.library.folder_changed = True
        it.library.report(Progress("done"))
        await it.until(lambda: it.library.started == 2, "the work for what came meanwhile")


async def test_an_analysis_gives_way_to_files_that_are_not_read() -> None:
    async with explorer() as it:
        await news(it, ("a.md", "new"))
        library = it.library
        assert library.report is not None
        library.report(Progress("names", 1, 9))
        await it.pilot.pause()
        first, library.unread = library.work, True
        await news(it, ("b.md", "new"))
        await it.until(lambda: library.started == 2, "the work for the second file")
        assert first is not None
        assert not first.running
        assert library.work is not None
        assert library.work.running


async def test_an_analysis_that_has_read_the_file_goes_on() -> None:
    async with explorer() as it:
        await news(it, ("a.md", "new"))
        library = it.library
        assert library.report is not None
        await news(it, ("b.md", "new"))  # before the first look at the folder
        library.report(Progress("names", 1, 9))
        await it.pilot.pause()
        await it.calm()
        assert library.started == 1
        library.report(Progress("done"))
        await it.pilot.pause()
        await it.calm()
        assert library.started == 1


async def test_a_folder_that_changes_all_the_time_lets_the_analysis_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer() as it:
        library = it.library
        library.unread = True
        await news(it, ("a.md", "new"))
        for _ in range(60):
            if library.report is not None and library.work is not None and library.work.running:
                library.report(Progress("names", 1, 9))
            await it.pilot.pause()
            await news(it, ("a.md", "changed"))
        assert 10 < library.started < 40
        assert library.work is not None
        assert library.work.running


async def test_what_began_before_the_watch_did_is_looked_for_when_it_has_begun() -> None:
    async with explorer() as it:
        await it.until(lambda: it.library.tell is not None, "the watch to begin")
        it.library.folder_changed = True
        assert it.library.tell is not None
        it.library.tell(FolderNews(begun=True))
        await it.until(lambda: it.library.started == 1, "the work")


async def test_how_the_folder_is_watched_is_said_where_it_is_not_as_usual() -> None:
    async with explorer() as it:
        await news(it, note="The system watches no more folders: the folder is looked at every 2 seconds.")
        assert it.shows("every 2 seconds")
        await it.press("D")
        assert it.shows("Watching the folder")


async def test_watching_can_be_turned_off() -> None:
    from tui.app import SourcebookApp

    library = FakeLibrary()
    app = SourcebookApp(library, settings=Settings(watch=False))
    async with app.run_test() as pilot:
        it = Driver(app, pilot, library)
        await it.until(lambda: it.main.work.begun, "begun")
        await it.calm()
        assert library.tell is None


async def test_the_watch_ends_with_the_explorer() -> None:
    library = FakeLibrary()
    async with explorer(library=library) as it:
        await it.until(lambda: library.tell is not None, "the watch to begin")
        it.app.close_corpus()
        assert library.tell is None


# ---- the place of the reader -------------------------------------------------------------------------------------


def long_library() -> FakeLibrary:
    documents = (*DOCUMENTS, Document("report.md", "The long report", "Alder Post", None, "2018-01-01", format="md"))
    return FakeLibrary({**TEXTS, "report.md": LONG}, documents)


async def in_the_report(it: Driver) -> int:
    """The long report open at its twentieth hit; the character at the top of the screen."""
    await it.type("paragraph")
    await it.press("enter", *["n"] * 20)
    assert it.main.reader.document is not None
    assert it.main.reader.document.id == "report.md"
    reader = it.main.reader.reader
    assert reader.hit_position == "21/80"
    return reader.offset_at_top()


async def test_another_file_leaves_the_place_and_the_hit_as_they_are() -> None:
    async with explorer(library=long_library()) as it:
        await in_the_report(it)
        reader = it.main.reader.reader
        before, screen = (reader.scroll_offset, reader.current), it.screen().splitlines()[1:-1]
        await news(it, ("pier.md", "new"))
        await read(it, {**it.library.texts, "pier.md": "The new pier."}, "names", "done")
        await it.until(lambda: "pier.md" in it.main.documents, "the new document")
        assert (reader.scroll_offset, reader.current) == before
        assert it.screen().splitlines()[1:-1] == screen


async def test_the_open_document_keeps_its_place_by_the_words_around_it() -> None:
    async with explorer(library=long_library()) as it:
        top = await in_the_report(it)
        reader = it.main.reader.reader
        words = reader.text[top : top + 30]
        changed = "Three\n\nnew\n\nlines.\n\n" + LONG.replace("Paragraph 70 of", "Paragraph seventy of")
        await news(it, ("report.md", "changed"))
        await read(it, {**it.library.texts, "report.md": changed}, "names", "done")
        await it.until(lambda: reader.text.startswith("Three"), "the new text")
        assert reader.text[reader.offset_at_top() :].startswith(words)
        assert reader.hit_position == "21/80"
        assert it.shows("This file has changed; you are at the same words.")


async def test_words_that_are_gone_are_said_to_be() -> None:
    async with explorer(library=long_library()) as it:
        await in_the_report(it)
        await news(it, ("report.md", "changed"))
        await read(it, {**it.library.texts, "report.md": "Nothing is left.\n\nParagraph of another kind."}, "done")
        assert it.shows("This file has changed; the words that stood here are gone.")


async def test_a_document_that_is_gone_is_shown_until_it_is_left() -> None:
    async with explorer(library=long_library()) as it:
        top = await in_the_report(it)
        rest = {doc: text for doc, text in it.library.texts.items() if doc != "report.md"}
        await news(it, ("report.md", "gone"))
        await read(it, rest, "names", "done")
        await it.until(lambda: it.shows("gone · "), "the mark")
        assert it.shows("report.md is no longer in the folder")
        reader = it.main.reader.reader
        assert reader.offset_at_top() == top
        await it.press("space")
        assert not it.main.view.marked
        await read(it, {**rest, "report.md": LONG}, "done")
        await it.until(lambda: not it.shows("gone · "), "its return")
        assert reader.offset_at_top() == top


async def test_a_bookmark_in_a_file_that_has_changed_says_so() -> None:
    async with explorer(library=long_library()) as it:
        await in_the_report(it)
        await it.press("b")
        (kept,) = it.library.kept
        await read_without_work(it, {**it.library.texts, "report.md": "An introduction. " * 200 + "\n\n" + LONG})
        await it.press("B", "enter")
        assert it.shows("This file has changed; the passage stands elsewhere in it now.")
        assert it.main.reader.flash is not None
        assert it.main.reader.reader.text[it.main.reader.flash.start :].startswith(kept.text[:20])
        await read_without_work(it, {**it.library.texts, "report.md": "Something else altogether."})
        await it.press("B", "enter")
        assert it.shows("This file has changed; the passage is no longer in it.")
        await read_without_work(it, dict(TEXTS))
        await it.press("B", "enter")
        assert it.shows("report.md is no longer in the folder.")


async def read_without_work(it: Driver, texts: dict[str, str]) -> None:
    it.library.report = it.library.report or (lambda _: None)
    await read(it, texts)
    it.main.refresh_all()
    await it.calm()


async def test_the_cursor_stays_on_its_document_in_a_long_list_and_near_one_that_goes() -> None:
    texts = {f"{number:03}.md": f"Report {number} of the harbour." for number in range(120)}
    documents = tuple(Document(doc, f"Report {doc}", "Post", None, "2019", format="md") for doc in texts)
    async with explorer(library=FakeLibrary(texts, documents)) as it:
        await it.type("harbour")
        lines = it.main.results.lines
        for _ in range(3):
            await it.press("end")
        here = it.main.results.document
        assert here is not None
        assert here > "090.md"
        place = lines.scroll_offset
        await news(it, ("pier.md", "new"))
        await read(it, {**texts, "pier.md": "The new pier."}, "names", "done")
        assert it.main.results.document == here
        assert lines.scroll_offset == place
        await read(it, {doc: text for doc, text in texts.items() if doc != here}, "done")
        assert it.main.results.document == f"{int(here[:3]) - 1:03}.md"
