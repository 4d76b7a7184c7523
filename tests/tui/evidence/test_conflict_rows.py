"""Rows of what differs: a telling name, and every value whole at every width."""

from __future__ import annotations

import pytest

from search.model import Conflict, StatedValue
from tui.evidence.conflict_rows import conflict_row, subject

TYPES = {"Enrique Camarena": "person", "Drug Enforcement Administration": "organization", "Mexico": "place"}


def differing(kind: str, about: tuple[str, ...], *values: str) -> Conflict:
    return Conflict("x", kind, about, tuple(StatedValue(value, ()) for value in values))  # type: ignore[arg-type]


def test_a_person_says_most_of_several_names() -> None:
    assert subject(differing("date", ("Drug Enforcement Administration", "Enrique Camarena")), TYPES) == (
        "Enrique Camarena"
    )
    assert subject(differing("date", ("the storm", "Mexico")), TYPES) == "Mexico"
    assert subject(differing("name", ("Drug Enforcement Agency", "DEA")), TYPES) == "DEA"


@pytest.mark.parametrize("width", [24, 36, 50, 90])
def test_no_value_is_ever_cut(width: int) -> None:
    values = ("Drug Enforcement Administration", "Drug Enforcement Agency")
    row = conflict_row(differing("name", ("DEA", *values), *values), width, "≠", TYPES)
    said = " ".join("".join(cell.text for cell in line) for line in row.lines)
    for value in values:
        assert value in " ".join(said.split())
    for line in row.lines[1:]:
        assert sum(len(cell.text) for cell in line) <= width


def test_two_names_of_one_thing_are_not_said_twice() -> None:
    row = conflict_row(differing("name", ("Ada Finch", "Ada Fink"), "Ada Finch", "Ada Fink"), 60, "≠", TYPES)
    said = "".join(cell.text for cell in row.lines[0])
    assert said.count("Ada Finch") == 1
    assert "by what name" in said


def test_name_and_values_share_a_line_where_both_fit() -> None:
    both = differing("date", ("Drug Enforcement Administration", "Enrique Camarena"), "1985", "1986")
    assert len(conflict_row(both, 36, "≠", TYPES).lines) == 1
    assert conflict_row(both, 36, "≠", TYPES).lines[0][1].text == "Enrique Camarena"
    assert "Drug" in conflict_row(both, 90, "≠", TYPES).lines[0][1].text
