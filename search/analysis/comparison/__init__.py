"""Comparison of sources: what they state alike and differently, topic by topic, and in which words.

Each part is a module of its own; this one gathers them.
"""

from __future__ import annotations

from search.analysis.comparison.compare import compared
from search.analysis.comparison.descriptions import described
from search.analysis.comparison.unique import only

__all__ = ["compared", "described", "only"]
