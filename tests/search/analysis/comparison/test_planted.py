"""What sources state differently, alike, and one after the other: every rule in words of its own."""

from __future__ import annotations

import sys

from search.analysis.comparison import compare
from search.analysis.comparison.dates.features import is_slip
from search.analysis.comparison.quotations.tokens import aligned, telling
from search.analysis.comparison.spelling import misspelt
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster, storylines
from search.analysis.events.extractor import events_in
from search.analysis.findings import Relations
from search.analysis.names.recognizer import mentions_in
from search.analysis.quotations.finder import quotations_in
from search.model import Conflict
from search.model.edtf import date_value

# Three people and a body that every document of a test names: so they tell one story.
HEAD = "Mayor Sam Adler, Judge Ruth Okafor and Pavle Ostoja met at the National Water Authority (NWA). "


def found(*texts: str, days: tuple[str, ...] = (), head: str = HEAD) -> Relations:
    told = {f"{n}.txt": head + "\n" + text for n, text in enumerate(texts)}
    published = {doc: date_value(days[n]) if n < len(days) and days[n] else None for n, doc in enumerate(told)}
    raw = {doc: (text, mentions_in(text, None)) for doc, text in told.items()}
    entities, mentions = resolve(raw)
    docs, events = docs_of(told, mentions, published), []
    for doc in docs.values():
        doc.dates = expressions_in(doc.text, doc.published)
        doc.quotations = quotations_in(doc)
        events.extend(events_in(doc))
    clustered = storylines(cluster(events, entities), entities)
    return compare.compared(clustered, entities, docs)


def values(conflicts: tuple[Conflict, ...], kind: str) -> list[tuple[str, ...]]:
    return [tuple(v.value for v in c.values) for c in conflicts if c.kind == kind]


# ---- numbers ----------------------------------------------------------------------------------------------------


def test_two_numbers_of_one_thing_differ_with_both_sentences() -> None:
    got = found(
        "The orchard inquiry heard that 312 lanterns were bought.",
        "The inquiry found that 321 lanterns were bought for the orchard.",
    )
    assert values(got.conflicts, "number") == [("312 lanterns", "321 lanterns")]
    (one,) = (c for c in got.conflicts if c.kind == "number")
    assert {s.doc for v in one.values for s in v.statements} == {"0.txt", "1.txt"}
    assert "lantern" in one.why


def test_a_bound_and_a_rounded_number_agree_with_the_exact_one() -> None:
    for other in (
        "at least 300 lanterns",
        "some 310 lanterns",
        "more than 300 lanterns",
        "between 310 and 320 lanterns",
    ):
        got = found(
            "The orchard inquiry heard that 312 lanterns were bought.",
            f"The inquiry heard that {other} were bought for the orchard.",
        )
        assert values(got.conflicts, "number") == []
        assert len(values(got.agreements, "number")) == 1


def test_killed_are_not_injured() -> None:
    got = found("The blast in the quarry killed 17 people.", "The blast in the quarry injured 23 people.")
    assert values(got.conflicts, "number") == []


def test_a_toll_that_rises_is_an_update_and_the_last_comes_last() -> None:
    texts = ("The blast in the quarry killed 17 people.", "The blast in the quarry killed 19 people.")
    got = found(*texts, days=("2019-05-02", "2019-05-04"))
    assert values(got.conflicts, "number") == []
    assert values(got.updates, "number") == [("17 people", "19 people")]
    assert all(one.update for one in got.updates)


def test_a_toll_that_differs_long_after_is_a_conflict() -> None:
    texts = ("The blast in the quarry killed 17 people.", "The blast in the quarry killed 19 people.")
    assert values(found(*texts, days=("2009-05-02", "2019-05-04")).conflicts, "number") == [("17 people", "19 people")]


def test_a_toll_without_days_of_publication_is_not_judged() -> None:
    got = found("The blast in the quarry killed 17 people.", "The blast in the quarry killed 19 people.")
    assert values(got.conflicts, "number") == []
    assert got.updates == ()


def test_a_source_that_gives_both_numbers_tells_of_two_things() -> None:
    got = found(
        "The orchard inquiry heard that 312 lanterns were bought. Then 321 lanterns were bought for the orchard.",
        "The inquiry found that 321 lanterns were bought for the orchard.",
    )
    assert values(got.conflicts, "number") == []


