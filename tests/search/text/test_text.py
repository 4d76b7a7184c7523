"""Text: what reaches the terminal is harmless, offsets hold through folding, sentences are those a reader sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.folding import fold
from search.text.sanitise import sanitise, sanitise_line
from search.text.segmentation import paragraphs, passages, sentences

ANY = st.text(st.characters(codec=None), max_size=300)  # surrogates, controls and unassigned included
NASTY = st.text(
    st.sampled_from(
        "aZé\u0301\u0344\u0f73ß İΣ\n\r\t\x0b\x85\u2028\u200b\u202e\u2066\ufeff\ud800\x1b[31m“”‘’.!?…•- 1U.SMr"
    ),
    max_size=200,
)


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@given(ANY | NASTY)
def test_sanitising_is_final_and_lets_nothing_through(raw: str) -> None:
    clean = sanitise(raw)
    assert sanitise(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    for char in clean:
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        assert char not in "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad"
    assert "\n" not in sanitise_line(raw)
    assert "\t" not in sanitise_line(raw)


def test_what_sanitising_does_to_text() -> None:
    assert sanitise("a\r\nb\rc\u2028d\u2029e\x85f\x0cg\th") == "a\nb\nc\nd\ne\nf\ng\th"
    assert sanitise("\x1b[2J\x1b]52;c;x\x07") == "[2J]52;c;x"
    assert sanitise("Lo\u0301pez\u00a0Obra\u00addor\U000e0041") == "López Obrador"
    assert sanitise_line("  two\n lines\t and \u202etabs ") == "two lines and tabs"
    assert sanitise("a" + "\u0301" * 500) == "á" + "\u0301" * 29


@given(ANY | NASTY)
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_folding() -> None:
    assert (
        fold("García LUNA — “Kiki’s” ŁÓDŹ ﬁ İstanbul ΣΊΣΥΦΟΣ DEA´s")
        == "garcia luna - \"kiki's\" lodz ﬁ istanbul σισυφοσ dea's"
    )
    assert fold("Straße Ærø") == "straße æro"


@given(ANY | NASTY, st.integers(1, 30))
def test_spans_are_in_order_trimmed_and_lose_no_word(raw: str, most: int) -> None:
    text = sanitise(raw)
    for spans in (paragraphs(text), sentences(text), passages(text, most)):
        last = 0
        for span in spans:
            assert last <= span.start < span.end
            piece = text[span.start : span.end]
            assert piece == piece.strip()
            assert "\n" not in piece
            last = span.end
    whole = "".join(text[span.start : span.end] for span in paragraphs(text))
    assert "".join(whole.split()) == "".join(text.split())
    letters = [char for span in sentences(text) for char in text[span.start : span.end] if char.isalnum()]
    assert letters == [char for char in text if char.isalnum()]
    for span in passages(text, most):
        piece = text[span.start : span.end]
        assert len(piece.split()) <= most or len(piece) < 2 * most


@pytest.mark.parametrize(
    "expected",
    [
        ["He met Gen. Ana Ruiz on Nov. 16, 2011.", "It was case No. 5.", "Nobody came."],
        [
            "“I will go.”",
            "She left.",
            "“Stay,” he said.",
            "“Why?” Hope asked.",
            "“Why?” he asked.",
            "“Oh!”",
            "Then it rained.",
        ],
        ["“… and so on.” said the judge.", "The end."],
        ["They met at 5 p.m. Monday.", "They parted at 6 p.m.", "The rest is known."],
        [
            "U.S. President Carter spoke.",
            "He went back to the U.S.",
            "The law stayed.",
            "U.S. agents in the U.S. Congress left.",
        ],
        ["J. R. Smith Jr. was there.", "So was P. Jones.", "He lived in Washington, D.C.", "He died in 1999."],
        ["It cost $3.5 million... and more.", "Nothing…", "But he went on.", "(He stayed.)", "The end.[12]", "Next."],
        [
            "Fruit, e.g. Apples, i.e. Reds, vs. Pears.",
            "Roe v. Wade came later.",
            "Was she ill?",
            "Smith was ill.",
            "He ran.",
        ],
        ["Acme Inc. The firm fell."[:9], "The firm fell.", "Others, etc. Marked so, stood."],
        ["1. The court finds for Mr. Roe.", "b. Whether it may.", "IV. Findings of fact are few."],
        ["He was born in 1970.", "1980 came.", "Version 2.0 is out at example.com today."],
        ["The “big fish.”", "Security matters.", "He said “no.”", "'Fine.'", "Done"],
        ["Лев ушёл.", "Потом пришёл.", "Élan vital.", "Él vino."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    for piece in expected:
        assert piece == piece.strip()
    if expected[0].startswith(("1.", "Acme")):  # what opens a list stands on its own line
        for piece in expected:
            assert cut(piece)[0] == piece
    else:
        assert cut(" ".join(expected)) == expected


def test_lines_and_bullets_end_sentences() -> None:
    assert cut("A heading\nA sentence without an end\n\n  • one thing\n• another. And more.\n—\n") == [
        "A heading", "A sentence without an end", "one thing", "another.", "And more.",
    ]  # fmt: skip
    text = "One. Two. Three."
    assert [text[span.start : span.end] for span in sentences(text, 5, 9)] == ["Two."]


def test_passages_cut_at_sentence_ends() -> None:
    sentence = "This is a sentence of exactly nine words here. "
    text = f"Short one.\n{sentence * 30}\n{'word ' * 300}"
    cuts = [text[span.start : span.end] for span in passages(text)]
    assert cuts[0] == "Short one."
    assert all(len(piece.split()) <= 120 for piece in cuts)
    assert all(piece.endswith("here.") for piece in cuts[1:4])
    assert [len(piece.split()) for piece in cuts[4:]] == [120, 120, 60]


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        ".",
        "a. ",
        "A. ",
        " ",
        '."',
        "Mr. X ",
        "a\u0301\u0316",
        "word ",
        "\n",
        '?" Aa ',
        "“",
        "• ",
        "- ",
        ". • ",
        "\u0316",
    ],
)
def test_a_megabyte_of_anything_is_handled(unit: str) -> None:
    text = sanitise(unit * (1_000_000 // len(unit)))
    fold(text)
    paragraphs(text)
    sentences(text)
    passages(text)
