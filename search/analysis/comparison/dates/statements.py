"""A dated statement with what it can be known by: the clause of its date, what happened, and who and where.

A date's clause is the part of its sentence up to the nearest comma or linking word on either side, grown until it
tells something: "…, who walked onto a ferry at Hull, England, on Nov. 11" tells of the walk. "When" after a date goes
with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis.comparison.context import BREAK, ComparisonContext, stems_of
from search.analysis.comparison.event_types import (
    PRONOUN,
    happening_neighbours,
    happening_stems,
    kinds_in,
    label,
    objects_of,
    people_of,
)
from search.analysis.doc import Doc
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import trigger_class
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Event, Mention, Span
from search.text.analyzer import stem
from search.text.folding import fold

# A clause tells something by a known happening or so many telling words.
_MIN_TELLING = 2
# Of a longer sentence no more than this is read.
_MAX_LEN = 2_000
# A longer sentence before one is no question that it answers.
_MAX_LEN_QUESTION = 300
# Happenings of these classes come again and again to the same people: their class alone ties nothing.
_USUAL = frozenset({"say", "meet", "attack", "earn", "give", "court", "propose", "move", ""})
_AGAIN = re.compile(rf"\b{ENGLISH.pattern('comparison_dates', 'again')}\b")
# The first of its kind there is once, and the last.
_ORDER = re.compile(r"\b(first|last|final)\b(?! (?:of (?:all|the month)|year|month|week|night|\w+day))")
# What was meant for a day, or put off, is not what happened on it.
_MEANT = re.compile(
    r"\b(?:(?:was|were|is|are|had been|been) (?:\w+ly )?(?:due|to (?:have )?\w+|set (?:for|to)|scheduled|expected"
    r"|planned|supposed|meant)"
    r"|scheduled for|planned for|postponed|put off|put back|deferred|delayed|deadline|expected to)\b"
)
# Said before a date anywhere in its sentence, what may be.
_MAY = re.compile(r"\b(?:can|could|may|might|will|would) (?:be|go|come|open|reopen)\b")
# A date that bounds a time is not the date of what happened.
_BOUND = re.compile(r"\b(until|till|since|before|after|by|from)\s+(?:the |early |late |about |around |mid-)*\Z")
_DAY = r"(?: (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?)?"
# What a date belongs to: "the certificate of", "a certificate was issued on", "the recall came on".
_HEAD = re.compile(
    r"\b([a-z]{4,}) (?:of|dated|on)(?: the)?" + _DAY + r" *\Z"
    r"|\b([a-z]{3,}) (?:was|were|is|are|had been|has been|have been) (?:\w+ ){0,2}?\w+(?:ed|en|wn|ld|nt|ng)"
    r",? (?:on|in|early in|late in)(?: the)?" + _DAY + r" *\Z"
    r"|\b([a-z]{4,}) (?:came|began|started|took place|followed|occurred|happened|fell|went) (?:on|in)(?: the)?"
    + _DAY + r" *\Z"
    r"|\b([a-z]{4,}) (?:in|at) [A-Z][\w-]+,? on" + _DAY + r" *\Z"
)  # fmt: skip
# "The suit, which his sister filed": so many characters before "which" at most say what it is.
_MAX_LEN_LEAD = 80
# What stands in brackets breaks no clause off.
_ASIDE = re.compile(r"\([^()\n]{1,60}\)")
# "The 7 May election", "the May 7 election": a day before a noun; but not "on the 7 May", "the 7th of May".
_THE = re.compile(r".*(?<!\bon )\b[Tt]he\s+(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+\.? \d{1,2})\b(?: \d{4})?\Z", re.DOTALL)
_OF_DAY = re.compile(rf"(?:\s+(?!{ENGLISH.pattern('comparison_dates', 'behind the day of')}\b)[a-z][\w-]+){{1,3}}")
_PHRASE = re.compile(r"[^,;:()—]*\Z")
# "The dam, built in 1968, was last inspected": the subject stands at the head of the sentence.
_HEADLESS = re.compile(r"\s*(?:was|were|is|are|had|has|have|did|would)\b")
_FRONTED = re.compile(rf"\W*(?:{ENGLISH.pattern('comparison_dates', 'before a fronted date')}\W+)*", re.IGNORECASE)
# Words of every clause that a date may stand in.
_EMPTY = frozenset(
    map(
        stem,
        ENGLISH.words("comparison_dates", "empty words"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStatement:
    """A dated statement with what it can be known by.

    `clause`, `stems`, `head`, `names` are stems of the clause of the date, the sentence, what the date belongs to, and
    words of names in the sentence. `kinds` and `classes` are what happened, in words of happenings.txt and else by the
    trigger's class; `happenings` both as one, `happening_stems` the stems of the words that say it. `neighbours` are
    stems of the words next to those, `objects` of their objects. `entities` are people, bodies and laws, `places`
    places, `clause_people` the people of the clause; `people_words` words of the names of its people, `single_names` of
    those called by one name alone, who may be namesakes. `recurring`: of what comes again; `planned`: of what was meant
    for the day; `bound`: the word by which the date only bounds a time ("until"); `ordinals`: "first", "last".
    """

    event: Event
    clause: frozenset[str]
    stems: frozenset[str]
    head: frozenset[str]
    names: frozenset[str]
    kinds: frozenset[str]
    classes: frozenset[str]
    happenings: frozenset[str]
    happening_stems: frozenset[str]
    neighbours: frozenset[str]
    objects: frozenset[str]
    entities: frozenset[str]
    clause_people: frozenset[str]
    people_words: frozenset[str]
    single_names: frozenset[str]
    places: frozenset[str]
    recurring: bool
    planned: bool
    bound: str
    ordinals: frozenset[str]


@dataclass(frozen=True, slots=True)
class _DatePlace:
    """Where the date of an event stands: its sentence, its own characters, its clause and what "which" stands for."""

    sentence: Span
    begin: int
    stop: int
    clause: Span
    lead: Span

    def holds(self, mention: Mention) -> bool:
        """Whether a mention begins within the date: "Dec." may read as a name."""
        return self.begin <= mention.start < self.stop

    def near(self, mention: Mention) -> bool:
        """Whether a mention stands in the clause, or in what its "which" stands for."""
        in_clause = self.clause.start <= mention.start < self.clause.end
        return in_clause or mention.end >= self.lead.end > mention.start >= self.lead.start


@dataclass(slots=True)
class _Content:
    """What a sentence tells, while it is gathered."""

    kinds: frozenset[str]
    clause: frozenset[str]
    stems: frozenset[str]
    happening_stems: frozenset[str]
    entities: set[str]
    named: list[Mention]


def dated_statement(event: Event, context: ComparisonContext) -> DatedStatement:
    """An event as a dated statement."""
    text = context.texts[event.doc]
    place = _date_place(event, text)
    said = text[place.clause.start : place.clause.end]
    told = _content(event, place, context)
    if not told.kinds and len(told.stems) < _MIN_TELLING:
        _add_neighbours(told, event.doc, place.sentence, context)
    if not told.clause - told.happening_stems - _EMPTY:
        told.clause = told.stems
    by_name = not told.kinds and event.trigger and event.trigger in said
    classes = frozenset({trigger_class(event.trigger)} - _USUAL) if by_name else frozenset[str]()
    names = _name_words(told.entities, context)
    people = [m for m in told.named if context.kind(m.entity) == "person"]
    persons = {e for e in told.entities if context.kind(e) == "person"}
    places = frozenset(e for e in told.entities if context.kind(e) == "place")
    clause = told.clause - told.happening_stems - _EMPTY
    low = fold(said)
    return DatedStatement(
        event=event,
        clause=clause - names,
        stems=told.stems - names - told.happening_stems - _EMPTY,
        head=(_head(text, place) & told.stems) - names - _EMPTY,
        names=(told.stems & names) - told.happening_stems,
        kinds=told.kinds,
        classes=classes,
        happenings=told.kinds | {f"={name}" for name in classes},
        happening_stems=told.happening_stems,
        neighbours=(happening_neighbours(said) or clause) - names,
        objects=objects_of(said) - names,
        entities=frozenset(told.entities) - places,
        clause_people=frozenset(m.entity for m in people if place.near(m)),
        people_words=_name_words(persons, context),
        single_names=frozenset(word for m in people for word in _single_name(text[m.start : m.end])),
        places=places,
        recurring=bool(_AGAIN.search(low)),
        planned=bool(_MEANT.search(low) or _MAY.search(text, place.sentence.start, place.clause.end)),
        bound=_bound(text, place),
        ordinals=_ordinals(text[place.sentence.start : place.sentence.end]),
    )


def _name_words(entities: Iterable[str], context: ComparisonContext) -> frozenset[str]:
    return frozenset(word for e in entities for word in context.name_words(e))


def _bound(text: str, place: _DatePlace) -> str:
    """The word by which a date only bounds a time, "" where it does not: "until 3 May"."""
    found = _BOUND.search(fold(text[max(place.sentence.start, place.begin - 24) : place.begin]))
    return found.group(1) if found else ""


def _ordinals(sentence: str) -> frozenset[str]:
    """ "first" and "last", where a sentence tells of the first or last of its kind."""
    return frozenset("last" if hit == "final" else hit for hit in _ORDER.findall(fold(sentence)))


def _date_place(event: Event, text: str) -> _DatePlace:
    """Where the date of an event stands in the text; where it is not known, at the beginning of the sentence."""
    sentence = Span(event.start_char, event.end_char)
    begin = event.date_start if event.date_start >= 0 else event.start_char
    stop = event.date_end if event.date_start >= 0 else event.start_char
    if begin < stop and _THE.match(text[max(sentence.start, begin - 8) : stop]) and (of := _OF_DAY.match(text, stop)):
        # "Certified the canvass of the 7 May election": only the election is of that day.
        return _DatePlace(sentence, begin, stop, Span(begin, of.end()), Span(begin, begin))
    clause, lead = date_clause(text, sentence, begin, stop)
    return _DatePlace(sentence, begin, stop, clause, lead)


def _content(event: Event, place: _DatePlace, context: ComparisonContext) -> _Content:
    """What happened, words, names and people of a dated sentence, but for the one who speaks and the date itself."""
    doc, span, clause, lead = context.docs[event.doc], place.sentence, place.clause, place.lead
    text = doc.text
    mentions = doc.mentions_in(span.start, span.end)
    speaking = {m.entity for m in mentions if label(text, m)}
    named = [m for m in mentions if not label(text, m) and not place.holds(m)]
    near = context.stems(doc.id, clause.start, clause.end) | context.stems(doc.id, lead.start, lead.end)
    entities = {m.entity for m in named} | set(event.entities)
    if PRONOUN.search(fold(text[span.start : span.end])) or not near:
        entities |= people_of(context, doc.id, span, clause)
    entities -= speaking
    entities -= {m.entity for m in doc.mentions_in(place.begin, place.stop)} - {m.entity for m in named}
    return _Content(
        kinds=kinds_in(f"{text[lead.start : lead.end]} {text[clause.start : clause.end]}"),
        clause=near,
        stems=context.stems(doc.id, span.start, span.end),
        happening_stems=happening_stems(text[span.start : span.end]),
        entities=entities,
        named=named,
    )


def _add_neighbours(told: _Content, doc_id: str, sentence: Span, context: ComparisonContext) -> None:
    """Adds what the sentences beside one tell, where that one is only an answer."""
    doc = context.docs[doc_id]
    for part in (beside := _answered(doc, sentence)):
        told.stems |= context.stems(doc.id, part.start, part.end)
        told.kinds |= kinds_in(doc.text[part.start : part.end])
        told.happening_stems |= happening_stems(doc.text[part.start : part.end])
        rows = [m for m in doc.mentions_in(part.start, part.end) if not label(doc.text, m)]
        told.entities |= {m.entity for m in rows}
        told.named += rows
    if beside:
        told.clause = told.stems


def _head(text: str, place: _DatePlace) -> frozenset[str]:
    """The stem of what a date belongs to: "the certificate of 3 May"."""
    found = _HEAD.search(text[max(place.sentence.start, place.begin - 60) : place.begin])
    return frozenset(stem(fold(word)) for word in (found.groups() if found else ()) if word)


def recurs(event: Event) -> bool:
    """Whether the clause of an event's date tells of what comes again, or was meant for the day."""
    text = event.text[:_MAX_LEN]
    at = max(0, event.date_start - event.start_char) if event.date_start >= 0 else 0
    clause, _ = date_clause(text, Span(0, len(text)), min(at, len(text)), min(at + len(event.date.words), len(text)))
    low = fold(text[clause.start : clause.end])
    return _AGAIN.search(low) is not None or _MEANT.search(low) is not None