def test_plans_parts_and_rates_are_no_counts() -> None:
    base = "The orchard inquiry heard that 312 lanterns were bought."
    for other in (
        "Another 40 lanterns were bought for the orchard, the inquiry heard.",
        "The orchard would buy 280 lanterns, the inquiry heard.",
        "The inquiry heard that 90 of the lanterns bought for the orchard broke.",
    ):
        assert values(found(base, other).conflicts, "number") == []


def test_sums_of_one_payment_differ() -> None:
    got = found(
        "The National Water Authority paid £134,000 to Pavle Ostoja for the sluice.",
        "Pavle Ostoja got £143,000 from the National Water Authority for the sluice.",
    )
    assert values(got.conflicts, "number") == [("£134,000", "£143,000")]


def test_votes_are_compared_as_results() -> None:
    got = found("The guild lost the ballot, 412 to 398.", "The guild lost the ballot by 412-389.")
    assert values(got.conflicts, "number") == [("412-389", "412 to 398")]


def test_ages_differ_unless_the_years_between_explain_them() -> None:
    texts = ("Sam Adler, 44, wept.", "Sam Adler, 47, laughed.")
    assert values(found(*texts, days=("2019-05-02", "2019-06-04")).conflicts, "number") == [("44", "47")]
    assert values(found(*texts, days=("2019-05-02", "2022-06-04")).conflicts, "number") == []
    assert values(found(*texts).conflicts, "number") == []


def test_the_age_of_the_dead_does_not_grow() -> None:
    texts = ("Sam Adler, 44, was found dead in the mill.", "Sam Adler was 47 when he died.")
    assert values(found(*texts, days=("2019-05-02", "2022-06-04")).conflicts, "number") == [("44", "47")]


# ---- dates ------------------------------------------------------------------------------------------------------


def test_one_happening_in_other_words_on_two_days_differs() -> None:
    got = found(
        "Clockmakers restoring the tower found a sealed letter on 12 March 2011.",
        "A sealed letter was discovered by clockmakers in the tower on 19 March 2011.",
    )
    assert values(got.conflicts, "date") == [("2011-03-12", "2011-03-19")]


def test_a_slip_of_the_pen_in_the_year_differs() -> None:
    got = found("The footbridge was opened on 28 July 2013.", "The footbridge was opened on 28 July 2014.")
    assert values(got.conflicts, "date") == [("2013-07-28", "2014-07-28")]


def test_anniversaries_plans_and_bounds_are_no_second_date() -> None:
    base = "Clockmakers restoring the tower found a sealed letter on 12 March 2011."
    for other in (
        "Every year on 19 March 2012 clockmakers of the tower tell how a sealed letter was found.",
        "A sealed letter would be found by clockmakers in the tower on 19 March 2011.",
        "Since 19 March 2011 the clockmakers of the tower have kept the letter that was found sealed.",
        "A sealed letter was found by clockmakers in the tower in March 2011.",
    ):
        assert values(found(base, other).conflicts, "date") == []


def test_namesakes_keep_their_own_dates() -> None:
    got = found("Sam Adler left the mill on 3 May 2011.", "Nora Adler left the mill on 8 May 2011.")
    assert values(got.conflicts, "date") == []


def test_a_slip_changes_one_part_of_a_date() -> None:
    assert is_slip("2011-03-12", "2011-03-19")
    assert is_slip("2011-03-12", "2011-03-21")
    assert is_slip("2011", "2017")
    assert not is_slip("2011-03-12", "2012-04-12")
    assert not is_slip("2011-03", "2011-03-12")


# ---- names ------------------------------------------------------------------------------------------------------


def test_two_surnames_of_one_part_differ() -> None:
    one = "Tomas Haddan, the harbour surveyor, drew the map of the docks."
    got = found(one, "Tomas Haldon, the surveyor of the harbour, drew the map.")
    assert values(got.conflicts, "name") == [("Tomas Haddan", "Tomas Haldon")] or misspelt("haddan", "haldon")
    far = found(one, "Tomas Hamidan, the surveyor of the harbour, drew the map.")
    assert values(far.conflicts, "name") == [("Tomas Haddan", "Tomas Hamidan")]
    near = found(one, "Tomas Haddam, the surveyor of the harbour, drew the map.")
    assert values(near.conflicts, "name") == [("Tomas Haddam", "Tomas Haddan")]


