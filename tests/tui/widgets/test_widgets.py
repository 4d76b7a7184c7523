"""The list and the reader: what is drawn where, what a key does, and that nothing harmful gets through."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Self, overload

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.geometry import Region
from textual.widget import Widget

from tui.widgets import cells
from tui.widgets.cells import Cell, cut, set_line, width_of
from tui.widgets.line_list import LineList, Row
from tui.widgets.line_reader import LineReader
from tui.widgets.marks import Mark
from tui.widgets.wrap import wrap

ODD = st.text(alphabet=st.sampled_from("ab -—中文é\u0301\u0301😀\ufe0f❤\n\t\x1b\u202e한"), max_size=120)


def plain(widget: Widget, line: int) -> str:
    return widget.render_line(line).text


def shown(widget: Widget) -> list[str]:
    return [plain(widget, y).rstrip() for y in range(widget.size.height)]


def row(number: int, height: int = 1, *, selectable: bool = True) -> Row:
    lines = tuple((Cell(f"row {number}.{part}"),) for part in range(height))
    return Row(f"k{number}", lines, selectable)


class Host(App[None]):
    """An app with one widget, which records the messages it sends."""

    CSS = "Screen { layers: one; } LineList, LineReader { width: 30; height: 8; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.messages: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        self.messages.append(("at", message.row.key))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.messages.append(("chosen", message.row.key))

    def on_line_reader_moved(self, message: LineReader.Moved) -> None:
        self.messages.append(("moved", message.reader.hit_position))


# ---- cells and lines -------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(ODD, st.booleans(), st.booleans(), st.integers(0, 12), st.booleans()), max_size=6),
       st.integers(0, 50))  # fmt: skip
def test_a_line_always_takes_exactly_its_width(parts: list[tuple[str, bool, bool, int, bool]], width: int) -> None:
    line = tuple(Cell(t, align="right" if r else "left", grow=g, width=w, optional=o) for t, r, g, w, o in parts)
    text = "".join(piece for piece, _ in set_line(line, width))
    assert cell_len(text) == width
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n" not in text


@given(ODD, st.integers(0, 40))
def test_cutting_never_exceeds_the_width_and_says_so(text: str, width: int) -> None:
    short = cut(text, width)
    assert cell_len(short) <= width
    assert short == text or short.endswith("…") or width <= 0


def test_right_cells_stick_to_the_edge_and_the_growing_one_is_cut() -> None:
    line = (Cell("1985  "), Cell("a very long statement of something", grow=True), Cell("12", align="right"))
    assert "".join(t for t, _ in set_line(line, 24)) == "1985  a very long st… 12"
    assert "".join(t for t, _ in set_line(line, 50)) == "1985  a very long statement of something        12"


def test_optional_cells_go_first_and_whole() -> None:
    line = (Cell("title", grow=True), Cell(" by author", optional=True), Cell("7", align="right"))
    assert "".join(t for t, _ in set_line(line, 20)) == "title    by author 7"
    assert "".join(t for t, _ in set_line(line, 16)) == "title          7"


def test_the_ranges_taken_for_one_column_are_one_column_wide() -> None:
    """The fast path of wrapping rests on it."""
    narrow = [chr(c) for c in range(0x20, 0x3000) if not cells.UNEVEN.search(chr(c))]
    assert len(narrow) > 900
    assert [c for c in narrow if cell_len(c) != 1] == []


# ---- wrapping --------------------------------------------------------------------------------------------------


@given(ODD, st.integers(2, 30), st.booleans())
def test_wrapping_keeps_every_letter_in_order_and_within_the_width(text: str, width: int, spaced: bool) -> None:
    text = cells.clean(text.replace("\n", "¶")).replace("¶", "\n")
    starts, ends = wrap(text, width, spaced=spaced)
    at = 0
    for start, end in zip(starts, ends, strict=True):
        assert text[at:start].strip(" \n") == ""  # only blanks and line ends lie between lines
        assert cell_len(text[start:end]) <= width or end - start == 1
        assert "\n" not in text[start:end]
        at = max(at, end)
    assert text[at:].strip(" \n") == ""


def test_a_megabyte_on_one_line_wraps_into_its_parts() -> None:
    """Linear work: eight times the text takes nothing like sixty-four times as long."""

    def seconds(text: str) -> float:
        begin = time.process_time()
        wrap(text, 66)
        return time.process_time() - begin

    for unit in ("word ", "x", "中文", "e\u0301 a", "\u0301"):
        short, long = unit * (100_000 // len(unit)), unit * (800_000 // len(unit))
        assert seconds(long) < 40 * max(seconds(short), 0.002)


# ---- the list --------------------------------------------------------------------------------------------------


async def test_moving_skips_headings_and_tells_once() -> None:
    widget = LineList()
    app = Host(widget)
    async with app.run_test() as pilot:
        widget.set_rows([row(0, selectable=False), row(1, 2), row(2, selectable=False), row(3, 3), row(4)])
        widget.focus()
        await pilot.pause()
        assert widget.cursor_row == row(1, 2)
        assert shown(widget)[:4] == ["row 0.0", "▸ row 1.0", "  row 1.1", "row 2.0"]
        await pilot.press("down")
        await pilot.press("j", "j", "k", "enter")
        assert app.messages == [("at", "k1"), ("at", "k3"), ("at", "k4"), ("at", "k3"), ("chosen", "k3")]
        await pilot.press("g")
        assert widget.cursor == 1
        await pilot.press("G")
        assert widget.cursor == 4


async def test_the_cursor_stays_on_its_row_and_place_when_rows_are_replaced() -> None:
    widget = LineList()
    async with Host(widget).run_test() as pilot:
        widget.set_rows([row(i) for i in range(100)])
        await pilot.pause()
        assert widget.move_to_key("k50")
        before = shown(widget).index("▸ row 50.0")
        widget.set_rows([row(i) for i in range(20, 100)])
        assert widget.cursor == 30
        assert shown(widget).index("▸ row 50.0") == before
        widget.set_rows([row(i) for i in range(20, 100)], keep=False)
        assert widget.cursor == 0
        assert widget.scroll_offset.y == 0
        widget.set_rows([row(1), row(2)])
        assert widget.cursor_row == row(1)


class Lazy(Sequence[Row]):
    """A hundred thousand rows that count how many were ever built."""

    def __init__(self) -> None:
        self.built: set[int] = set()

    def __len__(self) -> int:
        return 100_000

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        assert isinstance(index, int)
        self.built.add(index)
        return row(index, 2)

    def index_of(self, key: str) -> int | None:
        return int(key[1:])


async def test_only_the_rows_on_the_screen_are_built() -> None:
    widget = LineList()
    rows = Lazy()
    async with Host(widget).run_test() as pilot:
        widget.set_rows(rows, row_height=2)
        widget.focus()
        await pilot.pause()
        await pilot.press("G")
        assert widget.cursor == 99_999
        assert shown(widget)[-2:] == ["▸ row 99999.0", "  row 99999.1"]
        assert widget.move_to_key("k500")
        widget.update_row(500, Row("k500", ((Cell("new"),), (Cell("lines"),))))
        assert "▸ new" in shown(widget)
        assert len(rows.built) < 40


async def test_pages_marks_and_an_empty_list() -> None:
    widget = LineList(empty="Nothing.\nType /")
    async with Host(widget).run_test() as pilot:
        widget.focus()
        await pilot.press("down", "G", "enter", "pagedown")  # nothing to move in, nothing to choose
        assert [line.strip() for line in shown(widget) if line] == ["Nothing.", "Type /"]
        widget.set_rows([row(i) for i in range(50)])
        await pilot.press("pagedown")
        assert widget.cursor == 7
        await pilot.press("pageup")
        assert widget.cursor == 0
        widget.marks = {"k1"}
        assert shown(widget)[1] == " ●row 1.0"


async def test_the_mouse_moves_chooses_and_scrolls() -> None:
    widget = LineList()
    app = Host(widget)
    async with app.run_test() as pilot:
        widget.set_rows([row(i) for i in range(50)])
        await pilot.pause()
        await pilot.click(widget, offset=(4, 3))
        assert widget.cursor == 3
        await pilot.double_click(widget, offset=(4, 5))
        assert ("chosen", "k5") in app.messages
        widget.post_message(events.MouseScrollDown(widget, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert widget.scroll_offset.y == 3
        assert widget.cursor == 5


class Watched(LineList):
    """A list that notes what it asks to have drawn anew."""

    asked: list[Region] | None = None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if self.asked is not None:
            self.asked += regions or [self.size.region]
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


async def test_lines_that_stay_the_same_are_not_sent_again() -> None:
    widget = Watched()
    async with Host(widget).run_test() as pilot:
        widget.set_rows([row(i) for i in range(50)])
        await pilot.pause()
        widget.asked = []
        widget.set_rows([row(i) for i in range(50)])
        assert widget.asked == []
        widget.set_rows([row(i) if i != 3 else Row("k3", ((Cell("other"),),)) for i in range(50)])
        assert widget.asked == [Region(0, 3, widget.size.width, 1)]
        assert shown(widget)[3] == "  other"


async def test_what_is_asked_for_while_its_pane_is_hidden_is_not_sent_after_it_is_shown() -> None:
    widget = LineList()
    pane = Container(widget)
    async with Host(pane).run_test() as pilot:
        await pilot.pause()
        pane.display = False
        await pilot.pause()
        widget.set_rows([row(i) for i in range(50)])
        await pilot.pause()
        pane.display = True
        await pilot.pause()
        assert shown(widget)[1] == "  row 1.0"
        assert widget._repaint_regions == set()


async def test_a_row_taller_than_the_screen_shows_its_first_line() -> None:
    widget = LineList()
    async with Host(widget).run_test() as pilot:
        widget.set_rows([row(0), row(1, 30), row(2)])
        widget.focus()
        await pilot.press("down")
        assert shown(widget)[0] == "▸ row 1.0"
        await pilot.press("down")
        assert shown(widget)[-1] == "▸ row 2.0"


# ---- the reader ------------------------------------------------------------------------------------------------

LONG = "\n\n".join(f"Paragraph {i} says something at some length, so that it wraps twice." for i in range(100))


def hits(text: str, word: str) -> list[Mark]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append(Mark(at, at + len(word), "hit"))
        at = text.find(word, at + 1)
    return found


async def test_hits_are_walked_to_the_end_and_no_further() -> None:
    widget = LineReader()
    async with Host(widget).run_test() as pilot:
        marks = hits(LONG, "says")
        widget.load(LONG, key="a", marks=marks)
        await pilot.pause()
        assert widget.hit_position == "–/100"
        assert widget.next_hit(1)
        assert widget.current == 0
        assert widget.go_to_hit(99)
        assert not widget.next_hit(1)
        assert widget.current == 99
        assert any("Paragraph 99 says" in line for line in shown(widget))
        assert widget.next_hit(-1)
        assert widget.hit_position == "99/100"
        assert not widget.go_to_hit(100)
        assert widget.go_to_hit(-1)
        assert widget.current == 99
        widget.go_to_hit(0)
        assert not widget.next_hit(-1)


async def test_without_a_current_hit_the_walk_begins_at_the_top_of_the_screen() -> None:
    widget = LineReader()
    async with Host(widget).run_test() as pilot:
        widget.load(LONG, key="a", marks=hits(LONG, "says"))
        await pilot.pause()
        widget.go_to_offset(LONG.index("Paragraph 50"))
        top = widget.offset_at_top()
        assert widget.next_hit(1)
        assert widget.hits[widget.current].start >= top
        assert widget.current > 40


async def test_the_current_hit_and_the_followed_passage_are_pointed_at_without_colour() -> None:
    widget = LineReader()
    async with Host(widget).run_test() as pilot:
        widget.load(LONG, key="a", marks=hits(LONG, "says"), header=((Cell("Title", "title"),), ()))
        await pilot.pause()
        widget.go_to_hit(1)
        assert [line for line in shown(widget) if line.startswith("▸ Paragraph 1 says")]
        widget.go_to_offset(0, flash=Mark(0, 9, ""))
        assert [line for line in shown(widget) if line.startswith("▸ Paragraph 0 says")]
        assert sum(line.startswith("▸") for line in shown(widget)) == 1


async def test_a_place_asked_for_before_the_first_layout_is_reached_after_it() -> None:
    widget = LineReader()
    widget.load(LONG, key="a", marks=hits(LONG, "says"))
    widget.go_to_hit(70)
    async with Host(widget).run_test() as pilot:
        await pilot.pause()
        assert any("▸ Paragraph 70" in line for line in shown(widget))


async def test_the_place_is_kept_when_the_width_changes() -> None:
    widget = LineReader()
    async with Host(widget).run_test() as pilot:
        widget.load(LONG, key="a")
        await pilot.pause()
        widget.go_to_offset(LONG.index("Paragraph 60"))
        before = widget.offset_at_top()
        widget.styles.width = 60
        await pilot.pause()
        assert abs(widget.offset_at_top() - before) <= 60
        assert widget.position.endswith(f"/{widget.lines}")


async def test_marks_are_drawn_exactly_and_hits_over_others() -> None:
    widget = LineReader()
    async with Host(widget).run_test() as pilot:
        text = "one two three four"
        widget.load(text, key="a", marks=[Mark(0, 13, "entity"), Mark(4, 7, "hit"), Mark(90, 99, "hit")], dim_from=14)
        await pilot.pause()
        styles: dict[str, Style] = {s.text.strip(): s.style for s in widget.render_line(0) if s.style}
        assert set(styles) >= {"one", "two", "three", "four"}
        assert styles["two"].bold
        assert not styles["one"].bold
        assert styles["four"].dim
        assert widget.hits == (Mark(4, 7, "hit"),)
        widget.set_marks([Mark(0, 3, "hit")])
        assert widget.hits == (Mark(0, 3, "hit"),)


async def test_control_characters_become_harmless_and_offsets_stay() -> None:
    widget = LineReader()
    text = "a\x1b[2Jb\u202ec\x9b31m\ud800 word"
    async with Host(widget).run_test() as pilot:
        widget.load(text, key="a", marks=[Mark(text.index("word"), len(text), "hit")])
        await pilot.pause()
        line = plain(widget, 0)
        assert not {"\x1b", "\u202e", "\x9b", "\ud800"} & set(line)
        assert next(s.text for s in widget.render_line(0) if s.style and s.style.bold).strip() == "word"
        line.encode()


@settings(max_examples=30, deadline=None)
@given(ODD, st.integers(4, 40), st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=5))
def test_every_line_of_the_reader_has_its_width(text: str, width: int, spans: list[tuple[int, int]]) -> None:
    """Whatever the text and the marks: Textual relies on it."""
    widget = LineReader()
    app = Host(widget)

    async def look() -> None:
        async with app.run_test(size=(width, 12)) as pilot:
            widget.styles.width = width
            widget.load(text, key="a", marks=[Mark(a, b, "hit") for a, b in spans])
            widget.go_to_hit(0)
            await pilot.pause()
            for y in range(widget.size.height):
                assert widget.render_line(y).cell_length == widget.size.width
                assert cell_len(plain(widget, y)) == widget.size.width

    asyncio.run(look())


def test_widths_follow_the_terminal() -> None:
    assert width_of("中文") == 4
    assert width_of("e\u0301") == 1
    assert width_of("plain") == 5
