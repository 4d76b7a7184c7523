"""Times told from another time ("last week", "a year earlier", "on Tuesday"), and all expressions of a paragraph."""

from __future__ import annotations

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.grammar import Grammar
from search.analysis.dates.tokens import CLAUSE_END
from search.analysis.dates.types import Found, Relative, Told, Unit
from search.analysis.dates.weekdays import DAYS, PARTS_OF_DAY, instant, named_day, recurring, weekday, weekdays

_SHIFT = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "next": 1, "coming": 1, "following": 1}
_NARRATIVE = frozenset({"previous", "preceding", "following"})
_SPREAD = frozenset({"in", "over", "during", "for", "within", "of", "throughout", "through"})


def relative_at(grammar: Grammar, i: int) -> Found | None:
    """A relative expression that begins at token `i`, the longest first."""
    return (
        recurring(grammar, i)
        or named_day(grammar, i)
        or weekdays(grammar, i)
        or _count(grammar, i)
        or _ago(grammar, i)
        or _shifted(grammar, i)
        or _same(grammar, i)
        or _of_that_year(grammar, i)
        or _in_the_month(grammar, i)
        or _part_of_unit(grammar, i)
        or weekday(grammar, i)
    )


def _units(word: str) -> Unit | None:
    return dw.UNITS.get(word)


def _amount(g: Grammar, i: int) -> tuple[int, bool, int] | None:
    """A count at `i`: the number, whether it is approximate, the place after it."""
    approximate = False
    if g.low(i) in ("a", "the") and g.low(i + 1) in ("couple", "pair") and g.low(i + 2) == "of":
        return 2, True, i + 3
    value = dw.CARDINALS.get(g.low(i))
    if value is None:
        number = g.number(i)
        value = number if number is not None and 1 <= number <= 500 and not g.glued_left(i) else None
    if value is None:
        return None
    if value >= 20 and g.low(i + 1) in ("-", "‐") and dw.CARDINALS.get(g.low(i + 2), 10) < 10:
        return value + dw.CARDINALS[g.low(i + 2)], approximate, i + 3
    return value, approximate, i + 1


_AFTERWARDS = ("ago", "earlier", "later", "before", "after", "afterwards", "afterward", "previously")
_BACKWARDS = ("ago", "earlier", "before", "previously")


def _ago(g: Grammar, i: int) -> Found | None:
    """Five years ago; a year earlier; two days later; the day before; three months after that."""
    if _is_day_before(g, i):
        if g.low(i + 3) not in CLAUSE_END:
            return None
        sign = -1 if g.low(i + 2) == "before" else 1
        return Found(i, i + 3, "offset", relative=Relative("offset", "narrative", sign, _units(g.low(i + 1)) or "day"))
    counted = _amount(g, i)
    if counted is None:
        return instant(g, i)
    amount, approximate, k = counted
    unit, word = _units(g.low(k)), g.low(k + 1)
    if unit is None:
        return None
    if found := _counted_on(g, i, counted, unit):
        return found
    if unit == "year" and word == "ago" and (turn := _anniversary(g, i, k + 2, amount)):
        return turn
    if word not in _AFTERWARDS or _is_vague(g, i):
        return None
    last = k + 2
    if word in ("before", "after") and g.low(last) not in CLAUSE_END:
        return _from_event(g, i, k, amount, approximate)
    if _better_said_after(g, word, last):
        return None
    anchor: Told = "publication" if word == "ago" else "narrative"
    sign = -1 if word in _BACKWARDS else 1
    vague = approximate or g.low(i - 1) in dw.HEDGES
    return Found(i, last, "offset", relative=Relative("offset", anchor, sign * amount, unit, approximate=vague))


def _is_day_before(g: Grammar, i: int) -> bool:
    """Whether "the day before", "the week after" stand at `i`."""
    return (
        g.low(i) == "the"
        and g.low(i + 1) in ("day", "night", "week", "month", "year")
        and g.low(i + 2) in ("before", "after")
    )


