"""The query language: `parse` reads a query, `PassageMatcher` evaluates it on passages of a text without an index.

`SearchRequest` is what is asked of an index: a query with the window of its hits that is wanted.

Words are ANDed; "phrases" in any quotation marks; OR, AND, NOT, a leading "-", ( ); word*, word~, "a b"~5;
title: source: author: entity: type: topic: date: mentions:. A hyphenated word is a phrase.
"""

from __future__ import annotations

from search.query.ast import (
    FIELDS,
    FILTERS,
    And,
    Everything,
    Filter,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Resolver,
    Wildcard,
    Word,
    clause,
    leaves,
)
from search.query.date_ranges import date_range
from search.query.matcher import PassageMatcher, highlights
from search.query.parser import parse
from search.query.request import SearchRequest

__all__ = [
    "FIELDS",
    "FILTERS",
    "And",
    "Everything",
    "Filter",
    "Fuzzy",
    "Leaf",
    "Node",
    "Not",
    "Or",
    "PassageMatcher",
    "Phrase",
    "Query",
    "Resolver",
    "SearchRequest",
    "Wildcard",
    "Word",
    "clause",
    "date_range",
    "highlights",
    "leaves",
    "parse",
]
