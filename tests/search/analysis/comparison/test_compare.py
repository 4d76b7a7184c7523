"""Comparison: who differs, who agrees, in which words, and what one alone says."""

from __future__ import annotations

from search.analysis.comparison import compare, descriptions, unique
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import Doc, docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster
from search.analysis.events.extractor import events_in
from search.analysis.names.recognizer import mentions_in
from search.analysis.quotations.finder import quotations_in
from search.analysis.topics.assign import assign_topics
from search.codebook.topic_rows import TopicRow
from search.model import Conflict, Entity, Event, placed
from search.model.edtf import date_value

Corpus = tuple[tuple[Event, ...], tuple[Entity, ...], dict[str, Doc]]


def corpus(*texts: str) -> Corpus:
    named = {f"{n}.txt": (text, mentions_in(text, None)) for n, text in enumerate(texts)}
    entities, mentions = resolve(named)
    docs = docs_of({d: t for d, (t, _) in named.items()}, mentions)
    events: list[Event] = []
    for doc in docs.values():
        doc.dates = expressions_in(doc.text, date_value("2020-12-17"))
        events.extend(events_in(doc))
    return cluster(events, entities), entities, docs


def differ(*texts: str) -> list[Conflict]:
    return list(compare.compared(*corpus(*texts)).conflicts)


def test_two_years_of_one_death_differ_with_both_quotes() -> None:
    (one,) = differ(
        "The agent Pavle Ostoja was murdered in 1985.",
        "The fate of the agent Pavle Ostoja, tortured to death in 1986, is known.",
    )
    assert one.kind == "date"
    assert one.about[0] == "Pavle Ostoja"
    assert [v.value for v in one.values] == ["1985", "1986"]
    assert [s.doc for v in one.values for s in v.statements] == ["0.txt", "1.txt"]
    assert one.why


def test_a_month_agrees_with_a_day_of_it() -> None:
    events = corpus("Mayor Sam Adler was arrested on 5 October 2019.", "Mayor Sam Adler was arrested in October 2019.")
    found = compare.compared(*events)
    differing, agreeing = found.conflicts, found.agreements
    assert differing == ()
    (one,) = agreeing
    assert len(one.values) == 1
    assert one.values[0].value == "2019-10-05"
    assert len(one.values[0].statements) == 2


def test_no_conflict_where_one_source_gives_both_dates() -> None:
    assert (
        differ(
            "Mayor Sam Adler was arrested in 2014.",
            "Mayor Sam Adler was arrested in 2014. Mayor Sam Adler was arrested in 2016.",
        )
        == []
    )


def test_no_conflict_for_what_recurs_for_plans_or_within_one_source() -> None:
    assert differ("Mayor Sam Adler said no in 2014.", "Mayor Sam Adler said no in 2015.") == []
    assert differ("Mayor Sam Adler was jailed in 2014.", "Mayor Sam Adler could be jailed in 2021.") == []
    assert differ("Mayor Sam Adler was murdered in 2014. Mayor Sam Adler was murdered in 2015.") == []


def test_no_conflict_more_than_ten_years_apart_or_of_different_people() -> None:
    assert differ("Mayor Sam Adler was arrested in 1990.", "Mayor Sam Adler was arrested in 2014.") == []
    assert differ("Mayor Sam Adler was arrested in 2013.", "Judge Ruth Okafor was arrested in 2014.") == []


def test_two_long_forms_of_one_acronym_differ() -> None:
    (one,) = differ("The National Water Authority (NWA) met.", "The National Water Agency (NWA) met.")
    assert one.kind == "name"
    assert {v.value for v in one.values} == {"National Water Authority", "National Water Agency"}


def test_an_inverted_form_or_a_translation_is_no_conflict() -> None:
    assert differ("The Foreign Ministry (MRE) met.", "The Ministry of Foreign Affairs (MRE) met.") == []


def test_topics_find_passages_and_leave_silent_sources_out() -> None:
    texts = {"a": "Permits are needed for firearms.\nNothing else.", "b": "No word of it."}
    (topic,) = assign_topics([TopicRow("Arms", "who may carry", "firearm permit")], texts).topics
    assert list(topic.cells) == ["a"]
    passage = topic.cells["a"][0]
    assert texts["a"][passage.start_char : passage.end_char] == passage.text == "Permits are needed for firearms."


