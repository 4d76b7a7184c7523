"""What the numbers of a document state: how many of what, of whom, in which circumstances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis.quantities import Quantity, quantities_in
from search.analysis.quantitywords import NUMERALS
from search.analysis.setting import Setting, clause_around
from search.analysis.votes import votes_in
from search.analysis.wordsets import words
from search.analyzer import stem
from search.model import Span
from search.text import fold

_KILLED = (
    r"kill\w*|di(?:ed|e|es|ing)|dead|deaths?|perish\w*|drown\w*|(?:lost|claimed|cost|took) (?:\w+ )?lives|fatal\w*"
    r"|bodies|murder\w*|massacred|toll"
)
# What happened to those counted. The first to fit the nearest word decides.
TOLLS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b"))
    for name, pattern in (
        ("killed", _KILLED),
        ("injured", r"injur\w*|wound\w*|hurt|maimed"),
        ("missing", r"missing|unaccounted"),
        ("arrested", r"arrest\w*|detain\w*|custody|rounded up"),
        ("charged", r"charged|indict\w*|prosecuted|accused"),
        ("convicted", r"convict\w*|sentenc\w*|jailed|imprisoned"),
        ("rescued", r"rescu\w*|saved|pulled out|survivors?|survived"),
        ("moved", r"displac\w*|evacuat\w*|homeless|rehous\w*|resettl\w*|evict\w*|relocat\w*|moved|uprooted"),
        ("dismissed", r"dismissed|sacked|laid off|redundan\w*|fired|lost their jobs"),
        ("for", r"in favour|in favor|voted for|votes for|ayes|yes votes?|backed"),
        ("against", r"against|noes|no votes?|voted down|opposed"),
        ("abstained", r"abstain\w*|abstentions?"),
    )
)  # fmt: skip
# What only grows while it is counted: the later number replaces the earlier one.
GROWING = re.compile(
    r"\b(?:so far|to date|by then|already|until now|up to now|have been|has been|rose|risen|rises|climb\w*|now stands"
    r"|deliver\w*|collect\w*|signatures|brought the|reached"
    r"|had (?:now |so far )?(?:received|sold|paid|given|joined|returned|built|planted|seen))\b"
)
GROWING_TOLLS = words("killed injured missing arrested charged convicted rescued moved dismissed")
_UNCERTAIN = re.compile(
    r"\b(?:would|could|should|might|may|will|shall|if|unless|plan(?:s|ned)?|propos\w+|expect\w*|hop(?:e|es|ed) to|aims?"
    r"|target|demand\w*|ask(?:s|ed|ing) for|want\w*|seek\w*|sought|due to|intend\w*|no longer|never|denie[sd]|up from"
    r"|not(?! (?:one|a|\d|\w+teen\b))|compared with|capacity|designed for|room for|forecast|estimates? for)\b"
)
_MORE = re.compile(r"\b(?:another|a further|further|other|additional|an extra|the other|the first|the last|extra)\s+\Z")
_EACH = re.compile(
    r"\s*(?:each|apiece|an? (?:acre|hectare|ton|tonne|barrel|share|litre|gallon|day|week|month|year|head|person|time"
    r"|piece|hour)|per \w+|every \w+)"
)
_APPOSED = re.compile(r"[,(] ?(?:aged )?\Z")
_AGED = re.compile(r"\b(?:aged|age of|(?:who|he|she) (?:is|was)(?: only| now| then| just)?|turned|turns) \Z")
_NUMBER_OF = re.compile(r"\bnumber of (?:the |its |their |his |all )?([^\W\d_]+)[^.;]{0,60}\Z")
_HINT = re.compile(r"\d|\b(?:" + "|".join((*NUMERALS, "dozens?", "hundreds?", "thousands?", "scores", "half")) + r")\b")
_SAME_COUNTED = {"household": "famili", "home": "hous", "dwell": "hous", "ballot": "vote"}
_PERSONS = words("peopl person men man woman women other victim inhabit live soul dead injur fatal")
_LINK = re.compile(r",|\b(?:and|but|while)\b")
_NEAR = 60
_MOST = 60  # quantities of one document that are compared


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A quantity as a document states it. `key` is what is counted, by which facts are compared.

    `stems` are of its sentence, `near` of its clause; `who` are the entities of the sentence but places. `growing`:
    such a number grows while it is counted. `span` is the sentence.
    """

    doc: str
    quantity: Quantity
    span: Span
    key: tuple[str, str]
    near: frozenset[str]
    stems: frozenset[str]
    who: frozenset[str]
    close: frozenset[str]
    words: str
    growing: bool


