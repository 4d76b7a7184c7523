"""From mentions to entities: what is joined, why, and what is kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis.entities.resolver import resolve
from search.analysis.names.recognizer import mentions_in
from search.model import Entity, EntityType


@dataclass(frozen=True)
class Row:
    name: str
    type: EntityType | None
    aliases: tuple[str, ...]


def entities(*texts: str, aliases: tuple[Row, ...] = ()) -> dict[str, Entity]:
    docs = {f"{n}.txt": (text, mentions_in(text, None)) for n, text in enumerate(texts)}
    return {e.name: e for e in resolve(docs, aliases)[0]}


def test_surname_full_name_accents_and_longer_names_are_one_with_reasons() -> None:
    found = entities(
        "President Ana Robles spoke. Robles left. Later Robles Ortiz said no more.",
        "Minister Ana Robles Ortiz came. The adviser of Róbles was late.",
    )
    person = found["Ana Robles"]
    assert person.type == "person"
    assert {"Robles", "Ana Robles Ortiz"} <= set(person.aliases)
    assert person.documents == ("0.txt", "1.txt")
    assert any("surname" in reason for reason in person.reasons)
    assert any("shorter form" in reason for reason in person.reasons)


def test_a_surname_of_two_people_stays_apart_and_says_between_whom() -> None:
    found = entities("Judge Ruth Okafor met Mayor Sam Okafor. Then Mr Okafor left.")
    assert found["Okafor"].reasons == ("unsure: “Okafor” could be Ruth Okafor or Sam Okafor; kept apart",)


def test_the_same_surname_is_read_by_its_own_document_first() -> None:
    found = entities("Judge Ruth Okafor sat. Mr Okafor left.", "Mayor Sam Okafor sat. Mr Okafor left.")
    assert found["Ruth Okafor"].mentions == 2
    assert found["Sam Okafor"].mentions == 2


def test_father_and_son_are_two() -> None:
    found = entities("Mayor Sam Okafor spoke with Captain Sam Okafor Jr.")
    assert {"Sam Okafor", "Sam Okafor Jr"} <= found.keys()


def test_institution_forms_and_acronyms_are_one() -> None:
    found = entities(
        "Peru's Ministry of Foreign Affairs (MRE) wrote.",
        "The Peruvian Foreign Ministry wrote. MRE and the Ministry of Foreign Relations agreed.",
    )
    (body,) = [e for e in found.values() if "MRE" in e.aliases]
    assert {"Peruvian Foreign Ministry", "Ministry of Foreign Affairs", "Ministry of Foreign Relations"} <= {
        body.name,
        *body.aliases,
    }
    assert any("given for" in reason for reason in body.reasons)


def test_bodies_of_two_countries_stay_apart() -> None:
    found = entities("The Peruvian Congress and the Chilean Congress met.")
    assert {"Peruvian Congress", "Chilean Congress"} <= found.keys()


def test_possessives_of_two_countries_keep_one_name_apart() -> None:
    found = resolve(
        {"a": (t := "Peru's Ministry of Justice and Chile's Ministry of Justice met.", mentions_in(t, None))}
    )[0]
    assert sum(e.name == "Ministry of Justice" for e in found) == 2
    assert len({e.id for e in found}) == len(found)


def test_one_acronym_of_two_bodies_says_so() -> None:
    found = entities("The National Water Authority (NWA) met.", "The Northern Weavers Alliance (NWA) met.")
    assert any("stands for several" in reason for e in found.values() for reason in e.reasons)
    assert "National Water Authority" in found


def test_a_nickname_finds_its_bearer() -> None:
    found = entities("Police took Julio “El Gordo” Peralta.", "The son of El Gordo fled. El Gordo stayed.")
    assert "El Gordo" in found["Julio Peralta"].aliases


def test_countries_have_one_name() -> None:
    found = entities("The U.S. and the United States, the US.")
    assert found["United States"].mentions == 3


def test_a_law_is_found_in_small_letters() -> None:
    docs = {
        "a": (t := "The Clean Rivers Act passed.", mentions_in(t, None)),
        "b": (u := "the new clean rivers act", mentions_in(u, None)),
    }
    found, mentions = resolve(docs)
    assert found[0].documents == ("a", "b")
    assert [u[m.start : m.end] for m in mentions if m.doc == "b"] == ["clean rivers act"]


def test_curated_aliases_outrank_the_rules() -> None:
    row = Row("Zorba Ltd", "organization", ("Robles", "Okafor"))
    found = entities("Mr Robles and Mr Okafor met.", aliases=(row,))
    assert found["Zorba Ltd"].type == "organization"
    assert any("corpus.yaml" in reason for reason in found["Zorba Ltd"].reasons)


def test_ids_do_not_depend_on_the_order_of_documents() -> None:
    texts = {"a": "Judge Ruth Okafor sat.", "b": "Mr Okafor left for Lima.", "c": "The National Water Authority (NWA)."}
    one = resolve({d: (t, mentions_in(t, None)) for d, t in texts.items()})
    two = resolve({d: (t, mentions_in(t, None)) for d, t in reversed(texts.items())})
    assert one == two


def test_words_that_begin_sentences_are_no_entities() -> None:
    assert entities("Lawmakers met. Relations improved. Reconfiguring takes time. Meetings end.") == {}


def test_a_person_and_a_place_of_one_name_are_two() -> None:
    found = entities("Lord Selby spoke. Later Lord Selby left. She runs a school in Selby.", "He was born in Selby.")
    assert found["Lord Selby"].type == "person"
    assert found["Lord Selby"].mentions == 2
    assert found["Selby"].type == "place"
    assert found["Selby"].documents == ("0.txt", "1.txt")


def test_spellings_of_one_name_are_joined_only_across_documents() -> None:
    found = entities("Captain Rustam Aliyev left.", "Captain Rustam Aliev left.")
    assert {"Rustam Aliyev", "Rustam Aliev"} <= {n for e in found.values() for n in (e.name, *e.aliases)}
    assert len(found) == 1
    assert len(entities("Captain Rustam Aliyev met Captain Rustam Aliev.")) == 2
    assert len(entities("Judge Mario Ortega left.", "Judge Maria Ortega left.")) == 2
    assert len(entities("Judge Luis Carrasco left.", "Judge Luis Carrascal left.")) == 2


def test_the_younger_is_not_his_father() -> None:
    found = entities("Josiah Trask founded it. Josiah Trask the younger sold it.")
    assert {"Josiah Trask", "Josiah Trask the younger"} <= found.keys()


def test_a_body_with_and_without_its_place_and_the_last_word_alone() -> None:
    found = entities(
        "The Ellerby Mechanics' Institute stood in Ellerby. The Institute closed.", "The Mechanics' Institute burnt."
    )
    assert {"Mechanics' Institute", "Institute"} <= set(found["Ellerby Mechanics' Institute"].aliases)


def test_words_made_of_a_place_are_no_names() -> None:
    assert "Kharani" not in entities("He lives in Kharan. They ship Kharani oil, and Kharani ships bring Kharani coal.")


def test_initials_that_a_full_name_does_not_tell_stay_apart_unless_the_title_is_the_same() -> None:
    found = entities("Captain Josiah Trask sailed.", "Mr J. W. Trask paid.")
    assert found["J. W. Trask"].unsure == ("person:josiah-trask",)
    assert (
        "J. W. Trask" in entities("Captain Josiah Trask sailed.", "Captain J. W. Trask paid.")["Josiah Trask"].aliases
    )
    assert (
        "J. W. Trask" in entities("Josiah Warren Trask sailed.", "Mr J. W. Trask paid.")["Josiah Warren Trask"].aliases
    )


def test_a_misspelling_is_joined_with_the_more_frequent_name_only() -> None:
    often = "Captain Travis Coyle left. Coyle returned. Travis Coyle slept."
    found = entities(often, "Captain Travis Coyl fired.")
    assert "Travis Coyl" in found["Travis Coyle"].aliases
    assert any("one letter off" in reason and "Travis Coyl" in reason for reason in found["Travis Coyle"].reasons)
    assert "Anna Coyl" in entities(often, "Captain Anna Coyl fired.")
    assert "Travis Coyl" in entities(often + " Travis Coyl fired.")


def test_a_surname_a_letter_off_is_its_only_bearers() -> None:
    found = entities("General Salvador Cienfuegos spoke. Cienfuegos left. Cienfuegos slept.", "General Cienfugos ate.")
    assert "Cienfugos" in found["Salvador Cienfuegos"].aliases
    two = entities(
        "General Salvador Cienfuegos spoke. Cienfuegos left. Colonel Luis Cienfuegos ate.", "General Cienfugos ate."
    )
    assert "Cienfugos" in two


def test_a_spanish_surname_alone_without_its_accent() -> None:
    found = entities("Minister Genaro García Luna spoke.", "Garcia Luna left. Mr Garcia paid.")
    assert {"Garcia Luna", "Garcia"} <= set(found["Genaro García Luna"].aliases)


def test_articles_belong_to_a_surname() -> None:
    found = entities("Ambassador Nasser al-Rumaili spoke. On Friday al-Rumaili left.")
    assert "al-Rumaili" in found["Nasser al-Rumaili"].aliases
    assert "Ana María Martínez de la O" in entities("Deputy Ana María Martínez de la O spoke.")


def test_a_double_surname_shortened_before_the_longer_name_is_somebody_elses() -> None:
    found = entities(
        "Mayor Wilmer Alva denied it. His father, Wilmer Alva Ríos, wept.", "Mayor Wilmer Alva Carrasco spoke."
    )
    assert found["Wilmer Alva"].aliases == ("Wilmer Alva Carrasco", "Mayor Wilmer Alva", "Mayor Wilmer Alva Carrasco")
    assert "Wilmer Alva Ríos" in found


def test_the_nickname_stands_for_the_first_name() -> None:
    found = entities("The goalkeeper, Jhon “Pulpo” Chunga, wept.", "Later Pulpo Chunga drove a taxi.")
    assert len([e for e in found.values() if e.type == "person"]) == 1


def test_a_nickname_without_quotes() -> None:
    found = entities("His son, Wendell Pruitt III, whom everybody calls Trey, left. Trey slept.")
    assert "Trey" in found["Wendell Pruitt III"].aliases


def test_generations_are_written_in_several_ways() -> None:
    found = entities("Mayor Wendell Pruitt III spoke.", "Mayor Wendell Pruitt the Third left. Wendell Pruitt Jr. ate.")
    assert "Wendell Pruitt the Third" in found["Wendell Pruitt III"].aliases
    assert any("Jr" in name for name in found)
    assert {"Óscar Peña", "Óscar Peña hijo"} <= entities("Coach Óscar Peña met Óscar Peña hijo.").keys()


def test_peers_and_judges_of_one_surname() -> None:
    found = entities("Lord Marsh of Ketton met Lord Justice Marsh and Peter Marsh. Mr Marsh left.")
    assert {"Lord Marsh of Ketton", "Lord Justice Marsh", "Peter Marsh"} <= found.keys()


def test_a_person_in_a_bodys_name_is_not_that_body() -> None:
    found = entities("Dame Ines Valdo died. The Ines Valdo Foundation paid.")
    assert found["Ines Valdo"].mentions == 1
    assert found["Ines Valdo Foundation"].type == "organization"


def test_a_first_name_that_is_a_town() -> None:
    found = entities("The lobbyist, Lincoln Barrow, died. The works at Lincoln closed.")
    assert found["Lincoln"].type == "place"
    assert found["Lincoln Barrow"].mentions == 1


def test_a_state_is_not_its_cartel_and_not_its_country() -> None:
    found = entities("The Sinaloa Cartel fought in Sinaloa. The State of Mexico is not Mexico.")
    assert found["Sinaloa Cartel"].type == "organization"
    assert found["Sinaloa"].type == "place"
    assert {"State of Mexico", "Mexico"} <= found.keys()


def test_a_ministry_cut_short() -> None:
    found = entities("The Ministry of Housing, Construction and Sanitation paid.", "The Housing Ministry wrote.")
    assert found["Ministry of Housing, Construction and Sanitation"].aliases == ("Housing Ministry",)


def test_acts_of_two_years_are_two() -> None:
    found = entities("The Burial Act 1857 applies. The Burial Act of 1900 does not.", "The Burial Act matters.")
    assert {"Burial Act 1857", "Burial Act of 1900"} <= found.keys()
    assert len(found["Burial Act"].unsure) == 2
    (act,) = entities(
        "The Burial Act 1857 applies.", "The Burial Act, 1857, matters.", "The Burial Act failed."
    ).values()
    assert {"Burial Act 1857", "Burial Act, 1857", "Burial Act"} == {act.name, *act.aliases}


def test_names_in_headings_are_found_where_the_text_has_them() -> None:
    text = "Marsh Quits Over Secret Loan From Old Friends\n\nThe minister, Peter Marsh, resigned. Marsh left."
    docs = {"a": (text, mentions_in(text, None))}
    found, mentions = resolve(docs)
    assert [e.name for e in found] == ["Peter Marsh"]
    assert min(m.start for m in mentions) == 0
    shouted = "OWEN PRICE SAYS NO TO THE BOARD AGAIN\n\nFarmer Owen Price spoke."
    places = resolve({"a": (shouted, mentions_in(shouted, None))})[1]
    assert "OWEN PRICE" in {m.text for m in places}


def test_every_joining_names_both_forms() -> None:
    found = entities(
        "The Ministry of Justice (MoJ) wrote to Captain Travis Coyle. Coyle left. The Justice Ministry paid.",
        "Captain Travis Coyl fired. The Travis Coyle case closed. Peru's Ministry of Justice met Travis Coyle.",
    )
    for entity in found.values():
        for reason in entity.reasons:
            assert reason.count("“") >= 2 or "written alike" in reason, reason


def test_what_is_said_of_firms_only_makes_a_firm() -> None:
    found = entities(
        "Shares in Lactova fell. His solicitors, Marlow Tench, agreed.",
        "Then Lactova wept. The firm changed its name to Galvero in May. A pump of Oram Dell of Hull, which failed.",
    )
    assert [found[n].type for n in ("Lactova", "Marlow Tench", "Galvero", "Oram Dell")] == ["organization"] * 4


def test_a_surname_is_the_firm_where_the_words_or_the_document_say_so() -> None:
    full = "Judge Dennis Kettering met the board of Kettering Marine Assurance."
    found = entities(
        full, "The claims on Kettering Marine Assurance grew. Shares in Kettering fell.", "Mr Kettering left."
    )
    assert "1.txt" not in found["Dennis Kettering"].documents
    assert found["Kettering Marine Assurance"].mentions == 3
    assert found["Dennis Kettering"].documents == ("0.txt", "2.txt")


def test_titled_names_are_aliases_and_the_name_is_without() -> None:
    found = entities("Sir Desmond Orr spoke. Later Sir Desmond left. Mr Orr wrote to Judge Haskell.")
    assert {"Sir Desmond Orr", "Sir Desmond"} <= set(found["Desmond Orr"].aliases)
    assert "Mr Orr" not in found["Desmond Orr"].aliases
    assert "Judge Haskell" in found["Haskell"].aliases


def test_a_nickname_is_no_places() -> None:
    found = entities("Judge Rogelio Mena denied it. All of Peru has known him as “El Zurdo”.")
    assert "El Zurdo" in found["Rogelio Mena"].aliases
    assert found["Peru"].aliases == ()


def test_the_surname_alone_is_whoever_bore_it_first_in_the_text() -> None:
    found = entities("Judge Pablo Zorita fell. Zorita was old. His sister, Amparo Zorita, wept. Zorita had no will.")
    assert found["Pablo Zorita"].mentions == 3
    both = entities("Judge Pablo Zorita met Amparo Zorita. Then Mr Zorita was old.")
    assert both["Zorita"].unsure


def test_the_office_tells_namesakes_apart() -> None:
    found = entities("Transport Minister Eusebio Carr spoke.", "Pablo Carr, no relation, agreed. Minister Carr left.")
    assert found["Eusebio Carr"].documents == ("0.txt", "1.txt")
    assert "Carr" not in found["Pablo Carr"].aliases


def test_a_peer_is_not_the_namesake_of_his_seat() -> None:
    found = entities(
        "Lord Brankside resigned. Rosalind Brankside, of a village near Brankside, did not. In Brankside it rained."
    )
    assert found["Lord Brankside"].type == "person"
    assert found["Rosalind Brankside"].aliases == ()
    assert found["Brankside"].type == "place"


def test_bodies_with_a_word_left_out() -> None:
    found = entities("The Evaristo Mena Popular Front met.", "The Evaristo Mena Front won.", "The Mena Front lost.")
    assert "Evaristo Mena Front" in found["Evaristo Mena Popular Front"].aliases
    court = entities("The Supreme Court of Justice of the Nation sat.", "The Supreme Court ruled.")
    assert court["Supreme Court of Justice of the Nation"].mentions == 2
    two = entities("The Supreme Court of Ruritania and the Supreme Court of Freedonia sat.", "The Supreme Court ruled.")
    assert two["Supreme Court"].mentions == 1


def test_a_department_is_not_another_countrys_with_more_to_do() -> None:
    found = entities("The Department of Health paid.", "The Department of Health and Social Care refused.")
    assert {"Department of Health", "Department of Health and Social Care"} <= found.keys()


def test_two_bodies_with_one_acronym_stay_two() -> None:
    found = entities(
        "The Health Service Executive (HSE) paid. The HSE left.",
        "The Health and Safety Executive (HSE) looked. The HSE came.",
    )
    assert found["Health Service Executive"].mentions == found["Health and Safety Executive"].mentions == 3


def test_a_river_without_its_noun() -> None:
    found = entities("They pump from the Sorbo River.", "A horse could not cross the Sorbo at Easter.")
    assert found["Sorbo River"].aliases == ("Sorbo",)


def test_spellings_of_first_names_and_of_a_peers_name() -> None:
    found = entities("Captain Neil Corless sank.", "Captain Neal Corless swam.")
    assert found["Neil Corless"].documents == ("0.txt", "1.txt")
    peer = entities(
        "Baroness Ardingly of Wake leads.", "Baroness Ardingly spoke. Ardingly sat.", "Baroness Ardingley left."
    )
    assert "Ardingley" in peer["Baroness Ardingly of Wake"].aliases


def test_nobody_is_called_by_the_first_half_of_a_surname_with_a_hyphen() -> None:
    found = entities("Sir Piers Ashe-Lyle denied it. Mr Justice Ashe froze it. Then Lyle left.")
    assert "Ashe" not in found["Piers Ashe-Lyle"].aliases


def test_a_firm_of_two_surnames_is_the_one_with_the_legal_form() -> None:
    found = entities(
        "The regulator closed Zellweg Quirke & Co on Monday.",
        "Zellweg Quirke & Company owed millions. Zellweg Quirke was founded long ago.",
    )
    (firm,) = [e for e in found.values() if "Quirke" in e.name]
    assert firm.type == "organization"
    assert firm.documents == ("0.txt", "1.txt")


def test_a_gallery_keeps_the_surname_of_its_owner_apart() -> None:
    found = entities("The museum paid Galerie Delorme. Its owner, Judge Anna Delorme, left. Delorme said no more.")
    assert found["Galerie Delorme"].type == "organization"
    assert found["Anna Delorme"].aliases[:1] == ("Delorme",)


def test_letters_leave_out_the_country_or_state_in_front() -> None:
    found = entities("The Texas Department of Public Safety (DPS) wrote. The DPS came.", "DPS denied it.")
    assert "DPS" in found["Texas Department of Public Safety"].aliases
    found = entities("The U.S. Immigration and Customs Enforcement Agency came.", "It was ICEA, officials said.")
    assert any("ICEA" in e.aliases for e in found.values())


def test_a_first_name_alone_is_the_relative_the_document_has_the_surname_of() -> None:
    texts = ("Judge Anna Marlowe ran it. Konrad Marlowe was fined.", "Mr Marlowe sat. His father, Konrad, was fined.")
    assert "Konrad" in entities(*texts)["Konrad Marlowe"].aliases
    apart = entities(*texts, "Mayor Konrad Vess came.")
    assert "Konrad" not in apart["Konrad Marlowe"].aliases


def test_the_bare_name_is_the_sons_where_the_father_is_called_senior() -> None:
    found = entities("Sheriff Sam Okafor Jr. won. Sam Okafor spoke. His father, Sheriff Sam Okafor Sr., had lost.")
    (son,) = [e for e in found.values() if e.name.endswith("Okafor") or e.name.endswith("Jr")]
    assert {"Sam Okafor", "Sam Okafor Jr"} <= {son.name, *son.aliases}
    assert "Sam Okafor Sr" in found


def test_ben_is_a_first_name_and_no_part_of_a_surname() -> None:
    found = entities("Commissioner Ray Stockton came.", "His lawyer, Ben Stockton, said no.")
    assert {"Ray Stockton", "Ben Stockton"} <= found.keys()


def test_a_judge_with_his_office_alone_is_no_namesake_elsewhere() -> None:
    found = entities("Judge Ruth Okafor sat.", "He was sentenced by Mr Justice Okafor.")
    assert not {"Okafor", "Mr Justice Okafor"} & set(found["Ruth Okafor"].aliases)


def test_a_kingdom_is_not_the_republic_of_its_name() -> None:
    found = entities("The Kingdom of Benin fell. The Republic of Benin asked.")
    assert not any({"Kingdom of Benin", "Republic of Benin"} <= {e.name, *e.aliases} for e in found.values())


def test_a_name_of_very_many_is_unsure_between_some_of_them() -> None:
    firsts = [f"{a}{b}{c}a".capitalize() for a in "bdfg" for b in "aeiou" for c in "klm"]
    found = entities(*(f"Judge {first} Okafor sat." for first in firsts), "Mr Okafor left.")
    assert 1 < len(found["Okafor"].unsure) <= 40
    assert any("or others" in reason for reason in found["Okafor"].reasons)