def test_described_as_quotes_the_words_before_and_after_a_name() -> None:
    _, entities, docs = corpus(
        "They held the former defence minister General Ruth Okafor in Lima. "
        "Sam Adler, the head of the port police, wept."
    )
    found = descriptions.described(entities, docs)
    assert all(
        docs["0.txt"].text[at:].startswith(phrase) for d in found for phrase, at in placed(d.by["0.txt"], d.at["0.txt"])
    )
    by = {d.entity: d.by["0.txt"] for d in found}
    assert by["person:ruth-okafor"] == ("former defence minister General",)
    assert by["person:sam-adler"] == ("the head of the port police",)


def test_only_lists_what_no_other_source_states() -> None:
    data = corpus(
        "Mayor Sam Adler was arrested on 5 October 2019. Judge Ruth Okafor resigned in May 2018.",
        "Mayor Sam Adler was arrested in October 2019.",
    )
    (one,) = unique.unique_statements(*data)
    assert one.doc == "0.txt"
    assert [s.text for s in one.statements] == ["Judge Ruth Okafor resigned in May 2018."]
    assert unique.unique_statements(*corpus("Mayor Sam Adler was arrested in 2019.")) == ()


def test_a_date_beside_one_person_is_not_anothers_of_the_sentence() -> None:
    """The arrest of one, dated, in a sentence that names another: no second date for the other's arrest."""
    assert (
        differ(
            "The arrests of Sam Adler and of Ruth Okafor, former minister, seized in Lima in December 2019, and her "
            "friends show how deep it goes.",
            "Mayor Sam Adler was arrested in Lima in October 2020.",
        )
        == []
    )


def test_one_verb_and_the_same_words_on_two_dates_differ_without_a_person() -> None:
    head = "Mayor Sam Adler met Judge Ruth Okafor. "
    (one,) = differ(
        f"{head}It was handed to the board on 9 September 2019.",
        f"{head}The report had been handed to the board on 23 September 2019.",
    )
    assert [v.value for v in one.values] == ["2019-09-09", "2019-09-23"]
    other = "It was handed to the police on 23 May 2019."
    assert differ(f"{head}It was handed to the board on 9 May 2019.", head + other) == []


def test_descriptions_are_roles_and_no_pieces_of_sentences() -> None:
    _, entities, docs = corpus(
        "Police arrested General Ruth Okafor. His lawyer, Ingrid Adler, wept. After he met the president, Robert Olm "
        "left. It convicted traffickers like Hector Lund. Sir Colin Marsh, who chaired the bank, and Ana Ruiz, the "
        "case that had to end, spoke. One of its agents, Pedro Sanz, died."
    )
    found = descriptions.described(entities, docs)
    assert all(
        docs["0.txt"].text[at:].startswith(phrase) for d in found for phrase, at in placed(d.by["0.txt"], d.at["0.txt"])
    )
    by = {d.entity.partition(":")[2]: d.by["0.txt"] for d in found}
    assert by == {
        "ruth-okafor": ("General",),
        "ingrid-adler": ("His lawyer",),
        "colin-marsh": ("who chaired the bank",),
        "pedro-sanz": ("One of its agents",),
    }


def test_only_lists_numbers_and_words_without_a_date_too() -> None:
    """A number that another source gives as well, and words it quotes as well, are of nobody alone."""
    first = "The Harbour Trust bought 412 lanterns. “We shall light every lane to the harbour,” Sam Adler said."
    events, entities, docs = corpus(
        f"{first} The Harbour Trust sold 230 barges. “The old barges leaked like baskets,” Sam Adler said.", first
    )
    for doc in docs.values():
        doc.quotations = quotations_in(doc)
    (one,) = unique.unique_statements(events, entities, docs)
    assert [s.text for s in one.statements] == [
        "The Harbour Trust sold 230 barges.",
        "“The old barges leaked like baskets,” Sam Adler said.",
    ]
    assert one.statements[1].speaker == "Sam Adler"
