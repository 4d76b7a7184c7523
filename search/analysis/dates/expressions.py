"""All expressions of time of a paragraph, left to right."""

from __future__ import annotations

from dataclasses import replace

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.grammar import Grammar, rule_of
from search.analysis.dates.relative import relative_at
from search.analysis.dates.types import Found, Token
from search.analysis.dates.weekdays import weekdays
from search.analysis.lexicon import ENGLISH


def expression_at(grammar: Grammar, i: int, alone: bool = False) -> Found | None:
    """The expression that begins at token `i`, or None; `alone`: it is known to be a date ("1985")."""
    word = grammar.low(i)
    if word in ("since", "until", "till", "from", "between"):
        found = (grammar.pair(i) or weekdays(grammar, i)) if word in ("from", "between") else None
        return found or (grammar.opened(i) if word != "between" else None) or _since(grammar, i)
    found = grammar.pair(i) or relative_at(grammar, i)
    if found:
        return found
    one = grammar.point(i) or (grammar.plain_point(i, bare=True, called=True) if alone else None)
    if one is None:
        return None
    return Found(i, one[1], rule_of(one[0]), one[0])


def _since(g: Grammar, i: int) -> Found | None:
    """Since last year, since Monday."""
    found = relative_at(g, i + 1) if g.low(i) == "since" else None
    if found is None or found.relative is None or found.relative.kind in ("count", "weekdays", "anniversary"):
        return None
    return replace(found, first=i, rule="since", open="since")


_STARTS = frozenset(
    {*dw.MONTHS, *dw.WEEKDAYS, *dw.SEASONS, *dw.PARTS, *dw.ORDINALS, *dw.CARDINALS, *dw.DECADE_WORDS}
) | ENGLISH.words("dates", "first words")


def expressions(tokens: list[Token], alone: bool = False) -> list[Found]:
    """The expressions of one paragraph, left to right, not overlapping; `alone`: nothing but a date is expected."""
    grammar = Grammar(tokens)
    out: list[Found] = []
    i = 0
    while i < len(tokens):
        word = tokens[i].low
        starts = word in _STARTS or word[:1].isdigit()
        if word in ("a", "an") and grammar.low(i + 1) not in dw.UNITS and grammar.low(i + 1) not in ("couple", "pair"):
            starts = False  # the commonest of all, looked at no further
        found = expression_at(grammar, i, alone) if starts else None
        if found is not None and found.last > i:
            out.append(found)
            i = found.last
        else:
            i += 1
    return _share_years(grammar, _explained(grammar, out))


def _explained(grammar: Grammar, found: list[Found]) -> list[Found]:
    """Without the relative expressions that only explain the date beside them: "Sept. 9, almost four weeks ago"."""
    out: list[Found] = []
    for n, one in enumerate(found):
        before = out[-1] if out else None
        after = found[n + 1] if n + 1 < len(found) else None
        kind = one.relative.kind if one.relative is not None and not one.open else ""
        if kind in ("offset", "weekday"):
            if before and _exact(before) and _beside(grammar, before.last, one.first):
                continue
            if after and _exact(after) and after.first == one.last + 1 and grammar.low(one.last) == ",":
                continue
        out.append(one)
    return out


def _exact(found: Found) -> bool:
    """Whether it is a date with day and month."""
    return bool(found.point and found.point.day and found.point.month and not found.until and not found.open)


def _beside(grammar: Grammar, first: int, last: int) -> bool:
    """Whether only a comma and a hedge stand between."""
    return (
        1 <= last - first <= 4
        and grammar.low(first) in (",", "(")
        and all(
            grammar.low(k) in dw.HEDGES | dw.VAGUE | {"exactly", "just", "more", "less", "only", "a", "little", "the"}
            for k in range(first + 1, last)
        )
    )


def _share_years(grammar: Grammar, found: list[Found]) -> list[Found]:
    """ "In May and June 2020", "on 3 May and 5 June 2020": the year written once counts for both."""
    for n in range(len(found) - 2, -1, -1):
        one, two = found[n], found[n + 1]
        if (
            one.point is None
            or two.point is None
            or one.point.year is not None
            or two.point.year is None
            or two.point.wide
        ):
            continue
        between = [grammar.low(k) for k in range(one.last, two.first)]
        if (
            len(between) <= 3
            and between
            and all(w in (",", "and", "or", "&", "on", "in", "again") for w in between)
            and two.point.month
        ):
            until = replace(one.until, year=two.point.year) if one.until else None
            found[n] = replace(one, point=replace(one.point, year=two.point.year), until=until)
    return found
