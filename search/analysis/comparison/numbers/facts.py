"""What the numbers of a document state: how many of what, of whom, in which circumstances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.analysis.comparison.context import ComparisonContext, clause_around, stems_of
from search.analysis.comparison.numbers.noun_classes import class_of, frames_of
from search.analysis.comparison.numbers.number_fact import BARE, NumberFact
from search.analysis.comparison.numbers.prison_terms import Term, terms_in
from search.analysis.comparison.numbers.sentences import NumberSentence, number_sentence
from search.analysis.comparison.numbers.tolls import GROWING_TOLLS, toll_of
from search.analysis.comparison.numbers.votes import VoteCount, votes_in
from search.analysis.doc import Doc
from search.analysis.lexicon import ENGLISH, words
from search.analysis.quantities.tagger import Quantity, quantities_in
from search.analysis.quantities.vocabulary import NUMERALS, TIMES
from search.model import Span
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
_MIN_CROWD = 20
# Those a plan is for are there already.
_WHOSE = re.compile(r"\b(?:on behalf of|among|owed to) (?:the |its |some |about |more than )?\Z")
# A number without a noun: "there are 1,640, and …", "there were 36 of them", "has counted 460".
_THERE = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'before a number without a noun')} \Z")
_OF_THEM = re.compile(r" of (?:them|us|these|those|which|whom)\b")
_ENDS = re.compile(r" ?(?:[,.;:)]|and\b|but\b|then\b|now\b|today\b|in all\b|\Z)")
_THOUSANDS, _MILLIONS = re.compile(r"\d,\d{3}"), re.compile(r"\d ?(?:m|bn|million|billion)\b")
_YEAR = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'before a year')} (?:only |just |is |was )?\Z")
_YEARS_OF = re.compile(r"\ban? (?:[\w-]+ )?(?!total|toll|number|count|group|majority)[\w-]+ of \Z")
_MIN_BARE = 20  # a smaller number without a noun counts nothing that can be known
_MAX_LEN = 1_000  # characters of a sentence that are read for a correction
_MAX_FACTS = 60  # quantities of one document that are compared
_BESIDE = 90  # characters beside a number that say what it is a number of


@dataclass(frozen=True, slots=True)
class _Beside:
    """A quantity with the folded words right before and behind it, as written and in its clause."""

    quantity: Quantity
    lead: str
    tail: str
    written: str
    clause: Span
    said: str

    @property
    def plain(self) -> bool:
        """Whether the number has neither a unit nor a noun."""
        return not self.quantity.unit and not self.quantity.counted

    @property
    def is_sum(self) -> bool:
        """Whether it is millions without a noun, which are money: "paid 38 million and sacked 45"."""
        return not self.quantity.counted and _MILLIONS.search(self.written) is not None


def number_facts(doc: str, context: ComparisonContext, planned: bool = False) -> Iterator[NumberFact]:
    """The facts of a document that can be compared, in order: no ages, no shares of what is not said.

    Plans, denials and estimates only with `planned`.
    """
    count = 0
    for span in context.docs[doc].sentences:
        for found in _facts_in(context.docs[doc], span, context):
            if found.planned and not planned:
                continue
            count += 1
            yield found
            if count >= _MAX_FACTS:
                return


def _facts_in(doc: Doc, span: Span, context: ComparisonContext) -> Iterator[NumberFact]:
    """The facts of a sentence: results of votes, prison terms, and whatever else is counted or measured."""
    text = doc.text
    if not _HINT.search(text[span.start : min(span.end, span.start + 2_000)].lower()):
        return
    read = quantities_in(text, span.start, span.end)
    votes = votes_in(text, span, doc.sentences[max(0, doc.sentence_number(span.start) - 2)].start)
    if not read and not votes:
        return
    sentence = number_sentence(doc, span, read, context)
    for vote in votes:
        yield _vote(doc, vote, sentence, context)
    terms = terms_in(doc.id, span, read, context)
    for term in terms:
        yield _term(doc, term, sentence, context)
    taken = [(vote.start, vote.end) for vote in votes]
    taken += [(term.quantity.start, term.quantity.end) for term in terms]
    for one in read:
        if any(low <= one.start < high or low < one.end <= high for low, high in taken):
            continue
        found = _fact(doc, one, sentence, context)
        if found is not None:
            yield found


def _vote(doc: Doc, one: VoteCount, sentence: NumberSentence, context: ComparisonContext) -> NumberFact:
    """One side of the result of a vote, or its margin."""
    span = sentence.span
    stems = context.stems(doc.id, span.start, span.end) - sentence.name_words
    return NumberFact(
        doc=doc.id,
        quantity=Quantity(one.start, one.end, one.value, one.value, one.value, counted="vote", noun="votes"),
        span=span,
        key=("votes", one.side),
        words=one.words,
        clause=stems,
        stems=stems | ({f"={one.other:g}"} if one.other else set()),
        entities=sentence.entities,
        places=sentence.places,
        neighbours=sentence.neighbours,
        dates=sentence.dates,
        norm="person",
        revised=_REVISED.search(fold(doc.text[span.start : span.end][:_MAX_LEN])) is not None,
    )


def _term(doc: Doc, term: Term, sentence: NumberSentence, context: ComparisonContext) -> NumberFact:
    """How long somebody was sentenced to, in months."""
    one, span = term.quantity, sentence.span
    stems = context.stems(doc.id, span.start, span.end) - sentence.name_words
    person = frozenset((term.entity,))
    return NumberFact(
        doc=doc.id,
        quantity=Quantity(one.start, one.end, term.months, term.months, term.months, unit="term", noun="sentence"),
        span=span,
        key=("term", term.entity),
        words=doc.text[one.start : one.end],
        clause=stems,
        stems=stems,
        entities=person,
        clause_people=person,
        places=sentence.places,
        dates=sentence.dates,
    )


# ---- one quantity -------------------------------------------------------------------------------------------------


def _fact(doc: Doc, one: Quantity, sentence: NumberSentence, context: ComparisonContext) -> NumberFact | None:
    """A quantity as a fact, None for ages, parts of what is told elsewhere, and what is not said to count anything."""
    text, span = doc.text, sentence.span
    clause = clause_around(text, span, one.start, one.end)
    lead = fold(text[max(span.start, one.start - _BESIDE) : one.start])
    if one.counted and not one.part and _OUT_OF.search(lead):
        one = replace(one, part=True)
    beside = _Beside(
        one,
        lead,
        fold(text[one.end : min(span.end, one.end + _BESIDE)]),
        fold(text[one.start : one.end]),
        clause,
        fold(text[clause.start : clause.end]),
    )
    if _is_age(beside) or _is_part(beside):
        return None
    toll = _toll(beside)
    key = _key(beside, toll)
    if key is None:
        return None
    own = sentence.name_words | context.stems(doc.id, one.start, one.end)
    near = context.stems(doc.id, clause.start, clause.end) - own
    stems = context.stems(doc.id, span.start, span.end) - own
    if key[1] in GROWING_TOLLS or key[0] == BARE:
        stems |= context.stems_before(doc.id, span) - sentence.name_words
    norm = one.unit or ("person" if key[0].endswith("people") else class_of(key[0].removeprefix("part ")))
    tolled = toll in GROWING_TOLLS and (key[1] != "" or norm == "person")
    settled = _settled(doc, span, context)
    unfolding = not settled and _is_unfolding(beside, tolled) and context.is_news(doc.id)
    return NumberFact(
        doc=doc.id,
        quantity=one,
        span=span,
        key=key,
        words=text[one.start : one.end],
        clause=near,
        stems=stems,
        entities=sentence.entities,
        clause_people=frozenset(entity for entity, at in sentence.people if clause.start <= at < clause.end),
        places=sentence.places,
        neighbours=sentence.neighbours,
        dates=sentence.dates,
        other_sums=frozenset(sum_ for at, sum_ in sentence.sums if at != one.start),
        frames=frames_of(near) if one.unit.startswith("money") else frozenset(),
        label=_label(beside),
        norm=norm,
        period=_period(f"{beside.lead}{beside.written}{beside.tail}") if one.unit else "",
        growing=_is_growing(beside, tolled or unfolding or one.part, settled),
        unfolding=unfolding,
        planned=_is_planned(beside),
        revised=_REVISED.search(beside.said) is not None,
        phase=_PHASE.search(f"{beside.lead} {beside.tail}") is not None,
    )


def _is_age(beside: _Beside) -> bool:
    """Whether a number is somebody's age: "Quill, 44,", "aged 44", "a bricklayer of 34"."""
    one, lead, tail = beside.quantity, beside.lead, beside.tail
    if one.unit == "age":
        return True
    if not beside.plain:
        return False
    apposed = _APPOSED.search(lead) and tail[:1] in (",", ")", ";", ".")
    return bool(_AGED.search(lead) or apposed or (_YEARS_OF.search(lead) and not _COLLECTIVE.search(lead)))


