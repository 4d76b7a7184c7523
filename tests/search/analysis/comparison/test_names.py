"""Two names of one person, body or thing; and names that only look like two.

Every text is made up for its test: a harbour board and its people, whom each document names.
"""

from __future__ import annotations

import pytest

from search.analysis.comparison import compare
from search.analysis.comparison.spelling import another_spelling, edits
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.names.recognizer import mentions_in
from search.model import Conflict

HEAD = "Mayor Sam Adler, Judge Ruth Okafor and Pavle Ostoja met at the National Harbour Board (NHB). "


def found(*texts: str) -> list[Conflict]:
    docs = {f"{n}.txt": HEAD + "\n" + text for n, text in enumerate(texts)}
    entities, mentions = resolve({doc: (text, mentions_in(text, None)) for doc, text in docs.items()})
    return [c for c in compare.compared((), entities, docs_of(docs, mentions)).conflicts if c.kind == "name"]


def values(*texts: str) -> list[tuple[str, ...]]:
    return [tuple(v.value for v in c.values) for c in found(*texts)]


@pytest.mark.parametrize(
    ("one", "two", "names"),
    [
        # One letter more, less or other, which identity has joined already.
        (
            "The diver Martin Kearsley found the wreck. Kearsley dived twice.",
            "A diver, Martin Kearsey, found the wreck.",
            ("Martin Kearsey", "Martin Kearsley"),
        ),
        (
            "Captain Neil Corbett, master of the hulk, swore to it.",
            "Its captain, Neal Corbett, swore to it.",
            ("Neal Corbett", "Neil Corbett"),
        ),
        (
            "The engineer Jörg Krüger left.",
            "The engineer Jörg Kröger left.",
            ("Jörg Kröger", "Jörg Krüger"),
        ),
        # Both of its words.
        (
            "The coroner, Philippa Nesbit, opened the inquest.",
            "Coroner Phillipa Nesbitt opened the inquest.",
            ("Philippa Nesbit", "Phillipa Nesbitt"),
        ),
        # Another first name, in one office.
        (
            "Harbour master Liam Corrigan signed the log.",
            "The log was signed by Sean Corrigan, the harbour master.",
            ("Liam Corrigan", "Sean Corrigan"),
        ),
        # First names that begin alike.
        (
            "The drawbridge was drawn by Albert Nunnery, who was twenty-nine.",
            "Alfred Nunnery, who drew the bridge, was a Methodist. The drawbridge stuck.",
            ("Albert Nunnery", "Alfred Nunnery"),
        ),
        # What they are stands shortened before one of the names.
        (
            "Present: Atty. Leonard Brask for the divers; Atty. Mona Reyes for the harbour.",
            "His attorney, Leopold Brask, said that the divers wanted a rest.",
            ("Leonard Brask", "Leopold Brask"),
        ),
        # Surnames that begin alike, in a document of its own each.
        (
            "The night watchman, Anton Salvik, raised the alarm.",
            "It was Anton Salmer, a watchman, who rang the bell.",
            ("Anton Salmer", "Anton Salvik"),
        ),
        # A second surname that one source leaves out.
        (
            "The purser Nélida Cortez Peña kept the lists.",
            "Nélida Cortes kept the lists of the ship.",
            ("Nélida Cortes", "Nélida Cortez Peña"),
        ),
        # Two nicknames.
        (
            "The gang was led by Tomas Belko, known as “the Heron”.",
            "Its leader was Tomas Belko, nicknamed “the Crane”.",
            ("the Crane", "the Heron"),
        ),
    ],
)
def test_two_names_of_one_person_each_in_a_document_of_its_own(one: str, two: str, names: tuple[str, ...]) -> None:
    got = values(one, two)
    assert len(got) == 1
    assert set(got[0]) == set(names)


