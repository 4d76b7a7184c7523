"""From mentions to entities: what is joined, why, and what is kept apart."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis.identity import resolve
from search.analysis.names import mentions_in
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
