"""The word lists of the rule layer, read once from `search/analysis/lexicon/en` (plain text, sections in brackets)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.text.folding import fold


def read_sections(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of a data file: heading → its comma-separated entries; lines with `#` first are comments."""
    out: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in _lines(name):
        if line.startswith("[") and line.endswith("]"):
            entries = out.setdefault(line[1:-1], [])
        else:
            entries.extend(part for part in (piece.strip() for piece in line.split(",")) if part)
    return {heading: tuple(rows) for heading, rows in out.items()}


def _lines(name: str) -> list[str]:
    text = files("search.analysis.lexicon").joinpath("en", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _keyed(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word).replace(".", "") for word in words)


@dataclass(frozen=True)
class Lexicon:
    """Everything the rule layer looks up; all keys are folded and without full stops."""

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
def lexicon() -> Lexicon:
    """The word lists, read and folded on first use."""
    countries: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    places: dict[tuple[str, ...], str] = {}
    for line in _lines("countries.txt"):
        name, people, others = (*(part.strip() for part in line.split("|")), "", "")[:3]
        for form in (name, *(o.strip() for o in others.split(","))):
            if form:
                countries[" ".join(_tuple(form))] = name
                places[_tuple(form)] = name
        for word in people.split(","):
            if word.strip():
                demonyms[" ".join(_tuple(word))] = name
    atlas = read_sections("places.txt")
    for section in ("states", "cities", "regions", "counties", "more cities"):
        for name in atlas[section]:
            places.setdefault(_tuple(name), name)
    bodies, people_words = read_sections("institutions.txt"), read_sections("people.txt")
    words = read_sections("words.txt")
    titles = frozenset(_tuple(title) for title in people_words["titles"])
    short: dict[str, set[str]] = {}
    for row in _short_forms():
        for form in row:
            short.setdefault(form, set()).update(row)
    return Lexicon(
        countries=countries,
        demonyms=demonyms,
        places=places,
        homonyms=_keyed(atlas["people names too"]),
        longest_place=max(map(len, places)),
        org_heads=frozenset(_tuple(head) for head in bodies["organisation heads"]),
        org_endings=_keyed(bodies["organisation endings"]),
        law_heads=_keyed(bodies["law heads"]),
        weak_heads=_keyed(bodies["weak organisation heads"]),
        weak_law_heads=_keyed(bodies["weak law heads"]),
        single_heads=_keyed(bodies["single heads"]),
        portfolio=_keyed(bodies["portfolio"]),
        titles=titles,
        longest_title=max(map(len, titles)),
        office_heads=frozenset(" ".join(_tuple(head)) for head in people_words["office heads"]),
        saying=_keyed(people_words["saying"]),
        kinds=_keyed(bodies["kinds"]),
        kinds_before=_keyed(bodies["kinds before"]),
        places_after=_keyed(bodies["places after"]),
        particles=_keyed(people_words["particles"]),
        suffixes=_keyed(people_words["suffixes"]),
        given=_keyed(people_words["given"]),
        short_forms={form: frozenset(forms) for form, forms in short.items()},
        function_words=_keyed(words["function words"]),
        no_names=_keyed(words["no names"]),
        no_bodies=frozenset(words["no bodies"]),
        headings=_keyed(words["headings"]),
        place_words=_keyed(words["place words"]),
        places_of=_keyed(words["places of state"]),
        place_nouns=_keyed(words["place nouns"]),
        place_surnames=_keyed(words["place words, surnames too"]),
        relations=_keyed(people_words["relations"]),
        roles=_keyed(read_sections("roles.txt")["people"]) - _keyed(read_sections("roles.txt")["bodies"]),
        work=_keyed(words["at, of a body"]),
        holdings=_keyed(words["in, not of a place"]),
        movements=_keyed(words["movements"]),
        seats=_keyed(words["seats"]),
        after_names=_keyed(people_words["after names"]),
        named_by_title=_keyed(people_words["named by title"]),
        foreign_heads=_keyed(bodies["foreign heads"]),
        foreign_places=_keyed(bodies["foreign place heads"]),
        foreign_laws=_keyed(bodies["foreign law heads"]),
        numbered_laws=_keyed(bodies["numbered laws"]),
        known_acronyms=_rows("institutions.txt", "known acronyms"),
    )


def _rows(name: str, heading: str) -> dict[str, str]:
    """The "key = value" lines of one section, both folded."""
    rows, inside = {}, False
    for line in _lines(name):
        if line.startswith("["):
            inside = line == f"[{heading}]"
        elif inside:
            key, _, value = line.partition("=")
            rows[fold(key.strip())] = fold(value.strip())
    return rows


def _short_forms() -> list[list[str]]:
    rows, inside = [], False
    for line in _lines("people.txt"):
        if line.startswith("["):
            inside = line == "[short forms]"
        elif inside:
            name, _, forms = line.partition("=")
            rows.append([fold(form.strip()) for form in (name, *forms.split(","))])
    return rows
