"""The development stories: what is found in them must not fall below these floors.

A court case, a company affair, a flood, a Spanish savings bank of the 1990s, a British hospital scandal, a file of
local history, a seized tanker, a lost ferry, a bugged embassy, a collapsed stadium stand, a strike, a drowned
village, cargoes on paper, a drained river, a recalled implant, a collapsed bank, a sheriff's election, looted
bronzes, a landslide, an opera house, a cartel, a recount, a river boat, a pesticide and stolen pictures. The stories
are invented; their references lie beside them (`gold/`).
The rules were tuned while reading them, so the scores say that nothing got worse, not how well unseen texts are read.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from search.analysis.analyse import analyse
from search.analysis.dates.publication import infer
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import Doc
from search.analysis.names.recognizer import Model, load_model, mentions_in
from search.codebook.metadata import published_of
from search.corpus.boilerplate import strip
from search.corpus.readers import reader_for
from search.model import Conflict, Entity, Event
from search.model.edtf import bounds, date_value
from search.text.sanitise import sanitise

STORIES = Path(__file__).resolve().parents[2] / "data" / "stories"


@dataclass(frozen=True)
class Read:
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    gold: dict[str, Any]


@lru_cache(maxsize=64)
def read(name: str, model: Model | None) -> Read:
    docs, names = [], {}
    for path in sorted((STORIES / name).glob("*.md")):
        reader = reader_for(path)
        assert reader is not None
        raw = reader.read(path, path.read_bytes())
        text, told = strip(sanitise(raw.text)).text, published_of(str(raw.meta.get("published") or ""))
        published = date_value(told) if told else infer(text)
        names[path.stem] = mentions_in(text, model)
        docs.append(Doc(path.stem, text, dates=expressions_in(text, published), published=published))
    found = analyse(docs, names)
    gold: dict[str, Any] = {}
    for path in (STORIES / name / "gold").glob("*.yaml"):
        gold[path.stem] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return Read(found.entities, found.events, found.comparison.conflicts, gold)


def plain(text: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def entity_scores(found: Read) -> tuple[float, float]:
    """Share of gold (entity, document) pairs found, and share of these of the right type."""
    wanted = hit = typed = 0
    for row in found.gold["entities"]["entities"]:
        if row.get("optional"):
            continue
        names = {plain(a) for a in (row["name"], *row["aliases"])}
        mine = [e for e in found.entities if {plain(a) for a in (e.name, *e.aliases)} & names]
        for doc in row["docs"]:
            wanted += 1
            here = [e for e in mine if doc in e.documents]
            hit += bool(here)
            typed += any(e.type == row["type"] for e in here)
    return hit / wanted, typed / max(hit, 1)


def wrongly_joined(found: Read) -> list[tuple[str, list[str]]]:
    """Entities that hold names of two rows of the reference; optional rows ("the Agency") may be either's."""
    rows = [row for row in found.gold["entities"]["entities"] if not row.get("optional")]
    home = {plain(a): row["name"] for row in rows for a in (row["name"], *row["aliases"])}
    joined = [
        (e.name, sorted({home[p] for a in (e.name, *e.aliases) if (p := plain(a)) in home})) for e in found.entities
    ]
    return [(name, rows) for name, rows in joined if len(rows) > 1]


def event_scores(found: Read) -> tuple[float, float]:
    """Recall of the rows that must be found, and precision of all events."""

    def fits(row: dict[str, str], event: Event) -> bool:
        start, end, _ = bounds(row["date"])
        if event.doc != row["doc"] or plain(row["has"]) not in plain(event.text):
            return False
        if (event.date.start, event.date.end) in ((start, end), (start, None)):
            return True
        wide = row.get("within") or "X" in row["date"] or len(row["date"]) == 7
        return bool(wide and start and end and event.date.start and event.date.end) and (
            str(start) <= str(event.date.start) and str(event.date.end) <= str(end)
        )

    rows = found.gold["events"]["events"]
    must = [row for row in rows if row.get("must")]
    recall = sum(any(fits(row, e) for e in found.events) for row in must) / len(must)
    return recall, sum(any(fits(row, e) for row in rows) for e in found.events) / len(found.events)


@pytest.fixture(scope="module", params=["with the model", "rules alone"])
def model(request: pytest.FixtureRequest) -> Model | None:
    if request.param == "rules alone":
        return None
    loaded = load_model()
    if loaded is None:
        pytest.skip("the language model is not installed")
    return loaded


# Recall and precision of events; the later stories were written by people who had not seen the rules.
EVENT_FLOORS = {
    "court": (0.95, 0.90),
    "company": (0.95, 0.90),
    "flood": (0.95, 0.90),
    "caja": (0.95, 0.90),
    "hospital": (0.95, 0.90),
    "institute": (0.95, 0.90),
    "tanker": (0.95, 0.90),
    "ferry": (0.95, 0.90),
    "embassy": (0.85, 0.80),
    "estadio": (0.85, 0.80),
    "union": (0.85, 0.80),
    "reservoir": (0.85, 0.80),
    "paper": (0.85, 0.80),
    "sequia": (0.85, 0.80),
    "clinic": (0.80, 0.80),
    "bank": (0.90, 0.90),
    "sheriff": (0.80, 0.80),
    "museum": (0.88, 0.90),
}

