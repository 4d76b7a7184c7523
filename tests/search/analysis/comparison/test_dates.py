"""Dates and places that differ between sources: small sets of texts with planted conflicts beside look-alikes.

Two of the five sets (a collision, a creamery) were written when the rules stood. The rules of language are tested one
by one below them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.comparison import compare
from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.dates.statements import date_clause
from search.analysis.comparison.event_types import asks, kind_words, kinds_in
from search.analysis.comparison.independence import deduplicate
from search.analysis.comparison.places.conflicts import places
from search.analysis.comparison.places.features import PlaceScorer
from search.analysis.comparison.places.granularity import level, one_size
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster
from search.analysis.events.extractor import events_in
from search.analysis.findings import Relations
from search.analysis.names.recognizer import load_model, mentions_in
from search.codebook.metadata import published_of
from search.corpus.readers import reader_for
from search.model import Conflict, DateValue, Span
from search.model.edtf import date_value

SETS = Path(__file__).resolve().parents[3] / "data" / "differing"


def compared(docs: dict[str, tuple[str, str]], model: Any = None, voices: Any = None) -> Relations:
    """What documents (name → day of publication, text) state differently and alike."""
    days: dict[str, DateValue | None] = {name: date_value(day) if day else None for name, (day, _) in docs.items()}
    texts = {name: text for name, (_, text) in docs.items()}
    entities, mentions = resolve({name: (text, mentions_in(text, model)) for name, text in texts.items()})
    told = docs_of(texts, mentions, days)
    for doc in told.values():
        doc.dates = expressions_in(doc.text, doc.published)
    events = [e for doc in told.values() for e in events_in(doc)]
    return compare.compared(cluster(events, entities), entities, told, voices)


def of(*texts: str, voices: Any = None) -> Relations:
    return compared({f"{n}.txt": ("2020-06-17", text) for n, text in enumerate(texts)}, voices=voices)


def values(found: tuple[Conflict, ...], kind: str) -> list[tuple[str, ...]]:
    return [tuple(v.value for v in c.values) for c in found if c.kind == kind]


# ---- sets of texts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.name for path in SETS.iterdir()))
def test_planted_conflicts_are_found_and_no_look_alikes(name: str) -> None:
    model = load_model()
    if model is None:
        pytest.skip("the language model is not installed")
    docs = {}
    for path in sorted((SETS / name).glob("*.md")):
        reader = reader_for(path)
        assert reader is not None
        raw = reader.read(path, path.read_bytes())
        docs[path.stem] = published_of(str(raw.meta.get("published") or "")) or "", raw.text
    found = [c for c in compared(docs, model).conflicts if c.kind in ("date", "place")]
    rows = yaml.safe_load((SETS / name / "planted.yaml").read_text(encoding="utf-8"))["conflicts"]

    def planted(conflict: Conflict, row: dict[str, Any]) -> bool:
        told = {(v.value, s.doc) for v in conflict.values for s in v.statements}
        return conflict.kind == row["kind"] and all(
            any((value, doc) in told for doc in by) for value, by in row["values"].items()
        )

    assert [c for c in found if not any(planted(c, row) for row in rows)] == []
    missed = [row["values"] for row in rows if not row.get("hard") and not any(planted(c, row) for c in found)]
    assert missed == []


# ---- what differs, and what only looks so -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Adler boarded the ferry at Hull on 12 May 2019.",
            "Sam Adler, who walked onto a ferry at Hull, on 11 May 2019.",
        ),
        (
            "Sam Adler was arrested on 4 May 2019.",
            "Sam Adler went home. He was detained on 2 May 2019 when he came back.",
        ),
        ("Sam Adler's first concert, in 1974, was a success.", "The first concert of Sam Adler was given in 1977."),
    ],
)
def test_one_happening_in_other_words(one: str, two: str) -> None:
    """Somebody is known by "he" or by the surname, a happening by a word of its kind or by being the first."""
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    assert len(values(of(full + one, full + two).conflicts, "date")) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sam Adler was arrested on 2 May 2019.", "Sam Adler was charged on 4 May 2019."),
        ("Sam Adler left the board on 2 May 2019.", "Sam Adler left the company on 9 May 2019."),
        ("The trial of Sam Adler was to open on 2 May 2019.", "The trial of Sam Adler opened on 9 May 2019."),
        ("Sam Adler opened the annual fair on 2 May 2018.", "Sam Adler opened the annual fair on 2 May 2019."),
        ("Was Sam Adler arrested on 2 May 2019?", "Sam Adler was arrested on 4 May 2019."),
        ("Sam Adler was arrested in May 2019.", "Sam Adler was arrested on 4 May 2019."),
        ("Sam Adler was arrested in the spring of 2019.", "Sam Adler was arrested on 4 April 2019."),
    ],
)
def test_what_only_looks_like_another_date(one: str, two: str) -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    assert values(of(full + one, full + two).conflicts, "date") == []


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("Sam Adler was born in Wick.", "Sam Adler was born in Thurso.", True),
        (
            "Sam Adler was arrested on 3 May 2019, at an inn in Wick.",
            "Sam Adler was held. He was arrested in Thurso.",
            True,
        ),
        ("Sam Adler died in Wick on 3 May 2019.", "Sam Adler is mourned. He died in Thurso on 3 May 2019.", True),
        ("Sam Adler was born in Wick.", "Sam Adler died in Thurso.", False),
        ("Sam Adler was born in Wick.", "Sam Adler was born in Scotland.", False),
        ("Sam Adler was born in Thurso.", "Sam Adler was born in London.", False),
        ("Sam Adler may have been born in Wick.", "Sam Adler was born in Thurso.", False),
        ("Sam Adler was born in Wick, Caithness.", "Sam Adler was born in Caithness.", False),
    ],
)
def test_where_it_happened(one: str, two: str, differ: bool) -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    assert bool(values(of(full + one, full + two).conflicts, "place")) is differ


def test_places_that_two_sources_give_alike_agree() -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    got = of(full + "Sam Adler was born in Wick.", full + "He is old. Sam Adler was born at Wick.")
    assert values(got.agreements, "place") == [("Wick",)]


def test_dates_with_a_day_in_common_make_one_conflict() -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    got = of(
        full + "The Tallow Bridge was opened by Sam Adler in May 1966.",
        full + "The Tallow Bridge was opened by Sam Adler on 18 May 1966.",
        full + "The Tallow Bridge was opened by Sam Adler in 1967.",
    )
    assert values(got.conflicts, "date") == [("1966-05-18", "1967")]


# ---- one voice ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Voices:
    versions: dict[str, tuple[str, int]]

    def voice(self, doc: str, start: int, end: int) -> str:
        return self.versions[doc][0] if doc in self.versions else doc


def test_what_copies_state_alike_is_no_agreement_and_what_versions_change_an_update() -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    first, second = full + "Sam Adler was born in Wick.", full + "Sam Adler was born in Thurso."
    both = Voices({"0.txt": ("t", 0), "1.txt": ("t", 1)})
    assert values(of(first, first).agreements, "place") == [("Wick",)]
    assert values(of(first, first, voices=both).agreements, "place") == []
    got = of(second, first, voices=both)
    assert values(got.conflicts, "place") == []
    (update,) = (c for c in got.updates if c.kind == "place")
    assert update.update
    assert [v.value for v in update.values] == ["Thurso", "Wick"]
    # A third source that has what a version corrected differs from nobody else's last word but the correction.
    third = of(second, first, second, voices=both)
    assert values(third.conflicts, "place") == [("Thurso", "Wick")]


def test_a_finding_within_another_is_shown_deduplicate() -> None:
    found = of(
        "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. Sam Adler was born in Wick.",
        "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. Sam Adler was born in Thurso.",
    ).conflicts
    assert deduplicate([*found, *found]) == found


# ---- the rules by themselves ----------------------------------------------------------------------------------------


def test_kinds_of_happenings_and_their_words() -> None:
    assert {"leave office"} <= kinds_in("He stepped down") & kinds_in("He resigned")
    assert kind_words("He Stepped down and was arrested.", frozenset({"leave office"})) == ["Stepped down"]
    assert asks("Was he there?”")
    assert not asks("He was there.")


def test_the_clause_of_a_date_grows_until_it_tells_something() -> None:
    def clause(text: str, words: str) -> tuple[str, str]:
        at = text.index(words)
        inside, lead = date_clause(text, Span(0, len(text)), at, at + len(words))
        return text[inside.start : inside.end].strip(), text[lead.start : lead.end].strip()

    text = "Olm, who walked onto a ferry at Hull, England, on Nov. 11, 1993, never came back."
    assert clause(text, "Nov. 11, 1993") == ("walked onto a ferry at Hull, England, on Nov. 11, 1993", "Olm")
    assert clause("The dam, built in 1968, was last checked in 2010.", "2010")[1] == "The dam"
    assert clause("He was detained on 27 July when he crossed back, and wept.", "27 July")[0].endswith("crossed back")
    assert (
        clause("On 9 May, the board met the miners, and Olm spoke.", "9 May")[0] == "On 9 May, the board met the miners"
    )


@given(st.text(alphabet="aB ,.;()19 who and when", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_clause_lies_in_its_sentence(text: str, one: int, two: int) -> None:
    low, high = sorted((min(one, len(text)), min(two, len(text))))
    clause, lead = date_clause(text, Span(0, len(text)), low, high)
    assert 0 <= clause.start <= low <= high <= clause.end <= len(text)
    assert 0 <= lead.start <= lead.end <= len(text)


def test_places_of_one_size_alone_are_compared() -> None:
    def size(text: str, name: str) -> str:
        at = text.index(name)
        return level(text, at, at + len(name))

    assert size("in the border town of Wick", "Wick") == "settlement"
    assert size("in Wick, a small village by the sea", "Wick") == "settlement"
    assert size("in the district of Wick", "Wick") == "region"
    assert size("in the suburb of Wick", "Wick") == "quarter"
    assert size("at Wick airport", "Wick") == "premises"
    assert size("off the Wick islands", "Wick") == "sea"
    assert size("in London", "London") == "metropolis"
    assert size("in Kenya", "Kenya") == "country"
    assert one_size("settlement", "metropolis")
    assert not one_size("town", "metropolis")
    assert not one_size("town", "region")


def test_a_place_named_everywhere_is_looked_at_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boilerplate in every document: the pairs that are looked at grow with the documents, not with their square."""
    looked_at = 0
    bare = PlaceScorer.score

    def counted(*args: Any) -> float:
        nonlocal looked_at
        looked_at += 1
        return bare(*args)

    monkeypatch.setattr(PlaceScorer, "score", counted)
    counts = []
    for number in (40, 80):
        looked_at = 0
        texts = {f"{n}.txt": f"Sam Adler was born in Wick. Ana Ruiz{n} died in Thurso{n}." for n in range(number)}
        entities, mentions = resolve({d: (t, mentions_in(t, None)) for d, t in texts.items()})
        places(ComparisonContext(entities, docs_of(texts, mentions)))
        counts.append(looked_at)
    assert counts[1] <= 2.5 * counts[0] + 100


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        # The day of a statement that gives its weekday and number is exact, though its year is that of publication.
        (
            "Sam Adler has today, Friday 3 May, resigned as head of the trust.",
            "Sam Adler resigned on 13 May 2019.",
            True,
        ),
        # What is begun is opened; whose it is, is told.
        (
            "The slag heap was begun in 1987 by the Harbour Trust.",
            "The slag heap was opened by the Harbour Trust in 1989.",
            True,
        ),
        ("The slag heap was opened in 1987.", "The lime kiln was opened in 1989.", False),
        ("The report was handed to the council on 18 May 2013.", "The report was handed over in April 2013.", True),
        ("Sam Adler spoke on 2 May 2019, a day before the fire.", "The fire broke out on 4 May 2019.", False),
        ("The mill can be handed back in the spring of 2016.", "The mill was handed back in March 2017.", False),
    ],
)
def test_likeness_of_dated_statements_in_other_words(one: str, two: str, differ: bool) -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    found = compared({"a": ("2019-05-03", full + one), "b": ("2019-07-01", full + two)}, None).conflicts
    assert bool(values(found, "date")) is differ


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The rubble left the site by night. It was tipped at Hume Quarry.", "The rubble was tipped at Lark End."),
        ("The inquiry of Judge Ruth Okafor was slow. It sat for 41 days in Wick.", "The inquiry sat in Thurso."),
    ],
)
def test_places_of_things_and_sittings(one: str, two: str) -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    assert len(values(of(full + one, full + two).conflicts, "place")) == 1


