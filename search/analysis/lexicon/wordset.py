"""Sets of words written as a line of text: shorter to read than a list of quoted strings."""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(listed.split())
