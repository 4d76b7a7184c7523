"""Putting the changes into the earlier version gives the later one, and a changed number is a small change."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from search.model import Change
from search.views.version_diff import changes

FIRST = (
    "At least 12 people died in the quake on Monday. Roads to the valley were cut.\n"
    "The mayor, Ada Lund, asked for help.\n"
)
PIECES = st.lists(
    st.sampled_from(["The ", "cat ", "sat. ", "He ", "12 ", "ran.\n", "“Go,” ", "x", ". ", " ", "\n\n", "é", "1,000 "]),
    max_size=40,
).map("".join)


def applied(before: str, after: str, found: tuple[Change, ...]) -> str:
    parts, at = [], 0
    for one in found:
        parts += [before[at : one.before.start], after[one.after.start : one.after.end]]
        at = one.before.end
    return "".join((*parts, before[at:]))


def told(before: str, after: str) -> list[tuple[str, str, str]]:
    return [
        (one.kind, before[one.before.start : one.before.end], after[one.after.start : one.after.end])
        for one in changes(before, after)
    ]


def test_a_changed_number_is_a_change_of_its_own() -> None:
    assert told(FIRST, FIRST.replace("12", "1,400")) == [("changed", "12", "1,400")]


def test_words_that_change_together_are_one_change() -> None:
    assert told(FIRST, FIRST.replace("12 people", "14 women")) == [("changed", "12 people", "14 women")]


def test_sentences_come_and_go() -> None:
    after = FIRST.replace("Roads to the valley were cut.", "Soldiers brought tents.") + "More rain is due."
    assert told(FIRST, after) == [
        ("removed", "Roads to the valley were cut.\n", ""),
        ("added", "", "Soldiers brought tents.\n"),
        ("added", "", "More rain is due."),
    ]


def test_an_addition_is_empty_at_its_place_in_the_earlier_text() -> None:
    (one,) = changes(FIRST, FIRST.replace("died", "died or were hurt"))
    assert one.before.start == one.before.end
    assert FIRST[: one.before.start].rstrip().endswith("died")


def test_other_white_space_is_no_change() -> None:
    assert changes(FIRST, FIRST.replace(" Roads", "\n\nRoads").rstrip()) == ()


def test_all_new_and_all_gone() -> None:
    assert [(one.kind, one.after.end) for one in changes("", FIRST)] == [("added", len(FIRST))]
    assert [(one.kind, one.before.end) for one in changes(FIRST, "")] == [("removed", len(FIRST))]
    assert changes("", "") == changes(FIRST, FIRST) == ()


@given(PIECES, PIECES)
def test_putting_the_changes_in_gives_the_later_text(before: str, after: str) -> None:
    assert applied(before, after, changes(before, after)).split() == after.split()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_characters_are_fine(before: str, after: str) -> None:
    assert applied(before, after, changes(before, after)).split() == after.split()


@given(PIECES, PIECES)
def test_changes_come_in_order_are_never_empty_and_say_what_they_are(before: str, after: str) -> None:
    at = (0, 0)
    for one in changes(before, after):
        assert at[0] <= one.before.start <= one.before.end
        assert at[1] <= one.after.start <= one.after.end
        at = (one.before.end, one.after.end)
        sides = (one.before.end > one.before.start, one.after.end > one.after.start)
        assert sides == {"added": (False, True), "removed": (True, False), "changed": (True, True)}[one.kind]


def test_long_texts_without_a_fixed_point_are_bounded() -> None:
    chance = random.Random(1)
    for one, two in (
        ("a b " * 60_000, "b a " * 60_000 + "c"),
        ("The same line.\n" * 20_000, "The same line.\n" * 15_000 + "Another.\n" + "The same line.\n" * 9_000),
        ("x" * 300_000, "y" * 300_000),
        (*(" ".join(chance.choices("abcd.", k=100_000)) for _ in range(2)),),
    ):
        assert applied(one, two, changes(one, two)).split() == two.split()
