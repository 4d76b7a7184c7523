"""The words English dates are made of, and the words beside a number that make it no date."""

from __future__ import annotations

from typing import cast

from search.analysis.dates.types import Unit
from search.analysis.lexicon import ENGLISH, words
from search.text.wordlists import ENGLISH as CALENDAR

MONTHS = {name: int(number) for name, number in CALENDAR.forms("calendar", "months").items()}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# Month names that are also words or first names: alone they count only after a word that calls for a time.
AMBIGUOUS_MONTHS = words("march may june april august mar jan jun dec sep oct apr")

WEEKDAYS = {name: int(number) for name, number in CALENDAR.forms("calendar", "weekdays").items()}
FULL_WEEKDAYS = frozenset(name for name in WEEKDAYS if name.endswith("day"))
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AFTER_WEEKDAY_NO_DATE = ENGLISH.words("dates", "after a weekday that is no date")
BEFORE_WEEKDAY_NO_DATE = ENGLISH.words("dates", "before a weekday that is no date")
AFTER_MONTH_NO_DATE = frozenset(["revolution", "war", "surprise", "fest", "fools", "manifesto"])

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
PARTS = {
    "early": "early",
    "mid": "mid",
    "late": "late",
    "beginning": "early",
    "start": "early",
    "middle": "mid",
    "end": "late",
}
ORDINALS = {word: int(number) for word, number in ENGLISH.forms("dates", "ordinals").items()}
CARDINALS = {word: int(number) for word, number in ENGLISH.forms("dates", "cardinals").items()}
UNITS = cast("dict[str, Unit]", ENGLISH.forms("dates", "units of time"))
DECADE_WORDS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip

YEAR_BEFORE = ENGLISH.words("dates", "before a year")
NUMBER_BEFORE = ENGLISH.words("dates", "before a number that is no year")
NUMBER_AFTER = ENGLISH.words("dates", "after a number that is no year")
# "Temperatures in the 90s", "a score in the 80s": degrees and points.
DEGREES = words("temperature temperatures degrees heat mercury highs lows thermometer score scores scored averaging")
# Days with a name: month and day, or month, weekday and which of them.
HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24), ("boxing", "day"): (12, 26),
    ("new", "year", "day"): (1, 1), ("new", "year", "eve"): (12, 31), ("halloween",): (10, 31),
    ("valentine", "day"): (2, 14), ("may", "day"): (5, 1), ("bastille", "day"): (7, 14), ("christmas",): (12, 25),
}  # fmt: skip
MOVING_HOLIDAYS: dict[tuple[str, ...], tuple[int, int, int]] = {
    ("labor", "day"): (9, 0, 1), ("memorial", "day"): (5, 0, -1), ("thanksgiving", "day"): (11, 3, 4),
    ("thanksgiving",): (11, 3, 4),
}  # fmt: skip
DONE = ENGLISH.words("dates", "done in a year")
CROWDS = ENGLISH.words("dates", "counted by of")
# After a possessive pronoun a decade is an age: "in his 30s", "her late sixties".
AGE_BEFORE = frozenset(["his", "her", "their", "my", "your", "our", "its"])

FUTURE_CUES = ENGLISH.words("dates", "future cues")
PRESENT = words("is are has have will now currently")
HEDGES = frozenset(["about", "around", "nearly", "almost", "some", "roughly", "approximately", "circa"])
VAGUE = frozenset(["than", "over", "under", "least", "most"])
