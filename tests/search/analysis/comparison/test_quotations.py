"""One utterance in two wordings, the same wording cut, two utterances of one speaker; and who says what a source says.

Every text is made up for its test: a harbour board and its people, whom each document names.
"""

from __future__ import annotations

import pytest

from search.analysis.comparison import compare, unique
from search.analysis.comparison.quotations import conflicts as conflictwords
from search.analysis.comparison.quotations.tokens import row_of, same_words, telling
from search.analysis.comparison.quotations.utterances import Utterance
from search.analysis.comparison.spelling import american
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster, storylines
from search.analysis.events.extractor import events_in
from search.analysis.findings import Relations
from search.analysis.names.recognizer import mentions_in
from search.analysis.quotations.finder import quotations_in
from search.model import Only
from search.model.edtf import date_value

HEAD = "Mayor Sam Adler, Judge Ruth Okafor and Pavle Ostoja met at the National Harbour Board (NHB). "


def told(*texts: str, days: tuple[str, ...] = ()) -> tuple[Relations, tuple[Only, ...]]:
    read = {f"{n}.txt": HEAD + "\n" + text for n, text in enumerate(texts)}
    published = {doc: date_value(days[n]) if n < len(days) else None for n, doc in enumerate(read)}
    entities, mentions = resolve({doc: (text, mentions_in(text, None)) for doc, text in read.items()})
    docs, events = docs_of(read, mentions, published), []
    for doc in docs.values():
        doc.dates = expressions_in(doc.text, doc.published)
        doc.quotations = quotations_in(doc)
        events.extend(events_in(doc))
    clustered = storylines(cluster(events, entities), entities)
    return compare.compared(clustered, entities, docs), unique.unique_statements(clustered, entities, docs)


def differing(*texts: str) -> list[tuple[str, ...]]:
    return [tuple(v.value for v in c.values) for c in told(*texts)[0].conflicts if c.kind == "quotation"]


def agreeing(*texts: str) -> int:
    return sum(c.kind == "quotation" for c in told(*texts)[0].agreements)


# ---- wordings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("“Nobody told us to close the gates,” {} said.", "{} said: “No one gave us an order to close the gates.”"),
        (
            "“Eight minutes is a long time to stand in the dark,” said {}.",
            "“It is a long time, eight minutes, when you are standing in darkness,” {} said.",
        ),
        (
            "“The paint was wet when they hung the medal on it,” said {}.",
            "“The paint was wet when they hung the ribbon on it,” said {}.",
        ),
        (
            "“We counted the crates and we sealed the doors,” {} said.",
            "“We counted the crates, and only after a month we sealed the doors,” {} said.",
        ),
        (
            "“This harbour is not anyone's back garden,” {} said.",
            "“We are nobody's backwater,” said {}.",
        ),
        (
            "“A man does not forfeit his boat because the clerk mislaid a form,” said {}.",
            "“You don't lose your boat because somebody lost the papers,” said {}.",
        ),
    ],
)
def test_one_utterance_in_other_words_is_a_conflict(one: str, two: str) -> None:
    assert len(differing(one.format("Judge Okafor"), two.format("Judge Okafor"))) == 1


