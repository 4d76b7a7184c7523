"""Comparison of sources: what they state alike and differently, topic by topic, and in which words.

Each part is a module of its own; this one gathers them.
"""

from __future__ import annotations

from search.analysis.alone import only
from search.analysis.conflicts import compared, conflicts
from search.analysis.described import described
from search.analysis.topics import topics

__all__ = ["compared", "conflicts", "described", "only", "topics"]
