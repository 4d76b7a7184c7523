"""Quotations: exact spans, who speaks, and what in quotation marks is none. Never raises, in linear time."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.doc import Doc
from search.analysis.quotations.finder import quotations_in
from search.analysis.quotations.marks import quoted
from search.model import Mention, QuotationSpan

PEOPLE = {
    "Vera Olm": "person:olm", "Olm": "person:olm", "Tom Brack": "person:brack", "Brack": "person:brack",
    "BRACK": "person:brack", "OLM": "person:olm", "Harbour Board": "organization:board", "Spain": "place:spain",
    "Ann “Bo” Ray": "person:ray", "Ray": "person:ray",
}  # fmt: skip


def named(text: str) -> list[Mention]:
    """Every name of PEOPLE in a text, the longer ones first."""
    found: list[Mention] = []
    for name in sorted(PEOPLE, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            if not any(m.start <= at < m.end for m in found):
                found.append(Mention(PEOPLE[name], "d", at, at + len(name), name))
            at = text.find(name, at + 1)
    return found


def spoken(text: str) -> list[tuple[str, str | None]]:
    """(words, the last part of the speaker's id) of a text's quotations."""
    return [(text[q.span.start : q.span.end], q.speaker and q.speaker.split(":")[1]) for q in placed(text)]


def placed(text: str) -> tuple[QuotationSpan, ...]:
    return quotations_in(Doc("d", text, mentions=named(text)))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“We knew nothing of it,” said Vera Olm.", "olm"),
        ('"We knew nothing of it," Vera Olm said.', "olm"),
        ("“We knew nothing of it,” said the engineer, Vera Olm.", "olm"),
        ("«We knew nothing of it», said Vera Olm.", "olm"),
        ("‘We knew nothing of it,’ said Vera Olm.", "olm"),
        ("'We knew nothing of it,' Olm said.", "olm"),
        ("Vera Olm, who ran the mill for Tom Brack, said: “We knew nothing of it.”", "olm"),
        ("“We knew nothing of it,” Vera Olm, the owner of the mill, told reporters.", "olm"),
        ("“We knew nothing of it,” according to Tom Brack.", "brack"),
        ("According to Tom Brack, they “knew nothing at all of it”.", "brack"),
        ("Tom Brack came. He said they “knew nothing at all of it”.", "brack"),
        ("The farmer came. To the owner, Vera Olm, he said that they “knew nothing at all of it”.", None),
        ("In a statement, the Harbour Board said it “knew nothing at all of it”.", "board"),
        ("“We knew nothing of it,” said a spokeswoman for the Harbour Board.", "board"),
        ("Tom Brack wrote that the mill, which Olm sold, “was never safe to enter”.", "brack"),
        ("Vera Olm, the magistrate, arrived with Brack. “We knew nothing of it,” the magistrate said.", "olm"),
        ("Vera Olm read the letter out and said, “We knew nothing of it.”", "olm"),
        ("“We knew nothing of it,” said a neighbour.", None),
        ("Lawyers for Vera Olm said that she “knew nothing at all of it”.", None),
        ("A friend of Tom Brack, who left early, says “we knew nothing of it”.", None),
        ("Tom Brack was told to “leave the mill at once”.", None),
    ],
)
def test_who_speaks(text: str, who: str | None) -> None:
    assert [speaker for _, speaker in spoken(text)] == [who]


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    text = "Tom Brack left. “We knew nothing,” said Vera Olm. “Nobody told us anything at all.”"
    assert spoken(text) == [("We knew nothing,", "olm"), ("Nobody told us anything at all.", "olm")]
    (_, second) = placed(text)
    assert text[second.around.start : second.around.end] == "“Nobody told us anything at all.”"


def test_several_sentences_are_one_quotation_with_the_sentence_that_says_who() -> None:
    text = "It rained. “It was late. We went home,” Olm said. It rained on."
    (only,) = placed(text)
    assert text[only.span.start : only.span.end] == "It was late. We went home,"
    assert text[only.around.start : only.around.end] == "“It was late. We went home,” Olm said."


def test_paragraphs_that_open_with_the_mark_again_are_one_quotation() -> None:
    text = "Vera Olm said: “It was late.\n\n“We went home,\n\n“and slept.”\n\nTom Brack left."
    assert spoken(text) == [("It was late.\n\n“We went home,\n\n“and slept.", "olm")]


def test_a_mark_that_is_never_closed_swallows_nothing() -> None:
    text = "He said “nothing.\n\nTom Brack left. “We knew nothing of it,” said Vera Olm."
    assert spoken(text) == [("We knew nothing of it,", "olm")]


def test_inner_marks_belong_to_the_outer_quotation() -> None:
    text = "“He told me ‘go home at once’ and left,” said Vera Olm."
    assert spoken(text) == [("He told me ‘go home at once’ and left,", "olm")]


@pytest.mark.parametrize(
    "text",
    [
        "The “reform” came late.",
        "Ann “Bo” Ray came.",
        "Tom Brack, known as “the Baker of Tarn”, came.",
        "She read the novel “The Long Road to the Sea” twice.",
        "The workers' rights and the owners' duties were read.",
        "The board is 5'10\" long and 3'2\" wide, they found.",
        "In the '90s the lads' mothers sang 'em to sleep.",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert spoken(text) == []


def test_few_words_count_where_somebody_says_them() -> None:
    assert spoken("Vera Olm called the reform “a joke”.") == [("a joke", "olm")]
    assert spoken('Tom Brack said he was “troubled" by it.') == [("troubled", "brack")]


def test_who_is_named_within() -> None:
    (only,) = placed("“Tom Brack never saw Spain,” said Vera Olm.")
    assert (only.about, only.cue) == (("person:brack", "place:spain"), "said")


def test_a_transcript_is_read_by_its_labels() -> None:
    text = "Note: taken down in haste.\nOLM: Where were you?\nBRACK: At the mill.\nOLM: All night?\nBRACK: Yes."
    assert spoken(text) == [
        ("Where were you?", "olm"), ("At the mill.", "brack"), ("All night?", "olm"), ("Yes.", "brack")
    ]  # fmt: skip
    assert spoken("Menu: soup.\nDrinks: tea.\nMenu: fish.\nDrinks: ale.") == []


_PIECES = st.sampled_from(
    [*"“”\"'‘’«»„\n.,:;!?—-() ", "Vera Olm", "Brack", "OLM:", " said ", " he ", " the judge ", "told", "according to ",
     "called it ", "was", "Harbour Board", "5", "\n\n", " who ", "statement by ", "in Spain", "x"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=60).map("".join), st.text(max_size=80)))
def test_it_never_raises_and_its_spans_are_exact(text: str) -> None:
    last = 0
    for one in placed(text):
        assert last <= one.span.start < one.span.end <= len(text)
        assert text[one.span.start : one.span.end].strip()
        assert 0 <= one.around.start <= one.span.start
        assert one.span.end <= one.around.end <= len(text)
        last = one.span.end


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_quoted_stretches_stand_between_their_marks(text: str) -> None:
    for one in quoted(text):
        assert one.opens < one.start < one.end <= one.closes < len(text)


def _steps(text: str) -> int:
    """How many lines of Python run for a text in which every “Olm” is a person."""
    mentions = [
        Mention(f"person:{n % 7}", "d", found.start(), found.end(), "Olm")
        for n, found in enumerate(re.finditer("Olm", text))
    ]
    count = 0

    def tracer(_frame: object, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)  # type: ignore[arg-type]
    try:
        quotations_in(Doc("d", text, mentions=mentions))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "“It is late now,” Olm said. ",
        "Olm said “it is so late now” and ",
        '"a" ',
        "“‘",
        "«a",
        "“abcd,”Olmsaid.",
        "«שלום לכם כולם היום» אמר Olm. ",
        "'a b c d e' ",
        "OLM: yes it is\nOlm: no it is\n",
        "“It is so late now,” he said.\n",
        "“It is so late now.\n\n",
        "the judge, Olm, “it is so late,” the judge said. ",
        "“" + " \n" * 9,
    ],
)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    once, twice = _steps(piece * 150), _steps(piece * 300)
    assert twice <= 2.2 * once + 500


def test_empty_lines_are_passed_over_once() -> None:
    lines = " \n" * 200
    said = "“It is so late now,” he said. " * 100
    assert _steps(lines * 3 + said) <= 1.2 * _steps(lines + said) + 2_500


def test_a_megabyte_of_marks_is_answered() -> None:
    for text in ('"' * 1_000_000, "“" * 1_000_000, "a" + " " * 1_000_000, "“a" * 50_000 + "”" * 50_000):
        assert quotations_in(Doc("d", text)) == ()