@pytest.mark.parametrize(
    "other",
    [
        "Judge Okafor said: “I never saw a wave like it.”",
        "“I have worked here for thirty years … I never saw a wave like it,” Judge Okafor said.",
        "“I've worked here for 30 years, and I never saw a wave like it,” said Judge Okafor.",
        "“I have worked here for thirty years,” said Judge Okafor. “I never saw a wave like it.”",
        "“I have worked [in the harbour] for thirty years, and I never saw a wave like it,” said Judge Okafor.",
    ],
)
def test_a_shorter_cut_an_ellipsis_and_another_spelling_are_the_same_words(other: str) -> None:
    whole = "“I have worked here for thirty years, and I never saw a wave like it,” said Judge Okafor."
    assert differing(whole, other) == []
    assert agreeing(whole, other) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("“We will rebuild the pier,” said Mayor Adler.", "“The pier was never safe,” Mayor Adler said."),
        (
            "“We will not rest until the culprits are found,” said Mayor Adler.",
            "Mayor Adler said: “We have found no evidence against the board.”",
        ),
        (
            "“I am innocent and I will prove it in court,” said Mayor Adler.",
            "“I am tired and I want to go home,” Mayor Adler said.",
        ),
        (
            "Samples came in June, and the virus. “The virus was found in three of the samples,” said Judge Okafor.",
            "The virus and the samples were old. “None of the bats we sampled had the virus,” Judge Okafor said.",
        ),
        (
            "“They took my son and they gave me a form,” said Judge Okafor.",
            "“They gave me back his shoes,” said Judge Okafor.",
        ),
        ("It was a “family matter”, said Judge Okafor.", "Judge Okafor spoke of a “private matter”."),
        (
            "The report says that the wall “had been left to the weather for a decade”.",
            "The report adds that the harbour master “had been left out of every meeting for a decade”.",
        ),
        (
            "“I am innocent and I will prove it,” said Mayor Adler.",
            "“I am innocent and I shall prove it,” said Judge Okafor.",
        ),
    ],
)
def test_two_utterances_scare_quotes_and_two_speakers_are_no_conflict(one: str, two: str) -> None:
    assert differing(one, two) == []


def test_words_told_wholly_otherwise_are_one_utterance_on_one_occasion() -> None:
    one = "In the fog the sailors had gathered by the crane. “You cannot paint over rust,” Judge Okafor told them."
    other = "The crane stood in the fog when Judge Okafor spoke: “Nobody hides the rot with a brush.”"
    assert differing(one, other) == [("You cannot paint over rust", "Nobody hides the rot with a brush.")]
    # On another day and in another place the same words are rather two utterances.
    elsewhere = "At a dinner for pilots in May Judge Okafor spoke: “Nobody hides the rot with a brush.”"
    assert differing(one, elsewhere) == []
    # Of somebody who is quoted again and again, too.
    often = (
        "“It rains.” “We wait for spring,” Judge Okafor said at noon. “Bring me the keys,” said Judge Okafor at dusk."
    )
    assert differing(one, f"{elsewhere}\n{often}") == []


def test_the_one_who_has_an_office_speaks_as_its_holder() -> None:
    (one,) = (
        c
        for c in told(
            "Vera Lindholm, the surveyor, said by the sluice: “No one could have measured a tide like that.”",
            "By the sluice the surveyor said: “Nobody could have reckoned with a tide of that kind.”",
        )[0].conflicts
        if c.kind == "quotation"
    )
    assert one.about == ("Vera Lindholm",)


def test_parts_around_he_said_are_one_utterance() -> None:
    got = differing(
        "“Rain belongs to nobody, only roofs do,” Judge Okafor told the board.",
        "“Rain is nobody's,” said Judge Okafor. “Only roofs have owners.”",
    )
    assert got
    assert any("…" in value for value in got[0])


def test_words_of_nobody_named_are_not_given_to_whoever_is_named_beside() -> None:
    (one,) = (
        c
        for c in told(
            "A clerk at the board wrote: “Burn the lists before the judge can ask for them.”",
            "There was a note: “Before the judge asks for the lists, burn them.”",
        )[0].conflicts
        if c.kind == "quotation"
    )
    assert all(s.speaker == "" for v in one.values for s in v.statements)


def test_a_translation_is_told() -> None:
    (one,) = (
        c
        for c in told(
            "“They may have my keys but never my silence,” Judge Okafor said in Croatian, through an interpreter.",
            "“My keys they can take, my silence never,” Judge Okafor said.",
        )[0].conflicts
        if c.kind == "quotation"
    )
    assert "translations" in one.why


