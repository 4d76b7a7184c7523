"""Days told by their names: today, overnight, on Tuesday, from Monday to Wednesday, the 3rd instant."""

from __future__ import annotations

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.grammar import Grammar
from search.analysis.dates.tokens import CLAUSE_END
from search.analysis.dates.types import Found, Relative

DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")


def recurring(g: Grammar, i: int) -> Found | None:
    """ "The third Sunday of every month", "a week from Friday": read, so that no part of them is taken for a date."""
    k = i + 1 if g.low(i) == "the" else i
    if (
        (dw.ORDINALS.get(g.low(k)) or g.low(k) == "last")
        and g.low(k + 1) in dw.WEEKDAYS
        and g.low(k + 2) in ("of", "in")
    ):
        if g.low(k + 3) in ("every", "each"):
            return Found(i, k + 5, "recurring")
        if g.low(k + 2) == "of" and g.low(k + 3) in ("the", "a"):
            return Found(i, k + 3, "recurring")  # "the last Friday of the month"
    return None


def named_day(g: Grammar, i: int) -> Found | None:
    """Today, yesterday morning, last night, the day before yesterday, overnight, over the weekend."""
    word = g.low(i)
    if word == "the" and g.low(i + 1) == "day" and g.low(i + 3) in ("yesterday", "tomorrow"):
        shift = {"before": -2, "after": 2}.get(g.low(i + 2), 0)
        return Found(i, i + 4, "named day", relative=Relative("offset", "publication", shift)) if shift else None
    if word == "this" and g.low(i + 1) in ("morning", "afternoon", "evening"):
        return Found(i, i + 2, "named day", relative=Relative("offset", "publication", 0))
    if word == "last" and g.low(i + 1) == "night" and g.low(i - 1) not in ("the", "a", "his", "her", "its", "their"):
        return Found(i, i + 2, "named day", relative=Relative("offset", "publication", -1))
    if word == "overnight":
        return _overnight(g, i)
    if word in ("over", "at", "during") and g.low(i + 1) == "the" and g.low(i + 2) == "weekend":
        if g.low(i + 3) in ("of", "before", "after") or g.tokens[i + 2].text.lower() != "weekend":
            return None
        return Found(i, i + 3, "named day", relative=Relative("unit", "publication", 9, "weekend"))
    if word not in DAYS or (
        word == "today" and (g.tokens[i].capital or g.low(i - 1) in ("of", "until", "even", "still"))
    ):
        return None
    if word == "today" and g.tokens[i].text.lower().replace("’", "'").endswith("'s"):
        return None
    if g.low(i + 1) in PARTS_OF_DAY and word in ("yesterday", "tomorrow"):
        return Found(i, i + 2, "named day", relative=Relative("offset", "publication", DAYS[word], "day"))
    return Found(i, i + 1, "named day", relative=Relative("offset", "publication", DAYS[word], "day"))


def _overnight(g: Grammar, i: int) -> Found | None:
    """ "Two bridges fell overnight": the night before; not "an overnight train", "famous overnight"."""
    if g.low(i + 1) not in CLAUSE_END or g.low(i - 1) in (
        "almost",
        "rich",
        "famous",
        "stay",
        "stayed",
        "change",
        "changed",
    ):
        return None
    if g.low(i - 1) in ("an", "the", "happen", "happened", "star", "celebrity", "millionaire"):
        return None
    return Found(i, i + 1, "named day", relative=Relative("count", "publication", -1, "day"))


def weekday(g: Grammar, i: int) -> Found | None:
    """On Tuesday; Tuesday's vote; said Friday. Not: every Sunday, Sunday Times, Black Friday."""
    word = g.low(i)
    if word not in dw.FULL_WEEKDAYS or not g.tokens[i].capital or g.tokens[i].text.isupper():
        return None
    if g.dated(i) is not None or g.low(i - 1) in dw.BEFORE_WEEKDAY_NO_DATE or g.low(i + 1) in dw.AFTER_WEEKDAY_NO_DATE:
        return None
    following = g.tokens[i + 1] if i + 1 < g.size else None
    possessive = g.tokens[i].text != g.tokens[i].text.rstrip("s").rstrip("'’")
    if (
        following
        and following.capital
        and following.text.isalpha()
        and not possessive
        and g.low(i - 1) not in ("on", "said", "late", "early")
    ):
        return None
    if g.low(i - 1) in ("“", '"', "‘") and g.low(i + 1) in ("”", '"', "’", ","):
        return None  # the word, not the day
    if g.low(i - 1) == "last" and g.low(i - 2) in ("the", "his", "her", "its", "their"):
        return None  # "until the last Sunday" is the last of all
    if g.low(i - 1) in ("the", "a", "an") and not (following and following.text[:1].islower()):
        return None
    last = i + 2 if g.low(i + 1) in PARTS_OF_DAY and not possessive else i + 1
    if g.low(i - 1) == "the" and g.low(i - 2) in ("on", "by", "until") and g.low(last) not in ("before", "of"):
        told = Relative("weekday", "narrative", 8, value=dw.WEEKDAYS[word])
        return Found(i, last, "weekday", relative=told)
    if g.low(last) in ("before", "after") and g.low(i - 1) == "the":
        return None  # "the Friday before Labor Day"
    if g.low(last) == "week" and g.low(last + 1) not in ("of", "-", "‐"):
        return Found(i, last + 1, "weekday", relative=Relative("weekday", "publication", 2, value=dw.WEEKDAYS[word]))
    return Found(i, last, "weekday", relative=Relative("weekday", "publication", 9, value=dw.WEEKDAYS[word]))


def weekdays(g: Grammar, i: int) -> Found | None:
    """From Monday to Wednesday, between Monday and Thursday; "open from Monday to Friday" is a custom, not a date."""
    if g.low(i) not in ("from", "between") or g.low(i + 1) not in dw.FULL_WEEKDAYS:
        return None
    link = ("and",) if g.low(i) == "between" else ("to", "until", "till", "through")
    if g.low(i + 2) not in link or g.low(i + 3) not in dw.FULL_WEEKDAYS:
        return None
    first, last = dw.WEEKDAYS[g.low(i + 1)], dw.WEEKDAYS[g.low(i + 3)]
    if first == 0 and last >= 4:
        return Found(i, i + 4, "recurring")
    return Found(i, i + 4, "range", relative=Relative("weekdays", "publication", last, value=first))


def instant(g: Grammar, i: int) -> Found | None:
    """ "The 3rd instant", "on the 21st ult.": days of this month and the last, as letters and minutes used to say."""
    day, k = g.day(i + 1), i + 2
    shift = {"instant": 0, "inst": 0, "ultimo": -1, "ult": -1}.get(g.low(k))
    if g.low(i) != "the" or day is None or shift is None:
        return None
    last = k + 2 if g.low(k) in ("inst", "ult") and g.low(k + 1) == "." else k + 1
    return Found(i, last, "day of a month", relative=Relative("instant", "publication", shift, "month", value=day))
