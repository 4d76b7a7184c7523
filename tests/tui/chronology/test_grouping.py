"""Rows of the chronology: what is headed, folded and marked, how dates read there, which words are shown; bars."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.model import DateValue, Event
from tui.chronology.grouping import (
    Happening,
    Level,
    Placed,
    basis_sign,
    excerpt,
    folded,
    full_date,
    happenings_of,
    headed,
    sense_sign,
    told_by,
)
from tui.chronology.histogram import axis, bars, differing, end_words, scale_of, weights
from tui.chronology.rows import notes


def event(edtf: str, text: str = "It happened.", cluster: str = "", trigger: str = "", **date: str) -> Event:
    """A dated statement; first and last day follow from the date where it is not a range."""
    first, _, last = edtf.partition("/")
    start = {4: f"{first}-01-01", 7: f"{first}-01", 10: first}[len(first)].replace("X", "0")
    last = last or first
    end = {4: f"{last}-12-31", 7: f"{last}-28", 10: last}[len(last)].replace("X", "9")
    precision = {4: "year", 7: "month", 10: "day"}[len(first)] if "/" not in edtf else "range"
    precision = "decade" if "X" in edtf else precision
    value = DateValue(edtf, start, end, precision, **date)  # type: ignore[arg-type]
    return Event(f"{edtf}{text}", value, "fact", "a.md", text, 0, len(text), (), cluster, trigger)


def rows(*events: Event, level: Level = "year") -> list[str]:
    items = headed(happenings_of(events), level)
    return [item.date if isinstance(item, Placed) else f"[{item.group}: {item.count}]" for item in items]


# ---- headings ----------------------------------------------------------------------------------------------------


def test_one_event_of_a_year_needs_no_heading() -> None:
    assert rows(event("1985"), event("2011-11-16"), event("2012/2018")) == ["1985", "16 Nov 2011", "2012–2018"]


def test_several_events_of_a_year_stand_below_it_without_saying_it_again() -> None:
    many = [event("2020-10"), event("2020-12-05/2020-12-07"), event("2020-12-15")]
    assert rows(*many) == ["[2020: 3]", "  Oct", "  5–7 Dec", "  15 Dec"]


def test_an_event_of_the_whole_year_is_its_heading() -> None:
    assert rows(event("2019"), event("2019/2021"), event("2019-08")) == ["2019", "2019–2021", "  Aug"]
    assert rows(event("2020-12"), event("2020-12-15"), level="month") == ["Dec 2020", "  15 Dec"]


def test_every_level_from_decades_to_days_groups_by_its_stretch() -> None:
    many = [event("198X"), event("2020-10-02"), event("2020-10-09"), event("2021-03")]
    assert rows(*many, level="decade") == ["1980s", "[202: 3]", "  2 Oct 2020", "  9 Oct 2020", "  Mar 2021"]
    assert rows(*many, level="year") == ["1980s", "[2020: 2]", "  2 Oct", "  9 Oct", "Mar 2021"]
    assert rows(*many, level="month") == ["1980s", "[2020-10: 2]", "  2 Oct", "  9 Oct", "Mar 2021"]
    assert rows(*many, level="day") == ["1980s", "2 Oct 2020", "9 Oct 2020", "Mar 2021"]


def test_a_year_that_something_older_interrupts_has_one_heading() -> None:
    """Two rows of one key would send the cursor to the wrong one."""
    many = [event("2020-01"), event("2020-02"), replace(event("199X"), id="late"), event("2020-03"), event("2020-04")]
    keys = [item.key for item in headed(happenings_of(many), "year")]
    assert len(keys) == len(set(keys))


def test_statements_of_one_event_that_cannot_be_of_one_time_stand_apart() -> None:
    (one,) = happenings_of([event("1984", cluster="storm"), event("1985", cluster="storm")])
    assert [len(one.events), len(one.differs)] == [1, 1]


# ---- folding -----------------------------------------------------------------------------------------------------


def affair(*dates: str) -> list[Happening]:
    return happenings_of([replace(event(date, f"Day {date}."), affair="siege") for date in dates])


def test_neighbouring_days_of_one_affair_fold_into_one_row_where_the_first_stood() -> None:
    plain = [*happenings_of([event("2014-07-01")]), *affair("2014-07-14", "2014-07-15", "2014-07-17")]
    plain.insert(2, *happenings_of([event("2014-07-15", "Elsewhere.")]))
    first, siege, other = folded(plain)
    assert [full_date(one) for one in (first, siege, other)] == ["1 Jul 2014", "14–17 Jul 2014", "15 Jul 2014"]
    assert [len(siege.parts), len(siege.statements)] == [3, 3]
    assert siege.key not in {one.key for one in plain}


def test_what_belongs_to_nothing_else_is_not_folded() -> None:
    plain = happenings_of([event("2014-07-14"), event("2014-07-15"), replace(event("2014-07-16"), affair="own")])
    assert folded(plain) == plain


def test_a_folded_row_touches_the_days_it_stands_for() -> None:
    (siege,) = folded(affair("2014-07-14", "2014-07-17"))
    assert siege.touches("2014-07-17", "2014-08-01")
    assert not siege.touches("2014-07-18", "2014-08-01")


# ---- signs and words ---------------------------------------------------------------------------------------------


def test_signs_say_how_a_date_is_known_and_in_which_sense_a_thing_is_said() -> None:
    stated = event("2020")
    assert basis_sign(stated.date) is None
    assert sense_sign(stated) is None
    inferred = event("2020", basis="inferred", why="counted from 2021")
    ambiguous = event("2020-03-04", otherwise="2020-04-03", words="3/4/2020")
    denied = replace(stated, negated=True, modality="planned")
    signs = [basis_sign(inferred.date), basis_sign(ambiguous.date), sense_sign(denied)]
    assert [sign.mark for sign in signs if sign] == ["↳", "↔", "×"]
    assert notes(inferred) == ["↳ worked out: counted from 2021"]
    assert notes(ambiguous) == ["↔ ambiguous: could also be 3 Apr 2020"]
    assert notes(denied)[0].startswith("× denied:")
    assert notes(stated) == []
    conditional = replace(stated, negated=True, modality="hypothetical")
    assert [note[0] for note in notes(conditional)] == ["?", "×"]


def test_words_of_a_date_are_shown_only_where_they_tell_more() -> None:
    assert told_by(event("1985", words="1985")) == ""
    inferred = event("2020", basis="inferred", words="a year earlier", anchor="2021", why="of 2021")
    assert told_by(inferred) == "“a year earlier”, from 2021"
    assert told_by(event("2020", basis="inferred", why="the year of the act")) == "the year of the act"
    assert told_by(event("2020-03-04", words="3/4/2020", otherwise="2020-04-03")) == "“3/4/2020”, or 3 Apr 2020"


def test_an_excerpt_begins_with_the_sentence_or_the_clause_that_says_what_happened() -> None:
    text = "After a long night of rain and of wind, the old pier, built in 1920, broke."
    assert excerpt(event("1984", text, trigger="broke"), 200) == text
    assert excerpt(event("1984", text, trigger="broke"), 45) == "…the old pier, built in 1920, broke."


# ---- bars --------------------------------------------------------------------------------------------------------


def test_a_bar_stands_for_as_little_time_as_there_is_room_for() -> None:
    def each(first: str, last: str, width: int) -> tuple[bool, int]:
        scale = scale_of([(first, last)], width)
        assert scale is not None
        return scale.monthly, scale.step

    assert each("2014-07-01", "2014-07-20", 36) == (False, 1)
    assert each("2014-06-01", "2014-09-20", 36) == (False, 7)
    assert each("2013-01-01", "2014-12-31", 36) == (True, 1)
    assert each("1985-01-01", "2025-12-31", 36) == (True, 24)
    assert each("1521-01-01", "2025-12-31", 36) == (True, 240)


def test_what_is_dated_by_a_year_is_spread_over_its_bars() -> None:
    spans = [("2019-01-01", "2019-12-31"), ("2020-05-01", "2020-05-31"), ("2020-12-31", "2020-12-31")]
    scale = scale_of(spans, 40)
    assert scale is not None
    values = weights(spans, scale)
    assert len(values) == 24
    assert values[:12] == pytest.approx([1 / 12] * 12)
    assert values[16] == values[23] == 1
    (line,) = bars(values)
    assert line == "▁" * 12 + "    █      █"


def test_the_ends_say_years_or_months_or_days() -> None:
    def ends(first: str, last: str) -> tuple[str, str]:
        scale = scale_of([(first, last)], 60)
        assert scale is not None
        return end_words([(first, last)], scale)

    assert ends("1985-01-01", "2025-08-01") == ("1985", "2025")
    assert ends("2014-06-01", "2014-09-20") == ("Jun 2014", "Sep 2014")
    assert ends("2014-07-03", "2014-07-20") == ("3 Jul", "20 Jul 2014")


def test_the_axis_names_round_years_where_they_begin() -> None:
    scale = scale_of([("1985-01-01", "2024-12-31")], 90)
    assert scale is not None
    line = axis(scale)
    assert line.split() == ["1990", "1995", "2000", "2005", "2010", "2015", "2020"]
    assert line.index("2000") == scale.columns_of(("2000-01-01", "2000-01-01")).start


def test_the_columns_that_differ_are_the_only_ones_sent() -> None:
    assert differing("  ▲  ", "   ▲ ", 5) == (2, 4)
    assert differing("▲", "▲", 5) is None


DAYS = st.dates().map(lambda day: day.isoformat())


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=30), st.integers(1, 200))
def test_bars_hold_whatever_the_time_and_the_width(spans: list[tuple[str | None, str | None]], width: int) -> None:
    spans = [(min(a, b), max(a, b)) if a and b else (a, b) for a, b in spans]
    scale = scale_of(spans, width)
    if scale is None:
        assert not any(a or b for a, b in spans) or width < 12
        return
    assert scale.columns <= width
    values = weights(spans, scale)
    assert sum(values) == pytest.approx(sum(1 for span in spans if span[0] or span[1]))
    assert all(len(line) == scale.columns for line in bars(values, 2, scale.each))
    for span in spans:
        assert all(0 <= column < scale.columns for column in scale.columns_of(span))
    assert len(axis(scale)) == scale.columns
    assert all(end_words(spans, scale))


def test_a_stretch_in_which_none_of_its_events_lies_has_no_heading() -> None:
    long = [event("2020/2023", "They sued."), event("2020/2024", "They worked there.")]
    assert [type(item) for item in headed(happenings_of(long), "year")] == [Placed, Placed]


def test_an_excerpt_leaves_no_row_half_empty_for_the_sake_of_a_clause() -> None:
    one = event(
        "1857", "The graves of the old chapel would have to be cleared under the Burial Act, 1857.", words="1857"
    )
    assert excerpt(one, 44) == "…to be cleared under the Burial Act, 1857."


def test_the_anchor_of_a_date_reads_as_a_date_and_one_that_the_reader_gave_says_so() -> None:
    why = "the year is taken from the publication date 2020-12-21"
    assert "publication date 21 Dec 2020" in notes(event("2020-12", basis="inferred", why=why))[0]
    assert told_by(event("2020-12", basis="inferred", why=why)) == why.replace("2020-12-21", "21 Dec 2020")
    mine = event("1985", rule="correction", words="that year", why="dated so by you, the text says “that year”")
    assert told_by(mine) == "yours; the text says “that year”"
    assert notes(mine) == ["yours; the text says “that year”"]
