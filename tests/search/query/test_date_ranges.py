"""Dates in queries and metadata: the days they may mean, and that whatever is no date is None."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.date_ranges import date_range, days


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-12-21", "2020-12-21", "2020-12-21"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2020-12-XX", "2020-12-01", "2020-12-31"),
        ("2020-12~", "2020-12-01", "2020-12-31"),
        ("2020-22", "2020-06-01", "2020-08-31"),
        ("2020-24", "2020-12-01", "2021-02-28"),
        ("2020-33", "2020-01-01", "2020-03-31"),
        ("2020-q4", "2020-10-01", "2020-12-31"),
        ("1980s", "1980-01-01", "1989-12-31"),
        ("21 December 2020", "2020-12-21", "2020-12-21"),
        ("December 21, 2020", "2020-12-21", "2020-12-21"),
        ("sept-2020", "2020-09-01", "2020-09-30"),
        ("2020-10/2020-12", "2020-10-01", "2020-12-31"),
        ("2020-10/..", "2020-10-01", None),
    ],
)
def test_one_date(value: str, first: str | None, last: str | None) -> None:
    assert days(value) == (first, last)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020-10..2021", "2020-10-01", "2021-12-31"),
        ("2021..2019", "2019-01-01", "2021-12-31"),
        ("..2021", None, "2021-12-31"),
        ("2019..", "2019-01-01", None),
        (">2019", "2020-01-01", None),
        (">=2019", "2019-01-01", None),
        ("<2019", None, "2018-12-31"),
        ("<=2020-12", None, "2020-12-31"),
        ("> 9999", "9999-12-31", None),
    ],
)
def test_ranges_and_relations(value: str, first: str | None, last: str | None) -> None:
    assert date_range(value) == (first, last)


@pytest.mark.parametrize(
    "value", ["", "..", "soon", "2020-13", "2020-02-30", "2020-00", "0000", "12/21/2020", "21", "december", ">", "٢٠٢٠"]
)
def test_what_is_no_date(value: str) -> None:
    assert date_range(value) is None


@given(st.text(alphabet="0123456789-./<>=X~?sq dec", max_size=24) | st.text(max_size=12))
def test_nothing_raises_and_days_are_in_order(value: str) -> None:
    found = date_range(value)
    if found is not None and found[0] and found[1]:
        assert found[0] <= found[1]
