"""Dated statements: one for every date, with who takes part, and which state the same."""

from __future__ import annotations

from search.analysis.dates import expressions_in
from search.analysis.edtf import date_value
from search.analysis.events import cluster, events_in, trigger_class
from search.analysis.identity import resolve
from search.analysis.names import mentions_in
from search.model import Entity, Event


def told(*texts: str, published: str = "2020-12-17") -> tuple[tuple[Event, ...], tuple[Entity, ...]]:
    docs = {f"{n}.txt": (text, mentions_in(text, None)) for n, text in enumerate(texts)}
    entities, mentions = resolve(docs)
    out: list[Event] = []
    for doc, (text, _) in docs.items():
        out.extend(events_in(doc, text, expressions_in(text, date_value(published)), mentions))
    return cluster(out, entities), entities


def test_every_dated_sentence_is_listed_with_or_without_a_trigger() -> None:
    events, _ = told("General Ruth Okafor was arrested in Lima in 2014. In 2016 all was quiet at home. Nobody came.")
    assert [(e.date.edtf, e.trigger) for e in events] == [("2014", "arrested"), ("2016", "")]
    assert set(events[0].entities) == {"person:ruth-okafor", "place:lima"}
    assert events[0].text == "General Ruth Okafor was arrested in Lima in 2014."


def test_a_line_that_is_only_a_date_states_nothing() -> None:
    assert told("21 December 2020\nThe river rose in 2019 and fell.")[0][0].date.edtf == "2019"


def test_plans_and_suppositions_are_marked() -> None:
    events, _ = told(
        "The mayor resigned in 2014. The court will open in 2022. If he came in 2023, they would leave. "
        "It was built in 1968."
    )
    assert [e.modality for e in events] == ["fact", "fact", "planned", "hypothetical"]


def test_the_nearest_person_comes_first() -> None:
    events, _ = told("The trials of Judge Ruth Okafor and of Mayor Sam Adler, seized in December 2019, drew crowds.")
    assert events[0].entities[0] == "person:sam-adler"


def test_a_pronoun_at_the_head_takes_the_person_named_before() -> None:
    events, _ = told("Mayor Sam Adler denied it. He was arrested in Lima in November 2017.")
    assert events[0].entities[0] == "person:sam-adler"


def test_statements_of_one_event_share_a_cluster() -> None:
    events, _ = told(
        "Mayor Sam Adler was arrested on 5 October 2019.",
        "The arrest of Mayor Sam Adler in October 2019 shook the town.",
        "Mayor Sam Adler was arrested in 2014.",
    )
    clusters = {e.doc: e.cluster for e in events}
    assert clusters["0.txt"] == clusters["1.txt"] != clusters["2.txt"]


def test_a_statement_of_the_year_does_not_join_two_days() -> None:
    events, _ = told(
        "Mayor Sam Adler was arrested on 5 October 2019.",
        "Mayor Sam Adler was arrested on 9 May 2019.",
        "Mayor Sam Adler was arrested in 2019.",
    )
    clusters = {e.doc: e.cluster for e in events}
    assert clusters["0.txt"] != clusters["1.txt"]


def test_ids_are_stable_and_distinct() -> None:
    text = "Mayor Sam Adler was born in 1951 and died in 2014."
    assert [e.id for e in told(text)[0]] == [e.id for e in told(text)[0]]
    assert len({e.id for e in told(text)[0]}) == 2


def test_trigger_classes() -> None:
    assert trigger_class("captured") == trigger_class("arrests") == "arrest"
    assert trigger_class("assassinated") == trigger_class("murder") == "kill"
    assert trigger_class("state") == trigger_class("warehouse") == trigger_class("according") == ""


def test_a_paragraph_without_an_end_is_cut_around_its_date() -> None:
    text = "word " * 3000 + "in 2014 " + "word " * 3000
    (event,) = told(text)[0]
    assert len(event.text) < 800
    assert "2014" in event.text
    assert text[event.start_char : event.end_char] == event.text
