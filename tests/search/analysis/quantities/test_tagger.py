"""Quantities: what numbers in a text stand for, and what is no number of anything."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.comparison.numbers.votes import votes_in
from search.analysis.quantities import tagger as quantities
from search.analysis.quantities.numerals import Number, Token, tokens_in
from search.analysis.quantities.tagger import INFINITE, Quantity, quantities_in
from search.model import Span


def one(text: str) -> Quantity:
    (found,) = quantities_in(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("seventeen goats", 17, 17),
        ("twenty-three goats", 23, 23),
        ("two hundred and four goats", 204, 204),
        ("three thousand five hundred and six goats", 3506, 3506),
        ("a dozen goats", 12, 12),
        ("half a dozen goats", 6, 6),
        ("dozens of goats", 24, 120),
        ("at least 12 goats", 12, INFINITE),
        ("no fewer than twelve goats", 12, INFINITE),
        ("more than 60 goats", 60, INFINITE),
        ("60 or more goats", 60, INFINITE),
        ("up to 40 goats", 0, 40),
        ("fewer than 20 goats", 0, 20),
        ("between 30 and 40 goats", 30, 40),
        ("12 to 15 goats", 12, 15),
        ("12–15 goats", 12, 15),
        ("some 200 goats", 150, 250),
        ("about 47 goats", 42.3, 51.7),
        ("1.2m goats", 1_150_000, 1_250_000),
        ("two million goats", 1_500_000, 2_500_000),
        ("2,300 goats", 2_250, 2_350),
        ("2,317 goats", 2_317, 2_317),
    ],
)
def test_a_number_stands_for_what_its_writing_allows(text: str, low: float, high: float) -> None:
    found = one(text)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.counted == "goat"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("$4.2 billion", "money:dollar", 4.2e9),
        ("£12m", "money:pound", 12e6),
        ("300 million pesetas", "money:peseta", 3e8),
        ("12 per cent", "share", 0.12),
        ("12%", "share", 0.12),
        ("one in five", "share", 0.2),
        ("three out of four", "share", 0.75),
        ("a 12-metre wall", "measure:metre", 12),
        ("142 feet", "measure:foot", 142),
        ("60 square kilometres", "measure:sq kilometre", 60),
        ("the 44-year-old", "age", 44),
    ],
)
def test_units_are_read_with_the_number(text: str, unit: str, value: float) -> None:
    found = one(text)
    assert (found.unit, found.value) == (unit, pytest.approx(value))


@pytest.mark.parametrize(
    "text",
    [
        "on 4 June", "on Oct. 12", "section 8 of the Act", "a Boeing 747 left", "at 4:40 p.m.", "call 072-555-019",
        "the M25", "in 1988", "5 percentage points", "14 Juniper Crescent", "the 1980s", "the 3rd man",
    ],
)  # fmt: skip
def test_dates_laws_times_and_addresses_count_nothing(text: str) -> None:
    assert quantities_in(text) == ()


def test_bounds_and_roundings_meet_what_they_allow_and_nothing_else() -> None:
    assert one("at least 12 goats").meets(one("15 goats"))
    assert one("some 200 goats").meets(one("197 goats"))
    assert one("1.2m goats").meets(one("1,180,000 goats"))
    assert not one("1.2m goats").meets(one("1,310,000 goats"))
    assert not one("at least 12 goats").meets(one("11 goats"))
    assert not one("197 goats").meets(one("179 goats"))


def test_some_of_a_number_is_a_part() -> None:
    part, whole = quantities_in("19 of the 48 tractors")
    assert part.part
    assert not whole.part
    assert part.counted == whole.counted == "tractor"


def test_the_result_of_a_vote_is_read_as_a_pair_or_a_margin() -> None:
    def read(text: str) -> list[tuple[str, float]]:
        return [(v.side, v.value) for v in votes_in(text, Span(0, len(text)), 0)]

    assert read("The motion was lost, 1,204 to 1,187.") == [("more", 1204), ("fewer", 1187)]
    assert read("31 members voting for and 18 against.") == [("more", 31), ("fewer", 18)]
    assert read("An assembly rejected it by 421 votes to none.") == [("more", 421)]
    assert read("She was re-elected by just 83 votes.") == [("margin", 83)]
    assert read("They lost the ballot by 26 votes.") == [("margin", 26)]
    assert read("Rovers drew 12 to 11 in the rain.") == []


@given(st.text(alphabet=st.sampled_from("0123456789,.-–%$£m 'of andtwohundreddozen\n"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_reader_fail_and_spans_lie_within_it(text: str) -> None:
    for found in quantities_in(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.low <= found.high


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    for found in quantities_in(text):
        assert text[found.start : found.end].strip() == text[found.start : found.end]


@pytest.mark.parametrize("piece", ["1,", "12 ", "one hundred and ", "at least ", "9-", "a dozen of ", "$", "1.", "(1"])
def test_hostile_text_is_read_in_linear_time(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each token is looked at a few times at most; a sentence is read as far as its limit."""
    looked = 0
    real = quantities.number_at

    def counted(text: str, tokens: Sequence[Token], n: int, money: bool) -> Number | None:
        nonlocal looked
        looked += 1
        return real(text, tokens, n, money)

    monkeypatch.setattr(quantities, "number_at", counted)
    text = piece * 20_000
    quantities_in(text)
    assert len(tokens_in(text, 0, 2_000)) >= 100
    assert looked <= 2 * len(tokens_in(text, 0, 2_000))


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("paid Moss 250,000 pesos in two instalments", 250_000, ""),
        ("the dealer sold 34 Benin bronzes", 34, "bronz"),
        ("12 Royal Navy ships", 12, "ship"),
        ("more than 300 of us", 300, "people"),
    ],
)
def test_names_beside_a_number_leave_it_a_number(text: str, value: float, counted: str) -> None:
    found = quantities_in(text)[0]
    assert (found.value, found.counted) == (value, counted)
