"""Hard-wrapped lines are joined in documents of every length and kind, and lines that mean something stay."""

from __future__ import annotations

import itertools
import random
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.corpus.readers import reader_for
from search.corpus.readers.unwrapping import unwrapped

DOCUMENTS = dict(
    document.split("\n", 1)
    for document in Path(__file__).with_name("hard_wrapped.txt").read_text("utf-8").split("=== ")[1:]
)
PROSE_LINES = """\
The board heard the report of the engineer, who had been asked in March to look at the wall. He said that it would \
last ten years if the cracks were filled before winter, and three if they were not.
Nobody answered him. In the night of 3 May 2019 the sea broke through at the northern quay, and the road to Port \
Ellis was lost with eleven cars and two boats that belonged to Juan Ortega.
Mrs. Bell, the treasurer, told the police that the invoice of the crane had been paid twice. The second payment \
went to a firm in the islands; it was never entered in the books."""
PROSE = PROSE_LINES.splitlines()


def joined(marked: str) -> str:
    """A document with the lines joined that its marks join: what follows a word's hyphen without a space."""
    lines = marked.split("\n")
    out = [lines[0]]
    for before, line in itertools.pairwise(lines):
        if before.endswith("~"):
            out[-1] = out[-1].removesuffix("~")
            out[-1] += line.lstrip() if out[-1].endswith("-") else " " + line.lstrip()
        else:
            out.append(line)
    return "\n".join(out)


def test_there_are_many_kinds_of_documents() -> None:
    assert len(DOCUMENTS) > 60


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_lines_are_joined_where_a_reader_would(kind: str) -> None:
    marked = DOCUMENTS[kind]
    assert unwrapped(marked.replace("~\n", "\n")) == joined(marked)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_joined_stays(kind: str) -> None:
    once = unwrapped(DOCUMENTS[kind].replace("~\n", "\n"))
    assert unwrapped(once) == once


@pytest.mark.parametrize("width", [60, 66, 72, 76, 80, 88])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_prose_of_any_width_and_length(width: int, count: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in PROSE[:count])
    assert unwrapped(wrapped).split("\n\n") == PROSE[:count]


def test_a_title_straight_above_a_long_wrapped_text_stays() -> None:
    for title in ("Board was warned of cracks in the wall", "The Wall That Fell", "Two Payments, One Invoice"):
        body = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in PROSE * 3)
        assert unwrapped(f"{title}\n{body}").split("\n")[:2] == [title, PROSE[0]]


def test_readers_of_text_and_mail_join() -> None:
    said = "The minister said on Tuesday that the harbour would be closed for\nthree weeks from 4 May 2019.\n"
    mail = f"From: a@b.example\nTo: c@d.example\nSubject: Harbour\nDate: Sat, 4 May 2019 10:00:00 +0000\n\n{said}"
    for name, data in (("a.txt", said), ("a.eml", mail)):
        reader = reader_for(name)
        assert reader is not None
        assert "closed for three weeks" in reader.read(Path(name), data.encode()).text


@given(st.lists(st.sampled_from(["the harbour wall", "- item", "Name: x", "A", "  in", "b.", ">", "|", "é" * 50, ""])))
def test_nothing_is_lost(parts: list[str]) -> None:
    chance = random.Random(len(parts))
    text = "".join(part + chance.choice((" ", "\n")) for part in parts)
    assert unwrapped(text).split() == text.split()


@pytest.mark.parametrize(
    "unit", ["A" * 60, "A " * 30, "Aa " * 25, "a:" * 30, "x  " * 20, "- i " * 15, "www." * 15, "A-" * 30]
)
def test_a_megabyte_of_one_line_is_handled(unit: str) -> None:
    text = (unit + "\n") * (1_000_000 // len(unit))
    assert "".join(unwrapped(text).split()) == "".join(text.split())
