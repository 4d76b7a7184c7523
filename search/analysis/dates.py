"""Dates in English texts: what the grammar finds, completed and resolved, with words, rule, anchor and reason.

A date the text writes out is *stated*. A year-less date, a weekday or a relative expression is completed with the
publication date or with a date told just before, and is *inferred*, with its anchor and why. Without an anchor it
yields nothing: what cannot be known is left to the words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from search.analysis import datewords as dw
from search.analysis.datearithmetic import (
    SEASON_MONTHS,
    Anchor,
    anchor_of,
    edtf_of,
    ends_of,
    exists,
    nearest_year,
    offset_by,
    part_of_unit,
    publication,
    shifted_month,
    shifted_season,
    stretch_to,
    unit_shifted,
)
from search.analysis.daterelative import expressions
from search.analysis.datetypes import Found, Point, Relative, Token, tokens_of
from search.analysis.edtf import date_value
from search.model import DateValue, Span
from search.text import paragraphs

DATES_VERSION = "4"

# A story told of a year this long before publication keeps its year for the year-less dates that follow.
_STORY_YEARS = 2


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression of time: its place in the text and its value."""

    span: Span
    value: DateValue


def expressions_in(text: str, published: DateValue | None) -> tuple[Dated, ...]:
    """Every expression of time in `text` that can be placed in the calendar, in order, not overlapping.

    Spans are exact: `text[span.start:span.end]` are the value's words. Never raises; time linear in the text.
    """
    found: list[tuple[list[Token], Found]] = []
    for part in paragraphs(text):
        tokens = tokens_of(text, part.start, part.end)
        found.extend((tokens, one) for one in expressions(tokens))
    resolver = _Resolver(published, [one for _, one in found])
    out: list[Dated] = []
    before: list[Token] | None = None
    previous: list[Token] | None = None
    for tokens, one in found:
        if tokens is not before:
            previous, before = before, tokens
        first, last = tokens[one.first], tokens[one.last - 1]
        words = text[first.start : last.end]
        gap = resolver.gap(tokens, previous, one.first)
        if gap == "near" and _present(tokens, one):
            gap = "same"
        future = _future(tokens, one) or (one.open == "until" and _lasting(tokens, one))
        value = resolver.value(one, words, gap, future)
        if value is not None:
            out.append(Dated(Span(first.start, last.end), value))
            resolver.remember(value, tokens, one)
    return tuple(out)


def full_date_in(words: str) -> DateValue | None:
    """The value of `words` when they are one date with day, month and year and nothing else; None otherwise."""
    tokens = tokens_of(words, 0, len(words))
    found = expressions(tokens)
    if len(found) != 1 or found[0].first != 0 or found[0].last != len(tokens):
        return None
    value = _Resolver(None, []).value(found[0], words, "", False)
    return value if value is not None and value.precision == "day" else None


def _future(tokens: list[Token], found: Found) -> bool:
    """Whether the words just before the expression, in its sentence, speak of what is to come."""
    if found.first and tokens[found.first - 1].low in ("by", "before"):
        return not any(t.low in ("had", "was", "were") for t in _sentence(tokens, found))
    if found.first and tokens[found.first - 1].low in ("until", "till") and _lasting(tokens, found):
        return True
    for k in range(found.first - 1, max(-1, found.first - 15), -1):
        low = tokens[k].low
        if low in (".", "!", "?", ";"):
            return False
        if low in dw.FUTURE_CUES:
            return True
        if low == "to" and k and tokens[k - 1].low in ("is", "are", "was", "were") and not _past(tokens, k):
            return True  # "he is to appear on Monday"
    return False


def _past(tokens: list[Token], k: int) -> bool:
    """Whether "to have" follows: "he is to have said"."""
    return k + 1 < len(tokens) and tokens[k + 1].low == "have"


def _sentence(tokens: list[Token], found: Found) -> list[Token]:
    """The tokens of the expression's sentence, at most forty on either side."""
    first, last = found.first, found.last
    while first > max(0, found.first - 40) and tokens[first - 1].low not in (".", "!", "?"):
        first -= 1
    while last < min(len(tokens), found.last + 40) and tokens[last].low not in (".", "!", "?"):
        last += 1
    return tokens[first:last]


