"""What the numbers of a document state: how many of what, of whom, in which circumstances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from search.analysis.comparison.context import Setting, clause_around, stems_of
from search.analysis.comparison.numbers.noun_classes import class_of, frames_of
from search.analysis.comparison.numbers.prison_terms import Term, terms_in
from search.analysis.comparison.numbers.tolls import GROWING_TOLLS, toll_of
from search.analysis.comparison.numbers.votes import VoteCount, votes_in
from search.analysis.lexicon import ENGLISH, words
from search.analysis.quantities.tagger import Quantity, quantities_in
from search.analysis.quantities.vocabulary import NUMERALS, TIMES
from search.model import DateValue, Span
from search.text.analyzer import stem
from search.text.folding import fold

# What only grows while it is counted: the later number replaces the earlier one.
GROWING = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'growing')}\b")
_UNCERTAIN = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'uncertain')}\b")
# Before a number: another time's, or what there is room for.
_ANOTHER = re.compile(
    r"\b(?:up from|down from|compared with|capacity of|designed for|room for|built for)[^.,;]{0,20}\Z"
)
# A count at one stage of what goes on.
_PHASE = re.compile(
    r"\b(?:at (?:the|its|their) (?:height|peak|worst)|(?:on|in) the (?:worst|first|last|final) (?:night|day|hour|week)"
    r"|at one (?:time|point)|at first|at the (?:start|beginning|outset)|on average|so far|by now|at present)\b"
)
_TO_DO = re.compile(r"\b(?:is|are|agreed|agrees|plans|wants) to [a-z]+ [^.;:]{0,70}\Z")
# "Of the 201 passengers, 54 were injured": the whole has no toll.
_WHOLE = re.compile(r"(?:\A|[.;,(] ?|\d |\b(?:one|some|many|most|half) )of (?:the|its|their) \Z")
_SINCE = re.compile(r"[^.;]{0,30}\bsince (?:19|20)\d\d")
_MORE_BEHIND = re.compile(r" (?:more|further|additional|extra|fewer|less)\b")
_MORE = re.compile(r"\b(?:another|a further|further|other|additional|an extra|the other|the first|the last|extra)\s+\Z")
# Some of a sum or a number, told by itself: "a loan of £5m, one of £120,000", "including 12 children".
_AMONG = re.compile(r"\b(?:includ(?:ing|es?|ed)|(?:of|among) (?:which|them|whom|these)(?:,? [^.,;:]{0,40})?)\s+\Z")
_ONE_OF = re.compile(r"\b(?:one|another|two|three|some|most|many|instal?ments|payments) of\s+\Z")
_COLLECTIVE = re.compile(
    rf"\b({ENGLISH.pattern('comparison_numbers', 'collectives')})s? of (?:just |only |some |about |at least |up to )?\Z"
)
# "A turnout of 58 per cent", "turnout in May was 61 per cent": what a figure with a unit is the figure of.
_LABEL = re.compile(
    r"\b([^\W\d_]{4,})(?: (?:in|on|at|for) (?:the )?[\w ]{2,24})?"
    r" (?:of|was|is|were|stood at|reached|came to|at|:|to) ?(?:just |only |some |about |nearly |more than |over )?\Z"
)
# A number as it stood on a day: "by 30 June", "as of March 1994".
_AS_OF = re.compile(
    r"\b(?:by|as of|as at|until|up to) (?:the (?:end|middle|beginning) of |early |late |mid-)?(?:\d{1,2} )?"
    rf"{ENGLISH.pattern('comparison_numbers', 'as of')}\b"
)
# "Of the objects, 22 were flown": some of them.
_OUT_OF = re.compile(r"(?:\A|[.;:,] ?)of (?:the|these|those|its|their|all) (?:[\w-]+ ){0,3}[\w-]+, \Z")
# What goes on being counted in the days after it happened.
_UNFOLDING = re.compile(
    r"\b(?:destroy\w*|damag\w*|burn\w*|infect\w*|affected|hospitali\w*|recovered|seized|collapsed|flooded"
    r"|without (?:power|water|electricity))\b"
)
# A clause before that makes a plan of what "and" adds to it: "he faces a ban and a fine of …".
_MODAL = re.compile(r"\b(?:fac(?:es|ed|ing)|could|would|might|expects?|hopes?)\b[^.;:]{0,60}\band\b[^.;:,]{0,30}\Z")
_PERIOD = re.compile(
    r"\b(?:(?:first|second|third|fourth|last|this|previous|q[1-4]) (?P<q>quarter)|(?P<q2>q[1-4])\b|(?P<h>half)[- ]year"
    r"|(?:first|second) (?P<h2>half)|in (?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december) (?P<m>alone))"
)
_REVISED = re.compile(
    r"\b(?:recount\w*|revis\w+|correct(?:ed|ion)|restated|amended|adjusted|updated|replac\w+|on appeal|reduced"
    r"|raised to)\b"
)
_EACH = re.compile(rf"\s*(?:each|apiece|an? {ENGLISH.pattern('comparison_numbers', 'per')}|per \w+|every \w+)")
_APPOSED = re.compile(r"[,(] ?(?:aged )?\Z")
_AGED = re.compile(r"\b(?:aged|age of|(?:who|he|she) (?:is|was)(?: only| now| then| just)?|turned|turns) \Z")
_NUMBER_OF = re.compile(r"\bnumber of (?:the |its |their |his |all )?([^\W\d_]+)[^.;]{0,60}\Z")
_HINT = re.compile(r"\d|\b(?:" + "|".join((*NUMERALS, "dozens?", "hundreds?", "thousands?", "scores", "half")) + r")\b")
_SAME_COUNTED = {
    "household": "famili", "home": "hous", "dwell": "hous", "ballot": "vote", "peopl": "people", "person": "people",
}  # fmt: skip
_PERSONS = ENGLISH.words("comparison_numbers", "persons killed and hurt")
# Deeds of a crowd, which goes by as many names as there are sources: people, patients, workers.
_CROWDS = words("striking gathered")
_CROWD_LEAST = 20
_ANYBODY = re.compile(r"(?:he|she|they|it)\b|(?:his|her|their|its) ", re.IGNORECASE)
# Those a plan is for are there already.
_WHOSE = re.compile(r"\b(?:on behalf of|among|owed to) (?:the |its |some |about |more than )?\Z")
# A number without a noun: "there are 1,640, and …", "there were 36 of them", "has counted 460".
_THERE = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'before a number without a noun')} \Z")
_OF_THEM = re.compile(r" of (?:them|us|these|those|which|whom)\b")
_ENDS = re.compile(r" ?(?:[,.;:)]|and\b|but\b|then\b|now\b|today\b|in all\b|\Z)")
_THOUSANDS, _MILLIONS = re.compile(r"\d,\d{3}"), re.compile(r"\d ?(?:m|bn|million|billion)\b")
_YEAR = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'before a year')} (?:only |just |is |was )?\Z")
_YEARS_OF = re.compile(r"\ban? (?:[\w-]+ )?(?!total|toll|number|count|group|majority)[\w-]+ of \Z")
BARE, _BARE_LEAST = "bare", 20
_LONGEST = 1_000  # characters of a sentence that are read for a correction
_MOST = 60  # quantities of one document that are compared


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A quantity as a document states it. `key` is what is counted, by which facts are compared.

    `stems` are of its sentence, `near` of its clause; `who` are the entities of the sentence but places (`places`),
    with those of the sentence before where it begins with a pronoun. `growing`: such a number grows while it is
    counted. `span` is the sentence. `dates` are those of the sentence, `around` the entities of the sentences beside
    it, `others` the other exact numbers of the sentence. `frames` say what a sum is for. `planned`: a plan, a denial or
    an estimate. `revised`: the sentence says that the number was corrected. `label` is the stem of what a figure with
    a unit is the figure of ("turnout"). `norm` is one name for all words of what is counted ("person"), or the unit.
    `unfolding`: a toll or damage in the news of the days after, which is counted on. `period` is "quarter", "half" or
    "month" where a figure with a unit is that of such a time; `phase`: it is that of one stage ("at the height").
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
    places: frozenset[str] = frozenset()
    dates: tuple[DateValue, ...] = ()
    around: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    frames: frozenset[str] = frozenset()
    planned: bool = False
    revised: bool = False
    label: str = ""
    norm: str = ""
    period: str = ""
    unfolding: bool = False
    phase: bool = False

    @property
    def measured(self) -> bool:
        """Whether it has a unit: a sum, a share, a measure."""
        return self.key[0].startswith(("money", "share", "measure"))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What the facts of one sentence have in common."""

    span: Span
    named: frozenset[str] = frozenset()
    people: tuple[tuple[str, int], ...] = ()
    who: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    name_words: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    dates: tuple[DateValue, ...] = ()
    amounts: tuple[tuple[int, str], ...] = field(default=())