def test_namesakes_of_two_parts_and_kin_are_no_conflict() -> None:
    one = "Tomas Haddan, the harbour surveyor, drew the map of the docks."
    assert values(found(one, "Tomas Hamidan, a baker, burnt the bread.").conflicts, "name") == []
    assert (
        values(
            found(one, "Ulla Haddan, his sister, the harbour surveyor before him, drew a map of the docks.").conflicts,
            "name",
        )
        == []
    )


def test_two_words_in_a_bodys_name_differ() -> None:
    got = found(
        "Pavle Ostoja worked for Ferrowatch Protective Services.",
        "Pavle Ostoja worked for Ferrowatch Security Services.",
    )
    assert values(got.conflicts, "name") == [("Ferrowatch Protective Services", "Ferrowatch Security Services")]


# ---- places -----------------------------------------------------------------------------------------------------


def test_one_arrest_in_two_towns_differs_and_a_town_in_its_country_does_not() -> None:
    one = "Pavle Ostoja was arrested in Geneva after the theft of the seal."
    assert values(
        found(one, "Pavle Ostoja was arrested in Lisbon after the theft of the seal.").conflicts, "place"
    ) == [("Geneva", "Lisbon")]
    assert (
        values(found(one, "Pavle Ostoja was arrested in Switzerland after the theft of the seal.").conflicts, "place")
        == []
    )
    both = "Pavle Ostoja was arrested in Lisbon after the theft of the seal. Pavle Ostoja was arrested in Geneva too."
    assert values(found(one, both).conflicts, "place") == []


# ---- quotations -------------------------------------------------------------------------------------------------


def test_one_utterance_in_two_wordings_differs() -> None:
    got = found(
        '"I have taken no bread from any baker, and I owe no flour," Sam Adler said.',
        '"I never took bread from a baker and I owe nobody flour," said Sam Adler.',
    )
    assert len(values(got.conflicts, "quotation")) == 1


def test_words_through_an_interpreter_may_be_two_translations() -> None:
    got = found(
        '"The baker does not sleep while the oven burns," Sam Adler said in Greek.',
        '"No baker sleeps when his oven is burning," Sam Adler said.',
    )
    (one,) = (c for c in got.conflicts if c.kind == "quotation")
    assert "translations" in one.why


def test_a_shortened_quotation_agrees() -> None:
    got = found(
        '"The oven burned all night and nobody slept in the mill," Sam Adler said.',
        'Sam Adler said that "the oven burned all night".',
    )
    assert values(got.conflicts, "quotation") == []
    assert len(values(got.agreements, "quotation")) == 1


def test_two_utterances_of_one_speaker_are_two() -> None:
    got = found(
        '"The oven burned all night," Sam Adler said.', '"We shall rebuild the bridge by spring," Sam Adler said.'
    )
    assert values(got.conflicts, "quotation") == []


def test_telling_words_fold_denials_and_forms() -> None:
    assert telling("Nobody took it") == telling("no one has taken it")
    assert aligned(("a", "b", "c"), ("x", "a", "b", "c", "y")) == 1.0


# ---- who says so ------------------------------------------------------------------------------------------------


def test_a_speakers_statement_is_told_from_the_sources() -> None:
    got = found(
        "Sam Adler said that 312 lanterns were bought for the orchard inquiry.",
        "The inquiry found that 321 lanterns were bought for the orchard.",
    )
    (one,) = (c for c in got.conflicts if c.kind == "number")
    assert {s.doc: s.speaker for v in one.values for s in v.statements} == {
        "0.txt": "Sam Adler",
        "1.txt": "The inquiry",
    }


def test_documents_of_other_stories_are_not_compared() -> None:
    texts = (
        "The orchard inquiry heard that 312 lanterns were bought.",
        "The inquiry found that 321 lanterns were bought for the orchard.",
    )
    assert found(*texts, head="").conflicts == ()


def test_hostile_text_is_compared_in_linear_steps() -> None:
    """Calls made while one sentence comes again and again: no more a sentence, the more there are."""

    def steps(times: int) -> int:
        text = (
            "At least 12 lanterns, 13 lanterns and 14 people died in Geneva on 4 May 2011. “12 lanterns burned.” "
            * times
        )
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            found(text, text.replace("12", "15"))
        finally:
            sys.setprofile(None)
        return count

    steps(5)
    assert steps(80) < 5 * steps(20)