def number_facts(doc: str, setting: Setting) -> Iterator[NumberFact]:
    """The facts of a document that can be compared, in order: no plans, no ages, no shares of what is not said."""
    text = setting.texts[doc]
    count = 0
    for span in setting.sentences(doc):
        if not _HINT.search(text[span.start : min(span.end, span.start + 2_000)].lower()):
            continue
        votes = _votes(doc, text, span, setting)
        taken = [(vote.quantity.start, vote.quantity.end) for vote in votes]
        others = [
            found
            for one in quantities_in(text, span.start, span.end)
            if not any(low <= one.start < high or low < one.end <= high for low, high in taken)
            and (found := _fact(doc, text, span, one, setting)) is not None
        ]
        for found in (*votes, *others):
            count += 1
            yield found
            if count >= _MOST:
                return


def _votes(doc: str, text: str, span: Span, setting: Setting) -> list[NumberFact]:
    """What a sentence says of the result of a vote."""
    spans, n = setting.sentences(doc), setting.number_at(doc, span.start)
    counts = votes_in(text, span, spans[max(0, n - 2)].start)
    if not counts:
        return []
    named = setting.mentions(doc, span.start, span.end)
    who = frozenset(m.entity for m in named if setting.kind(m.entity) != "place")
    stems = setting.stems(doc, span.start, span.end) - {w for m in named for w in setting.name_words(m.entity)}
    return [
        NumberFact(
            doc, Quantity(one.start, one.end, one.value, one.value, one.value, "", "vote", "votes"), span,
            ("votes", one.side), stems, stems | ({f"={one.other:g}"} if one.other else set()), who, frozenset(),
            one.words, False,
        )
        for one in counts
    ]  # fmt: skip


def _fact(doc: str, text: str, span: Span, one: Quantity, setting: Setting) -> NumberFact | None:
    if one.unit == "age":
        return None
    lead, tail = (
        fold(text[max(span.start, one.start - 90) : one.start]),
        fold(text[one.end : min(span.end, one.end + 90)]),
    )
    rate = _EACH.match(tail)
    if _MORE.search(lead) or (rate and not one.unit):
        return None
    if not one.unit and not one.counted and _AGED.search(lead):
        return None
    if not one.unit and not one.counted and _APPOSED.search(lead) and tail[:1] in (",", ")", ";", "."):
        return None  # an age: "Quill, 44,"
    clause = clause_around(text, span, one.start, one.end)
    if _UNCERTAIN.search(fold(text[clause.start : clause.end])):
        return None
    toll = _toll(lead, tail) if not one.unit else ""
    key = _key(one, lead, toll)
    if key is None:
        return None
    if rate:
        key = key[0], rate.group().strip()
    named = setting.mentions(doc, span.start, span.end)
    who = frozenset(m.entity for m in named if setting.kind(m.entity) != "place")
    close = frozenset(
        m.entity for m in named if clause.start <= m.start < clause.end and setting.kind(m.entity) == "person"
    )
    own = setting.stems(doc, one.start, one.end)
    names = frozenset(word for m in named for word in setting.name_words(m.entity))
    stems = setting.stems(doc, span.start, span.end) - names - own
    if key[1] in GROWING_TOLLS:
        stems |= setting.before(doc, span) - names
    near = setting.stems(doc, clause.start, clause.end) - names - own
    growing = not setting.settled(doc, span) and (
        toll in GROWING_TOLLS or one.part or bool(GROWING.search(fold(text[clause.start : clause.end])))
    )
    return NumberFact(doc, one, span, key, near, stems, who, close, text[one.start : one.end], growing)


def _toll(lead: str, tail: str) -> str:
    """What happened to those counted, by the nearest word that says so."""
    best, far = "", _NEAR + 1
    before = re.split(r"[;:]", lead)[-1]
    after = re.split(r"[;:]", tail)[0]
    for name, pattern in TOLLS:
        for hit in pattern.finditer(before):
            gap = len(before) - hit.end() + 12 * len(_LINK.findall(before, hit.end()))
            if gap < far:
                best, far = name, gap
        hit_after = pattern.search(after)
        if hit_after:
            gap = hit_after.start() + 12 * len(_LINK.findall(after, 0, hit_after.start()))
            if gap < far:
                best, far = name, gap
    return best


def _key(one: Quantity, lead: str, toll: str) -> tuple[str, str] | None:
    """What facts are compared by: the unit, or what is counted, and what happened to it."""
    if one.unit:
        return one.unit, ""
    counted = _SAME_COUNTED.get(one.counted, one.counted)
    if counted.endswith("men") and counted not in ("specimen", "regimen"):
        counted = "men"
    if not counted and (found := _NUMBER_OF.search(lead)):
        counted = stem(found.group(1))
    if toll and (not counted or counted in _PERSONS):
        return ("part people" if one.part and not counted else "people"), toll
    if not counted:
        return None
    return f"{'part ' if one.part else ''}{counted}", toll if counted in _PERSONS else ""
