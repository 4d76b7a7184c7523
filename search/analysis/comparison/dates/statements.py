"""A dated statement with what it can be known by: the clause of its date, what happened, and who and where.

A date's clause is the part of its sentence up to the nearest comma or linking word on either side, grown until it
tells something: "…, who walked onto a ferry at Hull, England, on Nov. 11" tells of the walk. "When" after a date goes
with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.comparison.context import BREAK, Setting, stems_of
from search.analysis.comparison.dates.event_types import (
    PRONOUN,
    beside_happening,
    happening_stems,
    kinds_in,
    label,
    objects_of,
    people_of,
)
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import trigger_class
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Event, Span
from search.text.analyzer import stem
from search.text.folding import fold

# A clause tells something by a known happening or so many telling words.
_LEAST = 2
# Of a longer sentence no more than this is read.
_LONGEST = 2_000
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
_LEAD = 80
# What stands in brackets breaks no clause off.
_ASIDE = re.compile(r"\([^()\n]{1,60}\)")
# "The 7 May election", "the May 7 election": a day before a noun; but not "on the 7 May", "the 7th of May".
_THE = re.compile(r".*(?<!\bon )\b[Tt]he\s+(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+\.? \d{1,2})\b(?: \d{4})?\Z", re.DOTALL)
_OF_DAY = re.compile(rf"(?:\s+(?!{ENGLISH.pattern('comparison_dates', 'behind the day of')}\b)[a-z][\w-]+){{1,3}}")
_PHRASE = re.compile(r"[^,;:()—]*\Z")
# "The dam, built in 1968, was last inspected": the subject stands at the head of the sentence.
_HEADLESS = re.compile(r"\s*(?:was|were|is|are|had|has|have|did|would)\b")
_FRONTED = re.compile(rf"\W*(?:{ENGLISH.pattern('comparison_dates', 'before a fronted date')}\W+)*", re.IGNORECASE)
# The hours of a day tell no more of what happened on it than the day.
# Words of every clause that a date may stand in.
_EMPTY = frozenset(
    map(
        stem,
        ENGLISH.words("comparison_dates", "empty words"),
    )
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A dated statement with what it can be known by.

    `near`, `stems`, `head`, `names` are stems of the clause, the sentence, what the date belongs to, and words of names
    in the sentence; `kinds` and `classes` what happened, in words of happenings.txt and else by the trigger's class;
    `soft`: read off the sentences beside it. `who`: people, bodies, laws; `close`, `bodies`: those of the clause;
    `called`: words of the names of its people, `bare`: those called by one name alone, who may be namesakes. `where`:
    places. `happened`: kinds and classes as one; `verbs`: stems of the words that say what happened, `beside`: of those
    next to them, `objects`: of their objects; `order`: "first", "last".
    """

    event: Event
    near: frozenset[str]
    stems: frozenset[str]
    head: frozenset[str]
    names: frozenset[str]
    kinds: frozenset[str]
    classes: frozenset[str]
    soft: bool
    who: frozenset[str]
    close: frozenset[str]
    called: frozenset[str]
    bare: frozenset[str]
    bodies: frozenset[str]
    again: bool
    meant: bool
    bound: str
    where: frozenset[str]
    happened: frozenset[str]
    verbs: frozenset[str]
    beside: frozenset[str]
    objects: frozenset[str]
    order: frozenset[str]


def telling(event: Event, setting: Setting) -> Telling:
    """An event as a telling."""
    text, doc = setting.texts[event.doc], event.doc
    span = Span(event.start_char, event.end_char)
    begin = event.date_start if event.date_start >= 0 else event.start_char
    stop = event.date_end if event.date_start >= 0 else event.start_char
    clause, lead = date_clause(text, span, begin, stop)
    if begin < stop and _THE.match(text[max(span.start, begin - 8) : stop]) and (of := _OF_DAY.match(text, stop)):
        # "Certified the canvass of the 7 May election": only the election is of that day.
        clause, lead = Span(begin, of.end()), Span(begin, begin)
    said = text[clause.start : clause.end]
    kinds, soft = kinds_in(f"{text[lead.start : lead.end]} {said}"), False
    # "Dec." of a date may read as a name.
    named = [
        m for m in setting.mentions(doc, span.start, span.end) if not label(text, m) and not begin <= m.start < stop
    ]
    dates = {m.entity for m in setting.mentions(doc, begin, stop)} - {m.entity for m in named}
    stems = setting.stems(doc, span.start, span.end)
    happened = happening_stems(text[span.start : span.end])
    near = setting.stems(doc, clause.start, clause.end) | setting.stems(doc, lead.start, lead.end)
    who = {m.entity for m in named} | set(event.entities)
    if PRONOUN.search(fold(text[span.start : span.end])) or not near:
        who |= people_of(setting, doc, span, clause)
    who -= {m.entity for m in setting.mentions(doc, span.start, span.end) if label(text, m)} | dates
    if not kinds and len(stems) < _LEAST:
        beside = _beside(doc, span, setting)
        if beside:
            soft = True
            for part in beside:
                stems |= setting.stems(doc, part.start, part.end)
                kinds |= kinds_in(text[part.start : part.end])
                happened |= happening_stems(text[part.start : part.end])
                rows = [m for m in setting.mentions(doc, part.start, part.end) if not label(text, m)]
                who |= {m.entity for m in rows}
                named += rows
            near = stems
    classes = frozenset[str]()
    if not near - happened - _EMPTY:
        near = stems
    if not kinds and event.trigger and event.trigger in said:
        classes = frozenset({trigger_class(event.trigger)} - _USUAL)
    names = frozenset(word for e in who for word in setting.name_words(e))
    ruled = _HEAD.search(text[max(span.start, begin - 60) : begin])
    head = frozenset(stem(fold(word)) for word in (ruled.groups() if ruled else ()) if word)
    inside = [m for m in named if clause.start <= m.start < clause.end or m.end >= lead.end > m.start >= lead.start]
    low = fold(said)
    return Telling(
        event,
        near - names - happened - _EMPTY,
        stems - names - happened - _EMPTY,
        (head & stems) - names - _EMPTY,
        stems & names - happened,
        kinds,
        classes,
        soft,
        frozenset(e for e in who if setting.kind(e) != "place"),
        frozenset(m.entity for m in inside if setting.kind(m.entity) == "person"),
        frozenset(word for e in who if setting.kind(e) == "person" for word in setting.name_words(e)),
        frozenset(word for m in named if setting.kind(m.entity) == "person" for word in _bare(text[m.start : m.end])),
        frozenset(m.entity for m in inside if setting.kind(m.entity) == "organization"),
        bool(_AGAIN.search(low)),
        bool(_MEANT.search(low) or _MAY.search(text, span.start, clause.end)),
        found.group(1) if (found := _BOUND.search(fold(text[max(span.start, begin - 24) : begin]))) else "",
        frozenset(e for e in who if setting.kind(e) == "place"),
        kinds | {f"={name}" for name in classes},
        happened,
        (beside_happening(said) or near - happened - _EMPTY) - names,
        objects_of(said) - names,
        frozenset("last" if hit == "final" else hit for hit in _ORDER.findall(fold(text[span.start : span.end]))),
    )


