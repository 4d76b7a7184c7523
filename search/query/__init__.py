"""The query language: `parse` reads a query, `PassageMatcher` evaluates it on passages of a text without an index.

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
from search.query.matcher import PassageMatcher
from search.query.parser import parse

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
    "Wildcard",
    "Word",
    "clause",
    "date_range",
    "leaves",
    "parse",
]
