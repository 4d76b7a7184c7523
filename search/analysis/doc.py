"""One document as the stages of the analysis read it: its text with everything that is known of it.

A `Doc` is made once per document and given to every stage, as a pipeline of spaCy hands its Doc on: what one stage
works out (sentences, quotation marks, dates, mentions) the next ones read. The functions at the end look at a single
place of a text that nothing else is asked of, and cut no more of it than its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.model import DateValue, Mention, QuotationSpan, Span, Statement
from search.text import segmentation

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time: its place in the text and its value."""

    span: Span
    value: DateValue


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words `start`–`end`, trimmed; `opens` and `closes` are where their marks stand."""

    start: int
    end: int
    opens: int
    closes: int


class Doc:
    """A document's text and its annotations; what is made of the text alone is made when it is first asked for.

    `mentions` are those of entities, in the order of the text whatever order they were given in; `dates` the
    expressions of time; `quoted` the stretches in quotation marks, None before they were looked for; `quotations` those
    of them that somebody says; `published` the day of publication.
    """

    __slots__ = (
        "_line_starts",
        "_lines",
        "_mention_starts",
        "_mentions",
        "_paragraphs",
        "_sentence_starts",
        "_sentences",
        "dates",
        "id",
        "published",
        "quotations",
        "quoted",
        "text",
    )

    def __init__(
        self,
        id: str,  # noqa: A002 - the word that every type of the model has for it
        text: str,
        *,
        mentions: Iterable[Mention] = (),
        dates: Sequence[Dated] = (),
        quotations: Sequence[QuotationSpan] = (),
        published: DateValue | None = None,
    ) -> None:
        self.id = id
        self.text = text
        self.dates = dates
        self.published = published
        self.quoted: Sequence[Quoted] | None = None
        self.quotations = quotations
        self.mentions = mentions
        self._lines: list[Span] | None = None
        self._line_starts: list[int] = []
        self._paragraphs: tuple[Span, ...] | None = None
        self._sentences: tuple[Span, ...] | None = None
        self._sentence_starts: list[int] = []

    def __repr__(self) -> str:
        return f"Doc({self.id!r}, {len(self.text)} characters, {len(self._mentions)} mentions)"

    # ---- lines, paragraphs, sentences --------------------------------------------------------------------------

    @property
    def lines(self) -> Sequence[Span]:
        """The lines of the text that hold a character, untrimmed."""
        if self._lines is None:
            self._lines = [Span(hit.start(), hit.end()) for hit in _LINE.finditer(self.text)]
            self._line_starts = [line.start for line in self._lines]
        return self._lines

    def line_before(self, at: int) -> int:
        """The number of the last line that begins at or before a character, -1 where none does."""
        if self._lines is None:
            _ = self.lines
        return bisect_right(self._line_starts, at) - 1

    def line_at(self, at: int) -> Span:
        """The line that holds a character or ends before it; an empty span where that line is empty."""
        n = self.line_before(at)
        return self.lines[n] if n >= 0 and at <= self.lines[n].end else Span(at, at)

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs: lines, trimmed, without those of white space alone."""
        if self._paragraphs is None:
            self._paragraphs = segmentation.paragraphs(self.text)
        return self._paragraphs

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in order."""
        if self._sentences is None:
            self._sentences = segmentation.sentences(self.text)
            self._sentence_starts = [span.start for span in self._sentences]
        return self._sentences

    def sentence_before(self, at: int) -> int:
        """The number of the last sentence that begins at or before a character, -1 where none does."""
        if self._sentences is None:
            _ = self.sentences
        return bisect_right(self._sentence_starts, at) - 1

    def sentence_number(self, at: int) -> int:
        """The number of the sentence that holds a character, else of the last before it, else of the first: 0."""
        return max(0, self.sentence_before(at))

    def sentence_at(self, at: int) -> Span:
        """The sentence of `sentence_number`; an empty span where the text has no sentence."""
        return self.sentences[self.sentence_number(at)] if self.sentences else Span(at, at)

    def statement(self, span: Span) -> Statement:
        """A stretch of the text as a quotable statement."""
        return Statement(self.id, self.text[span.start : span.end], span.start, span.end)

    # ---- names ---------------------------------------------------------------------------------------------------

    @property
    def mentions(self) -> Sequence[Mention]:
        """The mentions of entities, by start, end and entity."""
        return self._mentions

    @mentions.setter
    def mentions(self, found: Iterable[Mention]) -> None:
        self._mentions = sorted(found, key=lambda m: (m.start, m.end, m.entity))
        self._mention_starts = [m.start for m in self._mentions]

    def mentions_in(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin within a stretch."""
        starts = self._mention_starts
        return self._mentions[bisect_left(starts, start) : bisect_left(starts, end)]


def docs_of(
    texts: Mapping[str, str],
    mentions: Iterable[Mention] = (),
    published: Mapping[str, DateValue | None] | None = None,
) -> dict[str, Doc]:
    """The documents of `texts` with those of the mentions that are theirs, by id."""
    docs = {doc: Doc(doc, text, published=(published or {}).get(doc)) for doc, text in texts.items()}
    annotate_mentions(docs.values(), mentions)
    return docs


def annotate_mentions(docs: Iterable[Doc], mentions: Iterable[Mention]) -> None:
    """Give each document its own of all mentions; those of other documents are left out."""
    rows: dict[str, list[Mention]] = {}
    for mention in mentions:
        rows.setdefault(mention.doc, []).append(mention)
    for doc in docs:
        doc.mentions = rows.get(doc.id, ())


# ---- a single place of a text -----------------------------------------------------------------------------------


def line_at(text: str, at: int) -> Span:
    """The line (a paragraph) that holds a character."""
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def sentence_at(text: str, at: int) -> Span:
    """The sentence that holds a character, else the last of its line that begins before it, else the line."""
    line = line_at(text, at)
    found = segmentation.sentences(text, line.start, line.end)
    n = bisect_right([span.start for span in found], at) - 1
    return found[n] if n >= 0 else line


def with_next(text: str, spans: Sequence[Span]) -> list[Span]:
    """Sentences, each with the one that follows it in its paragraph: what happened goes on there."""
    out = []
    for span in spans:
        line = line_at(text, span.start)
        rest = segmentation.sentences(text, line.start, line.end)
        following = next((one for one in rest if one.start >= span.end), None)
        out += [span, following] if following is not None else [span]
    return out


def meets(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a stretch has a character in common with one of some."""
    return any(span.start < end and start < span.end for span in spans)
