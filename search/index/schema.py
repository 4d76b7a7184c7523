"""The fields of the Whoosh index. A change here or in `analyzer` asks for another `manifest.SCHEMA_VERSION`."""

# ruff: noqa: I001 - search.text.analyzer comes first: it silences what Python warns of when it compiles Whoosh

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search.text import analyzer
from search.text.compounds import Compound
from search.text.folding import fold
from whoosh import fields
from whoosh.analysis import Analyzer, Token


class OnePass(Analyzer):  # type: ignore[misc]
    """The analyzer of `search.text.analyzer` in Whoosh's terms, so that Whoosh's own queries work on the index too.

    Hyphenated spellings, which only our own queries ask for, are left out.
    """

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        """Yield the terms of a text; the same token again and again, as Whoosh's analyzers do."""
        token = Token(positions=True, chars=True, boosts=True)
        token.boost, token.stopped = 1.0, False
        folded = fold(value)
        joined = [row for row in analyzer.joined_terms(folded) if not row[0].hyphenated]
        joined.sort(key=_start)
        counts = analyzer.counted(folded, [compound.start for compound, _ in joined])
        at: dict[int, list[tuple[str, int, int]]] = {}
        for (compound, term), place in zip(joined, counts, strict=True):
            at.setdefault(place, []).append((term, compound.start, compound.end))
        for place, match in enumerate(analyzer.spans(folded)):
            own = analyzer.TERMS[match.group()]
            for term, start, end in ((own, match.start(), match.end()), *at.get(place, ())):
                if term:
                    token.text = token.original = term
                    token.pos, token.startchar, token.endchar = place, start, end
                    yield token


def _start(joined: tuple[Compound, str]) -> int:
    return joined[0].start


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
