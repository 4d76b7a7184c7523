"""What is asked of a search: one value, handed from the façade down to the evaluation."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace

from search.query.ast import Query


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query and the window of its hits that is wanted.

    `query` that is parsed already is taken as it is. `limit` hits are returned from `offset` on. `any_word`: one word
    of the query is enough. `as_you_type`: the last word stands for those that begin with it. After `deadline_ms`
    milliseconds what was found so far is returned, marked partial; None: no deadline.
    """

    query: str | Query
    _: KW_ONLY
    limit: int = 20
    offset: int = 0
    any_word: bool = False
    as_you_type: bool = False
    deadline_ms: int | None = None

    def parsed(self) -> Query:
        """The query's tree; parsed here where it is text."""
        if isinstance(self.query, Query):
            return self.query
        from search.query.parser import parse

        return parse(self.query, any_word=self.any_word, as_you_type=self.as_you_type)

    def prepared(self) -> SearchRequest:
        """The same request with its query parsed: that needs no index and waits for none."""
        return self if isinstance(self.query, Query) else replace(self, query=self.parsed())
