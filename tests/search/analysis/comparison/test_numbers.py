"""Numbers and ages that differ between sources: what is planted is found, and nothing that only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.numbers import (
    ages as conflictages,
)
from search.analysis.comparison.numbers import (
    conflicts as conflictnumbers,
)
from search.analysis.comparison.numbers.features import NumberScorer
from search.analysis.comparison.numbers.number_fact import NumberFact
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster
from search.analysis.events.extractor import events_in
from search.analysis.findings import Relations
from search.analysis.names.recognizer import Model, load_model, mentions_in
from search.codebook.metadata import published_of
from search.corpus.readers import reader_for
from search.model import Conflict, DateValue
from search.model.edtf import date_value

TEXTS = Path(__file__).resolve().parents[3] / "data" / "numbers"
# Three people that every document of a test names: so they tell one story.
HEAD = "Mayor Sam Adler, Judge Ruth Okafor and Pavle Ostoja met in Geneva. "


def context_of(
    texts: dict[str, str], days: dict[str, DateValue | None], model: Model | None = None
) -> ComparisonContext:
    entities, mentions = resolve({doc: (text, mentions_in(text, model)) for doc, text in texts.items()})
    docs = docs_of(texts, mentions, days)
    for doc in docs.values():
        doc.dates = expressions_in(doc.text, doc.published)
    events = [e for doc in docs.values() for e in events_in(doc)]
    return ComparisonContext(entities, docs, cluster(events, entities))


def compared(context: ComparisonContext) -> Relations:
    ages, numbers = conflictages.ages(context), conflictnumbers.numbers(context)
    return Relations(
        ages.conflicts + numbers.conflicts, ages.agreements + numbers.agreements, ages.updates + numbers.updates
    )


def told(*texts: str, days: tuple[str, ...] = (), head: str = HEAD) -> Relations:
    named = {f"{n}": head + "\n" + text for n, text in enumerate(texts)}
    return compared(context_of(named, {doc: date_value(days[n]) if days else None for n, doc in enumerate(named)}))


def values(found: tuple[Conflict, ...]) -> list[tuple[str, ...]]:
    return [tuple(v.value for v in c.values) for c in found]


# ---- texts of other kinds than the development stories ----------------------------------------------------------

# Pairs of numbers that are planted in each text; the least share of them that is found.
PLANTED = {
    "ship": (
        {("23,400", "24,300"), ("1.6", "1.9"), ("460,000", "640,000"), ("two", "three"), ("four", "five"), ("19", "21"),
         ("26", "36"), ("43", "65")},
        0.85,
    ),
    "audit": ({("7.8", "8.7"), ("1,340", "1,430"), ("Nineteen", "Twenty-nine"), ("148,000", "184,000")}, 0.75),
    "vote": ({("37", "73"), ("39", "45"), ("1.4", "4.1"), ("58", "61"), ("22", "27")}, 0.8),
    "merger": ({("14", "41"), ("12", "21"), ("134", "143")}, 1.0),
}  # fmt: skip


@pytest.mark.parametrize("story", PLANTED)
def test_numbers_of_texts_not_used_in_development(story: str) -> None:
    """Every conflict shown is one that is planted, and of those planted the share that is promised is shown."""
    model = load_model()
    if model is None:
        pytest.skip("the rules alone miss names that the conflicts are of")
    texts, days = {}, {}
    for path in sorted((TEXTS / story).glob("*.md")):
        reader = reader_for(path)
        assert reader is not None
        raw = reader.read(path, path.read_bytes())
        texts[path.stem], days[path.stem] = raw.text, date_value(published_of(str(raw.meta["published"])) or "")
    found = [" ".join(row) for row in values(compared(context_of(texts, days, model)).conflicts)]
    pairs, share = PLANTED[story]
    hits = {pair for pair in pairs for row in found if all(word in row for word in pair)}
    assert [row for row in found if not any(all(word in row for word in pair) for pair in pairs)] == []
    assert len(hits) >= share * len(pairs)


# ---- one thing under two words ----------------------------------------------------------------------------------


def test_figures_exchanged_are_found_under_another_noun() -> None:
    got = told(
        "The museum bought 43 plaques and heads from the dealer Emile Garrod in 1968.",
        "In 1968 Emile Garrod, the dealer, sold the museum 34 bronzes, which it bought without papers.",
    )
    assert values(got.conflicts) == [("34 bronzes", "43 plaques")]
    assert "another order" in got.conflicts[0].why


def test_other_numbers_under_another_noun_are_two_things() -> None:
    got = told(
        "The museum bought 43 plaques and heads from the dealer Emile Garrod in 1968.",
        "In 1968 Emile Garrod, the dealer, sold the museum 26 masks, which it bought without papers.",
    )
    assert values(got.conflicts) == []


def test_people_of_one_sum_go_by_two_names() -> None:
    got = told(
        "The bank failed owing 265 million francs to 11,000 creditors.",
        "The bank owed its 14,000 savers 265 million francs when it failed.",
    )
    assert values(got.conflicts) == [("11,000 creditors", "14,000 savers")]


# ---- prison terms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Pavle Ostoja was sentenced to four years in prison.",
        "Pavle Ostoja is serving four years.",
        "Pavle Ostoja, whose brother drove the van, was jailed for 48 months.",
        "A court gave Pavle Ostoja a four-year prison sentence.",
        "Pavle Ostoja pleaded guilty. He was sentenced to four years.",
    ],
)
def test_a_prison_term_is_read_in_many_words(said: str) -> None:
    got = told(said, "Pavle Ostoja was jailed for six years.", head="Sam Adler and Ruth Okafor spoke. ")
    assert [c.about[-1] for c in got.conflicts] == ["sentence"]


@pytest.mark.parametrize(
    "said",
    [
        "Prosecutors asked for four years for Pavle Ostoja.",
        "Pavle Ostoja could be sentenced to four years.",
        "Pavle Ostoja was released after four years in prison.",
        "The Court of Appeal reduced the sentence of Pavle Ostoja to four years.",
        "Pavle Ostoja was sentenced to 72 months in prison.",
    ],
)
def test_a_term_asked_for_served_or_reduced_is_no_other_sentence(said: str) -> None:
    assert told(said, "Pavle Ostoja was jailed for six years.").conflicts == ()


def test_a_bound_far_below_agrees_with_nothing() -> None:
    said = "At least {} people were killed when the ferry Orla sank."
    exact = "Nine people were killed when the ferry Orla sank."
    assert told(said.format("3"), exact) == Relations()
    assert [[len(v.statements) for v in one.values] for one in told(said.format("8"), exact).agreements] == [[2]]


# ---- ages -------------------------------------------------------------------------------------------------------


def test_an_age_may_be_a_pronouns() -> None:
    got = told("Pavle Ostoja died on the bridge. He was 34.", "Pavle Ostoja, 36, was found dead on the bridge.")
    assert values(got.conflicts) == [("34", "36")]


def test_an_age_in_life_and_one_at_death_years_later_agree() -> None:
    texts = ("Pavle Ostoja, 63, was tied to a chair.", "Pavle Ostoja died last year. He was 66.")
    assert told(*texts, days=("2009-10-06", "2013-05-01")).conflicts == ()


# ---- what only looks like a conflict ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("At least six people died at the jail.", "Three more people died at the jail in spring."),
        ("The firm lent Adler 340,000 dollars for a boat.", "Among the loans to Adler was one of 120,000 dollars."),
        ("Sales of the kiln were $1.9 million.", "Sales of the kiln were $1.2 million in the third quarter."),
        ("Adler was fined 40,000 dollars for the boat.", "Adler faces a ban and a fine of 60,000 dollars."),
        ("Adler agreed to buy the boat for $2.4 million.", "Adler bought the boat for $2.6 million."),
        ("A law returns 26 objects to Peru, Okafor wrote.", "Of the objects, 22 objects were flown to Oslo in spring."),
        ("Some 40 tonnes of oil leaked from the barge.", "The barge leaked 43 tonnes of oil."),
        ("The barge leaked 1.2m litres of oil.", "The barge leaked 1,215,000 litres of oil."),
        ("The barge had a crew of 21.", "The barge and the tug had a crew of 19 and a crew of 12."),
    ],
)
def test_parts_periods_plans_and_roundings_do_not_differ(one: str, two: str) -> None:
    assert values(told(one, two, days=("2012-03-04", "2013-03-04")).conflicts) == []


def test_a_sum_rounded_to_one_figure_is_no_other_sum() -> None:
    got = told("Adler paid Okafor a reward of 200,000 euros.", "Adler paid Okafor a reward of 250,000 euros.")
    assert values(got.conflicts) == [("200,000 euros", "250,000 euros")]


def test_a_recount_replaces_the_count() -> None:
    got = told(
        "Okafor won the election with 18,442 votes to 18,215.",
        "The recount gave Okafor, who won the election, 18,424 votes to 18,215.",
        days=("2021-05-04", "2021-09-17"),
    )
    assert values(got.conflicts) == []
    assert values(got.updates) == [("18,442 votes to 18,215", "18,424 votes to 18,215")]


def test_damage_in_the_news_of_the_day_is_still_counted() -> None:
    one = "On Saturday a fire came over the hill. Eleven barns of the village of Lorn were destroyed by the fire."
    two = "In all eighteen barns of the village of Lorn were destroyed by the fire."
    got = told(one, two, days=("2017-08-21", "2022-08-20"))
    assert (values(got.conflicts), values(got.updates)) == ([], [("Eleven barns", "eighteen barns")])


# ---- what a number is of ----------------------------------------------------------------------------------------


def test_figures_exchanged_need_little_else() -> None:
    """Sources that call a thing by other words rarely write one number's figures in another order by chance."""
    got = told(
        "Adler resigned in June and received $185,000 in lieu of notice.",
        "For what was said to the men she was given $158,000.",
    )
    assert values(got.conflicts) == [("$158,000", "$185,000")]


