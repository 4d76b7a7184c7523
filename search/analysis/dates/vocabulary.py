"""The words English dates are made of, and the words beside a number that make it no date."""

from __future__ import annotations

from search.analysis.dates.types import Unit
from search.analysis.lexicon.wordset import words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# Month names that are also words or first names: alone they count only after a word that calls for a time.
AMBIGUOUS_MONTHS = words("march may june april august mar jan jun dec sep oct apr")

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
FULL_WEEKDAYS = frozenset(name for name in WEEKDAYS if name.endswith("day"))
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# "Sunday Times", "Friday prayers", "Black Friday": names and customs, no days.
AFTER_WEEKDAY_NO_DATE = words(
    """times telegraph mail express mirror herald post prayers school schools club best people review world mass"""
)
BEFORE_WEEKDAY_NO_DATE = words(
    """every each good black super ash easter palm cyber bloody holy any man-friday casual man fat shrove maundy
    giving"""
)
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
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
CARDINALS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
UNITS: dict[str, Unit] = {
    "day": "day", "days": "day", "night": "day", "nights": "day", "week": "week", "weeks": "week",
    "fortnight": "fortnight", "weekend": "weekend", "month": "month", "months": "month", "year": "year",
    "years": "year", "decade": "decade", "decades": "decade",
}  # fmt: skip
DECADE_WORDS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip

# A four-digit number is a year after one of these ...
YEAR_BEFORE = words(
    """in since until till by of before after from during between circa around about c early late mid throughout
    through and or to for this that the a an his her its their our beginning end start middle spring summer autumn
    fall winter s as with back on year ad"""
)
# ... or not, after one of these (section 2019, Boeing 747, page 1985, Agenda 2030).
NUMBER_BEFORE = words(
    """section sections sec article articles art page pages p pp chapter ch paragraph para no nos number numbers room
    flight route model unit case line item act resolution bill law regulation directive form file order decree ref
    agenda vision boeing airbus windows channel highway bus suite apartment box tel telephone phone fax ext code
    version v vol volume issue figure fig table nearly almost over under roughly approximately some least most than
    exceed exceeding exceeded reached totalling totaling total only another iso rfc studio platform gate block class
    street st type peugeot bmw lane road building docket id"""
)
# "of 2019 people", "2018 pesos", "2030 GMT": a count, an amount, a time of day.
NUMBER_AFTER = words(
    """people persons men women children soldiers troops officers police votes voters seats cases deaths dead injured
    wounded victims homes houses families jobs workers employees staff students members patients tons tonnes kg
    kilos kilograms km kilometres kilometers miles metres meters m feet ft acres hectares litres liters gallons
    barrels dollars pesos euros pounds francs yen rupees cents percent per million billion trillion thousand hundred
    copies pages words hours hrs gmt utc local est edt pst rpm cc hp mph kph mhz watts volts units items pieces
    vehicles cars trucks ships aircraft shares points times years days weeks months inhabitants residents migrants
    refugees respondents participants households villages schools rounds weapons guns rifles documents letters
    messages calls"""
)
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
# "(opened 1857)", "born 1951": what is told of somebody or something in brackets.
DONE = words(
    "opened closed reopened founded built rebuilt born died established completed published est inc demolished"
)
# "A crowd of 2000", "a total of 1990": how many.
CROWDS = words(
    """crowd crowds group groups total population force army staff workforce audience fleet sum cost price fee quota
    membership attendance circulation convoy garrison gathering majority congregation altitude height depth length"""
)
# After a possessive pronoun a decade is an age: "in his 30s", "her late sixties".
AGE_BEFORE = frozenset(["his", "her", "their", "my", "your", "our", "its"])

FUTURE_CUES = words(
    """will shall scheduled due upcoming deadline expected plans planned planning hopes aims deferred postponed
    adjourned forthcoming"""
)
PRESENT = words("is are has have will now currently")
HEDGES = frozenset(["about", "around", "nearly", "almost", "some", "roughly", "approximately", "circa"])
VAGUE = frozenset(["than", "over", "under", "least", "most"])
