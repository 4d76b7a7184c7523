"""Dated statements: one for every date, with who takes part, and which state the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import Doc, docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster, storylines
from search.analysis.events.extractor import events_in
from search.analysis.lexicon.event_triggers import trigger_class
from search.analysis.names.recognizer import mentions_in
from search.model import Entity, Event
from search.model.edtf import date_value


def told(*texts: str, published: str = "2020-12-17") -> tuple[tuple[Event, ...], tuple[Entity, ...]]:
    docs = {f"{n}.txt": (text, mentions_in(text, None)) for n, text in enumerate(texts)}
    entities, mentions = resolve(docs)
    out: list[Event] = []
    for doc in docs_of({doc: text for doc, (text, _) in docs.items()}, mentions).values():
        doc.dates = expressions_in(doc.text, date_value(published))
        out.extend(events_in(doc))
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


def test_an_event_says_its_kind_and_where_its_date_stands() -> None:
    text = "General Ruth Okafor was arrested in Lima in 2014."
    (event,) = told(text)[0]
    assert event.kind == "arrest"
    assert text[event.date_start : event.date_end] == event.date.words == "2014"
    assert not event.negated


def test_a_dateline_before_another_day_states_nothing() -> None:
    events, _ = told("LISBON, 16 December 2020 (Agency) — Mayor Sam Adler was arrested on 14 December 2020.")
    assert [e.date.edtf for e in events] == ["2020-12-14"]


def test_the_undated_lead_of_a_report_takes_the_day_of_publication() -> None:
    text = "LISBON (Agency) — The court freed Mayor Sam Adler.\nNobody came."
    published = date_value("2020-12-17")
    (event,) = events_in(Doc("a.txt", text, dates=expressions_in(text, published), published=published))
    assert (event.date.edtf, event.date.basis, event.kind) == ("2020-12-17", "publication", "release")
    assert (event.date_start, event.date_end) == (-1, -1)
    assert "day of publication" in event.date.why
    # Without a dateline it is no report, and without a day there is nothing to take.
    assert events_in(Doc("a.txt", text[17:], published=published)) == ()
    assert events_in(Doc("a.txt", text, published=date_value("2020-12"))) == ()
    dated = "LISBON (Agency) — The court freed Mayor Sam Adler on Monday."
    assert len(events_in(Doc("a.txt", dated, dates=expressions_in(dated, published), published=published))) == 1


def test_a_page_s_own_stamp_states_nothing() -> None:
    assert (
        told("The mayor resigned in 2014.\nPosted: Oct. 4, 2020 / 11:52 PM EDT | Updated: Oct. 6, 2020")[0][
            -1
        ].date.edtf
        == "2014"
    )


def test_a_date_alone_that_answers_a_question_is_a_statement() -> None:
    events, _ = told("When was he suspended?\nOn the 19th of November, 2019. He wept.")
    assert [e.date.edtf for e in events] == ["2019-11-19"]


_LISTED = """He She denied that did not never no arrests were made was arrested died on in 2014 5 May 2019 LISBON
(Agency) — On Tuesday , . ? “ ” " who which and if would may will until Posted: Mayor Sam Adler every year yesterday"""
_PIECES = st.sampled_from([*_LISTED.split(), "\n"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_PIECES, max_size=40).map(" ".join),
    st.sampled_from([None, "2020-12-17", "2020"]),
)
def test_whatever_the_words_every_event_quotes_its_sentence_and_its_date(text: str, day: str | None) -> None:
    published = date_value(day) if day else None
    events = events_in(Doc("a.txt", text, dates=expressions_in(text, published), published=published))
    for event in events:
        assert text[event.start_char : event.end_char] == event.text
        if event.date_start >= 0:
            assert text[event.date_start : event.date_end] == event.date.words
            assert event.start_char <= event.date_start
            assert event.date_end <= event.end_char
        else:
            assert event.date.basis == "publication"
    joined = storylines(cluster(events, ()), ())
    assert sorted(e.id for e in joined) == sorted(e.id for e in events)
    assert all(e.cluster and e.affair for e in joined)


def test_a_happening_belongs_to_the_date_it_stands_nearest_to() -> None:
    events, _ = told("The firm got the work in June 2017, and the stand was opened by the mayor on 28 July 2019.")
    assert [(e.date.edtf, e.trigger) for e in events] == [("2017-06", ""), ("2019-07-28", "opened")]
    # Dates in a row share what happened.
    events, _ = told("The office warned the mayor in March 2019 and February 2020.")
    assert [e.trigger for e in events] == ["warned", "warned"]
