"""However long a text or its lines, what is held of it at once is bounded; and what is found does not depend on it."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.dates import publication, tagger
from search.analysis.entities.late_mentions import _free
from search.analysis.names import recognizer
from search.analysis.names.mention import RawMention
from search.analysis.names.words import words_of
from search.library import Library
from search.pipeline import document_stages
from search.pipeline.document_stages import ANALYSED_IN_PART, analysed_text
from search.text.segmentation import MAX_LEN_PART, head_of, paragraphs, parts, sentences
from tests.search import corpora

STORY = (
    "LUNDBY, 5 March 2019 (Agency) — Judge Ruth Okafor opened the inquiry of the Harbour Board on Monday. "
    "“The quay was never safe,” said Mr. Brattli, 41, of Wexcombe. On 3 May 1994 the U.S. firm Halden Shipping Ltd. "
    "sold it to the Ministry of Public Works (MPW); two days later the MPW closed it! Was that legal? No. 4 did not "
    "open again until June. In the spring Okafor read the Clean Rivers Act to the board. "
    "Ingrid Solheim left Bergen last week, and in 1996 she told the Northern Post that it had cost 2.4 million pounds. "
)


def one_line(size: int) -> str:
    """A line of at most so many characters (one story at least), its sentences told apart by a number."""
    rows = range(max(1, size // (len(STORY) + 40)))
    return "".join(f"{STORY}Pier {n} was rebuilt in {1900 + n % 100}. " for n in rows).strip()


# ---- pieces ----------------------------------------------------------------------------------------------------


@given(
    st.text(st.sampled_from("aB1 \n\t.!?…“””)]。•-é"), max_size=400) | st.text(max_size=200),
    st.integers(min_value=1, max_value=60),
)
def test_nothing_is_lost_between_pieces_and_none_is_too_long(text: str, most: int) -> None:
    found = list(parts(text, most))
    assert "".join("".join(text[one.start : one.end].split()) for one in found) == "".join(text.split())
    assert all(0 < one.end - one.start <= most for one in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert not any("\n" in text[one.start : one.end] for one in found)


def test_paragraphs_of_ordinary_length_are_whole() -> None:
    text = "\n\n".join(one_line(size) for size in (10, 3_000, MAX_LEN_PART))
    assert tuple(parts(text)) == paragraphs(text)


@pytest.mark.parametrize("most", [700, 1_500, 4_000])
def test_a_piece_ends_where_a_sentence_of_the_whole_does(most: int) -> None:
    text = one_line(30_000)
    begins = {span.start for span in sentences(text)}
    found = list(parts(text, most))
    assert len(found) > 5
    assert {one.start for one in found} <= begins


def test_a_piece_without_a_sentence_ends_between_words() -> None:
    text = "quay " * 2_000
    assert all(text[one.start : one.end].strip("quay ") == "" for one in parts(text, 503))
    assert all(text[one.start : one.end].endswith("quay") for one in parts(text, 503))
    assert [one.end - one.start for one in parts("x" * 1_000, 400)] == [400, 400, 200]


def test_the_head_of_a_text_is_whole_paragraphs_where_they_fit() -> None:
    text = "\n".join(one_line(2_000) for _ in range(30))
    head = head_of(text, 30_000)
    assert len(head) > 27_000
    assert text.startswith(head + "\n")
    line = one_line(90_000)
    assert len(head_of(line, 50_000)) in {span.end for span in sentences(line)}
    assert head_of(line, len(line)) is line
    assert len(head_of("x" * 90_000, 50_000)) == 50_000


def test_a_row_of_stops_is_looked_at_once() -> None:
    assert [(one.start, one.end) for one in sentences("." * 300_000 + "x")] == [(0, 300_001)]
    assert [(one.start, one.end) for one in sentences("Wait..... What?! Yes.")] == [(0, 9), (10, 16), (17, 21)]


# ---- names -----------------------------------------------------------------------------------------------------


class Counting:
    """A model that takes "Zorvak" for a person, and keeps how much it was given at once."""

    name = "counting"

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def entities(self, texts: Sequence[str]) -> Iterable[list[tuple[int, int, str]]]:
        self.batches.append([len(text) for text in texts])
        for text in texts:
            starts = [n for n in range(len(text)) if text.startswith("Zorvak", n)]
            yield [(n, n + 6, "PERSON") for n in starts]


@pytest.mark.parametrize(
    "lay_out",
    [
        lambda rows: " ".join(rows),
        lambda rows: "\n".join(rows),
        lambda rows: "\n".join(" ".join(rows[n : n + 60]) for n in range(0, len(rows), 60)),
        lambda rows: " ".join(row.replace(".", "") for row in rows),
    ],
    ids=["one line", "a line each", "long lines", "no sentence ends"],
)
def test_the_model_is_given_bounded_batches_and_its_spans_are_shifted(lay_out: Callable[[list[str]], str]) -> None:
    text = lay_out([f"It was then that Zorvak crossed the river of row {n} again." for n in range(1_500)])
    model = Counting()
    found = recognizer.mentions_in(text, model)
    sizes = [size for batch in model.batches for size in batch]
    assert max(sizes) <= MAX_LEN_PART
    assert max(map(sum, model.batches)) <= recognizer._MAX_LEN_BATCH
    assert max(map(len, model.batches)) <= recognizer._MAX_TEXTS
    assert sum(sizes) > 0.99 * len(text) - 1_500
    named = [one for one in found if one.text == "Zorvak"]
    assert len(named) == 1_500
    assert all(text[one.start : one.end] == "Zorvak" and one.type == "person" for one in named)


def test_pieces_give_the_same_mentions_and_dates_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = one_line(18_000)
    assert tuple(parts(text)) == paragraphs(text)
    whole = recognizer.mentions_in(text, None), tagger.expressions_in(text, None), publication.infer(text)
    assert len(whole[0]) > 200
    assert len(whole[1]) > 100
    for most in (900, 2_500):
        for module in (recognizer, tagger, publication):
            monkeypatch.setattr(module, "parts", partial(parts, most=most))
        assert (
            recognizer.mentions_in(text, None),
            tagger.expressions_in(text, None),
            publication.infer(text),
        ) == whole


def test_a_text_read_twice_gives_what_one_held_in_words_does(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(one_line(1_500) for _ in range(8))
    held = recognizer.mentions_in(text, None), tagger.expressions_in(text, None)
    monkeypatch.setattr(recognizer, "_MAX_LEN_KEPT", 0)
    monkeypatch.setattr(tagger, "_MAX_LEN_KEPT", 0)
    monkeypatch.setattr(recognizer, "_MAX_LEN_WAITING", 2_000)
    assert (recognizer.mentions_in(text, None), tagger.expressions_in(text, None)) == held


def most_memory(work: Callable[[], object]) -> int:
    """The most bytes that were held at once while something was done."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("between", [" ", "\n"])