def test_every_name_leads_to_the_sentence_that_has_it() -> None:
    (one,) = found(
        "The diver Martin Kearsley found the wreck. Kearsley dived twice.",
        "A diver, Martin Kearsey, found the wreck.",
    )
    said = {v.value: [(s.doc, s.text) for s in v.statements] for v in one.values}
    assert said["Martin Kearsey"] == [("1.txt", "A diver, Martin Kearsey, found the wreck.")]
    assert said["Martin Kearsley"] == [("0.txt", "The diver Martin Kearsley found the wreck.")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("José Muñoz-Pérez, the cook, was saved.", "The cook Jose Munoz Perez was saved."),  # accents and hyphens
        ("The engineer Jörg Krüger left.", "The engineer Joerg Krueger left."),  # an umlaut in two letters
        ("Captain Rustam Aliyev left.", "Captain Rustam Aliev left."),  # a transcription
        ("Ahmed al-Masri, a driver, was freed.", "Ahmad al-Masri, a driver, was freed."),
        ("Rob Tully, the cook, was saved.", "Robert Tully, the cook, was saved."),  # short and long
        ("Billy Tully, the cook, was saved.", "Bill Tully, the cook, was saved."),
        ("Mario Bassi, the baker, sued.", "Maria Bassi, the baker, sued."),  # a man and a woman
        ("Denis Sharp, a docker, was hurt.", "Denise Sharpe, a nurse, gave evidence."),
        ("Harbour master Liam Corrigan signed the log.", "Liam's brother Sean Corrigan, a welder, was arrested."),
        ("The surveyor Anton Salvik drew the docks.", "Anton Salmer, a baker, burnt the bread."),  # another calling
        ("Anton Salvik drew the docks.", "Mrs Ulla Salvik drew the docks."),
        ("Albert Nunnery drew the docks.", "Albert's brother Alfred Nunnery drew the docks."),
        ("Albert Nunnery drew the docks.", "Albert Nunnery drew the docks, and Alfred Nunnery drew the quay."),
        ("J. P. Donleavy wrote it.", "James Patrick Donleavy wrote it."),  # initials
        ("Elena Marchetti, née Rossi, the owner, died.", "Elena Rossi, as she then was, owned it."),
        ("The Ministry of Defence refused.", "The Ministry of Defense refused."),  # two spellings of English
        ("The gang was led by Tomas Belko, known as “the Heron”.", "Its leader was Tomas Belko. He ate alone."),
    ],
)
def test_names_that_only_look_like_two(one: str, two: str) -> None:
    assert values(one, two) == []


def test_a_document_with_both_spellings_knows_two_people_or_makes_slips() -> None:
    assert values(
        "The diver Martin Kearsley found the wreck. Kearsley dived twice. Martin Kearsey, the diver, was thanked.",
        "A diver, Martin Kearsey, found the wreck.",
    ) == []  # fmt: skip


def test_a_name_that_is_given_to_be_denied_is_not_used() -> None:
    got = values(
        "The minister of the chapel, Ewan Rivers, locked the door.",
        "Its minister, Evan Rivers, locked the door.",
        "His name was Ewan Rivers, not Evan Rivers. He was the minister and locked the door.",
    )
    assert [set(row) for row in got] == [{"Ewan Rivers", "Evan Rivers"}]


def test_two_names_of_one_thing() -> None:
    other = "The hulk was towed by the tug Morning Coast."
    assert values("The tug Morning Crest towed the hulk.", other) == [("Morning Coast", "Morning Crest")]
    # One document has both, or the two do different things.
    assert values("The tug Morning Crest towed the hulk. The tug Morning Coast towed the barge.", other) == []
    assert values("The tug Morning Crest was sold for scrap in May.", other) == []


def test_two_names_of_one_body() -> None:
    assert values(
        "Divers from Bergen were sent by Halvorsen Salvage Company to raise the wreck.",
        "Halvorson Salvage Company sent divers from Bergen to raise the wreck.",
    ) == [("Halvorsen Salvage Company", "Halvorson Salvage Company")]
    # A common first word, and in one source what it is a body of.
    assert values(
        "Minister Ida Falk let the agents of the Federal Lighthouse Bureau listen to the captain.",
        "The Federal Lighthouse Board of the Duchy of Ostmark listened to the captain, and to minister Ida Falk.",
    ) == [("Federal Lighthouse Board of the Duchy of Ostmark", "Federal Lighthouse Bureau")]
    # Two that do different things; and many bodies are "national" and of "health".
    assert values("The Federal Lighthouse Bureau bought lamps.", "The Federal Lighthouse Board fined a diver.") == []
    assert values("The National Health Bureau sent a doctor.", "The National Water Bureau sent a doctor.") == []


def test_words_are_another_spelling_or_not() -> None:
    for one, two in (
        ("Rimmer", "Rimmel"),
        ("Ardingly", "Ardingley"),
        ("Benites", "Benitez"),
        ("Katherine", "Catherine"),
    ):
        assert another_spelling(one, two), (one, two)
    for one, two in (
        ("Ivanov", "Ivanova"),
        ("Will", "Willy"),
        ("Núñez", "Nunez"),
        ("Müller", "Mueller"),
        ("Bosko", "Boska"),
        ("Smith", "Brown"),
        ("Ann", "Anne"),
    ):
        assert not another_spelling(one, two), (one, two)
    assert not another_spelling("Services", "Service", "organization")
    assert not another_spelling("Centre", "Center", "organization")
    assert (edits("corless", "corless"), edits("neil", "niel"), edits("a" * 40, "b")) == (0, 1, 3)
