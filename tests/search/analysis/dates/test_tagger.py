"""The grammar of dates: what it reads, how it completes, and the traps it must not fall into."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.dates.tagger import expressions_in, reader_date
from search.model import DateValue
from search.model.edtf import bounds, date_value

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


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("signed on 3.5.1994", "1994-05-03"),
        ("signed on 9-Sep-1993", "1993-09-09"),
        ("signed on 3/5/94 in ink", "1994-05-03"),
        ("signed in 1994-05", "1994-05"),
        ("May 3rd, '94", "1994-05-03"),
        ("the third of May 1990", "1990-05-03"),
        ("on the twenty-first of June, 1990", "1990-06-21"),
        ("Tuesday, 3rd May 1994", "1994-05-03"),
        ("on the first Monday in September 1990", "1990-09-03"),
        ("on the last Friday of June 1990", "1990-06-29"),
        ("on Christmas Eve 1990", "1990-12-24"),
        ("on Labor Day 2024", "2024-09-02"),
        ("Q3 2022", "2022-35"),
        ("in 1Q 2022", "2022-33"),
        ("H1 2022", "2022-40"),
        ("revenue of fiscal 2023", "2023~"),
        ("in FY2023", "2023~"),
        ("the first nine months of 1990", "1990-01/1990-09"),
        ("June-August 1990", "1990-06/1990-08"),
        ("between March and June 1990", "1990-03/1990-06"),
        ("May 30-June 2, 1990", "1990-05-30/1990-06-02"),
        ("in the winter of 1990-91", "1990-24"),
        ("the summer of '69", "1969-22"),
        ("in the early Eighties", "198X"),
        ("in the mid-90s", "199X"),
        ("since the mid-1990s", "199X/.."),
        ("through the 1990's,", "199X"),
        ("a chapel of c. 1850", "1850~"),
        ("in about 1850", "1850~"),
        ("in the year 2000", "2000"),
        ("the hall (opened 1857)", "1857"),
        ("at the end of the 1960-61 season", "1961~"),
        ("early in 2010/11", "2010~"),
    ],
)
def test_more_ways_to_write_a_date_out(text: str, edtf: str) -> None:
    assert found(text, None) == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("in the third quarter of last year", "2019-35"),
        ("in March of last year", "2019-03"),
        ("on April 23 and 24 of this year", "2020-04-23/2020-04-24"),
        ("the first six months of the year", "2020-01/2020-06"),
        ("on the last Friday of June", "2020-06-26"),
        ("the third of May", "2020-05-03"),
        ("3–5 May", "2020-05-03/2020-05-05"),
        ("during the January-February rising", "2020-01/2020-02"),
        ("early next year", "2021~"),
        ("the day before yesterday", "2020-12-15"),
        ("He left this morning.", "2020-12-17"),
        ("He left last night.", "2020-12-16"),
        ("The roof fell in overnight.", "2020-12-16/2020-12-17"),
        ("over the weekend", "2020-12-12/2020-12-13"),
        ("Four years ago tomorrow he left.", "2016-12-18"),
        ("Sixty years ago today it opened.", "1960-12-17"),
        ("three years ago this month", "2017-12"),
        ("On Sunday week the choir will sing.", "2020-12-27"),
        ("a week from Friday", "2020-12-25"),
        ("It ran from Monday to Wednesday.", "2020-12-14/2020-12-16"),
        ("since last year", "2019/.."),
        ("since Monday", "2020-12-14/.."),
        ("a letter of the 3rd instant", "2020-12-03"),
        ("a letter of the 21st ult.", "2020-11-21"),
        ("He wrote on the 7th, then fell silent.", "2020-12-07"),
        ("On the twenty-ninth they'll read the names.", "2020-12-29"),
        ("It will open at 6 a.m. Saturday.", "2020-12-19"),
        ("Flags are lowered through Tuesday.", "2020-12-22"),
        ("three days of mourning beginning on Tuesday", "2020-12-22"),
    ],
)
def test_more_dates_told_from_the_day_of_publication(text: str, edtf: str) -> None:
    (one,) = expressions_in(text, PUBLISHED)
    assert (one.value.edtf, one.value.basis) == (edtf, "inferred")
    assert one.value.why


@pytest.mark.parametrize(
    ("text", "edtfs"),
    [
        ("It began in 1990. That spring it rained.", ["1990", "1990-21"]),
        ("It began in 1990. The following spring it ended.", ["1990", "1991-21"]),
        ("It began in May 1990. The next April it ended.", ["1990-05", "1991-04"]),
        ("In 1985 he came. In April of the following year he left.", ["1985", "1986-04"]),
        ("He has led it since May 1995. It moved in July of that year.", ["1995-05/..", "1995-07"]),
        ("It opened in 1980. Ten years on, it closed.", ["1980", "1990"]),
        ("It was sold on 3 May 1990. The same evening he left.", ["1990-05-03", "1990-05-03"]),
        ("It was sold on 3 May 1990. On the Friday he left.", ["1990-05-03", "1990-05-04"]),
        ("The dam collapsed on 3 May 1990. He was held five days after the collapse.", ["1990-05-03", "1990-05-08"]),
        ("They were wed in 1936. A son came in the October.", ["1936", "1936-10"]),
    ],
)
def test_times_told_from_a_date_before(text: str, edtfs: list[str]) -> None:
    assert found(text, None) == edtfs


def test_decades_written_short_after_another() -> None:
    assert found("It was tried in the 1940s and 50s.", None) == ["194X", "195X"]


def test_an_event_told_of_two_days_is_no_anchor() -> None:
    text = (
        "The pier collapsed on 3 May 1990. It collapsed again on 9 June 1991. Work began ten days after the collapse."
    )
    assert found(text, None) == ["1990-05-03", "1991-06-09"]


def test_what_only_explains_a_date_is_not_counted_again() -> None:
    assert found("They walked out on December 9, almost two weeks ago.") == ["2020-12-09"]
    assert found("Talks ended on December 4, the Friday before the fair.") == ["2020-12-04"]
    assert found("two years ago, in May 2018, it rained") == ["2018-05"]


def test_a_dateline_is_the_day_that_today_means() -> None:
    text = "LISBON, Dec. 15 — The court ruled today that the sale was void. It met yesterday."
    assert found(text) == ["2020-12-15", "2020-12-15", "2020-12-14"]
    assert "dateline" in expressions_in(text, PUBLISHED)[1].value.why


def test_how_old_a_thing_is_does_not_date_the_story() -> None:
    assert found("The hall was built in 1978. It was inspected on 22 September.") == ["1978", "2020-09-22"]
    # A newspaper that shortens the month leaves out only the current year.
    assert found("It burned in March 1989. It was inspected on Sept. 22.") == ["1989-03", "2020-09-22"]


def test_what_comes_again_is_no_date() -> None:
    assert found("They sing on the third Sunday of every month and every tenth of October.") == []
    assert found("It is held on 3 May every year.") == []


def test_a_month_written_out_decides_how_figures_are_read() -> None:
    american = "It was signed on May 3, 2019 and paid on 05/10/2019."
    one = expressions_in(american, None)[1].value
    assert (one.edtf, one.otherwise, one.basis) == ("2019-05-10", "2019-10-05", "inferred")
    assert "writes its other dates" in one.why
    british = "It was signed on 3 May 2019 and paid on 05/10/2019."
    assert found(british, None)[1] == "2019-10-05"
    # Full stops leave no doubt: the day comes first.
    assert expressions_in("paid on 05.10.2019", None)[0].value.otherwise is None


def test_what_rests_on_an_inferred_publication_says_so_down_the_line() -> None:
    published = date_value("2020-12-17", basis="inferred")
    first, second = expressions_in("He left on Tuesday. Two days later he came back.", published)
    assert "itself inferred" in first.value.why
    assert "itself inferred" in second.value.why


@pytest.mark.parametrize(
    "trap",
    [
        "They may yet march. Mr. March said June Carter sang to April Jones.",
        "Theresa May told the house; Judge April Reyes ruled.",
        "the Saturday Evening Post, the Monday Club, Casual Friday, Maundy Thursday",
        "sections 1983-1985 of Title 1990, under Rule 2004",
        "a 1,994-page report by a 21-year-old aged 20",
        "US$ 1994, £1,850, 1990 dollars",
        "an Airbus 1990, a Peugeot 2008, Windows 2000",
        "Vision 2025, the Class 1999 engine, a 2015 model",
        "call 0800 1994 1995 or 020 7946 1994",
        "ISBN 0-1994-2005-1, p. 1994, fig. 1990",
        "(c) 1994 The Agency, under 28 U.S.C. 1331",
        "10 Downing Street, 12 May Street, 1600 Pennsylvania Avenue, PO Box 1994",
        "its first 100 days, the 400-day war",
        "before 9/11, the 7/7 bombings, a 24/7 line, 3/4 of them",
        "Catch-22, Apollo 11, Studio 54, COVID-19, the F-16, the G20",
        "flight 1994 to Rome, BA 1994",
        "won 3-2, lost 21-19, by 217 to 200, 12.5% and 19 percent",
        "by 1,994 votes to 1,850, between 1990 and 1994 votes",
        "a crowd of 2000, one in 1994 people, 1990 metres up",
        "UN Resolution 1973, case no. 1994-05-03-X, docket 94-1990",
        "version 1.9.1994, 10.12.1994.3, 192.168.1.1",
        "a May-December romance, the Ides of March, the October Revolution",
        "the spring of a clock, a fall of 1990 points, in the fall from the roof",
        "in the first quarter of the game, the second half of the match",
        "a century-old tree, one day, these days, day by day, year after year",
        "many years ago, several decades ago, years earlier, some day soon",
        "highs in the 90s, a man in his mid-80s",
        "until the last Sunday of all",
        "famous overnight, an overnight train",
    ],
)
def test_more_traps_yield_nothing(trap: str) -> None:
    assert found(trap) == []


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("1985", "1985"),
        ("197x", "197X"),
        ("2020-10~", "2020-10~"),
        ("1992/..", "1992/.."),
        ("3 may 1994", "1994-05-03"),
        ("MAY 3, 1994", "1994-05-03"),
        ("the 1980s", "198X"),
        ("the nineteenth century", "18XX"),
        ("spring 2021", "2021-21"),
        ("Q3 2022", "2022-35"),
        ("from 1992 to 1994", "1992/1994"),
        ("since 1992", "1992/.."),
        ("about 1850", "1850~"),
        (" 5.10.2019 ", "2019-10-05"),
    ],
)
def test_what_a_reader_may_type(typed: str, edtf: str) -> None:
    value = reader_date(typed)
    assert value is not None
    assert value.edtf == edtf


def test_what_a_reader_types_needs_no_other_date_and_may_be_ambiguous() -> None:
    for typed in ("", "yesterday", "May", "3 May", "nonsense", "3 May 1994 or later", "2020-13", "31 February 2020"):
        assert reader_date(typed) is None
    value = reader_date("3/5/1994")
    assert value is not None
    assert (value.edtf, value.otherwise) == ("1994-05-03", "1994-03-05")


_DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2190, 12, 31)).map(date.isoformat)
_EDTF = st.one_of(
    _DAYS,
    _DAYS.map(lambda day: day[:7]),
    _DAYS.map(lambda day: day[:4]),
    _DAYS.map(lambda day: day[:3] + "X"),
    _DAYS.map(lambda day: day[:2] + "XX"),
    _DAYS.map(lambda day: day[:4] + "-22"),
    _DAYS.map(lambda day: day[:4] + "-34"),
    _DAYS.map(lambda day: day + "~"),
    _DAYS.map(lambda day: day + "/.."),
    st.tuples(_DAYS, _DAYS).map(lambda pair: "/".join(sorted(pair))),
)


@settings(max_examples=200, deadline=None)
@given(_EDTF)
def test_an_edtf_value_typed_comes_back_as_it_is(edtf: str) -> None:
    value = reader_date(edtf)
    assert value is not None
    assert value.edtf == edtf
    assert (value.start, value.end) == bounds(edtf)[:2]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_whatever_a_reader_types_nothing_breaks(typed: str) -> None:
    value = reader_date(typed)
    assert value is None or value.start or value.end


_LISTED = """in on since until from to between and the last next early mid- late end of Monday Tuesday May March October
Nov. 2020 1985 12 5 5th 1990s '80s 2012-2018 05/10/2019 2020-10-05 year years week ago earlier later two three a first
quarter century spring , . ; : ( ) - – ’s “ $ % 99999999999999999999 0000 00/00/0000 31 February Q1 that same following
today yesterday will section the each overnight instant weekend Christmas Eve third of fiscal Q3 H1 '94 3.5.1994
5/10/94 collapse collapsed Friday's on the 7th twenty-first Labor Day 1990's ten forty"""
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
        assert bounds(value.edtf) == (value.start, value.end, value.precision)
    assert expressions_in(text, anchor) == expressions_in(text, anchor)


@pytest.mark.parametrize(
    "unit",
    [
        "in 2014 ",
        "May ",
        "12 ",
        "since ",
        "1-",
        "October ",
        "early ",
        "the last ",
        "on Tuesday ",
        "5 to ",
        "a year ",
        "the third Sunday of ",
        "ten days after the collapse ",
        "collapsed on 3 May 1990 ",
        "by ",
        "will ",
    ],
)
def test_hostile_repetition_takes_time_in_proportion(unit: str) -> None:
    """Counts the grammar's steps instead of seconds: twice the text, about twice the looks at tokens."""
    from search.analysis.dates.tokens import Tokens

    def steps(times: int) -> int:
        count = 0
        original = Tokens.low

        def counting(self: Tokens, i: int) -> str:
            nonlocal count
            count += 1
            return original(self, i)

        Tokens.low = counting  # type: ignore[method-assign]
        try:
            expressions_in(unit * times, None)
        finally:
            Tokens.low = original  # type: ignore[method-assign]
        return count

    assert steps(400) <= 2.5 * steps(200) + 1000
