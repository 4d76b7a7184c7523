"""Topics that a corpus suggests: what several sources speak of, readable, findable, and the same every time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search.analysis.doc import docs_of
from search.analysis.topics.assign import assign_topics
from search.analysis.topics.collocations import log_likelihood
from search.analysis.topics.suggest import MAX_TOPICS, suggest_topics
from search.codebook.topic_rows import TopicRow
from search.model import Entity, Mention
from search.query import parse
from search.text.sanitise import sanitise

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
STORIES = Path(__file__).resolve().parents[3] / "data" / "stories"

# Two matters in three reports each, among sentences that no other source has.
MATTERS = {
    "a.txt": """The bridge permit was refused by the council. Gulls were counted at the pond.

A pipe burst in the old mill, and the mill flooded.""",
    "b.txt": """Nobody had asked for the bridge permit. The baker sold his oven.

The mill flooded twice before noon.""",
    "c.txt": """The bridge permit will be asked for again. A choir sang in the barn.

Water stood in the mill, which flooded in an hour.""",
}


def story(name: str) -> dict[str, str]:
    """The texts of a story, without their front matter."""
    files = sorted((STORIES / name).glob("*.md"))
    return {file.name: sanitise(FRONT_MATTER.sub("", file.read_text(encoding="utf-8"))) for file in files}


def proposed(
    texts: dict[str, str], entities: tuple[Entity, ...] = (), mentions: tuple[Mention, ...] = ()
) -> tuple[TopicRow, ...]:
    return suggest_topics(docs_of(texts, mentions), entities)


def test_what_several_sources_speak_of_is_proposed() -> None:
    rows = proposed(MATTERS)
    permit = next(topic for topic in assign_topics(rows, MATTERS).topics if topic.name == "Bridge permit")
    assert set(permit.cells) == set(MATTERS)
    assert any("mill" in row.query for row in rows)
    assert not any(word in row.query for row in rows for word in ("oven", "gull", "choir")), "one source's alone"


def test_the_same_texts_give_the_same_topics_in_whatever_order() -> None:
    backwards = dict(reversed(MATTERS.items()))
    assert proposed(MATTERS) == proposed(backwards)


def test_a_single_document_has_nothing_to_compare() -> None:
    assert proposed({"a.txt": MATTERS["a.txt"]}) == ()
    assert proposed({}) == ()


def test_what_is_copied_word_for_word_is_no_second_voice() -> None:
    """Boilerplate and wire copies: a sentence counts once."""
    stamp = "Kindly forward parcel receipts to the harbour cashier."
    texts = {f"{n}.txt": f"{stamp}\n\n{text}" for n, text in enumerate(MATTERS.values())}
    assert not any("parcel" in row.query or "cashier" in row.query for row in proposed(texts))
    copies = dict.fromkeys(("a.txt", "b.txt"), MATTERS["a.txt"])
    assert proposed(copies) == ()


def test_names_alone_are_no_topic_and_a_name_with_its_matter_is() -> None:
    texts = {
        "a.txt": "Police arrested Ana Ruiz on the quay. Ana Ruiz met Tomas Reed.",
        "b.txt": "Ana Ruiz was arrested before dawn. Tomas Reed met Ana Ruiz.",
        "c.txt": "Why Ana Ruiz was arrested nobody would say. Ana Ruiz and Tomas Reed dined.",
    }
    idle = ("Gulls stood on the pier.", "A lamp lit the yard.", "Rain fell over the barn.", "Two carts passed the inn.")
    texts = {doc: f"{text}\n\n{' '.join(idle)}" for doc, text in texts.items()}
    entities = (Entity("person:ana-ruiz", "Ana Ruiz", "person"), Entity("person:tomas-reed", "Tomas Reed", "person"))
    mentions = [
        Mention(entity.id, doc, at, at + len(entity.name), entity.name)
        for doc, text in texts.items()
        for entity in entities
        for at in range(len(text))
        if text.startswith(entity.name, at)
    ]
    rows = proposed(texts, entities, mentions)
    assert any("Ruiz" in row.query and "arrest" in row.query for row in rows)
    assert not any("Reed" in row.query for row in rows)


@pytest.mark.parametrize("name", ["ferry", "embassy", "union", "estadio", "reservoir"])
def test_proposals_for_a_story_can_be_used_as_they_are(name: str) -> None:
    texts = story(name)
    rows = proposed(texts)
    assert 5 <= len(rows) <= MAX_TOPICS
    assert len({row.name.casefold() for row in rows}) == len(rows)
    for row in rows:
        assert not parse(row.query).problems, row.query
        assert len(row.name) <= 60, row.name
        assert row.description
        assert row.origin == "proposed"
    found = assign_topics(rows, texts).topics
    assert all(len(topic.cells) > 1 for topic in found)
    assert not any(topic.problem for topic in found)


def test_chance_is_told_from_company() -> None:
    assert log_likelihood(5, 5, 5, 100) > log_likelihood(2, 5, 5, 100) > 0
    assert log_likelihood(1, 10, 10, 100) == 0, "as often as chance has it"