def _counted_on(g: Grammar, i: int, counted: tuple[int, bool, int], unit: Unit) -> Found | None:
    """Ten years on; a week from Friday."""
    amount, approximate, k = counted
    word = g.low(k + 1)
    if unit in ("year", "decade") and word == "on" and g.low(k + 2) in CLAUSE_END:
        shift = Relative("offset", "narrative", amount, unit, approximate=approximate)
        return Found(i, k + 2, "offset", relative=shift)
    if unit == "week" and word in ("from", "on") and g.low(k + 2) in dw.FULL_WEEKDAYS and amount == 1:
        shift = Relative("weekday", "publication", 2, value=dw.WEEKDAYS[g.low(k + 2)])
        return Found(i, k + 3, "weekday", relative=shift)
    return None


def _is_vague(g: Grammar, i: int) -> bool:
    """Whether the word before a count leaves open how many: "several", "half a"."""
    before = g.low(i - 1)
    return before in dw.VAGUE or (before == "a" and g.low(i - 2) == "half") or before == "half"


def _better_said_after(g: Grammar, word: str, last: int) -> bool:
    """Whether a date follows that says it better: "two years ago, in May 1992", "a year earlier, in August 2019"."""
    if word == "ago" and (g.low(last) in ("on", "in") or (g.low(last) == "," and g.low(last + 1) in ("on", "in"))):
        k = last if g.low(last) != "," else last + 1
        told = g.point(k + 1)
        return told is not None and told[0].year is not None
    return (
        word in ("earlier", "later", "previously", "before")
        and g.low(last) in ("than", "in", "on")
        and _date_follows(g, last)
    )


def _from_event(g: Grammar, i: int, k: int, amount: int, approximate: bool) -> Found | None:
    """ "Three days after the collapse", "six weeks before her arrest": counted from what was dated before."""
    unit = _units(g.low(k))
    if g.low(k + 2) not in ("the", "his", "her", "its", "their", "that", "this") or unit is None:
        return None
    if not g.low(k + 3).isalpha() or g.low(k + 3) in dw.UNITS or g.low(i - 1) in dw.VAGUE | dw.HEDGES | {"within"}:
        return None
    sign = -1 if g.low(k + 1) == "before" else 1
    named = " ".join(g.low(n) for n in range(k + 3, min(k + 6, g.size)) if g.low(n).isalpha())
    shift = Relative("offset", "event", sign * amount, unit, approximate=approximate, named=named)
    return Found(i, k + 2, "offset from an event", relative=shift)


def _anniversary(g: Grammar, i: int, k: int, years: int) -> Found | None:
    """Four years ago tomorrow, a year ago today, ten years ago this week, 30 years ago last month."""
    word, then = g.low(k), g.low(k + 1)
    if word in DAYS:
        turn = Relative("anniversary", "publication", -years, "day", value=DAYS[word])
        return Found(i, k + 1, "anniversary", relative=turn)
    if word in ("this", "last", "next") and then in ("week", "month"):
        unit: Unit = "week" if then == "week" else "month"
        turn = Relative("anniversary", "publication", -years, unit, value=_SHIFT[word])
        return Found(i, k + 2, "anniversary", relative=turn)
    if word in ("this", "last", "next") and g.month(k + 1) and g.tokens[k + 1].capital:
        return Found(i, g.after_month(k + 1), "recurring")
    return None


def _date_follows(g: Grammar, i: int) -> bool:
    k = i + 1
    if g.low(k) in ("a", "an", "the", "its", "his", "her"):
        k += 1
    return g.low(i) == "than" or g.point(k) is not None or g.plain_year(k) is not None


def _count(g: Grammar, i: int) -> Found | None:
    """In the last three years, over the past 18 months, the past decade, for the next two weeks."""
    k = i
    if g.low(i) in _SPREAD:
        k = i + 1
        if g.low(k) in ("each", "all", "every") and g.low(k + 1) == "of":
            k += 2
    if g.low(k) in ("the", "these", "those", "its", "his", "her"):
        k += 1
    elif k == i:
        return None
    word = g.low(k)
    if word not in _SHIFT or word == "this":
        return None
    counted = _amount(g, k + 1)
    amount, approximate, after = counted or (1, False, k + 1)
    unit = _units(g.low(after))
    if unit is None or unit == "weekend":
        return None
    plural = g.low(after).endswith("s")
    if counted is None and (
        plural or g.low(i) not in _SPREAD or word in ("following", "next", "coming", "previous", "preceding")
    ):
        return None  # "the last years" is vague; "the following month" is a month, not a stretch
    if counted is None and g.low(k - 1) not in ("the",):
        return None  # "in last year's budget"
    if g.tokens[after].text.lower().replace("’", "'").endswith("'s"):
        return None
    if word == "last" and counted is None and g.low(after + 1) == "of":
        return None  # "the last year of the war"
    if counted is not None and g.low(after + 1) == "of":
        return None
    sign = _SHIFT[word]
    anchor: Told = "narrative" if word in _NARRATIVE else "publication"
    return Found(
        i, after + 1, "stretch", relative=Relative("count", anchor, sign * amount, unit, approximate=approximate)
    )


