"""Which statements share a row, and which happenings make one affair."""

from __future__ import annotations

from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster, storylines
from search.analysis.events.extractor import events_in
from search.analysis.names.recognizer import mentions_in
from search.model import Event
from search.model.edtf import date_value

PUBLISHED = date_value("2020-12-17")


def told(*texts: str) -> tuple[Event, ...]:
    docs = {f"{n}.txt": (text, mentions_in(text, None)) for n, text in enumerate(texts)}
    entities, mentions = resolve(docs)
    out: list[Event] = []
    for doc in docs_of({doc: text for doc, (text, _) in docs.items()}, mentions).values():
        doc.dates = expressions_in(doc.text, PUBLISHED)
        out.extend(events_in(doc))
    return storylines(cluster(out, entities), entities)


def groups(events: tuple[Event, ...]) -> list[list[str]]:
    rows: dict[str, list[str]] = {}
    for event in events:
        rows.setdefault(event.affair, []).append(event.date.edtf)
    return list(rows.values())


def test_neighbouring_days_of_one_person_are_one_affair() -> None:
    events = told(
        "Mayor Sam Adler was arrested on 5 October 2019.",
        "Mayor Sam Adler was charged on 7 October 2019. Mayor Sam Adler was released on 10 October 2019.",
        "Mayor Sam Adler was arrested on 9 May 2014.",
    )
    assert groups(events) == [["2014-05-09"], ["2019-10-05", "2019-10-07", "2019-10-10"]]


def test_a_gap_of_more_than_three_days_ends_an_affair() -> None:
    events = told("Mayor Sam Adler was arrested on 5 October 2019. Mayor Sam Adler was charged on 9 October 2019.")
    assert groups(events) == [["2019-10-05"], ["2019-10-09"]]


def test_an_affair_lasts_two_weeks_at_most() -> None:
    days = " ".join(f"Mayor Sam Adler was charged on {day} October 2019." for day in range(1, 31, 3))
    sizes = [len(group) for group in groups(told(days))]
    assert sizes == [5, 5]


def test_different_people_on_neighbouring_days_stay_apart() -> None:
    events = told("Mayor Sam Adler was arrested on 5 October 2019. General Ruth Okafor was arrested on 6 October 2019.")
    assert groups(events) == [["2019-10-05"], ["2019-10-06"]]


def test_years_denials_suppositions_and_sayings_make_no_affair() -> None:
    events = told(
        "Mayor Sam Adler was arrested on 5 October 2019. Mayor Sam Adler was not charged on 6 October 2019.",
        "Mayor Sam Adler said on 7 October 2019 that he was ill. Mayor Sam Adler was tried in 2019.",
    )
    assert all(len(group) == 1 for group in groups(events))


def test_statements_of_one_cluster_share_its_affair_and_others_are_their_own() -> None:
    events = told(
        "Mayor Sam Adler was arrested on 5 October 2019.",
        "The arrest of Mayor Sam Adler in October 2019 shook the town.",
        "It was built in 1968.",
    )
    by_doc = {e.doc: e for e in events}
    assert by_doc["0.txt"].affair == by_doc["1.txt"].affair
    assert by_doc["2.txt"].affair == by_doc["2.txt"].id


def test_what_recurs_in_a_year_is_none_of_its_single_days() -> None:
    events = told(
        "Mayor Sam Adler met the guild every month in 2019.",
        "Mayor Sam Adler met the guild on 5 October 2019.",
        "Mayor Sam Adler met the guild on 9 May 2019.",
    )
    assert len({e.cluster for e in events}) == 3
