"""What is chosen in one pane narrows all of them: chips, marks, views."""

from __future__ import annotations

import pytest

from tests.tui.driving import explorer
from tui.dialogs.picker import Picker
from tui.panes.status import StatusBar


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
