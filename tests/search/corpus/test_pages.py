"""Where pages begin: form feeds are taken out, and their places hold through what is set aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from search.corpus.boilerplate import Stripped, strip
from search.corpus.pages import FEED, carried, paged
from search.model import page_at
from search.text.sanitise import sanitise

# What a page may begin with that asks for care: marks, Hangul to be put together, zero widths, breaks, spaces.
_LETTERS = st.sampled_from(
    [*"ab .\n\t", "e", "\u0301", "\u200b", "\u1100", "\u1161", "\u11a8", "\r", "\u2028", "ﬁ", "界"]
)
_PARTS = st.lists(st.text(_LETTERS, max_size=6), min_size=1, max_size=6)


@given(_PARTS)
@settings(max_examples=300)
def test_a_text_with_pages_is_the_same_text_without_them(parts: list[str]) -> None:
    text, starts = paged(FEED.join(parts), "page")
    assert FEED not in text
    assert text == sanitise(text)
    assert unicodedata.is_normalized("NFC", text)
    # A break of two characters may be parted by a page's end: all else is as in the text that has no pages.
    whole = "".join(parts)
    assert text.replace("\n", "") == sanitise(whole).replace("\n", "")
    assert len(starts) == len(parts)
    assert starts[0] == 0
    assert list(starts) == sorted(starts)
    assert starts[-1] <= len(text)


@given(st.lists(st.text("xyz \n", max_size=5), min_size=1, max_size=6))
def test_every_page_has_its_own_characters(parts: list[str]) -> None:
    text, starts = paged(FEED.join(parts), "slide")
    ends = [*starts[1:], len(text)]
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == parts


def test_in_a_format_without_pages_a_feed_ends_a_line_and_one_at_the_end_begins_no_page() -> None:
    assert paged("one\ftwo\f", "") == ("one\ntwo", (0, 4))
    assert paged("one\n\f\n \f", "") == ("one", (0,))
    assert paged("one\ftwo\f", "page") == ("onetwo", (0, 3, 6))


def test_a_mark_belongs_to_the_letter_that_it_stands_on_whatever_page_it_is_on() -> None:
    assert paged("cafe\f\u0301s", "page") == ("cafés", (0, 4))
    assert paged("e\f\f\u0301\f!", "page") == ("é!", (0, 1, 1, 1))


# ---- through what is set aside -------------------------------------------------------------------------------------

_PROSE = (
    "The harbour was closed in the winter of 1998, because nobody had looked at its cranes for a year or more.",
    "Nobody on the quay had been told of it, and by noon eleven ships lay waiting in the bay for their pilot.",
    "    The council met in the evening, and it moved that the cost of all that be taken from its reserve.  ",
    "She keeps a copy of every letter that she sends in a drawer of her desk, and another of them at home.",
)
_FURNITURE = (
    "SEE ALSO: Ten recipes for the herring season",
    "Share", "Sections", "Related articles", "Subscribe to our newsletter",
    "A crane at the harbour. (AP Photo/Ana Ruiz)", "   The quay at dawn, seen from the light. (Photo: Jo Day/Reuters)",
    "Comments", "", "  ", "© 2018 The Post. All rights reserved.",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from([*_PROSE, *_PROSE, *_FURNITURE]), min_size=1, max_size=14).map("\n".join)


def _places(text: str, data: st.DataObject) -> tuple[int, ...]:
    """Where its pages begin: anywhere, several at one place too."""
    return (0, *sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5))))


def _check(before: str, starts: Sequence[int], stripped: Stripped) -> None:
    """Every character that stays is on the page that it was on."""
    pages = carried(starts, before, stripped)
    assert len(pages) == len(starts)
    assert list(pages) == sorted(pages)
    assert pages[0] == 0
    assert pages[-1] <= len(stripped.text)
    old, new = _full_lines(before), _full_lines(stripped.text)
    stay = [one for n, one in enumerate(old) if stripped.kept is None or n in stripped.kept]
    assert len(new) == len(stay)
    for (here, was), (there, now) in zip(stay, new, strict=True):
        shift = was.index(now.strip()) - (len(now) - len(now.lstrip()))
        for at, char in enumerate(now):
            if char != " ":
                assert before[here + shift + at] == char
                assert page_at(pages, there + at) == page_at(starts, here + shift + at), (was, at)


def _full_lines(text: str) -> list[tuple[int, str]]:
    """The lines that hold anything, each with its first character's place."""
    out, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((start, line))
        start += len(line) + 1
    return out


@given(_TEXTS, st.data())
@settings(max_examples=400)
def test_what_stays_of_a_page_is_on_the_page_that_it_was_on(before: str, data: st.DataObject) -> None:
    _check(before, _places(before, data), strip(before))


@given(st.lists(st.sampled_from(["", " ", "one", "  two", "three  ", "four words in all"]), max_size=9), st.data())
@settings(max_examples=400)
def test_whatever_lines_are_set_aside(lines: list[str], data: st.DataObject) -> None:
    before = "\n".join(lines)
    full = [line for line in lines if line.strip()]
    kept = tuple(n for n in range(len(full)) if data.draw(st.booleans()))
    cut = data.draw(st.sets(st.sampled_from(kept))) if kept else set()
    # Of a picture's caption the credit at its end goes, and the spaces before it.
    left = [full[n].strip()[:3] if n in cut else full[n].rstrip() for n in kept]
    joint = data.draw(st.sampled_from(["\n", "\n\n"]))
    _check(before, _places(before, data), Stripped(joint.join(left), (), kept))


def test_a_page_of_furniture_alone_is_empty_and_the_text_after_it_on_the_next() -> None:
    before = "Share\nSections\nThe text of the page."
    stripped = Stripped("The text of the page.", ("Share", "Sections"), (2,))
    pages = carried((0, 15, 19), before, stripped)
    assert pages == (0, 0, 4)
    assert [page_at(pages, at) for at in (0, 3, 4)] == [2, 2, 3]