def number_facts(doc: str, setting: Setting, planned: bool = False) -> Iterator[NumberFact]:
    """The facts of a document that can be compared, in order: no ages, no shares of what is not said.

    Plans, denials and estimates only with `planned`.
    """
    text = setting.texts[doc]
    count = 0
    for span in setting.sentences(doc):
        if not _HINT.search(text[span.start : min(span.end, span.start + 2_000)].lower()):
            continue
        read = quantities_in(text, span.start, span.end)
        votes = votes_in(text, span, setting.sentences(doc)[max(0, setting.number_at(doc, span.start) - 2)].start)
        if not read and not votes:
            continue
        about = _about(doc, span, read, setting)
        taken = [(vote.start, vote.end) for vote in votes]
        facts: list[NumberFact] = [_vote(doc, one, about, setting) for one in votes]
        for term in terms_in(doc, span, read, setting):
            taken.append((term.quantity.start, term.quantity.end))
            facts.append(_term(doc, term, about, setting))
        for one in read:
            if any(low <= one.start < high or low < one.end <= high for low, high in taken):
                continue
            found = _fact(doc, text, about, one, setting)
            if found is not None and (planned or not found.planned):
                facts.append(found)
        for found in facts:
            count += 1
            yield found
            if count >= _MOST:
                return


