"""The words that numbers are written in: numerals, multipliers, bounds, currencies and units of measure."""

from __future__ import annotations

import re

from search.analysis.lexicon.wordset import words

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMERALS: dict[str, int] = {
    **{word: n for n, word in enumerate(_SMALL)},
    **{word: 10 * n for n, word in enumerate(_TENS, start=2)},
}
TEENS, TENS = frozenset(_SMALL), frozenset(_TENS)
MULTIPLIERS: dict[str, float] = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6,
    "crore": 1e7,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12, "score": 20,
}  # fmt: skip
# Short multipliers count only glued to the digits ("1.2m"), or behind an amount of money.
GLUED = words("k m mn mln bn tn")
# "Dozens of": from twice the number to ten times it.
PLURALS: dict[str, float] = {
    "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9,
}  # fmt: skip

CURRENCY_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee", "₽": "rouble", "₩": "won"}
_CURRENCIES = """dollar dollars pound pounds euro euros yen rupee rupees rouble roubles ruble=rouble rubles=rouble won
peso pesos sol soles=sol real=reais reais crown crowns krona=crown kronor=crown krone=crown kroner=crown franc francs
mark marks deutschmark=mark deutschmarks=mark lira lire=lira peseta pesetas escudo escudos guilder guilders drachma
drachmas zloty zlotys forint forints lei leva dinar dinars dirham dirhams riyal riyals rial rials shekel shekels yuan
renminbi=yuan baht rand shilling shillings naira cedi=cedis cedis guinea guineas penny=pence pence cent cents
usd=dollar gbp=pound eur=euro quid=pound"""
_MEASURES = """metre metres meter=metre meters=metre centimetre centimetres centimeter=centimetre centimeters=centimetre
cm=centimetre millimetre millimetres mm=millimetre kilometre kilometres kilometer=kilometre kilometers=kilometre
km=kilometre mile miles yard yards foot feet=foot ft=foot inch inches fathom fathoms hectare hectares ha=hectare acre
acres tonne tonnes ton tons kilo=kilogram kilos=kilogram kg=kilogram kilogram kilograms kilogramme=kilogram
kilogrammes=kilogram gram grams gramme=gram grammes=gram pound-weight ounce ounces litre litres liter=litre
liters=litre gallon gallons barrel barrels watt watts kilowatt kilowatts megawatt megawatts mw=megawatt gigawatt
gigawatts degree degrees knot knots mph kph second seconds minute minutes hour hours day days night=day nights=day week
weeks month months year years decade=decade decades=decade"""


def _units(listed: str) -> dict[str, str]:
    """Word → the unit's common name: "metres" → "metre", "a=b" → b."""
    out: dict[str, str] = {}
    for entry in listed.split():
        word, _, name = entry.partition("=")
        singular = word[:-1] if word.endswith("s") and word[:-1] in out else word
        out[word] = name or out.get(singular, word)
    return out


CURRENCIES = _units(_CURRENCIES)
MEASURES = _units(_MEASURES)
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

# Words after which a bare number names a thing and counts nothing.
NAMING = words(
    """no nos number numbers section sections article articles chapter chapters page pages line lines law act decree
    resolution paragraph room flight route road street rue calle highway gate platform channel volume part phase
    article version model type class grade level step rule clause item figure table question unit squadron battalion
    regiment division district ward precinct apartment flat house box tel telephone phone fax case docket directive
    psalm verse stage round day week year age aged"""
)
MONTHS = words(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec"""
)
# Words that may stand between a number and what it counts, and end the search for it.
STOPS = words(
    """and or but of in on at to for from by with as than that which who whom whose when while where if because after
    before since until about over under into between against is are was were be been being has have had will would can
    could may might must shall should do does did the a an this these those its his her their our my your not no nor
    it he she they we i you there then so said says per each every ago later earlier years-old only all both too also"""
)
ARTICLES = words("the a an this that each every no of")
STREETS = words("street road avenue crescent lane square place terrace drive close court gardens row way boulevard")
PEOPLE = words(
    """people person persons men man women woman children child others individuals villagers residents civilians
    passengers soldiers officers policemen workers miners students pupils protesters demonstrators victims inhabitants
    citizens souls lives fans spectators adults boys girls babies infants hands employees staff members strikers
    households migrants refugees prisoners inmates patients suspects"""
)
IRREGULAR = words(
    "people men women children police cattle sheep fish staff personnel crew aircraft troops dead injured"
)