def _shifted(g: Grammar, i: int) -> Found | None:
    """Last week, next year, earlier this year, the following day, last October, next spring, last Tuesday."""
    k = _shift_word(g, i)
    word = g.low(k) if k is not None else ""
    if k is None or word not in _SHIFT or word == "past":
        return None
    narrative = word in _NARRATIVE or (word == "next" and k == i + 1 and g.low(i) == "the")
    anchor: Told = "narrative" if narrative else "publication"
    name = g.low(k + 1)
    unit: Unit | None = "day" if name in PARTS_OF_DAY and narrative else _units(name)
    if unit is not None and _can_be_shifted(unit, name, narrative):
        return _shifted_unit(g, i, k, unit, anchor)
    return _shifted_name(g, i, k, anchor)


def _shift_word(g: Grammar, i: int) -> int | None:
    """Where the word that shifts stands: after "earlier", "late in", "the"; None where "the" leads to none."""
    if g.low(i) in ("earlier", "later", "early", "late") and g.low(i + 1) in (*_SHIFT, "in", "that"):
        return i + 2 if g.low(i + 1) == "in" else i + 1
    if g.low(i) != "the":
        return i
    k = i + 1
    next_told = g.low(k + 1) in ("day", *PARTS_OF_DAY, "month", "year", "week", *dw.SEASONS) or (
        g.low(k + 1) in dw.MONTHS and g.tokens[k + 1].capital
    )
    return k if g.low(k) in _NARRATIVE or (g.low(k) == "next" and next_told) else None


def _can_be_shifted(unit: Unit, name: str, narrative: bool) -> bool:
    """Whether one of a unit can be told as last or next: no fortnight; a day only from a day told before."""
    return not name.endswith("s") and unit not in ("fortnight", "decade") and not (unit == "day" and not narrative)


def _shifted_unit(g: Grammar, i: int, k: int, unit: Unit, anchor: Told) -> Found | None:
    """Last night, next week, early last year; not "the last week of the war"."""
    word = g.low(k)
    if g.low(k + 1) == "night":
        last_night = Relative("offset", "publication", -1, "day")
        return Found(i, k + 2, "named day", relative=last_night) if word == "last" else None
    if g.low(k - 1) in ("the", "of") and word in ("last", "this") and g.low(k + 2) == "of":
        return None
    vague = g.low(i) in ("early", "late") and k > i and unit in ("month", "year")
    return Found(i, k + 2, "shifted unit", relative=Relative("unit", anchor, _SHIFT[word], unit, approximate=vague))


def _shifted_name(g: Grammar, i: int, k: int, anchor: Told) -> Found | None:
    """Last Tuesday, next October, last spring."""
    word, name = g.low(k), g.low(k + 1)
    token = g.tokens[k + 1] if k + 1 < g.size else None
    if token is None or (k == i and word == "last" and g.low(i - 1) in ("the", "his", "her", "its", "their")):
        return None  # "until the last Sunday" is the last of all
    if name in dw.FULL_WEEKDAYS and token.capital:
        return Found(i, k + 2, "weekday", relative=Relative("weekday", anchor, _SHIFT[word], value=dw.WEEKDAYS[name]))
    if name in dw.MONTHS and token.capital and g.dated(k + 1) is None:
        month = Relative("month", anchor, _SHIFT[word], value=dw.MONTHS[name])
        return Found(i, g.after_month(k + 1), "shifted month", relative=month)
    if name in dw.SEASONS and g.season(k + 1) is None:
        season = Relative("season", anchor, _SHIFT[word], value=dw.SEASONS[name])
        return Found(i, k + 2, "shifted season", relative=season)
    return None