def _single_name(name: str) -> frozenset[str]:
    """The stem of a name that is one word beside its title ("Mayor Alva"), else nothing."""
    titles = gazetteer().titles
    told = [w for w in fold(name).split() if (w.strip("."),) not in titles and (w,) not in titles]
    return stems_of(told[0]) if len(told) == 1 else frozenset()


def _answered(doc: Doc, sentence: Span) -> list[Span]:
    """What an answer answers, and what follows it: "When was he suspended?" "On 19 November. He wept." """
    spans = doc.sentences
    n = doc.sentence_number(sentence.start)
    out = [spans[n - 1]] if n and spans[n - 1].end - spans[n - 1].start < _MAX_LEN_QUESTION else []
    for k in range(n + 1, min(n + 3, len(spans))):
        if not out or "\n" in doc.text[sentence.end : spans[k].start]:
            break
        out.append(spans[k])
    return out


@dataclass(frozen=True, slots=True)
class _Breaks:
    """Where clauses begin before a date (end of the break, its start, its words), and end after it (start, words)."""

    text: str
    begin: int
    stop: int
    before: Sequence[tuple[int, int, str]]
    after: Sequence[tuple[int, str]]

    def nearest(self) -> tuple[int, int]:
        """The numbers of the breaks between which the clause of the date stands."""
        n, m = len(self.before) - 1, 0
        left, right = self.before[n], self.after
        more = len(right) > 1
        if right[m][1] == "," and more and right[m + 1][1] == "when":
            m += not self.text[right[m][0] + 1 : right[m + 1][0]].strip()
        if right[m][1] == "when":
            return n, m + 1
        if right[m][1] != ",":
            return n, m
        if left[2] != "," and _FRONTED.fullmatch(self.text, left[0], self.begin):
            return n, m + 1  # "On 9 May, the board …"
        if left[2] == "," and m + 1 < len(right) and not self.text[left[0] : self.begin].strip():
            return n - 1, m + 1  # "has today, Friday 6 June, resigned"
        return n, m

    def grown(self, n: int, m: int) -> tuple[int, int]:
        """The breaks of the smallest clause around those between `n` and `m` that tells something."""
        date = self.text[self.begin : self.stop]
        while not _tells(self.text[self.before[n][0] : self.after[m][0]].replace(date, " ")):
            if n:
                n -= 1
            elif m + 1 < len(self.after):
                m += 1
            else:
                break
        return n, m


