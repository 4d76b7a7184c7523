"""Work in the background, problems, and what is said where there is nothing yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import Problem, Progress
from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS, FakeLibrary
from tui.dialogs.account import AccountScreen


async def test_progress_shows_and_panes_follow_it() -> None:
    library = FakeLibrary(changed=True)
    async with explorer(library=library) as it:
        await it.until(lambda: library.report is not None, "the work to begin")
        assert library.report is not None
        library.report(Progress("names", 1, 3))
        await it.until(lambda: it.shows("finding names 1/3"), "progress")
        library.all = DOCUMENTS[:2]
        library.grow()
        library.report(Progress("done"))
        await it.until(lambda: it.main.results.total == 2, "the new documents")
        await it.calm()
        assert not it.shows("finding names")


async def test_what_another_explorer_finishes_while_this_one_looks_for_changes_is_shown() -> None:
    """Three explorers are opened at once: one does the work, and the others find that nothing is left to be done."""

    class Other(FakeLibrary):
        def changed(self) -> bool:
            self.all = DOCUMENTS
            self.grow()  # the other one is done while this one looks
            return False

    library = Other(documents=())
    async with explorer(library=library) as it:
        await it.until(lambda: it.main.results.total == len(DOCUMENTS), "what the other one found")
        await it.press("e")
        assert it.shows("Ada Finch")
        assert not it.shows("No names in these documents")


async def test_what_is_not_there_may_come_yet_while_work_goes_on() -> None:
    library = FakeLibrary(changed=True)
    library.names = {}
    async with explorer(library=library) as it:
        await it.until(lambda: library.report is not None, "the work to begin")
        assert library.report is not None
        await it.press("e")
        assert it.shows("No names yet")
        library.report(Progress("done"))
        await it.until(lambda: it.shows("No names in these documents"), "the end of the work")


async def test_work_that_fails_is_said_and_kept_in_the_list_of_problems() -> None:
    library = FakeLibrary(changed=True)
    async with explorer((120, 40), library=library) as it:
        await it.until(lambda: library.report is not None, "the work to begin")
        assert library.report is not None
        library.report(Progress("names", error="Disk full: nothing could be written. Make room."))
        await it.until(lambda: it.shows("Disk full"), "the trouble")
        await it.press("D")
        assert isinstance(it.app.screen, AccountScreen)
        assert it.shows("Disk full", "Make room.")


async def test_after_work_that_failed_an_empty_pane_does_not_say_that_there_is_nothing() -> None:
    library = FakeLibrary(changed=True)
    library.names = {}
    async with explorer(library=library) as it:
        await it.until(lambda: library.report is not None, "the work to begin")
        assert library.report is not None
        library.report(Progress("names", error="Disk full: nothing could be written."))
        await it.press("e")
        await it.until(lambda: it.shows("The analysis has stopped", "D tells why"), "the reason")
        assert not it.shows("No names in these documents")
        await it.press("R")
        await it.until(lambda: library.started == 2, "the work to begin again")
        await it.until(lambda: it.shows("The analysis is going on"), "another reason")


async def test_documents_that_could_not_be_read_are_counted_and_listed() -> None:
    library = FakeLibrary()
    library.troubles = (Problem("Binary file", "picture.txt is not text.", "Leave it out.", "picture.txt"),)
    library.state = replace(library.state, problems=1)
    async with explorer(library=library) as it:
        assert it.shows("1 problem (D)")
        await it.press("D")
        assert it.shows("picture.txt · Binary file", "Leave it out.")


async def test_an_empty_corpus_says_what_to_do() -> None:
    library = FakeLibrary({}, ())
    async with explorer(library=library) as it:
        assert it.shows("There is no document here", "then press R.")


async def test_nothing_found_says_what_to_do() -> None:
    async with explorer() as it:
        await it.type("zeppelin")
        assert it.shows("No document has this.", "Try fewer words")


async def test_a_library_that_fails_is_a_line_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.errors import StorageError

    library = FakeLibrary()

    def broken(query: str = "") -> object:
        raise StorageError("Store damaged", "store.sqlite cannot be read.", "Run sourcebook index again.")

    monkeypatch.setattr(library, "entities", broken)
    async with explorer(library=library) as it:
        assert it.shows("Store damaged")
        await it.press("D")
        assert it.shows("Run sourcebook index again.")


async def test_a_search_that_fails_leaves_the_keys_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    library = FakeLibrary()

    def broken(query: str, **_: object) -> object:
        raise KeyError("segments")

    async with explorer(library=library) as it:
        monkeypatch.setattr(library, "search", broken)
        await it.press("slash", *"storm")
        assert it.shows("Something went wrong", "KeyError")
        await it.press("enter", "enter")
        assert it.main.reader.document is not None
