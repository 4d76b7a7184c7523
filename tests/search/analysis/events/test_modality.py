"""What a dated statement claims: a fact, a plan, a supposition, a denial."""

from __future__ import annotations

import pytest

from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import Doc
from search.analysis.events.extractor import events_in
from search.model import Event
from search.model.edtf import date_value


def told(text: str) -> Event:
    (event,) = events_in(Doc("a.txt", text, dates=expressions_in(text, date_value("1994-05-17"))))
    return event


@pytest.mark.parametrize(
    "text",
    [
        "The warden did not resign in March 1993.",
        "She never visited Lima in June 1990.",
        "No charges were brought in 1992.",
        "Police said no arrests were made in March 1993.",
        "None of the men was charged in 1992.",
        "Nothing was found in 1992.",
        "He wasn't arrested in March 1993.",
        "He refused to resign in March 1993.",
        "He failed to appear in court on 3 March 1993.",
        "She denied that she had met him in March 1990.",
        "She denies having taken the ring in March 1990.",
        "The claim that he was arrested in 1992 was denied.",
        "It was never proved that he met her in March 1990.",
    ],
)
def test_denials_are_marked(text: str) -> None:
    assert told(text).negated


@pytest.mark.parametrize(
    "text",
    [
        "He denied the charges on 3 March 1993.",
        "He was not well and resigned in March 1993.",
        "He was not arrested until March 1993.",
        "It was not until March 1993 that he resigned.",
        "The court had not only fined him in 1992.",
        "He resigned in March 1993, but did not leave.",
        "Although he did not resign, he was fined in March 1993.",
        "He had no money and was arrested in 1992.",
        "There was no doubt that he was killed in 1990.",
        "Nobody knows who killed him in 1990.",
        "The bank, which was not insured, collapsed in March 1993.",
        "Without warning, the dam burst in March 1990.",
        "Lord Hale, who was made a peer in 1968, never came back.",
        "He no longer worked there when he was arrested in March 1990.",
    ],
)
def test_what_a_negation_does_not_reach_is_told_as_it_is(text: str) -> None:
    assert not told(text).negated


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The vote is scheduled for May 1995.", "planned"),
        ("The court will open in 1996.", "planned"),
        ("He was to be tried in June 1990.", "planned"),
        ("He said that it would reopen in 1995.", "planned"),
        ("The works would have closed in 1990.", "hypothetical"),
        ("If it closed in 1995, they would leave.", "hypothetical"),
        ("The meeting may have taken place in 1990.", "hypothetical"),
        ("May retired from the force in 1990.", "fact"),
        ("The bill, which would oblige boards to publish, was introduced in 1990.", "fact"),
        ("“The walls should not have ears,” the envoy said in June 1990.", "fact"),
        ("Plans for a museum were given up in 1990.", "fact"),
        ("He is said to have met her in 1990.", "fact"),
    ],
)
def test_plans_and_suppositions_are_told_from_facts(text: str, modality: str) -> None:
    assert told(text).modality == modality
