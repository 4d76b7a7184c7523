"""Passages on the same matters in the fake library's texts, found by the words they begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.errors import CorpusError
from search.model import MAX_SIDE_BY_SIDE, Alignment, Document, Matter, MatterKind, Span

# (kind, why, document → first words and last words of its passage, document → value that differs)
MATTERS: tuple[tuple[MatterKind, str, Mapping[str, tuple[str, str]], Mapping[str, str]], ...] = (
    ("like", "each has Harbour Act", {"harbour.md": ("On 3 May", "Harbour Act."), "gazette.md": ("Captains protested",
     "Harbour Act."), "review.md": ("The Harbour Act", "Ada Finch.")}, {}),
    ("same", "word for word", {"harbour.md": ("Every captain", "days."), "gazette.md": ("A report", "voyage.")}, {}),
    ("differ", "the storm that broke the pier", {"harbour.md": ("In 1984", "pier."), "gazette.md": ("The storm of",
     "Reed.")}, {"harbour.md": "1984", "gazette.md": "1985"}),
    ("differ", "what became of it", {"gazette.md": ("The Sailors", "burden."), "review.md": ("In June 2024",
     "repeal it.")}, {"gazette.md": "burden", "review.md": "repeal"}),
)  # fmt: skip


def aligned(texts: Mapping[str, str], known: Sequence[Document], docs: Sequence[str]) -> Alignment:
    """The matters that two or more of some documents have."""
    if not 2 <= len(docs) <= MAX_SIDE_BY_SIDE:
        raise CorpusError("Too many or too few documents", f"{len(docs)} were asked for.")
    by_id = {document.id: document for document in known}
    if missing := next((doc for doc in docs if doc not in by_id), None):
        raise CorpusError("No such document", missing)
    matters: list[Matter] = []
    for kind, why, passages, values in MATTERS:
        spans = tuple(_span(texts[doc], *passages[doc]) if doc in passages else None for doc in docs)
        if sum(span is not None for span in spans) >= 2:
            marks = tuple((_value(texts[doc], values[doc]),) if doc in values else () for doc in docs)
            matters.append(Matter(kind, spans, marks if values else (), why))
    return Alignment(tuple(by_id[doc] for doc in docs), tuple(matters))


def _span(text: str, first: str, last: str) -> Span | None:
    start = text.find(first)
    return Span(start, text.index(last, start) + len(last)) if start >= 0 else None


def _value(text: str, value: str) -> Span:
    return Span(text.index(value), text.index(value) + len(value))
