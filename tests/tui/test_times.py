"""Rows of the chronology: what is headed, how dates read there, which words of a sentence are shown."""

from __future__ import annotations

from search.model import DateValue, Event
from tui.panes.times import Placed, excerpt, happenings_of, headed, told_by


def event(edtf: str, text: str = "It happened.", cluster: str = "", trigger: str = "", **date: str) -> Event:
    """A dated statement; first and last day follow from the date where it is not a range."""
    first, _, last = edtf.partition("/")
    start = {4: f"{first}-01-01", 7: f"{first}-01", 10: first}[len(first)]
    last = last or first
    end = {4: f"{last}-12-31", 7: f"{last}-28", 10: last}[len(last)]
    precision = {4: "year", 7: "month", 10: "day"}[len(first)] if "/" not in edtf else "range"
    value = DateValue(edtf, start, end, precision, **date)  # type: ignore[arg-type]
    return Event(f"{edtf}{text}", value, "fact", "a.md", text, 0, len(text), (), cluster, trigger)


def rows(*events: Event, level: str = "year") -> list[str]:
    return [item.date if isinstance(item, Placed) else f"[{item}]" for item in headed(happenings_of(events), level)]


def test_one_event_of_a_year_needs_no_heading() -> None:
    assert rows(event("1985"), event("2011-11-16"), event("2012/2018")) == ["1985", "16 Nov 2011", "2012–2018"]


def test_several_events_of_a_year_stand_below_it_without_saying_it_again() -> None:
    many = [event("2020-10"), event("2020-12-05/2020-12-07"), event("2020-12-15")]
    assert rows(*many) == ["[2020]", "  Oct", "  5–7 Dec", "  15 Dec"]


def test_an_event_of_the_whole_year_is_its_heading() -> None:
    assert rows(event("2019"), event("2019/2021"), event("2019-08")) == ["2019", "2019–2021", "  Aug"]
    assert rows(event("2020-12"), event("2020-12-15"), level="month") == ["Dec 2020", "  15 Dec"]


def test_statements_of_one_event_that_cannot_be_of_one_time_stand_apart() -> None:
    (one,) = happenings_of([event("1984", cluster="storm"), event("1985", cluster="storm")])
    assert [len(one.events), len(one.differs)] == [1, 1]


def test_words_of_a_date_are_shown_only_where_they_tell_more() -> None:
    assert told_by(event("1985", words="1985")) == ""
    assert told_by(event("2020", basis="inferred", words="a year earlier", why="of 2021")) == "“a year earlier”"
    assert told_by(event("2020", basis="inferred", why="the year of the act")) == "the year of the act"


def test_an_excerpt_begins_with_the_sentence_or_the_clause_that_says_what_happened() -> None:
    text = "After a long night of rain and of wind, the old pier, built in 1920, broke."
    assert excerpt(event("1984", text, trigger="broke"), 200) == text
    assert excerpt(event("1984", text, trigger="broke"), 45) == "…the old pier, built in 1920, broke."