def test_words_are_not_held_in_proportion_to_the_text(monkeypatch: pytest.MonkeyPatch, between: str) -> None:
    monkeypatch.setattr(recognizer, "_MAX_LEN_KEPT", 4_000)
    monkeypatch.setattr(recognizer, "_MAX_LEN_WAITING", 4_000)
    for module in (recognizer, tagger):
        monkeypatch.setattr(module, "parts", partial(parts, most=3_000))
    monkeypatch.setattr(tagger, "_MAX_LEN_KEPT", 4_000)
    row = "the river rose over the quay and fell again before the morning." + between
    short, long = row * 250, row * 1_000
    for read in (partial(recognizer.mentions_in, model=None), partial(tagger.expressions_in, published=None)):
        read(row)  # what is loaded once is not counted
        once = most_memory(partial(read, short))
        assert most_memory(partial(read, long)) < 1.5 * once


@pytest.mark.parametrize("text", ["A" * 500_000, "a'" * 250_000, "1." * 250_000, "A." * 250_000])
def test_an_endless_word_takes_no_more_memory_than_itself(text: str) -> None:
    assert most_memory(lambda: words_of(text, 0, len(text))) < 20 * len(text)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)), max_size=12),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)), max_size=12),
)
def test_covered_places_are_those_of_every_character(rows: list[tuple[int, int]], asked: list[tuple[int, int]]) -> None:
    raw = [RawMention(start=at, end=at + n, text="x" * n, type="person", rule="weak") for at, n in rows]
    covered = {k for at, n in rows for k in range(at, at + n)}
    free = _free(raw)
    for at, n in asked:
        expected = covered.isdisjoint(range(at, at + n))
        assert free(at, at + n) == expected
        covered.update(range(at, at + n) if expected else ())


# ---- a document longer than is analysed --------------------------------------------------------------------------


def test_what_is_left_out_of_a_very_long_document_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    monkeypatch.setattr(document_stages, "MAX_ANALYSED", 12_000)
    folder = tmp_path / "letters"
    folder.mkdir()
    file = folder / "long.txt"
    text = one_line(24_000)
    file.write_text(f"{text} Wilhelmina Quistgaard was arrested on 7 July 1977.", encoding="utf-8")
    (folder / "short.txt").write_text(STORY, encoding="utf-8")
    assert text.startswith(analysed_text(text))
    assert 10_000 < len(analysed_text(text)) <= 12_000

    def told() -> list[str | None]:
        with Library(folder) as library:
            library.update()
            return [p.doc for p in library.problems() if p.title == ANALYSED_IN_PART]

    assert told() == ["long.txt"]
    with Library(folder) as library:
        assert [hit.document.id for hit in library.search("Quistgaard").hits] == ["long.txt"]
        events = library.events()
        assert events
        assert all(event.end_char <= 12_000 for event in events)
        assert not any("Quistgaard" in entity.name for entity in library.entities())
    os.utime(file, (1, 1))
    assert told() == ["long.txt"]  # read again, and as it was
    file.write_text(text[:9_000], encoding="utf-8")
    assert told() == []
