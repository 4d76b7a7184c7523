"""Documents side by side: what is linked and what is not, exact places, differing values, bad input, hostile texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from search.errors import CorpusError
from search.library import Library
from search.model import MAX_SIDE_BY_SIDE, Alignment, Matter
from search.text.segmentation import sentences
from search.views.alignment.sentences import MAX_PAIRS, Units
from tests.search import corpora

POST = """---
title: Lighthouse keeper arrested
source: Coast Post
published: 2021-05-04
---
The lighthouse of Merrow was shut in 1998 and sold to the keeper Olga Brandt for 4,200 crowns.

Police arrested Olga Brandt on May 2, 2021, and charged her with smuggling tobacco through the lighthouse cellar.

The ferry company Nordline carried 310 passengers on Monday. Its captain praised the weather.

A spokesman for the harbour said the cellar of the lighthouse had been flooded twice, and that nobody could have kept
a single dry leaf of tobacco in it for a week.
"""
TIMES = """---
title: Smuggling on Merrow
source: Island Times
published: 2021-05-06
---
Tobacco was smuggled for years through the cellar of the Merrow lighthouse, police say.

The keeper, Olga Brandt, was arrested and charged with smuggling tobacco on May 3, 2021.

A spokesman for the harbour said the cellar of the lighthouse had been flooded twice, and that nobody could have kept
a single dry leaf of tobacco in it for a month.

The orchestra of the capital will play Sibelius in the town hall next week.
"""
GARDEN = """---
title: Roses
source: Garden Weekly
published: 2021-05-07
---
Olga Brandt grows roses. Visitors from Merrow may see them in June, when the garden opens its gates to everybody.
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    corpora.without_model(monkeypatch)
    for name, text in {"post.md": POST, "times.md": TIMES, "garden.md": GARDEN}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Library(tmp_path) as made:
        made.update()
        yield made


def words(library: Library, alignment: Alignment, matter: Matter) -> dict[str, str]:
    """What each document says on a matter."""
    return {
        document.id: library.text(document.id).text[span.start : span.end]
        for document, span in zip(alignment.documents, matter.spans, strict=True)
        if span is not None
    }


def about(library: Library, alignment: Alignment, word: str) -> Matter:
    """The matter that a document tells of with a word."""
    found = [one for one in alignment.matters if any(word in said for said in words(library, alignment, one).values())]
    assert found, word
    return found[0]


# ---- what is linked ----------------------------------------------------------------------------------------------


def test_two_reports_of_one_arrest_are_linked_and_their_days_marked(library: Library) -> None:
    alignment = library.aligned(["post.md", "times.md"])
    arrest = about(library, alignment, "charged")
    said = words(library, alignment, arrest)
    assert said["post.md"].startswith("Police arrested Olga Brandt")
    assert said["times.md"].startswith("The keeper, Olga Brandt, was arrested")
    assert arrest.kind == "differ"
    post, times = library.text("post.md").text, library.text("times.md").text
    assert [post[one.start : one.end] for one in arrest.marks[0]] == ["May 2, 2021"]
    assert [times[one.start : one.end] for one in arrest.marks[1]] == ["May 3, 2021"]
    assert arrest.why


def test_one_text_with_another_word_is_linked_word_for_word(library: Library) -> None:
    alignment = library.aligned(["post.md", "times.md"])
    flooded = about(library, alignment, "flooded")
    assert all("flooded twice" in said for said in words(library, alignment, flooded).values())
    assert flooded.kind == "same"
    assert flooded.why
    assert not any(flooded.marks)


def test_a_figure_that_was_changed_in_one_text_is_marked_in_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora.without_model(monkeypatch)
    one = "The harbour board counted 31 broken lamps along the northern quay after the gale of last winter."
    (tmp_path / "a.txt").write_text(f"First\n\nNothing else is known yet.\n\n{one}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Second\n\n{one.replace('31', '47')}\n\nPeople complain.\n", encoding="utf-8")
    with Library(tmp_path) as library:
        library.update()
        alignment = library.aligned(["a.txt", "b.txt"])
        (matter,) = alignment.matters
        texts = [library.text(doc).text for doc in ("a.txt", "b.txt")]
    assert matter.kind == "differ"
    marked = [[text[one.start : one.end] for one in marks] for text, marks in zip(texts, matter.marks, strict=True)]
    assert "31" in marked[0][0]
    assert "47" in marked[1][0]


def test_in_versions_of_one_text_every_changed_word_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    same = (
        "The cotton mill of Darrow was built in 1911 by two brothers. Workers left through the loading bay, and the"
        " carding room was empty by seven. A neighbour lent them blankets, and the baker brought bread to the gate."
    )
    last = "The owner, Henrik Vale, {} the sprinklers had been tested by the firm that built them."
    for name, day, said in (("early.md", 1, "said that"), ("late.md", 2, "did not say when")):
        head = f"---\ntitle: Mill fire\nsource: Wire\npublished: 2022-03-0{day}\n---\n"
        (tmp_path / name).write_text(f"{head}{same}\n\n{last.format(said)}\n", encoding="utf-8")
    with Library(tmp_path) as library:
        library.update()
        alignment = library.aligned(["early.md", "late.md"])
        owner = about(library, alignment, "owner")
        late = library.text("late.md").text
        marked = " ".join(late[one.start : one.end] for one in owner.marks[1])
    assert owner.kind == "differ"
    assert "not" in marked.split()
    assert {one.kind for one in alignment.matters if one is not owner} == {"same"}