def _present(tokens: list[Token], found: Found) -> bool:
    """Whether the sentence speaks from its own day, so that a story's year does not reach it."""
    return bool(found.open) or _future(tokens, found) or any(t.low in dw.PRESENT for t in _sentence(tokens, found))


def _lasting(tokens: list[Token], found: Found) -> bool:
    """Whether what lasts until then lasts still: "it will", "would", "has been … until Tuesday"."""
    return any(t.low in dw.PRESENT or t.low in ("will", "would", "shall") for t in _sentence(tokens, found))


class _Resolver:
    """Completes expressions; knows the publication date and what was told before."""

    def __init__(self, published: DateValue | None, found: list[Found]) -> None:
        self.published = anchor_of(published)
        self.told: Anchor | None = None
        self.told_in: list[Token] | None = None
        self.told_at = 0
        self.term = False  # whether it was a span of years: a term or a life, not the year a story has come to
        self.full_days = sorted({
            date(p.year, p.month, p.day) for f in found if (p := f.point) and p.year and p.month and p.day and exists(p)
        })  # fmt: skip
        # Day first or month first: a date that can only be read one way decides for the document.
        self.month_first = any(f.point is not None and f.point.order == "month first" for f in found)

    def remember(self, value: DateValue, tokens: list[Token], found: Found) -> None:
        """Note a date as the one told last."""
        anchor = anchor_of(value) if not found.open else None
        if anchor is not None:
            self.term = found.until is not None and len(value.edtf.split("/")[0]) == 4
            self.told, self.told_in, self.told_at = anchor, tokens, found.last

    def gap(self, tokens: list[Token], previous: list[Token] | None, first: int) -> str:
        """Where the date told last stands: "near" (two sentences), "same" paragraph, the one "before", "" (too far)."""
        if self.told_in is None:
            return ""
        if self.told_in is not tokens:
            return "before" if self.told_in is previous else ""
        stops = 0
        for k in range(first - 1, max(self.told_at, first - 120) - 1, -1):
            stops += tokens[k].text in ".!?" and tokens[k + 1].capital and len(tokens[k - 1].text) > 3
        return "near" if stops <= 2 and first - self.told_at <= 120 else "same"

    # ---- putting a value together ----

    def value(self, found: Found, words: str, gap: str, future: bool) -> DateValue | None:
        """The value of an expression, or None where an anchor is missing or the calendar has no such day."""
        try:
            if found.relative is not None:
                return self.relative(found, found.relative, words, gap, future)
            if found.point is None:
                return None
            if found.until is not None:
                return self.range(found, found.point, found.until, words, gap, future)
            one = self.point(found, found.point, words, gap, future)
            if one is None or not found.open:
                return one
            # "Until 2011" dates an end: it stands in the chronology where that end is.
            edtf = f"{one.edtf}/.." if found.open == "since" else one.edtf
            return date_value(edtf, basis=one.basis, words=words, rule=found.rule, anchor=one.anchor, why=one.why)
        except (ValueError, OverflowError):
            return None  # 30 February, the year 0: no day of the calendar, so nothing to show

    def point(self, found: Found, p: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """A point, its year completed where the words lack it."""
        if p.year is not None:
            mark = "~" if p.approximate else ""
            if p.order == "either":
                return self.either_way(found, p, words)
            return date_value(edtf_of(p) + mark, words=words, rule=found.rule)
        if p.month is None and p.code is None:
            return None
        chosen = self.year_for(p, gap, future)
        if chosen is None:
            return None
        year, anchor, why = chosen
        edtf = edtf_of(replace(p, year=year)) + ("~" if p.approximate else "")
        return date_value(edtf, basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why)

    def either_way(self, found: Found, p: Point, words: str) -> DateValue:
        """05/10/2020: read as the document's other dates are, else day first; always marked."""
        read = "day first"
        if self.month_first:
            p, read = replace(p, month=p.day, day=p.month), "month first, as another date in the text must be"
        why = f"day and month of “{words}” could be the other way round; read {read}"
        return date_value(edtf_of(p), basis="inferred", words=words, rule=found.rule, why=why)

    def range(self, found: Found, p: Point, q: Point, words: str, gap: str, future: bool) -> DateValue | None:
        """From one point to another."""
        last = self.point(found, q, words, gap, future)
        if last is None:
            return None
        if p.year is None:
            year = int(last.edtf[:4])
            p = replace(p, year=year - 1 if (p.month or 0) > (q.month or 12) else year)
        first = self.point(found, p, words, gap, future)
        if first is None or first.start is None or last.end is None or first.start > last.end:
            return None
        edtf = f"{ends_of(first)[0]}/{ends_of(last)[1]}"
        return date_value(edtf, basis=last.basis, words=words, rule=found.rule, anchor=last.anchor, why=last.why)

    def year_for(self, p: Point, gap: str, future: bool) -> tuple[int, Anchor, str] | None:
        """The year of a year-less day or month: of the story told, else nearest to the publication, past favoured."""
        told, published = self.told, self.published
        if p.year_shift is not None:
            why = "the year is counted from "
            return (published.year + p.year_shift, published, why + publication(published)) if published else None
        story = published is None or (published.year - told.year >= _STORY_YEARS and not self.term) if told else False
        if told and gap == "near" and story:
            over = bool(told.month and p.month and p.month < told.month - 6)
            return told.year + over, told, f"the year is that of the date told just before, “{told.value.words}”"
        if published is None:
            return None
        year = nearest_year(replace(p, month=p.month or SEASON_MONTHS.get(p.code or 0)), published, future)
        return (year, published, f"the year is taken from {publication(published)}") if year is not None else None

    # ---- relative expressions ----

    def relative(self, found: Found, r: Relative, words: str, gap: str, future: bool) -> DateValue | None:
        """A time told from another."""
        anchor = self.published if r.anchor == "publication" else self.told if gap else None
        if r.kind == "weekday":
            return self.weekday(found, r, words, gap, future)
        if r.kind == "part" and self.told and self.published and gap in ("near", "same") and not future:
            # "The end of the year" in a story of another year is that year's.
            anchor = self.told if r.amount == 0 and self.told.year < self.published.year else anchor
        if anchor is None:
            return None
        if r.kind == "month":
            edtf = shifted_month(r, anchor)
        elif r.kind == "part":
            edtf = part_of_unit(r, anchor)
        elif r.kind == "season":
            edtf = shifted_season(r, anchor)
        elif r.kind == "unit":
            edtf = unit_shifted(r, anchor)
        elif r.kind == "count":
            edtf = stretch_to(r, anchor)
        else:
            edtf = offset_by(r, anchor)
        if edtf is None:
            return None
        source = (
            publication(anchor) if anchor is self.published else f"the date told just before, “{anchor.value.words}”"
        )
        why = f"“{words}” is counted from {source}"
        return date_value(edtf, basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why)

    def weekday(self, found: Found, r: Relative, words: str, gap: str, future: bool) -> DateValue | None:
        """The last such weekday up to the publication; the next where the words look ahead."""
        anchor = self.published
        if r.anchor == "narrative":
            anchor = self.told if gap else None
        if anchor is None:
            return None
        if anchor.day is None:
            return self.named_weekday(found, r, words, anchor)
        day = anchor.first
        back = (day.weekday() - r.value) % 7
        ahead = (r.value - day.weekday()) % 7
        if r.amount == -1:
            day -= timedelta(days=back or 7)
        elif r.amount == 1 or (r.amount == 9 and future and ahead):
            day += timedelta(days=ahead or 7)
        else:
            day -= timedelta(days=back)
        why = f"“{words}” is counted from {publication(anchor)}"
        return date_value(
            day.isoformat(), basis="inferred", words=words, rule=found.rule, anchor=anchor.value.edtf, why=why
        )

    def named_weekday(self, found: Found, r: Relative, words: str, anchor: Anchor) -> DateValue | None:
        """Where only the month of publication is known: a full date in it that is such a weekday."""
        days = [
            d for d in self.full_days if d.weekday() == r.value and anchor.first - timedelta(days=7) <= d <= anchor.last
        ]
        if len(days) != 1 or r.amount == 1:
            return None
        day = days[0]
        why = f"the text names {day.day} {dw.MONTH_NAMES[day.month - 1]} {day.year}, a {dw.WEEKDAY_NAMES[r.value]}"
        why += f", in the month of {publication(anchor)}"
        return date_value(
            day.isoformat(), basis="inferred", words=words, rule=found.rule, anchor=day.isoformat(), why=why
        )
