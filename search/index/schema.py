"""The fields of the Whoosh index. A change here or in `analyzer` asks for another `manifest.SCHEMA_VERSION`."""

# ruff: noqa: I001 - search.text.analyzer comes first: it silences what Python warns of when it compiles Whoosh

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search.text import analyzer
from search.text.folding import fold
from whoosh import fields
from whoosh.analysis import Analyzer, Token


class OnePass(Analyzer):  # type: ignore[misc]
    """The analyzer of `search.text.analyzer` in Whoosh's terms, so that Whoosh's own queries work on the index too."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        """Yield the terms of a text; the same token again and again, as Whoosh's analyzers do."""
        token = Token(positions=True, chars=True, boosts=True)
        token.boost, token.stopped = 1.0, False
        folded = fold(value)
        joined: dict[int, list[tuple[str, int, int]]] = {}
        for compound, term in analyzer.joined_terms(folded):
            joined.setdefault(compound.start, []).append((term, compound.start, compound.end))
        rows = sorted(joined)
        places = dict(zip(rows, analyzer.counted(folded, rows), strict=True))
        by_place: dict[int, list[tuple[str, int, int]]] = {}
        for start, found in joined.items():
            by_place.setdefault(places[start], []).extend(found)
        for place, match in enumerate(analyzer.spans(folded)):
            own = analyzer.TERMS[match.group()]
            for term, start, end in ((own, match.start(), match.end()), *by_place.get(place, ())):
                if term:
                    token.text = token.original = term
                    token.pos, token.startchar, token.endchar = place, start, end
                    yield token


def schema() -> Any:
    """Id, title, body, and the columns. Positions count every word, so stop words leave gaps."""
    return fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        title=fields.TEXT(analyzer=OnePass(), sortable=True),
        body=fields.TEXT(analyzer=OnePass()),
        source=fields.COLUMN(),
        author=fields.COLUMN(),
        published=fields.COLUMN(),
        format=fields.COLUMN(),
    )
