"""Nothing from the corpus is trusted: markup and escape sequences stay text."""

from __future__ import annotations

from dataclasses import replace

from search.model import Document, Progress, Text
from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary

HOSTILE = "[red]x[/] [@click=app.quit]y[/] \x1b[31mz \u202eevil [/nope] $accent"


async def test_hostile_titles_texts_and_names_are_only_text() -> None:
    document = Document("a[b]\x1b]0;t\x07.md", HOSTILE, HOSTILE, HOSTILE, "2020", format="md")
    library = FakeLibrary({document.id: HOSTILE + "\n" + "x" * 5000}, (document,))
    library.text = lambda doc: Text(doc, library.texts[doc])  # type: ignore[method-assign]
    async with explorer(library=library) as it:
        assert it.shows("[red]x[/]")
        await it.press("enter")
        assert it.shows("[@click=app.quit]y[/]")
        await it.press("i")
        assert it.shows("[red]x[/]")
        await it.press("escape")
        await it.press("f")
        assert len(it.main.view.chips) == 1
        await it.press("slash", *"[red]")
        for screen in (it.screen(),):
            assert "\x1b" not in screen
            assert "\u202e" not in screen


async def test_the_reader_says_which_hit_of_which_document() -> None:
    async with explorer() as it:
        await it.type("harbour")
        await it.press("enter")
        assert it.shows("hit 1/", "doc 1/")
        await it.press("right_square_bracket")
        assert it.shows("doc 2/")
        await it.press("X")
        assert not it.shows("doc 2/")


async def test_in_a_narrow_column_the_source_is_shortened_and_never_the_date() -> None:
    text = {"a_very_long_name_of_a_file_0123456789.txt": "Words.", "0815.txt": "Words."}
    documents = [
        Document("a_very_long_name_of_a_file_0123456789.txt", "A title", published="2020-12-21"),
        Document("0815.txt", "0815"),
    ]
    async with explorer(library=FakeLibrary(text, documents)) as it:
        assert it.shows("… · 21 Dec 2020", "source unknown")
        assert not it.shows("0815.txt")


async def test_new_rows_leave_an_untouched_cursor_at_the_top_and_a_moved_one_on_its_row() -> None:
    library = FakeLibrary()
    first = Document("early.md", "An early one", "Alder Post", None, "1999")
    async with explorer(library=library) as it:
        for touched in (False, True):
            library.all = DOCUMENTS
            it.main.refresh_all()
            await it.calm()
            if touched:
                await it.press("j", "k")
            before = it.main.results.document
            library.all = (first, *DOCUMENTS)
            library.texts = {**TEXTS, "early.md": "Early."}
            it.main.refresh_all()
            await it.calm()
            assert it.main.results.document == (before if touched else "early.md")


async def test_the_heads_of_the_grid_stand_whole_above_their_cells() -> None:
    async with explorer(size=(100, 30)) as it:
        await it.press("c", "z")
        heads = it.screen().split("\n")[3:5]
        rows = it.screen().split("\n")
        cells = next(row for row in rows if "Repeal" in row)
        grid = it.main.comparison.matrix
        for number, name in enumerate(("Alder", "Sea", "Coast")):
            column = grid._label_width + grid._column_width * number + 1
            assert any(head[column:].startswith(name) for head in heads), name
            assert cells[column] in "●·"


async def test_a_document_that_has_changed_is_read_anew_and_one_that_has_gone_stays_until_it_is_left() -> None:
    library = FakeLibrary()
    async with explorer(library=library) as it:
        await it.press("enter")
        opened = it.main.reader.document
        assert opened is not None
        library.texts = {**TEXTS, opened.id: TEXTS[opened.id] + "\n\nA postscript."}
        library.all = tuple(replace(one, words=99) if one.id == opened.id else one for one in DOCUMENTS)
        it.main.refresh_all()
        await it.calm()
        assert "postscript" in it.main.reader.reader.text
        library.all = tuple(one for one in DOCUMENTS if one.id != opened.id)
        it.main.refresh_all()
        await it.calm()
        assert it.main.reader.document is not None
        assert it.shows("no longer in the folder", "gone · ", "postscript")
        await it.press("1", "enter")
        assert it.main.reader.document.id != opened.id
        assert not it.shows("gone · ")


async def test_reading_again_says_what_came_of_it() -> None:
    async with explorer() as it:
        await it.press("R")
        assert it.shows("Nothing has changed.")
        it.library.folder_changed = True
        await it.press("R")
        assert it.shows("The folder has changed")
        assert it.library.report is not None
        it.library.report(Progress("done"))
        await it.until(lambda: it.shows("Read again:"), "the end")


async def test_the_panes_are_seen_under_the_letters_of_the_jump() -> None:
    async with explorer() as it:
        await it.press("apostrophe")
        assert it.shows("results", "reader", "Captains protest")


async def test_the_title_has_its_room_on_a_wide_screen() -> None:
    library = FakeLibrary()
    library.title = "The long and winding history of the harbour laws"
    async with explorer(library=library) as it:
        assert it.shows(library.title)
    async with explorer(size=(80, 24), library=library) as it:
        assert not it.shows(library.title)
        assert it.main.searchbar.input.size.width >= 30


async def test_the_five_numbers_go_when_there_is_room_for_more_panes() -> None:
    async with explorer(size=(80, 24)) as it:
        assert it.shows("[1]")
        await it.pilot.resize_terminal(120, 40)
        await it.calm()
        assert not it.shows("[1]")


async def test_an_unfinished_word_becomes_a_prefix_on_enter() -> None:
    """The line in the search bar, given to `sourcebook search`, finds what is on the screen."""
    async with explorer() as it:
        await it.type("harb")
        assert it.main.view.query == it.main.searchbar.words == "harb*"
        assert it.main.results.total == len(it.library.search("harb*").hits) > 0
        await it.type("harbour")
        assert it.main.view.query == "harbour"


async def test_leaving_the_search_line_at_once_still_asks_for_what_was_typed() -> None:
    async with explorer() as it:
        await it.pilot.press("slash", *"storm", "tab")
        await it.calm()
        assert it.main.results.asked_for == "storm"
        assert it.main.results.total == 2