def _same(g: Grammar, i: int) -> Found | None:
    """The same day, that year, later that month."""
    k = i + 1 if g.low(i) in ("later", "earlier", "the", "late", "early") else i
    if g.low(k) not in ("same", "that") or (g.low(k) == "same") != (k == i + 1 and g.low(i) == "the"):
        return None
    name = g.low(k + 1)
    if name in PARTS_OF_DAY and (g.low(k) == "same" or g.low(k + 2) in CLAUSE_END or _time_like(g, i)):
        return Found(i, k + 2, "same", relative=Relative("unit", "narrative", 0, "day"))
    if name in dw.SEASONS and (_after_season(g, k + 2) or (g.sentence_start(i) and g.low(k + 2) not in ("in", "of"))):
        season = Relative("season", "narrative", 2, value=dw.SEASONS[name])
        return Found(i, k + 2, "shifted season", relative=season)
    if k == i and name in dw.MONTHS and g.tokens[k + 1].capital and g.low(k) == "that" and g.dated(k + 1) is None:
        month = Relative("month", "narrative", 2, value=dw.MONTHS[name])
        return Found(i, g.after_month(k + 1), "shifted month", relative=month)
    unit = _units(name)
    if unit is None or name.endswith("s") or unit in ("decade", "fortnight"):
        return None
    if g.low(k) == "that" and g.low(k + 2) not in CLAUSE_END and not _time_like(g, i):
        return None
    return Found(i, k + 2, "same", relative=Relative("unit", "narrative", 0, unit))


def _after_season(g: Grammar, i: int) -> bool:
    """Whether what follows "that fall" leaves it a time: an end, a place, another clause."""
    return g.low(i) in CLAUSE_END or g.low(i) in ("at", "when", "after", "before", "and", "he", "she", "they", "with")


def _in_the_month(g: Grammar, i: int) -> Found | None:
    """ "They were married in 1936, and in the October …": the month of the year told."""
    if g.low(i) != "in" or g.low(i + 1) != "the" or not g.month(i + 2) or not g.tokens[i + 2].capital:
        return None
    if g.low(i + 3) not in CLAUSE_END:
        return None
    month = Relative("month", "narrative", 2, value=dw.MONTHS[g.low(i + 2)])
    return Found(i + 2, i + 3, "shifted month", relative=month)


def _of_that_year(g: Grammar, i: int) -> Found | None:
    """The spring of that year, March of the same year."""
    name = g.low(i)
    k = i + 3 if (g.low(i + 2), g.low(i + 3)) == ("the", "same") else i + 2
    if g.low(i + 1) != "of" or g.low(k) not in ("that", "same") or g.low(k + 1) != "year":
        return None
    if name in dw.SEASONS:
        return Found(i, k + 2, "shifted season", relative=Relative("season", "narrative", 2, value=dw.SEASONS[name]))
    if g.month(i) and g.tokens[i].capital:
        return Found(i, k + 2, "shifted month", relative=Relative("month", "narrative", 2, value=dw.MONTHS[name]))
    return None


_PART_MONTHS = {"beginning": 1, "start": 1, "middle": 6, "end": 12}


def _part_of_unit(g: Grammar, i: int) -> Found | None:
    """The end of the year, the beginning of this month, the end of that year."""
    k = i + 1 if g.low(i) == "the" else i
    month = _PART_MONTHS.get(g.low(k))
    which, unit = g.low(k + 2), _units(g.low(k + 3))
    if month is None or g.low(k + 1) != "of" or unit not in ("year", "month") or g.low(k + 3).endswith("s"):
        return None
    if which not in ("the", "that", "this", "last", "next") or g.tokens[k + 3].text.lower() != g.low(k + 3):
        return None
    anchor: Told = "narrative" if which == "that" else "publication"
    shift = Relative("part", anchor, _SHIFT.get(which, 0), unit, value=month, approximate=True)
    return Found(i, k + 4, "part of a unit", relative=shift)


def _time_like(g: Grammar, i: int) -> bool:
    """Whether "that year" stands as a time: after a preposition or "later", or at the head of its sentence."""
    return (
        g.low(i) in ("later", "earlier", "late", "early")
        or g.low(i - 1) in ("in", "of", "during", "on")
        or g.sentence_start(i)
    )