def _about(doc: str, span: Span, read: Sequence[Quantity], setting: Setting) -> _Sentence:
    """The names, dates and sums of a sentence and of those beside it in its paragraph."""
    text = setting.texts[doc]
    mentions = setting.mentions(doc, span.start, span.end)
    named = {m.entity for m in mentions}
    spans, n = setting.sentences(doc), setting.number_at(doc, span.start)
    beside: list[Span] = []
    if n and "\n" not in text[spans[n - 1].end : span.start].strip(" "):
        beside.append(spans[n - 1])
        if _ANYBODY.match(text, span.start):
            named |= {m.entity for m in setting.mentions(doc, spans[n - 1].start, spans[n - 1].end)}
    if n + 1 < len(spans) and "\n" not in text[span.end : spans[n + 1].start]:
        beside.append(spans[n + 1])
    around = {m.entity for one in beside for m in setting.mentions(doc, one.start, one.end)}
    return _Sentence(
        span,
        frozenset(named),
        tuple((m.entity, m.start) for m in mentions if setting.kind(m.entity) == "person"),
        frozenset(e for e in named if setting.kind(e) != "place"),
        frozenset(e for e in named if setting.kind(e) == "place"),
        frozenset(w for e in named for w in setting.name_words(e)),
        frozenset(around - named),
        setting.days(doc, span),
        tuple((one.start, f"={one.unit}:{one.value:g}") for one in read if _tells(one)),
    )


