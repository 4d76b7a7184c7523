"""The view: words, chips and marks make one query line, and come off in order."""

from __future__ import annotations

import pytest

from tui.explorer.layout import arrange, mode_of
from tui.session.view import Chip, View

DEA = Chip("entity", "DEA")
POST = Chip("source", "Alder Post")
OTHER = Chip("source", "Sea Gazette")


def test_the_query_is_the_words_and_the_chips() -> None:
    assert View("storm ", (DEA, POST)).query == 'storm entity:DEA source:"Alder Post"'
    assert View("", (DEA,)).query == "entity:DEA"
    assert View("  ").query == ""
    assert View("  ").empty


def test_a_chip_narrows_every_alternative_of_the_words() -> None:
    assert View("storm OR pier", (DEA,)).query == "(storm OR pier) entity:DEA"
    assert View("storm OR pier").query == "storm OR pier"


def test_a_second_source_takes_the_place_of_the_first_and_names_pile_up() -> None:
    view = View().with_chip(POST).with_chip(DEA).with_chip(OTHER)
    assert view.chips == (DEA, OTHER)
    assert view.with_chip(OTHER) is view
    assert View().with_chip(DEA).with_chip(Chip("entity", "FBI")).query == "entity:DEA entity:FBI"


def test_chips_come_off_from_the_last_or_by_place() -> None:
    view = View("x", (DEA, POST))
    assert view.without_chip().chips == (DEA,)
    assert view.without_chip(0).chips == (POST,)
    assert View().without_chip() == View()
    assert view.without_chip(7) == view


def test_marks_go_on_and_off() -> None:
    assert View().toggled("a").toggled("b").toggled("a").marked == ("b",)


@pytest.mark.parametrize(
    ("value", "clause"),
    [
        ("DEA", "entity:DEA"),
        ("Inés Valdo", 'entity:"Inés Valdo"'),
        ('the "Kiki" case', 'entity:"the Kiki case"'),
        ("O'Neill", "entity:O'Neill"),
        ("a:b", "entity:a:b"),
    ],
)
def test_values_are_quoted_for_the_query_language(value: str, clause: str) -> None:
    assert Chip("entity", value).clause == clause


@pytest.mark.parametrize(
    ("width", "height", "mode"),
    [(59, 40, "tiny"), (120, 14, "tiny"), (60, 15, "one"), (99, 99, "one"), (100, 24, "two"), (119, 24, "two"),
     (120, 24, "three")],
)  # fmt: skip
def test_the_layout_follows_the_width(width: int, height: int, mode: str) -> None:
    assert mode_of(width, height) == mode


def test_side_panes_are_stacked_where_there_are_rows_for_it() -> None:
    low = arrange(160, 44, active="results", side="chronology", beside="results")
    high = arrange(160, 45, active="results", side="chronology", beside="results")
    assert low.visible == {"results", "reader", "chronology"}
    assert high.stacked
    assert len(high.visible) == 5
