"""Layout: columns, tables, running heads and paragraphs are told by where lines stand, on pages made for it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from search.corpus.readers.pdf.layout import HYPHEN, Page, Piece, columns_of, lines_of, without_running_heads
from search.corpus.readers.pdf.paragraphs import blocks_of, unparted, usual_size

PROSE = [
    "the",
    "harbour",
    "master",
    "went",
    "home",
    "early",
    "that",
    "day",
    "and",
    "nobody",
    "at",
    "the",
    "quay",
    "asked",
]


def column(left: float, top: float, lines: int, name: str, width: float = 200.0) -> list[Piece]:
    """Lines of prose, 12 points high, 14 apart; each names its column and number."""
    return [
        Piece(
            left, top - 14 * at - 11.8, left + width - 3 * (at % 3), top - 14 * at, f"{name}{at} {' '.join(PROSE)} gap,"
        )
        for at in range(lines)
    ]


def order(pieces: list[Piece]) -> list[str]:
    """The first words of the lines in reading order."""
    return [line.text.split()[0] for stretch in columns_of(pieces) for line in stretch]


def names(name: str, count: int) -> list[str]:
    return [f"{name}{at}" for at in range(count)]


def test_two_columns_below_a_title() -> None:
    title = [Piece(100, 780, 400, 800, "Title over both of the columns")]
    pieces = [*title, *column(50, 760, 10, "a"), *column(280, 760, 10, "b")]
    assert order(pieces) == ["Title", *names("a", 10), *names("b", 10)]
    assert order(sorted(pieces, key=lambda piece: -piece.top)) == order(pieces)  # as some programs draw: row by row


def test_three_columns_and_a_band_between() -> None:
    upper = [*column(50, 700, 6, "a", 150), *column(220, 700, 6, "b", 150), *column(390, 700, 6, "c", 150)]
    band = [Piece(50, 590, 540, 602, "Band across the whole page between the two stories of it")]
    lower = [*column(50, 570, 5, "d"), *column(300, 570, 5, "e")]
    assert order([*upper, *band, *lower]) == [
        *names("a", 6),
        *names("b", 6),
        *names("c", 6),
        "Band",
        *names("d", 5),
        *names("e", 5),
    ]


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("Ship", "Cargo", "Arrived"),
        ("Marguerite", "fruit", "3 May"),
        ("Anselm", "tar", "4 May"),
        ("Tiverton", "salt", "5 May"),
    ]
    pieces = [
        Piece(50 + 150 * at, 700 - 14 * number - 11, 50 + 150 * at + 6 * len(cell), 700 - 14 * number, cell)
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
    ]
    blocks, _ = blocks_of(Page(pieces, 0, 800), 12)
    assert [block.text for block in blocks] == [" | ".join(row) for row in rows]


def test_running_heads_and_page_numbers_go() -> None:
    pages = [
        Page(
            [
                Piece(50, 775, 200, 785, f"The Harbour Report, part {number}"),
                *column(50, 700, 5, f"p{number}x"),
                Piece(280, 20, 290, 30, str(number)),
                Piece(50, 40, 200, 50, f"A note that only page {'abcdef'[number]} has"),
            ],
            0,
            800,
        )
        for number in range(5)
    ]
    without_running_heads(pages)
    texts = [" ".join(line.text for line in lines_of(page.pieces)) for page in pages]
    assert not any("Harbour Report" in text for text in texts)
    assert all(f"only page {'abcdef'[number]} has" in text for number, text in enumerate(texts))
    assert all(not text.split()[-1].isdigit() for text in texts)


def test_paragraphs_by_distance_indent_and_short_lines() -> None:
    pieces = [
        Piece(50, 688, 250, 700, "First line of the first paragraph, long"),
        Piece(50, 674, 120, 686, "and short end."),
        Piece(62, 660, 250, 672, "Second paragraph, which is indented and"),
        Piece(50, 646, 250, 658, "goes on, with a word par" + HYPHEN),
        Piece(50, 632, 250, 644, "ted at the end, full to the right edge."),
        Piece(50, 604, 250, 616, "Third, after a gap, from left to right"),
        Piece(50, 590, 110, 602, "it says."),
    ]
    blocks, _ = blocks_of(Page(pieces, 0, 800), 12)
    assert [unparted(block.text) for block in blocks] == [
        "First line of the first paragraph, long and short end.",
        "Second paragraph, which is indented and goes on, with a word parted at the end, full to the right edge.",
        "Third, after a gap, from left to right it says.",
    ]


def test_the_mark_of_a_note_goes_and_a_power_stays() -> None:
    def line(first: str) -> str:
        return lines_of(
            [Piece(50, 688, 100, 700, first), Piece(100.5, 695, 103, 701, "2"), Piece(106, 688, 150, 700, "more")]
        )[0].text

    assert line("of the harbour") == "of the harbour more"
    assert line("some 40 m") == "some 40 m2 more"


def test_parted_words() -> None:
    assert unparted(f"the in{HYPHEN}spection") == "the inspection"
    assert unparted(f"a well{HYPHEN}known man is well-known") == "a well-known man is well-known"
    assert unparted(f"Anglo{HYPHEN}Saxon") == "Anglo-Saxon"
    assert unparted(f"in{HYPHEN}\fspection of") == "inspection \fof"
    assert unparted(f"in{HYPHEN}\fspection, of a cra{HYPHEN}ne") == "inspection, \fof a crane"
    assert unparted(f"(in{HYPHEN}\fspection).") == "(inspection).\f"
    assert unparted(f"1998{HYPHEN}2003") == "1998-2003"


boxes = st.builds(
    lambda left, bottom, width, height, text: Piece(left, bottom, left + width, bottom + height, text),
    st.floats(-50, 650),
    st.floats(-50, 850),
    st.floats(0, 400),
    st.floats(0, 60),
    st.text("ab 1.-•|\ufffe", min_size=1, max_size=30).filter(str.strip),
)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(boxes, max_size=40))
def test_no_piece_is_lost_wherever_it_stands(pieces: list[Piece]) -> None:
    page = Page(list(pieces), 0, 800)
    found = [piece for stretch in columns_of(pieces) for line in stretch for piece in line.pieces]
    assert sorted(found) == sorted(pieces)
    blocks_of(page, usual_size([page]))
    without_running_heads([page, Page(list(pieces), 0, 800)])
