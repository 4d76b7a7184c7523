"""A query is one thing: search, documents, entities, events, facets and comparison rest on the same documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.library import Library
from search.query.ast import FIELDS
from search.text.folding import QUOTES
from tests.search import corpora

_PIECES = st.sampled_from(
    [
        *("bridge", "ana", "ruiz", "ferry", "crack*", "harbr~", "the", "nothere", "Harbor-Authority", "twice", "*"),
        *('"Ana Ruiz"', '"the bridge"', '"harbor bridge"~9', "title:bridge", 'title:"a bridge"', "title:nothere"),
        *('entity:"Ana Ruiz"', "entity:harbor", "entity:Nobody", "type:person", "type:law", "type:plain", "type:x"),
        *("topic:Cracks", "topic:ferries", "topic:none", "source:northern", "source:northern-post", "author:x"),
        *("date:2021", "date:>2021-03-05", "date:2022..", "date:x", "mentions:2021-03", "mentions:2019..2020"),
        *("foo:bar", "OR", "AND", "NOT", "-", "(", ")", '"', "~3", "", "\u202e", "-entity:ruiz", "-date:2021"),
    ]
)
_QUERIES = st.lists(_PIECES, max_size=7).map(" ".join)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The letters, analysed by rules."""
    base = tmp_path_factory.mktemp("narrowing")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
        corpora.without_model(patch)
        folder = corpora.make(base / "letters")
        (folder / "undated.txt").write_text(corpora.UNDATED, encoding="utf-8")
        with Library(folder) as library:
            library.update()
            yield library


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=_QUERIES)
def test_every_view_of_a_query_rests_on_the_documents_that_the_search_finds(opened: Library, query: str) -> None:
    results = opened.search(query, limit=100)
    found = {hit.document.id for hit in results.hits}
    assert results.total == len(results.hits) == len(found)
    assert {document.id for document in opened.documents(query)} == found
    assert {document.id for document in opened.comparison(query).sources} == found
    assert {event.doc for event in opened.events(query)} <= found
    assert {doc for entity in opened.entities(query) for doc in entity.documents} <= found
    assert sum(opened.facets(query, "type").values()) == len(found)
    pages = [hit.document.id for at in range(0, len(found), 2) for hit in opened.search(query, limit=2, offset=at).hits]
    assert pages == [hit.document.id for hit in results.hits]


@given(field=st.sampled_from(FIELDS), value=st.text(st.sampled_from("aéB 1'’-*~():,./\\?" + QUOTES), max_size=12))
def test_a_clause_is_one_filter_whatever_its_value(field: str, value: str) -> None:
    """What a chip is made of must not fall apart when it is read again: titles and nicknames have quotation marks."""
    from search.query import parse

    words = " ".join("".join(" " if char in QUOTES else char for char in value).split())
    query = parse(f"bridge {Library.clause(field, value)} ferry")
    rest = [part for part in query.tree.parts if getattr(part, "word", "") not in ("bridge", "ferry")]
    if field in ("date", "mentions", "title") or not words:
        assert len(rest) <= 1
        return
    (part,) = rest
    assert (getattr(part, "field", ""), getattr(part, "value", "")) == (field, words)


def test_a_name_with_a_nickname_in_quotation_marks_is_found_by_its_clause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora.without_model(monkeypatch)
    folder = tmp_path / "letters"
    folder.mkdir()
    name = "Ana “La Jefa” Ruiz"
    (folder / "corpus.yaml").write_text(
        f'aliases:\n  - {{name: "{name}", type: person, aliases: [Ana Ruiz]}}\n', encoding="utf-8"
    )
    (folder / "one.txt").write_text("Letter\n\nAna Ruiz met the engineer John Smith.\n", encoding="utf-8")
    (folder / "two.txt").write_text("Letter\n\nJohn Smith went home.\n", encoding="utf-8")
    with Library(folder) as library:
        library.update()
        assert name in [entity.name for entity in library.entities()]
        assert [document.id for document in library.documents(library.clause("entity", name))] == ["one.txt"]
