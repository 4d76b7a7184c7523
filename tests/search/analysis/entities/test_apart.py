"""What is not one: kept apart by the reader, renamed, left open between several."""

from __future__ import annotations

import pytest

from search.analysis.entities.resolver import resolve
from search.analysis.entities.union_find import UnionFind
from search.analysis.names.recognizer import mentions_in
from search.model import Entity


def entities(*texts: str, apart: tuple[tuple[str, ...], ...] = ()) -> dict[str, Entity]:
    docs = {f"{n}.txt": (text, mentions_in(text, None)) for n, text in enumerate(texts)}
    return {e.name: e for e in resolve(docs, (), apart)[0]}


def test_barred_sets_are_not_joined_by_way_of_a_third() -> None:
    union = UnionFind(4)
    union.bar(0, 1)
    assert union.join(0, 2, "")
    assert not union.join(2, 1, "")
    assert union.join(3, 1, "")
    assert not union.join(3, 0, "")
    assert union.find(0) != union.find(1)
    assert [reason for _, reason in union.reasons] == ["", ""]


def test_names_the_reader_keeps_apart_are_two_and_their_surname_is_unsure() -> None:
    texts = ("Captain Anna Berg sailed. Captain Anna Maria Berg stayed. Later Mrs Berg wrote.",)
    assert entities(*texts)["Anna Berg"].aliases[:2] == ("Anna Maria Berg", "Berg")
    found = entities(*texts, apart=(("Anna Berg", "Anna Maria Berg"),))
    assert {"Anna Berg", "Anna Maria Berg", "Berg"} <= found.keys()
    assert set(found["Berg"].unsure) == {"person:anna-berg", "person:anna-maria-berg"}


def test_apart_outranks_definitions_and_countries_have_many_names() -> None:
    text = "The National Water Authority (NWA) met in the US. The United States paid."
    found = entities(text, apart=(("NWA", "National Water Authority"), ("United States", "National Water Authority")))
    assert {"NWA", "National Water Authority", "United States"} <= found.keys()
    assert found["United States"].mentions == 2


def test_apart_names_only_what_is_named() -> None:
    text = "Judge Ruth Okafor sat. Mr Okafor left."
    assert entities(text, apart=(("Nobody", "Ruth Okafor"),)) == entities(text)


def test_two_judges_of_one_surname() -> None:
    found = entities("Judge Ann Selby and Judge Mark Selby sat. Judge Selby dissented.")
    assert {"Ann Selby", "Mark Selby", "Selby"} <= found.keys()
    assert set(found["Selby"].unsure) == {"person:ann-selby", "person:mark-selby"}
    assert found["Ann Selby"].unsure == ()


def test_an_unsure_name_is_listed_once() -> None:
    text = "Judge Ann Selby and Judge Mark Selby sat. Judge Selby dissented."
    found = entities(text, text)
    assert found["Selby"].documents == ("0.txt", "1.txt")
    assert len(found["Selby"].unsure) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The National Water Authority, formerly the State Rivers Board, met.",
        "The National Water Authority, formerly known as the State Rivers Board, met.",
        "The National Water Authority, then known as the State Rivers Board, met.",
        "The National Water Authority, founded in 1960 as the State Rivers Board, met.",
        "The State Rivers Board was renamed the National Water Authority in 1994.",
        "The State Rivers Board, now called the National Water Authority, met.",
        "The State Rivers Board (now the National Water Authority) met.",
        "The State Rivers Board, which in March 1994 became the National Water Authority, met.",
        "The State Rivers Board, as the National Water Authority was then called, met.",
    ],
)
def test_renamed_bodies_are_two_with_links_both_ways(text: str) -> None:
    found = entities(text)
    (new,), (old,) = found["National Water Authority"].links, found["State Rivers Board"].links
    assert (new.entity, new.how) == ("organization:state-rivers-board", "formerly")
    assert (old.entity, old.how) == ("organization:national-water-authority", "renamed to")
    assert "0.txt" in new.why
    assert "State Rivers Board" in new.why


def test_a_successor_is_no_new_name() -> None:
    found = entities("The Harbour Trust, successor to the Pilots' Board, met. The Dock Company replaced the Quay Club.")
    assert [link.how for link in found["Harbour Trust"].links] == ["successor to"]
    assert [link.how for link in found["Pilots' Board"].links] == ["succeeded by"]
    assert [link.how for link in found["Quay Club"].links] == ["succeeded by"]


def test_a_renamed_body_is_not_joined_by_its_acronym() -> None:
    found = entities(
        "The Coastal Fisheries Office (CFO), formerly the Coastal Fishing Organisation, met.",
        "The Coastal Fishing Organisation (CFO) met.",
    )
    assert {"Coastal Fisheries Office", "Coastal Fishing Organisation"} <= found.keys()


def test_places_and_people_that_follow_each_other_are_not_renamed() -> None:
    found = entities("He went to Lima, then Quito. Mayor Ana Ruiz, later Mayor Luis Mora, paid.")
    assert all(e.links == () for e in found.values())


def test_a_name_in_another_language_is_the_same_body() -> None:
    found = entities("The Attorney General's Office, known in Spanish as the Fiscalía General, met. Fiscalía agreed.")
    (body,) = [e for e in found.values() if "Fiscalía General" in (e.name, *e.aliases)]
    assert "Attorney General's Office" in (body.name, *body.aliases)
    assert any("0.txt says" in reason for reason in body.reasons)


def test_two_bodies_with_one_acronym_are_read_by_their_documents() -> None:
    found = entities(
        "The National Water Authority (NWA) met. The NWA left.",
        "The Northern Weavers Alliance (NWA) met. The NWA paid.",
        "The NWA wrote to everybody. The NWA waited.",
    )
    assert found["National Water Authority"].documents == ("0.txt",)
    assert found["Northern Weavers Alliance"].documents == ("1.txt",)
    assert found["NWA"].documents == ("2.txt",)
    assert len(found["NWA"].unsure) == 2


def test_two_long_forms_alike_are_one_body() -> None:
    found = entities("The National Fraud Office (NFO) met.", "The National Fraud Organisation (NFO) met.")
    assert len(found) == 1
