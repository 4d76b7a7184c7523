"""Places in a text that has changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.reader.place import common_start, look_up, moved

TEXT = (
    "The ferry leaves at nine.\n\nIts captain is Ines Valdo, who has sailed for thirty years.\n\n"
    "The harbour was built in 1911 by the county.\n\nNobody has repaired it since."
)


def at(words: str, text: str = TEXT) -> int:
    return text.index(words)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("A new first paragraph.\n\n" + TEXT, "The harbour was"),
        (TEXT.replace("The ferry leaves at nine.\n\n", ""), "The harbour was"),
        (TEXT + "\n\nA last paragraph.", "The harbour was"),
        (TEXT.replace("nine", "half past nine").replace("since", "since then"), "The harbour was"),
        (TEXT.replace("thirty", "forty").replace("1911", "1912"), "The harbour was"),
        (TEXT.replace("1911", "1912"), "1911 by"),
    ],
    ids=["before", "taken out before", "after", "on both sides", "near on both sides", "at the very place"],
)
def test_a_place_is_found_by_its_words(new: str, words: str) -> None:
    place, kept = moved(TEXT, new, at(words))
    if words in new:
        assert (new[place : place + len(words)], kept) == (words, True)
    else:
        assert new[:place].endswith("was built in ")


def test_words_that_are_gone_leave_the_place_where_they_stood() -> None:
    new = TEXT.replace("Its captain is Ines Valdo, who has sailed for thirty years.", "Now it is laid up for good.")
    place, kept = moved(TEXT, new, at("Valdo"))
    assert not kept
    assert at("Now it is", new) <= place <= at("\n\nThe harbour", new)


def test_of_words_that_stand_in_several_places_the_nearest_is_meant() -> None:
    old = "\n\n".join(f"Chorus line, sung by all who are there.\n\nVerse {n} is a verse of its own." for n in range(9))
    new = "Title\n\n" + old.replace("Verse 8", "Verse eight").replace("Verse 0", "Verse nought")
    fifth = [i for i in range(len(old)) if old.startswith("Chorus", i)][5]
    place, kept = moved(old, new, fifth)
    assert kept
    assert new[place:].startswith("Chorus line, sung by all who are there.\n\nVerse 5")


@given(st.text(max_size=60), st.text(max_size=60), st.integers(-5, 70))
def test_a_place_is_always_one_of_the_new_text(old: str, new: str, place: int) -> None:
    found, _ = moved(old, new, place)
    assert 0 <= found <= len(new)


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_the_common_start_is_the_longest(one: str, other: str) -> None:
    size = common_start(one, other)
    assert one[:size] == other[:size]
    assert size == min(len(one), len(other)) or one[size] != other[size]


@given(st.text(max_size=40), st.text(max_size=20))
def test_what_is_put_before_or_after_keeps_a_place_on_its_character(text: str, more: str) -> None:
    for new in (more + text, text + more):
        for place in range(len(text)):
            found, kept = moved(text, new, place)
            assert kept
            assert new[found] == text[place]


SENTENCE = "Its captain is Ines Valdo, who has sailed for thirty years."


def test_a_quoted_place_that_stands_is_here() -> None:
    start = at("Ines Valdo")
    assert look_up(TEXT, start, start + 10, SENTENCE) == (start, start + 10, "here")
    shortened = "Its captain is  Ines\nValdo, who has …"
    assert look_up(TEXT, start, start + 10, shortened)[2] == "here"
    assert look_up(TEXT, start, start + 10, "")[2] == "here"


def test_a_quoted_place_that_has_moved_is_found() -> None:
    new = "x" * 2000 + "\n\n" + TEXT.replace("captain is Ines", "captain is\nInes")
    start, end, found = look_up(new, at("Ines Valdo"), at("Ines Valdo") + 10, SENTENCE)
    assert found == "moved"
    assert " ".join(new[start:end].split()) == SENTENCE


def test_a_quoted_place_that_is_gone_says_so() -> None:
    assert look_up("Nothing of the kind.", 40, 60, SENTENCE) == (20, 20, "gone")
