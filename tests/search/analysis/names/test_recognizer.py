"""Mentions: the rules alone, and with the model where it is installed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.names.recognizer import RawMention, initials_fit, load_model, mentions_in


def named(text: str) -> dict[str, str]:
    return {m.text: m.type for m in mentions_in(text, None)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Yesterday President Ana Lucía Robles spoke.", "Ana Lucía Robles", "person"),
        ("He met Attorney General Ruth Okafor there.", "Ruth Okafor", "person"),
        ("It was Minister of Public Works Iker Zubiri who signed.", "Iker Zubiri", "person"),
        ("the agent Pavle Ostoja was hurt", "Pavle Ostoja", "person"),
        ("the arrest of Julio “El Gordo” Peralta in May", "Julio “El Gordo” Peralta", "person"),
        ("a report of the Ministry of Foreign Affairs said", "Ministry of Foreign Affairs", "organization"),
        ("the Labour and Social Affairs Committee met", "Labour and Social Affairs Committee", "organization"),
        ("a clerk of Peru's Bureau of Mines and Energy Affairs.", "Bureau of Mines and Energy Affairs", "organization"),
        ("the Peruvian Congress voted", "Peruvian Congress", "organization"),
        ("shares of Halden Shipping Ltd fell", "Halden Shipping Ltd", "organization"),
        ("under the Clean Rivers Act of the state", "Clean Rivers Act", "law"),
        ("the Treaty of Lisbon applies", "Treaty of Lisbon", "law"),
        ("the Peru, Chile and Bolivia Agreement lapsed", "Peru, Chile and Bolivia Agreement", "law"),
        ("he lives in Buenos Aires now", "Buenos Aires", "place"),
        ("near the town of Ostrava they met", "Ostrava", "place"),
        ("LUNDBY - The river rose again.", "LUNDBY", "place"),
        ("the ship was built in Ulsan and sold", "Ulsan", "place"),
        ("they were sent to Settle that year", "Settle", "place"),
        ("then Vesterled Lines of Egersund lost it to them", "Egersund", "place"),
        ("she met Ms Holt, 38, of Abbots Lea.", "Abbots Lea", "place"),
        ("the MP for Wexcombe North left", "Wexcombe North", "place"),
        ("they met in County Hall, Wexcombe.", "Wexcombe", "place"),
        ("he has confidence in Wexcombe now", "Wexcombe", "organization"),
        ("the lawyer wrote to Meridian Re, a small firm in Ajman", "Meridian Re", "organization"),
        ("the Banco Mediterráneo de Crédito failed", "Banco Mediterráneo de Crédito", "organization"),
        ("the London and North Eastern Railway bought it", "London and North Eastern Railway", "organization"),
        ("a hall of the Women's Institute there", "Women's Institute", "organization"),
        ("they went to St Bride's Hospital again", "St Bride's Hospital", "organization"),
        ("then Zvonko Brattli, 41, was held", "Zvonko Brattli", "person"),
        ("then Zvonko Brattli, the safety officer, left", "Zvonko Brattli", "person"),
        ("it was Trade Minister Zvonko Brattli", "Zvonko Brattli", "person"),
        ("it was Cllr Zvonko Brattli who left", "Zvonko Brattli", "person"),
        ("it was Zvonko Brattli MP who left", "Zvonko Brattli", "person"),
        ("it was Anna Hill who left", "Anna Hill", "person"),
        ("then his wife, Oriel Moss, left", "Oriel Moss", "person"),
        ("he asked Calder Coatings there", "Calder Coatings", "organization"),
        ("then Frutas La Vega left", "Frutas La Vega", "organization"),
        ("on the road to Llano de Vega that night", "Llano de Vega", "place"),
        ("a room on the Prinsenkade there", "Prinsenkade", "place"),
        ("asked Sen. Ann Vane, D-Boone, there", "Boone", "place"),
        ("under Convention 169 they did", "Convention 169", "law"),
        ("down with the Health Service Executive?", "Health Service Executive", "organization"),
    ],
)
def test_the_rules_alone_find_and_type(text: str, name: str, kind: str) -> None:
    assert named(text).get(name) == kind


def test_a_hyphen_pair_is_two_places_and_a_nationality_is_none() -> None:
    assert named("The US-Canada border and Canadian farmers, Swiss banks") == {"US": "place", "Canada": "place"}


def test_possessives_are_no_part_of_a_name() -> None:
    found = named("Chile's Ministry of Justice and Robles’s lawyer saw Chile’s flag")
    assert {"Chile", "Ministry of Justice"} <= found.keys()
    assert not any(name.endswith(("'s", "’s")) for name in found)


def test_definitions_tie_both_ways() -> None:
    rows = {
        m.text: m
        for m in mentions_in("The National Water Authority (NWA) and the WFO (World Fishing Organization) met.", None)
    }
    assert rows["National Water Authority"].extra["defines"] == "NWA"
    assert rows["NWA"].extra["defines"] == "National Water Authority"
    assert rows["WFO"].extra["defines"] == "World Fishing Organization"


def test_a_person_may_have_an_acronym_too() -> None:
    rows = {
        m.text: m.type
        for m in mentions_in("President Ana Lucía Robles Ortiz (ALRO) left. Senator Ruth Okafor (DEM) stayed.", None)
    }
    assert rows["ALRO"] == "person"
    assert rows["DEM"] == "organization"


def test_dates_numbers_and_headline_words_are_no_names() -> None:
    text = "Mayor Wants to Rein In Agents Working on His Turf\n"
    text += "On Tuesday, December 8, in May 2020, COVID-19 spread; the CEO said 12 March."
    assert named(text) == {}


def test_shouted_lines_name_only_places_at_their_head() -> None:
    assert named("ATTENTION EDITORS THIS IMAGE HAS BEEN SUPPLIED BY OTHERS") == {}


def test_rows_for_the_store_come_back_alike() -> None:
    for mention in mentions_in("Attorney General Ruth Okafor met the National Water Authority (NWA) in Lima.", None):
        assert RawMention.from_json(json.loads(json.dumps(mention.to_json()))) == mention


def test_initials() -> None:
    assert initials_fit("NWA", "National Water Authority")
    assert initials_fit("MoJ", "Ministry of Justice")
    assert not initials_fit("NWA", "National Water Office")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ABCabcÉü .,'’“”\"-()&\n19$")), max_size=200) | st.text(max_size=200))
def test_whatever_the_text_spans_are_exact_and_in_order(text: str) -> None:
    last = 0
    for mention in mentions_in(text, None):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= last
        assert mention.text.strip() == mention.text != ""
        last = mention.end


def test_importing_the_module_loads_no_language_library() -> None:
    code = "import sys, search.analysis.names.recognizer as n; n.mentions_in('General Ruth Okafor spoke.', None); "
    code += "sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_with_the_model_the_result_is_the_same_every_time() -> None:
    model = load_model()
    if model is None:
        pytest.skip("the language model is not installed")
    text = (
        "Ingrid Solheim, a lawyer from Bergen, told Dagbladet that Halden Shipping had lied.\nSolheim left on Monday."
    )
    first = mentions_in(text, model)
    assert first == mentions_in(text, model)
    assert {"Ingrid Solheim", "Bergen", "Solheim"} <= {m.text for m in first}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        # people
        ("the ambassador, Sheikh Sultan bin Saqr, signed", "Sultan bin Saqr", "person"),
        ("his envoy, Ambassador Nasser al-Rumaili, left", "Nasser al-Rumaili", "person"),
        ("A spokeswoman for the port, May Lindqvist, declined.", "May Lindqvist", "person"),
        ("It was signed by Lord Marsh of Ketton in person.", "Lord Marsh of Ketton", "person"),
        ("and heard by Lord Justice Marsh on Monday", "Lord Justice Marsh", "person"),
        ("said Secretary of State James A. Baker III on Monday", "James A. Baker III", "person"),
        ("Referee Colin Marsh missed it.", "Colin Marsh", "person"),
        ("They met Mayor Ana Cruz of Guiuan there.", "Ana Cruz", "person"),
        ("OWEN PRICE: He came to us in the autumn.", "OWEN PRICE", "person"),
        ("PÉREZ, Juan, of the harbour office, agreed.", "PÉREZ, Juan", "person"),
        ("with Coach Óscar Peña hijo on the bench", "Óscar Peña hijo", "person"),
        ("Dr. A. K. Chatterjee disagreed with it", "A. K. Chatterjee", "person"),
        ("the developer Victor Halloran Sr. built it", "Victor Halloran Sr", "person"),
        # bodies
        ("a letter from the Mersey and Dee Joint Water Board said", "Mersey and Dee Joint Water Board", "organization"),
        (
            "the Bureau of Alcohol, Tobacco, Firearms and Explosives sent",
            "Bureau of Alcohol, Tobacco, Firearms and Explosives",
            "organization",
        ),
        (
            "said the Ministry of Housing, Construction and Sanitation yesterday",
            "Ministry of Housing, Construction and Sanitation",
            "organization",
        ),
        ("the Boone County Sheriff's Office says", "Boone County Sheriff's Office", "organization"),
        ("sued Corvane Logistics, Inc. in May", "Corvane Logistics, Inc", "organization"),
        ("asked the 6th U.S. Circuit Court of Appeals to", "6th U.S. Circuit Court of Appeals", "organization"),
        ("was employed by the Port of London Authority for", "Port of London Authority", "organization"),
        ("the chairman of the Defence Committee wrote", "Defence Committee", "organization"),
        ("said the Securities and Exchange Commission on", "Securities and Exchange Commission", "organization"),
        ("the president of AWPW Local 318 spoke", "AWPW Local 318", "organization"),
        ("a clerk of the Consorcio Gradas del Norte said", "Consorcio Gradas del Norte", "organization"),
        ("the frigate HMS Bramble sank", "HMS Bramble", "organization"),
        # places
        ("a house in the Calle Grau there", "Calle Grau", "place"),
        ("born at Cwm Tryfal in 1950", "Cwm Tryfal", "place"),
        ("along the River Tryfal to the sea", "River Tryfal", "place"),
        ("a London-based charity", "London", "place"),
        ("the Great Hadlow road", "Great Hadlow", "place"),
        # laws
        ("under the Prevention of Corruption Act 1906 he", "Prevention of Corruption Act 1906", "law"),
        ("brought in the Diplomatic Premises (Protection) Act, which", "Diplomatic Premises (Protection) Act", "law"),
        ("under Section 253 of the Local Government Act, 1933.", "Local Government Act, 1933", "law"),
        ("should pass the Bill on Safety in Sports Grounds, which", "Bill on Safety in Sports Grounds", "law"),
        ("signed Executive Order 2024-611 on Monday", "Executive Order 2024-611", "law"),
        ("under Law 30225 of that year", "Law 30225", "law"),
        ("the so-called Ley Kevin passed", "Ley Kevin", "law"),
    ],
)
def test_names_of_unusual_make(text: str, name: str, kind: str) -> None:
    assert named(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "I've seen it. Don't ask.",
        "2. MINUTES. It was read.",
        "Posted at 11:52 PM EDT on Monday.",
        "WHAT WE WON. It was much.",
        "It stood at Gate 2 on Labor Day.",
        "Typhoon Ramil struck at noon.",
        "The vicar, B.A., B.D., came.",
        "He came in May. Nothing was said.",
    ],
)
def test_capitals_that_name_nothing(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "It closed before the August bank holiday.",
        "The Secretary of State for Health and Social Care spoke.",
        "The Chief Executive of it spoke. Colleagues said that he left.",
        "They followed its Recommendation 47/2021 there.",
        "He was in the room Jan. 22, and it was sold Dec. 4.",
    ],
)
def test_months_offices_and_kinds_of_people_are_no_names(text: str) -> None:
    assert named(text) == {}


def _types(text: str) -> dict[str, str]:
    return {m.text: m.type for m in mentions_in(text, None)}


def test_an_enumeration_before_a_head_is_one_name() -> None:
    assert "Foreign, Commonwealth and Development Office" in _types(
        "The Foreign, Commonwealth and Development Office met."
    )
    assert "Arts Council England" in _types("He wrote to Arts Council England.")


def test_a_number_word_belongs_to_a_bodys_name() -> None:
    assert "Second Tarrow Corporation" in _types("Second Tarrow Corporation bought it.")
    assert not any("Second" in name for name in _types("The Second World War ended. Second, Anna Holt left."))


def test_who_speaks_after_the_comma_is_not_the_place_before_it() -> None:
    assert _types("In Washington, a spokesman said so.")["Washington"] == "place"


def test_labels_and_adjectives_of_places_name_nothing() -> None:
    assert not _types("PRESS RELEASE\n\nThe Andean pieces went to the Trustees and Governments.")
