"""Dates in English texts: what the grammar finds, completed and resolved, with words, rule, anchor and reason.

A date the text writes out is *stated*. A year-less date, a weekday or a relative expression is completed with the
publication date or with a date told just before, and is *inferred*, with its anchor and why. Without an anchor it
yields nothing: what cannot be known is left to the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.context import lasts_still, looks_ahead, speaks_now, tells_past
from search.analysis.dates.expressions import expressions
from search.analysis.dates.normalizer import Resolver
from search.analysis.dates.types import Found, Token, tokens_of
from search.analysis.doc import Dated
from search.model import DateValue, Span
from search.model.edtf import date_value
from search.text.segmentation import parts


def expressions_in(text: str, published: DateValue | None) -> tuple[Dated, ...]:
    """Every expression of time in `text` that can be placed in the calendar, in order, not overlapping.

    Spans are exact: `text[span.start:span.end]` are the value's words. Never raises; time linear in the text, memory
    in the expressions: the words of a long text are not held but read again where a date stands.
    """
    rows = [row for row in _dated_parts(text, len(text) <= _MAX_LEN_KEPT) if row.found]
    resolver = Resolver(published, [one for row in rows for one in row.found])
    resolver.dateline(_dateline(text, rows))
    out: list[Dated] = []
    before: list[Token] | None = None
    previous: list[Token] | None = None
    for tokens, one in _with_tokens(text, rows):
        if tokens is not before:
            previous, before = before, tokens
        first, last = tokens[one.first], tokens[one.last - 1]
        words = text[first.start : last.end]
        gap = resolver.gap(tokens, previous, one.first)
        if gap == "near" and (speaks_now(tokens, one) or _SHORT_MONTH.match(words)):
            gap = "same"
        if gap == "before" and previous and _goes_on(text, previous, tokens):
            gap = resolver.gap_across(tokens, one.first)
        future = looks_ahead(tokens, one) or (one.open == "until" and lasts_still(tokens, one))
        past = one.relative is not None and tells_past(tokens, one)
        value = resolver.value(one, words, gap, future, past)
        if value is not None:
            out.append(Dated(Span(first.start, last.end), value))
            resolver.remember(value, tokens, one)
    return tuple(out)


# Characters of a text whose tokens are kept from the first reading, which finds, to the second, which resolves.
_MAX_LEN_KEPT = 500_000


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph, or a piece of a long one, with its expressions; `tokens` None where they are to be read again."""

    span: Span
    found: list[Found]
    tokens: list[Token] | None


def _dated_parts(text: str, keep: bool) -> Iterator[_Part]:
    """The parts of a text with their expressions, with their tokens too where they are to `keep`."""
    for span in parts(text):
        tokens = tokens_of(text, span.start, span.end)
        yield _Part(span, expressions(tokens), tokens if keep else None)


def _goes_on(text: str, before: list[Token], tokens: list[Token]) -> bool:
    """Whether two parts are pieces of one paragraph."""
    return text.find("\n", before[-1].end, tokens[0].start) < 0


def _with_tokens(text: str, rows: list[_Part]) -> Iterator[tuple[list[Token], Found]]:
    """Every expression with the tokens of its part: one list for all of a part."""
    for row in rows:
        tokens = tokens_of(text, row.span.start, row.span.end) if row.tokens is None else row.tokens
        for one in row.found:
            yield tokens, one


# Newspapers that shorten a month before a day leave the year out only where it is the current one (AP Stylebook).
_SHORT_MONTH = re.compile(r"(?:[A-Z][a-z]+day,? )?(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.? [0-9]{1,2}(?![0-9])")
# A dateline stands within this many characters of the beginning of the text's first paragraphs.
_MAX_HEAD = 90


def _dateline(text: str, rows: list[_Part]) -> tuple[Found, str] | None:
    """The date of "LONDON, March 15 —" at the head of one of the first expressions' paragraphs, and its words."""
    for tokens, one in islice(_with_tokens(text, rows), 4):
        point, first = one.point, tokens[one.first]
        if point is None or not point.day or not point.month or one.until or first.start - tokens[0].start > _MAX_HEAD:
            continue
        place = [t for t in tokens[: one.first] if t.text.isalpha()]
        dash = any(t.text in ("—", "–", "-", "--") for t in tokens[one.last : one.last + 6])
        if place and place[0].text.isupper() and all(t.capital for t in place) and len(place) <= 6 and dash:
            return one, text[first.start : tokens[one.last - 1].end]
    return None


def reader_date(words: str) -> DateValue | None:
    """The date a person typed: an EDTF value, or any expression that needs no other date; None where it is neither.

    Nothing but the date may stand in `words`; capitals and "the" do not matter. A day and month that could be
    exchanged are read day first, with `otherwise` set.
    """
    typed = words.strip()
    if not typed or len(typed) > 100:
        return None
    try:
        return date_value(typed.upper(), words=words.strip(), rule="typed")
    except ValueError:
        pass  # no EDTF value: read below as words
    plain = _CALENDAR_WORD.sub(lambda hit: hit.group().capitalize(), typed)
    about = _ABOUT.match(plain)
    bare = plain[about.end() :] if about else plain
    for lead, rest in (("", bare), ("in ", bare), ("in the ", bare.removeprefix("the "))):
        value = _alone(lead + rest, len(lead))
        if value is not None and about and value.precision in ("day", "month", "year") and value.edtf[-1] != "~":
            value = date_value(f"{value.edtf}~")
        if value is not None:
            return replace(value, words=typed)
    return None


_ABOUT = re.compile(r"(?:circa|ca?\.|about|around)\s*(?=\w)", re.IGNORECASE)


# Months and weekdays as people type them; capitals are what the grammar knows them by.
_CALENDAR_WORD = re.compile(rf"\b(?:{'|'.join((*dw.MONTHS, *dw.WEEKDAYS))})\b", re.IGNORECASE)


def _alone(words: str, start: int) -> DateValue | None:
    """The value of `words` from `start`, where one expression takes all of them and needs no other date."""
    tokens = tokens_of(words, 0, len(words))
    found = expressions(tokens, alone=True)
    if len(found) != 1 or found[0].last != len(tokens) or tokens[found[0].first].start > start:
        return None
    return Resolver(None, []).value(found[0], words[start:], "", False)