def test_a_name_in_common_links_nothing(library: Library) -> None:
    alignment = library.aligned(["post.md", "times.md", "garden.md"])
    assert all(matter.spans[2] is None for matter in alignment.matters)
    assert not library.aligned(["times.md", "garden.md"]).matters


def test_what_only_one_tells_is_left_alone(library: Library) -> None:
    alignment = library.aligned(["post.md", "times.md"])
    told = " ".join(" ".join(words(library, alignment, one).values()) for one in alignment.matters)
    assert "Nordline" not in told
    assert "Sibelius" not in told


def test_a_topic_of_the_codebook_links_what_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    with Library(corpora.make(tmp_path / "letters")) as library:
        library.update()
        alignment = library.aligned(["north.md", "south.md"])
        cracks = about(library, alignment, "heard of any cracks")
        assert "known of the cracks" in words(library, alignment, cracks)["north.md"].replace("\n", " ")
    assert "Cracks" in cracks.why


# ---- places and order --------------------------------------------------------------------------------------------


def test_passages_are_whole_sentences_and_belong_to_one_matter_each(library: Library) -> None:
    alignment = library.aligned(["times.md", "post.md", "garden.md"])
    for place, document in enumerate(alignment.documents):
        text = library.text(document.id).text
        whole = {(span.start, span.end) for span in sentences(text)}
        starts, ends = {start for start, _ in whole}, {end for _, end in whole}
        spans = [one.spans[place] for one in alignment.matters]
        found = [span for span in spans if span is not None]
        assert all(span.start in starts and span.end in ends for span in found)
        assert all(a.end <= b.start or b.end <= a.start for a, b in combinations(found, 2))


def test_matters_come_in_the_order_of_the_first_document(library: Library) -> None:
    for docs in (["post.md", "times.md"], ["times.md", "post.md"]):
        starts = [one.spans[0].start for one in library.aligned(docs).matters if one.spans[0] is not None]
        assert starts == sorted(starts)
        assert len(starts) > 1


def test_a_matter_has_a_place_for_every_document(library: Library) -> None:
    alignment = library.aligned(["garden.md", "post.md", "times.md", "post.md"])
    assert [document.id for document in alignment.documents] == ["garden.md", "post.md", "times.md"]
    for matter in alignment.matters:
        assert len(matter.spans) == 3
        assert sum(span is not None for span in matter.spans) >= 2
        assert len(matter.marks) in (0, 3)
        for span, marks in zip(matter.spans, matter.marks, strict=False):
            assert all(span is not None and span.start <= one.start < one.end <= span.end for one in marks)


def test_a_refrain_is_linked_with_the_one_at_its_height() -> None:
    refrain = "The mayor of the harbour promised dry cellars to every fisherman."
    text = "\n\n".join(f"Verse {n} tells {'abcdefgh'[n] * 4} and {'klmnopqr'[n] * 5}.\n\n{refrain}" for n in range(8))
    units = Units([text, text], [(), ()], [(), ()])
    pairs = [(units.all[pair.one], units.all[pair.two]) for pair in units.pairs()]
    assert pairs
    assert all(one.place == two.place for one, two in pairs)


# ---- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("docs", [[], ["post.md"], ["post.md", "post.md"]])
def test_fewer_than_two_are_refused(library: Library, docs: list[str]) -> None:
    with pytest.raises(CorpusError, match="Two") as caught:
        library.aligned(docs)
    assert caught.value.hint


def test_too_many_are_refused_and_it_is_said_how_many_may_be(library: Library) -> None:
    with pytest.raises(CorpusError, match=r"200.*8"):
        library.aligned([f"{number}.txt" for number in range(200)])
    assert MAX_SIDE_BY_SIDE == 8


def test_an_unknown_document_is_named(library: Library) -> None:
    with pytest.raises(CorpusError, match=r"gone\.md"):
        library.aligned(["post.md", "gone.md"])


def test_documents_without_a_sentence_have_no_matters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("* * *\n\n–––\n", encoding="utf-8")
    with Library(tmp_path) as library:
        library.update()
        assert library.aligned(["a.txt", "b.txt"]).matters == ()


@pytest.mark.parametrize(
    "text", ["The bank of the river was closed. " * 3000, "bank river closed " * 20_000, ". " * 9999]
)
def test_hostile_texts_are_not_compared_sentence_by_sentence(text: str) -> None:
    units = Units([text, text + "The end."], [(), ()], [(), ()])
    assert len(units._candidates()) <= 2 * MAX_PAIRS
    units.pairs()


# ---- the originals -----------------------------------------------------------------------------------------------


def test_the_originals_link_what_they_differ_on(originals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    with Library(originals) as library:
        library.update()
        ids = [document.id for document in library.documents()]
        alignment = library.aligned(ids)
        differing = {
            mark
            for matter in alignment.matters
            if matter.kind == "differ"
            for mark in (
                library.text(ids[place]).text[one.start : one.end]
                for place, marks in enumerate(matter.marks)
                for one in marks
            )
        }
    assert {"1985", "1986", "2014", "2019"} <= differing