def test_a_nought_may_be_exchanged_too() -> None:
    got = told("The bridge was built for 604 million kroner.", "The fjord bridge cost 640 million kroner.")
    assert "another order" in got.conflicts[0].why


def test_numbers_that_only_share_a_unit_are_two_things() -> None:
    got = told("Adler resigned in June and received $185,000 in lieu of notice.", "The roof was mended for $163,000.")
    assert values(got.conflicts) == []


def test_a_number_without_a_noun_counts_what_was_spoken_of() -> None:
    got = told(
        "The hall has lost seats in every age. Tonight there are 1,640, and all of them can see.",
        "All 1,460 seats of the hall were taken.",
    )
    assert values(got.conflicts) == [("1,460 seats", "1,640")]


@pytest.mark.parametrize("said", ["Since 1975 he has lived there.", "A bricklayer of 34 died.", "He was 64 then."])
def test_years_and_ages_count_nothing(said: str) -> None:
    assert not told(said, "In all 43 people died.").conflicts


def test_people_are_moved_by_an_adjective_too() -> None:
    texts = ("By evening 640 people had been evacuated from Lorn.", "The mayor has counted 460 evacuated people.")
    got = told(*texts, days=("2013-03-12", "2013-03-23"))
    assert values(got.conflicts) == [("460 evacuated people", "640 people")]