def recurs(event: Event) -> bool:
    """Whether the clause of an event's date tells of what comes again, or was meant for the day."""
    text = event.text[:_LONGEST]
    at = max(0, event.date_start - event.start_char) if event.date_start >= 0 else 0
    clause, _ = date_clause(text, Span(0, len(text)), min(at, len(text)), min(at + len(event.date.words), len(text)))
    low = fold(text[clause.start : clause.end])
    return _AGAIN.search(low) is not None or _MEANT.search(low) is not None


def _bare(name: str) -> frozenset[str]:
    """The stem of a name that is one word beside its title ("Mayor Alva"), else nothing."""
    titles = gazetteer().titles
    told = [w for w in fold(name).split() if (w.strip("."),) not in titles and (w,) not in titles]
    return stems_of(told[0]) if len(told) == 1 else frozenset()


def _beside(doc: str, span: Span, setting: Setting) -> list[Span]:
    """What an answer answers, and what follows it: "When was he suspended?" "On 19 November. He wept." """
    spans, text = setting.sentences(doc), setting.texts[doc]
    n = setting.number_at(doc, span.start)
    out = [spans[n - 1]] if n and spans[n - 1].end - spans[n - 1].start < 300 else []
    for k in range(n + 1, min(n + 3, len(spans))):
        if not out or "\n" in text[span.end : spans[k].start]:
            break
        out.append(spans[k])
    return out


def date_clause(text: str, sentence: Span, begin: int, stop: int) -> tuple[Span, Span]:
    """The clause of a date at `begin`–`stop`, and what its "which" or "who" stands for (empty without one)."""
    aside = [hit.span() for hit in _ASIDE.finditer(text, sentence.start, sentence.end)]
    aside = [(low, high) for low, high in aside if high <= begin or low >= stop]
    before = _breaks(text, sentence.start, begin, aside)
    after = _breaks(text, stop, sentence.end, aside)
    lefts = [(sentence.start, sentence.start, ""), *((b.end(), b.start(), b.group()) for b in before)]
    rights = [*((a.start(), a.group()) for a in after), (sentence.end, "")]
    n, m = len(lefts) - 1, 0
    if rights[m][1] == "," and m + 1 < len(rights) and rights[m + 1][1] == "when":
        m += not text[rights[m][0] + 1 : rights[m + 1][0]].strip()
    if rights[m][1] == "when":
        m += 1
    elif rights[m][1] == "," != lefts[n][2] and _FRONTED.fullmatch(text, lefts[n][0], begin):
        m += 1  # "On 9 May, the board …"
    elif rights[m][1] == "," == lefts[n][2] and m + 1 < len(rights) and not text[lefts[n][0] : begin].strip():
        n, m = n - 1, m + 1  # "has today, Friday 6 June, resigned"
    lead = _lead(text, sentence, lefts[n])
    while not _tells(text[lefts[n][0] : rights[m][0]].replace(text[begin:stop], " ")):
        if n:
            n -= 1
        elif m + 1 < len(rights):
            m += 1
        else:
            break
    if lead.start == lead.end:
        lead = _lead(text, sentence, lefts[n])
    if lead.start == lead.end and n and _HEADLESS.match(text, lefts[n][0]):
        lead = Span(sentence.start, before[0].start())
    return Span(lefts[n][0], rights[m][0]), lead


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
    found = _PHRASE.search(text, max(sentence.start, end - _LEAD), end)
    return Span(found.start() if found else end, end)


def _tells(clause: str) -> bool:
    return bool(kinds_in(clause)) or len({s for s in stems_of(clause) if s not in _EMPTY}) >= _LEAST
