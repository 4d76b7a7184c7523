"""One text in several outlets is one voice; its later versions are versions; a shared paragraph is a passage."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest

from search.analysis.comparison import unique
from search.analysis.copies.duplicates import Copies, copies
from search.analysis.doc import docs_of
from search.model import Copied, Event, edtf

WIRE = (
    "Twelve people died when a ferry sank off the coast of Karanga on Monday night, the harbour authority said.",
    "The vessel, the Morning Star, was carrying about 140 passengers to the mainland when its engine room flooded.",
    "Rescue boats reached the site in an hour, but high waves made it hard to help anyone, an officer told reporters.",
    "The ferry had passed its last safety inspection in March, according to the ministry of transport.",
    "President Adela Moru declared two days of mourning and promised an inquiry into the accident.",
)
ISLANDS = (
    "Pelu is an island of nine thousand people who live mostly from fishing and from the copra trade.",
    "Tourists rarely come here since the airline stopped its flights from the mainland seven years ago.",
    "The school has three teachers, and the clinic has none since its doctor moved away last winter.",
)
MARKET = (
    "Traders in the old market of Velk have been told to leave their stalls before the end of the spring.",
    "The council wants to build a car park there, and says that the roofs are no longer safe to stand under.",
    "A petition against the plan had been signed by four thousand inhabitants when it was handed in on Friday.",
)


def told(*parts: str | tuple[str, ...]) -> str:
    return "\n\n".join(line for part in parts for line in ((part,) if isinstance(part, str) else part))


def found(
    texts: Mapping[str, str],
    days: Mapping[str, str] | None = None,
    sources: Mapping[str, str | None] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Copies:
    dated = {doc: edtf.date_value(day) for doc, day in (days or {}).items()}
    return copies(docs_of(texts, published=dated).values(), sources, titles)


def one(result: Copies, kind: str) -> Copied:
    (row,) = (row for row in result.found if row.kind == kind)
    return row


def voices(result: Copies, docs: Mapping[str, str]) -> set[str]:
    return {result.voice(doc, 0, 1) for doc in docs}


# ---- copies ----------------------------------------------------------------------------------------------------


def test_a_wire_in_three_outlets_is_one_text() -> None:
    texts = {
        "herald": told("Ferry tragedy off Karanga", "By Our Own Reporter", WIRE[:-1]),
        "gazette": told("Disaster at sea leaves twelve dead", "KARANGA (WNA) — " + WIRE[0], WIRE[1:]),
        "wna": told("Ferry sinks off Karanga", WIRE),
        "islands": told("What we know of the islands", ISLANDS),
    }
    days = {"herald": "2020-03-03", "gazette": "2020-03-03", "wna": "2020-03-02", "islands": "2020-03-05"}
    result = found(texts, days, {"herald": "Herald", "gazette": "Gazette", "wna": "WNA", "islands": "Monthly"})
    (row,) = result.found
    assert (row.kind, row.docs, row.shared) == ("copy", ("wna", "gazette", "herald"), 1.0)
    assert voices(result, texts) == {"wna", "islands"}
    assert not result.versions


def test_documents_that_are_the_same_are_one_text_without_any_metadata() -> None:
    texts = {"b": told(MARKET), "a": told(MARKET), "c": told(ISLANDS)}
    result = found(texts)
    (row,) = result.found
    assert (row.docs, row.why) == (("a", "b"), "the same text, word for word")


def test_what_is_printed_within_a_round_up_leaves_the_round_up_a_voice_of_its_own() -> None:
    others = tuple(
        f"In the town of Orlo the {n}th bridge was opened by a mayor who had waited for it." for n in range(20)
    )
    texts = {"brief": told(ISLANDS), "roundup": told("News in brief", WIRE, others, ISLANDS, MARKET)}
    result = found(texts, {"brief": "2020-01-01", "roundup": "2020-01-02"}, {"brief": "One", "roundup": "Two"})
    assert one(result, "passage").docs == ("brief", "roundup")
    assert result.voice("roundup", 0, 10) == "roundup"
    assert result.voice("roundup", texts["roundup"].index(ISLANDS[0]), -1) == "brief"


def test_order_is_by_day_the_unknown_last_and_then_by_id() -> None:
    texts = dict.fromkeys("abcd", told(MARKET))
    result = found(texts, {"c": "2020-01-02", "b": "2020-01-03", "d": "2020-01-02"})
    assert one(result, "copy").docs == ("c", "d", "b", "a")


# ---- versions --------------------------------------------------------------------------------------------------


def risen(toll: str, more: str = "") -> str:
    return told(f"Ferry sinks off Karanga, {toll.lower()} dead", WIRE[0].replace("Twelve", toll), WIRE[1:], more)


def test_texts_with_a_risen_toll_are_versions_in_the_order_of_their_days() -> None:
    texts = {
        "c": risen("Nineteen"),
        "b": risen("Twelve"),
        "a": risen("Thirty", "Divers searched the wreck for the last of the missing on Friday."),
    }
    days = {"b": "2020-03-02", "c": "2020-03-03", "a": "2020-03-05"}
    result = found(texts, days, dict.fromkeys(texts, "WNA"))
    (row,) = result.found
    assert (row.kind, row.docs) == ("version", ("b", "c", "a"))
    assert 0.9 < row.shared < 1.0
    assert [result.versions[doc] for doc in "bca"] == [(row.id, 0), (row.id, 1), (row.id, 2)]
    assert voices(result, texts) == {"b"}


def test_outlets_that_print_a_version_have_its_place() -> None:
    texts = {"first": risen("Twelve"), "second": risen("Nineteen"), "herald": told("Tragedy in the sound", WIRE)}
    days = {"first": "2020-03-02", "herald": "2020-03-03", "second": "2020-03-04"}
    sources = {"first": "WNA", "second": "WNA", "herald": "Herald"}
    result = found(texts, days, sources, {doc: text.split("\n")[0] for doc, text in texts.items()})
    assert one(result, "version").docs == ("first", "second")
    assert one(result, "copy").docs == ("first", "herald")
    assert {doc: place for doc, (_, place) in result.versions.items()} == {"first": 0, "herald": 0, "second": 1}


def test_versions_of_one_day_have_one_place_and_those_without_a_day_none() -> None:
    texts = {"a": risen("Twelve"), "b": risen("Nineteen"), "c": risen("Thirty")}
    result = found(texts, {"a": "2020-03-02", "b": "2020-03-02"}, dict.fromkeys(texts, "WNA"))
    assert {doc: place for doc, (_, place) in result.versions.items()} == {"a": 0, "b": 0}


def test_what_another_outlet_prints_a_day_later_with_another_figure_is_the_wire_s_later_version() -> None:
    """Three outlets, each with its own headline: the third has what the wire sent the next day."""
    texts = {
        "a": told(WIRE), "b": told(WIRE), "c": told(WIRE[0], WIRE[1].replace("140", "151"), WIRE[2:]),
    }  # fmt: skip
    sources = {"a": "Herald", "b": "Gazette", "c": "Post"}
    titles = {"a": "Ferry sinks", "b": "Disaster at sea leaves twelve dead", "c": "A night of grief"}
    result = found(texts, {"a": "2020-03-02", "b": "2020-03-02", "c": "2020-03-03"}, sources, titles)
    assert one(result, "copy").docs == ("a", "b")
    assert one(result, "version").docs == ("a", "c")
    assert {doc: place for doc, (_, place) in result.versions.items()} == {"a": 0, "b": 0, "c": 1}


def test_another_outlet_s_other_figure_of_the_same_day_is_no_later_version() -> None:
    texts = {
        "a": told("Ferry sinks", WIRE),
        "b": told("A night of grief", WIRE[0].replace("Twelve", "Ninety"), WIRE[1:]),
    }
    days = {"a": "2020-03-02", "b": "2020-03-02"}
    titles = {"a": "Ferry sinks", "b": "A night of grief"}
    result = found(texts, days, {"a": "WNA", "b": "Herald"}, titles)
    assert (one(result, "copy").docs, dict(result.versions)) == (("a", "b"), {})


def test_forms_that_are_filled_in_with_other_names_are_neither_copies_nor_versions() -> None:
    def form(name: str, town: str, cost: int) -> str:
        return told(
            f"The district court found that {name} had let a house in {town} without the licence that the law demands.",
            f"The court set the fine at {cost} crowns, which {name} must pay within six weeks of this decision.",
            "An appeal may be lodged with the registry of the regional court within thirty days of its delivery.",
            "The costs of the proceedings are borne by the party that lost them, as the code of procedure provides.",
        )

    filled = (("Anna Brook", "Orlo", 900), ("Peter Lund", "Velk", 750), ("Maria Foss", "Ketton", 1200))
    texts = {name: form(name, town, cost) for name, town, cost in filled}
    result = found(texts, {}, dict.fromkeys(texts, "District court"))
    assert not [row for row in result.found if row.kind != "passage"]
    assert voices(result, texts) == set(texts)


def test_an_outlet_s_own_style_makes_no_version_of_a_wire() -> None:
    styled = told(WIRE).replace("Twelve people", "12 people").replace("140 passengers", "140 passengers and crew")
    texts = {"a": told("Ferry sinks off Karanga", WIRE), "b": told("Ferry sinks off Karanga", styled)}
    result = found(
        texts, {"a": "2020-03-02", "b": "2020-03-03"}, {"a": "WNA", "b": "Herald"}, dict.fromkeys(texts, "Ferry sinks")
    )
    assert one(result, "copy").docs == ("a", "b")
    assert not result.versions


def test_a_source_s_text_that_has_grown_is_a_version() -> None:
    more = "Divers searched the wreck for the last of the missing on Friday, and found the bridge of the ship."
    texts = {"a": told("Ferry sinks", WIRE), "b": told("Ferry sinks", WIRE, more)}
    result = found(texts, {"a": "2020-03-02", "b": "2020-03-03"}, dict.fromkeys(texts, "WNA"))
    assert one(result, "version").docs == ("a", "b")
    assert one(result, "version").why == "mostly the same sentences; 1 added"


def test_the_next_report_that_repeats_the_background_is_no_version() -> None:
    lead = (
        "The captain of the Morning Star was led into the courthouse of Karanga in handcuffs on Thursday morning.",
        "He told the judge that he had reported the leak in the engine room twice, and that nobody had listened.",
        "The hearing was put off until the divers have brought up the engine and the book of the ship.",
    )
    texts = {"a": told("Ferry sinks", WIRE), "b": told("Captain in court", lead, WIRE[1:5])}
    days = {"a": "2020-03-02", "b": "2020-03-05"}
    result = found(texts, days, dict.fromkeys(texts, "WNA"), {"a": "Ferry sinks", "b": "Captain in court"})
    assert [row.kind for row in result.found] == ["passage"]


def test_a_bulletin_of_the_next_month_is_no_version() -> None:
    def bulletin(month: str, rate: str) -> str:
        return told(
            f"Prices in the shops of the country rose by {rate} per cent in {month}, the office of statistics said.",
            f"Without food and fuel they rose by half as much in {month} as they had done in the year before.",
            "The central bank wants to see prices rise by two per cent a year, and sets its rate of interest for that.",
            "The office asks four hundred shops every week for the prices of seven hundred goods and services.",
        )

    texts = {"a": bulletin("March", "3.1"), "b": bulletin("April", "2.9")}
    result = found(
        texts, {"a": "2020-04-10", "b": "2020-05-10"}, dict.fromkeys(texts, "Bureau"), dict.fromkeys(texts, "Prices")
    )
    assert not result.versions
    assert not [row for row in result.found if row.kind != "passage"]


# ---- passages --------------------------------------------------------------------------------------------------


def test_a_wire_s_paragraph_in_another_article_is_a_passage() -> None:
    texts = {"wna": told("Ferry sinks", WIRE), "monthly": told("The islands", ISLANDS[:2], WIRE[1:3], ISLANDS[2])}
    result = found(texts, {"wna": "2020-03-02", "monthly": "2020-04-02"}, {"wna": "WNA", "monthly": "Monthly"})
    (row,) = result.found
    assert (row.kind, row.docs) == ("passage", ("wna", "monthly"))
    for said in row.statements:
        assert texts[said.doc][said.start_char : said.end_char] == said.text == told(WIRE[1:3])
    inside = texts["monthly"].index("Rescue boats")
    assert result.voice("monthly", inside, inside + 20) == "wna"
    assert result.voice("monthly", 0, 5) == "monthly"


def test_a_passage_with_another_figure_in_it_is_not_the_same_passage() -> None:
    texts = {"a": told(ISLANDS, WIRE[1]), "b": told(MARKET, WIRE[1].replace("140", "190"))}
    result = found(texts)
    assert result.found == ()
    assert result.voice("b", texts["b"].index("The vessel"), -1) == "b"


def test_the_same_words_quoted_twice_are_no_copied_passage() -> None:
    words = "“We have waited for this road for eleven years and we will not wait for another year of talk,” {} said."
    texts = {
        "a": told(ISLANDS, words.format("the mayor of Orlo, Jan Reet,")),
        "b": told(MARKET, words.format("Mr Reet")),
        "c": told(WIRE, words.format("Mr Reet")),
    }
    assert found(texts).found == ()


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter to get the most important stories of the day in your inbox every morning.",
        "The Associated Reporters Fund contributed to this article with a grant for writing about the sea and coast.",
    ],
)
def test_lines_that_speak_for_the_house_are_no_passages(line: str) -> None:
    texts = {"a": told(ISLANDS, line), "b": told(MARKET, line), "c": told(WIRE, line)}
    assert found(texts).found == ()


def test_what_a_source_ends_all_its_texts_with_is_no_passage() -> None:
    about = "The Harbour Review is written by those who work on the quays of the eastern ports and by their children."
    texts = {"a": told(ISLANDS, about), "b": told(MARKET, about), "c": told(WIRE, about)}
    assert found(texts, {}, dict.fromkeys(texts, "Harbour Review")).found == ()


def test_lines_that_many_texts_have_are_no_passages_but_one_voice() -> None:
    standing = "The treaty of Orlo of 1921 gave the islands their own council and their own court under the crown."
    texts = {}
    for n in range(12):
        mills = (
            f"Village {n} in valley {n * 7 + k} has {k} mills near the road by {n}{k} old farms." for k in range(6)
        )
        texts[f"{n:02}"] = told(*mills, standing)
    result = found(texts)
    assert result.found == ()
    assert {result.voice(doc, text.index(standing), -1) for doc, text in texts.items()} == {"00"}


# ---- what stands elsewhere -------------------------------------------------------------------------------------


def test_a_sentence_of_a_copy_stands_elsewhere_too() -> None:
    texts = {"a": told("Ferry sinks", WIRE), "b": told("Tragedy", WIRE[:-1]), "c": told(ISLANDS)}
    result = found(texts)
    assert result.elsewhere("a", texts["a"].index(WIRE[3]))
    assert not result.elsewhere("a", texts["a"].index(WIRE[4]))
    assert not result.elsewhere("c", 0)


def test_what_a_copy_says_too_is_not_said_by_one_alone() -> None:
    texts = {"a": told("Ferry sinks", WIRE), "b": told("Tragedy", WIRE[:-1])}
    events = [
        Event(line, edtf.date_value("2020-03-02"), "fact", "a", line, start, start + len(line), cluster=line)
        for line in WIRE[3:]
        for start in (texts["a"].index(line),)
    ]
    (row,) = unique.unique_statements(events, (), docs_of(texts), found(texts))
    assert [said.text for said in row.statements] == [WIRE[4]]


# ---- bad input -------------------------------------------------------------------------------------------------


def test_two_thousand_times_one_text_is_one_row() -> None:
    texts = {f"{n:04}": told(f"Edition number {n}", WIRE) for n in range(2_000)}
    result = found(texts)
    (row,) = result.found
    assert len(row.docs) == 2_000
    assert voices(result, texts) == {"0000"}


@pytest.mark.parametrize("text", ["", " \n", "No comment.", "...", "word " * 5, "“”", "12"])
def test_documents_with_next_to_nothing_in_them_are_no_copies(text: str) -> None:
    texts = {"a": text, "b": text, "c": told(WIRE)}
    result = found(texts)
    assert result.found == ()
    assert voices(result, texts) == {"a", "b", "c"}


def test_nothing_and_one_document() -> None:
    assert found({}) == Copies()
    assert found({"a": told(WIRE)}).found == ()


def test_the_same_corpus_gives_the_same_rows_in_any_order() -> None:
    texts = {
        "a": risen("Twelve"),
        "b": risen("Nineteen"),
        "c": told(ISLANDS, WIRE[1]),
        "d": told(MARKET),
        "e": told(MARKET),
    }
    assert found(texts) == found(dict(reversed(texts.items())))


def test_the_library_that_brings_scipy_is_imported_late() -> None:
    code = (
        "import sys, search.analysis.copies.duplicates, search.pipeline.analysis_run;"
        "assert not {'datasketch', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