def _tells(one: Quantity) -> bool:
    """Whether a number tells one affair from another: an exact one of two or more digits that count."""
    digits = f"{one.value:g}".replace(".", "").rstrip("0")
    return bool(one.unit.startswith("money") or not one.unit) and one.value >= 100 and len(digits) >= 2


def _vote(doc: str, one: VoteCount, about: _Sentence, setting: Setting) -> NumberFact:
    """One side of the result of a vote, or its margin."""
    span = about.span
    stems = setting.stems(doc, span.start, span.end) - about.name_words
    quantity = Quantity(one.start, one.end, one.value, one.value, one.value, "", "vote", "votes")
    return NumberFact(
        doc, quantity, span, ("votes", one.side), stems, stems | ({f"={one.other:g}"} if one.other else set()),
        about.who, frozenset(), one.words, False, about.places, about.dates, about.around,
        revised=_REVISED.search(fold(setting.texts[doc][span.start : span.end][:_LONGEST])) is not None, norm="person",
    )  # fmt: skip


def _term(doc: str, term: Term, about: _Sentence, setting: Setting) -> NumberFact:
    """How long somebody was sentenced to, in months."""
    one, span, text = term.quantity, about.span, setting.texts[doc]
    quantity = Quantity(one.start, one.end, term.months, term.months, term.months, "term", "", "sentence")
    stems = setting.stems(doc, span.start, span.end) - about.name_words
    who = frozenset((term.entity,))
    return NumberFact(
        doc, quantity, span, ("term", term.entity), stems, stems, who, who, text[one.start : one.end], False,
        about.places, about.dates,
    )  # fmt: skip


def _fact(doc: str, text: str, about: _Sentence, one: Quantity, setting: Setting) -> NumberFact | None:
    if one.unit == "age":
        return None
    span = about.span
    lead, tail = (
        fold(text[max(span.start, one.start - 90) : one.start]),
        fold(text[one.end : min(span.end, one.end + 90)]),
    )
    rate = _EACH.match(tail)
    if _MORE.search(lead) or (rate and not one.unit) or _AMONG.search(lead):
        return None
    if one.unit and _ONE_OF.search(lead):
        return None
    written = fold(text[one.start : one.end])
    if not one.unit and (_MORE_BEHIND.search(written) or _MORE_BEHIND.match(tail)):
        return None  # "three more people": no total
    if not one.unit and not one.counted and _AGED.search(lead):
        return None
    if not one.unit and not one.counted and _APPOSED.search(lead) and tail[:1] in (",", ")", ";", "."):
        return None  # an age: "Quill, 44,"
    if one.counted and not one.part and _OUT_OF.search(lead):
        one = replace(one, part=True)
    clause = clause_around(text, span, one.start, one.end)
    said = fold(text[clause.start : clause.end])
    uncertain = _UNCERTAIN.search(said) or _MODAL.search(lead) or _ANOTHER.search(lead)
    planned = bool(uncertain or (one.unit and _TO_DO.search(lead))) and not _WHOSE.search(lead)
    if not one.unit and not one.counted and _YEARS_OF.search(lead) and not _COLLECTIVE.search(lead):
        return None  # "a bricklayer of 34"
    whole = one.counted and _WHOLE.search(lead)
    # "Paid 38 million and sacked 45": millions without a noun are money.
    sum_ = not one.counted and _MILLIONS.search(written)
    toll = toll_of(lead, written, tail) if not one.unit and not whole and not sum_ else ""
    key = _key(one, lead, toll)
    if key is None and not sum_ and _bare(one, written, lead, tail):
        key = BARE, ""
    if key is None:
        return None
    if rate:
        key = key[0], rate.group().strip()
    close = frozenset(entity for entity, at in about.people if clause.start <= at < clause.end)
    own = setting.stems(doc, one.start, one.end)
    stems = setting.stems(doc, span.start, span.end) - about.name_words - own
    if key[1] in GROWING_TOLLS or key[0] == BARE:
        stems |= setting.before(doc, span) - about.name_words
    near = setting.stems(doc, clause.start, clause.end) - about.name_words - own
    norm = one.unit or ("person" if key[0].endswith("people") else class_of(key[0].removeprefix("part ")))
    tolled = toll in GROWING_TOLLS and (key[1] != "" or norm == "person")
    spreads = not one.unit or (one.unit.startswith("measure") and one.unit.partition(":")[2] not in TIMES)
    settled = _settled(doc, span, setting)
    unfolding = spreads and not settled and setting.is_news(doc) and (tolled or _UNFOLDING.search(said) is not None)
    counting = tolled or unfolding or one.part or GROWING.search(said) is not None
    growing = _SINCE.match(tail) is not None or (
        counting and (not settled or _AS_OF.search(f"{lead}{said}") is not None)
    )
    label = _LABEL.search(re.split(r"[,;:]", lead)[-1]) if one.unit else None
    return NumberFact(
        doc, one, span, key, near, stems, about.who, close, text[one.start : one.end], growing, about.places,
        about.dates, about.around, frozenset(sum_ for at, sum_ in about.amounts if at != one.start),
        frames_of(near) if one.unit.startswith("money") else frozenset(), planned,
        _REVISED.search(said) is not None, next(iter(stems_of(label[1])), "") if label else "",
        norm, _period(f"{lead}{written}{tail}") if one.unit else "", unfolding,
        _PHASE.search(f"{lead} {tail}") is not None,
    )  # fmt: skip


