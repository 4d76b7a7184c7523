"""What the rules for names look up: countries, places, heads of bodies and laws, titles, offices, given names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from search.analysis.lexicon.lexicon import ENGLISH
from search.text.folding import fold


def _keyed(file: str, section: str) -> frozenset[str]:
    return frozenset(fold(word).replace(".", "") for word in ENGLISH.entries(file, section))


@dataclass(frozen=True)
class Gazetteer:
    """Names and the words that names are built of or stand beside; all keys are folded and without full stops."""

    countries: dict[str, str]  # any name of a country → its common name
    demonyms: dict[str, str]  # Peruvian → Peru
    places: dict[tuple[str, ...], str]  # the words of a place's name → the name
    homonyms: frozenset[str]  # places that are people's names as well
    longest_place: int
    org_heads: frozenset[tuple[str, ...]]
    org_endings: frozenset[str]
    law_heads: frozenset[str]
    weak_heads: frozenset[str]
    weak_law_heads: frozenset[str]
    single_heads: frozenset[str]
    portfolio: frozenset[str]
    titles: frozenset[tuple[str, ...]]
    longest_title: int
    office_heads: frozenset[str]
    saying: frozenset[str]
    kinds: frozenset[str]
    kinds_before: frozenset[str]
    places_after: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    given: frozenset[str]
    short_forms: dict[str, frozenset[str]]
    function_words: frozenset[str]
    no_names: frozenset[str]
    no_bodies: frozenset[str]
    headings: frozenset[str]
    place_words: frozenset[str]
    places_of: frozenset[str]
    place_nouns: frozenset[str]
    place_surnames: frozenset[str]
    relations: frozenset[str]
    roles: frozenset[str]
    work: frozenset[str]
    holdings: frozenset[str]
    movements: frozenset[str]
    seats: frozenset[str]
    after_names: frozenset[str]
    named_by_title: frozenset[str]
    foreign_heads: frozenset[str]
    foreign_places: frozenset[str]
    foreign_laws: frozenset[str]
    numbered_laws: frozenset[str]
    known_acronyms: dict[str, str]


def _tuple(name: str) -> tuple[str, ...]:
    return tuple(fold(name).replace(".", "").replace("-", " ").split())


@cache
def gazetteer() -> Gazetteer:
    """The lists of names, read and folded on first use."""
    countries: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    places: dict[tuple[str, ...], str] = {}
    for line in ENGLISH.lines("countries", "countries"):
        name, people, others = (*(part.strip() for part in line.split("|")), "", "")[:3]
        for form in (name, *(o.strip() for o in others.split(","))):
            if form:
                countries[" ".join(_tuple(form))] = name
                places[_tuple(form)] = name
        for word in people.split(","):
            if word.strip():
                demonyms[" ".join(_tuple(word))] = name
    for section in ("states", "cities", "regions", "counties", "more cities"):
        for name in ENGLISH.entries("places", section):
            places.setdefault(_tuple(name), name)
    titles = frozenset(_tuple(title) for title in ENGLISH.entries("people", "titles"))
    short: dict[str, set[str]] = {}
    for given, forms in ENGLISH.rows("people", "short forms").items():
        row = [fold(form) for form in (given, *forms)]
        for form in row:
            short.setdefault(form, set()).update(row)
    return Gazetteer(
        countries=countries,
        demonyms=demonyms,
        places=places,
        homonyms=_keyed("places", "people names too"),
        longest_place=max(map(len, places)),
        org_heads=frozenset(_tuple(head) for head in ENGLISH.entries("institutions", "organisation heads")),
        org_endings=_keyed("institutions", "organisation endings"),
        law_heads=_keyed("institutions", "law heads"),
        weak_heads=_keyed("institutions", "weak organisation heads"),
        weak_law_heads=_keyed("institutions", "weak law heads"),
        single_heads=_keyed("institutions", "single heads"),
        portfolio=_keyed("institutions", "portfolio"),
        titles=titles,
        longest_title=max(map(len, titles)),
        office_heads=frozenset(" ".join(_tuple(head)) for head in ENGLISH.entries("people", "office heads")),
        saying=_keyed("people", "saying"),
        kinds=_keyed("institutions", "kinds"),
        kinds_before=_keyed("institutions", "kinds before"),
        places_after=_keyed("institutions", "places after"),
        particles=_keyed("people", "particles"),
        suffixes=_keyed("people", "suffixes"),
        given=_keyed("people", "given"),
        short_forms={form: frozenset(forms) for form, forms in short.items()},
        function_words=_keyed("words", "function words"),
        no_names=_keyed("words", "no names"),
        no_bodies=frozenset(ENGLISH.entries("words", "no bodies")),
        headings=_keyed("words", "headings"),
        place_words=_keyed("words", "place words"),
        places_of=_keyed("words", "places of state"),
        place_nouns=_keyed("words", "place nouns"),
        place_surnames=_keyed("words", "place words, surnames too"),
        relations=_keyed("people", "relations"),
        roles=_keyed("roles", "people") - _keyed("roles", "bodies"),
        work=_keyed("words", "at, of a body"),
        holdings=_keyed("words", "in, not of a place"),
        movements=_keyed("words", "movements"),
        seats=_keyed("words", "seats"),
        after_names=_keyed("people", "after names"),
        named_by_title=_keyed("people", "named by title"),
        foreign_heads=_keyed("institutions", "foreign heads"),
        foreign_places=_keyed("institutions", "foreign place heads"),
        foreign_laws=_keyed("institutions", "foreign law heads"),
        numbered_laws=_keyed("institutions", "numbered laws"),
        known_acronyms={
            fold(short): fold(name) for short, name in ENGLISH.table("institutions", "known acronyms").items()
        },
    )
