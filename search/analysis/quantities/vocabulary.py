"""The words that numbers are written in: numerals, multipliers, bounds, currencies and units of measure."""

from __future__ import annotations

import re

from search.analysis.lexicon import ENGLISH, words
from search.text.wordlists import ENGLISH as CALENDAR

NUMERALS = {word: int(number) for word, number in ENGLISH.forms("quantities", "numerals").items()}
TENS = frozenset(word for word, number in NUMERALS.items() if number >= 20)
TEENS = frozenset(NUMERALS) - TENS
MULTIPLIERS = {word: float(factor) for word, factor in ENGLISH.forms("quantities", "multipliers").items()}
# Short multipliers count only glued to the digits ("1.2m"), or behind an amount of money.
GLUED = words("k m mn mln bn tn")
PLURALS = {word: float(factor) for word, factor in ENGLISH.forms("quantities", "plural multipliers").items()}

CURRENCY_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee", "₽": "rouble", "₩": "won"}
CURRENCIES = ENGLISH.forms("quantities", "currencies")
MEASURES = ENGLISH.forms("quantities", "measures")
TIMES = words("second minute hour day week month year decade")
SHARES = words("percent % pct")

# What stands right before a number and says that it is a bound: (least, most) as factors of the number; None: open.
_BEFORE = (
    (r"at least|no fewer than|no less than|not less than|not fewer than|a minimum of|at the least", 1.0, None),
    (r"(?:well|far|much) (?:over|above)|(?:far|many) more than", 1.0, None),
    (r"just over|slightly (?:over|more than)|a little (?:over|more than)|little more than", 1.0, 1.15),
    (r"more than|over|upwards? of|in excess of|above|exceeding|greater than", 1.0, None),
    (r"up to|as many as|as much as|at most|no more than|not more than|a maximum of|at the most", 0.0, 1.0),
    (r"just under|slightly (?:under|less than)|a little (?:under|less than)|nearly|almost|close to", 0.85, 1.0),
    (r"not quite|short of", 0.85, 1.0),
    (r"fewer than|less than|under|below", 0.0, 1.0),
    (r"some|about|around|roughly|approximately|an estimated|estimated|estimated at", 0.9, 1.1),
    (r"circa|c\.|perhaps|something like", 0.9, 1.1),
)  # fmt: skip


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^\w])(?:{pattern})\s+(?:the |a |an )?\Z")


BEFORE: tuple[tuple[re.Pattern[str], float, float | None], ...] = tuple(
    (_before(pattern), low, high) for pattern, low, high in _BEFORE
)
# Any of them: most numbers have none.
ANY_BEFORE = _before("|".join(pattern for pattern, _, _ in _BEFORE))
AFTER: tuple[tuple[re.Pattern[str], float, float | None], ...] = (
    (re.compile(r"\s*(?:or more|and more|or over|at least|\+)(?!\w)"), 1.0, None),
    (re.compile(r"\s*(?:or so|or thereabouts|-odd|odd)\b"), 0.9, 1.1),
    (re.compile(r"\s*(?:or fewer|or less|at most)\b"), 0.0, 1.0),
)
# Longest stretch of words before a number that is asked for a bound, characters.
MAX_BOUND_REACH = 28

NAMING = ENGLISH.words("quantities", "before a number that names")
MONTHS = frozenset(CALENDAR.forms("calendar", "months"))
STOPS = ENGLISH.words("quantities", "between a number and its noun")
ARTICLES = words("the a an this that each every no of")
STREETS = ENGLISH.words("quantities", "streets")
PEOPLE = ENGLISH.words("quantities", "people")
IRREGULAR = ENGLISH.words("quantities", "plurals without s")
