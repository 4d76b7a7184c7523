"""The JSON contract: exactly these fields are there; spans and dates go through unchanged."""

from __future__ import annotations

import json
from typing import Any

from search.exports import json_contract as export
from tests.cli.conftest import FakeLibrary

LIBRARY = FakeLibrary("x")
STATEMENT = {"doc", "text", "start_char", "end_char", "speaker"}


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
    fields(first, "links unsure first")
    assert first["mentions"] == 3
    assert "spans" not in first
    (with_spans, _) = export.entities(LIBRARY.entities(), LIBRARY.mentions)["entities"]
    assert with_spans["spans"] == [{"doc": "one.txt", "start_char": 4, "end_char": 9, "text": "Words"}]


def test_timeline() -> None:
    first, second = export.timeline(LIBRARY.events())["events"]
    fields(first, "id date start end precision basis why modality doc text start_char end_char entities cluster")
    fields(first, "kind negated affair date_start date_end otherwise")
    assert (first["date"], first["start"], first["end"]) == ("2020-10", "2020-10-01", "2020-10-31")
    assert (second["basis"], second["modality"]) == ("publication", "planned")


def test_profile() -> None:
    made = export.profile(LIBRARY.profile("person:x"))
    fields(made, "entity names contexts events companions described said about others read more")
    assert made["entity"]["links"] == [{"entity": "law:y", "how": "renamed to", "why": "the text says so"}]
    assert made["names"] == [{"name": "X", "mentions": 3, "by": {"one.txt": 2, "sub/two.md": 1}}]
    assert set(made["contexts"][0]) == {"doc", "start_char", "end_char", "left", "text", "right"}
    assert made["companions"][0] | {"name": "The Law", "passages": 2} == made["companions"][0]
    assert (made["said"][0]["speaker"], made["about"][0]["about"]) == ("person:x", ["person:x"])
    assert made["more"] == {"contexts": 1, "events": 3, "said": 0, "about": 0}
    assert set(made["events"][0]) == set(export.timeline(LIBRARY.events())["events"][0])


def test_audit() -> None:
    published, ambiguous, stale = export.audit(LIBRARY.audit())["audit"]
    fields(published, "id reason doc date start end otherwise why words text start_char end_char rests correction")
    assert (ambiguous["date"], ambiguous["otherwise"], ambiguous["date_start"]) == ("2020-04-03", "2020-03-04", 3)
    assert (stale["date"], stale["correction"], published["correction"]) == (None, "c1", None)


def test_compare() -> None:
    made = export.compare(LIBRARY.comparison(), {"X": "Mr X"})
    fields(made, "sources conflicts agreements updates dismissed topics described only copies silent voices")
    fields(made["sources"][0], "doc source published")
    (conflict,) = made["conflicts"]
    fields(conflict, "kind about values")
    assert [value["value"] for value in conflict["values"]] == ["2020-10", "2020-11"]
    assert set(conflict["values"][0]["statements"][0]) == STATEMENT
    assert set(made["topics"][0]["cells"]["one.txt"][0]) == {"text", "start_char", "end_char", "score"}
    assert made["described"] == [{"entity": "X", "name": "Mr X", "by": {"one.txt": ["the [red]minister[/red]"]}}]
    assert set(made["only"][0]["statements"][0]) == STATEMENT
    assert [row["kind"] for row in made["updates"]] == ["number"]
    assert [row["kind"] for row in made["dismissed"]] == ["place"]
    assert (conflict["confirmed"], made["topics"][0]["origin"]) == (False, "codebook")
    assert made["copies"] == [
        {"id": "p1", "kind": "version", "docs": ["one.txt", "sub/two.md"], "shared": 0.9,
         "why": "9 of 10 sentences are the same", "statements": []}
    ]  # fmt: skip
    assert made["silent"] == [
        {"doc": "sub/two.md", "entities": [{"id": "law:y", "name": "law:y"}], "topics": ["Immunity"]}
    ]
    assert made["voices"] == {"sub/two.md": "one.txt"}


def test_everything_is_json() -> None:
    whole = [
        export.search(LIBRARY.search("x")),
        export.entities(LIBRARY.entities(), LIBRARY.mentions),
        export.timeline(LIBRARY.events()),
        export.profile(LIBRARY.profile("person:x")),
        export.audit(LIBRARY.audit()),
        export.compare(LIBRARY.comparison()),
    ]
    assert json.loads(json.dumps(whole)) == whole