@pytest.mark.parametrize(
    ("published", "two", "wanted"),
    [
        # Years later a day without its year is of the year that the other source tells.
        ("2023-11-06", "Sam Adler hung on until 18 June.", [("2018-06-08", "2018-06-18")]),
        # Of the last weeks before the publication it is of the year of publication.
        ("2023-07-01", "Sam Adler hung on until 18 June.", []),
        # Another time of the year is no other date of the same.
        ("2023-11-06", "Sam Adler hung on until 18 March.", []),
        # One day and one month: no difference.
        ("2023-11-06", "Sam Adler hung on until 8 June.", []),
    ],
)
def test_day_without_year_is_read_in_the_year_of_the_other_source(
    published: str, two: str, wanted: list[tuple[str, ...]]
) -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    one = "Sam Adler resigned on 8 June 2018."
    found = compared({"a": ("2018-07-01", full + one), "b": (published, full + two)}, None).conflicts
    assert values(found, "date") == wanted


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        # What opened a state is the day since when it is so.
        (
            "The harbour treaty, in force since 3 May 2019, is short.",
            "The harbour treaty came into force on 13 May 2019.",
            True,
        ),
        (
            "The harbour treaty has been read by all since 3 May 2019.",
            "The harbour treaty came into force on 13 May 2019.",
            False,
        ),
        # A day that stands before a noun is of that noun alone.
        (
            "The council certified the roll of the 3 May ballot on 20 May 2019.",
            "The roll was certified on 20 May 2019.",
            False,
        ),
        # What stands in brackets breaks no clause off.
        (
            "On Friday, 3 May 2019, a porter at the mill (No. 3) found the locked ledger.",
            "The ledger turned up on 6 May 2019.",
            True,
        ),
    ],
)
def test_clauses_and_open_dates(one: str, two: str, differ: bool) -> None:
    full = "Mayor Sam Adler of the Harbour Trust spoke to Ruth Okafor. "
    found = compared({"a": ("2019-09-03", full + one), "b": ("2019-09-10", full + two)}, None).conflicts
    assert bool(values(found, "date")) is differ