# Two countries' ministries of one name; a founder and the museum that is called like him.
WRONG_JOINS = {"museum": 2}


@pytest.mark.parametrize("story", EVENT_FLOORS)
def test_floors(story: str, model: Model | None) -> None:
    found = read(story, model)
    recall, typed = entity_scores(found)
    assert recall >= (0.95 if model else 0.85)
    assert typed >= 0.93
    assert len(wrongly_joined(found)) <= WRONG_JOINS.get(story, 0)
    event_recall, event_precision = event_scores(found)
    assert (event_recall >= EVENT_FLOORS[story][0], event_precision >= EVENT_FLOORS[story][1]) == (True, True)


def test_every_conflict_shown_is_one(model: Model | None) -> None:
    found = read("court", model)
    values = [{v.value for v in c.values} for c in found.conflicts]
    assert {"2017-10", "2017-11"} in values
    assert {"National Fraud Office", "National Fraud Agency"} in values
    assert len(values) == 2
    assert [{v.value for v in c.values} for c in read("company", model).conflicts] == [{"2016", "2017"}]
    inspected, drowned = read("flood", model).conflicts
    assert [v.value for v in inspected.values] == ["2010-03", "2011-03"]
    assert [v.value for v in drowned.values] == ["31 people", "34 people"]


def planted(conflict: Conflict, row: dict[str, Any]) -> bool:
    """Whether a conflict is one of the reference: its kind, and two of its values from the documents that have them."""
    seen = {
        value
        for value, docs in row["values"].items()
        for v in conflict.values
        if (plain(value) in plain(v.value) or plain(v.value) in plain(value))
        and {s.doc for s in v.statements} & set(docs)
    }
    return conflict.kind == row["kind"] and len(seen) > 1


# Shares of the planted conflicts that must be found. The rules were tuned on all but the last three: those were read
# after the rules were made, and say how much of what differs is found in texts that nobody has tuned on.
CONFLICT_FLOORS = {
    "embassy": 0.8,
    "estadio": 0.8,
    "union": 0.8,
    "reservoir": 0.8,
    "paper": 0.75,
    "sequia": 0.75,
    "clinic": 0.6,
    "bank": 0.75,
    "sheriff": 0.75,
    "museum": 0.75,
    "landslide": 0.8,
    "opera": 0.7,
    "cartel": 0.65,
    "election": 0.6,
    "ferrycrash": 0.1,
    "harvest": 0.2,
    "heist": 0.05,
}
TUNED = [story for story, floor in CONFLICT_FLOORS.items() if floor >= 0.6]
# Conflicts that nobody planted and that hold when the texts are read: kind, values, why they stand.
ACCEPTED: dict[str, list[tuple[str, set[str], str]]] = {
    "opera": [("number", {"36 of them", "Sixty-three people"}, "the planted one: the reference writes 63")],
}


@pytest.mark.parametrize("story", CONFLICT_FLOORS)
def test_conflicts_planted_beside_look_alikes(story: str, model: Model | None) -> None:
    """Nothing that only looks like a conflict is shown, and most of those planted are."""
    if model is None:
        pytest.skip("the rules alone miss names that the conflicts are of")
    found = read(story, model)
    rows = found.gold["comparison"]["conflicts"]
    known = [(kind, values) for kind, values, _ in ACCEPTED.get(story, ())]
    strange = [c for c in found.conflicts if not any(planted(c, row) for row in rows)]
    shown = [(c.kind, {v.value for v in c.values}, c.why) for c in strange]
    assert [row for row in shown if row[:2] not in known] == []
    missed = [row["id"] for row in rows if not any(planted(c, row) for c in found.conflicts)]
    assert len(missed) <= (1 - CONFLICT_FLOORS[story]) * len(rows), missed


@pytest.mark.parametrize("kind", ["date", "place"])
def test_dates_and_places_that_differ(kind: str, model: Model | None) -> None:
    """Over the stories that the rules were tuned on: these need names, words and happenings told in other words."""
    if model is None:
        pytest.skip("the rules alone miss names that the conflicts are of")
    told = hit = 0
    for story in TUNED:
        found = read(story, model)
        for row in found.gold["comparison"]["conflicts"]:
            if row["kind"] == kind:
                told += 1
                hit += any(planted(c, row) for c in found.conflicts)
    assert hit >= {"date": 0.85, "place": 0.6}[kind] * told


@pytest.mark.parametrize("story", ["caja", "hospital", "institute", "tanker", "ferry"])
def test_conflicts_of_the_newer_stories_are_those_planted(story: str, model: Model | None) -> None:
    found = read(story, model)
    planted = [set(row["values"]) for row in found.gold["comparison"]["conflicts"]]
    assert found.conflicts
    for conflict in found.conflicts:
        values = [v.value for v in conflict.values]
        assert any(all(any(v.startswith(p) for p in pair) for v in values) for pair in planted), values
