"""The comparison of chosen sources: a text printed twice agrees with nobody but itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.library import Library
from tests.search import corpora

WIRE = (
    "Ada Kovel was arrested in Marne on 4 March 2016. "
    "The police of Marne searched her workshop for six hours that day.\n\n"
    "Her lawyer, Tom Brack, said that nothing but old drawings was found in any of the boxes they carried away.\n\n"
    "The harbour council, which had paid for the drawings, did not answer when it was asked about the search.\n"
)
OWN = "The engineer Ada Kovel was arrested in Marne on 4 March 2016, a Friday, as neighbours remember.\n"


def test_copies_chosen_alone_agree_with_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)
    for name, source, day, text in (
        ("a.md", "Post", "2016-03-05", WIRE),
        ("b.md", "Gazette", "2016-03-06", WIRE),
        ("c.md", "Day", "2016-03-07", OWN),
    ):
        (tmp_path / name).write_text(f"---\ntitle: {name}\nsource: {source}\npublished: {day}\n---\n{text}")
    with Library(tmp_path) as library:
        library.update()
        everything = library.comparison()
        assert everything.voices == {"b.md": "a.md"}
        assert [one.kind for one in everything.agreements if one.kind == "date"] == ["date"]
        alone = library.comparison(docs=("a.md", "b.md"))
        assert alone.agreements == ()
        assert [one.kind for one in alone.copies] == ["copy"]
        assert library.comparison(docs=("b.md", "c.md")).agreements != ()
