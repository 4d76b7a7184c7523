"""Lines and sentences of a text around a place, for the claim grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from search.model import Span
from search.text.segmentation import sentences


def line_at(text: str, at: int) -> Span:
    """The line (a paragraph) that holds a character."""
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def sentence_at(text: str, at: int) -> Span:
    """The sentence that holds a character."""
    line = line_at(text, at)
    found = sentences(text, line.start, line.end)
    n = bisect_right([span.start for span in found], at) - 1
    return found[n] if n >= 0 else line


def with_next(text: str, spans: Sequence[Span]) -> list[Span]:
    """Sentences, each with the one that follows it in its paragraph: what happened goes on there."""
    out = []
    for span in spans:
        line = line_at(text, span.start)
        following = next((one for one in sentences(text, line.start, line.end) if one.start >= span.end), None)
        out += [span, following] if following is not None else [span]
    return out


def meets(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a stretch has a character in common with one of some."""
    return any(span.start < end and start < span.end for span in spans)