def test_rows_of_words_are_one_wording_or_not() -> None:
    def same(one: str, two: str) -> bool:
        return same_words(row_of([one]), row_of([two]))

    assert same("I don't know what the programme costs", "I do not know what the program costs")
    assert same("the trust of our neighbours", "We will win back the trust of our neighbors in time")
    assert not same("There were fourteen of us in the boat that night", "There were 40 of us in the boat that night")
    assert not same("We sealed it and we told them", "We sealed it, and within a year we told them")
    assert same("We sealed it … we told them", "We sealed it, and within a year we told them")
    assert american("neighbours") == "neighbors"
    assert american("organised") == "organized"
    assert telling("It is nobody’s business") == telling("It is no business of anyone") - {"any"}


def test_quotations_of_one_speaker_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    score = conflictwords._UtteranceScorer.score

    def counted(scorer: conflictwords._UtteranceScorer, a: Utterance, b: Utterance) -> float:
        compared.append(1)
        return score(scorer, a, b)

    monkeypatch.setattr(conflictwords._UtteranceScorer, "score", counted)
    line = "“The {0} lantern of the {1} quay was never lit by {2} hands,” said Judge Okafor.\n"
    for most in (50, 200):
        compared.clear()
        told(*("".join(line.format(f"w{n}{k}", f"v{n}{k % 7}", f"u{k}") for k in range(most)) for n in range(4)))
        assert 0 < len(compared) < 40 * most


# ---- who says so ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Judge Okafor said that 312 lanterns were bought for the orchard.", "Ruth Okafor"),
        ("312 lanterns were bought for the orchard, Judge Ruth Okafor said.", "Ruth Okafor"),
        ("312 lanterns, says Judge Okafor, were bought for the orchard.", "Ruth Okafor"),
        ("312 lanterns were bought for the orchard, authorities said.", "authorities"),
        ("312 lanterns were bought for the orchard, according to documents lodged with a court.", "documents"),
        ("According to the complaint, Sam Adler bought 312 lanterns for the orchard.", "the complaint"),
        ("A lawyer for the family, Ruth Okafor of Kiln, said Adler had bought 312 lanterns for the orchard.",
         "Ruth Okafor"),
        ("In May, Judge Okafor told the board that 312 lanterns were bought for the orchard.", "Ruth Okafor"),
        ("The board was told that 312 lanterns were bought for the orchard.", ""),
        ("312 lanterns were bought for the orchard; a claims clerk kept the list.", ""),
        ("The 312 lanterns bought for the orchard were “no great loss,” said Judge Okafor.", ""),
        ("312 lanterns were bought for the orchard.", ""),
    ],
)  # fmt: skip
def test_a_statement_is_of_whom_the_text_says(sentence: str, speaker: str) -> None:
    found, _ = told(sentence, "For the orchard 321 lanterns were bought.")
    (one,) = (c for c in found.conflicts if c.kind == "number")
    assert {s.speaker for v in one.values for s in v.statements if s.doc == "0.txt"} == {speaker}


def test_what_one_source_alone_states_has_its_speaker() -> None:
    _, alone = told(
        "Judge Okafor said that the crane fell on 3 May 2019. Sam Adler wrote to the board on 5 June 2019.",
        "Nothing was said of it.",
    )
    spoken = {s.text: s.speaker for o in alone if o.doc == "0.txt" for s in o.statements}
    assert spoken["Judge Okafor said that the crane fell on 3 May 2019."] == "Ruth Okafor"
    assert spoken["Sam Adler wrote to the board on 5 June 2019."] == ""


def test_whoever_is_spoken_to_does_not_speak() -> None:
    found, _ = told(
        "To the Mayor, Sam Adler, he said: “You cannot drown a harbour in paper and ask it to swim.”",
        "What he said was: “Nobody drowns a harbour in paper and then asks it to swim.”",
    )
    speakers = {s.speaker for c in found.conflicts if c.kind == "quotation" for v in c.values for s in v.statements}
    assert speakers == {""}
