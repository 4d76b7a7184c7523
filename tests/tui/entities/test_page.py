"""The list of entities and the page of each: everything on it leads to its words, and the way back is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import Context, Correction, Document, NameUse, Problem, Profile
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.dialogs.account import AccountScreen
from tui.entities.names import first_words, matching, same_entity
from tui.entities.page import Item, Page, counts, neighbours, tail
from tui.session.messages import StatusKnown
from tui.widgets.cells import width_of

SIZES = [(80, 24), (120, 40), (200, 50)]


async def open_page(it: Driver, entity: str = "person:ines-valdo") -> None:
    await it.press("e")
    it.main.entities.lines.move_to_key(entity)
    await it.press("enter")
    assert it.main.place == "page"


async def to_section(it: Driver, name: str) -> None:
    for _ in range(8):
        page = it.main.entities.page
        assert page is not None
        if page.section == name:
            return
        await it.press("v")
    raise AssertionError(f"no section {name}\n{it.screen()}")


# ---- the list ----------------------------------------------------------------------------------------------------


async def test_sorted_by_first_date_the_date_stands_in_the_right_column() -> None:
    async with explorer() as it:
        await it.press("e", "o", "o", "o")
        assert it.shows("by first date", "3 May 2019", "1985")
        people = [row.data.name for row in it.main.entities.lines.rows if row.selectable][:3]  # type: ignore[attr-defined]
        assert people == ["Tomas Reed", "Ada Finch", "Ines Valdo"]


def test_a_first_day_is_said_no_more_precisely_than_it_may_have_been() -> None:
    entity = FakeLibrary().entities()[0]
    assert first_words(replace(entity, first="1985-01-01")) == "1985"
    assert first_words(replace(entity, first="1985-04-01")) == "Apr 1985"
    assert first_words(replace(entity, first="1985-04-02")) == "2 Apr 1985"
    assert first_words(replace(entity, first=None)) == ""


async def test_a_name_that_may_be_two_is_marked_and_says_between_whom() -> None:
    async with explorer() as it:
        await it.press("e")
        line = next(line for line in it.screen().splitlines() if "Tomas Reed" in line)
        assert "?" in line
        await open_page(it, "person:tomas-reed")
        await to_section(it, "why")
        assert it.shows("“Tomas Reed” may be Ada Finch", "? Ada Finch", "? Ines Valdo")
        await it.press("enter")
        assert it.main.entities.entity is not None
        assert it.main.entities.entity.name == "Ada Finch"


@pytest.mark.parametrize("size", SIZES)
async def test_typing_filters_the_list_and_enter_goes_there(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await it.press("e", "w")
        await it.pilot.press(*"valdo")
        await it.calm()
        names = [row.data.name for row in it.main.entities.lines.rows]  # type: ignore[attr-defined]
        assert names == ["Ines Valdo"]
        assert it.shows("› valdo")
        await it.press("enter")
        assert it.main.place == "entities"
        assert it.main.entities.entity is not None
        assert it.main.entities.entity.name == "Ines Valdo"
        assert len(it.main.entities.lines.rows) > 6, "all names are back, with the headings of their types"


async def test_what_is_typed_to_find_a_name_is_no_command_and_escape_leaves_it() -> None:
    async with explorer() as it:
        await it.press("e", "down", "w")
        await it.pilot.press("q", "z", "X", "space")
        await it.calm()
        assert it.app.is_running
        assert it.main.entities.finder.input.value == "qzX "
        assert it.shows("No name matches.")
        before = it.main.entities._before
        await it.press("escape")
        assert not it.main.entities.finding
        row = it.main.entities.lines.cursor_row
        assert row is not None
        assert row.key == before


async def test_leaving_for_another_pane_ends_the_finding() -> None:
    async with explorer() as it:
        await it.press("e", "w", "x")
        await it.pilot.click("#results", offset=(4, 3))
        await it.calm()
        assert not it.main.entities.finding
        assert it.main.active == "results"


def test_the_best_match_comes_first_and_accents_do_not_matter() -> None:
    some = FakeLibrary().entities()[0]
    names = [("Omar Cruz", 9), ("Cruz Roja", 2), ("Santa Cruz", 5), ("Accruzed", 99), ("José Núñez", 1)]
    entities = [replace(some, id=name, name=name, aliases=(), mentions=count) for name, count in names]
    assert [one.name for one in matching(entities, "cruz")] == ["Cruz Roja", "Omar Cruz", "Santa Cruz", "Accruzed"]
    assert [one.name for one in matching(entities, "nun jos")] == ["José Núñez"]


async def test_rules_alone_are_said_in_the_heading_and_among_the_problems() -> None:
    library = FakeLibrary()
    library.state = replace(library.state, model="")
    async with explorer(library=library) as it:
        await it.press("e")
        assert it.shows("rules alone")
        await it.press("D")
        assert isinstance(it.app.screen, AccountScreen)
        assert it.shows("The language model is not installed")


# ---- the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_every_section_is_shown_with_its_count_at_every_size(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await open_page(it)
        tabs = it.main.entities.tabs.plain
        for name in ("[mentions 3]", "names 2", "timeline 2", "with 2", "described 2", "quotations 1", "why 2"):
            assert name in tabs
            assert it.shows(name.strip("[]"))
        seen = []
        for _ in range(7):
            page = it.main.entities.page
            assert page is not None
            seen.append(page.section)
            await it.press("v")
        assert seen == ["mentions", "names", "timeline", "with", "described", "quotations", "why"]
        await it.press("V")
        assert it.main.entities.page is not None
        assert it.main.entities.page.section == "why"
        lines = it.screen().splitlines()
        assert max(map(len, lines)) <= size[0]


@pytest.mark.parametrize("size", SIZES)
async def test_mentions_are_aligned_on_the_name(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await open_page(it)
        columns = set()
        for row in it.main.entities.lines.rows:
            if row.selectable:
                before, name, *_ = row.lines[0]
                columns.add(width_of(before.text))
                assert isinstance(row.data, Item)
                assert isinstance(row.data.of, Context)
                assert name.text == row.data.of.text
        assert len(columns) == 1


async def test_two_keys_from_the_list_to_the_words_and_back_again() -> None:
    async with explorer() as it:
        await it.press("e", "enter", "enter")
        assert it.main.place == "reader"
        span = it.main.reader.flash
        assert span is not None
        assert TEXTS["harbour.md"][span.start : span.end] == "Ines Valdo"
        await it.press("backspace", "backspace")
        assert it.main.place == "entities"


async def test_mentions_are_sorted_by_neighbours_and_name_their_source_then() -> None:
    async with explorer() as it:
        await open_page(it)
        assert any(not row.selectable for row in it.main.entities.lines.rows), "grouped by document"
        for order in ("left", "right"):
            await it.press("o")
            assert it.shows(f"by {order}", "Alder Post", "Coast Review")
            rows = list(it.main.entities.lines.rows)
            assert all(row.selectable for row in rows)
            contexts = [row.data.of for row in rows if isinstance(row.data, Item)]
            keys = [neighbours(one, order) for one in contexts if isinstance(one, Context)]  # type: ignore[arg-type]
            assert keys == sorted(keys)
        await it.press("o")
        assert any(not row.selectable for row in it.main.entities.lines.rows)


@pytest.mark.parametrize(
    ("section", "words"),
    [("names", "Ines Valdo"), ("timeline", "On 3 May 2019 the council of Port Alder passed the Harbour Act."),
     ("quotations", "the act protects the port"), ("described", "Mayor Ines Valdo")],
)  # fmt: skip
async def test_every_row_that_rests_on_words_leads_to_them(section: str, words: str) -> None:
    async with explorer() as it:
        await open_page(it, "place:port-alder" if section == "timeline" else "person:ines-valdo")
        await to_section(it, section)
        await it.press("enter")
        assert it.main.place == "reader"
        span = it.main.reader.flash
        assert span is not None
        assert TEXTS["harbour.md"][span.start : span.end] == words


async def test_company_leads_to_its_pages_and_escape_steps_back_through_them() -> None:
    async with explorer() as it:
        await open_page(it)
        await to_section(it, "with")
        await it.press("down")
        second = it.main.entities.item
        assert second is not None
        await it.press("enter")
        assert it.main.entities.entity is not None
        assert it.main.entities.entity.id == second.entity
        assert it.main.place == "page"
        await it.press("escape")
        assert it.main.entities.entity.name == "Ines Valdo"
        assert it.main.entities.page is not None
        assert it.main.entities.page.section == "with"
        assert it.main.entities.item == second, "the cursor is where it was"
        await it.press("escape")
        assert it.main.place == "entities"
        assert it.main.view.empty


async def test_company_is_narrowed_to_and_the_page_follows_the_view() -> None:
    async with explorer() as it:
        await open_page(it)
        await to_section(it, "with")
        item = it.main.entities.item
        assert item is not None
        name = FakeLibrary().entity(item.entity).name
        await it.press("f")
        assert it.main.view.chips[-1].label == f"entity:{name}"
        assert it.main.place == "page"
        await it.press("X")
        await it.type("repeal")
        await it.press("e")
        assert it.main.entities.page is not None
        assert len(it.main.entities.page.profile.contexts) == 1


async def test_links_and_reasons_are_said() -> None:
    async with explorer() as it:
        await open_page(it)
        await to_section(it, "why")
        assert it.shows("why these names belong together", "is a title")
        await it.press("enter")
        assert it.main.place == "page"
        assert it.main.status.message
        await it.press("escape")
        await open_page(it, "organization:sailors-union")
        await to_section(it, "why")
        assert it.shows("seated in Port Alder")
        await it.press("enter")
        assert it.main.entities.entity is not None
        assert it.main.entities.entity.name == "Port Alder"


async def test_zoom_shows_the_whole_line_of_a_mention() -> None:
    async with explorer((160, 40)) as it:
        await open_page(it)
        await it.press("z")
        assert it.shows("Alder Post", "Mayor Ines Valdo signed it")
        assert it.main.entities.lines.rows[1].lines.__len__() == 1


async def test_a_page_whose_entity_is_gone_closes_and_says_so() -> None:
    async with explorer() as it:
        await open_page(it)
        it.library.names = {key: row for key, row in it.library.names.items() if key != "person:ines-valdo"}
        it.library.grow()
        await it.press("R")
        await it.until(lambda: it.shows("no longer a name here"), "what became of the page")
        assert it.main.place == "entities"


async def test_a_late_answer_is_not_for_another_page() -> None:
    """A page that was to be renewed, and was left before the answer came: neither it nor the list says anything."""
    async with explorer() as it:
        await open_page(it)
        profile = it.library.profile("organization:sailors-union")
        for late in (None, profile):
            it.main.pages.renewed("organization:sailors-union", late)
            await it.calm()
            assert it.main.entities.entity is not None
            assert it.main.entities.entity.id == "person:ines-valdo"
        await it.press("escape")
        it.main.pages.renewed("person:ines-valdo", None)
        await it.calm()
        assert "not known" not in it.main.status.message


async def test_a_trouble_that_is_a_problem_of_the_corpus_is_listed_once() -> None:
    library = FakeLibrary()
    library.troubles = (Problem("Cannot store", "The disk is full.", "Make room."),)
    async with explorer(library=library) as it:
        it.main.trouble("Cannot store", "The disk is full.", "Make room.")
        it.main.trouble("Cannot store", "It is read-only.", "Make it writable.")
        await it.press("D")
        assert isinstance(it.app.screen, AccountScreen)
        assert it.screen().count("Cannot store") == 2
        assert it.screen().count("The disk is full.") == 1


async def test_what_another_explorer_has_done_is_not_called_nothing() -> None:
    """The folder is as it was, but the corpus was worked through with a correction that was made elsewhere."""
    async with explorer() as it:
        it.library.corrections.make(Correction("hide", ("Ines Valdo",)))
        it.library.analyse()
        await it.press("R")
        assert it.main.status.message == "Read again: everything here is as the folder has it."
        await it.press("R")
        assert it.main.status.message == "Nothing has changed."


async def test_that_nothing_has_changed_does_not_hide_why_a_page_closed() -> None:
    """Both are answers to R, and come in any order."""
    async with explorer() as it:
        await open_page(it)
        await it.press("R")
        assert it.main.status.message == "Nothing has changed."
        it.main.work.rereading = True
        it.main.entities.drop_page()
        await it.until(lambda: "no longer a name here" in it.main.status.message, "why the page closed")
        it.main.post_message(StatusKnown(it.library.status(), it.library.title, False))
        await it.until(lambda: not it.main.work.rereading, "the other answer")
        assert "no longer a name here" in it.main.status.message


# ---- rows, apart from the screen ---------------------------------------------------------------------------------


def test_the_end_of_a_text_begins_with_a_whole_word() -> None:
    assert tail("the mayor of the port ", 12) == "…the port "
    assert tail("short ", 12) == "short "
    assert width_of(tail("中文中文中文 の港", 9)) <= 9
    assert tail("x", 0) == ""


def test_many_mentions_are_not_built_before_they_are_seen() -> None:
    library = FakeLibrary()
    profile = library.profile("person:ines-valdo")
    many = tuple(Context("harbour.md", at, at + 4, "before it ", "name", " after") for at in range(50_000))
    page = Page(replace(profile, contexts=many), {one.id: one for one in DOCUMENTS}, {}, 100)
    rows, height = page.rows("mentions", "place")
    assert height == 1
    assert len(rows) == 50_001
    assert not isinstance(rows, (tuple, list))


@pytest.mark.parametrize("width", [10, 34, 60, 120])
def test_rows_of_every_section_fit_a_width_whatever_is_in_them(width: int) -> None:
    nasty = "\x1b[31m中文\u202e " * 20
    profile = FakeLibrary().profile("person:ines-valdo")
    profile = Profile(
        entity=replace(profile.entity, reasons=(nasty,), unsure=("a", "b")),
        names=(NameUse(nasty, (("no.md", 3),)),),
        contexts=(Context("no.md", 0, 4, nasty, nasty, nasty),),
        events=profile.events,
        companions=profile.companions,
        described={"no.md": (nasty,)},
        said=profile.said,
        about=profile.said,
    )
    page = Page(profile, {"no.md": Document("no.md", nasty, nasty)}, {}, width)
    for section, _ in counts(profile):
        for order in ("place", "left"):
            rows, height = page.rows(section, order)  # type: ignore[arg-type]
            for row in rows:
                assert row.lines
                assert height is None or len(row.lines) == height


def test_an_entity_is_followed_by_its_name_then_by_its_other_names() -> None:
    entities = FakeLibrary().entities()
    old = replace(entities[0], id="old")
    assert same_entity(old, entities) == entities[0]
    renamed = [replace(entities[0], name="The Mayor", aliases=(entities[0].name,))]
    assert same_entity(old, renamed) == renamed[0]
    assert same_entity(replace(old, name="Nobody"), entities) is None
