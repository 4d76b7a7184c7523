"""Pages in the explorer: the reader shows where they begin, and what is quoted names the one it is on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.model import Places, Text
from tests.tui.driving import explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.panes.text import byline_within
from tui.reader.pane import page_breaks
from tui.widgets.breaks import Break, wrap_broken
from tui.widgets.wrap import wrap

LAW = TEXTS["harbour.md"]
SECOND, THIRD = LAW.index("Ines Valdo said"), LAW.index("In 1984")  # the second page begins within a paragraph


def paged() -> FakeLibrary:
    """One of the documents has three pages, the others none."""
    library = FakeLibrary()
    library.pages = {"harbour.md": (0, SECOND, THIRD)}
    return library


# ---- lines ---------------------------------------------------------------------------------------------------------

_WORDS = st.text(st.sampled_from("ab -界é\n"), max_size=60)


@given(_WORDS, st.integers(1, 12), st.booleans(), st.data())
@settings(max_examples=400)
def test_lines_with_breaks_hold_the_same_characters(text: str, width: int, spaced: bool, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text) + 1), max_size=4)))
    starts, ends, labels = wrap_broken(text, width, [Break(at, f"{at}") for at in places], spaced=spaced)
    assert list(labels.values()) == [f"{at}" for at in places if at < len(text)]
    for line, label in labels.items():
        at = int(label)
        assert starts[line] == ends[line] == at
        assert starts[line + 1] >= at  # what the break stands above begins a line
        assert line == 0 or ends[line - 1] <= at
    assert starts == sorted(starts)
    own = [(a, b) for n, (a, b) in enumerate(zip(starts, ends, strict=True)) if n not in labels]
    shown = {at for a, b in own for at in range(a, b)}
    plain = {at for a, b in zip(*wrap(text, width, spaced=spaced), strict=True) for at in range(a, b)}
    left = {text[at] for at in plain ^ shown}
    assert left <= {" "}  # only the blanks at lines' ends differ
    assert sum(b - a for a, b in own) == len(shown)
    assert [text[a:b] for a, b in own if "\n" in text[a:b]] == []


def test_without_breaks_lines_are_as_they_were() -> None:
    assert wrap_broken(LAW, 40, ()) == (*wrap(LAW, 40), {})


def test_pages_without_text_are_one_break_with_the_last_of_them() -> None:
    document = DOCUMENTS[0]
    found = page_breaks(document, Text("harbour.md", "one two three", (), (0, 4, 4, 8, 13)))
    assert [(one.at, one.label) for one in found] == [(4, "p. 3"), (8, "p. 4"), (13, "p. 5")]
    assert page_breaks(document, Text("harbour.md", "text", (), (0, 0)))[0].label == "p. 2"
    assert page_breaks(document, Text("harbour.md", "text")) == ()


def test_a_byline_keeps_date_and_page_whole() -> None:
    for width in range(24, 60):
        assert byline_within(DOCUMENTS[0], width, "p. 127").endswith("4 May 2019 · p. 127")
    assert byline_within(DOCUMENTS[0], 60) == "Alder Post · 4 May 2019"


def test_places_are_cited_as_pages_or_slides() -> None:
    places = Places({"a": (0, 10, 20), "b": (0, 10)}, frozenset("b"))
    assert [places.words("a", at) for at in (0, 9, 10, 25)] == ["p. 1", "p. 1", "p. 2", "p. 3"]
    assert [places.words("a", 5, end) for end in (5, 10, 11, 21)] == ["p. 1", "p. 1", "pp. 1–2", "pp. 1–3"]
    assert (places.words("b", 10), places.words("b", 5, 15)) == ("slide 2", "slides 1–2")
    assert (places.words("c", 5), places.words("a", -1), places.page("c", 0)) == ("", "", None)
    assert (places.named("Post", "a", 12), places.named("Post", "c", 12)) == ("Post, p. 2", "Post")


# ---- the reader ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["mono", "dark"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_reader_shows_where_pages_begin_and_on_which_we_are(theme: str, size: tuple[int, int]) -> None:
    async with explorer(size, paged(), theme=theme) as it:
        await it.type("valdo")
        await it.press("enter")
        assert it.main.reader.document == DOCUMENTS[0]
        shown = [line.strip(" ▏▕") for line in it.screen().split("\n")]
        assert "── p. 2 ──" in it.screen()
        assert "── p. 3 ──" in it.screen()
        assert "p. 1 ──" not in it.screen()
        assert "p. 1 of 3" in it.screen()
        assert any("within three days." in line for line in shown)
        await it.press("n")
        assert "p. 2 of 3" in it.screen()


async def test_hits_stand_on_their_lines_and_no_line_of_a_page_is_text() -> None:
    async with explorer((80, 24), paged()) as it:
        await it.type("ines")
        await it.press("enter")
        reader = it.main.reader.reader
        for hit in reader.hits:
            line = reader._line_of(hit.start)
            assert line - len(reader._header) not in reader._labels
            assert LAW[hit.start : hit.end] in reader.render_line(line - reader.scroll_offset.y).text
        (second,) = [hit for hit in reader.hits if hit.start == SECOND]
        above = reader.render_line(reader._line_of(second.start) - 1).text
        assert above.strip().strip("─").strip() == "p. 2"
        assert "▸" not in above
        assert reader.text == LAW
        assert "─" not in (it.main.reader.spot.text if it.main.reader.spot else "─")


async def test_the_place_holds_when_the_width_changes() -> None:
    library = paged()
    long = "\n\n".join(f"Paragraph {n} has words enough to run over lines. {LAW}" for n in range(30))
    library.texts = {**library.texts, "harbour.md": long}
    library.pages = {"harbour.md": tuple(long.index(f"Paragraph {n} ") for n in range(0, 30, 3))}
    async with explorer((90, 24), library) as it:
        await it.type("paragraph")
        await it.press("enter", *["n"] * 17)
        reader = it.main.reader.reader
        assert long[reader.hits[reader.current].start :].startswith("Paragraph 17")
        assert "p. 6 of 10" in it.screen()
        for width in (60, 84, 100):
            await it.pilot.resize_terminal(width, 24)
            await it.calm()
            line = reader._line_of(reader.hits[reader.current].start) - reader.scroll_offset.y
            if 0 <= line < reader.size.height:
                assert "Paragraph 17" in reader.render_line(line).text
        await it.press("G")
        assert reader.position == f"{reader.lines}/{reader.lines}"
        assert long[reader._starts[-1] : reader._ends[-1]] == long[-(reader._ends[-1] - reader._starts[-1]) :]


async def test_lines_set_aside_stand_after_the_last_page() -> None:
    async with explorer((80, 24), paged()) as it:
        await it.type("valdo")
        await it.press("enter")
        it.main.reader.toggle_furniture()
        await it.calm()
        assert it.shows("── p. 2 ──", "── p. 3 ──", "SEE ALSO")


# ---- what is quoted --------------------------------------------------------------------------------------------------


async def test_citations_name_the_page_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer((120, 40), paged()) as it:
        copied: list[str] = []
        monkeypatch.setattr(it.app, "copy_to_clipboard", copied.append)
        await it.type("valdo")
        await it.press("enter", "y", "n", "y", "n")
        assert copied[0].endswith("[harbour.md], p. 1")
        assert copied[1].endswith("[harbour.md], p. 2")
        assert "“Ines Valdo said" in copied[1]
        while it.main.reader.document == DOCUMENTS[0]:
            await it.press("n")
        await it.press("y")
        assert "p. " not in copied[2]


async def test_results_name_the_page_of_their_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer((120, 40), paged()) as it:
        copied: list[str] = []
        monkeypatch.setattr(it.app, "copy_to_clipboard", copied.append)
        await it.type("pier")
        assert it.shows("Alder Post · 4 May 2019 · p. 3")
        await it.press("1", "y", "X", "1")
        it.main.results.lines.move_to_key("harbour.md")
        await it.press("y")
        assert [text.rpartition("[harbour.md]")[2] for text in copied] == [", p. 3", ""]
        await it.type("council")
        assert it.shows("Alder Post · 4 May 2019 · p. 1")
        await it.press("escape", "escape")
        assert " · p. " not in it.screen()


async def test_statements_mentions_and_rows_of_time_name_their_page() -> None:
    async with explorer((120, 40), paged()) as it:
        await it.press("5", "enter")  # the conflict over the storm
        assert it.shows("Alder Post · 4 May 2019 · p. 3")
        assert "Sea Gazette · May 2019* · p." not in it.screen()
        await it.press("3", "enter")
        assert it.main.place == "page"
        screen = it.screen()
        assert "p. 1" in screen
        assert "p. 2" in screen
    async with explorer((160, 40), paged()) as it:
        await it.press("4", "z")
        assert it.shows("Alder Post, p. 3")
        assert "Coast Review, p." not in it.screen()


async def test_bookmarks_are_listed_with_their_page() -> None:
    async with explorer((120, 40), paged()) as it:
        await it.type("ines")
        await it.press("enter", "n", "b")
        kept = it.library.bookmarks()[0]
        assert kept.start == SECOND
        await it.press("B")
        assert it.shows("Alder Post · 4 May 2019 · p. 2")
        await it.press("enter")
        spot = it.main.reader.spot
        assert spot is not None
        assert spot.start == SECOND


async def test_side_by_side_names_the_page_of_the_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer((120, 40), paged()) as it:
        copied: list[str] = []
        monkeypatch.setattr(it.app, "copy_to_clipboard", copied.append)
        await it.press("1", "space", "space", "|")
        await it.until(lambda: it.shows("linked passage"), "side by side")
        assert " · p. " in it.screen()
        await it.press("y")
        assert (", p. " in copied[0]) is ("[harbour.md]" in copied[0])


async def test_where_nothing_has_pages_nothing_speaks_of_any() -> None:
    async with explorer((120, 40)) as it:
        await it.type("valdo")
        await it.press("enter")
        assert it.main.reader.reader._labels == {}
        for keys in (["3", "enter"], ["4"], ["5", "enter"]):
            await it.press(*keys)
            assert " p. " not in it.screen()
