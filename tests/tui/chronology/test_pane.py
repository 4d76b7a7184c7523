"""The chronology: grouped, zoomed, folded, narrowed, with its signs, at every size; and how fast it is set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import DateValue, Event
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.chronology.header import overview
from tui.dialogs.picker import Picker

SIZES = [(80, 24), (100, 30), (120, 40), (200, 50)]


def dated(edtf: str, text: str, doc: str = "harbour.md", **changes: object) -> Event:
    """A statement of a day or month, which stands nowhere in particular."""
    end = edtf if len(edtf) == 10 else f"{edtf}-28"
    start = edtf if len(edtf) == 10 else f"{edtf}-01"
    date = DateValue(edtf, start, end, "day" if len(edtf) == 10 else "month", words=text.split()[0])
    return replace(Event(f"{doc} {edtf} {text}", date, "fact", doc, text, 0, len(text)), **changes)  # type: ignore[arg-type]


def holding(*events: Event) -> FakeLibrary:
    library = FakeLibrary()
    library.given = events
    return library


def dates(it: Driver) -> list[str]:
    """What stands first in every row, headings too."""
    rows = it.main.chronology.lines.rows
    return [next(cell.text for line in rows[i].lines for cell in line).strip() for i in range(len(rows))]


SIEGE = (
    dated("2014-06-02", "Monday talks began."),
    dated("2014-07-14", "Shots were heard.", affair="siege"),
    dated("2014-07-15", "Troops came.", "gazette.md", affair="siege"),
    dated("2014-07-17", "Peace was made.", affair="siege"),
)


# ---- looking -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_rows_years_and_bars_are_there_at_every_size(size: tuple[int, int]) -> None:
    async with explorer(size) as it:
        await it.press("t")
        assert it.shows("Chronology", "1984", "2019", "May", "Jun 2024")
        bars = it.main.chronology.histogram.plain.splitlines()[0]
        assert bars.strip().startswith("1984")
        assert bars.endswith("2024")
        await it.press("z")
        assert it.shows("decade ▸ YEAR ▸ month ▸ day", "1984", "2024")
        assert it.shows("6 statements from 3 sources") == (size[0] >= 100)


async def test_the_histogram_follows_the_cursor() -> None:
    async with explorer() as it:
        await it.press("t")
        seen = []
        for _ in range(3):
            seen.append(it.main.chronology.histogram.place)
            await it.press("down")
        assert len(set(seen)) > 1
        assert all("▲" in line or "━" in line for line in seen)
        await it.press("G")
        line = it.main.chronology.histogram.place.rstrip()
        bars = it.main.chronology.histogram.plain.splitlines()[0].removesuffix(" 2024")
        assert len(line) == len(bars)


async def test_the_stretch_is_drawn_only_where_there_is_room_below_the_bars() -> None:
    async with explorer((120, 45)) as it:  # three panes above each other
        await it.press("t")
        assert it.main.chronology.histogram.size.height == (2 if it.main.chronology.size.height >= 12 else 1)
        await it.press("z")
        assert it.main.chronology.histogram.size.height == 3


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
async def test_several_sources_of_one_event_are_marked_on_its_row(columns: int) -> None:
    async with explorer((columns, 40)) as it:
        await it.press("t", "z")
        await it.until(lambda: it.main.chronology.lines.size.width == columns, "the whole width")
        await it.calm()
        row = next(line for line in it.screen().splitlines() if "Captains protest" in line)
        assert row.count("●") == 2
        assert row.count("·") >= 1
        head = next(line for line in it.screen().splitlines() if "Chronology" in line)
        assert "A C S" in head or "A S C" in head


async def test_an_inferred_date_says_from_what_in_the_list_of_statements_and_in_the_grid() -> None:
    async with explorer() as it:
        await it.press("t", "z")
        assert it.shows("↳", "“of 2019”")
    event = dated("2019-01-01", "Once.", modality="planned", negated=True)
    twin = replace(event, id="twin", doc="gazette.md", date=replace(event.date, otherwise="2019-02-01"))
    twin = replace(twin, cluster="one", negated=False)
    late = replace(event, cluster="one", date=replace(event.date, basis="inferred", why="counted from the vote"))
    async with explorer(library=holding(late, twin)) as it:
        await it.press("t", "enter")
        assert it.shows("↳ worked out: counted from the", "× denied", "◇ planned", "↔ ambiguous: could also be 1 Feb")


async def test_the_help_says_what_the_signs_mean() -> None:
    async with explorer((120, 40)) as it:
        await it.press("?", *["pagedown"] * 6)
        assert it.shows("×", "denied", "◇", "planned", "↔", "ambiguous")


# ---- zooming and folding -----------------------------------------------------------------------------------------


async def test_finer_and_coarser_stop_at_the_ends_and_keep_the_cursor_on_its_event() -> None:
    async with explorer(library=holding(*SIEGE)) as it:
        chronology = it.main.chronology
        await it.press("t", "down", "down")
        here = chronology.happening
        for key, level in (("+", "month"), ("+", "day"), ("+", "day"), ("-", "month"), ("-", "year"), ("-", "decade")):
            await it.press("plus" if key == "+" else "minus")
            assert chronology.level == level
            assert chronology.happening == here
        assert dates(it)[0] == "2010s"
        await it.press("minus")
        assert "nothing coarser" in it.main.status.message
        await it.press("o")
        assert chronology.level == "year"


async def test_neighbouring_days_fold_into_one_row_that_leads_to_all_of_its_statements() -> None:
    async with explorer(library=holding(*SIEGE)) as it:
        await it.press("t", "down", "down", "a")
        assert it.shows("14–17 Jul", "3 statements", "folded")
        assert dates(it)[-1].startswith("14–17 Jul")
        assert it.main.chronology.happening is not None
        assert len(it.main.chronology.happening.parts) == 3
        await it.press("enter")
        assert it.main.place == "statements"
        assert it.shows("14–17 Jul 2014 · 3 stat", "Shots were heard.", "Troops came.", "Peace was made.")
        await it.press("down", "enter")
        assert it.main.reader.document == DOCUMENTS[1]
        await it.press("backspace", "backspace", "a")
        assert not it.shows("folded into")
        assert it.main.chronology.happening is not None
        assert it.main.chronology.happening.lead.affair == "siege"


async def test_where_nothing_folds_that_is_said() -> None:
    async with explorer() as it:
        await it.press("t", "a")
        assert "No neighbouring days" in it.main.status.message
        assert not it.main.chronology.folded


# ---- narrowing ---------------------------------------------------------------------------------------------------


async def test_a_range_is_marked_shown_narrowed_to_and_taken_off() -> None:
    async with explorer(library=holding(*SIEGE)) as it:
        await it.press("t", "space", "down", "down")
        assert it.shows("2 Jun–15 Jul 2014 ", "3\n")
        assert "━" in it.main.chronology.histogram.place
        await it.press("z")
        assert it.shows("from 2 Jun 2014 to 15 Jul 2014, 3 events")
        await it.press("z", "escape")
        assert not it.shows("2 Jun–15 Jul")
        assert it.main.chronology.lines.marks == frozenset()
        assert it.main.active == "chronology"
        await it.press("space", "down", "f")
        assert it.main.view.chips[-1].clause == "mentions:2014-07-15..2014-07-17"
        assert it.main.chronology.begin is None


async def test_a_range_outlives_a_zoom_and_new_rows() -> None:
    async with explorer(library=holding(*SIEGE)) as it:
        await it.press("t", "space", "G", "plus")
        assert it.shows("2 Jun–17 Jul 2014 ")
        it.library.given = SIEGE[:3]
        it.library.grow()
        it.main.work.ask_status()
        await it.until(lambda: len(it.main.chronology.events) == 3, "the new rows")
        await it.calm()
        assert it.main.chronology.begin is not None


@pytest.mark.parametrize(
    ("keys", "query"),
    [
        (("1", "f"), 'source:"Sea Gazette"'),
        (("e", "f"), 'entity:"Ines Valdo"'),
        (("c", "down", "down", "down", "f"), "topic:Repeal"),
    ],
)
async def test_a_source_an_entity_or_a_topic_of_another_pane_narrows_it(keys: tuple[str, ...], query: str) -> None:
    async with explorer() as it:
        await it.press(*keys)
        assert it.main.view.query == query
        docs = {event.doc for event in it.main.chronology.events}
        assert docs == {event.doc for event in it.library.events(query)}
        assert len(docs) < 3


async def test_a_kind_is_chosen_with_its_count_and_another_takes_its_place() -> None:
    async with explorer() as it:
        await it.press("t", "w")
        assert isinstance(it.app.screen, Picker)
        assert it.shows("law", "3 statements", "disaster", "2 statements")
        await it.pilot.press(*"dis", "enter")
        await it.calm()
        assert it.main.view.query == "kind:disaster"
        assert {event.kind for event in it.main.chronology.events} == {"disaster"}
        await it.press("w")
        assert it.shows("law")
        await it.pilot.press(*"law", "enter")
        await it.calm()
        assert it.main.view.query == "kind:law"


# ---- to the words ------------------------------------------------------------------------------------------------


async def test_from_a_row_of_one_source_to_its_words_is_one_key() -> None:
    async with explorer() as it:
        await it.press("t", "G", "enter")
        span = it.main.reader.flash
        assert it.main.place == "reader"
        assert span is not None
        assert TEXTS["review.md"][span.start : span.end].startswith("In June 2024")


async def test_ten_thousand_events_build_only_the_rows_on_the_screen() -> None:
    """What is slow is what is built too often: rows are made when they are seen."""
    events = tuple(dated(f"{1900 + i // 90}-{i % 12 + 1:02}", f"Event {i}.", affair=f"{i}") for i in range(10_000))
    async with explorer(library=holding(*sorted(events, key=lambda one: one.date.start or ""))) as it:
        await it.press("t")
        chronology = it.main.chronology
        built = 0
        rows = chronology.lines.rows
        build = rows._build  # type: ignore[attr-defined]

        def counting(index: int) -> object:
            nonlocal built
            built += 1
            return build(index)

        rows._build = counting  # type: ignore[attr-defined]
        await it.press("down", "pagedown", "G")
        assert len(rows) > 10_000
        assert built < 3_000


async def test_the_footer_of_a_zoomed_chronology_has_what_it_is_for_at_80_columns() -> None:
    async with explorer((80, 24)) as it:
        await it.press("t", "z")
        assert it.shows("f filter", "+ finer", "w kind", "a fold", "␣ mark", "? keys")


async def test_the_level_in_use_is_named_however_many_columns_there_are() -> None:
    async with explorer((80, 24), holding(*SIEGE)) as it:
        await it.press("t", "z", "+", "+")
        await it.press("a")
        assert it.shows("DAY · folded")
    for room, words in ((60, "DAY · folded"), (35, "by day · folded")):
        assert words in "".join(cell.text for cell in overview("day", True, room, 5, 2, 0))