def _is_part(beside: _Beside) -> bool:
    """Whether a number is no total: some of a number or sum, so many more, so many each."""
    one, lead = beside.quantity, beside.lead
    if _MORE.search(lead) or _AMONG.search(lead):
        return True
    if one.unit:
        return _ONE_OF.search(lead) is not None
    more = _MORE_BEHIND.search(beside.written) or _MORE_BEHIND.match(beside.tail)  # "three more people"
    return bool(more or _EACH.match(beside.tail))


def _is_planned(beside: _Beside) -> bool:
    """Whether a number is a plan, a denial or an estimate; those a plan is for are there already."""
    lead = beside.lead
    if _WHOSE.search(lead):
        return False
    if _UNCERTAIN.search(beside.said) or _MODAL.search(lead) or _ANOTHER.search(lead):
        return True
    return bool(beside.quantity.unit and _TO_DO.search(lead))


def _toll(beside: _Beside) -> str:
    """What happened to those counted, "" where nothing did: of a whole something happened to its parts."""
    whole = beside.quantity.counted and _WHOLE.search(beside.lead)
    if beside.quantity.unit or whole or beside.is_sum:
        return ""
    return toll_of(beside.lead, beside.written, beside.tail)


def _is_unfolding(beside: _Beside, tolled: bool) -> bool:
    """Whether a number is a toll or damage, which in the news of the days after is counted on."""
    unit = beside.quantity.unit
    spreads = not unit or (unit.startswith("measure") and unit.partition(":")[2] not in TIMES)
    return spreads and (tolled or _UNFOLDING.search(beside.said) is not None)


