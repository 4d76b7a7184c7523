"""The JSON contract: exactly these fields are there; spans and dates go through unchanged."""

from __future__ import annotations

import json
from typing import Any

from search import export
from tests.cli.conftest import FakeLibrary

LIBRARY = FakeLibrary("x")
STATEMENT = {"doc", "text", "start_char", "end_char"}


def fields(value: dict[str, Any], wanted: str) -> None:
    """Every field of the contract is there."""
    assert set(wanted.split()) <= set(value), set(wanted.split()) - set(value)


def test_search() -> None:
    made = export.search(LIBRARY.search("arrest"))
    fields(made, "query total took_ms suggestion hits")
    fields(made["hits"][0], "doc title source published score snippet matches")
    assert made["hits"][0]["matches"] == [{"start": 3, "end": 9}]


def test_entities() -> None:
    (first, _) = export.entities(LIBRARY.entities())["entities"]
    fields(first, "id name type aliases mentions documents reasons")
    assert first["mentions"] == 3
    assert "spans" not in first
    (with_spans, _) = export.entities(LIBRARY.entities(), LIBRARY.mentions)["entities"]
    assert with_spans["spans"] == [{"doc": "one.txt", "start_char": 4, "end_char": 9, "text": "Words"}]


def test_timeline() -> None:
    first, second = export.timeline(LIBRARY.events())["events"]
    fields(first, "id date start end precision basis why modality doc text start_char end_char entities cluster")
    assert (first["date"], first["start"], first["end"]) == ("2020-10", "2020-10-01", "2020-10-31")
    assert (second["basis"], second["modality"]) == ("publication", "planned")


def test_compare() -> None:
    made = export.compare(LIBRARY.comparison(), {"X": "Mr X"})
    fields(made, "sources conflicts agreements topics described only")
    fields(made["sources"][0], "doc source published")
    (conflict,) = made["conflicts"]
    fields(conflict, "kind about values")
    assert [value["value"] for value in conflict["values"]] == ["2020-10", "2020-11"]
    assert set(conflict["values"][0]["statements"][0]) == STATEMENT
    assert set(made["topics"][0]["cells"]["one.txt"][0]) == {"text", "start_char", "end_char", "score"}
    assert made["described"] == [{"entity": "X", "name": "Mr X", "by": {"one.txt": ["the [red]minister[/red]"]}}]
    assert set(made["only"][0]["statements"][0]) == STATEMENT


def test_everything_is_json() -> None:
    whole = [
        export.search(LIBRARY.search("x")),
        export.entities(LIBRARY.entities(), LIBRARY.mentions),
        export.timeline(LIBRARY.events()),
        export.compare(LIBRARY.comparison()),
    ]
    assert json.loads(json.dumps(whole)) == whole
