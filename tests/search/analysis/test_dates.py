"""The grammar of dates: what it reads, how it completes, and the traps it must not fall into."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.dates import expressions_in, full_date_in
from search.analysis.edtf import date_value
from search.model import DateValue

PUBLISHED = date_value("2020-12-17")  # a Thursday


def found(text: str, published: DateValue | None = PUBLISHED) -> list[str]:
    return [d.value.edtf for d in expressions_in(text, published)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It happened on 5 October 2019.", "2019-10-05"),
        ("It happened on October 5, 2019, at noon.", "2019-10-05"),
        ("the 3rd of March, 1951", "1951-03-03"),
        ("on Wednesday, Nov. 16, 2011", "2011-11-16"),
        ("filed 2019-10-05 by hand", "2019-10-05"),
        ("paid on 25/12/2018", "2018-12-25"),
        ("in August 2019", "2019-08"),
        ("early in 2013", "2013~"),
        ("in mid-October 2019", "2019-10~"),
        ("in 2014, it rained", "2014"),
        ("a 2007 report", "2007"),
        ("the Berlin wall (1961)", "1961"),
        ("the 1985 kidnap", "1985"),
        ("between 2012-2018", "2012/2018"),
        ("between 2012 and 2018", "2012/2018"),
        ("from 2012 to 2018", "2012/2018"),
        ("2012–18", "2012/2018"),
        ("from 3 March to 5 April 2020", "2020-03-03/2020-04-05"),
        ("3-5 May 2020", "2020-05-03/2020-05-05"),
        ("May 3-5, 2020", "2020-05-03/2020-05-05"),
        ("from March to June 2019", "2019-03/2019-06"),
        ("since 1992", "1992/.."),
        ("until 2018", "2018"),
        ("from 1908 until her retirement in 1937", "1908/1937"),
        ("since the 1970s", "197X/.."),
        ("in the early 1990s", "199X"),
        ("in the seventies", "197X"),
        ("the nineteenth century", "18XX"),
        ("spring 2021", "2021-21"),
        ("the second quarter of 2020", "2020-34"),
        ("the second half of 2019", "2019-41"),
    ],
)
def test_dates_written_out_are_stated(text: str, edtf: str) -> None:
    (one,) = expressions_in(text, None)
    assert one.value.edtf == edtf
    assert one.value.basis == "stated"
    assert one.value.why == ""


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on December 9", "2020-12-09"),
        ("on Tuesday, December 8", "2020-12-08"),
        ("the October arrest", "2020-10"),
        ("in early June", "2020-06~"),
        ("The court will meet on January 12.", "2021-01-12"),
        ("in March last year", "2019-03"),
        ("14 September last year", "2019-09-14"),
        ("He spoke on Tuesday.", "2020-12-15"),
        ("last Thursday", "2020-12-10"),
        ("They will vote on Friday.", "2020-12-18"),
        ("last week", "2020-12-07/2020-12-13"),
        ("last month", "2020-11"),
        ("next year", "2021"),
        ("five years ago", "2015"),
        ("about two years ago", "2018~"),
        ("in each of the last three years", "2017/2020"),
        ("yesterday", "2020-12-16"),
        ("last summer", "2020-22"),
        ("last November", "2020-11"),
        ("by the end of the year", "2020-12~"),
        ("before the end of the month", "2020-12~"),
        ("before the autumn", "2020-23"),
        ("in the first days of March", "2020-03~"),
        ("He is to appear on Friday.", "2020-12-18"),
        ("It has been shut until March.", "2021-03"),
        ("Deferred to the meeting of 26 April.", "2021-04-26"),
    ],
)
def test_dates_completed_with_the_day_of_publication_are_inferred_and_say_so(text: str, edtf: str) -> None:
    (one,) = expressions_in(text, PUBLISHED)
    assert one.value.edtf == edtf
    assert one.value.basis == "inferred"
    assert one.value.anchor == "2020-12-17"
    assert "2020-12-17" in one.value.why


def test_a_publication_date_that_was_inferred_is_named_as_such() -> None:
    (one,) = expressions_in("on December 9", date_value("2020-12", basis="inferred"))
    assert "itself inferred" in one.value.why


@pytest.mark.parametrize(
    "text", ["on December 9", "in October", "on Tuesday", "last week", "two years ago", "next year"]
)
def test_without_an_anchor_nothing_is_guessed(text: str) -> None:
    assert expressions_in(text, None) == ()


def test_a_story_hands_its_year_on() -> None:
    assert found("It began in 1985. On 7 February he vanished. A year later the case was closed.", None) == [
        "1985",
        "1985-02-07",
        "1986",
    ]


def test_a_term_of_years_is_not_the_year_of_the_story() -> None:
    text = "His father, who led the bank from 1978 to 1992, died in August."
    assert found(text, PUBLISHED) == ["1978/1992", "2020-08"]


def test_the_season_and_the_end_of_the_year_told() -> None:
    assert found("It fell in 1993. It began in the spring of that year and lasted to the end of that year.", None) == [
        "1993",
        "1993-21",
        "1993-12~",
    ]


def test_years_in_a_row_are_all_dates_and_what_recurs_is_none() -> None:
    assert found("They came in 1952, 1974 and May 1998.", None) == ["1952", "1974", "1998-05"]
    assert found("He comes every November.", PUBLISHED) == []


def test_an_offset_counts_from_the_date_told_before() -> None:
    assert found("Civilians were killed in 2011.\nA year earlier, the agency had left.") == ["2011", "2010"]


def test_an_offset_that_a_date_explains_is_not_counted_twice() -> None:
    assert found("more than a year earlier in August 2019") == ["2019-08"]
    assert found("In 2018 it said what had been found a decade earlier in a 2007 report.") == ["2018", "2007"]


def test_a_year_written_once_counts_for_both() -> None:
    assert found("in May and June 2019", None) == ["2019-05", "2019-06"]


def test_ambiguous_order_is_marked_and_decided_by_the_document() -> None:
    (one,) = expressions_in("paid on 05/10/2019", None)
    assert (one.value.edtf, one.value.basis) == ("2019-10-05", "inferred")
    assert "other way round" in one.value.why
    assert found("on 10/25/2019 and on 05/10/2019", None) == ["2019-10-25", "2019-05-10"]


def test_a_weekday_takes_the_full_date_of_the_text_where_only_the_month_is_known() -> None:
    text = "Handout picture of December 15, 2020.\nOn Tuesday, the chamber passed the bill."
    assert found(text, date_value("2020-12", basis="inferred")) == ["2020-12-15", "2020-12-15"]
    assert found("On Tuesday, the chamber passed the bill.", date_value("2020-12")) == []


@pytest.mark.parametrize(
    "trap",
    [
        "He may march second.",
        "The march was long and May was happy.",
        "the Sunday Times and the Daily Mail",
        "every Sunday, on Sundays, Black Friday, Good Friday",
        "section 2019 of the act",
        "aged 19, a 45-year-old in his 30s",
        "it cost $2,018 and €2019",
        "2,018 people",
        "a Boeing 747 and a Boeing 2020",
        "Agenda 2030",
        "call 555-2019 or +52 55 2019 1985",
        "see page 1985, pp. 1985-1990",
        "© 2020 The Company",
        "Copyright 2020",
        "within three days",
        "for 28 years",
        "in recent years",
        "recently, some months ago, over the last months",
        "flight 1985 from gate 2014",
        "room 2014, no. 1999, article 2001",
        "some 1500 people and 1600 votes",
        "at 2030 GMT",
        "30 February 2020",
        "the second man and the first day",
        "version 2.2019.11",
        "2020-13-45",
    ],
)
def test_traps_yield_nothing(trap: str) -> None:
    assert found(trap) == []


def test_one_full_date_and_nothing_else() -> None:
    value = full_date_in("21 December 2020")
    assert value is not None
    assert value.edtf == "2020-12-21"
    assert full_date_in("21 December 2020, by our reporter") is None
    assert full_date_in("December 2020") is None
    assert full_date_in("") is None


_LISTED = """in on since until from to between and the last next early mid- late end of Monday Tuesday May March October
Nov. 2020 1985 12 5 5th 1990s '80s 2012-2018 05/10/2019 2020-10-05 year years week ago earlier later two three a first
quarter century spring , . ; : ( ) - – ’s “ $ % 99999999999999999999 0000 00/00/0000 31 February Q1 that same following
today yesterday will section"""
_WORDS = st.sampled_from([*_LISTED.split(), "\n"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_WORDS, max_size=40).map(" ".join),
    st.sampled_from([None, "2020-12-17", "2020-12", "2020", "0001", "9998-12-31"]),
)
def test_whatever_the_words_spans_are_exact_and_dates_in_order(text: str, published: str | None) -> None:
    _holds(text, published)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, "2020-12-17"]))
def test_whatever_the_text_spans_are_exact_and_dates_in_order(text: str, published: str | None) -> None:
    _holds(text, published)


def _holds(text: str, published: str | None) -> None:
    anchor = date_value(published) if published else None
    last = 0
    for one in expressions_in(text, anchor):
        assert text[one.span.start : one.span.end] == one.value.words
        assert one.span.start >= last
        last = one.span.end
        value = one.value
        assert value.start or value.end
        assert not (value.start and value.end) or value.start <= value.end
        assert value.basis != "inferred" or value.why


@pytest.mark.parametrize(
    "unit",
    ["in 2014 ", "May ", "12 ", "since ", "1-", "October ", "early ", "the last ", "on Tuesday ", "5 to ", "a year "],
)
def test_hostile_repetition_takes_time_in_proportion(unit: str) -> None:
    """Counts the grammar's steps instead of seconds: twice the text, about twice the looks at tokens."""
    from search.analysis.dategrammar import Grammar

    def steps(times: int) -> int:
        count = 0
        original = Grammar.low

        def counting(self: Grammar, i: int) -> str:
            nonlocal count
            count += 1
            return original(self, i)

        Grammar.low = counting  # type: ignore[method-assign]
        try:
            expressions_in(unit * times, None)
        finally:
            Grammar.low = original  # type: ignore[method-assign]
        return count

    assert steps(400) <= 2.5 * steps(200) + 1000