def _is_growing(beside: _Beside, counting: bool, settled: bool) -> bool:
    """Whether a number grows while it is counted, and was not settled when it was told."""
    if _SINCE.match(beside.tail):
        return True
    if not counting and not GROWING.search(beside.said):
        return False
    return not settled or _AS_OF.search(f"{beside.lead}{beside.said}") is not None


def _label(beside: _Beside) -> str:
    """The stem of what a figure with a unit is the figure of: "a turnout of 58 per cent"."""
    found = _LABEL.search(re.split(r"[,;:]", beside.lead)[-1]) if beside.quantity.unit else None
    return next(iter(stems_of(found[1])), "") if found else ""


def _period(around: str) -> str:
    """The kind of time that a figure beside these words is of: "quarter", "half", "month"; "" for a year or none."""
    found = _PERIOD.search(around)
    kind = found.lastgroup if found else None
    return {"q": "quarter", "h": "half", "m": "month"}[kind[0]] if kind else ""


def _settled(doc: Doc, span: Span, context: ComparisonContext) -> bool:
    """Whether what a sentence tells was long over: by its own days, or by those of the one before in its paragraph."""
    if context.dates(doc.id, span):
        return context.is_settled(doc.id, span)
    spans, n = doc.sentences, doc.sentence_number(span.start)
    if n == 0 or "\n" in doc.text[spans[n - 1].end : span.start]:
        return False
    return context.is_settled(doc.id, spans[n - 1])


def _is_bare(beside: _Beside) -> bool:
    """Whether a number that stands without a noun counts what was spoken of before: "there are 1,640", "36 of them"."""
    one, lead, tail = beside.quantity, beside.lead, beside.tail
    if one.unit or one.hedged or one.value < _MIN_BARE or _YEAR.search(lead):
        return False
    if _THOUSANDS.search(beside.written):
        return True
    return _OF_THEM.match(tail) is not None or (_THERE.search(lead) is not None and _ENDS.match(tail) is not None)


def _key(beside: _Beside, toll: str) -> tuple[str, str] | None:
    """What facts are compared by: the unit, or what is counted, and what happened to it; a rate by what it is for."""
    key = (beside.quantity.unit, "") if beside.quantity.unit else _count_key(beside, toll)
    if key is None and not beside.is_sum and _is_bare(beside):
        key = BARE, ""
    rate = _EACH.match(beside.tail)
    return (key[0], rate.group().strip()) if key is not None and rate else key


def _count_key(beside: _Beside, toll: str) -> tuple[str, str] | None:
    """What a number without a unit counts, and what happened to those counted."""
    one = beside.quantity
    counted = _SAME_COUNTED.get(one.counted, one.counted)
    if counted.endswith("men") and counted not in ("specimen", "regimen"):
        counted = "men"
    if not counted and (found := _COLLECTIVE.search(beside.lead)):
        return found.group(1), ""
    if not counted and (found := _NUMBER_OF.search(beside.lead)):
        counted = stem(found.group(1))
    if toll in _CROWDS:
        if class_of(counted) == "person" and one.value >= _MIN_CROWD:
            return "people", toll
        toll = ""
    if toll and (not counted or counted in _PERSONS):
        return ("part people" if one.part and not counted else "people"), toll
    if not counted:
        return None
    told = toll if counted in _PERSONS or (toll in GROWING_TOLLS and class_of(counted) == "person") else ""
    return f"{'part ' if one.part else ''}{counted}", told
