"""The explorer, driven key by key: what DESIGN §5 promises of panes, hits, chips and layouts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import Document, Problem, Progress, Text
from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.dialogs.info import About, Help, Trouble
from tui.dialogs.jump import Jump
from tui.dialogs.picker import Picker
from tui.keys.commands import ACTIONS, PLACES, applies
from tui.panes.status import StatusBar

# ---- searching and reading ---------------------------------------------------------------------------------------


async def test_typing_finds_and_enter_opens_at_the_hit() -> None:
    async with explorer() as it:
        await it.press("slash", *"storm")
        assert it.main.results.order == ["harbour.md", "gazette.md"]
        assert it.shows("2 documents", "Captains protest")
        await it.press("enter")
        assert it.main.place == "results"
        await it.press("enter")
        assert it.main.place == "reader"
        assert it.main.reader.document == DOCUMENTS[0]
        reader = it.main.reader.reader
        assert reader.current == 0
        mark = reader.hits[0]
        assert TEXTS["harbour.md"][mark.start : mark.end] == "storm"


async def test_a_word_typed_faster_than_answers_come_is_not_lost() -> None:
    """Keys are done one by one: "/" and a word and Enter Enter may arrive in one read."""
    async with explorer() as it:
        await it.pilot.press("slash", *"storm", "enter", "enter")
        await it.until(lambda: it.main.reader.document is not None, "the document")
        await it.calm()
        assert it.main.view.words == "storm"
        assert it.main.reader.document == DOCUMENTS[0]


async def test_hits_are_walked_across_documents_and_round() -> None:
    async with explorer() as it:
        await it.type("report")
        seen = []
        for _ in range(5):
            await it.press("n")
            reader = it.main.reader
            assert reader.document is not None
            seen.append((reader.document.id, reader.reader.current))
        found = it.main.results.order
        assert [doc for doc, _ in seen[:3]] == found
        assert seen[3] == seen[0]
        assert "first" in it.main.status.message or seen[4][0] == found[1]
        await it.press("N")
        assert it.main.reader.document is not None
        assert it.main.reader.document.id == found[0]


async def test_typing_again_replaces_the_words() -> None:
    async with explorer() as it:
        await it.type("storm")
        await it.type("repeal")
        assert it.main.view.words == "repeal"
        assert it.main.results.order == ["review.md"]


async def test_an_answer_to_an_older_question_is_dropped() -> None:
    from search.model import Hit, Results
    from tui.session.messages import ResultsFound

    async with explorer() as it:
        await it.type("repeal")
        stale = Results("storm", (Hit(DOCUMENTS[0], 1.0, "stale"),), 1)
        it.main.post_message(ResultsFound("storm", 0, stale))
        await it.calm()
        assert it.main.results.order == ["review.md"]


async def test_a_suggestion_is_shown_and_taken() -> None:
    async with explorer() as it:
        await it.type("harbor")
        assert it.shows("Did you mean harbour?")
        await it.press("S")
        assert it.main.view.words == "harbour"
        assert it.main.results.total == 3


async def test_furniture_is_greyed_at_the_end_when_asked_for() -> None:
    async with explorer() as it:
        await it.type("captain")
        await it.press("enter")
        assert not it.shows("SEE ALSO")
        await it.press("F")
        assert it.shows("SEE ALSO")
        await it.press("F")
        assert not it.shows("SEE ALSO")


async def test_metadata_say_where_they_come_from() -> None:
    async with explorer() as it:
        await it.type("protested")
        await it.press("i")
        assert isinstance(it.app.screen, About)
        assert it.shows("May 2019", "inferred, from the text: the latest date in the text", "not known")
        await it.press("escape")
        assert it.app.screen is it.main


# ---- the side panes lead to the words ----------------------------------------------------------------------------


async def test_an_entity_leads_to_its_mentions_and_to_the_words() -> None:
    async with explorer() as it:
        await it.press("e", "enter")
        assert it.main.place == "page"
        assert it.shows("› Ines Valdo", "[mentions 3]", "names 2")
        await it.press("enter")
        assert it.main.place == "reader"
        assert it.main.reader.flash is not None
        span = it.main.reader.flash
        assert TEXTS["harbour.md"][span.start : span.end] in ("Ines Valdo", "Mayor Ines Valdo")
        await it.press("backspace")
        assert it.main.place == "page"
        await it.press("backspace")
        assert it.main.place == "entities"


async def test_an_event_leads_to_its_sentence() -> None:
    async with explorer() as it:
        await it.press("t", "G", "enter")
        assert it.main.place == "reader"
        span = it.main.reader.flash
        assert span is not None
        assert TEXTS["review.md"][span.start : span.end] == "In June 2024 Port Alder may repeal it."


async def test_an_event_of_several_sources_lists_their_statements() -> None:
    async with explorer() as it:
        await it.press("t", "enter")
        assert it.shows("2 statements", "Alder Post", "≠ 1985")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[1]


async def test_a_conflict_leads_to_both_statements() -> None:
    async with explorer() as it:
        await it.press("c", "enter")
        assert it.shows("≠ 1984", "≠ 1985", "Alder Post", "Sea Gazette")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[1]
        span = it.main.reader.flash
        assert span is not None
        assert "1985" in TEXTS["gazette.md"][span.start : span.end]


async def test_a_topic_says_where_it_was_not_found() -> None:
    async with explorer() as it:
        await it.press("c")
        it.main.comparison.lines.move_to_key("#Reports are due")
        await it.press("enter")
        assert it.shows("not found in: Coast")


async def test_a_description_leads_to_its_words() -> None:
    async with explorer() as it:
        await it.press("c")
        it.main.comparison.lines.move_to_key("as Ines Valdo")
        await it.press("enter", "enter")
        span = it.main.reader.flash
        assert span is not None
        assert TEXTS["harbour.md"][span.start : span.end] == "Mayor Ines Valdo"


async def test_the_grid_of_topics_is_walked_with_arrows() -> None:
    async with explorer() as it:
        await it.press("c", "z")
        assert it.main.place == "matrix"
        assert it.shows("Reports are due", "●1", "Alder Post")
        await it.press("right", "right")
        assert it.shows("not found in Coast")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[2]
        await it.press("backspace")
        assert it.main.place == "matrix"


# ---- linked narrowing --------------------------------------------------------------------------------------------


async def test_an_entity_narrows_every_pane_and_escape_widens_again() -> None:
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:tomas-reed")
        await it.press("f")
        assert it.main.view.query == 'entity:"Tomas Reed"'
        assert it.shows("entity:Tomas Reed ⨯")
        assert it.main.results.order == ["gazette.md"]
        assert {event.doc for event in it.main.chronology.events} == {"gazette.md"}
        assert {entity.name for entity in it.main.entities.entities} >= {"Tomas Reed"}
        assert [doc.id for doc in it.main.comparison.comparison.sources] == ["gazette.md"]
        await it.press("escape")
        assert it.main.view.chips == ()
        assert it.main.results.total == 3


async def test_chips_pile_up_and_come_off_from_the_last() -> None:
    async with explorer() as it:
        await it.type("harbour")
        await it.press("f")
        await it.press("t", "f")
        chips = [chip.field for chip in it.main.view.chips]
        assert chips == ["source", "mentions"]
        await it.press("escape")
        assert [chip.field for chip in it.main.view.chips] == ["source"]
        await it.press("escape")
        assert it.main.view.query == "harbour"
        await it.press("escape")
        assert it.main.view.empty
        await it.press("escape")
        assert it.main.place == "results"


async def test_a_stretch_of_time_is_marked_from_both_ends() -> None:
    async with explorer() as it:
        await it.press("t", "space", "G", "f")
        assert it.main.view.chips[-1].clause == "mentions:1984-01-01..2024-06-30"


async def test_a_topic_narrows() -> None:
    async with explorer() as it:
        await it.press("c", "down", "down", "down", "f")
        assert it.main.view.query == "topic:Repeal"
        assert it.main.results.order == ["review.md"]


async def test_a_chip_is_taken_off_with_the_mouse() -> None:
    async with explorer() as it:
        await it.press("f")
        assert len(it.main.view.chips) == 1
        await it.pilot.click(StatusBar, offset=(4, 0))
        await it.calm()
        assert it.main.view.chips == ()


async def test_marked_sources_alone_are_compared() -> None:
    async with explorer() as it:
        await it.press("space", "space")
        assert len(it.main.view.marked) == 2
        assert it.shows("2 marked")
        assert len(it.main.comparison.comparison.sources) == 2
        await it.press("X")
        assert it.main.view.marked == ()
        assert len(it.main.comparison.comparison.sources) == 3


async def test_the_query_line_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer() as it:
        copied: list[str] = []
        monkeypatch.setattr(it.app, "copy_to_clipboard", copied.append)
        await it.type("storm")
        await it.press("f", "Y")
        assert copied == ['storm source:"Alder Post"']


async def test_a_citation_names_author_source_date_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer() as it:
        copied: list[str] = []
        monkeypatch.setattr(it.app, "copy_to_clipboard", copied.append)
        await it.type("repeal")
        await it.press("enter", "y")
        quote = "“In June 2024 Port Alder may repeal it.”"
        assert copied == [f"{quote} — Ada Finch, “Five years on”, Coast Review, Jun 2024, https://example.org/five"]


async def test_sources_are_listed_and_chosen() -> None:
    async with explorer() as it:
        await it.press("s")
        assert isinstance(it.app.screen, Picker)
        await it.pilot.press(*"gaz")
        await it.press("enter")
        assert it.main.view.query == 'source:"Sea Gazette"'


async def test_a_name_is_found_by_typing() -> None:
    async with explorer() as it:
        await it.press("e", "w")
        await it.pilot.press(*"reed")
        await it.press("enter")
        assert it.main.entities.entity is not None
        assert it.main.entities.entity.name == "Tomas Reed"


# ---- layouts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "visible"),
    [
        ((80, 24), {"results"}),
        ((99, 60), {"results"}),
        ((100, 30), {"results", "reader"}),
        ((120, 40), {"results", "reader", "entities"}),
        ((200, 50), {"results", "reader", "entities", "chronology", "comparison"}),
    ],
)
async def test_layouts_by_size(size: tuple[int, int], visible: set[str]) -> None:
    async with explorer(size) as it:
        assert it.main.arrangement.visible == visible
        shown = {name for name, pane in it.main.panes.items() if pane.region.area}
        assert shown == visible
        lines = it.screen().splitlines()
        assert len(lines) <= size[1]
        assert max(map(len, lines)) <= size[0]


async def test_one_pane_at_a_time_is_fully_usable() -> None:
    async with explorer((80, 24)) as it:
        assert it.shows("[1] 2  3  4  5")
        await it.press("tab", "tab")
        assert it.main.active == "entities"
        assert it.shows("Entities", "[3]", "Ines Valdo")
        await it.press("enter", "enter")
        assert it.main.active == "reader"
        await it.press("escape")
        assert it.main.active == "entities"


async def test_two_columns_keep_the_list_in_use_beside_the_reader() -> None:
    async with explorer((100, 30)) as it:
        await it.press("t")
        assert it.main.arrangement.visible == {"reader", "chronology"}
        await it.press("G", "enter")
        assert it.main.arrangement.visible == {"reader", "chronology"}
        assert it.main.active == "reader"


async def test_zoom_gives_a_pane_the_whole_screen_and_back() -> None:
    async with explorer() as it:
        await it.press("t", "z")
        assert it.main.arrangement.visible == {"chronology"}
        assert it.shows("A S C"), "a column for each source"
        await it.press("z")
        assert "results" in it.main.arrangement.visible


async def test_resizing_is_followed_live() -> None:
    async with explorer((120, 40)) as it:
        await it.pilot.resize_terminal(80, 24)
        await it.calm()
        assert it.main.arrangement.alone
        await it.pilot.resize_terminal(40, 10)
        await it.calm()
        assert it.shows("Too small: needs 60×15, has 40×10.")
        await it.pilot.resize_terminal(200, 50)
        await it.calm()
        assert len(it.main.arrangement.visible) == 5


async def test_a_jump_label_leads_to_its_pane() -> None:
    async with explorer() as it:
        await it.press("ctrl+g")
        assert isinstance(it.app.screen, Jump)
        await it.press("d")
        assert it.main.active == "reader"


# ---- commands ----------------------------------------------------------------------------------------------------


async def test_help_lists_every_command() -> None:
    async with explorer() as it:
        await it.press("question_mark")
        assert isinstance(it.app.screen, Help)
        keys = [row.key for row in it.app.screen.rows.rows if row.selectable]
        assert keys == [action.id for group in dict.fromkeys(a.group for a in ACTIONS)
                        for action in ACTIONS if action.group == group]  # fmt: skip


async def test_the_palette_finds_and_runs_a_command() -> None:
    async with explorer() as it:
        await it.press("colon")
        assert isinstance(it.app.screen, Picker)
        await it.pilot.press(*"chronol")
        await it.press("enter")
        assert it.main.active == "chronology"


async def test_every_command_does_something_wherever_the_table_says_it_applies() -> None:
    """A row of the table without a method behind it is a key that does nothing."""
    async with explorer() as it:
        main = it.main
        panes = {"matrix": "comparison", "statements": "comparison", "page": "entities", "audit": "chronology"}
        for place in PLACES:
            for action in ACTIONS:
                if not applies(action, place) or place == "search":
                    continue
                pane = main.panes[panes.get(place, place)]  # type: ignore[index]
                main.go_to_pane(pane.NAME)
                assert main.handler(action.id) is not None, f"{action.id} in {place}"
        for action in ACTIONS:
            if applies(action, "search"):
                main.do_search()
                assert main.handler(action.id) is not None, f"{action.id} in the search line"


async def test_a_rebound_key_runs_the_command_and_is_shown() -> None:
    async with explorer(keys={"zoom": "v"}) as it:
        await it.press("v")
        assert it.main.zoomed
        assert it.shows("v zoom")
        await it.press("z")
        assert it.main.zoomed


async def test_a_rebound_movement_key_holds_in_every_list() -> None:
    async with explorer(keys={"down": ["ctrl+n", "down"]}) as it:
        await it.press("j")
        assert it.main.results.lines.cursor == 0
        await it.press("ctrl+n")
        assert it.main.results.lines.cursor == 1


async def test_bookmarks_are_kept_listed_and_taken_off() -> None:
    async with explorer() as it:
        await it.type("repeal")
        await it.press("enter", "b")
        assert [mark.doc for mark in it.library.bookmarks()] == ["review.md"]
        await it.press("X", "1")
        await it.press("B")
        assert isinstance(it.app.screen, Picker)
        await it.press("enter")
        assert it.main.reader.document == DOCUMENTS[2]
        await it.press("b")
        assert it.library.bookmarks() == ()


async def test_a_kept_search_is_gone_back_to() -> None:
    async with explorer() as it:
        await it.type("storm")
        await it.press("K", "X", "L")
        assert isinstance(it.app.screen, Picker)
        await it.press("enter")
        assert it.main.view.query == "storm"


async def test_a_theme_is_chosen_and_remembered() -> None:
    async with explorer() as it:
        await it.press("T")
        await it.pilot.press(*"light")
        await it.press("enter")
        assert it.app.session.theme == "light"
        assert it.app.theme == "light"


async def test_entities_are_sorted_otherwise() -> None:
    async with explorer() as it:
        await it.press("e", "o", "o")
        assert it.shows("by name")
        names = [row.lines[0][0].text for row in it.main.entities.lines.rows if row.selectable]
        assert names[:3] == ["Ada Finch", "Ines Valdo", "Tomas Reed"]


# ---- work, problems, empty states --------------------------------------------------------------------------------


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
        assert isinstance(it.app.screen, Trouble)
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


# ---- nothing from the corpus is trusted --------------------------------------------------------------------------

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


async def test_a_document_that_has_changed_is_read_anew_and_one_that_has_gone_is_closed() -> None:
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
        assert it.main.reader.document is None
        assert it.shows("no longer in the folder")


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