def date_clause(text: str, sentence: Span, begin: int, stop: int) -> tuple[Span, Span]:
    """The clause of a date at `begin`–`stop`, and what its "which" or "who" stands for (empty without one)."""
    aside = [hit.span() for hit in _ASIDE.finditer(text, sentence.start, sentence.end)]
    aside = [(low, high) for low, high in aside if high <= begin or low >= stop]
    before = _breaks(text, sentence.start, begin, aside)
    after = _breaks(text, stop, sentence.end, aside)
    breaks = _Breaks(
        text,
        begin,
        stop,
        [(sentence.start, sentence.start, ""), *((b.end(), b.start(), b.group()) for b in before)],
        [*((a.start(), a.group()) for a in after), (sentence.end, "")],
    )
    n, m = breaks.nearest()
    lead = _lead(text, sentence, breaks.before[n])
    n, m = breaks.grown(n, m)
    if lead.start == lead.end:
        lead = _lead(text, sentence, breaks.before[n])
    if lead.start == lead.end and n and _HEADLESS.match(text, breaks.before[n][0]):
        lead = Span(sentence.start, before[0].start())
    return Span(breaks.before[n][0], breaks.after[m][0]), lead


def _breaks(text: str, start: int, end: int, aside: Sequence[tuple[int, int]]) -> list[re.Match[str]]:
    """Where clauses break off, but for what stands in brackets: "at the mill (No. 3) found a bin"."""
    return [
        hit for hit in BREAK.finditer(text, start, end) if not any(low <= hit.start() < high for low, high in aside)
    ]


def _lead(text: str, sentence: Span, left: tuple[int, int, str]) -> Span:
    """The words that "which", "who" or "that" stands for, where a clause begins with one; else an empty span."""
    end = left[1]
    if left[2] not in ("which", "who", "that"):
        return Span(end, end)
    while end > sentence.start and text[end - 1] in ", ":
        end -= 1
    found = _PHRASE.search(text, max(sentence.start, end - _MAX_LEN_LEAD), end)
    return Span(found.start() if found else end, end)


def _tells(clause: str) -> bool:
    return bool(kinds_in(clause)) or len({s for s in stems_of(clause) if s not in _EMPTY}) >= _MIN_TELLING