def _period(around: str) -> str:
    """The kind of time that a figure beside these words is of: "quarter", "half", "month"; "" for a year or none."""
    found = _PERIOD.search(around)
    kind = found.lastgroup if found else None
    return {"q": "quarter", "h": "half", "m": "month"}[kind[0]] if kind else ""


def _settled(doc: str, span: Span, setting: Setting) -> bool:
    """Whether what a sentence tells was long over: by its own days, or by those of the one before in its paragraph."""
    if setting.days(doc, span):
        return setting.settled(doc, span)
    spans, n = setting.sentences(doc), setting.number_at(doc, span.start)
    if n == 0 or "\n" in setting.texts[doc][spans[n - 1].end : span.start]:
        return False
    return setting.settled(doc, spans[n - 1])


def _bare(one: Quantity, written: str, lead: str, tail: str) -> bool:
    """Whether a number that stands without a noun counts what was spoken of before: "there are 1,640", "36 of them"."""
    if one.unit or one.hedged or one.value < _BARE_LEAST or _YEAR.search(lead):
        return False
    if _THOUSANDS.search(written):
        return True
    return _OF_THEM.match(tail) is not None or (_THERE.search(lead) is not None and _ENDS.match(tail) is not None)


def _key(one: Quantity, lead: str, toll: str) -> tuple[str, str] | None:
    """What facts are compared by: the unit, or what is counted, and what happened to it."""
    if one.unit:
        return one.unit, ""
    counted = _SAME_COUNTED.get(one.counted, one.counted)
    if counted.endswith("men") and counted not in ("specimen", "regimen"):
        counted = "men"
    if not counted and (found := _COLLECTIVE.search(lead)):
        return found.group(1), ""
    if not counted and (found := _NUMBER_OF.search(lead)):
        counted = stem(found.group(1))
    if toll in _CROWDS:
        if class_of(counted) == "person" and one.value >= _CROWD_LEAST:
            return "people", toll
        toll = ""
    if toll and (not counted or counted in _PERSONS):
        return ("part people" if one.part and not counted else "people"), toll
    if not counted:
        return None
    told = toll if counted in _PERSONS or (toll in GROWING_TOLLS and class_of(counted) == "person") else ""
    return f"{'part ' if one.part else ''}{counted}", told