def test_two_exact_numbers_are_not_joined_by_a_vague_one() -> None:
    """Dozens fit fifty-eight and fifty-two, which are the houses lost and the houses built."""
    got = told(
        "Dozens of houses were destroyed at Lorn.",
        "On 3 May 2012 fifty-eight houses of Lorn were washed away.",
        "On 9 June 2016 fifty-two houses were handed over in the new town.",
    )
    assert values(got.conflicts) == []


def test_a_source_that_gives_both_numbers_makes_one_the_later() -> None:
    texts = (
        "Letters went to 612 patients of Okafor.",
        "In May we were told of 612 patients; the list now has 640 patients.",
        "There are 640 patients, and Okafor has seen them.",
    )
    got = told(*texts, days=("2023-05-02", "2024-01-05", "2024-03-04"))
    assert values(got.conflicts) == []


# ---- tolls ------------------------------------------------------------------------------------------------------


def test_tolls_that_stood_long_after_differ_though_the_first_days_grew() -> None:
    texts = (
        "On 12 March 2013 the tip slid down on Lorn, killing nineteen people, Okafor said.",
        "On 12 March 2013 the tip slid down on Lorn. Thirty-four persons lost their lives.",
        "Adler read the names of the 34 people who died at Lorn on 12 March 2013.",
        "Thirty-six people died at Lorn.",
    )
    got = told(*texts, days=("2013-03-12", "2013-11-18", "2015-06-18", "2023-04-01"))
    assert values(got.conflicts) == [("Thirty-four persons", "Thirty-six people")]


def test_a_toll_of_the_first_days_is_replaced() -> None:
    texts = ("On 12 March 2013 the tip slid down on Lorn, killing nineteen people.", "In all 34 people died at Lorn.")
    got = told(*texts, days=("2013-03-12", "2013-11-18"))
    assert (values(got.conflicts), values(got.updates)) == ([], [("nineteen people", "34 people")])


def test_deliveries_by_a_day_go_on() -> None:
    got = told(
        "By 30 June, 19 of the 48 helicopters had been delivered.",
        "Adler said that 31 of the helicopters had been delivered.",
        days=("1994-11-01", "1995-03-16"),
    )
    assert values(got.conflicts) == []


# ---- bounded work -----------------------------------------------------------------------------------------------


def test_pairs_looked_at_grow_with_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the documents, of stories of six, are four times the pairs: no comparison of all with all."""

    def pairs(stories: int) -> int:
        texts, days = {}, {}
        for story in range(stories):
            # Names are letters: "Adlerb Quoyb" is one story's, "Adlerc Quoyc" another's.
            letter = chr(ord("b") + story % 20) + chr(ord("b") + story // 20)
            head = f"Mayor Sam Adler{letter}, Judge Ruth Okafor{letter} and Pavle Ostoja{letter} met. "
            for n in range(6):
                texts[f"{story}-{n}"] = head + f"\nThey heard that {300 + n} lanterns and {40 + n} boats were bought."
                days[f"{story}-{n}"] = None
        seen = 0
        real = NumberScorer.score

        def counted(scorer: NumberScorer, a: NumberFact, b: NumberFact) -> float:
            nonlocal seen
            seen += 1
            return real(scorer, a, b)

        monkeypatch.setattr(NumberScorer, "score", counted)
        conflictnumbers.numbers(context_of(texts, days))
        monkeypatch.undo()
        return seen

    few, many = pairs(5), pairs(20)
    assert few > 0
    assert many <= 4 * few
