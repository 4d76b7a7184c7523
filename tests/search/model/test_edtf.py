"""EDTF values: what they span, and what is none."""

from __future__ import annotations

import pytest

from search.model.edtf import bounds, date_value, overlap, sort_key, span_days


@pytest.mark.parametrize(
    ("edtf", "start", "end", "precision"),
    [
        ("2020-10-05", "2020-10-05", "2020-10-05", "day"),
        ("2020-10", "2020-10-01", "2020-10-31", "month"),
        ("2020-02~", "2020-02-01", "2020-02-29", "month"),
        ("2020", "2020-01-01", "2020-12-31", "year"),
        ("197X", "1970-01-01", "1979-12-31", "decade"),
        ("18XX", "1800-01-01", "1899-12-31", "century"),
        ("2020-21", "2020-03-01", "2020-05-31", "season"),
        ("2020-24", "2020-12-01", "2021-02-28", "season"),
        ("2020-33", "2020-01-01", "2020-03-31", "quarter"),
        ("2020-41", "2020-07-01", "2020-12-31", "range"),
        ("2012/2018", "2012-01-01", "2018-12-31", "range"),
        ("1992/..", "1992-01-01", None, "range"),
        ("../2018", None, "2018-12-31", "range"),
    ],
)
def test_bounds(edtf: str, start: str | None, end: str | None, precision: str) -> None:
    assert bounds(edtf) == (start, end, precision)


@pytest.mark.parametrize("bad", ["", "x", "2020-13", "2021-02-29", "20", "2020-10-5", "../..", "2018/2012", "0000"])
def test_what_is_no_value_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|month|year|interval|day"):
        bounds(bad)


def test_order_is_by_first_day_then_from_precise_to_vague() -> None:
    values = [date_value(v) for v in ("2020", "2020-01", "2020-01-01", "2019", "202X", "2020/2021")]
    assert [v.edtf for v in sorted(values, key=sort_key)] == [
        "2019",
        "2020-01-01",
        "2020-01",
        "2020",
        "2020/2021",
        "202X",
    ]


def test_open_ends_overlap_what_follows_and_nothing_before() -> None:
    since = date_value("1992/..")
    assert overlap(since, date_value("2020"))
    assert not overlap(since, date_value("1991"))
    assert span_days(date_value("2020")) == 366
