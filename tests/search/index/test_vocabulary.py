"""The words of a corpus: completing them, patterns, misspellings."""

from __future__ import annotations

from array import array

import pytest

from search.index.vocabulary import MAX_EXPANSIONS, Vocabulary

COUNTS = {"immunity": 9, "immune": 3, "immunise": 1, "law": 20, "laws": 4, "lawyer": 5, "luna": 7, "cienfuegos": 6}


def made(counts: dict[str, int]) -> Vocabulary:
    words = sorted(counts)
    return Vocabulary([(words, array("I", [counts[word] for word in words]))])


def test_completions_are_the_commonest_and_a_whole_word_comes_first() -> None:
    words = made(COUNTS)
    assert words.completions("imm") == ("immunity", "immune", "immunise")
    assert words.completions("la", 2) == ("law", "lawyer")
    assert words.completions("laws") == ("laws",)
    assert words.completions("immune") == ("immune",)
    assert words.completions("zz") == ()


def test_segments_are_added_up() -> None:
    words = Vocabulary([(["law"], array("I", [2])), (["law", "luna"], array("I", [3, 1]))])
    assert words.documents("law") == 5
    assert words.completions("l") == ("law", "luna")
    assert "luna" in words
    assert "moon" not in words


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("immun*", ("immunity", "immune", "immunise")),
        ("*fuegos", ("cienfuegos",)),
        ("i*ty", ("immunity",)),
        ("*zz*", ()),
    ],
)
def test_patterns(pattern: str, expected: tuple[str, ...]) -> None:
    assert made(COUNTS).matching(pattern) == expected


def test_an_expansion_is_bounded() -> None:
    words = made({f"word{number:05}": number for number in range(5_000)})
    assert len(words.matching("w*")) == MAX_EXPANSIONS
    assert len(words.matching("*0*")) == MAX_EXPANSIONS
    assert len(words.near("word00500", 2)) == MAX_EXPANSIONS
    assert words.completions("word")[0] == "word04999"


@pytest.mark.parametrize(
    ("word", "edits", "expected"),
    [
        ("cienfeugos", 2, ("cienfuegos",)),
        ("imunity", 1, ("immunity",)),
        ("luna", 1, ("luna",)),
        ("tuna", 1, ()),
        ("", 2, ()),
    ],
)
def test_near_words_begin_alike(word: str, edits: int, expected: tuple[str, ...]) -> None:
    assert made(COUNTS).near(word, edits) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("cienfeugos", "cienfuegos"),
        ("tuna", "luna"),
        ("imunitty", "immunity"),
        ("zzzz", None),
        ("lw", None),
        ("2020", None),
        ("", None),
    ],
)
def test_corrections(word: str, expected: str | None) -> None:
    assert made(COUNTS).correction(word) == expected
