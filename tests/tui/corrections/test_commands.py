"""Putting names right from the keyboard: what is made, how it is taken back, what is said, where the cursor goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from search.model import Correction, Problem, Progress
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import FakeLibrary
from tui.corrections.list import CorrectionList
from tui.corrections.wording import correction_words, quoted
from tui.dialogs.multi_picker import MultiPicker
from tui.dialogs.picker import Picker
from tui.dialogs.prompt import Prompt
from tui.widgets.modal import Modal

SIZES = [(80, 24), (120, 40), (200, 50)]


async def mend(it: Driver, entity: str, *letters: str) -> None:
    """Open what can be done about an entity, and choose by typing."""
    await it.press("e")
    it.main.entities.lines.move_to_key(entity)
    await it.press("m")
    assert isinstance(it.app.screen, Picker)
    for words in letters:
        await it.pilot.press(*["space" if letter == " " else letter for letter in words])
        await it.press("enter")


async def analysed(it: Driver) -> None:
    """The analysis that a correction began has ended."""
    revision = it.library.state.revision
    it.library.analyse()
    await it.until(lambda: it.main.work.revision > revision, "the new analysis")
    await it.calm()


def name(it: Driver) -> str:
    entity = it.main.entities.entity
    return entity.name if entity else ""


# ---- making corrections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_name_is_given_another_and_the_cursor_stays_with_it(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await mend(it, "person:tomas-reed", "rename")
        assert isinstance(it.app.screen, Prompt)
        for _ in "Tomas Reed":
            await it.pilot.press("backspace")
        await it.pilot.press(*"Captain")
        await it.press("enter")
        row = it.library.corrections.rows[-1]
        assert (row.kind, row.names, row.to) == ("rename", ("Tomas Reed",), "Captain")
        assert "is called “Captain” · u undoes" in it.main.status.message
        assert it.library.started == 1
        await analysed(it)
        assert name(it) == "Captain"


async def test_a_name_may_not_be_empty_nor_the_same() -> None:
    async with explorer() as it:
        await mend(it, "person:tomas-reed", "rename")
        await it.press("enter")
        assert it.shows("That is its name already.")
        for _ in "Tomas Reed":
            await it.pilot.press("backspace")
        await it.press("enter")
        assert it.shows("A name needs a letter")
        await it.press("escape")
        assert it.library.corrections.rows == []


async def test_several_names_are_merged_at_once_under_the_one_named_most() -> None:
    async with explorer() as it:
        await mend(it, "person:tomas-reed", "same as")
        assert isinstance(it.app.screen, MultiPicker)
        await it.pilot.press(*"finch", "space", *"valdo", "space")
        await it.press("enter")
        row = it.library.corrections.rows[-1]
        assert row.kind == "merge"
        assert row.names[0] == "Ines Valdo"
        assert set(row.names) == {"Ines Valdo", "Tomas Reed", "Ada Finch"}
        assert row.type is None, "they are of one type: nothing to say about it"
        await analysed(it)
        assert name(it) == "Ines Valdo"
        assert it.main.entities.entity is not None
        assert "Tomas Reed" in it.main.entities.entity.aliases


async def test_names_outside_the_view_can_be_merged_with() -> None:
    async with explorer() as it:
        await it.type("repeal")
        await mend(it, "person:ada-finch", "same as")
        await it.pilot.press(*"reed")
        await it.press("enter")
        assert set(it.library.corrections.rows[-1].names) == {"Ada Finch", "Tomas Reed"}


async def test_a_name_is_split_off_for_a_document() -> None:
    async with explorer() as it:
        await mend(it, "person:ines-valdo", "split")
        await it.pilot.press(*"mayor")
        await it.press("enter")
        await it.pilot.press(*"coast")
        await it.press("enter")
        assert it.shows("Who or what “Mayor Valdo” is", "nobody in this list")
        await it.press("enter")
        row = it.library.corrections.rows[-1]
        assert (row.kind, row.names, row.docs, row.to) == ("split", ("Mayor Valdo",), ("review.md",), "")


async def test_a_mention_that_means_somebody_else_is_split_off_where_it_stands() -> None:
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:ines-valdo")
        await it.press("enter", "G", "m")
        assert it.shows("“Mayor Valdo” means somebody else in Coast Review")
        await it.press("enter")
        await it.pilot.press(*"finch")
        await it.press("enter")
        row = it.library.corrections.rows[-1]
        assert (row.kind, row.names, row.docs, row.to) == ("split", ("Mayor Valdo",), ("review.md",), "Ada Finch")


async def test_an_unsure_name_is_decided_on_its_page() -> None:
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:tomas-reed")
        await it.press("enter", "V", "m")
        assert it.shows("It is “Ada Finch”", "It is not “Ada Finch”")
        await it.press("down", "enter")
        assert it.library.corrections.rows[-1].kind == "apart", "the row's own name comes first"
        assert it.library.corrections.rows[-1].names == ("Tomas Reed", "Ada Finch")


async def test_two_names_are_kept_apart() -> None:
    async with explorer() as it:
        await mend(it, "person:ines-valdo", "not the same", "valdo")
        assert it.library.corrections.rows[-1].kind == "apart"
        assert it.library.corrections.rows[-1].names[0] == "Ines Valdo"


async def test_a_type_is_changed_and_the_cursor_goes_along() -> None:
    async with explorer() as it:
        await mend(it, "place:port-alder", "type", "organization")
        row = it.library.corrections.rows[-1]
        assert (row.kind, row.type) == ("retype", "organization")
        await analysed(it)
        assert it.main.entities.entity is not None
        assert it.main.entities.entity.id == "organization:port-alder"


async def test_what_is_hidden_goes_and_the_cursor_stays_where_it_was() -> None:
    async with explorer() as it:
        await it.press("e")
        order = [row.key for row in it.main.entities.lines.rows if row.selectable]
        gone = order[1]
        await mend(it, gone, "hide")
        await analysed(it)
        row = it.main.entities.lines.cursor_row
        assert row is not None
        assert row.key == order[2]


async def test_a_page_follows_its_entity_through_a_correction() -> None:
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:tomas-reed")
        await it.press("enter", "m")
        await it.pilot.press(*"rename")
        await it.press("enter")
        await it.pilot.press(*" Jr")
        await it.press("enter")
        await analysed(it)
        assert it.main.place == "page"
        assert name(it) == "Tomas Reed Jr"


async def test_what_cannot_be_kept_is_said_and_starts_no_work() -> None:
    async with explorer() as it:
        it.library.corrections.refuse = lambda correction: "the disk is full"
        await mend(it, "person:tomas-reed", "hide")
        assert "the disk is full" in it.main.status.message
        assert it.library.started == 0


async def test_where_there_is_nothing_to_mend_it_says_so() -> None:
    library = FakeLibrary(texts={}, documents=())
    async with explorer(library=library) as it:
        await it.press("e", "m")
        assert "nothing to correct" in it.main.status.message


# ---- taking back -------------------------------------------------------------------------------------------------


async def test_undo_says_what_it_took_back() -> None:
    async with explorer() as it:
        await mend(it, "person:tomas-reed", "hide")
        await it.press("u")
        assert it.main.status.message == "Taken back: “Tomas Reed” is hidden"
        assert it.library.corrections.rows == []
        await it.press("u")
        assert "no correction" in it.main.status.message


@pytest.mark.parametrize("size", SIZES)
async def test_corrections_are_listed_with_their_state_and_taken_back_after_asking(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        it.library.corrections.rows = [
            Correction("hide", ("Subscribe",), id="one", created="2026-01-02T00:00:00Z"),
            Correction("rename", ("Old",), to="New", id="two", problem="no name “Old” is here"),
        ]
        await it.press("C")
        assert isinstance(it.app.screen, CorrectionList)
        assert it.shows("“Old” is called “New”", "does not apply: no name “Old” is here", "applies · made 2026-01-02")
        await it.press("enter")
        assert it.shows("Take it back", "Keep it")
        await it.press("enter")
        assert [one.id for one in it.library.corrections.rows] == ["one"]
        assert "Taken back" in it.main.status.message
        assert it.library.started == 1


async def test_without_corrections_the_list_says_how_to_make_one() -> None:
    async with explorer() as it:
        await it.press("C")
        assert it.app.screen is it.main
        assert "m on a name" in it.main.status.message


async def test_work_that_runs_already_is_done_again_after_it_ends() -> None:
    library = FakeLibrary(changed=True)
    async with explorer(library=library) as it:
        await it.until(lambda: library.started == 1, "the work to begin")
        await mend(it, "person:tomas-reed", "hide")
        assert library.started == 1
        assert library.report is not None
        library.report(Progress("done"))
        await it.until(lambda: library.started == 2, "the work that sees the correction")


# ---- words -------------------------------------------------------------------------------------------------------


def test_every_kind_of_correction_has_words() -> None:
    documents = {one.id: one for one in FakeLibrary().all}
    rows = {
        "“B” merged into “A”": Correction("merge", ("A", "B")),
        "“B” is “C” in Sea Gazette": Correction("split", ("B",), to="C", docs=("gazette.md",)),
        "“A” is not “B”": Correction("apart", ("A", "B")),
        "“A” is called “B”": Correction("rename", ("A",), to="B"),
        "“A” is a place": Correction("retype", ("A",), type="place"),
        "“A” is hidden": Correction("hide", ("A",)),
        "“May” in Sea Gazette is May 2019": Correction("redate", to="2019-05", docs=("gazette.md",), words="May"),
        "“May” in Sea Gazette is not a date": Correction("drop", docs=("gazette.md",), words="May"),
        "Sea Gazette was published on 4 May 2019": Correction("published", to="2019-05-04", docs=("gazette.md",)),
    }
    assert {correction_words(row, documents): row.kind for row in rows.values()} == {
        words: row.kind for words, row in rows.items()
    }
    assert quoted(["A", "B", "C", "D", "E"]) == "“A”, “B” and 3 more"


# ---- export ------------------------------------------------------------------------------------------------------


async def export_to(it: Driver, target: str) -> None:
    await it.press("E")
    await it.press("enter")
    await it.until(lambda: isinstance(it.app.screen, Prompt), "the prompt")
    screen = it.app.screen
    assert isinstance(screen, Prompt)
    screen.input.value = target
    await it.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_shown_is_written_to_a_file(size: tuple[int, int], tmp_path: Path) -> None:
    async with explorer(size) as it:
        await it.type("repeal")
        await it.press("e")
        await export_to(it, str(tmp_path / "names.csv"))
        written = (tmp_path / "names.csv").read_text().split("\n")
        assert "Ada Finch" in "".join(written)
        assert "Tomas Reed" not in "".join(written), "only what is selected"
        assert "4 entities written" in it.main.status.message
        assert "1 left out" in it.main.status.message


async def test_the_chronology_comes_first_elsewhere_and_a_name_is_suggested() -> None:
    async with explorer() as it:
        await it.press("t", "E")
        assert isinstance(it.app.screen, Picker)
        assert it.app.screen.shown[0].label.startswith("Chronology")
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, Prompt), "the prompt")
        await it.until(lambda: it.shows("alder-timeline.md"), "the words")


async def test_a_file_that_exists_is_asked_about(tmp_path: Path) -> None:
    target = tmp_path / "names.csv"
    target.write_text("mine")
    async with explorer() as it:
        await it.press("e")
        await export_to(it, str(target))
        await it.until(lambda: it.shows("names.csv exists already", "Replace it"), "the words")
        await it.press("down", "enter")
        assert isinstance(it.app.screen, Prompt)
        assert target.read_text() == "mine"
        await it.press("enter")
        await it.press("enter")
        assert "Ines Valdo" in target.read_text()


async def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    async with explorer() as it:
        await it.press("e")
        await export_to(it, str(tmp_path / "nowhere" / "x.csv"))
        assert isinstance(it.app.screen, Prompt)
        await it.until(lambda: it.shows("There is no folder"), "the words")
        it.app.screen.input.value = str(tmp_path)
        await it.press("enter")
        await it.until(lambda: it.shows("add a file name"), "the words")
        await it.press("escape")
        assert it.app.screen is it.main


async def test_the_list_below_a_page_follows_a_correction_too() -> None:
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:tomas-reed")
        await it.press("enter", "m")
        await it.pilot.press(*"rename")
        await it.press("enter")
        await it.pilot.press(*" Jr")
        await it.press("enter")
        await analysed(it)
        await it.press("escape")
        assert it.main.place == "entities"
        assert name(it) == "Tomas Reed Jr"


async def test_enter_takes_what_was_typed_even_where_the_rows_come_later() -> None:
    """Letters and Enter may arrive in one read: the row under the cursor is that of all the letters."""
    async with explorer() as it:
        await it.press("e", "m")
        picker = it.app.screen
        assert isinstance(picker, Picker)
        with picker.prevent(Input.Changed):
            picker.input.value = "hide"
        await it.press("enter")
        assert [one.kind for one in it.library.corrections.rows] == ["hide"]


async def test_an_unsure_name_is_decided_in_two_keys_from_the_list() -> None:
    """It gets the name of the one it is, however often the short name itself is written."""
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:tomas-reed")
        unsure = it.main.entities.entity
        assert unsure is not None
        assert unsure.unsure
        await it.press("m", "enter")
        row = it.library.corrections.rows[-1]
        assert (row.kind, row.names) == ("merge", (it.main.entities.name_of(unsure.unsure[0]), "Tomas Reed"))


def burst(it: Driver, *keys: str) -> None:
    """Keys that a terminal sends in one read: all of them are there before the first is done."""
    for key in keys:
        text = {"enter": "\r", "escape": "\x1b", "space": " ", "down": None}.get(key, key)
        it.app.post_message(Key(key, text))


async def test_a_burst_of_keys_is_done_in_its_order() -> None:
    """Letters after Enter are for the next list, and the space bar marks what all letters before it have found."""
    async with explorer() as it:
        await it.press("e")
        it.main.entities.lines.move_to_key("person:tomas-reed")
        burst(it, "m", *"same", "enter", *"finch", "space", *"valdo", "space", "enter")
        await it.until(lambda: bool(it.library.corrections.rows), "the correction")
        await it.calm()
        row = it.library.corrections.rows[-1]
        assert (row.kind, sorted(row.names)) == ("merge", ["Ada Finch", "Ines Valdo", "Tomas Reed"])
        assert it.app.screen is it.main


async def test_keys_after_the_last_answer_are_no_commands() -> None:
    """Enter pressed twice answers once and ends nothing; what came in the same read takes nothing back."""
    async with explorer() as it:
        await it.press("e")
        burst(it, "m", *"hide", "enter", "enter", "u", "enter", "q")
        await it.until(lambda: bool(it.library.corrections.rows), "the correction")
        await it.calm()
        assert [one.kind for one in it.library.corrections.rows] == ["hide"]
        assert it.app.screen is it.main
        await it.press("m", "escape")
        assert it.app.screen is it.main


async def test_a_burst_goes_through_the_list_of_corrections() -> None:
    """The list waits for its width: what comes before that is done when there are rows, each key once."""
    async with explorer() as it:
        rows = [
            Correction("hide", (name,), id=name, created="2026-01-02T00:00:00Z") for name in ("one", "two", "three")
        ]
        it.library.corrections.rows = list(rows)
        burst(it, "C", "j", "enter", *"take", "enter", "enter", "q")
        await it.until(lambda: len(it.library.corrections.rows) == 2, "the one that was taken back")
        await it.calm()
        assert [one.id for one in it.library.corrections.rows] == ["one", "three"]
        assert it.app.screen is it.main


@pytest.mark.parametrize("opens", ["question_mark", "i", "ctrl+g", "D"])
@pytest.mark.parametrize("closes", ["escape", "enter"])
async def test_a_screen_that_is_closed_twice_is_closed_once(opens: str, closes: str) -> None:
    """Keys, what is known of the document, labels, problems: two keys in one read of the terminal."""
    library = FakeLibrary()
    library.troubles = (Problem("Not read", "It is empty.", doc="harbour.md"),)
    async with explorer(library=library) as it:
        await it.press(opens)
        asked = it.app.screen
        assert isinstance(asked, Modal)
        burst(it, closes, closes)
        await it.until(lambda: it.app.screen is it.main, "the main screen")
        await it.calm()
        assert it.app.screen is it.main
        assert asked.answered


async def test_the_same_kind_is_offered_first() -> None:
    async with explorer() as it:
        await mend(it, "person:ada-finch", "same")
        picker = it.app.screen
        assert isinstance(picker, MultiPicker)
        kinds = [choice.detail.partition(",")[0] for choice in picker.shown]
        assert kinds[0] == "person"
